/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-topic-item.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define RD_TYPE_TOPIC_ROW (rd_topic_row_get_type ())
G_DECLARE_FINAL_TYPE (RdTopicRow, rd_topic_row, RD, TOPIC_ROW, AdwBin)

GtkWidget *rd_topic_row_new (void);
void       rd_topic_row_bind (RdTopicRow  *self,
                              RdTopicItem *item);

G_END_DECLS
