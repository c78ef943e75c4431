/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-insight"

#include "config.h"

#include "rd-insight.h"
