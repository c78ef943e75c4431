/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-mta-sts-policy"

#include "config.h"

#include "rd-mta-sts-policy.h"

#include <string.h>

#include "rd-text.h"

/* Patterns kept of one policy; honest ones have fewer than twenty. */
#define MAX_PATTERNS 100

/* What a policy must say once. */
typedef struct
{
  gboolean has_version;
  gboolean has_mode;
  gboolean has_max_age;
  gboolean is_broken;
} Seen;

/**
 * rd_mta_sts_policy_free:
 * @self: (nullable): a policy
 *
 * Frees @self.
 */
void
rd_mta_sts_policy_free (RdMtaStsPolicy *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->mx);
  g_free (self);
}

static void
take_mode (RdMtaStsPolicy *self,
           Seen           *seen,
           const char     *value)
{
  if (strcmp (value, "enforce") == 0)
    self->mode = RD_MTA_STS_ENFORCE;
  else if (strcmp (value, "testing") == 0)
    self->mode = RD_MTA_STS_TESTING;
  else if (strcmp (value, "none") == 0)
    self->mode = RD_MTA_STS_NONE;
  else
    seen->is_broken = TRUE;
  seen->is_broken = seen->is_broken || seen->has_mode;
  seen->has_mode = TRUE;
}

static void
take_pattern (RdMtaStsPolicy *self,
              Seen           *seen,
              const char     *value)
{
  const char      *host = g_str_has_prefix (value, "*.") ? value + 2 : value;
  g_autofree char *name = rd_domain_normalize (host);

  if (name == NULL || self->mx->len >= MAX_PATTERNS)
    seen->is_broken = TRUE;
  else
    g_ptr_array_add (self->mx, host != value ? g_strconcat ("*.", name, NULL) : g_steal_pointer (&name));
}

static void
take_line (RdMtaStsPolicy *self,
           Seen           *seen,
           char           *line)
{
  char       *colon = strchr (line, ':');
  const char *key;
  const char *value;
  guint64     number;

  if (colon == NULL)
    {
      seen->is_broken = seen->is_broken || *g_strstrip (line) != '\0';
      return;
    }
  *colon = '\0';
  key = g_strstrip (line);
  value = g_strstrip (colon + 1);
  if (strcmp (key, "version") == 0)
    {
      seen->is_broken = seen->is_broken || strcmp (value, "STSv1") != 0;
      seen->has_version = TRUE;
    }
  else if (strcmp (key, "mode") == 0)
    {
      take_mode (self, seen, value);
    }
  else if (strcmp (key, "max_age") == 0)
    {
      if (!g_ascii_string_to_unsigned (value, 10, 0, RD_MTA_STS_MAX_AGE, &number, NULL))
        seen->is_broken = TRUE;
      else
        self->max_age = (guint32) number;
      seen->has_max_age = TRUE;
    }
  else if (strcmp (key, "mx") == 0)
    {
      take_pattern (self, seen, value);
    }
}

/**
 * rd_mta_sts_policy_parse:
 * @text: a policy file
 * @length: its length in bytes
 *
 * Reads a policy (RFC 8461 section 3.2).  Lines may end in LF alone, as senders
 * accept it; unknown keys are passed over.
 *
 * Returns: (transfer full): the policy, valid or not
 */
RdMtaStsPolicy *
rd_mta_sts_policy_parse (const char *text,
                         gsize       length)
{
  RdMtaStsPolicy  *self = g_new0 (RdMtaStsPolicy, 1);
  Seen             seen = { 0 };
  g_autofree char *copy = rd_text_make_valid (text, (gssize) MIN (length, RD_MTA_STS_MAX_BYTES));
  g_auto (GStrv) lines = g_strsplit (copy, "\n", -1);

  self->mx = g_ptr_array_new_with_free_func (g_free);
  for (gsize i = 0; lines[i] != NULL; i++)
    take_line (self, &seen, lines[i]);
  self->is_valid = !seen.is_broken && seen.has_version && seen.has_mode && seen.has_max_age &&
                   (self->mx->len > 0 || self->mode == RD_MTA_STS_NONE);
  return self;
}

/**
 * rd_mta_sts_policy_matches:
 * @self: a policy
 * @host: name of a mail server, normalized
 *
 * Tells whether the policy allows mail to be handed to @host.  A "*" stands for
 * exactly one label (RFC 8461 section 4.1).
 *
 * Returns: whether it does
 */
gboolean
rd_mta_sts_policy_matches (const RdMtaStsPolicy *self,
                           const char           *host)
{
  const char *dot;

  g_return_val_if_fail (self != NULL && host != NULL, FALSE);

  dot = strchr (host, '.');
  for (guint i = 0; i < self->mx->len; i++)
    {
      const char *pattern = g_ptr_array_index (self->mx, i);

      if (strcmp (pattern, host) == 0)
        return TRUE;
      if (pattern[0] == '*' && dot != NULL && dot != host && strcmp (pattern + 1, dot) == 0)
        return TRUE;
    }
  return FALSE;
}
