/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-repair-dkim"

#include "config.h"

#include "rd-repair-dkim.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rd-check.h"
#include "rd-dkim-key.h"
#include "rd-repair-text.h"
#include "rd-tag-list.h"

/* The frame around a key in a file (RFC 7468). */
static const char *const pem_lines[] = {
  "-----BEGIN PUBLIC KEY-----",
  "-----END PUBLIC KEY-----",
  "-----BEGIN RSA PUBLIC KEY-----",
  "-----END RSA PUBLIC KEY-----",
  NULL,
};

static char *
dup_without_frame (const char *text)
{
  char *result = g_strdup (text);

  for (gsize i = 0; pem_lines[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (result, pem_lines[i], -1);

      g_free (result);
      result = g_strjoinv ("", parts);
    }
  return result;
}

/* Puts the tags together again, without blanks inside the key and without
 * those that make receivers treat it as unusable. */
static char *
dup_rebuilt (const char *clean,
             gboolean   *dropped_test)
{
  g_auto (GStrv) tags = g_strsplit (clean, ";", 32);
  g_autoptr (GString) value = g_string_new ("v=DKIM1");

  for (gsize i = 0; tags[i] != NULL; i++)
    {
      g_autofree char *squeezed = NULL;
      const char      *tag = g_strstrip (tags[i]);
      const char      *equals = strchr (tag, '=');

      if (equals == NULL || g_ascii_strncasecmp (tag, "v=", 2) == 0 || g_ascii_strncasecmp (tag, "v ", 2) == 0)
        continue;
      if (strcmp (tag, "t=y") == 0)
        {
          *dropped_test = TRUE;
          continue;
        }
      squeezed = rd_tag_value_squeeze (tag);
      g_string_append_printf (value, "; %s", squeezed);
    }
  return g_string_free (g_steal_pointer (&value), FALSE);
}

/**
 * rd_repair_dkim:
 * @answer: the TXT records at the name of a key
 * @domain: the domain the key belongs to
 *
 * Puts right a key that was damaged when it was pasted: quotation marks,
 * backslashes, blanks, the frame of a key file, the test mark.  A key that is
 * cut off or of the wrong kind can only be made anew by the one who signs, and
 * none is ever made up here.
 *
 * Returns: (transfer full) (nullable): the record to publish, proven to hold a
 *   usable key; %NULL if there is nothing that could be put right
 */
RdRecord *
rd_repair_dkim (const RdAnswer *answer,
                const char     *domain)
{
  g_autofree char *published = NULL;
  g_autofree char *clean = NULL;
  g_autofree char *bare = NULL;
  g_autofree char *value = NULL;
  g_autofree char *org = NULL;
  g_autofree char *relative = NULL;
  g_autoptr (RdDkimKey) before = NULL;
  g_autoptr (RdDkimKey) after = NULL;
  RdRecord *record;
  guint     marks;
  gboolean  dropped_test = FALSE;

  g_return_val_if_fail (answer != NULL && domain != NULL, NULL);

  if (rd_answer_count (answer, RD_RR_TXT) != 1 || rd_check_is_alias (answer))
    return NULL;
  published = rd_check_dup_txt (rd_answer_nth (answer, RD_RR_TXT, 0));
  clean = rd_repair_clean_text (published, &marks);
  bare = dup_without_frame (clean);
  value = dup_rebuilt (bare, &dropped_test);
  before = rd_dkim_key_parse (published, strlen (published));
  after = rd_dkim_key_parse (value, strlen (value));
  if (!rd_dkim_key_is_usable (after) || (rd_dkim_key_is_usable (before) && !dropped_test))
    return NULL;
  org = rd_check_dup_org_domain (domain);
  relative = rd_check_dup_relative (answer->question->name, org);
  record = rd_record_new (RD_RECORD_REPLACE, "TXT", relative, answer->question->name, value);
  record->proven = TRUE;
  record->changes = g_strdup (rd_dkim_key_is_usable (before)
                                  ? _ ("The test mark “t=y” is gone; the key stays the same.")
                                  : _ ("What does not belong into the value is gone; the key itself stays the same."));
  return record;
}
