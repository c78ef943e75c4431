/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-spf"

#include "config.h"

#include "rd-spf-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rd-text.h"

static const char *const mistake_texts[] = {
  [RD_SPF_MISTAKE_CHARACTER] = N_ ("“%s” holds a character that must not be there: a long dash, a special blank or a letter that is not plain ASCII. It was probably copied from a document. Type it again by hand."),
  [RD_SPF_MISTAKE_SEPARATOR] = N_ ("“%s” ends with a comma or semicolon. The parts of the record are separated by blanks only."),
  [RD_SPF_MISTAKE_UNKNOWN] = N_ ("“%s” is nothing that SPF knows."),
  [RD_SPF_MISTAKE_IPV4_NAME] = N_ ("“%s” must begin with “ip4:” or “ip6:”."),
  [RD_SPF_MISTAKE_BARE_ADDRESS] = N_ ("“%s” is an address without “ip4:” or “ip6:” in front of it."),
  [RD_SPF_MISTAKE_BARE_NAME] = N_ ("“%s” is a name without “include:” or “a:” in front of it."),
  [RD_SPF_MISTAKE_ADDRESS] = N_ ("“%s” is not an address of a server."),
  [RD_SPF_MISTAKE_PREFIX] = N_ ("“%s” is not a size of a network: up to /32 after “ip4:”, up to /128 after “ip6:”, without zeros in front."),
  [RD_SPF_MISTAKE_FAMILY] = N_ ("“%s” is of the other kind: write IPv4 addresses after “ip4:” and IPv6 addresses after “ip6:”."),
  [RD_SPF_MISTAKE_ADDRESS_FOR_NAME] = N_ ("“%s” is an address where a name must stand. Write addresses after “ip4:” or “ip6:”."),
  [RD_SPF_MISTAKE_SPACE] = N_ ("There is a blank after “%s”. The name must follow the colon directly."),
  [RD_SPF_MISTAKE_NO_VALUE] = N_ ("“%s” needs a value after it."),
  [RD_SPF_MISTAKE_VALUE] = N_ ("“%s” has something after it that does not belong there."),
  [RD_SPF_MISTAKE_GLUED] = N_ ("In “%s” two parts have grown together. There must be a blank between them."),
  [RD_SPF_MISTAKE_MACRO] = N_ ("“%s” holds a percent sign that is not used as SPF wants it."),
  [RD_SPF_MISTAKE_EQUALS] = N_ ("“%s” has the wrong sign in it: “redirect” and “exp” take an equals sign, everything else a colon."),
  [RD_SPF_MISTAKE_URL] = N_ ("“%s” is a web address. Only the name of the domain belongs there."),
  [RD_SPF_MISTAKE_DOMAIN] = N_ ("“%s” is not the name of a domain."),
  [RD_SPF_MISTAKE_TWICE] = N_ ("“%s” is there a second time. It may only be there once."),
};

/**
 * rd_spf_mistake_dup_text:
 * @problem: a place that breaks the grammar
 *
 * What is wrong there and what would be right, in words for people.
 *
 * Returns: (transfer full): translated sentences
 */
char *
rd_spf_mistake_dup_text (const RdSpfProblem *problem)
{
  g_autofree char *shown = NULL;
  g_auto (GStrv) pieces = NULL;

  g_return_val_if_fail (problem != NULL, NULL);
  g_return_val_if_fail ((gsize) problem->mistake < G_N_ELEMENTS (mistake_texts), NULL);

  shown = rd_text_dup_visible (problem->text);
  /* The sentences come from a table, so they are joined without printf. */
  pieces = g_strsplit (_ (mistake_texts[problem->mistake]), "%s", 2);
  return g_strconcat (pieces[0], shown, pieces[1], NULL);
}

/* The record with a mark on both sides of the mistake. */
static char *
dup_marked (const RdSpfRecord  *record,
            const RdSpfProblem *problem)
{
  g_autofree char *visible = NULL;
  g_autofree char *marked = NULL;
  gsize            length = strlen (record->text);

  /* Offsets count bytes of the wire; they fit the text unless it had to be
   * converted to become valid. */
  if (length != record->length || problem->offset + problem->length > length ||
      !g_utf8_validate (record->text, (gssize) problem->offset, NULL) || length > 2000)
    return NULL;
  marked = g_strdup_printf ("%.*s▶%.*s◀%s", (int) problem->offset, record->text, (int) problem->length, record->text + problem->offset, record->text + problem->offset + problem->length);
  visible = rd_text_dup_visible (marked);
  return g_steal_pointer (&visible);
}

/* Reports the first mistake of a record: receivers do not read beyond it. */
void
_rd_spf_report_syntax (const RdSpfNode *node,
                       GPtrArray       *findings)
{
  const RdSpfProblem *problem;
  g_autofree char    *what = NULL;
  g_autofree char    *marked = NULL;
  g_autofree char    *explanation = NULL;
  RdFinding          *finding;

  if (node->record == NULL || node->record->problems->len == 0)
    return;
  problem = g_ptr_array_index (node->record->problems, 0);
  what = rd_spf_mistake_dup_text (problem);
  marked = dup_marked (node->record, problem);
  if (marked != NULL)
    explanation = g_strdup_printf (_ ("Receivers ignore the whole record because of it. It is at the marked place:\n%s"), marked);
  else
    explanation = g_strdup (_ ("Receivers ignore the whole record because of it."));
  finding = rd_check_report (findings, rd_finding_new ("spf.syntax", RD_FINDING_BROKEN, node->domain, RD_OWNER_DNS,
                                                       _ ("There is a typing mistake in your SPF record")));
  rd_finding_explain (finding, explanation, what);
  rd_check_rest_on (finding, node->answer);
}
