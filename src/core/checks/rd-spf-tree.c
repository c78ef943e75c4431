/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-spf"

#include "config.h"

#include "rd-spf-tree.h"

#include <string.h>

#include "rd-spf-macro.h"
#include "rd-spf.h"

/* One run over the tree.  What is still open leaves a hole; the rest of the
 * level is asked all the same. */
typedef struct
{
  RdEvidence *evidence;
  GPtrArray  *path; /* (element-type utf8) (unowned): domains above */
  guint       n_nodes;
  guint       n_names;
  gboolean    is_pending;
} Builder;

static RdSpfNode *build_node (Builder    *builder,
                              const char *domain,
                              const char *term,
                              gboolean    is_redirect);

static const RdAnswer *
ask (Builder    *builder,
     const char *name,
     guint16     rr_type)
{
  const RdAnswer *answer = rd_evidence_ask_dns (builder->evidence, name, rr_type);

  if (answer == NULL)
    builder->is_pending = TRUE;
  return answer;
}

static RdSpfNode *
node_new (const char *domain,
          const char *term,
          gboolean    is_redirect)
{
  RdSpfNode *node = g_new0 (RdSpfNode, 1);

  node->domain = g_strdup (domain);
  node->term = g_strdup (term);
  node->is_redirect = is_redirect;
  node->children = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_spf_node_free);
  node->voids = g_ptr_array_new_with_free_func (g_free);
  node->crowded = g_ptr_array_new_with_free_func (g_free);
  return node;
}

static gboolean
is_void (const RdAnswer *answer,
         guint16         rr_type)
{
  return answer != NULL && rd_answer_is_known (answer) && rd_answer_count (answer, rr_type) == 0;
}

/* Looks up the name of a term that depends on no message. */
static void
check_name (Builder         *builder,
            RdSpfNode       *node,
            const RdSpfTerm *term,
            const char      *name)
{
  const RdAnswer *first;
  gboolean        is_empty;

  if (builder->n_names++ >= RD_SPF_TREE_MAX_NAMES)
    return;
  first = ask (builder, name, term->kind == RD_SPF_MX ? RD_RR_MX : RD_RR_A);
  is_empty = is_void (first, term->kind == RD_SPF_MX ? RD_RR_MX : RD_RR_A);
  if (term->kind == RD_SPF_A)
    is_empty = is_void (ask (builder, name, RD_RR_AAAA), RD_RR_AAAA) && is_empty;
  if (is_empty)
    g_ptr_array_add (node->voids, g_strdup (term->text));
  if (term->kind == RD_SPF_MX && first != NULL && rd_answer_count (first, RD_RR_MX) > RD_SPF_MAX_NAMES)
    g_ptr_array_add (node->crowded, g_strdup (term->text));
}

static void
add_child (Builder         *builder,
           RdSpfNode       *node,
           const RdSpfTerm *term)
{
  g_autofree char *name = NULL;
  gboolean         is_redirect = term->kind == RD_SPF_REDIRECT;
  RdSpfNode       *child;

  if (!rd_spf_macro_is_constant (term->domain))
    {
      child = node_new (term->domain, term->text, is_redirect);
      child->state = RD_SPF_NODE_MACRO;
    }
  else
    {
      name = g_ascii_strdown (term->domain, -1);
      if (g_str_has_suffix (name, "."))
        name[strlen (name) - 1] = '\0';
      child = build_node (builder, name, term->text, is_redirect);
    }
  node->lookups += child->lookups;
  g_ptr_array_add (node->children, child);
}

static void
build_term (Builder         *builder,
            RdSpfNode       *node,
            const RdSpfTerm *term)
{
  if (rd_spf_term_costs_lookup (term))
    {
      node->own_lookups++;
      node->lookups++;
    }
  switch (term->kind)
    {
    case RD_SPF_INCLUDE:
    case RD_SPF_REDIRECT:
      if (node->children->len < RD_SPF_TREE_MAX_NODES)
        add_child (builder, node, term);
      break;
    case RD_SPF_A:
    case RD_SPF_MX:
    case RD_SPF_EXISTS:
      if (term->domain == NULL)
        check_name (builder, node, term, node->domain);
      else if (rd_spf_macro_is_constant (term->domain))
        check_name (builder, node, term, term->domain);
      break;
    case RD_SPF_ALL:
    case RD_SPF_PTR:
    case RD_SPF_IP4:
    case RD_SPF_IP6:
    case RD_SPF_EXP:
    case RD_SPF_MODIFIER:
    default:
      break;
    }
}

/* Terms behind "all" are never reached, nor is a redirect beside one. */
static void
build_record (Builder   *builder,
              RdSpfNode *node)
{
  for (guint i = 0; i < node->record->terms->len; i++)
    {
      const RdSpfTerm *term = g_ptr_array_index (node->record->terms, i);

      if (term->kind == RD_SPF_ALL)
        return;
      if (term->kind != RD_SPF_REDIRECT)
        build_term (builder, node, term);
    }
  if (node->record->redirect != NULL)
    build_term (builder, node, node->record->redirect);
}

