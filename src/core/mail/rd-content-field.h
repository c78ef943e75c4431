/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A parameter of a field. */
typedef struct
{
  char *name;
  char *value; /* (nullable) */
} RdContentParameter;

/**
 * RdContentField:
 *
 * A Content-Type or Content-Disposition field (RFC 2045 section 5.1, RFC 2183):
 * a value and its parameters.
 */
typedef struct
{
  char   *value;      /* (nullable): such as "text/plain", in lower case; %NULL if there is no such field */
  GArray *parameters; /* (element-type RdContentParameter) (nullable) */
} RdContentField;

void        rd_content_field_read_type (RdContentField *self,
                                        const char     *text);
void        rd_content_field_read_disposition (RdContentField *self,
                                               const char     *text);
void        rd_content_field_add (RdContentField *self,
                                  const char     *name,
                                  const char     *value);
const char *rd_content_field_get (const RdContentField *self,
                                  const char           *name);
void        rd_content_field_clear (RdContentField *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RdContentField, rd_content_field_clear)

G_END_DECLS
