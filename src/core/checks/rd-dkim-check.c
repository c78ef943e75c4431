/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-dkim"

#include "config.h"

#include "rd-dkim-check.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rd-misplaced.h"

/* DKIM was young then; a smaller number is no year. */
#define FIRST_YEAR 2005

/* A key that was made longer ago is old. */
#define OLD_MONTHS 24

/* Services that publish their keys in sets and switch between them. */
static const char *const key_sets[][4] = {
  { "selector1", "selector2", NULL },
  { "fm1", "fm2", "fm3", NULL },
  { "protonmail", "protonmail2", "protonmail3", NULL },
};

/* What is wrong with one key, in the order in which it is worth saying. */
typedef struct
{
  guint          defect;
  const char    *id;
  RdFindingState state;
  const char    *title;       /* msgid, with the selector */
  const char    *explanation; /* msgid */
  const char    *fix;         /* msgid */
} DefectWords;

static const DefectWords defect_words[] = {
  { RD_DKIM_DEFECT_PRIVATE, "dkim.malformed", RD_FINDING_BROKEN,
    N_ ("The secret half of the DKIM key “%s” was published"),
    N_ ("Anybody can now sign mail in your name. The public half belongs into DNS, the secret half must never leave the server."),
    N_ ("Make a new pair of keys at once and publish the public half only.") },
  { RD_DKIM_DEFECT_REVOKED, "dkim.revoked", RD_FINDING_BROKEN,
    N_ ("The DKIM key “%s” has been withdrawn"),
    N_ ("Its value is empty, which says that signatures made with it no longer count."),
    N_ ("If your mail is still signed with it, let your mail service make a new key.") },
  { RD_DKIM_DEFECT_TRUNCATED, "dkim.malformed", RD_FINDING_BROKEN,
    N_ ("The DKIM key “%s” is cut off"),
    N_ ("Its end is missing, so receivers cannot use it. Some DNS panels cut long values after 255 characters."),
    N_ ("Enter the complete key again; if the panel does not take it in one line, in several pieces of up to 255 characters.") },
  { RD_DKIM_DEFECT_PEM | RD_DKIM_DEFECT_QUOTES | RD_DKIM_DEFECT_BASE64 | RD_DKIM_DEFECT_DAMAGED | RD_DKIM_DEFECT_GRAMMAR | RD_DKIM_DEFECT_NO_KEY | RD_DKIM_DEFECT_ALGORITHM, "dkim.malformed", RD_FINDING_BROKEN,
    N_ ("The DKIM key “%s” is damaged"),
    N_ ("It holds characters that do not belong there, or parts of it are missing, so receivers cannot use it."),
    N_ ("Copy the key again from your mail service, without quotation marks, backslashes and “BEGIN” lines.") },
  { RD_DKIM_DEFECT_VERSION, "dkim.version", RD_FINDING_BROKEN,
    N_ ("The DKIM key “%s” begins the wrong way"),
    N_ ("If the record names its version, it must begin with “v=DKIM1”."),
    N_ ("Correct the beginning of the record to “v=DKIM1;”.") },
  { RD_DKIM_DEFECT_SERVICE, "dkim.service", RD_FINDING_BROKEN,
    N_ ("The DKIM key “%s” is not meant for e-mail"),
    N_ ("Its “s=” says that it is for something else, so receivers must not use it."),
    N_ ("Remove the “s=” part, or publish the key that was made for mail.") },
  { RD_DKIM_DEFECT_HASH, "dkim.sha1-only", RD_FINDING_BROKEN,
    N_ ("The DKIM key “%s” allows only an outdated method"),
    N_ ("Its “h=” leaves out sha256, the only method receivers still accept."),
    N_ ("Remove the “h=” part.") },
  { RD_DKIM_DEFECT_SHORT, "dkim.short", RD_FINDING_BROKEN,
    N_ ("The DKIM key “%s” is too short"),
    N_ ("Receivers must not accept keys of less than 1024 bits, since they can be broken."),
    N_ ("Let your mail service make a new key of 2048 bits.") },
  { RD_DKIM_DEFECT_WEAK, "dkim.weak", RD_FINDING_WEAK,
    N_ ("The DKIM key “%s” is shorter than recommended"),
    N_ ("It has less than 2048 bits. Receivers still accept it, but ask for longer ones."),
    N_ ("Change to a key of 2048 bits at the next opportunity.") },
  { RD_DKIM_DEFECT_LONG, "dkim.long", RD_FINDING_INFO,
    N_ ("The DKIM key “%s” is very long"),
    N_ ("Some receivers cannot use keys of more than 4096 bits."),
    N_ ("A key of 2048 bits works everywhere.") },
  { RD_DKIM_DEFECT_TESTING, "dkim.testing", RD_FINDING_WEAK,
    N_ ("The DKIM key “%s” is marked as a test"),
    N_ ("The mark “t=y” says that signatures are only being tried out; some receivers treat such mail as unsigned."),
    N_ ("Remove “t=y” when signing works.") },
};

