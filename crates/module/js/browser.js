// For pages, workers and bundlers: the WebAssembly lies beside this file and is fetched from there.

import { start } from "./api.js";

export {
  Bulk,
  LocationHistory,
  MySafe,
  describeError,
  fingerprint,
  generateSecret,
  validateSecret,
} from "./api.js";


export function init(source) {
  return start(source);
}

export default init;
