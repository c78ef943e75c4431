/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-evidence.h"

G_BEGIN_DECLS

/* The answer size that is not fragmented anywhere (DNS flag day 2020). */
#define RD_DNS_EDNS_SIZE 1232

/**
 * RdDnsQueryFlags:
 * @RD_DNS_QUERY_RECURSION: the server shall find out by itself (RD)
 * @RD_DNS_QUERY_CHECKING_DISABLED: hand out what fails DNSSEC (CD)
 * @RD_DNS_QUERY_EDNS: with an OPT record (RFC 6891) and the AD bit (RFC 6840
 *   section 5.7)
 *
 * How a query is put.
 */
typedef enum
{
  RD_DNS_QUERY_RECURSION = 1 << 0,
  RD_DNS_QUERY_CHECKING_DISABLED = 1 << 1,
  RD_DNS_QUERY_EDNS = 1 << 2,
} RdDnsQueryFlags;

/* Response codes (RFC 1035 section 4.1.1, RFC 6891 section 9). */
typedef enum
{
  RD_DNS_RCODE_NOERROR = 0,
  RD_DNS_RCODE_FORMERR = 1,
  RD_DNS_RCODE_SERVFAIL = 2,
  RD_DNS_RCODE_NXDOMAIN = 3,
  RD_DNS_RCODE_NOTIMP = 4,
  RD_DNS_RCODE_REFUSED = 5,
  RD_DNS_RCODE_BADVERS = 16,
} RdDnsRcode;

/**
 * RdDnsHeader:
 *
 * What a message says about itself.
 */
typedef struct
{
  guint16  id;
  guint    rcode;     /* with the extension of EDNS */
  gboolean truncated; /* TC */
  gboolean edns;      /* has an OPT record, which says that the server knows EDNS */
  gboolean dangling;  /* ends in an alias whose target the message is silent about */
} RdDnsHeader;

GBytes   *rd_dns_build_query (const RdQuestion *question,
                              guint16           id,
                              RdDnsQueryFlags   flags) G_GNUC_WARN_UNUSED_RESULT;
RdAnswer *rd_dns_parse_answer (RdQuestion   *question,
                               const guint8 *message,
                               gsize         length,
                               RdDnsHeader  *header) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
