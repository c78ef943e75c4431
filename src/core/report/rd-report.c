/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-report"

#include "config.h"

#include "rd-report.h"

#include "rd-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _RdReport
{
  char        *id;
  GDateTime   *created;
  RdRedaction *redaction; /* (nullable) */
  GPtrArray   *blocks;    /* (element-type RdBlock) */
  guint        n_steps;
  char        *footer;
};

/* Width of the text form; support forms wrap later than this. */
#define TEXT_COLUMNS 78

/* Summary and requested actions. */
#define LETTER_SECTIONS 2

static void
block_free (gpointer data)
{
  RdBlock *block = data;

  g_free (block->label);
  g_free (block->text);
  g_free (block->uri);
  g_free (block);
}

/**
 * rd_report_new:
 * @id: a short id a host can refer to
 * @created: when it is made, with the zone to show times in
 * @redaction: (nullable) (transfer full): what to hide
 *
 * Makes an empty report.
 *
 * Returns: (transfer full): the report
 */
RdReport *
rd_report_new (const char  *id,
               GDateTime   *created,
               RdRedaction *redaction)
{
  RdReport *self = g_new0 (RdReport, 1);
  GString  *footer;

  self->id = g_strdup (id);
  self->created = g_date_time_ref (created);
  self->redaction = redaction;
  /* Translators: id of the report, number of the page, number of pages; what
   * stands in braces stays as it is. */
  footer = g_string_new (_ ("{id} · page {page} of {pages}"));
  g_string_replace (footer, "{id}", id, 0);
  self->footer = g_string_free (footer, FALSE);
  self->blocks = g_ptr_array_new_with_free_func (block_free);
  return self;
}

/**
 * rd_report_free:
 * @self: (nullable): a report
 *
 * Frees @self.
 */
void
rd_report_free (RdReport *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->footer);
  g_date_time_unref (self->created);
  rd_redaction_free (self->redaction);
  g_ptr_array_unref (self->blocks);
  g_free (self);
}

/**
 * rd_report_add:
 * @self: a report
 * @kind: what it is
 * @text: (nullable): the text; without one nothing is added
 *
 * Adds a block without a label.
 */
void
rd_report_add (RdReport   *self,
               RdBlockKind kind,
               const char *text)
{
  rd_report_add_labelled (self, kind, NULL, text);
}

/**
 * rd_report_add_labelled:
 * @self: a report
 * @kind: what it is
 * @label: (nullable): what stands beside it
 * @text: (nullable): the text; without one nothing is added
 *
 * Adds a block.  What must be hidden is replaced here.
 */
void
rd_report_add_labelled (RdReport   *self,
                        RdBlockKind kind,
                        const char *label,
                        const char *text)
{
  g_autofree char *visible = NULL;
  RdBlock         *block;

  g_return_if_fail (self != NULL);

  if (text == NULL)
    return;
  visible = rd_text_dup_visible (text);
  block = g_new0 (RdBlock, 1);
  block->kind = kind;
  block->label = g_strdup (label);
  block->text = rd_redaction_apply (self->redaction, visible);
  if (kind == RD_BLOCK_STEP)
    block->number = ++self->n_steps;
  g_ptr_array_add (self->blocks, block);
}

/**
 * rd_report_add_link:
 * @self: a report
 * @label: what one finds there
 * @uri: (nullable): an address of the web; without one nothing is added
 *
 * Adds a fact that leads to a page.  What is no address of the web, or would
 * tell what must be hidden, is added as text alone.
 */
void
rd_report_add_link (RdReport   *self,
                    const char *label,
                    const char *uri)
{
  RdBlock *block;

  g_return_if_fail (self != NULL);

  if (uri == NULL)
    return;
  rd_report_add_labelled (self, RD_BLOCK_FACT, label, uri);
  block = g_ptr_array_index (self->blocks, self->blocks->len - 1);
  if (strcmp (block->text, uri) == 0 && (g_str_has_prefix (uri, "https://") || g_str_has_prefix (uri, "http://")) &&
      g_uri_is_valid (uri, G_URI_FLAGS_NONE, NULL))
    block->uri = g_strdup (uri);
}

/**
 * rd_report_restart_steps:
 * @self: a report
 *
 * Numbers the steps that follow from 1 again.
 */
void
rd_report_restart_steps (RdReport *self)
{
  self->n_steps = 0;
}

/**
 * rd_report_get_id:
 * @self: a report
 *
 * The id a host can refer to.
 *
 * Returns: (transfer none): the id
 */
const char *
rd_report_get_id (RdReport *self)
{
  return self->id;
}

/**
 * rd_report_get_footer:
 * @self: a report
 *
 * What stands at the foot of every page, in the language of the report, with
 * {page} and {pages} where the numbers belong.
 *
 * Returns: (transfer none): the text
 */
const char *
rd_report_get_footer (RdReport *self)
{
  return self->footer;
}

/**
 * rd_report_get_created:
 * @self: a report
 *
 * When the report was made.
 *
 * Returns: (transfer none): the time
 */
GDateTime *
rd_report_get_created (RdReport *self)
{
  return self->created;
}

/**
 * rd_report_get_redaction:
 * @self: a report
 *
 * What is hidden in the report.
 *
 * Returns: (transfer none) (nullable): the redaction
 */
const RdRedaction *
rd_report_get_redaction (RdReport *self)
{
  return self->redaction;
}

/**
 * rd_report_get_n_blocks:
 * @self: a report
 *
 * Counts the blocks.
 *
 * Returns: their number
 */
guint
rd_report_get_n_blocks (RdReport *self)
{
  return self->blocks->len;
}

/**
 * rd_report_get_block:
 * @self: a report
 * @index: number of a block, from 0
 *
 * One block.
 *
 * Returns: (transfer none): the block
 */
const RdBlock *
rd_report_get_block (RdReport *self,
                     guint     index)
{
  return g_ptr_array_index (self->blocks, index);
}

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
      const RdBlock *block = g_ptr_array_index (self->blocks, i);

      switch (block->kind)
        {
        case RD_BLOCK_TITLE:
          append_underlined (out, block->text, '=');
          break;
        case RD_BLOCK_HEADING:
          append_underlined (out, block->text, '-');
          break;
        case RD_BLOCK_PARAGRAPH:
          append_wrapped (out, block->text, 0);
          break;
        case RD_BLOCK_STEP:
          g_string_append_printf (out, "%2u. ", block->number);
          append_wrapped (out, block->text, 4);
          break;
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

  return dup_text (self, 0, self->blocks->len);
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

  for (guint n_headings = 0; end < self->blocks->len; end++)
    {
      const RdBlock *block = g_ptr_array_index (self->blocks, end);

      if (block->kind == RD_BLOCK_PAGE_BREAK || (block->kind == RD_BLOCK_HEADING && ++n_headings > LETTER_SECTIONS))
        break;
    }
  return dup_text (self, 0, end);
}
