/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A report without a bounce: what is wrong with a domain, or where an address is
 * listed. */

#define G_LOG_DOMAIN "rd-report-survey"

#include "config.h"

#include "rd-report-private.h"

#include <glib/gi18n-lib.h>

/**
 * rd_report_survey_copy:
 * @self: what was found out
 *
 * Copies @self, so that a report can be made while the survey goes on: its
 * evidence is a copy, its other parts are shared.
 *
 * Returns: (transfer full): the copy
 */
RdReportSurvey *
rd_report_survey_copy (const RdReportSurvey *self)
{
  RdReportSurvey *copy = g_new0 (RdReportSurvey, 1);

  copy->subject = g_strdup (self->subject);
  copy->state = self->state;
  copy->summary = g_strdup (self->summary);
  copy->findings = self->findings != NULL ? g_ptr_array_ref (self->findings) : NULL;
  copy->evidence = self->evidence != NULL ? rd_evidence_copy (self->evidence) : NULL;
  copy->listings = self->listings != NULL ? g_ptr_array_ref (self->listings) : NULL;
  copy->changes = self->changes != NULL ? g_ptr_array_ref (self->changes) : NULL;
  return copy;
}

/**
 * rd_report_survey_free:
 * @self: (nullable): a copy
 *
 * Frees what rd_report_survey_copy() gave.
 */
void
rd_report_survey_free (RdReportSurvey *self)
{
  if (self == NULL)
    return;
  g_free (self->subject);
  g_free (self->summary);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_clear_pointer (&self->evidence, rd_evidence_unref);
  g_clear_pointer (&self->listings, g_ptr_array_unref);
  g_clear_pointer (&self->changes, g_ptr_array_unref);
  g_free (self);
}

static char *
dup_survey_id (const RdReportSurvey *survey,
               GDateTime            *created)
{
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, survey->subject, -1);
  g_autofree char *day = g_date_time_format (created, "%Y%m%d");

  return g_strdup_printf ("RD-%s-%.8s", day, sum);
}

/* What is told for information alone, such as trouble of the neighbours, is asked
 * of nobody. */
static gboolean
must_be_removed (const RdListing *listing)
{
  g_autoptr (RdFinding) finding = rd_listing_to_finding (listing);

  return listing->state == RD_LISTING_LISTED && (finding->state == RD_FINDING_BROKEN || finding->state == RD_FINDING_WEAK);
}

static guint
count_state (GPtrArray     *listings,
             RdListingState state)
{
  guint n = 0;

  for (guint i = 0; i < listings->len; i++)
    n += ((const RdListing *) g_ptr_array_index (listings, i))->state == state;
  return n;
}

static void
add_removal (RdReport        *report,
             const RdListing *listing)
{
  g_autofree char *url = rd_listing_dup_url (listing, TRUE);
  /* Translators: an address or a domain, name of a blocklist. */
  g_autofree char *step = g_strdup_printf (_ ("Get %s off the list %s."), listing->subject, listing->list->name);

  rd_report_add (report, RD_BLOCK_STEP, step);
  rd_report_add_told (report, RD_BLOCK_VALUE, _ ("First"), listing->list->fix_first);
  rd_report_add_told (report, RD_BLOCK_VALUE, _ ("Who may ask"), listing->list->who_may_ask);
  rd_report_add_link (report, RD_BLOCK_VALUE, _ ("Removal"), url);
  rd_report_add_told (report, RD_BLOCK_VALUE, _ ("Takes"), listing->list->removal_time);
  rd_report_add_told (report, RD_BLOCK_VALUE, _ ("Ends by itself"), listing->list->expires);
}

static void
add_removals (RdReport  *report,
              GPtrArray *listings)
{
  gboolean any = FALSE;

  for (guint i = 0; i < listings->len; i++)
    {
      const RdListing *listing = g_ptr_array_index (listings, i);

      if (!must_be_removed (listing))
        continue;
      any = TRUE;
      add_removal (report, listing);
    }
  if (!any)
    rd_report_add (report, RD_BLOCK_PARAGRAPH, _ ("Nothing is asked of you now: no list that matters and was asked lists it."));
}

static void
add_listing (RdReport        *report,
             const RdListing *listing)
{
  g_autoptr (RdFinding) finding = rd_listing_to_finding (listing);
  g_autofree char *codes = listing->codes != NULL ? g_strjoinv (", ", listing->codes) : NULL;

  rd_report_add_labelled (report, RD_BLOCK_FINDING, rd_finding_state_get_label (finding->state), finding->title);
  rd_report_add (report, RD_BLOCK_PARAGRAPH, finding->explanation);
  rd_report_add_labelled (report, RD_BLOCK_VALUE, _ ("Zone"), listing->list->zone);
  if (codes != NULL && *codes != '\0')
    rd_report_add_labelled (report, RD_BLOCK_VALUE, _ ("Answer"), codes);
  for (gsize i = 0; listing->texts != NULL && listing->texts[i] != NULL; i++)
    rd_report_add_labelled (report, RD_BLOCK_VALUE, _ ("Its own words"), listing->texts[i]);
}

