/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What many notices tell together: said when it is so, and not said when it
 * only looks so. */

#include "rd-insight.h"

#include <string.h>

#define UNKNOWN_USER "550 5.1.1 <%s>: Recipient address rejected: User unknown in virtual mailbox table"
#define FULL "552 5.2.2 <%s>: Mailbox is full"
#define GMAIL_AUTH "550-5.7.26 This mail has been blocked because the sender is unauthenticated. 550 5.7.26 Gmail requires all senders to authenticate with either SPF or DKIM. gsmtp"
#define BLOCKLISTED "554 5.7.1 Service unavailable; Client host [203.0.113.9] blocked using zen.spamhaus.org"
#define POLICY "550 5.7.1 Message rejected due to local policy"
#define HOURLY "Domain sender.example has exceeded the max emails per hour (151/150 (100%)) allowed.  Message discarded."

/* A notice to be made; what is %NULL gets an ordinary value. */
typedef struct
{
  const char *recipient;
  const char *host; /* that refused; by default mx. and the recipient's domain */
  const char *reply;
  const char *action;
  const char *id;   /* of the original */
  const char *day;  /* of the notice: "20 Nov 2026" */
  const char *from; /* of the original */
  const char *to;   /* field of the original */
} Notice;

typedef struct
{
  RdInsight   *insight;
  const char **own;
  unsigned int n;
} Fixture;

static char *
make_message (const Notice *notice,
              unsigned int  n)
{
  g_autofree char *id = notice->id != NULL ? g_strdup (notice->id) : g_strdup_printf ("m%u@sender.example", n);
  g_autofree char *host = notice->host != NULL ? g_strdup (notice->host) : g_strdup_printf ("mx.%s", strchr (notice->recipient, '@') + 1);
  g_auto (GStrv) around = g_strsplit (notice->reply, "%s", 2);
  g_autofree char *reply = g_strjoinv (notice->recipient, around);
  const char      *day = notice->day != NULL ? notice->day : "20 Nov 2026";
  const char      *action = notice->action != NULL ? notice->action : "failed";
  const char      *from = notice->from != NULL ? notice->from : "info@sender.example";
  gboolean         is_local = strncmp (notice->reply, "Domain ", 7) == 0;
  g_autofree char *remote = is_local ? g_strdup ("") : g_strdup_printf ("Remote-MTA: dns; %s\nDiagnostic-Code: smtp; %s\n", host, reply);

  return g_strdup_printf (
      "From: MAILER-DAEMON@mail.sender.example (Mail Delivery System)\nTo: %s\n"
      "Subject: Undelivered Mail Returned to Sender\nDate: %s 09:12:44 +0000\nAuto-Submitted: auto-replied\n"
      "MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"b1\"\n\n"
      "--b1\nContent-Type: text/plain\n\nThis is the mail system at host mail.sender.example.\n\n"
      "<%s>: %s%s%s\n\n"
      "--b1\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mail.sender.example\n\n"
      "Final-Recipient: rfc822; %s\nAction: %s\n%s\n"
      "--b1\nContent-Type: message/rfc822\n\nReturn-Path: <%s>\nFrom: <%s>\nTo: %s\nSubject: Offer\nMessage-ID: <%s>\n\nHello\n--b1--\n",
      from, day, notice->recipient, is_local ? "" : "host ", is_local ? "" : host, is_local ? reply : " said: see below",
      notice->recipient, action, remote, from, from, notice->to != NULL ? notice->to : notice->recipient, id);
}

static gboolean
tell (Fixture      *fixture,
      const Notice *notice)
{
  g_autofree char *text = make_message (notice, fixture->n++);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  g_autoptr (RdMail) mail = rd_mail_new_from_bytes (bytes, &error);
  const RdContext context = { .own_domains = fixture->own };
  g_autoptr (RdDiagnosis) diagnosis = NULL;

  g_assert_no_error (error);
  diagnosis = rd_diagnosis_new_for_mail (mail, &context);
  return rd_insight_add (fixture->insight, diagnosis);
}

