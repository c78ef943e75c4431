/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce"

#include "config.h"

#include "rd-bounce-merge.h"

#include <string.h>

#include "rd-ip.h"
#include "rd-limits.h"
#include "rd-text.h"

/* One failure a recipient, of what the report's fields and the human part say.
 * The server's words come first, the Status field second, Action third: Exim,
 * Courier and OpenSMTPD always report 5.0.0, and Sendmail writes 5.1.1 for any
 * 550 without an enhanced code. */

/* Words and fields come in the same order: of a notice about thousands, only the
 * words this far from the place of the fields are looked through. */
#define MAX_MATCH_DISTANCE 256u

/* Two texts that agree so far are the same reply. */
#define SAME_REPLY_BYTES 60

typedef struct
{
  const RdNotice *notice;
  gboolean       *is_used; /* recipients of the notice already taken */
} Matcher;

static gboolean
same_words (const RdDsnRecipient  *field,
            const RdTextRecipient *text)
{
  const char      *words = text->reply != NULL ? text->reply : text->reason;
  RdReplyHit       hit;
  g_autofree char *joined = NULL;
  gsize            size;

  if (field->diagnostic == NULL || words == NULL)
    return FALSE;
  if (!_rd_reply_find (field->diagnostic, strlen (field->diagnostic), &hit))
    return rd_text_find_nocase (words, field->diagnostic) != NULL;
  joined = _rd_reply_dup_joined (field->diagnostic + hit.start, hit.end - hit.start, hit.code, hit.status);
  size = MIN (MIN (strlen (joined), strlen (words)), SAME_REPLY_BYTES);
  return g_ascii_strncasecmp (joined, words, size) == 0;
}

/* The part of the notice about the recipient of these fields.  Exim names the
 * address the sender wrote in the fields, and the failed one only here. */
static const RdTextRecipient *
match_recipient (Matcher              *self,
                 const RdDsnRecipient *field,
                 guint                 index)
{
  const RdTextRecipient *found = NULL;
  guint                  found_at = 0;
  guint                  n = self->notice->recipients->len;
  guint                  from = n > 2 * MAX_MATCH_DISTANCE && index > MAX_MATCH_DISTANCE ? MIN (index - MAX_MATCH_DISTANCE, n) : 0;

  for (guint i = from; i < n && i < from + 2 * MAX_MATCH_DISTANCE; i++)
    {
      const RdTextRecipient *text = g_ptr_array_index (self->notice->recipients, i);
      gboolean               is_same = _rd_address_equal (text->address, field->final) || _rd_address_equal (text->address, field->original);
      gboolean               is_forwarded = _rd_address_equal (text->original, field->final) || _rd_address_equal (text->original, field->original);

      if (self->is_used[i] || (!is_same && !is_forwarded))
        continue;
      if (is_same || same_words (field, text))
        {
          self->is_used[i] = TRUE;
          return text;
        }
      if (found == NULL)
        {
          found = text;
          found_at = i;
        }
    }
  if (found != NULL)
    self->is_used[found_at] = TRUE;
  return found;
}

static const RdTextRecipient *
take_unmatched (Matcher *self)
{
  for (guint i = 0; i < self->notice->recipients->len; i++)
    {
      const RdTextRecipient *text = g_ptr_array_index (self->notice->recipients, i);

      if (!self->is_used[i] && text->strength >= RD_STRENGTH_SENTENCE)
        {
          self->is_used[i] = TRUE;
          return text;
        }
    }
  return NULL;
}

static void
replace (char      **target,
         const char *value)
{
  g_free (*target);
  *target = g_strdup (value);
}

/* "mx.example.com (192.0.2.1)", "[192.0.2.1]", "mx.example.com [192.0.2.1]". */
static void
set_remote (RdFailure  *failure,
            const char *mta)
{
  g_autofree char *name = g_strdup (mta);
  g_autofree char *ip_text = NULL;
  char            *bracket = strpbrk (name, "[(");
  RdIp             ip;

  if (bracket != NULL)
    {
      ip_text = g_strndup (bracket + 1, strcspn (bracket + 1, "])| "));
      *bracket = '\0';
      if (failure->remote_ip == NULL && rd_ip_parse (ip_text, &ip))
        failure->remote_ip = rd_ip_to_string (&ip);
    }
  g_strdelimit (name, " :,;\t\n", '\0');
  g_strstrip (name);
  if (rd_ip_parse (name, &ip))
    {
      if (failure->remote_ip == NULL)
        failure->remote_ip = rd_ip_to_string (&ip);
    }
  else if (failure->remote_host == NULL && strchr (name, '.') != NULL)
    failure->remote_host = rd_domain_normalize (name);
}

