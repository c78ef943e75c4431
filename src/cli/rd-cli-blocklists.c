/* SPDX-License-Identifier: GPL-3.0-or-later */

/* redeliver-cli blocklists: what DNS blocklists say about addresses, domains,
 * or the server a message came from. */

#define G_LOG_DOMAIN "rd-cli"

#include "config.h"

#include "rd-cli-blocklists.h"

#include "rd-bounce-lists.h"
#include "rd-cli-online.h"
#include "rd-cli-report-file.h"
#include "rd-cli-text.h"
#include "rd-list-candidates.h"
#include "rd-list-resolver.h"
#include "rd-mail-reader.h"
#include "rd-report-diagnosis.h"
#include "rd-report-json-survey.h"
#include "rd-subject.h"
#include "rd-survey-blocklists.h"
#include "rd-text.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  RdCliOnline       online;
  RdBlocklists     *lists;
  RdSources        *sources; /* (nullable) */
  RdBlocklistsFlags flags;
  gboolean          nagios;
  const char       *report;  /* (nullable): file for the report */
  JsonBuilder      *builder; /* (nullable): JSON is wanted */
  guint             n_printed;
  RdFindingState    worst;
  gboolean          any;
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

static void
print_help (const RdListing *listing)
{
  g_autofree char *url = rd_listing_dup_url (listing, TRUE);
  g_autofree char *countdown = rd_listing_dup_countdown (listing, g_get_real_time () / G_USEC_PER_SEC);
  const char      *end = countdown != NULL ? countdown : rd_blocklist_get_words (listing->list->expires);

  if (listing->list->fix_first != NULL)
    rd_cli_print_item (6, _ ("Fix first"), 14, rd_blocklist_get_words (listing->list->fix_first));
  if (listing->list->who_may_ask != NULL)
    rd_cli_print_item (6, _ ("Who may ask"), 14, rd_blocklist_get_words (listing->list->who_may_ask));
  if (url != NULL)
    rd_cli_print_item (6, _ ("Where"), 14, url);
  if (listing->list->write != NULL)
    rd_cli_print_item (6, _ ("What to write"), 14, rd_blocklist_get_words (listing->list->write));
  if (end != NULL)
    rd_cli_print_item (6, _ ("Ends"), 14, end);
}

static void
print_listing (const RdListing *listing)
{
  g_autoptr (RdFinding) finding = rd_listing_to_finding (listing);

  rd_cli_print_state (finding->state, 4, finding->title);
  if (finding->explanation != NULL)
    rd_cli_print (RD_STYLE_PLAIN, 6, finding->explanation);
  if (listing->is_named && listing->state == RD_LISTING_NOT_LISTED)
    rd_cli_print (RD_STYLE_PLAIN, 6, _ ("Your bounce names it, but it does not list you any more: you can send again."));
  else if (listing->is_named && listing->state != RD_LISTING_NAMED)
    rd_cli_print (RD_STYLE_PLAIN, 6, _ ("Your bounce names it: start here."));
  if (listing->state == RD_LISTING_LISTED || listing->state == RD_LISTING_NAMED)
    print_help (listing);
}

static void
print_group (GPtrArray     *listings,
             RdListingState state,
             const char    *title)
{
  gboolean first = TRUE;

  for (guint i = 0; i < listings->len; i++)
    {
      const RdListing *listing = g_ptr_array_index (listings, i);

      if (listing->state != state)
        continue;
      if (first)
        {
          g_print ("\n");
          rd_cli_print (RD_STYLE_BOLD, 2, title);
        }
      first = FALSE;
      print_listing (listing);
    }
}

/* What could not be checked stands under its reason, with the one thing that
 * helps. */
