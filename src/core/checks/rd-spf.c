/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-spf"

#include "config.h"

#include "rd-spf.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rd-spf-evaluator.h"
#include "rd-spf-macro.h"
#include "rd-text.h"

/* The evaluation is a plain recursion that is started over whenever an answer
 * has arrived.  A term whose answer is still open does not stop it: it goes on
 * with the terms behind it, so that everything one level of records depends on
 * is asked at once; only the outcome is thrown away then.  Counting, order and
 * limits of a run without open answers are exactly those of the RFC. */

/* Longest local part and HELO name put into macros; RFC 5321 section 4.5.3.1
 * allows 64 and 255 octets. */
#define MAX_MACRO_VALUE 512

/* An explanation is shown to a person; longer ones are not meant for that. */
#define MAX_EXPLANATION 4096

/* --- Records -------------------------------------------------------------- */

/* The domain's own words on a refusal (RFC 7208 section 6.2).  Whatever goes
 * wrong here only means that there are none. */
static void
fetch_explanation (RdSpfEvaluator  *evaluator,
                   const char      *domain,
                   const RdSpfTerm *exp)
{
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;
  const RdAnswer  *answer;
  const RdRr      *rr;
  const char      *data;
  gsize            length;

  if (!_rd_spf_expand_domain (evaluator, exp->domain, domain, &name) || name == NULL)
    return;
  answer = _rd_spf_ask (evaluator, name, RD_RR_TXT);
  if (answer == NULL || !rd_answer_is_known (answer) || rd_answer_count (answer, RD_RR_TXT) != 1)
    return;
  rr = rd_answer_nth (answer, RD_RR_TXT, 0);
  if (rr->data == NULL)
    return;
  data = g_bytes_get_data (rr->data, &length);
  if (!rd_spf_macro_is_valid (data, length, RD_SPF_MACRO_EXPLANATION))
    return;
  text = g_strndup (data, length);
  g_free (evaluator->out->explanation);
  evaluator->out->explanation = _rd_spf_expand_text (evaluator, text, domain, MAX_EXPLANATION);
}

static RdSpfResult
follow_redirect (RdSpfEvaluator   *evaluator,
                 const RdSpfFrame *frame,
                 gboolean          wants_explanation)
{
  const RdSpfTerm *term = frame->record->redirect;
  RdSpfStep       *step = _rd_spf_add_step (evaluator, frame, term);
  g_autofree char *name = NULL;
  RdSpfResult      result = RD_SPF_PERMERROR;

  if (step != NULL)
    step->outcome = RD_SPF_TERM_PERMERROR;
  if (!_rd_spf_count_lookup (evaluator) || !_rd_spf_expand_domain (evaluator, term->domain, frame->domain, &name))
    return RD_SPF_PERMERROR;
  if (step != NULL)
    {
      step->lookups = evaluator->out->lookups;
      step->void_lookups = evaluator->out->void_lookups;
    }
  if (name != NULL)
    result = _rd_spf_check_domain (evaluator, name, frame->depth + 1, wants_explanation);
  if (name == NULL || result == RD_SPF_NONE)
    {
      _rd_spf_set_reason (evaluator, _ ("The record refers to “%s”, which has no SPF record."), name != NULL ? name : term->domain);
      result = RD_SPF_PERMERROR;
    }
  if (step != NULL)
    {
      step->outcome = RD_SPF_MATCH;
      step->note = g_strdup_printf (_ ("“%s” says: %s"), name != NULL ? name : term->domain, rd_spf_result_to_string (result));
    }
  return result;
}

static RdSpfResult
evaluate_record (RdSpfEvaluator   *evaluator,
                 const RdSpfFrame *frame,
                 gboolean          wants_explanation)
{
  const RdSpfRecord *record = frame->record;

  for (guint i = 0; i < record->terms->len; i++)
    {
      const RdSpfTerm *term = g_ptr_array_index (record->terms, i);

      if (term->kind == RD_SPF_REDIRECT || term->kind == RD_SPF_EXP || term->kind == RD_SPF_MODIFIER)
        continue;
      switch (_rd_spf_match_term (evaluator, frame, term))
        {
        case RD_SPF_MATCH:
          if (term->qualifier == RD_SPF_FAIL && wants_explanation && record->exp != NULL)
            fetch_explanation (evaluator, frame->domain, record->exp);
          g_free (evaluator->out->matched);
          evaluator->out->matched = g_strdup (term->text);
          return term->qualifier;
        case RD_SPF_TERM_TEMPERROR:
          return RD_SPF_TEMPERROR;
        case RD_SPF_TERM_PERMERROR:
          return RD_SPF_PERMERROR;
        case RD_SPF_NO_MATCH:
        case RD_SPF_WAITING:
        default:
          break;
        }
    }
  g_clear_pointer (&evaluator->out->matched, g_free);
  if (record->redirect != NULL && record->all == NULL)
    return follow_redirect (evaluator, frame, wants_explanation);
  return RD_SPF_NEUTRAL;
}

/* check_host() of RFC 7208 section 4, for the domain itself and, at a greater @depth,
 * for those it includes. */
