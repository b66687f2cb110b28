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

/** Calls that the module does not have. */
const NOT_HERE = ['read_inventory'];

/** What a server that does not know the question answers it with: it offers nothing, which is an answer. */
const SOMEBODY_ELSES = ['not_authorised', 'address_wrong', 'refused', 'answer_unreadable'];

/** What stands in the settings where the server left everything out. */
const NO_SETTINGS = {
  accountSettings: { maxObjects: null, maxProjects: null, maxFencesInProject: null, maxVerticesInFence: null },
  privacySettings: {
    consentForStoringObjectsPositionsHistory: null,
    consentForStoringTransitionsHistory: null,
    deleteAllHistoryBefore: null,
    deleteAllHistoryBeforeStatus: null,
    deleteAllHistoryPositionsBefore: null,
    deleteAllHistoryPositionsBeforeStatus: null,
    deleteAllHistoryTransitionsBefore: null,
    deleteAllHistoryTransitionsBeforeStatus: null,
  },
};

const adminKey = ({ adminKey: key, ...more }) => ({ adminKey: key, ...more });
const apiSecret = (reply) => ({ apiSecret: reply });
const switched = () => ({});

/**
 * What stands beside `done`, from the reply in the fixtures under names of JavaScript. A member that is not named here is
 * handed on as it is: then the result has to have it, too.
 */
const REPLIES = {
  register: adminKey,
  update_secret: adminKey,
  regenerate_key: adminKey,
  read_settings: ({ accountSettings, privacySettings, ...more }) => ({
    settings: {
      accountSettings: { ...NO_SETTINGS.accountSettings, ...accountSettings },
      privacySettings: { ...NO_SETTINGS.privacySettings, ...privacySettings },
      ...more,
    },
  }),
  change_settings: (reply) => {
    const { consentForStoringObjectsPositionsHistory: positions = null, ...others } = reply;
    const { consentForStoringTransitionsHistory: transitions = null, ...more } = others;
    return { consent: { positions, transitions, ...more } };
  },
  // The token stays inside.
  token: ({ token, expiresIn, ...more }) => more,
  list_api_secrets: (apiSecrets) => ({ apiSecrets }),
  read_api_secret: apiSecret,
  create_api_secret: apiSecret,
  update_api_secret: apiSecret,
  deactivate: switched,
  activate: switched,
  find: ({ found, ...more }) => ({ apiSecrets: found.flat(), ...more }),
  // Whose words the answers use is nobody's business but the client's.
  read_capabilities: ({ profile, upstreams: { mysafe, ...upstreams }, ...more }) => ({
    capabilities: { upstreams: { mySafe: mysafe, ...upstreams }, ...more },
  }),
};

/** Calls that the client sends again by itself, twice, after failures that pass. */
const REPEATED = ['read_settings', 'list_api_secrets', 'read_api_secret', 'find', 'deactivate', 'activate'];
const PASSING = ['rate_limited', 'upstream_failed', 'upstream_timed_out', 'timed_out', 'connection_failed', 'unreachable'];

/** An answer is waited for this long, in milliseconds. Whatever takes less is a pause, and over at once. */
const GIVEN_UP = 15_000;
const { setTimeout: inRealTime } = globalThis;

let stub;
let answer;
before(async () => {
  await init();
  stub = await startStub((request, body) => answer(request, body));
  globalThis.setTimeout = (then, pause, ...more) => inRealTime(then, pause < GIVEN_UP ? 0 : pause, ...more);
});
after(() => {
  globalThis.setTimeout = inRealTime;
  return stub.stop();
});

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

/** The fixtures' names are those of the wire. */
function inJavaScript(value) {
  if (Array.isArray(value)) return value.map(inJavaScript);
  if (value === null || typeof value !== 'object') return value;
  const camel = (name) => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [camel(name), inJavaScript(member)]));
}

