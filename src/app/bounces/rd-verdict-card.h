/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-bounce-entry.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define RD_TYPE_VERDICT_CARD (rd_verdict_card_get_type ())
G_DECLARE_FINAL_TYPE (RdVerdictCard, rd_verdict_card, RD, VERDICT_CARD, AdwBin)

void rd_verdict_card_set_entry (RdVerdictCard *self,
                                RdBounceEntry *entry);
void rd_verdict_card_refresh (RdVerdictCard *self);
void rd_verdict_card_focus_heading (RdVerdictCard *self);

G_END_DECLS
