/* SPDX-License-Identifier: GPL-3.0-or-later */

/* redeliver-cli blocklists: what DNS blocklists say about addresses, domains,
 * or the server a message came from. */

#define G_LOG_DOMAIN "rd-cli"

#include "config.h"

#include "rd-cli-blocklists.h"

#include "rd-bounce-lists.h"
#include "rd-cli-listings.h"
#include "rd-cli-nagios.h"
#include "rd-cli-online.h"
#include "rd-cli-output.h"
#include "rd-cli-report-file.h"
#include "rd-cli-text.h"
#include "rd-list-candidates.h"
#include "rd-list-resolver.h"
#include "rd-mail-reader.h"
#include "rd-report-diagnosis.h"
#include "rd-report-json-survey.h"
#include "rd-subject.h"
#include "rd-survey-blocklists.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  RdCliOnline       online;
  RdBlocklists     *lists;
  RdSources        *sources; /* (nullable) */
  RdBlocklistsFlags flags;
  gboolean          nagios;
  const char       *report; /* (nullable): file for the report */
  RdJsonWriter     *writer; /* (nullable): JSON is wanted */
  guint             n_printed;
  GPtrArray        *summaries; /* (element-type RdFinding): of each subject */
  RdFindingState    worst;
  char             *worst_subject; /* (nullable) */
  char             *worst_told;    /* (nullable): about that, a sentence */
} Run;

/* One thing to ask about, and how it was found. */
typedef struct
{
  char       *subject;
  const char *found; /* (nullable): where in a mail, a sentence */
  GPtrArray  *named; /* (element-type RdNamedList) (nullable): what the bounce says */
} Target;

static void
target_free (gpointer data)
{
  Target *target = data;

  g_free (target->subject);
  g_clear_pointer (&target->named, g_ptr_array_unref);
  g_free (target);
}

static void
add_target (GPtrArray  *targets,
            const char *subject,
            const char *found,
            GPtrArray  *named)
{
  Target *target = g_new0 (Target, 1);

  target->subject = g_strdup (subject);
  target->found = found;
  target->named = named != NULL ? g_ptr_array_ref (named) : NULL;
  g_ptr_array_add (targets, target);
}

/* A message stands for the address it was sent from and the domains in it. */
static gboolean
add_message (GPtrArray          *targets,
             const RdBlocklists *lists,
             RdMail             *mail)
{
  g_autoptr (RdBounce) bounce = rd_bounce_read (mail);
  g_autoptr (GPtrArray) subjects = rd_mail_dup_list_subjects (mail);
  g_autoptr (GPtrArray) named = rd_bounce_dup_named_lists (bounce, lists);

  for (guint i = 0; i < subjects->len; i++)
    {
      const RdListSubject *subject = g_ptr_array_index (subjects, i);

      add_target (targets, subject->subject, rd_list_source_get_text (subject->source), named);
    }
  return subjects->len > 0;
}

static gboolean
add_file (GPtrArray          *targets,
          const RdBlocklists *lists,
          const char         *path,
          GError            **error)
{
  g_autoptr (RdMailReader) reader = rd_mail_reader_new_for_path (path, error);
  g_autoptr (RdMailItem) item = reader != NULL ? rd_mail_reader_next (reader, NULL) : NULL;

  if (reader == NULL)
    return FALSE;
  if (item == NULL || item->mail == NULL)
    {
      if (item != NULL && item->error != NULL)
        g_propagate_error (error, g_steal_pointer (&item->error));
      else
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _ ("There is no message in “%s”."), path);
      return FALSE;
    }
  if (add_message (targets, lists, item->mail))
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _ ("“%s” does not tell which server sent the mail."), path);
  return FALSE;
}

/* An address or a domain, a file with a message, or a header that was pasted
 * whole. */
