/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a blocklist is asked for: the name of the subject in its zone, and those of the
 * test entries by which it proves that it answers at all (RFC 5782 section 5). */

#define G_LOG_DOMAIN "rd-listing"

#include "config.h"

#include "rd-listing-private.h"

/**
 * rd_blocklist_can_answer:
 * @list: a list
 * @subject: an address or a normalized domain
 *
 * Tells whether it makes sense to ask @list about @subject.  Some lists of
 * domains answer "listed" for every address.
 *
 * Returns: whether it does
 */
gboolean
rd_blocklist_can_answer (const RdBlocklist *list,
                         const char        *subject)
{
  RdIp ip;

  if (!rd_ip_parse (subject, &ip))
    return (list->answers & RD_LIST_ANSWERS_DOMAIN) != 0;
  return (list->answers & (ip.family == RD_IP_V4 ? RD_LIST_ANSWERS_IP4 : RD_LIST_ANSWERS_IP6)) != 0;
}

/**
 * _rd_listing_dup_name:
 * @subject: an address or a domain
 * @zone: the zone of a list
 *
 * Returns: (transfer full): the name by which the list knows @subject
 */
char *
_rd_listing_dup_name (const char *subject,
                      const char *zone)
{
  RdIp ip;

  if (rd_ip_parse (subject, &ip))
    return rd_ip_dup_reverse (&ip, zone);
  return g_strdup_printf ("%s.%s", subject, zone);
}

/* RFC 5782 section 5: the test entries of IPv6 lists are ::FFFF:7F00:2 and
 * ::FFFF:7F00:1, as IPv6 addresses. */
static char *
dup_v6_test_name (guint8      last,
                  const char *zone)
{
  RdIp ip = { .family = RD_IP_V6, .bytes = { [10] = 0xff, [11] = 0xff, [12] = 127, [15] = last } };

  return rd_ip_dup_reverse (&ip, zone);
}

/**
 * _rd_listing_dup_test_name:
 * @list: a list
 * @subject: what it is asked about
 * @listed: whether the entry must be there, or must not
 *
 * Returns: (transfer full) (nullable): the name of a test entry, %NULL if the list
 *   has none for this kind of subject
 */
char *
_rd_listing_dup_test_name (const RdBlocklist *list,
                           const char        *subject,
                           gboolean           listed)
{
  const char *entry = listed ? list->listed : list->unlisted;
  RdIp        ip;
  RdIp        entry_ip;
  gboolean    entry_is_ip = entry != NULL && rd_ip_parse (entry, &entry_ip);

  if (!rd_ip_parse (subject, &ip))
    {
      if (entry != NULL && !entry_is_ip)
        return _rd_listing_dup_name (entry, list->zone);
      return entry != NULL ? _rd_listing_dup_name (listed ? "test" : "invalid", list->zone) : NULL;
    }
  if (ip.family == RD_IP_V6)
    {
      if ((listed ? list->listed_v6 : list->unlisted_v6) == NULL)
        return NULL;
      return dup_v6_test_name (listed ? 2 : 1, list->zone);
    }
  if (entry_is_ip)
    return _rd_listing_dup_name (entry, list->zone);
  return listed && list->listed_ip != NULL ? _rd_listing_dup_name (list->listed_ip, list->zone) : NULL;
}
