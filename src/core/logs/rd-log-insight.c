/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-log"

#include "config.h"

#include "rd-log-insight.h"

#include "rd-ip.h"
#include "rd-log-clock.h"
#include "rd-log-reply.h"

#include <glib/gi18n-lib.h>

/* So many unrelated domains must time out, and nobody else answer, before it is
 * the own network rather than theirs. */
#define MIN_SILENT_DOMAINS 3

/* Domains kept; more tell nothing new. */
#define MAX_SILENT_DOMAINS 100

typedef struct
{
  guint64 discarded;
  guint64 postponed;
  char   *domain;  /* the first one that hit it */
  char   *numbers; /* "151/150" */
} Limit;

struct _RdLogInsight
{
  GHashTable *silent; /* (element-type utf8): domains that timed out since a server last answered */
  RdLogTime   silent_since;
  guint64     silent_tries;

  Limit   emails;   /* "max emails per hour" */
  Limit   failures; /* "max defers and failures per hour" */
  guint64 held;     /* "outgoing mail hold", "suspension" */
  guint64 tainted;
  guint64 frozen_bounces;
  guint64 frozen_others;
};

/**
 * rd_log_insight_new:
 *
 * Starts with nothing known.
 *
 * Returns: (transfer full): an insight to feed
 */
RdLogInsight *
rd_log_insight_new (void)
{
  RdLogInsight *self = g_new0 (RdLogInsight, 1);

  self->silent = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

static void
limit_clear (Limit *limit)
{
  g_free (limit->domain);
  g_free (limit->numbers);
}

/**
 * rd_log_insight_free:
 * @self: (nullable): an insight
 *
 * Frees @self.
 */
void
rd_log_insight_free (RdLogInsight *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->silent);
  limit_clear (&self->emails);
  limit_clear (&self->failures);
  g_free (self);
}

static void
note_silence (RdLogInsight     *self,
              const RdLogEvent *event)
{
  const char *at = rd_slice_find_last_char (event->recipient, '@');
  char       *domain;

  if (at == NULL || event->is_waiting || rd_slice_find (event->text, RD_SLICE_LITERAL ("timed out")) == NULL)
    return;
  if (g_hash_table_size (self->silent) == 0)
    {
      self->silent_since = event->time;
      self->silent_tries = 0;
    }
  self->silent_tries++;
  if (g_hash_table_size (self->silent) >= MAX_SILENT_DOMAINS)
    return;
  domain = g_ascii_strdown (at + 1, (gssize) (rd_slice_end (event->recipient) - at - 1));
  g_hash_table_add (self->silent, domain);
}

/* A server outside answered: port 25 is open. */
static void
note_answer (RdLogInsight     *self,
             const RdLogEvent *event)
{
  RdIp ip;

  if (g_hash_table_size (self->silent) == 0 || event->ip.length == 0 || event->is_waiting)
    return;
  if (rd_ip_parse_len (event->ip.data, event->ip.length, &ip) && ip.family == RD_IP_V4 && ip.bytes[0] == 127)
    return;
  g_hash_table_remove_all (self->silent);
}

/* "Domain d has exceeded the max emails per hour (151/150 (100%)) allowed.
 * Message discarded." */
static void
note_limit (Limit            *limit,
            const RdLogEvent *event)
{
  static const RdSlice word = RD_SLICE_LITERAL ("Domain ");
  const char          *open = rd_slice_find_char (event->text, '(');

  if (rd_slice_find (event->text, RD_SLICE_LITERAL ("discarded")) != NULL)
    limit->discarded++;
  else
    limit->postponed++;
  if (limit->domain == NULL && rd_slice_starts (event->text, word))
    {
      RdSlice rest = rd_slice_skip (event->text, word.length);

      limit->domain = rd_log_text_dup (event->format, rd_slice_take_until (&rest, ' '));
    }
  if (limit->numbers == NULL && open != NULL)
    {
      RdSlice rest = rd_slice_range (open + 1, rd_slice_end (event->text));
      gsize   length = 0;

      while (length < rest.length && length < 24 && (g_ascii_isdigit (rest.data[length]) || rest.data[length] == '/'))
        length++;
      limit->numbers = g_strndup (rest.data, length);
    }
}

