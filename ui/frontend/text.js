// Text with links that tell Python what to open.

export default function (component) {
  const { parentElement } = component;
  const reading = parentElement.querySelector(".text").contains(parentElement.activeElement);
  const region = showHtml(component, follow);
  // Who followed a link with the keyboard goes on reading at the new heading.
  if (reading) region?.text.querySelector("h2")?.focus({ preventScroll: true });
}

function follow(region) {
  region.text.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") region.send("open", "?see=nothing&focus=nothing");
  });
  region.text.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='?']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    region.send("open", link.getAttribute("href"));
  });
}
