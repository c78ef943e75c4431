/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What every target defines, and libFuzzer or our own driver calls. */
int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);

/* Text from strangers that goes on to the user: NULL or valid UTF-8. */
#define FUZZ_ASSERT_VALID(text) g_assert_true ((text) == NULL || g_utf8_validate ((text), -1, NULL))

G_END_DECLS
