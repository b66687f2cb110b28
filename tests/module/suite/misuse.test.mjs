// Misuse throws, or rejects the promise, with a TypeError that names the argument or its member and says what to pass, for
// every argument there is, and quotes nothing of what was passed. Half a surrogate pair is misuse in every text.

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { LocationHistory, MySafe, fingerprint, init, validateSecret } from 'latchboard';

const baseUrl = 'http://127.0.0.1:1';
const SECRET = 'do-not-quote-me';
const HALF = `${SECRET}\uD83D`;
const WHOLE = 'a string without half a surrogate pair';
const TEXT = 'a string';
const HASH = 'a string of 64 hexadecimal digits';
const DIGITS = 'a string of digits, such as "43"';
const FLAG = 'a boolean';
const SIGNAL = 'an AbortSignal';
const KEY = 'the idempotencyKey of the result, or null';
const SHARE = 'an object such as { name: "…", canEdit: false }';
const ADDRESS = 'an address such as "https://latchboard.example", without query or user';

let history;
let safe;
let run;
before(async () => {
  await init();
  history = new LocationHistory({ apiKey: 'k', baseUrl });
  safe = new MySafe({ clientId: 'i', clientSecret: 's', baseUrl });
  run = safe.bulk('active', []);
});

const history_ = { apiKey: 'k', baseUrl };
const safe_ = { clientId: 'i', clientSecret: 's', baseUrl };
const new_ = { name: 'n', url: 'u', clientId: 'c' };
const lostKey = { call: 'update_secret', secret: 's', newSecret: 't' };
const lostNew = { call: 'create_api_secret', apiSecret: new_ };

/** Where an argument goes in, what it is called in messages, and what belongs there. */
const OBJECTS = [
  ['options', 'an object such as { role: "chosen" }', (it) => validateSecret('s', it)],
  ['options', 'an object such as { apiKey: "…" }', (it) => new LocationHistory(it)],
  ['options', 'an object such as { clientId: "…", clientSecret: "…" }', (it) => new MySafe(it)],
  ['options', 'an object such as { signal: controller.signal }', (it) => history.register('s', it)],
  ['options', 'an object such as { signal: controller.signal }', (it) => history.updateSecret('s', 't', it)],
  ['options', 'an object such as { signal: controller.signal }', (it) => history.regenerateKey('s', it)],
  ['options', 'an object such as { signal: controller.signal }', (it) => history.settings('s', it)],
  ['options', 'an object such as { signal: controller.signal }', (it) => history.changeSettings('s', { positions: true }, it)],
  ['options', 'an object such as { signal: controller.signal }', (it) => history.resolve(lostKey, it)],
  ['options', 'an object such as { signal: controller.signal }', (it) => safe.signIn(it)],
  ['options', 'an object such as { tag: "production" }', (it) => safe.list(it)],
  ['options', 'an object such as { signal: controller.signal }', (it) => safe.read('1', it)],
  ['options', 'an object such as { signal: controller.signal }', (it) => safe.find({ secret: 's' }, it)],
  ['options', 'an object such as { signal: controller.signal }', (it) => safe.capabilities(it)],
  ['options', 'an object such as { signal: controller.signal }', (it) => safe.create(new_, it)],
  ['options', 'an object such as { signal: controller.signal }', (it) => safe.update('1', { name: 'n' }, it)],
  ['options', 'an object such as { signal: controller.signal }', (it) => safe.activate('1', it)],
  ['options', 'an object such as { signal: controller.signal }', (it) => safe.deactivate('1', it)],
  ['options', 'an object such as { signal: controller.signal }', (it) => safe.resolve(lostNew, it)],
  ['options', 'an object such as { signal: controller.signal }', (it) => run.run(it)],
  ['consent', 'an object with positions or transitions, such as { positions: true }', (it) => history.changeSettings('s', it)],
  ['lost', 'an object such as { call: "register", secret: "…" }', (it) => history.resolve(it)],
  ['lost', 'an object such as { call: "deactivate", identifier: "43" }', (it) => safe.resolve(it)],
  ['leaked', 'an object such as { secret: "…" } or { sha256: "…" }', (it) => safe.find(it)],
  ['apiSecret', 'an object such as { name: "…", url: "…", clientId: "…" }', (it) => safe.create(it)],
  ['change', 'an object such as { name: "…" }', (it) => safe.update('1', it)],
  ['lost.apiSecret', 'an object such as { name: "…", url: "…", clientId: "…" }', (it) => safe.resolve({ ...lostNew, apiSecret: it })],
  ['apiSecret.usersAllowed[1]', SHARE, (it) => safe.create({ ...new_, usersAllowed: [{ name: 'n' }, it] })],
  ['change.groupsAllowed[0]', SHARE, (it) => safe.update('1', { groupsAllowed: [it] })],
];

