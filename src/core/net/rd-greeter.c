/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-greeter"

#include "config.h"

#include "rd-greeter.h"
#include "rd-greeter-talk.h"

#include <string.h>

/* Says hello to a mail server and takes its leave: connect, read the greeting,
 * EHLO, STARTTLS where it is offered, to see the certificate.  No mail is begun. */

/* A server that is out of sorts makes callers wait for its greeting; five
 * minutes (RFC 5321 section 4.5.3.2) are for programs that have mail to send. */
#define DEADLINE_MS 15000

struct _RdGreeter
{
  GObject parent_instance;

  RdResolver *resolver;
  guint       deadline_ms;
  guint16     local_port; /* 0: peers must be public */
};

G_DEFINE_FINAL_TYPE (RdGreeter, rd_greeter, G_TYPE_OBJECT)

static void
rd_greeter_finalize (GObject *object)
{
  g_clear_object (&RD_GREETER (object)->resolver);
  G_OBJECT_CLASS (rd_greeter_parent_class)->finalize (object);
}

static void
rd_greeter_class_init (RdGreeterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rd_greeter_finalize;
}

static void
rd_greeter_init (RdGreeter *self)
{
  self->deadline_ms = DEADLINE_MS;
}

/**
 * rd_greeter_new:
 * @resolver: who finds the addresses of mail servers
 *
 * Makes a source for questions to mail servers.
 *
 * Returns: (transfer full): the greeter
 */
RdGreeter *
rd_greeter_new (RdResolver *resolver)
{
  RdGreeter *self;

  g_return_val_if_fail (RD_IS_RESOLVER (resolver), NULL);

  self = g_object_new (RD_TYPE_GREETER, NULL);
  self->resolver = g_object_ref (resolver);
  return self;
}

/**
 * rd_greeter_allow_local:
 * @self: a greeter
 * @port: port to connect to in place of that of the question
 *
 * Lets mail servers be on this machine or in this network: for laboratories.
 */
void
rd_greeter_allow_local (RdGreeter *self,
                        guint16    port)
{
  g_return_if_fail (RD_IS_GREETER (self));

  self->local_port = port;
}

/**
 * rd_greeter_set_deadline:
 * @self: a greeter
 * @milliseconds: time for one greeting, everything included
 *
 * Sets how long a greeting may take.
 */
void
rd_greeter_set_deadline (RdGreeter *self,
                         guint      milliseconds)
{
  g_return_if_fail (RD_IS_GREETER (self));

  self->deadline_ms = milliseconds;
}

/**
 * rd_greeter_greet_async:
 * @self: a greeter
 * @question: (transfer none): a question of kind %RD_QUESTION_SMTP
 * @cancellable: (nullable): ends it early
 * @callback: called when there is an answer
 * @data: data for @callback
 *
 * Reads what a mail server says before any mail.  The body of the answer is the
 * dialogue; rd_greeting_new_from_answer() reads it.  A server that says that it
 * has no service is an answer too.  Otherwise the detail is one of "dns",
 * "private-address", "connection-refused", "unreachable", "deadline",
 * "too-large", "not-smtp" and "connection-lost".
 */
void
rd_greeter_greet_async (RdGreeter          *self,
                        RdQuestion         *question,
                        GCancellable       *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer            data)
{
  GTask           *task;
  RdGreeterTalk   *talk;
  const char      *colon;
  g_autofree char *host = NULL;
  guint64          port = 25;

  g_return_if_fail (RD_IS_GREETER (self));
  g_return_if_fail (question != NULL && question->kind == RD_QUESTION_SMTP);

  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, rd_greeter_greet_async);
  colon = strrchr (question->name, ':');
  g_ascii_string_to_unsigned (colon + 1, 10, 1, G_MAXUINT16, &port, NULL);
  host = question->name[0] == '[' ? g_strndup (question->name + 1, (gsize) (colon - question->name) - 2)
                                  : g_strndup (question->name, (gsize) (colon - question->name));
  talk = g_new0 (RdGreeterTalk, 1);
  talk->answer = rd_answer_new (question, RD_ANSWER_MALFORMED);
  talk->answer->asked_at = g_get_real_time ();
  talk->started = g_get_monotonic_time ();
  talk->dialogue = g_string_new (NULL);
  talk->peer = rd_peer_address_new (self->resolver, host,
                                    self->local_port != 0 ? self->local_port : (guint16) port,
                                    self->local_port != 0);
  talk->client = g_socket_client_new ();
  g_socket_client_set_enable_proxy (talk->client, FALSE);
  rd_stop_begin (&talk->stop, self->deadline_ms, cancellable, g_task_get_context (task));
  g_task_set_task_data (task, talk, rd_greeter_talk_free);
  rd_greeter_talk_start (task);
}

/**
 * rd_greeter_greet_finish:
 * @self: a greeter
 * @result: what the callback got
 * @error: return location for a #GError; only being cancelled is one
 *
 * Finishes rd_greeter_greet_async().
 *
 * Returns: (transfer full) (nullable): the answer
 */
RdAnswer *
rd_greeter_greet_finish (RdGreeter    *self,
                         GAsyncResult *result,
                         GError      **error)
{
  g_return_val_if_fail (RD_IS_GREETER (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
