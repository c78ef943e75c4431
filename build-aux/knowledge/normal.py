# SPDX-License-Identifier: GPL-3.0-or-later
"""The form in which phrases are compared; rd-normalize.c does it at run time."""
import unicodedata

QUOTES = str.maketrans({
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "`": "'", "´": "'", "ʼ": "'", "′": "'",
    "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "″": '"',
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-",
    "…": "...", "\u00a0": " ", "\u3000": " ",
    "ß": "ss", "ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe",
})


def fold(text):
    """Lower case, ASCII quotes and dashes, Latin letters without accents."""
    folded = []
    for char in text.lower().translate(QUOTES):
        base = unicodedata.normalize("NFD", char)[0]
        if unicodedata.combining(char) and ord(char) < 0x370:
            continue
        folded.append(base if base.isascii() else char)
    return "".join(folded)
