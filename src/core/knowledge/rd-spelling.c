/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-knowledge"

#include "config.h"

#include "rd-knowledge.h"

#include <string.h>

#include "rd-address-repair.h"
#include "rd-knowledge-tables.h"

/* RFC 5321 section 4.5.3.1: a path has 256 octets; nothing longer is an
 * address, and the distance below is quadratic. */
#define MAX_ADDRESS_LENGTH 320
#define MAX_NAME_LENGTH 63

/* Slips counted for a name, by its length: short names are too close to each
 * other ("hp", "qq", "bt", "msn"). */
static guint
slips_allowed (gsize length)
{
  if (length <= 4)
    return 0;
  return length <= 8 ? 1 : 2;
}

/* Optimal string alignment: inserted, lost, wrong and swapped letters count
 * one each. */
static guint
count_slips (const char *a,
             const char *b)
{
  gsize length_a = strlen (a);
  gsize length_b = strlen (b);
  guint rows[3][MAX_NAME_LENGTH + 1];

  if (length_a > MAX_NAME_LENGTH || length_b > MAX_NAME_LENGTH)
    return G_MAXUINT;
  for (gsize j = 0; j <= length_b; j++)
    rows[0][j] = (guint) j;
  for (gsize i = 1; i <= length_a; i++)
    {
      guint *row = rows[i % 3];
      guint *above = rows[(i + 2) % 3];
      guint *above_that = rows[(i + 1) % 3];

      row[0] = (guint) i;
      for (gsize j = 1; j <= length_b; j++)
        {
          row[j] = above[j - 1] + (a[i - 1] != b[j - 1] ? 1 : 0);
          row[j] = MIN (row[j], MIN (above[j], row[j - 1]) + 1);
          if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
            row[j] = MIN (row[j], above_that[j - 2] + 1);
        }
    }
  return rows[length_a % 3][length_b];
}

/* Letters next to each other on the usual keyboards (QWERTY, QWERTZ, AZERTY). */
static gboolean
are_neighbours (char a,
                char b)
{
  static const char *const rows[] = { "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm", "azertyuiop",
                                      "qsdfghjklm", "wxcvbn", "qaz", "wsx", "edc", "rfv", "tgb", "yhn", "ujm" };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *p = strchr (rows[i], a);

      if (p != NULL && ((p > rows[i] && p[-1] == b) || (p[1] != '\0' && p[1] == b)))
        return TRUE;
    }
  return FALSE;
}

/* People hardly ever mistake the first letter, unless by a neighbouring key or
 * by typing the second one first. */
static gboolean
begins_alike (const char *name,
              const char *popular)
{
  return name[0] == popular[0] || are_neighbours (name[0], popular[0]) ||
         (name[0] == popular[1] && name[1] == popular[0]);
}

static const char *
find_spelling (const RdSpellingRow *rows,
               guint                n_rows,
               const char          *wrong)
{
  guint low = 0;
  guint high = n_rows;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      int   order = strcmp (rows[middle].wrong, wrong);

      if (order == 0)
        return rows[middle].right;
      if (order < 0)
        low = middle + 1;
      else
        high = middle;
    }
  return NULL;
}

/* The popular domain with the same ending and the fewest slips. */
static const char *
find_close (const char *domain)
{
  const char      *ending = strchr (domain, '.');
  g_autofree char *name = NULL;
  const char      *found = NULL;
  guint            fewest = G_MAXUINT;

  if (ending == NULL || ending == domain)
    return NULL;
  name = g_strndup (domain, (gsize) (ending - domain));
  for (const char *const *popular = rd_table_popular; *popular != NULL; popular++)
    {
      const char      *popular_ending = strchr (*popular, '.');
      g_autofree char *popular_name = NULL;
      guint            slips;

      if (popular_ending == NULL || strcmp (popular_ending, ending) != 0)
        continue;
      popular_name = g_strndup (*popular, (gsize) (popular_ending - *popular));
      if (!begins_alike (name, popular_name))
        continue;
      slips = count_slips (name, popular_name);
      if (slips < fewest && slips <= slips_allowed (MIN (strlen (name), strlen (popular_name))))
        {
          fewest = slips;
          found = *popular;
        }
    }
  return found;
}

/* Endings that exist, but in front of which a well-known name stands only by
 * mistake: Colombia, Cameroon, Oman, Niger. */
