// The data island, as island.py and columns.py write it: plain JSON, or columns that are packed.
async function readIsland(text) {
  const value = JSON.parse(text);
  if (typeof value.packed !== "string") return value;
  if (value.packed !== "deflate" || typeof DecompressionStream === "undefined") return giveUp();
  const { plain, tables } = JSON.parse(await inflated(value.data));
  const rows = Object.entries(tables).map(([name, table]) => [name, table.keys ? keyed(table) : tableRows(table)]);
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

// Read piece by piece: going through a Blob and a Response would take three times as long.
async function inflated(base64) {
  const letters = atob(base64), bytes = new Uint8Array(letters.length), { readable, writable } = new DecompressionStream("deflate");
  for (let i = 0; i < letters.length; i += 1) bytes[i] = letters.charCodeAt(i);
  const writer = writable.getWriter(), reader = readable.getReader(), decoder = new TextDecoder();
  writer.write(bytes).catch(() => {}); // what is broken shows at the reader
  writer.close().catch(() => {});
  let text = "";
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) text += decoder.decode(piece.value, { stream: true });
  return text + decoder.decode();
}

// Rows by name, as an object whose values are made when they are first asked for: of 100,000 claims a reader sees some.
function keyed({ keys, rows }) {
  const numbers = new Map(keys.map((key, number) => [key, number])), made = rowMakers(rows);
  const row = (key) => (numbers.has(key) ? made(numbers.get(key)) : undefined);
  return new Proxy({}, {
    get: (_, key) => row(key), has: (_, key) => numbers.has(key), ownKeys: () => keys,
    getOwnPropertyDescriptor: (_, key) => (numbers.has(key) ? { value: row(key), enumerable: true, configurable: true } : undefined),
  });
}

function rowMakers(table) {
  let rows = null;
  if (table.shapes.length !== 1) return (number) => (rows ||= tableRows(table))[number];
  const make = rowMaker(...table.shapes[0], table.n), known = new Array(table.n);
  return (number) => (known[number] ||= make(number));
}

function tableRows({ n, shapes, turns }) {
  const counts = shapes.map(() => 0), order = turns ? columnValues(turns, n) : null;
  if (order) for (const shape of order) counts[shape] += 1;
  const apart = shapes.map(([keys, columns], shape) => {
    const make = rowMaker(keys, columns, order ? counts[shape] : n);
    return Array.from({ length: order ? counts[shape] : n }, (_, row) => make(row));
  });
  if (!order) return apart[0] || [];
  const next = shapes.map(() => 0);
  return order.map((shape) => apart[shape][next[shape]++]);
}

// A row is a copy of what all have in common, in which what differs is filled in.
function rowMaker(keys, columns, n) {
  const common = Object.fromEntries(keys.map((key, i) => [key, columns[i][0] === "=" ? columns[i][1] : null]));
  const own = keys.filter((_, i) => columns[i][0] !== "="), held = columns.filter((column) => column[0] !== "=").map((column) => columnValues(column, n));
  return (row) => {
    const out = { ...common };
    for (let i = 0; i < own.length; i += 1) out[own[i]] = held[i][row];
    return out;
  };
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

const NONE = Object.freeze([]);

function listValues(lengths, column) {
  const held = columnValues(column, lengths.reduce((sum, length) => sum + length, 0));
  let from = 0;
  return lengths.map((length) => (length ? held.slice(from, (from += length)) : NONE));
}
