/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How each kind of block looks on paper.  States are words and order, never
 * colour alone: the report must survive a black-and-white printer. */

#define G_LOG_DOMAIN "rd-pages"

#include "config.h"

#include "rd-pages-private.h"

#define LABEL_WIDTH 128.0
#define NUMBER_WIDTH 22.0
#define GUTTER 10.0
#define PADDING 7.0
#define BAR_WIDTH 3.0

/* A heading wants this much room below it. */
#define KEEP_WITH_NEXT 72.0

/* References stand side by side. */
#define REFERENCE_COLUMNS 4

/* Greys: of paper behind words that must not be changed, of lines, of labels. */
#define GREY_GROUND 0.955
#define GREY_HAIRLINE 0.82
#define GREY_LABEL 0.32

static double
get_left (const RdPages *self)
{
  return RD_PAGES_MARGIN + self->indent;
}

static double
get_right (const RdPages *self)
{
  return self->width - RD_PAGES_MARGIN;
}

static RdPagesStyle
plain_style (const RdPages *self,
             const char    *font)
{
  return (RdPagesStyle){
    .font = font,
    .x = get_left (self),
    .width = get_right (self) - get_left (self),
    .ground = 1,
  };
}

static void
add_heading (RdPages    *self,
             const char *text)
{
  RdPagesHeading heading = { .text = g_strdup (text), .page = self->page, .y = self->y };

  g_array_append_val (self->headings, heading);
}

static void
lay_out_title (RdPages    *self,
               const char *text)
{
  RdPagesStyle style = plain_style (self, RD_PAGES_SANS " Bold 20");

  if (self->y > _rd_pages_get_top (self))
    self->y += 16;
  _rd_pages_need (self, 2 * KEEP_WITH_NEXT);
  add_heading (self, text);
  _rd_pages_flow (self, text, &style);
  self->y += 5;
  _rd_pages_add_area (self, RD_PAGES_MARGIN, self->y, get_right (self) - RD_PAGES_MARGIN, 1.6, 0);
  self->y += 9;
}

static void
lay_out_heading (RdPages    *self,
                 const char *text)
{
  RdPagesStyle style = plain_style (self, RD_PAGES_SANS " Bold 12");

  if (self->y > _rd_pages_get_top (self))
    self->y += 13;
  _rd_pages_need (self, 16 + KEEP_WITH_NEXT);
  add_heading (self, text);
  _rd_pages_flow (self, text, &style);
  _rd_pages_add_area (self, RD_PAGES_MARGIN, self->y + 1.5, get_right (self) - RD_PAGES_MARGIN, 0.7, 0.35);
  self->y += 7;
}

/* The words a reader must see first, on a ground of their own with a bar that a
 * copier does not lose. */
static void
lay_out_callout (RdPages    *self,
                 const char *text,
                 gboolean    is_lead)
{
  RdPagesStyle style = plain_style (self, is_lead ? RD_PAGES_SANS " Bold 13" : RD_PAGES_SANS " 10");

  style.x += BAR_WIDTH + GUTTER;
  style.width -= BAR_WIDTH + 2 * GUTTER;
  style.ground = GREY_GROUND;
  style.ground_x = RD_PAGES_MARGIN;
  style.ground_end = get_right (self);
  style.bar = BAR_WIDTH;
  if (is_lead)
    {
      _rd_pages_need (self, KEEP_WITH_NEXT);
      _rd_pages_add_area (self, style.ground_x, self->y, style.ground_end - style.ground_x, PADDING, GREY_GROUND);
      _rd_pages_add_area (self, style.ground_x, self->y, BAR_WIDTH, PADDING, 0);
      self->y += PADDING;
    }
  _rd_pages_flow (self, text, &style);
  _rd_pages_add_area (self, style.ground_x, self->y, style.ground_end - style.ground_x, PADDING, GREY_GROUND);
  _rd_pages_add_area (self, style.ground_x, self->y, BAR_WIDTH, PADDING, 0);
  self->y += PADDING;
}

