/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce"

#include "config.h"

#include "rd-bounce-private.h"

#include <string.h>

#include "rd-text.h"

/* Finding a server's reply in whatever it is wrapped in.  No grammar covers all
 * ways of quoting one, so each three-digit number is weighed by what stands
 * before and behind it; an enhanced status code, the words "said:" or a line
 * that begins with it decide. */

/* A line of a reply has 512 octets (RFC 5321 section 4.5.3.1.5); some servers
 * write a little more. */
#define MAX_REPLY_LINE_BYTES 600

/* Words in which an answer is wrapped stand at its beginning. */
#define MAX_WRAPPER_BYTES 160

/* The echo of an earlier refusal is told by its first words. */
#define MAX_NOISE_BYTES 80

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t';
}

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Longest label in brackets before a reply. */
#define MAX_LABEL_BYTES 40

static gboolean
ends_with_word (const char *text,
                gsize       length,
                const char *word)
{
  gsize size = strlen (word);

  return length >= size && g_ascii_strncasecmp (text + length - size, word, size) == 0 &&
         (length == size || !g_ascii_isalnum (text[length - size - 1]));
}

/* "(reason) 550 …": a label in brackets, alone before the code on its line. */
static gboolean
is_behind_label (const char *text,
                 gsize       end)
{
  gsize start = end - 1;

  while (start > 0 && end - start < MAX_LABEL_BYTES && text[start] != '(' && text[start] != '\n')
    start--;
  if (text[start] != '(')
    return FALSE;
  while (start > 0 && is_blank (text[start - 1]))
    start--;
  return start == 0 || text[start - 1] == '\n';
}

/* What speaks for a code by the text before it. */
static int
weigh_before (const char *text,
              gsize       at,
              gboolean   *is_quoted)
{
  static const char *words[] = { "said", "returned", "response", "reply", "error", "code", "with", "status", "answer", "smtp",
                                 "fehler", "erreur", "errore", "error_code", "antwort", "meldung", "code:", "was",
                                 "reported", "replied", "responded", "answered", "says" };
  gsize              p = at;
  gboolean           line_start;

  while (p > 0 && (is_blank (text[p - 1]) || strchr ("'\"`#*-", text[p - 1]) != NULL))
    p--;
  line_start = p == 0 || text[p - 1] == '\n' || text[p - 1] == '\r';
  while (p > 0 && is_space (text[p - 1]))
    p--;
  if (p == 0)
    return 3;
  if (strchr (":;", text[p - 1]) != NULL || (p >= 3 && strncmp (text + p - 3, "<<<", 3) == 0) ||
      (text[p - 1] == ']' && p >= 2 && text[p - 2] == 'e') || (text[p - 1] == ')' && (line_start || is_behind_label (text, p))))
    {
      *is_quoted = TRUE;
      return line_start ? 4 : 3;
    }
  if (p >= 2 && (text[p - 1] == '>' && (text[p - 2] == '-' || text[p - 2] == '>' || text[p - 2] == '=')))
    {
      *is_quoted = TRUE;
      return 3;
    }
  if (line_start)
    return 3;
  if (strchr ("([{<|", text[p - 1]) != NULL || (p >= 3 && strncmp (text + p - 3, "...", 3) == 0))
    return 2;
  if (strchr ("'\"`#", text[at - 1]) != NULL)
    return 2;
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (ends_with_word (text, p, words[i]))
        return 3;
    }
  return 0;
}

/* Whether the next line begins with the same code: a reply of several lines
 * (RFC 5321 section 4.2.1). */
static gboolean
is_repeated (const char *text,
             gsize       length,
             gsize       at)
{
  const char *newline = memchr (text + at, '\n', MIN (length - at, MAX_REPLY_LINE_BYTES));
  gsize       next;

  if (newline == NULL)
    return FALSE;
  next = (gsize) (newline - text) + 1;
  while (next < length && is_blank (text[next]))
    next++;
  return length - next > 3 && strncmp (text + next, text + at, 3) == 0;
}

/* "521-192.0.2.1 blocked": a reply of several lines that begins with an IP
 * address. */
static gboolean
is_ip_at (const char *words,
          gsize       length)
{
  gsize size = 0;
  guint dots = 0;

  while (size < length && (g_ascii_isdigit (words[size]) || words[size] == '.'))
    dots += words[size++] == '.' ? 1 : 0;
  return dots == 3 && size >= strlen ("1.2.3.4") && size < length && is_space (words[size]);
}

