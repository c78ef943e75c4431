/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "rd-knowledge.h"
#include "rd-service.h"

static void
test_causes (void)
{
  g_assert_cmpuint (rd_cause_get_n (), >, 50);
  for (guint i = 0; i < rd_cause_get_n (); i++)
    {
      const RdCause *cause = rd_cause_nth (i);
      gboolean       is_done = strcmp (cause->id, "delivered") == 0 || strcmp (cause->id, "complaint") == 0;

      g_assert_true (rd_cause_find (cause->id) == cause);
      g_assert_cmpstr (rd_cause_get_title (cause), !=, "");
      g_assert_cmpstr (rd_family_get_label (cause->family), !=, "");
      g_assert_cmpstr (rd_cause_get_sentence (cause), !=, "");
      g_assert_cmpstr (rd_cause_get_resend_text (cause), !=, "");
      g_assert_nonnull (cause->checks);
      for (guint hosting = 0; hosting < N_RD_HOSTINGS; hosting++)
        {
          g_auto (GStrv) steps = rd_cause_dup_steps (cause, (RdHosting) hosting);

          if (hosting == RD_HOSTING_ANY && !is_done)
            g_assert_cmpuint (g_strv_length (steps), >, 0);
          for (gsize s = 0; steps[s] != NULL; s++)
            g_assert_cmpstr (steps[s], !=, "");
        }
    }
  g_assert_null (rd_cause_find ("no-such-cause"));
  g_assert_cmpint (rd_cause_find ("mailbox-full")->owner, ==, RD_OWNER_RECIPIENT);
  g_assert_cmpint (rd_cause_find ("mailbox-full")->permanence, ==, RD_PERMANENCE_TEMPORARY);
  g_assert_cmpint (rd_cause_find ("greylisted")->resend, ==, RD_RESEND_AUTOMATIC);
  g_assert_cmpint (rd_cause_find ("ip-blocklisted")->family, ==, RD_FAMILY_REPUTATION);
  g_assert_nonnull (rd_cause_get_ask_host (rd_cause_find ("reverse-dns")));
}

static void
test_codes (void)
{
  const RdProvider *google = rd_provider_find ("google");
  const RdProvider *microsoft = rd_provider_find ("microsoft");

  g_assert_cmpstr (rd_code_find_basic ("550")->code, ==, "550");
  g_assert_null (rd_code_find_basic ("999"));
  g_assert_cmpstr (rd_code_find_enhanced ("5.1.1", NULL)->cause, ==, "address-not-found");
  g_assert_cmpstr (rd_code_find_enhanced ("4.1.1", NULL)->code, ==, "X.1.1");
  g_assert_cmpstr (rd_code_find_enhanced ("4.7.1", NULL)->cause, ==, "greylisted");
  g_assert_cmpstr (rd_code_find_enhanced ("5.7.1", NULL)->cause, ==, "policy-rejected");
  g_assert_cmpstr (rd_code_find_enhanced ("5.7.27", NULL)->cause, ==, "sender-address-invalid");
  g_assert_cmpstr (rd_code_find_enhanced ("5.7.27", google)->cause, ==, "bulk-sender-rules");
  g_assert_cmpstr (rd_code_find_enhanced ("5.7.27", google)->vendor, ==, google->name);
  g_assert_cmpstr (rd_code_find_enhanced ("5.7.620", microsoft)->code, ==, "5.7.606-649");
  g_assert_cmpstr (rd_code_find_enhanced ("5.7.620", NULL)->code, ==, "5.7.606-649");
  g_assert_null (rd_code_find_enhanced ("5.99.999", NULL));
  g_assert_null (rd_code_find_enhanced ("5.7.4294967296000000000000606", NULL));
  g_assert_null (rd_code_find_enhanced ("5.7", NULL));
  g_assert_null (rd_code_find_enhanced (".7.620", NULL));
  g_assert_null (rd_code_find_enhanced ("nonsense", NULL));
  g_assert_null (rd_code_find_enhanced ("", NULL));
  for (guint i = 0; i < rd_code_get_n (); i++)
    {
      g_assert_nonnull (rd_cause_find (rd_code_nth (i)->cause));
      g_assert_cmpstr (rd_code_get_meaning (rd_code_nth (i)), !=, "");
    }
}

