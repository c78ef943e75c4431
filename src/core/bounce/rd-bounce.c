/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce"

#include "config.h"

#include "rd-bounce.h"

#include <string.h>

#include "rd-bounce-event.h"
#include "rd-bounce-field.h"
#include "rd-bounce-kind.h"
#include "rd-bounce-labels.h"
#include "rd-bounce-lines.h"
#include "rd-bounce-merge.h"
#include "rd-bounce-named.h"
#include "rd-bounce-original.h"
#include "rd-bounce-private.h"
#include "rd-bounce-program.h"
#include "rd-bounce-report.h"
#include "rd-limits.h"
#include "rd-text.h"

/* How a message is read: first what it is, by its structure; then the fields
 * of its report; then its words; then the message it is about.  Nothing is
 * called a bounce for its words alone, unless a person pasted them. */

/* A bounce forwarded as attachment of a forwarded bounce …: deeper is play. */
#define MAX_NESTING 6

/* A line that opens a notice is a sentence, not a paragraph. */
#define MAX_OPENING_BYTES 200

static void
dkim_name_free (gpointer data)
{
  RdDkimName *self = data;

  g_free (self->domain);
  g_free (self->selector);
  g_free (self);
}

/**
 * rd_bounce_new:
 * @kind: what it is
 *
 * Makes a bounce of which nothing is known, for what does not come as a message.
 *
 * Returns: (transfer full): the bounce
 */
RdBounce *
rd_bounce_new (RdBounceKind kind)
{
  RdBounce *self = g_new0 (RdBounce, 1);

  self->kind = kind;
  self->failures = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_failure_free);
  self->queue_ids = g_ptr_array_new_with_free_func (g_free);
  self->original.dkim = g_ptr_array_new_with_free_func (dkim_name_free);
  self->original.received = g_ptr_array_new_with_free_func (g_free);
  return self;
}

static RdBounce *
bounce_new (RdMail *mail)
{
  RdBounce *self = rd_bounce_new (RD_BOUNCE_NONE);

  self->subject = g_strdup (rd_mail_get_header (mail, "Subject"));
  self->from = _rd_address_dup_first (rd_mail_get_header (mail, "From"));
  self->to = _rd_address_dup_first (rd_mail_get_header (mail, "To"));
  self->date = _rd_date_dup_rfc3339 (rd_mail_get_header (mail, "Date"));
  return self;
}

static void
reading_clear (RdReading *self)
{
  _rd_dsn_free (self->dsn);
  _rd_notice_free (self->notice);
  g_free (self->words);
  g_free (self->returned);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RdReading, reading_clear)

/* Addresses that a sentence may name without their having failed. */
static char **
dup_own_addresses (RdMail *mail)
{
  static const char *names[] = { "To", "From", "Delivered-To", "X-Original-To", "Envelope-To" };
  GPtrArray         *addresses = g_ptr_array_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      char *address = _rd_address_dup_first (rd_mail_get_header (mail, names[i]));

      if (address != NULL)
        g_ptr_array_add (addresses, address);
    }
  g_ptr_array_add (addresses, NULL);
  return (char **) g_ptr_array_free (addresses, FALSE);
}

static void
read_program (RdReading *self)
{
  char *notice = _rd_program_dup_notice (self->words);

  if (notice == NULL)
    return;
  g_free (self->words);
  self->words = notice;
  self->is_program = TRUE;
}

static void
read_words (RdReading *self)
{
  g_auto (GStrv) own = dup_own_addresses (self->mail);
  const char *text = _rd_shape_get_words (&self->shape, self->mail);
  gsize       length;
  gsize       body;
  gsize       start;

  self->words = _rd_lines_clean (text != NULL ? text : "");
  if (rd_mail_get_form (self->mail) == RD_MAIL_FORM_TEXT)
    read_program (self);
  length = strlen (self->words);
  if (self->dsn->recipients->len == 0 && _rd_dsn_is_in_text (self->words, length, &start))
    {
      length = _rd_lines_find_original (self->phrases, self->words, &body);
      /* The fields may stand below a line that announces the original. */
      if (!_rd_dsn_is_in_text (self->words, length, &start))
        length = body = strlen (self->words);
      if (_rd_dsn_is_in_text (self->words, length, &start))
        _rd_dsn_read (self->dsn, self->words + start, length - start);
    }
  else
    length = _rd_lines_find_original (self->phrases, self->words, &body);
  self->returned = g_strdup (self->words + body);
  self->words[length] = '\0';
  _rd_notice_read (self->notice, self->phrases, self->words, (const char **) own);
}

