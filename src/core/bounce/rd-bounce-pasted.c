/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce"

#include "config.h"

#include "rd-bounce-kind.h"

#include <string.h>

#include "rd-knowledge.h"
#include "rd-text.h"

/* Whether pasted text is about mail that came back.  The person says so by
 * pasting it, but may have pasted the wrong thing. */

/* A single answer of a server, even one of many lines, is no longer. */
#define MAX_ANSWER_BYTES 1500

/* An answer that nothing is known about must be this short to be believed. */
#define MAX_UNKNOWN_ANSWER_BYTES 300

/* Words of a mail program without any code are a sentence or three. */
#define MAX_SENTENCE_BYTES 500
#define MAX_LINE_BYTES 160

/* A code behind a colon or the like, with words behind it. */
#define RD_REPLY_LIKELY 4

/* Points of rd_knowledge_match() that a rule has if it speaks clearly. */
#define CLEAR_RULE_POINTS 60
#define CLEAR_LINE_POINTS 48

/* A rule for what one mail software writes. */
#define SOFTWARE_POINTS 75
#define SOFTWARE_TIER 3

#define CLEAR_REPLY_POINTS 40

/* Reply codes with which mail is refused: RFC 5321, RFC 4954, RFC 7504 and what
 * is seen besides. */
static gboolean
is_mail_code (int code)
{
  static const int codes[] = { 420, 421, 422, 432, 441, 442, 446, 447, 450, 451, 452, 454, 455, 471, 500, 501, 502, 503, 504, 510, 511, 512,
                               513, 521, 523, 530, 534, 535, 538, 540, 541, 550, 551, 552, 553, 554, 555, 556, 557, 558, 559, 571, 591, 605 };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      if (codes[i] == code)
        return TRUE;
    }
  return FALSE;
}

/* "550 euros for a boat": the number counts something. */
static gboolean
is_amount (const char *behind)
{
  static const char *const units[] = { "eur", "euro", "euros", "usd", "dollar", "dollars", "pounds", "gbp", "chf", "kr", "km", "kg", "ml", "people", "guests", "items",
                                       "pieces", "reasons", "ways", "customers", "visitors", "copies", "pages", "years", "personen", "stück", "jahre", "personnes" };
  gsize                    length = 0;

  while (g_ascii_isalpha (behind[length]) || (guchar) behind[length] >= 0x80)
    length++;
  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    {
      if (strlen (units[i]) == length && g_ascii_strncasecmp (behind, units[i], length) == 0)
        return TRUE;
    }
  return FALSE;
}

/* The words behind the reply code that @words begins with; @code is 0 if there
 * is none. */
static const char *
find_behind_code (const char *words,
                  int        *code)
{
  const char *p = words + strspn (words, " \t\n\"'<>*#|-");
  char       *end;
  gint64      number = g_ascii_strtoll (p, &end, 10);

  *code = 0;
  if (end != p + 3 || number < 400 || number > 699 || strchr (" -:", *end) == NULL)
    return NULL;
  p = end + strspn (end, " -:#\"'");
  *code = (int) number;
  return *p != '\0' ? p : NULL;
}

static gboolean
is_known (const char *words,
          int         points,
          int         weakest_tier)
{
  g_auto (RdMatch) match = { 0 };
  RdReply reply = { .text = words };

  rd_knowledge_match (&reply, &match);
  if (match.score < points || strcmp (match.cause->id, "challenge") == 0 || strcmp (match.cause->id, "auto-reply") == 0)
    return FALSE;
  return match.rule == NULL || match.rule->tier <= weakest_tier;
}

/* What one mail software writes.  That somebody has a new address is said by
 * people, too. */
static gboolean
is_of_software (const char *words)
{
  g_auto (RdMatch) match = { 0 };
  RdReply reply = { .text = words };

  rd_knowledge_match (&reply, &match);
  return match.rule != NULL && match.score >= SOFTWARE_POINTS && match.rule->tier <= SOFTWARE_TIER &&
         strcmp (match.cause->id, "address-changed") != 0;
}

/* Words without a code are those of a mail system only if they speak of mail and
 * of nobody in particular: parcels are not delivered either, and people tell each
 * other that their mailbox is full. */
