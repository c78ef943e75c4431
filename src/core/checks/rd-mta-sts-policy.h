/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* RFC 8461 section 3.2: a policy lives at most a year, and one that is shorter
 * than a day protects nobody. */
#define RD_MTA_STS_MAX_AGE 31557600u
#define RD_MTA_STS_SHORT_AGE 86400u

/* RFC 8461 section 3.3 lets senders stop reading here. */
#define RD_MTA_STS_MAX_BYTES (64u * 1024)

/**
 * RdMtaStsMode:
 *
 * What senders shall do where encryption fails (RFC 8461 section 5): nothing,
 * tell of it, or not deliver.
 */
typedef enum
{
  RD_MTA_STS_NONE,
  RD_MTA_STS_TESTING,
  RD_MTA_STS_ENFORCE,
} RdMtaStsMode;

/**
 * RdMtaStsPolicy:
 *
 * The policy file of RFC 8461 section 3.2.
 */
typedef struct
{
  gboolean     is_valid;
  RdMtaStsMode mode;
  guint32      max_age; /* seconds */
  GPtrArray   *mx;      /* (element-type utf8): patterns, lower case */
} RdMtaStsPolicy;

RdMtaStsPolicy *rd_mta_sts_policy_parse (const char *text,
                                         gsize       length) G_GNUC_WARN_UNUSED_RESULT;
void            rd_mta_sts_policy_free (RdMtaStsPolicy *self);
gboolean        rd_mta_sts_policy_matches (const RdMtaStsPolicy *self,
                                           const char           *host);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdMtaStsPolicy, rd_mta_sts_policy_free)

G_END_DECLS
