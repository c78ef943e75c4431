/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* A server of the tests that runs as a process of its own, says its port on its
 * first line and ends when its standard input is closed. */
typedef struct
{
  GSubprocess *process;
  guint16      port;
} FakePeer;

FakePeer *fake_peer_new (const char *script,
                         ...) G_GNUC_NULL_TERMINATED;
void      fake_peer_free (FakePeer *peer);
char     *fake_peer_dup_address (const FakePeer *peer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FakePeer, fake_peer_free)

/* Runs the main loop until a callback has stored its result. */
void wait_for_result (GAsyncResult **result);
void store_result_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      data);
