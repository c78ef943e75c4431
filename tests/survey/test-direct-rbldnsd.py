#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every way a blocklist can answer, asked directly: past a resolver that hides the lists, at the lists' own servers.

Runs in a network of its own, where the real rbldnsd has the public address and the port that a list's server has."""

import importlib.util
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
SERVER = "198.51.100.53"

spec = importlib.util.spec_from_file_location("rbldnsd", HERE / "test-real-rbldnsd.py")
rbldnsd = importlib.util.module_from_spec(spec)
spec.loader.exec_module(rbldnsd)


def start_resolver(folder):
    """It knows where the servers of the lists are and says of everything else that it does not exist."""
    zone = folder / "resolver.zone"
    zone.write_text("".join("%s.lab NS ns.%s.lab\nns.%s.lab A %s\n" % (name, name, name, SERVER) for name in rbldnsd.ZONES), encoding="utf-8")
    server = subprocess.Popen([sys.executable, "-B", HERE.parent / "net" / "fake-dns.py", "--zone", zone],
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    return server, int(server.stdout.readline())


def check_hidden(port, home):
    """Through the resolver alone nothing is believed."""
    said = rbldnsd.verdict(rbldnsd.ask("zen-spamhaus-org", "zen.lab", "192.0.2.26", port, home))
    if said != "could not check":
        print("# miss: a list that a resolver hides: %s" % said)
    return (1, 0) if said == "could not check" else (0, 1)


def main():
    if not os.access("/usr/sbin/rbldnsd", os.X_OK):
        print("1..0 # SKIP rbldnsd is not installed")
        return
    with tempfile.TemporaryDirectory(dir=rbldnsd.OPEN_TO_ALL) as name:
        folder = pathlib.Path(name)
        shutil.copytree(rbldnsd.DATA, folder / "zones")
        os.chmod(folder, 0o755)
        home = folder / "home"
        home.mkdir()
        server = rbldnsd.serve(53, folder / "zones", SERVER)
        resolver, port = start_resolver(folder)
        try:
            counts = [check_hidden(port, home), rbldnsd.check_table(port, home, "--direct")]
        finally:
            resolver.stdin.close()
            resolver.wait()
            server.terminate()
            server.wait()
    passed, failed = (sum(column) for column in zip(*counts))
    print("1..1\n%sok 1 - %d passed, %d failed" % ("not " if failed else "", passed, failed))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
