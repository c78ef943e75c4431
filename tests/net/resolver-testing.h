/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fake-peers.h"
#include "rd-resolver.h"

RdAnswer *ask_resolver (RdResolver *resolver, RdQuestion *question);

RdResolver *new_resolver (const char *servers);
