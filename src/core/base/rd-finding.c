/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-finding"

#include "config.h"

#include "rd-finding.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/**
 * rd_finding_state_to_string:
 * @state: a state
 *
 * The stable word for @state in JSON; never translated.
 *
 * Returns: (transfer none): a static string
 */
const char *
rd_finding_state_to_string (RdFindingState state)
{
  switch (state)
    {
    case RD_FINDING_BROKEN:
      return "broken";
    case RD_FINDING_WEAK:
      return "weak";
    case RD_FINDING_UNKNOWN:
      return "unknown";
    case RD_FINDING_INFO:
      return "info";
    case RD_FINDING_FINE:
      return "fine";
    default:
      g_return_val_if_reached ("unknown");
    }
}

/**
 * rd_finding_state_get_label:
 * @state: a state
 *
 * The words shown to people for @state, translated.
 *
 * Returns: (transfer none): a static string
 */
const char *
rd_finding_state_get_label (RdFindingState state)
{
  switch (state)
    {
    case RD_FINDING_BROKEN:
      return C_ ("state of a check", "Must be fixed");
    case RD_FINDING_WEAK:
      return C_ ("state of a check", "Worth improving");
    case RD_FINDING_UNKNOWN:
      return C_ ("state of a check", "Could not check");
    case RD_FINDING_INFO:
      return C_ ("state of a check", "For information");
    case RD_FINDING_FINE:
      return C_ ("state of a check", "Fine");
    default:
      g_return_val_if_reached ("");
    }
}

static const char *owner_ids[] = {
  [RD_OWNER_YOU] = "you",
  [RD_OWNER_HOST] = "host",
  [RD_OWNER_DNS] = "dns",
  [RD_OWNER_RECIPIENT] = "recipient",
  [RD_OWNER_RECIPIENT_ADMIN] = "recipient-admin",
  [RD_OWNER_WAIT] = "wait",
};

/**
 * rd_owner_to_string:
 * @owner: an owner
 *
 * The stable word for @owner in JSON; never translated.
 *
 * Returns: (transfer none): a static string
 */
const char *
rd_owner_to_string (RdOwner owner)
{
  g_return_val_if_fail ((gsize) owner < G_N_ELEMENTS (owner_ids), "you");

  return owner_ids[owner];
}

/**
 * rd_owner_get_label:
 * @owner: an owner
 *
 * Who must act, in words for people, translated.
 *
 * Returns: (transfer none): a static string
 */
const char *
rd_owner_get_label (RdOwner owner)
{
  switch (owner)
    {
    case RD_OWNER_YOU:
      return C_ ("who must act", "You");
    case RD_OWNER_HOST:
      return C_ ("who must act", "Your web or mail host");
    case RD_OWNER_DNS:
      return C_ ("who must act", "Whoever runs your DNS");
    case RD_OWNER_RECIPIENT:
      return C_ ("who must act", "The recipient");
    case RD_OWNER_RECIPIENT_ADMIN:
      return C_ ("who must act", "The recipient’s mail administrator");
    case RD_OWNER_WAIT:
      return C_ ("who must act", "Nobody – wait");
    default:
      g_return_val_if_reached ("");
    }
}

/**
 * rd_record_action_to_string:
 * @action: an action
 *
 * The stable word for @action in JSON; never translated.
 *
 * Returns: (transfer none): a static string
 */
const char *
rd_record_action_to_string (RdRecordAction action)
{
  switch (action)
    {
    case RD_RECORD_ADD:
      return "add";
    case RD_RECORD_REPLACE:
      return "replace";
    case RD_RECORD_REMOVE:
      return "remove";
    default:
      g_return_val_if_reached ("add");
    }
}

/**
 * rd_record_new:
 * @action: what to do with the record
 * @type: record type, such as "TXT"
 * @name: name relative to the zone, "@" for the zone itself
 * @fqdn: complete name without a trailing dot
 * @value: record data without outer quotes
 *
 * Makes a proposal that is not yet proven.
 *
 * Returns: (transfer full): the record
 */
RdRecord *
rd_record_new (RdRecordAction action,
               const char    *type,
               const char    *name,
               const char    *fqdn,
               const char    *value)
{
  RdRecord *self = g_new0 (RdRecord, 1);

  self->action = action;
  self->type = g_strdup (type);
  self->name = g_strdup (name);
  self->fqdn = g_strdup (fqdn);
  self->value = g_strdup (value);
  return self;
}

/**
 * rd_record_dup_beginning:
 * @self: a record
 *
 * What the record begins with that tells it from others of the same name and
 * type: “v=spf1” beside the proof of ownership for a search engine.
 *
 * Returns: (transfer full) (nullable): the beginning; %NULL if its type is enough
 */
