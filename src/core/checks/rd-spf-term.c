/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The grammar of one term (RFC 7208 section 12), and what was probably meant
 * where it is broken. */

#define G_LOG_DOMAIN "rd-spf"

#include "config.h"

#include "rd-spf-term-private.h"

#include <arpa/inet.h>
#include <string.h>

#include "rd-spf-macro.h"
#include "rd-text.h"

/* A piece of the record, never with a final NUL. */
typedef struct
{
  const char *text;
  gsize       length;
  gsize       offset;
} Span;

static const struct
{
  const char   *name;
  RdSpfTermKind kind;
} mechanisms[] = {
  { "all", RD_SPF_ALL },
  { "include", RD_SPF_INCLUDE },
  { "a", RD_SPF_A },
  { "mx", RD_SPF_MX },
  { "ptr", RD_SPF_PTR },
  { "ip4", RD_SPF_IP4 },
  { "ip6", RD_SPF_IP6 },
  { "exists", RD_SPF_EXISTS },
};

static void
add_problem (RdSpfRecord *record,
             RdSpfMistake mistake,
             const Span  *span)
{
  RdSpfProblem *problem = g_new0 (RdSpfProblem, 1);

  problem->mistake = mistake;
  problem->offset = span->offset;
  problem->length = MAX (span->length, 1);
  problem->text = rd_text_make_valid (span->text, (gssize) span->length);
  g_ptr_array_add (record->problems, problem);
}

static gboolean
span_equals (const Span *span,
             const char *word)
{
  return strlen (word) == span->length && g_ascii_strncasecmp (span->text, word, span->length) == 0;
}

static Span
sub_span (const Span *span,
          gsize       start)
{
  return (Span){ span->text + start, span->length - start, span->offset + start };
}

/* Digits without a leading zero, up to @max. */
static gboolean
parse_prefix (const char *text,
              gsize       length,
              guint       max,
              guint      *prefix)
{
  guint value = 0;

  if (length == 0 || length > 3 || (text[0] == '0' && length > 1))
    return FALSE;
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return FALSE;
      value = value * 10 + (guint) (text[i] - '0');
    }
  *prefix = value;
  return value <= max;
}

static gboolean
parse_address (const Span *span,
               RdIpFamily  family,
               RdIp       *ip)
{
  char buffer[RD_IP_TEXT_SIZE];

  memset (ip, 0, sizeof *ip);
  if (span->length == 0 || span->length >= sizeof buffer || memchr (span->text, '\0', span->length) != NULL)
    return FALSE;
  memcpy (buffer, span->text, span->length);
  buffer[span->length] = '\0';
  ip->family = family;
  return inet_pton (family == RD_IP_V4 ? AF_INET : AF_INET6, buffer, ip->bytes) == 1;
}

/* ip4:… and ip6:… with an optional prefix length. */
static gboolean
parse_network (RdSpfRecord *record,
               RdSpfTerm   *term,
               const Span  *value)
{
  gboolean    is_v4 = term->kind == RD_SPF_IP4;
  const char *slash = memchr (value->text, '/', value->length);
  Span        address = *value;

  if (slash != NULL)
    {
      Span prefix = sub_span (value, (gsize) (slash - value->text));

      address.length = (gsize) (slash - value->text);
      if (!parse_prefix (prefix.text + 1, prefix.length - 1, is_v4 ? 32 : 128, is_v4 ? &term->prefix4 : &term->prefix6))
        {
          add_problem (record, RD_SPF_MISTAKE_PREFIX, &prefix);
          return FALSE;
        }
    }
  if (!parse_address (&address, is_v4 ? RD_IP_V4 : RD_IP_V6, &term->ip))
    {
      RdIp         other;
      RdSpfMistake mistake = RD_SPF_MISTAKE_ADDRESS;

      if (parse_address (&address, is_v4 ? RD_IP_V6 : RD_IP_V4, &other))
        mistake = RD_SPF_MISTAKE_FAMILY;
      else if (address.length > 4 && g_ascii_strncasecmp (address.text + address.length - 3, "all", 3) == 0)
        mistake = RD_SPF_MISTAKE_GLUED;
      add_problem (record, mistake, &address);
      return FALSE;
    }
  return TRUE;
}

/* Cuts "/24", "//64" or "/24//64" off the end of @span.  A slash may also be
 * part of a domain-spec, so only digits at the very end count. */
static gboolean
cut_prefixes (RdSpfRecord *record,
              RdSpfTerm   *term,
              Span        *span)
{
  for (guint families = 0; families < 2; families++)
    {
      gsize    start = span->length;
      gboolean is_v6;
      Span     prefix;

      while (start > 0 && g_ascii_isdigit (span->text[start - 1]))
        start--;
      if (start == 0 || start == span->length || span->text[start - 1] != '/')
        return TRUE;
      is_v6 = start > 1 && span->text[start - 2] == '/';
      if (families == 1 && is_v6)
        return TRUE;
      prefix = sub_span (span, start);
      if (!parse_prefix (prefix.text, prefix.length, is_v6 ? 128 : 32, is_v6 ? &term->prefix6 : &term->prefix4))
        {
          add_problem (record, RD_SPF_MISTAKE_PREFIX, &prefix);
          return FALSE;
        }
      span->length = start - (is_v6 ? 2 : 1);
      if (!is_v6)
        return TRUE;
    }
  return TRUE;
}

