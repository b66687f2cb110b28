// What stays of secrets in the memory of the WebAssembly: they are there as long as a client needs them, and gone afterwards.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { LocationHistory, MySafe, init } from 'latchboard';
import { startStub } from './server.mjs';

const DEACTIVATED = readFileSync(new URL('../../../crates/contract/fixtures/deactivated.json', import.meta.url));

let stub;
let answer;
let memory;
before(async () => {
  // The package shows its memory to nobody, so the engine is asked on the way.
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = async (...given) => {
    const made = await instantiate(...given);
    memory = (made.instance ?? made).exports.memory;
    return made;
  };
  await init();
  WebAssembly.instantiate = instantiate;
  // A server that takes no idempotency keys, as the vendors' do.
  stub = await startStub((request, body) => (request.url.includes('/capabilities') ? { status: 404, body: '' } : answer(request, body)));
});
after(() => stub.stop());

/** Which of the secrets are in memory, by name. */
function inMemory(secrets) {
  const bytes = Buffer.from(memory.buffer);
  return Object.keys(secrets).filter((name) => bytes.includes(secrets[name]));
}

const made = (...names) => Object.fromEntries(names.map((name) => [name, `${name}-${randomUUID()}`]));
const json = (body) => ({ status: 200, body: JSON.stringify(body) });
const signedIn = (token) => json({ token_type: 'Bearer', expires_in: 3600, access_token: token });

test('free() wipes the API key, and a call leaves nothing of its secrets', async () => {
  const secrets = made('apiKey', 'secret', 'adminKey');
  const { apiKey, secret, adminKey } = secrets;
  answer = () => {
    assert.deepEqual(inMemory({ apiKey, secret }), ['apiKey', 'secret'], 'while the call is under way');
    return json({ adminKey });
  };
  const history = new LocationHistory({ apiKey, baseUrl: stub.baseUrl });
  assert.equal((await history.register(secret)).adminKey, adminKey);
  assert.deepEqual(inMemory(secrets), ['apiKey']);
  history.free();
  assert.deepEqual(inMemory(secrets), []);
});

test('what is freed while a call is under way is wiped when the call is over', async () => {
  const secrets = made('apiKey', 'secret');
  const history = new LocationHistory({ apiKey: secrets.apiKey, baseUrl: stub.baseUrl });
  answer = () => {
    history.free();
    assert.deepEqual(inMemory(secrets), ['apiKey', 'secret']);
    return json({ adminKey: 'k' });
  };
  assert.equal((await history.register(secrets.secret)).verdict, 'done');
  assert.deepEqual(inMemory(secrets), []);
});

test('free() wipes client secret and token, once the runs that sign in with them are freed as well', async () => {
  const secrets = made('clientSecret', 'token');
  answer = () => signedIn(secrets.token);
  const safe = new MySafe({ clientId: 'i', clientSecret: secrets.clientSecret, baseUrl: stub.baseUrl });
  assert.deepEqual(inMemory(secrets), ['clientSecret']);
  assert.equal((await safe.signIn()).verdict, 'done');
  assert.deepEqual(inMemory(secrets), ['clientSecret', 'token']);

  const run = safe.bulk('inactive', ['43']);
  const undo = run.undo();
  safe.free();
  run.free();
  assert.deepEqual(inMemory(secrets), ['clientSecret', 'token'], 'the other run may still begin');
  undo.free();
  assert.deepEqual(inMemory(secrets), []);
});

test('a run that is freed goes on, and what it signs in with is wiped when it ends', async () => {
  const secrets = made('clientSecret', 'token');
  const safe = new MySafe({ clientId: 'i', clientSecret: secrets.clientSecret, baseUrl: stub.baseUrl });
  const run = safe.bulk('inactive', ['43']);
  answer = (request) => {
    if (request.url.includes('/oauth2/token')) return signedIn(secrets.token);
    safe.free();
    run.free();
    assert.deepEqual(inMemory(secrets), ['clientSecret', 'token']);
    return { status: 200, body: DEACTIVATED };
  };
  assert.equal((await run.run()).counts.done, 1);
  assert.deepEqual(inMemory(secrets), []);
});

test('whatever is asked of an object after free() throws an Error', () => {
  const history = new LocationHistory({ apiKey: 'k', baseUrl: stub.baseUrl });
  const safe = new MySafe({ clientId: 'i', clientSecret: 's', baseUrl: stub.baseUrl });
  const run = safe.bulk('inactive', []);
  for (const object of [history, safe, run]) object.free();
  const late = [() => history.register('s'), () => history.free(), () => safe.list(), () => run.run(), () => run.counts];
  for (const call of late) assert.throws(call, Error);
});
