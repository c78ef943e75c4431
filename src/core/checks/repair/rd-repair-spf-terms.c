/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-repair-spf"

#include "config.h"

#include "rd-repair-spf-terms.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rd-repair-text.h"
#include "rd-text.h"

/* Terms that are read of one record; a TXT record cannot hold many more. */
#define MAX_TERMS 2000

static void
note (GPtrArray  *notes,
      const char *format,
      ...) G_GNUC_PRINTF (2, 3);

static void
note (GPtrArray  *notes,
      const char *format,
      ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_ptr_array_add (notes, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

/* The start of what was meant to be a record, and what follows it. */
static const char *
skip_version (const char *text)
{
  static const char *const starts[] = { "v=spf1", "v=spf2.0", "v=spf 1", "v = spf1", "v= spf1", "v =spf1", "v=spf", "spf1", "spf2.0/pra", "spf2.0" };

  for (gsize i = 0; i < G_N_ELEMENTS (starts); i++)
    {
      gsize length = strlen (starts[i]);

      if (g_ascii_strncasecmp (text, starts[i], length) != 0)
        continue;
      /* "v=SPF10": digits that belong to the version. */
      while (g_ascii_isdigit (text[length]))
        length++;
      return text + length;
    }
  return NULL;
}

/**
 * rd_repair_spf_looks_like_record:
 * @text: text of a TXT record
 *
 * Tells whether @text is an SPF record or was meant to be one.
 *
 * Returns: whether it does
 */
gboolean
rd_repair_spf_looks_like_record (const char *text)
{
  guint            marks;
  g_autofree char *clean = NULL;
  const char      *rest;

  g_return_val_if_fail (text != NULL, FALSE);

  clean = rd_repair_clean_text (text, &marks);
  rest = skip_version (clean);
  return rest != NULL && (*rest == '\0' || strchr (" ;,\t", *rest) != NULL);
}

/* "ip4:" or "ip6:" for an address with an optional prefix length; NULL if it is
 * none. */
static char *
dup_address_term (const char *value)
{
  g_autofree char *address = g_strndup (value, strcspn (value, "/"));
  const char      *slash = strchr (value, '/');
  RdIp             ip;
  guint64          prefix;

  if (!rd_ip_parse (address, &ip))
    return NULL;
  if (slash != NULL &&
      !g_ascii_string_to_unsigned (slash + 1, 10, 0, ip.family == RD_IP_V4 ? 32 : 128, &prefix, NULL))
    return NULL;
  return g_strdup_printf ("%s:%s", ip.family == RD_IP_V4 ? "ip4" : "ip6", value);
}

static gboolean
is_name (const char *name,
         const char *wanted)
{
  return g_ascii_strcasecmp (name, wanted) == 0;
}

/* A host name without a word before it. */
static char *
dup_bare_name (const char *value)
{
  g_autofree char *domain = strchr (value, '.') != NULL ? rd_domain_normalize (value) : NULL;

  if (domain == NULL)
    return NULL;
  return g_strdup_printf ("%s:%s", rd_text_find_nocase (domain, "spf") != NULL ? "include" : "a", value);
}

static const char *
skip_url (const char *value)
{
  if (g_ascii_strncasecmp (value, "https://", 8) == 0)
    return value + 8;
  if (g_ascii_strncasecmp (value, "http://", 7) == 0)
    return value + 7;
  return value;
}

/* A term with a word, a sign and a value, put right as far as it can be. */
static char *
dup_corrected_pair (const char *name,
                    char        sign,
                    const char *value)
{
  g_autofree char *address = dup_address_term (value);
  const char      *host = skip_url (value);

  if (is_name (name, "ip") || is_name (name, "ipv4") || is_name (name, "ipv6") || is_name (name, "ip4") || is_name (name, "ip6"))
    return g_steal_pointer (&address);
  if (address != NULL && (is_name (name, "a") || is_name (name, "mx") || is_name (name, "include")))
    return g_steal_pointer (&address);
  if (is_name (name, "redirect") || is_name (name, "exp"))
    return g_strdup_printf ("%s=%s", name, value);
  if (host != value && is_name (name, "include"))
    return g_strdup_printf ("include:%.*s", (int) strcspn (host, "/"), host);
  if (is_name (name, "include") || is_name (name, "a") || is_name (name, "mx") || is_name (name, "exists") || is_name (name, "ptr"))
    return g_strdup_printf ("%s:%s", name, value);
  return g_strdup_printf ("%s%c%s", name, sign, value);
}

/* One term without its qualifier; NULL if nothing can be made of it. */
static char *
dup_corrected (const char *term)
{
  gsize            length = strcspn (term, ":=");
  g_autofree char *name = g_strndup (term, length);
  g_autofree char *address = dup_address_term (term);

  if (address != NULL)
    return g_steal_pointer (&address);
  if (term[length] != '\0')
    return dup_corrected_pair (name, term[length], term + length + 1);
  name[strcspn (name, "/")] = '\0';
  if (is_name (name, "all") || is_name (name, "a") || is_name (name, "mx") || is_name (name, "ptr"))
    return g_strdup (term);
  return dup_bare_name (term);
}

static gboolean
is_valid_term (const char *term)
{
  g_autofree char *text = g_strdup_printf ("v=spf1 %s", term);
  g_autoptr (RdSpfRecord) record = rd_spf_record_parse (text, strlen (text));

  return record->problems->len == 0 && record->terms->len > 0;
}

/* "ip4:192.0.2.1-all": where "all" starts, with its qualifier. */
static gsize
find_glued_all (const char *term)
{
  gsize length = strlen (term);

  if (length < 5 || g_ascii_strcasecmp (term + length - 3, "all") != 0 || strchr ("+-~?", term[length - 4]) == NULL)
    return 0;
  return length - 4;
}

static void
add_term (GPtrArray  *terms,
          const char *term,
          GPtrArray  *notes)
{
  const char      *bare = term + (strchr ("+-~?", *term) != NULL ? 1 : 0);
  gsize            glued = find_glued_all (term);
  g_autofree char *corrected = NULL;
  g_autofree char *complete = NULL;

  if (is_valid_term (term) && !(term[0] == '-' && g_ascii_strncasecmp (term, "-include:", 9) == 0))
    {
      g_ptr_array_add (terms, g_strdup (term));
      return;
    }
  if (glued > 0)
    {
      g_autofree char *first = g_strndup (term, glued);

      add_term (terms, first, notes);
      g_ptr_array_add (terms, g_strdup (term + glued));
      return;
    }
  corrected = dup_corrected (bare);
  if (corrected != NULL)
    complete = bare != term && *term != '+' && *term != '-' ? g_strdup_printf ("%c%s", *term, corrected) : g_strdup (corrected);
  if (complete == NULL || !is_valid_term (complete))
    {
      note (notes, _ ("“%s” cannot be understood and is left out. If it names a server that sends for you, add it in the right form."), term);
      return;
    }
  note (notes, _ ("“%s” is written as “%s”."), term, complete);
  g_ptr_array_add (terms, g_steal_pointer (&complete));
}

/* "include: spf.example" and "include :spf.example" were one term. */
static GPtrArray *
split_terms (const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t\r\n,;", MAX_TERMS);
  GPtrArray *joined = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; words[i] != NULL; i++)
    {
      char *last = joined->len > 0 ? g_ptr_array_index (joined, joined->len - 1) : NULL;
      gsize length = last != NULL ? strlen (last) : 0;

      if (words[i][0] == '\0')
        continue;
      if (length > 0 && (strchr (":=", last[length - 1]) != NULL || strchr (":=", words[i][0]) != NULL))
        {
          g_ptr_array_index (joined, joined->len - 1) = g_strconcat (last, words[i], NULL);
          g_free (last);
        }
      else
        {
          g_ptr_array_add (joined, g_strdup (words[i]));
        }
    }
  return joined;
}

static void
note_marks (guint      marks,
            GPtrArray *notes)
{
  if ((marks & (RD_PASTE_QUOTES | RD_PASTE_SMART_QUOTES | RD_PASTE_BACKSLASHES)) != 0)
    note (notes, "%s", _ ("The quotation marks inside the value are gone."));
  if ((marks & (RD_PASTE_BLANKS | RD_PASTE_INVISIBLE)) != 0)
    note (notes, "%s", _ ("Characters that only look like blanks are replaced by plain blanks."));
  if ((marks & RD_PASTE_DASHES) != 0)
    note (notes, "%s", _ ("A long dash is replaced by a minus sign."));
}

/**
 * rd_repair_spf_correct:
 * @text: an SPF record, or what was meant to be one, valid UTF-8
 * @notes: (element-type utf8): where what was corrected is told, translated
 *
 * Corrects the mistakes of one record term by term.  A term nothing can be made
 * of is left out, and told.
 *
 * Returns: (transfer full): the corrected record; every term in it is valid
 */
RdSpfRecord *
rd_repair_spf_correct (const char *text,
                       GPtrArray  *notes)
{
  guint            marks;
  g_autofree char *clean = NULL;
  const char      *rest;
  g_autoptr (GPtrArray) words = NULL;
  g_autoptr (GPtrArray) terms = NULL;
  g_autofree char *joined = NULL;
  g_autofree char *whole = NULL;

  g_return_val_if_fail (text != NULL && notes != NULL, NULL);

  clean = rd_repair_clean_text (text, &marks);
  note_marks (marks, notes);
  rest = skip_version (clean);
  words = split_terms (rest != NULL ? rest : clean);
  terms = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < words->len; i++)
    {
      const char *word = g_ptr_array_index (words, i);

      if (g_ascii_strcasecmp (word, "v=spf1") != 0)
        add_term (terms, word, notes);
    }
  g_ptr_array_add (terms, NULL);
  joined = g_strjoinv (" ", (char **) terms->pdata);
  whole = g_strdup_printf ("v=spf1%s%s", joined[0] != '\0' ? " " : "", joined);
  return rd_spf_record_parse (whole, strlen (whole));
}
