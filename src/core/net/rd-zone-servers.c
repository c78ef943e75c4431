/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-zone-servers"

#include "config.h"

#include "rd-dns-server.h"
#include "rd-zone-servers.h"

#include <string.h>

/* Who is in charge of a name: the NS records of every zone that can hold it are
 * asked for at once and the closest wins, then the addresses of those servers.
 * Both steps are plain questions to the resolver, so that nothing here can go
 * round in circles. */

/* A name of ip6.arpa has 34 labels. */
#define MAX_ANCESTORS 36

/* A root zone has 13 servers; no other needs more. */
#define MAX_NAME_SERVERS 13

/* Of a blocklist a few will do: dozens of lists are asked at once, and large
 * ones have twenty servers. */
#define MAX_LIST_NAME_SERVERS 3

/* Tries are limited, so more addresses would never have their turn. */
#define MAX_ADDRESSES 6

typedef struct
{
  gboolean   allow_local;
  guint16    port;
  guint      pending;
  guint      max_names;
  guint      closest; /* labels taken off the name, of the closest zone found */
  GPtrArray *names;   /* (element-type utf8): name servers of that zone */
  GPtrArray *v4;      /* (element-type RdDnsServer) */
  GPtrArray *v6;      /* (element-type RdDnsServer) */
} Search;

typedef struct
{
  GTask *task;
  guint  distance;
} Ancestor;

static void
search_free (gpointer data)
{
  Search *search = data;

  g_ptr_array_unref (search->names);
  g_ptr_array_unref (search->v4);
  g_ptr_array_unref (search->v6);
  g_free (search);
}

static void
add_addresses (Search         *search,
               const RdAnswer *answer)
{
  for (guint i = 0; i < answer->records->len; i++)
    {
      const RdRr      *rr = g_ptr_array_index (answer->records, i);
      GPtrArray       *list = rr->type == RD_RR_A ? search->v4 : search->v6;
      g_autofree char *address = NULL;
      g_autofree char *server = NULL;

      if ((rr->type != RD_RR_A && rr->type != RD_RR_AAAA) || list->len >= MAX_ADDRESSES ||
          !(search->allow_local || rd_ip_is_public (&rr->address)))
        continue;
      address = rd_ip_to_string (&rr->address);
      server = g_strdup_printf (rr->type == RD_RR_AAAA ? "[%s]:%u" : "%s:%u", address, (guint) search->port);
      g_ptr_array_add (list, rd_dns_server_new (server));
    }
}

/* IPv4 first: many machines have an IPv6 address and no way out. */
static void
return_servers (GTask *task)
{
  Search    *search = g_task_get_task_data (task);
  GPtrArray *servers = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_dns_server_unref);
  GPtrArray *lists[] = { search->v4, search->v6 };

  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      for (guint j = 0; j < lists[i]->len && servers->len < MAX_ADDRESSES; j++)
        g_ptr_array_add (servers, rd_dns_server_ref (g_ptr_array_index (lists[i], j)));
    }
  g_task_return_pointer (task, servers, (GDestroyNotify) g_ptr_array_unref);
}

static void
address_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (GTask) task = data;
  Search *search = g_task_get_task_data (task);
  g_autoptr (RdAnswer) answer = rd_resolver_ask_finish (RD_RESOLVER (source), result, NULL);

  if (answer != NULL)
    add_addresses (search, answer);
  if (--search->pending > 0 || g_task_return_error_if_cancelled (task))
    return;
  return_servers (task);
}

static void
ask_addresses (GTask      *task,
               RdResolver *resolver)
{
  static const guint16 types[] = { RD_RR_A, RD_RR_AAAA };
  Search              *search = g_task_get_task_data (task);

  search->pending = search->names->len * G_N_ELEMENTS (types);
  if (search->pending == 0)
    {
      return_servers (task);
      return;
    }
  for (guint i = 0; i < search->names->len; i++)
    {
      for (gsize j = 0; j < G_N_ELEMENTS (types); j++)
        {
          g_autoptr (RdQuestion) question = rd_question_dns (g_ptr_array_index (search->names, i), types[j]);

          rd_resolver_ask_async (resolver, question, g_task_get_cancellable (task), address_cb,
                                 g_object_ref (task));
        }
    }
}