/* What speaks for a code by the text behind it; finds the enhanced code. */
static int
weigh_behind (const char *text,
              gsize       length,
              gsize       at,
              RdReplyHit *hit)
{
  gsize    p = at + 3;
  gsize    size;
  gboolean is_tuple;

  hit->status[0] = '\0';
  if (p >= length)
    return 1;
  if (g_ascii_isalnum (text[p]) || strchr ("./%@_", text[p]) != NULL)
    return -9;
  if (text[p] == ' ' && _rd_reply_is_amount (text + p + 1, length - p - 1))
    return -9;
  while (p < length && (is_space (text[p]) || strchr ("-:'\"#(=,[", text[p]) != NULL) && p < at + 12)
    p++;
  /* Python's smtplib: "(550, b'5.1.1 unknown')". */
  is_tuple = text[at + 3] == ',' && p + 2 < length && (text[p - 1] == '\'' || (text[p] == 'b' && strchr ("'\"", text[p + 1]) != NULL));
  if (is_tuple && text[p] == 'b')
    p += 2;
  size = _rd_status_length (text + p, length - p);
  if (size > 0 && size < RD_STATUS_SIZE && text[p] == text[at])
    {
      memcpy (hit->status, text + p, size);
      hit->status[size] = '\0';
      return 5;
    }
  /* Web services number their errors so; mail systems only with a status. */
  if (text[at] == '4' && text[at + 1] < '2')
    return -9;
  /* IronPort: "550-'Unknown user'". */
  if (text[at + 3] == '-' && at + 4 < length && text[at + 4] == '\'')
    return 6;
  if (text[at + 3] == '-' && at + 4 < length && (!g_ascii_isdigit (text[at + 4]) || is_ip_at (text + at + 4, length - at - 4)))
    return is_repeated (text, length, at) ? 5 : 3;
  if (is_space (text[at + 3]) && p < length && (g_ascii_isalpha (text[p]) || strchr ("<*{", text[p]) != NULL || (guchar) text[p] >= 0x80))
    return g_ascii_islower (text[p]) ? 1 : 2;
  if (is_tuple)
    return 3;
  if (strchr (":,;)'\"]", text[at + 3]) != NULL)
    return 1;
  return is_space (text[at + 3]) ? 1 : 0;
}

static gboolean
is_code_at (const char *text,
            gsize       length,
            gsize       at)
{
  if (at + 3 > length || (text[at] != '4' && text[at] != '5'))
    return FALSE;
  if (!g_ascii_isdigit (text[at + 1]) || !g_ascii_isdigit (text[at + 2]))
    return FALSE;
  if (at > 0 && (g_ascii_isalnum (text[at - 1]) || strchr ("./-@_$€+,=&?%", text[at - 1]) != NULL))
    return at > 0 && text[at - 1] == '-' && at > 1 && is_blank (text[at - 2]);
  return TRUE;
}

/* Words in which a mail system wraps the answer of another one; that answer is
 * what counts.  Exchange Online: "-> 550 …"; Amazon SES: "….<421 4.4.2 …>". */
static gboolean
is_wrapper (const char *words,
            gsize       length)
{
  static const char *marks[] = { "remote server returned", "message expired", "unable to deliver in", ".350 ", "deferred" };
  g_autofree char   *head = g_strndup (words, MIN (length, MAX_WRAPPER_BYTES));

  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      if (rd_text_find_nocase (head, marks[i]) != NULL)
        return TRUE;
    }
  return FALSE;
}

/* Whether the line at @line begins a reply with another code than that at
 * @start: what the server said to the next command. */
static gboolean
begins_other_reply (const char *text,
                    gsize       length,
                    gsize       line,
                    gsize       start)
{
  return length - line > 4 && (text[line] == '4' || text[line] == '5') && g_ascii_isdigit (text[line + 1]) && g_ascii_isdigit (text[line + 2]) &&
         text[line + 3] == ' ' && g_ascii_isdigit (text[line + 4]) && strncmp (text + line, text + start, 3) != 0;
}

/* Where the words of a reply end: an empty line, or the mark some mail system
 * sets behind them. */
