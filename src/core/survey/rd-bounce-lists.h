/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-bounce.h"
#include "rd-list-mention.h"
#include "rd-listing.h"

G_BEGIN_DECLS

/**
 * RdListSource:
 * @RD_LIST_SOURCE_SEEN: the server that refused the mail wrote the address
 * @RD_LIST_SOURCE_HEADER: a header of the mail tells it
 * @RD_LIST_SOURCE_AUTHOR: domain of the author's address
 * @RD_LIST_SOURCE_ENVELOPE: domain of the return address
 * @RD_LIST_SOURCE_SIGNER: domain that signed the mail (DKIM)
 * @RD_LIST_SOURCE_HELO: name the sending server goes by
 * @RD_LIST_SOURCE_REVERSE: domain of the address's own name (PTR)
 * @RD_LIST_SOURCE_ALLOWED: the domain allows the address to send (SPF)
 * @RD_LIST_SOURCE_INCOMING: server for incoming mail (MX)
 * @RD_LIST_SOURCE_WEBSITE: address of the domain itself (A)
 * @RD_LIST_SOURCE_HOST: address of a host that was named
 *
 * Where an address or a domain was found, the most certain first.
 */
typedef enum
{
  RD_LIST_SOURCE_SEEN,
  RD_LIST_SOURCE_HEADER,
  RD_LIST_SOURCE_AUTHOR,
  RD_LIST_SOURCE_ENVELOPE,
  RD_LIST_SOURCE_SIGNER,
  RD_LIST_SOURCE_HELO,
  RD_LIST_SOURCE_REVERSE,
  RD_LIST_SOURCE_ALLOWED,
  RD_LIST_SOURCE_INCOMING,
  RD_LIST_SOURCE_WEBSITE,
  RD_LIST_SOURCE_HOST,
} RdListSource;

const char *rd_list_source_get_text (RdListSource source);
const char *rd_list_source_to_string (RdListSource source);

/**
 * RdListSubject:
 *
 * What blocklists can be asked about, and where it was found.
 */
typedef struct
{
  char        *subject; /* address or normalized domain */
  RdListSource source;
} RdListSubject;

/**
 * RdNamedList:
 *
 * A list that a bounce names.
 */
typedef struct
{
  RdListMention *mention;
  char          *subject; /* (nullable): what stands on it */
  gint64         time;    /* seconds since the epoch, 0 if not known */
} RdNamedList;

GPtrArray *rd_list_subjects_new (void) G_GNUC_WARN_UNUSED_RESULT;
void       rd_list_subjects_add (GPtrArray   *subjects,
                                 const char  *text,
                                 RdListSource source);
void       rd_named_list_free (RdNamedList *self);
GPtrArray *rd_bounce_dup_list_subjects (const RdBounce *bounce) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *rd_mail_dup_list_subjects (RdMail *mail) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *rd_bounce_dup_named_lists (const RdBounce     *bounce,
                                      const RdBlocklists *lists) G_GNUC_WARN_UNUSED_RESULT;
void       rd_named_lists_add (GPtrArray         *named,
                               const RdBlocklist *list,
                               const char        *subject,
                               const char        *meaning,
                               gint64             time);
void       rd_listings_add_named (GPtrArray  *listings,
                                  GPtrArray  *named,
                                  const char *subject);

G_END_DECLS
