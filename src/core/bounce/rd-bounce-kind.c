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
read_subject (RdMail          *mail,
              const RdPhrases *phrases)
{
  const char *subject = rd_mail_get_header (mail, "Subject");

  return subject != NULL ? _rd_phrases_scan (phrases, subject, strlen (subject)) : (RdMeaning) 0;
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
is_answer_about (RdMail          *mail,
                 const RdPhrases *phrases,
                 const char      *words)
{
  const char      *subject = rd_mail_get_header (mail, "Subject");
  g_autofree char *own = NULL;

  if (words == NULL || subject == NULL || !is_answer (subject) || rd_mail_get_header (mail, "In-Reply-To") == NULL)
    return FALSE;
  own = dup_unquoted (words);
  return own != NULL && *own != '\0' &&
         ((guint) _rd_phrases_scan (phrases, own, strlen (own)) & (RD_MEANS_OPENING | RD_MEANS_DETAILS | RD_MEANS_FAILED | RD_MEANS_DELAYED)) == 0;
}

/* No two marks that people's mail may have by chance come to this. */
#define STRANGER_POINTS 4

/* Bytes of a notice that says hardly more than who was not reached. */
#define SHORT_NOTICE 400

/* What mail systems other than mailer-daemon and postmaster are weighed by. */
static int
weigh_stranger (RdMail          *mail,
                const RdPhrases *phrases,
                const RdNotice  *notice,
                const char      *words,
                gboolean         has_original,
                gboolean         has_attached)
{
  const char *subject = rd_mail_get_header (mail, "Subject");
  const char *from = rd_mail_get_header (mail, "From");
  RdMeaning   about = read_subject (mail, phrases);
  gboolean    is_no_reply = from == NULL || rd_text_find_nocase (from, "no-reply") != NULL || rd_text_find_nocase (from, "noreply") != NULL;
  int         points = 0;

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
  if (has_original)
    points += 1;
  if (rd_mail_get_header (mail, "Auto-Submitted") != NULL)
    points += 1;
  if (rd_mail_get_header (mail, "X-Failed-Recipients") != NULL)
    points += 3;
  if (is_no_reply)
    points += 1;
  /* A list of addresses and hardly a word more. */
  if (strlen (words) < SHORT_NOTICE && strength_of (notice) >= RD_STRENGTH_ALONE)
    points += 2;

  /* Lists discuss bounces. */
  if (is_from_list (mail) && (notice->first_meanings & RD_MEANS_LIST) == 0 && !has_attached)
    return 0;
  /* Changes to programs tell why they were made. */
  if (!has_attached && strstr (words, "\nSigned-off-by: ") != NULL)
    return 0;
  if (rd_mail_get_header (mail, "In-Reply-To") != NULL)
    points -= 1;
  if (!begins_as_notice (phrases, words))
    points -= 3;
  /* Nothing but words: a person may have written them. */
  if (rd_mail_get_header (mail, "Auto-Submitted") == NULL && !has_attached && !is_no_reply &&
      rd_mail_get_header (mail, "Precedence") == NULL && ((guint) notice->meanings & RD_MEANS_OPENING) == 0)
    points -= 1;
  /* Parcels are not delivered either: it has to be about mail. */
  if (strength_of (notice) < RD_STRENGTH_SENTENCE && !_rd_notice_has_reply (notice) && !has_attached &&
      ((guint) notice->first_meanings & (RD_MEANS_OPENING | RD_MEANS_LIST)) == 0)
    points = 0;
  return points;
}

static gboolean
is_delayed (RdMail          *mail,
            const RdPhrases *phrases,
            const RdNotice  *notice)
{
  RdMeaning about = read_subject (mail, phrases);

  if ((about & RD_MEANS_DELAYED) != 0)
    return (about & RD_MEANS_GAVE_UP) == 0;
  return (notice->meanings & RD_MEANS_DELAYED) != 0 && (notice->meanings & RD_MEANS_GAVE_UP) == 0;
}

/* A sender in a quoted header: longer names are no mail system's. */
#define MAX_FROM_BYTES 300

/* A notice copied into a person's mail: "Begin forwarded message:" or a quoted
 * header, with a mail system as its sender. */
static gboolean
is_forwarded_inline (RdMail         *mail,
                     const RdNotice *notice,
                     const char     *words)
{
  const char      *subject = rd_mail_get_header (mail, "Subject");
  const char      *from;
  gsize            size;
  g_autofree char *line = NULL;

  if (is_from_list (mail) || (notice->meanings & (RD_MEANS_OPENING | RD_MEANS_DETAILS)) == 0)
    return FALSE;
  if ((notice->meanings & RD_MEANS_FORWARD) == 0 && (subject == NULL || !is_answer (subject) || rd_mail_get_header (mail, "In-Reply-To") != NULL))
    return FALSE;
  from = rd_text_find_nocase (words, "From:");
  if (from == NULL)
    from = rd_text_find_nocase (words, "Von:");
  if (from == NULL)
    from = rd_text_find_nocase (words, "De:");
  if (from == NULL)
    return FALSE;
  size = strcspn (from, "\n");
  line = g_strndup (from, MIN (size, MAX_FROM_BYTES));
  return _rd_address_is_daemon (line) && (_rd_notice_has_reply (notice) || strength_of (notice) >= RD_STRENGTH_ALONE);
}

static RdNoticeKind
decide_report (RdMail          *mail,
               const RdPhrases *phrases,
               const RdDsn     *dsn,
               const RdNotice  *notice)
{
  gboolean has_delayed = FALSE;
  gboolean has_delivered = FALSE;

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
  if (dsn->recipients->len == 0 && (notice->meanings & RD_MEANS_DELIVERED) != 0 && (notice->meanings & RD_MEANS_FAILED) == 0)
    return RD_NOTICE_DELIVERED;
  return is_delayed (mail, phrases, notice) ? RD_NOTICE_DELAYED : RD_NOTICE_FAILED;
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
is_daemon_notice (RdMail          *mail,
                  const RdPhrases *phrases,
                  const RdNotice  *notice,
                  const char      *words,
                  gboolean         has_original,
                  gboolean         has_bare_name)
{
  const guint said = (guint) notice->meanings;
  const guint about = (guint) read_subject (mail, phrases);
  const guint undelivered = RD_MEANS_FAILED | RD_MEANS_DELAYED;
  gboolean    has_system = _rd_address_is_daemon (rd_mail_get_header (mail, "From"));

  if (rd_mail_get_header (mail, "X-Failed-Recipients") != NULL)
    return TRUE;
  /* A list that sends with the null reverse-path is still a list; one to
   * which a notice was sent shows the mail system as author. */
  if (is_from_list (mail) && !has_system)
    return FALSE;
  if (((said | about) & undelivered) != 0 &&
      (has_original || (said & RD_MEANS_OPENING) != 0 || strength_of (notice) >= RD_STRENGTH_SENTENCE || _rd_notice_has_reply (notice)))
    return TRUE;
  if (strength_of (notice) >= RD_STRENGTH_ALONE && (_rd_notice_has_reply (notice) || (said & RD_MEANS_OPENING) != 0))
    return TRUE;
  if (strength_of (notice) >= RD_STRENGTH_STRUCTURE && ((notice->first_meanings & RD_MEANS_REASON) != 0))
    return TRUE;
  if (((said | about) & undelivered) != 0 && has_bare_name)
    return TRUE;
  return (about & undelivered) != 0 && has_system && has_null_path (mail) && is_plain_refusal (notice, words);
}

static gboolean
is_challenge (RdMail          *mail,
              const RdPhrases *phrases,
              const RdDsn     *dsn,
              const RdNotice  *notice)
{
  if (dsn->is_challenge)
    return TRUE;
  if (((guint) notice->meanings & (guint) read_subject (mail, phrases) & RD_MEANS_CHALLENGE) != 0)
    return TRUE;
  return (notice->meanings & RD_MEANS_CHALLENGE) != 0 && !_rd_notice_has_reply (notice) && !is_from_list (mail) &&
         (notice->meanings & RD_MEANS_OPENING) == 0;
}

/**
 * _rd_kind_decide:
 * @mail: a message
 * @shape: its parts
 * @phrases: the phrases
 * @dsn: the fields of its reports
 * @notice: its words
 * @words: the text they were read from
 * @returned: what stands below them
 *
 * Decides whether @mail is a notice, and of what.
 *
 * Returns: the verdict
 */
RdNoticeKind
_rd_kind_decide (RdMail          *mail,
                 const RdShape   *shape,
                 const RdPhrases *phrases,
                 const RdDsn     *dsn,
                 const RdNotice  *notice,
                 const char      *words,
                 const char      *returned)
{
  const guint said = (guint) notice->meanings;
  gboolean    has_original = shape->original >= 0 || *returned != '\0';
  gboolean    is_notice;

  if (is_challenge (mail, phrases, dsn, notice))
    return RD_NOTICE_CHALLENGE;
  if (rd_mail_get_form (mail) == RD_MAIL_FORM_TEXT)
    {
      is_notice = _rd_pasted_is_report (dsn, notice, words);
      if (!is_notice)
        {
          RdNoticeKind other = _rd_other_decide (notice, words);

          if (other != RD_NOTICE_NONE)
            return other;
          is_notice = _rd_pasted_is_refusal (notice, words);
        }
    }
  else if (_rd_report_is_rejection (mail, phrases))
    return RD_NOTICE_FAILED;

  else if (shape->has_report || dsn->recipients->len > 0)
    {
      if (shape->has_report || _rd_address_is_daemon (rd_mail_get_header (mail, "From")) || has_null_path (mail) ||
          is_forwarded_inline (mail, notice, words) || weigh_stranger (mail, phrases, notice, words, has_original, shape->original >= 0) >= STRANGER_POINTS)
        return decide_report (mail, phrases, dsn, notice);
      return RD_NOTICE_NONE;
    }

  else if (_rd_address_is_daemon (rd_mail_get_header (mail, "From")) || has_null_path (mail))
    {
      g_autofree char *bare = _rd_kind_dup_bare_name (words, phrases, rd_mail_get_header (mail, "From"));

      is_notice = is_daemon_notice (mail, phrases, notice, words, has_original, bare != NULL);
    }
  else if (shape->original < 0 && is_answer_about (mail, phrases, _rd_shape_get_words (shape, mail)))
    return RD_NOTICE_NONE;
  else
    is_notice = weigh_stranger (mail, phrases, notice, words, has_original, shape->original >= 0) >= STRANGER_POINTS || is_forwarded_inline (mail, notice, words);
  if (!is_notice)
    return RD_NOTICE_NONE;
  if ((said & RD_MEANS_DELIVERED) != 0 && (said & (RD_MEANS_FAILED | RD_MEANS_DELAYED)) == 0 && dsn->recipients->len == 0 && !_rd_notice_has_reply (notice))
    return RD_NOTICE_DELIVERED;
  if (dsn->recipients->len > 0)
    return decide_report (mail, phrases, dsn, notice);
  return is_delayed (mail, phrases, notice) ? RD_NOTICE_DELAYED : RD_NOTICE_FAILED;
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
