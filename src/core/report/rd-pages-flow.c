/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Puts texts on pages line by line, so that a paragraph may go over the end of
 * a page. */

#define G_LOG_DOMAIN "rd-pages"

#include "config.h"

#include "rd-pages-private.h"

#include "rd-text.h"

#include <string.h>

/* More pages than anybody reads; the report ends here at the latest and says
 * so. */
#define MAX_PAGES 200

/* Pango needs time that grows with the square of the length of a paragraph it
 * has to break.  Longer ones are handed to it in pieces of this many bytes. */
#define MAX_PIECE 1000

/* How far before the end of a piece a blank is looked for to part it at. */
#define MAX_WORD 200

static PangoLayout *
add_layout (RdPages    *self,
            const char *text,
            const char *font,
            double      width)
{
  g_autoptr (PangoFontDescription) description = pango_font_description_from_string (font);
  PangoLayout *layout = pango_layout_new (self->context);

  pango_layout_set_font_description (layout, description);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (layout, text, -1);
  g_ptr_array_add (self->layouts, layout);
  return layout;
}

static double
get_height (PangoLayout *layout)
{
  PangoRectangle logical;

  pango_layout_get_extents (layout, NULL, &logical);
  return (double) logical.height / PANGO_SCALE;
}

/* Where the text of the present page begins: below the header, which the first page
 * does not have. */
double
_rd_pages_get_top (const RdPages *self)
{
  return RD_PAGES_MARGIN + (self->page > 0 ? RD_PAGES_HEADER_HEIGHT : 0);
}

/* Where the text of a page ends, above the footer. */
double
_rd_pages_get_bottom (const RdPages *self)
{
  return self->height - RD_PAGES_MARGIN - RD_PAGES_FOOTER_HEIGHT;
}

/* Goes on at the top of a new page, unless there are too many. */
void
_rd_pages_begin_page (RdPages *self)
{
  if (self->page + 1 >= MAX_PAGES)
    {
      self->is_full = TRUE;
      return;
    }
  self->page++;
  g_array_append_val (self->starts, self->marks->len);
  self->y = _rd_pages_get_top (self);
}

/* Goes on at a new page if @height does not fit on this one. */
void
_rd_pages_need (RdPages *self,
                double   height)
{
  if (self->y + height > _rd_pages_get_bottom (self) && self->y > _rd_pages_get_top (self))
    _rd_pages_begin_page (self);
}

/* Draws a filled area. */
void
_rd_pages_add_area (RdPages *self,
                    double   x,
                    double   y,
                    double   width,
                    double   height,
                    double   grey)
{
  RdPagesMark mark = { .page = self->page, .x = x, .y = y, .width = width, .height = height, .grey = grey };

  g_array_append_val (self->marks, mark);
}

static void
add_ground (RdPages            *self,
            const RdPagesStyle *style,
            double              height)
{
  if (style->ground < 1)
    _rd_pages_add_area (self, style->ground_x, self->y, style->ground_end - style->ground_x, height, style->ground);
  if (style->bar > 0)
    _rd_pages_add_area (self, style->ground_x, self->y, style->bar, height, 0);
}

/* Lines of a text up to which it stays in one piece; of a longer one at least
 * two stay together at either end. */
#define MAX_KEPT_LINES 5
#define MIN_KEPT_LINES 2

/* How many lines from @line on must be on the same page as that one. */
static int
count_kept (int line,
            int n_lines)
{
  if (line == 0 && n_lines <= MAX_KEPT_LINES)
    return n_lines;
  if (line == 0 || line == n_lines - MIN_KEPT_LINES)
    return MIN_KEPT_LINES;
  return 1;
}

/* The room that the beginning of @text needs, so that what goes with it can
 * begin on the same page. */
