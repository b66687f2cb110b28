// For pages, workers and bundlers: the WebAssembly lies beside this file and is fetched from there.

import { start } from "./load.js";

export * from "./api.js";

export function init(source) {
  return start(source);
}

export default init;
