"""Attack strings, made by combination, and an index that consists of them."""

from collections import Counter
from itertools import product
from pathlib import Path

import pandas as pd

from extract.index import COLUMNS, write_index

# What an attack does when it runs: each leaves a trace that a test can see.
_ACTS = (
    "alert(1)",
    "globalThis.intruded=1",
    "fetch('https://intruder.invalid/')",
    "document.body.append('in')",
)
_MARKUP = (
    "<script>{}</script>",
    "</script><script>{}</script>",
    "<img src=x onerror={}>",
    "<img src=https://intruder.invalid/x onload={}>",
    "<svg/onload={}>",
    "<svg><script>{}</script></svg>",
    "<body onload={}>",
    "<details open ontoggle={}>",
    "<input autofocus onfocus={}>",
    "<iframe srcdoc='<script>{}</script>'></iframe>",
    "<iframe src=javascript:{}></iframe>",
    "<a href=javascript:{}>x</a>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror={}>",
    "<!--><img src=x onerror={}>-->",
    "<noscript><p title='</noscript><img src=x onerror={}>'>",
    "' onmouseover={} x='",
    '" onmouseover={} x="',
    '"><script>{}</script>',
    "'><script>{}</script>",
    "`><script>{}</script>",
    "]]><script>{}</script>",
    "--></style></title></textarea><script>{}</script>",
    "<marquee onstart={}>",
    "<video><source onerror={}></video>",
    "<template><script>{}</script></template>",
    "<x onclick={} href='javascript:{}'>href</x>",
    "&lt;script&gt;{}&lt;/script&gt;",
    "\\u003cscript\\u003e{}\\u003c/script\\u003e",
)
_LINKS = (
    "javascript:{}",
    "JaVaScRiPt:{}",
    "java\tscript:{}",
    " javascript:{}",
    "&#106;avascript:{}",
    "data:text/html,<script>{}</script>",
    "vbscript:{}",
    "//intruder.invalid/{}",
)
_FRAMES = ("[x]({})", "![x]({})", "<{}>", "[x]: {}")
_ALONE = (
    # Styles that would ask for something.
    "<style>*{background:url(https://intruder.invalid/)}</style>",
    "<link rel=stylesheet href=https://intruder.invalid/>",
    "<p style='background:url(https://intruder.invalid/)'>",
    "<meta http-equiv=refresh content='0;url=https://intruder.invalid/'>",
    "<base href=https://intruder.invalid/>",
    "<object data=https://intruder.invalid/></object>",
    "![x](https://intruder.invalid/x.png)",
    # Templates, and the syntax that Streamlit reads in labels.
    "{{7*7}}", "${7*7}", "#{7*7}", "{policy}", "%s%n", ":material/delete:", "$\\alpha$",
    ":red[x]", ":streamlit:",
    # Formulas.
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", "＝1+1",
    '=HYPERLINK("https://intruder.invalid/","x")', "=cmd|' /C calc'!A0", '";=1+1',
    # Queries.
    "'}) DETACH DELETE c //", "\\'}) DETACH DELETE c //", "\\u0027}) DETACH DELETE c //", "\\",
    "\\\\u0027}) DETACH DELETE c //", "`) DETACH DELETE c //", "*/ DETACH DELETE c /*", "\"'`;--",
    # Paths.
    "../../../etc/passwd", "..\\..\\windows", "/etc/passwd", "file:///etc/passwd", "~/.ssh/id_rsa",
    "con", "a/../../b", "%2e%2e%2f", ".", "..", "|id", "$(id)", ";id", "`id`", "-rf",
    # Patterns.
    "(a+)+$", "(a|aa)+b", "[", "(?P<x>", "*", "a{1,99999}", "\\1",
    # Keys of objects.
    "__proto__", "constructor", "toString", "hasOwnProperty", "undefined", "null", "NaN", "1e999",
    # Characters that hide, turn or break text.
    "\u202etxt.exe", "\u2066x\u2069", "\u200b", "\ufeffx", "a\u0301" * 30, "\x00x", "\x07x",
    "\x1b[31mx", "\x08x", "\x7f", "\u2028x", "\u2029x", "\x85x", "\ue000x\ue001", "\uffff",
    "\U000e0041x", "ﷺ", "\U0001f468\u200d\U0001f469", "İ", "ß",
    # Lengths.
    "x" * 10_000, "& " * 500,
)  # fmt: skip
_PER_SECTION = 25


def attacks() -> list[str]:
    """Return some hundred texts that try to be more than text, each once."""
    markup = (form.replace("{}", act) for form, act in product(_MARKUP, _ACTS))
    links = (
        frame.format(link.replace("{}", "alert(1)")) for frame, link in product(_FRAMES, _LINKS)
    )
    return list(dict.fromkeys([*markup, *links, *_ALONE]))


def write_hostile_index(index: Path) -> list[str]:
    """Write an index in which everything that can be text is an attack; return its concepts."""
    concepts = sorted(attacks())
    rows: dict[str, list[tuple[object, ...]]] = {name: [] for name in COLUMNS}
    defined: dict[str, tuple[str, int]] = {}
    for start in range(0, len(concepts), _PER_SECTION):
        _add_section(rows, defined, concepts[start : start + _PER_SECTION])
    count = Counter(mention[2] for mention in rows["mentions"])
    for concept in concepts:
        aliases = [concept, f"{concept} {concept}"[:99]]
        about = ("tool", aliases, "discovered", count[concept], 1, 0.5)
        rows["concepts"].append((concept, *about, *defined[concept]))
    frames = {
        name: pd.DataFrame(rows[name], columns=list(columns)) for name, columns in COLUMNS.items()
    }
    write_index(index, frames, {"files": {}, "settings": {"model": "shipped"}})
    return concepts


def _add_section(
    rows: dict[str, list[tuple[object, ...]]],
    defined: dict[str, tuple[str, int]],
    named: list[str],
) -> None:
    position = len(rows["sections"])
    section = f"{named[0]}#{position}"
    title = named[0].replace("\n", " ")
    text = f"# {title}\n"
    rows["sentences"].append((section, 0, 2, len(text) - 1, "title"))
    sentence = 0
    for concept, needed in zip(named, [None, *named], strict=False):
        said = [(f"{concept} is what binds {concept}.", [concept])]
        if needed:
            said.append((f"{concept} requires {needed}.", [concept, needed]))
        defined[concept] = (section, sentence + 1)
        for line, mentioned in said:
            sentence += 1
            start = len(text) + 1
            text += f"\n{line}\n"
            end = len(text) - 1
            rows["sentences"].append((section, sentence, start, end, "paragraph"))
            places = [start, end - 1 - len(mentioned[-1])]
            rows["mentions"] += [
                (section, sentence, name, name, place, place + len(name), False)
                for name, place in zip(mentioned, places, strict=False)
            ]
        if needed:
            rows["phrases"].append((*sorted((concept, needed)), "requires", section, sentence))
    about = (f"{named[-1]}.md", position, named[0], title, text, 1, len(text.split()))
    rows["sections"].append((section, *about))
    for one, source in enumerate(named):
        rows["cooccurrences"] += [(source, target, 1, 1, 0.5) for target in named[one + 1 :]]
