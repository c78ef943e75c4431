/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-resolver.h"

G_BEGIN_DECLS

#define RD_TYPE_FETCHER (rd_fetcher_get_type ())
G_DECLARE_FINAL_TYPE (RdFetcher, rd_fetcher, RD, FETCHER, GObject)

RdFetcher *rd_fetcher_new (RdResolver *resolver) G_GNUC_WARN_UNUSED_RESULT;
void       rd_fetcher_allow_local (RdFetcher *self,
                                   guint16    port);
void       rd_fetcher_set_tls_database (RdFetcher    *self,
                                        GTlsDatabase *database);
void       rd_fetcher_set_deadline (RdFetcher *self,
                                    guint      milliseconds);
void       rd_fetcher_fetch_async (RdFetcher          *self,
                                   RdQuestion         *question,
                                   GCancellable       *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer            data);
RdAnswer  *rd_fetcher_fetch_finish (RdFetcher    *self,
                                    GAsyncResult *result,
                                    GError      **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
