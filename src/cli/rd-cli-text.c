/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-cli-text"

#include "config.h"

#include "rd-cli-text.h"

#include "rd-text.h"

#include <glib/gi18n.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* Lines longer than this are hard to read, however wide the terminal is; in
 * fewer columns than the other labels leave no room for text beside them. */
#define MAX_LINE_COLUMNS 88
#define MIN_LINE_COLUMNS 40

static guint
line_columns (void)
{
  struct winsize size;

  if (ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
    return MAX_LINE_COLUMNS;
  return CLAMP (size.ws_col, MIN_LINE_COLUMNS, MAX_LINE_COLUMNS);
}

static gboolean
use_colour (void)
{
  return g_getenv ("NO_COLOR") == NULL && isatty (STDOUT_FILENO);
}

static const char *
escape_for (RdStyle style)
{
  switch (style)
    {
    case RD_STYLE_BOLD:
      return "\033[1m";
    case RD_STYLE_DIM:
      return "\033[2m";
    case RD_STYLE_ERROR:
      return "\033[1;31m";
    case RD_STYLE_WARNING:
      return "\033[1;33m";
    case RD_STYLE_SUCCESS:
      return "\033[32m";
    case RD_STYLE_PLAIN:
    default:
      return NULL;
    }
}

static guint
columns_of (gunichar c)
{
  if (g_unichar_iszerowidth (c))
    return 0;
  return g_unichar_iswide (c) ? 2 : 1;
}

/**
 * rd_cli_text_columns:
 * @text: valid UTF-8
 *
 * Counts the columns @text takes on a terminal.
 *
 * Returns: the number of columns
 */
guint
rd_cli_text_columns (const char *text)
{
  guint columns = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    columns += columns_of (g_utf8_get_char (p));
  return columns;
}

/* Where a line that starts at @text must end: at the last blank that fits, or,
 * without one, at the last character that fits. */
static const char *
find_break (const char *text,
            guint       room)
{
  const char *blank = NULL;
  guint       columns = 0;

  for (const char *p = text; *p != '\0' && *p != '\n'; p = g_utf8_next_char (p))
    {
      columns += columns_of (g_utf8_get_char (p));
      if (columns > room && p > text)
        return blank != NULL ? blank : p;
      if (*p == ' ')
        blank = p;
    }
  return strchrnul (text, '\n');
}

static void
append_wrapped (GString    *out,
                const char *text,
                guint       first_columns,
                guint       indent)
{
  guint columns = line_columns ();
  guint used = first_columns;

  while (TRUE)
    {
      const char *end = find_break (text, columns > used + 10 ? columns - used : 10);

      g_string_append_len (out, text, end - text);
      g_string_append_c (out, '\n');
      while (*end == ' ')
        end++;
      if (*end == '\n')
        end++;
      if (*end == '\0')
        return;
      g_string_append_printf (out, "%*s", (int) indent, "");
      used = indent;
      text = end;
    }
}

/**
 * rd_cli_print:
 * @style: how it looks on a terminal
 * @indent: blanks in front of every line
 * @text: valid UTF-8, may hold anything
 *
 * Prints @text on stdout.
 */
void
rd_cli_print (RdStyle     style,
              guint       indent,
              const char *text)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *visible = rd_text_dup_visible (text);
  const char      *escape = use_colour () ? escape_for (style) : NULL;

  g_string_append_printf (out, "%*s", (int) indent, "");
  if (escape != NULL)
    g_string_append (out, escape);
  append_wrapped (out, visible, indent, indent);
  if (escape != NULL)
    g_string_append (out, "\033[0m");
  g_print ("%s", out->str);
}

/**
 * rd_cli_label_columns:
 *
 * The columns that labels such as "Who must act" need in the user's language,
 * with a gap behind them.
 *
 * Returns: the number
 */
guint
rd_cli_label_columns (void)
{
  static const char *const labels[] = {
    N_ ("Who must act"),
    N_ ("Do this"),
    N_ ("Send again?"),
    N_ ("Who said so"),
    N_ ("Decided by"),
    N_ ("Could also be"),
    N_ ("Reported by"),
  };
  guint columns = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++)
    columns = MAX (columns, rd_cli_text_columns (g_dgettext (GETTEXT_PACKAGE, labels[i])));
  return columns + 1;
}

/**
 * rd_cli_print_item:
 * @indent: blanks in front of every line
 * @label: what it is, translated
 * @label_columns: columns reserved for labels
 * @text: valid UTF-8, may hold anything
 *
 * Prints a label and, beside it, a text.
 */
void
rd_cli_print_item (guint       indent,
                   const char *label,
                   guint       label_columns,
                   const char *text)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *visible = rd_text_dup_visible (text);
  guint            columns = rd_cli_text_columns (label);
  guint            padding = columns < label_columns ? label_columns - columns : 1;

  g_string_append_printf (out, "%*s%s%s%s%*s", (int) indent, "",
                          use_colour () ? "\033[2m" : "", label, use_colour () ? "\033[0m" : "",
                          (int) padding, "");
  append_wrapped (out, visible, indent + columns + padding, indent + label_columns);
  g_print ("%s", out->str);
}

/* How a state looks on a terminal; the word always stands beside it. */
static RdStyle
style_for (RdFindingState state)
{
  switch (state)
    {
    case RD_FINDING_BROKEN:
      return RD_STYLE_ERROR;
    case RD_FINDING_WEAK:
      return RD_STYLE_WARNING;
    case RD_FINDING_FINE:
      return RD_STYLE_SUCCESS;
    case RD_FINDING_UNKNOWN:
      return RD_STYLE_DIM;
    case RD_FINDING_INFO:
    default:
      return RD_STYLE_PLAIN;
    }
}

/* Where the terminal has no check marks, every state still has a mark of its
 * own: a question mark must mean "could not check" only. */
static const char *
mark_for (RdFindingState state)
{
  gboolean utf8 = g_get_charset (NULL);

  switch (state)
    {
    case RD_FINDING_BROKEN:
      return utf8 ? "✗" : "x";
    case RD_FINDING_WEAK:
      return "!";
    case RD_FINDING_FINE:
      return utf8 ? "✓" : "+";
    case RD_FINDING_UNKNOWN:
      return "?";
    case RD_FINDING_INFO:
    default:
      return utf8 ? "·" : "-";
    }
}

/**
 * rd_cli_print_state:
 * @state: what was found
 * @indent: blanks in front of every line
 * @text: valid UTF-8, may hold anything
 *
 * Prints @text behind the mark of @state.
 */
void
rd_cli_print_state (RdFindingState state,
                    guint          indent,
                    const char    *text)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *visible = rd_text_dup_visible (text);
  const char      *escape = use_colour () ? escape_for (style_for (state)) : NULL;

  g_string_append_printf (out, "%*s%s%s%s ", (int) indent, "",
                          escape != NULL ? escape : "", mark_for (state), escape != NULL ? "\033[0m" : "");
  append_wrapped (out, visible, indent + 2, indent + 2);
  g_print ("%s", out->str);
}
