// A text of which words can be selected; Python is told which. The HTML is made by ui/markup.py,
// which escapes all that comes from documents.

const shown = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  const { html, label } = JSON.parse(new TextDecoder().decode(data));
  const text = parentElement.querySelector(".text");
  text.classList.toggle("dark", isDark(getComputedStyle(text).backgroundColor));
  if (shown.get(parentElement) === html) return;
  if (!shown.has(parentElement)) prepare(text, label, setTriggerValue);
  text.innerHTML = html;
  // A link would be dragged instead of selected.
  for (const link of text.querySelectorAll("a")) {
    const known = document.createElement(link.className === "mention" ? "mark" : "span");
    known.append(...link.childNodes);
    link.replaceWith(known);
  }
  text.scrollTop = 0;
  shown.set(parentElement, html);
}

function prepare(text, label, setTriggerValue) {
  text.setAttribute("role", "region");
  text.setAttribute("aria-label", label);
  text.tabIndex = 0; // so that the keyboard can scroll it
  let told = "";
  const tell = () => {
    const root = text.getRootNode();
    // Chromium keeps the selection of a shadow root there, others in the document.
    const selection = root.getSelection?.() ?? document.getSelection();
    const words = selection?.toString().trim().replace(/\s+/g, " ") ?? "";
    if (!words || words === told || words.length > 100) return;
    told = words;
    setTriggerValue("selected", words);
  };
  text.addEventListener("mouseup", tell);
  text.addEventListener("keyup", tell);
}
