/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define RD_BLOCKLIST_ERROR (rd_blocklist_error_quark ())
GQuark rd_blocklist_error_quark (void);

/**
 * RdBlocklistError:
 * @RD_BLOCKLIST_ERROR_SYNTAX: a line that is no field, or no text at all
 * @RD_BLOCKLIST_ERROR_VALUE: a field whose value is missing or does not fit
 * @RD_BLOCKLIST_ERROR_MISSING: a stanza without a field it needs, or no stanza
 *
 * Why a file of blocklists was refused.  Messages about a line begin with it.
 */
typedef enum
{
  RD_BLOCKLIST_ERROR_SYNTAX,
  RD_BLOCKLIST_ERROR_VALUE,
  RD_BLOCKLIST_ERROR_MISSING,
} RdBlocklistError;

/* What a list can be asked about. */
typedef enum
{
  RD_LIST_ANSWERS_IP4 = 1 << 0,
  RD_LIST_ANSWERS_IP6 = 1 << 1,
  RD_LIST_ANSWERS_DOMAIN = 1 << 2,
} RdListAnswers;

/**
 * RdListRole:
 * @RD_LIST_BLOCK: who is on it is refused
 * @RD_LIST_ALLOW: who is on it is welcome
 * @RD_LIST_INFO: says something, good or bad for nobody
 * @RD_LIST_REPUTATION: gives marks
 * @RD_LIST_MIXED: its codes decide
 *
 * What it means to be on a list.
 */
typedef enum
{
  RD_LIST_BLOCK,
  RD_LIST_ALLOW,
  RD_LIST_INFO,
  RD_LIST_REPUTATION,
  RD_LIST_MIXED,
} RdListRole;

/**
 * RdListStatus:
 *
 * Whether a list can be asked at all.
 */
typedef enum
{
  RD_LIST_ALIVE,
  RD_LIST_UNCERTAIN,
  RD_LIST_CLOSED,
  RD_LIST_PRIVATE, /* cannot be asked: known from bounces only */
} RdListStatus;

/* How much one code of a list hurts, worst first. */
typedef enum
{
  RD_LIST_CRITICAL,
  RD_LIST_HIGH,
  RD_LIST_MEDIUM,
  RD_LIST_LOW,
  RD_LIST_REMARK,
  RD_LIST_IGNORE,
  RD_LIST_GOOD,
} RdListSeverity;

/**
 * RdListCode:
 *
 * What one answer of a list means.  Of an error only pattern and label are set.
 */
typedef struct
{
  char          *pattern; /* "127.0.0.2", "127.0.*.0", "127.0.4.0-100", "64" (a bit) */
  RdListSeverity severity;
  char *class; /* "spam-source", "policy", "hacked-site", … */
  char *label;
  char *text; /* (nullable): what it means, for people */
} RdListCode;

/* What the words of a rejection are about. */
typedef enum
{
  RD_LIST_ABOUT_IP,
  RD_LIST_ABOUT_DOMAIN,
  RD_LIST_ABOUT_NOTHING, /* it only looks like a listing */
} RdListAbout;

/**
 * RdListPhrase:
 *
 * How a rejection names a list.
 */
typedef struct
{
  guint       priority; /* 0 to 100; the highest in a text wins */
  RdListAbout about;
  GRegex     *regex;
  char       *text; /* what it means, for people */
} RdListPhrase;

/**
 * RdBlocklist:
 *
 * One DNS list (RFC 5782): where to ask, how to read the answer, how to get
 * off.  Of a private list, zone and test entries are not known.  Strings that
 * are not known are %NULL.
 */
typedef struct
{
  char         *id;
  char         *zone;
  char         *name;
  char         *operator_name;
  RdListAnswers answers;
  RdListRole    role;
  char         *type; /* "spam-source", "policy", "neighbourhood", … */
  RdListStatus  status;
  gboolean      is_default;
  guint         weight; /* 0 to 100 */
  gboolean      is_bitmask;
  gboolean      needs_key;
  gboolean      proves_unlisted; /* has a test entry that proves "not listed" */
  GPtrArray    *codes;           /* (element-type RdListCode) */
  GPtrArray    *errors;          /* (element-type RdListCode) */
  GPtrArray    *phrases;         /* (element-type RdListPhrase) */
  char         *listed;          /* test entries, for the list's main kind of subject */
  char         *unlisted;
  char         *listed_ip; /* of a domain list that also knows addresses */
  char         *listed_v6;
  char         *unlisted_v6;
  char         *lookup_url;
  char         *removal_url;
  char         *expires;
  guint         expires_hours; /* 0: does not expire by itself, or not known */
  char         *removal_time;
  char         *cost; /* %NULL: free */
  char         *who_may_ask;
  char         *fix_first;
  char         *write; /* what to put into the form or the mail */
  char         *note;
} RdBlocklist;

/**
 * RdBlocklists:
 *
 * All lists of one file, heaviest first.  Immutable and reference counted.
 */
typedef struct _RdBlocklists RdBlocklists;

RdBlocklists      *rd_blocklists_get_default (void);
RdBlocklists      *rd_blocklists_load (GError **error) G_GNUC_WARN_UNUSED_RESULT;
RdBlocklists      *rd_blocklists_parse (const char *text,
                                        gsize       length,
                                        GError    **error) G_GNUC_WARN_UNUSED_RESULT;
RdBlocklists      *rd_blocklists_ref (RdBlocklists *self);
void               rd_blocklists_unref (RdBlocklists *self);
guint              rd_blocklists_get_n (const RdBlocklists *self);
const RdBlocklist *rd_blocklists_nth (const RdBlocklists *self,
                                      guint               index);
const RdBlocklist *rd_blocklists_find (const RdBlocklists *self,
                                       const char         *id);

const char *rd_blocklist_get_words (const char *text);

const RdListCode *rd_blocklist_find_error (const RdBlocklist *self,
                                           const guint8       octets[4]);
GPtrArray        *rd_blocklist_find_codes (const RdBlocklist *self,
                                           const guint8       octets[4]) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdBlocklists, rd_blocklists_unref)

G_END_DECLS
