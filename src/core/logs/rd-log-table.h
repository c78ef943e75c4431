/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-log-clock.h"
#include "rd-log-join.h"

G_BEGIN_DECLS

#define RD_LOG_TABLE_COLUMNS 16

/**
 * RdLogTable:
 *
 * Which column of a copied table holds what, from its head.
 */
typedef struct
{
  gboolean has_head;
  int      event;
  int      sender;
  int      recipient;
  int      time;
  int      out_time; /* of a table that has two */
  int      result;
  int      host;
  int      ip;
  int      id;
  gboolean is_loose;        /* its cells have blanks between them */
  gboolean recipient_first; /* of a loose one */
} RdLogTable;

gboolean rd_log_table_read_time (RdLogClock *clock,
                                 RdSlice     cell,
                                 RdLogTime  *time);
void     rd_log_table_judge (RdLogEvent *event,
                             RdSlice     word);
gboolean rd_log_table_read_loose (RdLogTable *self,
                                  RdLogClock *clock,
                                  RdLogEvent *event,
                                  RdLogEmit   emit,
                                  gpointer    user_data);

gboolean rd_log_table_read (RdLogTable *self,
                            RdLogClock *clock,
                            RdLogEvent *event,
                            RdLogEmit   emit,
                            gpointer    user_data);

G_END_DECLS
