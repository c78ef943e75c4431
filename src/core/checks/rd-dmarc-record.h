/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-evidence.h"

G_BEGIN_DECLS

/**
 * RdDmarcPolicy:
 *
 * What a domain asks receivers to do.  Ordered by strength.
 */
typedef enum
{
  RD_DMARC_POLICY_UNSET,
  RD_DMARC_POLICY_NONE,
  RD_DMARC_POLICY_QUARANTINE,
  RD_DMARC_POLICY_REJECT,
} RdDmarcPolicy;

const char *rd_dmarc_policy_to_string (RdDmarcPolicy policy);

/**
 * RdDmarcPsd:
 *
 * Whether a domain says that it is a public suffix (RFC 9989 section 4.7).
 */
typedef enum
{
  RD_DMARC_PSD_UNKNOWN,
  RD_DMARC_PSD_YES,
  RD_DMARC_PSD_NO,
} RdDmarcPsd;

/**
 * RdDmarcMistake:
 *
 * What can be wrong with a record.
 */
typedef enum
{
  RD_DMARC_MISTAKE_GRAMMAR,   /* no "name=value" */
  RD_DMARC_MISTAKE_DUPLICATE, /* a tag twice */
  RD_DMARC_MISTAKE_POLICY,    /* p, sp or np with an unknown word */
  RD_DMARC_MISTAKE_VALUE,     /* adkim, aspf, psd, t, fo, pct with an unknown word */
  RD_DMARC_MISTAKE_RUA,       /* a report address that is none */
} RdDmarcMistake;

/**
 * RdDmarcProblem:
 *
 * A mistake in a record, and where it stands.
 */
typedef struct
{
  RdDmarcMistake mistake;
  gsize          offset; /* in bytes of the record's text */
  gsize          length; /* 0 where something is missing */
  char          *text;   /* the piece in question, valid UTF-8 */
} RdDmarcProblem;

/**
 * RdDmarcUri:
 *
 * One address reports are sent to.
 */
typedef struct
{
  char    *text;      /* as published */
  char    *address;   /* (nullable): of a mailto: URI */
  char    *domain;    /* (nullable): normalized domain of @address */
  gboolean has_limit; /* "!10m": a size limit, gone with RFC 9989 */
} RdDmarcUri;

/**
 * RdDmarcRecord:
 *
 * A record taken apart.
 */
typedef struct
{
  char         *text; /* valid UTF-8 */
  RdDmarcPolicy p;    /* UNSET: missing or not valid */
  RdDmarcPolicy sp;
  RdDmarcPolicy np;
  gboolean      has_p;          /* the tag is there, valid or not */
  gboolean      has_bad_policy; /* p, sp or np with an unknown word */
  gboolean      strict_dkim;
  gboolean      strict_spf;
  RdDmarcPsd    psd;
  gboolean      is_testing; /* t=y */
  int           pct;        /* per cent, -1 if absent (RFC 7489 only) */
  gboolean      has_rf_or_ri;
  char         *fo;       /* (nullable) */
  GPtrArray    *rua;      /* (element-type RdDmarcUri): valid ones */
  GPtrArray    *ruf;      /* (element-type RdDmarcUri): valid ones */
  GPtrArray    *problems; /* (element-type RdDmarcProblem) */
} RdDmarcRecord;

gboolean       rd_dmarc_looks_like_record (const char *text,
                                           gsize       length);
RdDmarcRecord *rd_dmarc_record_parse (const char *text,
                                      gsize       length) G_GNUC_WARN_UNUSED_RESULT;
void           rd_dmarc_record_free (RdDmarcRecord *self);
gboolean       rd_dmarc_record_is_usable (const RdDmarcRecord *self);
RdDmarcPolicy  rd_dmarc_record_get_policy (const RdDmarcRecord *self,
                                           gboolean             is_own,
                                           gboolean             exists);
RdDmarcPolicy  rd_dmarc_policy_soften (RdDmarcPolicy policy);

/**
 * RdDmarcLookup:
 *
 * What the TXT records of a name say about DMARC.
 */
typedef enum
{
  RD_DMARC_LOOKUP_FOUND,
  RD_DMARC_LOOKUP_NONE,
  RD_DMARC_LOOKUP_MULTIPLE,
  RD_DMARC_LOOKUP_ERROR,
} RdDmarcLookup;

RdDmarcLookup rd_dmarc_select (const RdAnswer *answer,
                               RdDmarcRecord **record);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdDmarcRecord, rd_dmarc_record_free)

G_END_DECLS
