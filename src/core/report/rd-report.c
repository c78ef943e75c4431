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
  gboolean     has_annex;
  char        *title; /* (nullable): for the head of later pages */
  char        *footer;
  char        *cut_footer; /* if there are more pages than can be shown */
};

static void
block_free (gpointer data)
{
  RdBlock *block = data;

  g_free (block->label);
  g_free (block->text);
  g_free (block->uri);
  g_free (block);
}

static char *
dup_footer (const char *form,
            const char *id)
{
  GString *footer = g_string_new (form);

  g_string_replace (footer, "{id}", id, 0);
  return g_string_free (footer, FALSE);
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

  self->id = g_strdup (id);
  self->created = g_date_time_ref (created);
  self->redaction = redaction;
  /* Translators: id of the report, number of the page, number of pages; what
   * stands in braces stays as it is. */
  self->footer = dup_footer (_ ("{id} · page {page} of {pages}"), id);
  /* Translators: likewise. */
  self->cut_footer = dup_footer (_ ("{id} · page {page} of {pages} · too long: what follows is left out"), id);
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
  g_free (self->title);
  g_free (self->footer);
  g_free (self->cut_footer);
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

static RdRedactVoice
get_voice (RdBlockKind kind)
{
  switch (kind)
    {
    case RD_BLOCK_REFERENCE:
    case RD_BLOCK_VALUE:
    case RD_BLOCK_FACT:
    case RD_BLOCK_VERBATIM:
      return RD_REDACT_QUOTED;
    case RD_BLOCK_TITLE:
    case RD_BLOCK_HEADING:
    case RD_BLOCK_LEAD:
    case RD_BLOCK_CALLOUT:
    case RD_BLOCK_PARAGRAPH:
    case RD_BLOCK_STEP:
    case RD_BLOCK_FINDING:
    case RD_BLOCK_PAGE_BREAK:
    default:
      return RD_REDACT_OWN;
    }
}

static void
add_block (RdReport     *self,
           RdBlockKind   kind,
           RdRedactVoice voice,
           const char   *label,
           const char   *text)
{
  g_autofree char *visible = NULL;
  RdBlock         *block;

  if (text == NULL)
    return;
  visible = rd_text_dup_visible (text);
  block = g_new0 (RdBlock, 1);
  block->kind = kind;
  block->label = g_strdup (label);
  block->text = rd_redaction_apply_voice (self->redaction, voice, visible);
  if (kind == RD_BLOCK_STEP)
    block->number = ++self->n_steps;
  if (kind == RD_BLOCK_TITLE && self->title == NULL)
    self->title = g_strdup_printf ("%s · %s", block->text, self->id);
  g_ptr_array_add (self->blocks, block);
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
  g_return_if_fail (self != NULL);

  add_block (self, kind, get_voice (kind), label, text);
}

/**
 * rd_report_add_told:
 * @self: a report
 * @kind: what it is
 * @label: (nullable): what stands beside it
 * @text: (nullable): words of ours; without any nothing is added
 *
 * Adds a block whose text is ours even where such blocks quote others.
 */
void
rd_report_add_told (RdReport   *self,
                    RdBlockKind kind,
                    const char *label,
                    const char *text)
{
  g_return_if_fail (self != NULL);

  add_block (self, kind, RD_REDACT_OWN, label, text);
}

/**
 * rd_report_add_link:
 * @self: a report
 * @kind: RD_BLOCK_FACT or RD_BLOCK_VALUE
 * @label: what one finds there
 * @uri: (nullable): an address of the web; without one nothing is added
 *
 * Adds a fact that leads to a page.  What is no address of the web, or would
 * tell what must be hidden, is added as text alone.
 */
void
rd_report_add_link (RdReport   *self,
                    RdBlockKind kind,
                    const char *label,
                    const char *uri)
{
  RdBlock *block;

  g_return_if_fail (self != NULL);

  if (uri == NULL)
    return;
  rd_report_add_labelled (self, kind, label, uri);
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
 * rd_report_begin_annex:
 * @self: a report
 * @heading: what is in it
 *
 * Begins a section that few will read: the first of them on a new page, unless
 * the last one is hardly begun.
 */
void
rd_report_begin_annex (RdReport   *self,
                       const char *heading)
{
  if (!self->has_annex)
    rd_report_add (self, RD_BLOCK_PAGE_BREAK, "");
  self->has_annex = TRUE;
  rd_report_add (self, RD_BLOCK_HEADING, heading);
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
 * rd_report_get_title:
 * @self: a report
 *
 * What stands at the head of every page but the first.
 *
 * Returns: (transfer none): the text
 */
const char *
rd_report_get_title (RdReport *self)
{
  return self->title != NULL ? self->title : self->id;
}

/**
 * rd_report_get_footer:
 * @self: a report
 * @is_cut: there were more pages than can be shown
 *
 * What stands at the foot of every page, in the language of the report, with
 * {page} and {pages} where the numbers belong.
 *
 * Returns: (transfer none): the text
 */
const char *
rd_report_get_footer (RdReport *self,
                      gboolean  is_cut)
{
  return is_cut ? self->cut_footer : self->footer;
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
