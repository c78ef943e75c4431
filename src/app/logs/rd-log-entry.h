/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-log.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define RD_TYPE_LOG_ENTRY (rd_log_entry_get_type ())
G_DECLARE_FINAL_TYPE (RdLogEntry, rd_log_entry, RD, LOG_ENTRY, GObject)

RdLogEntry *rd_log_entry_new (RdLog *log,
                              guint  number) G_GNUC_WARN_UNUSED_RESULT;
guint       rd_log_entry_get_number (RdLogEntry *self);
RdLogStatus rd_log_entry_get_status (RdLogEntry *self);
void        rd_log_entry_load (RdLogEntry *self);
const char *rd_log_entry_get_title (RdLogEntry *self);
const char *rd_log_entry_get_subtitle (RdLogEntry *self);

G_END_DECLS
