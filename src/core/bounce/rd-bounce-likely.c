/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce"

#include "config.h"

#include "rd-bounce-likely.h"

#include <string.h>

#include "rd-bounce-telling.h"
#include "rd-knowledge.h"

/* How likely words without the form of a notice are those of a mail system.
 * People tell each other that a mailbox is full, parcels are not delivered
 * either, and phishing lives from "undelivered messages".  No sign decides
 * alone, so signs for and against are counted. */

/* Points of rd_knowledge_match() from which on a rule speaks clearly, or well
 * enough to count. */
#define CLEAR_POINTS 60
#define VAGUE_POINTS 45
#define SOFTWARE_TIER 3
#define WEAKEST_TIER 5

/* What weigh_rule() gives for a rule that speaks clearly. */
#define CLEAR_RULE 2

/* What weigh_phrases() gives for words that say that something failed. */
#define CLEAR_PHRASES 2

/* What the words mean is only supposed. */
#define SUPPOSED (-1)

/* A line that is a server's answer, among the words of a person. */
#define ANSWER_LINE_POINTS 3

/* Servers are brief. */
#define LINE_CHARACTERS 160
#define SHORT_CHARACTERS 400
#define LONG_CHARACTERS 1200

/* Mail, in the languages mail systems write. */
static const char *const mails[] = {
  "message", "messages", "mail", "mails", "e-mail", "email", "emails", "nachricht", "mailversand", "courriel", "mensaje", "correo", "messaggio", "messaggi", "mensagem", "mensagens",
  "bericht", "berichten", "wiadomo", "ileti", "e-posta", "сообщени", "письм", "メール", "メッセージ", "邮件", "電子郵件", "sähköposti", "meddelande", "besked", "meddelelse", "melding", "viesti", "zpráv", "üzenet", "levele", "mesaj", "повідомлен", "μήνυμα", "메시지", "메일"
};

/* What only those speak of who carry mail. */
static const char *const trade[] = {
  "this address is", "this address has", "this e-mail address", "this email address", "this mailbox", "diese adresse", "diese e-mail-adresse", "diese mailadresse", "cette adresse", "esta dirección", "questo indirizzo",
  "este endereço", "dit adres", "dit e-mailadres", "ten adres", "bu adres", "этот адрес",
  "recipient", "mx record", "mx", "smtp", "relay", "dnsbl", "spf", "dkim", "dmarc", "mail server", "mailserver", "mailbox", "maildir", "emails per hour", "defers and failures",
  "retry", "retries", "deliver", "undelivered", "name server", "name service", "dns", "transport", "router", "alias", "greeting", "mail system", "loops back", "in the queue",
  "certificate", "tls", "starttls", "suppress", "unrouteable", "hosts for", "no such domain", "user output file", "domain", "connect to", "connection to", "conversation with",
  "remote side", "gegenseite", "postausgangsserver", "outbound", "outgoing", "emails an hour", "messages an hour", "envios por hora", "gegenstelle", "remote host", "remote server", "message expired", "message was", "message stayed", "five days", "received\" headers", "user unknown", "unknown user", "size=",
  "no such user", "greylist", "blacklist", "blocklist", "mail for ", "message size", "hop count", "hops", "mail loop", "mailing", "subscribers", "verteiler", "host not found", "spamhaus", "spamcop", "schwarzen liste", "liste noire", "lista negra", "lista nera", "zwarte lijst", "versandlimit", "versandkontingent", "sending limit", "sending quota", "quota", "mail spool", "host unreachable",
  "no route to host", "local-delivery", "sender", "bounced", "domino", "directory", "verzeichnis", "annuaire", "directorio", "mailer", "servidor de destino", "servidor del", "serveur du", "serveur de", "server di", "serwer odbiorcy", "сервер", "サーバ", "empfänger",
  "absender", "postfach", "zustell", "zugestellt", "ausgangsfilter", "mailserver", "zielserver", "destinataire", "expéditeur", "remis", "messagerie", "destinatario", "destinatari",
  "destinatário", "remitente", "mittente", "remetente", "buzón", "casella", "caixa postal", "entreg", "consegn", "recapit", "ontvanger", "afzender", "postvak", "bezorg", "odbiorc",
  "nadawc", "skrzynk", "doręcz", "alıcı", "gönderen", "teslim", "получател", "отправител", "доставл", "宛先", "送信", "受信", "配信", "收件人", "发件人", "发信", "發信", "收信", "邮箱", "信箱",
  "címzett", "feladó", "příjemc", "odesílatel", "mottagar", "avsändar", "modtager", "afsender", "mottaker", "avsender", "vastaanottaj", "lähettäj", "destinatarul", "expeditorul",
  "одержувач", "отримувач", "відправник", "παραλήπτη", "수신자", "받는 사람", "서버", "服务器", "伺服器"
};

