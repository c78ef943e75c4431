/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-bounce-entry.h"

G_BEGIN_DECLS

/* Entries handed over in one turn of the main loop, however quickly. */
#define RD_BOUNCE_LOADER_MAX_AT_ONCE 128

/* Entries handed over together.  Each may be a line in sight, which costs half a
 * millisecond, and as much again when it is laid out. */
#define RD_BOUNCE_LOADER_BATCH 4

#define RD_TYPE_BOUNCE_LOADER (rd_bounce_loader_get_type ())
G_DECLARE_FINAL_TYPE (RdBounceLoader, rd_bounce_loader, RD, BOUNCE_LOADER, GObject)

RdBounceLoader *rd_bounce_loader_new (const char *const *own_domains,
                                      RdHosting          hosting,
                                      guint              first_sequence) G_GNUC_WARN_UNUSED_RESULT;
void            rd_bounce_loader_run_async (RdBounceLoader     *self,
                                            GPtrArray          *sources,
                                            GCancellable       *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer            user_data);
gboolean        rd_bounce_loader_run_finish (RdBounceLoader *self,
                                             GAsyncResult   *result,
                                             GError        **error);
void            rd_bounce_loader_rest (RdBounceLoader *self);
double          rd_bounce_loader_get_progress (RdBounceLoader *self);

G_END_DECLS
