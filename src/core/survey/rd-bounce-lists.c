/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a bounce tells about blocklists: which address or domain to ask about,
 * and which lists refused it.  The address that counts is the one the receiver
 * saw; a domain's web or incoming server is usually another machine. */

#define G_LOG_DOMAIN "rd-bounce-lists"

#include "config.h"

#include "rd-bounce-lists.h"

#include "rd-ip.h"
#include "rd-knowledge.h"
#include "rd-org-domain.h"
#include "rd-tag-list.h"
#include "rd-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Recipients of one message are refused for the same reason. */
#define MAX_FAILURES 50

/* Hops of one mail; RFC 5321 section 6.3 calls 100 a loop. */
#define MAX_RECEIVED 100

/* Signatures of one mail; honest ones have two or three. */
#define MAX_SIGNATURES 10

static const struct
{
  const char *id;
  const char *text;
} sources[] = {
  [RD_LIST_SOURCE_SEEN] = { "bounce", N_ ("The server that refused your mail saw this address.") },
  [RD_LIST_SOURCE_HEADER] = { "header", N_ ("Your mail’s own header names this address.") },
  [RD_LIST_SOURCE_AUTHOR] = { "from", N_ ("The domain of your address.") },
  [RD_LIST_SOURCE_ENVELOPE] = { "return-path", N_ ("The domain bounces are sent to.") },
  [RD_LIST_SOURCE_SIGNER] = { "dkim", N_ ("The domain that signed your mail.") },
  [RD_LIST_SOURCE_HELO] = { "helo", N_ ("The name your mail server goes by.") },
  [RD_LIST_SOURCE_REVERSE] = { "ptr", N_ ("The domain in the name of this address. It may be that of your host.") },
  [RD_LIST_SOURCE_ALLOWED] = { "spf", N_ ("Your domain allows this address to send its mail (SPF).") },
  [RD_LIST_SOURCE_INCOMING] = { "mx", N_ ("Your incoming mail server. Your mail may leave from another machine.") },
  [RD_LIST_SOURCE_WEBSITE] = { "website", N_ ("The server of your website. Your mail usually leaves from another machine.") },
  [RD_LIST_SOURCE_HOST] = { "host", N_ ("The machine of this name.") },
};

/**
 * rd_list_source_get_text:
 * @source: a source
 *
 * Where something was found, for people, translated.
 *
 * Returns: (transfer none): a sentence
 */
const char *
rd_list_source_get_text (RdListSource source)
{
  g_return_val_if_fail ((gsize) source < G_N_ELEMENTS (sources), "");

  return _ (sources[source].text);
}

/**
 * rd_list_source_to_string:
 * @source: a source
 *
 * The stable word for @source in JSON; never translated.
 *
 * Returns: (transfer none): a static string
 */
const char *
rd_list_source_to_string (RdListSource source)
{
  g_return_val_if_fail ((gsize) source < G_N_ELEMENTS (sources), "");

  return sources[source].id;
}

static void
subject_free (gpointer data)
{
  RdListSubject *self = data;

  g_free (self->subject);
  g_free (self);
}

/**
 * rd_list_subjects_new:
 *
 * Makes an empty list of what blocklists can be asked about.
 *
 * Returns: (transfer full) (element-type RdListSubject): the list
 */
GPtrArray *
rd_list_subjects_new (void)
{
  return g_ptr_array_new_with_free_func (subject_free);
}

/**
 * rd_list_subjects_add:
 * @subjects: (element-type RdListSubject): a list
 * @text: (nullable): an address or a domain, as it was found
 * @source: where
 *
 * Adds @text, unless it is there already or nobody can be asked about it.
 */
void
rd_list_subjects_add (GPtrArray   *subjects,
                      const char  *text,
                      RdListSource source)
{
  g_autofree char *subject = NULL;
  RdListSubject   *added;
  RdIp             ip;

  if (text == NULL)
    return;
  if (rd_ip_parse (text, &ip))
    subject = rd_ip_is_public (&ip) ? rd_ip_to_string (&ip) : NULL;
  else
    subject = rd_domain_normalize (text);
  if (subject == NULL || (strchr (subject, '.') == NULL && strchr (subject, ':') == NULL))
    return;
  for (guint i = 0; i < subjects->len; i++)
    {
      if (strcmp (((RdListSubject *) g_ptr_array_index (subjects, i))->subject, subject) == 0)
        return;
    }
  added = g_new0 (RdListSubject, 1);
  added->subject = g_steal_pointer (&subject);
  added->source = source;
  g_ptr_array_add (subjects, added);
}

