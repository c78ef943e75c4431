/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fuzz.h"

#include "rd-mail-reader.h"

/* Messages taken of one container: reading on only repeats itself. */
#define MAX_MESSAGES 500

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (RdMailReader) reader = rd_mail_reader_new_for_bytes (bytes, "input", NULL);

  for (guint i = 0; reader != NULL && i < MAX_MESSAGES; i++)
    {
      g_autoptr (RdMailItem) item = rd_mail_reader_next (reader, NULL);

      if (item == NULL)
        break;
      g_assert_true ((item->mail == NULL) == (item->error != NULL));
      FUZZ_ASSERT_VALID (item->name);
      if (item->error != NULL)
        FUZZ_ASSERT_VALID (item->error->message);
      g_assert_cmpfloat (rd_mail_reader_get_progress (reader), <=, 1.0);
    }
  return 0;
}