static void
set_code (RdFailure  *failure,
          const char *code,
          const char *status)
{
  if (code[0] != '\0')
    replace (&failure->reply_code, code);
  if (status[0] != '\0' && (!_rd_status_is_vague (status) || failure->status == NULL || failure->status[0] != status[0] || _rd_status_is_vague (failure->status)))
    replace (&failure->status, status);
}

/* Exim cuts Diagnostic-Code at about 950 bytes and says so. */
static gboolean
is_cut (const char *words)
{
  return rd_text_has_suffix_nocase (words, "[truncated]") || rd_text_has_suffix_nocase (words, "...");
}

/* The words of the report's fields. */
static void
read_fields (RdFailure            *failure,
             const RdDsnRecipient *field)
{
  const char *words = field->diagnostic;
  RdReplyHit  hit;

  if (field->status[0] != '\0')
    replace (&failure->status, field->status);
  if (words == NULL && field->status_text != NULL && _rd_reply_find (field->status_text, strlen (field->status_text), &hit))
    words = field->status_text;
  if (words == NULL)
    return;
  if (!_rd_reply_find (words, strlen (words), &hit))
    {
      char status[RD_STATUS_SIZE];

      failure->diagnostic = _rd_reply_dup_joined (words, strlen (words), "", "");
      if (_rd_status_find (words, strlen (words), '\0', status))
        set_code (failure, "", status);
      return;
    }
  set_code (failure, hit.code, hit.status);
  /* What stands before the code may be all that tells why: "5.3.0 - Other
   * mail system problem 550-'…'" of IronPort. */
  if (hit.start > 0 && hit.status[0] == '\0')
    {
      char status[RD_STATUS_SIZE];

      if (_rd_status_find (words, hit.start, hit.code[0], status))
        set_code (failure, "", status);
    }
  failure->diagnostic = _rd_reply_dup_joined (words + hit.start, hit.end - hit.start, hit.code, hit.status);
}

static void
complete_from_text (RdFailure             *failure,
                    const RdTextRecipient *text)
{
  const char *words = text->reply != NULL ? text->reply : text->reason;

  if (failure->remote_host == NULL)
    failure->remote_host = g_strdup (text->host);
  if (failure->remote_ip == NULL)
    failure->remote_ip = g_strdup (text->ip);
  if (failure->phase == RD_PHASE_UNKNOWN)
    failure->phase = text->phase;
  if (words == NULL)
    return;
  if (failure->diagnostic == NULL)
    {
      failure->diagnostic = g_strdup (words);
      set_code (failure, text->code, text->status);
      return;
    }
  if (text->code[0] != '\0' && (failure->reply_code == NULL || _rd_reply_is_noise (failure->diagnostic)))
    {
      replace (&failure->diagnostic, words);
      set_code (failure, text->code, text->status);
      return;
    }
  if (text->reply != NULL && g_strcmp0 (failure->reply_code, text->code) == 0)
    {
      set_code (failure, "", failure->status == NULL || _rd_status_is_vague (failure->status) ? text->status : "");
      if (strlen (words) > strlen (failure->diagnostic) || is_cut (failure->diagnostic))
        replace (&failure->diagnostic, words);
    }
}

static gboolean
has_at (const char *address)
{
  return address != NULL && *address != '@' && strchr (address, '@') != NULL;
}

static void
set_recipients (RdFailure             *failure,
                const RdDsnRecipient  *field,
                const RdTextRecipient *text)
{
  const char *final = has_at (field->final) || !has_at (field->original) ? field->final : field->original;
  const char *original = field->original != NULL ? field->original : NULL;

  if (text != NULL && !_rd_address_equal (text->address, field->final) &&
      (_rd_address_equal (text->original, final) || !has_at (final)))
    {
      if (has_at (final))
        replace (&failure->forwarded_to, text->address);
      else
        final = text->address;
    }
  else if (text != NULL && text->original != NULL && original == NULL)
    original = text->original;
  replace (&failure->recipient, final);
  if (original != NULL && !_rd_address_equal (original, final))
    replace (&failure->original_recipient, original);
}

/* Trying went on for long and ended: a temporary refusal in a final notice,
 * or words that say so. */
static void
judge (RdFailure *failure,
       gboolean   has_expired)
{
  const char *code = failure->reply_code != NULL ? failure->reply_code : failure->status;

  if (failure->action == RD_ACTION_FAILED && code != NULL && code[0] == '4')
    failure->gave_up = TRUE;
  if (failure->action == RD_ACTION_FAILED && failure->status != NULL && failure->status[0] == '4')
    failure->gave_up = TRUE;
  if (failure->action == RD_ACTION_FAILED && has_expired)
    failure->gave_up = TRUE;
}

static gboolean
says_expired (const char *words)
{
  static const char *marks[] = { "retry timeout exceeded", "expired", "too long", "giving up", "given up", "timed out after", "retry time not reached", "failing for a long time", "multiple retries" };

  for (gsize i = 0; words != NULL && i < G_N_ELEMENTS (marks); i++)
    {
      if (rd_text_find_nocase (words, marks[i]) != NULL)
        return TRUE;
    }
  return FALSE;
}

