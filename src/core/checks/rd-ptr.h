/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-check.h"

G_BEGIN_DECLS

/**
 * RdPtrFlags:
 * @RD_PTR_SENDER: mail is known to leave from the address
 * @RD_PTR_MAY_ASK_LISTS: the user agreed to ask blocklists about it
 *
 * What is known about an address whose name is checked.
 */
typedef enum
{
  RD_PTR_PLAIN = 0,
  RD_PTR_SENDER = 1 << 0,
  RD_PTR_MAY_ASK_LISTS = 1 << 1,
} RdPtrFlags;

RdCheckStatus rd_ptr_check (RdEvidence   *evidence,
                            gconstpointer subject,
                            GPtrArray    *findings);
RdCheckStatus rd_ptr_check_address (RdEvidence *evidence,
                                    const RdIp *ip,
                                    RdPtrFlags  flags,
                                    GPtrArray  *findings);
RdCheckStatus rd_ptr_check_helo (RdEvidence *evidence,
                                 const char *helo,
                                 const RdIp *ip,
                                 const char *recipient_domain,
                                 GPtrArray  *findings);

G_END_DECLS
