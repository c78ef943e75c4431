/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-pages.h"

#include <pango/pangocairo.h>

G_BEGIN_DECLS

/* All lengths in points (1/72 inch). */
#define RD_PAGES_MARGIN 54.0
#define RD_PAGES_FOOTER_HEIGHT 22.0
/* From the second page on the title of the report stands above. */
#define RD_PAGES_HEADER_HEIGHT 22.0

/* Families by name before the general one: whatever is installed, the report
 * looks as much alike as possible. */
#define RD_PAGES_SANS "Noto Sans, Liberation Sans, Nimbus Sans, Sans"
#define RD_PAGES_MONOSPACE "Noto Sans Mono, Liberation Mono, DejaVu Sans Mono, Monospace"

/**
 * RdPagesMark:
 *
 * What is drawn at one place: a line of text, or an area.
 */
typedef struct
{
  guint        page;
  PangoLayout *layout; /* (unowned) (nullable): none for an area */
  int          line;   /* of the layout */
  double       x;
  double       y;     /* baseline of a line, top of an area */
  double       width; /* of an area */
  double       height;
  double       grey; /* of the ink: 0 is black */
  const char  *link; /* (unowned) (nullable): attributes of a link tag */
} RdPagesMark;

/**
 * RdPagesHeading:
 *
 * Where an entry of the outline leads to.
 */
typedef struct
{
  char  *text;
  guint  page;
  double y;
} RdPagesHeading;

struct _RdPages
{
  char         *title;  /* for the head of later pages */
  char         *footer; /* with places for the numbers */
  PangoContext *context;
  double        width;
  double        height;
  double        y;        /* where the next block goes */
  guint         page;     /* where it goes */
  double        indent;   /* of what belongs to a step */
  RdBlockKind   last;     /* what was laid out before */
  gboolean      is_full;  /* no more pages */
  GArray       *marks;    /* (element-type RdPagesMark): in the order of pages */
  GArray       *starts;   /* (element-type guint): first mark of each page */
  GPtrArray    *layouts;  /* (element-type PangoLayout): keeps those of marks alive */
  GArray       *headings; /* (element-type RdPagesHeading) */
  GPtrArray    *links;    /* (element-type utf8): those of marks */
};

void _rd_pages_lay_out (RdPages  *self,
                        RdReport *report);

/* Putting pieces on the page; see rd-pages-flow.c. */
double _rd_pages_get_top (const RdPages *self);
double _rd_pages_get_bottom (const RdPages *self);
void   _rd_pages_begin_page (RdPages *self);
void   _rd_pages_need (RdPages *self,
                       double   height);
void   _rd_pages_add_area (RdPages *self,
                           double   x,
                           double   y,
                           double   width,
                           double   height,
                           double   grey);

/**
 * RdPagesStyle:
 *
 * How a text is put on the page.
 */
typedef struct
{
  const char *font;
  double      x;
  double      width;
  double      ink;        /* grey of the letters: 0 is black */
  double      ground;     /* grey of the area behind, 1 for none */
  double      ground_x;   /* where the area begins */
  double      ground_end; /* where it ends */
  double      bar;        /* width of a black bar at the beginning of the area */
  gboolean    from_left;  /* whatever script it begins with */
  const char *link;       /* (unowned) (nullable) */
} RdPagesStyle;

void   _rd_pages_flow (RdPages            *self,
                       const char         *text,
                       const RdPagesStyle *style);
double _rd_pages_get_start_height (RdPages            *self,
                                   const char         *text,
                                   const RdPagesStyle *style);

G_END_DECLS
