/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fuzz.h"

#include "rd-mail.h"
#include "rd-outlook.h"

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) mime = rd_outlook_to_mime (bytes, &error);
  g_autoptr (RdMail) mail = NULL;

  g_assert_true ((mime == NULL) == (error != NULL));
  if (mime != NULL)
    mail = rd_mail_new_from_bytes (mime, NULL);
  return 0;
}
