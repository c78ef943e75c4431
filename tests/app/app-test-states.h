/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app-test.h"

G_BEGIN_DECLS

/* A state of the window that is looked at. */
typedef struct
{
  const char *name;
  void (*show) (RdWindow *window);
  int      height;    /* 0: that of the size */
  gboolean is_varied; /* also in large text, and from right to left */
} AppTestState;

const AppTestState *app_test_states_get (gsize *n);

G_END_DECLS