static char *
repair_short_ending (const char *domain)
{
  static const RdSpellingRow endings[] = {
    { ".cm", ".com" },
    { ".co", ".com" },
    { ".ne", ".net" },
    { ".om", ".com" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *repaired = NULL;
      g_autofree char *name = NULL;

      if (!g_str_has_suffix (domain, endings[i].wrong))
        continue;
      name = g_strndup (domain, strlen (domain) - strlen (endings[i].wrong));
      repaired = g_strconcat (name, endings[i].right, NULL);
      if (g_strv_contains (rd_table_popular, repaired))
        return g_steal_pointer (&repaired);
    }
  return NULL;
}

/* Endings that do not exist: ".con", ".couk". */
static char *
repair_ending (const char *domain)
{
  for (const char *dot = strchr (domain, '.'); dot != NULL; dot = strchr (dot + 1, '.'))
    {
      const char *right = find_spelling (rd_table_endings, rd_table_endings_n, dot + 1);

      if (right != NULL && dot > domain)
        return g_strdup_printf ("%.*s.%s", (int) (dot - domain), domain, right);
    }
  if (g_str_has_suffix (domain, ".com.com"))
    return g_strndup (domain, strlen (domain) - strlen (".com"));
  return NULL;
}

static RdSpelling
check_domain (const char *domain,
              char      **suggestion)
{
  g_autofree char *repaired = NULL;
  const char      *right;

  *suggestion = NULL;
  if (g_strv_contains (rd_table_popular, domain) || g_strv_contains (rd_table_never, domain))
    return RD_SPELLING_FINE;
  right = find_spelling (rd_table_typos, rd_table_typos_n, domain);
  if (right != NULL)
    {
      *suggestion = g_strdup (right);
      return RD_SPELLING_CERTAIN;
    }
  repaired = repair_ending (domain);
  if (repaired == NULL)
    repaired = repair_short_ending (domain);
  if (repaired != NULL)
    {
      /* One address may hold two slips: "gmial.con". */
      const char *close = g_strv_contains (rd_table_popular, repaired) ? repaired : find_spelling (rd_table_typos, rd_table_typos_n, repaired);

      if (close == NULL && !g_strv_contains (rd_table_never, repaired))
        close = find_close (repaired);
      *suggestion = g_strdup (close != NULL ? close : repaired);
      return RD_SPELLING_CERTAIN;
    }
  right = find_spelling (rd_table_confusions, rd_table_confusions_n, domain);
  if (right == NULL)
    right = find_close (domain);
  *suggestion = g_strdup (right);
  return right != NULL ? RD_SPELLING_POSSIBLE : RD_SPELLING_FINE;
}

/**
 * rd_spelling_check:
 * @address: an e-mail address or a domain, as somebody typed it
 * @suggestion: (out) (nullable): what was probably meant, in the same form
 *
 * Looks for slips: known misspellings of popular domains, endings that do not
 * exist, letters that are lost, doubled or swapped, and marks that do not
 * belong into an address.  Real domains that resemble others are left alone.
 * Nothing is looked up; whether a suggestion is right, DNS has to confirm.
 *
 * Returns: how sure the suggestion is; %RD_SPELLING_FINE leaves it %NULL
 */
RdSpelling
rd_spelling_check (const char *address,
                   char      **suggestion)
{
  g_autofree char *repaired = NULL;
  g_autofree char *better = NULL;
  const char      *at;
  const char      *domain;
  RdSpelling       spelling;
  gboolean         was_broken;

  g_return_val_if_fail (address != NULL, RD_SPELLING_FINE);
  g_return_val_if_fail (suggestion != NULL, RD_SPELLING_FINE);

  *suggestion = NULL;
  if (strlen (address) > MAX_ADDRESS_LENGTH || !g_utf8_validate (address, -1, NULL))
    return RD_SPELLING_FINE;
  repaired = _rd_address_repair (address, &was_broken);
  at = strrchr (repaired, '@');
  domain = at != NULL ? at + 1 : repaired;
  if (strchr (domain, '.') == NULL)
    return RD_SPELLING_FINE;

  spelling = check_domain (domain, &better);
  if (was_broken)
    spelling = RD_SPELLING_CERTAIN;
  if (spelling == RD_SPELLING_FINE)
    return RD_SPELLING_FINE;
  if (better == NULL)
    *suggestion = g_steal_pointer (&repaired);
  else
    *suggestion = g_strdup_printf ("%.*s%s", (int) (domain - repaired), repaired, better);
  return spelling;
}