double
_rd_pages_get_start_height (RdPages            *self,
                            const char         *text,
                            const RdPagesStyle *style)
{
  gsize            length = strnlen (text, MAX_PIECE);
  g_autofree char *piece = rd_text_make_valid (text, (gssize) length);
  PangoLayout     *layout = add_layout (self, piece, style->font, style->width);
  int              n_lines = pango_layout_get_line_count (layout);
  double           height = get_height (layout) * count_kept (0, n_lines) / n_lines;

  /* It was only measured. */
  g_ptr_array_set_size (self->layouts, (int) self->layouts->len - 1);
  return height;
}

static void
flow_piece (RdPages            *self,
            const char         *text,
            const RdPagesStyle *style)
{
  PangoLayout     *layout = add_layout (self, text, style->font, style->width);
  PangoLayoutIter *iter;
  int              n_lines = pango_layout_get_line_count (layout);
  int              line = 0;

  if (style->from_left)
    pango_layout_set_auto_dir (layout, FALSE);
  iter = pango_layout_get_iter (layout);
  do
    {
      PangoRectangle logical;
      double         height;
      RdPagesMark    mark = { .layout = layout, .line = line, .grey = style->ink, .link = style->link };

      pango_layout_iter_get_line_extents (iter, NULL, &logical);
      height = (double) logical.height / PANGO_SCALE;
      _rd_pages_need (self, height * count_kept (line++, n_lines));
      if (self->is_full)
        break;
      add_ground (self, style, height);
      mark.page = self->page;
      mark.x = style->x + (double) logical.x / PANGO_SCALE;
      mark.y = self->y + (double) (pango_layout_iter_get_baseline (iter) - logical.y) / PANGO_SCALE;
      g_array_append_val (self->marks, mark);
      self->y += height;
    }
  while (pango_layout_iter_next_line (iter));
  pango_layout_iter_free (iter);
}

/* Letters of this font that stand side by side in a line. */
static gsize
count_columns (RdPages            *self,
               const RdPagesStyle *style)
{
  g_autoptr (PangoFontDescription) description = pango_font_description_from_string (style->font);
  PangoFontMetrics *metrics = pango_context_get_metrics (self->context, description, NULL);
  int               width = MAX (pango_font_metrics_get_approximate_char_width (metrics), 1);

  pango_font_metrics_unref (metrics);
  return (gsize) MAX (style->width * PANGO_SCALE / width, 1);
}

/* Where to part @text, which is longer than a piece: at the end of a line, else
 * at a blank, else where a line of letters of one width is full, so that the
 * seam does not show. */
static gsize
find_seam (const char *text,
           gsize       columns)
{
  const char *line = memrchr (text + 1, '\n', MAX_PIECE - 1);
  const char *blank = memrchr (text + MAX_PIECE - MAX_WORD, ' ', MAX_WORD);
  const char *seam;

  if (line != NULL)
    return (gsize) (line - text);
  if (blank != NULL)
    return (gsize) (blank - text);
  seam = text + (columns < MAX_PIECE ? MAX_PIECE / columns * columns : MAX_PIECE);
  /* Never between the bytes of a character, nor before a mark on it. */
  while (seam > text + 4 && ((guchar) *seam & 0xc0) == 0x80)
    seam--;
  while (seam > text + MAX_PIECE / 2 && (guchar) *seam >= 0x80 && g_unichar_ismark (g_utf8_get_char (seam)))
    seam = g_utf8_prev_char (seam);
  return (gsize) (seam - text);
}

/* Puts @text on the page, over as many pages as it takes. */
void
_rd_pages_flow (RdPages            *self,
                const char         *text,
                const RdPagesStyle *style)
{
  gsize columns = 0;

  while (!self->is_full && strnlen (text, MAX_PIECE + 1) > MAX_PIECE)
    {
      g_autofree char *piece = NULL;
      gsize            length;

      if (columns == 0)
        columns = count_columns (self, style);
      length = find_seam (text, columns);
      piece = g_strndup (text, length);
      flow_piece (self, piece, style);
      text += length;
      /* The end of a line is the seam itself; so is a blank. */
      if (*text == '\n' || *text == ' ')
        text++;
    }
  if (!self->is_full)
    flow_piece (self, text, style);
}
