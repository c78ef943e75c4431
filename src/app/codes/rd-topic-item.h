/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-topic.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define RD_TYPE_TOPIC_ITEM (rd_topic_item_get_type ())
G_DECLARE_FINAL_TYPE (RdTopicItem, rd_topic_item, RD, TOPIC_ITEM, GObject)

RdTopicItem *rd_topic_item_new (const RdTopic *topic) G_GNUC_WARN_UNUSED_RESULT;
RdTopicItem *rd_topic_item_new_heading (const char *heading) G_GNUC_WARN_UNUSED_RESULT;

const RdTopic *rd_topic_item_get_topic (RdTopicItem *self);
const char    *rd_topic_item_get_heading (RdTopicItem *self);
char          *rd_topic_item_dup_subtitle (RdTopicItem *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
