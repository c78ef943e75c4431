/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define RD_TYPE_COPY_BUTTON (rd_copy_button_get_type ())
G_DECLARE_FINAL_TYPE (RdCopyButton, rd_copy_button, RD, COPY_BUTTON, GtkButton)

GtkWidget *rd_copy_button_new (const char *label,
                               const char *text);
void       rd_copy_button_set_text (RdCopyButton *self,
                                    const char   *text);

/* Puts @text on the clipboard of @widget's display and says so. */
void rd_copy_text (GtkWidget  *widget,
                   const char *text);

G_END_DECLS