/* The titles come from a table, so the name is put in without printf. */
static char *
dup_title (const char *msgid,
           const char *selector)
{
  g_auto (GStrv) pieces = g_strsplit (_ (msgid), "%s", 2);

  return g_strconcat (pieces[0], selector, pieces[1], NULL);
}

static void
report_defects (const RdDomainSubject *subject,
                const RdDkimProbe     *probe,
                const RdDkimKey       *key,
                gboolean               is_needed,
                GPtrArray             *findings)
{
  RdFinding *finding;

  for (gsize i = 0; i < G_N_ELEMENTS (defect_words); i++)
    {
      const DefectWords *words = &defect_words[i];
      g_autofree char   *title = NULL;
      g_autofree char   *explanation = NULL;
      RdFindingState     state = words->state;

      if ((key->defects & words->defect) == 0)
        continue;
      /* A withdrawn key beside one that works is how it should be. */
      if (words->defect == RD_DKIM_DEFECT_REVOKED && !is_needed)
        state = RD_FINDING_INFO;
      title = dup_title (words->title, probe->selector);
      if (words->defect == RD_DKIM_DEFECT_TRUNCATED && key->expected_length > key->key_length && key->key_length > 0)
        explanation = g_strdup_printf (_ ("It was cut off: %u of %u bytes of the key are there. Some DNS panels cut long values after 255 characters."), (guint) key->key_length, (guint) key->expected_length);
      finding = rd_check_report (findings, rd_finding_new (words->id, state, subject->domain, RD_OWNER_DNS, title));
      rd_finding_explain (finding, explanation != NULL ? explanation : _ (words->explanation), _ (words->fix));
      rd_check_rest_on (finding, probe->answer);
      if ((words->defect & RD_DKIM_FATAL_DEFECTS) != 0)
        return;
    }
}

static void
report_dangling (const RdDomainSubject *subject,
                 const RdDkimProbe     *probe,
                 GPtrArray             *findings)
{
  const RdRr      *alias = rd_answer_nth (probe->answer, RD_RR_CNAME, rd_answer_count (probe->answer, RD_RR_CNAME) - 1);
  g_autofree char *title = g_strdup_printf (_ ("The DKIM key “%s” points at nothing"), probe->selector);
  g_autofree char *explanation = g_strdup_printf (_ ("Your DNS refers to %s, which does not exist: the key was never switched on, the account was closed, or there is a typing mistake."), alias->target);
  RdFinding       *finding;

  finding = rd_check_report (findings, rd_finding_new ("dkim.cname-dangling", RD_FINDING_BROKEN, subject->domain, RD_OWNER_DNS,
                                                       title));
  rd_finding_explain (finding,
                      explanation,
                      _ ("Copy the target again from your mail service. With Microsoft 365, create the key there first and then switch signing on."));
  rd_check_rest_on (finding, probe->answer);
}

