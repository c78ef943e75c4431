/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-diagnosis.h"

G_BEGIN_DECLS

/**
 * RdHandoverKind:
 * @RD_HANDOVER_ADDRESS: the address as it was probably meant
 * @RD_HANDOVER_HOST: a question for whoever runs the sending server or the DNS
 * @RD_HANDOVER_RECIPIENT: a note for the recipient, to send another way
 * @RD_HANDOVER_RECORD: the DNS record that would have let the mail through
 * @RD_HANDOVER_SUMMARY: what happened, in a few lines
 *
 * What is worth copying from a diagnosis: the one thing its button offers.
 */
typedef enum
{
  RD_HANDOVER_ADDRESS,
  RD_HANDOVER_HOST,
  RD_HANDOVER_RECIPIENT,
  RD_HANDOVER_RECORD,
  RD_HANDOVER_SUMMARY,
} RdHandoverKind;

RdHandoverKind rd_handover_choose (const RdDiagnosis *diagnosis);
const char    *rd_handover_get_label (RdHandoverKind kind);
char          *rd_handover_dup_text (const RdDiagnosis *diagnosis,
                                     RdHandoverKind     kind) G_GNUC_WARN_UNUSED_RESULT;
char          *rd_handover_dup_record (const RdFinding *finding) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
