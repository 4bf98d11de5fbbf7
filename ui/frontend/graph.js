// The concept graph: one vis-network that lives as long as its place on the page.
//
// vis-network draws discs and lines and tells what was hit. Emphasis and labels are painted over
// its picture (paint.js), so that a selection changes no data, moves nothing, and costs about the
// same for a hundred concepts as for three thousand.

const shared = (globalThis.conceptGraphExplorer ??= { graphs: new Map(), changes: new Map() });
const live = new WeakMap();

const ON = 4; // CSS pixels around a disc that count as on it, whatever lines end there
const REACH = 9; // CSS pixels around a disc that count as on it where nothing else is
const NEAR = 6; // CSS pixels beside a line that count as on it
const FARTHEST = 0.05; // bounds of the zoom
const CLOSEST = 4;
const MARGIN = 55; // CSS pixels around all discs
const BUTTONS = 20; // CSS pixels more above them
const MOST_STRETCHED = 2; // times
const TIP = 200; // milliseconds that the pointer stays before it is told of what is there
const LARGE = 3000; // from this many edges on, a drag hides them
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const AT_FIRST = { strong: [], around: true, pair: false, topics: [], cursor: null, hovered: null };

export default function ({ data, parentElement, setTriggerValue }) {
  let graph = live.get(parentElement);
  if (!graph) {
    graph = { ...AT_FIRST, root: parentElement, nodes: new Map(), edges: new Map(), ranked: [] };
    live.set(parentElement, graph);
  }
  graph.send = (event) => setTriggerValue("event", event);
  if (globalThis.vis) show(graph, data);
  else addEventListener("vis-network", () => show(graph, data), { once: true });
  return () => close(graph);
}

function show(graph, bytes) {
  if (graph.closed) return;
  const text = new TextDecoder().decode(bytes);
  const fresh = graph.text !== text;
  if (fresh) {
    graph.text = text;
    graph.base = JSON.parse(text);
    if (graph.base.whole) graph.part = undefined;
    if (!graph.network) open(graph);
  }
  const recoloured = readTheme(graph);
  if (fresh || recoloured) drawLegend(graph);
  if (fresh) {
    const { name } = graph.base;
    fillPlace(graph);
    PARTS.view(graph, shared.changes.get(`view ${name}`) ?? NO_CHANGES);
    PARTS.highlight(graph, shared.changes.get(`highlight ${name}`) ?? NO_CHANGES);
  } else if (recoloured) {
    for (const node of graph.nodes.values()) node.color = colourOf(graph, node.topic);
    graph.sets.nodes.update([...graph.nodes.values()]);
  }
}

function open(graph) {
  const find = (name) => graph.root.querySelector(name);
  graph.stage = find(".stage");
  graph.stage.setAttribute("aria-label", graph.base.label);
  graph.sets = { nodes: new vis.DataSet(), edges: new vis.DataSet() };
  graph.network = new vis.Network(find(".canvas"), graph.sets, graph.base.options);
  // Else a concept that is named like what every object has ("constructor") would not be drawn.
  Object.setPrototypeOf(graph.network.clustering.clusteredNodes, null);
  graph.canvas = find(".canvas canvas");
  graph.tip = find(".tip");
  graph.change = (changes) => PARTS[changes.part](graph, changes);
  graph.itemAt = (at) => itemAt(graph, at);
  shared.graphs.set(graph.base.name, graph);
  listen(graph);
  for (const button of graph.root.querySelectorAll("[data-do]"))
    button.onclick = () => ACTIONS[button.dataset.do](graph);
  graph.showHistory = () => showHistory(graph);
  graph.showHistory();
  globalThis.navigation?.addEventListener("currententrychange", graph.showHistory);
}

// Selections are in the address, so the browser's history is theirs.
function showHistory({ root }) {
  const { canGoBack = true, canGoForward = true } = globalThis.navigation ?? {};
  root.querySelector("[data-do=back]").disabled = !canGoBack;
  root.querySelector("[data-do=forward]").disabled = !canGoForward;
}

