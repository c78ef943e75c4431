/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-spf"

#include "config.h"

#include "rd-spf-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rd-text.h"

/* From here on the number of look-ups is worth a word. */
#define NEAR_LIMIT 8

/* Networks as large as a whole /8 of IPv4 or a /16 of IPv6 belong to nobody
 * alone, and more than this many addresses are no list of servers. */
#define WIDE_PREFIX_V4 8
#define WIDE_PREFIX_V6 16
#define MANY_ADDRESSES 100000

/* A TXT record that leaves room for little else in an answer of 512 bytes. */
#define LONG_RECORD 450

/* Records of services that are gone or have moved. */
static const struct
{
  const char *domain;
  const char *successor; /* (nullable) */
} retired[] = {
  { "spf.sendinblue.com", "spf.brevo.com" },
  { "sendinblue.com", "spf.brevo.com" },
  { "outlook.com", "spf.protection.outlook.com" },
  { "sharepointonline.com", "spf.protection.outlook.com" },
  { "spf.messaging.microsoft.com", "spf.protection.outlook.com" },
  { "servers.mcsv.net", NULL },
  { "aspmx.googlemail.com", "_spf.google.com" },
  { "_spf.googlemail.com", "_spf.google.com" },
  { "spf.flockmail.com", "spf.titan.email" },
};

static RdFinding *
report (GPtrArray       *findings,
        const RdSpfNode *node,
        const char      *id,
        RdFindingState   state,
        const char      *title,
        const char      *explanation,
        const char      *fix)
{
  return rd_check_report (findings, id, state, node->domain, RD_OWNER_DNS, title, explanation, fix, node->answer);
}

static char *
join (const GPtrArray *words)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < words->len && i < 10; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", (const char *) g_ptr_array_index (words, i));
  return rd_text_dup_visible (list->str);
}

static void
report_all (const RdSpfNode *tree,
            GPtrArray       *findings)
{
  const RdSpfRecord *record = tree->record;

  if (record->all == NULL)
    {
      if (record->redirect == NULL)
        report (findings, tree, "spf.no-all", RD_FINDING_WEAK, _ ("Your SPF record has no end"), _ ("Without “all” at its end the record says nothing about servers that are not on the list, so forged mail is not recognised."), _ ("Put “~all” at the end of the record."));
      return;
    }
  if (record->all->qualifier == RD_SPF_PASS)
    report (findings, tree, "spf.all-pass", RD_FINDING_BROKEN, _ ("Your SPF record allows the entire internet to send as you"), _ ("“+all”, or “all” alone, lets every server on earth pass. Spammers look for such domains, and some receivers refuse them."), _ ("Change the end of the record to “~all”."));
  else if (record->all->qualifier == RD_SPF_NEUTRAL)
    report (findings, tree, "spf.all-neutral", RD_FINDING_WEAK, _ ("Your SPF record makes no statement about other servers"), _ ("“?all” says that you do not want to say anything about servers that are not on the list."), _ ("Change the end of the record to “~all”."));
  if (record->redirect != NULL)
    report (findings, tree, "spf.redirect-all", RD_FINDING_WEAK, _ ("Part of your SPF record is never used"), _ ("A record that has “all” in it never follows its “redirect”."), _ ("Keep one of the two: “redirect” if another record decides, otherwise “all”."));
}

static void
report_after_all (const RdSpfNode *tree,
                  GPtrArray       *findings)
{
  const RdSpfRecord *record = tree->record;
  g_autoptr (GPtrArray) unread = g_ptr_array_new ();
  g_autofree char *list = NULL;
  g_autofree char *explanation = NULL;

  for (guint i = 0; record->all != NULL && i < record->terms->len; i++)
    {
      const RdSpfTerm *term = g_ptr_array_index (record->terms, i);

      if (term->offset > record->all->offset && term->kind != RD_SPF_REDIRECT &&
          term->kind != RD_SPF_EXP && term->kind != RD_SPF_MODIFIER)
        g_ptr_array_add (unread, term->text);
    }
  if (unread->len == 0)
    return;
  list = join (unread);
  explanation = g_strdup_printf (_ ("Nobody reads on after “all”. These are never looked at: %s"), list);
  report (findings, tree, "spf.after-all", RD_FINDING_BROKEN, _ ("Part of your SPF record stands behind its end"), explanation, _ ("Move “all” to the very end of the record."));
}

