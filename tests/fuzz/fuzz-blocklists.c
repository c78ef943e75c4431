/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fuzz.h"

#include "rd-blocklist.h"

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *text = g_memdup2 (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (RdBlocklists) lists = rd_blocklists_parse (text != NULL ? text : "", size, &error);
  guint8 octets[4] = { 127, 0, 0, 2 };

  g_assert_true ((lists == NULL) == (error != NULL));
  if (error != NULL)
    FUZZ_ASSERT_VALID (error->message);
  for (guint i = 0; lists != NULL && i < rd_blocklists_get_n (lists); i++)
    {
      const RdBlocklist *list = rd_blocklists_nth (lists, i);
      g_autoptr (GPtrArray) codes = rd_blocklist_find_codes (list, octets);

      rd_blocklist_find_error (list, octets);
      g_assert_nonnull (list->id);
      FUZZ_ASSERT_VALID (list->name);
      g_assert_true (rd_blocklists_find (lists, list->id) != NULL);
    }
  return 0;
}
