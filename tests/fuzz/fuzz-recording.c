/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fuzz.h"

#include "rd-evidence.h"

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *copy = g_memdup2 (data, size);
  g_autoptr (RdEvidence) evidence = rd_evidence_new_from_lines (copy != NULL ? copy : "", (gssize) size, NULL);
  g_autofree char *lines = NULL;
  g_autofree char *lines_again = NULL;
  g_autoptr (RdEvidence) again = NULL;

  if (evidence == NULL)
    return 0;
  lines = rd_evidence_to_lines (evidence);
  again = rd_evidence_new_from_lines (lines, -1, NULL);
  g_assert_nonnull (again);
  lines_again = rd_evidence_to_lines (again);
  g_assert_cmpstr (lines_again, ==, lines);
  return 0;
}
