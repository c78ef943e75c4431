/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lays a report out line by line, so that a paragraph may go over a page and a
 * heading never stands alone at the foot of one.  States are words and order,
 * never colour alone: the report must survive a black-and-white printer. */

#define G_LOG_DOMAIN "rd-pages"

#include "config.h"

#include "rd-pages.h"

#include <langinfo.h>
#include <pango/pangocairo.h>

/* All lengths in points (1/72 inch). */
#define MARGIN 56.0
#define FOOTER_HEIGHT 24.0
#define LABEL_WIDTH 130.0
#define NUMBER_WIDTH 22.0
#define VERBATIM_PADDING 6.0
/* A heading wants this much room below it. */
#define KEEP_WITH_NEXT 48.0

#define A4_WIDTH 595.276
#define A4_HEIGHT 841.89
#define LETTER_WIDTH 612.0
#define LETTER_HEIGHT 792.0

/* More pages than anybody reads; the annex ends here at the latest. */
#define MAX_PAGES 200

typedef struct
{
  guint        page;
  PangoLayout *layout; /* (nullable): none for a box */
  int          line;   /* of the layout */
  double       x;
  double       y;     /* baseline of a line, top of a box */
  double       width; /* of a box */
  double       height;
  gboolean     is_rule; /* a thin line under a heading instead of a grey box */
  const char  *link;    /* (unowned) (nullable): attributes of a link tag */
} Mark;

typedef struct
{
  char  *text;
  guint  page;
  double y;
} Heading;

struct _RdPages
{
  char         *footer; /* with places for the numbers */
  PangoContext *context;
  double        width;
  double        height;
  double        y;        /* where the next block goes */
  guint         page;     /* where it goes */
  gboolean      is_full;  /* MAX_PAGES reached */
  GArray       *marks;    /* (element-type Mark) */
  GPtrArray    *layouts;  /* (element-type PangoLayout): keeps those of marks alive */
  GArray       *headings; /* (element-type Heading) */
  GPtrArray    *links;    /* (element-type utf8): those of marks */
};

static void
heading_clear (gpointer data)
{
  g_free (((Heading *) data)->text);
}

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
height_of (PangoLayout *layout)
{
  PangoRectangle logical;

  pango_layout_get_extents (layout, NULL, &logical);
  return (double) logical.height / PANGO_SCALE;
}

static double
bottom_of (const RdPages *self)
{
  return self->height - MARGIN - FOOTER_HEIGHT;
}

static void
begin_page (RdPages *self)
{
  if (self->page + 1 >= MAX_PAGES)
    {
      self->is_full = TRUE;
      return;
    }
  self->page++;
  self->y = MARGIN;
}

static void
need (RdPages *self,
      double   height)
{
  if (self->y + height > bottom_of (self) && self->y > MARGIN)
    begin_page (self);
}

static void
add_box (RdPages *self,
         double   x,
         double   y,
         double   width,
         double   height,
         gboolean is_rule)
{
  Mark mark = { .page = self->page, .x = x, .y = y, .width = width, .height = height, .is_rule = is_rule };

  g_array_append_val (self->marks, mark);
}

/* Puts a layout on the page line by line, over as many pages as it takes. */
static void
flow (RdPages     *self,
      PangoLayout *layout,
      double       x,
      gboolean     boxed)
{
  PangoLayoutIter *iter = pango_layout_get_iter (layout);
  int              line = 0;

  do
    {
      PangoRectangle logical;
      double         height;
      Mark           mark = { .layout = layout, .line = line++ };

      pango_layout_iter_get_line_extents (iter, NULL, &logical);
      height = (double) logical.height / PANGO_SCALE;
      need (self, height);
      if (self->is_full)
        break;
      if (boxed)
        add_box (self, MARGIN, self->y, self->width - 2 * MARGIN, height, FALSE);
      mark.page = self->page;
      mark.x = x + (double) logical.x / PANGO_SCALE;
      mark.y = self->y + (double) (pango_layout_iter_get_baseline (iter) - logical.y) / PANGO_SCALE;
      g_array_append_val (self->marks, mark);
      self->y += height;
    }
  while (pango_layout_iter_next_line (iter));
  pango_layout_iter_free (iter);
}

/* A short text in a column of its own beside @layout; both start on one line. */
static void
flow_beside (RdPages     *self,
             PangoLayout *label,
             double       label_x,
             PangoLayout *layout,
             double       x)
{
  double start;
  double end;
  guint  page;

  need (self, height_of (label));
  start = self->y;
  page = self->page;
  flow (self, label, label_x, FALSE);
  end = self->y;
  if (self->page == page)
    self->y = start;
  flow (self, layout, x, FALSE);
  if (self->page == page)
    self->y = MAX (self->y, end);
}

static void
lay_out_heading (RdPages    *self,
                 const char *text,
                 gboolean    is_title)
{
  PangoLayout *layout = add_layout (self, text, is_title ? "Sans Bold 17" : "Sans Bold 12", self->width - 2 * MARGIN);
  Heading      heading = { .text = g_strdup (text) };

  if (self->y > MARGIN)
    self->y += is_title ? 14 : 12;
  need (self, height_of (layout) + KEEP_WITH_NEXT);
  heading.page = self->page;
  heading.y = self->y;
  g_array_append_val (self->headings, heading);
  flow (self, layout, MARGIN, FALSE);
  if (!is_title)
    add_box (self, MARGIN, self->y + 1, self->width - 2 * MARGIN, 0.6, TRUE);
  self->y += 6;
}

