/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads what a blocklist answers.  "Not listed" has to be proven: no answer for
 * the subject also comes from lists that were emptied, from resolvers that hide
 * a list and from lists that refuse without saying so.  Only if the same
 * resolver got the list's test entry does silence mean something. */

#define G_LOG_DOMAIN "rd-listing"

#include "config.h"

#include "rd-listing.h"

#include "rd-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Lists below this weight stand among the minor ones. */
#define LEAST_MAJOR_WEIGHT 35

/* A listing of this weight is felt by the sender. */
#define LEAST_HARMFUL_WEIGHT 60

/* Texts of one list that are shown; more only repeat. */
#define MAX_TEXTS 6

static const char *const state_ids[] = {
  [RD_LISTING_PENDING] = "pending",
  [RD_LISTING_LISTED] = "listed",
  [RD_LISTING_NOT_LISTED] = "not-listed",
  [RD_LISTING_UNKNOWN] = "could-not-check",
  /* A remark is an answer of the list; its group says that it is no blame. */
  [RD_LISTING_REMARK] = "listed",
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
  const char *id;
  const char *text;
} reasons[] = {
  { "closed", N_ ("This list is closed. Whoever still uses it must stop.") },
    { "key", N_ ("This list answers only with a key of your own.") },
      { "not-asked", N_ ("This list was not asked.") },
        { "timeout", N_ ("The list did not answer in time.") },
          { "refused", N_ ("The list’s servers refuse to answer your DNS resolver.") },
            { "server-failure", N_ ("The list’s servers have a problem at the moment.") },
              { "malformed", N_ ("The answer could not be read.") },
                { "public-resolver", N_ ("The list refuses public DNS resolvers such as 8.8.8.8 or 1.1.1.1. Ask through the DNS resolver of your internet provider.") },
                  { "over-limit", N_ ("Too many questions come through your DNS resolver, so the list refuses it.") },
                    { "typing-error", N_ ("The list says that its name was written wrongly.") },
                      { "ip-query-not-allowed", N_ ("This list knows domains only, not addresses.") },
                        { "registration-needed", N_ ("The list answers only resolvers that are registered with it.") },
                          { "outside-127", N_ ("An answer came that no blocklist gives: the list is gone, or your DNS resolver rewrites answers.") },
                            { "lists-the-world", N_ ("The list names even the address that must never be listed, so its answers mean nothing.") },
                              { "test-entry-missing", N_ ("The list did not answer for its own test entry: it was emptied, or it refuses your DNS resolver without saying so.") },
                                { "no-test-entry", N_ ("The list has no test entry, so “not listed” cannot be proven.") },
                                  { "unknown-code", N_ ("The list answered with a code whose meaning is not known.") },
                                };

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
 * rd_listing_free:
 * @self: (nullable): a listing
 *
 * Frees @self.
 */
void
rd_listing_free (RdListing *self)
{
  if (self == NULL)
    return;
  g_free (self->subject);
  g_strfreev (self->codes);
  g_free (self->meaning);
  g_strfreev (self->texts);
  g_array_unref (self->evidence);
  g_free (self);
}

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

static char *
dup_name (const char *subject,
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

/* Name of the entry that must be there (@listed) or must not; %NULL if the list
 * has none for this kind of subject. */
static char *
dup_test_name (const RdBlocklist *list,
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
        return dup_name (entry, list->zone);
      return entry != NULL ? dup_name (listed ? "test" : "invalid", list->zone) : NULL;
    }
  if (ip.family == RD_IP_V6)
    {
      if ((listed ? list->listed_v6 : list->unlisted_v6) == NULL)
        return NULL;
      return dup_v6_test_name (listed ? 2 : 1, list->zone);
    }
  if (entry_is_ip)
    return dup_name (entry, list->zone);
  return listed && list->listed_ip != NULL ? dup_name (list->listed_ip, list->zone) : NULL;
}

static const RdAnswer *
ask (RdListing  *self,
     RdEvidence *evidence,
     const char *name,
     guint16     rr_type)
{
  const RdAnswer *answer = rd_evidence_ask (evidence, rd_question_dnsbl (name, rr_type));

  if (answer != NULL)
    g_array_append_val (self->evidence, answer->id);
  return answer;
}

