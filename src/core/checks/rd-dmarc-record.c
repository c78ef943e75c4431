/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-dmarc"

#include "config.h"

#include "rd-dmarc-record.h"

#include <string.h>

#include "rd-tag-list.h"
#include "rd-text.h"

/* Report addresses read from one record; more are never served anyway. */
#define MAX_URIS 20

/**
 * rd_dmarc_policy_to_string:
 * @policy: a policy
 *
 * The word of a record for @policy.
 *
 * Returns: (transfer none) (nullable): a static string, %NULL for no policy
 */
const char *
rd_dmarc_policy_to_string (RdDmarcPolicy policy)
{
  switch (policy)
    {
    case RD_DMARC_POLICY_NONE:
      return "none";
    case RD_DMARC_POLICY_QUARANTINE:
      return "quarantine";
    case RD_DMARC_POLICY_REJECT:
      return "reject";
    case RD_DMARC_POLICY_UNSET:
    default:
      return NULL;
    }
}

static RdDmarcPolicy
policy_from_text (const char *text)
{
  for (RdDmarcPolicy policy = RD_DMARC_POLICY_NONE; policy <= RD_DMARC_POLICY_REJECT; policy++)
    {
      if (g_ascii_strcasecmp (text, rd_dmarc_policy_to_string (policy)) == 0)
        return policy;
    }
  return RD_DMARC_POLICY_UNSET;
}

static void
problem_free (RdDmarcProblem *problem)
{
  g_free (problem->text);
  g_free (problem);
}

static void
uri_free (RdDmarcUri *uri)
{
  g_free (uri->text);
  g_free (uri->address);
  g_free (uri->domain);
  g_free (uri);
}

static void
add_problem (RdDmarcRecord *record,
             RdDmarcMistake mistake,
             gsize          offset,
             const char    *text,
             gsize          length)
{
  RdDmarcProblem *problem = g_new0 (RdDmarcProblem, 1);

  problem->mistake = mistake;
  problem->offset = offset;
  problem->length = length;
  problem->text = rd_text_make_valid (text, (gssize) length);
  g_ptr_array_add (record->problems, problem);
}

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t';
}

/* Reads "v = DMARC1" and gives what follows it, or NULL. */
static const char *
skip_version (const char *text,
              gsize       length,
              gboolean    exact)
{
  const char *p = text;
  const char *end = text + length;

  if (p == end || g_ascii_tolower (*p) != 'v')
    return NULL;
  for (p++; p < end && is_blank (*p); p++)
    ;
  if (p == end || *p != '=')
    return NULL;
  for (p++; p < end && is_blank (*p); p++)
    ;
  if (end - p < 6)
    return NULL;
  if (exact ? strncmp (p, "DMARC1", 6) != 0 : g_ascii_strncasecmp (p, "DMARC", 5) != 0)
    return NULL;
  return p + 6;
}

/* Tells whether a TXT record is a DMARC record: it starts with the tag "v",
 * whose value is exactly "DMARC1" (RFC 9989 section 4.8). */
static gboolean
is_record (const char *text,
           gsize       length)
{
  const char *rest = skip_version (text, length, TRUE);

  while (rest != NULL && rest < text + length && is_blank (*rest))
    rest++;
  return rest != NULL && (rest == text + length || *rest == ';');
}

/**
 * rd_dmarc_looks_like_record:
 * @text: the joined strings of a TXT record
 * @length: their length in bytes
 *
 * Tells whether somebody meant to publish a DMARC record, even if no receiver
 * will take it for one.
 *
 * Returns: whether it looks like it
 */
gboolean
rd_dmarc_looks_like_record (const char *text,
                            gsize       length)
{
  g_autofree char *valid = rd_text_make_valid (text, (gssize) MIN (length, 256));

  return rd_text_find_nocase (valid, "dmarc1") != NULL ||
         skip_version (text, length, FALSE) != NULL ||
         (g_ascii_strncasecmp (valid, "p=", 2) == 0 && rd_text_find_nocase (valid, "mailto:") != NULL);
}

