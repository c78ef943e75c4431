/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-log-entry"

#include "config.h"

#include "rd-log-entry.h"

#include "rd-diagnosis.h"
#include "rd-log-words.h"
#include "rd-outside.h"
#include "rd-task.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

/* One delivery of a log, as a line of the list.  Its words are read by a thread
 * when somebody looks at it, for the file may be slow or large. */
struct _RdLogEntry
{
  GObject parent_instance;

  RdLog      *log;
  guint       number;
  RdLogStatus status;
  gboolean    is_loading;
  gboolean    is_loaded;
  char       *title;    /* (nullable) */
  char       *subtitle; /* (nullable) */
};

/* What a thread found out. */
typedef struct
{
  char *title;
  char *subtitle;
} Words;

enum
{
  PROP_0,
  PROP_LOADED,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (RdLogEntry, rd_log_entry, G_TYPE_OBJECT)

static void
words_free (Words *words)
{
  g_free (words->title);
  g_free (words->subtitle);
  g_free (words);
}

static void
rd_log_entry_finalize (GObject *object)
{
  RdLogEntry *self = RD_LOG_ENTRY (object);

  rd_log_unref (self->log);
  g_free (self->title);
  g_free (self->subtitle);
  G_OBJECT_CLASS (rd_log_entry_parent_class)->finalize (object);
}

static void
rd_log_entry_get_property (GObject    *object,
                           guint       id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  if (id == PROP_LOADED)
    g_value_set_boolean (value, RD_LOG_ENTRY (object)->is_loaded);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
rd_log_entry_class_init (RdLogEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = rd_log_entry_finalize;
  object_class->get_property = rd_log_entry_get_property;
  properties[PROP_LOADED] = g_param_spec_boolean ("loaded", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
rd_log_entry_init (RdLogEntry *self)
{
}

/**
 * rd_log_entry_new:
 * @log: a log
 * @number: of a delivery in it
 *
 * Returns: (transfer full): the entry, without words yet
 */
RdLogEntry *
rd_log_entry_new (RdLog *log,
                  guint  number)
{
  RdLogEntry *self = g_object_new (RD_TYPE_LOG_ENTRY, NULL);

  self->log = rd_log_ref (log);
  self->number = number;
  self->status = rd_log_get_delivery_status (log, number);
  return self;
}

guint
rd_log_entry_get_number (RdLogEntry *self)
{
  return self->number;
}

RdLogStatus
rd_log_entry_get_status (RdLogEntry *self)
{
  return self->status;
}

/* Whom it was for; of refused clients often only their address is known. */
static char *
dup_title (const RdDelivery *delivery)
{
  const char *candidates[] = { delivery->original_recipient, delivery->recipient, delivery->remote_host, delivery->remote_ip, delivery->queue_id };

  for (gsize i = 0; i < G_N_ELEMENTS (candidates); i++)
    {
      if (candidates[i] != NULL && *candidates[i] != '\0')
        return rd_outside_dup_line (candidates[i]);
    }
  return g_strdup (rd_log_status_get_label (delivery->status));
}

/* The cause, where there is one to find. */
static char *
dup_reason (const RdDelivery *delivery)
{
  g_autoptr (RdFailure) failure = NULL;
  RdVerdict verdict = { 0 };
  char     *reason;

  if (delivery->is_inbound || (delivery->status != RD_LOG_FAILED && delivery->status != RD_LOG_EXPIRED && delivery->status != RD_LOG_DEFERRED))
    return delivery->is_inbound && delivery->text != NULL ? rd_outside_dup_line (delivery->text) : g_strdup (rd_log_status_get_label (delivery->status));
  failure = rd_delivery_to_failure (delivery);
  rd_diagnosis_judge (failure, NULL, &verdict);
  reason = g_strdup (rd_cause_get_title (verdict.cause));
  rd_verdict_clear (&verdict);
  return reason;
}

static void
load_thread (GTask        *task,
             gpointer      object,
             gpointer      data,
             GCancellable *cancellable)
{
  RdLogEntry *self = object;
  g_autoptr (RdDelivery) delivery = rd_log_read_delivery (self->log, self->number);
  Words           *words = g_new0 (Words, 1);
  g_autofree char *time = delivery != NULL ? rd_log_time_dup_short (&delivery->time) : NULL;
  g_autofree char *reason = delivery != NULL ? dup_reason (delivery) : g_strdup (_ ("The file has changed since it was read"));

  words->title = delivery != NULL ? dup_title (delivery) : g_strdup (rd_log_status_get_label (self->status));
  /* Translators: what happened to a mail, and when.  There is not always room for all of it. */
  words->subtitle = time != NULL ? g_strdup_printf (_ ("%1$s · %2$s"), reason, time) : g_steal_pointer (&reason);
  g_task_return_pointer (task, words, (GDestroyNotify) words_free);
}

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  RdLogEntry *self = RD_LOG_ENTRY (object);
  Words      *words = g_task_propagate_pointer (G_TASK (result), NULL);

  self->title = g_steal_pointer (&words->title);
  self->subtitle = g_steal_pointer (&words->subtitle);
  words_free (words);
  self->is_loading = FALSE;
  self->is_loaded = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADED]);
}

/**
 * rd_log_entry_load:
 * @self: an entry
 *
 * Has the words read, unless that is done or under way; then notifies “loaded”.
 */
void
rd_log_entry_load (RdLogEntry *self)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (RD_IS_LOG_ENTRY (self));

  if (self->is_loaded || self->is_loading)
    return;
  self->is_loading = TRUE;
  task = g_task_new (self, NULL, loaded_cb, NULL);
  g_task_set_source_tag (task, rd_log_entry_load);
  rd_task_run_in_thread (task, load_thread);
}

/* Safe to show; before the words are there, what became of the mail. */
const char *
rd_log_entry_get_title (RdLogEntry *self)
{
  return self->title != NULL ? self->title : rd_log_status_get_label (self->status);
}

const char *
rd_log_entry_get_subtitle (RdLogEntry *self)
{
  return self->subtitle != NULL ? self->subtitle : "";
}
