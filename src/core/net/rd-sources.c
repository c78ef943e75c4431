/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-sources"

#include "config.h"

#include "rd-sources.h"

struct _RdSources
{
  GObject parent_instance;

  RdResolver *resolver;
  RdFetcher  *fetcher;
  RdGreeter  *greeter;
};

G_DEFINE_FINAL_TYPE (RdSources, rd_sources, G_TYPE_OBJECT)

static void
rd_sources_finalize (GObject *object)
{
  RdSources *self = RD_SOURCES (object);

  g_clear_object (&self->greeter);
  g_clear_object (&self->fetcher);
  g_clear_object (&self->resolver);
  G_OBJECT_CLASS (rd_sources_parent_class)->finalize (object);
}

static void
rd_sources_class_init (RdSourcesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rd_sources_finalize;
}

static void
rd_sources_init (RdSources *self)
{
}

/**
 * rd_sources_new:
 * @servers: (nullable): DNS servers, addresses with or without port and commas
 *   between them; %NULL for those of the system
 * @error: return location for a #GError of domain #RD_NET_ERROR
 *
 * Makes sources for one survey.  Each survey gets new ones, and with them new
 * source ports and the servers the system has now.
 *
 * Returns: (transfer full) (nullable): the sources
 */
RdSources *
rd_sources_new (const char *servers,
                GError    **error)
{
  g_autoptr (RdResolver) resolver = rd_resolver_new (servers, error);
  RdSources *self;

  if (resolver == NULL)
    return NULL;
  self = g_object_new (RD_TYPE_SOURCES, NULL);
  self->fetcher = rd_fetcher_new (resolver);
  self->greeter = rd_greeter_new (resolver);
  self->resolver = g_steal_pointer (&resolver);
  return self;
}

/**
 * rd_sources_get_resolver:
 * @self: sources
 *
 * Who asks DNS.
 *
 * Returns: (transfer none): the resolver
 */
RdResolver *
rd_sources_get_resolver (RdSources *self)
{
  g_return_val_if_fail (RD_IS_SOURCES (self), NULL);

  return self->resolver;
}

/**
 * rd_sources_get_fetcher:
 * @self: sources
 *
 * Who asks web servers.
 *
 * Returns: (transfer none): the fetcher
 */
RdFetcher *
rd_sources_get_fetcher (RdSources *self)
{
  g_return_val_if_fail (RD_IS_SOURCES (self), NULL);

  return self->fetcher;
}

/**
 * rd_sources_get_greeter:
 * @self: sources
 *
 * Who asks mail servers.
 *
 * Returns: (transfer none): the greeter
 */
RdGreeter *
rd_sources_get_greeter (RdSources *self)
{
  g_return_val_if_fail (RD_IS_SOURCES (self), NULL);

  return self->greeter;
}

static void
return_answer (GTask    *task,
               RdAnswer *answer,
               GError   *error)
{
  if (answer != NULL)
    g_task_return_pointer (task, answer, (GDestroyNotify) rd_answer_unref);
  else
    g_task_return_error (task, error);
  g_object_unref (task);
}

static void
resolved_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  GError   *error = NULL;
  RdAnswer *answer = rd_resolver_ask_finish (RD_RESOLVER (source), result, &error);

  return_answer (data, answer, error);
}

static void
fetched_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  GError   *error = NULL;
  RdAnswer *answer = rd_fetcher_fetch_finish (RD_FETCHER (source), result, &error);

  return_answer (data, answer, error);
}

static void
greeted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  GError   *error = NULL;
  RdAnswer *answer = rd_greeter_greet_finish (RD_GREETER (source), result, &error);

  return_answer (data, answer, error);
}

/**
 * rd_sources_ask_async:
 * @self: sources
 * @question: (transfer none): what to ask
 * @cancellable: (nullable): ends it early
 * @callback: called when there is an answer, never before this has returned
 * @data: data for @callback
 *
 * Asks whoever can answer @question.
 */
void
rd_sources_ask_async (RdSources          *self,
                      RdQuestion         *question,
                      GCancellable       *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer            data)
{
  GTask *task;

  g_return_if_fail (RD_IS_SOURCES (self));
  g_return_if_fail (question != NULL);

  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, rd_sources_ask_async);
  switch (question->kind)
    {
    case RD_QUESTION_HTTPS:
      rd_fetcher_fetch_async (self->fetcher, question, cancellable, fetched_cb, task);
      break;
    case RD_QUESTION_SMTP:
      rd_greeter_greet_async (self->greeter, question, cancellable, greeted_cb, task);
      break;
    case RD_QUESTION_DNS:
    case RD_QUESTION_DNSBL:
    default:
      rd_resolver_ask_async (self->resolver, question, cancellable, resolved_cb, task);
      break;
    }
}

/**
 * rd_sources_ask_finish:
 * @self: sources
 * @result: what the callback got
 * @error: return location for a #GError; only being cancelled is one
 *
 * Finishes rd_sources_ask_async().
 *
 * Returns: (transfer full) (nullable): the answer
 */
RdAnswer *
rd_sources_ask_finish (RdSources    *self,
                       GAsyncResult *result,
                       GError      **error)
{
  g_return_val_if_fail (RD_IS_SOURCES (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
