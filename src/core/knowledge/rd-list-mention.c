/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Finds the blocklist a rejection names.  The phrases come with the lists; a
 * zone that stands in the usual words of Postfix and Exim is understood also
 * where no phrase fits, even if nobody knows the list. */

#define G_LOG_DOMAIN "rd-list-mention"

#include "config.h"

#include "rd-list-mention.h"

#include "rd-ip.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A reply of ten lines has 5,000 characters at most (RFC 5321 section 4.5.3);
 * what stands behind is no longer about the list. */
#define MAX_TEXT_BYTES 5120

/**
 * rd_list_mention_free:
 * @self: (nullable): a mention
 *
 * Frees @self.
 */
void
rd_list_mention_free (RdListMention *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->meaning);
  g_free (self->address);
  g_free (self);
}

/* One line, valid, without "host mx.example[198.51.100.1] said:": that address
 * is the receiver's. */
static char *
dup_reply (const char *text)
{
  g_autofree char *piece = g_strndup (text, MIN (strlen (text), MAX_TEXT_BYTES));
  g_autofree char *valid = g_utf8_make_valid (piece, -1);
  g_autofree char *line = g_strdelimit (g_steal_pointer (&valid), "\r\n\t", ' ');
  const char      *said = strstr (line, "] said:");

  if (said == NULL)
    said = strstr (line, ") said:");
  return g_strdup (said != NULL ? said + strlen ("] said:") : line);
}

static const RdListPhrase *
find_phrase (const RdBlocklists *lists,
             const char         *reply,
             const RdBlocklist **found)
{
  const RdListPhrase *best = NULL;

  for (guint i = 0; i < rd_blocklists_get_n (lists); i++)
    {
      const RdBlocklist *list = rd_blocklists_nth (lists, i);

      for (guint j = 0; j < list->phrases->len; j++)
        {
          const RdListPhrase *phrase = g_ptr_array_index (list->phrases, j);

          if ((best != NULL && phrase->priority <= best->priority) || !g_regex_match (phrase->regex, reply, 0, NULL))
            continue;
          best = phrase;
          *found = list;
        }
    }
  return best;
}

/* "blocked using bl.example.org", "listed at bl.example.org". */
static char *
dup_zone (const char *reply)
{
  g_autoptr (GRegex) regex = g_regex_new ("(?:blocked using|blocked by|listed (?:at|on|in|by)) ([a-z0-9-]{1,63}(?:\\.[a-z0-9-]{1,63}){1,8})",
                                          G_REGEX_CASELESS, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *zone = NULL;
  RdIp             ip;

  if (!g_regex_match (regex, reply, 0, &match))
    return NULL;
  zone = g_match_info_fetch (match, 1);
  return rd_ip_parse (zone, &ip) ? NULL : g_ascii_strdown (zone, -1);
}

static gboolean
is_zone_of (const RdBlocklist *list,
            const char        *zone)
{
  gsize length = list->zone != NULL ? strlen (list->zone) : 0;
  gsize zone_length = strlen (zone);

  if (length == 0 || list->needs_key || zone_length < length || strcmp (zone + zone_length - length, list->zone) != 0)
    return FALSE;
  return zone_length == length || zone[zone_length - length - 1] == '.';
}

static const RdBlocklist *
find_by_zone (const RdBlocklists *lists,
              const char         *zone)
{
  for (guint i = 0; i < rd_blocklists_get_n (lists); i++)
    {
      const RdBlocklist *list = rd_blocklists_nth (lists, i);

      if (is_zone_of (list, zone))
        return list;
    }
  return NULL;
}

/* The first public address the server wrote; others are version numbers and
 * examples. */
static char *
dup_address (const char *reply)
{
  const char *p = reply;

  while (*p != '\0')
    {
      gsize length = strspn (p, "0123456789abcdefABCDEF.:");
      RdIp  ip;

      while (length > 0 && (p[length - 1] == '.' || p[length - 1] == ':'))
        length--;
      if (length >= 7 && rd_ip_parse_len (p, length, &ip) && rd_ip_is_public (&ip))
        return rd_ip_to_string (&ip);
      p += MAX (length, 1);
      /* What is glued to a word is no address. */
      if (length > 0 && g_ascii_isalnum (*p))
        p += strcspn (p, " []()<>,;=?&/");
    }
  return NULL;
}

/**
 * rd_list_mention_find:
 * @lists: the lists
 * @text: the words of a server that refused mail
 *
 * Finds the list that @text names.  Of several the one with the most telling
 * words is taken.
 *
 * Returns: (transfer full) (nullable): the mention, %NULL if no list is named
 */
RdListMention *
rd_list_mention_find (const RdBlocklists *lists,
                      const char         *text)
{
  g_autofree char    *reply = NULL;
  g_autofree char    *zone = NULL;
  const RdBlocklist  *list = NULL;
  const RdListPhrase *phrase;
  RdListMention      *self;

  g_return_val_if_fail (lists != NULL && text != NULL, NULL);

  reply = dup_reply (text);
  phrase = find_phrase (lists, reply, &list);
  if (phrase == NULL)
    {
      zone = dup_zone (reply);
      if (zone == NULL)
        return NULL;
      list = find_by_zone (lists, zone);
    }
  self = g_new0 (RdListMention, 1);
  self->list = list;
  self->name = list != NULL ? g_strdup (list->name) : g_steal_pointer (&zone);
  self->address = dup_address (reply);
  if (phrase != NULL)
    {
      self->about = phrase->about;
      self->meaning = g_strdup (rd_blocklist_get_words (phrase->text));
    }
  else if (list != NULL && list->status == RD_LIST_CLOSED)
    {
      self->about = RD_LIST_ABOUT_NOTHING;
      self->meaning = g_strdup (_ ("This list is closed, so the recipient’s mail server is not looked after. Tell them; nothing can be removed."));
    }
  else
    {
      self->about = list != NULL && list->answers == RD_LIST_ANSWERS_DOMAIN ? RD_LIST_ABOUT_DOMAIN : RD_LIST_ABOUT_IP;
      self->meaning = g_strdup (list != NULL ? _ ("The recipient’s mail server refused the mail because of this list.")
                                             : _ ("The recipient’s mail server refused the mail because of a list that is not known here. Its website is usually the last part of its name."));
    }
  return self;
}
