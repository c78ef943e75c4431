/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-diagnosis.h"

G_BEGIN_DECLS

/**
 * RdConfirmation:
 * @RD_CONFIRMATION_NONE: nothing outside can be asked about this
 * @RD_CONFIRMATION_STILL_TRUE: the reason for the refusal is still there
 * @RD_CONFIRMATION_FIXED: it is no longer there
 * @RD_CONFIRMATION_UNKNOWN: could not check
 *
 * Whether what a bounce was about is so now.
 */
typedef enum
{
  RD_CONFIRMATION_NONE,
  RD_CONFIRMATION_STILL_TRUE,
  RD_CONFIRMATION_FIXED,
  RD_CONFIRMATION_UNKNOWN,
} RdConfirmation;

const char *rd_confirmation_to_string (RdConfirmation confirmation);
const char *rd_confirmation_get_label (RdConfirmation confirmation);
const char *rd_confirmation_get_sentence (RdConfirmation confirmation);
RdCertainty rd_confirmation_apply (RdConfirmation confirmation,
                                   RdCertainty    certainty);

RdConfirmation     rd_survey_confirm (const RdVerdict *verdict,
                                      const GPtrArray *findings);
const char *const *rd_confirmation_get_areas (const char *cause);
RdConfirmation     rd_confirmation_of_area (const GPtrArray *findings,
                                            const char      *area,
                                            const char      *recipient_domain);

G_END_DECLS