const optionalTexts = (name, into) => [name, TEXT, into, { optional: true }];

const TEXTS = [
  ['secret', TEXT, (it) => validateSecret(it)],
  optionalTexts('options.apiKey', (it) => validateSecret('s', { apiKey: it })),
  optionalTexts('options.adminKey', (it) => validateSecret('s', { adminKey: it })),
  ['secret', 'a string, or a Uint8Array', (it) => fingerprint(it)],
  ['options.apiKey', TEXT, (it) => new LocationHistory({ ...history_, apiKey: it })],
  optionalTexts('options.baseUrl', (it) => new LocationHistory({ ...history_, baseUrl: it ?? baseUrl })),
  ['options.clientId', TEXT, (it) => new MySafe({ ...safe_, clientId: it })],
  ['options.clientSecret', TEXT, (it) => new MySafe({ ...safe_, clientSecret: it })],
  optionalTexts('options.tenant', (it) => new MySafe({ ...safe_, tenant: it })),
  optionalTexts('options.baseUrl', (it) => new MySafe({ ...safe_, baseUrl: it ?? baseUrl })),
  ['secret', TEXT, (it) => history.register(it)],
  ['secret', TEXT, (it) => history.updateSecret(it, 't')],
  ['newSecret', TEXT, (it) => history.updateSecret('s', it)],
  ['secret', TEXT, (it) => history.regenerateKey(it)],
  ['adminKey', TEXT, (it) => history.settings(it)],
  ['adminKey', TEXT, (it) => history.changeSettings(it, { positions: true })],
  ['lost.secret', TEXT, (it) => history.resolve({ ...lostKey, secret: it })],
  ['lost.newSecret', TEXT, (it) => history.resolve({ ...lostKey, newSecret: it })],
  optionalTexts('lost.idempotencyKey', (it) => history.resolve({ ...lostKey, idempotencyKey: it }, { signal: AbortSignal.abort() })),
  optionalTexts('options.tag', (it) => safe.list({ tag: it, signal: AbortSignal.abort() })),
  optionalTexts('options.identifierCode', (it) => safe.list({ identifierCode: it, signal: AbortSignal.abort() })),
  ['identifier', DIGITS, (it) => safe.read(it)],
  ['identifier', DIGITS, (it) => safe.update(it, { name: 'n' })],
  ['identifier', DIGITS, (it) => safe.activate(it)],
  ['identifier', DIGITS, (it) => safe.deactivate(it)],
  ['identifiers[1]', DIGITS, (it) => safe.bulk('active', ['1', it])],
  ['lost.identifier', DIGITS, (it) => safe.resolve({ call: 'activate', identifier: it })],
  optionalTexts('lost.idempotencyKey', (it) => safe.resolve({ ...lostNew, idempotencyKey: it }, { signal: AbortSignal.abort() })),
  ['leaked.secret', TEXT, (it) => safe.find({ secret: it ?? 1 })],
  ['leaked.sha256', HASH, (it) => safe.find({ sha256: it ?? 1 })],
  ['sha256[1]', HASH, (it) => safe.findAll(['0'.repeat(64), it])],
  ...['name', 'url', 'clientId'].map((name) => [`apiSecret.${name}`, TEXT, (it) => safe.create({ ...new_, [name]: it })]),
  ...['name', 'url', 'clientId'].map((name) => [
    `lost.apiSecret.${name}`,
    TEXT,
    (it) => safe.resolve({ ...lostNew, apiSecret: { ...new_, [name]: it } }),
  ]),
  ...['clientSecret', 'identifierCode', 'method', 'tags', 'notes'].map((name) =>
    optionalTexts(`apiSecret.${name}`, (it) => safe.create({ ...new_, [name]: it }, { signal: AbortSignal.abort() })),
  ),
  ...['name', 'url', 'clientId', 'clientSecret', 'identifierCode', 'method', 'tags', 'notes'].map((name) =>
    optionalTexts(`change.${name}`, (it) => safe.update('1', { [name]: it }, { signal: AbortSignal.abort() })),
  ),
  ['apiSecret.usersAllowed[0].name', TEXT, (it) => safe.create({ ...new_, usersAllowed: [{ name: it }] })],
  ['change.groupsAllowed[0].name', TEXT, (it) => safe.update('1', { groupsAllowed: [{ name: it }] })],
];