static gboolean
is_of_mail_system (const char *words)
{
  static const char *const clues[] = { "recipient", "mx record", " mx", "mx.", "smtp", "relay", "dnsbl", "spf", "dkim", "dmarc", "mail server", "mailserver", "mailbox", "maildir",
                                       "emails per hour", "defers and failures", "retry", "retries", "deliver", "name server", "name service", "dns", "transport", "router", "alias",
                                       "greeting", "mail system", "loops back", "in the queue", "certificate", "suppress", "unrouteable", "hosts for", "no such domain", "user output file",
                                       "domain", "connect to", "connection to", "conversation with", "remote side", "message expired", "message was", "message stayed", "five days", "received\" headers",
                                       "user unknown", "unknown user", "size=", "no such user", "greylist", "blacklist", "blocklist", "mail for ", "message size", "hop count", "hops", "mail loop", "quota",
                                       "servidor de destino", "servidor del", "serveur du", "serveur de", "server di", "mailserver", "serwer odbiorcy", "сервер", "サーバ",
                                       "empfänger", "postfach", "zustell", "zugestellt", "destinataire", "remis", "destinatario", "destinatário", "entreg", "consegn", "recapit",
                                       "ontvanger", "bezorg", "odbiorc", "doręcz", "alıcı", "teslim", "получател", "доставл", "宛先", "配信", "メール" };
  static const char *const people[] = { " my ", " mine ", " todo" };
  g_autofree char         *padded = g_strconcat (" ", words, NULL);
  gsize                    clue_at = 0;
  gsize                    people_at = 0;
  gsize                    which;

  if (_rd_marks_find (people, G_N_ELEMENTS (people), padded, strlen (padded), &people_at, &which))
    return FALSE;
  return _rd_marks_find (clues, G_N_ELEMENTS (clues), words, strlen (words), &clue_at, &which) ||
         is_of_software (words);
}

/* "(#5.1.2)": qmail and its kin close their sentences so, in which they speak of
 * themselves as people do. */
static gboolean
has_marked_status (const char *words)
{
  const char *mark = strstr (words, "(#");

  return mark != NULL && strchr ("45", mark[2]) != NULL && _rd_status_length (mark + 2, strlen (mark + 2)) > 0;
}

/* "421 bottles of beer on the wall": more than a word or three that begin in
 * lower case and say nothing. */
static gboolean
is_counted (const char *behind)
{
  guint blanks = 0;

  if (has_marked_status (behind))
    return FALSE;
  for (const char *p = behind; *p != '\0'; p++)
    blanks += *p == ' ' ? 1 : 0;
  return g_ascii_islower (*behind) && blanks > 2;
}

/* Whether one of several lines is a server's answer: "550 no". */
static gboolean
has_answer_line (const char *words)
{
  for (const char *line = words; line != NULL; line = strchr (line, '\n'))
    {
      int         code;
      const char *behind = find_behind_code (line, &code);

      if (behind != NULL && is_mail_code (code) && !is_amount (behind) && !is_counted (behind))
        return TRUE;
      line += *line == '\n' ? 1 : 0;
      if (*line == '\0')
        break;
    }
  return FALSE;
}

/* "gave up after five days": a frame around a reason that was not pasted. */
static gboolean
tells_expiry (const char *words)
{
  g_auto (RdMatch) match = { 0 };
  RdReply reply = { .text = words };

  rd_knowledge_match (&reply, &match);
  return match.rule != NULL && strcmp (match.cause->id, "delivery-expired") == 0;
}

/* "(MX problem?)" is a server's doubt, no question. */
static gboolean
asks (const char *words)
{
  for (const char *p = strchr (words, '?'); p != NULL; p = strchr (p + 1, '?'))
    {
      if (p[1] == '\0' || g_ascii_isspace (p[1]))
        return TRUE;
    }
  return FALSE;
}

/* People greet, ask and sign; servers hardly ever. */
static gboolean
is_talk (const char *words)
{
  static const char *const marks[] = { "hi ", "hi,", "hello", "dear ", "hallo", "guten tag", "bonjour", "hola", "ciao", "olá", "regards", "cheers", "viele grüße",
                                       "mit freundlichen", "cordialement", "saludos", "subject:", "unsubscribe", "newsletter" };
  gsize                    at = 0;
  gsize                    which;

  return asks (words) || strstr (words, " I ") != NULL || strstr (words, " my ") != NULL ||
         _rd_marks_find (marks, G_N_ELEMENTS (marks), words, strlen (words), &at, &which);
}

/* A mail that is late, or that came in.  So do parcels: it has to be a message,
 * and the mail system has to name the address or the mail's state. */