/* @text with @number in the place of %u. */
static char *
insert_number (const char  *text,
               unsigned int number)
{
  g_auto (GStrv) around = g_strsplit (text, "%u", 2);
  g_autofree char *digits = g_strdup_printf ("%u", number);

  return g_strjoinv (digits, around);
}

/* @n notices that differ in the name before the @, one a day if @day is 0. */
static void
tell_many (Fixture      *fixture,
           unsigned int  n,
           unsigned int  first_day,
           const Notice *like)
{
  for (unsigned int i = 0; i < n; i++)
    {
      g_autofree char *recipient = insert_number (like->recipient, i);
      g_autofree char *day = first_day > 0 ? g_strdup_printf ("%u Nov 2026", first_day + i) : g_strdup (like->day);
      Notice           notice = *like;

      notice.recipient = recipient;
      notice.day = day;
      tell (fixture, &notice);
    }
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->insight = rd_insight_new ();
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  rd_insight_unref (fixture->insight);
}

/* Says that @id is found, with all of @words in its title. */
static void
assert_said (Fixture    *fixture,
             const char *id,
             RdOwner     owner,
             const char *words)
{
  g_autoptr (GPtrArray) findings = rd_insight_dup_findings (fixture->insight);
  const RdFinding *finding = rd_findings_find (findings, id);

  if (finding == NULL)
    g_error ("%s is not said", id);
  g_assert_cmpint (finding->owner, ==, owner);
  if (strstr (finding->title, words) == NULL)
    g_error ("“%s” is not in “%s”", words, finding->title);
  g_assert_nonnull (finding->fix);
  g_assert_true (g_str_has_suffix (finding->fix, "."));
}

static void
assert_not_said (Fixture    *fixture,
                 const char *id)
{
  g_autoptr (GPtrArray) findings = rd_insight_dup_findings (fixture->insight);

  g_assert_null (rd_findings_find (findings, id));
}

static void
assert_nothing_said (Fixture *fixture)
{
  g_autoptr (GPtrArray) findings = rd_insight_dup_findings (fixture->insight);

  for (guint i = 0; i < findings->len; i++)
    g_test_message ("said: %s", ((const RdFinding *) g_ptr_array_index (findings, i))->title);
  g_assert_cmpuint (findings->len, ==, 0);
}

static void
test_empty (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr (GPtrArray) groups = rd_insight_dup_groups (fixture->insight);
  g_auto (GStrv) skipped = rd_insight_dup_skipped (fixture->insight);
  g_autoptr (GArray) dead = rd_insight_dup_dead_addresses (fixture->insight);

  assert_nothing_said (fixture);
  g_assert_cmpuint (groups->len, ==, 0);
  g_assert_cmpuint (g_strv_length (skipped), ==, 0);
  g_assert_cmpuint (dead->len, ==, 0);
}

