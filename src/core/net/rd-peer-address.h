/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-resolver.h"

G_BEGIN_DECLS

#define RD_TYPE_PEER_ADDRESS (rd_peer_address_get_type ())
G_DECLARE_FINAL_TYPE (RdPeerAddress, rd_peer_address, RD, PEER_ADDRESS, GNetworkAddress)

RdPeerAddress *rd_peer_address_new (RdResolver *resolver,
                                    const char *host,
                                    guint16     port,
                                    gboolean    allow_local) G_GNUC_WARN_UNUSED_RESULT;
gboolean       rd_peer_address_get_problem (RdPeerAddress *self,
                                            RdAnswerState *state,
                                            const char   **detail);

G_END_DECLS