/* Names alone: a host looks for the list that says otherwise. */
static void
add_names (RdReport      *report,
           GPtrArray     *listings,
           RdListingState state,
           const char    *label)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < listings->len; i++)
    {
      const RdListing *listing = g_ptr_array_index (listings, i);

      if (listing->state == state)
        g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", listing->list->name);
    }
  if (names->len > 0)
    rd_report_add_labelled (report, RD_BLOCK_FACT, label, names->str);
}

static void
add_listings (RdReport  *report,
              GPtrArray *listings)
{
  rd_report_add (report, RD_BLOCK_HEADING, _ ("What was tested"));
  for (guint i = 0; i < listings->len; i++)
    {
      const RdListing *listing = g_ptr_array_index (listings, i);

      if (listing->state == RD_LISTING_LISTED || listing->state == RD_LISTING_REMARK)
        add_listing (report, listing);
    }
  add_names (report, listings, RD_LISTING_NOT_LISTED, _ ("Not listed at"));
  if (count_state (listings, RD_LISTING_UNKNOWN) == 0)
    return;
  rd_report_add (report, RD_BLOCK_HEADING, _ ("What could not be checked"));
  for (guint i = 0; i < listings->len; i++)
    {
      const RdListing *listing = g_ptr_array_index (listings, i);

      if (listing->state == RD_LISTING_UNKNOWN)
        rd_report_add_labelled (report, RD_BLOCK_FACT, listing->list->name,
                                listing->reason != NULL ? rd_listing_reason_get_text (listing->reason) : _ ("Could not check"));
    }
}

static void
add_repairs (RdReport  *report,
             GPtrArray *findings)
{
  gboolean any = FALSE;

  for (guint i = 0; i < findings->len; i++)
    any |= ((const RdFinding *) g_ptr_array_index (findings, i))->state == RD_FINDING_BROKEN;
  if (any)
    _rd_report_add_finding_actions (report, findings);
  else
    rd_report_add (report, RD_BLOCK_PARAGRAPH, _ ("Nothing must be repaired, as far as it could be checked."));
}

static void
add_domain_sections (RdReport  *report,
                     GPtrArray *findings)
{
  rd_report_add (report, RD_BLOCK_HEADING, _ ("Requested actions"));
  rd_report_restart_steps (report);
  add_repairs (report, findings);
  _rd_report_add_improvements (report, findings);
  rd_report_add (report, RD_BLOCK_HEADING, _ ("How to see that it is done"));
  rd_report_restart_steps (report);
  _rd_report_add_record_checks (report, findings);
  rd_report_add (report, RD_BLOCK_STEP, _ ("Old answers live on in caches: ask again when the TTL of the old record is over."));
  rd_report_add (report, RD_BLOCK_HEADING, _ ("What was tested"));
  _rd_report_add_findings (report, findings);
}

/**
 * rd_report_new_for_survey:
 * @survey: what was found out
 * @options: whom it is for
 * @created: when the report is made
 *
 * Makes the report about a domain, or about an address on blocklists.
 *
 * Returns: (transfer full): the report
 */
RdReport *
rd_report_new_for_survey (const RdReportSurvey  *survey,
                          const RdReportOptions *options,
                          GDateTime             *created)
{
  g_autofree char *id = NULL;
  RdReport        *report;

  g_return_val_if_fail (survey != NULL && options != NULL, NULL);

  id = dup_survey_id (survey, created);
  report = rd_report_new (id, created, rd_redaction_new (options->redact));
  _rd_report_add_head (report, survey->listings != NULL ? _ ("Report on blocklists") : _ ("Report on the mail settings of a domain"), survey->listings == NULL ? survey->subject : NULL, options);
  rd_report_add (report, RD_BLOCK_HEADING, _ ("Summary"));
  rd_report_add (report, RD_BLOCK_LEAD, survey->subject);
  rd_report_add (report, RD_BLOCK_CALLOUT, survey->summary);
  rd_report_add_told (report, RD_BLOCK_FACT, _ ("State"), rd_finding_state_get_label (survey->state));
  if (survey->listings != NULL)
    {
      rd_report_add (report, RD_BLOCK_HEADING, _ ("Requested actions"));
      add_removals (report, survey->listings);
      add_listings (report, survey->listings);
    }
  else
    {
      add_domain_sections (report, survey->findings);
    }
  _rd_report_add_changes (report, survey->changes);
  _rd_report_add_evidence (report, survey->evidence);
  return report;
}