static void
report_duplicates (const RdSpfNode *tree,
                   GPtrArray       *findings)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) twice = g_ptr_array_new ();
  g_autofree char *list = NULL;
  g_autofree char *explanation = NULL;

  for (guint i = 0; i < tree->record->terms->len; i++)
    {
      const RdSpfTerm *term = g_ptr_array_index (tree->record->terms, i);

      if (!g_hash_table_add (seen, g_ascii_strdown (term->text, -1)))
        g_ptr_array_add (twice, term->text);
    }
  if (twice->len == 0)
    return;
  list = join (twice);
  explanation = g_strdup_printf (_ ("This stands in the record more than once, and each time counts: %s"), list);
  report (findings, tree, "spf.duplicate", RD_FINDING_WEAK, _ ("Your SPF record says something twice"), explanation, _ ("Remove the repetition."));
}

static double
count_addresses (const RdSpfTerm *term)
{
  double n = 1;

  for (guint prefix = term->prefix4; prefix < 32; prefix++)
    n *= 2;
  return n;
}

static void
report_wide (const RdSpfNode *tree,
             GPtrArray       *findings,
             const GPtrArray *wide,
             double           n_addresses)
{
  g_autofree char *list = NULL;
  g_autofree char *explanation = NULL;

  if (wide->len == 0 && n_addresses <= MANY_ADDRESSES)
    return;
  if (wide->len > 0)
    {
      list = join (wide);
      explanation = g_strdup_printf (_ ("These networks hold far more servers than yours: %s"), list);
    }
  else
    {
      explanation = g_strdup_printf (_ ("The networks in your record hold %.0f addresses. Anybody who rents one of them can send as you."), n_addresses);
    }
  report (findings, tree, "spf.wide", RD_FINDING_WEAK, _ ("Your SPF record allows far too many servers"), explanation, _ ("List only the addresses of the servers that send for you."));
}

static void
report_networks (const RdSpfNode *tree,
                 GPtrArray       *findings)
{
  g_autoptr (GPtrArray) internal = g_ptr_array_new ();
  g_autoptr (GPtrArray) wide = g_ptr_array_new ();
  double n_addresses = 0;

  for (guint i = 0; i < tree->record->terms->len; i++)
    {
      const RdSpfTerm *term = g_ptr_array_index (tree->record->terms, i);

      if ((term->kind != RD_SPF_IP4 && term->kind != RD_SPF_IP6) || term->qualifier != RD_SPF_PASS)
        continue;
      if (term->kind == RD_SPF_IP4 ? term->prefix4 <= WIDE_PREFIX_V4 : term->prefix6 <= WIDE_PREFIX_V6)
        g_ptr_array_add (wide, term->text);
      else if (!rd_ip_is_public (&term->ip))
        g_ptr_array_add (internal, term->text);
      else if (term->kind == RD_SPF_IP4)
        n_addresses += count_addresses (term);
    }
  if (internal->len > 0)
    {
      g_autofree char *list = join (internal);
      g_autofree char *explanation = g_strdup_printf (_ ("Such addresses exist only inside your own network; the outside never sees them: %s"), list);

      report (findings, tree, "spf.private-ip", RD_FINDING_WEAK, _ ("Your SPF record lists an internal address"), explanation, _ ("List the public address of your connection instead: the one that receivers name in a bounce."));
    }
  report_wide (tree, findings, wide, n_addresses);
}

