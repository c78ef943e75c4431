/* SPDX-License-Identifier: GPL-3.0-or-later */

/* redeliver-cli dkim: are the signatures of a message good, and if not, why. */

#define G_LOG_DOMAIN "rd-cli"

#include "config.h"

#include "rd-cli-dkim.h"

#include "rd-cli-online.h"
#include "rd-cli-output.h"
#include "rd-cli-text.h"
#include "rd-dkim-check.h"
#include "rd-limits.h"
#include "rd-report-json-auth.h"

#include <glib/gi18n.h>
#include <string.h>

/* What the survey runs until everything is answered. */
typedef struct
{
  RdDomainSubject    *subject;
  gint64              now;
  RdDkimVerification *verification; /* (nullable): set by the check */
} DkimJob;

static RdCheckStatus
verify (RdEvidence   *evidence,
        gconstpointer subject,
        GPtrArray    *findings)
{
  DkimJob    *job = (DkimJob *) subject;
  RdDkimFlags flags = rd_mail_is_truncated (job->subject->mail) ? RD_DKIM_HEADER_ONLY : RD_DKIM_COMPLETE;

  g_clear_pointer (&job->verification, rd_dkim_verification_free);
  return rd_dkim_verify (evidence, rd_mail_get_source (job->subject->mail), flags, job->now, &job->verification);
}

static void
print_signature (const RdDkimSignature *signature)
{
  g_autofree char *name = g_strdup_printf ("%s  %s  s=%s  a=%s", rd_dkim_result_to_string (signature->result),
                                           signature->domain != NULL ? signature->domain : "?",
                                           signature->selector != NULL ? signature->selector : "?",
                                           signature->algorithm_name != NULL ? signature->algorithm_name : "?");
  g_autofree char *reason = rd_dkim_cause_dup_text (signature->cause);
  RdStyle          style = RD_STYLE_WARNING;

  if (signature->result == RD_DKIM_PASS)
    style = RD_STYLE_SUCCESS;
  else if (signature->result == RD_DKIM_FAIL || signature->result == RD_DKIM_PERMERROR)
    style = RD_STYLE_ERROR;
  rd_cli_print (style, 0, name);
  rd_cli_print (RD_STYLE_PLAIN, 2, reason);
}

static void
print_text (const RdDkimVerification *verification,
            GPtrArray                *findings)
{
  for (guint i = 0; i < verification->signatures->len; i++)
    print_signature (g_ptr_array_index (verification->signatures, i));
  for (guint i = 0; i < findings->len; i++)
    {
      const RdFinding *finding = g_ptr_array_index (findings, i);

      if (finding->state != RD_FINDING_BROKEN && finding->state != RD_FINDING_WEAK)
        continue;
      rd_cli_print_state (finding->state, 0, finding->title);
      if (finding->fix != NULL)
        rd_cli_print (RD_STYLE_PLAIN, 2, finding->fix);
    }
}

static void
print_json (const char               *file,
            const RdDkimVerification *verification,
            GPtrArray                *findings)
{
  g_autoptr (RdJsonWriter) writer = rd_json_writer_new (TRUE);
  g_autofree char *text = NULL;

  rd_report_json_add_dkim (writer, file, verification, findings);
  text = rd_json_writer_take (writer);
  rd_cli_output_json ("%s\n", text);
}

static int
run (RdCliOnline *online,
     DkimJob     *job,
     const char  *file,
     gboolean     json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdSources) sources = rd_cli_online_open (online, &error);
  g_autoptr (RdSurvey) survey = NULL;
  g_autoptr (GPtrArray) findings = NULL;

  if (error == NULL)
    {
      survey = rd_survey_new (NULL, sources);
      rd_survey_set_consent (survey, RD_SURVEY_DNS);
      rd_survey_add_check (survey, verify, job, NULL);
      rd_survey_add_check (survey, rd_dkim_check_mail, job->subject, NULL);
    }
  if (survey == NULL || !rd_cli_online_run (online, survey, &error))
    {
      g_printerr ("redeliver-cli dkim: %s\n", error->message);
      return RD_EXIT_UNDETERMINED;
    }
  if (job->verification == NULL)
    {
      g_printerr ("redeliver-cli dkim: %s\n", _ ("The check could not be completed in time."));
      return RD_EXIT_UNDETERMINED;
    }
  findings = rd_survey_dup_findings (survey);
  if (json)
    print_json (file, job->verification, findings);
  else
    print_text (job->verification, findings);
  return rd_cli_online_finish (online, rd_cli_exit_code (findings, RD_FINDING_BROKEN));
}

static RdMail *
read_mail (const char *path,
           GError    **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (strcmp (path, "-") == 0 ? "/dev/stdin" : path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  /* One byte more tells that there is more. */
  const gsize      limit = RD_LIMIT_MESSAGE_BYTES + 1;
  g_autofree char *contents = g_malloc (limit);
  g_autoptr (GBytes) bytes = NULL;
  gsize length;

  /* Not through the reader of mails: it also opens mboxes and archives, and a
   * signature covers the very bytes of one message. */
  if (stream == NULL || !g_input_stream_read_all (G_INPUT_STREAM (stream), contents, limit, &length, NULL, error))
    return NULL;
  bytes = g_bytes_new_take (g_realloc (g_steal_pointer (&contents), length), length);
  return rd_mail_new_from_bytes (bytes, error);
}

/**
 * rd_cli_dkim:
 * @argc: number of arguments
 * @argv: arguments, the first is the name of the command
 *
 * Runs the command.
 *
 * Returns: the exit code
 */
int
rd_cli_dkim (int    argc,
             char **argv)
{
  g_autofree char   *format = NULL;
  const GOptionEntry entries[] = {
    { "format", 'f', 0, G_OPTION_ARG_STRING, &format, N_ ("Form of the output: text or json"), N_ ("FORM") },
    { NULL },
  };
  g_auto (RdCliOnline) online = RD_CLI_ONLINE_INIT;
  g_autoptr (RdDomainSubject) subject = NULL;
  g_autoptr (RdMail) mail = NULL;
  g_autoptr (GError) error = NULL;
  DkimJob job = { .now = g_get_real_time () / G_USEC_PER_SEC };
  int     exit_code = RD_EXIT_FINE;

  if (!rd_cli_online_parse (&online, "dkim", _ ("FILE"), _ ("Verifies the DKIM signatures of a message."), entries, &argc, &argv, &exit_code))
    return exit_code;
  if (argc != 2)
    return rd_cli_usage_error ("dkim", "%s", _ ("Exactly one message is needed."));
  if (format != NULL && strcmp (format, "text") != 0 && strcmp (format, "json") != 0)
    return rd_cli_usage_error ("dkim", _ ("There is no output form “%s”."), format);
  mail = read_mail (argv[1], &error);
  if (mail == NULL)
    {
      g_printerr ("redeliver-cli dkim: %s\n", error->message);
      return RD_EXIT_UNDETERMINED;
    }
  if (rd_mail_get_form (mail) == RD_MAIL_FORM_TEXT)
    {
      g_printerr ("redeliver-cli dkim: %s\n", _ ("There is no message with a header in it. Save the complete message as a file."));
      return RD_EXIT_UNDETERMINED;
    }
  subject = rd_domain_subject_new ("");
  subject->mail = g_steal_pointer (&mail);
  job.subject = subject;
  exit_code = run (&online, &job, argv[1], g_strcmp0 (format, "json") == 0);
  g_clear_pointer (&job.verification, rd_dkim_verification_free);
  return exit_code;
}