static void
name_servers_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      data)
{
  Ancestor *ancestor = data;
  g_autoptr (GTask) task = ancestor->task;
  guint   distance = ancestor->distance;
  Search *search = g_task_get_task_data (task);
  g_autoptr (RdAnswer) answer = rd_resolver_ask_finish (RD_RESOLVER (source), result, NULL);

  g_free (ancestor);
  if (answer != NULL && answer->state == RD_ANSWER_FOUND && distance < search->closest &&
      rd_answer_count (answer, RD_RR_CNAME) == 0)
    {
      search->closest = distance;
      g_ptr_array_set_size (search->names, 0);
      for (guint i = 0; i < MIN (rd_answer_count (answer, RD_RR_NS), search->max_names); i++)
        g_ptr_array_add (search->names, g_strdup (rd_answer_nth (answer, RD_RR_NS, i)->target));
    }
  if (--search->pending > 0 || g_task_return_error_if_cancelled (task))
    return;
  ask_addresses (task, RD_RESOLVER (source));
}

/**
 * rd_zone_servers_find_async:
 * @resolver: whom to ask
 * @question: what the servers shall be asked later
 * @allow_local: whether they may have private addresses
 * @port: port they listen on
 * @cancellable: (nullable): ends it early
 * @callback: called when it is over
 * @data: data for @callback
 *
 * Finds the servers in charge of @question.  DS records belong to the zone
 * above the name (RFC 4035 section 2.4).
 */
void
rd_zone_servers_find_async (RdResolver         *resolver,
                            const RdQuestion   *question,
                            gboolean            allow_local,
                            guint16             port,
                            GCancellable       *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer            data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  g_autoptr (GPtrArray) zones = g_ptr_array_new ();
  Search     *search = g_new0 (Search, 1);
  const char *zone = question->zone != NULL ? question->zone : question->name;

  g_task_set_source_tag (task, rd_zone_servers_find_async);
  search->allow_local = allow_local;
  search->port = port;
  search->max_names = question->zone != NULL ? MAX_LIST_NAME_SERVERS : MAX_NAME_SERVERS;
  search->closest = G_MAXUINT;
  search->names = g_ptr_array_new_with_free_func (g_free);
  search->v4 = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_dns_server_unref);
  search->v6 = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_dns_server_unref);
  g_task_set_task_data (task, search, search_free);

  if (question->rr_type == RD_RR_DS && strchr (zone, '.') != NULL)
    zone = strchr (zone, '.') + 1;
  while (zone != NULL && zones->len < MAX_ANCESTORS)
    {
      const char *dot = strchr (zone, '.');

      g_ptr_array_add (zones, (gpointer) zone);
      zone = dot != NULL && dot[1] != '\0' ? dot + 1 : NULL;
      /* No list is run by a top-level domain. */
      if (zone != NULL && question->zone != NULL && strchr (zone, '.') == NULL)
        zone = NULL;
    }
  search->pending = zones->len;
  for (guint i = 0; i < zones->len; i++)
    {
      g_autoptr (RdQuestion) name_servers = rd_question_dns (g_ptr_array_index (zones, i), RD_RR_NS);
      Ancestor *ancestor = g_new0 (Ancestor, 1);

      ancestor->task = g_object_ref (task);
      ancestor->distance = i;
      rd_resolver_ask_async (resolver, name_servers, cancellable, name_servers_cb, ancestor);
    }
}

/**
 * rd_zone_servers_find_finish:
 * @result: what the callback got
 * @error: return location for a #GError; only being cancelled is one
 *
 * Finishes rd_zone_servers_find_async().
 *
 * Returns: (transfer full) (element-type RdDnsServer) (nullable): the servers;
 *   empty if they cannot be found
 */
GPtrArray *
rd_zone_servers_find_finish (GAsyncResult *result,
                             GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
