/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-subject"

#include "config.h"

#include "rd-subject.h"

#include "rd-ip.h"
#include "rd-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Longer than any name or address with what people leave around it. */
#define MAX_SUBJECT_BYTES 1024

/* "1.1.1.1" */
#define LEAST_ADDRESS_LENGTH 7

static gboolean
refuse (GError    **error,
        const char *message)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, message);
  return FALSE;
}

static char *
dup_public (const RdIp *ip,
            GError    **error)
{
  if (rd_ip_is_public (ip))
    return rd_ip_to_string (ip);
  refuse (error, _ ("This address belongs to a private network; the internet does not know it. The address your mail leaves from stands in the bounce."));
  return NULL;
}

/* How addresses are labelled in mails and SPF records. */
static const char *
skip_label (const char *text)
{
  for (const char *const *label = (const char *const[]){ "ipv6:", "ipv4:", "ip6:", "ip4:", NULL }; *label != NULL; label++)
    {
      if (g_ascii_strncasecmp (text, *label, strlen (*label)) == 0)
        return text + strlen (*label);
    }
  return text;
}

typedef enum
{
  ADDRESS_NONE,
  ADDRESS_ONE,
  ADDRESS_NETWORK,
} Address;

/* An address with what stands around it: brackets, the network card it is
 * reached by (RFC 4007 section 11), a port, a length of prefix. */
static Address
parse_address (const char *text,
               RdIp       *ip)
{
  const char *start = skip_label (text);
  gsize       length;
  guint64     prefix = 0;

  if (*start == '[')
    start = skip_label (start + 1);
  length = strcspn (start, "%/]");
  if (strchr (start, '.') != NULL && !rd_ip_parse_len (start, length, ip))
    length = MIN (length, strcspn (start, ":"));
  if (!rd_ip_parse_len (start, length, ip))
    return ADDRESS_NONE;
  start = strchr (start + length, '/');
  if (start == NULL || start[1] == '\0' || !g_ascii_string_to_unsigned (start + 1, 10, 0, 128, &prefix, NULL))
    return ADDRESS_ONE;
  return prefix == (ip->family == RD_IP_V4 ? 32 : 128) ? ADDRESS_ONE : ADDRESS_NETWORK;
}

/* Takes off what people copy along: brackets, "mailto:", a web address around
 * a domain, a user name before the @, a port. */
static char *
dup_bare (const char *text)
{
  const char *start = text;
  const char *at;
  gsize       length;

  for (const char *const *scheme = (const char *const[]){ "mailto:", "https://", "http://", NULL }; *scheme != NULL; scheme++)
    {
      if (g_ascii_strncasecmp (start, *scheme, strlen (*scheme)) == 0)
        start += strlen (*scheme);
    }
  at = strrchr (start, '@');
  if (at != NULL)
    start = at + 1;
  start += strspn (start, "<(\"'");
  if (*start == '[')
    return g_strndup (start, strcspn (start, "]") + 1);
  length = strcspn (start, ">)\"'/?#, ");
  length = MIN (length, strcspn (start, ":"));
  return g_strndup (start, length);
}

static gboolean
is_of_word (char c)
{
  return g_ascii_isalnum (c) || c == '.' || c == ':';
}

/* One word of a text, which may end a sentence. */
static gboolean
parse_word (const char *word,
            gsize       length,
            RdIp       *ip)
{
  gsize skipped = (gsize) (skip_label (word) - word);

  if (length < skipped + LEAST_ADDRESS_LENGTH)
    return FALSE;
  word += skipped;
  length -= skipped;
  return (rd_ip_parse_len (word, length, ip) || rd_ip_parse_len (word, length - 1, ip)) && rd_ip_is_public (ip);
}

/* Counts the addresses in a line of text, each once, and gives one of them. */
static guint
find_addresses (const char *text,
                RdIp       *found)
{
  guint n = 0;

  for (const char *p = text; *p != '\0';)
    {
      gsize length = 0;
      RdIp  ip;

      while (is_of_word (p[length]))
        length++;
      if (parse_word (p, length, &ip) && (n == 0 || !rd_ip_equal (&ip, found)))
        {
          *found = ip;
          n++;
        }
      p += MAX (length, 1);
    }
  return n;
}

/* The last label of a name is no number (RFC 3696 section 2): what looks like
 * one was meant as an address. */
static gboolean
is_domain (const char *domain)
{
  const char *last = strrchr (domain, '.');

  return last != NULL && !g_ascii_isdigit (last[1]);
}

/**
 * rd_subject_parse:
 * @text: what somebody typed or pasted as an address or a domain
 * @error: return location
 *
 * Understands an IPv4 or IPv6 address or a domain, also within a web address, an
 * e-mail address or one line of text, and brings it into the one form used
 * everywhere.  Private addresses, networks and whole texts are refused with a
 * sentence that says what to do instead.
 *
 * Returns: (transfer full) (nullable): the subject
 */
char *
rd_subject_parse (const char *text,
                  GError    **error)
{
  g_autofree char *line = NULL;
  g_autofree char *bare = NULL;
  g_autofree char *domain = NULL;
  guint            n = 0;
  RdIp             ip;
  Address          address;

  g_return_val_if_fail (text != NULL, NULL);

  if (strlen (text) > MAX_SUBJECT_BYTES || strpbrk (g_strstrip (line = g_strdup (text)), "\r\n") != NULL)
    {
      refuse (error, _ ("This is a whole text, not an address or a domain, and no sending server can be found in it."));
      return NULL;
    }
  if (strpbrk (line, " ,;") != NULL)
    n = find_addresses (line, &ip);
  if (n == 1)
    return rd_ip_to_string (&ip);
  if (n > 1)
    {
      refuse (error, _ ("These are several addresses. Give the one your mail leaves from."));
      return NULL;
    }
  bare = dup_bare (line);
  address = parse_address (line, &ip);
  if (address == ADDRESS_NONE)
    address = parse_address (bare, &ip);
  if (address == ADDRESS_NETWORK)
    {
      refuse (error, _ ("This is a network. Give one address of it."));
      return NULL;
    }
  if (address == ADDRESS_ONE)
    return dup_public (&ip, error);
  domain = rd_domain_normalize (bare);
  /* Digits of other scripts become digits only now. */
  if (domain != NULL && rd_ip_parse (domain, &ip))
    return dup_public (&ip, error);
  if (domain != NULL && is_domain (domain))
    return g_steal_pointer (&domain);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               _ ("“%s” is neither an address such as 203.0.113.9 nor a domain such as example.com."), line);
  return NULL;
}
