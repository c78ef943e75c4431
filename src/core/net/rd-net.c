/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-net"

#include "config.h"

#include "rd-net.h"
