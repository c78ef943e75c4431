/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce"

#include "config.h"

#include "rd-bounce-kind.h"

#include <string.h>

#include "rd-bounce-likely.h"
#include "rd-bounce-report.h"
#include "rd-text.h"

/* Whether a message is a notice at all.  A false alarm is worse than a miss:
 * people quote bounces to each other, newsletters explain them, and "mailbox
 * full" is the favourite subject of phishing.  So the words count only with
 * marks that people's mail does not have. */

static RdStrength
strength_of (const RdNotice *notice)
{
  const RdTextRecipient *first = notice->recipients->len > 0 ? g_ptr_array_index (notice->recipients, 0) : NULL;

  return first != NULL ? first->strength : RD_STRENGTH_MENTIONED;
}

/* RFC 5321 section 4.5.5: notices have no reverse-path.  Sendmail writes
 * <MAILER-DAEMON> for it. */
static gboolean
has_null_path (RdMail *mail)
{
  const char *path = rd_mail_get_header (mail, "Return-Path");

  if (path == NULL)
    return FALSE;
  path += strspn (path, " \t");
  return g_str_has_prefix (path, "<>") || rd_text_find_nocase (path, "mailer-daemon") != NULL;
}

/* Addresses of a To field that are looked at; the first is the list. */
#define MAX_TO_BYTES 500

/* The address to which a list wants its bounces: what comes there is no
 * discussion, though the list's fields are added to it. */
static gboolean
is_to_bounce_address (RdMail *mail)
{
  static const char *const marks[] = { "bounces@", "bounce@", "bounces+", "bounce+", "owner@", "owner-", "admin@" };
  const char              *to = rd_mail_get_header (mail, "To");
  gsize                    at = 0;
  gsize                    which;

  return to != NULL && _rd_marks_find (marks, G_N_ELEMENTS (marks), to, MIN (strlen (to), MAX_TO_BYTES), &at, &which) &&
         (g_str_equal (marks[which], "owner-") || (at > 0 && strchr ("-+", to[at - 1]) != NULL));
}

static gboolean
is_from_list (RdMail *mail)
{
  static const char *names[] = { "List-Id", "List-Post", "List-Unsubscribe", "X-Mailing-List", "Mailing-List" };
  const char        *precedence = rd_mail_get_header (mail, "Precedence");

  if (is_to_bounce_address (mail))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (rd_mail_get_header (mail, names[i]) != NULL)
        return TRUE;
    }
  return precedence != NULL && g_ascii_strcasecmp (precedence, "list") == 0;
}

/* "Re:", "Fwd:" and what they are called elsewhere: a person's answer. */
static gboolean
is_answer (const char *subject)
{
  static const char *prefixes[] = { "re:", "aw:", "fw:", "fwd:", "wg:", "tr:", "rv:", "i:", "r:", "antw:", "sv:", "vs:", "odp:", "ynt:", "enc:", "res:", "rif:", "doorst:", "pd:", "vl:" };

  subject += strspn (subject, " \t[");
  for (gsize i = 0; i < G_N_ELEMENTS (prefixes); i++)
    {
      if (g_ascii_strncasecmp (subject, prefixes[i], strlen (prefixes[i])) == 0)
        return TRUE;
    }
  return FALSE;
}

static RdMeaning
read_subject (const RdReading *reading)
{
  const char *subject = rd_mail_get_header (reading->mail, "Subject");

  return subject != NULL ? _rd_phrases_scan (reading->phrases, subject, strlen (subject)) : (RdMeaning) 0;
}

static gboolean
has_attached (const RdReading *reading)
{
  return reading->shape.original >= 0;
}

/* The returned message, attached or below the words. */
static gboolean
has_original (const RdReading *reading)
{
  return has_attached (reading) || *reading->returned != '\0';
}

/* A notice says what it is in its first lines; a person greets first, or tells
 * what happened to "my" mail. */
