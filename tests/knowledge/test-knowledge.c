/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "rd-knowledge.h"
#include "rd-service.h"

static void
test_causes (void)
{
  g_assert_cmpuint (rd_cause_get_n (), >, 50);
  for (guint i = 0; i < rd_cause_get_n (); i++)
    {
      const RdCause *cause = rd_cause_nth (i);

      g_assert_true (rd_cause_find (cause->id) == cause);
      g_assert_cmpstr (rd_cause_get_title (cause), !=, "");
      g_assert_cmpstr (rd_cause_get_sentence (cause), !=, "");
      g_assert_cmpstr (rd_cause_get_resend_text (cause), !=, "");
      for (guint hosting = 0; hosting < N_RD_HOSTINGS; hosting++)
        {
          g_auto (GStrv) steps = rd_cause_dup_steps (cause, (RdHosting) hosting);

          for (gsize s = 0; steps[s] != NULL; s++)
            g_assert_cmpstr (steps[s], !=, "");
        }
    }
  g_assert_null (rd_cause_find ("no-such-cause"));
}

static void
test_unknown (void)
{
  RdReply reply = { .text = "" };
  g_auto (RdMatch) match = { 0 };

  rd_knowledge_match (&reply, &match);
  g_assert_cmpstr (match.cause->id, ==, "unknown");
  g_assert_null (match.rule);
  g_assert_null (match.code);
  g_assert_cmpint (match.score, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/knowledge/causes", test_causes);
  g_test_add_func ("/knowledge/unknown", test_unknown);
  return g_test_run ();
}
