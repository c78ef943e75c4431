/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-knowledge"

#include "config.h"

#include "rd-topic.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rd-knowledge-private.h"
#include "rd-knowledge-tables.h"

/* What servers write with a code, shown beside it: more than a page of it is
 * not read. */
#define MAX_RELATED 12

/* Collections in data/knowledge/rules, not the name of anybody. */
static const char *const origins_of_many[] = { "Common wording", "Meaning of the words", "Wording in other languages", "DNS blocklists", NULL };

/**
 * rd_topic_init_cause:
 * @self: where to put it
 * @cause: a cause
 *
 * Makes @self stand for @cause.
 */
void
rd_topic_init_cause (RdTopic       *self,
                     const RdCause *cause)
{
  g_return_if_fail (cause != NULL);

  *self = (RdTopic){ .kind = RD_TOPIC_CAUSE, .cause = cause };
}

/* Status codes are registered without their class; people meet them with one:
 * mostly the one that fits what the code is about. */
static char
guess_class (const RdCause *cause)
{
  if (strcmp (cause->id, "delivered") == 0)
    return '2';
  return cause->permanence == RD_PERMANENCE_TEMPORARY ? '4' : '5';
}

/**
 * rd_topic_init_code:
 * @self: where to put it
 * @code: a code
 * @number: (nullable): the code as somebody met it, such as "4.1.1"
 *
 * Makes @self stand for @code.
 */
void
rd_topic_init_code (RdTopic      *self,
                    const RdCode *code,
                    const char   *number)
{
  g_return_if_fail (code != NULL);

  *self = (RdTopic){ .kind = RD_TOPIC_CODE, .code = code, .cause = rd_cause_find (code->cause) };
  g_strlcpy (self->number, number != NULL ? number : code->code, sizeof self->number);
  if (self->number[0] == 'X')
    self->number[0] = guess_class (self->cause);
}

/**
 * rd_topic_init_rule:
 * @self: where to put it
 * @rule: a rule
 *
 * Makes @self stand for what servers say in the words of @rule.
 */
void
rd_topic_init_rule (RdTopic      *self,
                    const RdRule *rule)
{
  g_return_if_fail (rule != NULL);

  *self = (RdTopic){ .kind = RD_TOPIC_RULE, .rule = rule, .cause = rd_cause_find (rule->cause) };
}

/* The code that a table names so, or else the one that fits. */
static const RdCode *
find_code (const char *number,
           const char *provider)
{
  for (guint i = 0; i < rd_table_codes_n; i++)
    {
      if (strcmp (rd_table_codes[i].code, number) == 0 && g_strcmp0 (rd_table_codes[i].provider, provider) == 0)
        return &rd_table_codes[i];
    }
  return provider != NULL ? _rd_code_find_of_vendor (number, provider) : rd_code_find_enhanced (number, NULL);
}

/**
 * rd_topic_init_from_id:
 * @self: where to put it
 * @id: what rd_topic_dup_id() returned, or "code/550", "code/5.7.1/google",
 *   "cause/mailbox-full", "rule/google-012"
 *
 * Looks a topic up by its id.
 *
 * Returns: whether there is one
 */
gboolean
rd_topic_init_from_id (RdTopic    *self,
                       const char *id)
{
  g_auto (GStrv) parts = NULL;

  g_return_val_if_fail (id != NULL, FALSE);

  parts = g_strsplit (id, "/", 3);
  if (parts[0] == NULL || parts[1] == NULL)
    return FALSE;
  if (strcmp (parts[0], "code") == 0)
    {
      const RdCode *code = find_code (parts[1], parts[2]);

      if (code != NULL)
        rd_topic_init_code (self, code, strchr (code->code, '-') == NULL ? parts[1] : NULL);
      return code != NULL;
    }
  if (strcmp (parts[0], "cause") == 0 && rd_cause_find (parts[1]) != NULL)
    {
      rd_topic_init_cause (self, rd_cause_find (parts[1]));
      return TRUE;
    }
  if (strcmp (parts[0], "rule") == 0 && rd_rule_find (parts[1]) != NULL)
    {
      rd_topic_init_rule (self, rd_rule_find (parts[1]));
      return TRUE;
    }
  return FALSE;
}