static gboolean
begins_as_notice (const RdPhrases *phrases,
                  const char      *words)
{
  static const char *openings[] = { "hi", "hi,", "hello", "hello,", "dear ", "hallo", "sehr geehrte", "bonjour", "hola", "ciao", "buongiorno", "olá",
                                    "guten tag", "liebe", "beste ", "hoi", "i ", "i'm", "i've", "we ", "my ", "why ", "when ", "can ", "any ", "thanks", "on " };
  const char        *line = words + strspn (words, " \t\n*-=#>");
  gsize              length = 0;
  guint              lines = 0;
  guint              said;

  while (line[length] != '\0' && lines < 5)
    lines += line[length++] == '\n' && line[length] != '\n' ? 1 : 0;
  said = (guint) _rd_phrases_scan (phrases, line, length);
  if ((said & RD_MEANS_OPENING) == 0)
    {
      for (gsize i = 0; i < G_N_ELEMENTS (openings); i++)
        {
          gsize size = strlen (openings[i]);

          if (g_ascii_strncasecmp (line, openings[i], size) == 0 &&
              (!g_ascii_isalpha (openings[i][size - 1]) || !g_ascii_isalpha (line[size])))
            return FALSE;
        }
    }
  return (said & (RD_MEANS_FAILED | RD_MEANS_DELAYED | RD_MEANS_OPENING | RD_MEANS_LIST)) != 0;
}

/* What a person wrote above and between the lines quoted from another mail;
 * %NULL if nothing is quoted. */
static char *
dup_unquoted (const char *words)
{
  GString *own = g_string_new (NULL);
  gboolean has_quote = FALSE;

  for (const char *line = words; *line != '\0'; line += *line == '\n' ? 1 : 0)
    {
      gsize length = strcspn (line, "\n");

      if (*line == '>')
        has_quote = TRUE;
      else
        {
          g_string_append_len (own, line, (gssize) length);
          g_string_append_c (own, '\n');
        }
      line += length;
    }
  return g_string_free (own, !has_quote);
}

/* An answer in a conversation in which somebody quoted a notice before. */
static gboolean
is_answer_about (const RdReading *reading)
{
  const char      *words = _rd_shape_get_words (&reading->shape, reading->mail);
  const char      *subject = rd_mail_get_header (reading->mail, "Subject");
  g_autofree char *own = NULL;

  if (words == NULL || subject == NULL || !is_answer (subject) || rd_mail_get_header (reading->mail, "In-Reply-To") == NULL)
    return FALSE;
  own = dup_unquoted (words);
  return own != NULL && *own != '\0' &&
         ((guint) _rd_phrases_scan (reading->phrases, own, strlen (own)) & (RD_MEANS_OPENING | RD_MEANS_DETAILS | RD_MEANS_FAILED | RD_MEANS_DELAYED)) == 0;
}

/* No two marks that people's mail may have by chance come to this. */
#define STRANGER_POINTS 4

/* Bytes of a notice that says hardly more than who was not reached. */
#define SHORT_NOTICE 400