static gboolean
is_progress (const char *words,
             guint       meanings,
             RdStrength  strength)
{
  static const char *const mails[] = { "message", "nachricht", "e-mail", "email", "courriel", "mensaje", "correo", "messaggio", "mensagem", "bericht",
                                       "wiadomo", "ileti", "сообщени", "письм", "メール" };
  static const char *const goods[] = { "order", "parcel", "package", "shipment", "paket", "bestell", "sendung", "colis", "commande", "pedido", "paquete",
                                       "pacco", "ordine", "encomenda", "pakket", "przesyłk", "sipariş", "kargo", "заказ", "посылк" };
  gsize                    length = strlen (words);
  gsize                    at = 0;
  gsize                    which;

  if ((meanings & (RD_MEANS_DELAYED | RD_MEANS_DELIVERED)) == 0 || length > MAX_SENTENCE_BYTES || is_talk (words))
    return FALSE;
  if (!_rd_marks_find (mails, G_N_ELEMENTS (mails), words, length, &at, &which))
    return FALSE;
  at = 0;
  if (_rd_marks_find (goods, G_N_ELEMENTS (goods), words, length, &at, &which))
    return FALSE;
  return strength >= RD_STRENGTH_SENTENCE || rd_text_find_nocase (words, "undelivered") != NULL;
}

/* One answer of a server and nothing else, or what a mail program says by
 * itself. */
static gboolean
is_bare_answer (const char *words,
                guint       meanings)
{
  gsize       length = strlen (words);
  int         code;
  const char *behind = find_behind_code (words, &code);
  RdReplyHit  hit;

  if (behind != NULL && is_mail_code (code) && length <= MAX_ANSWER_BYTES)
    return (length <= MAX_UNKNOWN_ANSWER_BYTES && !is_counted (behind)) || is_known (words, CLEAR_REPLY_POINTS, 6);
  if (length <= MAX_SENTENCE_BYTES && has_marked_status (words))
    return TRUE;
  if (length > MAX_SENTENCE_BYTES || is_talk (words))
    return FALSE;
  if (_rd_status_length (words, length) > 0 && strchr ("45", *words) != NULL)
    return TRUE;
  if (!is_of_mail_system (words) && !has_answer_line (words) && !(_rd_reply_find (words, length, &hit) && hit.score >= RD_REPLY_LIKELY))
    return FALSE;
  if (length <= MAX_LINE_BYTES && ((meanings & (RD_MEANS_OPENING | RD_MEANS_GAVE_UP)) != 0 || is_known (words, CLEAR_LINE_POINTS, 5) || tells_expiry (words)))
    return TRUE;
  return is_known (words, CLEAR_RULE_POINTS, 4);
}

static gboolean
has_reply (const RdNotice *notice)
{
  for (guint i = 0; i < notice->recipients->len; i++)
    {
      const RdTextRecipient *recipient = g_ptr_array_index (notice->recipients, i);

      if (recipient->reply != NULL)
        return TRUE;
    }
  return notice->common->reply != NULL;
}

/**
 * _rd_pasted_is_notice:
 * @dsn: the fields of its reports
 * @notice: its words
 * @words: the text they were read from
 *
 * Returns: whether pasted text is about mail that came back
 */
gboolean
_rd_pasted_is_notice (const RdDsn    *dsn,
                      const RdNotice *notice,
                      const char     *words)
{
  const guint            said = (guint) notice->meanings;
  const RdTextRecipient *first = notice->recipients->len > 0 ? g_ptr_array_index (notice->recipients, 0) : NULL;
  const RdStrength       strength = first != NULL ? first->strength : RD_STRENGTH_MENTIONED;
  const char            *behind;
  int                    code;
  RdReplyHit             hit;

  if (dsn->recipients->len > 0)
    return TRUE;
  behind = find_behind_code (words, &code);
  if (behind != NULL && is_amount (behind))
    return FALSE;
  if (has_reply (notice) && (said & (RD_MEANS_FAILED | RD_MEANS_DELAYED | RD_MEANS_OPENING | RD_MEANS_DETAILS | RD_MEANS_REASON)) != 0 &&
      strength >= RD_STRENGTH_SENTENCE)
    return TRUE;
  if (_rd_reply_find (words, strlen (words), &hit) &&
      (hit.score >= RD_REPLY_SURE + 1 || (hit.score >= RD_REPLY_SURE && (said & RD_MEANS_REASON) != 0) ||
       (hit.start == 0 && (said & RD_MEANS_REASON) != 0 && strlen (words) < 1000)))
    return TRUE;
  if ((said & RD_MEANS_OPENING) != 0 && strength >= RD_STRENGTH_SENTENCE)
    return TRUE;
  if ((said & RD_MEANS_REASON) != 0 && strength >= RD_STRENGTH_STRUCTURE)
    return TRUE;
  if ((said & (RD_MEANS_FAILED | RD_MEANS_DELAYED)) != 0 && strength >= RD_STRENGTH_ALONE)
    return TRUE;
  if ((said & (RD_MEANS_FAILED | RD_MEANS_DELAYED)) != 0 && strength >= RD_STRENGTH_SENTENCE && (said & RD_MEANS_REASON) != 0)
    return TRUE;
  return is_progress (words, said, strength) || is_bare_answer (words, said);
}
