/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define RD_TYPE_CARD_ANSWER (rd_card_answer_get_type ())
G_DECLARE_FINAL_TYPE (RdCardAnswer, rd_card_answer, RD, CARD_ANSWER, AdwBin)

void rd_card_answer_set_text (RdCardAnswer *self,
                              const char   *text);
void rd_card_answer_set_icon_name (RdCardAnswer *self,
                                   const char   *icon_name);

G_END_DECLS
