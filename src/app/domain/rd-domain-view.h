/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-survey.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define RD_TYPE_DOMAIN_VIEW (rd_domain_view_get_type ())
G_DECLARE_FINAL_TYPE (RdDomainView, rd_domain_view, RD, DOMAIN_VIEW, AdwBin)

void       rd_domain_view_begin (RdDomainView *self,
                                 const char   *domain,
                                 RdSurvey     *survey);
void       rd_domain_view_end (RdDomainView *self,
                               gboolean      was_completed);
void       rd_domain_view_clear (RdDomainView *self);
GPtrArray *rd_domain_view_get_findings (RdDomainView *self,
                                        const char   *check_id);
void       rd_domain_view_focus_heading (RdDomainView *self);

G_END_DECLS
