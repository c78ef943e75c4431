/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-dns-lookup"

#include "config.h"

#include "rd-dns-server.h"
#include "rd-source.h"

#include <sys/random.h>

/* One question, from its first packet to what is believed in the end.
 *
 * Every 800 ms without an answer the question is put again, to the next server
 * in turn, and an answer to an earlier packet still counts.  A server that
 * says that it cannot or will not answer makes room for the next at once; the
 * best of such refusals is remembered, since "broken" and "not for you" mean
 * different things.  A server that dislikes EDNS is asked without, and what
 * does not fit into a packet is asked for again over TCP. */

/* A lost packet is no reason to distrust a server. */
#define SILENCES_TO_DISTRUST 3

/* When nobody has said anything for so long, one try each has to do, or a dead
 * connection would cost all tries for every few questions. */
#define SILENCES_TO_HURRY 16

typedef struct
{
  RdDnsServer *server;
  gboolean     tcp;
  gboolean     edns;
} Attempt;

typedef struct
{
  RdQuestion  *question;
  GPtrArray   *servers; /* (element-type RdDnsServer): in the order to try */
  gboolean     recursion;
  GHashTable  *exchanges; /* RdDnsExchange -> Attempt, under way */
  guint        attempts;
  guint        max_attempts;
  guint        unreachable; /* attempts that the system refused at once */
  RdDnsServer *last_server; /* (unowned) (nullable): asked last, in servers */
  gboolean     waits_for_tcp;
  gboolean     dangling; /* the answer ends in an alias to elsewhere */
  RdAnswer    *best;     /* (nullable): best of those that do not answer */
  GSource     *timer;
  GSource     *cancelled; /* (nullable) */
  gint64       asked_at;
  gint64       started;
} Lookup;

static void attempt_next (GTask *task);

static void
attempt_free (gpointer data)
{
  Attempt *attempt = data;

  rd_dns_server_unref (attempt->server);
  g_free (attempt);
}

static void
lookup_free (gpointer data)
{
  Lookup *lookup = data;

  rd_source_clear (&lookup->timer);
  rd_source_clear (&lookup->cancelled);
  g_hash_table_unref (lookup->exchanges);
  g_clear_pointer (&lookup->best, rd_answer_unref);
  g_ptr_array_unref (lookup->servers);
  rd_question_unref (lookup->question);
  g_free (lookup);
}

/* Nothing may call back once the task has returned. */
static void
stop (Lookup *lookup)
{
  GHashTableIter iter;
  gpointer       exchange;

  rd_source_clear (&lookup->timer);
  rd_source_clear (&lookup->cancelled);
  g_hash_table_iter_init (&iter, lookup->exchanges);
  while (g_hash_table_iter_next (&iter, &exchange, NULL))
    rd_dns_exchange_forget (exchange);
  g_hash_table_remove_all (lookup->exchanges);
}

/* Takes over the reference that the running lookup has on its task. */
static void
finish (GTask    *taken,
        RdAnswer *answer)
{
  g_autoptr (GTask) task = taken;
  Lookup *lookup = g_task_get_task_data (task);

  stop (lookup);
  answer->asked_at = lookup->asked_at;
  answer->took_ms = (double) (g_get_monotonic_time () - lookup->started) / 1000;
  g_task_return_pointer (task, answer, (GDestroyNotify) rd_answer_unref);
}

static void
finish_without (GTask      *task,
                const char *detail)
{
  Lookup   *lookup = g_task_get_task_data (task);
  RdAnswer *answer = g_steal_pointer (&lookup->best);

  if (answer == NULL)
    {
      answer = rd_answer_new (lookup->question, RD_ANSWER_TIMEOUT);
      answer->detail = g_strdup (detail);
    }
  finish (task, answer);
}

static gboolean
cancelled_cb (GCancellable *cancellable,
              gpointer      data)
{
  g_autoptr (GTask) task = data;

  stop (g_task_get_task_data (task));
  g_task_return_error_if_cancelled (task); /* the data of this source was its reference */
  return G_SOURCE_REMOVE;
}

