/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-listing-text"

#include "config.h"

#include "rd-listing-text.h"

#include "rd-ip.h"

#include <glib/gi18n.h>
#include <string.h>

static gboolean
is_good_sign (const RdListing *listing)
{
  return listing->group == RD_LISTING_ALLOW && (listing->state == RD_LISTING_LISTED || listing->state == RD_LISTING_REMARK);
}

/**
 * rd_listing_get_state:
 * @listing: a listing
 *
 * Returns: how bad it is
 */
RdFindingState
rd_listing_get_state (const RdListing *listing)
{
  g_autoptr (RdFinding) finding = rd_listing_to_finding (listing);

  /* To be on a list of the good would help; not to be on it is no praise. */
  if (listing->group == RD_LISTING_ALLOW && listing->state == RD_LISTING_NOT_LISTED)
    return RD_FINDING_INFO;
  if (is_good_sign (listing))
    return RD_FINDING_FINE;
  return finding->state;
}

static const char *
get_word (const RdListing *listing)
{
  if (is_good_sign (listing))
    return C_ ("state of a listing", "Good sign");
  switch (listing->state)
    {
    case RD_LISTING_LISTED:
      return C_ ("state of a listing", "Listed");
    case RD_LISTING_NOT_LISTED:
      return C_ ("state of a listing", "Not listed");
    case RD_LISTING_NAMED:
      return C_ ("state of a listing", "Named by a bounce");
    case RD_LISTING_REMARK:
      return C_ ("state of a listing", "Remark");
    case RD_LISTING_UNKNOWN:
      return C_ ("state of a listing", "Could not check");
    case RD_LISTING_PENDING:
    default:
      return C_ ("state of a listing", "Waiting…");
    }
}

/* Meanings begin with what matters; the rest is for the unfolded row. */
static char *
dup_first_sentence (const char *text)
{
  const char *end = strstr (text, ". ");

  return end != NULL ? g_strndup (text, (gsize) (end - text) + 1) : g_strdup (text);
}

/**
 * rd_listing_dup_subtitle:
 * @listing: a listing
 *
 * The word for the state and, of a hit, what it means in one sentence.
 *
 * Returns: (transfer full): the text
 */
char *
rd_listing_dup_subtitle (const RdListing *listing)
{
  const char      *word = get_word (listing);
  g_autofree char *meaning = listing->meaning != NULL ? dup_first_sentence (listing->meaning) : NULL;

  if (listing->is_named && listing->state == RD_LISTING_NOT_LISTED)
    return g_strdup (_ ("Named by your bounce, but does not list it any more: you can send again"));
  if (meaning == NULL)
    return g_strdup (word);
  /* Translators: “Listed”, and what that means */
  return g_strdup_printf (_ ("%s – %s"), word, meaning);
}

/* Whether anybody should do something about it. */
gboolean
rd_listing_is_harmful (const RdListing *listing)
{
  RdFindingState state = rd_listing_get_state (listing);

  return (listing->state == RD_LISTING_LISTED || listing->state == RD_LISTING_NAMED) && (state == RD_FINDING_BROKEN || state == RD_FINDING_WEAK);
}

static void
append_fact (GString    *text,
             const char *label,
             const char *value)
{
  if (value != NULL && *value != '\0')
    g_string_append_printf (text, "%s %s\n", label, value);
}

static void
append_listing (GString         *text,
                const RdListing *listing)
{
  g_autofree char *codes = g_strjoinv (" ", listing->codes);
  g_autofree char *words = listing->texts != NULL ? g_strjoinv (" / ", listing->texts) : NULL;
  g_autofree char *url = rd_listing_dup_url (listing, TRUE);

  if (listing->list->zone != NULL)
    g_string_append_printf (text, "\n%s (%s)\n", listing->list->name, listing->list->zone);
  else
    g_string_append_printf (text, "\n%s\n", listing->list->name);
  append_fact (text, _ ("Meaning:"), listing->meaning);
  append_fact (text, _ ("Answer:"), codes);
  append_fact (text, _ ("The list’s own words:"), words);
  append_fact (text, _ ("Fix first:"), rd_blocklist_get_words (listing->list->fix_first));
  append_fact (text, _ ("Who may ask for removal:"), rd_blocklist_get_words (listing->list->who_may_ask));
  append_fact (text, _ ("Page for removal:"), url);
}

static void
append_greeting (GString    *text,
                 const char *subject)
{
  RdIp ip;

  if (rd_ip_parse (subject, &ip))
    g_string_append_printf (text, _ ("Hello, the address %s, from which my mail is sent, stands on the following blocklists. Please find and stop the cause, and then ask for its removal."), subject);
  else
    g_string_append_printf (text, _ ("Hello, my domain %s stands on the following blocklists. Please find and stop the cause, and then ask for its removal."), subject);
  g_string_append_c (text, '\n');
}

/**
 * rd_listing_dup_request:
 * @listing: a listing
 *
 * Writes to the host about one listing.
 *
 * Returns: (transfer full): the message
 */
char *
rd_listing_dup_request (const RdListing *listing)
{
  g_autoptr (GString) text = g_string_new (NULL);

  append_greeting (text, listing->subject);
  append_listing (text, listing);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * rd_listings_dup_request:
 * @listings: (element-type RdListing): all listings of one subject
 *
 * Writes to the host about all that is to be acted on.
 *
 * Returns: (transfer full) (nullable): the message, %NULL if there is nothing
 */
char *
rd_listings_dup_request (GPtrArray *listings)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < listings->len; i++)
    {
      const RdListing *listing = g_ptr_array_index (listings, i);

      if (!rd_listing_is_harmful (listing))
        continue;
      if (text->len == 0)
        append_greeting (text, listing->subject);
      append_listing (text, listing);
    }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

/**
 * rd_listings_dup_summary:
 * @listings: (element-type RdListing): all listings of one subject
 * @subject: the subject
 *
 * Writes down what is shown.
 *
 * Returns: (transfer full): the text
 */
char *
rd_listings_dup_summary (GPtrArray  *listings,
                         const char *subject)
{
  g_autoptr (RdFinding) summary = rd_listings_summarize (listings, subject);
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, "%s\n%s\n%s\n\n", subject, summary->title, summary->explanation);
  for (guint i = 0; i < listings->len; i++)
    {
      const RdListing *listing = g_ptr_array_index (listings, i);
      const char      *reason = listing->reason != NULL ? rd_listing_reason_get_text (listing->reason) : listing->meaning;

      g_string_append_printf (text, "%s: %s", listing->list->name, get_word (listing));
      if (reason != NULL)
        g_string_append_printf (text, " – %s", reason);
      g_string_append_c (text, '\n');
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
