/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-source"

#include "config.h"

#include "rd-source.h"

#include "rd-text.h"

/**
 * rd_source_new_for_file:
 * @file: a file or folder, local or not
 *
 * Returns: (transfer full): the source
 */
RdSource *
rd_source_new_for_file (GFile *file)
{
  RdSource        *self;
  g_autofree char *basename = NULL;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  basename = g_file_get_basename (file);
  self = g_atomic_rc_box_new0 (RdSource);
  self->file = g_object_ref (file);
  self->name = rd_text_make_valid (basename != NULL ? basename : "", -1);
  return self;
}

/* Addresses inside a mail program, which nobody else can open. */
static gboolean
is_private_address (GFile *file)
{
  static const char *schemes[] = { "mailbox", "mailbox-message", "imap", "imap-message", "news", "http", "https", "cid" };

  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    {
      if (g_file_has_uri_scheme (file, schemes[i]))
        return TRUE;
    }
  return FALSE;
}

/**
 * rd_source_add_file:
 * @sources: (element-type RdSource): what is handed over together
 * @file: a file, or only an address of one
 *
 * Adds @file, if it can be opened.
 */
void
rd_source_add_file (GPtrArray *sources,
                    GFile     *file)
{
  if (!is_private_address (file))
    g_ptr_array_add (sources, rd_source_new_for_file (file));
}

/**
 * rd_source_new_for_bytes:
 * @bytes: a message as it came
 * @name: what to call it
 *
 * Returns: (transfer full): the source
 */
RdSource *
rd_source_new_for_bytes (GBytes     *bytes,
                         const char *name)
{
  RdSource *self;

  g_return_val_if_fail (bytes != NULL, NULL);

  self = g_atomic_rc_box_new0 (RdSource);
  self->bytes = g_bytes_ref (bytes);
  self->name = g_strdup (name);
  return self;
}

/**
 * rd_source_new_for_text:
 * @text: text somebody pasted
 * @name: what to call it
 *
 * Returns: (transfer full): the source
 */
RdSource *
rd_source_new_for_text (const char *text,
                        const char *name)
{
  RdSource *self;

  g_return_val_if_fail (text != NULL, NULL);

  self = g_atomic_rc_box_new0 (RdSource);
  self->text = rd_text_make_valid (text, -1);
  self->name = g_strdup (name);
  return self;
}

RdSource *
rd_source_ref (RdSource *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
rd_source_clear (RdSource *self)
{
  g_clear_object (&self->file);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->text);
  g_free (self->name);
}

void
rd_source_unref (RdSource *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) rd_source_clear);
}