/* A return address stands in angle brackets (RFC 5321 section 4.4). */
static void
add_domain_of (GPtrArray   *subjects,
               const char  *address,
               RdListSource source)
{
  const char      *start = address != NULL ? address + strspn (address, " \t<") : NULL;
  g_autofree char *bare = start != NULL ? g_strndup (start, strcspn (start, ">")) : NULL;
  g_autofree char *domain = bare != NULL ? rd_address_dup_domain (bare) : NULL;

  rd_list_subjects_add (subjects, domain, source);
}

/* Lists of domains hold names as they are registered, so the name of a server
 * alone is found on none.  A large mail service is not to be blamed on whoever
 * uses it. */
static void
add_helo (GPtrArray  *subjects,
          const char *helo)
{
  g_autofree char *name = helo != NULL ? rd_domain_normalize (helo) : NULL;
  g_autofree char *registered = name != NULL ? rd_org_domain_dup (name) : NULL;

  rd_list_subjects_add (subjects, helo, RD_LIST_SOURCE_HELO);
  if (registered != NULL && rd_provider_find_for_host (name) == NULL && rd_provider_find_for_domain (registered) == NULL)
    rd_list_subjects_add (subjects, registered, RD_LIST_SOURCE_HELO);
}

/**
 * rd_bounce_dup_list_subjects:
 * @bounce: a bounce, or a mail of one's own
 *
 * What blocklists can be asked about, the most certain first, each once.
 *
 * Returns: (transfer full) (element-type RdListSubject): the subjects, may be empty
 */
GPtrArray *
rd_bounce_dup_list_subjects (const RdBounce *bounce)
{
  GPtrArray        *subjects = rd_list_subjects_new ();
  const RdOriginal *original = &bounce->original;
  gboolean          seen = g_strcmp0 (original->sending_ip_source, "diagnostic") == 0;

  rd_list_subjects_add (subjects, original->sending_ip, seen ? RD_LIST_SOURCE_SEEN : RD_LIST_SOURCE_HEADER);
  add_domain_of (subjects, original->from, RD_LIST_SOURCE_AUTHOR);
  add_domain_of (subjects, original->return_path, RD_LIST_SOURCE_ENVELOPE);
  for (guint i = 0; original->dkim != NULL && i < original->dkim->len; i++)
    rd_list_subjects_add (subjects, ((const RdDkimName *) g_ptr_array_index (original->dkim, i))->domain, RD_LIST_SOURCE_SIGNER);
  add_helo (subjects, original->helo);
  return subjects;
}

/* Headers in which the receiver wrote down whom it took a mail from. */
static const struct
{
  const char *field;
  const char *before; /* what stands in front of the address */
} receiver_fields[] = {
  { "Received-SPF", "client-ip=" },
  { "Authentication-Results", "smtp.remote-ip=" },
};

static char *
dup_ip_at (const char *text)
{
  gsize length = strspn (text, "0123456789abcdefABCDEF.:");
  RdIp  ip;

  return rd_ip_parse_len (text, length, &ip) && rd_ip_is_public (&ip) ? rd_ip_to_string (&ip) : NULL;
}

/* The first hop from outside: "from name (reverse name [address])". */
static char *
dup_received_ip (RdMail *mail,
                 char  **helo)
{
  const char *field;

  for (guint i = 0; i < MAX_RECEIVED && (field = rd_mail_get_header_nth (mail, "Received", i)) != NULL; i++)
    {
      const char *by = rd_text_find_nocase (field, " by ");

      for (const char *p = strchr (field, '['); p != NULL && (by == NULL || p < by); p = strchr (p + 1, '['))
        {
          const char      *start = g_ascii_strncasecmp (p + 1, "IPv6:", 5) == 0 ? p + 6 : p + 1;
          g_autofree char *ip = dup_ip_at (start);

          if (ip == NULL)
            continue;
          if (g_ascii_strncasecmp (field, "from ", 5) == 0)
            *helo = g_strndup (field + 5, strcspn (field + 5, " \t(;"));
          return g_steal_pointer (&ip);
        }
    }
  return NULL;
}

