/* SPDX-License-Identifier: GPL-3.0-or-later */

/* redeliver-cli domain: everything that can be checked about a domain mail is
 * sent from. */

#define G_LOG_DOMAIN "rd-cli"

#include "config.h"

#include "rd-cli-domain.h"

#include "rd-cli-nagios.h"
#include "rd-cli-online.h"
#include "rd-cli-output.h"
#include "rd-cli-record.h"
#include "rd-cli-report-file.h"
#include "rd-cli-text.h"
#include "rd-mail-reader.h"
#include "rd-report-diagnosis.h"
#include "rd-report-json-survey.h"
#include "rd-subject.h"
#include "rd-survey-domain.h"

#include <glib/gi18n.h>
#include <string.h>

/* Columns of the labels in front of lines about the domain. */
#define LABEL_COLUMNS 8

typedef struct
{
  RdCliOnline    online;
  char         **ips;
  char         **selectors;
  char          *mail;
  char          *format;
  char          *fail_on;
  char          *report; /* (nullable): file for the report */
  gboolean       greet;
  gboolean       nagios;
  RdFindingState threshold;
} Options;

static void
options_clear (Options *options)
{
  rd_cli_online_clear (&options->online);
  g_strfreev (options->ips);
  g_strfreev (options->selectors);
  g_free (options->mail);
  g_free (options->format);
  g_free (options->fail_on);
  g_free (options->report);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* --- What to check --------------------------------------------------------- */

static gboolean
add_mail (RdDomainSubject *subject,
          const char      *path,
          GError         **error)
{
  g_autoptr (RdMailReader) reader = rd_mail_reader_new_for_path (path, error);
  g_autoptr (RdMailItem) item = reader != NULL ? rd_mail_reader_next (reader, NULL) : NULL;

  if (item != NULL && item->mail != NULL)
    {
      rd_domain_subject_add_mail (subject, item->mail);
      return TRUE;
    }
  if (item != NULL && item->error != NULL)
    g_propagate_error (error, g_steal_pointer (&item->error));
  else if (reader != NULL)
    g_set_error (error, RD_MAIL_ERROR, RD_MAIL_ERROR_EMPTY, _ ("There is no message in “%s”."), path);
  return FALSE;
}

/* Returns the subject, or NULL with @code set. */
static RdDomainSubject *
make_subject (const Options *options,
              const char    *domain_text,
              int           *code)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *domain = rd_subject_parse (domain_text, &error);
  g_autoptr (RdDomainSubject) subject = NULL;
  RdIp address;

  if (domain == NULL)
    {
      *code = rd_cli_usage_error ("domain", "%s", error->message);
      return NULL;
    }
  if (rd_ip_parse (domain, &address))
    {
      *code = rd_cli_usage_error ("domain", "%s", _ ("This is the address of a server. Give the domain your mail is sent from, such as example.com."));
      return NULL;
    }
  subject = rd_domain_subject_new (domain);
  for (gsize i = 0; options->ips != NULL && options->ips[i] != NULL; i++)
    {
      RdIp ip;

      if (!rd_ip_parse (options->ips[i], &ip))
        {
          *code = rd_cli_usage_error ("domain", _ ("“%s” is not an IP address."), options->ips[i]);
          return NULL;
        }
      g_array_append_val (subject->ips, ip);
    }
  subject->may_greet = options->greet;
  if (options->selectors != NULL)
    {
      g_strfreev (subject->selectors);
      subject->selectors = g_strdupv (options->selectors);
    }
  if (options->mail != NULL && !add_mail (subject, options->mail, &error))
    {
      g_printerr ("redeliver-cli domain: %s\n", error->message);
      *code = RD_EXIT_UNDETERMINED;
      return NULL;
    }
  return g_steal_pointer (&subject);
}

/* --- Text for people -------------------------------------------------------- */

static gboolean
is_same_record (const RdRecord *a,
                const RdRecord *b)
{
  return a != NULL && b != NULL && strcmp (a->fqdn, b->fqdn) == 0 && strcmp (a->type, b->type) == 0 &&
         strcmp (a->value, b->value) == 0;
}

static void
print_finding (const RdFinding *finding,
               const RdRecord **last_record)
{
  g_autofree char *text = NULL;

  if (g_strcmp0 (finding->subject, "") != 0 && strstr (finding->title, finding->subject) == NULL &&
      g_str_has_prefix (finding->id, "ptr."))
    /* Translators: what was checked, what was found. */
    text = g_strdup_printf (C_ ("subject and finding", "%s: %s"), finding->subject, finding->title);
  rd_cli_print_state (finding->state, 2, text != NULL ? text : finding->title);
  if (finding->state == RD_FINDING_FINE || finding->state == RD_FINDING_INFO)
    return;
  if (finding->explanation != NULL)
    rd_cli_print (RD_STYLE_PLAIN, 6, finding->explanation);
  if (finding->fix != NULL)
    rd_cli_print_item (6, rd_owner_get_label (finding->owner), rd_cli_text_columns (rd_owner_get_label (finding->owner)) + 2, finding->fix);
  if (finding->record == NULL || is_same_record (finding->record, *last_record))
    return;
  rd_cli_print_record (8, finding->record);
  *last_record = finding->record;
}