static void
lay_out_verbatim (RdPages    *self,
                  const char *text)
{
  RdPagesStyle style = plain_style (self, RD_PAGES_MONOSPACE " 8");

  style.ground = GREY_GROUND;
  style.ground_x = style.x;
  style.ground_end = get_right (self);
  style.x += PADDING;
  style.width -= 2 * PADDING;
  /* Protocol text reads from the left whatever it quotes. */
  style.from_left = TRUE;
  _rd_pages_need (self, 3 + _rd_pages_get_start_height (self, text, &style));
  _rd_pages_add_area (self, style.ground_x, self->y, style.ground_end - style.ground_x, 3, GREY_GROUND);
  self->y += 3;
  _rd_pages_flow (self, text, &style);
  _rd_pages_add_area (self, style.ground_x, self->y, style.ground_end - style.ground_x, 3, GREY_GROUND);
  self->y += 7;
}

/* A short text in a column of its own beside a longer one; both start on one
 * line. */
static void
flow_beside (RdPages            *self,
             const char         *label,
             const RdPagesStyle *label_style,
             const char         *text,
             const RdPagesStyle *style)
{
  double label_height = _rd_pages_get_start_height (self, label, label_style);
  double text_height = _rd_pages_get_start_height (self, text, style);
  double start;
  double end;
  guint  page;

  _rd_pages_need (self, MAX (label_height, text_height));
  start = self->y;
  page = self->page;
  _rd_pages_flow (self, label, label_style);
  end = self->y;
  if (self->page == page)
    self->y = start;
  _rd_pages_flow (self, text, style);
  if (self->page == page)
    self->y = MAX (self->y, end);
}

/* In the attributes of a tag, ' and \\ must be escaped (cairo-tag). */
static const char *
add_link (RdPages    *self,
          const char *uri)
{
  g_autoptr (GString) escaped = NULL;
  char *attributes;

  if (uri == NULL)
    return NULL;
  escaped = g_string_new (uri);
  g_string_replace (escaped, "\\", "\\\\", 0);
  g_string_replace (escaped, "'", "\\'", 0);
  attributes = g_strdup_printf ("uri='%s'", escaped->str);
  g_ptr_array_add (self->links, attributes);
  return attributes;
}

static void
lay_out_fact (RdPages       *self,
              const RdBlock *block)
{
  RdPagesStyle label = plain_style (self, RD_PAGES_SANS " 8.5");
  RdPagesStyle text = plain_style (self, RD_PAGES_SANS " 9");

  label.width = LABEL_WIDTH - GUTTER;
  label.ink = GREY_LABEL;
  text.x += LABEL_WIDTH;
  text.width -= LABEL_WIDTH;
  text.link = add_link (self, block->uri);
  if (self->last == RD_BLOCK_LEAD || self->last == RD_BLOCK_CALLOUT || self->last == RD_BLOCK_STEP)
    self->y += 4;
  flow_beside (self, block->label, &label, block->text, &text);
  _rd_pages_add_area (self, get_left (self), self->y + 1.8, get_right (self) - get_left (self), 0.4, GREY_HAIRLINE);
  self->y += 4;
}

static void
lay_out_finding (RdPages       *self,
                 const RdBlock *block)
{
  RdPagesStyle label = plain_style (self, RD_PAGES_SANS " Bold 8.5");
  RdPagesStyle text = plain_style (self, RD_PAGES_SANS " 9");

  label.width = LABEL_WIDTH - GUTTER;
  text.x += LABEL_WIDTH;
  text.width -= LABEL_WIDTH;
  self->y += self->last == RD_BLOCK_LEAD || self->last == RD_BLOCK_CALLOUT ? 6 : 2;
  flow_beside (self, block->label, &label, block->text, &text);
  self->y += 1.5;
  /* What explains it stands below its words, not below its state. */
  self->indent = LABEL_WIDTH;
}

