/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-peer-address.h"
#include "rd-stop.h"

G_BEGIN_DECLS

/**
 * RdGreeterStep:
 *
 * What was said last.
 */
typedef enum
{
  STEP_GREETING,
  STEP_EHLO,
  STEP_STARTTLS,
  STEP_QUIT,
} RdGreeterStep;

/**
 * RdGreeterTalk:
 *
 * One conversation.
 */
typedef struct
{
  RdAnswer             *answer; /* filled in on the way */
  RdPeerAddress        *peer;
  GSocketClient        *client;
  GSocketConnection    *connection; /* (nullable) */
  GIOStream            *tls;        /* (nullable) */
  GBufferedInputStream *input;      /* (nullable) */
  GString              *dialogue;
  char                 *command; /* (nullable): being sent */
  RdGreeterStep         step;
  guint                 lines;
  gboolean              offers_tls;
  RdStop                stop;
  gint64                started;
} RdGreeterTalk;

void rd_greeter_talk_free (gpointer data);
void rd_greeter_talk_start (GTask *task);

G_END_DECLS
