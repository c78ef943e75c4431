/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-recorder"

#include "config.h"

#include "rd-recorder.h"

#include "rd-window.h"

/* Bounces of this session that panes ask about: which address, which lists. */
#define MAX_BOUNCES 20

#define SECONDS_A_DAY (24 * 60 * 60)

/* What the window learns, for later: bounces and surveys go into the history
 * while the user wants that, and the last bounces are there for other panes in
 * any case.  One for the whole program, made when something is first learnt. */
struct _RdRecorder
{
  GObject parent_instance;

  GSettings      *settings;
  RdHistoryQueue *queue;   /* (nullable): made when first needed */
  GQueue          bounces; /* of Bounce, newest first */
  gint64          pruned_at;
};

typedef struct
{
  GObject           *owner;
  const RdDiagnosis *diagnosis; /* (unowned): belongs to @owner */
} Bounce;

G_DEFINE_FINAL_TYPE (RdRecorder, rd_recorder, G_TYPE_OBJECT)

static void
bounce_free (gpointer data)
{
  Bounce *bounce = data;

  g_object_unref (bounce->owner);
  g_free (bounce);
}

static void
rd_recorder_dispose (GObject *object)
{
  RdRecorder *self = RD_RECORDER (object);

  g_queue_clear_full (&self->bounces, bounce_free);
  g_clear_object (&self->queue);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (rd_recorder_parent_class)->dispose (object);
}

static void
rd_recorder_class_init (RdRecorderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rd_recorder_dispose;
}

static void
rd_recorder_init (RdRecorder *self)
{
  self->settings = g_settings_new (APP_ID);
  g_queue_init (&self->bounces);
}

/**
 * rd_recorder_find:
 *
 * The recorder of this program.
 *
 * Returns: (transfer none) (nullable): the recorder, %NULL without an application
 */
RdRecorder *
rd_recorder_find (void)
{
  GApplication *application = g_application_get_default ();
  RdRecorder   *self;

  if (application == NULL)
    return NULL;
  self = g_object_get_data (G_OBJECT (application), "rd-recorder");
  if (self == NULL)
    {
      self = g_object_new (RD_TYPE_RECORDER, NULL);
      g_object_set_data_full (G_OBJECT (application), "rd-recorder", self, g_object_unref);
    }
  return self;
}

static void
trouble_cb (RdHistoryTrouble trouble,
            const char      *sentence,
            gpointer         data)
{
  GApplication *application = g_application_get_default ();
  GList        *windows = application != NULL ? gtk_application_get_windows (GTK_APPLICATION (application)) : NULL;

  for (; windows != NULL; windows = windows->next)
    {
      if (RD_IS_WINDOW (windows->data))
        rd_window_say (windows->data, sentence);
    }
}

static RdHistoryQueue *
ensure_queue (RdRecorder *self)
{
  g_autofree char *path = NULL;

  if (self->queue != NULL)
    return self->queue;
  path = rd_history_dup_default_path ();
  self->queue = rd_history_queue_new (path);
  rd_history_queue_set_trouble_func (self->queue, trouble_cb, NULL);
  return self->queue;
}

static gboolean
is_on (RdRecorder *self)
{
  return g_settings_get_boolean (self->settings, "keep-history");
}

static void
add (RdRecorder     *self,
     RdHistoryEntry *entry,
     GPtrArray      *findings)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  int    days = g_settings_get_int (self->settings, "history-days");

  rd_history_queue_add (ensure_queue (self), entry, findings);
  if (now < self->pruned_at + SECONDS_A_DAY)
    return;
  self->pruned_at = now;
  rd_history_queue_forget (self->queue, now - (gint64) days * SECONDS_A_DAY);
}

/* Lists that a bounce names are remembered with what stands on them: of some
 * nothing else is ever known. */
static GPtrArray *
dup_named_findings (const RdDiagnosis *diagnosis)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_finding_unref);
  g_autoptr (GPtrArray) named = NULL;
  const RdVerdict *verdict = diagnosis->main;

  /* Looking for lists where it was about something else costs time only. */
  if (verdict == NULL || verdict->cause == NULL || verdict->cause->family != RD_FAMILY_REPUTATION)
    return findings;
  named = rd_bounce_dup_named_lists (diagnosis->bounce, rd_blocklists_get_default ());
  for (guint i = 0; i < named->len; i++)
    {
      const RdNamedList *one = g_ptr_array_index (named, i);
      g_autofree char   *id = NULL;

      if (one->mention->list == NULL || one->mention->about == RD_LIST_ABOUT_NOTHING || one->subject == NULL)
        continue;
      id = g_strdup_printf ("blocklist.%s", one->mention->list->id);
      g_ptr_array_add (findings, rd_finding_new (id, RD_FINDING_BROKEN, one->subject, RD_OWNER_HOST, one->mention->meaning));
    }
  return findings;
}

