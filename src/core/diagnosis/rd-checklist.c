/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The seven points everybody with a bounce is told to go through, answered as
 * far as the notice alone can answer them. */

#define G_LOG_DOMAIN "rd-checklist"

#include "config.h"

#include "rd-diagnosis-private.h"

#include "rd-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define KB G_GUINT64_CONSTANT (1024)
#define MB (KB * KB)

/* Sizes below this are line lengths and counters, not limits of messages. */
#define LEAST_SIZE_LIMIT (64 * KB)

/* Largest message the big providers take, where they publish it. */
static const struct
{
  const char *provider;
  guint64     bytes;
} known_limits[] = {
  { "google", 50 * MB },
  { "microsoft", 36 * MB },
};

static void
add_point (GPtrArray     *points,
           const char    *id,
           RdFindingState state,
           RdOwner        owner,
           char          *text)
{
  g_autofree char *title = text;

  g_ptr_array_add (points, rd_finding_new (id, state, "", owner, title));
}

static gboolean
has_cause (const RdVerdict   *verdict,
           const char *const *ids)
{
  return g_strv_contains (ids, verdict->cause->id);
}

static char *
dup_codes (const RdFailure *failure)
{
  if (failure->reply_code != NULL && failure->status != NULL)
    return g_strdup_printf ("%s %s", failure->reply_code, failure->status);
  return g_strdup (failure->reply_code != NULL ? failure->reply_code : failure->status);
}

/* Servers often choose a code that means something else than their words. */
static gboolean
is_contradicted (const RdCode    *code,
                 const RdVerdict *verdict)
{
  const RdCause *cause = rd_cause_find (code->cause);

  return code->is_strong && verdict->rule != NULL && cause != NULL && cause->family != verdict->cause->family;
}

static void
check_code (GPtrArray       *points,
            const RdVerdict *verdict)
{
  const RdFailure *failure = verdict->failure;
  const RdCode    *code = NULL;
  g_autofree char *codes = dup_codes (failure);

  if (codes == NULL)
    {
      add_point (points, "code", RD_FINDING_INFO, RD_OWNER_WAIT,
                 g_strdup (_ ("The notice quotes no error code.")));
      return;
    }
  if (failure->status != NULL)
    code = rd_code_find_enhanced (failure->status, verdict->provider);
  if (code == NULL && failure->reply_code != NULL)
    code = rd_code_find_basic (failure->reply_code);
  if (code == NULL)
    {
      /* Translators: %s is an error code such as "550 5.1.1". */
      add_point (points, "code", RD_FINDING_INFO, RD_OWNER_WAIT,
                 g_strdup_printf (_ ("The code is %s. It is not in any published list."), codes));
      return;
    }
  if (is_contradicted (code, verdict))
    {
      /* Translators: the first %s is an error code, the second a sentence. */
      add_point (points, "code", RD_FINDING_INFO, RD_OWNER_WAIT,
                 g_strdup_printf (_ ("The code is %s, which usually means: %s Here the server’s words say something else, and they count more."),
                                  codes, rd_code_get_meaning (code)));
      return;
    }
  /* Translators: the first %s is an error code, the second a sentence. */
  add_point (points, "code", RD_FINDING_INFO, RD_OWNER_WAIT,
             g_strdup_printf (_ ("The code is %s: %s"), codes, rd_code_get_meaning (code)));
}

static void
check_spelling (GPtrArray       *points,
                const RdVerdict *verdict)
{
  static const char *const unknown_address[] = { "address-not-found", "address-syntax", "domain-not-found", NULL };
  const char              *recipient = verdict->failure->recipient;

  if (recipient == NULL)
    {
      add_point (points, "spelling", RD_FINDING_UNKNOWN, RD_OWNER_YOU,
                 g_strdup (_ ("The notice does not name the address, so its spelling could not be checked.")));
      return;
    }
  if (verdict->suggestion != NULL)
    {
      add_point (points, "spelling",
                 verdict->spelling == RD_SPELLING_CERTAIN ? RD_FINDING_BROKEN : RD_FINDING_WEAK,
                 RD_OWNER_YOU,
                 g_strdup_printf (_ ("“%s” looks misspelt. Did you mean “%s”?"), recipient, verdict->suggestion));
      return;
    }
  if (has_cause (verdict, unknown_address))
    {
      add_point (points, "spelling", RD_FINDING_WEAK, RD_OWNER_YOU,
                 g_strdup_printf (_ ("Compare “%s” letter by letter with what the person gave you."), recipient));
      return;
    }
  add_point (points, "spelling", RD_FINDING_FINE, RD_OWNER_YOU,
             g_strdup_printf (_ ("No known misspelling in “%s”."), recipient));
}

