/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-fetcher.h"
#include "rd-greeter.h"
#include "rd-resolver.h"

G_BEGIN_DECLS

/**
 * RdSources:
 *
 * Everything that answers questions, behind one door.
 */
#define RD_TYPE_SOURCES (rd_sources_get_type ())
G_DECLARE_FINAL_TYPE (RdSources, rd_sources, RD, SOURCES, GObject)

RdSources  *rd_sources_new (const char *servers,
                            GError    **error) G_GNUC_WARN_UNUSED_RESULT;
RdResolver *rd_sources_get_resolver (RdSources *self);
RdFetcher  *rd_sources_get_fetcher (RdSources *self);
RdGreeter  *rd_sources_get_greeter (RdSources *self);
void        rd_sources_ask_async (RdSources          *self,
                                  RdQuestion         *question,
                                  GCancellable       *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer            data);
RdAnswer   *rd_sources_ask_finish (RdSources    *self,
                                   GAsyncResult *result,
                                   GError      **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
