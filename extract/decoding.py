"""Decoding: bytes of unknown encoding to clean text, with damage from earlier decoding mended."""

import codecs
import re
import unicodedata

# Longest first: the mark of UTF-16 is the beginning of the mark of UTF-32.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 4096  # bytes by which text is told from other data
_LEGACY_SAMPLE = 20_000  # bytes by which a legacy encoding is told


def decode(data: bytes) -> str:
    """Decode bytes whose encoding is not stated.

    A byte order mark decides; else zero bytes tell UTF-16, and validity tells UTF-8, a few
    stray bytes forgiven. The rest is in a legacy encoding, told by its letters.

    Raises
    ------
    ValueError
        If the bytes are not text.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    if b"\0" in data[:_SAMPLE]:
        return _decode_utf16(data)
    if _share_of_controls(data[:_SAMPLE]) > 0.02:
        raise ValueError("not text")
    # Bytes that are not UTF-8 become lone surrogates, which text never has.
    text = data.decode("utf-8", errors="surrogateescape")
    stray = _STRAY.search(text)
    if not stray:
        return text
    strays = sum("\udc80" <= character <= "\udcff" for character in text)
    if sum(character > "\x7f" for character in text) > 5 * strays:
        return text.translate(_WINDOWS_BYTES)
    return _decode_legacy(data, stray.start())


_STRAY = re.compile("[\udc80-\udcff]")
_WINDOWS_BYTES = {
    0xDC00 + byte: bytes([byte]).decode("cp1252", errors="ignore") for byte in range(0x80, 0x100)
}


def _share_of_controls(sample: bytes) -> float:
    controls = sum(byte < 32 and byte not in b"\t\n\f\r\x1b" for byte in sample)
    return controls / max(len(sample), 1)


def _decode_utf16(data: bytes) -> str:
    def readable(encoding: str) -> float:
        text = data[:_SAMPLE].decode(encoding, errors="ignore")
        kinds = [unicodedata.category(character)[0] for character in text]
        fine = sum(kind in "LMNPSZ" for kind in kinds) + text.count("\n") + text.count("\r")
        # Read in the wrong order, spaces and line ends turn into other characters.
        spaces = text.count(" ") + text.count("\n") + text.count("\u3002")
        return spaces if fine >= 0.98 * len(text) > 0 else 0

    little, big = readable("utf-16-le"), readable("utf-16-be")
    if not little and not big:
        raise ValueError("not text")
    return data.decode("utf-16-le" if little >= big else "utf-16-be", errors="replace")


def _decode_legacy(data: bytes, first: int) -> str:
    """Decode bytes of which the first that is not ASCII stands about where told."""
    from charset_normalizer import from_bytes

    start = max(first - 1000, 0)
    sample = data[start : start + _LEGACY_SAMPLE]
    if _is_ascii_with_signs(sample.decode("cp1252", errors="replace")):
        return data.decode("cp1252", errors="replace")
    matches = from_bytes(sample)
    best = matches.best()
    if best is None:
        raise ValueError("not text")
    # Where several encodings fit equally well, Windows' western one is the commonest by far.
    western = any(
        "cp1252" in match.could_be_from_charset
        and match.chaos <= best.chaos
        and match.coherence >= best.coherence
        for match in matches
    )
    return data.decode("cp1252" if western else best.encoding, errors="replace")


def _is_ascii_with_signs(text: str) -> bool:
    """Tell whether all but a few letters are ASCII, and other signs stand where signs do."""
    letters = sum(character.isalpha() for character in text)
    foreign = sum(character.isalpha() and character > "\x7f" for character in text)
    return 20 * foreign <= letters and not _SIGN_IN_WORD.search(text)


_SIGN_IN_WORD = re.compile("(?<=[a-z])[\xa1-\xac\xae-\xb6\xb8-\xbf\ufffd](?=[a-z])")


# --- mojibake ----------------------------------------------------------------------------------

# What cp1252 makes of the bytes that continue a character in UTF-8. It has no characters for
# some of them, and editors drop those or write U+FFFD instead.
_CONTINUATION = "".join(
    bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in range(0x80, 0xC0)
)
_C = f"[{re.escape(_CONTINUATION)}]"
_LOST_JOINER = re.compile("â€\ufffd?(?=ðŸ)")
_LOST_QUOTE = re.compile(rf"â€\ufffd?(?!{_C})")
_LOST_EMOJI = re.compile(rf"ðŸ{_C}?\ufffd?(?!{_C})|ðŸ\ufffd{_C}?|ï¸\ufffd?(?!{_C})|âŒ(?!{_C})")
_REMAINS = re.compile(rf"ðŸ{_C}*|â€|â{_C}(?!{_C}|\w)")
_LOST_APOSTROPHE = re.compile(r"(?<=[a-z])\ufffd(?=(?:t|s|d|m|re|ve|ll)\b)")
_LOST_CLOSING = re.compile(r"(“[^“”\ufffd]*)\ufffd")


def mend(text: str) -> str:
    """Undo mojibake: UTF-8 that was taken for a legacy encoding and saved as such.

    Where the damage has lost bytes, the likeliest character takes their place: a closing
    quotation mark or an apostrophe. What remains of others, such as emoji, is dropped.
    """
    if text.isascii():
        return text
    import ftfy
    from ftfy.badness import is_bad

    # Only what was damaged is to change: neither quotation marks nor line ends nor widths.
    settings = ftfy.TextFixerConfig(
        unescape_html=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        remove_terminal_escapes=False,
        normalization=None,
    )
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if line.isascii():
            continue
        if is_bad(line) or "â€" in line or "ðŸ" in line:
            line = _LOST_QUOTE.sub("â€\x9d", _LOST_JOINER.sub("â€\x8d", line))
            line = ftfy.fix_text(_LOST_EMOJI.sub("", line), settings)
            line = _REMAINS.sub("", line) if is_bad(line) else line
        if "\ufffd" in line:
            line = _LOST_APOSTROPHE.sub("’", line)
            line = _LOST_CLOSING.sub(r"\1”", line).replace("\ufffd", "")
        lines[number] = line
    return "\n".join(lines)


# --- what is never shown -----------------------------------------------------------------------

# Controls but tab and line feed; marks that reorder or hide text; the private use area, which
# the project needs for marks of its own; what is no character.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060"
    "\u2066-\u2069\ufeff\ufff9-\ufffb\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
)
_LINE_END = re.compile("\r\n?|[\x0c\x85\u2028\u2029]")


def clean(text: str) -> str:
    r"""Give lines the end "\n", and drop characters that show nothing or reorder what is shown."""
    return _UNWANTED.sub("", _LINE_END.sub("\n", text))