static void
report_retired (const RdSpfNode *tree,
                GPtrArray       *findings)
{
  for (guint i = 0; i < tree->children->len; i++)
    {
      const RdSpfNode *child = g_ptr_array_index (tree->children, i);

      for (gsize k = 0; k < G_N_ELEMENTS (retired); k++)
        {
          g_autofree char *title = NULL;
          g_autofree char *fix = NULL;

          if (g_ascii_strcasecmp (child->domain, retired[k].domain) != 0)
            continue;
          title = g_strdup_printf (_ ("“%s” in your SPF record is out of date"), child->term);
          if (retired[k].successor != NULL)
            fix = g_strdup_printf (_ ("If you still use the service, write “include:%s” instead; if not, remove it."), retired[k].successor);
          else
            fix = g_strdup (_ ("Remove it."));
          report (findings, tree, "spf.dead-provider", RD_FINDING_WEAK, title,
                  _ ("The service no longer needs this entry or has moved to another one. It costs look-ups and helps nobody."), fix);
        }
    }
}

/* "include:https://example.com" is within the grammar, but asks for a name that
 * cannot exist. */
static void
report_url (const RdSpfNode *tree,
            const RdSpfTerm *term,
            GPtrArray       *findings)
{
  RdSpfProblem     problem = { RD_SPF_MISTAKE_URL, term->offset, term->length, term->text };
  g_autofree char *what = rd_spf_mistake_dup_text (&problem);

  report (findings, tree, "spf.syntax", RD_FINDING_BROKEN, _ ("There is a typing mistake in your SPF record"), what, _ ("Write only the name of the domain, without “https://”."));
}

static void
report_kinds (const RdSpfNode *tree,
              GPtrArray       *findings)
{
  gboolean has_ptr = FALSE;

  for (guint i = 0; i < tree->record->terms->len; i++)
    {
      const RdSpfTerm *term = g_ptr_array_index (tree->record->terms, i);

      if (term->kind == RD_SPF_INCLUDE && term->qualifier == RD_SPF_FAIL)
        {
          g_autofree char *shown = rd_text_dup_visible (term->text);
          g_autofree char *explanation = g_strdup_printf (_ ("“%s” forbids the servers of that service to send for you."), shown);

          report (findings, tree, "spf.syntax", RD_FINDING_WEAK, _ ("A minus sign in your SPF record is probably a mistake"), explanation, _ ("Remove the “-” in front of “include”, if the service is to send for you."));
        }
      if (term->domain != NULL && strstr (term->domain, "://") != NULL)
        report_url (tree, term, findings);
      has_ptr = has_ptr || term->kind == RD_SPF_PTR;
    }
  if (has_ptr)
    report (findings, tree, "spf.ptr", RD_FINDING_WEAK, _ ("Your SPF record uses “ptr”"), _ ("“ptr” is slow and has been given up; large receivers ignore it."), _ ("Replace “ptr” by “ip4:” with the address of the server, or by the “include:” of your provider."));
}

static gsize
count_txt_bytes (const RdAnswer *answer)
{
  gsize n = 0;

  for (guint i = 0; answer != NULL && i < answer->records->len; i++)
    {
      const RdRr *rr = g_ptr_array_index (answer->records, i);

      if (rr->type == RD_RR_TXT && rr->data != NULL)
        n += g_bytes_get_size (rr->data);
    }
  return n;
}

static void
report_length (const RdSpfNode *tree,
               GPtrArray       *findings)
{
  if (tree->record->length > LONG_RECORD)
    report (findings, tree, "spf.too-long", RD_FINDING_WEAK, _ ("Your SPF record is very long"), _ ("Answers of this size do not fit into one small packet, and some servers do not get them at all."), _ ("Shorten the record: remove services you no longer use."));
  else if (count_txt_bytes (tree->answer) > 512)
    report (findings, tree, "spf.too-long", RD_FINDING_INFO, _ ("Your domain has many text records"), _ ("Together they do not fit into one small packet. Nearly all servers cope with that."), NULL);
}

