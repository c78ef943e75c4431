/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-cli"

#include "config.h"

#include "rd-cli-log-text.h"

#include "rd-cli-text.h"
#include "rd-log-clock.h"
#include "rd-log-reply.h"

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

/* One delivery that is shown, in the words of the log. */
typedef struct
{
  guint64     number;  /* of the outcome */
  gboolean    is_past; /* a later line tells another end of it */
  RdLogFormat format;
  RdLogStatus status;
  RdLogTime   time;
  GString    *who;
  GString    *text;
} Row;

/* An outcome that may not be the end. */
typedef struct
{
  RdLogStatus status;
  CauseCount *count; /* (nullable) */
} Open;

struct _RdCliLogTable
{
  Row         rows[MAX_ROWS];              /* the latest, in a ring */
  guint       n_rows;                      /* taken altogether */
  GHashTable *causes;                      /* (element-type RdCause CauseCount) */
  GHashTable *open;                        /* (element-type guint64 Open): by the number of the outcome */
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

  self->causes = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->open = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
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
  for (guint i = 0; i < MAX_ROWS; i++)
    {
      if (self->rows[i].who == NULL)
        continue;
      g_string_free (self->rows[i].who, TRUE);
      g_string_free (self->rows[i].text, TRUE);
    }
  g_hash_table_unref (self->causes);
  g_hash_table_unref (self->open);
  g_free (self);
}

static CauseCount *
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
  return count;
}

/**
 * rd_cli_log_table_count:
 * @self: a table
 * @event: an outcome
 * @number: what it is called
 *
 * Counts an outcome.  Most of a log is of no more interest than that.
 *
 * Returns: whether nothing else of it is needed
 */
gboolean
rd_cli_log_table_count (RdCliLogTable    *self,
                        const RdLogEvent *event,
                        guint64           number)
{
  self->selected[event->status]++;
  if (event->status == RD_LOG_DEFERRED || event->status == RD_LOG_FROZEN)
    {
      Open *open = g_new0 (Open, 1);

      open->status = event->status;
      g_hash_table_insert (self->open, g_memdup2 (&number, sizeof number), open);
    }
  return event->is_waiting || event->is_inbound || event->status == RD_LOG_DELIVERED || event->status == RD_LOG_PASSED_ON;
}

static void
set_string (GString *string,
            RdSlice  text)
{
  g_string_truncate (string, 0);
  if (text.length > 0)
    g_string_append_len (string, text.data, (gssize) text.length);
}

/**
 * rd_cli_log_table_take:
 * @self: a table
 * @event: an outcome that was counted
 * @number: what it is called
 * @cause: (nullable): why it failed
 *
 * Adds an outcome to those that are shown.
 */
void
rd_cli_log_table_take (RdCliLogTable    *self,
                       const RdLogEvent *event,
                       guint64           number,
                       const RdCliCause *cause)
{
  Row  *row = &self->rows[self->n_rows++ % MAX_ROWS];
  Open *open = g_hash_table_lookup (self->open, &number);

  if (cause != NULL)
    {
      CauseCount *count = count_cause (self, cause);

      if (open != NULL)
        open->count = count;
    }
  if (row->who == NULL)
    {
      row->who = g_string_new (NULL);
      row->text = g_string_new (NULL);
    }
  row->number = number;
  row->is_past = FALSE;
  row->format = event->format;
  row->status = event->status;
  row->time = event->time;
  set_string (row->who, event->recipient.length > 0 ? event->recipient : event->queue_id);
  set_string (row->text, event->text);
}

/**
 * rd_cli_log_table_drop:
 * @self: a table
 * @number: an outcome that was counted
 *
 * Takes an outcome back: a later line tells how it really ended.
 */
void
rd_cli_log_table_drop (RdCliLogTable *self,
                       guint64        number)
{
  const Open *open = g_hash_table_lookup (self->open, &number);

  if (open == NULL)
    return;
  self->selected[open->status]--;
  if (open->count != NULL)
    open->count->count--;
  for (guint i = 0; i < MIN (self->n_rows, MAX_ROWS); i++)
    self->rows[i].is_past = self->rows[i].is_past || self->rows[i].number == number;
  g_hash_table_remove (self->open, &number);
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
    {
      if (((const CauseCount *) value)->count > 0)
        g_ptr_array_add (causes, value);
    }
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
print_row (const Row *row)
{
  g_autofree char *time = rd_log_time_to_string (&row->time);
  g_autofree char *who = rd_log_text_dup (row->format, (RdSlice){ row->who->str, row->who->len });
  g_autofree char *text = rd_log_text_dup (row->format, (RdSlice){ row->text->str, row->text->len });
  g_autofree char *head = NULL;

  head = g_strdup_printf ("%s  %s  %s", time != NULL ? time : "–", rd_log_status_get_label (row->status), *who != '\0' ? who : "–");
  rd_cli_print (RD_STYLE_PLAIN, 2, head);
  if (*text != '\0')
    rd_cli_print (RD_STYLE_DIM, 6, text);
}

static void
print_rows (RdCliLogTable *self)
{
  gboolean any = FALSE;

  for (guint i = 1; i <= MIN (self->n_rows, MAX_ROWS); i++)
    {
      const Row *row = &self->rows[(self->n_rows - i) % MAX_ROWS];

      if (row->is_past)
        continue;
      if (!any)
        {
          g_print ("\n");
          rd_cli_print (RD_STYLE_BOLD, 0, _ ("The latest, newest first"));
        }
      any = TRUE;
      print_row (row);
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
