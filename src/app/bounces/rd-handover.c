/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-handover"

#include "config.h"

#include "rd-handover.h"

#include <glib/gi18n.h>

/* What to ask the host, if this cause has a question for it. */
static const char *
get_question (const RdDiagnosis *diagnosis)
{
  const char *question = NULL;

  if (diagnosis->main != NULL && diagnosis->main->cause != NULL)
    question = rd_cause_get_ask_host (rd_verdict_get_asked_cause (diagnosis->main));
  return question != NULL && *question != '\0' ? question : NULL;
}

/**
 * rd_handover_choose:
 * @diagnosis: a diagnosis
 *
 * Finds what helps most to hand on.
 *
 * Returns: the kind
 */
RdHandoverKind
rd_handover_choose (const RdDiagnosis *diagnosis)
{
  const RdVerdict *verdict = diagnosis->main;

  if (verdict != NULL && verdict->suggestion != NULL)
    return RD_HANDOVER_ADDRESS;
  switch (diagnosis->owner)
    {
    case RD_OWNER_HOST:
    case RD_OWNER_DNS:
      return RD_HANDOVER_HOST;
    case RD_OWNER_RECIPIENT:
    case RD_OWNER_RECIPIENT_ADMIN:
      return RD_HANDOVER_RECIPIENT;
    case RD_OWNER_YOU:
      /* What you must do yourself, your host may have to tell you how. */
      return get_question (diagnosis) != NULL ? RD_HANDOVER_HOST : RD_HANDOVER_SUMMARY;
    case RD_OWNER_WAIT:
    default:
      return RD_HANDOVER_SUMMARY;
    }
}

const char *
rd_handover_get_label (RdHandoverKind kind)
{
  switch (kind)
    {
    case RD_HANDOVER_ADDRESS:
      return _ ("Copy the Corrected Address");
    case RD_HANDOVER_HOST:
      return _ ("Copy a Message for Your Host");
    case RD_HANDOVER_RECIPIENT:
      return _ ("Copy a Message for the Recipient");
    case RD_HANDOVER_RECORD:
      return _ ("Copy the Record to Publish");
    case RD_HANDOVER_SUMMARY:
    default:
      return _ ("Copy a Summary");
    }
}

static void
add_fact (GString    *text,
          const char *label,
          const char *value)
{
  if (value != NULL && *value != '\0')
    g_string_append_printf (text, "%s %s\n", label, value);
}

/* What a support engineer searches the server's log for. */
static void
add_facts (GString           *text,
           const RdDiagnosis *diagnosis)
{
  const RdBounce  *bounce = diagnosis->bounce;
  const RdFailure *failure = diagnosis->main != NULL ? diagnosis->main->failure : NULL;

  if (failure != NULL)
    {
      add_fact (text, _ ("Recipient:"), failure->recipient);
      add_fact (text, _ ("Refused by:"), failure->remote_host);
      add_fact (text, _ ("Address of that server:"), failure->remote_ip);
    }
  add_fact (text, _ ("Sender:"), bounce->original.from);
  add_fact (text, _ ("Sent from IP address:"), bounce->original.sending_ip);
  add_fact (text, _ ("Reporting server:"), bounce->reporting_mta);
  add_fact (text, _ ("Message-ID:"), bounce->original.message_id);
  for (guint i = 0; i < bounce->queue_ids->len; i++)
    add_fact (text, _ ("Queue id:"), g_ptr_array_index (bounce->queue_ids, i));
  add_fact (text, _ ("Sent:"), bounce->original.date);
  add_fact (text, _ ("Returned:"), bounce->date);
  if (failure != NULL && failure->diagnostic != NULL)
    g_string_append_printf (text, "\n%s\n%s\n", _ ("The server’s answer, complete:"), failure->diagnostic);
}

