/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fuzz.h"

#include "rd-evidence.h"

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  static const guint16 types[] = { RD_RR_A, RD_RR_AAAA, RD_RR_TXT, RD_RR_MX, RD_RR_SOA, RD_RR_SRV, RD_RR_CAA, RD_RR_TLSA, RD_RR_DNSKEY, 65280 };
  g_autofree char     *text = NULL;
  g_autoptr (RdRr) rr = NULL;
  g_autoptr (RdRr) again = NULL;

  if (size == 0)
    return 0;
  text = g_strndup ((const char *) data + 1, size - 1);
  rr = rd_rr_new_from_text ("a.test", types[data[0] % G_N_ELEMENTS (types)], 1, text);
  if (rr == NULL)
    return 0;
  again = rd_rr_new_from_text ("a.test", rr->type, 1, rr->text);
  g_assert_nonnull (again);
  g_assert_cmpstr (again->text, ==, rr->text);
  g_assert_true (g_bytes_equal (again->data, rr->data));
  return 0;
}
