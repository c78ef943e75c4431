/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-evidence.h"

G_BEGIN_DECLS

/**
 * RdSpfResult:
 *
 * What check_host() says (RFC 7208 section 2.6).
 */
typedef enum
{
  RD_SPF_NONE,
  RD_SPF_NEUTRAL,
  RD_SPF_PASS,
  RD_SPF_FAIL,
  RD_SPF_SOFTFAIL,
  RD_SPF_TEMPERROR,
  RD_SPF_PERMERROR,
} RdSpfResult;

const char *rd_spf_result_to_string (RdSpfResult result);

/**
 * RdSpfTermKind:
 * @RD_SPF_MODIFIER: a modifier nobody knows; it is ignored
 *
 * The mechanisms and modifiers of RFC 7208 sections 5 and 6.
 */
typedef enum
{
  RD_SPF_ALL,
  RD_SPF_INCLUDE,
  RD_SPF_A,
  RD_SPF_MX,
  RD_SPF_PTR,
  RD_SPF_IP4,
  RD_SPF_IP6,
  RD_SPF_EXISTS,
  RD_SPF_REDIRECT,
  RD_SPF_EXP,
  RD_SPF_MODIFIER,
} RdSpfTermKind;

/**
 * RdSpfTerm:
 *
 * One valid term of a record.
 */
typedef struct
{
  RdSpfTermKind kind;
  RdSpfResult   qualifier; /* PASS, FAIL, SOFTFAIL or NEUTRAL; mechanisms only */
  gsize         offset;    /* where it stands in the text of the record */
  gsize         length;    /* in bytes */
  char         *text;      /* as written */
  char         *domain;    /* (nullable): domain-spec as written */
  RdIp          ip;        /* ip4 and ip6 */
  guint         prefix4;   /* bits; ip4, a, mx */
  guint         prefix6;   /* bits; ip6, a, mx */
} RdSpfTerm;

gboolean rd_spf_term_costs_lookup (const RdSpfTerm *self);

/**
 * RdSpfMistake:
 *
 * The mistakes people make, told apart because each needs words of its own.
 */
typedef enum
{
  RD_SPF_MISTAKE_CHARACTER,        /* a character no record may hold */
  RD_SPF_MISTAKE_SEPARATOR,        /* commas or semicolons between terms */
  RD_SPF_MISTAKE_UNKNOWN,          /* no such mechanism */
  RD_SPF_MISTAKE_IPV4_NAME,        /* "ipv4:", "ipv6:", "ip:" */
  RD_SPF_MISTAKE_BARE_ADDRESS,     /* an address without "ip4:" */
  RD_SPF_MISTAKE_BARE_NAME,        /* a host name without "a:" or "include:" */
  RD_SPF_MISTAKE_ADDRESS,          /* no valid address after "ip4:" or "ip6:" */
  RD_SPF_MISTAKE_PREFIX,           /* "/33" */
  RD_SPF_MISTAKE_FAMILY,           /* IPv6 after "ip4:" or the other way round */
  RD_SPF_MISTAKE_ADDRESS_FOR_NAME, /* "a:192.0.2.1" */
  RD_SPF_MISTAKE_SPACE,            /* "include: example.com" */
  RD_SPF_MISTAKE_NO_VALUE,         /* "include" */
  RD_SPF_MISTAKE_VALUE,            /* "all:example.com" */
  RD_SPF_MISTAKE_GLUED,            /* "ip4:192.0.2.1-all" */
  RD_SPF_MISTAKE_MACRO,            /* "%{q}" */
  RD_SPF_MISTAKE_EQUALS,           /* "include=", "redirect:" */
  RD_SPF_MISTAKE_URL,              /* "include:https://…" */
  RD_SPF_MISTAKE_DOMAIN,           /* not a domain name */
  RD_SPF_MISTAKE_TWICE,            /* two redirect= or two exp= */
} RdSpfMistake;

/**
 * RdSpfProblem:
 *
 * A place of a record that breaks the grammar.
 */
typedef struct
{
  RdSpfMistake mistake;
  gsize        offset; /* in bytes */
  gsize        length; /* in bytes, at least 1 */
  char        *text;   /* the piece in question, valid UTF-8 */
} RdSpfProblem;

/**
 * RdSpfRecord:
 *
 * A record taken apart.  One problem anywhere makes the whole record void for
 * receivers (RFC 7208 section 4.6).
 */
typedef struct
{
  char            *text;     /* valid UTF-8, for showing */
  gsize            length;   /* of the record on the wire, in bytes */
  GPtrArray       *terms;    /* (element-type RdSpfTerm), in order, modifiers included */
  GPtrArray       *problems; /* (element-type RdSpfProblem) */
  const RdSpfTerm *redirect; /* (nullable) (unowned) */
  const RdSpfTerm *exp;      /* (nullable) (unowned) */
  const RdSpfTerm *all;      /* (nullable) (unowned): the first "all" */
} RdSpfRecord;

RdSpfRecord *rd_spf_record_parse (const char *text,
                                  gsize       length) G_GNUC_WARN_UNUSED_RESULT;
RdSpfRecord *rd_spf_record_parse_rr (const RdRr *rr) G_GNUC_WARN_UNUSED_RESULT;
void         rd_spf_record_free (RdSpfRecord *self);

/**
 * RdSpfLookup:
 *
 * What the TXT records of a name say about SPF (RFC 7208 section 4.5).
 */
typedef enum
{
  RD_SPF_LOOKUP_FOUND,
  RD_SPF_LOOKUP_NONE, /* no record, or no such name */
  RD_SPF_LOOKUP_MULTIPLE,
  RD_SPF_LOOKUP_ERROR, /* could not be found out */
} RdSpfLookup;

RdSpfLookup rd_spf_select (const RdAnswer *answer,
                           const RdRr    **rr);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdSpfRecord, rd_spf_record_free)

G_END_DECLS
