/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "bounce-cases.h"
#include "rd-diagnosis.h"

/* What is told about pasted texts in many languages, tests/data/bounces/told.txt:
 * "address status reply cause permanence" for every recipient. */

static const char *
shown (const char *text)
{
  return text != NULL ? text : "-";
}

static void
check_verdict (const RdVerdict *verdict,
               const char      *wanted)
{
  const RdFailure *failure = verdict->failure;
  g_autofree char *told = g_strjoin (" ", shown (failure->recipient), shown (failure->status), shown (failure->reply_code),
                                     verdict->cause->id, rd_permanence_to_string (verdict->permanence), NULL);

  g_test_message ("%s, “%s”", verdict->rule != NULL ? verdict->rule->id : "no rule", shown (verdict->matched));
  g_assert_cmpstr (told, ==, wanted);
}

static void
test_told (gconstpointer data)
{
  const BounceCase *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RdMail) mail = rd_mail_new_from_text (self->text, &error);
  g_autoptr (RdDiagnosis) diagnosis = NULL;
  g_auto (GStrv) wanted = g_strsplit (self->expected, ";", 0);

  g_assert_no_error (error);
  diagnosis = rd_diagnosis_new_for_mail (mail, NULL);
  g_assert_cmpstr (rd_bounce_kind_to_string (diagnosis->bounce->kind), ==, self->kind);
  if (strcmp (self->expected, "-") == 0)
    {
      g_assert_cmpuint (diagnosis->verdicts->len, ==, 0);
      return;
    }
  g_assert_cmpuint (diagnosis->verdicts->len, ==, g_strv_length (wanted));
  for (guint i = 0; i < diagnosis->verdicts->len; i++)
    check_verdict (g_ptr_array_index (diagnosis->verdicts, i), g_strstrip (wanted[i]));
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GPtrArray) cases = NULL;

  g_test_init (&argc, &argv, NULL);
  cases = bounce_cases_load ("told.txt");
  g_assert_cmpuint (cases->len, >=, 80);
  for (guint i = 0; i < cases->len; i++)
    {
      BounceCase      *row = g_ptr_array_index (cases, i);
      g_autofree char *path = g_strdup_printf ("/diagnosis/told/%s", row->name);

      g_test_add_data_func (path, row, test_told);
    }
  return g_test_run ();
}