function close(graph) {
  graph.closed = true;
  if (shared.graphs.get(graph.base?.name) === graph) shared.graphs.delete(graph.base.name);
  globalThis.navigation?.removeEventListener("currententrychange", graph.showHistory);
  clearTimeout(graph.telling);
  graph.network?.destroy();
  live.delete(graph.root);
}

// ---- What is shown ------------------------------------------------------------------------

const NO_CHANGES = {
  nodes: [], edges: [], hide: [], topics: [], focus: null, status: "", // of a view
  strong: [], around: true, pair: false, // of a highlight
};

const PARTS = {
  // What of the graph is shown: its base, otherwise where the view is otherwise.
  view(graph, view) {
    graph.view = view;
    sync(graph);
    showFocus(graph, view.focus);
    graph.topics = view.topics;
    for (const chip of graph.root.querySelectorAll(".legend button"))
      chip.setAttribute("aria-pressed", String(view.topics.includes(chip.dataset.topic)));
    graph.root.querySelector(".status").textContent = graph.nodes.size ? view.status : NOTHING;
    const part = JSON.stringify([view.topics, view.focus]);
    if (graph.part !== part) fit(graph, graph.part === undefined ? 0 : 350);
    graph.part = part;
    graph.network.redraw();
  },

  // What is selected, with what the view lacks of it.
  highlight(graph, highlight) {
    const { strong, around, pair } = highlight;
    const news = String(strong) !== String(graph.strong);
    const first = graph.highlight === undefined;
    Object.assign(graph, { highlight, strong, around, pair });
    sync(graph);
    if (news && (around || pair)) bringIntoView(graph, strong, first ? 0 : 350);
    graph.network.redraw();
  },
};

const NOTHING = "Nothing passes these filters. Choose fewer, or lower the weakest connection.";

// Bring what is drawn from what it is to what it should be, item by item.
function sync(graph) {
  const { base, view, highlight = NO_CHANGES } = graph;
  const hidden = new Set(view.hide);
  const news = {};
  for (const kind of ["nodes", "edges"]) {
    const wanted = new Map();
    for (const item of base[kind]) if (!hidden.has(item.id)) wanted.set(item.id, item);
    for (const item of view[kind]) wanted.set(item.id, item);
    for (const item of highlight[kind]) if (!wanted.has(item.id)) wanted.set(item.id, item);
    const gone = [...graph[kind].keys()].filter((id) => !wanted.has(id));
    const fresh = [...wanted.values()]
      .filter((item) => graph[kind].get(item.id)?.sent !== item)
      .map((item) => draw(graph, item));
    for (const id of gone) graph[kind].delete(id);
    for (const item of fresh) graph[kind].set(item.id, item);
    news[kind] = { gone, fresh };
  }
  graph.links = neighbourhoods(graph.edges);
  graph.ranked = [...graph.nodes.values()].sort(
    (one, other) => other.size - one.size || (one.id < other.id ? -1 : 1),
  );
  emphasise(graph, graph.strong, graph);
  // At last, for vis-network may paint at once.
  for (const [kind, { gone, fresh }] of Object.entries(news)) {
    if (gone.length) graph.sets[kind].remove(gone);
    if (fresh.length) graph.sets[kind].update(fresh);
  }
  const hideEdgesOnDrag = graph.edges.size > LARGE;
  if (graph.hideEdgesOnDrag === hideEdgesOnDrag) return;
  graph.hideEdgesOnDrag = hideEdgesOnDrag;
  graph.network.setOptions({ interaction: { hideEdgesOnDrag, hideEdgesOnZoom: hideEdgesOnDrag } });
}

function showFocus(graph, focus) {
  const bar = graph.root.querySelector(".focus");
  bar.hidden = !focus;
  if (!focus) return;
  const [concept, steps] = focus;
  bar.querySelector("b").textContent = concept;
  for (const button of bar.querySelectorAll("[data-steps]")) {
    button.setAttribute("aria-pressed", String(Number(button.dataset.steps) === steps));
    button.onclick = () => graph.send({ kind: "focus", names: [concept, button.dataset.steps] });
  }
}

