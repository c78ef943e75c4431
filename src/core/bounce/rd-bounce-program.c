/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce"

#include "config.h"

#include "rd-bounce-program.h"

#include <string.h>

#include "rd-text.h"

/* What a mail program, a website or a script says when its outgoing server
 * refused: its own sentences around the words of the server, and the address
 * somewhere among them.  What a notice says is made of it: "<address>: words". */

/* Such a message is a few lines, even with a stack trace. */
#define MAX_PROGRAM_BYTES 4096

/* Behind these the server speaks. */
static const char *const announcements[] = {
  "the mail server responded",
  "the server responded",
  "server responded:",
  "server responded with",
  "server response was",
  "server response:",
  "server error:",
  "smtp server response",
  "server replied",
  "server said",
  "negative smtp reply",
  "with message \"",
  "smtpaddressfailedexception:",
  "smtpsendfailedexception:",
  "smtpsenderfailedexception:",
  "authenticationfailedexception:",
  "smtprecipientsrefused:",
  "smtpsenderrefused:",
  "smtpdataerror:",
  "smtpauthenticationerror:",
  "invalid login:",
  "can't send mail - all recipients were rejected:",
  "message failed:",
  "recipient command failed:",
  "detail:",
  "server antwortete",
  "server hat geantwortet",
  "antwort des servers",
  "serverantwort",
  "serveur a répondu",
  "réponse du serveur",
  "servidor respondió",
  "servidor ha respondido",
  "respuesta del servidor",
  "server ha risposto",
  "risposta del server",
  "servidor respondeu",
  "resposta do servidor",
  "server antwoordde",
  "server heeft geantwoord",
  "antwoord van de server",
  "serwer odpowiedział",
  "odpowiedź serwera",
  "sunucu yanıtı",
  "sunucunun yanıtı",
  "сервер ответил",
  "ответ сервера",
  "サーバーからの応答",
  "サーバの応答",
};

/* Only mail programs and their parts write these; the words of a server need
 * not be among them. */
static const char *const signatures[] = {
  "0x800ccc", "0x80042", "0x80040", "smtp error:", "smtp connect()", "mailer error:", "phpmailer", "expected response code", "smtpexception",
  "smtplib.", "javax.mail", "com.sun.mail", "jakarta.mail", "nodemailer", "swift_transport", "wp mail smtp", "negative smtp reply", "command: 'conn'"
};

/* Webmail: "SMTP Error (550): Failed to add recipient "a@b.example" (5.1.1 …)". */
static const char *const webmail_leads[] = { "smtp error (", "smtp-fehler (", "erreur smtp (", "error smtp (", "error de smtp (", "errore smtp (", "erro smtp (", "erro de smtp (", "smtp fout (", "smtp-fout (", "błąd smtp (", "smtp hatası (", "ошибка smtp (" };

/* People write these too, of other things. */
static const char *const sentences[] = {
  "rejected by the server", "invalid login:", "an error occurred while sending mail", "an error occurred while sending", "sending of the message failed", "sending of message failed", "cannot send message using the server",
  "fehler beim senden", "senden der nachricht fehlgeschlagen", "senden der nachricht ist fehlgeschlagen", "une erreur est survenue lors de l'envoi", "une erreur est survenue pendant l'envoi",
  "l'envoi du message a échoué", "error al enviar", "se produjo un error al enviar", "se ha producido un error al enviar", "errore durante l'invio",
  "si è verificato un errore durante l'invio", "ocorreu um erro ao enviar", "erro ao enviar", "fout opgetreden bij het verzenden", "fout bij het verzenden",
  "błąd podczas wysyłania", "wystąpił błąd podczas wysyłania", "gönderilirken bir hata", "произошла ошибка при отправке", "ошибка при отправке", "送信中にエラー", "メッセージの送信に失敗"
};

/* Before the address that was refused. */
static const char *const refused[] = {
  "rejected e-mail address was",
  "rejected email address was",
  "abgelehnte e-mail-adresse lautet",
  "abgelehnte e-mail-adresse war",
  "adresse de messagerie refusée était",
  "adresse de messagerie rejetée était",
  "adresse de courrier rejetée était",
  "dirección de correo electrónico rechazada era",
  "dirección de correo electrónico rechazada fue",
  "indirizzo di posta elettronica non accettato è",
  "indirizzo di posta elettronica rifiutato è",
  "correio electrónico rejeitado foi",
  "e-mail rejeitado foi",
  "geweigerde e-mailadres is",
  "geweigerde e-mailadres was",
  "odrzucony adres e-mail to",
  "rcpt to:",
  "message recipient",
  "recipients failed:",
  "addresses was rejected by the server:",
  "address was rejected by the server:",
  "smtprecipientsrefused:",
  "empfänger der nachricht",
  "destinataire du message",
  "destinatario del mensaje",
  "destinatario del messaggio",
  "destinatário da mensagem",
  "ontvanger van het bericht",
};

