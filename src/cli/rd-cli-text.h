/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-finding.h"

G_BEGIN_DECLS

/* Text output for people: wrapped by display columns, coloured only on a
 * terminal, safe to show whatever it holds. */

typedef enum
{
  RD_STYLE_PLAIN,
  RD_STYLE_BOLD,
  RD_STYLE_DIM,
  RD_STYLE_ERROR,
  RD_STYLE_WARNING,
  RD_STYLE_SUCCESS,
} RdStyle;

void  rd_cli_print (RdStyle     style,
                    guint       indent,
                    const char *text);
void  rd_cli_print_item (guint       indent,
                         const char *label,
                         guint       label_columns,
                         const char *text);
void  rd_cli_print_state (RdFindingState state,
                          guint          indent,
                          const char    *text);
guint rd_cli_text_columns (const char *text);
guint rd_cli_label_columns (void);

G_END_DECLS
