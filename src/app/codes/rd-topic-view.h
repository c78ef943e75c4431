/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-topic.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define RD_TYPE_TOPIC_VIEW (rd_topic_view_get_type ())
G_DECLARE_FINAL_TYPE (RdTopicView, rd_topic_view, RD, TOPIC_VIEW, AdwBin)

const RdTopic *rd_topic_view_get_topic (RdTopicView *self);
void           rd_topic_view_set_topic (RdTopicView   *self,
                                        const RdTopic *topic,
                                        RdHosting      hosting);
char          *rd_topic_view_dup_text (RdTopicView *self) G_GNUC_WARN_UNUSED_RESULT;
void           rd_topic_view_focus_heading (RdTopicView *self);

G_END_DECLS
