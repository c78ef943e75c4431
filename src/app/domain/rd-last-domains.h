/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Domains that were checked before, offered to be checked again. */
void        rd_last_domains_remember (GSettings  *settings,
                                      const char *domain);
gboolean    rd_last_domains_show (GSettings  *settings,
                                  GtkListBox *list);
const char *rd_last_domains_get (GtkListBoxRow *row);

G_END_DECLS
