/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* A frame has 16 ms. */
#define TURN_WATCH_FRAME_US 16000

/* What turns of the main loop have cost, each from the moment it has something
 * to do until it looks for more, in processor time of its thread: drawing, laying
 * out, and what comes in. */
typedef struct
{
  gint64 longest_us;
  gint64 longest_at; /* monotonic time of its end, microseconds */
  gint64 most_us;    /* 99 of 100 turns are no longer than that */
  gint64 busy_us;
  guint  n_turns;
  guint  n_long; /* those over a frame */
} TurnWatch;

void turn_watch_start (GtkWidget *window);
void turn_watch_take (TurnWatch *watch);
