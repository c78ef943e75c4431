/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A report as plain text: for a support form, or as the words of a mail. */

#define G_LOG_DOMAIN "rd-report-text"

#include "config.h"

#include "rd-report.h"

/* Width of the text form; support forms wrap later than this. */
#define TEXT_COLUMNS 78

/* Summary and requested actions. */
#define LETTER_SECTIONS 2

/* Breaks @text at blanks; what has none stays whole, since codes and records
 * must survive being copied out of a form. */
static void
append_wrapped (GString    *out,
                const char *text,
                guint       indent)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (lines[i], " ", -1);
      glong used = 0;

      if (i > 0)
        g_string_append_printf (out, "%*s", (int) indent, "");
      for (gsize j = 0; words[j] != NULL; j++)
        {
          glong width = g_utf8_strlen (words[j], -1);

          if (used > 0 && used + 1 + width > (glong) (TEXT_COLUMNS - indent))
            {
              g_string_append_printf (out, "\n%*s", (int) indent, "");
              used = 0;
            }
          else if (j > 0)
            {
              g_string_append_c (out, ' ');
              used++;
            }
          g_string_append (out, words[j]);
          used += width;
        }
      g_string_append_c (out, '\n');
    }
}

static void
append_verbatim (GString    *out,
                 const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    g_string_append_printf (out, "    %s\n", lines[i]);
}

static void
append_underlined (GString    *out,
                   const char *text,
                   char        with)
{
  glong width = g_utf8_strlen (text, -1);

  g_string_append_printf (out, "%s%s\n", out->len > 0 ? "\n" : "", text);
  for (glong i = 0; i < width; i++)
    g_string_append_c (out, with);
  g_string_append_c (out, '\n');
}

static char *
dup_text (RdReport *self,
          guint     begin,
          guint     end)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = begin; i < end; i++)
    {
      const RdBlock *block = rd_report_get_block (self, i);

      switch (block->kind)
        {
        case RD_BLOCK_TITLE:
          append_underlined (out, block->text, '=');
          break;
        case RD_BLOCK_HEADING:
          append_underlined (out, block->text, '-');
          break;
        case RD_BLOCK_LEAD:
        case RD_BLOCK_CALLOUT:
        case RD_BLOCK_PARAGRAPH:
          append_wrapped (out, block->text, 0);
          break;
        case RD_BLOCK_STEP:
          g_string_append_printf (out, "%2u. ", block->number);
          append_wrapped (out, block->text, 4);
          break;
        case RD_BLOCK_VALUE:
          g_string_append (out, "    ");
          G_GNUC_FALLTHROUGH;
        case RD_BLOCK_REFERENCE:
        case RD_BLOCK_FACT:
          g_string_append_printf (out, "%s: ", block->label);
          append_wrapped (out, block->text, 4);
          break;
        case RD_BLOCK_FINDING:
          g_string_append_printf (out, "[%s] ", block->label);
          append_wrapped (out, block->text, 4);
          break;
        case RD_BLOCK_VERBATIM:
          append_verbatim (out, block->text);
          break;
        case RD_BLOCK_PAGE_BREAK:
        default:
          break;
        }
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/**
 * rd_report_to_text:
 * @self: a report
 *
 * Writes the report as plain text, for a support form.
 *
 * Returns: (transfer full): the text
 */
char *
rd_report_to_text (RdReport *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return dup_text (self, 0, rd_report_get_n_blocks (self));
}

/**
 * rd_report_to_letter:
 * @self: a report
 *
 * Writes the first sections as plain text: what a mail says that carries the
 * report as a file.
 *
 * Returns: (transfer full): the text
 */
char *
rd_report_to_letter (RdReport *self)
{
  guint end = 0;

  g_return_val_if_fail (self != NULL, NULL);

  for (guint n_headings = 0; end < rd_report_get_n_blocks (self); end++)
    {
      const RdBlock *block = rd_report_get_block (self, end);

      if (block->kind == RD_BLOCK_PAGE_BREAK || (block->kind == RD_BLOCK_HEADING && ++n_headings > LETTER_SECTIONS))
        break;
    }
  return dup_text (self, 0, end);
}