/* Thirty notices, two of them twice: the groups sum up to thirty. */
static void
test_groups (Fixture      *fixture,
             gconstpointer data)
{
  const Notice unknown = { .recipient = "u%u@shop.example", .reply = UNKNOWN_USER };
  const Notice gmail = { .recipient = "g%u@gmail.com", .host = "gmail-smtp-in.l.google.com", .reply = GMAIL_AUTH };
  const Notice full = { .recipient = "f%u@other.example", .reply = FULL };
  const Notice again = { .recipient = "F1@other.example", .reply = FULL, .id = "twice@sender.example" };
  g_autoptr (GPtrArray) groups = NULL;
  g_autofree char *headline = NULL;
  g_autofree char *sentence = NULL;
  g_auto (GStrv) skipped = NULL;
  const RdInsightGroup *group;
  guint                 sum = 0;

  tell_many (fixture, 9, 0, &unknown);
  tell_many (fixture, 12, 0, &gmail);
  tell_many (fixture, 8, 0, &full);
  g_assert_true (tell (fixture, &again));
  g_assert_false (tell (fixture, &again));
  g_assert_false (tell (fixture, &again));

  groups = rd_insight_dup_groups (fixture->insight);
  g_assert_cmpuint (groups->len, ==, 3);
  for (guint i = 0; i < groups->len; i++)
    sum += ((const RdInsightGroup *) g_ptr_array_index (groups, i))->n_messages;
  g_assert_cmpuint (sum, ==, 30);
  g_assert_cmpuint (rd_insight_get_n_messages (fixture->insight), ==, 30);
  g_assert_cmpuint (rd_insight_get_n_duplicates (fixture->insight), ==, 2);
  g_assert_cmpuint (rd_insight_get_n_skipped (fixture->insight), ==, 2);

  group = g_ptr_array_index (groups, 0);
  g_assert_cmpuint (group->n_messages, ==, 12);
  g_assert_cmpuint (group->addresses->len, ==, 12);
  g_assert_cmpuint (group->shares->len, ==, 1);
  g_assert_cmpstr (g_array_index (group->shares, RdInsightShare, 0).name, ==, "Gmail / Google Workspace");
  /* As many as of the next one: by name, then. */
  group = g_ptr_array_index (groups, 1);
  g_assert_cmpuint (group->n_messages, ==, 9);
  g_assert_cmpstr (group->id, ==, "address-not-found");
  g_assert_cmpstr (rd_insight_group_get_title (group), !=, "");
  headline = rd_insight_dup_headline (fixture->insight);
  g_assert_cmpstr (headline, ==, "30 bounces, 3 causes");
  sentence = rd_insight_dup_sentence (fixture->insight);
  g_assert_nonnull (strstr (sentence, "12 of 30: The receiver wants proof"));
  skipped = rd_insight_dup_skipped (fixture->insight);
  g_assert_cmpuint (g_strv_length (skipped), ==, 1);
  g_assert_cmpstr (skipped[0], ==, "2 notices were there more than once and are counted once.");
}

/* The same mail to somebody else, or a warning before the failure, is news; so
 * is everything of which the mail is not known. */
static void
test_not_duplicates (Fixture      *fixture,
                     gconstpointer data)
{
  Notice notice = { .recipient = "a@shop.example", .reply = UNKNOWN_USER, .id = "one@sender.example" };

  g_assert_true (tell (fixture, &notice));
  notice.recipient = "b@shop.example";
  g_assert_true (tell (fixture, &notice));
  notice.action = "delayed";
  notice.reply = "451 4.3.0 try later";
  g_assert_true (tell (fixture, &notice));
  g_assert_false (tell (fixture, &notice));
  notice = (Notice){ .recipient = "a@shop.example", .reply = UNKNOWN_USER, .id = "" };
  g_assert_true (tell (fixture, &notice));
  g_assert_true (tell (fixture, &notice));
  g_assert_cmpuint (rd_insight_get_n_duplicates (fixture->insight), ==, 1);
}

static void
test_one_provider (Fixture      *fixture,
                   gconstpointer data)
{
  const Notice gmail = { .recipient = "g%u@gmail.com", .host = "gmail-smtp-in.l.google.com", .reply = GMAIL_AUTH };
  const Notice unknown = { .recipient = "u%u@shop.example", .reply = UNKNOWN_USER };
  const Notice other = { .recipient = "x@shop.example", .reply = BLOCKLISTED };

  tell_many (fixture, 2, 0, &gmail);
  assert_not_said (fixture, "insight.one-receiver");
  tell_many (fixture, 3, 0, &unknown);
  assert_not_said (fixture, "insight.one-receiver");
  tell_many (fixture, 4, 0, &gmail);
  assert_said (fixture, "insight.one-receiver", RD_OWNER_HOST, "Gmail / Google Workspace alone refuses your mail: all 6 ");
  /* Somebody else refuses, too. */
  tell (fixture, &other);
  assert_not_said (fixture, "insight.one-receiver");
}

/* Again and again the same recipient: that may be about the recipient. */
static void
test_one_recipient (Fixture      *fixture,
                    gconstpointer data)
{
  const Notice same = { .recipient = "boss@shop.example", .reply = POLICY };

  for (guint i = 0; i < 6; i++)
    tell (fixture, &same);
  assert_not_said (fixture, "insight.one-receiver");
}

static void
test_one_company (Fixture      *fixture,
                  gconstpointer data)
{
  const Notice same = { .recipient = "p%u@shop.example", .reply = POLICY };

  tell_many (fixture, 3, 0, &same);
  assert_said (fixture, "insight.one-receiver", RD_OWNER_RECIPIENT_ADMIN, "shop.example alone");
}

