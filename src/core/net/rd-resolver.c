/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-resolver"

#include "config.h"

#include "rd-dns-name.h"
#include "rd-dns-server.h"
#include "rd-dns-upstream.h"
#include "rd-resolver.h"
#include "rd-zone-servers.h"

/* Who asks DNS: so many questions at a time that none is lost, each to the server that
 * can answer it, past the cache to those in charge of the zone where a question wants
 * it. */

G_DEFINE_QUARK (rd_net_error, rd_net_error)

/* More than this at once overruns the receive buffer of a socket, and what is
 * lost costs a whole try: 500 at once took 2 s, 64 to 128 at a time lost none.
 * dnsmasq, in many routers and laptops, refuses more than 150. */
#define MAX_IN_FLIGHT 96

/* Servers in charge of a zone leave aliases to other zones for us to follow;
 * resolvers give up after as many. */
#define MAX_ALIASES 8

struct _RdResolver
{
  GObject parent_instance;

  GPtrArray  *servers;   /* (element-type RdDnsServer) */
  GPtrArray  *addresses; /* (element-type utf8), %NULL-terminated */
  GQueue      waiting;   /* of GTask */
  GHashTable *zones;     /* (element-type utf8 Zone): lists whose servers were looked for */
  guint       in_flight;
  gboolean    allow_local;
  guint16     zone_port;
};

typedef struct
{
  RdQuestion *question;
  GPtrArray  *servers; /* (element-type RdDnsServer) (nullable): the zone's own */
  guint       aliases; /* followed so far */
  RdAnswer   *alias;   /* (nullable): an answer whose end is still to be found */
} Request;

/* The servers of one blocklist, found once for all its questions. */
typedef struct
{
  GPtrArray *servers; /* (element-type RdDnsServer) (nullable): not found yet */
  GPtrArray *waiting; /* (element-type GTask) */
} Zone;

G_DEFINE_FINAL_TYPE (RdResolver, rd_resolver, G_TYPE_OBJECT)

static void pump (RdResolver *self);

static void
request_free (gpointer data)
{
  Request *request = data;

  g_clear_pointer (&request->servers, g_ptr_array_unref);
  g_clear_pointer (&request->alias, rd_answer_unref);
  rd_question_unref (request->question);
  g_free (request);
}

static void
zone_free (gpointer data)
{
  Zone *zone = data;

  g_clear_pointer (&zone->servers, g_ptr_array_unref);
  g_ptr_array_unref (zone->waiting);
  g_free (zone);
}

static void
rd_resolver_finalize (GObject *object)
{
  RdResolver *self = RD_RESOLVER (object);

  g_hash_table_unref (self->zones);
  g_ptr_array_unref (self->servers);
  g_ptr_array_unref (self->addresses);
  G_OBJECT_CLASS (rd_resolver_parent_class)->finalize (object);
}

static void
rd_resolver_class_init (RdResolverClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rd_resolver_finalize;
}

static void
rd_resolver_init (RdResolver *self)
{
  g_queue_init (&self->waiting);
  self->zones = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, zone_free);
  self->addresses = g_ptr_array_new_with_free_func (g_free);
  self->zone_port = 53;
}

/**
 * rd_resolver_new:
 * @servers: (nullable): addresses with or without port, with commas between
 *   them; %NULL for those of the system
 * @error: return location for a #GError of domain #RD_NET_ERROR
 *
 * Makes a resolver.  A survey gets a new one, and with it new source ports.
 *
 * Returns: (transfer full) (nullable): the resolver
 */
RdResolver *
rd_resolver_new (const char *servers,
                 GError    **error)
{
  g_autoptr (RdResolver) self = g_object_new (RD_TYPE_RESOLVER, NULL);

  if (servers != NULL)
    {
      self->servers = rd_dns_servers_parse (servers, error);
    }
  else
    {
      g_autoptr (GPtrArray) system = rd_dns_list_system_servers ();

      self->servers = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_dns_server_unref);
      for (guint i = 0; i < system->len; i++)
        g_ptr_array_add (self->servers, rd_dns_server_new (g_ptr_array_index (system, i)));
    }
  if (self->servers == NULL)
    {
      self->servers = g_ptr_array_new ();
      return NULL;
    }
  for (guint i = 0; i < self->servers->len; i++)
    g_ptr_array_add (self->addresses, g_strdup (((RdDnsServer *) g_ptr_array_index (self->servers, i))->address));
  g_ptr_array_add (self->addresses, NULL);
  return g_steal_pointer (&self);
}

/**
 * rd_resolver_dup_upstreams:
 * @self: a resolver
 *
 * Who answers in the end, as far as that is known without asking: behind a
 * server on this machine there usually is the one of the provider.
 *
 * Returns: (transfer full) (array zero-terminated=1): addresses with ports
 */
