// Leaked texts searched for what a real server holds.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { MySafe, init } from 'latchboard';
import { startServer } from './server.mjs';

const VALUE = 'pa$$word-of-the-"mailer"';
const OTHER = 'sk_live_of_the_maps_and_of_nobody_else';
const ACCENTED = 'o café das três às quintas';

let server;
let safe;
let copies;
let memory;
before(async () => {
  await init();
  server = await startServer();
  safe = new MySafe({ clientId: server.clientId, clientSecret: server.clientSecret, baseUrl: server.baseUrl });
  const create = async (name, clientSecret) => {
    const created = await safe.create({ name, url: 'u', clientId: 'c', clientSecret });
    assert.equal(created.verdict, 'done');
    return created.apiSecret.identifier;
  };
  copies = [await create('mailer', VALUE), await create('mailer, too', VALUE)];
  await create('maps', OTHER);
  await create('coffee', ACCENTED);
  await create('short', 'short');
  // The search is loaded for the first of them, and its memory is asked of the engine.
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = async (...given) => {
    const made = await instantiate(...given);
    memory = (made.instance ?? made).exports.memory;
    return made;
  };
  await safe.search('');
  WebAssembly.instantiate = instantiate;
});
after(() => server.stop());

test('a value is found however it is quoted, with its copies and its place', async () => {
  const found = await safe.search(`{\n  "key": ${JSON.stringify(VALUE)}\n}`);
  assert.equal(found.verdict, 'done');
  const [value] = found.values;
  assert.equal(value.sha256, createHash('sha256').update(VALUE).digest('hex'));
  assert.deepEqual(value.apiSecrets.map(({ identifier }) => identifier).sort(), copies.sort());
  assert.deepEqual(value.places, [{ text: 0, line: 2, column: 11, offset: 12, decodings: ['escapes'] }]);
  assert.deepEqual([value.count, value.bytes], [1, Buffer.byteLength(VALUE)]);
  assert.deepEqual(found.texts, [{ name: '', kind: 'text' }]);
  assert.deepEqual([found.lookedFor, found.complete, found.seesAll, found.cut], [3, true, true, false]);
  assert.ok(!JSON.stringify(found).includes('word-of-the'), 'no value is told');
});

test('a value is found in either normal form', async () => {
  for (const [form, decodings] of [['NFC', []], ['NFD', ['nfc']]]) {
    const { values } = await safe.search(`key = ${ACCENTED.normalize(form)}\n`);
    assert.deepEqual(values.map(({ places }) => places[0].decodings), [decodings], form);
  }
});

test('a text without one has none, and says what was looked for', async () => {
  const found = await safe.search(['nothing here', '', new Blob(['nor here: short'])]);
  assert.deepEqual([found.verdict, found.values, found.lookedFor, found.texts.length], ['done', [], 3, 3]);
  assert.deepEqual(found.texts[1].kind, 'empty');
});

test('an access key that sees a part of the vault is not told that there is no more', async () => {
  const made = await server.command('access-key', 'create', '--user', 'maria');
  const [clientId, clientSecret] = ['Client id', 'Client secret'].map((name) => new RegExp(`^${name}: (\\S+)$`, 'm').exec(made)[1]);
  const hers = new MySafe({ clientId, clientSecret, baseUrl: server.baseUrl });
  const found = await hers.search(VALUE);
  assert.deepEqual([found.verdict, found.values, found.lookedFor, found.seesAll], ['done', [], 0, false]);
});

test('a hash that the vault does not have is none of its values, and one that it has is', async () => {
  const hash = (text) => createHash('sha256').update(text).digest('hex');
  const { values } = await safe.search(`image@sha256:${hash('an image')}\nleaked: ${hash(OTHER)}`);
  assert.deepEqual(values.map(({ bytes, apiSecrets }) => [bytes, apiSecrets.map(({ name }) => name)]), [[null, ['maps']]]);
});

test('many short texts leave others their turn', async () => {
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 1);
  await safe.search(Array.from({ length: 20_000 }, (_, number) => `line ${number} of a log`));
  clearInterval(timer);
  assert.ok(turns > 1, `${turns}`);
});

