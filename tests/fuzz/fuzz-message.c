/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fuzz.h"

#include "rd-limits.h"
#include "rd-mail.h"

/* Messages in messages that are opened. */
#define MAX_DEPTH 4

static void
look_at (RdMail *mail,
         guint   depth)
{
  for (guint i = 0; i < rd_mail_get_n_headers (mail); i++)
    {
      const char *name;

      FUZZ_ASSERT_VALID (rd_mail_get_header_at (mail, i, &name));
      FUZZ_ASSERT_VALID (name);
    }
  g_assert_cmpuint (rd_mail_get_n_parts (mail), <=, RD_LIMIT_PARTS);
  for (guint i = 0; i < rd_mail_get_n_parts (mail); i++)
    {
      const RdMailPart *part = rd_mail_get_part (mail, i);
      RdMail           *inner = depth < MAX_DEPTH ? rd_mail_get_part_message (mail, i) : NULL;

      g_assert_true ((rd_mail_get_part_bytes (mail, i) == NULL) == part->is_container);
      g_assert_cmpuint (part->parent, <=, i);
      g_assert_cmpuint (part->depth, <=, RD_LIMIT_DEPTH);
      FUZZ_ASSERT_VALID (part->content_type);
      FUZZ_ASSERT_VALID (part->filename);
      FUZZ_ASSERT_VALID (part->description);
      FUZZ_ASSERT_VALID (rd_mail_get_part_text (mail, i));
      FUZZ_ASSERT_VALID (rd_mail_get_part_plain (mail, i));
      if (inner != NULL)
        look_at (inner, depth + 1);
    }
  FUZZ_ASSERT_VALID (rd_mail_get_type_parameter (mail, "report-type"));
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (RdMail) mail = rd_mail_new_from_bytes (bytes, &error);

  g_assert_true ((mail == NULL) == (error != NULL));
  if (mail != NULL)
    look_at (mail, 0);
  return 0;
}
