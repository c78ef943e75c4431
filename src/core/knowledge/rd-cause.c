/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-knowledge"

#include "config.h"

#include "rd-knowledge.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rd-knowledge-private.h"
#include "rd-knowledge-tables.h"

/* Sentences of data/knowledge are in the catalogue, but not in the C sources. */
const char *
_rd_translate (const char *msgid)
{
  if (msgid == NULL || *msgid == '\0')
    return msgid;
  return g_dgettext (GETTEXT_PACKAGE, msgid);
}

/**
 * rd_permanence_to_string:
 * @permanence: a permanence
 *
 * The stable word for @permanence in JSON; never translated.
 *
 * Returns: (transfer none): a static string
 */
const char *
rd_permanence_to_string (RdPermanence permanence)
{
  switch (permanence)
    {
    case RD_PERMANENCE_UNKNOWN:
      return "unknown";
    case RD_PERMANENCE_TEMPORARY:
      return "temporary";
    case RD_PERMANENCE_PERMANENT:
      return "permanent";
    default:
      g_return_val_if_reached ("unknown");
    }
}

/**
 * rd_resend_to_string:
 * @resend: an advice
 *
 * The stable word for @resend in JSON; never translated.
 *
 * Returns: (transfer none): a static string
 */
const char *
rd_resend_to_string (RdResend resend)
{
  switch (resend)
    {
    case RD_RESEND_NEVER:
      return "never";
    case RD_RESEND_AFTER_FIX:
      return "after-fix";
    case RD_RESEND_LATER:
      return "later";
    case RD_RESEND_AUTOMATIC:
      return "automatic";
    default:
      g_return_val_if_reached ("later");
    }
}

/**
 * rd_family_get_label:
 * @family: a family of causes
 *
 * What the causes of @family have in common, translated.
 *
 * Returns: (transfer none): a static string
 */
const char *
rd_family_get_label (RdFamily family)
{
  switch (family)
    {
    case RD_FAMILY_ADDRESS:
      return _ ("The Address or the Mailbox");
    case RD_FAMILY_THEIR_SERVER:
      return _ ("The Recipient’s Server");
    case RD_FAMILY_AUTHENTICATION:
      return _ ("Proof of Who Sent It");
    case RD_FAMILY_REPUTATION:
      return _ ("Reputation and Blocklists");
    case RD_FAMILY_CONTENT:
      return _ ("What Is in the Message");
    case RD_FAMILY_YOUR_SIDE:
      return _ ("Your Own Mail");
    case RD_FAMILY_SPECIAL:
      return _ ("Notices That Are No Refusals");
    default:
      g_return_val_if_reached ("");
    }
}

/**
 * rd_cause_find:
 * @id: id of a cause
 *
 * Looks a cause up.
 *
 * Returns: (transfer none) (nullable): the cause
 */
const RdCause *
rd_cause_find (const char *id)
{
  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < rd_table_causes_n; i++)
    {
      if (strcmp (rd_table_causes[i].id, id) == 0)
        return &rd_table_causes[i];
    }
  return NULL;
}

/**
 * rd_cause_nth:
 * @index: a number below rd_cause_get_n()
 *
 * One of all causes, ordered by family.
 *
 * Returns: (transfer none): the cause
 */
const RdCause *
rd_cause_nth (guint index)
{
  g_return_val_if_fail (index < rd_table_causes_n, NULL);

  return &rd_table_causes[index];
}

/**
 * rd_cause_get_n:
 *
 * The number of causes.
 *
 * Returns: the number
 */
guint
rd_cause_get_n (void)
{
  return rd_table_causes_n;
}

/**
 * rd_cause_get_title:
 * @self: a cause
 *
 * What happened in a few words, translated.
 *
 * Returns: (transfer none): the title
 */
const char *
rd_cause_get_title (const RdCause *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return _rd_translate (self->title);
}

/**
 * rd_cause_get_sentence:
 * @self: a cause
 *
 * What happened in one plain sentence, translated.
 *
 * Returns: (transfer none): the sentence
 */
const char *
rd_cause_get_sentence (const RdCause *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return _rd_translate (self->sentence);
}

/**
 * rd_cause_get_resend_text:
 * @self: a cause
 *
 * Whether and when to send the message again, translated.
 *
 * Returns: (transfer none): the advice
 */
const char *
rd_cause_get_resend_text (const RdCause *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return _rd_translate (self->resend_text);
}

/**
 * rd_cause_get_resend_returned:
 * @self: a cause
 *
 * Whether and when to send a message again that no server tries any more,
 * translated; for causes that are otherwise waited for.
 *
 * Returns: (transfer none) (nullable): the advice
 */
const char *
rd_cause_get_resend_returned (const RdCause *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return _rd_translate (self->resend_returned);
}

/**
 * rd_cause_get_ask_host:
 * @self: a cause
 *
 * A question to copy and send to one's own host, translated.
 *
 * Returns: (transfer none) (nullable): the question
 */
const char *
rd_cause_get_ask_host (const RdCause *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return _rd_translate (self->ask_host);
}

static char **
translate_all (const char *const *texts)
{
  g_autoptr (GStrvBuilder) translated = g_strv_builder_new ();

  for (gsize i = 0; texts != NULL && texts[i] != NULL; i++)
    g_strv_builder_add (translated, _rd_translate (texts[i]));
  return g_strv_builder_end (translated);
}

/**
 * rd_cause_dup_steps:
 * @self: a cause
 * @hosting: what the sender's mail runs on
 *
 * The steps to take, translated: those for @hosting alone, or the general ones
 * for %RD_HOSTING_ANY.
 *
 * Returns: (transfer full): the steps, perhaps none
 */
char **
rd_cause_dup_steps (const RdCause *self,
                    RdHosting      hosting)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail ((gsize) hosting < N_RD_HOSTINGS, NULL);

  return translate_all (self->steps[hosting]);
}

/**
 * rd_cause_dup_steps_returned:
 * @self: a cause
 *
 * The steps to take where no server tries any more, translated.
 *
 * Returns: (transfer full): the steps, none if they are the general ones
 */
char **
rd_cause_dup_steps_returned (const RdCause *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return translate_all (self->steps_returned);
}