const REGISTERED = '"register", "update_secret" or "regenerate_key"';
const SWITCHED = '"activate", "deactivate" or "create_api_secret"';
const STATES = '"active" or "inactive"';

/** Everything else: what it is called, what belongs there, how it goes in, and what does not fit. */
const OTHERS = [
  ['options.role', '"chosen" or "present"', (it) => validateSecret('s', { role: it }), [SECRET, 1]],
  ['options.service', '"location_history" or "geofencing"', (it) => new LocationHistory({ ...history_, service: it }), [SECRET, 1]],
  ['options.baseUrl', ADDRESS, (it) => new LocationHistory({ ...history_, baseUrl: it }), ['localhost', 'http://a?b', 'http://u@a']],
  ['options.baseUrl', ADDRESS, (it) => new MySafe({ ...safe_, baseUrl: it }), ['localhost', 'ftp://a', 'http://a#b']],
  ['options.signal', SIGNAL, (it) => history.register('s', { signal: it }), [1, SECRET, {}]],
  ['options.signal', SIGNAL, (it) => safe.list({ signal: it }), [1, SECRET, {}]],
  ['options.signal', SIGNAL, (it) => run.run({ signal: it }), [1, SECRET, {}]],
  ['options.signal', SIGNAL, (it) => safe.readIndex({ signal: it }), [1, SECRET, {}]],
  ['sha256[0]', HASH, (it) => safe.findAll([it]), ['0', 'g'.repeat(64)]],
  ['sha256', 'an array of at least one', (it) => safe.findAll(it), [[]]],
  ['options.concurrency', 'a whole number from 1 to 256', (it) => run.run({ concurrency: it }), [0, 257, 1.5, NaN, SECRET]],
  ['options.onProgress', 'a function of one argument', (it) => run.run({ onProgress: it }), [1, SECRET, {}]],
  ['consent.positions', FLAG, (it) => history.changeSettings('s', { positions: it }), [1, SECRET]],
  ['consent.transitions', FLAG, (it) => history.changeSettings('s', { transitions: it }), [1, SECRET]],
  ['lost.call', REGISTERED, (it) => history.resolve({ ...lostKey, call: it }), [undefined, 'settings', SECRET, 1]],
  ['lost.call', SWITCHED, (it) => safe.resolve({ ...lostNew, call: it }), [undefined, 'read', SECRET, 1]],
  ['lost.question', 'the question of the resolution before it', (it) => history.resolve({ ...lostKey, question: it }), ['claim_registration']],
  ['lost.idempotencyKey', KEY, (it) => history.resolve({ ...lostKey, idempotencyKey: it }), ['', 'a\nb']],
  ['lost.idempotencyKey', KEY, (it) => safe.resolve({ ...lostNew, idempotencyKey: it }), ['', 'a\nb']],
  ['lost.identifier', DIGITS, (it) => safe.resolve({ call: 'activate', identifier: it }), ['x', SECRET]],
  ['identifiers[0]', DIGITS, (it) => safe.bulk('active', [it]), ['x', SECRET]],
  ['identifiers', 'an array', (it) => safe.bulk('active', it), [undefined, null, 1, {}]],
  ['state', STATES, (it) => safe.bulk(it, []), [undefined, 'off', SECRET, 1]],
  ['leaked', 'an object such as { secret: "…" } or { sha256: "…" }', (it) => safe.find(it), [{}, { secret: 's', sha256: 'a'.repeat(64) }]],
  ['leaked.sha256', 'a string of 64 hexadecimal digits', (it) => safe.find({ sha256: it }), ['a'.repeat(63), SECRET]],
  ['apiSecret.usersAllowed', 'an array', (it) => safe.create({ ...new_, usersAllowed: it }), [1, {}]],
  ['change.groupsAllowed', 'an array', (it) => safe.update('1', { groupsAllowed: it }), [1, {}]],
  ['apiSecret.usersAllowed[0].canEdit', FLAG, (it) => safe.create({ ...new_, usersAllowed: [{ name: 'n', canEdit: it }] }), [1, SECRET]],
];