static void
add_verdict (GString           *text,
             const RdDiagnosis *diagnosis)
{
  g_string_append_printf (text, "%s\n%s\n\n", diagnosis->title, diagnosis->sentence);
  add_fact (text, _ ("Who must act:"), rd_owner_get_label (diagnosis->owner));
  add_fact (text, _ ("What to do:"), diagnosis->action);
  add_fact (text, _ ("Sending again:"), diagnosis->resend_text);
}

static char *
dup_host_message (const RdDiagnosis *diagnosis)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *question = get_question (diagnosis);

  g_string_append_printf (text, "%s\n\n", _ ("Hello, mail from my domain was refused. Please look into it; the details for your logs are below."));
  g_string_append_printf (text, "%s\n%s\n\n", diagnosis->title, diagnosis->sentence);
  if (question != NULL)
    g_string_append_printf (text, "%s\n\n", question);
  add_facts (text, diagnosis);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
dup_recipient_message (const RdDiagnosis *diagnosis)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, "%s\n\n", _ ("Hello, a mail of mine to you was refused by your side. Please pass this on to whoever looks after your mail."));
  g_string_append_printf (text, "%s\n%s\n\n", diagnosis->title, diagnosis->sentence);
  add_facts (text, diagnosis);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
dup_summary (const RdDiagnosis *diagnosis)
{
  g_autoptr (GString) text = g_string_new (NULL);

  add_verdict (text, diagnosis);
  g_string_append_c (text, '\n');
  add_facts (text, diagnosis);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * rd_handover_dup_text:
 * @diagnosis: a diagnosis
 * @kind: what to write
 *
 * Writes the text to copy.  Servers' words are in it as they came.
 *
 * Returns: (transfer full): the text
 */
char *
rd_handover_dup_text (const RdDiagnosis *diagnosis,
                      RdHandoverKind     kind)
{
  g_return_val_if_fail (diagnosis != NULL, NULL);

  switch (kind)
    {
    case RD_HANDOVER_ADDRESS:
      if (diagnosis->main != NULL && diagnosis->main->suggestion != NULL)
        return g_strdup (diagnosis->main->suggestion);
      return dup_summary (diagnosis);
    case RD_HANDOVER_HOST:
      return dup_host_message (diagnosis);
    case RD_HANDOVER_RECIPIENT:
      return dup_recipient_message (diagnosis);
    case RD_HANDOVER_RECORD:
    case RD_HANDOVER_SUMMARY:
    default:
      return dup_summary (diagnosis);
    }
}

static char *
dup_record_heading (const RdRecord *record)
{
  g_autofree char *beginning = rd_record_dup_beginning (record);

  switch (record->action)
    {
    case RD_RECORD_REPLACE:
      if (beginning == NULL)
        return g_strdup (_ ("In the DNS of the domain, replace the record that is there by this one:"));
      /* Translators: such as “v=spf1” */
      return g_strdup_printf (_ ("In the DNS of the domain, replace the record that begins with “%s” by this one:"), beginning);
    case RD_RECORD_REMOVE:
      return g_strdup (_ ("In the DNS of the domain, remove this record:"));
    case RD_RECORD_ADD:
    default:
      return g_strdup (_ ("In the DNS of the domain, add this record:"));
    }
}

/**
 * rd_handover_dup_record:
 * @finding: a finding with a record
 *
 * Writes the record so that one can enter it field by field, or pass it on to
 * whoever can.
 *
 * Returns: (transfer full): the text
 */
char *
rd_handover_dup_record (const RdFinding *finding)
{
  const RdRecord  *record;
  g_autofree char *heading = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (finding != NULL && finding->record != NULL, NULL);

  record = finding->record;
  heading = dup_record_heading (record);
  g_string_append_printf (text, "%s\n", heading);
  add_fact (text, _ ("Type:"), record->type);
  add_fact (text, _ ("Name:"), record->name);
  add_fact (text, _ ("Full name:"), record->fqdn);
  add_fact (text, _ ("Value:"), record->value);
  if (record->changes != NULL)
    g_string_append_printf (text, "\n%s\n%s\n", _ ("What changes:"), record->changes);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
