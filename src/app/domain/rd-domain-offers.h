/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-check-row.h"

G_BEGIN_DECLS

void rd_domain_offers_add (RdCheckRow *row, const char *id);

G_END_DECLS
