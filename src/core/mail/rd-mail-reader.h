/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-mail.h"

G_BEGIN_DECLS

/**
 * RdMailReader:
 *
 * Takes whatever people have (one message, an mbox, an Outlook .msg, an Apple
 * .emlx, a .zip of them, a folder, bytes from a drop, pasted text) and hands
 * out the messages in it one at a time, never holding more than one.
 */
typedef struct _RdMailReader RdMailReader;

RdMailReader *rd_mail_reader_new_for_path (const char *path,
                                           GError    **error) G_GNUC_WARN_UNUSED_RESULT;
RdMailReader *rd_mail_reader_new_for_bytes (GBytes     *bytes,
                                            const char *name,
                                            GError    **error) G_GNUC_WARN_UNUSED_RESULT;
RdMailReader *rd_mail_reader_new_for_stream (GInputStream *stream,
                                             const char   *name,
                                             GError      **error) G_GNUC_WARN_UNUSED_RESULT;
void          rd_mail_reader_free (RdMailReader *self);

/**
 * RdMailItem:
 *
 * One message handed out by a reader, or the reason why one could not be read.
 */
typedef struct
{
  char   *name;   /* file it stands in, as the user knows it */
  guint   index;  /* number within that file, from 0 */
  gint64  offset; /* where to seek to for it, -1 if that is not known */
  RdMail *mail;   /* (nullable) */
  GError *error;  /* (nullable): set if @mail is not */
} RdMailItem;

void        rd_mail_item_free (RdMailItem *self);
RdMailItem *rd_mail_reader_next (RdMailReader *self,
                                 GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;
gboolean    rd_mail_reader_seek (RdMailReader *self,
                                 gint64        offset,
                                 guint         index);
double      rd_mail_reader_get_progress (RdMailReader *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdMailReader, rd_mail_reader_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdMailItem, rd_mail_item_free)

G_END_DECLS
