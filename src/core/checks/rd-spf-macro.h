/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-ip.h"

G_BEGIN_DECLS

/**
 * RdSpfMacroUse:
 * @RD_SPF_MACRO_DOMAIN: a domain-spec: no blanks, no %{c} %{r} %{t}
 * @RD_SPF_MACRO_MODIFIER: the value of a modifier nobody knows
 * @RD_SPF_MACRO_EXPLANATION: the text of an explanation, blanks allowed
 *
 * Where a macro string stands decides what it may hold (RFC 7208 section 7).
 */
typedef enum
{
  RD_SPF_MACRO_DOMAIN,
  RD_SPF_MACRO_MODIFIER,
  RD_SPF_MACRO_EXPLANATION,
} RdSpfMacroUse;

/**
 * RdSpfMacroValues:
 *
 * What the macros of one evaluation stand for.
 */
typedef struct
{
  const char *local_part;    /* %{l} */
  const char *sender_domain; /* %{o} */
  const char *domain;        /* %{d} */
  const char *helo;          /* %{h} */
  const char *receiver;      /* (nullable): %{r} */
  const char *validated;     /* (nullable): %{p} */
  RdIp        ip;            /* %{i}, %{c}, %{v} */
  gint64      now;           /* %{t}, seconds since the epoch */
} RdSpfMacroValues;

gboolean rd_spf_macro_is_valid (const char   *text,
                                gsize         length,
                                RdSpfMacroUse use);
gboolean rd_spf_domain_spec_is_valid (const char *text,
                                      gsize       length);
gboolean rd_spf_macro_uses_letter (const char *text,
                                   char        letter);
gboolean rd_spf_macro_is_constant (const char *text);
char    *rd_spf_macro_expand (const char             *text,
                              const RdSpfMacroValues *values,
                              gsize                   limit) G_GNUC_WARN_UNUSED_RESULT;
char    *rd_spf_macro_expand_domain (const char             *text,
                                     const RdSpfMacroValues *values) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
