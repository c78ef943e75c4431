# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads, checks and compiles data/knowledge; see data/knowledge/README.md."""
