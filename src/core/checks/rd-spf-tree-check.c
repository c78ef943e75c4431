/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-spf"

#include "config.h"

#include "rd-spf-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rd-text.h"

/* What can only be said of an SPF record with all those it refers to: what is missing,
 * broken or goes round in circles there, and how much it all costs. */

/* From here on the number of look-ups is worth a word. */
#define NEAR_LIMIT 8

static void
report_missing_child (const RdSpfNode *tree,
                      const RdSpfNode *child,
                      GPtrArray       *findings)
{
  g_autofree char *name = rd_text_dup_visible (child->domain);
  g_autofree char *explanation = g_strdup_printf (_ ("It refers to %s, which publishes no SPF record. Receivers must then treat your whole record as broken."), name);
  RdFinding       *finding;

  finding = _rd_spf_report (findings, tree, child->is_redirect ? "spf.redirect-bad" : "spf.include-missing", RD_FINDING_BROKEN,
                            _ ("Your SPF record refers to a name that has none"));
  rd_finding_explain (finding,
                      explanation,
                      _ ("Remove this entry, or correct the name as the service tells you."));
  rd_check_rest_on (finding, child->answer);
}

/* The place below @node where the fault is. */
static const RdSpfNode *
find_culprit (const RdSpfNode *node)
{
  if (node->state != RD_SPF_NODE_FOUND || node->record->problems->len > 0)
    return node;
  for (guint i = 0; i < node->children->len; i++)
    {
      const RdSpfNode *child = g_ptr_array_index (node->children, i);

      if (rd_spf_node_is_broken (child))
        return find_culprit (child);
    }
  return node;
}

static void
report_broken_child (const RdSpfNode *tree,
                     const RdSpfNode *child,
                     GPtrArray       *findings)
{
  const RdSpfNode *culprit = find_culprit (child);
  g_autofree char *name = rd_text_dup_visible (culprit->domain);
  g_autofree char *explanation = NULL;
  RdFinding       *finding;

  if (culprit->state == RD_SPF_NODE_LOOP)
    {
      explanation = g_strdup_printf (_ ("It leads back to %s, so receivers go round in circles and give up."), name);
      finding = _rd_spf_report (findings, tree, "spf.loop", RD_FINDING_BROKEN, _ ("Your SPF record refers back to itself"));
      rd_finding_explain (finding, explanation, _ ("Remove the entry that leads back."));
    }
  else
    {
      explanation = g_strdup_printf (_ ("The fault is in the record of %s, not in yours. Until it is repaired there, receivers treat your record as broken too."), name);
      finding = _rd_spf_report (findings, tree, child->is_redirect ? "spf.redirect-bad" : "spf.include-broken", RD_FINDING_BROKEN,
                                _ ("A record that your SPF record refers to is broken"));
      rd_finding_explain (finding,
                          explanation,
                          _ ("Tell the service. Remove its entry from your record until then."));
    }
  rd_check_rest_on (finding, child->answer);
  rd_check_rest_on (finding, culprit->answer);
}

