/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fuzz.h"

#include "rd-dns-wire.h"

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  static const guint16 types[] = { RD_RR_A, RD_RR_TXT, RD_RR_MX, RD_RR_SOA, RD_RR_CAA, RD_RR_TLSA, RD_RR_CNAME, 65280 };
  g_autoptr (RdQuestion) question = NULL;
  g_autoptr (RdAnswer) answer = NULL;
  RdDnsHeader header = { 0 };

  if (size == 0)
    return 0;
  question = rd_question_dns ("a.test", types[data[0] % G_N_ELEMENTS (types)]);
  answer = rd_dns_parse_answer (question, data + 1, size - 1, &header);
  for (guint i = 0; i < answer->records->len; i++)
    {
      const RdRr *rr = g_ptr_array_index (answer->records, i);
      g_autoptr (RdRr) again = rd_rr_new_from_text (rr->owner, rr->type, rr->ttl, rr->text);

      /* What was read can be written down and read again. */
      g_assert_nonnull (again);
      g_assert_cmpstr (again->text, ==, rr->text);
    }
  return 0;
}