static void
parse_uris (RdDmarcRecord *record,
            const RdTag   *tag,
            GPtrArray     *uris)
{
  g_auto (GStrv) pieces = g_strsplit (tag->value, ",", MAX_URIS + 1);
  gsize offset = tag->value_offset;

  for (guint i = 0; pieces[i] != NULL && i < MAX_URIS; i++)
    {
      g_autofree char *piece = g_strstrip (g_strdup (pieces[i]));
      g_autofree char *address = NULL;
      g_autofree char *domain = NULL;
      char            *limit = strrchr (piece, '!');
      RdDmarcUri      *uri;

      if (g_ascii_strncasecmp (piece, "mailto:", 7) == 0)
        {
          address = g_strndup (piece + 7, strcspn (piece + 7, "?!"));
          domain = strpbrk (address, " \t") == NULL && *address != '@' ? rd_address_dup_domain (address) : NULL;
        }
      if (domain == NULL)
        {
          add_problem (record, RD_DMARC_MISTAKE_RUA, offset, pieces[i], strlen (pieces[i]));
        }
      else
        {
          uri = g_new0 (RdDmarcUri, 1);
          uri->text = g_steal_pointer (&piece);
          uri->address = g_steal_pointer (&address);
          uri->domain = g_steal_pointer (&domain);
          uri->has_limit = limit != NULL;
          g_ptr_array_add (uris, uri);
        }
      offset += strlen (pieces[i]) + 1;
    }
}

static void
parse_policy (RdDmarcRecord *record,
              const RdTag   *tag,
              RdDmarcPolicy *policy)
{
  *policy = policy_from_text (tag->value);
  if (*policy != RD_DMARC_POLICY_UNSET)
    return;
  record->has_bad_policy = TRUE;
  add_problem (record, RD_DMARC_MISTAKE_POLICY, tag->value_offset, tag->value, tag->value_length);
}

/* A value that is one letter out of @letters; anything else counts as the
 * first, the default. */
static guint
parse_letter (RdDmarcRecord *record,
              const RdTag   *tag,
              const char    *letters)
{
  char c = g_ascii_tolower (*tag->value);

  if (tag->value_length == 1 && strchr (letters, c) != NULL)
    return (guint) (strchr (letters, c) - letters);
  add_problem (record, RD_DMARC_MISTAKE_VALUE, tag->value_offset, tag->value, tag->value_length);
  return 0;
}

static void
parse_pct (RdDmarcRecord *record,
           const RdTag   *tag)
{
  guint64 value;

  if (g_ascii_string_to_unsigned (tag->value, 10, 0, 100, &value, NULL))
    record->pct = (int) value;
  else
    add_problem (record, RD_DMARC_MISTAKE_VALUE, tag->value_offset, tag->value, tag->value_length);
}

static void
parse_tag (RdDmarcRecord *record,
           const RdTag   *tag)
{
  if (strcmp (tag->name, "p") == 0)
    {
      record->has_p = TRUE;
      parse_policy (record, tag, &record->p);
    }
  else if (strcmp (tag->name, "sp") == 0)
    parse_policy (record, tag, &record->sp);
  else if (strcmp (tag->name, "np") == 0)
    parse_policy (record, tag, &record->np);
  else if (strcmp (tag->name, "adkim") == 0)
    record->strict_dkim = parse_letter (record, tag, "rs") == 1;
  else if (strcmp (tag->name, "aspf") == 0)
    record->strict_spf = parse_letter (record, tag, "rs") == 1;
  else if (strcmp (tag->name, "psd") == 0)
    record->psd = (RdDmarcPsd) parse_letter (record, tag, "uyn");
  else if (strcmp (tag->name, "t") == 0)
    record->is_testing = parse_letter (record, tag, "ny") == 1;
  else if (strcmp (tag->name, "pct") == 0)
    parse_pct (record, tag);
  else if (strcmp (tag->name, "rf") == 0 || strcmp (tag->name, "ri") == 0)
    record->has_rf_or_ri = TRUE;
  else if (strcmp (tag->name, "fo") == 0)
    {
      g_free (record->fo);
      record->fo = g_strdup (tag->value);
    }
  else if (strcmp (tag->name, "rua") == 0)
    parse_uris (record, tag, record->rua);
  else if (strcmp (tag->name, "ruf") == 0)
    parse_uris (record, tag, record->ruf);
}

/**
 * rd_dmarc_record_parse:
 * @text: a record that is_record() accepts
 * @length: its length in bytes
 *
 * Takes a record apart (RFC 9989 sections 4.7 and 4.8).  Tags nobody knows are
 * ignored, values nobody knows fall back to the default and are noted.
 *
 * Returns: (transfer full): the record
 */
