#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A DNS server with every fault a resolver can have, on loopback, UDP and TCP.

What it does is chosen by the first label of the name, see BEHAVIOURS; any other
name has one record of each common type.  With --zone it knows the records of a
file instead, which may change while it runs.  Prints its port when it is ready and
ends when its standard input does.
"""

import argparse
import asyncio
import os
import socket
import struct
import sys

TYPES = {"A": 1, "NS": 2, "CNAME": 5, "SOA": 6, "PTR": 12, "MX": 15, "TXT": 16, "AAAA": 28,
         "DS": 43, "TLSA": 52, "CAA": 257}
NUMBERS = {number: name for name, number in TYPES.items()}
FORMERR, SERVFAIL, NXDOMAIN, NOTIMP, REFUSED = 1, 2, 3, 4, 5
AA, TC, RD, RA, AD, CD = 0x0400, 0x0200, 0x0100, 0x0080, 0x0020, 0x0010


def wire_name(text):
    labels = [label.encode() for label in text.rstrip(".").split(".") if label]
    return b"".join(bytes([len(label)]) + label for label in labels) + b"\0"


def strings(data):
    pieces = [data[i:i + 255] for i in range(0, len(data), 255)] or [b""]
    return b"".join(bytes([len(piece)]) + piece for piece in pieces)


def record(owner, kind, rdata, ttl=300):
    return wire_name(owner) + struct.pack("!HHIH", TYPES[kind], 1, ttl, len(rdata)) + rdata


def address(text):
    return socket.inet_aton(text)


def soa_rdata(server, person, minimum):
    return wire_name(server) + wire_name(person) + struct.pack("!5I", 1, 3600, 600, 86400, minimum)


def soa(owner, minimum=60):
    return record(owner, "SOA", soa_rdata("ns." + owner, "root." + owner, minimum), 900)


class Query:
    def __init__(self, packet, tcp):
        self.packet = packet
        self.tcp = tcp
        self.id, self.flags, _, _, _, additional = struct.unpack("!6H", packet[:12])
        position, labels = 12, []
        while packet[position]:
            size = packet[position]
            labels.append(packet[position + 1:position + 1 + size].decode("latin-1").lower())
            position += size + 1
        self.name = ".".join(labels)
        self.label = labels[0] if labels else ""
        self.kind, _ = struct.unpack("!HH", packet[position + 1:position + 5])
        self.question = packet[12:position + 5]
        self.edns = additional > 0

    def reply(self, answers=(), rcode=0, flags=RA, authority=(), options=b"", counts=None):
        flags |= 0x8000 | (self.flags & (RD | CD)) | (self.flags & AD) | rcode
        extra = b""
        if self.edns:
            extra = b"\0" + struct.pack("!HHIH", 41, 1232, 0, len(options)) + options
        sizes = counts or (1, len(answers), len(authority), 1 if extra else 0)
        head = struct.pack("!6H", self.id, flags, *sizes)
        return head + self.question + b"".join(answers) + b"".join(authority) + extra

    def negative(self, rcode=0, before=()):
        return self.reply(before, rcode=rcode, authority=[soa("test")])


def common(query):
    """One record of the type that was asked for."""
    rdata = {
        "A": address("192.0.2.1"),
        "AAAA": socket.inet_pton(socket.AF_INET6, "2001:db8::1"),
        "MX": struct.pack("!H", 10) + wire_name("mx.test"),
        "TXT": strings(b"v=spf1 -all"),
        "NS": wire_name("ns.test"),
        "PTR": wire_name("mail.test"),
        "TLSA": b"\3\1\1" + bytes(32),
        "CAA": b"\0\5issueca.test",
    }.get(NUMBERS.get(query.kind))
    if rdata is None:
        return query.negative()
    return query.reply([record(query.name, NUMBERS[query.kind], rdata)])


def truncated(query, full):
    return full if query.tcp else query.reply(flags=RA | TC)


def many_texts(query, count, size):
    texts = [b"%05d " % i + b"x" * (size - 6) for i in range(count)]
    return query.reply([record(query.name, "TXT", strings(text)) for text in texts])


def aliases(query, end):
    chain = [record(query.name, "CNAME", wire_name("two.test"), 60),
             record("two.test", "CNAME", wire_name("three.test"), 30)]
    return end(chain)


def without_edns(query):
    query.edns = False
    return query


def extended_error(query):
    text = b"signature \x1b expired"
    return query.reply(rcode=SERVFAIL, options=struct.pack("!HHH", 15, 2 + len(text), 7) + text)


def stray(query):
    return query.reply([record("bank.test", "A", address("203.0.113.66")),
                        record(query.name, "A", address("192.0.2.1"))])


def wrong_id(query):
    query.id ^= 0x5555
    return query.reply([record(query.name, "A", address("203.0.113.66"))])


def endless(query):
    """Each alias leads to the next, one an answer."""
    number = int(query.label.partition("-")[2]) + 1
    return query.reply([record(query.name, "CNAME", wire_name("endless-%d.test" % number))])


def chain(query):
    """More aliases in one answer than anybody follows, with an end."""
    names = [query.name] + ["link-%d.test" % i for i in range(40)]
    links = [record(name, "CNAME", wire_name(after)) for name, after in zip(names, names[1:])]
    return query.reply(links + [record(names[-1], "A", address("192.0.2.1"))])


def addresses(query):
    """“at-7f000001-c0000201” has these addresses, eight digits for IPv4, 32 for IPv6."""
    found = [bytes.fromhex(digits) for digits in query.label.split("-")[1:]]
    kind = NUMBERS.get(query.kind)
    size = {"A": 4, "AAAA": 16}.get(kind)
    return query.reply([record(query.name, kind, rdata) for rdata in found if len(rdata) == size])


def hostile_text(query):
    """What a terminal obeys, what turns text round, what ends strings and what is no text."""
    text = b"v=spf1 \x1b[2J\x1b]0;owned\x07\x9b31m\0\r\n\"\\\xff\xe2\x80\xae -all"
    return query.reply([record(query.name, "TXT", strings(text))])


def zone(query):
    """A zone whose own servers know better than the resolver's cache."""
    direct = not query.flags & RD
    fresh = b"fresh" if direct else b"stale"
    flags = AA if direct else RA
    if query.name.startswith("lame.") and direct:
        return query.reply([record(query.name, "TXT", strings(b"not mine"))], flags=0)
    if query.name.endswith("private.zone.test") and NUMBERS.get(query.kind) == "NS":
        return query.reply([record("private.zone.test", "NS", wire_name("ns.zone.test"))], flags=flags)
    if NUMBERS.get(query.kind) == "NS" and query.name == "zone.test":
        return query.reply([record("zone.test", "NS", wire_name("ns.zone.test")),
                            record("zone.test", "NS", wire_name("gone.zone.test"))], flags=flags)
    if NUMBERS.get(query.kind) == "A" and query.name == "ns.zone.test":
        return query.reply([record(query.name, "A", address("127.0.0.1"))], flags=flags)
    if NUMBERS.get(query.kind) == "TXT" and query.name == "www.zone.test":
        return query.reply([record(query.name, "TXT", strings(fresh))], flags=flags)
    if NUMBERS.get(query.kind) == "TXT" and query.name == "alias.zone.test":
        chain = [record(query.name, "CNAME", wire_name("elsewhere.test"))]
        if not direct:
            chain.append(record("elsewhere.test", "TXT", strings(b"v=spf1 -all")))
        return query.reply(chain, flags=flags)
    return query.reply(authority=[soa("zone.test")], flags=flags)


