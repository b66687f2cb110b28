// For Node.js, whose fetch reads no files: the WebAssembly lies beside this file and is read from there.

import { readFile } from "node:fs/promises";
import { start } from "./load.js";
import { readWith } from "./search.js";

export * from "./api.js";

const beside = (name) => readFile(new URL(`./${name}`, import.meta.url));
readWith(beside);

export function init(source) {
  return start(source ?? beside("latchboard_core_bg.wasm"));
}

export default init;
