/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Situations: what is going on around a bounce, beyond the cause of one
 * refusal.  Each id has a sentence of its own in rd_situation_get_text(). */

#define G_LOG_DOMAIN "rd-situation"

#include "config.h"

#include "rd-diagnosis-private.h"
#include "rd-situation.h"

#include "rd-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const struct
{
  const char *id;
  const char *text;
} situations[] = {
  { "backscatter", N_ ("You did not send this message. Somebody put your address on theirs, and the failure notice came back to you.") },
  { "contact-form", N_ ("A website form sent this message in the name of a visitor. It must send in the name of your own domain and put the visitor’s address into Reply-To.") },
  { "forwarding", N_ ("The message was forwarded on its way. Forwarding changes the sending server, so the sender’s SPF no longer fits.") },
  { "misrouted-own-domain", N_ ("The address is on your own domain. If this mailbox exists, your web host answered in place of your mail provider: at cPanel, set Email Routing to Remote.") },
  { "still-trying", N_ ("This is a warning, not a failure: the server goes on trying.") },
  { "gave-up", N_ ("The server tried for a long time and then gave up. The last temporary error is the real reason.") },
  { "host-limit-discarded", N_ ("Your host’s hourly limit was reached and this message was thrown away. It must be sent again.") },
  { "host-limit-queued", N_ ("Your host’s hourly limit was reached. This message waits and goes out later by itself.") },
  { "hacked-account", N_ ("Your own provider blocked the account because spam was sent through it. Change the password before anything else.") },
  { "device-login", N_ ("A printer, a scanner or a program tried to send and could not sign in.") },
  { "old-outlook-entry", N_ ("Outlook used an old saved entry instead of an e-mail address. Delete the suggestion and type the address again.") },
  { "receiver-filter-broken", N_ ("The receiving server’s own blocklist look-up is broken. Your server is not listed; their administrator must repair it.") },
  { "address-forwards", N_ ("The address you wrote to forwards to another one, and that one refused.") },
};

/**
 * rd_situation_get_text:
 * @id: id of a situation
 *
 * One or two plain sentences about a situation, translated.
 *
 * Returns: (transfer none) (nullable): the text, %NULL for an unknown id
 */
const char *
rd_situation_get_text (const char *id)
{
  g_return_val_if_fail (id != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (situations); i++)
    {
      if (strcmp (situations[i].id, id) == 0)
        return _ (situations[i].text);
    }
  return NULL;
}

