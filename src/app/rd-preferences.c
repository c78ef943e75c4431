/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-preferences"

#include "config.h"

#include "rd-preferences.h"

#include "rd-accessible.h"
#include "rd-dns-server.h"
#include "rd-keeping.h"
#include "rd-languages.h"
#include "rd-outside.h"
#include "rd-preferences-history.h"
#include "rd-text.h"

#include <glib/gi18n.h>

struct _RdPreferences
{
  AdwPreferencesWindow parent_instance;

  GSettings *settings;
  GPtrArray *domain_rows; /* (unowned) elements */

  AdwPreferencesPage  *page;
  AdwComboRow         *hosting_row;
  AdwPreferencesGroup *domains_group;
  AdwEntryRow         *domain_entry;
  GtkSwitch           *domains_switch;
  GtkSwitch           *blocklists_switch;
  AdwEntryRow         *servers_entry;
  GtkWidget           *servers_error_row;
  AdwComboRow         *language_row;
  GtkSwitch           *recipients_switch;
  GtkSwitch           *subject_switch;
  GtkWidget           *forget_button;
};

G_DEFINE_FINAL_TYPE (RdPreferences, rd_preferences, ADW_TYPE_PREFERENCES_WINDOW)

static void
entry_changed_cb (RdPreferences *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->domain_entry), "error");
}

/* People type addresses and web addresses into such a field; what they mean is
 * plain. */
static char *
dup_typed_domain (const char *text)
{
  g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL);

  if (uri != NULL && g_uri_get_host (uri) != NULL)
    return rd_domain_normalize (g_uri_get_host (uri));
  if (g_strstr_len (text, -1, "@") != NULL)
    return rd_address_dup_domain (text);
  return rd_domain_normalize (text);
}

static void
add_domain_cb (RdPreferences *self)
{
  g_autofree char *domain = dup_typed_domain (gtk_editable_get_text (GTK_EDITABLE (self->domain_entry)));
  g_auto (GStrv) domains = g_settings_get_strv (self->settings, "own-domains");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) changed = NULL;

  if (domain == NULL || g_strstr_len (domain, -1, ".") == NULL)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->domain_entry), "error");
      return;
    }
  gtk_editable_set_text (GTK_EDITABLE (self->domain_entry), "");
  if (g_strv_contains ((const char *const *) domains, domain))
    return;
  g_strv_builder_addv (builder, (const char **) domains);
  g_strv_builder_add (builder, domain);
  changed = g_strv_builder_end (builder);
  g_settings_set_strv (self->settings, "own-domains", (const char *const *) changed);
}

static void
remove_domain_cb (GtkWidget     *button,
                  RdPreferences *self)
{
  const char *domain = g_object_get_data (G_OBJECT (button), "domain");
  g_auto (GStrv) domains = g_settings_get_strv (self->settings, "own-domains");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) changed = NULL;

  for (guint i = 0; domains[i] != NULL; i++)
    {
      if (g_strcmp0 (domains[i], domain) != 0)
        g_strv_builder_add (builder, domains[i]);
    }
  changed = g_strv_builder_end (builder);
  g_settings_set_strv (self->settings, "own-domains", (const char *const *) changed);
}

static GtkWidget *
new_domain_row (RdPreferences *self,
                const char    *domain)
{
  g_autofree char *shown = g_hostname_to_unicode (domain);
  GtkWidget       *row = rd_row_new (shown != NULL ? shown : domain, NULL);
  GtkWidget       *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  /* Translators: the name of a domain */
  g_autofree char *label = g_strdup_printf (_ ("Remove %s"), shown != NULL ? shown : domain);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Remove"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_object_set_data_full (G_OBJECT (button), "domain", g_strdup (domain), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (remove_domain_cb), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  return row;
}

