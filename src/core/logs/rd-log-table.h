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
  int      result;
  int      host;
  int      ip;
  int      id;
} RdLogTable;

gboolean rd_log_table_read (RdLogTable *self,
                            RdLogClock *clock,
                            RdLogEvent *event,
                            RdLogEmit   emit,
                            gpointer    user_data);

G_END_DECLS
