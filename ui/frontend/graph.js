// The concept graph: one vis-network that lives as long as its place on the page.
//
// vis-network draws discs and lines and tells what was hit. Emphasis and labels are painted over
// its picture, so that a selection changes no data, moves nothing, and costs about the same for a
// hundred concepts as for three thousand.

const shared = (globalThis.conceptGraphExplorer ??= { graphs: new Map(), changes: new Map() });
const live = new WeakMap();

const LABEL = [11.5, 15]; // CSS pixels, whatever the zoom: of the smallest disc, of the largest
const ROOM = 3; // CSS pixels kept free around a label
const REACH = 9; // CSS pixels around a disc that still count as a click on it
const FARTHEST = 0.05; // bounds of the zoom
const CLOSEST = 4;
const LARGE = 3000; // from this many edges on, a drag hides them
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const CELL = 64; // side of the squares in which labels are sought that could overlap
const AT_FIRST = { strong: [], around: true, pair: false, topics: [], cursor: null, hovered: null };

export default function ({ data, parentElement, setTriggerValue }) {
  let graph = live.get(parentElement);
  if (!graph) {
    graph = { ...AT_FIRST, root: parentElement };
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
    if (!graph.network) open(graph);
  }
  const recoloured = readTheme(graph);
  if (fresh || recoloured) drawLegend(graph);
  if (fresh) apply(graph, shared.changes.get(graph.base.name) ?? NO_CHANGES);
  else if (recoloured) graph.nodes.update(graph.nodes.map((node) => draw(graph, node.sent)));
}

function open(graph) {
  const find = (name) => graph.root.querySelector(name);
  graph.stage = find(".stage");
  graph.stage.setAttribute("aria-label", graph.base.label);
  graph.nodes = new vis.DataSet();
  graph.edges = new vis.DataSet();
  graph.network = new vis.Network(
    find(".canvas"),
    { nodes: graph.nodes, edges: graph.edges },
    graph.base.options,
  );
  graph.canvas = find(".canvas canvas");
  graph.apply = (changes) => apply(graph, changes);
  shared.graphs.set(graph.base.name, graph);
  listen(graph);
  for (const button of graph.root.querySelectorAll("[data-do]"))
    button.onclick = () => ACTIONS[button.dataset.do](graph);
}

function close(graph) {
  graph.closed = true;
  if (shared.graphs.get(graph.base?.name) === graph) shared.graphs.delete(graph.base.name);
  graph.network?.destroy();
  live.delete(graph.root);
}

// ---- What is shown ------------------------------------------------------------------------

const NO_CHANGES = {
  nodes: [], edges: [], hide: [], strong: [], around: true, pair: false, topics: [], focus: null,
  status: "",
};

