/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * RdMailWay:
 * @RD_MAIL_WAY_ATTACHED: a mail program was given the files
 * @RD_MAIL_WAY_BY_HAND: a mail program was opened, the user attaches the files
 *
 * How far a mail with a report was prepared.
 */
typedef enum
{
  RD_MAIL_WAY_ATTACHED,
  RD_MAIL_WAY_BY_HAND,
} RdMailWay;

void     rd_report_mail_async (const char         *subject,
                               const char         *body,
                               const char *const  *paths,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            data);
gboolean rd_report_mail_finish (GAsyncResult *result,
                                RdMailWay    *way,
                                GError      **error);

G_END_DECLS
