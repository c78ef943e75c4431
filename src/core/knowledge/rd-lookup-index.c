/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-knowledge"

#include "config.h"

#include "rd-lookup-private.h"

#include <string.h>

#include "rd-knowledge-private.h"

/* The index: everything that is known, as topics with the words they can be found
 * by, sorted into fields by how much a word in them says.  Made once, in both the
 * language of the user and that of servers. */

static void
entry_clear (RdLookupEntry *self)
{
  for (gsize i = 0; i < N_RD_LOOKUP_FIELDS; i++)
    g_clear_pointer (&self->fields[i], g_free);
}

/* In the language of the user, and in that of the servers. */
static void
add_text (GString    *field,
          const char *msgid)
{
  const char *translated = _rd_translate (msgid);

  if (msgid == NULL)
    return;
  g_string_append_printf (field, "%s ", msgid);
  if (translated != msgid && strcmp (translated, msgid) != 0)
    g_string_append_printf (field, "%s ", translated);
}

static void
add_entry (RdLookup        *self,
           const RdTopic   *topic,
           const RdRuleRow *row,
           GString        **fields)
{
  RdLookupEntry entry = { .topic = *topic, .row = row };

  for (gsize i = 0; i < N_RD_LOOKUP_FIELDS; i++)
    {
      g_autoptr (GString) field = g_steal_pointer (&fields[i]);

      entry.fields[i] = _rd_query_fold (field->str);
    }
  g_array_append_val (self->entries, entry);
}

static void
start_fields (GString **fields)
{
  for (gsize i = 0; i < N_RD_LOOKUP_FIELDS; i++)
    fields[i] = g_string_new (NULL);
}

static void
add_cause (RdLookup      *self,
           const RdCause *cause)
{
  GString *fields[N_RD_LOOKUP_FIELDS];
  RdTopic  topic;

  rd_topic_init_cause (&topic, cause);
  start_fields (fields);
  add_text (fields[RD_LOOKUP_TITLE], cause->title);
  add_text (fields[RD_LOOKUP_MEANING], cause->sentence);
  g_string_append (fields[RD_LOOKUP_MEANING], cause->id);
  for (gsize hosting = 0; hosting < N_RD_HOSTINGS; hosting++)
    {
      for (gsize i = 0; cause->steps[hosting] != NULL && cause->steps[hosting][i] != NULL; i++)
        add_text (fields[RD_LOOKUP_REST], cause->steps[hosting][i]);
    }
  add_entry (self, &topic, NULL, fields);
}

static void
add_code (RdLookup     *self,
          const RdCode *code)
{
  GString *fields[N_RD_LOOKUP_FIELDS];
  RdTopic  topic;

  rd_topic_init_code (&topic, code, NULL);
  start_fields (fields);
  add_text (fields[RD_LOOKUP_MEANING], code->meaning);
  g_string_append (fields[RD_LOOKUP_MEANING], code->name);
  if (code->vendor != NULL)
    g_string_append_printf (fields[RD_LOOKUP_REST], "%s %s ", code->vendor, code->provider);
  add_text (fields[RD_LOOKUP_REST], topic.cause->title);
  add_entry (self, &topic, NULL, fields);
}

static void
add_rule (RdLookup        *self,
          const RdRuleRow *row)
{
  GString    *fields[N_RD_LOOKUP_FIELDS];
  RdTopic     topic;
  const char *speaker;

  rd_topic_init_rule (&topic, &row->rule);
  speaker = rd_topic_get_speaker (&topic);
  start_fields (fields);
  for (gsize i = 0; row->rule.phrases[i] != NULL; i++)
    g_string_append_printf (fields[RD_LOOKUP_PHRASES], "%s | ", row->rule.phrases[i]);
  add_text (fields[RD_LOOKUP_MEANING], row->rule.note);
  add_text (fields[RD_LOOKUP_REST], row->rule.hint);
  g_string_append_printf (fields[RD_LOOKUP_REST], "%s %s %s ", row->rule.id, speaker != NULL ? speaker : "",
                          row->rule.provider != NULL ? row->rule.provider : "");
  add_text (fields[RD_LOOKUP_REST], topic.cause->title);
  add_entry (self, &topic, row, fields);
}

/**
 * rd_lookup_new:
 *
 * Makes the index, in the language of the moment.  Takes some milliseconds.
 *
 * Returns: (transfer full): the index
 */
RdLookup *
rd_lookup_new (void)
{
  RdLookup *self = g_new0 (RdLookup, 1);

  self->entries = g_array_new (FALSE, FALSE, sizeof (RdLookupEntry));
  g_array_set_clear_func (self->entries, (GDestroyNotify) entry_clear);
  for (guint i = 0; i < rd_table_causes_n; i++)
    add_cause (self, &rd_table_causes[i]);
  for (guint i = 0; i < rd_table_codes_n; i++)
    add_code (self, &rd_table_codes[i]);
  for (guint i = 0; i < rd_table_rules_n; i++)
    add_rule (self, &rd_table_rules[i]);
  return self;
}

/**
 * rd_lookup_free:
 * @self: an index
 *
 * Frees @self.
 */
void
rd_lookup_free (RdLookup *self)
{
  g_array_unref (self->entries);
  g_free (self);
}