static char *
dup_receiver_ip (RdMail *mail)
{
  for (gsize i = 0; i < G_N_ELEMENTS (receiver_fields); i++)
    {
      const char      *field = rd_mail_get_header_nth (mail, receiver_fields[i].field, 0);
      const char      *found = field != NULL ? rd_text_find_nocase (field, receiver_fields[i].before) : NULL;
      g_autofree char *ip = found != NULL ? dup_ip_at (found + strlen (receiver_fields[i].before)) : NULL;

      if (ip != NULL)
        return g_steal_pointer (&ip);
    }
  return NULL;
}

/* Forged or not does not matter: a name that is on a list makes receivers refuse
 * the mail in which it stands. */
static void
add_signers (GPtrArray *subjects,
             RdMail    *mail)
{
  const char *field;

  for (guint i = 0; i < MAX_SIGNATURES && (field = rd_mail_get_header_nth (mail, "DKIM-Signature", i)) != NULL; i++)
    {
      g_autoptr (RdTagList) tags = rd_tag_list_parse (field, strlen (field), RD_TAG_NAMES_EXACT);

      rd_list_subjects_add (subjects, rd_tag_list_get_value (tags, "d"), RD_LIST_SOURCE_SIGNER);
    }
}

/**
 * rd_mail_dup_list_subjects:
 * @mail: a bounce, a mail of one's own that arrived somewhere, or its header
 *
 * Like rd_bounce_dup_list_subjects() for any message: of a mail that arrived,
 * its receiver has written down whom it came from.
 *
 * Returns: (transfer full) (element-type RdListSubject): the subjects, may be empty
 */
GPtrArray *
rd_mail_dup_list_subjects (RdMail *mail)
{
  g_autoptr (RdBounce) bounce = rd_bounce_read (mail);
  g_autofree char *told = NULL;
  g_autofree char *hop = NULL;
  g_autofree char *helo = NULL;
  g_autoptr (GPtrArray) subjects = NULL;

  if (bounce->kind != RD_BOUNCE_NONE || bounce->failures->len > 0)
    return rd_bounce_dup_list_subjects (bounce);
  subjects = rd_list_subjects_new ();
  told = dup_receiver_ip (mail);
  hop = dup_received_ip (mail, &helo);
  rd_list_subjects_add (subjects, told != NULL ? told : hop, RD_LIST_SOURCE_HEADER);
  add_domain_of (subjects, bounce->from, RD_LIST_SOURCE_AUTHOR);
  add_domain_of (subjects, rd_mail_get_header_nth (mail, "Return-Path", 0), RD_LIST_SOURCE_ENVELOPE);
  add_signers (subjects, mail);
  add_helo (subjects, helo);
  return g_steal_pointer (&subjects);
}

/**
 * rd_named_list_free:
 * @self: (nullable): a list that a bounce names
 *
 * Frees @self.
 */
void
rd_named_list_free (RdNamedList *self)
{
  if (self == NULL)
    return;
  rd_list_mention_free (self->mention);
  g_free (self->subject);
  g_free (self);
}

static gint64
get_time (const RdBounce *bounce)
{
  const char *text = bounce->date != NULL ? bounce->date : bounce->arrival_date;
  g_autoptr (GDateTime) time = text != NULL ? g_date_time_new_from_iso8601 (text, NULL) : NULL;

  return time != NULL ? g_date_time_to_unix (time) : 0;
}

static gboolean
is_there (GPtrArray           *named,
          const RdListMention *mention)
{
  for (guint i = 0; i < named->len; i++)
    {
      const RdNamedList *other = g_ptr_array_index (named, i);

      if (strcmp (other->mention->name, mention->name) == 0 && other->mention->about == mention->about)
        return TRUE;
    }
  return FALSE;
}

