// What is painted over the discs and lines of vis-network: emphasis and labels. One text with
// graph.js, which calls readTheme and paint.

const LABEL = [11.5, 15]; // CSS pixels, whatever the zoom: of the smallest disc, of the largest
const ROOM = 3; // CSS pixels kept free around a label
const RIM = 45; // CSS pixels that labels may reach beyond the outermost discs: short of the edge
const HIDDEN = 0.75; // of the size of its own disc: a label hides none as large
const CELL = 64; // CSS pixels: side of the squares by which boxes are found again

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

// Beneath everything, so that a veil over it has its very colour.
function paintGround({ colours, canvas }, context) {
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillStyle = colours.ground;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.restore();
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

// Text is set in CSS pixels, in a few sizes that the browser can keep.
function paintLabels(graph, context, scale) {
  const key = `${scale.toFixed(4)} ${graph.hovered} ${graph.cursor}`;
  if (graph.labels?.key !== key) graph.labels = { key, placed: placeLabels(graph, context, scale) };
  const { ground, text } = graph.colours;
  const { canvas, network } = graph;
  const { clientWidth: width, clientHeight: height } = canvas;
  const ratio = canvas.width / width;
  const corner = network.canvasToDOM({ x: 0, y: 0 });
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.strokeStyle = ground;
  context.fillStyle = text;
  context.lineWidth = 3.5;
  // The most salient come first in the list, and are to lie on top.
  for (const { name, font, x, y, half, alpha } of graph.labels.placed.toReversed()) {
    const [across, down] = [corner.x + x, corner.y + y];
    if (across < -half || down < 0 || across > width + half || down > height) continue;
    context.globalAlpha = alpha;
    context.font = font;
    context.strokeText(name, across, down);
    context.fillText(name, across, down);
  }
  context.restore();
}

// Place as many labels as there is room for, the most important concepts first: below their disc,
// above it, beside it or at a corner, the first of those that hide least of other discs. In CSS
// pixels from the network's origin, so that panning moves no label.
function placeLabels(graph, context, scale) {
  const { emphasis, hovered, cursor } = graph;
  const rank = ({ id }) => {
    if (id === hovered || id === cursor) return 0;
    if (emphasis?.strong.has(id)) return graph.around || graph.pair ? 0 : 1;
    return emphasis?.weak.has(id) ? 1 : 2;
  };
  const largest = graph.ranked[0]?.size;
  const middle = bounds(graph.ranked).centre.x * scale;
  const reach = (bounds(graph.ranked).width * scale) / 2 + RIM;
  // Neighbours by the strength of their tie, all others by size, for the sort is stable.
  const tie = new Map();
  for (const { from, to, width } of emphasis?.edges ?? [])
    for (const id of [from, to]) if (emphasis.weak.has(id)) tie.set(id, width);
  const nodes = graph.ranked.toSorted(
    (one, other) => rank(one) - rank(other) || (tie.get(other.id) ?? 0) - (tie.get(one.id) ?? 0),
  );
  const labels = boxes();
  const discs = boxes();
  for (const { id, x, y, size } of nodes)
    if (!emphasis || rank({ id }) < 2)
      discs.add([x - size, y - size, x + size, y + size].map((length) => length * scale), { id, size });

  const placed = [];
  for (const node of nodes) {
    const importance = rank(node);
    const height = Math.round(LABEL[0] + (LABEL[1] - LABEL[0]) * (node.size / largest));
    const weight = importance ? 500 : 700;
    const font = `${weight} ${height}px ${graph.colours.font}`;
    const half = widthOf(graph, context, node.name, font) / 2;
    const high = height * 0.62;
    const spots = spotsAround(node, scale, half, high, middle).map(([x, y]) => {
      // At the rim, a label below or above is moved inside; beside its disc, it would cover it.
      const inside = Math.min(Math.max(x, middle - reach + half), middle + reach - half);
      const box = [inside - half - ROOM, y - high, inside + half + ROOM, y + high];
      return { x: inside, y, box, cut: inside !== x && x !== node.x * scale };
    });
    // Rather than none, a label that hides small discs.
    const most = emphasis && importance === 2 ? 0 : HIDDEN * node.size;
    const [spot = importance === 0 ? spots[0] : null] = spots
      .filter(({ box, cut }) => !cut && !labels.under(box).length)
      .map((spot) => ({ ...spot, hidden: hiddenBy(spot.box, discs, node) }))
      .filter(({ hidden }) => hidden.every((size) => size < most))
      .toSorted((one, other) => sum(one.hidden) - sum(other.hidden));
    if (!spot) continue;
    labels.add(spot.box);
    const alpha = emphasis && importance === 2 ? 0.3 : 1;
    placed.push({ id: node.id, name: node.name, font, half, alpha, ...spot });
  }
  return placed;
}

// Measuring is slow; a name is measured once in each font.
function widthOf(graph, context, name, font) {
  const widths = (graph.widths ??= new Map());
  const key = `${font} ${name}`;
  if (!widths.has(key)) {
    context.font = font;
    widths.set(key, context.measureText(name).width);
  }
  return widths.get(key);
}

function spotsAround(node, scale, half, high, middle) {
  const [x, y, size] = [node.x * scale, node.y * scale, node.size * scale];
  const down = size + ROOM + high;
  const across = (x > middle ? -1 : 1) * (size + ROOM + half); // towards the middle first
  // Towards a corner, the label touches the disc where that is narrower.
  const corner = (1 - Math.SQRT1_2) * size;
  const [aside, off] = [Math.abs(across) - corner, down - corner];
  return [
    [x, y + down], [x, y - down], [x + across, y], [x - across, y],
    [x + aside, y - off], [x - aside, y - off], [x + aside, y + off], [x - aside, y + off],
  ];
}

function hiddenBy(box, discs, node) {
  return discs.under(box).filter(({ of }) => of.id !== node.id).map(({ of }) => of.size);
}

function sum(sizes) {
  return sizes.reduce((total, size) => total + size, 0);
}

// Boxes that can be asked which of them lie under another one.
function boxes() {
  const squares = new Map(); // square -> boxes that touch it
  const touched = (box) => {
    const found = [];
    for (let i = Math.floor(box[0] / CELL); i <= Math.floor(box[2] / CELL); i++)
      for (let j = Math.floor(box[1] / CELL); j <= Math.floor(box[3] / CELL); j++)
        found.push(i * 1e6 + j);
    return found;
  };
  const apart = (one, other) =>
    one[0] >= other[2] || one[2] <= other[0] || one[1] >= other[3] || one[3] <= other[1];
  return {
    add(box, of) {
      const added = { box, of };
      for (const square of touched(box)) {
        if (!squares.has(square)) squares.set(square, []);
        squares.get(square).push(added);
      }
    },
    under(box) {
      const found = touched(box).flatMap((square) => squares.get(square) ?? []);
      return [...new Set(found.filter((other) => !apart(box, other.box)))];
    },
  };
}