static gsize
words_end (const char *text,
           gsize       length,
           gsize       start)
{
  static const char *marks[] = { "(in reply to", "(delivery attempts", "Giving up on", "[RCPT_TO]", "[MAIL_FROM]", "[DATA]", "[BODY]", "DSN gen", "DSN g\303\251n" };
  gsize              end = start;

  while (end < length)
    {
      if (text[end] == '\n')
        {
          gsize next = end + 1;

          while (next < length && (is_blank (text[next]) || text[next] == '\r'))
            next++;
          if (next >= length || text[next] == '\n' || begins_other_reply (text, length, next, start))
            break;
        }
      if (text[end] == '(' || text[end] == '[' || text[end] == 'G' || text[end] == 'D')
        {
          gboolean found = FALSE;

          for (gsize i = 0; i < G_N_ELEMENTS (marks) && !found; i++)
            found = strncmp (text + end, marks[i], MIN (strlen (marks[i]), length - end)) == 0 && length - end >= strlen (marks[i]);
          if (found && end > start + 3)
            break;
        }
      end++;
    }
  while (end > start && is_space (text[end - 1]))
    end--;
  return end;
}

/* "(reason: 550 …)" and "returned '550 …'": the closing mark is not the
 * server's. */
static gsize
trim_enclosure (const char *text,
                gsize       start,
                gsize       end)
{
  int depth = 0;

  if (end <= start + 4)
    return end > start + 3 && text[end - 1] == ')' ? end - 1 : end;
  if (start > 0 && strchr ("'\"`", text[start - 1]) != NULL && text[end - 1] == text[start - 1])
    return end - 1;
  if (text[end - 1] != ')')
    return end;
  for (gsize i = start; i < end; i++)
    depth += text[i] == '(' ? 1 : text[i] == ')' ? -1
                                                 : 0;
  return depth < 0 ? end - 1 : end;
}

static gboolean
hit_at (const char *text,
        gsize       length,
        gsize       at,
        RdReplyHit *hit)
{
  int before;
  int behind;

  hit->is_quoted = FALSE;
  before = weigh_before (text, at, &hit->is_quoted);
  behind = weigh_behind (text, length, at, hit);
  hit->score = before + behind;
  if (behind < 0 || hit->score < 4)
    return FALSE;
  hit->start = at;
  memcpy (hit->code, text + at, 3);
  hit->code[3] = '\0';
  return TRUE;
}

/* "554 <user@host>... 550 Host unknown": Sendmail's own code before that of the
 * cause. */
