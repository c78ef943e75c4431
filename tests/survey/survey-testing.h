/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fake-peers.h"
#include "rd-survey.h"

#define SURVEY_ALL (RD_SURVEY_DNS | RD_SURVEY_DNSBL | RD_SURVEY_HTTPS | RD_SURVEY_SMTP)

/* Asks some questions, one after the other or all at once. */
typedef struct
{
  const char *id;
  char      **texts;
  gboolean    chained;
  guint       runs;
} Probe;

Probe *add_probe (RdSurvey *survey, const char *id, gboolean chained, const char *texts);

RdSources *new_sources (const FakePeer *peer);

RdSurvey *new_survey (RdSources *sources);

/* Runs it to the end. */
void run_survey (RdSurvey *survey);

char *describe_findings (RdSurvey *survey);

/* What the server has to tell: asked as a question of its own. */
char *ask_server (const FakePeer *peer, const char *name);

const RdAnswer *peek_answer (RdSurvey *survey, const char *text);