BEHAVIOURS = {
    "nx": lambda q: q.negative(NXDOMAIN),
    "nodata": lambda q: q.negative(),
    "servfail": lambda q: q.reply(rcode=SERVFAIL),
    "refused": lambda q: q.reply(rcode=REFUSED),
    "notimp": lambda q: q.reply(rcode=NOTIMP),
    "formerr": lambda q: q.reply(rcode=FORMERR),
    "bogus": lambda q: common(q) if q.flags & CD else extended_error(q),
    "edns-formerr": lambda q: without_edns(q).reply(rcode=FORMERR) if q.edns else common(q),
    "edns-header": lambda q: without_edns(q).reply(rcode=FORMERR, counts=(0, 0, 0, 0))[:12] if q.edns else common(q),
    "edns-notimp": lambda q: q.reply(rcode=NOTIMP) if q.edns else common(q),
    "edns-drop": lambda q: None if q.edns else common(q),
    "drop": lambda q: None,
    "garbage": lambda q: b"\0" * 40,
    "wrong-id": wrong_id,
    "short": lambda q: q.reply([record(q.name, "A", b"\xc0\0\2")]),
    "cut": lambda q: common(q)[:-14],
    "large": lambda q: many_texts(q, 5, 200),
    "tc": lambda q: truncated(q, many_texts(q, 20, 240)),
    "tc-closed": lambda q: None if q.tcp else q.reply(flags=RA | TC),
    "tc-silent": lambda q: b"" if q.tcp else q.reply(flags=RA | TC),
    "huge": lambda q: truncated(q, q.reply([record(q.name, "TXT", strings(b"y" * 65000))])),
    "alias": lambda q: aliases(q, lambda chain: q.reply(
        chain[::-1] + [record("three.test", "TXT", strings(b"v=DKIM1; p=abc"))])),
    "alias-nx": lambda q: aliases(q, lambda chain: q.negative(NXDOMAIN, chain)),
    "alias-nodata": lambda q: aliases(q, lambda chain: q.negative(0, chain)),
    "loop": lambda q: q.reply([record(q.name, "CNAME", wire_name(q.name))]),
    "loop-two": lambda q: q.reply([record(q.name, "CNAME", wire_name("b.test")),
                                   record("b.test", "CNAME", wire_name(q.name))]),
    "private": lambda q: q.reply([record(q.name, "A", address("10.0.0.1"))]),
    "local": lambda q: q.reply([record(q.name, "A", address("127.0.0.1"))])
             if q.kind == TYPES["A"] else q.negative(),
    "mta-sts": lambda q: q.reply([record(q.name, "A", address("127.0.0.1"))])
               if q.kind == TYPES["A"] else q.negative(),
    "chain": chain,
    "hostile": hostile_text,
    "stray": stray,
    "referral": lambda q: q.reply(flags=0, authority=[record("test", "NS", wire_name("ns.test"))]),
}


