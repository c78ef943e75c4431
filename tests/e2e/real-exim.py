#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""real-exim.py OUTPUT [REPLY]: lets a real Exim send a message to a server that refuses it with
REPLY, and writes the bounce that Exim makes of it to OUTPUT.

Runs in private network, mount and process namespaces, so that it needs root but touches
neither the host's mail set-up nor its network.  Exim is taken from the system or, where there
is none, unpacked (not installed) from its Debian package.  Exit code 77: not possible here."""

import fcntl
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time

SENDER = "info@brightleaf.example"
RECIPIENT = "jonas.berg@lindqvist.example"
REPLY = "550 5.1.1 <%s>: Recipient address rejected: User unknown in virtual mailbox table" % RECIPIENT

CONFIG = """
primary_hostname = mail.brightleaf.example
spool_directory = {work}/spool
log_file_path = {work}/log/%slog
never_users =
domainlist local_domains = brightleaf.example : mail.brightleaf.example
acl_smtp_rcpt = accept
tls_advertise_hosts =
begin routers
mine:
  driver = accept
  domains = +local_domains
  transport = file
other:
  driver = manualroute
  domains = ! +local_domains
  route_list = * 127.0.0.2
  self = send
  transport = smtp
begin transports
file:
  driver = appendfile
  file = {work}/inbox/mail
  user = Debian-exim
  mode_fail_narrower = false
smtp:
  driver = smtp
  hosts_try_dane =
  hosts_avoid_tls = *
"""

MESSAGE = """From: Info <%s>
To: %s
Subject: Invoice 2041

Please find the invoice below.
""" % (SENDER, RECIPIENT)


def unavailable(why):
    print("no real Exim here: %s" % why, file=sys.stderr)
    sys.exit(77)


def find_exim(cache):
    """The system's Exim, or one unpacked from its package into the build folder."""
    if os.access("/usr/sbin/exim4", os.X_OK):
        return "/usr/sbin/exim4"
    cache.mkdir(parents=True, exist_ok=True)
    # Two tests may come here at the same time.
    with open(cache / "lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return unpack_exim(cache)


def unpack_exim(cache):
    if os.access(cache / "usr/sbin/exim4", os.X_OK):
        return str(cache / "usr/sbin/exim4")
    try:
        subprocess.run(["apt-get", "-qq", "download", "exim4-daemon-light"], cwd=cache, check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120)
        package = next(cache.glob("exim4-daemon-light_*.deb"))
        subprocess.run(["dpkg", "-x", package.name, "."], cwd=cache, check=True)
    except (OSError, subprocess.SubprocessError, StopIteration):
        unavailable("its package cannot be had")
    return str(cache / "usr/sbin/exim4")


def serve(listener, reply):
    """A receiving server that knows one answer to RCPT."""
    while True:
        connection, _ = listener.accept()
        with connection, connection.makefile("rwb") as stream:
            def say(line):
                stream.write(line.encode() + b"\r\n")
                stream.flush()
            say("220 mx.lindqvist.example ESMTP")
            for line in stream:
                verb = line[:4].upper()
                if verb == b"QUIT":
                    say("221 bye")
                    break
                say(reply if verb == b"RCPT" else "250 mx.lindqvist.example")


def put_in_place(exim, folder):
    """Exim starts itself again by the path it was built for: an unpacked one is shown there,
    alone, to this mount namespace.  Nothing of the real folder is ever below one that is removed."""
    home = pathlib.Path("/usr/sbin/exim4")
    if pathlib.Path(exim) == home:
        return
    folder.mkdir()
    shutil.copy2(exim, folder / home.name)
    subprocess.run(["mount", "--bind", str(folder), str(home.parent)], check=True)


def count_completed(log):
    """The mails that Exim is done with: what is to be in the mailbox is there as a whole by then."""
    return log.read_text(errors="replace").count(" Completed\n") if log.exists() else 0


def inside(output, reply, exim):
    """Runs in the namespaces: root, alone, with a loopback of its own."""
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    # Exim gives up being root, and the folder in TMPDIR may be closed to others.
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        work = pathlib.Path(folder)
        work.chmod(0o755)
        passwd = work / "passwd"
        passwd.write_text(pathlib.Path("/etc/passwd").read_text() + "Debian-exim:x:64990:64990::/:/bin/false\n")
        group = work / "group"
        group.write_text(pathlib.Path("/etc/group").read_text() + "Debian-exim:x:64990:\n")
        for name, copy in (("passwd", passwd), ("group", group)):
            if "Debian-exim:" not in pathlib.Path("/etc", name).read_text():
                subprocess.run(["mount", "--bind", str(copy), "/etc/" + name], check=True)
        put_in_place(exim, work / "sbin")
        config = work / "exim.conf"
        config.write_text(CONFIG.format(work=work))
        for name in ("spool", "log", "inbox"):
            (work / name).mkdir()
            (work / name).chmod(0o777)

        listener = socket.create_server(("127.0.0.2", 25))
        threading.Thread(target=serve, args=(listener, reply), daemon=True).start()
        command = ["/usr/sbin/exim4", "-C", str(config)]
        sent = subprocess.run(command + ["-odi", "-oi", "-f", SENDER, RECIPIENT], input=MESSAGE.encode(),
                              capture_output=True, check=False)
        # The message is delivered in the foreground, the bounce in a process of its own.
        inbox = work / "inbox" / "mail"
        deadline = time.monotonic() + 120
        while count_completed(work / "log" / "mainlog") < 2 and time.monotonic() < deadline:
            time.sleep(0.05)
        if not inbox.exists():
            print(sent.stderr.decode(errors="replace")[-2000:], file=sys.stderr)
            for log in (work / "log").glob("*"):
                print(log.read_text(errors="replace")[-2000:], file=sys.stderr)
            return 1
        text = inbox.read_text(errors="replace")
        # The separator of the mailbox is no part of the message.
        if text.startswith("From "):
            text = text.split("\n", 1)[1]
        pathlib.Path(output).write_text(text)
    return 0


def main():
    if sys.argv[1] == "--inside":
        return inside(*sys.argv[2:5])
    output = os.path.abspath(sys.argv[1])
    reply = sys.argv[2] if len(sys.argv) > 2 else REPLY
    if os.geteuid() != 0:
        unavailable("needs root")
    if not shutil.which("unshare") or not shutil.which("ip"):
        unavailable("needs unshare and ip")
    if subprocess.run(["unshare", "-n", "-m", "-p", "-f", "true"], check=False).returncode != 0:
        unavailable("namespaces are not allowed")
    cache = pathlib.Path(os.environ.get("REDELIVER_CACHE", tempfile.gettempdir())) / "exim"
    exim = find_exim(cache)
    return subprocess.run(["unshare", "-n", "-m", "-p", "-f", "--mount-proc", sys.executable, os.path.abspath(__file__),
                           "--inside", output, reply, exim], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
