// A search box that suggests while one types; what is found is Python's answer to what was typed.
// After the combobox pattern of the ARIA Authoring Practices.

const live = new WeakMap();
const PAUSE = 80; // milliseconds without a key until Python is asked

export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  let search = live.get(parentElement);
  if (!search) {
    search = open(parentElement);
    live.set(parentElement, search);
  }
  search.ask = (text) => setStateValue("typed", text);
  search.choose = (text) => setTriggerValue("chosen", text);
  const { value, typed, found } = JSON.parse(new TextDecoder().decode(data));
  if (search.value !== value) {
    search.value = value;
    search.input.value = value;
    search.clear.hidden = !value;
    close(search);
  }
  if (typed && typed === search.input.value && search.typing) suggest(search, typed, found);
}

function open(root) {
  const [input, clear, list] = ["input", "button", "ul"].map((name) => root.querySelector(name));
  const search = { input, clear, list, active: -1, typing: false };
  input.addEventListener("input", () => {
    search.typing = true;
    clear.hidden = !input.value;
    clearTimeout(search.timer);
    if (!input.value.trim()) close(search);
    else search.timer = setTimeout(() => search.ask(input.value), PAUSE);
  });
  input.addEventListener("focus", () => input.select());
  input.addEventListener("blur", () => close(search));
  input.addEventListener("keydown", (event) => press(search, event));
  clear.addEventListener("click", () => {
    input.value = "";
    clear.hidden = true;
    search.choose("");
    input.focus();
  });
  // Before the box loses its focus, and with it the list.
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const option = event.target.closest("[role=option]");
    if (option) take(search, option.dataset.concept);
  });
  return search;
}

function press(search, event) {
  const options = search.list.querySelectorAll("[role=option]");
  if (event.key === "ArrowDown") activate(search, (search.active + 1) % options.length);
  else if (event.key === "ArrowUp")
    activate(search, (search.active - 1 + options.length) % options.length);
  else if (event.key === "Enter" && search.input.value.trim()) {
    // While the answer is awaited, the list is that to what was typed before.
    const option = search.answered === search.input.value ? options[search.active] : undefined;
    take(search, option?.dataset.concept ?? search.input.value);
  } else if (event.key === "Escape" && !search.list.hidden) close(search);
  else return;
  event.preventDefault();
}

function take(search, text) {
  clearTimeout(search.timer);
  search.typing = false;
  search.input.value = text;
  search.choose(text);
  close(search);
}

function suggest(search, typed, found) {
  search.answered = typed;
  search.list.replaceChildren(
    ...found.map(({ concept, surface, kind }, place) => {
      const option = item(concept, surface === concept ? kind : surface, surface === concept ? "" : kind);
      option.setAttribute("role", "option");
      option.id = `found-${place}`;
      option.dataset.concept = concept;
      return option;
    }),
  );
  if (!found.length) {
    const nothing = item("Nothing is called so, or nearly so");
    nothing.setAttribute("role", "presentation");
    search.list.append(nothing);
  }
  search.list.hidden = false;
  search.input.setAttribute("aria-expanded", "true");
  activate(search, found.length ? 0 : -1);
}

function item(text, ...notes) {
  const row = document.createElement("li");
  row.append(text);
  for (const note of notes.filter(Boolean)) {
    const small = document.createElement("small");
    small.textContent = note;
    row.append(small);
  }
  return row;
}

function activate(search, place) {
  const options = [...search.list.querySelectorAll("[role=option]")];
  search.active = options.length ? place : -1;
  options.forEach((option, at) => option.setAttribute("aria-selected", String(at === place)));
  options[place]?.scrollIntoView({ block: "nearest" });
  if (options[place]) search.input.setAttribute("aria-activedescendant", options[place].id);
  else search.input.removeAttribute("aria-activedescendant");
}

function close(search) {
  search.list.hidden = true;
  search.active = -1;
  search.list.replaceChildren();
  search.input.setAttribute("aria-expanded", "false");
  search.input.removeAttribute("aria-activedescendant");
}
