/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-log-event.h"

G_BEGIN_DECLS

typedef void (*RdLogEmit) (RdLogEvent *event,
                           gpointer    user_data);

/**
 * RdLogJoin:
 *
 * What is remembered of the messages that are in a server's queue while its
 * log is read: who sent them and why they have not left yet.
 */
typedef struct _RdLogJoin RdLogJoin;

RdLogJoin *rd_log_join_new (void) G_GNUC_WARN_UNUSED_RESULT;
void       rd_log_join_free (RdLogJoin *self);
void       rd_log_join_apply (RdLogJoin  *self,
                              RdLogEvent *event,
                              RdLogEmit   emit,
                              gpointer    user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdLogJoin, rd_log_join_free)

G_END_DECLS
