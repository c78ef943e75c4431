/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-search-provider"

#include "config.h"

#include "rd-search-provider.h"

#include "rd-lookup.h"
#include "rd-text.h"

#include <glib/gi18n.h>
#include <string.h>

/* Answers the search of the desktop (org.gnome.Shell.SearchProvider2): codes
 * and words of servers, and the user's own domains.  A process of its own
 * without a window: the desktop starts it with every search, whatever the
 * search is for.  It goes away when it is no longer asked. */

#define APP_PATH "/io/github/redeliver/Redeliver"

/* The desktop asks anew with each key; between two searches it may go. */
#define IDLE_MS 60000

/* What the desktop shows of one program. */
#define MAX_RESULTS 5

/* Shorter terms could be the beginning of anything. */
#define MIN_TERM_CHARACTERS 3

/* A single word that is found more often than this, such as “mail”, is most
 * likely meant for another program. */
#define MAX_HITS_OF_ONE_WORD 16

struct _RdSearchProvider
{
  GApplication parent_instance;

  RdLookup *lookup; /* (nullable): made with the first search */
  guint     registration_id;
};

G_DEFINE_FINAL_TYPE (RdSearchProvider, rd_search_provider, G_TYPE_APPLICATION)

static const char interface_xml[] =
    "<node><interface name='org.gnome.Shell.SearchProvider2'>"
    "<method name='GetInitialResultSet'><arg type='as' direction='in'/><arg type='as' direction='out'/></method>"
    "<method name='GetSubsearchResultSet'><arg type='as' direction='in'/><arg type='as' direction='in'/>"
    "<arg type='as' direction='out'/></method>"
    "<method name='GetResultMetas'><arg type='as' direction='in'/><arg type='aa{sv}' direction='out'/></method>"
    "<method name='ActivateResult'><arg type='s' direction='in'/><arg type='as' direction='in'/><arg type='u' direction='in'/></method>"
    "<method name='LaunchSearch'><arg type='as' direction='in'/><arg type='u' direction='in'/></method>"
    "</interface></node>";

static gboolean
is_own_code (const char *word)
{
  return strpbrk (word, "0123456789") != NULL;
}

/* The hits worth showing among those of all other programs. */
static void
add_topics (RdSearchProvider  *self,
            const char *const *terms,
            GVariantBuilder   *results)
{
  g_autofree char *query = g_strjoinv (" ", (char **) terms);
  g_autoptr (GArray) hits = NULL;
  gboolean is_vague = terms[0] != NULL && terms[1] == NULL && !is_own_code (terms[0]);

  if (g_utf8_strlen (query, -1) < MIN_TERM_CHARACTERS)
    return;
  if (self->lookup == NULL)
    self->lookup = rd_lookup_new ();
  hits = rd_lookup_search (self->lookup, query, MAX_HITS_OF_ONE_WORD + 1);
  if (is_vague && hits->len > MAX_HITS_OF_ONE_WORD)
    return;
  for (guint i = 0; i < hits->len && i < MAX_RESULTS; i++)
    {
      const RdHit     *hit = &g_array_index (hits, RdHit, i);
      g_autofree char *id = rd_topic_dup_id (&hit->topic);

      if (hit->score >= RD_LOOKUP_GOOD)
        g_variant_builder_add (results, "s", id);
    }
}

/* “flowershop” finds flowershop.example, if that is the user's own. */
static void
add_domains (const char *const *terms,
             GVariantBuilder   *results)
{
  g_autoptr (GSettings) settings = g_settings_new (APP_ID);
  g_auto (GStrv) domains = g_settings_get_strv (settings, "own-domains");

  if (terms[0] == NULL || terms[1] != NULL || g_utf8_strlen (terms[0], -1) < MIN_TERM_CHARACTERS)
    return;
  for (guint i = 0; domains[i] != NULL; i++)
    {
      if (rd_text_find_nocase (domains[i], terms[0]) == domains[i])
        {
          g_autofree char *id = g_strconcat ("domain/", domains[i], NULL);

          g_variant_builder_add (results, "s", id);
        }
    }
}

static GVariant *
get_results (RdSearchProvider  *self,
             const char *const *terms)
{
  GVariantBuilder results;

  g_variant_builder_init (&results, G_VARIANT_TYPE ("as"));
  add_domains (terms, &results);
  add_topics (self, terms, &results);
  return g_variant_new ("(as)", &results);
}

static void
add_meta (GVariantBuilder *metas,
          const char      *id,
          const char      *name,
          const char      *description)
{
  g_autoptr (GIcon) icon = g_themed_icon_new (APP_ID);
  g_autoptr (GVariant) serialized = g_icon_serialize (icon);

  g_variant_builder_open (metas, G_VARIANT_TYPE ("a{sv}"));
  g_variant_builder_add (metas, "{sv}", "id", g_variant_new_string (id));
  g_variant_builder_add (metas, "{sv}", "name", g_variant_new_string (name));
  g_variant_builder_add (metas, "{sv}", "description", g_variant_new_string (description));
  g_variant_builder_add (metas, "{sv}", "icon", serialized);
  g_variant_builder_close (metas);
}

static void
add_meta_of_topic (GVariantBuilder *metas,
                   const char      *id,
                   const RdTopic   *topic)
{
  const char      *speaker = rd_topic_get_speaker (topic);
  g_autofree char *name = NULL;

  if (topic->kind == RD_TOPIC_CODE && speaker != NULL)
    /* Translators: a code, and the mail service that uses it */
    name = g_strdup_printf (_ ("%1$s (%2$s)"), rd_topic_get_title (topic), speaker);
  add_meta (metas, id, name != NULL ? name : rd_topic_get_title (topic), rd_topic_get_meaning (topic));
}