/**
 * rd_topic_dup_id:
 * @self: a topic
 *
 * The stable name of a topic, for links to it; never translated.
 *
 * Returns: (transfer full): the id
 */
char *
rd_topic_dup_id (const RdTopic *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  switch (self->kind)
    {
    case RD_TOPIC_CODE:
      if (self->code->provider != NULL)
        return g_strconcat ("code/", self->number, "/", self->code->provider, NULL);
      return g_strconcat ("code/", self->number, NULL);
    case RD_TOPIC_RULE:
      return g_strconcat ("rule/", self->rule->id, NULL);
    case RD_TOPIC_CAUSE:
    default:
      return g_strconcat ("cause/", self->cause->id, NULL);
    }
}

/**
 * rd_topic_equal:
 * @a: a topic
 * @b: another
 *
 * Returns: whether both stand for the same
 */
gboolean
rd_topic_equal (const RdTopic *a,
                const RdTopic *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return a->kind == b->kind && a->cause == b->cause && a->code == b->code && a->rule == b->rule && strcmp (a->number, b->number) == 0;
}

/**
 * rd_topic_get_title:
 * @self: a topic
 *
 * The number of a code; of anything else what happened, translated.
 *
 * Returns: (transfer none): the title
 */
const char *
rd_topic_get_title (const RdTopic *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->kind == RD_TOPIC_CODE ? self->number : rd_cause_get_title (self->cause);
}

/**
 * rd_topic_get_meaning:
 * @self: a topic
 *
 * What it means in a sentence, translated.
 *
 * Returns: (transfer none): the meaning
 */
const char *
rd_topic_get_meaning (const RdTopic *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->kind == RD_TOPIC_CODE)
    return rd_code_get_meaning (self->code);
  if (self->kind == RD_TOPIC_RULE && rd_rule_get_note (self->rule) != NULL)
    return rd_rule_get_note (self->rule);
  return rd_cause_get_sentence (self->cause);
}

/**
 * rd_topic_get_class_text:
 * @self: a topic
 *
 * What the first figure of a code says (RFC 5321 section 4.2.1, RFC 3463
 * section 3), translated.
 *
 * Returns: (transfer none) (nullable): a sentence, %NULL if it is no code
 */
const char *
rd_topic_get_class_text (const RdTopic *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  switch (self->number[0])
    {
    case '2':
      return _ ("A code that begins with 2 means that all is well.");
    case '3':
      return _ ("A code that begins with 3 means that the server waits for more.");
    case '4':
      return _ ("A code that begins with 4 means “not now”: the sending server tries again by itself.");
    case '5':
      return _ ("A code that begins with 5 is final: the message will not be tried again.");
    default:
      return NULL;
    }
}

/**
 * rd_topic_get_hint:
 * @self: a topic
 *
 * What helps with just these words of a server, translated.
 *
 * Returns: (transfer none) (nullable): the hint
 */
const char *
rd_topic_get_hint (const RdTopic *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->rule != NULL ? rd_rule_get_hint (self->rule) : NULL;
}

/**
 * rd_topic_get_speaker:
 * @self: a topic
 *
 * Who says so: a mail service or a mail program.
 *
 * Returns: (transfer none) (nullable): its name, %NULL if many do
 */
const char *
rd_topic_get_speaker (const RdTopic *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->code != NULL)
    return self->code->vendor;
  if (self->rule == NULL)
    return NULL;
  if (self->rule->provider != NULL)
    return rd_provider_find (self->rule->provider)->name;
  return g_strv_contains (origins_of_many, self->rule->origin) ? NULL : self->rule->origin;
}

/**
 * rd_topic_get_url:
 * @self: a topic
 *
 * The page on which whoever says so explains it.
 *
 * Returns: (transfer none) (nullable): the address
 */
