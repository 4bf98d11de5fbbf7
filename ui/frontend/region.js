// A region of the page with a text. The HTML is made by ui/markup.py and the panels, which escape
// all that comes from documents. One text with text.js and with select.js.

const shown = new WeakMap(); // parentElement -> HTML

// Shows the text, if it is another one; `prepare` is called for its element before the first.
function showHtml(data, parentElement, prepare) {
  const { html, label } = JSON.parse(new TextDecoder().decode(data));
  const text = parentElement.querySelector(".text");
  text.classList.toggle("dark", isDark(getComputedStyle(text).backgroundColor));
  if (shown.get(parentElement) === html) return null;
  if (!shown.has(parentElement)) {
    text.setAttribute("role", "region");
    text.setAttribute("aria-label", label);
    text.tabIndex = 0; // so that the keyboard can scroll it
    prepare(text);
  }
  text.innerHTML = html;
  text.scrollTop = 0;
  shown.set(parentElement, html);
  return text;
}
