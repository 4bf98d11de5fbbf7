"""Places: where a section stands in its file, in words and as an address on the web."""

import re
from pathlib import PurePosixPath
from urllib.parse import quote, urlsplit

from extract.documents import READERS

_FIELD = re.compile(r"\{(source|stem|place|anchor)\}")


def describe_place(source: str, place: int) -> str:
    """Return a place in a file as its readers call it.

    >>> describe_place("guide.pdf", 3), describe_place("guide.md", 3)
    ('page 3', 'line 3')
    """
    reader = READERS.get(PurePosixPath(source).suffix.lower())
    return f"{reader.unit if reader else 'line'} {place}"


class AddressError(ValueError):
    """What is said to be an address of the web and is none; the message says what to do."""


def check_base_url(base_url: object) -> None:
    """Check where the documents are said to be on the web.

    Raises
    ------
    AddressError
        If that is no address of the web.
    """
    if base_url is not None and not _is_web(base_url):
        raise AddressError(
            f"{base_url!r} is no address of the web; give one that begins with https:// or http://"
        )


def _is_web(address: object) -> bool:
    if not isinstance(address, str) or re.search(r"[\s\x00-\x1f\"<>\\]", address):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def source_address(base_url: object, source: str, title: str, place: int) -> str | None:
    """Return the address of a section on the web, or None if it is not known.

    Parameters
    ----------
    base_url : object
        Of the manifest. If it has no ``{source}`` or ``{stem}`` (the source without its suffix),
        the source is put behind it; ``{place}`` and ``{anchor}`` are filled in, too.
    source, title, place
        Of the section: ``source``, ``title`` and ``line``.

    Notes
    -----
    The anchor is the one that GitHub and most generators of sites make of a heading. Since some
    make others, the title itself follows it as a text fragment, which browsers scroll to.

    Examples
    --------
    >>> source_address("https://docs.example/guide", "pods.md", "What is a Pod?", 3)
    'https://docs.example/guide/pods.md#what-is-a-pod:~:text=What%20is%20a%20Pod%3F'
    >>> source_address("https://docs.example/{stem}/#{anchor}", "pods.md", "What is a Pod?", 3)
    'https://docs.example/pods/#what-is-a-pod'
    """
    if not _is_web(base_url):
        return None
    pattern = str(base_url)
    if not re.search(r"\{(?:source|stem)\}", pattern):
        pattern = f"{pattern.rstrip('/')}/{{source}}{_fragment(source, title)}"
    values = {
        "source": quote(source, errors="replace"),
        "stem": quote(str(PurePosixPath(source).with_suffix("")), errors="replace"),
        "place": str(place),
        "anchor": quote(_anchor(title)),
    }
    return _FIELD.sub(lambda match: values[match[1]], pattern)


def _fragment(source: str, title: str) -> str:
    if PurePosixPath(source).suffix.lower() == ".pdf":
        return "#page={place}"
    # A hyphen divides the parts of a text fragment.
    said = quote(title, safe="").replace("-", "%2D")
    return f"#{{anchor}}:~:text={said.replace('{', '%7B').replace('}', '%7D')}"


def _anchor(title: str) -> str:
    return re.sub(r"[^\w\- ]", "", title.casefold()).strip().replace(" ", "-")
