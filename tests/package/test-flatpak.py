#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Flatpak manifest: it can be read, its sources cannot be exchanged, and the sandbox is
given the network and a window, but no folder and no bus: files come through portals."""

import json
import re
import sys
import unittest

MANIFEST, APP_ID = sys.argv[1:]
ALLOWED = {"--share=network", "--share=ipc", "--socket=wayland", "--socket=fallback-x11", "--device=dri"}


class Manifest(unittest.TestCase):
    def setUp(self):
        with open(MANIFEST, encoding="utf-8") as file:
            self.manifest = json.load(file)

    def test_sandbox(self):
        self.assertEqual(self.manifest["app-id"], APP_ID)
        self.assertEqual(self.manifest["command"], "redeliver")
        self.assertEqual(set(self.manifest["finish-args"]) - ALLOWED, set())

    def test_sources(self):
        for module in self.manifest["modules"]:
            for source in module["sources"]:
                if source["type"] == "archive":
                    self.assertRegex(source["sha256"], re.compile(r"^[0-9a-f]{64}$"), module["name"])
                else:
                    self.assertEqual((module["name"], source["type"], source["path"]), ("redeliver", "dir", ".."))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
