// What finds the vault's values in texts: WebAssembly of its own, which is loaded for the first search.

const files = { read: undefined };

/** How a file beside this one is read where `fetch` reads none. */
export function readWith(read) {
  files.read = read;
}

let loading;

/** Loads it, once; a failed attempt may be repeated. */
function part() {
  loading ??= import("./search-part.js").then(async (part) => {
    await part.default({ module_or_path: files.read?.("latchboard_search_bg.wasm") });
    return part;
  });
  loading.catch(() => (loading = undefined));
  return loading;
}

/** As much as is searched together, in bytes: 50 MiB. */
const MOST = 50 * 1024 * 1024;
/** Of a text at a time, in bytes or characters. */
const PIECE = 256 * 1024;
/** Of decoded forms between two looks at the clock, in bytes: a few milliseconds. */
const STEP = 32 * 1024;
/** How long it works before others have their turn, in milliseconds. */
const SLICE = 40;

function misuse(name, expected) {
  return new TypeError(`${name} must be ${expected}`);
}

function* ofString(text) {
  const encoder = new TextEncoder();
  for (let from = 0; from < text.length; ) {
    // Not between the halves of a surrogate pair.
    const to = from + PIECE + (text.codePointAt(from + PIECE - 1) > 0xffff ? 1 : 0);
    yield encoder.encode(text.slice(from, to));
    from = to;
  }
}

async function* ofBlob(blob) {
  for (let from = 0; from < blob.size; from += PIECE) {
    yield new Uint8Array(await blob.slice(from, from + PIECE).arrayBuffer());
  }
}

/** Each text with its name and its pieces; a `TypeError` for anything else. */
function texts(given) {
  const list = Array.isArray(given) ? given : [given];
  const expected = "a string, a Blob, or an array of them";
  const read = list.map((text) => {
    if (text instanceof Blob) return { name: text.name ?? "", size: text.size, pieces: () => ofBlob(text) };
    if (typeof text !== "string") throw misuse("texts", expected);
    if (!text.isWellFormed()) throw misuse("texts", "a string without half a surrogate pair");
    return { name: "", size: text.length, pieces: () => ofString(text) };
  });
  if (read.reduce((sum, { size }) => sum + size, 0) > MOST) throw misuse("texts", "at most 50 MiB");
  return read;
}

/** What stands in the texts; undefined when it was aborted. */
async function look(search, texts, { signal, onProgress }) {
  let since = performance.now();
  const turn = async () => {
    if (performance.now() < since + SLICE) return;
    onProgress?.({ searched: search.searched, found: search.found });
    await new Promise((resolve) => setTimeout(resolve));
    since = performance.now();
  };
  const work = async () => {
    while (!signal?.aborted && search.step(STEP)) await turn();
    return !signal?.aborted;
  };
  for (const { name, pieces } of texts) {
    search.begin(name);
    for await (const piece of pieces()) {
      search.push(piece);
      piece.fill(0);
      if (!(await work())) return undefined;
    }
    search.end();
    if (!(await work())) return undefined;
  }
  return search.results();
}

export async function search(safe, given, options = {}) {
  if (typeof options !== "object" || options === null) throw misuse("options", "an object such as { signal: controller.signal }");
  const { signal, onProgress } = options;
  if (onProgress !== undefined && typeof onProgress !== "function") throw misuse("options.onProgress", "a function of one argument");
  const read = texts(given);
  const [index, { TextSearch }] = await Promise.all([safe.readIndex({ signal }), part()]);
  if (index.verdict !== "done") return index;
  const search = new TextSearch(index);
  let seen;
  try {
    seen = await look(search, read, { signal, onProgress });
  } finally {
    search.free();
  }
  // Of what was aborted the call itself says what can be said.
  const values = seen?.values ?? [];
  const found = await safe.findAll(values.map(({ sha256 }) => sha256), { signal });
  if (found.verdict !== "done") return found;
  const { apiSecrets, complete, seesAll } = found;
  return { verdict: "done", ...seen, values: values.map((value, at) => ({ ...value, apiSecrets: apiSecrets[at] })), complete, seesAll };
}
