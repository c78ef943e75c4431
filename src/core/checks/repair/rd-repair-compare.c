/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-repair-compare"

#include "config.h"

#include "rd-repair-compare.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rd-check.h"
#include "rd-dns-host.h"
#include "rd-repair-text.h"
#include "rd-text.h"

/* After a record was entered: is it there, byte for byte, and if not, what
 * happened to it on the way through the DNS panel? */

typedef struct
{
  RdEvidence     *evidence; /* (unowned) */
  const RdRecord *proposed; /* (unowned) */
  guint16         rr_type;
  const RdAnswer *own;     /* (unowned): of the zone's own servers */
  const RdAnswer *cached;  /* (unowned): of the resolver */
  const RdAnswer *doubled; /* (unowned): at the name with the domain twice */
  const RdAnswer *ns;      /* (unowned) */
  gint64          cached_until;
  GPtrArray      *findings; /* (unowned) */
} Comparison;

/* --- Two texts ------------------------------------------------------------ */

static char *
dup_without_blanks (const char *text)
{
  g_autoptr (GString) packed = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    {
      if (!g_ascii_isspace (*p))
        g_string_append_c (packed, *p);
    }
  return g_string_free (g_steal_pointer (&packed), FALSE);
}

static const char *
explain_marks (guint marks)
{
  if ((marks & RD_PASTE_BACKSLASHES) != 0)
    return _ ("There are backslashes in the published value that do not belong there.");
  if ((marks & RD_PASTE_SMART_QUOTES) != 0)
    return _ ("There are typographic quotation marks in the published value. A word processor puts them in.");
  if ((marks & RD_PASTE_QUOTES) != 0)
    return _ ("There are quotation marks in the published value. Enter it without them.");
  if ((marks & RD_PASTE_BLANKS) != 0)
    return _ ("There are no-break blanks in the published value. They look like blanks but are not; type plain ones.");
  if ((marks & RD_PASTE_INVISIBLE) != 0)
    return _ ("There are invisible characters in the published value. Paste it as plain text.");
  if ((marks & RD_PASTE_DASHES) != 0)
    return _ ("There are long dashes in the published value where minus signs belong.");
  return _ ("There is a blank at the beginning or the end of the published value.");
}

static char *
dup_first_difference (const char *proposed,
                      const char *published)
{
  gsize i = 0;

  while (proposed[i] != '\0' && proposed[i] == published[i])
    i++;
  return g_strdup_printf (_ ("The published value differs from character %u on."), (guint) g_utf8_pointer_to_offset (published, published + i) + 1);
}

/* Explains how two values differ, in words about what DNS panels and word
 * processors do. */
static char *
dup_difference (const char *proposed,
                const char *published)
{
  g_autofree char *clean = NULL;
  g_autofree char *packed_proposed = NULL;
  g_autofree char *packed_published = NULL;
  gsize            length;
  guint            marks;

  g_return_val_if_fail (proposed != NULL && published != NULL, NULL);

  if (strcmp (proposed, published) == 0)
    return NULL;
  clean = rd_repair_clean_text (published, &marks);
  if (marks != RD_PASTE_NONE && strcmp (clean, proposed) == 0)
    return g_strdup (explain_marks (marks));
  packed_proposed = dup_without_blanks (proposed);
  packed_published = dup_without_blanks (clean);
  if (strcmp (packed_proposed, packed_published) == 0)
    return g_strdup (strlen (published) < strlen (proposed)
                         ? _ ("A blank got lost in the published value. If it was entered in pieces, put the blank at the end of the first piece.")
                         : _ ("There is a blank too many in the published value."));
  if (g_ascii_strcasecmp (proposed, published) == 0)
    return g_strdup (_ ("Capital and small letters differ in the published value. In a key that matters."));
  length = strlen (published);
  if (strncmp (proposed, published, length) == 0)
    return g_strdup_printf (_ ("The published value is cut off after %u of %u characters. Some DNS panels take only 255 in one piece: enter it in several."),
                            (guint) length, (guint) strlen (proposed));
  return dup_first_difference (proposed, published);
}

/* --- Caches ------------------------------------------------------------------ */

/**
 * rd_repair_get_cached_until:
 * @answer: an answer of a resolver
 *
 * When those who asked at the same time will ask again: the lifetime of the
 * records, or, if there were none, of the negative answer (RFC 2308).
 *
 * Returns: microseconds since the epoch, 0 if not known
 */
gint64
rd_repair_get_cached_until (const RdAnswer *answer)
{
  guint32 ttl;

  g_return_val_if_fail (answer != NULL, 0);

  if (!rd_answer_is_known (answer) || answer->asked_at == 0)
    return 0;
  ttl = answer->ttl;
  for (guint i = 0; i < answer->records->len; i++)
    {
      const RdRr *rr = g_ptr_array_index (answer->records, i);

      ttl = i == 0 ? rr->ttl : MAX (ttl, rr->ttl);
    }
  return answer->asked_at + (gint64) ttl * G_USEC_PER_SEC;
}

