/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-bounce-private.h"

G_BEGIN_DECLS

/* A text that needs more to say it is none of theirs, and costs time. */
#define RD_LIKELY_MAX_BYTES 4000

/* From so many points on a text is taken for the words of a mail system. */
#define RD_LIKELY_POINTS 5

int      _rd_likely_weigh (const char *words,
                           RdMeaning   meanings,
                           RdStrength  strength,
                           gboolean    has_answer);
gboolean _rd_likely_is_talk (const char *words);
gboolean _rd_likely_is_personal (const char *words);
gboolean _rd_likely_is_article (const char *words);
gboolean _rd_likely_is_other (const char *words);
gboolean _rd_likely_is_lure (const char *words);
gboolean _rd_likely_is_mail (const char *words);

G_END_DECLS