static gboolean
header_mentions (const RdOriginal  *original,
                 const char        *name,
                 const char *const *words)
{
  const char *value = original->mail != NULL ? rd_mail_get_header (original->mail, name) : NULL;

  for (; value != NULL && *words != NULL; words++)
    {
      if (rd_text_find_nocase (value, *words) != NULL)
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_header (const RdOriginal *original,
            const char       *name)
{
  return original->mail != NULL && rd_mail_get_header (original->mail, name) != NULL;
}

/* A script of a website made the message, and its From belongs to somebody
 * else than the account that sent it. */
static gboolean
is_contact_form (const RdOriginal *original)
{
  static const char *const scripts[] = { "PHPMailer", "WordPress", "WPForms", "php", "Drupal", "Joomla", NULL };
  g_autofree char         *from = NULL;
  g_autofree char         *reverse_path = NULL;

  if (original->from == NULL || original->return_path == NULL)
    return FALSE;
  if (!has_header (original, "X-PHP-Script") && !has_header (original, "X-PHP-Originating-Script") &&
      !header_mentions (original, "X-Mailer", scripts))
    return FALSE;
  from = rd_address_dup_domain (original->from);
  reverse_path = rd_address_dup_domain (original->return_path);
  return from != NULL && reverse_path != NULL && !rd_domain_is_within (from, reverse_path) &&
         !rd_domain_is_within (reverse_path, from);
}

static gboolean
was_forwarded (const RdOriginal *original)
{
  return has_header (original, "X-Forwarded-To") || has_header (original, "X-Forwarded-For") ||
         has_header (original, "Resent-From") ||
         (original->return_path != NULL &&
          (g_ascii_strncasecmp (original->return_path, "srs0=", 5) == 0 ||
           g_ascii_strncasecmp (original->return_path, "srs1=", 5) == 0));
}

static gboolean
is_authentication (const RdVerdict *verdict)
{
  return verdict->cause->family == RD_FAMILY_AUTHENTICATION && strcmp (verdict->cause->id, "reverse-dns") != 0 &&
         strcmp (verdict->cause->id, "helo-invalid") != 0;
}

static gboolean
says (const RdVerdict *verdict,
      const char      *words)
{
  return verdict->failure->diagnostic != NULL && rd_text_find_nocase (verdict->failure->diagnostic, words) != NULL;
}

static gboolean
is_own_domain (const RdOriginal *original,
               const RdVerdict  *verdict)
{
  g_autofree char *from = original->from != NULL ? rd_address_dup_domain (original->from) : NULL;
  g_autofree char *to = verdict->failure->recipient != NULL ? rd_address_dup_domain (verdict->failure->recipient) : NULL;

  return from != NULL && g_strcmp0 (from, to) == 0;
}

static gboolean
is_device (const RdOriginal *original)
{
  static const char *const devices[] = { "scan", "print", "copier", "mfp", "canon", "ricoh", "konica", "kyocera", "xerox", NULL };

  return header_mentions (original, "X-Mailer", devices) || header_mentions (original, "User-Agent", devices) ||
         header_mentions (original, "Message-ID", devices) || header_mentions (original, "Subject", devices);
}

/* An internal name of Exchange in place of an address, wrapped for SMTP or not. */
static gboolean
is_old_entry (const char *address)
{
  return address != NULL && (rd_text_find_nocase (address, "imceaex-") != NULL || g_ascii_strncasecmp (address, "/o=", 3) == 0);
}

/**
 * _rd_verdict_blames_filter:
 * @verdict: a verdict
 *
 * Tells whether a receiver took the refusal of a blocklist to answer it for a
 * hit.
 *
 * Returns: whether it did
 */
gboolean
_rd_verdict_blames_filter (const RdVerdict *verdict)
{
  return says (verdict, "/returnc/") || says (verdict, "open resolver") || says (verdict, "uribl.com/refused");
}

static void
add_for_verdict (GStrvBuilder    *found,
                 const RdBounce  *bounce,
                 const RdVerdict *verdict)
{
  const RdFailure  *failure = verdict->failure;
  const RdOriginal *original = &bounce->original;
  const char       *cause = verdict->cause->id;

  if (strcmp (cause, "host-sending-limit") == 0)
    g_strv_builder_add (found, says (verdict, "discarded") ? "host-limit-discarded" : "host-limit-queued");
  if (strcmp (cause, "account-suspended") == 0)
    g_strv_builder_add (found, "hacked-account");
  if (strcmp (cause, "smtp-login") == 0 && is_device (original))
    g_strv_builder_add (found, "device-login");
  if (says (verdict, "imceaex-") || is_old_entry (failure->recipient) || is_old_entry (failure->original_recipient))
    g_strv_builder_add (found, "old-outlook-entry");
  if (_rd_verdict_blames_filter (verdict))
    g_strv_builder_add (found, "receiver-filter-broken");
  if (is_authentication (verdict) && was_forwarded (original))
    g_strv_builder_add (found, "forwarding");
  if (strcmp (cause, "address-not-found") == 0 && is_own_domain (original, verdict) && says (verdict, "no such"))
    g_strv_builder_add (found, "misrouted-own-domain");
  if (_rd_forwarding_is_known (failure))
    g_strv_builder_add (found, "address-forwards");
}

static char **
dup_unique (char **ids)
{
  g_autoptr (GStrvBuilder) unique = g_strv_builder_new ();

  for (gsize i = 0; ids[i] != NULL; i++)
    {
      gboolean seen = FALSE;

      for (gsize j = 0; j < i && !seen; j++)
        seen = strcmp (ids[i], ids[j]) == 0;
      if (!seen)
        g_strv_builder_add (unique, ids[i]);
    }
  return g_strv_builder_end (unique);
}

/* Verdicts looked at: situations repeat themselves long before. */
#define MAX_VERDICTS 50

/**
 * _rd_situations_find:
 * @bounce: a bounce
 * @verdicts: (element-type RdVerdict): its verdicts
 * @yours: "yes", "no" or "unknown"
 *
 * Finds out what is going on around a bounce.
 *
 * Returns: (transfer full): %NULL-terminated ids, most telling first
 */
char **
_rd_situations_find (const RdBounce *bounce,
                     GPtrArray      *verdicts,
                     const char     *yours)
{
  g_autoptr (GStrvBuilder) found = g_strv_builder_new ();
  g_auto (GStrv) ids = NULL;
  gboolean gave_up = FALSE;

  if (strcmp (yours, "no") == 0)
    g_strv_builder_add (found, "backscatter");
  if (bounce->kind == RD_BOUNCE_DELAYED)
    g_strv_builder_add (found, "still-trying");
  if (is_contact_form (&bounce->original))
    g_strv_builder_add (found, "contact-form");
  for (guint i = 0; i < verdicts->len && i < MAX_VERDICTS; i++)
    {
      const RdVerdict *verdict = g_ptr_array_index (verdicts, i);

      add_for_verdict (found, bounce, verdict);
      gave_up = gave_up || verdict->failure->gave_up;
    }
  if (gave_up && bounce->kind == RD_BOUNCE_FAILED)
    g_strv_builder_add (found, "gave-up");
  ids = g_strv_builder_end (found);
  return dup_unique (ids);
}
