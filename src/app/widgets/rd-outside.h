/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Text from outside – servers, messages, file names – reaches the screen only
 * through these: never read as markup, nothing invisible in it, not endless. */
char      *rd_outside_dup (const char *text) G_GNUC_WARN_UNUSED_RESULT;
char      *rd_outside_dup_line (const char *text) G_GNUC_WARN_UNUSED_RESULT;
void       rd_outside_set_label (GtkLabel   *label,
                                 const char *text);
GtkWidget *rd_outside_label_new (const char *text);
GtkWidget *rd_label_new (const char *text);
GtkWidget *rd_row_new (const char *title,
                       const char *subtitle);

G_END_DECLS