/* What mail systems other than mailer-daemon and postmaster are weighed by. */
static int
weigh_stranger (const RdReading *reading)
{
  RdMail         *mail = reading->mail;
  const RdNotice *notice = reading->notice;
  const char     *subject = rd_mail_get_header (mail, "Subject");
  const char     *from = rd_mail_get_header (mail, "From");
  RdMeaning       about = read_subject (reading);
  gboolean        is_attached = has_attached (reading);
  gboolean        is_no_reply = from == NULL || rd_text_find_nocase (from, "no-reply") != NULL || rd_text_find_nocase (from, "noreply") != NULL;
  int             points = 0;

  if ((about & (RD_MEANS_FAILED | RD_MEANS_DELAYED | RD_MEANS_LIST)) != 0)
    points += subject != NULL && is_answer (subject) ? 1 : 2;
  if ((notice->meanings & RD_MEANS_OPENING) != 0 && (notice->first_meanings & (RD_MEANS_OPENING | RD_MEANS_FAILED | RD_MEANS_DELAYED)) != 0)
    points += 2;
  if ((notice->first_meanings & RD_MEANS_LIST) != 0)
    points += 2;
  if ((notice->first_meanings & (RD_MEANS_FAILED | RD_MEANS_DELAYED)) != 0)
    points += 1;
  if (strength_of (notice) >= RD_STRENGTH_ALONE)
    points += 1;
  if (_rd_notice_has_reply (notice))
    points += 1;
  if (has_original (reading))
    points += 1;
  if (rd_mail_get_header (mail, "Auto-Submitted") != NULL)
    points += 1;
  if (rd_mail_get_header (mail, "X-Failed-Recipients") != NULL)
    points += 3;
  if (is_no_reply)
    points += 1;
  /* A list of addresses and hardly a word more. */
  if (strlen (reading->words) < SHORT_NOTICE && strength_of (notice) >= RD_STRENGTH_ALONE)
    points += 2;

  /* Lists discuss bounces. */
  if (is_from_list (mail) && (notice->first_meanings & RD_MEANS_LIST) == 0 && !is_attached)
    return 0;
  /* Changes to programs tell why they were made. */
  if (!is_attached && strstr (reading->words, "\nSigned-off-by: ") != NULL)
    return 0;
  if (rd_mail_get_header (mail, "In-Reply-To") != NULL)
    points -= 1;
  if (!begins_as_notice (reading->phrases, reading->words))
    points -= 3;
  /* Nothing but words: a person may have written them. */
  if (rd_mail_get_header (mail, "Auto-Submitted") == NULL && !is_attached && !is_no_reply &&
      rd_mail_get_header (mail, "Precedence") == NULL && ((guint) notice->meanings & RD_MEANS_OPENING) == 0)
    points -= 1;
  /* Parcels are not delivered either: it has to be about mail. */
  if (strength_of (notice) < RD_STRENGTH_SENTENCE && !_rd_notice_has_reply (notice) && !is_attached &&
      ((guint) notice->first_meanings & (RD_MEANS_OPENING | RD_MEANS_LIST)) == 0)
    points = 0;
  return points;
}

static gboolean
is_delayed (const RdReading *reading)
{
  const RdMeaning about = read_subject (reading);
  const RdMeaning said = reading->notice->meanings;

  if ((about & RD_MEANS_DELAYED) != 0)
    return (about & RD_MEANS_GAVE_UP) == 0;
  return (said & RD_MEANS_DELAYED) != 0 && (said & RD_MEANS_GAVE_UP) == 0;
}

/* A sender in a quoted header: longer names are no mail system's. */
#define MAX_FROM_BYTES 300

/* A notice copied into a person's mail: "Begin forwarded message:" or a quoted
 * header, with a mail system as its sender. */
static gboolean
is_forwarded_inline (const RdReading *reading)
{
  RdMail          *mail = reading->mail;
  const RdNotice  *notice = reading->notice;
  const char      *subject = rd_mail_get_header (mail, "Subject");
  const char      *from;
  gsize            size;
  g_autofree char *line = NULL;

  if (is_from_list (mail) || (notice->meanings & (RD_MEANS_OPENING | RD_MEANS_DETAILS)) == 0)
    return FALSE;
  if ((notice->meanings & RD_MEANS_FORWARD) == 0 && (subject == NULL || !is_answer (subject) || rd_mail_get_header (mail, "In-Reply-To") != NULL))
    return FALSE;
  from = rd_text_find_nocase (reading->words, "From:");
  if (from == NULL)
    from = rd_text_find_nocase (reading->words, "Von:");
  if (from == NULL)
    from = rd_text_find_nocase (reading->words, "De:");
  if (from == NULL)
    return FALSE;
  size = strcspn (from, "\n");
  line = g_strndup (from, MIN (size, MAX_FROM_BYTES));
  return _rd_address_is_daemon (line) && (_rd_notice_has_reply (notice) || strength_of (notice) >= RD_STRENGTH_ALONE);
}

