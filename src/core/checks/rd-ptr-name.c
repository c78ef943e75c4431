/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-ptr-name"

#include "config.h"

#include "rd-ptr-name.h"

#include <libpsl.h>
#include <string.h>

#include "rd-check.h"
#include "rd-text.h"

/* Words that only stand in names of lines nobody set up for mail. */
static const char *const strong_words[] = {
  "adsl",
  "broadband",
  "dhcp",
  "dialin",
  "dialup",
  "dsl",
  "dyn",
  "dynamic",
  "dynamicip",
  "pool",
  "ppp",
  "pppoe",
  "residential",
  "sdsl",
  "unassigned",
  "vdsl",
  "xdsl",
  NULL,
};

/* Words that also stand in names somebody chose: they count only together with
 * a number, as in "host-12" or "static.81". */
static const char *const weak_words[] = {
  "cable",
  "catv",
  "client",
  "clients",
  "compute",
  "cust",
  "customer",
  "customers",
  "dial",
  "ec2",
  "fiber",
  "ftth",
  "host",
  "ip",
  "nat",
  "res",
  "rev",
  "reverse",
  "static",
  "user",
  "vps",
  NULL,
};

static gboolean
is_listed (const char        *word,
           const char *const *words)
{
  return g_strv_contains (words, word);
}

/* Takes @name apart into runs of letters and runs of digits. */
static GPtrArray *
split_runs (const char *name)
{
  GPtrArray  *runs = g_ptr_array_new_with_free_func (g_free);
  const char *p = name;

  while (*p != '\0')
    {
      const char *start = p;

      if (g_ascii_isdigit (*p))
        {
          while (g_ascii_isdigit (*p))
            p++;
        }
      else if (g_ascii_isalpha (*p))
        {
          while (g_ascii_isalpha (*p))
            p++;
        }
      else
        {
          p++;
          continue;
        }
      g_ptr_array_add (runs, g_ascii_strdown (start, p - start));
    }
  return runs;
}

/* "ec2" and the like hold a digit themselves, so runs alone do not show them. */
static gboolean
has_label_word (const char *name,
                const char *word)
{
  g_auto (GStrv) labels = g_strsplit_set (name, ".-_", -1);

  return g_strv_contains ((const char *const *) labels, word);
}

/* Two neighbouring octets of the address stand side by side in the name. */
static gboolean
holds_octets (const GPtrArray *runs,
              const RdIp      *ip)
{
  if (ip->family != RD_IP_V4)
    return FALSE;
  for (guint i = 0; i + 1 < runs->len; i++)
    {
      guint64 first;
      guint64 second;

      if (!g_ascii_string_to_unsigned (g_ptr_array_index (runs, i), 10, 0, 255, &first, NULL) ||
          !g_ascii_string_to_unsigned (g_ptr_array_index (runs, i + 1), 10, 0, 255, &second, NULL))
        continue;
      for (guint j = 0; j < 3; j++)
        {
          if ((first == ip->bytes[j] && second == ip->bytes[j + 1]) ||
              (first == ip->bytes[j + 1] && second == ip->bytes[j]))
            return TRUE;
        }
    }
  return FALSE;
}

/* The whole address without separators: hexadecimal, or octets of three digits,
 * forward or reversed. */
static gboolean
holds_packed_address (const char *name,
                      const RdIp *ip)
{
  char forms[4][16];

  if (ip->family != RD_IP_V4)
    return FALSE;
  g_snprintf (forms[0], sizeof forms[0], "%02x%02x%02x%02x", ip->bytes[0], ip->bytes[1], ip->bytes[2], ip->bytes[3]);
  g_snprintf (forms[1], sizeof forms[1], "%02x%02x%02x%02x", ip->bytes[3], ip->bytes[2], ip->bytes[1], ip->bytes[0]);
  g_snprintf (forms[2], sizeof forms[2], "%03u%03u%03u%03u", ip->bytes[0], ip->bytes[1], ip->bytes[2], ip->bytes[3]);
  g_snprintf (forms[3], sizeof forms[3], "%03u%03u%03u%03u", ip->bytes[3], ip->bytes[2], ip->bytes[1], ip->bytes[0]);
  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      if (rd_text_find_nocase (name, forms[i]) != NULL)
        return TRUE;
    }
  return FALSE;
}

