/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-log-event.h"

G_BEGIN_DECLS

/**
 * RdCliLogTries:
 *
 * Which deliveries are still being tried at the place of a log that is read: a
 * try that was followed by another one, or by success, is no end of a mail.
 */
typedef struct _RdCliLogTries RdCliLogTries;

RdCliLogTries *rd_cli_log_tries_new (void) G_GNUC_WARN_UNUSED_RESULT;
void           rd_cli_log_tries_free (RdCliLogTries *self);
gboolean       rd_cli_log_tries_follow (RdCliLogTries    *self,
                                        const RdLogEvent *event,
                                        guint64           number,
                                        GArray           *past);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdCliLogTries, rd_cli_log_tries_free)

G_END_DECLS
