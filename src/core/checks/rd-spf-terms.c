/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-spf"

#include "config.h"

#include "rd-spf-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rd-text.h"

/* What can be said of an SPF record without following it. */

/* Networks as large as a whole /8 of IPv4 or a /16 of IPv6 belong to nobody
 * alone, and more than this many addresses are no list of servers. */
#define WIDE_PREFIX_V4 8
#define WIDE_PREFIX_V6 16
#define MANY_ADDRESSES 100000

/* Terms that are shown of those with the same fault. */
#define MAX_SHOWN 10

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

/**
 * _rd_spf_report:
 * @findings: (element-type RdFinding): where the finding goes
 * @node: the record it is about
 * @id: stable id
 * @state: what was found
 * @title: one line, translated
 *
 * Makes a finding that whoever runs the DNS of the domain must act on.
 *
 * Returns: (transfer none): the finding, to be completed by the caller
 */
RdFinding *
_rd_spf_report (GPtrArray       *findings,
                const RdSpfNode *node,
                const char      *id,
                RdFindingState   state,
                const char      *title)
{
  RdFinding *finding = rd_check_report (findings, rd_finding_new (id, state, node->domain, RD_OWNER_DNS, title));

  rd_check_rest_on (finding, node->answer);
  return finding;
}

/* The first few of @words, fit to be shown. */
char *
_rd_spf_dup_list (const GPtrArray *words)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < words->len && i < MAX_SHOWN; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", (const char *) g_ptr_array_index (words, i));
  return rd_text_dup_visible (list->str);
}

static void
report_all (const RdSpfNode *tree,
            GPtrArray       *findings)
{
  const RdSpfRecord *record = tree->record;
  RdFinding         *finding;

  if (record->all == NULL)
    {
      if (record->redirect == NULL)
        {
          finding = _rd_spf_report (findings, tree, "spf.no-all", RD_FINDING_WEAK, _ ("Your SPF record has no end"));
          rd_finding_explain (finding,
                              _ ("Without “all” at its end the record says nothing about servers that are not on the list, so forged mail is not recognised."),
                              _ ("Put “~all” at the end of the record."));
        }
      return;
    }
  if (record->all->qualifier == RD_SPF_PASS)
    {
      finding = _rd_spf_report (findings, tree, "spf.all-pass", RD_FINDING_BROKEN,
                                _ ("Your SPF record allows the entire internet to send as you"));
      rd_finding_explain (finding,
                          _ ("“+all”, or “all” alone, lets every server on earth pass. Spammers look for such domains, and some receivers refuse them."),
                          _ ("Change the end of the record to “~all”."));
    }
  else if (record->all->qualifier == RD_SPF_NEUTRAL)
    {
      finding = _rd_spf_report (findings, tree, "spf.all-neutral", RD_FINDING_WEAK,
                                _ ("Your SPF record makes no statement about other servers"));
      rd_finding_explain (finding,
                          _ ("“?all” says that you do not want to say anything about servers that are not on the list."),
                          _ ("Change the end of the record to “~all”."));
    }
  if (record->redirect != NULL)
    {
      finding = _rd_spf_report (findings, tree, "spf.redirect-all", RD_FINDING_WEAK,
                                _ ("Part of your SPF record is never used"));
      rd_finding_explain (finding,
                          _ ("A record that has “all” in it never follows its “redirect”."),
                          _ ("Keep one of the two: “redirect” if another record decides, otherwise “all”."));
    }
}

static void
report_after_all (const RdSpfNode *tree,
                  GPtrArray       *findings)
{
  const RdSpfRecord *record = tree->record;
  g_autoptr (GPtrArray) unread = g_ptr_array_new ();
  g_autofree char *list = NULL;
  g_autofree char *explanation = NULL;
  RdFinding       *finding;

  for (guint i = 0; record->all != NULL && i < record->terms->len; i++)
    {
      const RdSpfTerm *term = g_ptr_array_index (record->terms, i);

      if (term->offset > record->all->offset && term->kind != RD_SPF_REDIRECT &&
          term->kind != RD_SPF_EXP && term->kind != RD_SPF_MODIFIER)
        g_ptr_array_add (unread, term->text);
    }
  if (unread->len == 0)
    return;
  list = _rd_spf_dup_list (unread);
  explanation = g_strdup_printf (_ ("Nobody reads on after “all”. These are never looked at: %s"), list);
  finding = _rd_spf_report (findings, tree, "spf.after-all", RD_FINDING_BROKEN,
                            _ ("Part of your SPF record stands behind its end"));
  rd_finding_explain (finding, explanation, _ ("Move “all” to the very end of the record."));
}

