/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-report-build"

#include "config.h"

#include "rd-report-build.h"

#include "rd-bounce-entry.h"
#include "rd-report-language.h"
#include "rd-report-log.h"
#include "rd-report-pdf.h"
#include "rd-task.h"
#include "rd-text.h"

/* Laying out takes longer than a frame, so it happens in a thread.  Only what
 * needs another language is worded before, in the main thread: the language
 * belongs to the whole process. */
typedef struct
{
  GPtrArray      *entries;   /* (element-type RdBounceEntry) (nullable): keep the diagnoses alive */
  RdReportSurvey *survey;    /* (nullable): instead of entries */
  RdLog          *log;       /* (nullable): instead of both */
  GPtrArray      *looks;     /* (element-type Look): one an entry */
  GPtrArray      *diagnoses; /* (element-type RdDiagnosis) (nullable): in another language */
  GBytes         *source;    /* (nullable) */
  RdReportOptions options;
  GDateTime      *created;
  RdReport       *report; /* (nullable): if already worded */
} Job;

/* What was found out about one bounce online.  Copies: the check may go on
 * while the report is laid out. */
typedef struct
{
  GPtrArray  *findings; /* (element-type RdFinding) (nullable) */
  RdEvidence *evidence; /* (nullable) */
} Look;

static void
look_free (gpointer data)
{
  Look *look = data;

  g_clear_pointer (&look->findings, g_ptr_array_unref);
  g_clear_pointer (&look->evidence, rd_evidence_unref);
  g_free (look);
}

static Look *
look_new (RdBounceEntry *entry)
{
  Look          *look = g_new0 (Look, 1);
  RdBounceCheck *check = rd_bounce_entry_get_check (entry);

  if (check == NULL || !rd_bounce_check_has_begun (check))
    return look;
  look->findings = rd_bounce_check_dup_findings (check);
  look->evidence = rd_evidence_copy (rd_bounce_check_get_evidence (check));
  return look;
}

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_pointer (&job->diagnoses, g_ptr_array_unref);
  g_clear_pointer (&job->entries, g_ptr_array_unref);
  g_clear_pointer (&job->looks, g_ptr_array_unref);
  g_clear_pointer (&job->survey, rd_report_survey_free);
  g_clear_pointer (&job->log, rd_log_unref);
  g_clear_pointer (&job->source, g_bytes_unref);
  g_clear_pointer (&job->report, rd_report_free);
  g_date_time_unref (job->created);
  g_free (job);
}

void
rd_built_report_free (RdBuiltReport *self)
{
  if (self == NULL)
    return;
  rd_pages_free (self->pages);
  rd_report_free (self->report);
  g_clear_pointer (&self->pdf, g_bytes_unref);
  g_free (self);
}

static RdReport *
word_bounces (const Job *job)
{
  guint                    n_items = job->entries->len;
  g_autofree RdReportItem *items = g_new0 (RdReportItem, n_items);

  for (guint i = 0; i < n_items; i++)
    {
      RdBounceEntry *entry = g_ptr_array_index (job->entries, i);
      const Look    *look = g_ptr_array_index (job->looks, i);

      items[i].diagnosis = job->diagnoses != NULL ? g_ptr_array_index (job->diagnoses, i) : rd_bounce_entry_get_diagnosis (entry);
      items[i].file = rd_bounce_entry_get_name (entry);
      items[i].findings = look->findings;
      items[i].evidence = look->evidence;
    }
  if (n_items == 1)
    items[0].source = job->source;
  return rd_report_new_for_items (items, n_items, &job->options, job->created);
}

static RdReport *
word_report (const Job *job)
{
  if (job->survey != NULL)
    return rd_report_new_for_survey (job->survey, &job->options, job->created);
  if (job->log != NULL)
    return rd_report_new_for_log (job->log, &job->options, job->created);
  return word_bounces (job);
}

static void
word_in_language (Job        *job,
                  const char *language)
{
  g_autoptr (RdReportLanguage) foreign = rd_report_language_enter (language);

  job->diagnoses = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_diagnosis_free);
  for (guint i = 0; i < job->entries->len; i++)
    g_ptr_array_add (job->diagnoses, rd_diagnosis_new_again (rd_bounce_entry_get_diagnosis (g_ptr_array_index (job->entries, i))));
  job->report = word_report (job);
}

static void
build_thread (GTask        *task,
              gpointer      object,
              gpointer      data,
              GCancellable *cancellable)
{
  Job    *job = data;
  GError *error = NULL;
  double  width;
  double  height;
  g_autoptr (RdBuiltReport) built = g_new0 (RdBuiltReport, 1);

  built->report = job->report != NULL ? g_steal_pointer (&job->report) : word_report (job);
  rd_pages_default_size (&width, &height);
  built->pages = rd_pages_new (built->report, width, height);
  if (g_task_return_error_if_cancelled (task))
    return;
  built->pdf = rd_report_to_pdf (built->report, &error);
  if (built->pdf == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&built), (GDestroyNotify) rd_built_report_free);
}

