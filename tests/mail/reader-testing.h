/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-mail-reader.h"

#define FROM_LINE "From a@b.example Mon Nov 23 10:00:00 2026\n"
#define MESSAGE(subject) "From: a@b.example\nSubject: " subject "\n\nbody of " subject "\n"

/* What a reader gives, one line an item: name, number, subject or code. */
char *list_items (RdMailReader *reader, const char *base);

char *list_bytes (const char *bytes, gsize length);

char *list_path (const char *path);