test('texts and files are searched together, megabytes of them, and one hears how far it is', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'latchboard-search-'));
  try {
    const path = join(directory, 'deploy.log');
    const line = `${new Date(0).toISOString()} INFO a line as any other, é\n`;
    await writeFile(path, `${line.repeat(20_000)}KEY=${OTHER}\n${line.repeat(20_000)}`);
    const heard = [];
    const file = await openAsBlob(path);
    const long = `${'𝄞'.repeat(150_001)} ${VALUE} `;
    const found = await safe.search([file, long], { onProgress: (progress) => heard.push(progress) });
    const [other, value] = found.values;
    assert.deepEqual([other.places[0].text, other.places[0].line, other.places[0].column], [0, 20_001, 5]);
    assert.deepEqual([value.places[0].text, value.places[0].line, value.places[0].column], [1, 1, 150_003]);
    assert.deepEqual(found.values.map(({ apiSecrets }) => apiSecrets.length), [1, 2]);
    assert.ok(heard.length > 0 && heard.every(({ searched, found }) => searched <= file.size + 4 * 150_100 && found <= 2));
  } finally {
    await rm(directory, { recursive: true });
  }
});

test("a scanner's findings are told with their values, in its order", async () => {
  const finding = (File, StartLine, Secret) => ({ RuleID: 'generic-api-key', File, StartLine, Secret, Match: `k=${Secret}` });
  const report = JSON.stringify([finding('a/.env', 4, 'sk_live_of_somebody_else'), finding('b/.env', 7, OTHER), finding('c', 1, 'REDACTED')]);
  const { reports, values } = await safe.search(new Blob([report]));
  assert.deepEqual(values[0].apiSecrets.map(({ name }) => name), ['maps']);
  const [{ findings, ...rest }] = reports;
  assert.deepEqual(rest, { text: 0, scanner: 'gitleaks', cut: false });
  assert.deepEqual(findings.map(({ file, line, state, value }) => [file, line, state, value]), [
    ['a/.env', 4, 'searchable', null],
    ['b/.env', 7, 'searchable', 0],
    ['c', 1, 'masked', null],
  ]);
});

test('a search that is aborted says so, and asks for nothing more', async () => {
  const before = await safe.search(VALUE, { signal: AbortSignal.abort() });
  assert.deepEqual([before.verdict, before.code], ['not_attempted', 'stopped']);
  const stop = new AbortController();
  const text = `${'a line of a log without anything in it\n'.repeat(50_000)}${VALUE}`;
  const within = await safe.search(text, { signal: stop.signal, onProgress: () => stop.abort() });
  assert.deepEqual([within.verdict, within.code], ['not_attempted', 'stopped']);
});

test('what is refused before it begins is a value', async () => {
  const stranger = new MySafe({ clientId: server.clientId, clientSecret: 'wrong', baseUrl: server.baseUrl });
  const refused = await stranger.search(VALUE);
  assert.deepEqual([refused.verdict, refused.code, refused.endpoint], ['not_attempted', 'client_rejected', 'token']);
});

test('misuse names the argument and what to pass', async () => {
  const half = VALUE + '\ud800';
  for (const [given, options, message] of [
    [undefined, undefined, 'texts must be a string, a Blob, or an array of them'],
    [7, undefined, 'texts must be a string, a Blob, or an array of them'],
    [[VALUE, null], undefined, 'texts must be a string, a Blob, or an array of them'],
    [half, undefined, 'texts must be a string without half a surrogate pair'],
    ['x'.repeat(50 * 1024 * 1024 + 1), undefined, 'texts must be 50 MiB at most'],
    [VALUE, 7, 'options must be an object such as { signal: controller.signal }'],
    [VALUE, { onProgress: 7 }, 'options.onProgress must be a function of one argument'],
    [VALUE, { signal: 7 }, 'options.signal must be an AbortSignal'],
  ]) {
    await assert.rejects(safe.search(given, options), { name: 'TypeError', message });
  }
});

test('the leaked texts are in no memory of the WebAssembly once they were searched', async () => {
  const text = `LEAK of ${createHash('sha256').update('a text').digest('hex')}`;
  let isThere = false;
  await safe.search(`${text}\n`.repeat(20_000), {
    onProgress: () => {
      isThere ||= Buffer.from(memory.buffer).includes(text);
    },
  });
  assert.ok(isThere, 'while it is searched');
  assert.ok(!Buffer.from(memory.buffer).includes(text), 'afterwards');
});
