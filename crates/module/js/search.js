// What finds the vault's values in texts: WebAssembly of its own, which is loaded for the first search.

const files = { read: undefined };

/** How a file beside this one is read where `fetch` reads none. */
export function readWith(read) {
  files.read = read;
}

let loading;

/** Loads it, once. A failed attempt may be repeated, as far as the browser does not remember that the script failed. */
function part() {
  loading ??= import("./search-part.js").then(async (part) => {
    await part.default({ module_or_path: files.read?.("latchboard_search_bg.wasm") });
    return part;
  });
  loading.catch(() => (loading = undefined));
  return loading;
}

/** As much as is searched together: 50 MiB of files, and as many characters of strings. */
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
  if (read.reduce((sum, { size }) => sum + size, 0) > MOST) throw misuse("texts", "50 MiB at most");
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
    // Many short texts are work, too.
    await turn();
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

/** What is said of an index that is none. */
const UNREADABLE = {
  verdict: "unknown",
  code: "answer_unreadable",
  endpoint: "read_index",
  status: null,
  vendorCode: null,
  vendorText: null,
  retryAfter: null,
  idempotencyKey: null,
};

export async function search(safe, given, options = {}) {
  if (typeof options !== "object" || options === null) throw misuse("options", "an object such as { signal: controller.signal }");
  const { signal, onProgress } = options;
  if (onProgress !== undefined && typeof onProgress !== "function") throw misuse("options.onProgress", "a function of one argument");
  const read = texts(given);
  const [index, { TextSearch }] = await Promise.all([safe.readIndex({ signal }), part()]);
  if (index.verdict !== "done") return index;
  let search;
  try {
    search = new TextSearch(index);
  } catch {
    return UNREADABLE;
  }
  let seen;
  try {
    seen = await look(search, read, { signal, onProgress });
  } finally {
    search.free();
  }
  // The call itself has the words for what was aborted.
  if (!seen) return safe.readIndex({ signal });
  let found = { verdict: "done", apiSecrets: [], complete: true, seesAll: true };
  if (seen.values.length > 0) found = await safe.findAll(seen.values.map(({ sha256 }) => sha256), { signal });
  return found.verdict === "done" ? together(index, seen, found) : found;
}

/** What stands in the texts and in the vault: not any other hash, nor what only looks like a value by its 48 bits. */
function together(index, seen, { apiSecrets, complete, seesAll }) {
  const numbers = new Map();
  for (const at of seen.values.keys()) {
    if (apiSecrets[at].length > 0) numbers.set(at, numbers.size);
  }
  const values = [...numbers.keys()].map((at) => ({ ...seen.values[at], apiSecrets: apiSecrets[at] }));
  const renumbered = (finding) => ({ ...finding, value: numbers.get(finding.value) ?? null });
  const reports = seen.reports.map((report) => ({ ...report, findings: report.findings.map(renumbered) }));
  return { verdict: "done", ...seen, values, reports, complete, seesAll: index.seesAll && seesAll };
}