static gboolean
add_argument (GPtrArray          *targets,
              const RdBlocklists *lists,
              const char         *argument,
              GError            **error)
{
  g_autofree char *subject = NULL;

  if (g_file_test (argument, G_FILE_TEST_IS_REGULAR))
    return add_file (targets, lists, argument, error);
  if (strpbrk (argument, "\r\n") != NULL)
    {
      g_autoptr (RdMail) mail = rd_mail_new_from_text (argument, NULL);

      if (mail != NULL && add_message (targets, lists, mail))
        return TRUE;
    }
  subject = rd_subject_parse (argument, error);
  if (subject != NULL)
    add_target (targets, subject, NULL, NULL);
  return subject != NULL;
}

/* What only looks like a listing, and lists nobody here knows. */
static void
print_named (const Target *target)
{
  for (guint i = 0; target->named != NULL && i < target->named->len; i++)
    {
      const RdNamedList *named = g_ptr_array_index (target->named, i);
      g_autofree char   *text = g_strdup_printf (_ ("Your bounce names %s."), named->mention->name);

      rd_cli_print (RD_STYLE_BOLD, 2, text);
      rd_cli_print (RD_STYLE_PLAIN, 4, named->mention->meaning);
    }
}

static void
print_text (Run             *run,
            const Target    *target,
            const RdFinding *summary,
            GPtrArray       *listings,
            GPtrArray       *candidates)
{
  g_autofree char *resolver = NULL;

  if (run->sources != NULL && (run->flags & RD_BLOCKLISTS_DIRECT) == 0)
    {
      g_auto (GStrv) servers = rd_resolver_dup_upstreams (rd_sources_get_resolver (run->sources));

      resolver = rd_list_resolver_dup_sentence ((const char *const *) servers);
    }
  rd_cli_print (RD_STYLE_BOLD, 0, target->subject);
  if (target->found != NULL)
    rd_cli_print (RD_STYLE_DIM, 2, target->found);
  rd_cli_print_state (summary->state, 2, summary->title);
  rd_cli_print (RD_STYLE_PLAIN, 4, summary->explanation);
  if (resolver != NULL)
    rd_cli_print (RD_STYLE_WARNING, 4, resolver);
  print_named (target);
  rd_cli_print_listings (listings, run->flags & RD_BLOCKLISTS_DIRECT ? RD_LISTING_DIRECT : RD_LISTING_PLAIN);
  rd_cli_print_candidates (candidates);
}

static void
print_result (Run             *run,
              RdSurvey        *survey,
              const Target    *target,
              const RdFinding *summary,
              GPtrArray       *listings,
              GPtrArray       *candidates)
{
  if (run->nagios)
    return;
  if (run->writer != NULL)
    {
      g_autoptr (GPtrArray) findings = rd_survey_dup_findings (survey);
      g_autofree char *object = NULL;
      RdSurveyStats    stats;

      rd_survey_get_stats (survey, &stats);
      rd_report_json_begin_survey (run->writer, target->subject, summary->state, summary->title, findings,
                                   rd_survey_get_evidence (survey), &stats);
      rd_report_json_add_listings (run->writer, listings);
      rd_report_json_add_candidates (run->writer, candidates);
      rd_json_end (run->writer);
      object = rd_json_writer_take (run->writer);
      rd_cli_output_json ("%s%s", run->n_printed > 0 ? ",\n" : "", object);
    }
  else
    {
      if (run->n_printed > 0)
        g_print ("\n");
      print_text (run, target, summary, listings, candidates);
    }
  run->n_printed++;
}

static gboolean
save_report (const Run       *run,
             RdSurvey        *survey,
             const char      *subject,
             const RdFinding *summary,
             GPtrArray       *listings,
             GError         **error)
{
  g_autoptr (GDateTime) created = rd_cli_report_file_new_time ();
  const RdReportOptions for_host = { .reader = RD_REPORT_FOR_HOST };
  const RdReportSurvey  found = {
     .subject = (char *) subject,
     .state = summary->state,
     .summary = summary->title,
     .listings = listings,
     .evidence = rd_survey_get_evidence (survey),
  };
  g_autoptr (RdReport) report = rd_report_new_for_survey (&found, &for_host, created);

  return rd_cli_report_file_save (report, run->report, error);
}