static void
report_key_missing (const RdDomainSubject *subject,
                    const RdDkimProbe     *probe,
                    GPtrArray             *findings)
{
  g_autofree char *title = g_strdup_printf (_ ("The DKIM key “%s” is not in your DNS"), probe->selector);
  RdFinding       *finding;

  finding = rd_check_report (findings, rd_finding_new ("dkim.key-missing", RD_FINDING_BROKEN, subject->domain, RD_OWNER_DNS,
                                                       title));
  rd_finding_explain (finding,
                      _ ("Your mail is signed with this key, but receivers do not find it, so the signature counts for nothing."),
                      _ ("Publish the key as your mail service shows it, or let the service make a new one."));
  rd_check_rest_on (finding, probe->answer);
}

/* The day that many services make the name of a key of: “20161025”, “s202105”.
 * Returns the year and month as a count of months, 0 if there is none. */
static guint
read_month (const char *selector)
{
  const char *digits = selector + strcspn (selector, "0123456789");
  gsize       n = strspn (digits, "0123456789");
  guint       year;
  guint       month;

  if (n < 6)
    return 0;
  year = (guint) (digits[0] - '0') * 1000 + (guint) (digits[1] - '0') * 100 + (guint) (digits[2] - '0') * 10 + (guint) (digits[3] - '0');
  month = (guint) (digits[4] - '0') * 10 + (guint) (digits[5] - '0');
  return year >= FIRST_YEAR && year < 2100 && month >= 1 && month <= 12 ? year * 12 + month : 0;
}

/* How old a key is does not show in DNS; only its name may tell. */
static void
report_age (const RdDomainSubject *subject,
            const RdDkimProbe     *probe,
            GPtrArray             *findings)
{
  guint            made = read_month (probe->selector);
  g_autofree char *title = NULL;
  g_autoptr (GDateTime) asked = g_date_time_new_from_unix_utc (probe->answer->asked_at / G_USEC_PER_SEC);
  guint      now;
  RdFinding *finding;

  if (made == 0 || asked == NULL || probe->keys->len == 0 || !rd_dkim_key_is_usable (g_ptr_array_index (probe->keys, 0)))
    return;
  now = (guint) g_date_time_get_year (asked) * 12 + (guint) g_date_time_get_month (asked);
  if (now < made + OLD_MONTHS)
    return;
  title = g_strdup_printf (_ ("The DKIM key “%s” seems to be some years old"), probe->selector);
  finding = rd_check_report (findings, rd_finding_new ("dkim.old-key", RD_FINDING_INFO, subject->domain, RD_OWNER_HOST, title));
  rd_finding_explain (finding,
                      _ ("Its name looks like a date. Keys should be changed now and then, in case one was copied."),
                      _ ("Let your mail service make a new key at the next opportunity."));
  rd_check_rest_on (finding, probe->answer);
}

/* Everything about one name. */
static void
report_probe (const RdDomainSubject *subject,
              const RdDkimDiscovery *discovery,
              const RdDkimProbe     *probe,
              GPtrArray             *findings)
{
  RdFinding *finding;

  if (!rd_answer_is_known (probe->answer))
    {
      rd_check_report_unknown (findings, "dkim.servfail", subject->domain, probe->answer);
      return;
    }
  if (probe->is_dangling)
    {
      report_dangling (subject, probe, findings);
      return;
    }
  if (probe->keys->len == 0)
    {
      report_key_missing (subject, probe, findings);
      return;
    }
  if (probe->keys->len > 1)
    {
      g_autofree char *title = g_strdup_printf (_ ("There is more than one DKIM key “%s”"), probe->selector);

      finding = rd_check_report (findings, rd_finding_new ("dkim.multiple", RD_FINDING_BROKEN, subject->domain, RD_OWNER_DNS,
                                                           title));
      rd_finding_explain (finding,
                          _ ("Receivers may pick either of them, so part of your mail fails."),
                          _ ("Delete the old one."));
      rd_check_rest_on (finding, probe->answer);
    }
  for (guint i = 0; i < probe->keys->len; i++)
    report_defects (subject, probe, g_ptr_array_index (probe->keys, i), probe->is_known || !discovery->has_usable, findings);
  report_age (subject, probe, findings);
}