/* The first groups of an IPv6 address joined by dashes or dots, or all of its
 * first half in one piece. */
static gboolean
holds_groups (const char *name,
              const RdIp *ip)
{
  g_autofree char *dashes = NULL;
  g_autofree char *dots = NULL;
  g_autofree char *packed = NULL;
  guint            first = (guint) ip->bytes[0] << 8 | ip->bytes[1];
  guint            second = (guint) ip->bytes[2] << 8 | ip->bytes[3];

  if (ip->family != RD_IP_V6)
    return FALSE;
  dashes = g_strdup_printf ("%x-%x", first, second);
  dots = g_strdup_printf ("%x.%x", first, second);
  packed = g_strdup_printf ("%04x%04x%02x%02x", first, second, ip->bytes[4], ip->bytes[5]);
  return rd_text_find_nocase (name, dashes) != NULL || rd_text_find_nocase (name, dots) != NULL ||
         rd_text_find_nocase (name, packed) != NULL;
}

static gboolean
holds_words (const char      *name,
             const GPtrArray *runs)
{
  gboolean has_number = FALSE;
  gboolean has_weak = has_label_word (name, "ec2");

  for (guint i = 0; i < runs->len; i++)
    {
      const char *run = g_ptr_array_index (runs, i);

      if (is_listed (run, strong_words))
        return TRUE;
      has_weak = has_weak || is_listed (run, weak_words);
      has_number = has_number || g_ascii_isdigit (run[0]);
    }
  return has_weak && has_number;
}

/* What stands before the registered domain.  Suffixes that firms declared for
 * their customers do not count here: in names of theirs those are no more than
 * labels. */
static char *
dup_front (const char *name)
{
  const psl_ctx_t *psl = psl_builtin ();
  const char      *previous = NULL;

  for (const char *rest = name; rest != NULL && psl != NULL;)
    {
      const char *dot = strchr (rest, '.');

      if (psl_is_public_suffix2 (psl, rest, PSL_TYPE_ICANN))
        return previous != NULL && previous > name ? g_ascii_strdown (name, previous - name - 1) : NULL;
      previous = rest;
      rest = dot != NULL ? dot + 1 : NULL;
    }
  return NULL;
}

/**
 * rd_ptr_name_is_generic:
 * @name: the name an address has in reverse DNS, normalized
 * @ip: the address
 *
 * Tells whether @name was made by a machine from the address, or says that it
 * belongs to a line of a home or an office: receivers take that for a sign that
 * no mail server was meant to be there.  The registered domain at the end does
 * not count, since a firm may be called anything.
 *
 * Returns: whether it is such a name
 */
gboolean
rd_ptr_name_is_generic (const char *name,
                        const RdIp *ip)
{
  g_autofree char *front = NULL;
  g_autoptr (GPtrArray) runs = NULL;

  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (ip != NULL, FALSE);

  if (rd_text_has_suffix_nocase (name, ".in-addr.arpa") || rd_text_has_suffix_nocase (name, ".ip6.arpa"))
    return TRUE;
  front = dup_front (name);
  if (front == NULL)
    return FALSE;
  runs = split_runs (front);
  return holds_octets (runs, ip) || holds_packed_address (front, ip) || holds_groups (front, ip) ||
         holds_words (front, runs);
}

/**
 * rd_helo_name_is_unusable:
 * @helo: what a server calls itself in its greeting
 *
 * Tells whether @helo cannot be a server on the internet: an address (RFC 5321
 * section 4.1.3 allows it only in brackets, receivers dislike both), a name
 * without a dot, or one that is valid only inside an office.
 *
 * Returns: whether it is unusable
 */
gboolean
rd_helo_name_is_unusable (const char *helo)
{
  static const char *const inside[] = { "localhost", "localdomain", "local", "lan", "internal", "home", "corp", "intranet", "invalid", "home.arpa", NULL };
  g_autofree char         *name = NULL;
  RdIp                     ip;

  g_return_val_if_fail (helo != NULL, TRUE);

  if (helo[0] == '[' || rd_ip_parse (helo, &ip))
    return TRUE;
  name = rd_domain_normalize (helo);
  return name == NULL || strchr (name, '.') == NULL || rd_check_name_in (name, inside);
}
