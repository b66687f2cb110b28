// The golden answers give the same verdicts here as in Rust; and what became of calls that were aborted or never answered.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { LocationHistory, MySafe, describeError, init } from 'latchboard';
import { startStub } from './server.mjs';

const FIXTURES = new URL('../../../crates/contract/fixtures/answers/', import.meta.url);
const TOKEN = { status: 200, body: '{"token_type":"Bearer","expires_in":3600,"access_token":"tok3n"}' };

/** How each endpoint is called. */
const CALLS = {
  register: ({ history }) => history.register('s3cret-in-use'),
  update_secret: ({ history }) => history.updateSecret('s3cret-in-use', 'another-s3cret'),
  regenerate_key: ({ history }) => history.regenerateKey('s3cret-in-use'),
  read_settings: ({ history }) => history.settings('adm1n-key'),
  change_settings: ({ history }) => history.changeSettings('adm1n-key', { positions: true }),
  token: ({ safe }) => safe.signIn(),
  list_api_secrets: ({ safe }) => safe.list(),
  read_api_secret: ({ safe }) => safe.read('43'),
  create_api_secret: ({ safe }) => safe.create({ name: 'n', url: 'u', clientId: 'c' }),
  update_api_secret: ({ safe }) => safe.update('43', { name: 'n' }),
  deactivate: ({ safe }) => safe.deactivate('43'),
  activate: ({ safe }) => safe.activate('43'),
  find: ({ safe }) => safe.find({ secret: 'l3aked' }),
  read_capabilities: ({ safe }) => safe.capabilities(),
};

/** The module makes no such calls. */
const NOT_CALLED = ['health'];

/** What a server that does not know the question answers it with: it offers nothing, which is an answer. */
const SOMEBODY_ELSES = ['not_authorised', 'address_wrong', 'refused', 'answer_unreadable'];

/** Calls that the client sends again by itself after failures that pass, with seconds in between. */
const REPEATED = ['read_settings', 'list_api_secrets', 'read_api_secret', 'find', 'deactivate', 'activate'];
const PASSING = ['rate_limited', 'upstream_failed', 'upstream_timed_out', 'timed_out', 'connection_failed', 'unreachable'];

/** What a reply in the fixtures is called here. */
const REPLIES = {
  admin_key: (result, key) => assert.equal(result.adminKey, key),
};

let stub;
let answer;
before(async () => {
  await init();
  stub = await startStub((request, body) => answer(request, body));
});
after(() => stub.stop());

function clients() {
  const { baseUrl } = stub;
  // An API key of its own for each: the pace is kept per key.
  const apiKey = `k3y-${Math.random()}`;
  return {
    history: new LocationHistory({ apiKey, baseUrl }),
    safe: new MySafe({ clientId: 'i', clientSecret: 'client-s3cret', baseUrl }),
  };
}

function recorded(fixture) {
  if (fixture.status === null) return null;
  const { body, body_hex: hex } = fixture;
  const bytes = hex === undefined ? (typeof body === 'string' ? body : body && JSON.stringify(body)) : Buffer.from(hex, 'hex');
  return { status: fixture.status, headers: fixture.headers, body: bytes };
}

const files = readdirSync(FIXTURES).filter((name) => name.endsWith('.json'));

for (const file of files) {
  const fixture = JSON.parse(readFileSync(new URL(file, FIXTURES), 'utf8'));
  test(`${file}: ${fixture.what}`, async () => {
    for (const [endpoint, expected] of Object.entries(fixture.expect)) {
      const call = CALLS[endpoint];
      if (!call) {
        assert.ok(NOT_CALLED.includes(endpoint), `${endpoint} has no call`);
        continue;
      }
      // fetch does not let anybody see a redirect that is not followed: an answer that can't be read.
      const code = fixture.status >= 300 && fixture.status < 400 ? 'connection_failed' : expected.code;
      // The client would send it again after a pause, and again: that is tested where no clock is needed.
      if (REPEATED.includes(endpoint) && PASSING.includes(code)) continue;
      answer = (request) => (endpoint !== 'token' && request.url.includes('/oauth2/token') ? TOKEN : recorded(fixture));
      const result = await call(clients());
      if (endpoint === 'read_capabilities' && SOMEBODY_ELSES.includes(code)) {
        assert.deepEqual(result, { verdict: 'done', capabilities: null });
        continue;
      }
      const where = `${file} as the answer to ${endpoint}: ${JSON.stringify(result)}`;
      assert.equal(result.verdict, expected.verdict, where);
      assert.equal(result.code, code, where);
      if (code) {
        assert.equal(result.endpoint, endpoint, where);
        for (const [name, member] of code !== expected.code ? [] : [['vendorCode', 'vendor_code'], ['vendorText', 'vendor_text'], ['retryAfter', 'retry_after']]) {
          if (member in expected) assert.equal(result[name], expected[member], where);
        }
        assert.ok((await describeError(result.code, result.endpoint)).remedy.length > 10, where);
      } else if (expected.reply && typeof expected.reply === 'object') {
        for (const [name, value] of Object.entries(expected.reply)) REPLIES[name]?.(result, value);
      }
    }
  });
}

test('every call is tried with a good number of answers', () => {
  assert.ok(files.length >= 40, `${files.length} fixtures`);
});

test('what the server echoes of a secret is redacted', async () => {
  answer = (_, body) => ({ status: 400, body: JSON.stringify({ message: `cannot read ${JSON.parse(body).secret}` }) });
  const result = await CALLS.register(clients());
  assert.equal(result.vendorText, 'cannot read [redacted]');
});

test('a call that is aborted before it was sent was not attempted', async () => {
  let asked = 0;
  answer = () => {
    asked += 1;
    return { status: 200, body: '{"adminKey":"k"}' };
  };
  const { history, safe } = clients();
  const signal = AbortSignal.abort();
  for (const call of [history.register('s3cret', { signal }), safe.list({ signal }), safe.deactivate('43', { signal })]) {
    const result = await call;
    assert.deepEqual([result.verdict, result.code], ['not_attempted', 'stopped']);
  }
  assert.equal((await history.resolve({ call: 'register', secret: 's3cret' }, { signal })).code, 'stopped');
  assert.equal(asked, 0);
});

test('a call that is aborted after it was sent is unknown, and its request is ended', async () => {
  const controller = new AbortController();
  const closed = new Promise((resolve) => {
    answer = (request) => {
      request.socket.once('close', resolve);
      controller.abort();
    };
  });
  const result = await clients().history.register('s3cret', { signal: controller.signal });
  assert.deepEqual([result.verdict, result.code, result.status], ['unknown', 'connection_failed', null]);
  await closed;
});

test('a sign-in that is aborted on the way to a call leaves the call not attempted', async () => {
  const controller = new AbortController();
  answer = () => {
    controller.abort();
  };
  const result = await clients().safe.deactivate('43', { signal: controller.signal });
  assert.deepEqual([result.verdict, result.code, result.endpoint], ['not_attempted', 'stopped', 'deactivate']);
});

test('where nobody listens, nothing is claimed', async () => {
  const nobody = await startStub(() => null);
  await nobody.stop();
  const history = new LocationHistory({ apiKey: 'k', baseUrl: nobody.baseUrl });
  const result = await history.register('s3cret');
  assert.deepEqual([result.verdict, result.code], ['unknown', 'connection_failed']);
});