/* What stands on the list.  An address the server wrote beside the list is the
 * one it looked up. */
static char *
dup_named_subject (const RdBounce      *bounce,
                   const RdListMention *mention)
{
  if (mention->about == RD_LIST_ABOUT_DOMAIN)
    return bounce->original.from != NULL ? rd_address_dup_domain (bounce->original.from) : NULL;
  return g_strdup (mention->address != NULL ? mention->address : bounce->original.sending_ip);
}

/**
 * rd_bounce_dup_named_lists:
 * @bounce: a bounce
 * @lists: the lists that are known
 *
 * Finds the lists that the servers name which refused the mail.
 *
 * Returns: (transfer full) (element-type RdNamedList): the lists, may be empty
 */
GPtrArray *
rd_bounce_dup_named_lists (const RdBounce     *bounce,
                           const RdBlocklists *lists)
{
  GPtrArray *named = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_named_list_free);

  for (guint i = 0; bounce->failures != NULL && i < MIN (bounce->failures->len, MAX_FAILURES); i++)
    {
      const RdFailure *failure = g_ptr_array_index (bounce->failures, i);
      g_autoptr (RdListMention) mention = failure->diagnostic != NULL ? rd_list_mention_find (lists, failure->diagnostic) : NULL;
      RdNamedList *one;

      if (mention == NULL || is_there (named, mention))
        continue;
      one = g_new0 (RdNamedList, 1);
      one->subject = dup_named_subject (bounce, mention);
      one->mention = g_steal_pointer (&mention);
      one->time = get_time (bounce);
      g_ptr_array_add (named, one);
    }
  return named;
}

/**
 * rd_named_lists_add:
 * @named: (element-type RdNamedList): what bounces say
 * @list: a list that a bounce named
 * @subject: what stood on it
 * @meaning: what the bounce said, for people
 * @time: when it came, seconds since the epoch
 *
 * Adds what is remembered of an earlier bounce, unless a newer one says the
 * same.
 */
void
rd_named_lists_add (GPtrArray         *named,
                    const RdBlocklist *list,
                    const char        *subject,
                    const char        *meaning,
                    gint64             time)
{
  RdNamedList *added;

  for (guint i = 0; i < named->len; i++)
    {
      const RdNamedList *other = g_ptr_array_index (named, i);

      if (other->mention->list == list && g_strcmp0 (other->subject, subject) == 0)
        return;
    }
  added = g_new0 (RdNamedList, 1);
  added->mention = g_new0 (RdListMention, 1);
  added->mention->list = list;
  added->mention->name = g_strdup (list->name);
  added->mention->meaning = g_strdup (meaning);
  added->subject = g_strdup (subject);
  added->time = time;
  g_ptr_array_add (named, added);
}

static RdListing *
find_listing (GPtrArray         *listings,
              const RdBlocklist *list)
{
  for (guint i = 0; i < listings->len; i++)
    {
      RdListing *listing = g_ptr_array_index (listings, i);

      if (strcmp (listing->list->id, list->id) == 0)
        return listing;
    }
  return NULL;
}

/**
 * rd_listings_add_named:
 * @listings: (element-type RdListing): what all lists say about @subject
 * @named: (element-type RdNamedList): what bounces say
 * @subject: the subject
 *
 * Marks the listings that bounces name, and adds lists that cannot be asked:
 * those are known from bounces only.
 */
void
rd_listings_add_named (GPtrArray  *listings,
                       GPtrArray  *named,
                       const char *subject)
{
  for (guint i = 0; i < named->len; i++)
    {
      const RdNamedList *one = g_ptr_array_index (named, i);
      RdListing         *listing;

      if (one->mention->list == NULL || one->mention->about == RD_LIST_ABOUT_NOTHING || g_strcmp0 (one->subject, subject) != 0)
        continue;
      listing = find_listing (listings, one->mention->list);
      if (listing == NULL)
        {
          listing = rd_listing_new_named (one->mention->list, subject);
          g_ptr_array_insert (listings, 0, listing);
        }
      rd_listing_set_named (listing, one->mention->meaning, one->time);
    }
}