static void
test_shared_cause (Fixture      *fixture,
                   gconstpointer data)
{
  const Notice gmail = { .recipient = "g%u@gmail.com", .host = "gmail-smtp-in.l.google.com", .reply = GMAIL_AUTH };
  const Notice unknown = { .recipient = "n%u@gmail.com", .host = "gmail-smtp-in.l.google.com", .reply = "550-5.1.1 The email account that you tried to reach does not exist. gsmtp" };

  tell_many (fixture, 28, 0, &gmail);
  /* One cause only: the group says it already. */
  assert_not_said (fixture, "insight.shared-cause");
  tell_many (fixture, 2, 0, &unknown);
  assert_said (fixture, "insight.shared-cause", RD_OWNER_YOU, "28 of 30 failures at Gmail / Google Workspace have one reason");
  tell_many (fixture, 6, 0, &unknown);
  assert_not_said (fixture, "insight.shared-cause");
}

/* That many do not exist is no common reason. */
static void
test_no_shared_cause (Fixture      *fixture,
                      gconstpointer data)
{
  const Notice unknown = { .recipient = "n%u@gmail.com", .host = "gmail-smtp-in.l.google.com", .reply = "550-5.1.1 The email account that you tried to reach does not exist. gsmtp" };
  const Notice full = { .recipient = "f@gmail.com", .host = "gmail-smtp-in.l.google.com", .reply = FULL };

  tell_many (fixture, 9, 0, &unknown);
  tell (fixture, &full);
  assert_nothing_said (fixture);
}

static void
tell_refusals (Fixture *fixture,
               guint    first_day)
{
  static const char *const domains[] = { "a.example", "b.example", "c.example", "d.example", "e.example" };

  for (guint i = 0; i < G_N_ELEMENTS (domains); i++)
    {
      g_autofree char *recipient = g_strdup_printf ("x@%s", domains[i]);
      g_autofree char *day = g_strdup_printf ("%u Nov 2026", first_day);
      const Notice     notice = { .recipient = recipient, .reply = BLOCKLISTED, .day = day };

      tell (fixture, &notice);
    }
}

static void
test_since (Fixture      *fixture,
            gconstpointer data)
{
  const Notice unknown = { .recipient = "u%u@shop.example", .reply = UNKNOWN_USER };

  tell_refusals (fixture, 18);
  /* Nothing is known about the days before. */
  assert_not_said (fixture, "insight.since");
  tell_many (fixture, 5, 8, &unknown);
  assert_said (fixture, "insight.since", RD_OWNER_HOST, "Since 18 November 2026 your mail is refused in many places: 5 refusals by 5 receivers.");
  /* One refusal long before: it did not begin that day. */
  {
    const Notice early = { .recipient = "x@z.example", .reply = BLOCKLISTED, .day = "9 Nov 2026" };

    tell (fixture, &early);
  }
  assert_not_said (fixture, "insight.since");
}

static void
test_dead_address (Fixture      *fixture,
                   gconstpointer data)
{
  Notice notice = { .recipient = "gone@shop.example", .reply = UNKNOWN_USER, .day = "1 Nov 2026" };

  tell (fixture, &notice);
  assert_nothing_said (fixture);
  notice.day = "9 Nov 2026";
  notice.recipient = "Gone@Shop.example";
  tell (fixture, &notice);
  assert_said (fixture, "insight.dead-address", RD_OWNER_YOU, "gone@shop.example failed for good 2 times");
  notice.recipient = "left@shop.example";
  tell (fixture, &notice);
  tell (fixture, &notice);
  assert_said (fixture, "insight.dead-address", RD_OWNER_YOU, "2 addresses failed for good more than once");
}

