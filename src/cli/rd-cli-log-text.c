/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-cli"

#include "config.h"

#include "rd-cli-log-text.h"

#include "rd-cli-text.h"
#include "rd-log-clock.h"

#include <glib/gi18n.h>
#include <string.h>

/* Deliveries shown one by one.  Whoever wants all takes JSON. */
#define MAX_ROWS 25u

typedef struct
{
  const RdCause *cause;
  RdOwner        owner;
  guint          count;
} CauseCount;

struct _RdCliLogTable
{
  GQueue      latest;                      /* (element-type RdDelivery), oldest first */
  GHashTable *causes;                      /* (element-type RdCause CauseCount) */
  guint       selected[N_RD_LOG_STATUSES]; /* deliveries that passed the filters */
};

/**
 * rd_cli_log_table_new:
 *
 * Makes an empty table.
 *
 * Returns: (transfer full): the table
 */
RdCliLogTable *
rd_cli_log_table_new (void)
{
  RdCliLogTable *self = g_new0 (RdCliLogTable, 1);

  g_queue_init (&self->latest);
  self->causes = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  return self;
}

/**
 * rd_cli_log_table_free:
 * @self: (nullable): a table
 *
 * Frees @self.
 */
void
rd_cli_log_table_free (RdCliLogTable *self)
{
  if (self == NULL)
    return;
  g_queue_clear_full (&self->latest, (GDestroyNotify) rd_delivery_free);
  g_hash_table_unref (self->causes);
  g_free (self);
}

static void
count_cause (RdCliLogTable    *self,
             const RdCliCause *cause)
{
  CauseCount *count = g_hash_table_lookup (self->causes, cause->cause);

  if (count == NULL)
    {
      count = g_new0 (CauseCount, 1);
      count->cause = cause->cause;
      count->owner = cause->cause->owner;
      g_hash_table_insert (self->causes, (gpointer) cause->cause, count);
    }
  count->count++;
}

/**
 * rd_cli_log_table_count:
 * @self: a table
 * @event: an outcome
 *
 * Counts an outcome.  Most of a log is of no more interest than that.
 *
 * Returns: whether nothing else of it is needed
 */
gboolean
rd_cli_log_table_count (RdCliLogTable    *self,
                        const RdLogEvent *event)
{
  self->selected[event->status]++;
  return event->is_waiting || event->is_inbound || event->status == RD_LOG_DELIVERED;
}

/**
 * rd_cli_log_table_take:
 * @self: a table
 * @delivery: (transfer full): a delivery that was counted
 * @cause: (nullable): why it failed
 *
 * Adds a delivery to those that are shown.
 */
void
rd_cli_log_table_take (RdCliLogTable    *self,
                       RdDelivery       *delivery,
                       const RdCliCause *cause)
{
  if (cause != NULL)
    count_cause (self, cause);
  g_queue_push_tail (&self->latest, delivery);
  if (g_queue_get_length (&self->latest) > MAX_ROWS)
    rd_delivery_free (g_queue_pop_head (&self->latest));
}

static void
print_counts (RdCliLogTable *self)
{
  for (guint i = 0; i < N_RD_LOG_STATUSES; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", self->selected[i]);

      if (self->selected[i] > 0)
        rd_cli_print_item (2, rd_log_status_get_label ((RdLogStatus) i), 24, number);
    }
}

static int
compare_causes (gconstpointer a,
                gconstpointer b)
{
  const CauseCount *left = *(CauseCount *const *) a;
  const CauseCount *right = *(CauseCount *const *) b;

  if (left->count != right->count)
    return left->count > right->count ? -1 : 1;
  return strcmp (left->cause->id, right->cause->id);
}

static void
print_causes (RdCliLogTable *self)
{
  g_autoptr (GPtrArray) causes = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer       value;

  g_hash_table_iter_init (&iter, self->causes);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_add (causes, value);
  if (causes->len == 0)
    return;
  g_print ("\n");
  rd_cli_print (RD_STYLE_BOLD, 0, _ ("Why mail did not arrive"));
  g_ptr_array_sort (causes, compare_causes);
  for (guint i = 0; i < causes->len; i++)
    {
      const CauseCount *count = g_ptr_array_index (causes, i);
      g_autofree char  *number = g_strdup_printf ("%u", count->count);
      g_autofree char  *text = NULL;

      /* Translators: %1$s is a cause, %2$s is who must act */
      text = g_strdup_printf (_ ("%1$s (%2$s)"), rd_cause_get_title (count->cause), rd_owner_get_label (count->owner));
      rd_cli_print_item (2, number, 8, text);
    }
}

static void
print_rows (RdCliLogTable *self)
{
  if (g_queue_is_empty (&self->latest))
    return;
  g_print ("\n");
  rd_cli_print (RD_STYLE_BOLD, 0, _ ("The latest, newest first"));
  for (GList *l = self->latest.tail; l != NULL; l = l->prev)
    {
      const RdDelivery *delivery = l->data;
      g_autofree char  *time = rd_log_time_to_string (&delivery->time);
      g_autofree char  *head = NULL;
      const char       *who = delivery->recipient != NULL ? delivery->recipient : delivery->queue_id;

      head = g_strdup_printf ("%s  %s  %s", time != NULL ? time : "–", rd_log_status_get_label (delivery->status), who != NULL ? who : "–");
      rd_cli_print (RD_STYLE_PLAIN, 2, head);
      if (delivery->text != NULL)
        rd_cli_print (RD_STYLE_DIM, 6, delivery->text);
    }
}

static void
print_findings (GPtrArray *findings)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const RdFinding *finding = g_ptr_array_index (findings, i);

      g_print ("\n");
      rd_cli_print_state (finding->state, 0, finding->title);
      if (finding->explanation != NULL)
        rd_cli_print (RD_STYLE_PLAIN, 2, finding->explanation);
      if (finding->fix != NULL)
        rd_cli_print (RD_STYLE_PLAIN, 2, finding->fix);
    }
}

/**
 * rd_cli_log_table_print:
 * @self: a table
 * @format: what was read
 * @counts: how much of it was read
 * @findings: (element-type RdFinding): what many lines together tell
 *
 * Prints all that is known, counts first.
 */
void
rd_cli_log_table_print (RdCliLogTable     *self,
                        RdLogFormat        format,
                        const RdLogCounts *counts,
                        GPtrArray         *findings)
{
  guint64          lost = counts->foreign + counts->unknown;
  g_autofree char *title = NULL;

  title = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s, %u line", "%s, %u lines", (gulong) counts->lines), rd_log_format_get_label (format), (guint) counts->lines);
  rd_cli_print (RD_STYLE_BOLD, 0, title);
  if (lost > 0)
    {
      g_autofree char *note = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u line is about something else.", "%u lines are about something else.", (gulong) lost), (guint) lost);

      rd_cli_print (RD_STYLE_DIM, 2, note);
    }
  print_counts (self);
  print_findings (findings);
  print_causes (self);
  print_rows (self);
}