static void
set_unknown (RdListing  *self,
             const char *reason)
{
  self->state = RD_LISTING_UNKNOWN;
  self->reason = reason;
}

static const char *
reason_for_state (RdAnswerState state)
{
  switch (state)
    {
    case RD_ANSWER_REFUSED:
      return "refused";
    case RD_ANSWER_SERVER_FAILURE:
      return "server-failure";
    case RD_ANSWER_TIMEOUT:
      return "timeout";
    case RD_ANSWER_NOT_ASKED:
      return "not-asked";
    case RD_ANSWER_MALFORMED:
      return "malformed";
    case RD_ANSWER_FOUND:
    case RD_ANSWER_NO_DATA:
    case RD_ANSWER_NO_SUCH_NAME:
    default:
      return NULL;
    }
}

static gboolean
is_outside_127 (const RdAnswer *answer)
{
  for (guint i = 0; answer != NULL && i < rd_answer_count (answer, RD_RR_A); i++)
    {
      if (rd_answer_nth (answer, RD_RR_A, i)->address.bytes[0] != 127)
        return TRUE;
    }
  return FALSE;
}

static const RdListCode *
find_error (const RdBlocklist *list,
            const RdAnswer    *answer)
{
  for (guint i = 0; answer != NULL && i < rd_answer_count (answer, RD_RR_A); i++)
    {
      const RdListCode *error = rd_blocklist_find_error (list, rd_answer_nth (answer, RD_RR_A, i)->address.bytes);

      if (error != NULL)
        return error;
    }
  return NULL;
}

/* Reasons come from the list file as words and comments; the first word is the
 * id. */
static const char *
reason_for_error (const RdListCode *error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    {
      if (g_str_has_prefix (error->label, reasons[i].id))
        return reasons[i].id;
    }
  return "refused";
}

static RdListingGroup
group_for (const RdBlocklist *list,
           const char        *subject,
           const RdListCode  *worst)
{
  const char *class = worst != NULL ? worst->class : list->type;
  RdIp ip;

  if (list->role == RD_LIST_ALLOW || strcmp (class, "allow") == 0)
    return RD_LISTING_ALLOW;
  if (list->role == RD_LIST_INFO || strcmp (class, "tor") == 0 || strcmp (class, "geo") == 0 ||
      strcmp (class, "bogon") == 0 || strcmp (class, "backscatter") == 0 || strcmp (class, "domain-age") == 0)
    return RD_LISTING_INFORMATIONAL;
  if (strcmp (class, "neighbourhood") == 0)
    return RD_LISTING_NEIGHBOURHOOD;
  if (strcmp (class, "policy") == 0)
    return RD_LISTING_POLICY;
  if (!rd_ip_parse (subject, &ip))
    return RD_LISTING_DOMAIN;
  return list->weight < LEAST_MAJOR_WEIGHT ? RD_LISTING_MINOR : RD_LISTING_REPUTATION;
}

static int
compare_codes (gconstpointer a,
               gconstpointer b)
{
  const RdListCode *first = *(const RdListCode *const *) a;
  const RdListCode *second = *(const RdListCode *const *) b;

  return (int) first->severity - (int) second->severity;
}

static int
compare_strings (gconstpointer a,
                 gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static char **
dup_codes (const RdAnswer *answer)
{
  g_autoptr (GPtrArray) codes = g_ptr_array_new ();

  for (guint i = 0; i < rd_answer_count (answer, RD_RR_A); i++)
    g_ptr_array_add (codes, rd_ip_to_string (&rd_answer_nth (answer, RD_RR_A, i)->address));
  g_ptr_array_sort (codes, compare_strings);
  g_ptr_array_add (codes, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&codes), FALSE);
}

static char *
dup_meaning (GPtrArray *codes)
{
  g_autoptr (GString) meaning = g_string_new (NULL);

  for (guint i = 0; i < codes->len; i++)
    {
      const RdListCode *code = g_ptr_array_index (codes, i);

      g_string_append_printf (meaning, "%s%s", i > 0 ? "; " : "", code->label);
      if (code->text != NULL)
        g_string_append_printf (meaning, ": %s", code->text);
    }
  return g_string_free (g_steal_pointer (&meaning), FALSE);
}