const char *
rd_topic_get_url (const RdTopic *self)
{
  const char       *provider = NULL;
  const RdProvider *known;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->rule != NULL && self->rule->url != NULL)
    return self->rule->url;
  if (self->rule != NULL)
    provider = self->rule->provider;
  else if (self->code != NULL)
    provider = self->code->provider;
  known = provider != NULL ? rd_provider_find (provider) : NULL;
  return known != NULL ? known->postmaster : NULL;
}

/**
 * rd_topic_get_owner:
 * @self: a topic
 *
 * Returns: who must act
 */
RdOwner
rd_topic_get_owner (const RdTopic *self)
{
  g_return_val_if_fail (self != NULL, RD_OWNER_YOU);

  return self->rule != NULL ? self->rule->owner : self->cause->owner;
}

/**
 * rd_topic_is_success:
 * @self: a topic
 *
 * Returns: whether there is nothing to do about it
 */
gboolean
rd_topic_is_success (const RdTopic *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return strcmp (self->cause->id, "delivered") == 0;
}

static gboolean
names_status (const RdRuleRow *row,
              const char      *status)
{
  for (gsize i = 0; row->enhanced[i] != NULL; i++)
    {
      if (_rd_status_compare (status, row->enhanced[i]) == RD_STATUS_EQUAL)
        return TRUE;
    }
  return FALSE;
}

static void
add_related (GArray        *related,
             const RdTopic *self,
             const RdTopic *other)
{
  if (related->len < MAX_RELATED && !rd_topic_equal (self, other))
    g_array_append_val (related, *other);
}

/* What others mean by the same number, then what is written with it. */
static void
add_related_to_code (GArray        *related,
                     const RdTopic *self)
{
  RdTopic other;

  for (guint i = 0; i < rd_table_codes_n; i++)
    {
      const RdCode *code = &rd_table_codes[i];

      if (code == self->code || _rd_status_compare (self->number, code->code) != RD_STATUS_EQUAL ||
          (code->provider == NULL && rd_code_find_enhanced (self->number, NULL) != code))
        continue;
      rd_topic_init_code (&other, code, strchr (code->code, '-') == NULL ? self->number : NULL);
      add_related (related, self, &other);
    }
  for (guint i = 0; i < rd_table_rules_n; i++)
    {
      const RdRule *rule = &rd_table_rules[i].rule;

      if (!names_status (&rd_table_rules[i], self->number) || rule->note == NULL ||
          (self->code->provider != NULL && g_strcmp0 (self->code->provider, rule->provider) != 0))
        continue;
      rd_topic_init_rule (&other, rule);
      add_related (related, self, &other);
    }
}

static void
add_codes_of_cause (GArray        *related,
                    const RdTopic *self)
{
  for (guint i = 0; i < rd_table_codes_n; i++)
    {
      const RdCode *code = &rd_table_codes[i];
      RdTopic       other;

      if (strcmp (code->cause, self->cause->id) != 0)
        continue;
      rd_topic_init_code (&other, code, NULL);
      add_related (related, self, &other);
    }
}

/**
 * rd_topic_dup_related:
 * @self: a topic
 *
 * Where to read on: the cause behind a code or some words, other meanings of a
 * code, the codes of a cause.
 *
 * Returns: (transfer full) (element-type RdTopic): topics, perhaps none
 */
GArray *
rd_topic_dup_related (const RdTopic *self)
{
  GArray *related = g_array_new (FALSE, FALSE, sizeof (RdTopic));
  RdTopic cause;

  g_return_val_if_fail (self != NULL, related);

  if (self->kind == RD_TOPIC_CAUSE)
    {
      add_codes_of_cause (related, self);
      return related;
    }
  if (!rd_topic_is_success (self) && strcmp (self->cause->id, "unknown") != 0)
    {
      rd_topic_init_cause (&cause, self->cause);
      add_related (related, self, &cause);
    }
  if (self->kind == RD_TOPIC_CODE)
    add_related_to_code (related, self);
  return related;
}