// What vis-network is to draw of a node or an edge; labels and tips are shown here.
function draw(graph, sent) {
  const { label, title, ...item } = sent; // of titles, vis-network would tell by its own measure
  if (item.topic === undefined) return { ...item, sent };
  const color = colourOf(graph, item.topic);
  return { ...item, sent, name: label, color, y: item.y * graph.stretch };
}

function colourOf({ base, theme }, topic) {
  const colours = base.palette[theme];
  return colours[Math.min(topic, colours.length - 1)];
}

function neighbourhoods(edges) {
  const links = new Map();
  const add = (one, other, edge) => {
    if (!links.has(one)) links.set(one, new Map());
    links.get(one).set(other, edge);
  };
  for (const edge of edges.values()) {
    add(edge.from, edge.to, edge);
    add(edge.to, edge.from, edge);
  }
  return links;
}

// Light up concepts: with the neighbours that they share, as the ends of an edge, or alone.
function emphasise(graph, strong, { around = true, pair = false } = {}) {
  Object.assign(graph, { strong, around, pair });
  const here = strong.filter((id) => graph.nodes.has(id));
  const weak = new Set();
  // In the neighbourhood of a concept, all that is shown is around it.
  const centre = graph.view?.focus?.[0];
  if (String(here) === centre && around && !pair)
    for (const id of graph.nodes.keys()) if (id !== centre) weak.add(id);
  if (here.length && around && !pair) {
    const [first, ...others] = here.map((id) => graph.links.get(id) ?? new Map());
    for (const id of first.keys())
      if (others.every((links) => links.has(id)) && !here.includes(id)) weak.add(id);
  }
  const lit = [];
  for (const id of here) {
    for (const [other, edge] of graph.links.get(id) ?? [])
      if (weak.has(other) || (here.includes(other) && id < other)) lit.push(edge);
  }
  graph.emphasis = here.length ? { strong: new Set(here), weak, edges: lit } : null;
  graph.labels = null;
  graph.pointed = null;
  hideTip(graph);
}

// How much taller the picture is drawn than laid out, so that it fills a place of another shape.
function stretch({ base, canvas }) {
  const box = bounds(base.nodes);
  const [across, down] = room(canvas);
  const taller = (down / across) * (box.width / Math.max(1, box.height));
  return Math.min(MOST_STRETCHED, Math.max(1 / MOST_STRETCHED, taller || 1));
}

// Draw the picture as tall as its place is now: the window, or a phone, may have been turned.
function fillPlace(graph) {
  const taller = stretch(graph);
  if (graph.stretch === taller) return;
  graph.stretch = taller;
  for (const node of graph.nodes.values()) node.y = node.sent.y * taller;
  graph.sets.nodes.update([...graph.nodes.values()]);
  graph.labels = null;
}

// The width and height for discs: labels need room around them, and the buttons above.
function room({ clientWidth, clientHeight }) {
  return [clientWidth - 2 * MARGIN, clientHeight - 2 * MARGIN - BUTTONS];
}

function fit(graph, duration) {
  if (!graph.nodes.size) return;
  fillPlace(graph);
  const box = bounds(graph.ranked);
  const [across, down] = room(graph.canvas);
  const scale = Math.min(1.6, across / Math.max(1, box.width), down / Math.max(1, box.height));
  const { x, y } = box.centre;
  move(graph, { x, y: y - BUTTONS / 2 / scale }, Math.max(FARTHEST, scale), duration);
}