/* What may pass is no reason to stop. */
static void
test_not_dead (Fixture      *fixture,
               gconstpointer data)
{
  const Notice full = { .recipient = "bob@shop.example", .reply = FULL };
  const Notice grey = { .recipient = "eve@shop.example", .reply = "450 4.2.0 Greylisted, please try again later" };
  const Notice quoted = { .recipient = "amy@shop.example", .reply = "550 5.1.1 Your server 203.0.113.9 is blocked using zen.spamhaus.org" };
  const Notice same = { .recipient = "joe@shop.example", .reply = UNKNOWN_USER, .id = "same@sender.example" };

  for (guint i = 0; i < 4; i++)
    {
      tell (fixture, &full);
      tell (fixture, &grey);
      tell (fixture, &quoted);
      tell (fixture, &same);
    }
  assert_not_said (fixture, "insight.dead-address");
}

static void
test_dead_addresses (Fixture      *fixture,
                     gconstpointer data)
{
  const Notice once = { .recipient = "once@shop.example", .reply = UNKNOWN_USER, .day = "3 Nov 2026" };
  const Notice twice = { .recipient = "twice@shop.example", .reply = UNKNOWN_USER };
  const Notice full = { .recipient = "full@shop.example", .reply = FULL };
  g_autoptr (GArray) dead = NULL;
  const RdDeadAddress *first;

  tell (fixture, &once);
  tell (fixture, &full);
  tell (fixture, &twice);
  tell (fixture, &twice);
  dead = rd_insight_dup_dead_addresses (fixture->insight);
  g_assert_cmpuint (dead->len, ==, 2);
  first = &g_array_index (dead, RdDeadAddress, 0);
  g_assert_cmpstr (first->address, ==, "twice@shop.example");
  g_assert_cmpuint (first->n_times, ==, 2);
  g_assert_cmpstr (first->cause->id, ==, "address-not-found");
  g_assert_cmpint (g_array_index (dead, RdDeadAddress, 1).first, ==, 1793697164);
}

/* Bare words may be a guess, the code beside them makes it none; words that
 * speak of the server are about the server, whatever the code. */
static void
test_sure_by_code (Fixture      *fixture,
                   gconstpointer data)
{
  const Notice coded = { .recipient = "a@shop.example", .reply = "550 5.1.1 User unknown in virtual mailbox table" };
  const Notice bare = { .recipient = "b@shop.example", .reply = "550 Administrative prohibition" };
  const Notice listed = { .recipient = "c@shop.example", .reply = "550 5.1.1 Your server 203.0.113.9 is blocked using zen.spamhaus.org" };
  g_autoptr (GArray) dead = NULL;

  tell (fixture, &coded);
  tell (fixture, &bare);
  tell (fixture, &listed);
  dead = rd_insight_dup_dead_addresses (fixture->insight);
  g_assert_cmpuint (dead->len, ==, 1);
  g_assert_cmpstr (g_array_index (dead, RdDeadAddress, 0).address, ==, "a@shop.example");
}

/* The domain the notices came back to, and mail was sent from. */
static void
test_likely_domain (Fixture      *fixture,
                    gconstpointer data)
{
  static const char *const known[] = { "sender.example", NULL };
  const Notice             mine = { .recipient = "u%u@shop.example", .reply = UNKNOWN_USER };
  const Notice             other = { .recipient = "v@shop.example", .reply = UNKNOWN_USER, .from = "me@second.example" };
  const Notice             service = { .recipient = "w%u@shop.example", .reply = UNKNOWN_USER, .from = "me@gmail.com" };
  g_autofree char         *first = NULL;
  g_autofree char         *second = NULL;
  g_autofree char         *none = NULL;

  none = rd_insight_dup_likely_domain (fixture->insight, NULL);
  g_assert_null (none);
  tell_many (fixture, 3, 0, &mine);
  tell (fixture, &other);
  tell_many (fixture, 9, 0, &service);
  first = rd_insight_dup_likely_domain (fixture->insight, NULL);
  g_assert_cmpstr (first, ==, "sender.example");
  second = rd_insight_dup_likely_domain (fixture->insight, known);
  g_assert_cmpstr (second, ==, "second.example");
}

