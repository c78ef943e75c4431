/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What meson takes for "skipped". */
#define RD_TEST_RUNNER_SKIP 77

JsonNode *rd_test_runner_load (int         argc,
                               char       *argv[],
                               const char *name);
int       rd_test_runner_finish (guint n_passed,
                                 guint n_failed);

G_END_DECLS
