/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pages that were laid out, drawn with Cairo: lines, links, and what stands in the
 * margins. */

#define G_LOG_DOMAIN "rd-pages"

#include "config.h"

#include "rd-pages-private.h"

#define GREY_MARGIN 0.35

static void
draw_mark (const RdPagesMark *mark,
           cairo_t           *cr)
{
  cairo_set_source_rgb (cr, mark->grey, mark->grey, mark->grey);
  if (mark->layout == NULL)
    {
      cairo_rectangle (cr, mark->x, mark->y, mark->width, mark->height);
      cairo_fill (cr);
      return;
    }
  cairo_move_to (cr, mark->x, mark->y);
  if (mark->link != NULL)
    {
      /* Cairo 1.16 leaves an object out that it refers to, unless a link stands
       * in an element of the document's structure. */
      cairo_tag_begin (cr, "P", NULL);
      cairo_tag_begin (cr, CAIRO_TAG_LINK, mark->link);
    }
  pango_cairo_show_layout_line (cr, pango_layout_get_line_readonly (mark->layout, mark->line));
  if (mark->link != NULL)
    {
      cairo_tag_end (cr, CAIRO_TAG_LINK);
      cairo_tag_end (cr, "P");
    }
}

static void
draw_margin_text (RdPages       *self,
                  const char    *text,
                  PangoAlignment alignment,
                  double         y,
                  cairo_t       *cr)
{
  g_autoptr (PangoLayout) layout = pango_layout_new (self->context);
  g_autoptr (PangoFontDescription) description = pango_font_description_from_string (RD_PAGES_SANS " 8");

  pango_layout_set_font_description (layout, description);
  pango_layout_set_width (layout, (int) ((self->width - 2 * RD_PAGES_MARGIN) * PANGO_SCALE));
  pango_layout_set_height (layout, -1);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_alignment (layout, alignment);
  pango_layout_set_text (layout, text, -1);
  cairo_set_source_rgb (cr, GREY_MARGIN, GREY_MARGIN, GREY_MARGIN);
  cairo_move_to (cr, RD_PAGES_MARGIN, y);
  pango_cairo_show_layout (cr, layout);
}

static void
draw_header (RdPages *self,
             cairo_t *cr)
{
  draw_margin_text (self, self->title, PANGO_ALIGN_LEFT, RD_PAGES_MARGIN - 6, cr);
  cairo_rectangle (cr, RD_PAGES_MARGIN, RD_PAGES_MARGIN + 8, self->width - 2 * RD_PAGES_MARGIN, 0.5);
  cairo_fill (cr);
}

static void
draw_footer (RdPages *self,
             guint    page,
             cairo_t *cr)
{
  g_autofree char *number = g_strdup_printf ("%u", page + 1);
  g_autofree char *total = g_strdup_printf ("%u", rd_pages_get_n_pages (self));
  g_autoptr (GString) text = g_string_new (self->footer);

  g_string_replace (text, "{page}", number, 0);
  g_string_replace (text, "{pages}", total, 0);
  draw_margin_text (self, text->str, PANGO_ALIGN_CENTER, self->height - RD_PAGES_MARGIN, cr);
}

/**
 * rd_pages_draw:
 * @self: pages
 * @page: number of the page, from 0
 * @cr: where to draw, one unit a point
 *
 * Draws one page.
 */
void
rd_pages_draw (RdPages *self,
               guint    page,
               cairo_t *cr)
{
  guint end;

  g_return_if_fail (self != NULL && cr != NULL);
  g_return_if_fail (page < rd_pages_get_n_pages (self));

  if (page > 0)
    draw_header (self, cr);
  end = page + 1 < self->starts->len ? g_array_index (self->starts, guint, page + 1) : self->marks->len;
  for (guint i = g_array_index (self->starts, guint, page); i < end; i++)
    draw_mark (&g_array_index (self->marks, RdPagesMark, i), cr);
  draw_footer (self, page, cr);
}