function bringIntoView(graph, ids, duration) {
  const nodes = ids.map((id) => graph.nodes.get(id)).filter(Boolean);
  if (!nodes.length) return;
  const { clientWidth: width, clientHeight: height } = graph.canvas;
  const margin = 48;
  const inside = nodes.every((node) => {
    const { x, y } = graph.network.canvasToDOM(node);
    return x > margin && y > margin && x < width - margin && y < height - margin;
  });
  if (inside) return;
  const box = bounds(nodes);
  const scale = Math.min(
    Math.max(graph.network.getScale(), 0.6),
    (width - 2 * margin) / Math.max(1, box.width),
    (height - 2 * margin) / Math.max(1, box.height),
  );
  move(graph, box.centre, Math.max(FARTHEST, scale), duration);
}

// Lead the camera there. vis-network's own animations stop each other half-way.
function move(graph, position, scale, duration) {
  cancelAnimationFrame(graph.moving);
  if (graph.closed) return; // vis-network has taken its camera away
  const { network } = graph;
  const still = !duration || matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (still) {
    network.moveTo({ position, scale });
    return;
  }
  const [from, zoom, start] = [network.getViewPosition(), network.getScale(), performance.now()];
  const frame = (now) => {
    if (graph.closed) return;
    const time = Math.min(1, Math.max(0, (now - start) / duration));
    const share = time * time * (3 - 2 * time);
    const between = (one, other) => one + share * (other - one);
    network.moveTo({
      position: { x: between(from.x, position.x), y: between(from.y, position.y) },
      scale: zoom * (scale / zoom) ** share,
    });
    if (time < 1) graph.moving = requestAnimationFrame(frame);
  };
  graph.moving = requestAnimationFrame(frame);
}

function bounds(nodes) {
  const across = nodes.flatMap(({ x, size }) => [x - size, x + size]);
  const down = nodes.flatMap(({ y, size }) => [y - size, y + size]);
  const [left, right] = [Math.min(...across), Math.max(...across)];
  const [top, bottom] = [Math.min(...down), Math.max(...down)];
  const centre = { x: (left + right) / 2, y: (top + bottom) / 2 };
  return { width: right - left, height: bottom - top, centre };
}

// ---- What people do -----------------------------------------------------------------------

function listen(graph) {
  const { network, canvas, stage } = graph;
  network.on("beforeDrawing", (context) => paintGround(graph, context));
  network.on("afterDrawing", (context) => paint(graph, context));
  network.on("click", ({ event }) => {
    stage.focus({ preventScroll: true }); // the keys are for what was clicked
    // The second click of two is for what the first one hit: lines may lie there now that it is lit.
    if (event.tapCount > 1) return;
    const item = (graph.clicked = graph.pressed);
    const { shiftKey, ctrlKey, metaKey } = event.srcEvent;
    if (isNode(item)) select(graph, item.id, shiftKey || ctrlKey || metaKey);
    else if (!item || opens(graph, item)) selectEdge(graph, item?.id);
  });
  network.on("doubleClick", () => {
    if (isNode(graph.clicked)) expand(graph, graph.clicked.id);
  });
  network.on("dragStart", () => cancelAnimationFrame(graph.moving));
  network.on("zoom", ({ scale }) => {
    hideTip(graph);
    cancelAnimationFrame(graph.moving);
    if (scale < FARTHEST || scale > CLOSEST)
      network.moveTo({ scale: Math.min(CLOSEST, Math.max(FARTHEST, scale)) });
  });
  canvas.addEventListener("pointermove", (event) => {
    if (event.buttons) return; // drags
    graph.pointer = placeOf(event);
    const item = itemAt(graph, graph.pointer);
    canvas.style.cursor = opens(graph, item) ? "pointer" : "grab";
    hover(graph, item);
  });
  canvas.addEventListener("pointerdown", (event) => {
    graph.pressed = itemAt(graph, placeOf(event));
    hideTip(graph);
  });
  canvas.addEventListener("pointerleave", () => hover(graph, undefined));
  stage.addEventListener("keydown", (event) => press(graph, event));
  stage.addEventListener("blur", () => {
    graph.cursor = null;
    network.redraw();
  });
}

const placeOf = ({ offsetX: x, offsetY: y }) => ({ x, y });
const isNode = (item) => item !== undefined && item.from === undefined;
// Nothing more is known of a line between two topics than its tip says.
const opens = ({ base }, item) => item && (isNode(item) || base.kind !== "topic");

