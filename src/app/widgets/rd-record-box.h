/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-finding.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define RD_TYPE_RECORD_BOX (rd_record_box_get_type ())
G_DECLARE_FINAL_TYPE (RdRecordBox, rd_record_box, RD, RECORD_BOX, AdwPreferencesRow)

GtkWidget *rd_record_box_new (const RdRecord *record);

G_END_DECLS