static void
print_group (GPtrArray   *findings,
             RdCheckGroup group)
{
  const RdRecord  *last_record = NULL;
  g_autofree char *title = NULL;

  /* Translators: a question, and how it stands: “Can people write to you? – Fine”. */
  title = g_strdup_printf (_ ("%s – %s"), rd_check_group_get_title (group),
                           rd_finding_state_get_label (rd_check_group_get_state (findings, group)));
  g_print ("\n");
  rd_cli_print (RD_STYLE_BOLD, 0, title);
  for (guint i = 0; i < findings->len; i++)
    {
      const RdFinding *finding = g_ptr_array_index (findings, i);

      if (rd_check_group_of (finding) == group)
        print_finding (finding, &last_record);
    }
}

/* Who keeps the mailboxes and who runs DNS, where that can be told. */
static void
print_services (RdEvidence *evidence,
                const char *domain)
{
  const char *mail = rd_survey_find_mail_service (evidence, domain);
  const char *dns = rd_survey_find_dns_service (evidence, domain);

  if (mail != NULL)
    rd_cli_print_item (0, _ ("Mail at"), LABEL_COLUMNS, mail);
  if (dns != NULL)
    rd_cli_print_item (0, _ ("DNS at"), LABEL_COLUMNS, dns);
}

static void
print_text (RdSurvey   *survey,
            GPtrArray  *findings,
            const char *domain)
{
  g_autofree char *summary = rd_check_dup_summary (findings);

  rd_cli_print (RD_STYLE_BOLD, 0, domain);
  print_services (rd_survey_get_evidence (survey), domain);
  rd_cli_print_state (rd_check_get_overall_state (findings), 0, summary);
  for (guint group = 0; group < N_RD_CHECK_GROUPS; group++)
    print_group (findings, group);
}

/* --- JSON --------------------------------------------------------------------- */

static void
print_json (RdSurvey   *survey,
            GPtrArray  *findings,
            const char *domain)
{
  g_autoptr (RdJsonWriter) writer = rd_json_writer_new (TRUE);
  g_autofree char *summary = rd_check_dup_summary (findings);
  g_autofree char *object = NULL;
  RdSurveyStats    stats;

  rd_survey_get_stats (survey, &stats);
  rd_report_json_begin_survey (writer, domain, rd_check_get_overall_state (findings), summary, findings,
                               rd_survey_get_evidence (survey), &stats);
  rd_json_begin_array (writer, "groups");
  for (guint group = 0; group < N_RD_CHECK_GROUPS; group++)
    {
      rd_json_begin (writer, NULL);
      rd_json_add_string (writer, "id", rd_check_group_to_string (group));
      rd_json_add_string (writer, "title", rd_check_group_get_title (group));
      rd_json_add_string (writer, "state", rd_finding_state_to_string (rd_check_group_get_state (findings, group)));
      rd_json_end (writer);
    }
  rd_json_end_array (writer);
  rd_json_end (writer);
  object = rd_json_writer_take (writer);
  rd_cli_output_json ("%s\n", object);
}

/* --- A report for a host ----------------------------------------------------- */

static gboolean
save_report (const Options *options,
             RdSurvey      *survey,
             const char    *domain,
             GError       **error)
{
  g_autoptr (GPtrArray) findings = rd_survey_dup_findings (survey);
  g_autofree char *summary = rd_check_dup_summary (findings);
  g_autoptr (GDateTime) created = rd_cli_report_file_new_time ();
  const RdReportOptions for_host = { .reader = RD_REPORT_FOR_HOST };
  const RdReportSurvey  found = {
     .subject = (char *) domain,
     .state = rd_check_get_overall_state (findings),
     .summary = summary,
     .findings = findings,
     .evidence = rd_survey_get_evidence (survey),
  };
  g_autoptr (RdReport) report = rd_report_new_for_survey (&found, &for_host, created);

  return rd_cli_report_file_save (report, options->report, error);
}

/* --- The end ---------------------------------------------------------------------- */