/* Advice of the program behind the words of the server. */
static const char *const advices[] = {
  "please check",
  "please verify",
  "bitte überprüfen",
  "bitte prüfen",
  "veuillez vérifier",
  "vérifiez",
  "compruebe",
  "verifique",
  "por favor, compruebe",
  "por favor, verifique",
  "controllare",
  "verificare",
  "controleer",
  "sprawdź",
  "lütfen",
  "пожалуйста, проверьте",
  "проверьте",
  "', port:",
  "', port :",
  "', porta:",
  "', puerto:",
  "', poort:",
  "', anschluss:",
  "', server error",
};

static gboolean
find_mark (const char *const *marks,
           gsize              n_marks,
           const char        *text,
           gsize             *at,
           gsize             *end)
{
  gsize which;

  if (!_rd_marks_find (marks, n_marks, text, strlen (text), at, &which))
    return FALSE;
  *end = *at + strlen (marks[which]);
  return TRUE;
}

/* The words of the server: behind the last announcement that has any. */
static char *
dup_answer (const char *text)
{
  const char *answer = NULL;
  gsize       at = 0;
  gsize       end = 0;
  gsize       cut = 0;

  while (find_mark (announcements, G_N_ELEMENTS (announcements), text, &at, &end))
    {
      const char *behind = text + end + strspn (text + end, " \t\n:'\"«»{([");

      /* "Server Error: 550" only repeats the code. */
      if (answer == NULL || strcspn (behind, ",\n") > 12)
        answer = behind;
      at = end;
    }
  if (answer == NULL)
    return NULL;
  at = 0;
  cut = strlen (answer);
  if (find_mark (advices, G_N_ELEMENTS (advices), answer, &at, &end))
    cut = at;
  return cut > 0 ? g_strndup (answer, cut) : NULL;
}

static char *
dup_refused (const char *text)
{
  gsize at = 0;
  gsize end = 0;
  gsize from;
  gsize to;

  if (!find_mark (refused, G_N_ELEMENTS (refused), text, &at, &end))
    return NULL;
  end += strspn (text + end, " \t\n:{(['\"<«");
  if (!_rd_address_next (text, strlen (text), end, &from, &to) || from > end + 8)
    return NULL;
  return g_strndup (text + from, to - from);
}

/* "Failed to set sender": the address is of whoever writes. */
static gboolean
names_sender (const char *text,
              gsize       length)
{
  static const char *const marks[] = { "sender", "absender", "expéditeur", "remitente", "mittente", "remetente", "afzender", "nadawc", "gönderen", "отправител" };
  gsize                    at = 0;
  gsize                    which;

  return _rd_marks_find (marks, G_N_ELEMENTS (marks), text, length, &at, &which);
}

/* "{'a@b.example': (550, b'5.1.1 …')}": how Python shows whom a server refused. */
static char *
dup_python_notice (const char *text)
{
  const char *mark = strstr (text, "': (");
  const char *name = mark;
  const char *words;
  gboolean    is_address;
  gsize       size;
  char        quote;

  while (name != NULL && name > text && name[-1] != '\'' && name[-1] != '\n')
    name--;
  if (name == NULL || name == text || name[-1] != '\'' || name == mark || strspn (mark + 4, "0123456789") != 3)
    return NULL;
  words = mark + 7;
  words += strspn (words, ", bu");
  quote = *words;
  if (quote != '\'' && quote != '"')
    return NULL;
  words++;
  for (size = 0; words[size] != '\0' && words[size] != quote; size++)
    continue;
  is_address = memchr (name, '@', (gsize) (mark - name)) != NULL;
  return g_strdup_printf ("%s%.*s%s%.3s %.*s\n", is_address ? "<" : "", (int) (mark - name), name, is_address ? ">: " : ": ", mark + 4,
                          (int) size, words);
}

