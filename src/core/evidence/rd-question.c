/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-question"

#include "config.h"

#include "rd-dns-name.h"
#include "rd-evidence.h"
#include "rd-text.h"

#include <string.h>

/* The longest text a question is read from: a URL of the length that web
 * servers refuse. */
#define MAX_QUESTION_TEXT 8192

static const char *kind_words[] = {
  [RD_QUESTION_DNS] = "dns",
  [RD_QUESTION_DNSBL] = "dnsbl",
  [RD_QUESTION_HTTPS] = "https",
  [RD_QUESTION_SMTP] = "smtp",
};

/* A name that DNS cannot carry is kept, so that its question can be asked,
 * recorded and answered with what is wrong; only what would break the one-line
 * text is escaped. */
static char *
escape_name (const char *name)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (const char *p = name; *p != '\0'; p++)
    {
      if (g_ascii_isgraph (*p))
        g_string_append_c (text, g_ascii_tolower (*p));
      else
        g_string_append_printf (text, "\\%03u", (guint) (guint8) *p);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
normalize_name (const char *name)
{
  g_autofree char *normal = rd_domain_normalize (name);
  g_autoptr (GByteArray) wire = NULL;

  if (normal != NULL)
    return g_steal_pointer (&normal);
  wire = g_byte_array_new ();
  if (!rd_dns_name_append_wire (wire, name))
    return escape_name (name);
  normal = rd_dns_name_from_wire (wire->data, wire->len, NULL);
  return normal != NULL && normal[0] != '\0' ? g_steal_pointer (&normal) : g_strdup (".");
}

static RdQuestion *
question_new (RdQuestionKind  kind,
              char           *name,
              guint16         rr_type,
              RdQuestionFlags flags)
{
  RdQuestion      *self = g_atomic_rc_box_new0 (RdQuestion);
  g_autofree char *type_name = NULL;

  self->kind = kind;
  self->name = name;
  self->rr_type = rr_type;
  self->flags = flags;
  if (kind == RD_QUESTION_HTTPS || kind == RD_QUESTION_SMTP)
    {
      self->text = g_strconcat (kind_words[kind], " ", name, NULL);
      return self;
    }
  type_name = rd_rr_type_dup_name (rr_type);
  self->text = g_strconcat (kind_words[kind], " ", name, " ", type_name,
                            flags & RD_QUESTION_CHECKING_DISABLED ? " +cd" : "",
                            flags & RD_QUESTION_AUTHORITATIVE ? " +authoritative" : "", NULL);
  return self;
}

/**
 * rd_question_dns:
 * @name: name to look up, in any form people write
 * @rr_type: an #RdRrType or any other type
 *
 * A question to DNS.
 *
 * Returns: (transfer full): the question
 */
RdQuestion *
rd_question_dns (const char *name,
                 guint16     rr_type)
{
  return rd_question_dns_full (name, rr_type, RD_QUESTION_PLAIN);
}

/**
 * rd_question_dns_full:
 * @name: name to look up, in any form people write
 * @rr_type: an #RdRrType or any other type
 * @flags: how to ask
 *
 * A question to DNS that is asked in a special way.
 *
 * Returns: (transfer full): the question
 */
RdQuestion *
rd_question_dns_full (const char     *name,
                      guint16         rr_type,
                      RdQuestionFlags flags)
{
  g_return_val_if_fail (name != NULL, NULL);

  return question_new (RD_QUESTION_DNS, normalize_name (name), rr_type, flags);
}

/**
 * rd_question_dnsbl:
 * @name: name below the zone of a list (RFC 5782)
 * @rr_type: %RD_RR_A or %RD_RR_TXT
 *
 * A question to DNS whose subject the operator of a list gets to see.
 *
 * Returns: (transfer full): the question
 */
RdQuestion *
rd_question_dnsbl (const char *name,
                   guint16     rr_type)
{
  return rd_question_dnsbl_full (name, rr_type, NULL);
}

/**
 * rd_question_dnsbl_full:
 * @name: name below the zone of a list (RFC 5782)
 * @rr_type: %RD_RR_A or %RD_RR_TXT
 * @zone: (nullable): the zone of the list, to ask its own servers
 *
 * Like rd_question_dnsbl(), past every resolver if @zone is given.  It says
 * where to look for the servers in charge: names below it need not be tried.
 *
 * Returns: (transfer full): the question
 */
RdQuestion *
rd_question_dnsbl_full (const char *name,
                        guint16     rr_type,
                        const char *zone)
{
  RdQuestion *self;

  g_return_val_if_fail (name != NULL, NULL);

  self = question_new (RD_QUESTION_DNSBL, normalize_name (name), rr_type, zone != NULL ? RD_QUESTION_AUTHORITATIVE : RD_QUESTION_PLAIN);
  self->zone = zone != NULL ? normalize_name (zone) : NULL;
  return self;
}

/**
 * rd_question_https:
 * @url: what to fetch
 *
 * A question to a web server.
 *
 * Returns: (transfer full): the question
 */
RdQuestion *
rd_question_https (const char *url)
{
  g_autofree char *escaped = NULL;

  g_return_val_if_fail (url != NULL, NULL);

  /* Blanks and control characters would break the one-line text. */
  escaped = g_uri_escape_string (url, ":/?#[]@!$&'()*+,;=%", FALSE);
  return question_new (RD_QUESTION_HTTPS, g_steal_pointer (&escaped), 0, RD_QUESTION_PLAIN);
}

/**
 * rd_question_smtp:
 * @host: name or address of a mail server
 * @port: its port
 *
 * A question to a mail server: what it says when it is greeted.
 *
 * Returns: (transfer full): the question
 */
RdQuestion *
rd_question_smtp (const char *host,
                  guint16     port)
{
  g_autofree char *name = NULL;
  RdIp             ip = { 0 };

  g_return_val_if_fail (host != NULL, NULL);

  if (rd_ip_parse (host, &ip))
    name = rd_ip_to_string (&ip);
  else
    name = normalize_name (host);
  return question_new (RD_QUESTION_SMTP,
                       g_strdup_printf (ip.family == RD_IP_V6 ? "[%s]:%u" : "%s:%u", name, (guint) port),
                       0, RD_QUESTION_PLAIN);
}

static RdQuestion *
parse_smtp (const char *text)
{
  const char      *colon = strrchr (text, ':');
  g_autofree char *host = NULL;
  guint64          port = 0;

  if (colon == NULL || colon == text ||
      !g_ascii_string_to_unsigned (colon + 1, 10, 1, G_MAXUINT16, &port, NULL))
    return NULL;
  host = g_strndup (text, (gsize) (colon - text));
  if (host[0] == '[' && g_str_has_suffix (host, "]"))
    {
      host[strlen (host) - 1] = '\0';
      return rd_question_smtp (host + 1, (guint16) port);
    }
  return rd_question_smtp (host, (guint16) port);
}

static RdQuestion *
parse_dns (RdQuestionKind     kind,
           const char *const *words)
{
  RdQuestionFlags flags = RD_QUESTION_PLAIN;
  guint16         rr_type = 0;

  if (words[0] == NULL || words[0][0] == '\0' || words[1] == NULL ||
      !rd_rr_type_parse (words[1], &rr_type))
    return NULL;
  for (const char *const *word = words + 2; *word != NULL; word++)
    {
      if (kind == RD_QUESTION_DNS && strcmp (*word, "+cd") == 0)
        flags |= RD_QUESTION_CHECKING_DISABLED;
      else if (strcmp (*word, "+authoritative") == 0)
        flags |= RD_QUESTION_AUTHORITATIVE;
      else
        return NULL;
    }
  return question_new (kind, normalize_name (words[0]), rr_type, flags);
}

/**
 * rd_question_parse:
 * @text: the canonical text of a question
 *
 * Reads a question back from its text, as recordings have it.
 *
 * Returns: (transfer full) (nullable): the question, %NULL if @text is none
 */
RdQuestion *
rd_question_parse (const char *text)
{
  g_auto (GStrv) words = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  if (strlen (text) > MAX_QUESTION_TEXT || !g_str_is_ascii (text))
    return NULL;
  words = g_strsplit (text, " ", 6);
  if (words[0] == NULL || words[1] == NULL)
    return NULL;
  if (strcmp (words[0], "dns") == 0)
    return parse_dns (RD_QUESTION_DNS, (const char *const *) words + 1);
  if (strcmp (words[0], "dnsbl") == 0)
    return parse_dns (RD_QUESTION_DNSBL, (const char *const *) words + 1);
  if (words[2] != NULL || words[1][0] == '\0')
    return NULL;
  if (strcmp (words[0], "https") == 0)
    return rd_question_https (words[1]);
  if (strcmp (words[0], "smtp") == 0)
    return parse_smtp (words[1]);
  return NULL;
}

/**
 * rd_question_ref:
 * @self: a question
 *
 * Takes a reference; may be called from any thread.
 *
 * Returns: (transfer full): @self
 */
RdQuestion *
rd_question_ref (RdQuestion *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
question_clear (RdQuestion *self)
{
  g_free (self->name);
  g_free (self->zone);
  g_free (self->text);
}

/**
 * rd_question_unref:
 * @self: a question
 *
 * Gives a reference back.
 */
void
rd_question_unref (RdQuestion *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) question_clear);
}
