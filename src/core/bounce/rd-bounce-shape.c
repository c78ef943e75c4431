/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce"

#include "config.h"

#include "rd-bounce-shape.h"

#include <string.h>

#include "rd-bounce-field.h"

/* Which part of a message is which: the words for people, the report for
 * programs, the returned message.  Systems order them as they like and name them
 * in many ways, so what a part is decides, not where it stands. */

/**
 * _rd_shape_is_report:
 * @self: the shape of @mail, as far as it is known
 * @mail: a message
 * @index: number of a part of @mail
 *
 * Returns: whether the part holds delivery report fields
 */
gboolean
_rd_shape_is_report (const RdShape *self,
                     RdMail        *mail,
                     guint          index)
{
  const RdMailPart *part = rd_mail_get_part (mail, index);

  if (strcmp (part->content_type, "message/delivery-status") == 0 || strcmp (part->content_type, "message/global-delivery-status") == 0)
    return TRUE;
  /* What a person pastes is read as words. */
  return strcmp (part->content_type, "text/plain") == 0 && (part->filename != NULL || (self->words >= 0 && (int) index > self->words)) &&
         _rd_dsn_is_text (rd_mail_get_part_text (mail, index));
}

/**
 * _rd_shape_is_message:
 * @part: a part
 *
 * Returns: whether @part is a message of its own
 */
gboolean
_rd_shape_is_message (const RdMailPart *part)
{
  return strcmp (part->content_type, "message/rfc822") == 0 || strcmp (part->content_type, "message/global") == 0;
}

static gboolean
is_returned (const RdMailPart *part)
{
  return _rd_shape_is_message (part) || strcmp (part->content_type, "text/rfc822-headers") == 0 ||
         strcmp (part->content_type, "message/rfc822-headers") == 0 || strcmp (part->content_type, "message/global-headers") == 0;
}

static gboolean
has_words (const char *text)
{
  guint letters = 0;

  for (const char *p = text; p != NULL && *p != '\0'; p++)
    {
      if ((g_ascii_isalpha (*p) || (guchar) *p >= 0x80) && ++letters >= 12)
        return TRUE;
    }
  return FALSE;
}

/**
 * _rd_shape_read:
 * @self: (out): the shape
 * @mail: a message
 *
 * Finds the parts of a notice: the first part with words is what is meant for
 * people, even if the report stands before it.
 */
void
_rd_shape_read (RdShape *self,
                RdMail  *mail)
{
  const char *type = rd_mail_get_type_parameter (mail, "report-type");
  guint       n = rd_mail_get_n_parts (mail);

  *self = (RdShape){ -1, -1, FALSE, FALSE };
  self->has_report = type != NULL && g_ascii_strcasecmp (type, "delivery-status") == 0;
  for (guint i = 0; i < n; i++)
    {
      const RdMailPart *part = rd_mail_get_part (mail, i);
      gboolean          is_report = _rd_shape_is_report (self, mail, i);

      self->has_report |= is_report;
      self->has_message |= _rd_shape_is_message (part);
      if (is_returned (part))
        self->original = self->original < 0 ? (int) i : self->original;
      else if (self->words < 0 && !is_report && !part->is_container && g_str_has_prefix (part->content_type, "text/") &&
               has_words (rd_mail_get_part_plain (mail, i)))
        self->words = (int) i;
    }
  if (self->words < 0 && n == 1)
    self->words = 0;
}

/**
 * _rd_shape_get_words:
 * @self: the shape of @mail
 * @mail: a message
 *
 * Returns: (nullable): the text meant for people
 */
const char *
_rd_shape_get_words (const RdShape *self,
                     RdMail        *mail)
{
  return self->words >= 0 ? rd_mail_get_part_plain (mail, (guint) self->words) : NULL;
}
