/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-knowledge"

#include "config.h"

#include "rd-knowledge.h"

#include <string.h>

#include "rd-knowledge-private.h"
#include "rd-knowledge-tables.h"

/* Larger than any number in a code, small enough to be multiplied. */
#define MAX_NUMBER 1000000

static guint
take_number (const char **text)
{
  guint number = 0;

  for (; g_ascii_isdigit (**text); ++*text)
    number = MIN (number * 10 + (guint) (**text - '0'), MAX_NUMBER);
  return number;
}

/* Fits the last number of a status code into "26" or "606-649". */
static gboolean
detail_fits (const char *detail,
             const char *pattern)
{
  guint number = take_number (&detail);
  guint low = take_number (&pattern);
  guint high = low;

  if (*pattern == '-')
    {
      pattern++;
      high = take_number (&pattern);
    }
  return number >= low && number <= high;
}

/* Compares @status, such as "5.7.26", with one that a table names: class "X"
 * stands for any, the last number may be a range. */
RdStatusFit
_rd_status_compare (const char *status,
                    const char *pattern)
{
  gsize at = 1;

  if (*status == '\0' || *status == '.' || *pattern == '\0' || *pattern == '.')
    return RD_STATUS_DIFFERS;
  /* Most of a table differs in the subject already. */
  for (guint n_dots = 0; n_dots < 2; at++)
    {
      if (status[at] == '\0' || status[at] != pattern[at])
        return RD_STATUS_DIFFERS;
      n_dots += status[at] == '.' ? 1 : 0;
    }
  if (!detail_fits (status + at, pattern + at))
    return RD_STATUS_DIFFERS;
  return *pattern == 'X' || *pattern == *status ? RD_STATUS_EQUAL : RD_STATUS_OTHER_CLASS;
}

/**
 * rd_code_find_basic:
 * @reply_code: three digits (RFC 5321 section 4.2)
 *
 * Looks a reply code up.
 *
 * Returns: (transfer none) (nullable): the code
 */
const RdCode *
rd_code_find_basic (const char *reply_code)
{
  g_return_val_if_fail (reply_code != NULL, NULL);

  for (guint i = 0; i < rd_table_codes_n; i++)
    {
      if (strcmp (rd_table_codes[i].code, reply_code) == 0)
        return &rd_table_codes[i];
    }
  return NULL;
}

/* Whether two codes may be of the same class and about the same subject: what
 * ends most comparisons of a whole table. */
static gboolean
may_be_equal (const char *status,
              const char *pattern)
{
  return status[0] != '\0' && status[1] != '\0' && (pattern[0] == 'X' || pattern[0] == status[0]) &&
         pattern[1] == status[1] && pattern[2] == status[2];
}

/* The meaning a provider gives to @status, if it has one of its own. */
const RdCode *
_rd_code_find_of_vendor (const char *status,
                         const char *provider)
{
  for (guint i = 0; i < rd_table_codes_n; i++)
    {
      const RdCode *code = &rd_table_codes[i];

      if (code->provider != NULL && may_be_equal (status, code->code) && strcmp (code->provider, provider) == 0 &&
          _rd_status_compare (status, code->code) == RD_STATUS_EQUAL)
        return code;
    }
  return NULL;
}

/**
 * rd_code_find_enhanced:
 * @status: enhanced status code (RFC 3463), such as "5.7.26"
 * @provider: (nullable): who sent it
 *
 * Looks a status code up: first what @provider means by it, then its meaning
 * within its class, then the registered meaning, then that of any vendor, since
 * an unregistered code is hardly used by two.
 *
 * Returns: (transfer none) (nullable): the code
 */
const RdCode *
rd_code_find_enhanced (const char       *status,
                       const RdProvider *provider)
{
  const RdCode *of_vendor = NULL;
  const RdCode *registered = NULL;

  g_return_val_if_fail (status != NULL, NULL);

  if (provider != NULL)
    {
      of_vendor = _rd_code_find_of_vendor (status, provider->id);
      if (of_vendor != NULL)
        return of_vendor;
    }
  for (guint i = 0; i < rd_table_codes_n; i++)
    {
      const RdCode *code = &rd_table_codes[i];

      if (!may_be_equal (status, code->code) || _rd_status_compare (status, code->code) != RD_STATUS_EQUAL)
        continue;
      if (code->provider == NULL && code->code[0] != 'X')
        return code;
      if (code->provider == NULL)
        registered = code;
      else if (of_vendor == NULL)
        of_vendor = code;
    }
  return registered != NULL ? registered : of_vendor;
}

/**
 * rd_code_nth:
 * @index: a number below rd_code_get_n()
 *
 * One of all codes: reply codes, registered status codes, those of vendors.
 *
 * Returns: (transfer none): the code
 */
const RdCode *
rd_code_nth (guint index)
{
  g_return_val_if_fail (index < rd_table_codes_n, NULL);

  return &rd_table_codes[index];
}

/**
 * rd_code_get_n:
 *
 * The number of codes.
 *
 * Returns: the number
 */
guint
rd_code_get_n (void)
{
  return rd_table_codes_n;
}

/**
 * rd_code_get_meaning:
 * @self: a code
 *
 * What the code means, translated.
 *
 * Returns: (transfer none): the meaning
 */
const char *
rd_code_get_meaning (const RdCode *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return _rd_translate (self->meaning);
}