char *
rd_record_dup_beginning (const RdRecord *self)
{
  gsize length;

  g_return_val_if_fail (self != NULL, NULL);

  if (strcmp (self->type, "TXT") != 0 || !g_str_has_prefix (self->value, "v="))
    return NULL;
  length = strcspn (self->value, " ;");
  return g_strndup (self->value, length);
}

/**
 * rd_record_copy:
 * @self: a record
 *
 * Copies @self.
 *
 * Returns: (transfer full): the copy
 */
RdRecord *
rd_record_copy (const RdRecord *self)
{
  RdRecord *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = rd_record_new (self->action, self->type, self->name, self->fqdn, self->value);
  copy->proven = self->proven;
  copy->changes = g_strdup (self->changes);
  return copy;
}

/**
 * rd_record_free:
 * @self: (nullable): a record
 *
 * Frees @self.
 */
void
rd_record_free (RdRecord *self)
{
  if (self == NULL)
    return;
  g_free (self->type);
  g_free (self->name);
  g_free (self->fqdn);
  g_free (self->value);
  g_free (self->changes);
  g_free (self);
}

G_DEFINE_BOXED_TYPE (RdFinding, rd_finding, rd_finding_ref, rd_finding_unref)

/**
 * rd_finding_new:
 * @id: stable id
 * @state: what was found
 * @subject: what it is about
 * @owner: who must act
 * @title: one line for people, translated
 *
 * Makes a finding; the maker fills in the other fields before handing it out.
 *
 * Returns: (transfer full): the finding
 */
RdFinding *
rd_finding_new (const char    *id,
                RdFindingState state,
                const char    *subject,
                RdOwner        owner,
                const char    *title)
{
  RdFinding *self = g_atomic_rc_box_new0 (RdFinding);

  self->id = g_strdup (id);
  self->state = state;
  self->subject = g_strdup (subject);
  self->owner = owner;
  self->title = g_strdup (title);
  self->evidence = g_array_new (FALSE, FALSE, sizeof (guint));
  return self;
}

/**
 * rd_finding_ref:
 * @self: a finding
 *
 * Takes a reference; may be called from any thread.
 *
 * Returns: (transfer full): @self
 */
RdFinding *
rd_finding_ref (RdFinding *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
rd_finding_clear (RdFinding *self)
{
  g_free (self->id);
  g_free (self->subject);
  g_free (self->title);
  g_free (self->explanation);
  g_free (self->fix);
  g_clear_pointer (&self->record, rd_record_free);
  g_array_unref (self->evidence);
}

/**
 * rd_finding_unref:
 * @self: a finding
 *
 * Gives a reference back.
 */
void
rd_finding_unref (RdFinding *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) rd_finding_clear);
}

/**
 * rd_finding_explain:
 * @self: a finding that was not handed out yet and has no explanation
 * @explanation: (nullable): plain sentences, translated
 * @fix: (nullable): what to do, translated
 *
 * Says more about @self than its title does.
 */
void
rd_finding_explain (RdFinding  *self,
                    const char *explanation,
                    const char *fix)
{
  g_return_if_fail (self != NULL && self->explanation == NULL && self->fix == NULL);

  self->explanation = g_strdup (explanation);
  self->fix = g_strdup (fix);
}

/**
 * rd_finding_add_evidence:
 * @self: a finding that was not handed out yet
 * @answer_id: id of an answer
 *
 * Notes that @self rests on an answer; a repeated id is kept once.
 */
void
rd_finding_add_evidence (RdFinding *self,
                         guint      answer_id)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->evidence->len; i++)
    {
      if (g_array_index (self->evidence, guint, i) == answer_id)
        return;
    }
  g_array_append_val (self->evidence, answer_id);
}

/**
 * rd_finding_compare:
 * @a: a finding
 * @b: another finding
 *
 * Orders findings worst first, then by id and subject, so that every list of
 * findings comes out the same way twice.
 *
 * Returns: less than, equal to or greater than zero
 */
int
rd_finding_compare (const RdFinding *a,
                    const RdFinding *b)
{
  int order;

  if (a->state != b->state)
    return a->state < b->state ? -1 : 1;
  order = strcmp (a->id, b->id);
  return order != 0 ? order : g_strcmp0 (a->subject, b->subject);
}

/**
 * rd_findings_find:
 * @findings: (element-type RdFinding): some findings
 * @id: a stable id
 *
 * Looks a finding up.
 *
 * Returns: (transfer none) (nullable): the first with that id
 */
const RdFinding *
rd_findings_find (const GPtrArray *findings,
                  const char      *id)
{
  g_return_val_if_fail (findings != NULL && id != NULL, NULL);

  for (guint i = 0; i < findings->len; i++)
    {
      const RdFinding *finding = g_ptr_array_index (findings, i);

      if (strcmp (finding->id, id) == 0)
        return finding;
    }
  return NULL;
}