static char **
dup_texts (const RdAnswer *answer)
{
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();

  for (guint i = 0; i < rd_answer_count (answer, RD_RR_TXT) && i < MAX_TEXTS; i++)
    {
      GBytes          *data = rd_answer_nth (answer, RD_RR_TXT, i)->data;
      gsize            length = 0;
      const char      *bytes = data != NULL ? g_bytes_get_data (data, &length) : NULL;
      g_autofree char *valid = bytes != NULL ? rd_text_make_valid (bytes, (gssize) length) : NULL;
      g_autofree char *visible = valid != NULL ? rd_text_dup_visible (valid) : NULL;

      if (visible != NULL)
        g_strv_builder_add (texts, visible);
    }
  return g_strv_builder_end (texts);
}

static gboolean
is_blame (const RdBlocklist *list,
          const RdListCode  *worst)
{
  if (list->role == RD_LIST_ALLOW || list->role == RD_LIST_INFO)
    return FALSE;
  if (worst->severity < RD_LIST_REMARK)
    return TRUE;
  return strcmp (worst->class, "allow") != 0 && strcmp (worst->class, "mixed") != 0 &&
         strcmp (worst->class, "info") != 0 && strcmp (worst->class, "reputation") != 0 &&
         worst->severity != RD_LIST_GOOD;
}

static void
read_listing (RdListing      *self,
              RdEvidence     *evidence,
              const char     *name,
              const RdAnswer *answer)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  const RdListCode *worst;
  const RdAnswer   *texts;

  for (guint i = 0; i < rd_answer_count (answer, RD_RR_A); i++)
    {
      g_autoptr (GPtrArray) codes = rd_blocklist_find_codes (self->list, rd_answer_nth (answer, RD_RR_A, i)->address.bytes);

      for (guint j = 0; j < codes->len; j++)
        {
          if (!g_ptr_array_find (found, g_ptr_array_index (codes, j), NULL))
            g_ptr_array_add (found, g_ptr_array_index (codes, j));
        }
    }
  if (found->len == 0)
    {
      set_unknown (self, "unknown-code");
      return;
    }
  g_ptr_array_sort (found, compare_codes);
  worst = g_ptr_array_index (found, 0);
  self->severity = worst->severity;
  self->meaning = dup_meaning (found);
  self->state = is_blame (self->list, worst) ? RD_LISTING_LISTED : RD_LISTING_REMARK;
  self->group = group_for (self->list, self->subject, worst);
  if (self->state == RD_LISTING_REMARK && self->group != RD_LISTING_ALLOW)
    self->group = worst->severity == RD_LIST_GOOD ? RD_LISTING_ALLOW : RD_LISTING_INFORMATIONAL;
  self->ttl = rd_answer_nth (answer, RD_RR_A, 0)->ttl;
  texts = ask (self, evidence, name, RD_RR_TXT);
  if (texts != NULL)
    self->texts = dup_texts (texts);
}

/* What the answer says, given what the test entries say.  The order matters:
 * a resolver that rewrites answers explains everything else away. */
static void
read_answer (RdListing      *self,
             RdEvidence     *evidence,
             const char     *name,
             const RdAnswer *answer,
             const RdAnswer *listed,
             const RdAnswer *unlisted)
{
  const RdListCode *error;

  if (is_outside_127 (answer) || is_outside_127 (listed) || is_outside_127 (unlisted))
    {
      set_unknown (self, "outside-127");
      return;
    }
  error = find_error (self->list, answer);
  if (error == NULL)
    error = find_error (self->list, unlisted);
  if (error != NULL)
    {
      set_unknown (self, reason_for_error (error));
      return;
    }
  if (unlisted != NULL && rd_answer_count (unlisted, RD_RR_A) > 0)
    {
      set_unknown (self, "lists-the-world");
      return;
    }
  if (!rd_answer_is_known (answer))
    {
      set_unknown (self, reason_for_state (answer->state));
      return;
    }
  if (rd_answer_count (answer, RD_RR_A) > 0)
    {
      read_listing (self, evidence, name, answer);
      return;
    }
  error = find_error (self->list, listed);
  if (error != NULL)
    set_unknown (self, reason_for_error (error));
  else if (listed == NULL || !self->list->proves_unlisted)
    set_unknown (self, "no-test-entry");
  else if (!rd_answer_is_known (listed))
    set_unknown (self, reason_for_state (listed->state));
  else if (rd_answer_count (listed, RD_RR_A) == 0)
    set_unknown (self, "test-entry-missing");
  else
    self->state = RD_LISTING_NOT_LISTED;
}

