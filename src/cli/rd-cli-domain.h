/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

int rd_cli_domain (int    argc,
                   char **argv);
