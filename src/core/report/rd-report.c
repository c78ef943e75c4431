/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-report"

#include "config.h"

#include "rd-report.h"