/* How much a useless answer says; silence says least. */
static int
rank (RdAnswerState state)
{
  switch (state)
    {
    case RD_ANSWER_SERVER_FAILURE:
      return 3;
    case RD_ANSWER_REFUSED:
      return 2;
    case RD_ANSWER_MALFORMED:
      return 1;
    case RD_ANSWER_FOUND:
    case RD_ANSWER_NO_DATA:
    case RD_ANSWER_NO_SUCH_NAME:
    case RD_ANSWER_TIMEOUT:
    case RD_ANSWER_NOT_ASKED:
    default:
      return 0;
    }
}

static void
remember (Lookup   *lookup,
          RdAnswer *answer)
{
  g_autoptr (RdAnswer) candidate = answer;

  if (lookup->best == NULL || rank (candidate->state) > rank (lookup->best->state))
    {
      g_clear_pointer (&lookup->best, rd_answer_unref);
      lookup->best = g_steal_pointer (&candidate);
    }
}

static guint
count_tries (const GPtrArray *servers)
{
  gboolean hurry = TRUE;

  for (guint i = 0; i < servers->len; i++)
    hurry = hurry && ((const RdDnsServer *) g_ptr_array_index (servers, i))->silences >= SILENCES_TO_HURRY;
  if (hurry)
    return servers->len;
  return MAX (RD_DNS_TRIES, MIN (servers->len * RD_DNS_TRIES, 2 * RD_DNS_TRIES));
}

static gboolean
timer_cb (gpointer data)
{
  GTask  *task = data;
  Lookup *lookup = g_task_get_task_data (task);

  if (lookup->last_server != NULL)
    lookup->last_server->silences++;
  if (lookup->waits_for_tcp || (lookup->best != NULL && lookup->attempts >= lookup->servers->len))
    finish_without (task, NULL);
  else
    attempt_next (task);
  return G_SOURCE_REMOVE;
}

static void
arm_timer (GTask *task,
           guint  milliseconds)
{
  Lookup *lookup = g_task_get_task_data (task);

  rd_source_clear (&lookup->timer);
  lookup->timer = g_timeout_source_new (milliseconds);
  g_source_set_callback (lookup->timer, timer_cb, task, NULL);
  g_source_attach (lookup->timer, g_task_get_context (task));
}

static void exchange_cb (RdDnsExchange *exchange,
                         RdDnsOutcome   outcome,
                         const guint8  *message,
                         gsize          length,
                         gpointer       data);

static gboolean
put_question (GTask       *task,
              RdDnsServer *server,
              gboolean     tcp,
              gboolean     edns)
{
  Lookup         *lookup = g_task_get_task_data (task);
  RdDnsChannel   *channel = rd_dns_server_get_channel (server, tcp ? RD_DNS_TCP : edns ? RD_DNS_UDP_EDNS
                                                                                       : RD_DNS_UDP);
  RdDnsQueryFlags flags = 0;
  guint16         id = 0;
  g_autoptr (GBytes) query = NULL;
  Attempt *attempt;

  if (lookup->recursion)
    flags |= RD_DNS_QUERY_RECURSION;
  if (lookup->question->flags & RD_QUESTION_CHECKING_DISABLED)
    flags |= RD_DNS_QUERY_CHECKING_DISABLED;
  if (edns)
    flags |= RD_DNS_QUERY_EDNS;
  /* The number is what a forged answer has to guess. */
  if (channel == NULL || getrandom (&id, sizeof id, 0) != sizeof id)
    return FALSE;
  query = rd_dns_build_query (lookup->question, id, flags);
  if (query == NULL)
    return FALSE;
  attempt = g_new0 (Attempt, 1);
  attempt->server = rd_dns_server_ref (server);
  attempt->tcp = tcp;
  attempt->edns = edns;
  g_hash_table_insert (lookup->exchanges,
                       rd_dns_channel_send (channel, query, exchange_cb, task),
                       attempt);
  return TRUE;
}

