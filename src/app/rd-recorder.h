/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-bounce-lists.h"
#include "rd-diagnosis.h"
#include "rd-history-queue.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define RD_TYPE_RECORDER (rd_recorder_get_type ())
G_DECLARE_FINAL_TYPE (RdRecorder, rd_recorder, RD, RECORDER, GObject)

RdRecorder *rd_recorder_find (void);

void             rd_recorder_note_bounce (RdRecorder        *self,
                                          GObject           *owner,
                                          const RdDiagnosis *diagnosis,
                                          const char        *file);
void             rd_recorder_note_survey (RdRecorder      *self,
                                          RdHistoryKind    kind,
                                          const RdFinding *summary,
                                          GPtrArray       *findings);
GPtrArray       *rd_recorder_dup_subjects (RdRecorder *self) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray       *rd_recorder_dup_named_lists (RdRecorder         *self,
                                              const RdBlocklists *lists) G_GNUC_WARN_UNUSED_RESULT;
void             rd_recorder_read_async (RdRecorder         *self,
                                         RdHistoryKind       kind,
                                         const char         *subject,
                                         GCancellable       *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer            data);
RdHistoryReport *rd_recorder_read_finish (RdRecorder   *self,
                                          GAsyncResult *result) G_GNUC_WARN_UNUSED_RESULT;
void             rd_recorder_clear_async (RdRecorder         *self,
                                          GAsyncReadyCallback callback,
                                          gpointer            data);
gboolean         rd_recorder_clear_finish (RdRecorder   *self,
                                           GAsyncResult *result,
                                           GError      **error);

G_END_DECLS
