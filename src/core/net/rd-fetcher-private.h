/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-peer-address.h"
#include "rd-stop.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * RdFetch:
 *
 * One document on its way.
 */
typedef struct
{
  RdAnswer      *answer; /* filled in on the way */
  SoupSession   *session;
  SoupMessage   *message;
  RdPeerAddress *peer;
  GIOStream     *connection; /* (nullable): from the beginning of TLS on */
  RdStop         stop;
  GByteArray    *body;
  gsize          limit;
  gint64         asked_at;
  gint64         started;
  gboolean       has_begun; /* the body, that is: all before it was fine */
  gboolean       is_too_large;
} RdFetch;

void _rd_fetch_judge_error (RdFetch *fetch, RdAnswer *answer, const GError *error);
void _rd_fetch_judge_response (RdFetch *fetch, RdAnswer *answer);

G_END_DECLS