static gboolean
is_target (GPtrArray  *targets,
           const char *subject)
{
  for (guint i = 0; i < targets->len; i++)
    {
      if (strcmp (((const Target *) g_ptr_array_index (targets, i))->subject, subject) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Receivers look up the domain in the name of the address, too; of a mail,
 * everything receivers look up is asked. */
static void
add_reverse_names (GPtrArray    *targets,
                   const Target *target,
                   GPtrArray    *candidates)
{
  for (guint i = 0; target->found != NULL && i < candidates->len; i++)
    {
      const RdListSubject *candidate = g_ptr_array_index (candidates, i);

      if (candidate->source == RD_LIST_SOURCE_REVERSE && !is_target (targets, candidate->subject))
        add_target (targets, candidate->subject, rd_list_source_get_text (candidate->source), target->named);
    }
}

/* Which lists made the summary what it is. */
static char *
dup_worst (const RdFinding *summary,
           GPtrArray       *listings)
{
  g_autoptr (GString) text = g_string_new (summary->title);
  guint n = 0;

  for (guint i = 0; i < listings->len; i++)
    {
      const RdListing *listing = g_ptr_array_index (listings, i);

      if ((summary->state != RD_FINDING_BROKEN && summary->state != RD_FINDING_WEAK) || rd_listing_get_finding_state (listing) != summary->state)
        continue;
      g_string_append_printf (text, "%s%s", n++ == 0 ? " (" : _ (", "), listing->list->name);
    }
  if (n > 0)
    g_string_append_c (text, ')');
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
set_worst (Run             *run,
           const char      *subject,
           const RdFinding *summary,
           GPtrArray       *listings)
{
  g_free (run->worst_subject);
  g_free (run->worst_told);
  run->worst = summary->state;
  run->worst_subject = g_strdup (subject);
  run->worst_told = dup_worst (summary, listings);
}

static gboolean
check_target (Run          *run,
              GPtrArray    *targets,
              const Target *target,
              GError      **error)
{
  g_autoptr (RdSurvey) survey = rd_survey_new_blocklists (NULL, run->sources, run->lists, target->subject, run->flags);
  g_autoptr (GPtrArray) candidates = NULL;
  g_autoptr (GPtrArray) listings = NULL;
  g_autoptr (RdFinding) summary = NULL;

  if (!run->nagios || target->found != NULL)
    rd_survey_add_list_candidates (survey, target->subject);
  if (!rd_cli_online_run (&run->online, survey, error))
    return FALSE;
  listings = rd_survey_dup_listings (rd_survey_get_evidence (survey), run->lists, target->subject, run->flags);
  if (target->named != NULL)
    rd_listings_add_named (listings, target->named, target->subject);
  summary = rd_listings_summarize (listings, target->subject);
  if (run->worst_subject == NULL || summary->state < run->worst)
    set_worst (run, target->subject, summary, listings);
  candidates = rd_list_candidates_dup (rd_survey_get_evidence (survey), target->subject);
  print_result (run, survey, target, summary, listings, candidates);
  add_reverse_names (targets, target, candidates);
  g_ptr_array_add (run->summaries, rd_finding_ref (summary));
  return run->report == NULL || save_report (run, survey, target->subject, summary, listings, error);
}

static int
fail (const Run    *run,
      const GError *error)
{
  if (run->nagios)
    return rd_cli_nagios_fail (error->message);
  g_printerr ("redeliver-cli blocklists: %s\n", error->message);
  return RD_EXIT_UNDETERMINED;
}

static int
run_all (Run       *run,
         GPtrArray *targets)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdSources) sources = rd_cli_online_open (&run->online, &error);

  run->sources = sources;
  for (guint i = 0; error == NULL && i < targets->len; i++)
    check_target (run, targets, g_ptr_array_index (targets, i), &error);
  if (run->writer != NULL && !run->nagios)
    rd_cli_output_json ("\n");
  if (error != NULL)
    return fail (run, error);
  if (run->nagios)
    return rd_cli_nagios_finish (run->worst, run->worst_subject, run->worst_told);
  return rd_cli_online_finish (&run->online, rd_cli_exit_code (run->summaries, RD_FINDING_BROKEN));
}

/**
 * rd_cli_blocklists:
 * @argc: number of arguments
 * @argv: arguments, the first is the name of the command
 *
 * Runs the command.
 *
 * Returns: the exit code
 */
int
rd_cli_blocklists (int    argc,
                   char **argv)
{
  g_autofree char   *format = NULL;
  g_autofree char   *report = NULL;
  gboolean           all = FALSE;
  gboolean           direct = FALSE;
  gboolean           nagios = FALSE;
  const GOptionEntry entries[] = {
    { "all", 0, 0, G_OPTION_ARG_NONE, &all, N_ ("Ask minor and doubtful lists, too"), NULL },
    { "direct", 0, 0, G_OPTION_ARG_NONE, &direct, N_ ("Ask the lists’ own servers, past your DNS resolver"), NULL },
    { "format", 'f', 0, G_OPTION_ARG_STRING, &format, N_ ("Form of the output: text or json"), N_ ("FORM") },
    { "report", 0, 0, G_OPTION_ARG_FILENAME, &report, N_ ("Save a report for the host as well: a .pdf or .txt file; for one subject"), N_ ("FILE") },
    { "nagios", 0, 0, G_OPTION_ARG_NONE, &nagios, N_ ("One line and exit code for monitoring"), NULL },
    { NULL },
  };
  g_auto (RdCliOnline) online = RD_CLI_ONLINE_INIT;
  g_autoptr (GPtrArray) targets = g_ptr_array_new_with_free_func (target_free);
  g_autoptr (RdJsonWriter) json = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (RdBlocklists) lists = NULL;
  g_autoptr (GPtrArray) summaries = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_finding_unref);
  Run run = { .worst = RD_FINDING_FINE };
  int code = RD_EXIT_FINE;

  if (!rd_cli_online_parse (&online, "blocklists", _ ("ADDRESS|DOMAIN|FILE…"), _ ("Asks blocklists about the server or the domain mail was sent from."), entries, &argc, &argv, &code))
    return code;
  if (format != NULL && strcmp (format, "text") != 0 && strcmp (format, "json") != 0)
    return rd_cli_usage_error ("blocklists", _ ("“%s” is not a form of output."), format);
  if (!rd_cli_report_file_check ("blocklists", report, &code))
    return code;
  if (argc < 2)
    return rd_cli_usage_error ("blocklists", "%s", _ ("Which address or domain?"));
  lists = rd_blocklists_load (&error);
  if (lists == NULL)
    {
      g_printerr ("redeliver-cli blocklists: %s\n", error->message);
      lists = rd_blocklists_ref (rd_blocklists_get_default ());
      g_clear_error (&error);
    }
  run.nagios = nagios;
  for (int i = 1; i < argc; i++)
    {
      if (!add_argument (targets, lists, argv[i], &error))
        return fail (&run, error);
    }
  if (report != NULL && targets->len > 1)
    return rd_cli_usage_error ("blocklists", "%s", _ ("A report is about one address or domain."));
  run.lists = lists;
  run.summaries = summaries;
  run.report = report;
  if (g_strcmp0 (format, "json") == 0)
    run.writer = json = rd_json_writer_new (TRUE);
  run.online = online;
  online = (RdCliOnline) RD_CLI_ONLINE_INIT;
  run.flags = (all ? RD_BLOCKLISTS_ALL : 0) | (direct ? RD_BLOCKLISTS_DIRECT : 0);
  code = run_all (&run, targets);
  rd_cli_online_clear (&run.online);
  g_free (run.worst_subject);
  g_free (run.worst_told);
  return code;
}