// Bring the picture from what it shows to the graph's base plus the changes.
function apply(graph, changes) {
  const hidden = new Set(changes.hide);
  const wanted = (kind) => {
    const items = new Map();
    for (const item of [...graph.base[kind], ...changes[kind]])
      if (!hidden.has(item.id)) items.set(item.id, item);
    return items;
  };
  update(graph, graph.nodes, wanted("nodes"));
  update(graph, graph.edges, wanted("edges"));
  graph.links = neighbourhoods(graph.edges);
  graph.network.setOptions({ interaction: { hideEdgesOnDrag: graph.edges.length > LARGE } });
  graph.topics = changes.topics;
  for (const chip of graph.root.querySelectorAll(".legend button"))
    chip.setAttribute("aria-pressed", String(graph.topics.includes(chip.dataset.topic)));
  showFocus(graph, changes.focus);
  const empty = graph.nodes.length === 0;
  graph.root.querySelector(".status").textContent = empty
    ? "Nothing passes these filters. Choose fewer, or lower the weakest connection."
    : changes.status;

  const news = String(changes.strong) !== String(graph.strong);
  emphasise(graph, changes.strong, changes);
  const part = JSON.stringify([changes.topics, changes.focus]);
  const first = graph.part === undefined;
  if (graph.part !== part) fit(graph, first ? 0 : 350);
  graph.part = part;
  if (news && (changes.around || changes.pair))
    bringIntoView(graph, changes.strong, first ? 0 : 350);
  graph.network.redraw();
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

function update(graph, items, wanted) {
  const gone = items.getIds().filter((id) => !wanted.has(id));
  const fresh = [...wanted.values()].filter((item) => items.get(item.id)?.sent !== item);
  if (gone.length) items.remove(gone);
  if (fresh.length) items.update(fresh.map((item) => draw(graph, item)));
}

// What vis-network is to draw of a node or an edge; labels are painted here.
function draw(graph, sent) {
  const { label, ...item } = sent;
  if (item.topic === undefined) return { ...item, sent };
  return { ...item, sent, name: label, color: colourOf(graph, item.topic) };
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
  edges.forEach((edge) => {
    add(edge.from, edge.to, edge);
    add(edge.to, edge.from, edge);
  });
  return links;
}

// Light up concepts: with the neighbours that they share, as the ends of an edge, or alone.
function emphasise(graph, strong, { around = true, pair = false } = {}) {
  Object.assign(graph, { strong, around, pair });
  const here = strong.filter((id) => graph.nodes.get(id));
  const weak = new Set();
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
}

function fit(graph, duration) {
  const ids = graph.nodes.getIds();
  if (!ids.length) return;
  const { canvas } = graph;
  const box = bounds(ids.map((id) => graph.nodes.get(id)));
  // Room for the labels at the rim, and for the buttons above the picture.
  const scale = Math.min(
    1.6,
    (canvas.clientWidth - 110) / Math.max(1, box.width),
    (canvas.clientHeight - 110) / Math.max(1, box.height),
  );
  move(graph, box.centre, Math.max(FARTHEST, scale), duration);
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

function move(graph, position, scale, duration) {
  const still = !duration || matchMedia("(prefers-reduced-motion: reduce)").matches;
  const animation = still ? false : { duration, easingFunction: "easeInOutQuad" };
  graph.network.moveTo({ position, scale, animation });
}

function bounds(nodes) {
  const across = nodes.map((node) => node.x);
  const down = nodes.map((node) => node.y);
  const [left, right] = [Math.min(...across), Math.max(...across)];
  const [top, bottom] = [Math.min(...down), Math.max(...down)];
  const centre = { x: (left + right) / 2, y: (top + bottom) / 2 };
  return { width: right - left, height: bottom - top, centre };
}

// ---- What people do -----------------------------------------------------------------------

function listen(graph) {
  const { network, canvas, stage } = graph;
  network.on("afterDrawing", (context) => paint(graph, context));
  network.on("click", ({ pointer, event }) => {
    const id = nodeAt(graph, pointer.DOM);
    const { shiftKey, ctrlKey, metaKey } = event.srcEvent;
    if (id !== undefined) select(graph, id, shiftKey || ctrlKey || metaKey);
    else selectEdge(graph, network.getEdgeAt(pointer.DOM));
  });
  network.on("doubleClick", ({ pointer }) => {
    const id = nodeAt(graph, pointer.DOM);
    if (id !== undefined) expand(graph, id);
  });
  network.on("zoom", ({ scale, pointer }) => {
    if (scale < FARTHEST || scale > CLOSEST)
      network.moveTo({ scale: Math.min(CLOSEST, Math.max(FARTHEST, scale)) });
    graph.pointer = pointer;
  });
  canvas.addEventListener("pointermove", ({ offsetX, offsetY }) => {
    const at = { x: offsetX, y: offsetY };
    const id = nodeAt(graph, at);
    canvas.style.cursor =
      id !== undefined || network.getEdgeAt(at) !== undefined ? "pointer" : "grab";
    if (id === graph.hovered) return;
    graph.hovered = id ?? null;
    network.redraw();
  });
  canvas.addEventListener("pointerleave", () => {
    graph.hovered = null;
    network.redraw();
  });
  stage.addEventListener("keydown", (event) => press(graph, event));
  stage.addEventListener("blur", () => {
    graph.cursor = null;
    network.redraw();
  });
}

function nodeAt(graph, at) {
  const scale = graph.network.getScale();
  const { x, y } = graph.network.DOMtoCanvas(at);
  let nearest;
  let least = Infinity;
  graph.nodes.forEach((node) => {
    const away = Math.hypot(node.x - x, node.y - y) - node.size;
    if (away * scale < REACH && away < least) [nearest, least] = [node.id, away];
  });
  if (nearest !== undefined && least <= 0) return nearest;
  // A label belongs to its concept; between two discs, the nearer one is meant.
  const label = graph.labels?.placed.find(
    ({ box }) => x >= box[0] && y >= box[1] && x <= box[2] && y <= box[3],
  );
  return label?.id ?? nearest;
}

function select(graph, id, more) {
  const others = graph.around ? graph.strong : [];
  let names = [id];
  if (more)
    names = others.includes(id) ? others.filter((name) => name !== id) : [...others, id].slice(-5);
  if (graph.around && String(names) === String(graph.strong)) return;
  emphasise(graph, names);
  graph.network.redraw();
  graph.send(names.length ? { kind: graph.base.kind, names } : { kind: "ground", names });
}

function selectEdge(graph, id) {
  const edge = id === undefined || graph.base.kind === "topic" ? null : graph.edges.get(id);
  if (!edge && !graph.strong.length) return;
  const names = edge ? [edge.from, edge.to] : [];
  emphasise(graph, names, { around: !edge, pair: Boolean(edge) });
  graph.network.redraw();
  graph.send({ kind: edge ? "edge" : "ground", names });
}

function expand(graph, id) {
  if (graph.base.kind === "topic")
    graph.send({ kind: "topics", names: [graph.nodes.get(id).name] });
  else graph.send({ kind: "focus", names: [id, "1"] });
}

function press(graph, event) {
  if (event.target !== graph.stage) return;
  const { key } = event;
  if (key in ARROWS) step(graph, ARROWS[key]);
  else if (key === "Enter" && graph.cursor !== null)
    if (event.shiftKey) expand(graph, graph.cursor);
    else select(graph, graph.cursor, false);
  else if (key === " " && graph.cursor !== null) select(graph, graph.cursor, true);
  else if (key === "Escape" && !graph.strong.length) graph.send({ kind: "leave", names: [] });
  else if (key === "Escape") selectEdge(graph, undefined);
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
    goTo(graph, order(graph)[0]);
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
  goTo(graph, best(linked.filter(Boolean)) ?? best(graph.nodes.get()));
}

function goTo(graph, node) {
  if (!node) return;
  graph.cursor = node.id;
  graph.labels = null;
  bringIntoView(graph, [node.id], 200);
  const count = graph.links.get(node.id)?.size ?? 0;
  graph.root.querySelector(".said").textContent = `${node.title}. ${count} connections shown.`;
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

function savePicture({ canvas, colours, base }) {
  const copy = document.createElement("canvas");
  [copy.width, copy.height] = [canvas.width, canvas.height];
  const context = copy.getContext("2d");
  context.fillStyle = colours.ground;
  context.fillRect(0, 0, copy.width, copy.height);
  context.drawImage(canvas, 0, 0);
  copy.toBlob((blob) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = `${base.file}.png`;
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

// ---- What is painted over the discs and lines -----------------------------------------------

// Take the colours of the page; return whether they are others than before.
function readTheme(graph) {
  const style = getComputedStyle(graph.stage);
  const read = (name) => style.getPropertyValue(name).trim();
  const colours = {
    ground: read("--st-background-color"),
    text: read("--st-text-color"),
    accent: read("--st-primary-color"),
    font: read("--st-font") || "sans-serif",
  };
  if (JSON.stringify(colours) === JSON.stringify(graph.colours)) return false;
  graph.colours = colours;
  graph.theme = isDark(colours.ground) ? "dark" : "light";
  graph.labels = null;
  graph.network.setOptions({
    edges: { color: { color: colours.text, opacity: 0.16 }, chosen: false },
    nodes: { chosen: false },
  });
  return true;
}

function isDark(colour) {
  const context = new OffscreenCanvas(1, 1).getContext("2d");
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  return 0.3 * red + 0.6 * green + 0.1 * blue < 128;
}

function paint(graph, context) {
  const scale = graph.network.getScale();
  if (graph.emphasis) paintEmphasis(graph, context, scale);
  const ring = (id, width, dash) => {
    const node = graph.nodes.get(id);
    if (!node) return;
    context.setLineDash(dash.map((length) => length / scale));
    context.lineWidth = width / scale;
    context.strokeStyle = graph.colours.text;
    circle(context, node, 3 / scale);
    context.stroke();
    context.setLineDash([]);
  };
  if (graph.hovered !== null) ring(graph.hovered, 1.5, []);
  if (graph.cursor !== null) ring(graph.cursor, 2.5, [4, 3]);
  paintLabels(graph, context, scale);
}

function circle(context, { x, y, size }, more) {
  context.beginPath();
  context.arc(x, y, size + more, 0, 2 * Math.PI);
}

// A veil over everything, and what counts once more on top of it.
function paintEmphasis(graph, context, scale) {
  const { strong, weak, edges } = graph.emphasis;
  const { ground, text, accent } = graph.colours;
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.globalAlpha = 0.8;
  context.fillStyle = ground;
  context.fillRect(0, 0, graph.canvas.width, graph.canvas.height);
  context.restore();

  context.save();
  for (const edge of edges) {
    const [from, to] = [graph.nodes.get(edge.from), graph.nodes.get(edge.to)];
    context.globalAlpha = graph.pair ? 0.9 : graph.around ? 0.45 : 0.25;
    context.strokeStyle = graph.pair ? accent : text;
    context.lineWidth = Math.max(edge.width ?? 1, (graph.pair ? 3 : 1) / scale);
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
    context.stroke();
  }
  context.globalAlpha = 1;
  for (const id of [...weak, ...strong]) {
    const node = graph.nodes.get(id);
    circle(context, node, 1.5 / scale);
    context.fillStyle = ground;
    context.fill();
    circle(context, node, 0);
    context.fillStyle = node.color;
    context.fill();
    if (!strong.has(id) || !(graph.around || graph.pair)) continue;
    circle(context, node, 3.5 / scale);
    context.lineWidth = 2.5 / scale;
    context.strokeStyle = accent;
    context.stroke();
  }
  context.restore();
}

function order(graph) {
  return graph.nodes.get().sort((one, other) => other.size - one.size || (one.id < other.id ? -1 : 1));
}

function paintLabels(graph, context, scale) {
  const key = `${scale.toFixed(4)} ${graph.hovered} ${graph.cursor}`;
  if (graph.labels?.key !== key) graph.labels = { key, placed: placeLabels(graph, context, scale) };
  const { ground, text } = graph.colours;
  context.save();
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.strokeStyle = ground;
  context.fillStyle = text;
  context.lineWidth = 3.5 / scale;
  // The most salient come first in the list, and are to lie on top.
  for (const { name, font, x, y, alpha } of graph.labels.placed.toReversed()) {
    context.globalAlpha = alpha;
    context.font = font;
    context.strokeText(name, x, y);
    context.fillText(name, x, y);
  }
  context.restore();
}

// Place as many labels as there is room for, the most important concepts first: below their disc,
// above it, or beside it. Coordinates are the network's, so that panning moves no label.
function placeLabels(graph, context, scale) {
  const taken = new Map(); // square -> boxes that touch it
  const squares = (box) => {
    const found = [];
    const side = CELL / scale;
    for (let i = Math.floor(box[0] / side); i <= Math.floor(box[2] / side); i++)
      for (let j = Math.floor(box[1] / side); j <= Math.floor(box[3] / side); j++)
        found.push(`${i} ${j}`);
    return found;
  };
  const occupy = (box) =>
    squares(box).forEach((square) => taken.set(square, [...(taken.get(square) ?? []), box]));
  const isFree = (box, own) =>
    squares(box).every((square) =>
      (taken.get(square) ?? []).every(
        (other) =>
          other.of === own ||
          box[0] >= other[2] || box[2] <= other[0] || box[1] >= other[3] || box[3] <= other[1],
      ),
    );
  const nodes = order(graph);
  const { emphasis, hovered, cursor, colours } = graph;
  const rank = ({ id }) => {
    if (id === hovered || id === cursor) return 0;
    if (emphasis?.strong.has(id)) return graph.around || graph.pair ? 0 : 1;
    return emphasis?.weak.has(id) ? 1 : 2;
  };
  const largest = nodes[0]?.size;
  const middle = bounds(nodes).centre.x;
  nodes.sort((one, other) => rank(one) - rank(other)); // stable: by size within a rank
  const placed = [];
  for (const node of nodes) {
    const importance = rank(node);
    const { size } = node;
    // A label may hide smaller discs than its own, and keeps off the greater ones.
    if (!emphasis || importance < 2)
      occupy(
        Object.assign([node.x - size, node.y - size, node.x + size, node.y + size], { of: node.id }),
      );
    const height = LABEL[0] + (LABEL[1] - LABEL[0]) * (size / largest);
    const font = `${importance ? 500 : 700} ${height / scale}px ${colours.font}`;
    context.font = font;
    const width = context.measureText(node.name).width;
    const [half, high] = [width / 2, (height * 0.62) / scale];
    const [gap, room] = [3 / scale, ROOM / scale];
    const down = node.size + gap + high;
    const across = node.size + gap + half;
    const inwards = node.x > middle ? -across : across; // labels at the rim are not cut off
    for (const [right, below] of [[0, down], [0, -down], [inwards, 0], [-inwards, 0]]) {
      const [x, y] = [node.x + right, node.y + below];
      const box = [x - half - room, y - high, x + half + room, y + high];
      if (importance > 0 && !isFree(box, node.id)) continue;
      occupy(box);
      const alpha = emphasis && importance === 2 ? 0.3 : 1;
      placed.push({ id: node.id, name: node.name, font, x, y, box, alpha });
      break;
    }
  }
  return placed;
}