def rdata_from_text(kind, text):
    if kind in ("A", "AAAA"):
        return socket.inet_pton(socket.AF_INET if kind == "A" else socket.AF_INET6, text)
    if kind == "MX":
        preference, host = text.split()
        return struct.pack("!H", int(preference)) + wire_name(host)
    if kind == "TXT":
        return strings(text.encode())
    if kind == "SOA":
        return soa_rdata(text, "root." + text, 60)
    return wire_name(text)


def from_file(path, query):
    """One record a line: “name TYPE value”; “name * BEHAVIOUR” stands for all types.

    “name TYPE@own value” is only told to whoever asks as one asks the zone’s own
    servers, “name TYPE@cache value” only to whoever asks a resolver."""
    answers, exists = [], False
    asker = "cache" if query.flags & RD else "own"
    with open(path, encoding="utf-8") as lines:
        for name, kind, value in (line.strip().split(" ", 2) for line in lines if line.strip()):
            kind, _, only = kind.partition("@")
            if only and only != asker:
                continue
            exists = exists or name == query.name or name.endswith("." + query.name)
            if name == query.name and kind == "*":
                return BEHAVIOURS[value](query)
            if name == query.name and kind == NUMBERS.get(query.kind):
                answers.append(record(name, kind, rdata_from_text(kind, value)))
    flags = RA if query.flags & RD else AA
    if answers:
        return query.reply(answers, flags=flags)
    return query.reply(rcode=0 if exists else NXDOMAIN, flags=flags, authority=[soa("test")])


# Answers of blocklists about 203.0.113.9, and behaviours of whole lists.
LISTINGS = {
    "zen.spamhaus.org": ("127.0.0.3", "https://www.spamhaus.org/query/ip/203.0.113.9"),
    "dnsbl-2.uceprotect.net": ("127.0.0.2", "Net 203.0.113.0/24 is listed <b>&amp;</b>"),
    "list.dnswl.org": ("127.0.5.2", "shop.example"),
    "truncate.gbudb.net": ("127.0.0.77", ""),
}
FAULTY_LISTS = {"bl.mailspike.net": "refused", "psbl.surriel.com": "servfail", "bl.spamcop.net": "refused"}


