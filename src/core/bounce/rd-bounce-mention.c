/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce"

#include "config.h"

#include "rd-bounce-mention.h"

#include <string.h>

#include "rd-text.h"

/* Addresses that a notice names for another reason than that mail to them failed:
 * the sender's, the helpdesk's, a new one to write to.  Taken for the recipient they
 * would blame somebody who has nothing to do with it. */

/* Longer than a greeting with the blanks before it: a line may hold a hundred
 * thousand addresses, and what stands before each is looked at. */
#define MAX_GREETING_BYTES 64

/**
 * _rd_mention_announces_sender:
 * @line: a line
 * @length: its length
 *
 * "A message sent by", "From:": the address on the next line is the sender's.
 *
 * Returns: whether @line ends so
 */
gboolean
_rd_mention_announces_sender (const char *line,
                              gsize       length)
{
  static const char *ends[] = { " by", " from", "sender", "absender", " von", " de", "sender:", "from:", "sender address", "sender address:", "absenderadresse", "absenderadresse:",
                                "exp\303\251diteur", "exp\303\251diteur :", "exp\303\251diteur\302\240:", "remitente", "remitente:", " by:", "contact", "contact:", "to the address", "to the address:", "write to", "write to:" };

  while (length > 0 && g_ascii_isspace (line[length - 1]))
    length--;
  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      gsize size = strlen (ends[i]);

      if (length >= size && g_ascii_strncasecmp (line + length - size, ends[i], size) == 0)
        return TRUE;
    }
  return FALSE;
}

/* "proveniente da a@b e destinato a c@d": who sent it, said in the same sentence. */
static gboolean
is_after_origin (const char *before)
{
  static const char *origins[] = { "proveniente da", "inviato da", "inviata da", "spedito da", "sent by", "provenant de", "envoy\303\251 par", "enviado por", "enviado desde",
                                   "gesendet von", "verschickt von", "verzonden door", "mittente", "remitente", "absender", "exp\303\251diteur", "afzender" };
  gsize              length = strlen (before);

  while (length > 0 && strchr (" \"'<(:", before[length - 1]) != NULL)
    length--;
  for (gsize i = 0; i < G_N_ELEMENTS (origins); i++)
    {
      gsize size = strlen (origins[i]);

      if (length >= size && g_ascii_strncasecmp (before + length - size, origins[i], size) == 0)
        return TRUE;
    }
  return FALSE;
}

/* "from a@b", "by the user a@b", but not "from a@b to c@d". */
static gboolean
is_after_sender (const char *before)
{
  static const char *leads[] = { "from ", "by " };

  for (gsize i = 0; i < G_N_ELEMENTS (leads); i++)
    {
      const char *lead = rd_text_find_nocase (before, leads[i]);

      while (lead != NULL && strchr (lead, '@') != NULL)
        lead = rd_text_find_nocase (lead + 1, leads[i]);
      if (lead != NULL)
        return TRUE;
    }
  return FALSE;
}

/**
 * _rd_mention_is_contact:
 * @line: a line
 * @start: where an address stands in it
 *
 * "please contact a@b", "sent by a@b": not the one that failed.
 *
 * Returns: whether the words before the address say so
 */
gboolean
_rd_mention_is_contact (const char *line,
                        gsize       start)
{
  static const char *words[] = { "contact", "assistance", "send mail to", "send email to", "e-mail to", "write to", "e-mail us", "questions", "support", "help", "send a message to", "report", "reset", "delist", "from: ", "wenden", "kontakt", "hilfe", "administrator", "abuse", "instead", "contacter", "contattare", "contacte", "contacto", "please use", "now use", "new address", "moved to", "reached at", "verwenden", "schreiben", "neue adresse", "neu unter",
                                 "écrire", "écrivez", "utiliser", "utilisez", "nouvelle adresse", "escrib", "utilice", "nueva dirección", "scriv", "utilizz", "nuovo indirizzo", "escrev", "utilize",
                                 "novo endereço", "gebruik", "schrijf", "nieuw adres", "pisać", "nowy adres", "yeni adres", "новый адрес" };
  gsize              from = start > 60 ? start - 60 : 0;
  g_autofree char   *before = g_strndup (line + from, start - from);

  if (is_after_origin (before) || is_after_sender (before))
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (rd_text_find_nocase (before, words[i]) != NULL)
        return TRUE;
    }
  return FALSE;
}

/**
 * _rd_mention_is_greeted:
 * @line: a line
 * @start: where an address stands in it
 *
 * "Hello anna@tidewater.example,": whoever is written to did not fail.
 *
 * Returns: whether nothing but a greeting stands before the address
 */
gboolean
_rd_mention_is_greeted (const char *line,
                        gsize       start)
{
  static const char *greetings[] = { "hello", "hi", "dear", "hallo", "guten tag", "bonjour", "hola", "ciao", "buongiorno", "olá", "beste", "witaj", "hej" };
  g_autofree char   *before = NULL;

  if (start > MAX_GREETING_BYTES)
    return FALSE;
  before = g_strstrip (g_strndup (line, start));
  for (gsize i = 0; i < G_N_ELEMENTS (greetings); i++)
    {
      if (g_ascii_strcasecmp (before, greetings[i]) == 0)
        return TRUE;
    }
  return FALSE;
}

/**
 * _rd_mention_is_of_system:
 * @address: an address
 *
 * "postmaster@", "helpdesk@": whom notices name for help.
 *
 * Returns: whether @address is one of them
 */
gboolean
_rd_mention_is_of_system (const char *address)
{
  static const char *names[] = { "postmaster@", "mailer-daemon@", "abuse@", "support@", "helpdesk@", "noreply@", "no-reply@", "admin@", "webmaster@" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (g_ascii_strncasecmp (address, names[i], strlen (names[i])) == 0)
        return TRUE;
    }
  return FALSE;
}

/**
 * _rd_mention_list_length:
 * @address: an address
 *
 * "gardeners-owner@", "gardeners-bounces@": mailing lists have such beside their
 * own (RFC 2142 section 6).
 *
 * Returns: the length of the list's name, 0 if @address is none of these
 */
gsize
_rd_mention_list_length (const char *address)
{
  static const char *const roles[] = { "-owner@", "-bounces@", "-request@", "-admin@", "+owner@", "+bounces@" };

  for (gsize i = 0; i < G_N_ELEMENTS (roles); i++)
    {
      const char *role = rd_text_find_nocase (address, roles[i]);

      if (role != NULL && role > address)
        return (gsize) (role - address);
    }
  return 0;
}

/**
 * _rd_mention_is_program:
 * @line: a line
 * @length: its length
 *
 * "|/usr/bin/procmail -a anna": an alias names a program in place of an address.
 *
 * Returns: whether @line begins what is said about one
 */
gboolean
_rd_mention_is_program (const char *line,
                        gsize       length)
{
  return length > 3 && (strncmp (line, "|/", 2) == 0 || strncmp (line, "\"|", 2) == 0);
}
