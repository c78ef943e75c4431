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

static gboolean
refuse (GError    **error,
        const char *message)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, message);
  return FALSE;
}

static gboolean
check_ip (const RdIp *ip,
          GError    **error)
{
  if (!rd_ip_is_public (ip))
    return refuse (error, _ ("This address belongs to a private network; the internet does not know it. The address your mail leaves from stands in the bounce."));
  return TRUE;
}

/* Takes off what people copy along: brackets, "mailto:", a web address around
 * a domain, a user name before the @. */
static char *
dup_bare (const char *text)
{
  g_autofree char *bare = g_strstrip (g_strdup (text));
  const char      *start = bare;
  const char      *at;
  gsize            length;

  for (const char *const *scheme = (const char *const[]){ "mailto:", "https://", "http://", NULL }; *scheme != NULL; scheme++)
    {
      if (g_ascii_strncasecmp (start, *scheme, strlen (*scheme)) == 0)
        start += strlen (*scheme);
    }
  start += strspn (start, "<[(\"'");
  at = strrchr (start, '@');
  if (at != NULL)
    start = at + 1;
  length = strcspn (start, ">])\"'/?#, ");
  return g_strndup (start, length);
}

/**
 * rd_subject_parse:
 * @text: what somebody typed or pasted as an address or a domain
 * @error: return location
 *
 * Understands an IPv4 or IPv6 address or a domain and brings it into the one
 * form used everywhere.  Private addresses, networks and whole texts are
 * refused with a sentence that says what to do instead.
 *
 * Returns: (transfer full) (nullable): the subject
 */
char *
rd_subject_parse (const char *text,
                  GError    **error)
{
  g_autofree char *bare = NULL;
  g_autofree char *domain = NULL;
  const char      *slash;
  RdIp             ip;

  g_return_val_if_fail (text != NULL, NULL);

  if (strlen (text) > MAX_SUBJECT_BYTES || strpbrk (g_strstrip (bare = g_strdup (text)), "\r\n") != NULL)
    {
      refuse (error, _ ("This is a whole text, not an address or a domain, and no sending server can be found in it."));
      return NULL;
    }
  slash = strchr (bare, '/');
  if (slash != NULL && rd_ip_parse_len (bare, (gsize) (slash - bare), &ip))
    {
      refuse (error, _ ("This is a network. Give one address of it."));
      return NULL;
    }
  if (g_ascii_strncasecmp (bare, "ipv6:", 5) == 0)
    memmove (bare, bare + 5, strlen (bare + 5) + 1);
  if (!rd_ip_parse (bare, &ip))
    {
      g_free (bare);
      bare = dup_bare (text);
    }
  if (rd_ip_parse (bare, &ip))
    return check_ip (&ip, error) ? rd_ip_to_string (&ip) : NULL;
  domain = rd_domain_normalize (bare);
  if (domain == NULL || strchr (domain, '.') == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   _ ("“%s” is neither an address such as 203.0.113.9 nor a domain such as example.com."), bare);
      return NULL;
    }
  return g_steal_pointer (&domain);
}