static void
test_abandoned (Fixture      *fixture,
                gconstpointer data)
{
  Notice notice = { .recipient = "full@shop.example", .reply = FULL, .day = "1 Oct 2026" };

  tell (fixture, &notice);
  notice.day = "20 Oct 2026";
  tell (fixture, &notice);
  assert_not_said (fixture, "insight.abandoned");
  notice.day = "5 Nov 2026";
  tell (fixture, &notice);
  assert_said (fixture, "insight.abandoned", RD_OWNER_YOU, "1 mailbox has been full for more than a month");
}

static void
test_old_list (Fixture      *fixture,
               gconstpointer data)
{
  const Notice unknown = { .recipient = "u%u@shop.example", .reply = UNKNOWN_USER };
  const Notice more = { .recipient = "v@shop.example", .reply = UNKNOWN_USER };
  const Notice full = { .recipient = "f%u@shop.example", .reply = FULL };
  const Notice many = { .recipient = "g%u@shop.example", .reply = FULL };

  tell_many (fixture, 9, 0, &unknown);
  assert_not_said (fixture, "insight.old-list");
  tell (fixture, &more);
  assert_said (fixture, "insight.old-list", RD_OWNER_YOU, "All 10 addresses");
  tell_many (fixture, 5, 0, &full);
  assert_said (fixture, "insight.old-list", RD_OWNER_YOU, "10 of the 15 addresses");
  tell_many (fixture, 8, 0, &many);
  assert_not_said (fixture, "insight.old-list");
}

static void
test_half_send (Fixture      *fixture,
                gconstpointer data)
{
  Notice notice = { .recipient = "u%u@shop.example", .reply = UNKNOWN_USER, .id = "list@sender.example", .to = "u0@shop.example, u1@shop.example, u2@shop.example, x@shop.example, y@shop.example, z@shop.example" };

  tell_many (fixture, 2, 0, &notice);
  assert_not_said (fixture, "insight.half-send");
  tell_many (fixture, 3, 0, &notice);
  assert_said (fixture, "insight.half-send", RD_OWNER_YOU, "Of the 6 addresses of one mail, 3 do not exist.");
}

/* Who stands in Bcc is not in the header: of how many, nobody can tell. */
static void
test_no_half_send (Fixture      *fixture,
                   gconstpointer data)
{
  const Notice hidden = { .recipient = "u%u@shop.example", .reply = UNKNOWN_USER, .id = "list@sender.example", .to = "a@a.example, b@a.example, c@a.example, d@a.example, e@a.example, f@a.example" };
  const Notice few = { .recipient = "u%u@shop.example", .reply = UNKNOWN_USER, .id = "few@sender.example", .to = "u0@shop.example, u1@shop.example, u2@shop.example" };

  tell_many (fixture, 5, 0, &hidden);
  tell_many (fixture, 3, 0, &few);
  assert_not_said (fixture, "insight.half-send");
}

static void
test_forged (Fixture      *fixture,
             gconstpointer data)
{
  static const char *own[] = { "mine.example", NULL };
  Notice             notice = { .recipient = "s%u@stranger.example", .reply = UNKNOWN_USER, .from = "spam@elsewhere.example" };
  const Notice       mine = { .recipient = "s@shop.example", .reply = UNKNOWN_USER, .from = "me@mine.example" };
  g_autoptr (GArray) dead = NULL;

  tell_many (fixture, 5, 0, &notice);
  /* Whose domain it is, is not known. */
  assert_not_said (fixture, "insight.backscatter");
  fixture->own = own;
  tell (fixture, &mine);
  tell_many (fixture, 2, 0, &notice);
  assert_not_said (fixture, "insight.backscatter");
  notice.recipient = "t%u@stranger.example";
  tell_many (fixture, 3, 1, &notice);
  assert_said (fixture, "insight.backscatter", RD_OWNER_DNS, "5 notices are about mail that you did not send.");
  notice.recipient = "w%u@stranger.example";
  tell_many (fixture, 20, 0, &notice);
  assert_said (fixture, "insight.backscatter", RD_OWNER_DNS, "22 notices about mail that you did not send came within one day.");
  /* The dead addresses of a forger are none of the user's. */
  dead = rd_insight_dup_dead_addresses (fixture->insight);
  g_assert_cmpuint (dead->len, ==, 6);
}

