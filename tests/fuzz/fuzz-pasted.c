/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fuzz-diagnosis.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *text = g_strndup (data != NULL ? (const char *) data : "", size);
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr (RdMail) mail = rd_mail_new_from_text (valid, NULL);

  if (mail != NULL)
    fuzz_diagnose (mail);
  return 0;
}
