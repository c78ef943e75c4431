/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce"

#include "config.h"

#include "rd-bounce-private.h"

#include <string.h>

/* Reads up to @max digits. */
static gboolean
take_number (const char **p,
             int          max,
             int         *value)
{
  int digits = 0;

  *value = 0;
  while (digits < max && g_ascii_isdigit (**p))
    {
      *value = *value * 10 + (**p - '0');
      (*p)++;
      digits++;
    }
  return digits > 0;
}

static void
skip_blanks (const char **p)
{
  while (**p == ' ' || **p == '\t' || **p == '\n' || **p == '\r' || **p == ',')
    (*p)++;
}

static gboolean
take_month (const char **p,
            int         *month)
{
  static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
  char              found[4];

  for (int i = 0; i < 3; i++)
    {
      if (!g_ascii_isalpha ((*p)[i]))
        return FALSE;
      found[i] = g_ascii_tolower ((*p)[i]);
    }
  found[3] = '\0';
  for (int i = 0; i < 12; i++)
    {
      if (strncmp (names + i * 3, found, 3) == 0)
        {
          *month = i + 1;
          while (g_ascii_isalpha (**p))
            (*p)++;
          if (**p == '-' || **p == '.')
            (*p)++;
          return TRUE;
        }
    }
  return FALSE;
}

/* RFC 5322 section 4.3: named zones that old mail still carries. */
static int
zone_minutes (const char *zone)
{
  static const struct
  {
    const char *name;
    int         minutes;
  } zones[] = {
    { "EST", -300 },
    { "EDT", -240 },
    { "CST", -360 },
    { "CDT", -300 },
    { "MST", -420 },
    { "MDT", -360 },
    { "PST", -480 },
    { "PDT", -420 },
    { "JST", 540 },
    { "CET", 60 },
    { "CEST", 120 },
    { "BST", 60 },
    { "MSK", 180 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (zones); i++)
    {
      gsize length = strlen (zones[i].name);

      if (g_ascii_strncasecmp (zone, zones[i].name, length) == 0 && !g_ascii_isalpha (zone[length]))
        return zones[i].minutes;
    }
  return 0;
}

static int
take_zone (const char *p)
{
  int value;
  int sign;

  if (*p != '+' && *p != '-')
    return zone_minutes (p);
  sign = *p == '-' ? -1 : 1;
  p++;
  if (!take_number (&p, 4, &value))
    return 0;
  if (*p == ':')
    {
      int minutes;

      p++;
      if (take_number (&p, 2, &minutes))
        value = value * 100 + minutes;
    }
  value = (value / 100) * 60 + value % 100;
  return value <= 14 * 60 ? sign * value : 0;
}

/* The date of RFC 5322 section 3.3 and of asctime(): "29 Apr 2010 23:34:45"
 * and "Apr 29 23:34:45 2010". */
static gboolean
take_date (const char **p,
           int         *year,
           int         *month,
           int         *day)
{
  if (take_month (p, month))
    {
      skip_blanks (p);
      *year = 0;
      return take_number (p, 2, day);
    }
  if (!take_number (p, 2, day))
    return FALSE;
  if (**p == '-' || **p == '.')
    (*p)++;
  skip_blanks (p);
  if (!take_month (p, month))
    return FALSE;
  skip_blanks (p);
  if (!take_number (p, 4, year))
    return FALSE;
  /* RFC 5322 section 4.3: two digits below 50 are of this century. */
  if (*year < 100)
    *year += *year < 50 ? 2000 : 1900;
  return TRUE;
}

/* Every message has half a dozen dates: printf() takes ten times as long. */
static void
put_number (char *out,
            guint n_digits,
            int   value)
{
  while (n_digits > 0)
    {
      out[--n_digits] = (char) ('0' + value % 10);
      value /= 10;
    }
}

/**
 * _rd_date_dup_rfc3339:
 * @date: (nullable): a date as in a header field (RFC 5322 section 3.3)
 *
 * Writes @date in the form of RFC 3339, keeping the zone it was given in.
 *
 * Returns: (transfer full) (nullable): the date, %NULL if it cannot be read
 */
char *
_rd_date_dup_rfc3339 (const char *date)
{
  const char *p = date;
  int         year, month, day, hour, minute;
  int         second = 0;
  int         zone;
  char       *written;

  if (date == NULL)
    return NULL;
  skip_blanks (&p);
  if (!take_month (&p, &month))
    {
      while (g_ascii_isalpha (*p) || *p == '.')
        p++;
      skip_blanks (&p);
    }
  else
    p = date;
  skip_blanks (&p);
  if (!take_date (&p, &year, &month, &day))
    return NULL;
  skip_blanks (&p);
  if (!take_number (&p, 2, &hour) || *p != ':')
    return NULL;
  p++;
  if (!take_number (&p, 2, &minute))
    return NULL;
  if (*p == ':')
    {
      p++;
      if (!take_number (&p, 2, &second))
        return NULL;
    }
  skip_blanks (&p);
  if (year == 0 && !take_number (&p, 4, &year))
    return NULL;
  skip_blanks (&p);
  zone = take_zone (p);

  second = MIN (second, 59);
  if (!g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year) || hour > 23 || minute > 59)
    return NULL;
  written = g_strdup ("0000-00-00T00:00:00+00:00");
  put_number (written, 4, year);
  put_number (written + 5, 2, month);
  put_number (written + 8, 2, day);
  put_number (written + 11, 2, hour);
  put_number (written + 14, 2, minute);
  put_number (written + 17, 2, second);
  written[19] = zone < 0 ? '-' : '+';
  put_number (written + 20, 2, ABS (zone) / 60);
  put_number (written + 23, 2, ABS (zone) % 60);
  return written;
}