/* Length of what the reporting server says before it quotes the other one. */
static gsize
own_words (const char *diagnostic)
{
  gsize      length = strlen (diagnostic);
  RdReplyHit hit;

  return _rd_reply_find (diagnostic, length, &hit) ? hit.start : length;
}

static void
add_from_fields (RdBounce             *bounce,
                 Matcher              *matcher,
                 const RdDsnRecipient *field,
                 guint                 index,
                 gboolean              is_delayed)
{
  RdFailure             *failure = rd_failure_new (NULL);
  const RdTextRecipient *text = match_recipient (matcher, field, index);

  if (text == NULL && !has_at (field->final) && !has_at (field->original))
    text = take_unmatched (matcher);
  set_recipients (failure, field, text);
  failure->action = field->action;
  failure->last_attempt = g_strdup (field->last_attempt);
  failure->will_retry_until = g_strdup (field->will_retry_until);
  read_fields (failure, field);
  if (text != NULL)
    complete_from_text (failure, text);
  else
    complete_from_text (failure, matcher->notice->common);

  if (field->remote_mta != NULL)
    set_remote (failure, field->remote_mta);
  if (failure->phase == RD_PHASE_UNKNOWN && field->diagnostic != NULL)
    failure->phase = _rd_phase_find (field->diagnostic, strlen (field->diagnostic));
  if (failure->remote_host == NULL && failure->remote_ip == NULL && field->diagnostic != NULL)
    _rd_remote_find (field->diagnostic, own_words (field->diagnostic), &failure->remote_host, &failure->remote_ip);
  if (failure->action == RD_ACTION_UNKNOWN)
    failure->action = is_delayed ? RD_ACTION_DELAYED : RD_ACTION_FAILED;
  /* OpenSMTPD 6 calls the final notice a delay of more than 0 seconds. */
  if (failure->action == RD_ACTION_DELAYED && failure->diagnostic != NULL &&
      rd_text_find_nocase (failure->diagnostic, "envelope expired") != NULL)
    failure->action = RD_ACTION_FAILED;
  judge (failure, says_expired (failure->diagnostic));
  failure->is_local = failure->reply_code == NULL;
  g_ptr_array_add (bounce->failures, failure);
}

/* A temporary answer that was pasted alone may be one of many tries. */
static gboolean
is_final (const RdBounce  *bounce,
          const RdNotice  *notice,
          const RdFailure *failure)
{
  return bounce->from != NULL || says_expired (failure->diagnostic) ||
         ((guint) notice->meanings & (RD_MEANS_FAILED | RD_MEANS_OPENING | RD_MEANS_GAVE_UP)) != 0;
}

static void
add_from_text (RdBounce              *bounce,
               const RdNotice        *notice,
               const RdTextRecipient *text,
               gboolean               is_delayed)
{
  RdFailure *failure = rd_failure_new (text->address);

  if (!_rd_address_equal (text->original, text->address))
    failure->original_recipient = g_strdup (text->original);
  failure->action = is_delayed || text->is_delayed ? RD_ACTION_DELAYED : RD_ACTION_FAILED;
  complete_from_text (failure, text);
  if (failure->status == NULL && text->status[0] != '\0')
    failure->status = g_strdup (text->status);

  if (is_final (bounce, notice, failure))
    judge (failure, says_expired (failure->diagnostic) || (notice->meanings & RD_MEANS_GAVE_UP) != 0);
  failure->is_local = failure->reply_code == NULL;
  g_ptr_array_add (bounce->failures, failure);
}

/**
 * _rd_merge:
 * @bounce: where to put the failures
 * @dsn: the report's fields, maybe none
 * @notice: the human part
 * @is_delayed: what to take where no Action is given
 *
 * Makes one failure of all that is said about a recipient.
 */
void
_rd_merge (RdBounce       *bounce,
           const RdDsn    *dsn,
           const RdNotice *notice,
           gboolean        is_delayed)
{
  g_autofree gboolean *is_used = g_new0 (gboolean, notice->recipients->len + 1);
  Matcher              matcher = { notice, is_used };

  for (guint i = 0; i < dsn->recipients->len && bounce->failures->len < RD_LIMIT_RECIPIENTS; i++)
    add_from_fields (bounce, &matcher, g_ptr_array_index (dsn->recipients, i), i, is_delayed);
  if (bounce->failures->len > 0)
    return;
  for (guint i = 0; i < notice->recipients->len && bounce->failures->len < RD_LIMIT_RECIPIENTS; i++)
    {
      const RdTextRecipient *text = g_ptr_array_index (notice->recipients, i);

      if (text->strength >= RD_STRENGTH_SENTENCE)
        add_from_text (bounce, notice, text, is_delayed);
    }
}