static gint64
find_bounce_time (const RdBounce *bounce)
{
  g_autoptr (GDateTime) time = bounce->date != NULL ? g_date_time_new_from_iso8601 (bounce->date, NULL) : NULL;

  return time != NULL ? g_date_time_to_unix (time) : g_get_real_time () / G_USEC_PER_SEC;
}

/**
 * rd_recorder_note_bounce:
 * @self: the recorder
 * @owner: whom @diagnosis belongs to
 * @diagnosis: what a bounce means
 * @file: (nullable): where it was
 *
 * Notes a bounce that was just read.
 */
void
rd_recorder_note_bounce (RdRecorder        *self,
                         GObject           *owner,
                         const RdDiagnosis *diagnosis,
                         const char        *file)
{
  Bounce *bounce;

  g_return_if_fail (RD_IS_RECORDER (self));

  bounce = g_new0 (Bounce, 1);
  bounce->owner = g_object_ref (owner);
  bounce->diagnosis = diagnosis;
  g_queue_push_head (&self->bounces, bounce);
  if (self->bounces.length > MAX_BOUNCES)
    bounce_free (g_queue_pop_tail (&self->bounces));
  if (is_on (self))
    add (self, rd_history_entry_new_for_diagnosis (diagnosis, file, find_bounce_time (diagnosis->bounce)), dup_named_findings (diagnosis));
}

/**
 * rd_recorder_note_survey:
 * @self: the recorder
 * @kind: what was checked
 * @summary: the whole, with its subject
 * @findings: (element-type RdFinding): what was found
 *
 * Notes a survey that has come to its end.
 */
void
rd_recorder_note_survey (RdRecorder      *self,
                         RdHistoryKind    kind,
                         const RdFinding *summary,
                         GPtrArray       *findings)
{
  g_return_if_fail (RD_IS_RECORDER (self));

  if (is_on (self))
    add (self, rd_history_entry_new (kind, summary->subject, summary->state, summary->title, g_get_real_time () / G_USEC_PER_SEC), g_ptr_array_ref (findings));
}

/**
 * rd_recorder_dup_subjects:
 * @self: the recorder
 *
 * What the last bounce lets blocklists be asked about.
 *
 * Returns: (transfer full) (element-type RdListSubject): most certain first, may be empty
 */
GPtrArray *
rd_recorder_dup_subjects (RdRecorder *self)
{
  for (GList *item = self->bounces.head; item != NULL; item = item->next)
    {
      g_autoptr (GPtrArray) subjects = rd_bounce_dup_list_subjects (((Bounce *) item->data)->diagnosis->bounce);

      if (subjects->len > 0)
        return g_steal_pointer (&subjects);
    }
  return g_ptr_array_new ();
}

/**
 * rd_recorder_dup_named_lists:
 * @self: the recorder
 * @lists: the lists
 *
 * The lists that the last bounces name.
 *
 * Returns: (transfer full) (element-type RdNamedList): newest first, may be empty
 */
GPtrArray *
rd_recorder_dup_named_lists (RdRecorder         *self,
                             const RdBlocklists *lists)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_named_list_free);

  for (GList *item = self->bounces.head; item != NULL; item = item->next)
    {
      g_autoptr (GPtrArray) named = rd_bounce_dup_named_lists (((Bounce *) item->data)->diagnosis->bounce, lists);

      g_ptr_array_extend_and_steal (all, g_steal_pointer (&named));
    }
  return all;
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (GTask) task = data;
  GError          *error = NULL;
  RdHistoryReport *report = rd_history_queue_read_finish (RD_HISTORY_QUEUE (object), result, &error);

  if (report != NULL)
    g_task_return_pointer (task, report, (GDestroyNotify) rd_history_report_free);
  else
    g_task_return_error (task, error);
}

/* What was known before; nothing while the user wants no history. */
void
rd_recorder_read_async (RdRecorder         *self,
                        RdHistoryKind       kind,
                        const char         *subject,
                        GCancellable       *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer            data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);

  g_task_set_source_tag (task, rd_recorder_read_async);
  if (is_on (self))
    rd_history_queue_read_async (ensure_queue (self), kind, subject, cancellable, read_cb, g_steal_pointer (&task));
  else
    g_task_return_pointer (task, NULL, NULL);
}

RdHistoryReport *
rd_recorder_read_finish (RdRecorder   *self,
                         GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}

static void
clear_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (rd_history_queue_clear_finish (RD_HISTORY_QUEUE (object), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Forgets all that was ever found, also of this session. */
void
rd_recorder_clear_async (RdRecorder         *self,
                         GAsyncReadyCallback callback,
                         gpointer            data)
{
  GTask *task = g_task_new (self, NULL, callback, data);

  g_task_set_source_tag (task, rd_recorder_clear_async);
  g_queue_clear_full (&self->bounces, bounce_free);
  rd_history_queue_clear_async (ensure_queue (self), clear_cb, task);
}

gboolean
rd_recorder_clear_finish (RdRecorder   *self,
                          GAsyncResult *result,
                          GError      **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
