/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a hit means.  A list answers with codes, and each list gives its own meaning
 * to them: some blame, some only describe, some praise.  The worst one decides where
 * the listing stands. */

#define G_LOG_DOMAIN "rd-listing"

#include "config.h"

#include "rd-listing-private.h"

#include <string.h>

/* Lists below this weight stand among the minor ones. */
#define LEAST_MAJOR_WEIGHT 35

/**
 * _rd_listing_find_group:
 * @list: a list
 * @subject: what it is asked about
 * @worst: (nullable): the worst it says
 *
 * Returns: among which lists it is shown
 */
RdListingGroup
_rd_listing_find_group (const RdBlocklist *list,
                        const char        *subject,
                        const RdListCode  *worst)
{
  const char *class = worst != NULL ? worst->class : list->type;
  RdIp ip;

  if (list->role == RD_LIST_ALLOW || strcmp (class, "allow") == 0)
    return RD_LISTING_ALLOW;
  if (list->role == RD_LIST_INFO || strcmp (class, "tor") == 0 || strcmp (class, "geo") == 0 ||
      strcmp (class, "bogon") == 0 || strcmp (class, "backscatter") == 0 || strcmp (class, "domain-age") == 0)
    return RD_LISTING_INFORMATIONAL;
  if (strcmp (class, "neighbourhood") == 0)
    return RD_LISTING_NEIGHBOURHOOD;
  if (strcmp (class, "policy") == 0)
    return RD_LISTING_POLICY;
  if (!rd_ip_parse (subject, &ip))
    return RD_LISTING_DOMAIN;
  return list->weight < LEAST_MAJOR_WEIGHT ? RD_LISTING_MINOR : RD_LISTING_REPUTATION;
}

static int
compare_codes (gconstpointer a,
               gconstpointer b)
{
  const RdListCode *first = *(const RdListCode *const *) a;
  const RdListCode *second = *(const RdListCode *const *) b;

  return (int) first->severity - (int) second->severity;
}

/* What the codes mean, worst first; several may say the same. */
static void
set_meaning (RdListing *self,
             GPtrArray *codes)
{
  g_autoptr (GPtrArray) sentences = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GStrvBuilder) labels = g_strv_builder_new ();
  RdIp     ip;
  gboolean is_domain = !rd_ip_parse (self->subject, &ip);

  for (guint i = 0; i < codes->len; i++)
    {
      const RdListCode *code = g_ptr_array_index (codes, i);
      g_autofree char  *sentence = code->text != NULL ? g_strdup (rd_blocklist_get_words (code->text))
                                                      : _rd_listing_dup_class_meaning (self->list, code, is_domain);

      g_strv_builder_add (labels, code->label);
      if (!g_ptr_array_find_with_equal_func (sentences, sentence, g_str_equal, NULL))
        g_ptr_array_add (sentences, g_steal_pointer (&sentence));
    }
  g_ptr_array_add (sentences, NULL);
  self->meaning = g_strjoinv (" ", (char **) sentences->pdata);
  self->labels = g_strv_builder_end (labels);
}

static gboolean
is_blame (const RdBlocklist *list,
          const RdListCode  *worst)
{
  if (list->role == RD_LIST_ALLOW || list->role == RD_LIST_INFO)
    return FALSE;
  if (worst->severity < RD_LIST_REMARK)
    return TRUE;
  return strcmp (worst->class, "allow") != 0 && strcmp (worst->class, "mixed") != 0 &&
         strcmp (worst->class, "info") != 0 && strcmp (worst->class, "reputation") != 0 &&
         worst->severity != RD_LIST_GOOD;
}

/**
 * _rd_listing_read_hit:
 * @self: (inout): a listing
 * @answer: the addresses its list gave
 *
 * Reads the codes of a hit into @self.
 *
 * Returns: whether one of them is known
 */
gboolean
_rd_listing_read_hit (RdListing      *self,
                      const RdAnswer *answer)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  const RdListCode *worst;

  for (guint i = 0; i < rd_answer_count (answer, RD_RR_A); i++)
    {
      g_autoptr (GPtrArray) codes = rd_blocklist_find_codes (self->list, rd_answer_nth (answer, RD_RR_A, i)->address.bytes);

      for (guint j = 0; j < codes->len; j++)
        {
          if (!g_ptr_array_find (found, g_ptr_array_index (codes, j), NULL))
            g_ptr_array_add (found, g_ptr_array_index (codes, j));
        }
    }
  if (found->len == 0)
    return FALSE;
  g_ptr_array_sort (found, compare_codes);
  worst = g_ptr_array_index (found, 0);
  self->severity = worst->severity;
  set_meaning (self, found);
  self->state = is_blame (self->list, worst) ? RD_LISTING_LISTED : RD_LISTING_REMARK;
  self->group = _rd_listing_find_group (self->list, self->subject, worst);
  if (self->state == RD_LISTING_REMARK && self->group != RD_LISTING_ALLOW)
    self->group = worst->severity == RD_LIST_GOOD ? RD_LISTING_ALLOW : RD_LISTING_INFORMATIONAL;
  self->ttl = rd_answer_nth (answer, RD_RR_A, 0)->ttl;
  return TRUE;
}
