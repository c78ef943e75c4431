#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""make-bounces.py N FILE: an mbox of N bounces, the same ones every time.

Postfix's and Exim's ways of saying it, some fifteen replies of large and small receivers, a returned
message of usual size; every hundredth comes twice, every fiftieth is an ordinary mail."""

import random
import sys

REPLIES = [
    ("gmail.com", "gmail-smtp-in.l.google.com", "550-5.1.1 The email account that you tried to reach does not exist. Please try 550-5.1.1 double-checking the recipient's email address for typos or 550 5.1.1 unnecessary spaces. a1-2002.si1234 - gsmtp", 30),
    ("gmail.com", "gmail-smtp-in.l.google.com", "550-5.7.26 This mail has been blocked because the sender is unauthenticated. 550-5.7.26 Gmail requires all senders to authenticate with either SPF or DKIM. 550 5.7.26 a1-2002.si1234 - gsmtp", 20),
    ("outlook.com", "outlook-com.olc.protection.outlook.com", "550 5.7.1 Unfortunately, messages from [203.0.113.9] weren't sent. Please contact your Internet service provider since part of their network is on our block list (S3150).", 8),
    ("hotmail.com", "hotmail-com.olc.protection.outlook.com", "550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302).", 9),
    ("yahoo.com", "mta5.am0.yahoodns.net", "554 30 Sorry, your message to {to} cannot be delivered. This mailbox is disabled (554.30).", 6),
    ("gmx.de", "mx00.emig.gmx.net", "550-Requested action not taken: mailbox unavailable 550 For explanation visit https://postmaster.gmx.net/en/error-messages?ip=203.0.113.9&c=rip", 4),
    ("shop{n}.example", "mx.shop{n}.example", "550 5.1.1 <{to}>: Recipient address rejected: User unknown in virtual mailbox table", 25),
    ("firm{n}.example", "mail.firm{n}.example", "552 5.2.2 <{to}>: Mailbox is full", 12),
    ("club{n}.example", "mx1.club{n}.example", "554 5.7.1 Service unavailable; Client host [203.0.113.9] blocked using zen.spamhaus.org; https://www.spamhaus.org/query/ip/203.0.113.9", 8),
    ("bank{n}.example", "mx.bank{n}.example", "550 5.7.1 Message rejected due to content restrictions", 4),
    ("old{n}.example", "mx.old{n}.example", "451 4.7.1 Greylisting in action, please come back in 300 seconds", 5),
]
WORDS = ("offer spring order delivery invoice reminder thank you customer garden table chair lamp paper office next week "
         "please find attached our new list of prices and the dates of the market in town").split()


def body(rng):
    return "\n".join(" ".join(rng.choice(WORDS) for _ in range(11)) for _ in range(rng.randint(8, 30)))


def bounce(rng, n):
    domain, host, reply, _ = rng.choices(REPLIES, [row[3] for row in REPLIES])[0]
    number = rng.randint(1, 400)
    to = "%s%d@%s" % (rng.choice(("info", "anna", "bob", "carla", "office", "sales")), rng.randint(1, 60000), domain.format(n=number))
    host = host.format(n=number)
    reply = reply.format(to=to)
    day = "%d Nov 2026 %02d:%02d:%02d +0100" % (1 + n * 27 // 60000 % 27, rng.randint(0, 23), rng.randint(0, 59), rng.randint(0, 59))
    original = ("Return-Path: <news@sender.example>\nReceived: from web1.sender.example (web1.sender.example [203.0.113.9])\n"
                "\tby mail.sender.example (Postfix) with ESMTPS id 4F%05XC0DE\n\tfor <%s>; Fri, %s\n"
                "From: Sender News <news@sender.example>\nTo: %s\nSubject: Our offer number %d\nMessage-ID: <%08x.%d@sender.example>\n"
                "Date: Fri, %s\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n%s\n") % (
                    n, to, day, to, n // 1000, rng.getrandbits(32), n, day, body(rng))
    said = "<%s>: host %s[198.51.100.7] said: %s (in reply to RCPT TO command)" % (to, host, reply)
    return ("Return-Path: <>\nDelivered-To: news@sender.example\nDate: Fri, %s\nFrom: MAILER-DAEMON@mail.sender.example (Mail Delivery System)\n"
            "Subject: Undelivered Mail Returned to Sender\nTo: news@sender.example\nAuto-Submitted: auto-replied\nMIME-Version: 1.0\n"
            "Content-Type: multipart/report; report-type=delivery-status; boundary=\"b%d/mail\"\n\nThis is a MIME-encapsulated message.\n\n"
            "--b%d/mail\nContent-Description: Notification\nContent-Type: text/plain; charset=us-ascii\n\n"
            "This is the mail system at host mail.sender.example.\n\nI'm sorry to have to inform you that your message could not\n"
            "be delivered to one or more recipients. It's attached below.\n\n%s\n\n"
            "--b%d/mail\nContent-Description: Delivery report\nContent-Type: message/delivery-status\n\n"
            "Reporting-MTA: dns; mail.sender.example\nX-Postfix-Queue-ID: 4F%05XC0DE\nArrival-Date: Fri, %s\n\n"
            "Final-Recipient: rfc822; %s\nOriginal-Recipient: rfc822;%s\nAction: failed\nStatus: 5.0.0\nRemote-MTA: dns; %s\nDiagnostic-Code: smtp; %s\n\n"
            "--b%d/mail\nContent-Description: Undelivered Message\nContent-Type: message/rfc822\n\n%s\n--b%d/mail--\n") % (
                day, n, n, said, n, n, day, to, to, host, reply, n, original, n)


def ordinary(rng, n):
    return ("Return-Path: <anna@shop.example>\nFrom: Anna <anna@shop.example>\nTo: news@sender.example\nSubject: Lunch %d\n"
            "Message-ID: <l%d@shop.example>\nDate: Fri, 20 Nov 2026 12:00:00 +0100\n\n%s\n") % (n, n, body(rng))


def main():
    count, path = int(sys.argv[1]), sys.argv[2]
    rng = random.Random(1)
    last = None
    with open(path, "w", encoding="utf-8") as out:
        for n in range(count):
            if n % 100 == 99:
                message = last
            else:
                message = ordinary(rng, n) if n % 50 == 49 else bounce(rng, n)
            last = message
            out.write("From MAILER-DAEMON Fri Nov 20 09:12:44 2026\n" + message + "\n")


if __name__ == "__main__":
    main()