static void
check_authentication (GPtrArray       *points,
                      const RdVerdict *verdict)
{
  static const char *const refused[] = { "spf-fail", "dkim-fail", "dmarc-fail", "not-authenticated",
                                         "bulk-sender-rules", NULL };

  if (has_cause (verdict, refused))
    add_point (points, "authentication", RD_FINDING_BROKEN, verdict->owner,
               g_strdup (_ ("The receiving server says that your mail did not prove where it comes from (SPF, DKIM, DMARC).")));
  else
    add_point (points, "authentication", RD_FINDING_UNKNOWN, RD_OWNER_DNS,
               g_strdup (_ ("SPF, DKIM and DMARC of your domain: not checked yet.")));
}

static void
check_blocklists (GPtrArray       *points,
                  const RdVerdict *verdict)
{
  static const char *const listed[] = { "ip-blocklisted", "domain-blocklisted", "dynamic-ip", NULL };
  static const char *const private_list[] = { "ip-blocked-by-provider", NULL };

  if (has_cause (verdict, listed))
    add_point (points, "blocklists", RD_FINDING_BROKEN, verdict->owner,
               g_strdup (_ ("The receiving server says that your server or domain is on a blocklist.")));
  else if (has_cause (verdict, private_list))
    add_point (points, "blocklists", RD_FINDING_BROKEN, verdict->owner,
               g_strdup (_ ("The recipient’s provider keeps your server on its own, private block list.")));
  else
    add_point (points, "blocklists", RD_FINDING_UNKNOWN, RD_OWNER_HOST,
               g_strdup (_ ("Blocklists: not checked yet.")));
}

static void
check_mx (GPtrArray       *points,
          const RdVerdict *verdict)
{
  static const char *const no_server[] = { "domain-not-found", "domain-refuses-mail", NULL };

  if (has_cause (verdict, no_server))
    add_point (points, "mx", RD_FINDING_BROKEN, verdict->owner,
               g_strdup (_ ("The notice says that the recipient’s domain has no mail server.")));
  else if (verdict->failure->remote_host != NULL && !verdict->failure->is_local)
    add_point (points, "mx", RD_FINDING_FINE, RD_OWNER_WAIT,
               g_strdup_printf (_ ("A mail server for the recipient answered: %s."), verdict->failure->remote_host));
  else
    add_point (points, "mx", RD_FINDING_UNKNOWN, RD_OWNER_RECIPIENT_ADMIN,
               g_strdup (_ ("Mail servers of the recipient’s domain: not checked yet.")));
}

static void
check_mailbox (GPtrArray       *points,
               const RdVerdict *verdict)
{
  static const char *const full[] = { "mailbox-full", NULL };

  if (has_cause (verdict, full))
    add_point (points, "mailbox-full", RD_FINDING_BROKEN, RD_OWNER_RECIPIENT,
               g_strdup (_ ("The recipient’s mailbox is full.")));
  else if (verdict->certainty == RD_CERTAINTY_GUESS)
    add_point (points, "mailbox-full", RD_FINDING_UNKNOWN, RD_OWNER_RECIPIENT,
               g_strdup (_ ("The notice does not say whether the mailbox is full.")));
  else
    add_point (points, "mailbox-full", RD_FINDING_FINE, RD_OWNER_RECIPIENT,
               g_strdup (_ ("The notice does not complain about a full mailbox.")));
}