static void
read_reports (RdReading *self)
{
  guint    n = rd_mail_get_n_parts (self->mail);
  gboolean is_rejection = _rd_report_is_rejection (self->mail, self->phrases);

  for (guint i = 0; i < n; i++)
    {
      const RdMailPart *part = rd_mail_get_part (self->mail, i);
      const char       *text;

      if (!_rd_shape_is_report (&self->shape, self->mail, i) && !(is_rejection && strcmp (part->content_type, "message/disposition-notification") == 0))
        continue;
      text = rd_mail_get_part_text (self->mail, i);
      if (text != NULL)
        _rd_dsn_read (self->dsn, text, strlen (text));
    }
}

static void
read_original (RdReading *self,
               RdBounce  *bounce)
{
  if (self->shape.original >= 0)
    {
      RdMail *original = rd_mail_get_part_message (self->mail, (guint) self->shape.original);

      if (original != NULL)
        {
          const char *type = rd_mail_get_part (self->mail, (guint) self->shape.original)->content_type;

          _rd_original_read (bounce, original, g_str_has_prefix (type, "message/") && !g_str_has_suffix (type, "-headers"));
        }
    }
  else if (self->returned != NULL && *self->returned != '\0')
    _rd_original_read_text (bounce, self->returned);
}

/* The address that a text merely mentions, unless it is known to be the sender's. */
static char **
dup_mentioned (const RdReading *self)
{
  const RdTextRecipient *only;

  if (self->notice->recipients->len != 1)
    return NULL;
  only = g_ptr_array_index (self->notice->recipients, 0);
  return _rd_named_is_sender (self->words, only->address) ? NULL : _rd_address_dup_all (only->address);
}

/* What is said where no recipient is named next to it. */
static void
read_implied (const RdReading  *self,
              const RdReplyHit *hit,
              RdFailure        *failure)
{
  char status[RD_STATUS_SIZE];

  if (hit != NULL)
    {
      failure->reply_code = g_strdup (hit->code);
      failure->status = hit->status[0] != '\0' ? g_strdup (hit->status) : NULL;
      failure->diagnostic = _rd_reply_dup_joined (self->words + hit->start, hit->end - hit->start, hit->code, hit->status);
      _rd_remote_find (self->words, hit->start, &failure->remote_host, &failure->remote_ip);
      return;
    }
  failure->diagnostic = _rd_reply_dup_joined (self->words, MIN (strlen (self->words), RD_LIMIT_PROSE_BYTES), "", "");
  failure->is_local = TRUE;
  if (_rd_status_find (self->words, strlen (self->words), '\0', status))
    failure->status = g_strdup (status);
}

/* Failures for which the notice gives no address of its own: the header that
 * lists them, or the one address the message was sent to. */
static void
add_implied (RdReading *self,
             RdBounce  *bounce,
             gboolean   is_delayed)
{
  const char *listed = rd_mail_get_header (self->mail, "X-Failed-Recipients");
  g_auto (GStrv) addresses = _rd_address_dup_all (listed);
  g_autofree char *bare = NULL;
  g_autofree char *named = NULL;
  g_autofree char *list = NULL;
  RdReplyHit       hit;
  gboolean         has_reply;

  if (bounce->failures->len > 0)
    return;
  self->is_implied = addresses == NULL;
  has_reply = _rd_reply_find (self->words, strlen (self->words), &hit);
  if (addresses == NULL && (bare = _rd_kind_dup_bare_name (self->words, self->phrases, bounce->from)) != NULL)
    addresses = _rd_address_dup_all (bare);
  if (addresses == NULL && bounce->original.to != NULL && bounce->original.to[1] == NULL)
    addresses = g_strdupv (bounce->original.to);
  if (addresses == NULL && (named = _rd_named_dup_recipient (self->words, has_reply ? &hit : NULL)) != NULL)
    addresses = _rd_address_dup_all (named);
  if (addresses == NULL && (self->notice->first_meanings & RD_MEANS_LIST) != 0 && (list = _rd_named_dup_list (self->mail)) != NULL)
    addresses = _rd_address_dup_all (list);
  if (addresses == NULL)
    addresses = dup_mentioned (self);
  for (gsize i = 0; i == 0 || (addresses != NULL && addresses[i] != NULL); i++)
    {
      RdFailure *failure = rd_failure_new (addresses != NULL ? addresses[i] : NULL);

      failure->action = is_delayed ? RD_ACTION_DELAYED : RD_ACTION_FAILED;
      read_implied (self, has_reply ? &hit : NULL, failure);
      g_ptr_array_add (bounce->failures, failure);
      if (addresses == NULL)
        break;
    }
}