char **
rd_resolver_dup_upstreams (RdResolver *self)
{
  g_return_val_if_fail (RD_IS_RESOLVER (self), NULL);

  return rd_dns_upstream_dup ((const char *const *) self->addresses->pdata, NULL);
}

/**
 * rd_resolver_allow_local:
 * @self: a resolver
 * @port: port of servers in charge of a zone
 *
 * Lets servers that a zone names be on this machine or in this network, at a
 * port of their own: for laboratories.  Otherwise a zone that names 127.0.0.1
 * could make this machine talk to itself.
 */
void
rd_resolver_allow_local (RdResolver *self,
                         guint16     port)
{
  g_return_if_fail (RD_IS_RESOLVER (self));

  self->allow_local = TRUE;
  self->zone_port = port;
}

static RdAnswer *
answer_at_once (RdQuestion   *question,
                RdAnswerState state,
                const char   *detail)
{
  RdAnswer *answer = rd_answer_new (question, state);

  answer->detail = g_strdup (detail);
  answer->asked_at = g_get_real_time ();
  return answer;
}

static void ask (RdResolver         *self,
                 RdQuestion         *question,
                 guint               aliases,
                 GCancellable       *cancellable,
                 GAsyncReadyCallback callback,
                 gpointer            data);

static void
alias_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (GTask) task = data;
  Request *request = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (RdAnswer) end = rd_resolver_ask_finish (RD_RESOLVER (source), result, &error);
  g_autoptr (RdAnswer) answer = g_steal_pointer (&request->alias);

  if (end == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  for (guint i = 0; i < end->records->len; i++)
    g_ptr_array_add (answer->records, rd_rr_copy (g_ptr_array_index (end->records, i)));
  answer->state = end->state;
  answer->ttl = end->ttl;
  answer->took_ms += end->took_ms;
  answer->authenticated = answer->authenticated && end->authenticated;
  answer->detail = g_strdup (end->detail);
  g_task_return_pointer (task, g_steal_pointer (&answer), (GDestroyNotify) rd_answer_unref);
}

static void
follow_alias (GTask    *task,
              RdAnswer *answer)
{
  RdResolver *self = g_task_get_source_object (task);
  Request    *request = g_task_get_task_data (task);
  const RdRr *last = g_ptr_array_index (answer->records, answer->records->len - 1);
  g_autoptr (RdQuestion) question = rd_question_dns_full (last->target, request->question->rr_type,
                                                          request->question->flags & RD_QUESTION_CHECKING_DISABLED);

  request->alias = answer;
  ask (self, question, request->aliases + 1, g_task_get_cancellable (task), alias_cb, g_object_ref (task));
}

static void
lookup_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (RdResolver) self = g_object_ref (g_task_get_source_object (task));
  Request *request = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  gboolean  dangling = FALSE;
  RdAnswer *answer = rd_dns_lookup_finish (result, &dangling, &error);

  self->in_flight--;
  pump (self);
  if (answer == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (dangling && request->aliases < MAX_ALIASES)
    follow_alias (task, answer);
  else if (dangling)
    {
      g_autoptr (RdAnswer) unfinished = answer;

      g_task_return_pointer (task, answer_at_once (request->question, RD_ANSWER_MALFORMED, "aliases lead nowhere"),
                             (GDestroyNotify) rd_answer_unref);
    }
  else
    g_task_return_pointer (task, answer, (GDestroyNotify) rd_answer_unref);
}

static void
pump (RdResolver *self)
{
  while (self->in_flight < MAX_IN_FLIGHT && !g_queue_is_empty (&self->waiting))
    {
      g_autoptr (GTask) task = g_queue_pop_head (&self->waiting);
      Request      *request = g_task_get_task_data (task);
      GPtrArray    *servers = request->servers != NULL ? request->servers : self->servers;
      GCancellable *cancellable = g_task_get_cancellable (task);

      if (g_task_return_error_if_cancelled (task))
        continue;
      self->in_flight++;
      rd_dns_lookup_async (request->question, servers, request->servers == NULL, cancellable,
                           lookup_cb, g_object_ref (task));
    }
}

static void
enqueue (GTask *task)
{
  RdResolver *self = g_task_get_source_object (task);

  g_queue_push_tail (&self->waiting, task);
  pump (self);
}

static void
ask_zone_servers (GTask     *task,
                  GPtrArray *servers)
{
  Request *request = g_task_get_task_data (task);

  if (servers->len == 0)
    {
      g_task_return_pointer (task,
                             answer_at_once (request->question, RD_ANSWER_SERVER_FAILURE,
                                             "the servers in charge cannot be found"),
                             (GDestroyNotify) rd_answer_unref);
      return;
    }
  request->servers = g_ptr_array_ref (servers);
  enqueue (g_object_ref (task));
}

