/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-evidence.h"

G_BEGIN_DECLS

/* The pseudo-record of EDNS (RFC 6891 section 6.1). */
#define RD_DNS_TYPE_OPT 41

/**
 * RdDnsReader:
 *
 * A message, and how far it has been read.  Nothing behind @length is touched.
 */
typedef struct
{
  const guint8 *bytes;
  gsize         length;
  gsize         position;
} RdDnsReader;

/**
 * RdDnsEntry:
 *
 * The frame of a record.
 */
typedef struct
{
  guint16 type;
  guint16 class;
  guint32 ttl;
  gsize   rdata;  /* where it starts */
  gsize   length; /* of the rdata */
} RdDnsEntry;

gboolean rd_dns_reader_read16 (RdDnsReader *reader, guint16 *number);
gboolean rd_dns_reader_read32 (RdDnsReader *reader, guint32 *number);
char    *rd_dns_reader_read_name (RdDnsReader *reader) G_GNUC_WARN_UNUSED_RESULT;
gboolean rd_dns_reader_read_entry (RdDnsReader *reader, char **owner, RdDnsEntry *entry);
RdRr    *rd_dns_reader_make_record (const RdDnsReader *message, const char *owner, const RdDnsEntry *entry) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
