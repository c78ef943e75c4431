/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-log-entry.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* As GTK_INVALID_LIST_POSITION. */
#define RD_LOG_LIST_NOWHERE G_MAXUINT

#define RD_TYPE_LOG_LIST (rd_log_list_get_type ())
G_DECLARE_FINAL_TYPE (RdLogList, rd_log_list, RD, LOG_LIST, GObject)

RdLogList *rd_log_list_new (void) G_GNUC_WARN_UNUSED_RESULT;
void       rd_log_list_set_log (RdLogList *self,
                                RdLog     *log);
void       rd_log_list_take_numbers (RdLogList *self,
                                     GArray    *numbers);
guint      rd_log_list_find (RdLogList *self,
                             guint      number);
GArray    *rd_log_list_dup_numbers (RdLogList *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