/* What is certainly mail: "message" and "recipient" may be of anything. */
static const char *const post[] = {
  "mail", "mails", "e-mail", "email", "emails", "mailbox", "mailboxes", "smtp", "mx", "spf", "dkim", "dmarc", "mailversand", "postfach", "courriel", "boîte aux lettres", "correo", "buzón", "casella", "posta elettronica", "caixa postal", "postvak",
  "skrzynk", "e-posta", "письм", "ящик", "メール", "邮件", "邮箱", "電子郵件", "sähköposti", "메일"
};

/* Things that are sent, refused, full or late besides mail. */
static const char *const others[] = {
  "order", "orders", "parcel", "package", "shipment", "invoice", "payment", "refund", "delivery date", "paket", "bestellung", "sendung", "rechnung", "lieferung", "liefertermin", "zustelltermin",
  "colis", "commande", "facture", "livraison prévue", "pedido", "paquete", "factura", "pacco", "ordine", "fattura", "encomenda", "fatura", "pakket", "bestelling", "factuur",
  "przesyłka kurierska", "paczk", "zamówieni", "faktur", "sipariş", "kargo", "fatura", "заказ", "посылк", "счёт", "voice message", "voicemail", "your card", "bank", "backup",
  "booking", "appointment", "pipeline", "build", "monitoring", "port 443", "port 80", "port 22", "website is", "ticket", "storage plan", "photos", "meeting", "goods", "wifi", "application", "items are", "shipping", "delivery time", "versandkosten", "frais de port", "gastos de envío", "spese di spedizione", "royal mail", "post office", "postman", "courier", "deutsche post", "briefträger", "postfiliale", "dhl", "fedex", "dmarc report", "renewal", "ping:", "dig:", "nslookup", "traceroute", "certificate for www", "reached by phone", "tracking", "out for delivery", "business day", "sendungsverfolgung", "suivi de votre", "seguimiento", "net::err", "err_cert", "dns_probe", "browser", "this site", "webpage", "web page", "http/1", "http/2", "ssh:", "curl:", "psql:", "api requests", "sms", "whatsapp", "ftpwebrequest", "webexception", "file unavailable", "rpc error", "pulling image", "whois", "opcode:", "<<>> dig", "upstream", "pop3", "imap-login", "sip/2.0", "sign-in attempt", "login attempt", "tried to log in", "tried to sign in", "attempted to log in", "failed login", "anmeldeversuch", "tentative de connexion", "intento de inicio", "tentativo di accesso", "inlogpoging", "próba logowania", "попытка входа", "réunion", "besprechung", "reunión", "riunione",
  "fax", "telefax", "buyer", "seller", "wallet", "webhook", "endpoint", "registry", "docker", "too many requests", "service check", "restart attempts", "telegram", "linkedin", "messenger", "invitation", "einladung", "invitación", "invito",
  "quarantine summary", "quarantine digest", "quarantine report", "spam digest", "summary for", "weekly", "monthly", "daily report", "dmarc summary", "known blacklists", "0 timeouts", "app store", "push notification", "chat", "error 401", "error 403", "error 404", "error 429", "current operation on", "from daemon", "routing key", "file transfer",
  "correos ha", "su envío", "envío de correos", "pelos correios", "お荷物", "ご注文", "商品", "宅配", "快递", "택배", "by phone", "telefonisch", "par téléphone", "por teléfono", "al telefono", "por telefone", "telefonicznie",
  "to the database", "zur datenbank", "zum drucker", "à la base de données", "a la base de datos", "al database", "z bazą danych", "rsync", "raccomandata", "einschreiben", "api key", "certbot", "newspaper", "zeitung", "magazine", "seminar", "workshop", "webinar", "anmeldung zum", "aggregate report", "for comment", "ein brief", "in der post", "free of virus", "virenfrei", "virus-free", "virus free", "exempt de virus", "libre de virus", "scanned by", "was scanned", "chapter", "kapitel", "chapitre", "capítulo", "capitolo", "antrag", "überweisung", "versicherung", "kredit", "préstamo", "solicitud de", "demande de", "richiesta di", "wniosek", "reklamacj", "towar", "reklamaci", "рекламаци", "товар", "reklamation", "reklamáció", "hosting plan", "eur per month", "euro pro monat", "euros par mois"
};

