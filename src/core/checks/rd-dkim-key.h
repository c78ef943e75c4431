/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-evidence.h"

G_BEGIN_DECLS

/* RFC 8301 section 3.2: shorter RSA keys must not be accepted. */
#define RD_DKIM_MIN_RSA_BITS 1024
/* What is asked of new keys, and what some receivers stop at. */
#define RD_DKIM_GOOD_RSA_BITS 2048
#define RD_DKIM_MAX_RSA_BITS 4096

/**
 * RdDkimAlgorithm:
 *
 * The kinds of key (RFC 6376 section 3.3, RFC 8463).
 */
typedef enum
{
  RD_DKIM_UNKNOWN_ALGORITHM,
  RD_DKIM_RSA,
  RD_DKIM_ED25519,
} RdDkimAlgorithm;

/**
 * RdDkimDefect:
 * @RD_DKIM_DEFECT_TRUNCATED: the key ends before its own length says so
 * @RD_DKIM_DEFECT_PRIVATE: the private key was published
 * @RD_DKIM_DEFECT_PEM: the "BEGIN PUBLIC KEY" line was pasted too
 * @RD_DKIM_DEFECT_QUOTES: quotation marks or backslashes inside the key
 *
 * What can be wrong with a key record.  Any of the ones up to
 * RD_DKIM_DEFECT_SHORT makes it useless.
 */
typedef enum
{
  RD_DKIM_DEFECT_NONE = 0,
  RD_DKIM_DEFECT_GRAMMAR = 1 << 0,
  RD_DKIM_DEFECT_VERSION = 1 << 1,
  RD_DKIM_DEFECT_NO_KEY = 1 << 2,
  RD_DKIM_DEFECT_REVOKED = 1 << 3,
  RD_DKIM_DEFECT_BASE64 = 1 << 4,
  RD_DKIM_DEFECT_QUOTES = 1 << 5,
  RD_DKIM_DEFECT_PEM = 1 << 6,
  RD_DKIM_DEFECT_TRUNCATED = 1 << 7,
  RD_DKIM_DEFECT_DAMAGED = 1 << 8,
  RD_DKIM_DEFECT_PRIVATE = 1 << 9,
  RD_DKIM_DEFECT_ALGORITHM = 1 << 10,
  RD_DKIM_DEFECT_SERVICE = 1 << 11,
  RD_DKIM_DEFECT_HASH = 1 << 12,
  RD_DKIM_DEFECT_SHORT = 1 << 13,
  RD_DKIM_DEFECT_WEAK = 1 << 14,
  RD_DKIM_DEFECT_LONG = 1 << 15,
  RD_DKIM_DEFECT_TESTING = 1 << 16,
} RdDkimDefect;

#define RD_DKIM_FATAL_DEFECTS ((1u << 14) - 1)

/**
 * RdDkimKey:
 *
 * A key record taken apart (RFC 6376 section 3.6.1).
 */
typedef struct
{
  char           *text; /* valid UTF-8 */
  RdDkimAlgorithm algorithm;
  guint           bits;            /* of an RSA key, 0 if not known */
  guint           defects;         /* of RdDkimDefect */
  gboolean        is_strict;       /* t=s: i= must not be in a subdomain */
  gsize           key_length;      /* bytes of key found */
  gsize           expected_length; /* bytes the key says it has, 0 if not known */
  GBytes         *key;             /* (nullable): decoded, usable keys only */
} RdDkimKey;

gboolean   rd_dkim_looks_like_key (const char *text,
                                   gsize       length);
RdDkimKey *rd_dkim_key_parse (const char *text,
                              gsize       length) G_GNUC_WARN_UNUSED_RESULT;
RdDkimKey *rd_dkim_key_parse_rr (const RdRr *rr) G_GNUC_WARN_UNUSED_RESULT;
void       rd_dkim_key_free (RdDkimKey *self);
gboolean   rd_dkim_key_is_usable (const RdDkimKey *self);
gboolean   rd_dkim_key_verify (const RdDkimKey *self,
                               const guint8     digest[32],
                               GBytes          *signature);
GBytes    *rd_dkim_decode_base64 (const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdDkimKey, rd_dkim_key_free)

G_END_DECLS