def blocklist(query):
    """Every list there is, each with its test entries (RFC 5782 section 5)."""
    labels = query.name.split(".")
    if labels[:4] == ["2", "0", "0", "127"]:
        zone, answer = ".".join(labels[4:]), ("127.0.0.2", "test entry")
    elif labels[:4] == ["9", "113", "0", "203"]:
        zone = ".".join(labels[4:])
        answer = LISTINGS.get(zone)
    else:
        zone, answer = ".".join(labels[4:]), None
    if zone in FAULTY_LISTS:
        return BEHAVIOURS[FAULTY_LISTS[zone]](query)
    if answer is None:
        return query.negative(NXDOMAIN)
    if query.kind == TYPES["A"]:
        return query.reply([record(query.name, "A", address(answer[0]))])
    return query.reply([record(query.name, "TXT", strings(answer[1].encode()))])


class Server:
    def __init__(self, options):
        self.options = options
        self.udp = self.tcp = self.now = self.most = 0
        self.seen = {}

    def respond(self, packet, tcp):
        query = Query(packet, tcp)
        key = (query.name, query.kind)
        self.seen[key] = self.seen.get(key, 0) + 1
        if query.label == "stats":
            text = "udp=%d tcp=%d most=%d" % (self.udp, self.tcp, self.most)
            return query.reply([record(query.name, "TXT", strings(text.encode()))])
        if query.label == "seen":
            name = query.name.partition(".")[2]
            count = sum(number for (seen, _), number in self.seen.items() if seen == name)
            return query.reply([record(query.name, "TXT", strings(b"%d" % count))])
        if self.options.zone:
            return from_file(self.options.zone, query)
        if self.options.spotless and query.name.startswith("9.113.0.203."):
            return query.negative(NXDOMAIN)
        if self.options.blocklists:
            return blocklist(query)
        if self.options.always:
            return BEHAVIOURS[self.options.always](query)
        if query.label.startswith("flaky") and self.seen[key] == 1:
            return None
        if query.name.endswith("zone.test"):
            return zone(query)
        if query.label.startswith("endless-"):
            return endless(query)
        if query.label.startswith("at-"):
            return addresses(query)
        return BEHAVIOURS.get(query.label, common)(query)

    async def handle(self, packet, tcp, send):
        if tcp:
            self.tcp += 1
        else:
            self.udp += 1
        if self.options.die_after and self.udp > self.options.die_after:
            os._exit(0)
        if self.options.mute_after and self.udp + self.tcp > self.options.mute_after:
            return False
        self.now += 1
        self.most = max(self.most, self.now)
        if self.options.latency:
            await asyncio.sleep(self.options.latency / 1000)
        self.now -= 1
        answer = self.respond(packet, tcp)
        if answer is not None:
            send(answer)
        return answer is not None

    async def connection(self, reader, writer):
        try:
            while True:
                size = struct.unpack("!H", await reader.readexactly(2))[0]
                packet = await reader.readexactly(size)

                def send(message):
                    if message:
                        writer.write(struct.pack("!H", len(message)) + message)

                if not await self.handle(packet, True, send):
                    break
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        writer.close()


class Datagrams(asyncio.DatagramProtocol):
    def __init__(self, server):
        self.server = server
        self.transport = None

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, addr):
        asyncio.ensure_future(
            self.server.handle(data, False, lambda message: self.transport.sendto(message, addr)))


def bind_both():
    """Sockets for UDP and TCP with the same number, on which nobody is yet, of either kind."""
    while True:
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        tcp = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        tcp.bind(("127.0.0.1", 0))
        try:
            udp.bind(("127.0.0.1", tcp.getsockname()[1]))
            return udp, tcp
        except OSError:
            udp.close()
            tcp.close()


async def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--latency", type=float, default=0, help="milliseconds before each answer")
    parser.add_argument("--always", choices=sorted(BEHAVIOURS), help="behave so for every name")
    parser.add_argument("--zone", help="answer from the records of this file")
    parser.add_argument("--die-after", type=int, default=0, help="end after so many UDP queries")
    parser.add_argument("--mute-after", type=int, default=0, help="stay, but answer nothing after so many queries")
    parser.add_argument("--blocklists", action="store_true", help="answer as the blocklists do")
    parser.add_argument("--spotless", action="store_true", help="as a blocklist, name nobody")
    parser.add_argument("--no-tcp", action="store_true", help="refuse TCP connections")
    options = parser.parse_args()
    server = Server(options)
    loop = asyncio.get_running_loop()
    udp, tcp = bind_both()
    udp.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
    udp.setblocking(False)
    await loop.create_datagram_endpoint(lambda: Datagrams(server), sock=udp)
    if not options.no_tcp:
        await asyncio.start_server(server.connection, sock=tcp)
    print(udp.getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(main())
