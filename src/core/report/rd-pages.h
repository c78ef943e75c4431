/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-report.h"

#include <cairo.h>

G_BEGIN_DECLS

/**
 * RdPages:
 *
 * A report laid out on paper.  Draws onto any cairo context: a PDF, a printer,
 * a preview in a window.
 */
typedef struct _RdPages RdPages;

RdPages *rd_pages_new (RdReport *report,
                       double    width,
                       double    height) G_GNUC_WARN_UNUSED_RESULT;
void     rd_pages_free (RdPages *self);
guint    rd_pages_get_n_pages (RdPages *self);
double   rd_pages_get_width (RdPages *self);
double   rd_pages_get_height (RdPages *self);
void     rd_pages_draw (RdPages *self,
                        guint    page,
                        cairo_t *cr);
void     rd_pages_default_size (double *width,
                                double *height);

/* Headings, for an outline. */
guint       rd_pages_get_n_headings (RdPages *self);
const char *rd_pages_get_heading (RdPages *self,
                                  guint    index,
                                  guint   *page,
                                  double  *y);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdPages, rd_pages_free)

G_END_DECLS