static void
print_unchecked (Run       *run,
                 GPtrArray *listings)
{
  g_autoptr (GHashTable) reasons = g_hash_table_new (g_str_hash, g_str_equal);
  RdListingFlags flags = run->flags & RD_BLOCKLISTS_DIRECT ? RD_LISTING_DIRECT : RD_LISTING_PLAIN;

  for (guint i = 0; i < listings->len; i++)
    {
      const RdListing *listing = g_ptr_array_index (listings, i);
      g_autoptr (GString) names = g_string_new (NULL);

      if (listing->state != RD_LISTING_UNKNOWN || !g_hash_table_add (reasons, (gpointer) listing->reason))
        continue;
      if (g_hash_table_size (reasons) == 1)
        {
          g_print ("\n");
          rd_cli_print (RD_STYLE_BOLD, 2, _ ("Could not check"));
        }
      for (guint j = i; j < listings->len; j++)
        {
          const RdListing *other = g_ptr_array_index (listings, j);

          if (other->state == RD_LISTING_UNKNOWN && strcmp (other->reason, listing->reason) == 0)
            g_string_append_printf (names, "%s%s", names->len > 0 ? _ (", ") : "", other->list->name);
        }
      rd_cli_print_state (RD_FINDING_UNKNOWN, 4, rd_listing_reason_get_text (listing->reason));
      rd_cli_print (RD_STYLE_PLAIN, 6, names->str);
      if (rd_listing_reason_get_repair (listing->reason, flags) == RD_LISTING_REPAIR_DIRECT)
        rd_cli_print (RD_STYLE_DIM, 6, _ ("Ask the lists’ own servers with --direct."));
    }
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

/* None of them is known to be the one that sends, so nothing is asked about
 * them unless somebody says so. */
static void
print_candidates (GPtrArray *candidates)
{
  for (guint i = 0; i < candidates->len; i++)
    {
      const RdListSubject *candidate = g_ptr_array_index (candidates, i);

      if (i == 0)
        {
          g_print ("\n");
          rd_cli_print (RD_STYLE_BOLD, 2, _ ("Worth checking, too"));
        }
      rd_cli_print (RD_STYLE_PLAIN, 4, candidate->subject);
      rd_cli_print (RD_STYLE_DIM, 6, rd_list_source_get_text (candidate->source));
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
    resolver = rd_list_resolver_dup_sentence (rd_resolver_get_servers (rd_sources_get_resolver (run->sources)));
  rd_cli_print (RD_STYLE_BOLD, 0, target->subject);
  if (target->found != NULL)
    rd_cli_print (RD_STYLE_DIM, 2, target->found);
  rd_cli_print_state (summary->state, 2, summary->title);
  rd_cli_print (RD_STYLE_PLAIN, 4, summary->explanation);
  if (resolver != NULL)
    rd_cli_print (RD_STYLE_WARNING, 4, resolver);
  print_named (target);
  print_group (listings, RD_LISTING_NAMED, _ ("Known only from your bounce"));
  print_group (listings, RD_LISTING_LISTED, _ ("Listed"));
  print_group (listings, RD_LISTING_REMARK, _ ("Remarks, no blame"));
  print_unchecked (run, listings);
  print_group (listings, RD_LISTING_NOT_LISTED, _ ("Not listed"));
  print_candidates (candidates);
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
  if (run->builder != NULL)
    {
      g_autoptr (GPtrArray) findings = rd_survey_dup_findings (survey);
      g_autofree char *object = NULL;
      RdSurveyStats    stats;

      rd_survey_get_stats (survey, &stats);
      rd_report_json_begin_survey (run->builder, target->subject, summary->state, summary->title, findings,
                                   rd_survey_get_evidence (survey), &stats);
      rd_report_json_add_listings (run->builder, listings);
      rd_report_json_add_candidates (run->builder, candidates);
      json_builder_end_object (run->builder);
      object = rd_json_end (run->builder, TRUE);
      g_print ("%s%s", run->n_printed > 0 ? ",\n" : "", object);
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
  if (!run->any || summary->state < run->worst)
    run->worst = summary->state;
  run->any = TRUE;
  candidates = rd_list_candidates_dup (rd_survey_get_evidence (survey), target->subject);
  print_result (run, survey, target, summary, listings, candidates);
  add_reverse_names (targets, target, candidates);
  return run->report == NULL || save_report (run, survey, target->subject, summary, listings, error);
}

/* The states of monitoring plug-ins, in Nagios' own numbers and words. */
static int
finish_nagios (const Run *run)
{
  switch (run->worst)
    {
    case RD_FINDING_BROKEN:
      g_print ("CRITICAL - %s\n", _ ("Listed where it matters"));
      return 2;
    case RD_FINDING_WEAK:
      g_print ("WARNING - %s\n", _ ("Listed on minor lists only"));
      return 1;
    case RD_FINDING_UNKNOWN:
      g_print ("UNKNOWN - %s\n", _ ("The important blocklists could not be checked"));
      return 3;
    case RD_FINDING_INFO:
    case RD_FINDING_FINE:
    default:
      g_print ("OK - %s\n", _ ("Not listed"));
      return 0;
    }
}

static int
run_all (Run       *run,
         GPtrArray *targets)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdSources) sources = rd_cli_online_open (&run->online, &error);
  int code;

  run->sources = sources;
  for (guint i = 0; error == NULL && i < targets->len; i++)
    check_target (run, targets, g_ptr_array_index (targets, i), &error);
  if (run->builder != NULL && !run->nagios)
    g_print ("\n");
  if (error != NULL)
    {
      g_printerr ("redeliver-cli blocklists: %s\n", error->message);
      return run->nagios ? RD_EXIT_NAGIOS_UNKNOWN : RD_EXIT_UNDETERMINED;
    }
  if (run->nagios)
    return finish_nagios (run);
  if (run->worst == RD_FINDING_BROKEN)
    return RD_EXIT_FINDINGS;
  code = run->worst == RD_FINDING_UNKNOWN ? RD_EXIT_UNDETERMINED : RD_EXIT_FINE;
  return code;
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
  g_autoptr (JsonBuilder) json = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (RdBlocklists) lists = NULL;
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
  for (int i = 1; i < argc; i++)
    {
      if (!add_argument (targets, lists, argv[i], &error))
        {
          g_printerr ("redeliver-cli blocklists: %s\n", error->message);
          return RD_EXIT_UNDETERMINED;
        }
    }
  if (report != NULL && targets->len > 1)
    return rd_cli_usage_error ("blocklists", "%s", _ ("A report is about one address or domain."));
  run.lists = lists;
  run.report = report;
  if (g_strcmp0 (format, "json") == 0)
    run.builder = json = json_builder_new_immutable ();
  run.online = online;
  online = (RdCliOnline) RD_CLI_ONLINE_INIT;
  run.flags = (all ? RD_BLOCKLISTS_ALL : 0) | (direct ? RD_BLOCKLISTS_DIRECT : 0);
  run.nagios = nagios;
  code = run_all (&run, targets);
  rd_cli_online_clear (&run.online);
  return code;
}
