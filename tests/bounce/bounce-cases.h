/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A text of tests/data/bounces with what has to be read in it: "@@ name | kind
 * | expected" and the lines up to the next such heading. */
typedef struct
{
  char *name;
  char *kind;
  char *expected;
  char *text;
} BounceCase;

GPtrArray *bounce_cases_load (const char *file) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
