// What both ways of loading have in common: load once, and say so where somebody forgot to.

import load from "./latchboard_core.js";

let loading;
let loaded = false;

/** Loads the WebAssembly, once; a failed attempt may be repeated. */
export function start(source) {
  loading ??= load({ module_or_path: source }).then(
    () => {
      loaded = true;
    },
    (error) => {
      loading = undefined;
      throw error;
    },
  );
  return loading;
}

/** Throws where it was not loaded. */
export function ready() {
  if (!loaded) throw new TypeError("latchboard is not loaded yet: `await init()` comes first, once");
}
