/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-finding.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* How states and owners look: always an icon beside the word, colour on top. */
const char *rd_state_get_icon_name (RdFindingState state);
const char *rd_owner_get_icon_name (RdOwner owner);
GtkWidget  *rd_state_image_new (RdFindingState state);
void        rd_state_image_set (GtkImage      *image,
                                RdFindingState state);
void        rd_state_label_set (GtkLabel      *label,
                                RdFindingState state,
                                const char    *text);

G_END_DECLS
