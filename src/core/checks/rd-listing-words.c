/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is said about a listing: stable ids, headings, and why a list could not
 * be checked. */

#define G_LOG_DOMAIN "rd-listing"

#include "config.h"

#include "rd-listing-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const char *const state_ids[] = {
  [RD_LISTING_PENDING] = "pending",
  [RD_LISTING_LISTED] = "listed",
  [RD_LISTING_NOT_LISTED] = "not-listed",
  [RD_LISTING_UNKNOWN] = "could-not-check",
  /* A remark is an answer of the list; its group says that it is no blame. */
  [RD_LISTING_REMARK] = "listed",
  [RD_LISTING_NAMED] = "listed",
};

static const struct
{
  const char *id;
  const char *label;
} groups[] = {
  [RD_LISTING_REPUTATION] = { "reputation", NC_ ("group of blocklists", "Bad Reputation") },
  [RD_LISTING_POLICY] = { "policy", NC_ ("group of blocklists", "Wrong Kind of Address") },
  [RD_LISTING_NEIGHBOURHOOD] = { "neighbourhood", NC_ ("group of blocklists", "Your Network") },
  [RD_LISTING_DOMAIN] = { "domain", NC_ ("group of blocklists", "Website or Domain") },
  [RD_LISTING_MINOR] = { "minor", NC_ ("group of blocklists", "Minor Lists") },
  [RD_LISTING_ALLOW] = { "allow", NC_ ("group of blocklists", "Good Signs") },
  [RD_LISTING_INFORMATIONAL] = { "informational", NC_ ("group of blocklists", "For Information") },
};

/**
 * rd_listing_state_to_string:
 * @state: a state
 *
 * The stable word for @state in JSON; never translated.
 *
 * Returns: (transfer none): a static string
 */
const char *
rd_listing_state_to_string (RdListingState state)
{
  g_return_val_if_fail ((gsize) state < G_N_ELEMENTS (state_ids), "could-not-check");

  return state_ids[state];
}

/**
 * rd_listing_group_to_string:
 * @group: a group
 *
 * The stable word for @group in JSON; never translated.
 *
 * Returns: (transfer none): a static string
 */
const char *
rd_listing_group_to_string (RdListingGroup group)
{
  g_return_val_if_fail ((gsize) group < G_N_ELEMENTS (groups), "minor");

  return groups[group].id;
}

/**
 * rd_listing_group_get_label:
 * @group: a group
 *
 * The heading of @group for people, translated.
 *
 * Returns: (transfer none): a static string
 */
const char *
rd_listing_group_get_label (RdListingGroup group)
{
  g_return_val_if_fail ((gsize) group < G_N_ELEMENTS (groups), "");

  return g_dpgettext2 (GETTEXT_PACKAGE, "group of blocklists", groups[group].label);
}

static const struct
{
  const char     *id;
  RdListingRepair repair;
  const char     *text;
} reasons[] = {
  { "closed", RD_LISTING_REPAIR_NONE, N_ ("This list is closed. Whoever still uses it must stop.") },
  { "private", RD_LISTING_REPAIR_LOOKUP, N_ ("This list cannot be asked; only bounces tell.") },
  { "key", RD_LISTING_REPAIR_LOOKUP, N_ ("This list answers only with a key of your own.") },
  { "not-asked", RD_LISTING_REPAIR_AGAIN, N_ ("This list was not asked.") },
  { "timeout", RD_LISTING_REPAIR_AGAIN, N_ ("The list did not answer in time.") },
  { "refused", RD_LISTING_REPAIR_DIRECT, N_ ("The list’s servers refuse to answer your DNS resolver.") },
  { "server-failure", RD_LISTING_REPAIR_AGAIN, N_ ("The list’s servers have a problem at the moment.") },
  { "malformed", RD_LISTING_REPAIR_AGAIN, N_ ("The answer could not be read.") },
  { "public-resolver", RD_LISTING_REPAIR_DIRECT, N_ ("The list refuses public DNS resolvers such as 8.8.8.8 or 1.1.1.1.") },
  { "over-limit", RD_LISTING_REPAIR_DIRECT, N_ ("Too many questions come through your DNS resolver, so the list refuses it.") },
  { "typing-error", RD_LISTING_REPAIR_LOOKUP, N_ ("The list says that its name was written wrongly.") },
  { "ip-query-not-allowed", RD_LISTING_REPAIR_NONE, N_ ("This list knows domains only, not addresses.") },
  { "registration-needed", RD_LISTING_REPAIR_LOOKUP, N_ ("The list answers only resolvers that are registered with it.") },
  { "resolver-rewrites", RD_LISTING_REPAIR_DIRECT, N_ ("Your DNS resolver invents answers, so nothing it says about blocklists can be used.") },
  { "outside-127", RD_LISTING_REPAIR_LOOKUP, N_ ("An answer came that no blocklist gives: the list is gone, or your DNS resolver rewrites answers.") },
  { "lists-the-world", RD_LISTING_REPAIR_NONE, N_ ("The list names even the address that must never be listed, so its answers mean nothing.") },
  { "test-entry-missing", RD_LISTING_REPAIR_DIRECT, N_ ("The list did not answer for its own test entry: it was emptied, or it refuses your DNS resolver without saying so.") },
  { "no-test-entry", RD_LISTING_REPAIR_LOOKUP, N_ ("The list has no test entry, so “not listed” cannot be proven.") },
  { "unknown-code", RD_LISTING_REPAIR_LOOKUP, N_ ("The list answered with a code whose meaning is not known.") },
};

