/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-evidence.h"
#include "rd-fold.h"

G_BEGIN_DECLS

/* The raw answers a statement rests on, for whoever wants to see for himself. */
void rd_evidence_rows_add (RdFold       *fold,
                           RdEvidence   *evidence,
                           const GArray *ids);

G_END_DECLS