static RdNoticeKind
decide_report (const RdReading *reading)
{
  const RdDsn    *dsn = reading->dsn;
  const RdMeaning said = reading->notice->meanings;
  gboolean        has_delayed = FALSE;
  gboolean        has_delivered = FALSE;

  for (guint i = 0; i < dsn->recipients->len; i++)
    {
      const RdDsnRecipient *recipient = g_ptr_array_index (dsn->recipients, i);

      if (recipient->action == RD_ACTION_FAILED)
        return RD_NOTICE_FAILED;
      has_delayed |= recipient->action == RD_ACTION_DELAYED;
      has_delivered |= recipient->action >= RD_ACTION_DELIVERED || recipient->status[0] == '2';
    }
  if (has_delayed)
    return RD_NOTICE_DELAYED;
  if (has_delivered)
    return RD_NOTICE_DELIVERED;
  if (dsn->recipients->len == 0 && (said & RD_MEANS_DELIVERED) != 0 && (said & RD_MEANS_FAILED) == 0)
    return RD_NOTICE_DELIVERED;
  return is_delayed (reading) ? RD_NOTICE_DELAYED : RD_NOTICE_FAILED;
}

/* Nothing but that it failed, or why.  Phishing says so too, and wants a click. */
static gboolean
is_plain_refusal (const RdNotice *notice,
                  const char     *words)
{
  if (strstr (words, "://") != NULL || rd_text_find_nocase (words, "www.") != NULL || _rd_other_is_own_mailbox (words))
    return FALSE;
  return (notice->first_meanings & (RD_MEANS_FAILED | RD_MEANS_DELAYED)) != 0 ||
         _rd_likely_weigh (words, notice->meanings, strength_of (notice), _rd_notice_has_reply (notice)) >= RD_LIKELY_POINTS;
}

/* From a mail system, or with the null reverse-path.  Phishing calls itself so
 * too and speaks of undelivered mail; but it has no recipient other than the
 * victim, no reply and no original. */
static gboolean
is_daemon_notice (const RdReading *reading)
{
  RdMail          *mail = reading->mail;
  const RdNotice  *notice = reading->notice;
  const char      *from = rd_mail_get_header (mail, "From");
  const guint      said = (guint) notice->meanings;
  const guint      about = (guint) read_subject (reading);
  const guint      undelivered = RD_MEANS_FAILED | RD_MEANS_DELAYED;
  gboolean         has_system = _rd_address_is_daemon (from);
  g_autofree char *bare = NULL;

  if (rd_mail_get_header (mail, "X-Failed-Recipients") != NULL)
    return TRUE;
  /* A list that sends with the null reverse-path is still a list; one to
   * which a notice was sent shows the mail system as author. */
  if (is_from_list (mail) && !has_system)
    return (notice->first_meanings & RD_MEANS_LIST) != 0 && (notice->first_meanings & RD_MEANS_FAILED) != 0;
  if (!has_original (reading) && _rd_likely_is_lure (reading->words))
    return FALSE;
  if (((said | about) & undelivered) != 0 &&
      (has_original (reading) || (said & RD_MEANS_OPENING) != 0 || strength_of (notice) >= RD_STRENGTH_SENTENCE || _rd_notice_has_reply (notice)))
    return TRUE;
  if (strength_of (notice) >= RD_STRENGTH_ALONE && (_rd_notice_has_reply (notice) || (said & RD_MEANS_OPENING) != 0))
    return TRUE;
  if (strength_of (notice) >= RD_STRENGTH_STRUCTURE && ((notice->first_meanings & RD_MEANS_REASON) != 0))
    return TRUE;
  if (((said | about) & undelivered) != 0 && (bare = _rd_kind_dup_bare_name (reading->words, reading->phrases, from)) != NULL)
    return TRUE;
  return (about & undelivered) != 0 && has_system && has_null_path (mail) && is_plain_refusal (notice, reading->words);
}

static gboolean
is_challenge (const RdReading *reading)
{
  const guint said = (guint) reading->notice->meanings;

  if (reading->dsn->is_challenge)
    return TRUE;
  if ((said & (guint) read_subject (reading) & RD_MEANS_CHALLENGE) != 0)
    return TRUE;
  return (said & RD_MEANS_CHALLENGE) != 0 && !_rd_notice_has_reply (reading->notice) && !is_from_list (reading->mail) &&
         (said & RD_MEANS_OPENING) == 0;
}