static void
show_domains (RdPreferences *self)
{
  g_auto (GStrv) domains = g_settings_get_strv (self->settings, "own-domains");

  for (guint i = 0; i < self->domain_rows->len; i++)
    adw_preferences_group_remove (self->domains_group, g_ptr_array_index (self->domain_rows, i));
  g_ptr_array_set_size (self->domain_rows, 0);
  for (guint i = 0; domains[i] != NULL; i++)
    {
      GtkWidget *row = new_domain_row (self, domains[i]);

      adw_preferences_group_add (self->domains_group, row);
      g_ptr_array_add (self->domain_rows, row);
    }
}

static void
hosting_changed_cb (RdPreferences *self)
{
  g_settings_set_enum (self->settings, "hosting", (int) adw_combo_row_get_selected (self->hosting_row));
}

/* --- Checks ----------------------------------------------------------------------- */

static void
show_servers_error (RdPreferences *self,
                    gboolean       is_wrong)
{
  gtk_widget_set_visible (self->servers_error_row, is_wrong);
  if (is_wrong)
    gtk_widget_add_css_class (GTK_WIDGET (self->servers_entry), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->servers_entry), "error");
}

static void
servers_changed_cb (RdPreferences *self)
{
  show_servers_error (self, FALSE);
}

static void
apply_servers_cb (RdPreferences *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->servers_entry))));
  g_autoptr (GPtrArray) servers = *text != '\0' ? rd_dns_servers_parse (text, NULL) : NULL;

  if (*text != '\0' && servers == NULL)
    {
      show_servers_error (self, TRUE);
      return;
    }
  g_settings_set_string (self->settings, "dns-servers", text);
}

static void
setup_servers (RdPreferences *self)
{
  g_autofree char *servers = g_settings_get_string (self->settings, "dns-servers");

  gtk_editable_set_text (GTK_EDITABLE (self->servers_entry), servers);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->servers_entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self->servers_entry)), -1);
}

/* --- Reports ---------------------------------------------------------------------- */

static void
language_changed_cb (RdPreferences *self)
{
  const char *code = rd_languages_get_code (adw_combo_row_get_selected (self->language_row));

  g_settings_set_string (self->settings, "report-language", code != NULL ? code : "");
}

static void
setup_language (RdPreferences *self)
{
  g_autoptr (GListModel) languages = rd_languages_new_model ();
  g_autofree char *code = g_settings_get_string (self->settings, "report-language");

  adw_combo_row_set_model (self->language_row, languages);
  adw_combo_row_set_selected (self->language_row, rd_languages_find_position (code));
  g_signal_connect_swapped (self->language_row, "notify::selected", G_CALLBACK (language_changed_cb), self);
  /* There is nothing to choose from until there is a translation. */
  gtk_widget_set_visible (GTK_WIDGET (self->language_row), g_list_model_get_n_items (languages) > 2);
  rd_accessible_name_lists (GTK_WIDGET (self->language_row), _ ("Language of reports"));
}

/* --- What is kept ----------------------------------------------------------------- */

static void
undo_cb (AdwToast      *toast,
         RdPreferences *self)
{
  GVariant *domains = g_object_get_data (G_OBJECT (toast), "domains");

  g_settings_set_value (self->settings, "last-domains", domains);
}

static void
forget_cb (RdPreferences *self)
{
  AdwToast *toast = adw_toast_new (_ ("Domains forgotten"));

  g_object_set_data_full (G_OBJECT (toast), "domains", g_settings_get_value (self->settings, "last-domains"), (GDestroyNotify) g_variant_unref);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (undo_cb), self, 0);
  g_settings_reset (self->settings, "last-domains");
  adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (self), toast);
}

static void
show_kept (RdPreferences *self)
{
  g_auto (GStrv) domains = g_settings_get_strv (self->settings, "last-domains");

  gtk_widget_set_sensitive (self->forget_button, domains[0] != NULL);
}

