/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fake-peers.h"

G_BEGIN_DECLS

/* A DNS server on this machine that answers from a zone, and which the
 * preferences name instead of the machine's own. */
typedef struct _AppTestZone AppTestZone;

AppTestZone *app_test_zone_new (const char *zone,
                                const char *latency_ms) G_GNUC_WARN_UNUSED_RESULT;
void         app_test_zone_free (AppTestZone *self);

/* What the server answers from now on. */
void app_test_zone_write (AppTestZone *self,
                          const char  *zone);

G_END_DECLS
