/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-bounce-private.h"
#include "rd-bounce-transcript.h"

G_BEGIN_DECLS

void _rd_blocks_finish (RdNotice        *notice,
                        const RdPhrases *phrases,
                        RdTranscript    *transcript);

G_END_DECLS