static char *
dup_clock (gint64 time)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;

  return local != NULL ? g_date_time_format (local, "%H:%M") : g_strdup ("");
}

/* --- What was found ----------------------------------------------------------- */

static char *
dup_value (const RdRr *rr)
{
  return rr->type == RD_RR_TXT ? rd_check_dup_txt (rr) : g_strdup (rr->text);
}

/* The part that tells one kind of TXT record from another: "v=spf1". */
static gboolean
is_same_kind (const char *a,
              const char *b)
{
  guint            marks;
  g_autofree char *clean = rd_repair_clean_text (b, &marks);
  gsize            length = strcspn (a, " ;");

  return length > 0 && g_ascii_strncasecmp (a, clean, length) == 0;
}

static gboolean
holds (const RdAnswer *answer,
       guint16         rr_type,
       const char     *value)
{
  for (guint i = 0; answer != NULL && i < rd_answer_count (answer, rr_type); i++)
    {
      g_autofree char *text = dup_value (rd_answer_nth (answer, rr_type, i));

      if (strcmp (text, value) == 0)
        return TRUE;
    }
  return FALSE;
}

static RdFinding *
report (Comparison    *self,
        const char    *id,
        RdFindingState state,
        const char    *title)
{
  RdOwner    owner = state == RD_FINDING_FINE ? RD_OWNER_WAIT : RD_OWNER_DNS;
  RdFinding *finding = rd_check_report (self->findings, rd_finding_new (id, state, self->proposed->fqdn, owner, title));

  rd_check_rest_on (finding, self->own);
  return finding;
}

static void
report_caches (Comparison *self)
{
  gboolean         is_old = !holds (self->cached, self->rr_type, self->proposed->value);
  gint64           until = MAX (is_old ? rd_repair_get_cached_until (self->cached) : 0, self->cached_until);
  g_autofree char *clock = NULL;
  g_autofree char *explanation = NULL;
  RdFinding       *finding;

  if (until <= self->own->asked_at)
    return;
  clock = dup_clock (until);
  explanation = g_strdup_printf (_ ("Servers that looked lately remember the old state until about %s. Send again after that."), clock);
  finding = report (self, "record.cached", RD_FINDING_INFO, _ ("The change has not reached everybody yet"));
  rd_finding_explain (finding, explanation, NULL);
  rd_check_rest_on (finding, self->cached);
}

static void
report_published (Comparison *self)
{
  RdFinding *finding;

  for (guint i = 0; i < rd_answer_count (self->own, self->rr_type); i++)
    {
      g_autofree char *text = dup_value (rd_answer_nth (self->own, self->rr_type, i));
      g_autofree char *shown = NULL;
      g_autofree char *explanation = NULL;

      if (strcmp (text, self->proposed->value) == 0 || self->rr_type != RD_RR_TXT || !is_same_kind (self->proposed->value, text))
        continue;
      shown = rd_text_dup_visible (text);
      explanation = g_strdup_printf (_ ("The new record is there, but beside it still stands: %s"), shown);
      finding = report (self, "record.old-still-there", RD_FINDING_BROKEN, _ ("The old record is still there"));
      rd_finding_explain (finding,
                          explanation,
                          _ ("Delete the old record. Two records of this kind cancel each other."));
      return;
    }
  report (self, "record.published", RD_FINDING_FINE, _ ("The record is published exactly as proposed"));
  report_caches (self);
}

static void
report_absent (Comparison *self)
{
  const char      *dns_host = self->ns != NULL ? rd_dns_host_find_name (self->ns) : NULL;
  g_autofree char *explanation = NULL;
  RdFinding       *finding;

  if (holds (self->doubled, self->rr_type, self->proposed->value))
    {
      g_autofree char *fix = g_strdup_printf (_ ("Enter only “%s” as the name."), self->proposed->name);

      explanation = g_strdup_printf (_ ("It stands at %s: the DNS panel adds the domain by itself."), self->doubled->question->name);
      finding = report (self, "record.wrong-name", RD_FINDING_BROKEN, _ ("The record is at the wrong name"));
      rd_finding_explain (finding, explanation, fix);
      rd_check_rest_on (finding, self->doubled);
      return;
    }
  if (dns_host != NULL)
    explanation = g_strdup_printf (_ ("The servers of the domain do not have it yet. They are run by %s: a record entered anywhere else has no effect."), dns_host);
  else if (self->ns != NULL && rd_answer_count (self->ns, RD_RR_NS) > 0)
    explanation = g_strdup_printf (_ ("The servers of the domain, such as %s, do not have it yet. A record entered at another firm has no effect."),
                                   rd_answer_nth (self->ns, RD_RR_NS, 0)->target);
  else
    explanation = g_strdup (_ ("The servers of the domain do not have it yet."));
  finding = report (self, "record.not-there", RD_FINDING_BROKEN, _ ("The record is not published"));
  rd_finding_explain (finding,
                      explanation,
                      _ ("Look whether it was saved, and at which firm. Some need a few minutes to publish a change."));
}

