/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>
#include <stdlib.h>
#include <string.h>

/* Whether everything takes many times as long here: valgrind says so in the
 * environment it gives its children, a sanitizer when it compiles, and what else
 * is slow sets REDELIVER_PATIENCE.  Tests that are made of much then take less. */
static inline gboolean
test_is_slowed_down (void)
{
#ifdef __SANITIZE_ADDRESS__
  return TRUE;
#else
  const char *times = g_getenv ("REDELIVER_PATIENCE");
  const char *preloaded = g_getenv ("LD_PRELOAD");

  return (times != NULL && atoi (times) > 1) ||
         (preloaded != NULL && strstr (preloaded, "valgrind") != NULL);
#endif
}
