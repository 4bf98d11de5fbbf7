// Text with links that tell Python what to open. The HTML is made by ui/markup.py and ui/panel.py,
// which escape all that comes from documents.

const shown = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  const { html, label } = JSON.parse(new TextDecoder().decode(data));
  const text = parentElement.querySelector(".text");
  if (shown.get(parentElement) === html) return;
  const inside = text.contains(parentElement.activeElement);
  text.innerHTML = html;
  text.setAttribute("role", "region");
  text.setAttribute("aria-label", label);
  text.scrollTop = 0;
  if (!shown.has(parentElement)) {
    text.addEventListener("click", (event) => {
      const link = event.target.closest("a[href^='?']");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      setTriggerValue("open", link.getAttribute("href"));
    });
  }
  // Who followed a link with the keyboard goes on reading at the new heading.
  if (inside) text.querySelector("h2")?.focus();
  shown.set(parentElement, html);
}