static const RdDkimProbe *
find_probe (const RdDkimDiscovery *discovery,
            const char            *selector)
{
  for (guint i = 0; i < discovery->probes->len; i++)
    {
      const RdDkimProbe *probe = g_ptr_array_index (discovery->probes, i);

      if (strcmp (probe->selector, selector) == 0)
        return probe;
    }
  return NULL;
}

static void
report_key_sets (const RdDomainSubject *subject,
                 const RdDkimDiscovery *discovery,
                 GPtrArray             *findings)
{
  RdFinding *finding;

  for (gsize i = 0; i < G_N_ELEMENTS (key_sets); i++)
    {
      const RdDkimProbe *there = NULL;
      const char        *missing = NULL;
      g_autofree char   *title = NULL;

      for (guint k = 0; key_sets[i][k] != NULL; k++)
        {
          const RdDkimProbe *probe = find_probe (discovery, key_sets[i][k]);

          if (probe != NULL && probe->keys->len > 0 && rd_check_is_alias (probe->answer))
            there = probe;
          else if (probe == NULL)
            missing = key_sets[i][k];
        }
      if (there == NULL || missing == NULL)
        continue;
      title = g_strdup_printf (_ ("The DKIM key “%s” is missing beside “%s”"), missing, there->selector);
      finding = rd_check_report (findings, rd_finding_new ("dkim.one-of-two", RD_FINDING_WEAK, subject->domain, RD_OWNER_DNS,
                                                           title));
      rd_finding_explain (finding,
                          _ ("Your mail service switches between its keys now and then. At the next switch your mail would no longer be signed properly."),
                          _ ("Add the missing CNAME record as the service shows it."));
      rd_check_rest_on (finding, there->answer);
    }
}

static void
report_ed25519 (const RdDomainSubject *subject,
                const RdDkimDiscovery *discovery,
                GPtrArray             *findings)
{
  const RdAnswer *answer = NULL;
  RdFinding      *finding;

  for (guint i = 0; i < discovery->probes->len; i++)
    {
      const RdDkimProbe *probe = g_ptr_array_index (discovery->probes, i);

      for (guint k = 0; k < probe->keys->len; k++)
        {
          const RdDkimKey *key = g_ptr_array_index (probe->keys, k);

          if (rd_dkim_key_is_usable (key) && key->algorithm != RD_DKIM_ED25519)
            return;
          if (rd_dkim_key_is_usable (key))
            answer = probe->answer;
        }
    }
  if (answer != NULL)
    {
      finding = rd_check_report (findings, rd_finding_new ("dkim.ed25519-only", RD_FINDING_WEAK, subject->domain, RD_OWNER_HOST,
                                                           _ ("Only a DKIM key of the new kind (Ed25519) was found")));
      rd_finding_explain (finding,
                          _ ("Many receivers cannot check signatures of this kind yet."),
                          _ ("Add an RSA key of 2048 bits and sign each mail with both."));
      rd_check_rest_on (finding, answer);
    }
}

/* --- No key found --------------------------------------------------------- */

static RdCheckStatus
report_none (RdEvidence            *evidence,
             const RdDomainSubject *subject,
             const RdDkimDiscovery *discovery,
             GPtrArray             *findings)
{
  guint      start = findings->len;
  RdFinding *finding;

  if (rd_misplaced_check_dkim (evidence, subject, findings) == RD_CHECK_PENDING)
    return RD_CHECK_PENDING;
  if (findings->len > start)
    return RD_CHECK_DONE;
  finding = rd_check_report (findings, rd_finding_new ("dkim.none", RD_FINDING_BROKEN, subject->domain, RD_OWNER_DNS,
                                                       _ ("Your mail is not signed with your own name")));
  rd_finding_explain (finding,
                      _ ("Your domain has no DKIM key at all. Receivers cannot see that a mail really comes from you."),
                      _ ("Switch DKIM on in your mail service and publish the records it shows."));
  rd_check_rest_on (finding, discovery->parent);
  return RD_CHECK_DONE;
}

