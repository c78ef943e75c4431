/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *rd_org_domain_dup (const char *domain) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
