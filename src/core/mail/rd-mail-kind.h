/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RdMailKind:
 * @RD_MAIL_KIND_EMPTY: nothing, or white space only
 * @RD_MAIL_KIND_TEXT: a message, an mbox or any other text
 * @RD_MAIL_KIND_HTML: a page from a browser
 * @RD_MAIL_KIND_OLE: a compound file: Outlook's .msg, or an old office document
 * @RD_MAIL_KIND_ZIP: a zip archive that is no office document
 * @RD_MAIL_KIND_GZIP: something packed with gzip
 * @RD_MAIL_KIND_TAR: a tar archive
 * @RD_MAIL_KIND_TNEF: Outlook's winmail.dat
 * @RD_MAIL_KIND_MAILBOX: the mailbox file of a program that keeps its own format
 * @RD_MAIL_KIND_PICTURE: a picture, most often a screenshot
 * @RD_MAIL_KIND_PDF: a PDF document
 * @RD_MAIL_KIND_OFFICE: a document of an office program
 * @RD_MAIL_KIND_ARCHIVE: an archive of a kind that is not opened
 * @RD_MAIL_KIND_MEDIA: sound or video
 * @RD_MAIL_KIND_PROGRAM: something to run
 * @RD_MAIL_KIND_BINARY: no text, and nothing known
 *
 * What bytes are, judged by themselves and never by a file's name.
 */
typedef enum
{
  RD_MAIL_KIND_EMPTY,
  RD_MAIL_KIND_TEXT,
  RD_MAIL_KIND_HTML,
  RD_MAIL_KIND_OLE,
  RD_MAIL_KIND_ZIP,
  RD_MAIL_KIND_GZIP,
  RD_MAIL_KIND_TAR,
  RD_MAIL_KIND_TNEF,
  RD_MAIL_KIND_MAILBOX,
  RD_MAIL_KIND_PICTURE,
  RD_MAIL_KIND_PDF,
  RD_MAIL_KIND_OFFICE,
  RD_MAIL_KIND_ARCHIVE,
  RD_MAIL_KIND_MEDIA,
  RD_MAIL_KIND_PROGRAM,
  RD_MAIL_KIND_BINARY,
} RdMailKind;

/* Bytes from the start that are enough for rd_mail_kind_of(). */
#define RD_MAIL_KIND_SAMPLE 8192

RdMailKind rd_mail_kind_of (const char *data,
                            gsize       length);
gboolean   rd_mail_kind_is_text (RdMailKind kind);
GError    *rd_mail_kind_error (RdMailKind kind) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
