"""Decoding: bytes of unknown encoding to clean text, damage from earlier decoding mended."""

import codecs
import re

# Longest first: the mark of UTF-16 is the beginning of the mark of UTF-32.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Controls but tab and line feed, marks that reorder or hide text, and the private use area,
# which the views need for marks of their own.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069"
    "\ufeff\ufff9-\ufffb\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
)
_LINE_END = re.compile("\r\n?|[\x0c\x85\u2028\u2029]")


def decode(data: bytes) -> str:
    """Decode bytes whose encoding is not stated.

    A byte order mark decides; else UTF-16 is known by its zero bytes and UTF-8 by being valid;
    the rest is a legacy encoding, told by the statistics of its characters.

    Raises
    ------
    ValueError
        If the bytes are no text in any encoding.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    sample = data[:4096]
    if b"\0" in sample:
        return _decode_wide(data, sample)
    if sum(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in sample) > len(sample) // 50:
        raise ValueError("the bytes are not text")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _decode_legacy(data, error)


def _decode_wide(data: bytes, sample: bytes) -> str:
    # Most letters of most scripts leave one byte of two zero, or nearly constant.
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    for encoding, zeros, others in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if zeros > len(sample) // 8 and others <= len(sample) // 100:
            return data.decode(encoding, errors="replace")
    raise ValueError("the bytes are not text")


def _decode_legacy(data: bytes, error: UnicodeDecodeError) -> str:
    text = data.decode("utf-8", errors="replace")
    lost = text.count("\ufffd")
    if sum(character > "\x7f" for character in text) > 4 * lost:
        # UTF-8 with a few bytes of another hand in it.
        return data.decode("utf-8", errors="cp1252_bytes")
    from charset_normalizer import from_bytes

    start = max(error.start - 2000, 0)
    best = from_bytes(data[start : start + 20_000]).best()
    return data.decode(best.encoding if best else "cp1252", errors="replace")


def _decode_byte(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return wrong.decode("cp1252", errors="replace"), error.end


codecs.register_error("cp1252_bytes", _decode_byte)


def mend(text: str) -> str:
    """Undo mojibake: UTF-8 that was read as a legacy encoding and saved again."""
    import ftfy
    from ftfy.badness import is_bad

    # Only what was damaged is to change: neither quotation marks nor line breaks nor widths.
    settings = ftfy.TextFixerConfig(
        unescape_html=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        remove_terminal_escapes=False,
        normalization=None,
    )
    if text.isascii():
        return text
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if not line.isascii() and is_bad(line):
            lines[number] = ftfy.fix_text(line, settings)
    return "\n".join(lines)


def clean(text: str) -> str:
    r"""Give lines the end "\n", and drop characters that show nothing or reorder what is shown."""
    return _UNWANTED.sub("", _LINE_END.sub("\n", text))