RdDmarcRecord *
rd_dmarc_record_parse (const char *text,
                       gsize       length)
{
  RdDmarcRecord   *record = g_new0 (RdDmarcRecord, 1);
  g_autofree char *valid = rd_text_make_valid (text, (gssize) length);
  gsize            valid_length = strlen (valid);
  g_autoptr (RdTagList) list = rd_tag_list_parse (valid, valid_length, RD_TAG_NAMES_FOLDED);

  record->pct = -1;
  record->rua = g_ptr_array_new_with_free_func ((GDestroyNotify) uri_free);
  record->ruf = g_ptr_array_new_with_free_func ((GDestroyNotify) uri_free);
  record->problems = g_ptr_array_new_with_free_func ((GDestroyNotify) problem_free);
  for (guint i = 1; i < list->tags->len; i++)
    {
      const RdTag *tag = g_ptr_array_index (list->tags, i);

      if (list->duplicate == NULL || strcmp (tag->name, list->duplicate) != 0 ||
          rd_tag_list_find (list, tag->name) == tag)
        parse_tag (record, tag);
    }
  if (!list->is_valid)
    add_problem (record, list->duplicate != NULL ? RD_DMARC_MISTAKE_DUPLICATE : RD_DMARC_MISTAKE_GRAMMAR, list->bad_offset, valid + list->bad_offset, MIN (list->bad_length, valid_length - list->bad_offset));
  record->text = g_steal_pointer (&valid);
  return record;
}

/**
 * rd_dmarc_record_free:
 * @self: (nullable): a record
 *
 * Frees @self.
 */
void
rd_dmarc_record_free (RdDmarcRecord *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_free (self->fo);
  g_ptr_array_unref (self->rua);
  g_ptr_array_unref (self->ruf);
  g_ptr_array_unref (self->problems);
  g_free (self);
}

/**
 * rd_dmarc_record_is_usable:
 * @self: a record
 *
 * Tells whether receivers act on @self at all: without a valid policy they do
 * only if it names somebody to report to, and then as if it said "none" (RFC
 * 9989 section 4.10.1, RFC 7489 section 6.6.3).
 *
 * Returns: whether they do
 */
gboolean
rd_dmarc_record_is_usable (const RdDmarcRecord *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return (self->p != RD_DMARC_POLICY_UNSET && !self->has_bad_policy) || self->rua->len > 0;
}

/**
 * rd_dmarc_record_get_policy:
 * @self: a usable record
 * @is_own: whether it stands at the author's own domain
 * @exists: whether the author's domain exists in DNS
 *
 * The policy before "t" is looked at: p at the own domain, sp for subdomains,
 * np for subdomains that do not exist.
 *
 * Returns: the policy
 */
RdDmarcPolicy
rd_dmarc_record_get_policy (const RdDmarcRecord *self,
                            gboolean             is_own,
                            gboolean             exists)
{
  RdDmarcPolicy policy;

  g_return_val_if_fail (self != NULL, RD_DMARC_POLICY_UNSET);

  if (self->p == RD_DMARC_POLICY_UNSET || self->has_bad_policy)
    return RD_DMARC_POLICY_NONE;
  policy = self->p;
  if (!is_own && self->sp != RD_DMARC_POLICY_UNSET)
    policy = self->sp;
  if (!is_own && !exists && self->np != RD_DMARC_POLICY_UNSET)
    policy = self->np;
  return policy;
}

/**
 * rd_dmarc_policy_soften:
 * @policy: a policy
 *
 * The next milder policy, which is what "t=y" asks for.
 *
 * Returns: the milder policy
 */
RdDmarcPolicy
rd_dmarc_policy_soften (RdDmarcPolicy policy)
{
  return policy > RD_DMARC_POLICY_NONE ? (RdDmarcPolicy) (policy - 1) : policy;
}

/**
 * rd_dmarc_select:
 * @answer: the answer to a TXT question for a "_dmarc" name
 * @record: (out) (transfer full) (nullable): the record, if there is exactly one
 *
 * Picks the DMARC record among the TXT records of a name.  Several are all
 * discarded (RFC 9989 section 4.10).
 *
 * Returns: what there is
 */
RdDmarcLookup
rd_dmarc_select (const RdAnswer *answer,
                 RdDmarcRecord **record)
{
  const RdRr *found = NULL;
  const char *text;
  gsize       length;

  g_return_val_if_fail (answer != NULL && record != NULL, RD_DMARC_LOOKUP_ERROR);

  *record = NULL;
  if (!rd_answer_is_known (answer))
    return RD_DMARC_LOOKUP_ERROR;
  for (guint i = 0; i < answer->records->len; i++)
    {
      const RdRr *rr = g_ptr_array_index (answer->records, i);

      if (rr->type != RD_RR_TXT || rr->data == NULL)
        continue;
      text = g_bytes_get_data (rr->data, &length);
      if (!is_record (text, length))
        continue;
      if (found != NULL)
        return RD_DMARC_LOOKUP_MULTIPLE;
      found = rr;
    }
  if (found == NULL)
    return RD_DMARC_LOOKUP_NONE;
  text = g_bytes_get_data (found->data, &length);
  *record = rd_dmarc_record_parse (text, length);
  return RD_DMARC_LOOKUP_FOUND;
}
