/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define RD_TYPE_HEADING (rd_heading_get_type ())
G_DECLARE_FINAL_TYPE (RdHeading, rd_heading, RD, HEADING, AdwBin)

void rd_heading_set_text (RdHeading  *self,
                          const char *text);

G_END_DECLS
