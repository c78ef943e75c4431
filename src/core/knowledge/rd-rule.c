/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-knowledge"

#include "config.h"

#include "rd-knowledge.h"

#include <string.h>

#include "rd-knowledge-private.h"
#include "rd-knowledge-tables.h"

/**
 * rd_rule_find:
 * @id: id of a rule
 *
 * Looks a rule up.
 *
 * Returns: (transfer none) (nullable): the rule
 */
const RdRule *
rd_rule_find (const char *id)
{
  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < rd_table_rules_n; i++)
    {
      if (strcmp (rd_table_rules[i].rule.id, id) == 0)
        return &rd_table_rules[i].rule;
    }
  return NULL;
}

/**
 * rd_rule_nth:
 * @index: a number below rd_rule_get_n()
 *
 * One of all rules.
 *
 * Returns: (transfer none): the rule
 */
const RdRule *
rd_rule_nth (guint index)
{
  g_return_val_if_fail (index < rd_table_rules_n, NULL);

  return &rd_table_rules[index].rule;
}

/**
 * rd_rule_get_n:
 *
 * The number of rules.
 *
 * Returns: the number
 */
guint
rd_rule_get_n (void)
{
  return rd_table_rules_n;
}

/**
 * rd_rule_get_note:
 * @self: a rule
 *
 * What a reply that fits @self means, translated.
 *
 * Returns: (transfer none) (nullable): the note
 */
const char *
rd_rule_get_note (const RdRule *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return _rd_translate (self->note);
}

/**
 * rd_rule_get_hint:
 * @self: a rule
 *
 * What to do about a reply that fits @self, translated.
 *
 * Returns: (transfer none) (nullable): the hint
 */
const char *
rd_rule_get_hint (const RdRule *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return _rd_translate (self->hint);
}