static void
report_difference (Comparison *self)
{
  RdFinding *finding;

  for (guint i = 0; i < rd_answer_count (self->own, self->rr_type); i++)
    {
      g_autofree char *text = dup_value (rd_answer_nth (self->own, self->rr_type, i));
      g_autofree char *explanation = NULL;

      if (self->rr_type == RD_RR_TXT && !is_same_kind (self->proposed->value, text))
        continue;
      explanation = dup_difference (self->proposed->value, text);
      if (explanation == NULL)
        continue;
      finding = report (self, "record.differs", RD_FINDING_BROKEN,
                        _ ("The published record is not the proposed one"));
      rd_finding_explain (finding,
                          explanation,
                          _ ("Copy the proposed value again and paste it into the DNS panel."));
      return;
    }
  report_absent (self);
}

static RdQuestion *
authoritative_question (const RdRecord *proposed,
                        guint16         rr_type)
{
  return rd_question_dns_full (proposed->fqdn, rr_type, RD_QUESTION_AUTHORITATIVE);
}

static char *
dup_doubled_name (const RdRecord *proposed)
{
  g_autofree char *org = rd_check_dup_org_domain (proposed->fqdn);

  return rd_check_dup_below (proposed->fqdn, org);
}

/**
 * rd_repair_compare_forget:
 * @evidence: what is known
 * @proposed: a record that was proposed
 *
 * Drops the answers a comparison rests on, so that “Check again” asks anew.
 */
void
rd_repair_compare_forget (RdEvidence     *evidence,
                          const RdRecord *proposed)
{
  g_autofree char *doubled = NULL;
  g_autoptr (RdQuestion) own = NULL;
  g_autoptr (RdQuestion) cached = NULL;
  g_autoptr (RdQuestion) elsewhere = NULL;
  guint16 rr_type;

  g_return_if_fail (evidence != NULL && proposed != NULL);

  if (!rd_rr_type_parse (proposed->type, &rr_type))
    return;
  doubled = dup_doubled_name (proposed);
  own = authoritative_question (proposed, rr_type);
  cached = rd_question_dns (proposed->fqdn, rr_type);
  elsewhere = rd_question_dns (doubled, rr_type);
  rd_evidence_forget (evidence, own);
  rd_evidence_forget (evidence, cached);
  rd_evidence_forget (evidence, elsewhere);
}

/**
 * rd_repair_compare:
 * @evidence: what is known
 * @proposed: a record that was proposed
 * @cached_until: until when caches may hold what was there when it was
 *   proposed, in microseconds since the epoch; 0 if not known
 * @findings: (element-type RdFinding): where findings go
 *
 * Asks the zone's own servers whether @proposed is published byte for byte, and
 * explains what is different if it is not.
 *
 * Returns: whether all answers were there
 */
RdCheckStatus
rd_repair_compare (RdEvidence     *evidence,
                   const RdRecord *proposed,
                   gint64          cached_until,
                   GPtrArray      *findings)
{
  Comparison       self = { .evidence = evidence, .proposed = proposed, .cached_until = cached_until, .findings = findings };
  g_autofree char *org = NULL;
  g_autofree char *doubled = NULL;
  gboolean         pending = FALSE;

  g_return_val_if_fail (evidence != NULL && proposed != NULL && findings != NULL, RD_CHECK_DONE);

  if (!rd_rr_type_parse (proposed->type, &self.rr_type))
    return RD_CHECK_DONE;
  org = rd_check_dup_org_domain (proposed->fqdn);
  doubled = dup_doubled_name (proposed);
  self.own = rd_evidence_ask (evidence, authoritative_question (proposed, self.rr_type));
  self.cached = rd_check_ask (evidence, proposed->fqdn, self.rr_type, &pending);
  self.doubled = rd_check_ask (evidence, doubled, self.rr_type, &pending);
  self.ns = rd_check_ask (evidence, org, RD_RR_NS, &pending);
  if (self.own == NULL || pending)
    return RD_CHECK_PENDING;
  if (!rd_answer_is_known (self.own))
    rd_check_report_unknown (findings, "record.servfail", proposed->fqdn, self.own);
  else if (holds (self.own, self.rr_type, proposed->value))
    report_published (&self);
  else
    report_difference (&self);
  return RD_CHECK_DONE;
}
