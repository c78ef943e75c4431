/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-diagnosis"

#include "config.h"

#include <string.h>

#include "rd-diagnosis-private.h"
#include "rd-text.h"

/* A rule of a provider explains what the words mean there.  Where nothing but
 * words that others may use as well points to that provider, the cause still
 * stands, but what the rule says of the provider is not told. */

/* So many plain words in a row are no coincidence. */
#define MIN_OWN_WORDS 6

/* "[hm08]", "ib401", "csi.cloudmark.com": nobody else writes so. */
static gboolean
are_own_words (const char *matched)
{
  guint words = 1;

  for (const char *p = matched; *p != '\0'; p++)
    {
      if (g_ascii_isdigit (*p) || strchr ("[]#_/=@", *p) != NULL || (*p == '.' && g_ascii_isalnum (p[1])))
        return TRUE;
      words += *p == ' ' ? 1 : 0;
    }
  return words >= MIN_OWN_WORDS;
}

/**
 * rd_verdict_get_telling_rule:
 * @self: a verdict
 *
 * The rule that decided, if what it says of the reply may be told: its provider
 * refused, or its words are that provider's alone.
 *
 * Returns: (transfer none) (nullable): the rule
 */
const RdRule *
rd_verdict_get_telling_rule (const RdVerdict *self)
{
  const RdRule *rule;

  g_return_val_if_fail (self != NULL, NULL);

  rule = self->rule;
  if (rule == NULL || rule->provider == NULL || self->matched == NULL || are_own_words (self->matched))
    return rule;
  if (self->provider != NULL && strcmp (self->provider->id, rule->provider) == 0)
    return rule;
  return rd_text_find_nocase (self->matched, rule->provider) != NULL ? rule : NULL;
}

/**
 * rd_verdict_get_asked_cause:
 * @self: a verdict
 *
 * The cause whose question one's own host is asked.  A vague refusal may be known
 * to mean, at one provider, what the host can mend.
 *
 * Returns: (transfer none): the cause; it may have no question
 */
const RdCause *
rd_verdict_get_asked_cause (const RdVerdict *self)
{
  const RdRule  *rule;
  const RdCause *asked = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->remedy != NULL)
    return self->remedy;
  rule = rd_verdict_get_telling_rule (self);
  if (rule != NULL && rule->ask_as != NULL && strcmp (rule->cause, self->cause->id) == 0)
    asked = rd_cause_find (rule->ask_as);
  return asked != NULL ? asked : self->cause;
}