/** What was thrown, or what the promise was rejected with. */
async function misused(call) {
  const error = await (async () => call())().then(
    () => assert.fail(`no misuse: ${call}`),
    (thrown) => thrown,
  );
  assert.ok(error instanceof TypeError, `${call}: ${error}`);
  assert.ok(!error.message.includes(SECRET), error.message);
  return error.message;
}

test('every argument that is an object', async () => {
  for (const [name, expected, into] of OBJECTS) {
    // To serde a list inside is an object, one without what it must have.
    for (const wrong of [1, SECRET, true, () => SECRET, ...(/[.[]/.test(name) ? [] : [[SECRET]])]) {
      assert.equal(await misused(() => into(wrong)), `${name} must be ${expected}`, into);
    }
  }
});

test('every text', async () => {
  for (const [name, expected, into, { optional = false } = {}] of TEXTS) {
    for (const wrong of [1, true, {}, [SECRET], ...(optional ? [] : [undefined, null])]) {
      assert.equal(await misused(() => into(wrong)), `${name} must be ${expected}`, into);
    }
    for (const half of [HALF, '\uDC00', `${SECRET}\uDC00\uD800`]) {
      assert.equal(await misused(() => into(half)), `${name} must be ${WHOLE}`, into);
    }
    if (optional) for (const left of [undefined, null]) await into(left);
  }
});

test('everything else that has a type', async () => {
  for (const [name, expected, into, wrongs] of OTHERS) {
    for (const wrong of wrongs) assert.equal(await misused(() => into(wrong)), `${name} must be ${expected}`, into);
  }
});

test('what must not be left out of an object is named', async () => {
  for (const [full, required, into, what] of [
    [history_, ['apiKey'], (it) => new LocationHistory(it), 'options'],
    [safe_, ['clientId', 'clientSecret'], (it) => new MySafe(it), 'options'],
    [new_, ['name', 'url', 'clientId'], (it) => safe.create(it), 'apiSecret'],
    [lostKey, ['secret', 'newSecret'], (it) => history.resolve(it), 'lost'],
  ]) {
    for (const name of required) {
      const { [name]: _, ...rest } = full;
      assert.equal(await misused(() => into(rest)), `${what}.${name} must be a string`);
    }
  }
  assert.match(await misused(() => new LocationHistory({ apiKey: 'k' })), /^options\.baseUrl must be the server's address/);
  assert.equal(await misused(() => safe.update('1', { usersAllowed: [{}] })), 'change.usersAllowed[0].name must be a string');
});
