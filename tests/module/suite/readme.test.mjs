// The example of the package's readme runs as it stands, against a real server; only address and credentials are filled in.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { MySafe, init } from 'latchboard';
import { startServer } from './server.mjs';

const PACKAGE = new URL('../node_modules/latchboard/', import.meta.url);

let server;
before(async () => {
  server = await startServer();
});
after(() => server.stop());

test('the example of the readme does what it says', async () => {
  await init();
  const { baseUrl, clientId, clientSecret, apiKey } = server;
  const safe = new MySafe({ baseUrl, clientId, clientSecret });
  for (const name of ['one', 'two', 'three']) {
    const created = await safe.create({ name, url: 'u', clientId: 'c', tags: 'leaked' });
    assert.equal(created.verdict, 'done');
  }
  await safe.create({ name: 'four', url: 'u', clientId: 'c', tags: 'fine' });

  const [, example] = /```js\n([\s\S]*?)```/.exec(readFileSync(new URL('README.md', PACKAGE), 'utf8')) ?? [];
  assert.ok(example, 'the readme has an example');
  const filledIn = Object.entries({
    '"http://127.0.0.1:8080"': baseUrl,
    '"API_KEY"': apiKey,
    '"CLIENT_ID"': clientId,
    '"CLIENT_SECRET"': clientSecret,
  }).reduce((text, [placeholder, value]) => {
    assert.ok(text.includes(placeholder), `${placeholder} stands in the example`);
    return text.replaceAll(placeholder, JSON.stringify(value));
  }, example);
  const file = fileURLToPath(new URL('../node_modules/readme-example.mjs', import.meta.url));

  const run = () => {
    writeFileSync(file, filledIn);
    const { status, stdout, stderr } = spawnSync(process.execPath, [file], { encoding: 'utf8', timeout: 60_000 });
    assert.equal(status, 0, stderr);
    return stdout.trim().split('\n');
  };
  const first = run();
  assert.equal(first[0], 'keep it, it is not shown again: 48 characters');
  assert.ok(first.includes('3 of 3 are off'));
  assert.equal(first.at(-1), 'complete');
  // The second time another secret is registered already.
  assert.match(run()[0], /^refused: .+\. .+\.$/);

  const four = (await safe.list({ tag: 'fine' })).apiSecrets[0];
  assert.equal((await safe.read(four.identifier)).verdict, 'done', 'what has another tag stays on');
});
