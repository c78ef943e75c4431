#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""All shipped blocklists under their real names, as different resolvers show them, on loopback UDP.

192.0.2.66, 2001:db8:66::66 and listed.example stand on every list, everything else on none; closed lists are
empty, or list the world where their name has an even number of letters.  Prints its port when it is ready, answers
"report" on standard input with one line of JSON about when it was asked and answered, and ends with it.

  --as normal|public|rewriting|shielding   what kind of resolver it plays
  --latency MS                             how long each answer takes
  --dead ZONE                              never answers for that zone
"""
import argparse
import asyncio
import json
import re
import socket
import struct
import sys
import time

NXDOMAIN, REFUSED = 3, 5
ELSEWHERE = "198.51.100.80"
# What lists do with a resolver of everybody, by the reason their stanza gives for an answer.
PUBLIC = ("public-resolver", "refused", "bit1")


def read_lists(path):
    """{zone: fields} of a file of blocklists; fields are lists, as most may come several times."""
    lists = {}
    for stanza in path.read_text(encoding="utf-8").split("\n\n"):
        fields = {}
        for match in re.finditer(r"^([A-Z][A-Za-z0-9-]*): (.*)", stanza, re.M):
            fields.setdefault(match.group(1), []).append(match.group(2).strip())
        if "Zone" in fields:
            lists[fields["Zone"][0].replace("{key}", "key")] = fields
    return lists


def concrete(pattern):
    """An address that a pattern of the file fits."""
    if "." not in pattern:
        return "127.0.0." + pattern
    return ".".join(part.split("-")[0].replace("*", "1") for part in pattern.split("."))


def reverse(text):
    if ":" in text:
        return ".".join(reversed(socket.inet_pton(socket.AF_INET6, text).hex()))
    return ".".join(reversed(text.split(".")))


def entry_name(entry):
    return reverse(entry) if re.match(r"[0-9.]+$|.*:", entry) else entry


class Lists:
    def __init__(self, arguments):
        self.kind = arguments.kind
        self.dead = set(arguments.dead)
        self.lists = read_lists(arguments.lists)

    def find(self, name):
        labels = name.split(".")
        for start in range(1, len(labels)):
            zone = ".".join(labels[start:])
            if zone in self.lists:
                return zone, ".".join(labels[:start])
        return None, None

    def refusal(self, fields):
        """What a list gives to a resolver of everybody: a code, or silence about everything."""
        for error in fields.get("Error", []):
            pattern, reason = error.split(" ", 1)
            if reason.startswith(PUBLIC) or pattern == "bit1":
                return "127.0.0.1" if pattern == "bit1" else concrete(pattern) if "." in pattern else REFUSED
        return None

    def listed(self, fields, below):
        entries = [entry_name(entry) for key in ("Listed", "Listed-ip") for entry in fields.get(key, []) if entry != "none"]
        if "Listed" in fields and fields["Listed"][0] != "none" and "domain" in fields.get("Answers-for", [""])[0]:
            entries.append("test")
        if "Listed-v6" in fields:
            entries.append(reverse("::ffff:7f00:2"))
        entries += [reverse("192.0.2.66"), reverse("2001:db8:66::66"), "listed.example"]
        return below in entries

    def answer(self, name):
        """An address, a response code, or None for silence."""
        zone, below = self.find(name)
        if zone is None:
            return NXDOMAIN
        fields = self.lists[zone]
        if zone in self.dead:
            return None
        if self.kind == "shielding" and zone.endswith("spamhaus.org"):
            return NXDOMAIN
        if self.kind == "public" and self.refusal(fields) is not None:
            return self.refusal(fields)
        closed = fields.get("Status", ["alive"])[0] not in ("alive", "uncertain")
        if closed:
            return "127.0.0.2" if len(zone) % 2 == 0 else NXDOMAIN
        if self.listed(fields, below):
            return concrete(fields.get("Code", ["127.0.0.2"])[0].split(" ")[0])
        return NXDOMAIN


class Server(asyncio.DatagramProtocol):
    def __init__(self, lists, latency):
        self.lists = lists
        self.latency = latency / 1000
        self.asked = []
        self.answered = []

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, addr):
        self.asked.append(time.monotonic())
        asyncio.get_running_loop().call_later(self.latency, self.reply, data, addr)

    def reply(self, data, addr):
        position, labels = 12, []
        while data[position]:
            labels.append(data[position + 1:position + 1 + data[position]].decode("latin-1").lower())
            position += data[position] + 1
        kind = struct.unpack("!H", data[position + 1:position + 3])[0]
        answer = self.lists.answer(".".join(labels))
        if answer is None:
            return
        if self.lists.kind == "rewriting" and answer == NXDOMAIN:
            answer = ELSEWHERE
        code, records = (answer, []) if isinstance(answer, int) else (0, [answer])
        rdata = b"\x09See page." if kind == 16 else socket.inet_aton(records[0]) if records else b""
        if kind not in (1, 16):
            records = []
        body = b"".join(struct.pack("!HHHIH", 0xc00c, kind, 1, 300, len(rdata)) + rdata for _ in records)
        self.answered.append((time.monotonic(), ".".join(labels)))
        self.transport.sendto(data[:2] + struct.pack("!HHHHH", 0x8180 | code, 1, len(records), 0, 0)
                              + data[12:position + 5] + body, addr)

    def report(self):
        """Seconds, from the first question on."""
        first = self.asked[0] if self.asked else 0
        rows = {}
        for when, name in self.answered:
            zone = self.lists.find(name)[0]
            rows.setdefault(zone, []).append(when - first)
        complete = [sorted(times)[2] for times in rows.values() if len(times) >= 3]
        return {"asked": len(self.asked), "first_row": min(complete, default=None),
                "last_answer": self.answered[-1][0] - first if self.answered else None}


async def main():
    import pathlib
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lists", type=pathlib.Path, required=True)
    parser.add_argument("--as", dest="kind", default="normal", choices=["normal", "public", "rewriting", "shielding"])
    parser.add_argument("--latency", type=float, default=0)
    parser.add_argument("--dead", action="append", default=[])
    arguments = parser.parse_args()
    loop = asyncio.get_running_loop()
    transport, server = await loop.create_datagram_endpoint(
        lambda: Server(Lists(arguments), arguments.latency), local_addr=("127.0.0.1", 0))
    transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
    print(transport.get_extra_info("sockname")[1], flush=True)
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while (await reader.readline()).strip() == b"report":
        print(json.dumps(server.report()), flush=True)


asyncio.run(main())