static void
lay_out_step (RdPages       *self,
              const RdBlock *block)
{
  RdPagesStyle     label = plain_style (self, RD_PAGES_SANS " Bold 10");
  RdPagesStyle     text = plain_style (self, RD_PAGES_SANS " 10");
  g_autofree char *number = g_strdup_printf ("%u.", block->number);

  label.width = NUMBER_WIDTH - 2;
  text.x += NUMBER_WIDTH;
  text.width -= NUMBER_WIDTH;
  self->y += 1;
  flow_beside (self, number, &label, block->text, &text);
  self->y += 4;
  self->indent = NUMBER_WIDTH;
}

static void
lay_out_paragraph (RdPages       *self,
                   const RdBlock *block)
{
  RdPagesStyle style = plain_style (self, self->indent > 0 ? RD_PAGES_SANS " 8.5" : RD_PAGES_SANS " 9.5");

  if (self->indent > 0)
    style.ink = GREY_LABEL;
  else
    self->y += self->last == RD_BLOCK_FACT ? 4 : 0;
  _rd_pages_flow (self, block->text, &style);
  self->y += 4;
}

/* References from @first on, in rows. */
static guint
lay_out_references (RdPages  *self,
                    RdReport *report,
                    guint     first)
{
  double room = get_right (self) - RD_PAGES_MARGIN;
  double column = (room + GUTTER) / REFERENCE_COLUMNS;
  double top = self->y;
  double bottom = top;
  guint  i;

  for (i = first; i < rd_report_get_n_blocks (report); i++)
    {
      const RdBlock *block = rd_report_get_block (report, i);
      RdPagesStyle   label = plain_style (self, RD_PAGES_SANS " 7.5");
      RdPagesStyle   text = plain_style (self, RD_PAGES_SANS " Bold 8.5");

      if (block->kind != RD_BLOCK_REFERENCE)
        break;
      if (i > first && (i - first) % REFERENCE_COLUMNS == 0)
        top = bottom + 5;
      label.x = text.x = RD_PAGES_MARGIN + column * ((i - first) % REFERENCE_COLUMNS);
      label.width = text.width = column - GUTTER;
      label.ink = GREY_LABEL;
      self->y = top;
      _rd_pages_flow (self, block->label, &label);
      _rd_pages_flow (self, block->text, &text);
      bottom = MAX (bottom, self->y);
    }
  self->y = bottom + 4;
  return i;
}

static void
lay_out_block (RdPages       *self,
               const RdBlock *block)
{
  /* What belongs to a step or a finding is indented, up to the next thing. */
  if (block->kind != RD_BLOCK_VALUE && block->kind != RD_BLOCK_VERBATIM &&
      !(block->kind == RD_BLOCK_PARAGRAPH && self->indent == LABEL_WIDTH))
    self->indent = 0;
  switch (block->kind)
    {
    case RD_BLOCK_TITLE:
      lay_out_title (self, block->text);
      break;
    case RD_BLOCK_HEADING:
      lay_out_heading (self, block->text);
      break;
    case RD_BLOCK_LEAD:
    case RD_BLOCK_CALLOUT:
      lay_out_callout (self, block->text, block->kind == RD_BLOCK_LEAD);
      break;
    case RD_BLOCK_PARAGRAPH:
      lay_out_paragraph (self, block);
      break;
    case RD_BLOCK_STEP:
      lay_out_step (self, block);
      break;
    case RD_BLOCK_FACT:
    case RD_BLOCK_VALUE:
      lay_out_fact (self, block);
      break;
    case RD_BLOCK_FINDING:
      lay_out_finding (self, block);
      break;
    case RD_BLOCK_VERBATIM:
      lay_out_verbatim (self, block->text);
      break;
    case RD_BLOCK_PAGE_BREAK:
      /* A page that is hardly begun is not thrown away. */
      if (self->y > _rd_pages_get_top (self) + (_rd_pages_get_bottom (self) - _rd_pages_get_top (self)) / 2)
        _rd_pages_begin_page (self);
      break;
    case RD_BLOCK_REFERENCE:
    default:
      g_return_if_reached ();
    }
}