static RdSpfMistake
find_domain_mistake (const Span *span)
{
  g_autofree char *text = g_strndup (span->text, span->length);
  RdIp             ip;

  if (rd_ip_parse (text, &ip))
    return RD_SPF_MISTAKE_ADDRESS_FOR_NAME;
  if (strstr (text, "://") != NULL)
    return RD_SPF_MISTAKE_URL;
  if (strchr (text, '%') != NULL && !rd_spf_macro_is_valid (span->text, span->length, RD_SPF_MACRO_DOMAIN))
    return RD_SPF_MISTAKE_MACRO;
  return RD_SPF_MISTAKE_DOMAIN;
}

static gboolean
take_domain (RdSpfRecord *record,
             RdSpfTerm   *term,
             const Span  *span)
{
  if (!rd_spf_domain_spec_is_valid (span->text, span->length))
    {
      add_problem (record, find_domain_mistake (span), span);
      return FALSE;
    }
  term->domain = g_strndup (span->text, span->length);
  return TRUE;
}

/* What follows the name of a mechanism that was recognised. */
static gboolean
parse_mechanism_value (RdSpfRecord *record,
                       RdSpfTerm   *term,
                       const Span  *whole,
                       Span         rest,
                       gboolean     is_last)
{
  gboolean has_colon = rest.length > 0 && rest.text[0] == ':';
  Span     value = has_colon ? sub_span (&rest, 1) : rest;

  if (term->kind == RD_SPF_ALL)
    {
      if (rest.length > 0)
        add_problem (record, RD_SPF_MISTAKE_VALUE, whole);
      return rest.length == 0;
    }
  if (has_colon && value.length == 0)
    {
      add_problem (record, is_last ? RD_SPF_MISTAKE_NO_VALUE : RD_SPF_MISTAKE_SPACE, whole);
      return FALSE;
    }
  if (!has_colon && (term->kind == RD_SPF_IP4 || term->kind == RD_SPF_IP6 ||
                     term->kind == RD_SPF_INCLUDE || term->kind == RD_SPF_EXISTS))
    {
      add_problem (record, RD_SPF_MISTAKE_NO_VALUE, whole);
      return FALSE;
    }
  if (term->kind == RD_SPF_IP4 || term->kind == RD_SPF_IP6)
    return parse_network (record, term, &value);
  if ((term->kind == RD_SPF_A || term->kind == RD_SPF_MX) && !cut_prefixes (record, term, &value))
    return FALSE;
  if (has_colon)
    return take_domain (record, term, &value);
  if (value.length > 0)
    add_problem (record, RD_SPF_MISTAKE_VALUE, whole);
  return value.length == 0;
}

/* A term no mechanism has the name of: says what was probably meant. */
static void
add_unknown (RdSpfRecord *record,
             const Span  *whole,
             const Span  *name,
             gsize        name_length)
{
  Span         word = { name->text, name_length, name->offset };
  RdSpfMistake mistake = RD_SPF_MISTAKE_UNKNOWN;
  RdIp         ip;
  const char  *slash = memchr (name->text, '/', name->length);
  gsize        address_length = slash != NULL ? (gsize) (slash - name->text) : name->length;

  if (span_equals (&word, "ipv4") || span_equals (&word, "ipv6") || span_equals (&word, "ip"))
    mistake = RD_SPF_MISTAKE_IPV4_NAME;
  else if (span_equals (&word, "redirect") || span_equals (&word, "exp"))
    mistake = RD_SPF_MISTAKE_EQUALS;
  else if (rd_ip_parse_len (name->text, address_length, &ip))
    mistake = RD_SPF_MISTAKE_BARE_ADDRESS;
  else if (name->length > 3 && g_ascii_strncasecmp (name->text + name->length - 4, "-all", 4) == 0)
    mistake = RD_SPF_MISTAKE_GLUED;
  else if (memchr (name->text, '.', name->length) != NULL &&
           rd_spf_domain_spec_is_valid (name->text, name->length))
    mistake = RD_SPF_MISTAKE_BARE_NAME;
  add_problem (record, mistake, whole);
}

