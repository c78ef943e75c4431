/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-mail.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Messages handed to the window, read to learn about their sender. */
void       rd_sent_mail_read_async (GPtrArray          *sources,
                                    GCancellable       *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer            data);
GPtrArray *rd_sent_mail_read_finish (GAsyncResult *result,
                                     GError      **error) G_GNUC_WARN_UNUSED_RESULT;
char      *rd_sent_mail_dup_domain (RdMail *mail) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
