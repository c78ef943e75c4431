/* SPDX-License-Identifier: GPL-3.0-or-later */

/* redeliver-cli blocklists: what DNS blocklists say about addresses, domains,
 * or the server a message came from. */

#define G_LOG_DOMAIN "rd-cli"

#include "config.h"

#include "rd-cli-blocklists.h"

#include "rd-bounce.h"
#include "rd-cli-online.h"
#include "rd-cli-text.h"
#include "rd-mail-reader.h"
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
  JsonBuilder      *builder; /* (nullable): JSON is wanted */
  guint             n_printed;
  RdFindingState    worst;
  gboolean          any;
} Run;

/* Turns the arguments into subjects: an existing file stands for the address
 * its message was sent from and the domain it was sent by. */
static gboolean
add_subjects (GStrvBuilder *subjects,
              const char   *argument,
              GError      **error)
{
  g_autofree char *subject = NULL;

  if (g_file_test (argument, G_FILE_TEST_IS_REGULAR))
    {
      g_autoptr (RdMailReader) reader = rd_mail_reader_new_for_path (argument, error);
      g_autoptr (RdMailItem) item = reader != NULL ? rd_mail_reader_next (reader, NULL) : NULL;
      g_autoptr (RdBounce) bounce = item != NULL && item->mail != NULL ? rd_bounce_read (item->mail) : NULL;
      g_autofree char *domain = NULL;

      if (item != NULL && item->error != NULL)
        g_propagate_error (error, g_steal_pointer (&item->error));
      if (bounce == NULL)
        return FALSE;
      if (bounce->original.from != NULL)
        domain = rd_address_dup_domain (bounce->original.from);
      if (bounce->original.sending_ip == NULL && domain == NULL)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                       _ ("“%s” does not tell which server sent the mail."), argument);
          return FALSE;
        }
      if (bounce->original.sending_ip != NULL)
        g_strv_builder_add (subjects, bounce->original.sending_ip);
      if (domain != NULL)
        g_strv_builder_add (subjects, domain);
      return TRUE;
    }
  subject = rd_subject_parse (argument, error);
  if (subject != NULL)
    g_strv_builder_add (subjects, subject);
  return subject != NULL;
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
      g_autoptr (RdFinding) finding = NULL;

      if (listing->state != state)
        continue;
      if (first)
        {
          g_print ("\n");
          rd_cli_print (RD_STYLE_BOLD, 2, title);
        }
      first = FALSE;
      finding = rd_listing_to_finding (listing);
      rd_cli_print_state (finding->state, 4, finding->title);
      if (finding->explanation != NULL)
        rd_cli_print (RD_STYLE_PLAIN, 6, finding->explanation);
      if (state == RD_LISTING_LISTED)
        {
          g_autofree char *url = rd_listing_dup_url (listing, TRUE);

          if (listing->list->who_may_ask != NULL)
            rd_cli_print_item (6, _ ("Who may ask"), 14, listing->list->who_may_ask);
          if (url != NULL)
            rd_cli_print_item (6, _ ("Where"), 14, url);
          if (listing->list->expires != NULL)
            rd_cli_print_item (6, _ ("Ends"), 14, listing->list->expires);
        }
    }
}

static void
print_text (const char      *subject,
            const RdFinding *summary,
            GPtrArray       *listings)
{
  rd_cli_print (RD_STYLE_BOLD, 0, subject);
  rd_cli_print_state (summary->state, 2, summary->title);
  rd_cli_print (RD_STYLE_PLAIN, 4, summary->explanation);
  print_group (listings, RD_LISTING_LISTED, _ ("Listed"));
  print_group (listings, RD_LISTING_REMARK, _ ("Remarks, no blame"));
  print_group (listings, RD_LISTING_UNKNOWN, _ ("Could not check"));
  print_group (listings, RD_LISTING_NOT_LISTED, _ ("Not listed"));
}

static void
print_result (Run             *run,
              RdSurvey        *survey,
              const char      *subject,
              const RdFinding *summary,
              GPtrArray       *listings)
{
  if (run->nagios)
    return;
  if (run->builder != NULL)
    {
      g_autoptr (GPtrArray) findings = rd_survey_dup_findings (survey);
      g_autofree char *object = NULL;
      RdSurveyStats    stats;

      rd_survey_get_stats (survey, &stats);
      rd_report_json_begin_survey (run->builder, subject, summary->state, summary->title, findings,
                                   rd_survey_get_evidence (survey), &stats);
      rd_report_json_add_listings (run->builder, listings);
      json_builder_end_object (run->builder);
      object = rd_json_end (run->builder, TRUE);
      g_print ("%s%s", run->n_printed > 0 ? ",\n" : "", object);
    }
  else
    {
      if (run->n_printed > 0)
        g_print ("\n");
      print_text (subject, summary, listings);
    }
  run->n_printed++;
}