static void
bind_switches (RdPreferences *self)
{
  const struct
  {
    const char *key;
    GtkSwitch  *widget;
  } bindings[] = {
    { "always-check-domains", self->domains_switch },
    { "always-ask-blocklists", self->blocklists_switch },
    { "report-hides-recipients", self->recipients_switch },
    { "report-hides-subject", self->subject_switch },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bindings); i++)
    {
      GtkWidget *row = gtk_widget_get_ancestor (GTK_WIDGET (bindings[i].widget), ADW_TYPE_ACTION_ROW);

      g_settings_bind (self->settings, bindings[i].key, bindings[i].widget, "active", G_SETTINGS_BIND_DEFAULT);
      gtk_accessible_update_property (GTK_ACCESSIBLE (bindings[i].widget), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), -1);
    }
}

/* After the first focus has gone where it belongs, which is not to a toast. */
static void
shown_cb (RdPreferences *self)
{
  rd_keeping_complain (GTK_WIDGET (self->page), self->settings);
}

static void
rd_preferences_dispose (GObject *object)
{
  RdPreferences *self = RD_PREFERENCES (object);

  g_clear_object (&self->settings);
  g_clear_pointer (&self->domain_rows, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), RD_TYPE_PREFERENCES);
  G_OBJECT_CLASS (rd_preferences_parent_class)->dispose (object);
}

static void
rd_preferences_class_init (RdPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rd_preferences_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/redeliver/Redeliver/rd-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, RdPreferences, page);
  gtk_widget_class_bind_template_child (widget_class, RdPreferences, hosting_row);
  gtk_widget_class_bind_template_child (widget_class, RdPreferences, domains_group);
  gtk_widget_class_bind_template_child (widget_class, RdPreferences, domain_entry);
  gtk_widget_class_bind_template_child (widget_class, RdPreferences, domains_switch);
  gtk_widget_class_bind_template_child (widget_class, RdPreferences, blocklists_switch);
  gtk_widget_class_bind_template_child (widget_class, RdPreferences, servers_entry);
  gtk_widget_class_bind_template_child (widget_class, RdPreferences, servers_error_row);
  gtk_widget_class_bind_template_child (widget_class, RdPreferences, language_row);
  gtk_widget_class_bind_template_child (widget_class, RdPreferences, recipients_switch);
  gtk_widget_class_bind_template_child (widget_class, RdPreferences, subject_switch);
  gtk_widget_class_bind_template_child (widget_class, RdPreferences, forget_button);
  gtk_widget_class_bind_template_callback (widget_class, apply_servers_cb);
  gtk_widget_class_bind_template_callback (widget_class, servers_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, forget_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_domain_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_changed_cb);
}

static void
rd_preferences_init (RdPreferences *self)
{
  self->settings = g_settings_new (APP_ID);
  self->domain_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  rd_preferences_add_history (self->page);

  rd_accessible_name_lists (GTK_WIDGET (self), _ ("Preferences"));
  rd_accessible_name_lists (GTK_WIDGET (self->hosting_row), _ ("My mail runs on"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->domain_entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self->domain_entry)), -1);
  adw_combo_row_set_selected (self->hosting_row, (guint) g_settings_get_enum (self->settings, "hosting"));
  g_signal_connect_swapped (self->hosting_row, "notify::selected", G_CALLBACK (hosting_changed_cb), self);
  g_signal_connect_object (self->settings, "changed::own-domains", G_CALLBACK (show_domains), self, G_CONNECT_SWAPPED);
  show_domains (self);

  bind_switches (self);
  setup_servers (self);
  setup_language (self);
  g_signal_connect_object (self->settings, "changed::last-domains", G_CALLBACK (show_kept), self, G_CONNECT_SWAPPED);
  show_kept (self);
  g_signal_connect (self, "show", G_CALLBACK (shown_cb), NULL);
}

GtkWindow *
rd_preferences_new (GtkWindow *parent)
{
  return g_object_new (RD_TYPE_PREFERENCES, "transient-for", parent, "modal", TRUE, NULL);
}
