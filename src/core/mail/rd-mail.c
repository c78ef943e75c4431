/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-mail"

#include "config.h"

#include "rd-mail.h"