/* What the own server says about itself. */
static void
note_local_words (RdLogInsight     *self,
                  const RdLogEvent *event)
{
  if (event->text.length == 0 || event->ip.data != NULL)
    return;
  if (rd_slice_find (event->text, RD_SLICE_LITERAL ("exceeded the max emails per hour")) != NULL)
    note_limit (&self->emails, event);
  else if (rd_slice_find (event->text, RD_SLICE_LITERAL ("exceeded the max defers and failures per hour")) != NULL)
    note_limit (&self->failures, event);
  else if (rd_slice_find (event->text, RD_SLICE_LITERAL ("has an outgoing mail ")) != NULL)
    self->held++;
  else if (rd_slice_starts (event->text, RD_SLICE_LITERAL ("Tainted '")))
    self->tainted++;
}

/**
 * rd_log_insight_add:
 * @self: an insight
 * @event: what a line says
 *
 * Takes note of one event.
 */
void
rd_log_insight_add (RdLogInsight     *self,
                    const RdLogEvent *event)
{
  if (event->kind != RD_LOG_OUTCOME || event->is_inbound)
    return;
  switch (event->status)
    {
    case RD_LOG_DELIVERED:
    case RD_LOG_PASSED_ON:
      note_answer (self, event);
      break;
    case RD_LOG_FROZEN:
      if (event->sender.data != NULL && event->sender.length == 0)
        self->frozen_bounces++;
      else
        self->frozen_others++;
      break;
    case RD_LOG_FAILED:
    case RD_LOG_DEFERRED:
      if (event->is_host_down)
        note_silence (self, event);
      else
        note_answer (self, event);
      note_local_words (self, event);
      break;
    case RD_LOG_EXPIRED:
    case RD_LOG_REJECTED:
    case RD_LOG_QUEUED:
    case RD_LOG_DISCARDED:
    case RD_LOG_REMOVED:
    case RD_LOG_DELIVERABLE:
    case RD_LOG_UNDELIVERABLE:
    case N_RD_LOG_STATUSES:
    default:
      break;
    }
}

/* As a number that plural forms and %u can take. */
static guint
countable (guint64 count)
{
  return (guint) MIN (count, G_MAXINT);
}

static void
tell_silence (RdLogInsight *self,
              GPtrArray    *findings)
{
  g_autofree char *since = rd_log_time_to_string (&self->silent_since);
  RdFinding       *finding;

  if (g_hash_table_size (self->silent) < MIN_SILENT_DOMAINS)
    return;
  finding = rd_finding_new ("log.port-25-blocked", RD_FINDING_BROKEN, "25", RD_OWNER_HOST, _ ("Nothing leaves this server on port 25"));
  finding->explanation = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                       "%u attempt to reach other mail servers timed out since %s, and no server answered. This is how it looks when the provider blocks outgoing mail.",
                                                       "%u attempts to reach other mail servers timed out since %s, and no server answered. This is how it looks when the provider blocks outgoing mail.",
                                                       countable (self->silent_tries)),
                                          countable (self->silent_tries),
                                          since != NULL ? since : "?");
  finding->fix = g_strdup (_ ("Ask the provider of the server to open outgoing port 25, or send through a relay on port 587."));
  g_ptr_array_add (findings, finding);
}

static void
tell_limit (const Limit *limit,
            const char  *id,
            const char  *title,
            const char  *fix,
            GPtrArray   *findings)
{
  g_autofree char *thrown = NULL;
  g_autofree char *kept = NULL;
  RdFinding       *finding;

  if (limit->discarded + limit->postponed == 0)
    return;
  finding = rd_finding_new (id, limit->discarded > 0 ? RD_FINDING_BROKEN : RD_FINDING_WEAK, limit->domain, RD_OWNER_HOST, title);
  thrown = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u message was thrown away and must be sent again.", "%u messages were thrown away and must be sent again.", countable (limit->discarded)), countable (limit->discarded));
  kept = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u message waits and will go out later by itself.", "%u messages wait and will go out later by themselves.", countable (limit->postponed)), countable (limit->postponed));
  if (limit->discarded > 0 && limit->postponed > 0)
    finding->explanation = g_strdup_printf ("%s %s", thrown, kept);
  else
    finding->explanation = limit->discarded > 0 ? g_steal_pointer (&thrown) : g_steal_pointer (&kept);
  if (limit->numbers != NULL && *limit->numbers != '\0')
    {
      g_autofree char *words = g_steal_pointer (&finding->explanation);

      /* Translators: %1$s is messages sent and allowed, such as 151/150 */
      finding->explanation = g_strdup_printf (_ ("The host counted %1$s. %2$s"), limit->numbers, words);
    }
  finding->fix = g_strdup (fix);
  g_ptr_array_add (findings, finding);
}