/* Reads "25 MB", "35MB", "10240k", "52428800", "26,214,400 bytes" at @text. */
static guint64
read_size (const char  *text,
           const char **end)
{
  guint64 value = 0;

  while (g_ascii_isdigit (*text) || ((*text == ',' || *text == '.') && g_ascii_isdigit (text[1]) &&
                                     g_ascii_isdigit (text[2]) && g_ascii_isdigit (text[3])))
    {
      if (g_ascii_isdigit (*text))
        value = value < G_MAXUINT64 / 100 ? value * 10 + (guint64) (*text - '0') : value;
      text++;
    }
  if (*text == '.')
    {
      text++;
      while (g_ascii_isdigit (*text))
        text++;
    }
  while (*text == ' ')
    text++;
  *end = text;
  if (g_ascii_strncasecmp (text, "mb", 2) == 0 || g_ascii_strncasecmp (text, "mib", 3) == 0 ||
      g_ascii_strncasecmp (text, "megabyte", 8) == 0)
    return value < G_MAXUINT64 / MB ? value * MB : G_MAXUINT64;
  if (g_ascii_strncasecmp (text, "k", 1) == 0)
    return value < G_MAXUINT64 / KB ? value * KB : G_MAXUINT64;
  return value;
}

/* The limit a reply quotes: the size that follows the word "limit" or "max". */
static guint64
find_quoted_limit (const char *reply)
{
  static const char *const words[] = { "limit", "max", "exceeds", "larger than" };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      const char *found = rd_text_find_nocase (reply, words[i]);

      if (found == NULL)
        continue;
      for (const char *p = found; *p != '\0' && p < found + 80; p++)
        {
          guint64 size;

          if (!g_ascii_isdigit (*p))
            continue;
          size = read_size (p, &p);
          if (size >= LEAST_SIZE_LIMIT)
            return size;
        }
    }
  return 0;
}

static guint64
find_known_limit (const RdProvider *provider)
{
  for (gsize i = 0; provider != NULL && i < G_N_ELEMENTS (known_limits); i++)
    {
      if (strcmp (known_limits[i].provider, provider->id) == 0)
        return known_limits[i].bytes;
    }
  return 0;
}

static void
check_size (GPtrArray       *points,
            const RdBounce  *bounce,
            const RdVerdict *verdict)
{
  static const char *const too_big[] = { "message-too-big", NULL };
  gboolean                 refused = has_cause (verdict, too_big);
  guint64                  limit = 0;
  g_autofree char         *size = NULL;
  g_autofree char         *most = NULL;

  if (refused && verdict->failure->diagnostic != NULL)
    limit = find_quoted_limit (verdict->failure->diagnostic);
  if (limit == 0)
    limit = find_known_limit (verdict->provider);
  if (bounce->original.size > 0)
    size = g_format_size_full (bounce->original.size, G_FORMAT_SIZE_IEC_UNITS);
  if (limit > 0)
    most = g_format_size_full (limit, G_FORMAT_SIZE_IEC_UNITS);

  if (refused && most != NULL)
    add_point (points, "size", RD_FINDING_BROKEN, RD_OWNER_YOU,
               g_strdup_printf (_ ("The message is too large; the limit there is %s. Attachments grow by a third on the way."), most));
  else if (refused)
    add_point (points, "size", RD_FINDING_BROKEN, RD_OWNER_YOU,
               g_strdup (_ ("The message is too large for the receiving server.")));
  else if (size != NULL && most != NULL && bounce->original.size > limit)
    add_point (points, "size", RD_FINDING_WEAK, RD_OWNER_YOU,
               g_strdup_printf (_ ("The message has %s; this provider takes %s at most."), size, most));
  else if (size != NULL)
    add_point (points, "size", RD_FINDING_FINE, RD_OWNER_YOU,
               g_strdup_printf (_ ("The message has %s; nobody complained about its size."), size));
  else
    add_point (points, "size", RD_FINDING_FINE, RD_OWNER_YOU,
               g_strdup (_ ("Nobody complained about the size of the message.")));
}

/**
 * _rd_checklist_new:
 * @bounce: a bounce
 * @verdict: the verdict the headline speaks of
 *
 * Goes through the seven points: code, spelling, authentication, blocklists,
 * mail servers of the recipient, full mailbox, size.  What only the network
 * can tell is %RD_FINDING_UNKNOWN and says "not checked yet".
 *
 * Returns: (transfer full) (element-type RdFinding): always all seven, in order
 */
GPtrArray *
_rd_checklist_new (const RdBounce  *bounce,
                   const RdVerdict *verdict)
{
  GPtrArray *points = g_ptr_array_new_full (7, (GDestroyNotify) rd_finding_unref);

  check_code (points, verdict);
  check_spelling (points, verdict);
  check_authentication (points, verdict);
  check_blocklists (points, verdict);
  check_mx (points, verdict);
  check_mailbox (points, verdict);
  check_size (points, bounce, verdict);
  return points;
}
