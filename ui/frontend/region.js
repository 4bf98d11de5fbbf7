// A region of the page with a text. The HTML is made by ui/markup.py and the panels, which escape
// all that comes from documents. One text with text.js and with select.js.

const live = new WeakMap();

// Shows a text; returns its region if it is another one than before. `listen` is told of the
// region before the first, and sends what it hears through the region.
function showHtml({ data, parentElement, setTriggerValue }, listen) {
  const { html, label } = JSON.parse(new TextDecoder().decode(data));
  let region = live.get(parentElement);
  if (!region) {
    region = { text: parentElement.querySelector(".text") };
    live.set(parentElement, region);
    region.text.setAttribute("role", "region");
    region.text.tabIndex = 0; // so that the keyboard can scroll it
    listen(region);
  }
  const { text } = region;
  region.send = setTriggerValue;
  text.setAttribute("aria-label", label);
  text.classList.toggle("dark", isDark(getComputedStyle(text).backgroundColor));
  if (region.html === html) return null;
  region.html = html;
  text.innerHTML = html;
  text.scrollTop = 0;
  return region;
}
