"""Kinds: what sort of thing a discovered concept is, by its definition and its spelling.

"X is a Y" is looked for where `extract.definitions` has found what defines X, so that nothing is
asked of what stands before; the nouns of Y are what counts.
"""

import re

from extract.lexicon import is_acronym

# The nouns by which a definition says what sort of thing it speaks of ("X is a network proxy").
_KIND_OF_NOUN = {
    noun: kind
    for kind, nouns in {
        "tool": "tool library framework platform engine database proxy server operator scanner "
        "runtime project product software utility cli client package plugin daemon agent compiler "
        "orchestrator program module registry broker language system store distribution service",
        "standard": "standard protocol specification format interface schema convention license",
        "resource": "resource object kind manifest crd",
        "practice": "practice technique strategy pattern approach process method methodology "
        "discipline procedure principle workflow",
        "command": "command flag option subcommand instruction",
        "file": "file directory folder",
        "organization": "company foundation organization organisation vendor consortium community",
    }.items()
    for noun in nouns.split()
}
_IS_A = re.compile(
    r"(?:\s*\([^)]*\))?[\W_]{0,4}\s*(?:is|are|was|were)\s+(?:an?|the|one\s+of\s+the)\s+([^.,;:()]{3,120})",
    re.IGNORECASE,
)
_FILE = re.compile(
    r"[\w./-]*\.(?:[a-z]{1,5}|lock|conf|properties)|\.[a-z]+(?:ignore|rc)|[~.]?/[\w./-]+"
)
_COMMAND = re.compile(r"--[a-z].*|[a-z][\w.+-]* [a-z][a-z-]+")
_PRACTICE = re.compile(
    r".*(?:ing|management|deployment|release|governance|automation)", re.IGNORECASE
)


def guess_kind(name: str, after: str, *, in_code: bool, capitals: bool) -> str:
    """Return the kind of a concept that no lexicon knows.

    Parameters
    ----------
    name : str
        Its canonical name.
    after : str
        What follows it in the sentence that defines it, or "".
    in_code : bool
        Whether it is written as inline code.
    capitals : bool
        Whether it keeps a capital in running text.

    Returns
    -------
    str
        One of `extract.lexicon.KINDS`.

    Examples
    --------
    >>> guess_kind("Zot", " is a vendor-neutral registry for images", in_code=False, capitals=True)
    'tool'
    >>> guess_kind("docker scout", "", in_code=True, capitals=False)
    'command'
    """
    said = _IS_A.match(after)
    if said:
        words = re.split(r"\s+(?:that|which|for|of|to|in|by|with|from|and|used|where)\s", said[1])[
            0
        ]
        for word in reversed(re.findall(r"[a-z]+", words.casefold())):
            kind = _KIND_OF_NOUN.get(word) or _KIND_OF_NOUN.get(word.removesuffix("s"))
            if kind:
                return kind
    if in_code and _FILE.fullmatch(name):
        return "file"
    if in_code and _COMMAND.fullmatch(name):
        return "command"
    last = re.split(r"[\s-]", name)[-1].casefold()
    if last in _KIND_OF_NOUN and " " in name:
        return _KIND_OF_NOUN[last]
    if is_acronym(name):
        return "concept"
    if capitals and " " not in name.strip():
        return "tool"
    return "practice" if _PRACTICE.fullmatch(name) and not capitals else "concept"