static void
test_providers (void)
{
  static const struct
  {
    const char *host;
    const char *provider;
  } hosts[] = {
    { "gmail-smtp-in.l.google.com", "google" },
    { "ASPMX.L.GOOGLE.COM.", "google" },
    { "bluebarn-example.mail.protection.outlook.com", "microsoft" },
    { "mta7.am0.yahoodns.net", "yahoo" },
    { "mx-att.mail.am0.yahoodns.net", "att" },
    { "mx01.mail.icloud.com", "apple" },
    { "mx00.gmx.net", "united-internet" },
    { "mx0a-001.pphosted.com", "proofpoint" },
    { "notgoogle.com", NULL },
    { "l.google.com.evil.example", NULL },
    { "", NULL },
    { "[192.0.2.1]", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      const RdProvider *provider = rd_provider_find_for_host (hosts[i].host);

      g_assert_cmpstr (provider != NULL ? provider->id : NULL, ==, hosts[i].provider);
    }
  g_assert_cmpstr (rd_provider_find_for_domain ("GMail.com")->id, ==, "google");
  g_assert_null (rd_provider_find_for_domain ("bluebarn.example"));
  g_assert_cmpstr (rd_provider_find_in_text ("550 5.1.1 gone a62-aa1.12 - gsmtp")->id, ==, "google");
  g_assert_cmpstr (rd_provider_find_in_text ("[AM0.eurprd04.PROD.OUTLOOK.COM]")->id, ==, "microsoft");
  g_assert_null (rd_provider_find_in_text ("550 no"));
  g_assert_cmpstr (rd_provider_find_in_text ("550 #5.1.0 Address rejected.")->id, ==, "cisco-esa");
  g_assert_null (rd_provider_find_in_text ("550 sorry, no mailbox here by that name (#5.1.1)"));
  g_assert_null (rd_provider_find_in_text ("554 sender <jo@yandex.ru> refused"));
  g_assert_null (rd_provider_find_in_text ("554 <zoho@shop.example> refused"));
  g_assert_null (rd_provider_find_in_text ("554 mycomcast refused"));
  for (guint i = 0; i < rd_provider_get_n (); i++)
    g_assert_true (rd_provider_find (rd_provider_nth (i)->id) == rd_provider_nth (i));
  g_assert_null (rd_provider_find ("nobody"));
}

static void
test_rules (void)
{
  for (guint i = 0; i < rd_rule_get_n (); i++)
    {
      const RdRule *rule = rd_rule_nth (i);

      g_assert_true (rd_rule_find (rule->id) == rule);
      g_assert_nonnull (rd_cause_find (rule->cause));
      g_assert_cmpuint (rule->tier, >=, 2);
      g_assert_cmpuint (rule->tier, <=, 7);
      g_assert_true (rule->provider == NULL || rd_provider_find (rule->provider) != NULL);
      g_assert_true (rule->provider != NULL || rule->origin != NULL);
    }
  g_assert_null (rd_rule_find ("nothing-1"));
}

static void
test_services (void)
{
  g_assert_cmpstr (rd_service_find_for_mx ("aspmx.l.google.com")->id, ==, "google");
  g_assert_cmpstr (rd_service_find_for_mx ("bluebarn-example.mail.protection.outlook.com.")->id, ==, "microsoft365");
  g_assert_null (rd_service_find_for_mx ("mail.bluebarn.example"));
  g_assert_cmpstr (rd_service_find_for_spf ("_spf.google.com")->id, ==, "google");
  g_assert_cmpstr (rd_service_find_for_spf ("bluebarn.example.spf.auto.dnssmarthost.net")->id, ==, "siteground");
  g_assert_null (rd_service_find_for_spf ("spf.bluebarn.example"));
  g_assert_cmpstr (rd_service_find_for_signer ("bluebarn-example.20230601.gappssmtp.com")->id, ==, "google");
  g_assert_cmpstr (rd_service_find_for_spf ("_spf.google.com")->recommend, ==, "include:_spf.google.com");
  g_assert_cmpint (rd_service_find_for_spf ("sendgrid.net")->spf_place, ==, RD_SPF_PLACE_SUBDOMAIN);
  g_assert_true (g_strv_contains (rd_service_get_common_selectors (), "selector1"));
  for (guint i = 0; i < rd_service_get_n (); i++)
    {
      const RdService *service = rd_service_nth (i);

      g_assert_true (service->where == NULL || *rd_service_get_where (service) != '\0');
    }
}

static void
test_normalize (void)
{
  static const struct
  {
    const char *text;
    const char *normal;
  } rows[] = {
    { "  User\tUNKNOWN\r\n here ", "user unknown here" },
    { "The recipient\342\200\231s \342\200\234box\342\200\235 \342\200\223 full\342\200\246", "the recipient's \"box\" - full..." },
    { "550-5.7.26 One\n550-5.7.26 two\n550 5.7.26 three", "550-5.7.26 one two three" },
    { "550-5.7.26 One 550-5.7.26 two 550 5.7.26 three", "550-5.7.26 one two three" },
    { "said: 550-One\n550-two\n550 three", "said: 550-one two three" },
    { "said: 550-One 550-two 550 three", "said: 550-one two three" },
    { "550 5.1.1 gone\n554 5.5.1 no recipients", "550 5.1.1 gone 554 5.5.1 no recipients" },
    { "550 5.1.1 for 550 people", "550 5.1.1 for 550 people" },
    { "host 10.0.0.550 is 5505", "host 10.0.0.550 is 5505" },
    { "Empf\303\244nger unbekannt; STRA\303\237E; \305\201\303\263d\305\272", "empfanger unbekannt; strasse; lodz" },
    { "ПОЛЬЗОВАТЕЛЬ", "пользователь" },
    { "in\302\255visible\342\200\213 \302\240 blanks", "invisible blanks" },
    { "bad \377\376 bytes", "bad bytes" },
    { "e\314\201tat", "etat" },
    { "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *normal = rd_knowledge_normalize (rows[i].text);

      g_assert_cmpstr (normal, ==, rows[i].normal);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/knowledge/causes", test_causes);
  g_test_add_func ("/knowledge/codes", test_codes);
  g_test_add_func ("/knowledge/providers", test_providers);
  g_test_add_func ("/knowledge/rules", test_rules);
  g_test_add_func ("/knowledge/services", test_services);
  g_test_add_func ("/knowledge/normalize", test_normalize);
  return g_test_run ();
}