static void
lay_out_verbatim (RdPages    *self,
                  const char *text)
{
  PangoLayout *layout = add_layout (self, text, "Monospace 8", self->width - 2 * (MARGIN + VERBATIM_PADDING));

  /* Protocol text reads from the left whatever it quotes. */
  pango_layout_set_auto_dir (layout, FALSE);
  self->y += 2;
  flow (self, layout, MARGIN + VERBATIM_PADDING, TRUE);
  self->y += 6;
}

/* In the attributes of a tag, ' and \\ must be escaped (cairo-tag). */
static char *
dup_link_attributes (const char *uri)
{
  g_autoptr (GString) escaped = g_string_new (uri);

  g_string_replace (escaped, "\\", "\\\\", 0);
  g_string_replace (escaped, "'", "\\'", 0);
  return g_strdup_printf ("uri='%s'", escaped->str);
}

static void
lay_out_fact (RdPages       *self,
              const RdBlock *block)
{
  PangoLayout *label = add_layout (self, block->label, "Sans Bold 8.5", LABEL_WIDTH - 8);
  PangoLayout *text = add_layout (self, block->text, "Sans 9", self->width - 2 * MARGIN - LABEL_WIDTH);
  guint        first;

  flow_beside (self, label, MARGIN, text, MARGIN + LABEL_WIDTH);
  self->y += 3;
  if (block->uri == NULL)
    return;
  g_ptr_array_add (self->links, dup_link_attributes (block->uri));
  first = self->marks->len;
  while (first > 0 && g_array_index (self->marks, Mark, first - 1).layout == text)
    g_array_index (self->marks, Mark, --first).link = g_ptr_array_index (self->links, self->links->len - 1);
}

static void
lay_out_block (RdPages       *self,
               const RdBlock *block)
{
  double           room = self->width - 2 * MARGIN;
  g_autofree char *number = NULL;

  switch (block->kind)
    {
    case RD_BLOCK_TITLE:
      lay_out_heading (self, block->text, TRUE);
      break;
    case RD_BLOCK_HEADING:
      lay_out_heading (self, block->text, FALSE);
      break;
    case RD_BLOCK_PARAGRAPH:
      flow (self, add_layout (self, block->text, "Sans 9.5", room), MARGIN, FALSE);
      self->y += 4;
      break;
    case RD_BLOCK_STEP:
      number = g_strdup_printf ("%u.", block->number);
      flow_beside (self, add_layout (self, number, "Sans Bold 9.5", NUMBER_WIDTH), MARGIN,
                   add_layout (self, block->text, "Sans 9.5", room - NUMBER_WIDTH), MARGIN + NUMBER_WIDTH);
      self->y += 4;
      break;
    case RD_BLOCK_FACT:
    case RD_BLOCK_FINDING:
      lay_out_fact (self, block);
      break;
    case RD_BLOCK_VERBATIM:
      lay_out_verbatim (self, block->text);
      break;
    case RD_BLOCK_PAGE_BREAK:
      if (self->y > MARGIN)
        begin_page (self);
      break;
    default:
      g_return_if_reached ();
    }
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
  self->footer = g_strdup (rd_report_get_footer (report));
  self->context = create_context ();
  self->width = width;
  self->height = height;
  self->y = MARGIN;
  self->marks = g_array_new (FALSE, FALSE, sizeof (Mark));
  self->layouts = g_ptr_array_new_with_free_func (g_object_unref);
  self->headings = g_array_new (FALSE, FALSE, sizeof (Heading));
  g_array_set_clear_func (self->headings, heading_clear);
  self->links = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < rd_report_get_n_blocks (report) && !self->is_full; i++)
    lay_out_block (self, rd_report_get_block (report, i));
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
  g_free (self->footer);
  g_object_unref (self->context);
  g_array_unref (self->marks);
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

static void
draw_footer (RdPages *self,
             guint    page,
             cairo_t *cr)
{
  g_autoptr (PangoLayout) layout = pango_layout_new (self->context);
  g_autoptr (PangoFontDescription) description = pango_font_description_from_string ("Sans 8");
  g_autofree char *number = g_strdup_printf ("%u", page + 1);
  g_autofree char *total = g_strdup_printf ("%u", rd_pages_get_n_pages (self));
  g_autoptr (GString) text = g_string_new (self->footer);

  g_string_replace (text, "{page}", number, 0);
  g_string_replace (text, "{pages}", total, 0);
  pango_layout_set_font_description (layout, description);
  pango_layout_set_width (layout, (int) ((self->width - 2 * MARGIN) * PANGO_SCALE));
  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  pango_layout_set_text (layout, text->str, -1);
  cairo_set_source_rgb (cr, 0.3, 0.3, 0.3);
  cairo_move_to (cr, MARGIN, self->height - MARGIN);
  pango_cairo_show_layout (cr, layout);
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
  g_return_if_fail (self != NULL && cr != NULL);

  for (guint i = 0; i < self->marks->len; i++)
    {
      const Mark *mark = &g_array_index (self->marks, Mark, i);

      if (mark->page != page)
        continue;
      if (mark->layout == NULL)
        {
          double grey = mark->is_rule ? 0.6 : 0.95;

          cairo_set_source_rgb (cr, grey, grey, grey);
          cairo_rectangle (cr, mark->x, mark->y, mark->width, mark->height);
          cairo_fill (cr);
          continue;
        }
      cairo_set_source_rgb (cr, 0, 0, 0);
      cairo_move_to (cr, mark->x, mark->y);
      if (mark->link != NULL)
        {
          /* Cairo 1.16 leaves an object out that it refers to, unless a link
           * stands in an element of the document's structure. */
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
  draw_footer (self, page, cr);
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
  const Heading *heading = &g_array_index (self->headings, Heading, index);

  *page = heading->page;
  *y = heading->y;
  return heading->text;
}