static gboolean
is_on_path (const Builder *builder,
            const char    *domain)
{
  for (guint i = 0; i < builder->path->len; i++)
    {
      if (g_ascii_strcasecmp (g_ptr_array_index (builder->path, i), domain) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
read_record (Builder   *builder,
             RdSpfNode *node)
{
  const RdRr *rr;

  node->answer = ask (builder, node->domain, RD_RR_TXT);
  if (node->answer == NULL)
    {
      node->state = RD_SPF_NODE_UNKNOWN;
      return;
    }
  switch (rd_spf_select (node->answer, &rr))
    {
    case RD_SPF_LOOKUP_FOUND:
      node->record = rd_spf_record_parse_rr (rr);
      break;
    case RD_SPF_LOOKUP_NONE:
      node->state = RD_SPF_NODE_MISSING;
      break;
    case RD_SPF_LOOKUP_MULTIPLE:
      node->state = RD_SPF_NODE_MULTIPLE;
      break;
    case RD_SPF_LOOKUP_ERROR:
    default:
      node->state = RD_SPF_NODE_UNKNOWN;
      break;
    }
}

static RdSpfNode *
build_node (Builder    *builder,
            const char *domain,
            const char *term,
            gboolean    is_redirect)
{
  RdSpfNode *node = node_new (domain, term, is_redirect);

  if (is_on_path (builder, domain))
    {
      node->state = RD_SPF_NODE_LOOP;
      return node;
    }
  if (builder->path->len >= RD_SPF_TREE_MAX_DEPTH || builder->n_nodes >= RD_SPF_TREE_MAX_NODES)
    {
      node->state = RD_SPF_NODE_SKIPPED;
      return node;
    }
  builder->n_nodes++;
  read_record (builder, node);
  if (node->record == NULL)
    return node;
  g_ptr_array_add (builder->path, node->domain);
  build_record (builder, node);
  g_ptr_array_set_size (builder->path, (int) builder->path->len - 1);
  return node;
}

/**
 * rd_spf_tree_build:
 * @evidence: what is known
 * @domain: normalized domain whose record is the root
 * @tree: (out) (transfer full): the tree, set when done; refers to answers of
 *   @evidence
 *
 * Follows all includes and redirects of a record, whatever message it would be
 * asked for, and counts what the worst case costs.  One level of the tree is
 * asked at once.
 *
 * Returns: whether it is done, or waits for answers
 */
RdCheckStatus
rd_spf_tree_build (RdEvidence *evidence,
                   const char *domain,
                   RdSpfNode **tree)
{
  g_autoptr (GPtrArray) path = g_ptr_array_new ();
  g_autoptr (RdSpfNode) root = NULL;
  Builder builder = { evidence, path, 0, 0, FALSE };

  g_return_val_if_fail (evidence != NULL && domain != NULL && tree != NULL, RD_CHECK_DONE);

  root = build_node (&builder, domain, NULL, FALSE);
  if (builder.is_pending)
    return RD_CHECK_PENDING;
  *tree = g_steal_pointer (&root);
  return RD_CHECK_DONE;
}

/**
 * rd_spf_node_free:
 * @self: (nullable): a node
 *
 * Frees @self and all below it.
 */
void
rd_spf_node_free (RdSpfNode *self)
{
  if (self == NULL)
    return;
  g_free (self->domain);
  g_free (self->term);
  rd_spf_record_free (self->record);
  g_ptr_array_unref (self->children);
  g_ptr_array_unref (self->voids);
  g_ptr_array_unref (self->crowded);
  g_free (self);
}

/**
 * rd_spf_node_is_broken:
 * @self: a node
 *
 * Tells whether a receiver that gets to @self stops with a permanent error,
 * for what stands at @self itself or anywhere below.
 *
 * Returns: whether it does
 */
gboolean
rd_spf_node_is_broken (const RdSpfNode *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->state == RD_SPF_NODE_MISSING || self->state == RD_SPF_NODE_MULTIPLE || self->state == RD_SPF_NODE_LOOP ||
      (self->record != NULL && self->record->problems->len > 0))
    return TRUE;
  for (guint i = 0; i < self->children->len; i++)
    {
      if (rd_spf_node_is_broken (g_ptr_array_index (self->children, i)))
        return TRUE;
    }
  return FALSE;
}

/**
 * rd_spf_tree_mentions:
 * @self: a node
 * @domain: normalized name of a provider's record
 *
 * Tells whether the tree leads to the record at @domain.
 *
 * Returns: whether it does
 */
gboolean
rd_spf_tree_mentions (const RdSpfNode *self,
                      const char      *domain)
{
  g_return_val_if_fail (self != NULL && domain != NULL, FALSE);

  if (self->term != NULL && g_ascii_strcasecmp (self->domain, domain) == 0)
    return TRUE;
  for (guint i = 0; i < self->children->len; i++)
    {
      if (rd_spf_tree_mentions (g_ptr_array_index (self->children, i), domain))
        return TRUE;
    }
  return FALSE;
}