static void
attempt_next (GTask *task)
{
  Lookup      *lookup = g_task_get_task_data (task);
  RdDnsServer *server;
  gboolean     last_round;

  if (lookup->attempts >= lookup->max_attempts)
    {
      finish_without (task, "no answer");
      return;
    }
  server = g_ptr_array_index (lookup->servers, lookup->attempts % lookup->servers->len);
  lookup->attempts++;
  lookup->last_server = server;
  /* Some old firewalls drop what has EDNS, so the last try goes without. */
  last_round = lookup->attempts > lookup->servers->len && lookup->attempts + lookup->servers->len > lookup->max_attempts;
  arm_timer (task, RD_DNS_TRY_MS);
  if (!put_question (task, server, FALSE, !server->no_edns && !last_round))
    finish_without (task, "could not be sent");
}

/* A server is of no use: goes on with one that was not tried yet. */
static void
give_way (GTask *task)
{
  Lookup *lookup = g_task_get_task_data (task);

  if (lookup->attempts < lookup->servers->len)
    attempt_next (task);
  else if (g_hash_table_size (lookup->exchanges) == 0 && lookup->best != NULL)
    finish_without (task, NULL);
  else if (lookup->unreachable >= lookup->servers->len)
    finish_without (task, "no DNS server can be reached");
}

static gboolean
retry_without_edns (GTask             *task,
                    const Attempt     *attempt,
                    const RdDnsHeader *header)
{
  if (!attempt->edns || (header->rcode != RD_DNS_RCODE_FORMERR && header->rcode != RD_DNS_RCODE_NOTIMP &&
                         header->rcode != RD_DNS_RCODE_BADVERS))
    return FALSE;
  attempt->server->no_edns = TRUE;
  return put_question (task, attempt->server, attempt->tcp, FALSE);
}

static gboolean
retry_over_tcp (GTask             *task,
                const Attempt     *attempt,
                const RdDnsHeader *header,
                RdAnswer          *answer)
{
  Lookup *lookup = g_task_get_task_data (task);

  if (!header->truncated || attempt->tcp)
    return FALSE;
  /* Should TCP fail, this is what is left: an answer that did not fit. */
  remember (lookup, rd_answer_ref (answer));
  if (lookup->waits_for_tcp)
    return TRUE;
  if (!put_question (task, attempt->server, TRUE, attempt->edns))
    return FALSE;
  lookup->waits_for_tcp = TRUE;
  arm_timer (task, RD_DNS_PATIENCE_MS);
  return TRUE;
}

/* A server that was asked as one in charge and is not says nothing. */
static gboolean
is_lame (const Lookup   *lookup,
         const RdAnswer *answer)
{
  return !lookup->recursion && rd_answer_is_known (answer) && !answer->authoritative;
}

static void
judge (GTask         *task,
       const Attempt *attempt,
       const guint8  *message,
       gsize          length)
{
  Lookup     *lookup = g_task_get_task_data (task);
  RdDnsHeader header = { 0 };
  g_autoptr (RdAnswer) answer = rd_dns_parse_answer (lookup->question, message, length, &header);

  attempt->server->silences = 0;
  if (attempt->edns && !header.edns && rd_answer_is_known (answer))
    attempt->server->no_edns = TRUE;
  answer->server = g_strdup (attempt->server->address);
  if (retry_without_edns (task, attempt, &header) || retry_over_tcp (task, attempt, &header, answer))
    return;
  if (is_lame (lookup, answer))
    {
      answer->state = RD_ANSWER_SERVER_FAILURE;
      g_ptr_array_set_size (answer->records, 0);
      answer->detail = g_strdup ("not in charge of this name");
    }
  if (rd_answer_is_known (answer))
    {
      lookup->dangling = header.dangling;
      finish (task, g_steal_pointer (&answer));
      return;
    }
  if (attempt->tcp)
    lookup->waits_for_tcp = FALSE;
  remember (lookup, g_steal_pointer (&answer));
  give_way (task);
}

