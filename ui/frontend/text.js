// Text with links that tell Python what to open. The HTML is made by ui/markup.py and ui/panel.py,
// which escape all that comes from documents.

const shown = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  const { html, label } = JSON.parse(new TextDecoder().decode(data));
  const text = parentElement.querySelector(".text");
  text.classList.toggle("dark", isDark(getComputedStyle(text).backgroundColor));
  if (shown.get(parentElement) === html) return;
  const reading = text.contains(parentElement.activeElement);
  if (!shown.has(parentElement)) prepare(text, label, setTriggerValue);
  text.innerHTML = html;
  text.scrollTop = 0;
  // Who followed a link with the keyboard goes on reading at the new heading.
  if (reading) text.querySelector("h2")?.focus({ preventScroll: true });
  shown.set(parentElement, html);
}

function prepare(text, label, setTriggerValue) {
  text.setAttribute("role", "region");
  text.setAttribute("aria-label", label);
  text.tabIndex = 0; // so that the keyboard can scroll it
  text.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") setTriggerValue("open", "?see=nothing");
  });
  text.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='?']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    setTriggerValue("open", link.getAttribute("href"));
  });
}