RdSpfResult
_rd_spf_check_domain (RdSpfEvaluator *evaluator,
                      const char     *domain,
                      guint           depth,
                      gboolean        wants_explanation)
{
  g_autoptr (RdSpfRecord) record = NULL;
  const RdAnswer *answer = _rd_spf_ask (evaluator, domain, RD_RR_TXT);
  const RdRr     *rr;
  RdSpfFrame      frame;

  if (answer == NULL)
    return RD_SPF_NONE;
  if (depth > 0 && !_rd_spf_count_void (evaluator, answer, RD_RR_TXT))
    return RD_SPF_PERMERROR;
  switch (rd_spf_select (answer, &rr))
    {
    case RD_SPF_LOOKUP_ERROR:
      _rd_spf_set_dns_reason (evaluator, answer);
      return RD_SPF_TEMPERROR;
    case RD_SPF_LOOKUP_MULTIPLE:
      _rd_spf_set_reason (evaluator, _ ("The domain “%s” has more than one SPF record."), domain);
      return RD_SPF_PERMERROR;
    case RD_SPF_LOOKUP_NONE:
      return RD_SPF_NONE;
    case RD_SPF_LOOKUP_FOUND:
    default:
      break;
    }
  record = rd_spf_record_parse_rr (rr);
  if (record->problems->len > 0)
    {
      const RdSpfProblem *problem = g_ptr_array_index (record->problems, 0);

      _rd_spf_set_reason (evaluator, _ ("The record of “%s” has a mistake at “%s”."), domain, problem->text);
      return RD_SPF_PERMERROR;
    }
  frame = (RdSpfFrame){ domain, record, depth };
  return evaluate_record (evaluator, &frame, wants_explanation);
}

/* --- The sender ----------------------------------------------------------- */

/* A name that check_host() may be asked about: at least two labels that are no
 * address literal (RFC 7208 section 4.3). */
static gboolean
is_checkable_domain (const char *domain)
{
  gsize label = 0;
  guint n_labels = 1;
  gsize length = strlen (domain);

  if (length == 0 || length > 253 || *domain == '[')
    return FALSE;
  for (gsize i = 0; i < length; i++)
    {
      if (domain[i] != '.')
        {
          if (++label > 63)
            return FALSE;
          continue;
        }
      if (label == 0)
        return FALSE;
      label = 0;
      n_labels++;
    }
  return label > 0 && n_labels > 1;
}

/* What goes into macros also ends up on screens, so it is made valid UTF-8. */
static char *
dup_macro_value (const char *text,
                 gsize       length)
{
  return rd_text_make_valid (text, (gssize) strnlen (text, MIN (length, MAX_MACRO_VALUE)));
}

static void
split_sender (RdSpfEvaluator *evaluator)
{
  const char *sender = evaluator->query->mail_from;
  const char *at;

  if (sender == NULL)
    sender = "";
  at = strrchr (sender, '@');
  evaluator->helo = dup_macro_value (evaluator->query->helo != NULL ? evaluator->query->helo : "", G_MAXSIZE);
  if (*sender == '\0')
    evaluator->sender_domain = g_strdup (evaluator->helo);
  else
    evaluator->sender_domain = g_strdup (at != NULL ? at + 1 : sender);
  if (g_str_has_suffix (evaluator->sender_domain, "."))
    evaluator->sender_domain[strlen (evaluator->sender_domain) - 1] = '\0';
  if (at == NULL || at == sender)
    evaluator->local_part = g_strdup ("postmaster");
  else
    evaluator->local_part = dup_macro_value (sender, (gsize) (at - sender));
}

/**
 * rd_spf_check_host:
 * @evidence: what is known
 * @query: whom to check
 * @evaluation: (out) (transfer full): result and trace, set when done
 *
 * The check_host() function of RFC 7208 for one server and one sender.  With a
 * null reverse-path the HELO name is checked.  All questions that do not
 * depend on an open answer are put at once, so that a survey needs one round
 * trip a level of includes.
 *
 * Returns: whether it is done, or waits for answers
 */
RdCheckStatus
rd_spf_check_host (RdEvidence       *evidence,
                   const RdSpfQuery *query,
                   RdSpfEvaluation **evaluation)
{
  g_autoptr (RdSpfEvaluation) out = rd_spf_evaluation_new ();
  g_autofree char *local_part = NULL;
  g_autofree char *sender_domain = NULL;
  g_autofree char *helo = NULL;
  RdSpfEvaluator   evaluator = { evidence, query, out };

  g_return_val_if_fail (evidence != NULL && query != NULL && evaluation != NULL, RD_CHECK_DONE);

  split_sender (&evaluator);
  local_part = evaluator.local_part;
  sender_domain = evaluator.sender_domain;
  helo = evaluator.helo;
  out->domain = g_ascii_strdown (sender_domain, -1);
  if (!is_checkable_domain (sender_domain) || !g_utf8_validate (sender_domain, -1, NULL))
    {
      out->result = RD_SPF_NONE;
      _rd_spf_set_reason (&evaluator, _ ("The sender has no domain that could be checked."));
    }
  else
    {
      out->result = _rd_spf_check_domain (&evaluator, out->domain, 0, TRUE);
    }
  if (evaluator.is_pending)
    return RD_CHECK_PENDING;
  if (out->result == RD_SPF_NONE)
    _rd_spf_set_reason (&evaluator, _ ("The domain “%s” has no SPF record."), out->domain);
  if (out->result != RD_SPF_NONE && out->result != RD_SPF_TEMPERROR && out->result != RD_SPF_PERMERROR)
    g_clear_pointer (&out->reason, g_free);
  *evaluation = g_steal_pointer (&out);
  return RD_CHECK_DONE;
}
