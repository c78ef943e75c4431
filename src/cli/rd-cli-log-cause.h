/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-delivery.h"
#include "rd-diagnosis.h"

G_BEGIN_DECLS

/**
 * RdCliCause:
 *
 * Why a delivery failed, and who must act.
 */
typedef struct
{
  const RdCause *cause;
  RdOwner        owner;
} RdCliCause;

/**
 * RdCliCauses:
 *
 * Finds the causes of deliveries and remembers them, as logs repeat the same
 * few words thousands of times.
 */
typedef struct _RdCliCauses RdCliCauses;

RdCliCauses      *rd_cli_causes_new (void) G_GNUC_WARN_UNUSED_RESULT;
void              rd_cli_causes_free (RdCliCauses *self);
const RdCliCause *rd_cli_causes_judge (RdCliCauses *self, const RdLogEvent *event);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdCliCauses, rd_cli_causes_free)

G_END_DECLS
