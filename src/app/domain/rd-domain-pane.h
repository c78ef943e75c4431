/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-pane.h"

G_BEGIN_DECLS

#define RD_TYPE_DOMAIN_PANE (rd_domain_pane_get_type ())
G_DECLARE_FINAL_TYPE (RdDomainPane, rd_domain_pane, RD, DOMAIN_PANE, RdPane)

gboolean rd_domain_pane_is_checking (RdDomainPane *self);

G_END_DECLS
