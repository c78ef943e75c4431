/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkInscription *rd_list_line_new (GtkInscriptionOverflow overflow);
void            rd_list_line_set_text (GtkInscription *self,
                                       const char     *text);

G_END_DECLS
