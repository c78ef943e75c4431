/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define RD_TYPE_ANSWER (rd_answer_get_type ())
G_DECLARE_FINAL_TYPE (RdAnswer, rd_answer, RD, ANSWER, AdwBin)

void rd_answer_set_text (RdAnswer   *self,
                         const char *text);
void rd_answer_set_icon_name (RdAnswer   *self,
                              const char *icon_name);

G_END_DECLS
