/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce"

#include "config.h"

#include "rd-bounce-private.h"

#include <string.h>

#include "rd-ip.h"
#include "rd-text.h"

/* Who refused: the name and address mail systems write beside a reply. */

/* Words after which the name of the remote server stands. */
static const char *leads[] = {
  "host ", "host: ", "talking to ", "connect to ", "conversation with ", "connected to ", "remote host ",
  "remote mta ", "remote-mta: dns; ", "remote-mta: ", "remote system: dns; ", "remote system: dns;", "mailer ", "rejected by ", " by ", "lost connection with ", "relay=",
  "server for the recipient domain "
};

static gboolean
is_host_char (char c)
{
  return g_ascii_isalnum (c) || strchr ("-._", c) != NULL;
}

/* Takes "[192.0.2.1]", "(192.0.2.1)" or a bare address at @p. */
static gsize
take_ip (const char *p,
         gsize       length,
         char      **ip)
{
  gsize size = 0;
  gsize from = 0;
  RdIp  address;

  if (length > 0 && (*p == '[' || *p == '('))
    from = 1;
  if (length - from > 5 && g_ascii_strncasecmp (p + from, "IPv6:", 5) == 0)
    from += 5;
  while (from + size < length && size < RD_IP_TEXT_SIZE && (g_ascii_isxdigit (p[from + size]) || strchr (".:", p[from + size]) != NULL))
    size++;
  while (size > 0 && strchr (".:", p[from + size - 1]) != NULL)
    size--;
  if (size < 3 || !rd_ip_parse_len (p + from, size, &address))
    return 0;
  if (*ip == NULL)
    *ip = rd_ip_to_string (&address);
  return from + size;
}

/* Reads "mx.example.com[192.0.2.1]:25", "mx.example.com [192.0.2.1]", … */
static gboolean
take_server (const char *p,
             gsize       length,
             char      **host,
             char      **ip)
{
  gsize            size = 0;
  g_autofree char *name = NULL;
  g_autofree char *normal = NULL;

  while (length > 0 && strchr (" \t\n<", *p) != NULL)
    {
      p++;
      length--;
    }
  if (take_ip (p, length, ip) > 0)
    return TRUE;
  while (size < length && size < 255 && is_host_char (p[size]))
    size++;
  while (size > 0 && strchr (".-_", p[size - 1]) != NULL)
    size--;
  name = g_strndup (p, size);
  if (strchr (name, '.') == NULL || (size < length && p[size] == '@'))
    return FALSE;
  normal = rd_domain_normalize (name);
  if (normal == NULL || g_ascii_isdigit (normal[strlen (normal) - 1]))
    return FALSE;
  p += size;
  length -= size;
  while (length > 0 && strchr (". \t\n:", *p) != NULL)
    {
      p++;
      length--;
    }
  if (length > 0 && (*p == '[' || *p == '(' || g_ascii_isdigit (*p)))
    take_ip (p, length, ip);
  if (*host == NULL)
    *host = g_steal_pointer (&normal);
  return TRUE;
}

/**
 * _rd_remote_find:
 * @text: what a mail system says about one recipient
 * @length: its length
 * @host: (inout): the remote server's name, written if found and not set yet
 * @ip: (inout): its address, likewise
 *
 * Finds the server that was asked.
 */
void
_rd_remote_find (const char *text,
                 gsize       length,
                 char      **host,
                 char      **ip)
{
  /* "mx.example.com [192.0.2.1] did not like our RCPT TO:" (dma),
   * "192.0.2.1 does not like recipient." (qmail), "MX [IP]:" (Courier). */
  gsize line = 0;

  length = MIN (length, 8192);
  for (gsize i = 0; i < length; i++)
    {
      for (gsize k = 0; k < G_N_ELEMENTS (leads); k++)
        {
          gsize size = strlen (leads[k]);

          if (g_ascii_tolower (text[i]) == leads[k][0] && length - i > size &&
              g_ascii_strncasecmp (text + i, leads[k], size) == 0 &&
              (i == 0 || !g_ascii_isalnum (text[i - 1])) &&
              take_server (text + i + size, length - i - size, host, ip))
            return;
        }
    }
  while (line < length)
    {
      const char      *newline = memchr (text + line, '\n', length - line);
      gsize            end = newline != NULL ? (gsize) (newline - text) : length;
      g_autofree char *copy = g_strstrip (g_strndup (text + line, MIN (end - line, 512)));

      if (rd_text_find_nocase (copy, " did not like our") != NULL || rd_text_find_nocase (copy, " does not like") != NULL ||
          rd_text_find_nocase (copy, " failed after I sent") != NULL || rd_text_find_nocase (copy, "responded with") != NULL ||
          rd_text_find_nocase (copy, " failed on DATA") != NULL || g_str_has_suffix (copy, "]:"))
        {
          if (take_server (copy, strlen (copy), host, ip))
            return;
        }
      line = end + 1;
    }
}