static void
tell_frozen (RdLogInsight *self,
             GPtrArray    *findings)
{
  RdFinding *finding;

  if (self->frozen_bounces > 0)
    {
      finding = rd_finding_new ("log.frozen-bounces", RD_FINDING_INFO, NULL, RD_OWNER_HOST, _ ("Bounces that nobody can be given are stuck in the queue"));
      finding->explanation = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                           "%u frozen message has no sender: it is a bounce to an address that does not exist, mostly because spam was sent in its name.",
                                                           "%u frozen messages have no sender: they are bounces to addresses that do not exist, mostly because spam was sent in their name.",
                                                           countable (self->frozen_bounces)),
                                              countable (self->frozen_bounces));
      finding->fix = g_strdup (_ ("They are harmless and can be deleted. If they keep coming, the host should refuse mail for unknown addresses at once instead of bouncing it later."));
      g_ptr_array_add (findings, finding);
    }
  if (self->frozen_others > 0)
    {
      finding = rd_finding_new ("log.frozen-mail", RD_FINDING_WEAK, NULL, RD_OWNER_HOST, _ ("Mail is frozen in the queue and is not tried again"));
      finding->explanation = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u message is frozen.", "%u messages are frozen.", countable (self->frozen_others)), countable (self->frozen_others));
      finding->fix = g_strdup (_ ("Ask the host to look at the reason in the log and to thaw or remove them."));
      g_ptr_array_add (findings, finding);
    }
}

static void
tell_local_trouble (RdLogInsight *self,
                    GPtrArray    *findings)
{
  RdFinding *finding;

  if (self->held > 0)
    {
      finding = rd_finding_new ("log.outgoing-hold", RD_FINDING_BROKEN, NULL, RD_OWNER_HOST, _ ("Your host has stopped your outgoing mail"));
      finding->explanation = g_strdup (_ ("The server keeps or refuses all mail of this account before it leaves. Hosts do this when an account seems to send spam."));
      finding->fix = g_strdup (_ ("Change the passwords of the mailboxes, check the contact forms of the website, then ask the host to release the account."));
      g_ptr_array_add (findings, finding);
    }
  if (self->tainted > 0)
    {
      finding = rd_finding_new ("log.tainted-config", RD_FINDING_BROKEN, NULL, RD_OWNER_HOST, _ ("The mail server cannot deliver to its own mailboxes"));
      finding->explanation = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                           "%u delivery was put off because Exim does not trust a file name of its configuration. This comes with an upgrade of Exim.",
                                                           "%u deliveries were put off because Exim does not trust a file name of its configuration. This comes with an upgrade of Exim.",
                                                           countable (self->tainted)),
                                              countable (self->tainted));
      finding->fix = g_strdup (_ ("Ask the host to use checked values such as $local_part_data in the file names of the transports."));
      g_ptr_array_add (findings, finding);
    }
}

static int
compare_findings (gconstpointer a,
                  gconstpointer b)
{
  return rd_finding_compare (*(RdFinding *const *) a, *(RdFinding *const *) b);
}

/**
 * rd_log_insight_get_findings:
 * @self: an insight
 *
 * Tells what was learnt so far, worst first.
 *
 * Returns: (transfer full) (element-type RdFinding): the findings
 */
GPtrArray *
rd_log_insight_get_findings (RdLogInsight *self)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_finding_unref);

  tell_silence (self, findings);
  tell_limit (&self->emails, "log.hourly-limit", _ ("Your host’s limit of messages an hour was reached"), _ ("Spread large mailings over several hours, use a mailing service for them, or ask the host for a higher limit."), findings);
  tell_limit (&self->failures, "log.failure-limit", _ ("Your host paused your mail because too much of it failed"), _ ("Remove dead addresses from lists, check forwarders and contact forms, then wait an hour."), findings);
  tell_local_trouble (self, findings);
  tell_frozen (self, findings);
  g_ptr_array_sort (findings, compare_findings);
  return findings;
}
