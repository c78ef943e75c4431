/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-spf-draft"

#include "config.h"

#include "rd-spf-draft.h"

#include <string.h>

static void
draft_term_free (RdSpfDraftTerm *term)
{
  g_free (term->text);
  g_free (term->domain);
  g_free (term);
}

/**
 * rd_spf_draft_new:
 *
 * Starts an empty record.
 *
 * Returns: (transfer full): the draft
 */
RdSpfDraft *
rd_spf_draft_new (void)
{
  RdSpfDraft *self = g_new0 (RdSpfDraft, 1);

  self->terms = g_ptr_array_new_with_free_func ((GDestroyNotify) draft_term_free);
  self->modifiers = g_ptr_array_new_with_free_func (g_free);
  self->all = RD_SPF_NONE;
  return self;
}

/**
 * rd_spf_draft_free:
 * @self: (nullable): a draft
 *
 * Frees @self.
 */
void
rd_spf_draft_free (RdSpfDraft *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->terms);
  g_ptr_array_unref (self->modifiers);
  g_free (self->redirect);
  g_free (self);
}

/* One spelling for terms that mean the same: "+A" is "a". */
static char *
dup_canonical (const RdSpfTerm *term)
{
  const char *text = term->text + (term->text[0] == '+' ? 1 : 0);
  char       *canonical = g_strdup (text);

  for (char *p = canonical; *p != '\0' && strchr (":=/", *p) == NULL; p++)
    *p = g_ascii_tolower (*p);
  return canonical;
}

static void
add_mechanism (RdSpfDraft      *self,
               const RdSpfTerm *term)
{
  RdSpfDraftTerm *draft = g_new0 (RdSpfDraftTerm, 1);

  draft->kind = term->kind;
  draft->qualifier = term->qualifier;
  draft->text = dup_canonical (term);
  draft->domain = g_strdup (term->domain);
  draft->ip = term->ip;
  draft->prefix = term->kind == RD_SPF_IP6 ? term->prefix6 : term->prefix4;
  g_ptr_array_add (self->terms, draft);
}

static void
add_modifier (RdSpfDraft      *self,
              const RdSpfTerm *term)
{
  for (guint i = 0; i < self->modifiers->len; i++)
    {
      const char *other = g_ptr_array_index (self->modifiers, i);

      /* Each modifier may stand there once (RFC 7208 section 6). */
      if (g_ascii_strncasecmp (other, term->text, strcspn (term->text, "=") + 1) == 0)
        return;
    }
  g_ptr_array_add (self->modifiers, g_strdup (term->text));
}

/**
 * rd_spf_draft_add_record:
 * @self: a draft
 * @record: a record
 *
 * Appends what @record holds, but for "all", which the caller decides on.
 */
void
rd_spf_draft_add_record (RdSpfDraft        *self,
                         const RdSpfRecord *record)
{
  g_return_if_fail (self != NULL && record != NULL);

  for (guint i = 0; i < record->terms->len; i++)
    {
      const RdSpfTerm *term = g_ptr_array_index (record->terms, i);

      if (term->kind == RD_SPF_REDIRECT)
        {
          if (self->redirect == NULL)
            self->redirect = g_strdup (term->domain);
        }
      else if (term->kind == RD_SPF_EXP || term->kind == RD_SPF_MODIFIER)
        {
          add_modifier (self, term);
        }
      else if (term->kind != RD_SPF_ALL)
        {
          add_mechanism (self, term);
        }
    }
}

/**
 * rd_spf_draft_add_text:
 * @self: a draft
 * @term: one valid mechanism
 *
 * Appends a mechanism.
 */
void
rd_spf_draft_add_text (RdSpfDraft *self,
                       const char *term)
{
  g_autofree char *text = g_strdup_printf ("v=spf1 %s", term);
  g_autoptr (RdSpfRecord) record = rd_spf_record_parse (text, strlen (text));

  g_return_if_fail (record->problems->len == 0);

  rd_spf_draft_add_record (self, record);
}

/**
 * rd_spf_draft_is_ordered:
 * @self: a draft
 *
 * Tells whether the order of the terms has a meaning: it has when some of them
 * do not pass, since the first that matches decides (RFC 7208 section 4.6.2).
 *
 * Returns: whether the order must stay
 */
gboolean
rd_spf_draft_is_ordered (const RdSpfDraft *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  for (guint i = 0; i < self->terms->len; i++)
    {
      const RdSpfDraftTerm *term = g_ptr_array_index (self->terms, i);

      if (term->qualifier != RD_SPF_PASS)
        return TRUE;
    }
  return FALSE;
}

/* What costs nothing comes first, so that most mail is decided without asking. */
static int
rank (const RdSpfDraftTerm *term)
{
  switch (term->kind)
    {
    case RD_SPF_IP4:
    case RD_SPF_IP6:
      return 0;
    case RD_SPF_A:
    case RD_SPF_MX:
      return 1;
    case RD_SPF_INCLUDE:
      return 2;
    case RD_SPF_EXISTS:
    case RD_SPF_PTR:
    case RD_SPF_ALL:
    case RD_SPF_REDIRECT:
    case RD_SPF_EXP:
    case RD_SPF_MODIFIER:
    default:
      return 3;
    }
}