/**
 * rd_listing_check:
 * @evidence: what is known; the list's questions are asked here
 * @list: a list that can answer for @subject
 * @subject: an address or a normalized domain
 *
 * Finds out what @list says about @subject (RFC 5782).  Subject and both test
 * entries are asked at once; what the list itself writes (TXT) is asked for
 * hits only, and a hit is shown before it came.
 *
 * Returns: (transfer full): the listing, %RD_LISTING_PENDING while a question is open
 */
RdListing *
rd_listing_check (RdEvidence        *evidence,
                  const RdBlocklist *list,
                  const char        *subject)
{
  RdListing       *self = g_new0 (RdListing, 1);
  g_autofree char *name = NULL;
  g_autofree char *listed_name = NULL;
  g_autofree char *unlisted_name = NULL;
  const RdAnswer  *answer;
  const RdAnswer  *listed;
  const RdAnswer  *unlisted;

  self->list = list;
  self->subject = g_strdup (subject);
  self->group = group_for (list, subject, NULL);
  self->evidence = g_array_new (FALSE, FALSE, sizeof (guint));
  if (list->status == RD_LIST_CLOSED || list->needs_key)
    {
      self->codes = g_new0 (char *, 1);
      set_unknown (self, list->needs_key ? "key" : "closed");
      return self;
    }

  name = dup_name (subject, list->zone);
  listed_name = dup_test_name (list, subject, TRUE);
  unlisted_name = dup_test_name (list, subject, FALSE);
  answer = ask (self, evidence, name, RD_RR_A);
  listed = listed_name != NULL ? ask (self, evidence, listed_name, RD_RR_A) : NULL;
  unlisted = unlisted_name != NULL ? ask (self, evidence, unlisted_name, RD_RR_A) : NULL;
  if (answer == NULL || (listed_name != NULL && listed == NULL) || (unlisted_name != NULL && unlisted == NULL))
    {
      self->codes = g_new0 (char *, 1);
      return self;
    }
  self->codes = dup_codes (answer);
  read_answer (self, evidence, name, answer, listed, unlisted);
  return self;
}

/**
 * rd_listing_dup_url:
 * @self: a listing
 * @removal: whether the page for removal is wanted, else the one for looking up
 *
 * The page of the list with the subject filled in.
 *
 * Returns: (transfer full) (nullable): the URL
 */
char *
rd_listing_dup_url (const RdListing *self,
                    gboolean         removal)
{
  const char *template = removal ? self->list->removal_url : self->list->lookup_url;
  GString *url;

  if (template == NULL)
    return NULL;
  url = g_string_new (template);
  g_string_replace (url, "{ip}", self->subject, 0);
  g_string_replace (url, "{domain}", self->subject, 0);
  return g_string_free (url, FALSE);
}

static RdFindingState
finding_state_for (const RdListing *self)
{
  switch (self->state)
    {
    case RD_LISTING_LISTED:
      if (self->group == RD_LISTING_INFORMATIONAL || self->group == RD_LISTING_ALLOW)
        return RD_FINDING_INFO;
      if (self->group == RD_LISTING_NEIGHBOURHOOD || self->group == RD_LISTING_MINOR)
        return self->list->weight < 10 ? RD_FINDING_INFO : RD_FINDING_WEAK;
      return self->list->weight >= LEAST_HARMFUL_WEIGHT ? RD_FINDING_BROKEN : RD_FINDING_WEAK;
    case RD_LISTING_NOT_LISTED:
      return RD_FINDING_FINE;
    case RD_LISTING_REMARK:
      return RD_FINDING_INFO;
    case RD_LISTING_PENDING:
    case RD_LISTING_UNKNOWN:
    default:
      return RD_FINDING_UNKNOWN;
    }
}