/* What a mail system never asks for, and what phishing lives from. */
static const char *const lures[] = {
  "click here", "click the button", "click below", "sign in to", "log in to", "verify your", "confirm your", "upgrade", "within 24 hours", "within 48 hours", "register it", "security alert", "wasn't you", "change your password", "restore access", "release them", "release all", "release messages", "release to", "release pending", "retrieve your", "addressed to you", "password for", "password expires", "expires today", "keep current password", "keep the same password", "keep your password", "passwort läuft", "kennwort läuft", "mot de passe expire", "contraseña caduca", "password scade", "emails pending", "messages pending", "pending emails", "pending messages", "nachrichten freigeben", "libérer les", "liberar",
  "klicken sie", "melden sie sich an", "bestätigen sie", "cliquez", "connectez-vous", "haga clic", "inicie sesión", "clicca", "accedi", "clique aqui", "klik hier", "kliknij", "zaloguj",
  "tıklayın", "нажмите", "войдите", "クリック"
};

/* Marks of letters, advertisements and articles. */
static const char *const talk[] = {
  "hi", "hello", "dear", "hallo", "guten tag", "sehr geehrte", "liebe", "bonjour", "hola", "buenos días", "ciao", "buongiorno", "gentile", "olá", "beste", "szanown", "merhaba", "здравствуйте", "Здравствуйте", "привет", "Привет", "ちゃった", "cześć", "coucou", "salut", "selam", "hoi", "oi,", "hej", "你好",
  "regards", "cheers", "best wishes", "viele grüße", "mit freundlichen", "cordialement", "bien à vous", "saludos", "cordiali saluti", "atenciosamente", "groet", "pozdrawiam",
  "thanks", "thank you for", "vielen dank", "danke", "merci d'avance", "gracias", "grazie", "obrigad", "bedankt", "dziękuj", "お世話に", "mail an alle", "an alle mitarbeiter", "to all staff", "liebe kolleg", "à tous", "a todos", "a tutti", "last month", "last week", "yesterday", "gestern", "letzte woche", "letzten monat", "la semaine dernière", "le mois dernier", "ayer", "la semana pasada", "ieri", "ontem", "gisteren", "vorige week", "wczoraj", "вчера", "よろしく", "attached", "anbei", "ci-joint", "adjunto", "in allegato"
};

static const char *const articles[] = {
  "your request", "we have received", "wir haben ihre anfrage", "nous avons bien reçu", "hemos recibido", "abbiamo ricevuto", "recebemos", "we hebben uw", "unsubscribe", "newsletter", "how to", "this article", "error means", "our guide", "read more", "our policy", "we changed our", "our new", "unser neuer", "unsere neue", "unser neues", "notre nouveau", "notre nouvelle", "nuestro nuevo", "nuestra nueva", "il nostro nuovo", "nosso novo", "please do not send", "please don't send", "bitte senden sie keine", "bitte schicken sie keine", "we have changed our", "we've changed our", "we updated our", "we have updated our", "we are updating", "todo", "alert:", "newsletter:", "abmelden", "se désinscrire", "darse de baja",
  "disiscriv", "uitschrijven", "wypisz", "reminder", "you have a new", "maintenance", "dear customers", "for example", "zum beispiel", "explained", "do not reply to this", "v=spf1", "v=dmarc1", "v=dkim1", "our office", "unser büro", "notre bureau"
};

/* A host name is no longer. */
#define MAX_NAME_BYTES 80

/* "order@shop.example" is no order, and "invoice.exe" no invoice. */
static gboolean
is_within_name (const char *words,
                gsize       start,
                gsize       end)
{
  gsize       from = start;
  const char *p;

  while (from > 0 && start - from < MAX_NAME_BYTES && strchr (" \t\n\"'<>(),;", words[from - 1]) == NULL)
    from--;
  for (p = words + from; strchr (" \t\n\"'<>(),;", *p) == NULL && (gsize) (p - words) < end + MAX_NAME_BYTES; p++)
    {
      if (*p == '@' || (*p == '.' && (gsize) (p - words) >= end && g_ascii_isalpha (p[1])))
        return TRUE;
    }
  return FALSE;
}

#define HAS(list, words) (count_up_to (1, list, G_N_ELEMENTS (list), words, FALSE) > 0)
#define NAMES_OR_HAS(list, words) (count_up_to (1, list, G_N_ELEMENTS (list), words, TRUE) > 0)