static gboolean
check_subject (Run        *run,
               const char *subject,
               GError    **error)
{
  g_autoptr (RdSurvey) survey = rd_survey_new_blocklists (NULL, run->sources, run->lists, subject, run->flags);
  g_autoptr (GPtrArray) listings = NULL;
  g_autoptr (RdFinding) summary = NULL;

  if (!rd_cli_online_run (&run->online, survey, error))
    return FALSE;
  listings = rd_survey_dup_listings (rd_survey_get_evidence (survey), run->lists, subject, run->flags);
  summary = rd_listings_summarize (listings, subject);
  if (!run->any || summary->state < run->worst)
    run->worst = summary->state;
  run->any = TRUE;
  print_result (run, survey, subject, summary, listings);
  return TRUE;
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
run_all (Run   *run,
         char **subjects)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdSources) sources = rd_cli_online_open (&run->online, &error);
  int code;

  run->sources = sources;
  for (gsize i = 0; error == NULL && subjects[i] != NULL; i++)
    check_subject (run, subjects[i], &error);
  if (run->builder != NULL && !run->nagios)
    g_print ("\n");
  if (error != NULL)
    {
      g_printerr ("redeliver-cli blocklists: %s\n", error->message);
      return run->nagios ? 3 : RD_EXIT_UNDETERMINED;
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
  gboolean           all = FALSE;
  gboolean           direct = FALSE;
  gboolean           nagios = FALSE;
  const GOptionEntry entries[] = {
    { "all", 0, 0, G_OPTION_ARG_NONE, &all, N_ ("Ask minor and doubtful lists, too"), NULL },
      { "direct", 0, 0, G_OPTION_ARG_NONE, &direct, N_ ("Ask the lists’ own servers, past your DNS resolver"), NULL },
        { "format", 'f', 0, G_OPTION_ARG_STRING, &format, N_ ("Form of the output: text or json"), N_ ("FORM") },
          { "nagios", 0, 0, G_OPTION_ARG_NONE, &nagios, N_ ("One line and exit code for monitoring"), NULL },
            { NULL },
         };
  g_auto (RdCliOnline) online = RD_CLI_ONLINE_INIT;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (JsonBuilder) json = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) subjects = NULL;
  g_autoptr (RdBlocklists) lists = NULL;
  Run run = { .worst = RD_FINDING_FINE };
  int code = RD_EXIT_FINE;

  if (!rd_cli_online_parse (&online, "blocklists", _ ("ADDRESS|DOMAIN|FILE…"), _ ("Asks blocklists about the server or the domain mail was sent from."), entries, &argc, &argv, &code))
    return code;
  if (format != NULL && strcmp (format, "text") != 0 && strcmp (format, "json") != 0)
    return rd_cli_usage_error ("blocklists", _ ("“%s” is not a form of output."), format);
  if (argc < 2)
    return rd_cli_usage_error ("blocklists", "%s", _ ("Which address or domain?"));
  for (int i = 1; i < argc; i++)
    {
      if (!add_subjects (builder, argv[i], &error))
        {
          g_printerr ("redeliver-cli blocklists: %s\n", error != NULL ? error->message : _ ("There is no message in this file."));
          return RD_EXIT_UNDETERMINED;
        }
    }
  lists = rd_blocklists_load (&error);
  if (lists == NULL)
    {
      g_printerr ("redeliver-cli blocklists: %s\n", error->message);
      lists = rd_blocklists_ref (rd_blocklists_get_default ());
    }
  run.lists = lists;
  subjects = g_strv_builder_end (builder);
  if (g_strcmp0 (format, "json") == 0)
    run.builder = json = json_builder_new_immutable ();
  run.online = online;
  online = (RdCliOnline) RD_CLI_ONLINE_INIT;
  run.flags = (all ? RD_BLOCKLISTS_ALL : 0) | (direct ? RD_BLOCKLISTS_DIRECT : 0);
  run.nagios = nagios;
  code = run_all (&run, subjects);
  rd_cli_online_clear (&run.online);
  return code;
}
