"""Strategies: texts of the kinds that the reader must get through."""

from hypothesis import strategies as st

FRAGMENTS = st.sampled_from(
    [
        "# ", "## ", "### ", "*", "**", "_", "`", "```", "~~~", "- ", "> ", "|", "!", "[", "]",
        "(", ")", "\\", '"', "'", "&", "<", "1. ", "2) ", "---", "===", "+++", ":::", "A: ", "Q: ",
        "\n", "\n\n", "    ", "\t", " ", "### 1. ", "**Q2:**", "Question 3", "**Answer:**",
        "What is it?", "Why?", "Explain", "foo", "bar baz.", "🚀", "中文。", "\u00a0", "1️⃣",
        "<details>", "</details>", "<summary>", "</summary>", "<b>", "</b>", "<br/>", "<h3>",
        "</h3>", "<p>", "</p>", "<pre>", "</pre>", "<code>", "</code>", "<ul>", "<li>", "<td>",
        "<dt>", "</dt>", '<a href="http://x">', "</a>", "<!--", "-->", "{{< note >}}",
        '{{% x "y" %}}', "{% raw %}", "[x](#y)", "[x](y)", "[x][r]", "\n[r]: http://z\n",
        "![a](b)", "---\ntitle: x\n---\n", "|---|---|", "| a | b |", "&amp;", "[^1]", "{#id}",
        "[TOC]", "\n!!! note\n", "http://a.b/c_d",
    ]
)  # fmt: skip

markdown = st.lists(FRAGMENTS, max_size=40).map("".join) | st.text(max_size=200)
