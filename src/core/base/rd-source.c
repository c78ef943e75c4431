/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-source"

#include "config.h"

#include "rd-source.h"

/**
 * rd_source_clear:
 * @source: (inout) (nullable): a source of a main loop
 *
 * Takes a source out of its main loop and gives back the reference; does
 * nothing if there is none.
 */
void
rd_source_clear (GSource **source)
{
  g_return_if_fail (source != NULL);

  if (*source == NULL)
    return;
  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}
