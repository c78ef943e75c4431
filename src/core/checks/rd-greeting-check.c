/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-greeting-check"

#include "config.h"

#include "rd-greeting-check.h"

#include <glib/gi18n-lib.h>
#include <gnutls/abstract.h>
#include <string.h>

#include "rd-greeting.h"
#include "rd-mx-set.h"

/* What the mail servers themselves say, asked only on request: does each offer
 * encryption, and is its certificate the one that DANE promises? */

/* Servers that are greeted; more of one domain are set up alike. */
#define MAX_HOSTS 4

#define SMTP_PORT 25

typedef struct
{
  const RdMxHost *host;
  const RdAnswer *answer; /* (unowned): what the server said */
  const RdAnswer *tlsa;   /* (unowned) */
} Greeted;

/* --- DANE ------------------------------------------------------------------------ */

static GBytes *
dup_public_key (GBytes *certificate)
{
  gnutls_x509_crt_t crt = NULL;
  gnutls_pubkey_t   key = NULL;
  gnutls_datum_t    out = { NULL, 0 };
  gnutls_datum_t    der;
  gsize             size;
  GBytes           *bytes = NULL;

  der.data = (unsigned char *) g_bytes_get_data (certificate, &size);
  der.size = (unsigned int) size;
  if (gnutls_x509_crt_init (&crt) == GNUTLS_E_SUCCESS && gnutls_pubkey_init (&key) == GNUTLS_E_SUCCESS &&
      gnutls_x509_crt_import (crt, &der, GNUTLS_X509_FMT_DER) == GNUTLS_E_SUCCESS &&
      gnutls_pubkey_import_x509 (key, crt, 0) == GNUTLS_E_SUCCESS &&
      gnutls_pubkey_export2 (key, GNUTLS_X509_FMT_DER, &out) == GNUTLS_E_SUCCESS)
    bytes = g_bytes_new (out.data, out.size);
  gnutls_free (out.data);
  if (key != NULL)
    gnutls_pubkey_deinit (key);
  if (crt != NULL)
    gnutls_x509_crt_deinit (crt);
  return bytes;
}

/* RFC 6698 section 2.1.3: the whole, or a digest of it. */
static gboolean
has_content (GBytes       *bytes,
             guint8        matching,
             const guint8 *data,
             gsize         length)
{
  g_autoptr (GChecksum) checksum = NULL;
  guint8 digest[64];
  gsize  digest_length = sizeof digest;

  if (bytes == NULL)
    return FALSE;
  if (matching == 0)
    return g_bytes_get_size (bytes) == length && memcmp (g_bytes_get_data (bytes, NULL), data, length) == 0;
  checksum = g_checksum_new (matching == 1 ? G_CHECKSUM_SHA256 : G_CHECKSUM_SHA512);
  g_checksum_update (checksum, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));
  g_checksum_get_digest (checksum, digest, &digest_length);
  return digest_length == length && memcmp (digest, data, length) == 0;
}

/* RFC 7672 section 3.1: DANE-EE(3) is about the server's own certificate,
 * DANE-TA(2) about one that vouches for it. */
static gboolean
fits (const RdRr       *rr,
      const RdGreeting *greeting)
{
  gsize         size = 0;
  const guint8 *data = rr->data != NULL ? g_bytes_get_data (rr->data, &size) : NULL;
  guint         last;

  if (data == NULL || size < 4 || (data[0] != 2 && data[0] != 3) || data[1] > 1 || data[2] > 2)
    return FALSE;
  last = data[0] == 3 ? 1 : greeting->certificates->len;
  for (guint i = 0; i < MIN (last, greeting->certificates->len); i++)
    {
      GBytes *certificate = g_ptr_array_index (greeting->certificates, i);
      g_autoptr (GBytes) content = data[1] == 0 ? g_bytes_ref (certificate) : dup_public_key (certificate);

      if (has_content (content, data[2], data + 3, size - 3))
        return TRUE;
    }
  return FALSE;
}

static void
judge_dane (const Greeted    *greeted,
            const RdGreeting *greeting,
            const char       *domain,
            GPtrArray        *findings)
{
  guint            n = rd_answer_count (greeted->tlsa, RD_RR_TLSA);
  gboolean         has_match = FALSE;
  g_autofree char *title = NULL;
  RdFinding       *finding;

  if (n == 0 || greeting->certificates->len == 0)
    return;
  for (guint i = 0; i < n; i++)
    has_match = has_match || fits (rd_answer_nth (greeted->tlsa, RD_RR_TLSA, i), greeting);
  if (has_match)
    {
      title = g_strdup_printf (_ ("The certificate of %s is the one its DANE records promise"), greeted->host->name);
      finding = rd_check_report (findings, rd_finding_new ("dane.match", RD_FINDING_FINE, domain, RD_OWNER_WAIT, title));
      rd_check_rest_on (finding, greeted->answer);
    }
  else
    {
      title = g_strdup_printf (_ ("The certificate of %s is not the one its DANE records promise"), greeted->host->name);
      /* Without a signed zone nobody goes by these records. */
      finding = rd_check_report (findings, rd_finding_new ("dane.mismatch", greeted->tlsa->authenticated ? RD_FINDING_BROKEN : RD_FINDING_WEAK,
                                                           domain, RD_OWNER_HOST, title));
      rd_finding_explain (finding,
                          _ ("Senders that keep to DANE do not deliver mail to this server. That happens when a certificate is renewed and the record is not."),
                          _ ("Ask your mail host to publish a TLSA record “3 1 1” for the certificate in use, and to renew both together."));
      rd_check_rest_on (finding, greeted->answer);
    }
  rd_check_rest_on (finding, greeted->tlsa);
}

/* --- Encryption --------------------------------------------------------------------- */

