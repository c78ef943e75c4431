/* SPDX-License-Identifier: GPL-3.0-or-later */

/* When a watched address is looked at again, and what of it is news.  Lists are
 * asked seldom and never all at the same moment by everybody; people are told
 * of changes that hurt or help, not of every remark. */

#define G_LOG_DOMAIN "rd-watch"

#include "config.h"

#include "rd-watch.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Lists below this weight refuse next to no mail. */
#define LEAST_NEWS_WEIGHT 20

/* Part of the interval by which the next look is earlier or later. */
#define JITTER_PERCENT 20

/* A listing that ends by itself is gone from all servers of the list then. */
#define SPREAD_SECONDS (4 * 3600)

#define PREFIX "blocklist."

/* After a request for removal people want to know soon; lists need from minutes
 * to a day. */
static const guint request_hours[] = { 1, 4, 12, 24 };

/**
 * rd_watch_find_next:
 * @watch: what is known about the looks at one subject
 * @hours: interval
 * @subject: what is watched
 *
 * When to look again.  A listing that ends in between is looked at then, and so
 * is one whose removal was asked for.
 *
 * Returns: seconds since the epoch
 */
gint64
rd_watch_find_next (const RdWatchTimes *watch,
                    guint               hours,
                    const char         *subject)
{
  gint64 last = watch->last;
  gint64 interval = (gint64) hours * 3600;
  gint64 spread = interval * JITTER_PERCENT / 100;
  gint64 next;

  if (last == 0)
    return 0;
  /* The same for one subject and day, so that a restart changes nothing. */
  next = last + interval - spread + (gint64) ((g_str_hash (subject) ^ (guint) (last / 86400)) % (guint) (2 * spread + 1));
  if (watch->end > 0 && watch->end + SPREAD_SECONDS > last)
    next = MIN (next, watch->end + SPREAD_SECONDS);
  for (gsize i = 0; watch->requested > 0 && i < G_N_ELEMENTS (request_hours); i++)
    {
      gint64 step = watch->requested + (gint64) request_hours[i] * 3600;

      if (step > last)
        next = MIN (next, step);
    }
  return next;
}

/**
 * rd_watch_is_requested:
 * @watch: what is known about the looks at one subject
 * @now: seconds since the epoch
 *
 * Whether a request for removal still makes looks more frequent.
 *
 * Returns: whether it does
 */
gboolean
rd_watch_is_requested (const RdWatchTimes *watch,
                       gint64              now)
{
  return watch->requested > 0 && now < watch->requested + (gint64) request_hours[G_N_ELEMENTS (request_hours) - 1] * 3600;
}

static gboolean
is_listed (RdFindingState state)
{
  return state == RD_FINDING_BROKEN || state == RD_FINDING_WEAK;
}

static const RdBlocklist *
find_list (const RdBlocklists    *lists,
           const RdHistoryChange *change)
{
  const RdBlocklist *list;

  if (!g_str_has_prefix (change->finding, PREFIX))
    return NULL;
  list = rd_blocklists_find (lists, change->finding + strlen (PREFIX));
  return list != NULL && list->weight >= LEAST_NEWS_WEIGHT ? list : NULL;
}

/* A list that was never heard before and names the subject is news, too; the
 * very first look at a subject has no changes. */
static gboolean
is_start (const RdHistoryChange *change)
{
  return !change->is_gone && is_listed (change->after) && (!change->was_known || !is_listed (change->before));
}

static gboolean
is_end (const RdHistoryChange *change)
{
  return !change->is_gone && change->was_known && is_listed (change->before) && change->after == RD_FINDING_FINE;
}

static char *
dup_title (const char *subject,
           gboolean    starts)
{
  if (starts)
    /* Translators: an internet address or a domain */
    return g_strdup_printf (_ ("%s is on a blocklist now"), subject);
  return g_strdup_printf (_ ("%s is off a blocklist again"), subject);
}

/**
 * rd_watch_news_new:
 * @changes: (element-type RdHistoryChange): what changed
 * @lists: the lists
 * @subject: what is watched
 *
 * Picks what somebody wants to know at once.  Bad news come before good news.
 *
 * Returns: (transfer full) (nullable): the news, %NULL if there are none
 */
RdWatchNews *
rd_watch_news_new (GPtrArray          *changes,
                   const RdBlocklists *lists,
                   const char         *subject)
{
  for (int starts = 1; starts >= 0; starts--)
    {
      g_autoptr (GPtrArray) names = g_ptr_array_new ();
      g_autoptr (GStrvBuilder) findings = g_strv_builder_new ();
      g_autofree char *joined = NULL;
      RdWatchNews     *self;

      for (guint i = 0; i < changes->len; i++)
        {
          const RdHistoryChange *change = g_ptr_array_index (changes, i);
          const RdBlocklist     *list = find_list (lists, change);

          if (list == NULL || !(starts ? is_start (change) : is_end (change)))
            continue;
          g_ptr_array_add (names, list->name);
          g_strv_builder_add (findings, change->finding);
        }
      if (names->len == 0)
        continue;
      g_ptr_array_add (names, NULL);
      /* Translators: separates the items of a list */
      joined = g_strjoinv (_ (", "), (char **) names->pdata);
      self = g_new0 (RdWatchNews, 1);
      self->state = starts ? RD_FINDING_BROKEN : RD_FINDING_FINE;
      self->title = dup_title (subject, starts);
      self->body = g_strdup (joined);
      self->findings = g_strv_builder_end (findings);
      return self;
    }
  return NULL;
}

/**
 * rd_watch_news_holds:
 * @self: news
 * @findings: (element-type RdFinding): what a second look found
 *
 * Tells whether a second look found the same: lists are sometimes wrong for a
 * minute.
 *
 * Returns: whether it did
 */
gboolean
rd_watch_news_holds (const RdWatchNews *self,
                     GPtrArray         *findings)
{
  gboolean wanted = is_listed (self->state);

  for (guint i = 0; i < findings->len; i++)
    {
      const RdFinding *finding = g_ptr_array_index (findings, i);

      if (g_strv_contains ((const char *const *) self->findings, finding->id) &&
          (wanted ? is_listed (finding->state) : finding->state == RD_FINDING_FINE))
        return TRUE;
    }
  return FALSE;
}

/**
 * rd_watch_news_free:
 * @self: (nullable): news
 *
 * Frees @self.
 */
void
rd_watch_news_free (RdWatchNews *self)
{
  if (self == NULL)
    return;
  g_free (self->title);
  g_free (self->body);
  g_strfreev (self->findings);
  g_free (self);
}
