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

/* The codes of the table that a status code fits, in their order. */
typedef struct
{
  const RdStatusRow *next;
  const RdStatusRow *end;
  char class;
  guint detail;
} Fitting;

static Fitting
find_fitting (const char *status)
{
  Fitting fitting = { 0 };

  if (status[0] == '\0' || status[1] != '.' || !g_ascii_isdigit (status[2]) || status[3] != '.')
    return fitting;
  fitting.next = rd_table_statuses + rd_table_first_status[status[2] - '0'];
  fitting.end = rd_table_statuses + rd_table_first_status[status[2] - '0' + 1];
  fitting.class = status[0];
  status += 4;
  fitting.detail = take_number (&status);
  return fitting;
}

static const RdCode *
take_fitting (Fitting *fitting)
{
  while (fitting->next < fitting->end)
    {
      const RdStatusRow *row = fitting->next++;

      if (fitting->detail >= row->lowest && fitting->detail <= row->highest && (row->class == 'X' || row->class == fitting->class))
        return &rd_table_codes[row->code];
    }
  return NULL;
}

/* The meaning a provider gives to @status, if it has one of its own. */
const RdCode *
_rd_code_find_of_vendor (const char *status,
                         const char *provider)
{
  Fitting       fitting = find_fitting (status);
  const RdCode *code;

  while ((code = take_fitting (&fitting)) != NULL)
    {
      if (code->provider != NULL && strcmp (code->provider, provider) == 0)
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
  const RdCode *code;
  Fitting       fitting;

  g_return_val_if_fail (status != NULL, NULL);

  if (provider != NULL)
    {
      of_vendor = _rd_code_find_of_vendor (status, provider->id);
      if (of_vendor != NULL)
        return of_vendor;
    }
  fitting = find_fitting (status);
  while ((code = take_fitting (&fitting)) != NULL)
    {
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
