// What is painted over the discs and lines of vis-network: emphasis and labels. One text with
// graph.js, which calls readTheme and paint.

const LABEL = [11.5, 15]; // CSS pixels, whatever the zoom: of the smallest disc, of the largest
const ROOM = 3; // CSS pixels kept free around a label
const RIM = 55; // CSS pixels that labels may reach beyond the outermost discs
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
  const { emphasis, hovered, cursor, colours } = graph;
  const rank = ({ id }) => {
    if (id === hovered || id === cursor) return 0;
    if (emphasis?.strong.has(id)) return graph.around || graph.pair ? 0 : 1;
    return emphasis?.weak.has(id) ? 1 : 2;
  };
  const nodes = [...graph.ranked];
  const largest = nodes[0]?.size;
  nodes.sort((one, other) => rank(one) - rank(other)); // stable: by size within a rank
  const box = bounds(nodes);
  const reach = box.width / 2 + RIM / scale;
  const [left, right] = [box.centre.x - reach, box.centre.x + reach];
  const labels = boxes(CELL / scale);
  const discs = boxes(CELL / scale);
  for (const { id, x, y, size } of nodes)
    if (!emphasis || rank({ id }) < 2) discs.add([x - size, y - size, x + size, y + size], { id, size });

  const placed = [];
  for (const node of nodes) {
    const importance = rank(node);
    const height = LABEL[0] + (LABEL[1] - LABEL[0]) * (node.size / largest);
    const font = `${importance ? 500 : 700} ${height / scale}px ${colours.font}`;
    context.font = font;
    const half = context.measureText(node.name).width / 2;
    const high = (height * 0.62) / scale;
    const room = ROOM / scale;
    const spots = spotsAround(node, half, high, room, box.centre.x).map(([x, y]) => {
      // At the rim, a label below or above is moved inside; beside its disc, it would cover it.
      const inside = Math.min(Math.max(x, left + half), right - half);
      const box = [inside - half - room, y - high, inside + half + room, y + high];
      return { x: inside, y, box, cut: inside !== x && y === node.y };
    });
    const free = spots.filter((spot) => !spot.cut && labels.free(spot.box));
    // Rather than none, a label that hides discs smaller than its own.
    const spot =
      free.find(({ box }) => discs.free(box, ({ id }) => id !== node.id)) ??
      free.find(({ box }) => discs.free(box, ({ id, size }) => id !== node.id && size >= node.size)) ??
      (importance === 0 ? spots[0] : null);
    if (!spot) continue;
    labels.add(spot.box);
    const alpha = emphasis && importance === 2 ? 0.3 : 1;
    placed.push({ id: node.id, name: node.name, font, alpha, ...spot });
  }
  return placed;
}

function spotsAround({ x, y, size }, half, high, room, middle) {
  const down = size + room + high;
  const across = (x > middle ? -1 : 1) * (size + room + half); // towards the middle first
  return [[x, y + down], [x, y - down], [x + across, y], [x - across, y]];
}

// Boxes that can be asked whether another one is free of them.
function boxes(side) {
  const squares = new Map(); // square -> boxes that touch it
  const touched = (box) => {
    const found = [];
    for (let i = Math.floor(box[0] / side); i <= Math.floor(box[2] / side); i++)
      for (let j = Math.floor(box[1] / side); j <= Math.floor(box[3] / side); j++)
        found.push(`${i} ${j}`);
    return found;
  };
  const apart = (one, other) =>
    one[0] >= other[2] || one[2] <= other[0] || one[1] >= other[3] || one[3] <= other[1];
  return {
    add(box, of) {
      for (const square of touched(box)) {
        if (!squares.has(square)) squares.set(square, []);
        squares.get(square).push({ box, of });
      }
    },
    free(box, counts = () => true) {
      return touched(box).every((square) =>
        (squares.get(square) ?? []).every((other) => !counts(other.of) || apart(box, other.box)),
      );
    },
  };
}
