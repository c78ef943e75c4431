/* SPDX-License-Identifier: GPL-3.0-or-later */

/* When it began.  Notices only exist of mail that failed, so the days before
 * say something only if mail failed on them for other reasons. */

#define G_LOG_DOMAIN "rd-insight"

#include "config.h"

#include "rd-insight-private.h"

#include <glib/gi18n-lib.h>

/* Refusals from so many receivers, within so long after the first, are no
 * matter of one of them. */
#define MIN_RECEIVERS 3
#define MIN_REFUSALS 5
#define ONSET (2 * RD_INSIGHT_DAY)

/* What must lie before: so many failures for other reasons, over so long. */
#define MIN_BEFORE 3
#define MIN_QUIET (3 * RD_INSIGHT_DAY)

static int
compare_moments (gconstpointer a,
                 gconstpointer b)
{
  const RdInsightMoment *first = a;
  const RdInsightMoment *second = b;

  return (first->time > second->time) - (first->time < second->time);
}

static guint
count_receivers (GArray *moments,
                 gint64  until)
{
  g_autoptr (GHashTable) receivers = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < moments->len; i++)
    {
      const RdInsightMoment *moment = &g_array_index (moments, RdInsightMoment, i);

      if (moment->is_refusal && moment->receiver != G_MAXUINT && moment->time <= until)
        g_hash_table_add (receivers, GUINT_TO_POINTER (moment->receiver + 1));
    }
  return g_hash_table_size (receivers);
}

/* Whether refusals by many receivers began at one time, after days on which
 * mail failed for other reasons only. */
gboolean
_rd_insight_find_beginning (const RdInsight *self,
                            gint64          *begin,
                            gint64          *quiet_since,
                            guint           *n_refusals,
                            guint           *n_receivers)
{
  g_autoptr (GArray) moments = g_array_copy (self->moments);
  guint n_before = 0;

  g_array_sort (moments, compare_moments);
  while (n_before < moments->len && !g_array_index (moments, RdInsightMoment, n_before).is_refusal)
    n_before++;
  if (n_before < MIN_BEFORE || n_before == moments->len)
    return FALSE;
  *begin = g_array_index (moments, RdInsightMoment, n_before).time;
  *quiet_since = g_array_index (moments, RdInsightMoment, 0).time;
  if (*begin - *quiet_since < MIN_QUIET || count_receivers (moments, *begin + ONSET) < MIN_RECEIVERS)
    return FALSE;
  *n_receivers = count_receivers (moments, G_MAXINT64);
  *n_refusals = 0;
  for (guint i = n_before; i < moments->len; i++)
    if (g_array_index (moments, RdInsightMoment, i).is_refusal)
      (*n_refusals)++;
  return *n_refusals >= MIN_REFUSALS;
}

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  gint64 first = *(const gint64 *) a;
  gint64 second = *(const gint64 *) b;

  return (first > second) - (first < second);
}

/* How many of @times fall within the busiest @span seconds. */
guint
_rd_insight_find_wave (GArray *times,
                       gint64  span)
{
  g_autoptr (GArray) sorted = g_array_copy (times);
  guint most = 0;
  guint first = 0;

  g_array_sort (sorted, compare_times);
  for (guint i = 0; i < sorted->len; i++)
    {
      while (g_array_index (sorted, gint64, i) - g_array_index (sorted, gint64, first) > span)
        first++;
      most = MAX (most, i - first + 1);
    }
  return most;
}

/* A day in the user's own time. */
char *
_rd_insight_dup_date (gint64 time)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_local (time);
  char *text = NULL;

  /* Translators: a day such as “3 March 2026”, see g_date_time_format() */
  if (date != NULL)
    text = g_date_time_format (date, _ ("%-d %B %Y"));
  return text != NULL ? text : g_strdup ("");
}
