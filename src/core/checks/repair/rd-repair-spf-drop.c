/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-repair-spf"

#include "config.h"

#include "rd-repair-spf-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rd-check.h"
#include "rd-service.h"

/* Longest domain name in text form (RFC 1035 section 2.3.4). */
#define MAX_NAME 253

/* Up to this length two letters make another name. */
#define SHORT_NAME 12

static gboolean
publishes_spf (const RdAnswer *answer)
{
  const RdRr *rr;

  return rd_spf_select (answer, &rr) != RD_SPF_LOOKUP_NONE;
}

/* Whether "a" or "mx" finds nothing, for certain. */
static gboolean
finds_no_servers (RdSpfWork            *work,
                  const RdSpfDraftTerm *term)
{
  const char     *name = term->domain != NULL ? term->domain : work->domain;
  const RdAnswer *first;
  const RdAnswer *second;

  if (term->kind == RD_SPF_MX)
    {
      first = rd_check_ask (work->evidence, name, RD_RR_MX, &work->pending);
      return first != NULL && rd_answer_is_known (first) && first->state != RD_ANSWER_FOUND;
    }
  first = rd_check_ask (work->evidence, name, RD_RR_A, &work->pending);
  second = rd_check_ask (work->evidence, name, RD_RR_AAAA, &work->pending);
  return first != NULL && second != NULL && rd_answer_is_known (first) && rd_answer_is_known (second) &&
         first->state != RD_ANSWER_FOUND && second->state != RD_ANSWER_FOUND;
}

/* Two names that differ by one or two letters; shorter ones must be closer. */
static gboolean
is_near (const char *a,
         const char *b)
{
  gsize length = strlen (b);
  guint row[MAX_NAME + 1];
  guint limit = length > SHORT_NAME ? 2 : 1;

  if (length > MAX_NAME || strlen (a) > MAX_NAME || strlen (a) > length + limit || length > strlen (a) + limit)
    return FALSE;
  for (guint j = 0; j <= length; j++)
    row[j] = j;
  for (guint i = 1; a[i - 1] != '\0'; i++)
    {
      guint diagonal = row[0];

      row[0] = i;
      for (guint j = 1; j <= length; j++)
        {
          guint above = row[j];
          guint replaced = diagonal + (g_ascii_tolower (a[i - 1]) != b[j - 1] ? 1 : 0);

          row[j] = MIN (replaced, MIN (above, row[j - 1]) + 1);
          diagonal = above;
        }
    }
  return row[length] > 0 && row[length] <= limit;
}

/* A name of a known service that this one is a misspelling of. */
static const char *
find_near_service (const char *domain)
{
  for (guint i = 0; i < rd_service_get_n (); i++)
    {
      const RdService *service = rd_service_nth (i);

      for (gsize j = 0; service->spf[j] != NULL; j++)
        {
          if (is_near (domain, service->spf[j]))
            return service->spf[j];
        }
    }
  return NULL;
}

/* Why a service cannot stay, or NULL.  A misspelt one is replaced. */
static char *
dup_reason_against_include (RdSpfWork            *work,
                            const RdSpfDraftTerm *term)
{
  const RdAnswer *answer;
  const RdAnswer *meant_answer;
  const char     *meant;
  const RdRr     *rr;

  if (g_ascii_strcasecmp (term->domain, work->domain) == 0)
    return g_strdup_printf (_ ("“%s” refers back to this record itself; it goes."), term->text);
  answer = rd_check_ask (work->evidence, term->domain, RD_RR_TXT, &work->pending);
  if (answer == NULL || !rd_answer_is_known (answer) || publishes_spf (answer))
    return NULL;
  meant = find_near_service (term->domain);
  meant_answer = meant != NULL ? rd_check_ask (work->evidence, meant, RD_RR_TXT, &work->pending) : NULL;
  if (meant_answer != NULL && rd_spf_select (meant_answer, &rr) == RD_SPF_LOOKUP_FOUND)
    {
      g_autofree char *include = g_strdup_printf ("include:%s", meant);

      rd_spf_draft_add_text (work->draft, include);
      return g_strdup_printf (_ ("“%s” does not exist and was probably meant to be “%s”."), term->text, include);
    }
  return g_strdup_printf (_ ("“%s” leads to a name without SPF and makes the whole record void; it goes."), term->text);
}

/* Why a term cannot stay, or NULL.  Only what is known for certain counts. */
static char *
dup_reason_to_drop (RdSpfWork            *work,
                    const RdSpfDraftTerm *term)
{
  if (term->kind == RD_SPF_PTR)
    return g_strdup_printf (_ ("“%s” is slow and large receivers ignore it; it goes."), term->text);
  if (term->domain != NULL && strchr (term->domain, '%') != NULL)
    return NULL;
  if (term->kind == RD_SPF_INCLUDE)
    return dup_reason_against_include (work, term);
  if ((term->kind == RD_SPF_A || term->kind == RD_SPF_MX) && finds_no_servers (work, term))
    return g_strdup_printf (_ ("“%s” points at a name without servers; it goes."), term->text);
  return NULL;
}

static gboolean
is_unwanted (const RdSpfWork      *work,
             const RdSpfDraftTerm *term)
{
  const char *const *drop = work->wishes != NULL ? work->wishes->drop : NULL;

  for (gsize i = 0; drop != NULL && drop[i] != NULL; i++)
    {
      if (g_ascii_strcasecmp (drop[i], term->text) == 0)
        return TRUE;
    }
  return FALSE;
}

/**
 * _rd_repair_spf_drop_terms:
 * @work: a correction under way
 *
 * Takes out the terms the user does not want, and those that only do harm.
 */
void
_rd_repair_spf_drop_terms (RdSpfWork *work)
{
  for (guint i = work->draft->terms->len; i-- > 0;)
    {
      const RdSpfDraftTerm *term = g_ptr_array_index (work->draft->terms, i);
      char                 *reason;

      if (is_unwanted (work, term))
        {
          rd_spf_draft_remove (work->draft, i);
          continue;
        }
      reason = dup_reason_to_drop (work, term);
      if (reason == NULL)
        continue;
      _rd_repair_spf_note (work, reason);
      rd_spf_draft_remove (work->draft, i);
    }
}
