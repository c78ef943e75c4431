/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* How to get the complete message out of the usual mail programs. */
GtkWindow *rd_save_hints_new (GtkWindow *parent);

G_END_DECLS
