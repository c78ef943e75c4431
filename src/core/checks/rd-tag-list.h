/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RdTag:
 *
 * One "name=value" of a tag list.
 */
typedef struct
{
  char *name;   /* as written, or lower case if names were folded */
  char *value;  /* without the white space around it, valid UTF-8 */
  gsize offset; /* of the tag in the text, in bytes */
  gsize length; /* of the tag without the semicolon */
  gsize value_offset;
  gsize value_length;
} RdTag;

/**
 * RdTagList:
 *
 * A tag list (RFC 6376 section 3.2), as DKIM keys and signatures and DMARC
 * records are written.  What could be read is there even if the list as a whole
 * breaks the grammar.
 */
typedef struct
{
  GPtrArray *tags; /* (element-type RdTag), in order */
  gboolean   is_valid;
  gsize      bad_offset; /* where the grammar is broken, if it is */
  gsize      bad_length;
  char      *duplicate; /* (nullable): name of a tag that stands there twice */
} RdTagList;

/**
 * RdTagNames:
 *
 * Whether the case of tag names matters: it does in DKIM, not in DMARC.
 */
typedef enum
{
  RD_TAG_NAMES_EXACT,
  RD_TAG_NAMES_FOLDED,
} RdTagNames;

RdTagList   *rd_tag_list_parse (const char *text,
                                gsize       length,
                                RdTagNames  names) G_GNUC_WARN_UNUSED_RESULT;
void         rd_tag_list_free (RdTagList *self);
const RdTag *rd_tag_list_find (const RdTagList *self,
                               const char      *name);
const char  *rd_tag_list_get_value (const RdTagList *self,
                                    const char      *name);
gboolean     rd_tag_value_has_word (const char *value,
                                    const char *word);
char        *rd_tag_value_squeeze (const char *value) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdTagList, rd_tag_list_free)

G_END_DECLS