/** The whole result that a fixture states. */
function stated(fixture, endpoint, { verdict, code, reply, ...evidence }, result) {
  if (code === undefined) return { verdict, ...(verdict === 'done' ? REPLIES[endpoint](inJavaScript(reply)) : {}) };
  const { vendorCode = result.vendorCode, vendorText = result.vendorText, retryAfter = null, ...more } = inJavaScript(evidence);
  // fetch does not let anybody see a redirect that is not followed: an answer that can't be read.
  if (fixture.status >= 300 && fixture.status < 400) {
    return { verdict, code: 'connection_failed', endpoint, status: null, vendorCode: null, vendorText: null, retryAfter: null, idempotencyKey: null };
  }
  return { verdict, code, endpoint, status: fixture.status, vendorCode, vendorText, retryAfter, idempotencyKey: null, ...more };
}

const fixtures = readdirSync(FIXTURES)
  .filter((name) => name.endsWith('.json'))
  .map((file) => ({ file, ...JSON.parse(readFileSync(new URL(file, FIXTURES), 'utf8')) }));
const tried = Object.fromEntries(Object.keys(CALLS).map((endpoint) => [endpoint, 0]));

for (const { file, ...fixture } of fixtures) {
  test(`${file}: ${fixture.what}`, async () => {
    for (const [endpoint, expected] of Object.entries(fixture.expect).filter(([name]) => !NOT_HERE.includes(name))) {
      const call = CALLS[endpoint];
      assert.ok(call, `${endpoint} has no call`);
      let asked = 0;
      answer = (request) => {
        if (endpoint !== 'token' && request.url.includes('/oauth2/token')) return TOKEN;
        // A server that takes no idempotency keys, as the vendors' do.
        if (endpoint !== 'read_capabilities' && request.url.includes('/capabilities')) return { status: 404, body: '' };
        asked += 1;
        return recorded(fixture);
      };
      const result = await call(clients());
      tried[endpoint] += 1;
      const where = `${file} as the answer to ${endpoint}`;
      if (endpoint === 'read_capabilities' && SOMEBODY_ELSES.includes(expected.code)) {
        assert.deepEqual(result, { verdict: 'done', capabilities: null }, where);
        continue;
      }
      assert.deepEqual(result, stated(fixture, endpoint, expected, result), where);
      if (REPEATED.includes(endpoint) && PASSING.includes(result.code)) assert.equal(asked, 3, where);
      if (result.code) assert.ok((await describeError(result.code, endpoint)).remedy.length > 10, where);
    }
  });
}

test('every call was tried with each answer that is stated for it, good ones and bad ones', () => {
  for (const endpoint of Object.keys(CALLS)) {
    const stating = fixtures.filter(({ expect }) => expect[endpoint]);
    assert.equal(tried[endpoint], stating.length, endpoint);
    const verdicts = stating.map(({ expect }) => expect[endpoint].verdict);
    assert.ok(verdicts.includes('done') && verdicts.some((verdict) => verdict !== 'done'), `${endpoint}: ${verdicts}`);
  }
  assert.ok(Object.values(tried).reduce((sum, tries) => sum + tries) > 200, JSON.stringify(tried));
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

test('a sign-in that was asked for is a call: aborted after it was sent, it is unknown', async () => {
  const { safe } = clients();
  const before = await safe.signIn({ signal: AbortSignal.abort() });
  assert.deepEqual([before.verdict, before.code, before.endpoint], ['not_attempted', 'stopped', 'token']);
  const controller = new AbortController();
  answer = () => {
    controller.abort();
  };
  const sent = await safe.signIn({ signal: controller.signal });
  assert.deepEqual([sent.verdict, sent.code, sent.endpoint], ['unknown', 'connection_failed', 'token']);
});

test('a sign-in that is aborted on the way to a call leaves the call not attempted', async () => {
  const controller = new AbortController();
  answer = (request) => {
    if (request.url.includes('/capabilities')) return { status: 404, body: '' };
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
