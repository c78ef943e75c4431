/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-check.h"
#include "rd-dkim.h"

G_BEGIN_DECLS

/**
 * RdDkimPresence:
 * @RD_DKIM_PRESENCE_FOUND: at least one key was found
 * @RD_DKIM_PRESENCE_NONE: there certainly is none (RFC 8020)
 * @RD_DKIM_PRESENCE_HIDDEN: there is something, but its name is not known
 * @RD_DKIM_PRESENCE_WILDCARD: every name answers, nothing can be concluded
 * @RD_DKIM_PRESENCE_UNKNOWN: could not be looked up
 *
 * What can honestly be said about the keys of a domain: DNS tells no names, so
 * a key that was not found is not a key that is missing.
 */
typedef enum
{
  RD_DKIM_PRESENCE_FOUND,
  RD_DKIM_PRESENCE_NONE,
  RD_DKIM_PRESENCE_HIDDEN,
  RD_DKIM_PRESENCE_WILDCARD,
  RD_DKIM_PRESENCE_UNKNOWN,
} RdDkimPresence;

/**
 * RdDkimProbe:
 *
 * One name that was looked for.
 */
typedef struct
{
  char           *selector;
  gboolean        is_known;    /* seen in a mail or given by the user */
  const RdAnswer *answer;      /* (unowned) */
  GPtrArray      *keys;        /* (element-type RdDkimKey): records that look like keys */
  gboolean        is_dangling; /* an alias that leads nowhere */
} RdDkimProbe;

/**
 * RdDkimDiscovery:
 *
 * The keys of a domain that could be found.
 */
typedef struct
{
  RdDkimPresence  presence;
  GPtrArray      *probes; /* (element-type RdDkimProbe): known names, and others that answered */
  const RdAnswer *parent; /* (unowned): "_domainkey" of the domain */
  gboolean        has_usable;
} RdDkimDiscovery;

RdCheckStatus rd_dkim_discover (RdEvidence            *evidence,
                                const RdDomainSubject *subject,
                                RdDkimDiscovery      **discovery);
void          rd_dkim_discovery_free (RdDkimDiscovery *self);

RdCheckStatus rd_dkim_check (RdEvidence   *evidence,
                             gconstpointer subject,
                             GPtrArray    *findings);
RdCheckStatus rd_dkim_check_mail (RdEvidence   *evidence,
                                  gconstpointer subject,
                                  GPtrArray    *findings);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdDkimDiscovery, rd_dkim_discovery_free)

G_END_DECLS