/**
 * rd_listing_to_finding:
 * @self: a listing
 *
 * Turns a listing into a finding with id "blocklist.LIST".
 *
 * Returns: (transfer full): the finding
 */
RdFinding *
rd_listing_to_finding (const RdListing *self)
{
  g_autofree char *id = g_strdup_printf ("blocklist.%s", self->list->id);
  g_autofree char *title = NULL;
  RdFindingState   state = finding_state_for (self);
  RdFinding       *finding;

  switch (self->state)
    {
    case RD_LISTING_LISTED:
      title = g_strdup_printf (_ ("%s lists %s"), self->list->name, self->subject);
      break;
    case RD_LISTING_REMARK:
      title = g_strdup_printf (_ ("%s has a remark about %s"), self->list->name, self->subject);
      break;
    case RD_LISTING_NOT_LISTED:
      title = g_strdup_printf (_ ("%s does not list %s"), self->list->name, self->subject);
      break;
    case RD_LISTING_PENDING:
    case RD_LISTING_UNKNOWN:
    default:
      title = g_strdup_printf (_ ("%s could not be checked"), self->list->name);
      break;
    }
  finding = rd_finding_new (id, state, self->subject,
                            state == RD_FINDING_BROKEN || state == RD_FINDING_WEAK ? RD_OWNER_HOST : RD_OWNER_WAIT, title);
  finding->explanation = g_strdup (self->reason != NULL ? rd_listing_reason_get_text (self->reason) : self->meaning);
  if (self->state == RD_LISTING_LISTED)
    finding->fix = g_strdup (self->list->fix_first);
  for (guint i = 0; i < self->evidence->len; i++)
    rd_finding_add_evidence (finding, g_array_index (self->evidence, guint, i));
  return finding;
}

/**
 * rd_listings_summarize:
 * @listings: (element-type RdListing): all lists about one subject
 * @subject: the subject
 *
 * One sentence over all lists: what is listed decides by its weight, never by
 * the number of lists, and what could not be asked is counted.
 *
 * Returns: (transfer full): a finding with id "blocklists"
 */
RdFinding *
rd_listings_summarize (GPtrArray  *listings,
                       const char *subject)
{
  guint          n_asked = 0;
  guint          weight_asked = 0;
  guint          weight_all = 0;
  guint          worst = 0;
  gboolean       listed = FALSE;
  RdFindingState state;
  const char    *title;
  RdFinding     *finding;

  for (guint i = 0; i < listings->len; i++)
    {
      const RdListing *listing = g_ptr_array_index (listings, i);
      RdFindingState   one = finding_state_for (listing);

      weight_all += listing->list->weight;
      if (listing->state == RD_LISTING_UNKNOWN || listing->state == RD_LISTING_PENDING)
        continue;
      n_asked++;
      weight_asked += listing->list->weight;
      if (one == RD_FINDING_BROKEN || one == RD_FINDING_WEAK)
        {
          listed = TRUE;
          worst = MAX (worst, listing->list->weight);
        }
    }
  if (listed && worst >= LEAST_HARMFUL_WEIGHT)
    {
      state = RD_FINDING_BROKEN;
      title = _ ("Listed where it matters");
    }
  else if (weight_asked * 2 < weight_all)
    {
      state = RD_FINDING_UNKNOWN;
      title = _ ("The important blocklists could not be checked");
    }
  else if (listed)
    {
      state = RD_FINDING_WEAK;
      title = _ ("Listed on minor lists only");
    }
  else
    {
      state = RD_FINDING_FINE;
      title = _ ("Not listed");
    }
  finding = rd_finding_new ("blocklists", state, subject, state == RD_FINDING_FINE ? RD_OWNER_WAIT : RD_OWNER_HOST, title);
  finding->explanation = g_strdup_printf (dngettext (GETTEXT_PACKAGE,
                                                     "%u of %u list answered, that is %u %% by importance.",
                                                     "%u of %u lists answered, that is %u %% by importance.", listings->len),
                                          n_asked, listings->len,
                                          weight_all > 0 ? weight_asked * 100 / weight_all : 0);
  return finding;
}
