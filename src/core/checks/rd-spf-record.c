/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-spf"

#include "config.h"

#include "rd-spf-record.h"

#include "rd-spf-term-private.h"
#include "rd-text.h"

#define VERSION "v=spf1"
#define VERSION_LENGTH 6

/**
 * rd_spf_result_to_string:
 * @result: a result
 *
 * The word of RFC 7208 section 2.6 for @result.
 *
 * Returns: (transfer none): a static string
 */
const char *
rd_spf_result_to_string (RdSpfResult result)
{
  static const char *words[] = {
    [RD_SPF_NONE] = "none",
    [RD_SPF_NEUTRAL] = "neutral",
    [RD_SPF_PASS] = "pass",
    [RD_SPF_FAIL] = "fail",
    [RD_SPF_SOFTFAIL] = "softfail",
    [RD_SPF_TEMPERROR] = "temperror",
    [RD_SPF_PERMERROR] = "permerror",
  };

  g_return_val_if_fail ((gsize) result < G_N_ELEMENTS (words), "none");

  return words[result];
}

/**
 * rd_spf_term_costs_lookup:
 * @self: a term
 *
 * Tells whether @self is one of the terms of which a check may meet only ten
 * (RFC 7208 section 4.6.4).
 *
 * Returns: whether it counts
 */
gboolean
rd_spf_term_costs_lookup (const RdSpfTerm *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  switch (self->kind)
    {
    case RD_SPF_INCLUDE:
    case RD_SPF_A:
    case RD_SPF_MX:
    case RD_SPF_PTR:
    case RD_SPF_EXISTS:
    case RD_SPF_REDIRECT:
      return TRUE;
    case RD_SPF_ALL:
    case RD_SPF_IP4:
    case RD_SPF_IP6:
    case RD_SPF_EXP:
    case RD_SPF_MODIFIER:
    default:
      return FALSE;
    }
}

void
_rd_spf_term_free (RdSpfTerm *term)
{
  g_free (term->text);
  g_free (term->domain);
  g_free (term);
}

static void
problem_free (RdSpfProblem *problem)
{
  g_free (problem->text);
  g_free (problem);
}

/* "v=spf1" and then a blank or the end (RFC 7208 section 4.5). */
static gboolean
is_record (const char *text,
           gsize       length)
{
  return length >= VERSION_LENGTH && g_ascii_strncasecmp (text, VERSION, VERSION_LENGTH) == 0 &&
         (length == VERSION_LENGTH || text[VERSION_LENGTH] == ' ');
}

/**
 * rd_spf_record_parse:
 * @text: an SPF record, with its version
 * @length: its length in bytes
 *
 * Takes a record apart (RFC 7208 section 12).  Terms and problems both come
 * with their place, so that a mistake can be shown where it stands.
 *
 * Returns: (transfer full): the record
 */
RdSpfRecord *
rd_spf_record_parse (const char *text,
                     gsize       length)
{
  RdSpfRecord *record = g_new0 (RdSpfRecord, 1);
  gsize        i = VERSION_LENGTH;

  record->text = rd_text_make_valid (text, (gssize) length);
  record->length = length;
  record->terms = g_ptr_array_new_with_free_func ((GDestroyNotify) _rd_spf_term_free);
  record->problems = g_ptr_array_new_with_free_func ((GDestroyNotify) problem_free);
  while (i < length)
    {
      gsize end = i;
      gsize next;

      while (end < length && text[end] != ' ')
        end++;
      for (next = end; next < length && text[next] == ' '; next++)
        ;
      if (end > i)
        _rd_spf_record_take_term (record, text + i, end - i, i, next >= length);
      i = next;
    }
  return record;
}

/**
 * rd_spf_record_parse_rr:
 * @rr: a TXT record that rd_spf_select() chose
 *
 * rd_spf_record_parse() for a resource record.
 *
 * Returns: (transfer full): the record
 */
RdSpfRecord *
rd_spf_record_parse_rr (const RdRr *rr)
{
  gsize       length;
  const char *text;

  g_return_val_if_fail (rr != NULL && rr->data != NULL, NULL);

  text = g_bytes_get_data (rr->data, &length);
  return rd_spf_record_parse (text, length);
}

/**
 * rd_spf_record_free:
 * @self: (nullable): a record
 *
 * Frees @self.
 */
void
rd_spf_record_free (RdSpfRecord *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_ptr_array_unref (self->terms);
  g_ptr_array_unref (self->problems);
  g_free (self);
}

/**
 * rd_spf_select:
 * @answer: the answer to a TXT question
 * @rr: (out) (nullable) (transfer none): the record, if there is exactly one
 *
 * Picks the SPF record among the TXT records of a name.
 *
 * Returns: what there is
 */
RdSpfLookup
rd_spf_select (const RdAnswer *answer,
               const RdRr    **rr)
{
  guint n_found = 0;

  g_return_val_if_fail (answer != NULL && rr != NULL, RD_SPF_LOOKUP_ERROR);

  *rr = NULL;
  if (!rd_answer_is_known (answer))
    return RD_SPF_LOOKUP_ERROR;
  for (guint i = 0; i < answer->records->len; i++)
    {
      const RdRr *candidate = g_ptr_array_index (answer->records, i);
      const char *text;
      gsize       length;

      if (candidate->type != RD_RR_TXT || candidate->data == NULL)
        continue;
      text = g_bytes_get_data (candidate->data, &length);
      if (!is_record (text, length))
        continue;
      if (n_found++ == 0)
        *rr = candidate;
    }
  if (n_found == 1)
    return RD_SPF_LOOKUP_FOUND;
  *rr = NULL;
  return n_found == 0 ? RD_SPF_LOOKUP_NONE : RD_SPF_LOOKUP_MULTIPLE;
}
