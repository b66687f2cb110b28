// What both ways of loading have in common: load once, and say so where somebody forgot to.

import load, * as core from "./latchboard_core.js";

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

function ready() {
  if (!loaded) throw new Error("latchboard is not loaded yet: `await init()` comes first, once");
}

export function validateSecret(secret, options) {
  ready();
  return core.validateSecret(secret, options);
}

export function generateSecret() {
  ready();
  return core.generateSecret();
}

export function fingerprint(secret) {
  ready();
  return core.fingerprint(secret);
}

export function describeError(code, endpoint, language) {
  ready();
  return core.describeError(code, endpoint, language);
}

export class LocationHistory extends core.LocationHistory {
  constructor(options) {
    ready();
    super(options);
  }
}

export class MySafe extends core.MySafe {
  constructor(options) {
    ready();
    super(options);
  }
}

export { Bulk } from "./latchboard_core.js";
