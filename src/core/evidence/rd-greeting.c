/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-greeting"

#include "config.h"

#include "rd-greeting.h"
#include "rd-text.h"

#include <string.h>

static guint
reply_code (const char *line)
{
  if (!g_ascii_isdigit (line[0]) || !g_ascii_isdigit (line[1]) || !g_ascii_isdigit (line[2]))
    return 0;
  return (guint) g_ascii_digit_value (line[0]) * 100 + (guint) g_ascii_digit_value (line[1]) * 10 +
         (guint) g_ascii_digit_value (line[2]);
}

/* What follows the code; a line without a code is all text. */
static const char *
reply_text (const char *line)
{
  if (reply_code (line) == 0)
    return line;
  return line[3] == ' ' || line[3] == '-' ? line + 4 : line + 3;
}

static void
read_greeting (RdGreeting *self,
               const char *line)
{
  const char      *text = reply_text (line);
  g_autofree char *word = NULL;

  if (self->banner != NULL)
    return;
  self->code = reply_code (line);
  self->banner = g_strdup (text);
  word = g_strndup (text, strcspn (text, " \t"));
  self->host = rd_domain_normalize (word);
}

static void
read_extension (RdGreeting *self,
                const char *line)
{
  const char *text = reply_text (line);

  self->ehlo_code = reply_code (line);
  if (self->ehlo_code != 250)
    return;
  if (g_ascii_strcasecmp (text, "STARTTLS") == 0)
    self->starttls = TRUE;
}

static void
read_handshake (RdGreeting *self,
                const char *line)
{
  g_autofree guint8 *der = NULL;
  gsize              length = 0;

  if (strcmp (line, "failed") == 0)
    {
      self->tls_failed = TRUE;
      return;
    }
  if (*line == '\0')
    return;
  der = g_base64_decode (line, &length);
  if (length > 0)
    g_ptr_array_add (self->certificates, g_bytes_new_take (g_steal_pointer (&der), length));
}

/**
 * rd_greeting_new_from_answer:
 * @answer: an answer to a question of kind %RD_QUESTION_SMTP
 *
 * Reads the dialogue of an answer.
 *
 * Returns: (transfer full) (nullable): what the server said, %NULL if it said
 *   nothing
 */
RdGreeting *
rd_greeting_new_from_answer (const RdAnswer *answer)
{
  g_autoptr (RdGreeting) self = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  gboolean said = FALSE;
  gboolean asked = FALSE;
  gboolean leaves = FALSE;

  g_return_val_if_fail (answer != NULL, NULL);

  if (answer->body == NULL || g_bytes_get_size (answer->body) == 0)
    return NULL;
  text = rd_text_make_valid (g_bytes_get_data (answer->body, NULL), (gssize) g_bytes_get_size (answer->body));
  lines = g_strsplit (text, "\n", -1);
  self = g_new0 (RdGreeting, 1);
  self->certificates = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      if (g_str_has_prefix (lines[i], "C: EHLO "))
        asked = TRUE;
      else if (g_str_has_prefix (lines[i], "C: "))
        leaves = TRUE;
      else if (g_str_has_prefix (lines[i], "T: "))
        read_handshake (self, lines[i] + 3);
      else if (g_str_has_prefix (lines[i], "S: ") && !leaves)
        {
          said = TRUE;
          if (asked)
            read_extension (self, lines[i] + 3);
          else
            read_greeting (self, lines[i] + 3);
        }
    }
  return said ? g_steal_pointer (&self) : NULL;
}

/**
 * rd_greeting_free:
 * @self: (nullable): a greeting
 *
 * Frees @self.
 */
void
rd_greeting_free (RdGreeting *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->certificates);
  g_free (self->banner);
  g_free (self->host);
  g_free (self);
}
