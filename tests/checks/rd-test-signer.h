/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RdTestKey:
 *
 * A signing key made for one run of a test.
 */
typedef struct _RdTestKey RdTestKey;

RdTestKey *rd_test_key_new_rsa (guint bits);
RdTestKey *rd_test_key_new_ed25519 (void);
void       rd_test_key_free (RdTestKey *self);
char      *rd_test_key_dup_public (const RdTestKey *self);
char      *rd_test_key_dup_pkcs1 (const RdTestKey *self);
char      *rd_test_key_dup_private (const RdTestKey *self);

char *rd_test_sign (const RdTestKey *key,
                    const char      *header,
                    const char      *body,
                    const char      *tags,
                    gboolean         relaxed_header,
                    gboolean         relaxed_body,
                    gssize           length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdTestKey, rd_test_key_free)

G_END_DECLS
