/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-survey.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

void  rd_domain_record_note (RdSurvey *survey, const char *domain);
char *rd_domain_record_dup_text (RdSurvey *survey, const char *domain) G_GNUC_WARN_UNUSED_RESULT;
void  rd_domain_record_report (RdSurvey *survey, const char *domain, GtkWindow *parent);

G_END_DECLS
