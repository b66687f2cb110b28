// The module against a real server: each outcome that the documents name.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { LocationHistory, MySafe, init } from 'latchboard';
import { startServer } from './server.mjs';

let server;
before(async () => {
  await init();
  server = await startServer();
});
after(() => server.stop());

test('the life of an admin key', async () => {
  const history = new LocationHistory({ apiKey: server.apiKey, baseUrl: server.baseUrl });
  const [first, second] = ['the first secret', 'the second "secret" é'];

  assert.equal((await history.regenerateKey(first)).code, 'secret_rejected');
  const empty = await history.register('');
  assert.deepEqual([empty.verdict, empty.code, empty.status], ['not_attempted', 'secret_empty', null]);

  const registered = await history.register(first);
  assert.equal(registered.verdict, 'done');
  assert.equal(registered.adminKey.length, 48);

  const read = await history.settings(registered.adminKey);
  assert.equal(read.settings.accountSettings.maxObjects, 1000);
  assert.equal(read.settings.accountSettings.maxProjects, null);
  const changed = await history.changeSettings(registered.adminKey, { positions: true });
  assert.deepEqual(changed, { verdict: 'done', consent: { positions: true, transitions: null } });

  const again = await history.register(first);
  assert.deepEqual([again.verdict, again.code, again.status, again.endpoint], ['refused', 'already_registered', 403, 'register']);

  // As if the first answer had been lost: the documented questions lead to the truth.
  const asked = await history.resolve({ call: 'register', secret: first });
  assert.deepEqual([asked.conclusion, asked.question, asked.killsAdminKey], ['ask', 'claim_registration', true]);
  const claimed = await history.resolve({ call: 'register', secret: first, question: asked.question });
  assert.deepEqual([claimed.conclusion, claimed.finding], ['settled', 'as_asked']);
  assert.equal(claimed.adminKey.length, 48);
  const stranger = await history.resolve({ call: 'register', secret: 'not that one', question: 'claim_registration' });
  assert.deepEqual([stranger.finding, stranger.adminKey], ['another_secret', null]);
  assert.equal((await history.settings(registered.adminKey)).code, 'admin_key_rejected');

  assert.deepEqual(await history.updateSecret(first, second), { verdict: 'done', adminKey: null });
  const unchanged = await history.updateSecret(second, second);
  assert.deepEqual([unchanged.verdict, unchanged.code], ['not_attempted', 'secret_unchanged']);
  const lost = { call: 'update_secret', secret: first, newSecret: second };
  const probably = await history.resolve(lost);
  assert.equal(probably.question, 'confirm_new_secret');
  assert.equal((await history.resolve({ ...lost, question: probably.question })).finding, 'as_asked');

  const geofencing = new LocationHistory({ apiKey: server.apiKey, baseUrl: `${server.baseUrl}/`, service: 'geofencing' });
  const twin = await geofencing.register(first);
  assert.equal((await geofencing.settings(twin.adminKey)).settings.accountSettings.maxProjects, 10);

  const wrong = new LocationHistory({ apiKey: 'not-the-api-key', baseUrl: server.baseUrl });
  assert.equal((await wrong.register(first)).code, 'api_key_rejected');
  history.free();
});

