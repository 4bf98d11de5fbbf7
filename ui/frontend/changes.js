// What a graph shows otherwise than was sent first: for a graph that is there, or will be.

const shared = (globalThis.conceptGraphExplorer ??= { graphs: new Map(), changes: new Map() });

export default function ({ data }) {
  const changes = JSON.parse(new TextDecoder().decode(data));
  shared.changes.set(`${changes.part} ${changes.name}`, changes);
  shared.graphs.get(changes.name)?.change(changes);
}
