/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-languages"

#include "config.h"

#include "rd-languages.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>

/* Those there are translations for, and English, which needs none. */
static const char *const codes[] = { RD_LINGUAS "en" };

/* Languages call themselves what their speakers do, whatever the window speaks. */
static const struct
{
  const char *code;
  const char *name;
} names[] = {
  { "ar", "العربية" },
  { "cs", "Čeština" },
  { "da", "Dansk" },
  { "de", "Deutsch" },
  { "en", "English" },
  { "es", "Español" },
  { "fi", "Suomi" },
  { "fr", "Français" },
  { "he", "עברית" },
  { "hu", "Magyar" },
  { "it", "Italiano" },
  { "ja", "日本語" },
  { "nl", "Nederlands" },
  { "pl", "Polski" },
  { "pt", "Português" },
  { "pt_BR", "Português (Brasil)" },
  { "ru", "Русский" },
  { "sv", "Svenska" },
  { "tr", "Türkçe" },
  { "uk", "Українська" },
  { "zh_CN", "简体中文" },
};

static const char *
get_name (const char *code)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (g_str_equal (names[i].code, code))
        return names[i].name;
    }
  return code;
}

GListModel *
rd_languages_new_model (void)
{
  GtkStringList *model = gtk_string_list_new (NULL);

  gtk_string_list_append (model, _ ("As in this window"));
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    gtk_string_list_append (model, get_name (codes[i]));
  return G_LIST_MODEL (model);
}

/* %NULL for the language of the window. */
const char *
rd_languages_get_code (guint position)
{
  return position >= 1 && position <= G_N_ELEMENTS (codes) ? codes[position - 1] : NULL;
}

/* Where @code stands in the model; 0 for the language of the window. */
guint
rd_languages_find_position (const char *code)
{
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      if (g_str_equal (codes[i], code))
        return i + 1;
    }
  return 0;
}
