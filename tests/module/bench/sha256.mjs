// SHA-256 of one megabyte in Node.js: the module, `crypto.subtle`, `@noble/hashes`. Answers with JSON; the table is made by
// `cargo xtask bench module`. One after the other in every round, so that a disturbance meets all of them.

import { sha256 } from '@noble/hashes/sha2.js';
import { fingerprint, init } from 'latchboard';

const MEGABYTE = 1_000_000;
const ROUNDS = 60;

await init();
const text = 'a'.repeat(MEGABYTE);
const bytes = new TextEncoder().encode(text);
const contenders = [
  ['latchboard, Uint8Array', () => fingerprint(bytes)],
  ['latchboard, string', () => fingerprint(text)],
  ['crypto.subtle', () => crypto.subtle.digest('SHA-256', bytes)],
  ['@noble/hashes', () => sha256(bytes)],
].map(([name, run]) => ({ name, run, milliseconds: [] }));

for (let round = 0; round < ROUNDS; round += 1) {
  for (const { run, milliseconds } of contenders) {
    const started = performance.now();
    await run();
    milliseconds.push(performance.now() - started);
  }
}
console.log(JSON.stringify(contenders.map(({ name, milliseconds }) => ({ name, milliseconds }))));