static gboolean
find_inner (const char       *text,
            const RdReplyHit *outer,
            RdReplyHit       *inner)
{
  gsize    from = outer->start + 3;
  gsize    end = outer->end;
  gboolean wraps = is_wrapper (text + outer->start, end - outer->start);

  for (gsize i = from; i + 3 <= end; i++)
    {
      gboolean after_arrow;

      if (!is_code_at (text, end, i))
        continue;
      after_arrow = (i >= 5 && strncmp (text + i - 5, ">... ", 5) == 0) || (i >= 4 && strncmp (text + i - 4, "... ", 4) == 0) ||
                    (wraps && i >= 1 && (text[i - 1] == '<' || (i >= 3 && strncmp (text + i - 3, "-> ", 3) == 0) || (i >= 4 && strncmp (text + i - 4, "; '", 3) == 0)));
      if (after_arrow && strncmp (text + i, outer->code, 3) != 0 && hit_at (text, end, i, inner))
        return TRUE;
      if (after_arrow && wraps && hit_at (text, end, i, inner) && inner->status[0] != '\0')
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_noise_at (const char *text,
             gsize       length,
             gsize       at)
{
  g_autofree char *words = g_strndup (text + at, MIN (length - at, MAX_NOISE_BYTES));

  return _rd_reply_is_noise (words);
}

/**
 * _rd_reply_find:
 * @text: some text
 * @length: its length in bytes
 * @hit: (out): the reply, written on success
 *
 * Finds the refusal (a 4xx or 5xx reply of RFC 5321) in @text.  Its enhanced
 * code may stand anywhere in its words: "550 sorry (#5.7.1)".
 *
 * Returns: whether there is one
 */
gboolean
_rd_reply_find (const char *text,
                gsize       length,
                RdReplyHit *hit)
{
  RdReplyHit best = { 0 };
  RdReplyHit found;
  gboolean   any = FALSE;

  for (gsize i = 0; i + 3 <= length; i++)
    {
      if (!is_code_at (text, length, i) || !hit_at (text, length, i, &found))
        continue;
      if (!any || (best.score < RD_REPLY_SURE && found.score > best.score && !is_noise_at (text, length, i)))
        best = found;
      any = TRUE;
      if (best.score >= RD_REPLY_SURE)
        break;
    }
  if (!any)
    return FALSE;
  best.end = trim_enclosure (text, best.start, words_end (text, length, best.start));
  if (find_inner (text, &best, &found))
    {
      /* What the wrapping system made of the answer is worth reading too. */
      if (is_wrapper (text + best.start, best.end - best.start))
        found.start = best.start;
      found.end = best.end;
      if (found.status[0] == '\0' && found.code[0] == best.code[0])
        memcpy (found.status, best.status, RD_STATUS_SIZE);
      best = found;
    }
  if (best.status[0] == '\0')
    _rd_status_find (text + best.start, best.end - best.start, best.code[0], best.status);
  *hit = best;
  return TRUE;
}

static gboolean
is_one_of (const char        *word,
           gsize              size,
           const char *const *words,
           gsize              n_words)
{
  for (gsize i = 0; i < n_words; i++)
    {
      if (strlen (words[i]) == size && g_ascii_strncasecmp (word, words[i], size) == 0)
        return TRUE;
    }
  return FALSE;
}

/**
 * _rd_reply_is_amount:
 * @behind: what stands behind a number and a blank
 * @length: its length
 *
 * Tells whether the number counts something and is no reply code: "550 euros for
 * a boat", "returned 550 errors in a day".
 *
 * Returns: whether it does
 */
gboolean
_rd_reply_is_amount (const char *behind,
                     gsize       length)
{
  static const char *const units[] = { "eur", "euro", "euros", "usd", "dollar", "dollars", "pounds", "gbp", "chf", "kr", "km", "kg", "ml", "people", "guests", "items",
                                       "pieces", "reasons", "ways", "customers", "visitors", "copies", "pages", "years", "bc", "ad", "personen", "stück", "jahre", "personnes" };
  /* With these in upper case a server's sentence may begin. */
  static const char *const events[] = { "errors", "failures", "bounces", "requests", "responses", "replies", "times" };
  static const char *const signs[] = { "€", "$", "£", "¥", "₽", "%" };
  gsize                    size = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (signs); i++)
    {
      if (length >= strlen (signs[i]) && strncmp (behind, signs[i], strlen (signs[i])) == 0)
        return TRUE;
    }
  while (size < length && (g_ascii_isalpha (behind[size]) || (guchar) behind[size] >= 0x80))
    size++;
  return is_one_of (behind, size, units, G_N_ELEMENTS (units)) ||
         (size > 0 && g_ascii_islower (*behind) && is_one_of (behind, size, events, G_N_ELEMENTS (events)));
}

/**
 * _rd_reply_is_in_passing:
 * @text: the text in which @hit was found
 * @hit: a reply
 *
 * "rejected with 550 5.7.26, since": a code that is only mentioned.
 *
 * Returns: whether the sentence goes on without the words of a server
 */
gboolean
_rd_reply_is_in_passing (const char       *text,
                         const RdReplyHit *hit)
{
  const char *behind = text + hit->start + 3;
  gsize       size = strlen (hit->status);

  if (size > 0 && strchr (" -", *behind) != NULL && strncmp (behind + 1, hit->status, size) == 0)
    behind += 1 + size;
  return hit->start > 0 && text[hit->start - 1] == ' ' && *behind == ',';
}

/**
 * _rd_reply_is_noise:
 * @text: a reply
 *
 * Tells whether @text is only the echo of an earlier refusal: what servers say
 * to DATA when no recipient was left, and the like.
 *
 * Returns: whether it is
 */
gboolean
_rd_reply_is_noise (const char *text)
{
  static const char *marks[] = { "no valid recipients", "need rcpt", "need mail", "no recipients", "valid rcpt command must precede",
                                 "must have recipient", "bad sequence of commands" };

  /* "503 All recipients are invalid" tells more. */
  if (strncmp (text, "503", 3) == 0 && rd_text_find_nocase (text, "invalid") == NULL && rd_text_find_nocase (text, "unknown") == NULL)
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      if (rd_text_find_nocase (text, marks[i]) != NULL)
        return TRUE;
    }
  return FALSE;
}
