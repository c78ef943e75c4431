/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-pages"

#include "config.h"

#include "rd-pages-private.h"

#include <langinfo.h>

#define A4_WIDTH 595.276
#define A4_HEIGHT 841.89
#define LETTER_WIDTH 612.0
#define LETTER_HEIGHT 792.0

static void
heading_clear (gpointer data)
{
  g_free (((RdPagesHeading *) data)->text);
}

static PangoContext *
create_context (void)
{
  /* A font map of its own: pages made in one thread are drawn in another. */
  g_autoptr (PangoFontMap) fonts = pango_cairo_font_map_new ();
  PangoContext         *context = pango_font_map_create_context (fonts);
  cairo_font_options_t *options = cairo_font_options_create ();

  /* One Pango point is one point on paper, and spacing does not depend on a
   * screen. */
  pango_cairo_context_set_resolution (context, 72);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options (context, options);
  cairo_font_options_destroy (options);
  return context;
}

/**
 * rd_pages_new:
 * @report: a report
 * @width: of the paper, in points
 * @height: of the paper, in points
 *
 * Lays @report out.
 *
 * Returns: (transfer full): the pages, at least one
 */
RdPages *
rd_pages_new (RdReport *report,
              double    width,
              double    height)
{
  RdPages *self;

  g_return_val_if_fail (report != NULL, NULL);

  self = g_new0 (RdPages, 1);
  self->title = g_strdup (rd_report_get_title (report));
  self->context = create_context ();
  self->width = width;
  self->height = height;
  self->y = RD_PAGES_MARGIN;
  self->marks = g_array_new (FALSE, FALSE, sizeof (RdPagesMark));
  self->starts = g_array_new (FALSE, TRUE, sizeof (guint));
  g_array_set_size (self->starts, 1);
  self->layouts = g_ptr_array_new_with_free_func (g_object_unref);
  self->headings = g_array_new (FALSE, FALSE, sizeof (RdPagesHeading));
  g_array_set_clear_func (self->headings, heading_clear);
  self->links = g_ptr_array_new_with_free_func (g_free);
  _rd_pages_lay_out (self, report);
  self->footer = g_strdup (rd_report_get_footer (report, self->is_full));
  return self;
}

/**
 * rd_pages_free:
 * @self: (nullable): pages
 *
 * Frees @self.
 */
void
rd_pages_free (RdPages *self)
{
  if (self == NULL)
    return;
  g_free (self->title);
  g_free (self->footer);
  g_object_unref (self->context);
  g_array_unref (self->marks);
  g_array_unref (self->starts);
  g_ptr_array_unref (self->layouts);
  g_array_unref (self->headings);
  g_ptr_array_unref (self->links);
  g_free (self);
}

/**
 * rd_pages_get_n_pages:
 * @self: pages
 *
 * Counts the pages.
 *
 * Returns: their number
 */
guint
rd_pages_get_n_pages (RdPages *self)
{
  return self->page + 1;
}

/**
 * rd_pages_get_width:
 * @self: pages
 *
 * Width of the paper.
 *
 * Returns: the width in points
 */
double
rd_pages_get_width (RdPages *self)
{
  return self->width;
}

/**
 * rd_pages_get_height:
 * @self: pages
 *
 * Height of the paper.
 *
 * Returns: the height in points
 */
double
rd_pages_get_height (RdPages *self)
{
  return self->height;
}

/**
 * rd_pages_default_size:
 * @width: (out): of the paper, in points
 * @height: (out): of the paper, in points
 *
 * The paper of the user's country: Letter where the locale says so, else A4.
 */
void
rd_pages_default_size (double *width,
                       double *height)
{
  /* glibc gives millimetres as the value of the pointer itself. */
  gboolean is_letter = GPOINTER_TO_INT (nl_langinfo (_NL_PAPER_HEIGHT)) == 279;

  *width = is_letter ? LETTER_WIDTH : A4_WIDTH;
  *height = is_letter ? LETTER_HEIGHT : A4_HEIGHT;
}

/**
 * rd_pages_get_n_headings:
 * @self: pages
 *
 * Counts titles and headings.
 *
 * Returns: their number
 */
guint
rd_pages_get_n_headings (RdPages *self)
{
  return self->headings->len;
}

/**
 * rd_pages_get_heading:
 * @self: pages
 * @index: number of a heading, from 0
 * @page: (out): the page it stands on, from 0
 * @y: (out): its top, in points
 *
 * One heading, for an outline.
 *
 * Returns: (transfer none): its text
 */
const char *
rd_pages_get_heading (RdPages *self,
                      guint    index,
                      guint   *page,
                      double  *y)
{
  const RdPagesHeading *heading = &g_array_index (self->headings, RdPagesHeading, index);

  *page = heading->page;
  *y = heading->y;
  return heading->text;
}