function hover(graph, item) {
  if (item?.id === graph.told) return;
  graph.told = item?.id;
  hideTip(graph);
  if (item) graph.telling = setTimeout(() => showTip(graph, item.sent.title), TIP);
  const hovered = isNode(item) ? item.id : null;
  if (hovered === graph.hovered) return;
  graph.hovered = hovered;
  graph.network.redraw();
}

function hideTip(graph) {
  clearTimeout(graph.telling);
  graph.tip.hidden = true;
}

// Beside the pointer, and within the stage.
function showTip({ tip, pointer: { x, y }, stage }, text) {
  tip.textContent = text;
  tip.hidden = false;
  const { offsetWidth: width, offsetHeight: height } = tip;
  tip.style.left = `${Math.max(0, Math.min(x + 12, stage.clientWidth - width))}px`;
  tip.style.top = `${y < height + 8 ? y + 20 : y - height - 8}px`;
}

// The node or edge at a place, for the pointer and for a click. What is lit comes before what is
// behind the veil, and what is hit before what is only near.
function itemAt(graph, at) {
  const { x, y } = graph.network.DOMtoCanvas(at);
  const place = `${x} ${y} ${graph.network.getScale()}`;
  // Once for each place: the label that the pointer is on may move when it is told of.
  if (!graph.labels || graph.pointed?.place !== place)
    graph.pointed = { place, item: findItem(graph, x, y) };
  return graph.pointed.item;
}

function findItem(graph, x, y) {
  const scale = graph.network.getScale();
  const [nodes, edges] = [[...graph.nodes.values()], [...graph.edges.values()]];
  const { strong, weak, edges: litEdges } = graph.emphasis ?? { edges };
  const lit = strong ? nodes.filter(({ id }) => strong.has(id) || weak.has(id)) : nodes;
  const disc = (among, reach) =>
    nearest(among, reach / scale, (node) => Math.hypot(node.x - x, node.y - y) - node.size);
  const line = (among) =>
    nearest(among, NEAR / scale, ({ from, to }) =>
      distance(graph.nodes.get(from), graph.nodes.get(to), x, y),
    );
  const label = (among) => {
    const under = graph.labels?.placed.find(
      ({ box: [left, top, right, bottom] }) =>
        x * scale >= left && y * scale >= top && x * scale <= right && y * scale <= bottom,
    );
    return under && among.find(({ id }) => id === under.id);
  };
  return (
    disc(lit, ON) ?? label(lit) ?? line(litEdges) ??
    disc(nodes, ON) ?? label(nodes) ?? disc(nodes, REACH) ?? line(edges)
  );
}

function nearest(items, reach, away) {
  let [found, least] = [undefined, reach];
  for (const item of items) {
    const length = away(item);
    if (length < least) [found, least] = [item, length];
  }
  return found;
}

// How far a place is from the line between two others.
function distance(from, to, x, y) {
  const [across, down] = [to.x - from.x, to.y - from.y];
  const share = ((x - from.x) * across + (y - from.y) * down) / (across ** 2 + down ** 2 || 1);
  const along = Math.min(1, Math.max(0, share));
  return Math.hypot(x - from.x - along * across, y - from.y - along * down);
}

function select(graph, id, more) {
  const others = graph.around ? graph.strong : [];
  let names = [id];
  if (more && graph.base.kind === "concept")
    names = others.includes(id) ? others.filter((name) => name !== id) : [...others, id].slice(-5);
  if (graph.around && String(names) === String(graph.strong)) return;
  emphasise(graph, names);
  graph.network.redraw();
  graph.send(names.length ? { kind: graph.base.kind, names } : { kind: "ground", names });
}

function selectEdge(graph, id) {
  const edge = id === undefined ? null : graph.edges.get(id);
  if (!edge && !graph.strong.length) return;
  const names = edge ? [edge.from, edge.to] : [];
  emphasise(graph, names, { around: !edge, pair: Boolean(edge) });
  graph.network.redraw();
  graph.send({ kind: edge ? "edge" : "ground", names });
}