/* What has been laid out up to one place. */
typedef struct
{
  guint       block;
  guint       page;
  double      top; /* of that page */
  double      y;
  double      indent;
  RdBlockKind last;
  guint       n_marks;
  guint       n_starts;
  guint       n_layouts;
  guint       n_headings;
  guint       n_links;
} Place;

static Place
get_place (const RdPages *self,
           guint          block)
{
  return (Place){
    .block = block,
    .page = self->page,
    .top = _rd_pages_get_top (self),
    .y = self->y,
    .indent = self->indent,
    .last = self->last,
    .n_marks = self->marks->len,
    .n_starts = self->starts->len,
    .n_layouts = self->layouts->len,
    .n_headings = self->headings->len,
    .n_links = self->links->len,
  };
}

static void
take_back (RdPages     *self,
           const Place *place)
{
  self->page = place->page;
  self->y = place->y;
  self->indent = place->indent;
  self->last = place->last;
  g_array_set_size (self->marks, place->n_marks);
  g_array_set_size (self->starts, place->n_starts);
  g_array_set_size (self->headings, place->n_headings);
  g_ptr_array_set_size (self->layouts, (int) place->n_layouts);
  g_ptr_array_set_size (self->links, (int) place->n_links);
}

/* Whether a block is there for the sake of the one behind it. */
static gboolean
heads_next (RdReport *report,
            guint     i)
{
  const RdBlock *block = rd_report_get_block (report, i);
  const RdBlock *next = i + 1 < rd_report_get_n_blocks (report) ? rd_report_get_block (report, i + 1) : NULL;

  if (next == NULL || next->kind == RD_BLOCK_PAGE_BREAK)
    return FALSE;
  if (block->kind == RD_BLOCK_TITLE || block->kind == RD_BLOCK_HEADING)
    return TRUE;
  if (block->kind == RD_BLOCK_PARAGRAPH && g_str_has_suffix (block->text, ":"))
    return TRUE;
  return (block->kind == RD_BLOCK_PARAGRAPH || block->kind == RD_BLOCK_STEP || block->kind == RD_BLOCK_FINDING) &&
         (next->kind == RD_BLOCK_VERBATIM || next->kind == RD_BLOCK_VALUE);
}

/* Lays out the block at @i, and the references beside it. */
static guint
lay_out_at (RdPages  *self,
            RdReport *report,
            guint     i)
{
  const RdBlock *block = rd_report_get_block (report, i);

  if (block->kind == RD_BLOCK_REFERENCE)
    {
      self->indent = 0;
      return lay_out_references (self, report, i);
    }
  lay_out_block (self, block);
  self->last = block->kind;
  return i + 1;
}

/* Whether what stands from @head on is to go to the next page with what was laid
 * out from @place on, because that began there.  Not if half a page stayed empty. */
static gboolean
is_left_behind (const RdPages *self,
                const Place   *head,
                const Place   *place)
{
  return head->block < place->block && head->page == place->page && !self->is_full &&
         self->marks->len > place->n_marks && g_array_index (self->marks, RdPagesMark, place->n_marks).page > place->page &&
         head->y > (head->top + _rd_pages_get_bottom (self)) / 2;
}

/* Puts the blocks of a report on pages, in their order.  How much room a block
 * needs to begin is seen best when it has begun: if it left its heading behind,
 * both are laid out once more, on the next page. */
void
_rd_pages_lay_out (RdPages  *self,
                   RdReport *report)
{
  Place head = get_place (self, 0);

  for (guint i = 0; i < rd_report_get_n_blocks (report) && !self->is_full;)
    {
      Place place = get_place (self, i);
      guint next;

      if (i == 0 || !heads_next (report, i - 1))
        head = place;
      next = lay_out_at (self, report, i);
      if (is_left_behind (self, &head, &place))
        {
          take_back (self, &head);
          _rd_pages_begin_page (self);
          next = head.block;
        }
      i = next;
    }
}