static void
finish (RdReading *self,
        RdBounce  *bounce,
        gboolean   is_delayed)
{
  bounce->kind = is_delayed ? RD_BOUNCE_DELAYED : RD_BOUNCE_FAILED;
  bounce->dialect = g_strdup (self->notice->dialect != NULL ? self->notice->dialect : self->dsn->recipients->len > 0 ? "rfc3464"
                                                                                                                     : NULL);
  if (self->dsn->reporting_mta != NULL)
    bounce->reporting_mta = rd_domain_normalize (self->dsn->reporting_mta);
  if (bounce->reporting_mta == NULL)
    bounce->reporting_mta = g_strdup (self->notice->reporting_mta);
  bounce->arrival_date = g_strdup (self->dsn->arrival_date);
  for (guint i = 0; i < self->dsn->queue_ids->len; i++)
    g_ptr_array_add (bounce->queue_ids, g_strdup (g_ptr_array_index (self->dsn->queue_ids, i)));
  _rd_merge (bounce, self->dsn, self->notice, is_delayed);
  bounce->original.return_path = g_strdup (self->dsn->sender);
  read_original (self, bounce);
  _rd_labels_read (bounce, self->words);
  add_implied (self, bounce, is_delayed);
  if (bounce->failures->len == 1)
    _rd_prose_improve (g_ptr_array_index (bounce->failures, 0), self->words, rd_mail_get_form (self->mail) == RD_MAIL_FORM_TEXT);
  _rd_original_find_ip (bounce, self->mail);
}

/* What the report as a whole says: failed if any recipient did. */
static RdBounceKind
kind_of_failures (const RdBounce *bounce,
                  RdBounceKind    otherwise)
{
  gboolean has_delayed = FALSE;
  gboolean has_delivered = FALSE;

  for (guint i = 0; i < bounce->failures->len; i++)
    {
      const RdFailure *failure = g_ptr_array_index (bounce->failures, i);

      if (failure->action == RD_ACTION_FAILED)
        return RD_BOUNCE_FAILED;
      has_delayed |= failure->action == RD_ACTION_DELAYED;
      has_delivered |= failure->action >= RD_ACTION_DELIVERED;
    }
  if (has_delayed)
    return RD_BOUNCE_DELAYED;
  return has_delivered ? RD_BOUNCE_DELIVERED : otherwise;
}

/* In a report about several recipients those that were reached are no
 * failures. */
static void
drop_delivered (RdBounce *bounce)
{
  for (guint i = bounce->failures->len; i > 0; i--)
    {
      const RdFailure *failure = g_ptr_array_index (bounce->failures, i - 1);

      if (failure->action >= RD_ACTION_DELIVERED)
        g_ptr_array_remove_index (bounce->failures, i - 1);
    }
}

static RdBounce *read_mail (RdMail          *mail,
                            const RdPhrases *phrases,
                            guint            depth);

/* Some mail programs attach a message as any other file. */
static gboolean
may_be_attached (const RdMailPart *part)
{
  return _rd_shape_is_message (part) ||
         (part->filename != NULL && (rd_text_has_suffix_nocase (part->filename, ".eml") || rd_text_has_suffix_nocase (part->filename, ".msg")));
}

/* A person forwarded a bounce as attachment: what counts is the attachment. */
static RdBounce *
read_attached (RdMail          *mail,
               const RdPhrases *phrases,
               guint            depth)
{
  guint     n = rd_mail_get_n_parts (mail);
  RdBounce *found = NULL;

  for (guint i = 0; i < n && depth < MAX_NESTING; i++)
    {
      RdMail *inner;
      g_autoptr (RdBounce) bounce = NULL;

      if (!may_be_attached (rd_mail_get_part (mail, i)))
        continue;
      inner = rd_mail_get_part_message (mail, i);
      bounce = inner != NULL ? read_mail (inner, phrases, depth + 1) : NULL;
      if (bounce == NULL || (bounce->kind != RD_BOUNCE_FAILED && bounce->kind != RD_BOUNCE_DELAYED))
        continue;
      if (found == NULL)
        found = g_steal_pointer (&bounce);
      else
        {
          while (bounce->failures->len > 0 && found->failures->len < RD_LIMIT_RECIPIENTS)
            g_ptr_array_add (found->failures, g_ptr_array_steal_index (bounce->failures, 0));
        }
    }
  return found;
}

/* Several notices pasted one below the other: what stands below the first
 * returned message may be the next. */
