// A text of which words can be selected; Python is told which.

export default function ({ data, parentElement, setTriggerValue }) {
  const text = showHtml(data, parentElement, (region) => watch(region, setTriggerValue));
  // A link would be dragged instead of selected.
  for (const link of text?.querySelectorAll("a") ?? []) {
    const known = document.createElement(link.className === "mention" ? "mark" : "span");
    known.append(...link.childNodes);
    link.replaceWith(known);
  }
}

function watch(text, setTriggerValue) {
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