static int
count_up_to (int                most,
             const char *const *list,
             gsize              n,
             const char        *words,
             gboolean           in_names)
{
  gsize at = 0;
  gsize which;
  int   found = 0;

  while (found < most && _rd_marks_find (list, n, words, strlen (words), &at, &which))
    {
      gsize end = at + strlen (list[which]);

      /* Short words stand alone, long ones may go on: "zustell…". */
      if ((end - at > 4 || !g_ascii_isalpha (words[end])) && (in_names || !is_within_name (words, at, end)))
        found++;
      at = end;
    }
  return found;
}

/* "SIZE 41231231 too much": the word of the protocol for it (RFC 1870). */
static gboolean
names_size (const char *words)
{
  for (const char *p = strstr (words, "SIZE"); p != NULL; p = strstr (p + 1, "SIZE"))
    {
      if ((p[4] == ' ' || p[4] == '=') && strspn (p + 5, "0123456789") > 4)
        return TRUE;
    }
  return FALSE;
}

/* "(MX problem?)" is a server's doubt, no question. */
static gboolean
asks (const char *words)
{
  if (strstr (words, "\357\274\237") != NULL)
    return TRUE;
  for (const char *p = strchr (words, '?'); p != NULL; p = strchr (p + 1, '?'))
    {
      if (p[1] == '\0' || g_ascii_isspace (p[1]))
        return TRUE;
    }
  return FALSE;
}

static gboolean
speaks_of_self (const char *words)
{
  static const char *const marks[] = { "i", "i'm", "i've", "my", "mine", "ich", "mein", "meine", "meinem", "je", "j'ai", "mon", "mes", "yo", "mi", "eu", "ik", "mijn" };
  gsize                    at = 0;
  gsize                    which;

  while (_rd_marks_find (marks, G_N_ELEMENTS (marks), words, strlen (words), &at, &which))
    {
      gsize end = at + strlen (marks[which]);

      if (strchr (" ,", words[end]) != NULL && (at == 0 || strchr (" (\n", words[at - 1]) != NULL))
        return TRUE;
      at = end;
    }
  return FALSE;
}

/**
 * _rd_likely_is_talk:
 * @words: a text
 *
 * Returns: whether a person or an advertisement seems to speak
 */
gboolean
_rd_likely_is_talk (const char *words)
{
  return asks (words) || speaks_of_self (words) || HAS (talk, words) || HAS (articles, words);
}

/**
 * _rd_likely_is_personal:
 * @words: a text
 *
 * Returns: whether somebody speaks of himself, or greets
 */
gboolean
_rd_likely_is_personal (const char *words)
{
  return speaks_of_self (words) || HAS (talk, words);
}

/**
 * _rd_likely_is_article:
 * @words: a text
 *
 * Returns: whether it seems to be a letter to many, or an article
 */
gboolean
_rd_likely_is_article (const char *words)
{
  return HAS (articles, words);
}

/**
 * _rd_likely_is_other:
 * @words: a text
 *
 * Returns: whether it speaks of other things than mail, or lures
 */
gboolean
_rd_likely_is_other (const char *words)
{
  return HAS (others, words) || HAS (lures, words);
}

/**
 * _rd_likely_is_mail:
 * @words: a text
 *
 * Returns: whether it speaks of mail
 */
gboolean
_rd_likely_is_mail (const char *words)
{
  return NAMES_OR_HAS (mails, words) || NAMES_OR_HAS (trade, words);
}

/* "The certificate of your birth": a single word speaks of anything. */
static gboolean
is_bare_word (const RdMatch *match)
{
  const char *p = match->matched;

  if (match->rule->tier < WEAKEST_TIER || p == NULL)
    return FALSE;
  while (g_ascii_isalpha (*p) || (guchar) *p >= 0x80)
    p++;
  return *p == '\0';
}

/**
 * _rd_likely_is_lure:
 * @words: a text
 *
 * Returns: whether it asks for more than one thing that mail systems never ask for
 */
gboolean
_rd_likely_is_lure (const char *words)
{
  return count_up_to (2, lures, G_N_ELEMENTS (lures), words, FALSE) == 2;
}

/* What the knowledge makes of the words, and whether they are most of the text. */
static int
weigh_rule (const char *words,
            gboolean    is_trade)
{
  g_auto (RdMatch) match = { 0 };
  RdReply  reply = { .text = words };
  gboolean is_move;
  int      points;

  rd_knowledge_match (&reply, &match);
  if (match.rule == NULL || match.cause->family == RD_FAMILY_SPECIAL)
    return 0;
  if (_rd_telling_is_supposed (words, match.matched))
    return SUPPOSED;
  /* People announce a new address in the same words, of their house as well. */
  is_move = strcmp (match.cause->id, "address-changed") == 0;
  if (is_move && !is_trade)
    return 0;
  if (strcmp (match.cause->id, "delivery-expired") == 0)
    points = 2;
  else if (match.rule->tier > WEAKEST_TIER || match.score < VAGUE_POINTS || is_bare_word (&match))
    return 0;
  else
    points = match.rule->tier <= SOFTWARE_TIER ? 3 : match.score >= CLEAR_POINTS ? 2
                                                                                 : 1;
  if (is_move)
    points -= 2;
  if (match.matched != NULL && strlen (match.matched) * 2 > strlen (words))
    points++;
  return points;
}