static void
zone_servers_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) servers = rd_zone_servers_find_finish (result, &error);

  if (servers == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    ask_zone_servers (task, servers);
}

static void
list_servers_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      data)
{
  g_autoptr (GTask) first = data;
  g_autoptr (RdResolver) self = g_object_ref (g_task_get_source_object (first));
  Request *request = g_task_get_task_data (first);
  Zone    *zone = g_hash_table_lookup (self->zones, request->question->zone);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) servers = rd_zone_servers_find_finish (result, &error);
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&zone->waiting);

  zone->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  zone->servers = servers != NULL ? g_ptr_array_ref (servers) : NULL;
  for (guint i = 0; i < waiting->len; i++)
    {
      GTask *task = g_ptr_array_index (waiting, i);

      if (servers == NULL)
        g_task_return_error (task, g_error_copy (error));
      else
        ask_zone_servers (task, servers);
    }
}

/* All questions to one list arrive together; its servers are looked for with
 * the first. */
static void
find_list_servers (RdResolver *self,
                   GTask      *task)
{
  Request *request = g_task_get_task_data (task);
  Zone    *zone = g_hash_table_lookup (self->zones, request->question->zone);

  if (zone != NULL && zone->servers != NULL)
    {
      ask_zone_servers (task, zone->servers);
      return;
    }
  if (zone == NULL)
    {
      zone = g_new0 (Zone, 1);
      zone->waiting = g_ptr_array_new_with_free_func (g_object_unref);
      g_hash_table_insert (self->zones, g_strdup (request->question->zone), zone);
    }
  g_ptr_array_add (zone->waiting, g_object_ref (task));
  if (zone->waiting->len == 1)
    rd_zone_servers_find_async (self, request->question, self->allow_local, self->zone_port,
                                g_task_get_cancellable (task), list_servers_cb, g_object_ref (task));
}

static void
ask (RdResolver         *self,
     RdQuestion         *question,
     guint               aliases,
     GCancellable       *cancellable,
     GAsyncReadyCallback callback,
     gpointer            data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  g_autoptr (GByteArray) wire = g_byte_array_new ();
  Request *request = g_new0 (Request, 1);

  g_task_set_source_tag (task, rd_resolver_ask_async);
  request->question = rd_question_ref (question);
  request->aliases = aliases;
  g_task_set_task_data (task, request, request_free);

  if (!rd_dns_name_append_wire (wire, question->name))
    g_task_return_pointer (task, answer_at_once (question, RD_ANSWER_MALFORMED, "not a name DNS can carry"),
                           (GDestroyNotify) rd_answer_unref);
  else if (self->servers->len == 0)
    g_task_return_pointer (task, answer_at_once (question, RD_ANSWER_NOT_ASKED, "no DNS server is set up"),
                           (GDestroyNotify) rd_answer_unref);
  else if (question->zone != NULL)
    find_list_servers (self, task);
  else if (question->flags & RD_QUESTION_AUTHORITATIVE)
    rd_zone_servers_find_async (self, question, self->allow_local, self->zone_port, cancellable,
                                zone_servers_cb, g_object_ref (task));
  else
    enqueue (g_object_ref (task));
}

/**
 * rd_resolver_ask_async:
 * @self: a resolver
 * @question: (transfer none): a question of kind %RD_QUESTION_DNS or
 *   %RD_QUESTION_DNSBL
 * @cancellable: (nullable): ends it early
 * @callback: called when there is an answer, never before this has returned
 * @data: data for @callback
 *
 * Asks DNS.  At most 96 questions are under way, the others wait for their
 * turn.
 */
void
rd_resolver_ask_async (RdResolver         *self,
                       RdQuestion         *question,
                       GCancellable       *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer            data)
{
  g_return_if_fail (RD_IS_RESOLVER (self));
  g_return_if_fail (question != NULL);
  g_return_if_fail (question->kind == RD_QUESTION_DNS || question->kind == RD_QUESTION_DNSBL);

  ask (self, question, 0, cancellable, callback, data);
}

/**
 * rd_resolver_ask_finish:
 * @self: a resolver
 * @result: what the callback got
 * @error: return location for a #GError; only being cancelled is one
 *
 * Finishes rd_resolver_ask_async().  Whatever DNS said or did not say is an
 * answer.
 *
 * Returns: (transfer full) (nullable): the answer
 */
RdAnswer *
rd_resolver_ask_finish (RdResolver   *self,
                        GAsyncResult *result,
                        GError      **error)
{
  g_return_val_if_fail (RD_IS_RESOLVER (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
