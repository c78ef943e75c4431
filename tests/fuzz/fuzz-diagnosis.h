/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rd-mail.h"

G_BEGIN_DECLS

/* Everything that is made of a message: bounce, verdict, and what is written
 * of it for others. */
void fuzz_diagnose (RdMail *mail);

G_END_DECLS
