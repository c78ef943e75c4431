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
