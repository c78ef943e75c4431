/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-insight.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Asks once for each domain whether it is the user's own. */
#define RD_TYPE_DOMAIN_QUESTION (rd_domain_question_get_type ())
G_DECLARE_FINAL_TYPE (RdDomainQuestion, rd_domain_question, RD, DOMAIN_QUESTION, AdwBin)

void        rd_domain_question_ask (RdDomainQuestion *self,
                                    const RdInsight  *insight);
void        rd_domain_question_hide (RdDomainQuestion *self);
const char *rd_domain_question_get_domain (RdDomainQuestion *self);

G_END_DECLS