/**
 * rd_spf_draft_sort:
 * @self: a draft
 *
 * Puts the terms into the usual order: addresses, "a" and "mx", services, the
 * rest; among themselves they stay as they are.
 */
void
rd_spf_draft_sort (RdSpfDraft *self)
{
  g_autoptr (GPtrArray) sorted = NULL;

  g_return_if_fail (self != NULL);

  sorted = g_ptr_array_new_with_free_func ((GDestroyNotify) draft_term_free);
  for (int wanted = 0; wanted <= 3; wanted++)
    {
      for (guint i = 0; i < self->terms->len; i++)
        {
          RdSpfDraftTerm *term = g_ptr_array_index (self->terms, i);

          if (rank (term) == wanted)
            g_ptr_array_add (sorted, term);
        }
    }
  g_ptr_array_set_free_func (self->terms, NULL);
  g_ptr_array_unref (self->terms);
  self->terms = g_steal_pointer (&sorted);
}

static gboolean
is_within (const RdSpfDraftTerm *inner,
           const RdSpfDraftTerm *outer)
{
  return (inner->kind == RD_SPF_IP4 || inner->kind == RD_SPF_IP6) && inner->kind == outer->kind &&
         inner->qualifier == outer->qualifier && outer->prefix <= inner->prefix &&
         rd_ip_in_network (&inner->ip, &outer->ip, outer->prefix);
}

/* Whether @term adds nothing to @other. */
static gboolean
is_covered (const RdSpfDraftTerm *term,
            const RdSpfDraftTerm *other)
{
  return g_ascii_strcasecmp (term->text, other->text) == 0 || is_within (term, other);
}

/**
 * rd_spf_draft_deduplicate:
 * @self: a draft
 *
 * Takes out terms that stand there already and addresses of a network that is
 * listed.  If the order has a meaning, only the later of two goes.
 */
void
rd_spf_draft_deduplicate (RdSpfDraft *self)
{
  gboolean is_ordered;

  g_return_if_fail (self != NULL);

  is_ordered = rd_spf_draft_is_ordered (self);
  for (guint i = self->terms->len; i-- > 0;)
    {
      const RdSpfDraftTerm *term = g_ptr_array_index (self->terms, i);
      guint                 end = is_ordered ? i : self->terms->len;

      for (guint j = 0; j < end; j++)
        {
          const RdSpfDraftTerm *other = g_ptr_array_index (self->terms, j);

          /* Of two that are the same the first stays. */
          if (j != i && is_covered (term, other) && (j < i || !is_covered (other, term)))
            {
              g_ptr_array_remove_index (self->terms, i);
              break;
            }
        }
    }
}

/**
 * rd_spf_draft_remove:
 * @self: a draft
 * @index: number of a term
 *
 * Takes out one term.
 */
void
rd_spf_draft_remove (RdSpfDraft *self,
                     guint       index)
{
  g_return_if_fail (self != NULL && index < self->terms->len);

  g_ptr_array_remove_index (self->terms, index);
}

/**
 * rd_spf_draft_covers:
 * @self: a draft
 * @ip: an address
 *
 * Tells whether an address or a network of the draft itself lets @ip pass.
 *
 * Returns: whether one does
 */
gboolean
rd_spf_draft_covers (const RdSpfDraft *self,
                     const RdIp       *ip)
{
  g_return_val_if_fail (self != NULL && ip != NULL, FALSE);

  for (guint i = 0; i < self->terms->len; i++)
    {
      const RdSpfDraftTerm *term = g_ptr_array_index (self->terms, i);

      if ((term->kind == RD_SPF_IP4 || term->kind == RD_SPF_IP6) && term->qualifier == RD_SPF_PASS &&
          rd_ip_in_network (ip, &term->ip, term->prefix))
        return TRUE;
    }
  return FALSE;
}

/**
 * rd_spf_draft_to_string:
 * @self: a draft
 *
 * Writes the record.
 *
 * Returns: (transfer full): the record
 */
char *
rd_spf_draft_to_string (const RdSpfDraft *self)
{
  g_autoptr (GString) text = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  text = g_string_new ("v=spf1");
  for (guint i = 0; i < self->terms->len; i++)
    {
      const RdSpfDraftTerm *term = g_ptr_array_index (self->terms, i);

      g_string_append_printf (text, " %s", term->text);
    }
  if (self->all != RD_SPF_NONE)
    g_string_append (text, self->all == RD_SPF_FAIL ? " -all" : " ~all");
  else if (self->redirect != NULL)
    g_string_append_printf (text, " redirect=%s", self->redirect);
  for (guint i = 0; i < self->modifiers->len; i++)
    g_string_append_printf (text, " %s", (const char *) g_ptr_array_index (self->modifiers, i));
  return g_string_free (g_steal_pointer (&text), FALSE);
}