static void
tcp_failed (GTask *task)
{
  Lookup *lookup = g_task_get_task_data (task);

  lookup->waits_for_tcp = FALSE;
  g_free (lookup->best->detail);
  lookup->best->detail = g_strdup ("the answer needs TCP, which failed");
  give_way (task);
}

static void
exchange_cb (RdDnsExchange *exchange,
             RdDnsOutcome   outcome,
             const guint8  *message,
             gsize          length,
             gpointer       data)
{
  GTask   *task = data;
  Lookup  *lookup = g_task_get_task_data (task);
  gpointer value = NULL;
  Attempt *attempt;

  g_hash_table_steal_extended (lookup->exchanges, exchange, NULL, &value);
  attempt = value;
  if (outcome == RD_DNS_ANSWERED)
    judge (task, attempt, message, length);
  else if (attempt->tcp)
    tcp_failed (task);
  else if (outcome == RD_DNS_UNREACHABLE)
    {
      attempt->server->silences++;
      lookup->unreachable++;
      give_way (task);
    }
  attempt_free (attempt);
}

/* Servers that have been silent for a while go to the end of the line; nothing
 * else changes the order their owner has given them. */
static GPtrArray *
order_servers (GPtrArray *servers)
{
  GPtrArray *ordered = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_dns_server_unref);

  for (int silent = 0; silent <= 1; silent++)
    {
      for (guint i = 0; i < servers->len; i++)
        {
          RdDnsServer *server = g_ptr_array_index (servers, i);

          if ((server->silences >= SILENCES_TO_DISTRUST) == (silent == 1))
            g_ptr_array_add (ordered, rd_dns_server_ref (server));
        }
    }
  return ordered;
}

/**
 * rd_dns_lookup_async:
 * @question: (transfer none): what to ask
 * @servers: (element-type RdDnsServer): whom to ask, best first; not empty
 * @recursion: whether they shall find out for us; otherwise they must be in
 *   charge themselves
 * @cancellable: (nullable): ends it early
 * @callback: called when it is over
 * @data: data for @callback
 *
 * Puts one question to servers in turn until one answers it.
 */
void
rd_dns_lookup_async (RdQuestion         *question,
                     GPtrArray          *servers,
                     gboolean            recursion,
                     GCancellable       *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer            data)
{
  GTask  *task;
  Lookup *lookup;

  g_return_if_fail (question != NULL);
  g_return_if_fail (servers != NULL && servers->len > 0);

  task = g_task_new (NULL, cancellable, callback, data);
  g_task_set_source_tag (task, rd_dns_lookup_async);
  lookup = g_new0 (Lookup, 1);
  lookup->question = rd_question_ref (question);
  lookup->servers = order_servers (servers);
  lookup->max_attempts = count_tries (servers);
  lookup->recursion = recursion;
  lookup->exchanges = g_hash_table_new_full (NULL, NULL, NULL, attempt_free);
  lookup->asked_at = g_get_real_time ();
  lookup->started = g_get_monotonic_time ();
  g_task_set_task_data (task, lookup, lookup_free);
  if (cancellable != NULL)
    {
      lookup->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (lookup->cancelled, G_SOURCE_FUNC (cancelled_cb), task, NULL);
      g_source_attach (lookup->cancelled, g_task_get_context (task));
    }
  attempt_next (task);
}

/**
 * rd_dns_lookup_finish:
 * @result: what the callback got
 * @dangling: (out): whether the answer ends in an alias of which the server
 *   says nothing more
 * @error: return location for a #GError; only being cancelled is one
 *
 * Finishes rd_dns_lookup_async().
 *
 * Returns: (transfer full) (nullable): the answer
 */
RdAnswer *
rd_dns_lookup_finish (GAsyncResult *result,
                      gboolean     *dangling,
                      GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  *dangling = ((Lookup *) g_task_get_task_data (G_TASK (result)))->dangling;
  return g_task_propagate_pointer (G_TASK (result), error);
}