static Job *
job_new (const RdReportOptions *options)
{
  Job *job = g_new0 (Job, 1);

  job->options = *options;
  job->created = g_date_time_new_now_local ();
  return job;
}

/* Takes @job. */
static void
start (GTask *task,
       Job   *job)
{
  g_task_set_task_data (task, job, job_free);
  rd_task_run_in_thread (task, build_thread);
}

/**
 * rd_report_build_async:
 * @entries: (element-type RdBounceEntry): bounces, at least one
 * @source: (nullable): the message itself, if there is one entry
 * @options: whom it is for, what is left out
 * @language: (nullable): another language than that of the window
 * @cancellable: (nullable): to stop it
 * @callback: called when it is done
 * @data: for @callback
 *
 * Makes a report.
 */
void
rd_report_build_async (GPtrArray             *entries,
                       GBytes                *source,
                       const RdReportOptions *options,
                       const char            *language,
                       GCancellable          *cancellable,
                       GAsyncReadyCallback    callback,
                       gpointer               data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Job *job = job_new (options);

  g_task_set_source_tag (task, rd_report_build_async);
  job->entries = g_ptr_array_ref (entries);
  job->looks = g_ptr_array_new_full (entries->len, look_free);
  for (guint i = 0; i < entries->len; i++)
    g_ptr_array_add (job->looks, look_new (g_ptr_array_index (entries, i)));
  job->source = source != NULL ? g_bytes_ref (source) : NULL;
  if (language != NULL)
    word_in_language (job, language);
  start (task, job);
}

/**
 * rd_report_build_for_survey_async:
 * @survey: what was found out about a domain or an address
 * @options: whom it is for
 * @cancellable: (nullable): to stop it
 * @callback: called when it is done
 * @data: for @callback
 *
 * Makes a report without a bounce.
 */
void
rd_report_build_for_survey_async (const RdReportSurvey  *survey,
                                  const RdReportOptions *options,
                                  GCancellable          *cancellable,
                                  GAsyncReadyCallback    callback,
                                  gpointer               data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Job *job = job_new (options);

  g_task_set_source_tag (task, rd_report_build_for_survey_async);
  job->survey = rd_report_survey_copy (survey);
  start (task, job);
}

/**
 * rd_report_build_for_log_async:
 * @log: a log in which something failed
 * @options: whom it is for, what is left out
 * @cancellable: (nullable): to stop it
 * @callback: called when it is done
 * @data: for @callback
 *
 * Makes a report about a whole log.
 */
void
rd_report_build_for_log_async (RdLog                 *log,
                               const RdReportOptions *options,
                               GCancellable          *cancellable,
                               GAsyncReadyCallback    callback,
                               gpointer               data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Job *job = job_new (options);

  g_task_set_source_tag (task, rd_report_build_for_log_async);
  job->log = rd_log_ref (log);
  start (task, job);
}

RdBuiltReport *
rd_report_build_finish (GAsyncResult *result,
                        GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * rd_report_build_dup_changes:
 * @known: (element-type RdHistoryChange): what is found differently than before
 *
 * Copies @known for a report.
 *
 * Returns: (transfer full) (element-type RdReportChange): the changes
 */
GPtrArray *
rd_report_build_dup_changes (GPtrArray *known)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_report_change_free);

  for (guint i = 0; i < known->len; i++)
    {
      const RdHistoryChange *before = g_ptr_array_index (known, i);
      RdReportChange        *change = g_new0 (RdReportChange, 1);

      change->title = g_strdup (before->title);
      change->subject = g_strdup (before->subject);
      change->was_known = before->was_known;
      change->is_gone = before->is_gone;
      change->before = before->before;
      change->after = before->after;
      g_ptr_array_add (changes, change);
    }
  return changes;
}

/**
 * rd_report_build_dup_subject:
 * @entries: (element-type RdBounceEntry): bounces, at least one
 *
 * What a report about @entries is named after: the domain of the sender, and no
 * name of a person.
 *
 * Returns: (transfer full): the name
 */
char *
rd_report_build_dup_subject (GPtrArray *entries)
{
  const RdDiagnosis *first = rd_bounce_entry_get_diagnosis (g_ptr_array_index (entries, 0));
  const char        *from = first->bounce->original.from;
  char              *domain = from != NULL ? rd_address_dup_domain (from) : NULL;

  return domain != NULL ? domain : g_strdup ("mail");
}

/**
 * rd_report_build_dup_name:
 * @subject: what it is named after
 * @ending: the end of the name
 *
 * A name for a file: subject and date, of letters that every file system and
 * mail program takes.
 *
 * Returns: (transfer full): the name
 */
char *
rd_report_build_dup_name (const char *subject,
                          const char *ending)
{
  g_autofree char *safe = g_strcanon (g_strdup (subject), "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.", '-');
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *day = g_date_time_format (now, "%Y-%m-%d");

  return g_strdup_printf ("redeliver-%s-%s%s", safe, day, ending);
}