function expand(graph, id) {
  if (graph.base.kind === "topic")
    graph.send({ kind: "topics", names: [graph.nodes.get(id).name] });
  else graph.send({ kind: "expand", names: [id] });
}

function clear(graph) {
  emphasise(graph, []);
  graph.network.redraw();
  graph.send({ kind: "everything", names: [] });
}

function press(graph, event) {
  if (event.target !== graph.stage) return;
  const { key } = event;
  if (key in ARROWS) step(graph, ARROWS[key]);
  else if (key === "Enter" && graph.cursor !== null)
    if (event.shiftKey) expand(graph, graph.cursor);
    else select(graph, graph.cursor, false);
  else if (key === " " && graph.cursor !== null) select(graph, graph.cursor, true);
  else if (key === "Escape") clear(graph);
  else if (key === "+" || key === "=") ACTIONS.closer(graph);
  else if (key === "-") ACTIONS.farther(graph);
  else if (key === "0") ACTIONS.whole(graph);
  else return;
  event.preventDefault();
}

// Go to a neighbour in the direction of an arrow key; where there is none, to the nearest concept.
function step(graph, [right, down]) {
  const from = graph.nodes.get(graph.cursor ?? graph.strong[0] ?? -1);
  if (!from) {
    goTo(graph, graph.ranked[0]);
    return;
  }
  const best = (candidates) => {
    let [found, least] = [null, Infinity];
    for (const node of candidates) {
      const [x, y] = [node.x - from.x, node.y - from.y];
      const away = Math.hypot(x, y);
      const along = (x * right + y * down) / away;
      if (node !== from && along > 0.5 && away / along ** 2 < least)
        [found, least] = [node, away / along ** 2];
    }
    return found;
  };
  const linked = [...(graph.links.get(from.id)?.keys() ?? [])].map((id) => graph.nodes.get(id));
  goTo(graph, best(linked.filter(Boolean)) ?? best(graph.ranked));
}

function goTo(graph, node) {
  if (!node) return;
  graph.cursor = node.id;
  graph.labels = null;
  bringIntoView(graph, [node.id], 200);
  const count = graph.links.get(node.id)?.size ?? 0;
  graph.root.querySelector(".said").textContent = `${node.sent.title}. ${count} connections shown.`;
  graph.network.redraw();
}

const zoom = (graph, factor) =>
  move(
    graph,
    graph.network.getViewPosition(),
    Math.min(CLOSEST, Math.max(FARTHEST, graph.network.getScale() * factor)),
    150,
  );

const ACTIONS = {
  back: () => history.back(),
  forward: () => history.forward(),
  leave: (graph) => graph.send({ kind: "leave", names: [] }),
  closer: (graph) => zoom(graph, 1.4),
  farther: (graph) => zoom(graph, 1 / 1.4),
  whole: (graph) => fit(graph, 300),
  picture: (graph) => savePicture(graph),
};

function savePicture({ canvas, base }) {
  canvas.toBlob((blob) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = `${base.name}.png`;
    link.click();
    URL.revokeObjectURL(link.href);
  });
}

function drawLegend(graph) {
  const legend = graph.root.querySelector(".legend");
  legend.replaceChildren(
    ...graph.base.legend.map(({ topic, name }) => {
      const chip = document.createElement("button");
      const dot = document.createElement("i");
      dot.style.background = colourOf(graph, topic);
      chip.append(dot, name);
      chip.type = "button";
      chip.dataset.topic = name;
      chip.setAttribute("aria-pressed", String(graph.topics.includes(name)));
      chip.title = `Show only: ${name}`;
      chip.onclick = () => {
        const { topics } = graph;
        const chosen = topics.includes(name)
          ? topics.filter((other) => other !== name)
          : [...topics, name];
        graph.send({ kind: "topics", names: chosen });
      };
      return chip;
    }),
  );
}