static void
report_duplicates (const RdSpfNode *tree,
                   GPtrArray       *findings)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) twice = g_ptr_array_new ();
  g_autofree char *list = NULL;
  g_autofree char *explanation = NULL;
  RdFinding       *finding;

  for (guint i = 0; i < tree->record->terms->len; i++)
    {
      const RdSpfTerm *term = g_ptr_array_index (tree->record->terms, i);

      if (!g_hash_table_add (seen, g_ascii_strdown (term->text, -1)))
        g_ptr_array_add (twice, term->text);
    }
  if (twice->len == 0)
    return;
  list = _rd_spf_dup_list (twice);
  explanation = g_strdup_printf (_ ("This stands in the record more than once, and each time counts: %s"), list);
  finding = _rd_spf_report (findings, tree, "spf.duplicate", RD_FINDING_WEAK, _ ("Your SPF record says something twice"));
  rd_finding_explain (finding, explanation, _ ("Remove the repetition."));
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
  RdFinding       *finding;

  if (wide->len == 0 && n_addresses <= MANY_ADDRESSES)
    return;
  if (wide->len > 0)
    {
      list = _rd_spf_dup_list (wide);
      explanation = g_strdup_printf (_ ("These networks hold far more servers than yours: %s"), list);
    }
  else
    {
      explanation = g_strdup_printf (_ ("The networks in your record hold %.0f addresses. Anybody who rents one of them can send as you."), n_addresses);
    }
  finding = _rd_spf_report (findings, tree, "spf.wide", RD_FINDING_WEAK, _ ("Your SPF record allows far too many servers"));
  rd_finding_explain (finding, explanation, _ ("List only the addresses of the servers that send for you."));
}

static void
report_networks (const RdSpfNode *tree,
                 GPtrArray       *findings)
{
  g_autoptr (GPtrArray) internal = g_ptr_array_new ();
  g_autoptr (GPtrArray) wide = g_ptr_array_new ();
  double     n_addresses = 0;
  RdFinding *finding;

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
      g_autofree char *list = _rd_spf_dup_list (internal);
      g_autofree char *explanation = g_strdup_printf (_ ("Such addresses exist only inside your own network; the outside never sees them: %s"), list);

      finding = _rd_spf_report (findings, tree, "spf.private-ip", RD_FINDING_WEAK,
                                _ ("Your SPF record lists an internal address"));
      rd_finding_explain (finding,
                          explanation,
                          _ ("List the public address of your connection instead: the one that receivers name in a bounce."));
    }
  report_wide (tree, findings, wide, n_addresses);
}

static void
report_retired (const RdSpfNode *tree,
                GPtrArray       *findings)
{
  RdFinding *finding;

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
          finding = _rd_spf_report (findings, tree, "spf.dead-provider", RD_FINDING_WEAK, title);
          rd_finding_explain (finding,
                              _ ("The service no longer needs this entry or has moved to another one. It costs look-ups and helps nobody."),
                              fix);
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
  RdFinding       *finding;

  finding = _rd_spf_report (findings, tree, "spf.syntax", RD_FINDING_BROKEN,
                            _ ("There is a typing mistake in your SPF record"));
  rd_finding_explain (finding, what, _ ("Write only the name of the domain, without “https://”."));
}

static void
report_kinds (const RdSpfNode *tree,
              GPtrArray       *findings)
{
  gboolean   has_ptr = FALSE;
  RdFinding *finding;

  for (guint i = 0; i < tree->record->terms->len; i++)
    {
      const RdSpfTerm *term = g_ptr_array_index (tree->record->terms, i);

      if (term->kind == RD_SPF_INCLUDE && term->qualifier == RD_SPF_FAIL)
        {
          g_autofree char *shown = rd_text_dup_visible (term->text);
          g_autofree char *explanation = g_strdup_printf (_ ("“%s” forbids the servers of that service to send for you."), shown);

          finding = _rd_spf_report (findings, tree, "spf.syntax", RD_FINDING_WEAK,
                                    _ ("A minus sign in your SPF record is probably a mistake"));
          rd_finding_explain (finding,
                              explanation,
                              _ ("Remove the “-” in front of “include”, if the service is to send for you."));
        }
      if (term->domain != NULL && strstr (term->domain, "://") != NULL)
        report_url (tree, term, findings);
      has_ptr = has_ptr || term->kind == RD_SPF_PTR;
    }
  if (has_ptr)
    {
      finding = _rd_spf_report (findings, tree, "spf.ptr", RD_FINDING_WEAK, _ ("Your SPF record uses “ptr”"));
      rd_finding_explain (finding,
                          _ ("“ptr” is slow and has been given up; large receivers ignore it."),
                          _ ("Replace “ptr” by “ip4:” with the address of the server, or by the “include:” of your provider."));
    }
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
  RdFinding *finding;

  if (tree->record->length > LONG_RECORD)
    {
      finding = _rd_spf_report (findings, tree, "spf.too-long", RD_FINDING_WEAK, _ ("Your SPF record is very long"));
      rd_finding_explain (finding,
                          _ ("Answers of this size do not fit into one small packet, and some servers do not get them at all."),
                          _ ("Shorten the record: remove services you no longer use."));
    }
  else if (count_txt_bytes (tree->answer) > 512)
    {
      finding = _rd_spf_report (findings, tree, "spf.too-long", RD_FINDING_INFO, _ ("Your domain has many text records"));
      rd_finding_explain (finding,
                          _ ("Together they do not fit into one small packet. Nearly all servers cope with that."),
                          NULL);
    }
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