static GVariant *
get_metas (const char *const *ids)
{
  GVariantBuilder metas;

  g_variant_builder_init (&metas, G_VARIANT_TYPE ("aa{sv}"));
  for (gsize i = 0; ids[i] != NULL; i++)
    {
      RdTopic topic;

      if (g_str_has_prefix (ids[i], "domain/"))
        add_meta (&metas, ids[i], ids[i] + strlen ("domain/"), _ ("Check whether mail from your domain can arrive"));
      else if (rd_topic_init_from_id (&topic, ids[i]))
        add_meta_of_topic (&metas, ids[i], &topic);
    }
  return g_variant_new ("(aa{sv})", &metas);
}

/* Lets the window do something, starting it if need be. */
static void
activate_action (RdSearchProvider *self,
                 const char       *action,
                 const char       *target,
                 guint32           timestamp)
{
  GVariantBuilder  platform;
  g_autofree char *startup_id = g_strdup_printf ("_TIME%u", timestamp);

  g_variant_builder_init (&platform, G_VARIANT_TYPE ("a{sv}"));
  g_variant_builder_add (&platform, "{sv}", "desktop-startup-id", g_variant_new_string (startup_id));
  g_dbus_connection_call (g_application_get_dbus_connection (G_APPLICATION (self)), APP_ID, APP_PATH, "org.freedesktop.Application",
                          "ActivateAction",
                          g_variant_new ("(s@ava{sv})", action, g_variant_new_parsed ("[<%s>]", target), &platform),
                          NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL, NULL);
}

static void
activate_result (RdSearchProvider *self,
                 const char       *id,
                 guint32           timestamp)
{
  if (g_str_has_prefix (id, "domain/"))
    activate_action (self, "check", id + strlen ("domain/"), timestamp);
  else
    activate_action (self, "explain", id, timestamp);
}

static void
method_call_cb (GDBusConnection       *connection,
                const char            *sender,
                const char            *object_path,
                const char            *interface,
                const char            *method,
                GVariant              *parameters,
                GDBusMethodInvocation *invocation,
                gpointer               data)
{
  RdSearchProvider       *self = data;
  g_autofree const char **strings = NULL;
  GVariant               *answer = NULL;
  guint32                 timestamp;

  /* Puts its going away off. */
  g_application_hold (G_APPLICATION (self));
  if (strcmp (method, "GetInitialResultSet") == 0)
    {
      g_variant_get (parameters, "(^a&s)", &strings);
      answer = get_results (self, strings);
    }
  else if (strcmp (method, "GetSubsearchResultSet") == 0)
    {
      g_variant_get (parameters, "(as^a&s)", NULL, &strings);
      answer = get_results (self, strings);
    }
  else if (strcmp (method, "GetResultMetas") == 0)
    {
      g_variant_get (parameters, "(^a&s)", &strings);
      answer = get_metas (strings);
    }
  else if (strcmp (method, "ActivateResult") == 0)
    {
      const char *id;

      g_variant_get (parameters, "(&s^a&su)", &id, &strings, &timestamp);
      activate_result (self, id, timestamp);
    }
  else
    {
      g_autofree char *query = NULL;

      g_variant_get (parameters, "(^a&su)", &strings, &timestamp);
      query = g_strjoinv (" ", (char **) strings);
      activate_action (self, "explain", query, timestamp);
    }
  g_dbus_method_invocation_return_value (invocation, answer);
  g_application_release (G_APPLICATION (self));
}

static gboolean
rd_search_provider_dbus_register (GApplication    *application,
                                  GDBusConnection *connection,
                                  const char      *object_path,
                                  GError         **error)
{
  static const GDBusInterfaceVTable vtable = { .method_call = method_call_cb };
  RdSearchProvider                 *self = RD_SEARCH_PROVIDER (application);
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (interface_xml, error);

  if (node == NULL || !G_APPLICATION_CLASS (rd_search_provider_parent_class)->dbus_register (application, connection, object_path, error))
    return FALSE;
  self->registration_id = g_dbus_connection_register_object (connection, object_path, node->interfaces[0], &vtable, self, NULL, error);
  return self->registration_id != 0;
}

static void
rd_search_provider_dbus_unregister (GApplication    *application,
                                    GDBusConnection *connection,
                                    const char      *object_path)
{
  RdSearchProvider *self = RD_SEARCH_PROVIDER (application);

  if (self->registration_id != 0)
    g_dbus_connection_unregister_object (connection, self->registration_id);
  self->registration_id = 0;
  G_APPLICATION_CLASS (rd_search_provider_parent_class)->dbus_unregister (application, connection, object_path);
}

static void
rd_search_provider_finalize (GObject *object)
{
  RdSearchProvider *self = RD_SEARCH_PROVIDER (object);

  g_clear_pointer (&self->lookup, rd_lookup_free);
  G_OBJECT_CLASS (rd_search_provider_parent_class)->finalize (object);
}

static void
rd_search_provider_class_init (RdSearchProviderClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = rd_search_provider_finalize;
  application_class->dbus_register = rd_search_provider_dbus_register;
  application_class->dbus_unregister = rd_search_provider_dbus_unregister;
}

static void
rd_search_provider_init (RdSearchProvider *self)
{
}

GApplication *
rd_search_provider_new (void)
{
  return g_object_new (RD_TYPE_SEARCH_PROVIDER,
                       "application-id", APP_ID ".SearchProvider",
                       "flags", G_APPLICATION_IS_SERVICE,
                       "inactivity-timeout", IDLE_MS,
                       NULL);
}
