/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fuzz-diagnosis.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (RdMail) mail = rd_mail_new_from_bytes (bytes, NULL);

  if (mail != NULL)
    fuzz_diagnose (mail);
  return 0;
}
