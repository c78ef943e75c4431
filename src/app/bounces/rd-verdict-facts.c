/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-verdict-facts"

#include "config.h"

#include "rd-verdict-details.h"

#include "rd-fact-row.h"

#include <glib/gi18n.h>

/* A date as people of this country write it, followed by nothing: the exact
 * form with its offset is what the copy button gives. */
static char *
dup_local_time (const char *rfc3339)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (rfc3339, NULL);
  g_autoptr (GDateTime) local = time != NULL ? g_date_time_to_local (time) : NULL;

  return local != NULL ? g_date_time_format (local, "%c") : NULL;
}

static void
add_fact (RdFold     *fold,
          const char *title,
          const char *copy_label,
          const char *value)
{
  if (value != NULL && *value != '\0')
    rd_fold_add (fold, rd_fact_row_new (title, value, copy_label, RD_FACT_MONOSPACE));
}

static void
add_time (RdFold     *fold,
          const char *title,
          const char *copy_label,
          const char *rfc3339)
{
  g_autofree char *local = NULL;
  g_autofree char *value = NULL;

  if (rfc3339 == NULL || *rfc3339 == '\0')
    return;
  local = dup_local_time (rfc3339);
  value = local != NULL ? g_strdup_printf ("%s\n%s", local, rfc3339) : g_strdup (rfc3339);
  rd_fold_add (fold, rd_fact_row_new (title, value, copy_label, RD_FACT_PLAIN));
}

static void
add_mail (RdFold           *fold,
          const RdOriginal *original)
{
  add_fact (fold, _ ("Sender"), _ ("Copy Sender"), original->from);
  if (g_strcmp0 (original->from, original->return_path) != 0)
    add_fact (fold, _ ("Return address (envelope sender)"), _ ("Copy Return Address"), original->return_path);
  add_fact (fold, _ ("Subject"), _ ("Copy Subject"), original->subject);
  add_fact (fold, _ ("Message-ID"), _ ("Copy Message-ID"), original->message_id);
  add_time (fold, _ ("Sent"), _ ("Copy Time of Sending"), original->date);
  if (original->size > 0)
    {
      g_autofree char *size = g_format_size (original->size);

      add_fact (fold, _ ("Size"), _ ("Copy Size"), size);
    }
}

static void
add_servers (RdFold            *fold,
             const RdDiagnosis *diagnosis)
{
  const RdBounce  *bounce = diagnosis->bounce;
  const RdFailure *failure = diagnosis->main != NULL ? diagnosis->main->failure : NULL;

  add_fact (fold, _ ("Sending server’s address"), _ ("Copy Sending Address"), bounce->original.sending_ip);
  add_fact (fold, _ ("Name the sending server gave (HELO)"), _ ("Copy HELO Name"), bounce->original.helo);
  for (guint i = 0; bounce->original.dkim != NULL && i < bounce->original.dkim->len; i++)
    {
      const RdDkimName *name = g_ptr_array_index (bounce->original.dkim, i);
      g_autofree char  *value = g_strdup_printf ("%s._domainkey.%s", name->selector, name->domain);

      add_fact (fold, _ ("Signed with (DKIM)"), _ ("Copy DKIM Name"), value);
    }
  if (failure != NULL)
    {
      add_fact (fold, _ ("Refusing server"), _ ("Copy Refusing Server"), failure->remote_host);
      add_fact (fold, _ ("Refusing server’s address"), _ ("Copy Refusing Server’s Address"), failure->remote_ip);
    }
  add_fact (fold, _ ("Server that wrote the notice"), _ ("Copy Reporting Server"), bounce->reporting_mta);
}

static void
add_notice (RdFold            *fold,
            const RdDiagnosis *diagnosis)
{
  const RdBounce  *bounce = diagnosis->bounce;
  const RdFailure *failure = diagnosis->main != NULL ? diagnosis->main->failure : NULL;

  for (guint i = 0; i < bounce->queue_ids->len; i++)
    add_fact (fold, _ ("Id in the server’s log (queue id)"), _ ("Copy Queue Id"), g_ptr_array_index (bounce->queue_ids, i));
  add_time (fold, _ ("Accepted for delivery"), _ ("Copy Time of Acceptance"), bounce->arrival_date);
  if (failure != NULL)
    {
      add_time (fold, _ ("Last try"), _ ("Copy Time of Last Try"), failure->last_attempt);
      add_time (fold, _ ("The server will try until"), _ ("Copy End of Tries"), failure->will_retry_until);
    }
  add_time (fold, _ ("Notice written"), _ ("Copy Time of Notice"), bounce->date);
  add_fact (fold, _ ("Notice from"), _ ("Copy Sender of Notice"), bounce->from);
  add_fact (fold, _ ("Subject of the notice"), _ ("Copy Subject of Notice"), bounce->subject);
  add_fact (fold, _ ("Kind of mail server"), _ ("Copy Kind of Server"), bounce->dialect);
}

/**
 * rd_facts_dup_subtitle:
 * @diagnosis: a diagnosis
 *
 * Returns: (transfer full): the one fact support asks for first, or nothing
 */
char *
rd_facts_dup_subtitle (const RdDiagnosis *diagnosis)
{
  const char *when = diagnosis->bounce->date != NULL ? diagnosis->bounce->date : diagnosis->bounce->arrival_date;

  return when != NULL ? dup_local_time (when) : NULL;
}

/**
 * rd_facts_fill:
 * @fold: an empty fold
 * @diagnosis: a diagnosis
 *
 * Adds what one needs to find the mail in the logs of the servers.
 */
void
rd_facts_fill (RdFold            *fold,
               const RdDiagnosis *diagnosis)
{
  add_mail (fold, &diagnosis->bounce->original);
  add_servers (fold, diagnosis);
  add_notice (fold, diagnosis);
}