static void
read_following (RdReading *self,
                RdBounce  *bounce,
                guint      depth)
{
  for (const char *line = self->returned; *line != '\0' && depth < MAX_NESTING;)
    {
      gsize length = strcspn (line, "\n");

      if (length > 0 && length < MAX_OPENING_BYTES && (_rd_phrases_scan (self->phrases, line, length) & RD_MEANS_OPENING) != 0)
        {
          g_autoptr (RdMail) next = rd_mail_new_from_text (line, NULL);
          g_autoptr (RdBounce) more = next != NULL ? read_mail (next, self->phrases, depth + 1) : NULL;

          while (more != NULL && more->failures->len > 0 && bounce->failures->len < RD_LIMIT_RECIPIENTS)
            g_ptr_array_add (bounce->failures, g_ptr_array_steal_index (more->failures, 0));
          return;
        }
      line += length;
      if (*line == '\n')
        line++;
    }
}

static void
read_notice (RdReading *reading,
             RdBounce  *bounce)
{
  RdNoticeKind verdict = _rd_kind_decide (reading);

  if (reading->is_program)
    verdict = RD_NOTICE_FAILED;
  switch (verdict)
    {
    case RD_NOTICE_FAILED:
    case RD_NOTICE_DELAYED:
      finish (reading, bounce, verdict == RD_NOTICE_DELAYED);
      bounce->kind = kind_of_failures (bounce, bounce->kind);
      if (bounce->kind != RD_BOUNCE_DELIVERED)
        drop_delivered (bounce);
      break;
    case RD_NOTICE_CHALLENGE:
      bounce->kind = RD_BOUNCE_CHALLENGE;
      break;
    case RD_NOTICE_DELIVERED:
      bounce->kind = RD_BOUNCE_DELIVERED;
      break;
    case RD_NOTICE_AUTO_REPLY:
      bounce->kind = RD_BOUNCE_AUTO_REPLY;
      break;
    case RD_NOTICE_COMPLAINT:
      bounce->kind = RD_BOUNCE_COMPLAINT;
      break;
    case RD_NOTICE_NONE:
    default:
      break;
    }
}

static RdBounce *
read_mail (RdMail          *mail,
           const RdPhrases *phrases,
           guint            depth)
{
  g_autoptr (RdBounce) bounce = bounce_new (mail);
  g_auto (RdReading) reading = { .mail = mail, .phrases = phrases };
  const char *words;

  reading.dsn = _rd_dsn_new ();
  reading.notice = _rd_notice_new ();
  _rd_shape_read (&reading.shape, mail);
  if (_rd_report_is_complaint (mail))
    {
      bounce->kind = RD_BOUNCE_COMPLAINT;
      _rd_report_read_complaint (mail, bounce);
      read_original (&reading, bounce);
      return g_steal_pointer (&bounce);
    }
  words = _rd_shape_get_words (&reading.shape, mail);
  if (words != NULL && _rd_report_read_json (words, bounce))
    return g_steal_pointer (&bounce);
  if (words != NULL && rd_mail_get_form (mail) == RD_MAIL_FORM_TEXT && _rd_event_read (words, bounce))
    return g_steal_pointer (&bounce);

  read_reports (&reading);
  read_words (&reading);
  read_notice (&reading, bounce);
  if (bounce->kind != RD_BOUNCE_NONE && rd_mail_get_form (mail) == RD_MAIL_FORM_TEXT)
    read_following (&reading, bounce, depth);
  /* A notice about a notice that names nobody: a gateway passed it on. */
  if (bounce->kind == RD_BOUNCE_NONE || reading.is_implied)
    {
      RdBounce *attached = read_attached (mail, phrases, depth);

      if (attached != NULL)
        return attached;
    }
  if (bounce->kind != RD_BOUNCE_NONE)
    return g_steal_pointer (&bounce);
  if (rd_mail_get_form (mail) == RD_MAIL_FORM_MESSAGE && _rd_report_is_auto_reply (mail, phrases))
    bounce->kind = RD_BOUNCE_AUTO_REPLY;
  else
    bounce->description = g_strdup (_rd_report_find_other (mail));
  if (bounce->kind == RD_BOUNCE_NONE && bounce->description == NULL && _rd_other_is_own_mailbox (reading.words))
    bounce->description = g_strdup ("mailbox-warning");
  return g_steal_pointer (&bounce);
}

/**
 * rd_bounce_read:
 * @mail: a message, or pasted text
 *
 * Reads what a message says about the delivery of another one.  Never fails:
 * what is no notice is told so in its kind.
 *
 * Returns: (transfer full): the bounce
 */
RdBounce *
rd_bounce_read (RdMail *mail)
{
  g_return_val_if_fail (mail != NULL, NULL);

  return read_mail (mail, _rd_phrases_get (), 0);
}
