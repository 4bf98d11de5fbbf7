"""Markup: a document without what speaks to a web site."""

import pytest
from hypothesis import given

from extract.decoding import clean
from extract.markup import Line, undress
from tests.strategies import markdown


def lines(text: str) -> list[str]:
    """Return the lines that are left, without the blank ones."""
    return [line.text.strip() for line in undress(text).lines if line.text.strip()]


@pytest.mark.parametrize(
    ("front", "title"),
    [
        ("---\ntitle: Pods\n---\n", "Pods"),
        ("---\n# comment\ndate: 2024-01-01\ntitle: \"The \\\"pod\\\"\"\n---\n", 'The "pod"'),
        ("---\ntitle: 'It''s'\n---\n", "It's"),
        ("---\ntitle: >\n  Long\n  title\nweight: 1\n---\n", "Long title"),
        ("---\nweight: 1\n...\n", None),
        ('+++\ntitle = "Pods"\n[menu]\n  name = "x"\n+++\n', "Pods"),
        ("+++\nnot toml\n+++\n", None),
        ("---\n---\n", None),
    ],
)  # fmt: skip
def test_front_matter_gives_the_title_and_goes(front: str, title: str | None) -> None:
    page = undress(f"{front}Text.")
    assert page.title == title
    assert page.lines == [Line(front.count("\n") + 1, "Text.")]


@pytest.mark.parametrize("text", ["---\n\n# Pods\n\n---\n", "---\nText.\n\n---\n", "---\ntitle: x"])
def test_a_rule_is_no_front_matter(text: str) -> None:
    assert undress(text).title is None
    assert [line.text for line in undress(text).lines] == text.split("\n")


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ("a <b>bold </b>word, <i>leaning</i>", ["a **bold** word, *leaning*"]),
        ("<code>a &lt; b</code> and <kbd>Ctrl</kbd>", ["`a < b` and `Ctrl`"]),
        ('<a href="https://x.org">site</a> <a name="y"></a>', ["[site](https://x.org)"]),
        ('<a href="javascript:alert(1)">click</a>', ["click"]),
        ("one<br>two<br/>three", ["one", "two", "three"]),
        ("<h3 align='center'>A\nhead</h3>text", ["### A head", "text"]),
        ("<ul>\n    <li>one</li>\n    <li>two</li>\n</ul>", ["- one", "- two"]),
        ("<p align='center'>\n    <img src='x.png'>\n    text\n</p>", ["text"]),
        ("| a<br>b | <p>c</p> |", ["| a b |  c |"]),
        ("<b>over\n\nparagraphs</b>", ["over", "paragraphs"]),
        ("<b></b>x<strong> </strong>", ["x"]),
        ("run <pod-name> of List<String>, a < b", ["run <pod-name> of List<String>, a < b"]),
        ("in `<b>` and\n\n```html\n<b>x</b>\n```", ["in `<b>` and", "```html", "<b>x</b>", "```"]),
        ("    <b>indented</b>", ["<b>indented</b>"]),
        ("<script>\nvar x = '<b>';\n</script>\n<style>p {}</style>y", ["y"]),
        ("<dt>Pod</dt><dd>A group.</dd>", ["**Pod**", "A group."]),
        ("<table><tr><td>a</td><td>b</td></tr></table>", ["a", "b"]),
    ],
)
def test_html_becomes_markdown(html: str, left: list[str]) -> None:
    assert lines(html) == left


def test_preformatted_html_becomes_fenced_code() -> None:
    html = '<pre><code class="language-c">if (a &lt; b)\n  <b>go</b>();</code></pre>'
    assert lines(html) == ["```c", "if (a < b)", "go();", "```"]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ('A {{< tip text="pod" id="x" >}} runs.', ["A pod runs."]),
        ('A {{< tip term_id="replica-set" >}} runs.', ["A replica set runs."]),
        ("{{< note >}}\nMind it.\n{{< /note >}}", ["Mind it."]),
        ('## {{% heading "objectives" %}}', ["## Objectives"]),
        ('[x]({{< ref "a.md" >}}) and [y](/a/{{<\nparam "v" >}}/b)', ["[x]() and [y](/a//b)"]),
        ("{% include nav.html %}\n\nAt {{ site.url }} now", ["At  now"]),
        ("{{< highlight go >}}\n# x\n{{< /highlight >}}", ["```go", "# x", "```"]),
        ("{% highlight ruby %}\nx\n{% endhighlight %}", ["```ruby", "x", "```"]),
        ("```\n{{</* note */>}} {{< param x >}}\n```", ["```", "note", "```"]),
        ("`{{ .Values.image }}` is Helm", ["`{{ .Values.image }}` is Helm"]),
    ],
)
def test_template_tags_leave_what_they_show(text: str, left: list[str]) -> None:
    assert lines(text) == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a <!-- b\n\nc --> d", ["a", "d"]),
        ("`<!--` stays -->", ["`<!--` stays -->"]),
        ("a <!-- never closed", ["a  never closed"]),
        ("[![b](b.svg)](https://x.org) ![c](c.png 'd') e", ["e"]),
        ("[pods][p], [p][], [p]\n\n[p]: https://x.org 'P'", ["[pods](https://x.org), "
         "[p](https://x.org), [p](https://x.org)"]),
        ("[ ] and [unknown] and a[0][1]", ["[ ] and [unknown] and a[0][1]"]),
        (":rocket: go :::\n\n:::tip\n\nat 10:30:20", ["go :::", "at 10:30:20"]),
        ("!!! note \"Mind\"\n    the\n\n    gap\n\nafter", ["**Mind**", "the", "gap", "after"]),
        ("> [!NOTE]\n> Mind.", [">", "> Mind."]),
        ("import X from 'x'\n\n<Tabs>\n\ntext", ["text"]),
        ("• one\n• two", ["- one", "- two"]),
        ("##Head", ["## Head"]),
        ("&nbsp;&nbsp;&nbsp;&nbsp;set in", ["set in"]),
        ("ten&nbsp;GB", ["ten GB"]),
        ("--depth int&nbsp;&nbsp;&nbsp;&nbsp;Default: 1", ["--depth int – Default: 1"]),
    ],
)  # fmt: skip
def test_other_attire_is_taken_off(text: str, left: list[str]) -> None:
    assert lines(text) == left


def test_a_fence_may_close_with_a_quotation_mark_behind_it() -> None:
    assert lines('```sh\nls\n```"\n\nafter') == ["```sh", "ls", "```", '"', "after"]


def test_code_keeps_its_place_in_a_list() -> None:
    text = "1. a\n\n    ~~~sh\n    ls\n      -l\n    ~~~\n- ```\n  x\n  ```"
    assert "\n".join(line.text for line in undress(text).lines) == text


@given(markdown)
def test_lines_keep_their_order_and_their_numbers(text: str) -> None:
    text = clean(text)
    numbers = [line.number for line in undress(text).lines]
    assert numbers == sorted(numbers)
    assert numbers[-1] == text.count("\n") + 1


@given(markdown)
def test_nothing_is_left_of_the_marks_used_on_the_way(text: str) -> None:
    for line in undress(clean(text)).lines:
        assert not {"\r", "\n", "\ue002", "\ue003"} & set(line.text)
