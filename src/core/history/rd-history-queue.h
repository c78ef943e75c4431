/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-history.h"

G_BEGIN_DECLS

/**
 * RdHistoryTrouble:
 * @RD_HISTORY_SET_ASIDE: the file was damaged; it is kept, and a new one was begun
 * @RD_HISTORY_NOT_KEPT: nothing can be written
 *
 * What the user should know about the history.
 */
typedef enum
{
  RD_HISTORY_SET_ASIDE,
  RD_HISTORY_NOT_KEPT,
} RdHistoryTrouble;

typedef void (*RdHistoryTroubleFunc) (RdHistoryTrouble trouble,
                                      const char      *sentence,
                                      gpointer         data);

/**
 * RdHistoryReport:
 *
 * What is known about one subject from earlier.
 */
typedef struct
{
  char      *subject;
  GPtrArray *changes; /* (element-type RdHistoryChange): since it was last known */
  GPtrArray *states;  /* (element-type RdHistoryState): of surveys, newest first */
  GPtrArray *bounces; /* (element-type RdHistoryState): of bounces, newest first */
} RdHistoryReport;

void rd_history_report_free (RdHistoryReport *self);

#define RD_TYPE_HISTORY_QUEUE (rd_history_queue_get_type ())
G_DECLARE_FINAL_TYPE (RdHistoryQueue, rd_history_queue, RD, HISTORY_QUEUE, GObject)

RdHistoryQueue  *rd_history_queue_new (const char *path) G_GNUC_WARN_UNUSED_RESULT;
void             rd_history_queue_set_trouble_func (RdHistoryQueue      *self,
                                                    RdHistoryTroubleFunc func,
                                                    gpointer             data);
void             rd_history_queue_add (RdHistoryQueue *self,
                                       RdHistoryEntry *entry,
                                       GPtrArray      *findings);
void             rd_history_queue_forget (RdHistoryQueue *self,
                                          gint64          before);
void             rd_history_queue_clear_async (RdHistoryQueue     *self,
                                               GAsyncReadyCallback callback,
                                               gpointer            data);
gboolean         rd_history_queue_clear_finish (RdHistoryQueue *self,
                                                GAsyncResult   *result,
                                                GError        **error);
void             rd_history_queue_read_async (RdHistoryQueue     *self,
                                              RdHistoryKind       kind,
                                              const char         *subject,
                                              GCancellable       *cancellable,
                                              GAsyncReadyCallback callback,
                                              gpointer            data);
RdHistoryReport *rd_history_queue_read_finish (RdHistoryQueue *self,
                                               GAsyncResult   *result,
                                               GError        **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdHistoryReport, rd_history_report_free)

G_END_DECLS