/* Port 25 is closed on most lines of offices and homes, so silence says nothing
 * about the server. */
static void
report_blocked (const Greeted *greeted,
                const char    *domain,
                GPtrArray     *findings)
{
  g_autofree char *title = g_strdup_printf (_ ("The mail server %s could not be reached from here"), greeted->host->name);
  RdFinding       *finding;

  finding = rd_check_report (findings, rd_finding_new ("mx.starttls-blocked", RD_FINDING_UNKNOWN, domain, RD_OWNER_WAIT,
                                                       title));
  rd_finding_explain (finding,
                      _ ("Most internet lines of offices and homes do not let programs talk to mail servers (port 25). It does not mean that the server is down."),
                      NULL);
  rd_check_rest_on (finding, greeted->answer);
}

static void
report_turned_away (const Greeted    *greeted,
                    const RdGreeting *greeting,
                    const char       *domain,
                    GPtrArray        *findings)
{
  g_autofree char *title = g_strdup_printf (_ ("The mail server %s does not talk to this computer"), greeted->host->name);
  g_autofree char *explanation = g_strdup_printf (_ ("It said: %s. Many servers turn away lines of offices and homes; it does not mean that mail to you is refused."),
                                                  greeting->banner != NULL ? greeting->banner : "");
  RdFinding       *finding;

  finding = rd_check_report (findings, rd_finding_new ("mx.starttls-turned-away", RD_FINDING_UNKNOWN, domain, RD_OWNER_WAIT,
                                                       title));
  rd_finding_explain (finding, explanation, NULL);
  rd_check_rest_on (finding, greeted->answer);
}

static void
judge_encryption (const Greeted    *greeted,
                  const RdGreeting *greeting,
                  const char       *domain,
                  GPtrArray        *findings)
{
  g_autofree char *title = NULL;
  RdFinding       *finding;

  if (greeting->starttls && !greeting->tls_failed)
    {
      title = g_strdup_printf (_ ("The mail server %s takes mail encrypted"), greeted->host->name);
      finding = rd_check_report (findings, rd_finding_new ("mx.starttls", RD_FINDING_FINE, domain, RD_OWNER_WAIT, title));
      rd_check_rest_on (finding, greeted->answer);
      return;
    }
  if (greeting->tls_failed)
    {
      title = g_strdup_printf (_ ("The mail server %s offers encryption, but it does not work"), greeted->host->name);
      finding = rd_check_report (findings, rd_finding_new ("mx.starttls-broken", RD_FINDING_WEAK, domain, RD_OWNER_HOST,
                                                           title));
      rd_finding_explain (finding,
                          _ ("Some senders then deliver without encryption, others not at all."),
                          _ ("Ask your mail host to look at the certificate and the TLS settings of this server."));
      rd_check_rest_on (finding, greeted->answer);
      return;
    }
  title = g_strdup_printf (_ ("The mail server %s offers no encryption"), greeted->host->name);
  finding = rd_check_report (findings, rd_finding_new ("mx.starttls-missing", RD_FINDING_WEAK, domain, RD_OWNER_HOST, title));
  rd_finding_explain (finding,
                      _ ("Mail to you can be read on its way, and some senders insist on encryption."),
                      _ ("Ask your mail host to switch on STARTTLS with a valid certificate."));
  rd_check_rest_on (finding, greeted->answer);
}

static void
judge (const Greeted *greeted,
       const char    *domain,
       GPtrArray     *findings)
{
  g_autoptr (RdGreeting) greeting = rd_greeting_new_from_answer (greeted->answer);

  if (greeting != NULL && greeting->code != 220 && greeting->code != 0)
    report_turned_away (greeted, greeting, domain, findings);
  else if (greeting == NULL || greeted->answer->state != RD_ANSWER_FOUND || greeting->ehlo_code != 250)
    report_blocked (greeted, domain, findings);
  else
    {
      judge_encryption (greeted, greeting, domain, findings);
      judge_dane (greeted, greeting, domain, findings);
    }
}

/**
 * rd_greeting_check:
 * @evidence: what is known
 * @subject: an #RdDomainSubject
 * @findings: (element-type RdFinding): where findings go
 *
 * Do the mail servers of the domain take mail encrypted (RFC 3207), with the
 * certificate that DANE promises (RFC 7672)?  Asks nothing and says nothing
 * unless the user wished it.
 *
 * Returns: whether all answers were there
 */
RdCheckStatus
rd_greeting_check (RdEvidence   *evidence,
                   gconstpointer subject,
                   GPtrArray    *findings)
{
  const RdDomainSubject *self = subject;
  g_autoptr (RdMxSet) set = NULL;
  Greeted  greeted[MAX_HOSTS];
  guint    n = 0;
  gboolean pending = FALSE;

  if (!self->may_greet)
    return RD_CHECK_DONE;
  if (rd_mx_set_read (evidence, self->domain, &set) == RD_CHECK_PENDING)
    return RD_CHECK_PENDING;
  for (guint i = 0; i < set->hosts->len && n < MAX_HOSTS; i++)
    {
      const RdMxHost *host = g_ptr_array_index (set->hosts, i);

      if (host->is_address || host->addresses->len == 0)
        continue;
      greeted[n].host = host;
      greeted[n].answer = rd_evidence_ask (evidence, rd_question_smtp (host->name, SMTP_PORT));
      greeted[n].tlsa = rd_check_ask_below (evidence, "_25._tcp", host->name, RD_RR_TLSA, &pending);
      pending = pending || greeted[n].answer == NULL;
      n++;
    }
  if (pending)
    return RD_CHECK_PENDING;
  for (guint i = 0; i < n; i++)
    judge (&greeted[i], self->domain, findings);
  return RD_CHECK_DONE;
}