static gboolean
is_pasted_notice (const RdReading *reading,
                  RdNoticeKind    *other)
{
  *other = RD_NOTICE_NONE;
  if (_rd_pasted_is_report (reading->dsn, reading->notice, reading->words))
    return TRUE;
  *other = _rd_other_decide (reading->notice, reading->words);
  return *other == RD_NOTICE_NONE && _rd_pasted_is_refusal (reading->notice, reading->words);
}

/**
 * _rd_kind_decide:
 * @reading: what was read of a message
 *
 * Decides whether the message is a notice, and of what.
 *
 * Returns: the verdict
 */
RdNoticeKind
_rd_kind_decide (const RdReading *reading)
{
  RdMail        *mail = reading->mail;
  const RdDsn   *dsn = reading->dsn;
  const guint    said = (guint) reading->notice->meanings;
  const gboolean is_from_system = _rd_address_is_daemon (rd_mail_get_header (mail, "From")) || has_null_path (mail);
  RdNoticeKind   other = RD_NOTICE_NONE;
  gboolean       is_notice;

  if (is_challenge (reading))
    return RD_NOTICE_CHALLENGE;
  if (rd_mail_get_form (mail) == RD_MAIL_FORM_TEXT)
    is_notice = is_pasted_notice (reading, &other);
  else if (_rd_report_is_rejection (mail, reading->phrases))
    return RD_NOTICE_FAILED;
  else if (reading->shape.has_report)
    return decide_report (reading);
  else if (is_from_system)
    is_notice = dsn->recipients->len > 0 || is_daemon_notice (reading);
  else if (dsn->recipients->len == 0 && !has_attached (reading) && is_answer_about (reading))
    return RD_NOTICE_NONE;
  else
    is_notice = weigh_stranger (reading) >= STRANGER_POINTS || is_forwarded_inline (reading);
  if (!is_notice)
    return other;
  if (dsn->recipients->len > 0)
    return decide_report (reading);
  if ((said & RD_MEANS_DELIVERED) != 0 && (said & (RD_MEANS_FAILED | RD_MEANS_DELAYED)) == 0 && !_rd_notice_has_reply (reading->notice))
    return RD_NOTICE_DELIVERED;
  return is_delayed (reading) ? RD_NOTICE_DELAYED : RD_NOTICE_FAILED;
}

/* A name alone on its line, or followed by the reason in brackets. */
static gboolean
ends_behind_name (const char *rest,
                  gsize       length)
{
  while (length > 0 && g_ascii_isspace (rest[length - 1]))
    length--;
  return length == 0 || (length > 3 && rest[0] == ' ' && rest[1] == '(' && rest[length - 1] == ')');
}

/**
 * _rd_kind_dup_bare_name:
 * @words: the text of a notice
 * @phrases: the phrases
 * @from: (nullable): who sent it
 *
 * Reads a recipient given without domain, as AOL did and GroupWise does: a name
 * alone on the line below the sentence that says it failed.
 *
 * Returns: (transfer full) (nullable): its address, in the domain of @from
 */
char *
_rd_kind_dup_bare_name (const char      *words,
                        const RdPhrases *phrases,
                        const char      *from)
{
  const char *at = from != NULL ? strchr (from, '@') : NULL;
  gboolean    is_announced = FALSE;

  for (const char *line = words; at != NULL && *line != '\0';)
    {
      gsize length = strcspn (line, "\n");
      gsize blanks = strspn (line, " \t");
      gsize size = blanks;

      while (size < length && (g_ascii_isalnum (line[size]) || strchr (".-_", line[size]) != NULL))
        size++;
      if (is_announced && size > blanks + 1 && blanks > 0 && ends_behind_name (line + size, length - size))
        return g_strdup_printf ("%.*s%s", (int) (size - blanks), line + blanks, at);
      if (length > blanks)
        is_announced = (_rd_phrases_scan (phrases, line, length) & RD_MEANS_FAILED) != 0;
      line += length;
      if (*line == '\n')
        line++;
    }
  return NULL;
}
