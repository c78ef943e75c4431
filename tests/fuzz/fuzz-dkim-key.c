/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fuzz.h"

#include "rd-dkim-key.h"

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  static const guint8 digest[32] = { 1, 2, 3 };
  g_autofree char    *text = g_memdup2 (data, size);
  g_autoptr (RdDkimKey) key = rd_dkim_key_parse (text != NULL ? text : "", size);

  rd_dkim_looks_like_key (text != NULL ? text : "", size);
  FUZZ_ASSERT_VALID (key->text);
  if (rd_dkim_key_is_usable (key))
    {
      g_autoptr (GBytes) signature = g_bytes_new (data, MIN (size, 512));

      g_assert_false (rd_dkim_key_verify (key, digest, signature));
    }
  return 0;
}
