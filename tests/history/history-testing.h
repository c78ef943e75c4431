/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-history.h"

typedef struct
{
  char *folder;
  char *path; /* of the file, in a folder that is not there yet */
} HistoryFixture;

void set_up_history (HistoryFixture *fixture, gconstpointer data);

void tear_down_history (HistoryFixture *fixture, gconstpointer data);

RdHistory *open_history (HistoryFixture *fixture);

/* Adds a check of shop.example that found @id, beside what is fine. */
void add_entry (RdHistory *history, gint64 time, const char *id, RdFindingState state);
