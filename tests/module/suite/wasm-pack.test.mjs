// What wasm-pack makes of the crate by itself, for pages and workers and for bundlers: it works without what the package adds.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { startServer } from './server.mjs';

const { LATCHBOARD_BARE_MODULE: BARE, LATCHBOARD_MODULE_FOR_BUNDLERS: FOR_BUNDLERS } = process.env;
if (!BARE || !FOR_BUNDLERS) throw new Error('Start the tests with: cargo xtask test module');

let server;
before(async () => {
  server = await startServer();
});
after(() => server.stop());

test('on a page and in a worker it is loaded from beside it, and makes calls and checks', async () => {
  const { default: init, ...bare } = await import(pathToFileURL(join(BARE, 'latchboard_core.js')));
  await init({ module_or_path: readFileSync(join(BARE, 'latchboard_core_bg.wasm')) });
  assert.equal(bare.fingerprint('abc'), 'ba7816bf8f01');
  assert.deepEqual(bare.validateSecret(''), { valid: false, code: 'secret_empty' });
  assert.throws(() => bare.validateSecret('\uD83D'), /^TypeError: secret must be a string without half a surrogate pair$/);
  const { apiKey, baseUrl, clientId, clientSecret } = server;
  const history = new bare.LocationHistory({ apiKey, baseUrl });
  const registered = await history.register(bare.generateSecret());
  assert.deepEqual([registered.verdict, registered.adminKey.length], ['done', 48]);
  const safe = new bare.MySafe({ baseUrl, clientId, clientSecret });
  const created = await safe.create({ name: 'n', url: 'u', clientId: 'c' });
  const run = safe.bulk('inactive', [created.apiSecret.identifier]);
  assert.equal((await run.run()).counts.done, 1);
});

test('a bundler, or an engine, that takes WebAssembly for a module loads the other one by an import alone', () => {
  const script = `
    import { MySafe, fingerprint, validateSecret } from ${JSON.stringify(pathToFileURL(join(FOR_BUNDLERS, 'latchboard_core.js')))};
    const safe = new MySafe(${JSON.stringify(server)});
    const { verdict, apiSecrets } = await safe.list();
    console.log(JSON.stringify([fingerprint('abc'), validateSecret('').code, verdict, Array.isArray(apiSecrets)]));`;
  const words = ['--experimental-wasm-modules', '--no-warnings', '--input-type=module', '--eval', script];
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8', timeout: 60_000 });
  assert.equal(status, 0, stderr);
  assert.deepEqual(JSON.parse(stdout), ['ba7816bf8f01', 'secret_empty', 'done', true]);
});

test('it is a package with types', () => {
  for (const directory of [BARE, FOR_BUNDLERS]) {
    const { types, main, files } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
    assert.ok(files.includes(types) && files.includes(main), directory);
    const declared = readFileSync(join(directory, types), 'utf8');
    assert.match(declared, /Promise<WithAdminKey \| Failed>/);
    assert.match(declared, /export type Code = \| "secret_empty" \| /);
  }
});