static gboolean
parse_modifier (RdSpfRecord *record,
                RdSpfTerm   *term,
                const Span  *whole,
                gsize        name_length)
{
  Span name = { whole->text, name_length, whole->offset };
  Span value = sub_span (whole, name_length + 1);

  for (gsize i = 0; i < G_N_ELEMENTS (mechanisms); i++)
    {
      if (span_equals (&name, mechanisms[i].name))
        {
          add_problem (record, RD_SPF_MISTAKE_EQUALS, whole);
          return FALSE;
        }
    }
  if (span_equals (&name, "redirect") || span_equals (&name, "exp"))
    {
      const RdSpfTerm *earlier = span_equals (&name, "exp") ? record->exp : record->redirect;

      term->kind = span_equals (&name, "exp") ? RD_SPF_EXP : RD_SPF_REDIRECT;
      if (earlier != NULL)
        {
          add_problem (record, RD_SPF_MISTAKE_TWICE, whole);
          return FALSE;
        }
      if (value.length == 0)
        {
          add_problem (record, RD_SPF_MISTAKE_NO_VALUE, whole);
          return FALSE;
        }
      return take_domain (record, term, &value);
    }
  term->kind = RD_SPF_MODIFIER;
  if (!rd_spf_macro_is_valid (value.text, value.length, RD_SPF_MACRO_MODIFIER))
    {
      add_problem (record, RD_SPF_MISTAKE_MACRO, whole);
      return FALSE;
    }
  return TRUE;
}

static RdSpfResult
qualifier_from_char (char c)
{
  switch (c)
    {
    case '-':
      return RD_SPF_FAIL;
    case '~':
      return RD_SPF_SOFTFAIL;
    case '?':
      return RD_SPF_NEUTRAL;
    default:
      return RD_SPF_PASS;
    }
}

/* The length of "name" if @span is a modifier "name=…", or 0. */
static gsize
modifier_name_length (const Span *span)
{
  gsize i = 0;

  if (span->length == 0 || !g_ascii_isalpha (span->text[0]))
    return 0;
  while (i < span->length && (g_ascii_isalnum (span->text[i]) || memchr ("-_.", span->text[i], 3) != NULL))
    i++;
  return i < span->length && span->text[i] == '=' ? i : 0;
}

static gboolean
parse_term (RdSpfRecord *record,
            RdSpfTerm   *term,
            const Span  *span,
            gboolean     is_last)
{
  gsize modifier = modifier_name_length (span);
  Span  name = *span;
  gsize length = 0;

  if (modifier > 0)
    return parse_modifier (record, term, span, modifier);
  if (memchr ("+-~?", name.text[0], 4) != NULL)
    {
      term->qualifier = qualifier_from_char (name.text[0]);
      name = sub_span (span, 1);
    }
  while (length < name.length && name.text[length] != ':' && name.text[length] != '/')
    length++;
  for (gsize i = 0; i < G_N_ELEMENTS (mechanisms); i++)
    {
      Span word = { name.text, length, name.offset };

      if (span_equals (&word, mechanisms[i].name))
        {
          term->kind = mechanisms[i].kind;
          return parse_mechanism_value (record, term, span, sub_span (&name, length), is_last);
        }
    }
  add_unknown (record, span, &name, length);
  return FALSE;
}

/* Characters outside of visible ASCII, and separators of other languages, are
 * reported for what they are: what stands around them is mostly right. */
static gboolean
has_bad_characters (RdSpfRecord *record,
                    const Span  *span)
{
  for (gsize i = 0; i < span->length; i++)
    {
      guchar c = (guchar) span->text[i];

      if (c < 0x21 || c > 0x7e)
        {
          add_problem (record, RD_SPF_MISTAKE_CHARACTER, span);
          return TRUE;
        }
    }
  if (span->length > 0 && (span->text[span->length - 1] == ',' || span->text[span->length - 1] == ';'))
    {
      add_problem (record, RD_SPF_MISTAKE_SEPARATOR, span);
      return TRUE;
    }
  return FALSE;
}

/**
 * _rd_spf_record_take_term:
 * @record: a record
 * @text: a term of it: no blank, no final NUL
 * @length: its length in bytes, at least 1
 * @offset: where it stands in the record, in bytes
 * @is_last: whether nothing but blanks follows
 *
 * Adds a valid term to the terms of @record, and anything else to its problems.
 */
void
_rd_spf_record_take_term (RdSpfRecord *record,
                          const char  *text,
                          gsize        length,
                          gsize        offset,
                          gboolean     is_last)
{
  const Span span = { text, length, offset };
  RdSpfTerm *term;

  if (has_bad_characters (record, &span))
    return;
  term = g_new0 (RdSpfTerm, 1);
  term->qualifier = RD_SPF_PASS;
  term->prefix4 = 32;
  term->prefix6 = 128;
  term->offset = span.offset;
  term->length = span.length;
  term->text = g_strndup (span.text, span.length);
  if (!parse_term (record, term, &span, is_last))
    {
      _rd_spf_term_free (term);
      return;
    }
  g_ptr_array_add (record->terms, term);
  if (term->kind == RD_SPF_REDIRECT)
    record->redirect = term;
  else if (term->kind == RD_SPF_EXP)
    record->exp = term;
  else if (term->kind == RD_SPF_ALL && record->all == NULL)
    record->all = term;
}