static void
report_presence (const RdDomainSubject *subject,
                 const RdDkimDiscovery *discovery,
                 GPtrArray             *findings)
{
  RdFinding *finding;

  switch (discovery->presence)
    {
    case RD_DKIM_PRESENCE_HIDDEN:
      finding = rd_check_report (findings, rd_finding_new ("dkim.unknown-selector", RD_FINDING_INFO, subject->domain, RD_OWNER_YOU,
                                                           _ ("There is a DKIM key, but its name is not known")));
      rd_finding_explain (finding,
                          _ ("Something stands where keys are kept, but DNS does not tell the names. This does not mean that anything is missing."),
                          _ ("Open any mail that you sent, or the bounce: the name of the key stands in it."));
      rd_check_rest_on (finding, discovery->parent);
      break;
    case RD_DKIM_PRESENCE_WILDCARD:
      finding = rd_check_report (findings, rd_finding_new ("dkim.wildcard", RD_FINDING_INFO, subject->domain, RD_OWNER_YOU,
                                                           _ ("Whether there is a DKIM key cannot be told from outside")));
      rd_finding_explain (finding,
                          _ ("Every name below your domain answers, so an answer means nothing."),
                          _ ("Open any mail that you sent, or the bounce: the name of the key stands in it."));
      rd_check_rest_on (finding, discovery->parent);
      break;
    case RD_DKIM_PRESENCE_UNKNOWN:
      rd_check_report_unknown (findings, "dkim.servfail", subject->domain, discovery->parent);
      break;
    case RD_DKIM_PRESENCE_FOUND:
    case RD_DKIM_PRESENCE_NONE:
    default:
      break;
    }
}

static void
report_fine (const RdDomainSubject *subject,
             const RdDkimDiscovery *discovery,
             GPtrArray             *findings)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *explanation = NULL;
  const RdAnswer  *answer = NULL;
  RdFinding       *finding;

  for (guint i = 0; i < discovery->probes->len; i++)
    {
      const RdDkimProbe *probe = g_ptr_array_index (discovery->probes, i);

      if (probe->keys->len == 0 || !rd_dkim_key_is_usable (g_ptr_array_index (probe->keys, 0)))
        continue;
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", probe->selector);
      answer = probe->answer;
    }
  explanation = g_strdup_printf (_ ("Keys found: %s"), names->str);
  finding = rd_check_report (findings, rd_finding_new ("dkim.fine", RD_FINDING_FINE, subject->domain, RD_OWNER_WAIT,
                                                       _ ("Your domain has a DKIM key that receivers can use")));
  rd_finding_explain (finding, explanation, NULL);
  rd_check_rest_on (finding, answer);
}

/**
 * rd_dkim_check:
 * @evidence: what is known
 * @subject: an #RdDomainSubject
 * @findings: (element-type RdFinding): where findings go
 *
 * Judges the DKIM keys of a domain, as far as their names can be known.
 *
 * Returns: whether it is done, or waits for answers
 */
RdCheckStatus
rd_dkim_check (RdEvidence   *evidence,
               gconstpointer subject,
               GPtrArray    *findings)
{
  const RdDomainSubject *domain_subject = subject;
  g_autoptr (RdDkimDiscovery) discovery = NULL;

  g_return_val_if_fail (evidence != NULL && subject != NULL && findings != NULL, RD_CHECK_DONE);

  if (rd_dkim_discover (evidence, domain_subject, &discovery) == RD_CHECK_PENDING)
    return RD_CHECK_PENDING;
  for (guint i = 0; i < discovery->probes->len; i++)
    report_probe (domain_subject, discovery, g_ptr_array_index (discovery->probes, i), findings);
  report_key_sets (domain_subject, discovery, findings);
  report_ed25519 (domain_subject, discovery, findings);
  if (discovery->presence == RD_DKIM_PRESENCE_NONE)
    return report_none (evidence, domain_subject, discovery, findings);
  report_presence (domain_subject, discovery, findings);
  if (discovery->has_usable)
    report_fine (domain_subject, discovery, findings);
  return RD_CHECK_DONE;
}
