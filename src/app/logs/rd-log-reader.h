/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-log.h"

G_BEGIN_DECLS

/**
 * RdLogAnswer:
 *
 * What a log knows about one question.
 */
typedef struct
{
  RdLogGroup group;
  GArray    *numbers;                 /* (element-type guint): deliveries of the group, ascending */
  guint      counts[N_RD_LOG_GROUPS]; /* of all that was found */
} RdLogAnswer;

void rd_log_answer_free (RdLogAnswer *self);

/* Reading, searching and saving, each in a thread. */
void         rd_log_read_async (RdLog              *log,
                                GPtrArray          *sources,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            data);
gboolean     rd_log_read_finish (GAsyncResult *result,
                                 GError      **error);
void         rd_log_ask_async (RdLog              *log,
                               RdLogGroup          group,
                               const char         *text,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            data);
RdLogAnswer *rd_log_ask_finish (GAsyncResult *result,
                                GError      **error) G_GNUC_WARN_UNUSED_RESULT;
void         rd_log_save_async (RdLog              *log,
                                GArray             *numbers,
                                GFile              *file,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            data);
gboolean     rd_log_save_finish (GAsyncResult *result,
                                 GError      **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdLogAnswer, rd_log_answer_free)

G_END_DECLS
