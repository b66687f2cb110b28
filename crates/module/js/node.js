// For Node.js, whose fetch reads no files: the WebAssembly lies beside this file and is read from there.

import { readFile } from "node:fs/promises";
import { start } from "./load.js";

export * from "./api.js";

export function init(source) {
  return start(source ?? readFile(new URL("./latchboard_core_bg.wasm", import.meta.url)));
}

export default init;