/* The words of the server in the brackets at the end, its code in those at the
 * beginning. */
static char *
dup_webmail_notice (const char *text)
{
  g_autofree char *address = NULL;
  const char      *words;
  gsize            at = 0;
  gsize            end = 0;
  gsize            line;
  gsize            from;
  gsize            to;

  if (!find_mark (webmail_leads, G_N_ELEMENTS (webmail_leads), text, &at, &end) || strspn (text + end, "0123456789") != 3 || text[end + 3] != ')')
    return NULL;
  line = end + strcspn (text + end, "\n");
  words = memchr (text + end + 4, '(', line - end - 4);
  if (words == NULL)
    return g_strdup_printf ("%.3s %.*s\n", text + end, (int) (line - end - 4), text + end + 4);
  if (!names_sender (text + end, (gsize) (words - text) - end) && _rd_address_next (text, (gsize) (words - text), end, &from, &to))
    address = g_strndup (text + from, to - from);
  words++;
  while (line > 0 && strchr (").\n ", text[line - 1]) != NULL)
    line--;
  if (text + line <= words)
    return NULL;
  return g_strdup_printf ("%s%s%s%.3s %.*s\n", address != NULL ? "<" : "", address != NULL ? address : "", address != NULL ? ">: " : "",
                          text + end, (int) (text + line - words), words);
}

static char *
dup_code (const char *text)
{
  const char *lead = rd_text_find_nocase (text, "but got code \"");

  if (lead == NULL)
    lead = rd_text_find_nocase (text, "SMTP code: ");
  if (lead == NULL)
    return NULL;
  lead += strcspn (lead, "245");
  return g_ascii_isdigit (lead[0]) && g_ascii_isdigit (lead[1]) && g_ascii_isdigit (lead[2]) ? g_strndup (lead, 3) : NULL;
}

/* "Task 'Receiving' reported error 0x800CCC0E": the same numbers stand for what
 * could not be fetched. */
static gboolean
is_fetching (const char *text)
{
  static const char *const fetching[] = { "receiving", "incoming", "pop3", "imap", "empfangen", "posteingang", "réception", "entrant", "recibir", "recepción", "entrante", "ricezione", "in arrivo", "ontvangen", "inkomende", "odbieranie", "przychodząc", "прием", "приём", "входящ", "受信" };
  static const char *const sending[] = { "sending", "outgoing", "smtp", "senden", "postausgang", "envoi", "sortant", "enviar", "saliente", "invio", "in uscita", "verzenden", "uitgaande", "wysyłan", "wychodząc", "отправ", "исходящ", "送信" };
  gsize                    at = 0;
  gsize                    end = 0;

  if (!find_mark (fetching, G_N_ELEMENTS (fetching), text, &at, &end))
    return FALSE;
  at = 0;
  return !find_mark (sending, G_N_ELEMENTS (sending), text, &at, &end);
}

/**
 * _rd_program_dup_notice:
 * @words: pasted text
 *
 * Takes the words of the server out of the message of a mail program, and puts
 * the address that was refused before them, as mail systems do.
 *
 * Returns: (transfer full) (nullable): what a notice would say, %NULL if no mail
 *   program says @words
 */
char *
_rd_program_dup_notice (const char *words)
{
  g_autofree char *answer = NULL;
  g_autofree char *address = NULL;
  g_autofree char *code = NULL;
  gboolean         is_sure;
  gsize            at = 0;
  gsize            end = 0;

  if (strlen (words) > MAX_PROGRAM_BYTES)
    return NULL;
  answer = dup_python_notice (words);
  if (answer == NULL)
    answer = dup_webmail_notice (words);
  if (answer != NULL)
    return g_steal_pointer (&answer);
  if (is_fetching (words))
    return NULL;
  is_sure = find_mark (signatures, G_N_ELEMENTS (signatures), words, &at, &end);
  at = 0;
  if (!is_sure && !find_mark (sentences, G_N_ELEMENTS (sentences), words, &at, &end))
    return NULL;
  answer = dup_answer (words);
  if (answer == NULL)
    return is_sure ? g_strdup (words) : NULL;
  address = dup_refused (words);
  code = !g_ascii_isdigit (*answer) ? dup_code (words) : NULL;
  return g_strconcat (address != NULL ? "<" : "", address != NULL ? address : "", address != NULL ? ">: " : "",
                      code != NULL ? code : "", code != NULL ? " " : "", answer, NULL);
}