/* What can be said of the record of a domain without following it. */
void
_rd_spf_report_terms (const RdSpfNode *tree,
                      GPtrArray       *findings)
{
  report_all (tree, findings);
  report_after_all (tree, findings);
  report_duplicates (tree, findings);
  report_networks (tree, findings);
  report_retired (tree, findings);
  report_kinds (tree, findings);
  report_length (tree, findings);
}

/* --- Over the whole tree -------------------------------------------------- */

static void
report_missing_child (const RdSpfNode *tree,
                      const RdSpfNode *child,
                      GPtrArray       *findings)
{
  g_autofree char *name = rd_text_dup_visible (child->domain);
  g_autofree char *explanation = g_strdup_printf (_ ("It refers to %s, which publishes no SPF record. Receivers must then treat your whole record as broken."), name);
  RdFinding       *finding;

  finding = report (findings, tree, child->is_redirect ? "spf.redirect-bad" : "spf.include-missing", RD_FINDING_BROKEN,
                    _ ("Your SPF record refers to a name that has none"), explanation,
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
      finding = report (findings, tree, "spf.loop", RD_FINDING_BROKEN, _ ("Your SPF record refers back to itself"), explanation, _ ("Remove the entry that leads back."));
    }
  else
    {
      explanation = g_strdup_printf (_ ("The fault is in the record of %s, not in yours. Until it is repaired there, receivers treat your record as broken too."), name);
      finding = report (findings, tree, child->is_redirect ? "spf.redirect-bad" : "spf.include-broken", RD_FINDING_BROKEN,
                        _ ("A record that your SPF record refers to is broken"), explanation,
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

  if (tree->lookups > RD_SPF_MAX_LOOKUPS)
    {
      title = g_strdup_printf (_ ("Your SPF record needs %u look-ups, but only %d are allowed"), tree->lookups, RD_SPF_MAX_LOOKUPS);
      g_string_append (explanation, _ ("Receivers stop after the tenth and treat the record as broken. This is what each entry costs:"));
      append_costs (explanation, tree);
      report (findings, tree, "spf.lookups", RD_FINDING_BROKEN, title, explanation->str,
              _ ("Remove services you no longer use, and those that send under their own name. Replace “a” and “mx” by “ip4:” with the address. Let a newsletter service send from a subdomain with a record of its own."));
    }
  else if (tree->lookups >= NEAR_LIMIT)
    {
      guint n_left = RD_SPF_MAX_LOOKUPS - tree->lookups;

      title = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Your SPF record has room for %u more look-up", "Your SPF record has room for %u more look-ups", n_left), n_left);
      g_string_printf (explanation, _ ("It needs %u of the %d that are allowed."), tree->lookups, RD_SPF_MAX_LOOKUPS);
      report (findings, tree, "spf.near-limit", RD_FINDING_INFO, title, explanation->str, NULL);
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

  collect_voids (tree, voids, crowded);
  if (crowded->len > 0)
    report (findings, tree, "spf.mx-many", RD_FINDING_BROKEN, _ ("Your SPF record uses “mx” for a domain with too many mail servers"), _ ("“mx” works for up to ten mail servers. With more, receivers treat the record as broken."), _ ("Replace “mx” by “ip4:” with the addresses of the servers."));
  if (voids->len == 0)
    return;
  list = join (voids);
  explanation = g_strdup_printf (_ ("Nothing stands at these names any more: %s"), list);
  if (voids->len > RD_SPF_MAX_VOID_LOOKUPS)
    report (findings, tree, "spf.void", RD_FINDING_BROKEN, _ ("Parts of your SPF record point at names that no longer exist"), explanation, _ ("Remove these entries. With more than two of them many receivers treat the record as broken."));
  else
    report (findings, tree, "spf.a-mx-void", RD_FINDING_WEAK, _ ("Part of your SPF record points at nothing"), explanation, _ ("Remove these entries."));
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
