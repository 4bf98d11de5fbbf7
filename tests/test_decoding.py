"""Decoding: what becomes of bytes whose encoding nobody states, and of damaged text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.decoding import clean, decode, mend

FRENCH = "L’été dernier, le café coûtait 2 €. « Où êtes-vous ? » Les conteneurs isolent."
GERMAN = "Die Größe der Übung: Straße, Käse, müßig. Ein Behälter läuft überall gleich."
POLISH = "Zażółć gęślą jaźń. Kontener to odizolowany proces, który szybko się uruchamia."
RUSSIAN = "Контейнер — это изолированный процесс. Он запускается быстро."
CHINESE = "容器是一个隔离的进程。它启动很快，并且共享内核。\n镜像由多层组成。\n"
JAPANESE = "コンテナは隔離されたプロセスです。起動が速く、カーネルを共有します。\n"
SIGNS = "x = “a” ± 5 µs · naïve café → λ ≤ 3 ½ № § ‘single’ … ™ © 🚀 👩‍💻 — “château” â “â”"
RIGHT = [FRENCH, GERMAN, POLISH, RUSSIAN, CHINESE, JAPANESE, SIGNS, "Rădăcinâ”, „Ü” São “Olá”!"]


def damage(text: str, lost: str | None = None) -> str:
    """Take UTF-8 for Windows-1252, and write something else for bytes which that lacks."""
    parts = []
    for byte in text.encode():
        try:
            parts.append(bytes([byte]).decode("cp1252"))
        except UnicodeDecodeError:
            parts.append(chr(byte) if lost is None else lost)
    return "".join(parts)


@pytest.mark.parametrize("text", RIGHT)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_is_decoded_with_or_without_a_byte_order_mark(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("text", [FRENCH, RUSSIAN, CHINESE])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_is_known_without_a_byte_order_mark(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "cp1252"),
        (GERMAN, "latin-1"),
        ("It’s a “container”: £5, or €6 – naïve.", "cp1252"),
        (POLISH, "cp1250"),
        (RUSSIAN, "cp1251"),
        (CHINESE, "gb18030"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc-jp"),
    ],
)
def test_a_legacy_encoding_is_told_by_its_letters(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_a_stray_byte_in_utf8_is_taken_for_windows_western() -> None:
    assert decode(FRENCH.encode() + b" it\x92s") == FRENCH + " it’s"


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\0\0\0\x02\0\x08\x06\0\0\0",
        b"\x7fELF\x02\x01\x01" + bytes(60),
        bytes(range(1, 256)) * 20,
        b"PK\x03\x04\x14\0\x08\0\x08\0" + bytes(range(256)) * 4,
    ],
    ids=["picture", "program", "every byte", "archive"],
)
def test_bytes_that_are_no_text_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="not text"):
        decode(data)


@pytest.mark.parametrize("text", RIGHT)
def test_right_text_is_left_alone(text: str) -> None:
    assert clean(mend(text)) == text


@pytest.mark.parametrize("text", RIGHT[:7])
def test_mojibake_is_undone_even_if_it_happened_twice(text: str) -> None:
    assert mend(damage(text)) == text
    assert mend(damage(damage(text))) == text


@pytest.mark.parametrize("lost", ["", "\ufffd"], ids=["dropped", "replaced"])
@pytest.mark.parametrize("text", [FRENCH, GERMAN, POLISH, SIGNS])
def test_characters_of_which_bytes_were_lost_are_guessed(text: str, lost: str) -> None:
    assert mend(damage(text, lost)) == text


@pytest.mark.parametrize(
    ("damaged", "mended"),
    [
        ("He said â€œyesâ€ and â€œnoâ€, then left.", "He said “yes” and “no”, then left."),
        ("Itâ€™s fine â€” really.", "It’s fine — really."),
        ("image â†’ pod â€“ ðŸš€ go", "image → pod – 🚀 go"),
        ("Thumbs up ðŸ‘ and on ðŸ", "Thumbs up  and on "),
        ("don\ufffdt and “quoted\ufffd \ufffd text", "don’t and “quoted”  text"),
        ("Â© 2024, 5Â°, cafÃ©", "© 2024, 5°, café"),
    ],
)
def test_what_cannot_be_told_is_dropped_and_no_mark_of_damage_is_left(
    damaged: str, mended: str
) -> None:
    assert mend(damaged) == mended


def test_lines_are_mended_one_by_one() -> None:
    assert mend("naïve\nitâ€™s\n“right”") == "naïve\nit’s\n“right”"


def test_line_ends_become_line_feeds() -> None:
    assert clean("a\r\nb\rc\u2028d\x0ce\n") == "a\nb\nc\nd\ne\n"


def test_what_shows_nothing_or_reorders_text_is_dropped() -> None:
    assert clean("a\0b\x1bc\u202ed\u2066e\ue000f\u200bg\ufeffh\x9di\tj") == "abcdefghi\tj"


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_or_give_text_that_can_be_shown(data: bytes) -> None:
    try:
        text = clean(mend(decode(data)))
    except ValueError:
        return
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ue000-\uf8ff]", text)
    text.encode()


@given(st.text())
def test_utf8_is_decoded_as_it_was_written(text: str) -> None:
    data = text.encode("utf-8")
    if b"\0" not in data and sum(byte < 32 for byte in data) * 50 <= len(data):
        assert decode(data) == text.removeprefix("\ufeff")
