// The data island, as island.py and columns.py write it: plain JSON, or columns that are packed.
async function readIsland(text) {
  const value = JSON.parse(text);
  if (typeof value.packed !== "string") return value;
  if (value.packed !== "deflate" || typeof DecompressionStream === "undefined") return giveUp();
  const { plain, tables } = JSON.parse(await inflated(value.data));
  const rows = Object.entries(tables).map(([name, table]) => [name, table.keys ? keyed(table.keys, tableRows(table.rows)) : tableRows(table)]);
  return Object.assign(plain, Object.fromEntries(rows));
}

// A browser from before 2023 cannot unpack. It says so, and the page waits for ever: nothing is drawn from half of the data.
function giveUp() {
  const note = document.createElement("p");
  note.className = "noscript";
  note.setAttribute("role", "alert");
  note.textContent = ["en", "ar"].map((code) => WORDS[code].tooOld).join(" ");
  document.body.append(note);
  return new Promise(() => {});
}

function inflated(base64) {
  const letters = atob(base64), bytes = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; i += 1) bytes[i] = letters.charCodeAt(i);
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).text();
}

function keyed(keys, rows) {
  const out = Object.create(null);
  keys.forEach((key, i) => { out[key] = rows[i]; });
  return out;
}

function tableRows({ n, shapes, turns }) {
  const counts = shapes.map(() => 0), order = turns ? columnValues(turns, n) : null;
  if (order) for (const shape of order) counts[shape] += 1;
  const apart = shapes.map(([keys, columns], shape) => shapeRows(keys, columns, order ? counts[shape] : n));
  if (!order) return apart[0] || [];
  const next = shapes.map(() => 0);
  return order.map((shape) => apart[shape][next[shape]++]);
}

// All rows of a shape get their keys in the same order, so that they stay small and quick.
function shapeRows(keys, columns, n) {
  const values = columns.map((column) => columnValues(column, n));
  return Array.from({ length: n }, (_, row) => {
    const out = {};
    for (let i = 0; i < keys.length; i += 1) out[keys[i]] = values[i][row];
    return out;
  });
}

function columnValues([kind, first, second], n) {
  if (kind === "=") return new Array(n).fill(first);
  if (kind === "t") return second.map((number) => first[number]);
  if (kind === "l") return listValues(columnValues(first, n), second);
  if (kind !== "o") return first;
  const rows = tableRows(first);
  if (!second) return rows;
  const out = new Array(n).fill(null);
  second.forEach((row, i) => { out[row] = rows[i]; });
  return out;
}

function listValues(lengths, column) {
  const held = columnValues(column, lengths.reduce((sum, length) => sum + length, 0));
  let from = 0;
  return lengths.map((length) => held.slice(from, (from += length)));
}
