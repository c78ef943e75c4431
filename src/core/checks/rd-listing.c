/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads what a blocklist answers.  "Not listed" has to be proven: no answer for
 * the subject also comes from lists that were emptied, from resolvers that hide
 * a list and from lists that refuse without saying so.  Only if the same
 * resolver got the list's test entry does silence mean something. */

#define G_LOG_DOMAIN "rd-listing"

#include "config.h"

#include "rd-listing-private.h"

#include "rd-text.h"

#include <string.h>

/* Texts of one list that are shown; more only repeat. */
#define MAX_TEXTS 6

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
  g_strfreev (self->labels);
  g_free (self->outside);
  g_strfreev (self->texts);
  g_free (self->named_as);
  g_array_unref (self->evidence);
  g_free (self);
}

static const RdAnswer *
ask (RdListing     *self,
     RdEvidence    *evidence,
     RdListingFlags flags,
     const char    *name,
     guint16        rr_type)
{
  const char     *zone = flags & RD_LISTING_DIRECT ? self->list->zone : NULL;
  const RdAnswer *answer = rd_evidence_ask (evidence, rd_question_dnsbl_full (name, rr_type, zone));

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

/* An address no list gives (RFC 5782 section 2.3); the first one found stays. */
static void
note_outside_127 (RdListing      *self,
                  const RdAnswer *answer)
{
  for (guint i = 0; answer != NULL && self->outside == NULL && i < rd_answer_count (answer, RD_RR_A); i++)
    {
      const RdIp *ip = &rd_answer_nth (answer, RD_RR_A, i)->address;

      if (ip->bytes[0] != 127)
        self->outside = rd_ip_to_string (ip);
    }
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

/* A refusal comes with words, too: some name the resolver that was refused. */
static void
read_texts (RdListing     *self,
            RdEvidence    *evidence,
            RdListingFlags flags,
            const char    *name)
{
  const RdAnswer *answer = ask (self, evidence, flags, name, RD_RR_TXT);

  self->has_texts = TRUE;
  if (answer != NULL)
    self->texts = dup_texts (answer);
}

static void
read_listing (RdListing      *self,
              RdEvidence     *evidence,
              RdListingFlags  flags,
              const char     *name,
              const RdAnswer *answer)
{
  if (!_rd_listing_read_hit (self, answer))
    set_unknown (self, "unknown-code");
  read_texts (self, evidence, flags, name);
}

/* What the answer says, given what the test entries say.  The order matters:
 * a resolver that rewrites answers explains everything else away. */
static void
read_answer (RdListing      *self,
             RdEvidence     *evidence,
             RdListingFlags  flags,
             const char     *name,
             const RdAnswer *answer,
             const RdAnswer *listed,
             const RdAnswer *unlisted)
{
  const RdListCode *error;

  note_outside_127 (self, answer);
  note_outside_127 (self, listed);
  note_outside_127 (self, unlisted);
  if (self->outside != NULL)
    {
      set_unknown (self, "outside-127");
      return;
    }
  error = find_error (self->list, answer);
  if (error != NULL)
    read_texts (self, evidence, flags, name);
  else
    error = find_error (self->list, unlisted);
  if (error != NULL)
    {
      set_unknown (self, _rd_listing_find_reason (error->label));
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
      read_listing (self, evidence, flags, name, answer);
      return;
    }
  error = find_error (self->list, listed);
  if (error != NULL)
    set_unknown (self, _rd_listing_find_reason (error->label));
  else if (listed == NULL || !self->list->proves_unlisted)
    set_unknown (self, "no-test-entry");
  else if (!rd_answer_is_known (listed))
    set_unknown (self, reason_for_state (listed->state));
  else if (rd_answer_count (listed, RD_RR_A) == 0)
    set_unknown (self, "test-entry-missing");
  else
    self->state = RD_LISTING_NOT_LISTED;
}

static RdListing *
listing_new (const RdBlocklist *list,
             const char        *subject)
{
  RdListing *self = g_new0 (RdListing, 1);

  self->list = list;
  self->subject = g_strdup (subject);
  self->group = _rd_listing_find_group (list, subject, NULL);
  self->evidence = g_array_new (FALSE, FALSE, sizeof (guint));
  return self;
}

/**
 * rd_listing_check:
 * @evidence: what is known; the list's questions are asked here
 * @list: a list that can answer for @subject
 * @subject: an address or a normalized domain
 * @flags: how to ask
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
                  const char        *subject,
                  RdListingFlags     flags)
{
  RdListing       *self = listing_new (list, subject);
  g_autofree char *name = NULL;
  g_autofree char *listed_name = NULL;
  g_autofree char *unlisted_name = NULL;
  const RdAnswer  *answer;
  const RdAnswer  *listed;
  const RdAnswer  *unlisted;

  if (list->status == RD_LIST_CLOSED || list->status == RD_LIST_PRIVATE || list->needs_key)
    {
      self->codes = g_new0 (char *, 1);
      set_unknown (self, list->needs_key ? "key" : list->status == RD_LIST_CLOSED ? "closed"
                                                                                  : "private");
      return self;
    }

  name = _rd_listing_dup_name (subject, list->zone);
  listed_name = _rd_listing_dup_test_name (list, subject, TRUE);
  unlisted_name = _rd_listing_dup_test_name (list, subject, FALSE);
  answer = ask (self, evidence, flags, name, RD_RR_A);
  listed = listed_name != NULL ? ask (self, evidence, flags, listed_name, RD_RR_A) : NULL;
  unlisted = unlisted_name != NULL ? ask (self, evidence, flags, unlisted_name, RD_RR_A) : NULL;
  if (answer == NULL || (listed_name != NULL && listed == NULL) || (unlisted_name != NULL && unlisted == NULL))
    {
      self->codes = g_new0 (char *, 1);
      return self;
    }
  self->codes = dup_codes (answer);
  self->asked_at = answer->asked_at;
  read_answer (self, evidence, flags, name, answer, listed, unlisted);
  return self;
}

/**
 * rd_listing_new_named:
 * @list: a list that cannot be asked
 * @subject: an address or a normalized domain
 *
 * What is known of a private list: that a bounce names it.
 *
 * Returns: (transfer full): the listing
 */
RdListing *
rd_listing_new_named (const RdBlocklist *list,
                      const char        *subject)
{
  RdListing *self = listing_new (list, subject);

  self->state = RD_LISTING_NAMED;
  self->group = RD_LISTING_REPUTATION;
  self->severity = RD_LIST_HIGH;
  self->codes = g_new0 (char *, 1);
  return self;
}

/**
 * rd_listing_set_named:
 * @self: a listing
 * @meaning: (nullable): what the bounce says, for people
 * @time: when it came, seconds since the epoch, 0 if that is not known
 *
 * Says that a bounce names the list: whatever its weight, it is felt.
 */
void
rd_listing_set_named (RdListing  *self,
                      const char *meaning,
                      gint64      time)
{
  self->is_named = TRUE;
  self->named_at = MAX (self->named_at, time);
  g_free (self->named_as);
  self->named_as = g_strdup (meaning);
  if (self->state == RD_LISTING_NAMED && self->meaning == NULL)
    self->meaning = g_strdup (meaning);
}