static void
test_stopped (Fixture      *fixture,
              gconstpointer data)
{
  const Notice notice = { .recipient = "u%u@shop.example", .reply = HOURLY };

  tell_many (fixture, 2, 0, &notice);
  assert_not_said (fixture, "insight.stopped");
  tell_many (fixture, 3, 0, &notice);
  assert_said (fixture, "insight.stopped", RD_OWNER_HOST, "5 mails were stopped by your own host");
  /* That is no receiver's refusal. */
  assert_not_said (fixture, "insight.one-receiver");
}

static void
test_misspelt (Fixture      *fixture,
               gconstpointer data)
{
  const Notice first = { .recipient = "u%u@gmial.com", .reply = "550 5.1.2 Host or domain name not found" };
  const Notice other = { .recipient = "v@hotnail.com", .reply = "550 5.1.2 Host or domain name not found" };

  tell_many (fixture, 2, 0, &first);
  assert_not_said (fixture, "insight.misspelt");
  tell (fixture, &other);
  assert_said (fixture, "insight.misspelt", RD_OWNER_YOU, "3 addresses are misspelt");
}

/* Warnings are no failures. */
static void
test_delays (Fixture      *fixture,
             gconstpointer data)
{
  const Notice late = { .recipient = "u%u@gmail.com", .host = "gmail-smtp-in.l.google.com", .action = "delayed", .reply = "421-4.7.28 Gmail has detected an unusual rate of mail. gsmtp" };

  tell_many (fixture, 20, 0, &late);
  assert_nothing_said (fixture);
}

static void
test_skipped (Fixture      *fixture,
              gconstpointer data)
{
  static const struct
  {
    int         code;
    const char *words;
  } errors[] = {
    { RD_MAIL_ERROR_EMPTY, "1 file holds no message." },
    { RD_MAIL_ERROR_NOT_TEXT, "1 file is a picture" },
    { RD_MAIL_ERROR_TOO_BIG, "too large" },
    { RD_MAIL_ERROR_BROKEN, "damaged or incomplete" },
    { RD_MAIL_ERROR_UNREADABLE, "2 files could not be opened." },
  };
  g_autoptr (GError) other = g_error_new (G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "Gone");
  g_auto (GStrv) skipped = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      g_autoptr (GError) error = g_error_new (RD_MAIL_ERROR, errors[i].code, "No");

      rd_insight_add_unreadable (fixture->insight, error);
    }
  rd_insight_add_unreadable (fixture->insight, other);
  skipped = rd_insight_dup_skipped (fixture->insight);
  g_assert_cmpuint (g_strv_length (skipped), ==, G_N_ELEMENTS (errors));
  g_assert_cmpuint (rd_insight_get_n_skipped (fixture->insight), ==, 6);
  for (gsize i = 0; i < G_N_ELEMENTS (errors); i++)
    g_assert_nonnull (strstr (skipped[i], errors[i].words));
}

static const struct
{
  const char *path;
  void (*run) (Fixture      *fixture,
               gconstpointer data);
} tests[] = {
  { "/insight/empty", test_empty },
  { "/insight/groups", test_groups },
  { "/insight/not-duplicates", test_not_duplicates },
  { "/insight/one-provider", test_one_provider },
  { "/insight/one-recipient", test_one_recipient },
  { "/insight/one-company", test_one_company },
  { "/insight/shared-cause", test_shared_cause },
  { "/insight/no-shared-cause", test_no_shared_cause },
  { "/insight/since", test_since },
  { "/insight/dead-address", test_dead_address },
  { "/insight/not-dead", test_not_dead },
  { "/insight/dead-addresses", test_dead_addresses },
  { "/insight/sure-by-code", test_sure_by_code },
  { "/insight/likely-domain", test_likely_domain },
  { "/insight/abandoned", test_abandoned },
  { "/insight/old-list", test_old_list },
  { "/insight/half-send", test_half_send },
  { "/insight/no-half-send", test_no_half_send },
  { "/insight/forged", test_forged },
  { "/insight/stopped", test_stopped },
  { "/insight/misspelt", test_misspelt },
  { "/insight/delays", test_delays },
  { "/insight/skipped", test_skipped },
};

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);
  return g_test_run ();
}