/* Reasons in the list file are words and comments; the first word is the id. */
const char *
_rd_listing_find_reason (const char *label)
{
  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    {
      if (g_str_has_prefix (label, reasons[i].id))
        return reasons[i].id;
    }
  return "refused";
}

/**
 * rd_listing_reason_get_text:
 * @reason: id of a reason
 *
 * Why a list could not be checked, for people, translated.
 *
 * Returns: (transfer none): a sentence
 */
const char *
rd_listing_reason_get_text (const char *reason)
{
  g_return_val_if_fail (reason != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    {
      if (strcmp (reasons[i].id, reason) == 0)
        return _ (reasons[i].text);
    }
  return _ ("The list refused to answer.");
}

/**
 * rd_listing_reason_get_repair:
 * @reason: id of a reason
 * @flags: how the list was asked
 *
 * What helps when a list could not be checked.
 *
 * Returns: the repair
 */
RdListingRepair
rd_listing_reason_get_repair (const char    *reason,
                              RdListingFlags flags)
{
  g_return_val_if_fail (reason != NULL, RD_LISTING_REPAIR_NONE);

  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    {
      if (strcmp (reasons[i].id, reason) != 0)
        continue;
      /* Who was asked directly has no one else to ask. */
      if (reasons[i].repair == RD_LISTING_REPAIR_DIRECT && (flags & RD_LISTING_DIRECT) != 0)
        return RD_LISTING_REPAIR_LOOKUP;
      return reasons[i].repair;
    }
  return RD_LISTING_REPAIR_NONE;
}

/* What codes without words of their own mean, by their class. */
static const struct
{
  const char *class;
  const char *address; /* what it means for an address */
  const char *domain;  /* for a domain */
} classes[] = {
  { "spam-source", N_ ("Spam was seen coming from this address."), N_ ("Mail that names this domain was seen as spam.") },
  { "spam-domain", N_ ("Spam was seen coming from this address."), N_ ("Mail that names this domain was seen as spam.") },
  { "domain-reputation", N_ ("The address has a bad reputation."), N_ ("The domain has a bad reputation.") },
  { "phish", N_ ("Passwords were stolen through this address."), N_ ("Passwords were stolen with pages of this domain.") },
  { "malware", N_ ("Harmful programs came from this address."), N_ ("Harmful programs came from this domain.") },
  { "hacked-site", N_ ("A website at this address was hacked or misused."), N_ ("The website of this domain was hacked or misused.") },
  { "policy", N_ ("This address belongs to a range from which mail must not be sent directly. That is normal for office and home connections."), N_ ("The domain does not meet the rules of the list.") },
  { "neighbourhood", N_ ("Others in the same network are to blame. It says nothing about you."), N_ ("Others in the same network are to blame. It says nothing about you.") },
  { "compromised", N_ ("A machine at this address is infected or misused."), N_ ("The website of this domain was hacked or misused.") },
  { "attack-source", N_ ("A machine at this address attacked others."), N_ ("A machine of this domain attacked others.") },
  { "backscatter", N_ ("The server sends bounces or automatic replies to people who never wrote."), N_ ("The server sends bounces or automatic replies to people who never wrote.") },
  { "domain-age", N_ ("This domain is new. Nothing needs to be removed; that passes by itself."), N_ ("This domain is new. Nothing needs to be removed; that passes by itself.") },
  { "allow", N_ ("The list knows this sender as a good one."), N_ ("The list knows this sender as a good one.") },
  { "tor", N_ ("The address belongs to the Tor network."), N_ ("The domain belongs to the Tor network.") },
};

/* A grade is neither good nor bad by its class alone. */
static const char *
find_grade (RdListSeverity severity)
{
  if (severity == RD_LIST_GOOD)
    return _ ("The list knows this sender as a good one.");
  return severity < RD_LIST_REMARK ? _ ("The address has a bad reputation.") : _ ("A remark of the list, no listing.");
}

/* What a code means where the list gives no words for it: by its class, or by how bad
 * it is. */
char *
_rd_listing_dup_class_meaning (const RdBlocklist *list,
                               const RdListCode  *code,
                               gboolean           is_domain)
{
  const char *class = code->class != NULL ? code->class : list->type;

  for (gsize i = 0; i < G_N_ELEMENTS (classes); i++)
    {
      if (strcmp (classes[i].class, class) == 0)
        return g_strdup (is_domain ? _ (classes[i].domain) : _ (classes[i].address));
    }
  return g_strdup (find_grade (code->severity));
}
