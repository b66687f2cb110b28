// What the package exports, whichever way it is loaded.

import * as core from "./latchboard_core.js";
// All texts in all languages are as much as a third of the WebAssembly: loaded when somebody wants to read one.
import { ERRORS, TEXTS } from "./languages.js";
import { ready } from "./load.js";
import { search } from "./search.js";

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

function known(things, name, what, expected) {
  if (typeof name === "string" && Object.hasOwn(things, name)) return things[name];
  throw new TypeError(`${what} must be ${expected}`);
}

async function inLanguage(files, language) {
  const load = known(files, language, "language", Object.keys(files).map((tag) => `"${tag}"`).join(" or "));
  return (await load()).default;
}

export function loadTexts(language = "en") {
  return inLanguage(TEXTS, language);
}

export async function describeError(code, endpoint, language = "en") {
  const { calls, codes } = await inLanguage(ERRORS, language);
  const { meaning, docs, entries } = known(codes, code, "code", 'the code of a result, such as "not_found"');
  const call = known(calls, endpoint, "endpoint", 'the endpoint of a result, such as "register"');
  // Where the code can't occur, what holds for it elsewhere: a text is better than none.
  const { cause, remedy, action, actionText, retry } = entries.find(({ at }) => at.includes(endpoint)) ?? entries[0];
  return { code, endpoint, call, meaning, cause, remedy, action, actionText, retry, docs };
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

  search(texts, options) {
    return search(this, texts, options);
  }
}

export { Bulk } from "./latchboard_core.js";