test('the life of API secrets', async () => {
  const stranger = new MySafe({ clientId: server.clientId, clientSecret: 'wrong', baseUrl: server.baseUrl });
  const refused = await stranger.signIn();
  assert.deepEqual([refused.verdict, refused.code, refused.endpoint], ['refused', 'client_rejected', 'token']);
  const listless = await stranger.list();
  assert.deepEqual([listless.verdict, listless.endpoint], ['not_attempted', 'token'], 'the list was never asked for');

  const safe = new MySafe({ clientId: server.clientId, clientSecret: server.clientSecret, baseUrl: server.baseUrl });
  assert.deepEqual(await safe.signIn(), { verdict: 'done' });
  assert.deepEqual(await safe.list(), { verdict: 'done', apiSecrets: [] });

  const identifiers = [];
  for (let number = 0; number < 12; number += 1) {
    const created = await safe.create({
      name: `secret ${number}`,
      url: 'www.url.com',
      clientId: 'app',
      clientSecret: 'sk_live',
      identifierCode: `code-${number}`,
      tags: number % 2 ? 'odd' : 'even',
    });
    assert.equal(created.verdict, 'done');
    identifiers.push(created.apiSecret.identifier);
  }
  const [first] = identifiers;
  const { apiSecrets } = await safe.list();
  assert.equal(apiSecrets.length, 12);
  assert.deepEqual(Object.keys(apiSecrets[0]), ['identifier', 'name', 'needJustify', 'needApproval', 'canView', 'canWrite']);
  assert.equal((await safe.list({ tag: 'odd' })).apiSecrets.length, 6);
  assert.equal((await safe.list({ identifierCode: 'code-3' })).apiSecrets[0].name, 'secret 3');

  const { capabilities } = await safe.capabilities();
  assert.ok(capabilities.extensions.includes('find'), JSON.stringify(capabilities));
  assert.match(capabilities.version, /^\d+\.\d+\.\d+$/);
  assert.deepEqual([capabilities.rehearsal, capabilities.upstreams], [false, { locationHistory: null, mySafe: null }]);
  const leaked = await safe.find({ secret: 'sk_live' });
  assert.deepEqual([leaked.verdict, leaked.apiSecrets.length, leaked.complete, leaked.seesAll], ['done', 12, true, true]);
  const expected = { identifier: first, name: 'secret 0', identifierCode: 'code-0', active: true, canWrite: true };
  assert.deepEqual(leaked.apiSecrets.find(({ identifier }) => identifier === first), expected);
  const sha256 = createHash('sha256').update('sk_live').digest('hex');
  assert.deepEqual(await safe.find({ sha256 }), leaked);
  assert.deepEqual((await safe.find({ secret: 'sk_liv' })).apiSecrets, []);

  const taken = await safe.create({ name: 'n', url: 'u', clientId: 'c', identifierCode: 'code-3' });
  assert.deepEqual([taken.verdict, taken.code, taken.vendorCode], ['refused', 'identifier_code_taken', '1001']);
  const nameless = await safe.create({ name: ' ', url: 'u', clientId: 'c' });
  assert.deepEqual([nameless.verdict, nameless.code], ['not_attempted', 'field_missing']);
  const updated = await safe.update(first, { name: 'renamed', notes: 'é', usersAllowed: [] });
  assert.deepEqual([updated.apiSecret.name, updated.apiSecret.notes], ['renamed', 'é']);
  assert.equal((await safe.read(first)).apiSecret.clientSecret, 'sk_live', 'what was not sent stays');

  assert.deepEqual(await safe.deactivate(first), { verdict: 'done' });
  assert.deepEqual(await safe.deactivate(first), { verdict: 'already_so' });
  assert.equal((await safe.read(first)).code, 'inactive');
  assert.deepEqual(await safe.activate(first), { verdict: 'done' });
  assert.equal((await safe.activate('999999')).code, 'not_found');

  const settled = await safe.resolve({ call: 'activate', identifier: first });
  assert.deepEqual([settled.conclusion, settled.finding], ['settled', 'as_asked']);
  assert.equal((await safe.resolve({ call: 'deactivate', identifier: '999999' })).finding, 'gone');
  const made = { name: 'secret 3', url: 'u', clientId: 'c', identifierCode: 'code-3' };
  assert.equal((await safe.resolve({ call: 'create_api_secret', apiSecret: made })).finding, 'perhaps_made', 'it may be older');
  const unmade = { ...made, identifierCode: 'code-99' };
  assert.equal((await safe.resolve({ call: 'create_api_secret', apiSecret: unmade })).finding, 'not_made');

  const run = safe.bulk('inactive', [...identifiers, '999999', first]);
  const seen = [];
  const ended = await run.run({ onProgress: (progress) => seen.push(progress), concurrency: 3 });
  assert.equal(ended.ended, 'complete');
  assert.deepEqual(ended.counts, { waiting: 0, underWay: 0, done: 12, alreadySo: 0, refused: 1, notAttempted: 0, unknown: 0 });
  assert.deepEqual(run.counts, ended.counts);
  assert.equal(seen.length, 26, 'sent and answered, each once');
  assert.ok(Math.max(...seen.map(({ counts }) => counts.underWay)) <= 3);
  assert.equal(seen.filter(({ result }) => result?.verdict === 'done').length, 12);
  const gone = run.verdicts().at(-1);
  assert.deepEqual([gone.identifier, gone.verdict, gone.code], ['999999', 'refused', 'not_found']);
  assert.equal(run.retryFailed(), 1);
  assert.deepEqual(run.perhapsChanged(), []);

  const undo = run.undo();
  assert.equal(undo.counts.waiting, 12);
  assert.equal((await undo.run()).counts.done, 12);
  assert.ok((await safe.read(first)).verdict === 'done');
});

test('a bulk run is stopped by its signal and goes on where it stopped', async () => {
  const safe = new MySafe({ clientId: server.clientId, clientSecret: server.clientSecret, baseUrl: server.baseUrl });
  const { apiSecrets } = await safe.list();
  const run = safe.bulk('inactive', apiSecrets.map(({ identifier }) => identifier));
  const stop = new AbortController();
  const onProgress = ({ counts }) => {
    if (counts.done === 3) stop.abort();
  };
  const first = run.run({ signal: stop.signal, concurrency: 1, onProgress });
  for (const method of ['verdicts', 'retryFailed', 'undo', 'perhapsChanged']) {
    assert.throws(() => run[method](), /^TypeError: .*under way/);
  }
  await assert.rejects(run.run(), /^TypeError: .*under way/);
  const stopped = await first;
  assert.deepEqual([stopped.ended, stopped.counts.done, stopped.counts.waiting], ['stopped', 3, 9]);
  const waiting = run.verdicts().at(-1);
  assert.deepEqual([waiting.verdict, waiting.code], ['not_attempted', 'stopped']);

  assert.equal((await run.run()).counts.done, 12);

  const back = run.undo();
  const thrown = new Error('from the callback');
  await assert.rejects(
    back.run({
      concurrency: 1,
      onProgress: () => {
        throw thrown;
      },
    }),
    thrown,
  );
  assert.ok(back.counts.waiting > 0, 'nobody watched, so nothing more was sent');
  assert.equal((await back.run()).ended, 'complete');
  assert.equal(back.counts.done, 12);
});