/* The first place at or below @node that gave no answer, or NULL. */
static const RdSpfNode *
find_silent (const RdSpfNode *node)
{
  if (node->state == RD_SPF_NODE_UNKNOWN)
    return node->answer != NULL ? node : NULL;
  for (guint i = 0; i < node->children->len; i++)
    {
      const RdSpfNode *found = find_silent (g_ptr_array_index (node->children, i));

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
report_children (const RdSpfNode *tree,
                 GPtrArray       *findings)
{
  for (guint i = 0; i < tree->children->len; i++)
    {
      const RdSpfNode *child = g_ptr_array_index (tree->children, i);
      const RdSpfNode *silent = find_silent (child);

      if (silent != NULL)
        rd_check_report_unknown (findings, "spf.servfail", silent->domain, silent->answer);
      if (child->state == RD_SPF_NODE_MISSING)
        report_missing_child (tree, child, findings);
      else if (rd_spf_node_is_broken (child))
        report_broken_child (tree, child, findings);
    }
}

static void
append_costs (GString         *list,
              const RdSpfNode *tree)
{
  for (guint i = 0; i < tree->children->len && i < 15; i++)
    {
      const RdSpfNode *child = g_ptr_array_index (tree->children, i);
      g_autofree char *term = rd_text_dup_visible (child->term);

      g_string_append_printf (list, "\n%u  %s", child->lookups + 1, term);
    }
}

static void
report_lookups (const RdSpfNode *tree,
                GPtrArray       *findings)
{
  g_autofree char *title = NULL;
  g_autoptr (GString) explanation = g_string_new (NULL);
  RdFinding *finding;

  if (tree->lookups > RD_SPF_MAX_LOOKUPS)
    {
      title = g_strdup_printf (_ ("Your SPF record needs %u look-ups, but only %d are allowed"), tree->lookups, RD_SPF_MAX_LOOKUPS);
      g_string_append (explanation, _ ("Receivers stop after the tenth and treat the record as broken. This is what each entry costs:"));
      append_costs (explanation, tree);
      finding = _rd_spf_report (findings, tree, "spf.lookups", RD_FINDING_BROKEN, title);
      rd_finding_explain (finding,
                          explanation->str,
                          _ ("Remove services you no longer use, and those that send under their own name. Replace “a” and “mx” by “ip4:” with the address. Let a newsletter service send from a subdomain with a record of its own."));
    }
  else if (tree->lookups >= NEAR_LIMIT)
    {
      guint n_left = RD_SPF_MAX_LOOKUPS - tree->lookups;

      if (n_left == 0)
        title = g_strdup (_ ("Your SPF record has no room for another look-up"));
      else
        title = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Your SPF record has room for %u more look-up", "Your SPF record has room for %u more look-ups", n_left), n_left);
      g_string_printf (explanation, _ ("It needs %u of the %d that are allowed."), tree->lookups, RD_SPF_MAX_LOOKUPS);
      finding = _rd_spf_report (findings, tree, "spf.near-limit", RD_FINDING_INFO, title);
      rd_finding_explain (finding, explanation->str, NULL);
    }
}

static void
collect_voids (const RdSpfNode *node,
               GPtrArray       *voids,
               GPtrArray       *crowded)
{
  for (guint i = 0; i < node->voids->len; i++)
    g_ptr_array_add (voids, g_ptr_array_index (node->voids, i));
  for (guint i = 0; i < node->crowded->len; i++)
    g_ptr_array_add (crowded, g_ptr_array_index (node->crowded, i));
  for (guint i = 0; i < node->children->len; i++)
    collect_voids (g_ptr_array_index (node->children, i), voids, crowded);
}

static void
report_names (const RdSpfNode *tree,
              GPtrArray       *findings)
{
  g_autoptr (GPtrArray) voids = g_ptr_array_new ();
  g_autoptr (GPtrArray) crowded = g_ptr_array_new ();
  g_autofree char *list = NULL;
  g_autofree char *explanation = NULL;
  RdFinding       *finding;

  collect_voids (tree, voids, crowded);
  if (crowded->len > 0)
    {
      finding = _rd_spf_report (findings, tree, "spf.mx-many", RD_FINDING_BROKEN,
                                _ ("Your SPF record uses “mx” for a domain with too many mail servers"));
      rd_finding_explain (finding,
                          _ ("“mx” works for up to ten mail servers. With more, receivers treat the record as broken."),
                          _ ("Replace “mx” by “ip4:” with the addresses of the servers."));
    }
  if (voids->len == 0)
    return;
  list = _rd_spf_dup_list (voids);
  explanation = g_strdup_printf (_ ("Nothing stands at these names any more: %s"), list);
  if (voids->len > RD_SPF_MAX_VOID_LOOKUPS)
    {
      finding = _rd_spf_report (findings, tree, "spf.void", RD_FINDING_BROKEN,
                                _ ("Parts of your SPF record point at names that no longer exist"));
      rd_finding_explain (finding,
                          explanation,
                          _ ("Remove these entries. With more than two of them many receivers treat the record as broken."));
    }
  else
    {
      finding = _rd_spf_report (findings, tree, "spf.a-mx-void", RD_FINDING_WEAK,
                                _ ("Part of your SPF record points at nothing"));
      rd_finding_explain (finding, explanation, _ ("Remove these entries."));
    }
}

/* What comes out only when all includes are followed. */
void
_rd_spf_report_tree (const RdSpfNode *tree,
                     GPtrArray       *findings)
{
  report_children (tree, findings);
  report_lookups (tree, findings);
  report_names (tree, findings);
}