static int
finish (const Options *options,
        RdSurvey      *survey,
        const char    *domain)
{
  g_autoptr (GPtrArray) findings = rd_survey_dup_findings (survey);

  if (options->nagios)
    {
      g_autofree char *summary = rd_check_dup_summary (findings);

      return rd_cli_nagios_finish (rd_check_get_overall_state (findings), domain, summary);
    }
  if (g_strcmp0 (options->format, "json") == 0)
    print_json (survey, findings, domain);
  else
    print_text (survey, findings, domain);
  return rd_cli_online_finish (&options->online, rd_cli_exit_code (findings, options->threshold));
}

static gboolean
read_choices (Options *options,
              int     *code)
{
  if (options->format != NULL && strcmp (options->format, "text") != 0 && strcmp (options->format, "json") != 0)
    {
      *code = rd_cli_usage_error ("domain", _ ("“%s” is not a form of output."), options->format);
      return FALSE;
    }
  if (options->fail_on == NULL || strcmp (options->fail_on, "broken") == 0)
    options->threshold = RD_FINDING_BROKEN;
  else if (strcmp (options->fail_on, "weak") == 0)
    options->threshold = RD_FINDING_WEAK;
  else
    {
      *code = rd_cli_usage_error ("domain", _ ("“%s” is neither “broken” nor “weak”."), options->fail_on);
      return FALSE;
    }
  return TRUE;
}

static int
run (Options         *options,
     RdDomainSubject *subject)
{
  g_autofree char *domain = g_strdup (subject->domain);
  g_autoptr (GError) error = NULL;
  g_autoptr (RdSources) sources = NULL;
  g_autoptr (RdSurvey) survey = NULL;
  g_autoptr (RdDomainSubject) owned = subject;
  gboolean has_result = FALSE;
  int      code = RD_EXIT_UNDETERMINED;

  sources = rd_cli_online_open (&options->online, &error);
  if (error == NULL)
    {
      survey = rd_survey_new_domain (NULL, sources, g_steal_pointer (&owned));
      has_result = rd_cli_online_run (&options->online, survey, &error);
    }
  if (has_result && options->report != NULL)
    save_report (options, survey, domain, &error);
  if (error != NULL && options->nagios)
    return rd_cli_nagios_fail (error->message);
  if (has_result)
    code = finish (options, survey, domain);
  if (error == NULL)
    return code;
  g_printerr ("redeliver-cli domain: %s\n", error->message);
  return RD_EXIT_UNDETERMINED;
}

/**
 * rd_cli_domain:
 * @argc: number of arguments
 * @argv: arguments, the first is the name of the command
 *
 * Runs the command.
 *
 * Returns: the exit code
 */
int
rd_cli_domain (int    argc,
               char **argv)
{
  g_auto (Options) options = { .online = RD_CLI_ONLINE_INIT };
  RdDomainSubject *subject;
  int              code = RD_EXIT_FINE;
  /* The formatter indents every line after a translated text a little more. */
  /* clang-format off */
  const GOptionEntry entries[] = {
    { "ip", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.ips, N_ ("An address mail leaves from; may be given several times"), N_ ("ADDRESS") },
    { "selector", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.selectors, N_ ("A DKIM selector in use; may be given several times"), N_ ("NAME") },
    { "mail", 0, 0, G_OPTION_ARG_FILENAME, &options.mail, N_ ("A mail that was sent, or one that came back"), N_ ("FILE") },
    { "greet", 0, 0, G_OPTION_ARG_NONE, &options.greet, N_ ("Greet the mail servers, too: encryption and certificate"), NULL },
    { "format", 'f', 0, G_OPTION_ARG_STRING, &options.format, N_ ("Form of the output: text or json"), N_ ("FORM") },
    { "fail-on", 0, 0, G_OPTION_ARG_STRING, &options.fail_on, N_ ("What makes the exit code 1: broken or weak"), N_ ("STATE") },
    { "nagios", 0, 0, G_OPTION_ARG_NONE, &options.nagios, N_ ("One line and exit code for monitoring"), NULL },
    { "report", 0, 0, G_OPTION_ARG_FILENAME, &options.report, N_ ("Save a report for the host as well: a .pdf or .txt file"), N_ ("FILE") },
    { NULL },
  };
  /* clang-format on */

  if (!rd_cli_online_parse (&options.online, "domain", _ ("DOMAIN"), _ ("Checks everything that decides whether mail of a domain is accepted."), entries, &argc, &argv, &code))
    return code;
  if (!read_choices (&options, &code) || !rd_cli_report_file_check ("domain", options.report, &code))
    return code;
  if (argc > 2)
    return rd_cli_usage_error ("domain", _ ("“%s” is too much."), argv[2]);
  if (argc < 2)
    return rd_cli_usage_error ("domain", "%s", _ ("Which domain?"));
  subject = make_subject (&options, argv[1], &code);
  return subject != NULL ? run (&options, subject) : code;
}
