/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-content-field.h"

#include <gmime/gmime.h>

G_BEGIN_DECLS

/**
 * RdPartFields:
 *
 * What the header of a message or of a part says about its content (RFC 2045).
 */
typedef struct
{
  RdContentField       type;
  RdContentField       disposition;
  char                *description; /* (nullable): valid UTF-8 */
  GMimeContentEncoding encoding;
} RdPartFields;

void        rd_part_fields_add (RdPartFields *self,
                                const char   *name,
                                gsize         name_length,
                                const char   *value,
                                gsize         value_length);
guint       rd_part_fields_read (RdPartFields *self,
                                 const char   *text,
                                 gsize         length);
gboolean    rd_part_fields_is_multipart (const RdPartFields *self);
const char *rd_part_fields_get_filename (const RdPartFields *self);
void        rd_part_fields_clear (RdPartFields *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RdPartFields, rd_part_fields_clear)

G_END_DECLS
