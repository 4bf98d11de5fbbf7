// A text of which words can be selected; Python is told which.

export default function (component) {
  const region = showHtml(component, watch);
  if (!region) return;
  region.told = "";
  // A link would be dragged instead of selected.
  for (const link of region.text.querySelectorAll("a")) {
    const known = document.createElement(link.className === "mention" ? "mark" : "span");
    known.append(...link.childNodes);
    link.replaceWith(known);
  }
}

function watch(region) {
  const { text } = region;
  const tell = () => {
    const root = text.getRootNode();
    // Chromium keeps the selection of a shadow root there, others in the document.
    const selection = root.getSelection?.() ?? document.getSelection();
    const words = selection?.toString().trim().replace(/\s+/g, " ") ?? "";
    if (!words || words === region.told || words.length > 100) return;
    region.told = words;
    region.send("selected", words);
  };
  // Who selects the same words again wants them told again.
  text.addEventListener("mousedown", () => (region.told = ""));
  text.addEventListener("mouseup", tell);
  text.addEventListener("keyup", tell);
}
