/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app-test-service.h"

G_BEGIN_DECLS

/* Who a mail is handed to: a portal on the bus, programs in the path. */
typedef struct
{
  AppTestService *service;
  int             response; /* what it answers; below 0: an error */
  guint           n_calls;
  char           *subject;
  char           *body;
  GPtrArray      *files; /* (element-type GBytes): what was attached */
} AppTestPortal;

/* A folder that is looked into first for programs. */
typedef struct
{
  char *folder;
  char *path; /* PATH before */
} AppTestPrograms;

void   app_test_portal_start (AppTestPortal *portal, int response);
void   app_test_portal_stop (AppTestPortal *portal);
void   app_test_programs_add (AppTestPrograms *programs, const char *name, int code);
void   app_test_programs_start (AppTestPrograms *programs, int code);
char **app_test_programs_dup_arguments (AppTestPrograms *programs, const char *name);
void   app_test_programs_stop (AppTestPrograms *programs);
char  *app_test_programs_dup_log_path (AppTestPrograms *programs, const char *name);

G_END_DECLS
