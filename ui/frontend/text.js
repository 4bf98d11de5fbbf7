// Text with links that tell Python what to open.

export default function ({ data, parentElement, setTriggerValue }) {
  const reading = parentElement.querySelector(".text").contains(parentElement.activeElement);
  const text = showHtml(data, parentElement, (region) => follow(region, setTriggerValue));
  // Who followed a link with the keyboard goes on reading at the new heading.
  if (reading) text?.querySelector("h2")?.focus({ preventScroll: true });
}

function follow(text, setTriggerValue) {
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
