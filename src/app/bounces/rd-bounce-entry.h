/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-bounce-check.h"
#include "rd-insight.h"
#include "rd-mail.h"
#include "rd-source.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * RdEntryKind:
 * @RD_ENTRY_VERDICT: says something about the delivery of a mail
 * @RD_ENTRY_OTHER: was read, but is no bounce
 * @RD_ENTRY_UNREADABLE: could not be read
 *
 * Which of the three pages an entry is shown on.
 */
typedef enum
{
  RD_ENTRY_VERDICT,
  RD_ENTRY_OTHER,
  RD_ENTRY_UNREADABLE,
} RdEntryKind;

#define RD_TYPE_BOUNCE_ENTRY (rd_bounce_entry_get_type ())
G_DECLARE_FINAL_TYPE (RdBounceEntry, rd_bounce_entry, RD, BOUNCE_ENTRY, GObject)

RdBounceEntry *rd_bounce_entry_new (RdSource   *source,
                                    const char *name,
                                    guint       index,
                                    gint64      offset,
                                    guint       sequence) G_GNUC_WARN_UNUSED_RESULT;
void           rd_bounce_entry_take_diagnosis (RdBounceEntry *self,
                                               RdDiagnosis   *diagnosis,
                                               RdMail        *mail,
                                               gboolean       keep_mail);
void           rd_bounce_entry_take_log (RdBounceEntry *self,
                                         RdDiagnosis   *diagnosis);
void           rd_bounce_entry_take_error (RdBounceEntry *self,
                                           GError        *error);

void rd_bounce_entry_forget_diagnosis (RdBounceEntry *self);

RdEntryKind        rd_bounce_entry_get_kind (RdBounceEntry *self);
const RdDiagnosis *rd_bounce_entry_get_diagnosis (RdBounceEntry *self);
RdBounceCheck     *rd_bounce_entry_get_check (RdBounceEntry *self);
const GError      *rd_bounce_entry_get_error (RdBounceEntry *self);
const char        *rd_bounce_entry_get_name (RdBounceEntry *self);
guint              rd_bounce_entry_get_sequence (RdBounceEntry *self);
gint64             rd_bounce_entry_get_time (RdBounceEntry *self);
RdFindingState     rd_bounce_entry_get_state (RdBounceEntry *self);
RdMailForm         rd_bounce_entry_get_form (RdBounceEntry *self);
gboolean           rd_bounce_entry_is_from_log (RdBounceEntry *self);
const char        *rd_bounce_entry_get_group_id (RdBounceEntry *self);
const char        *rd_bounce_entry_get_group_title (RdBounceEntry *self);
gboolean           rd_bounce_entry_has_recipient (RdBounceEntry *self);
const char        *rd_bounce_entry_get_title (RdBounceEntry *self);
const char        *rd_bounce_entry_get_subtitle (RdBounceEntry *self);
gboolean           rd_bounce_entry_matches (RdBounceEntry *self,
                                            const char    *folded);

void    rd_bounce_entry_load_async (RdBounceEntry      *self,
                                    GCancellable       *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data);
RdMail *rd_bounce_entry_load_finish (RdBounceEntry *self,
                                     GAsyncResult  *result,
                                     GError       **error) G_GNUC_WARN_UNUSED_RESULT;

void     rd_bounce_entry_recall_async (RdBounceEntry      *self,
                                       const char *const  *own_domains,
                                       RdHosting           hosting,
                                       GCancellable       *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer            user_data);
gboolean rd_bounce_entry_recall_finish (RdBounceEntry *self,
                                        GAsyncResult  *result,
                                        GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