static int
weigh_codes (const char *words)
{
  gsize      length = strlen (words);
  RdReplyHit hit;
  char       status[RD_STATUS_SIZE];
  int        points = 0;

  if (_rd_reply_find (words, length, &hit) && hit.score >= RD_REPLY_LIKELY)
    {
      if (_rd_reply_is_in_passing (words, &hit))
        return 0;
      points += 2;
    }
  if (_rd_status_find (words, length, '\0', status))
    points += 2;
  return points;
}

static int
weigh_phrases (RdMeaning meanings)
{
  const guint said = (guint) meanings;
  int         points = 0;

  if ((said & (RD_MEANS_FAILED | RD_MEANS_DELAYED | RD_MEANS_LIST)) != 0)
    points += 2;
  if ((said & RD_MEANS_OPENING) != 0)
    points += 2;
  if ((said & (RD_MEANS_DETAILS | RD_MEANS_GAVE_UP | RD_MEANS_REASON)) != 0)
    points++;
  return points;
}

static int
weigh_form (const char *words,
            RdStrength  strength)
{
  gsize length = strlen (words);
  gsize shown = (gsize) g_utf8_strlen (words, -1);
  gsize start;
  gsize end;
  int   points = 0;

  if (strength >= RD_STRENGTH_SENTENCE || _rd_address_next (words, length, 0, &start, &end))
    points++;
  points += shown <= LINE_CHARACTERS ? 2 : shown <= SHORT_CHARACTERS ? 1
                                                                     : 0;
  if (shown > LONG_CHARACTERS)
    points -= 2;
  return points;
}

/**
 * _rd_likely_weigh:
 * @words: a text without the form of a notice
 * @meanings: of its phrases
 * @strength: of its strongest address
 * @has_answer: whether one of its lines is a server's answer
 *
 * Counts what speaks for and against a mail system as the author of @words.
 *
 * Returns: points; RD_LIKELY_POINTS and more: a mail system
 */
int
_rd_likely_weigh (const char *words,
                  RdMeaning   meanings,
                  RdStrength  strength,
                  gboolean    has_answer)
{
  gsize    length = strlen (words);
  gsize    start;
  gsize    end;
  gboolean is_mail;
  gboolean is_trade;
  int      points;
  int      codes;
  int      rule;

  if (length > RD_LIKELY_MAX_BYTES)
    return 0;
  is_mail = NAMES_OR_HAS (mails, words) || _rd_address_next (words, length, 0, &start, &end);
  is_trade = NAMES_OR_HAS (trade, words) || names_size (words);
  codes = weigh_codes (words) + (has_answer ? ANSWER_LINE_POINTS : 0);
  rule = weigh_rule (words, is_trade);
  points = MAX (rule, 0) + weigh_phrases (meanings) + codes;
  if (rule <= 0 && codes == 0 && points < CLEAR_PHRASES && _rd_telling_foresees (words))
    return 0;
  /* About mail, and it says something that happened. */
  if ((!is_mail && !is_trade && !has_answer && (codes == 0 || rule < CLEAR_RULE)) || points <= 0 || (rule == SUPPOSED && codes == 0))
    return 0;
  if (codes == 0 && strength < RD_STRENGTH_SENTENCE && HAS (others, words) && !HAS (post, words))
    return 0;
  points += weigh_form (words, strength) + (is_trade ? 2 : 1);
  /* A code, and words that only mail systems write: whoever speaks around them. */
  if (codes > 0 && rule > CLEAR_RULE)
    points += 2;

  if (_rd_telling_explains (words))
    points -= 4;

  points -= 3 * count_up_to (2, others, G_N_ELEMENTS (others), words, FALSE) + (HAS (others, words) ? 1 : 0);
  points -= 4 * count_up_to (2, lures, G_N_ELEMENTS (lures), words, FALSE);
  if (HAS (articles, words))
    points -= 4;
  if (HAS (talk, words))
    points -= 2;
  if (asks (words))
    points -= 2;
  if (speaks_of_self (words))
    points -= codes > 0 ? 2 : 5;
  return points;
}
