// What comes before the first call: loading, checks, fingerprints, texts, and what misuse throws.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import latchboard, * as module from 'latchboard';

const { LocationHistory, MySafe, describeError, fingerprint, generateSecret, init, loadTexts, validateSecret } = module;

// The first of all: afterwards it is loaded.
test('whoever forgets to load it is told what to do', () => {
  const calls = [
    () => validateSecret('x'),
    () => fingerprint('x'),
    () => generateSecret(),
    () => new LocationHistory({ apiKey: 'k', baseUrl: 'http://127.0.0.1:1' }),
    () => new MySafe({ clientId: 'i', clientSecret: 's', baseUrl: 'http://127.0.0.1:1' }),
  ];
  for (const call of calls) assert.throws(call, /^TypeError: .*await init\(\)/);
});

test('it is loaded once, however often it is asked for, and again after a failure', async () => {
  await assert.rejects(init(new Uint8Array([1, 2, 3])));
  await Promise.all([init(), init()]);
  await init();
  assert.equal(latchboard, init);
});

test('a fingerprint is the head of the SHA-256, of texts and of bytes', async () => {
  await init();
  for (const text of ['', 'abc', 'é€😀', 'x'.repeat(100_003)]) {
    const expected = createHash('sha256').update(text).digest('hex').slice(0, 12);
    assert.equal(fingerprint(text), expected);
    assert.equal(fingerprint(new TextEncoder().encode(text)), expected);
  }
  const bytes = new Uint8Array([255, 0, 254]);
  assert.equal(fingerprint(bytes), createHash('sha256').update(bytes).digest('hex').slice(0, 12));
  assert.deepEqual([...bytes], [255, 0, 254], 'what belongs to the caller is not wiped');
});

test('a secret is refused by its code, or pointed at where it is odd', () => {
  assert.deepEqual(validateSecret(''), { valid: false, code: 'secret_empty' });
  assert.deepEqual(validateSecret('a\nb'), { valid: false, code: 'secret_control_character' });
  assert.deepEqual(validateSecret('your_secret'), { valid: false, code: 'secret_placeholder' });
  assert.equal(validateSecret('your_secret', { role: 'present' }).valid, true);
  assert.deepEqual(validateSecret('é'.repeat(2049)), { valid: false, code: 'secret_too_long' });

  // Behind a character of two UTF-16 units: `slice` must find the spaces.
  const secret = ' 😀 UpP9m2jg4PU6fWAFnvskU33CwfW2  ';
  const check = validateSecret(secret);
  const outer = check.warnings.find((warning) => warning.kind === 'outer_space');
  assert.deepEqual(
    outer.places.map(({ start, end }) => secret.slice(start, end)),
    [' ', '  '],
  );

  const weak = validateSecret('password');
  assert.equal(weak.strength.level, 'very_weak');
  assert.equal(weak.strength.reason, 'common_word');
  assert.ok(validateSecret('with the api-key-0001 in it', { apiKey: 'api-key-0001' }).warnings.some((w) => w.kind === 'contains_api_key'));
  assert.ok(validateSecret('the-admin-key', { adminKey: 'the-admin-key' }).warnings.some((w) => w.kind === 'is_admin_key'));
});

test('a generated secret is strong, and never the same', () => {
  const secrets = new Set(Array.from({ length: 50 }, generateSecret));
  assert.equal(secrets.size, 50);
  for (const secret of secrets) {
    assert.match(secret, /^[A-Za-z0-9]{48}$/);
    assert.equal(validateSecret(secret).strength.level, 'very_strong');
  }
});

test('a platform without randomness is nobody\'s misuse', (context) => {
  context.mock.method(crypto, 'getRandomValues', (bytes) => bytes.fill(0));
  assert.throws(generateSecret, (error) => error.constructor === Error && /getRandomValues/.test(error.message));
});

test('every code is explained at an endpoint in both languages', async () => {
  const english = await describeError('already_registered', 'register');
  assert.equal(english.action, 'regenerate_instead');
  assert.equal(english.retry, 'pointless');
  assert.equal(english.docs, 'docs/errors.md#already_registered');
  const portuguese = await describeError('already_registered', 'register', 'pt-BR');
  for (const text of ['call', 'meaning', 'cause', 'remedy', 'actionText']) {
    assert.ok(english[text].length > 3);
    assert.notEqual(english[text], portuguese[text]);
  }
});

test('everything that checks and resolutions say has a sentence in both languages', async () => {
  const [english, portuguese] = [await loadTexts(), await loadTexts('pt-BR')];
  assert.match(english.warnings.outer_space, /space/);
  assert.match(portuguese.questions.confirm_new_secret, /segredo/);
  const { warnings } = validateSecret(' pässword1');
  assert.ok(warnings.length > 1);
  const { strength } = validateSecret('password');
  for (const { kind } of warnings) assert.ok(english.warnings[kind]);
  assert.ok(english.levels[strength.level] && english.reasons[strength.reason]);
  assert.deepEqual(Object.keys(english).sort(), ['findings', 'levels', 'questions', 'reasons', 'warnings']);
  for (const [family, texts] of Object.entries(english)) {
    assert.deepEqual(Object.keys(portuguese[family]), Object.keys(texts));
    for (const [word, text] of Object.entries(texts)) {
      assert.ok(text.length > 3 && portuguese[family][word].length > 3, word);
      assert.notEqual(portuguese[family][word], text);
    }
  }
});

test('a cause is that of the endpoint, and elsewhere the first that there is', async () => {
  const at = async (endpoint) => (await describeError('no_access', endpoint)).cause;
  assert.notEqual(await at('read_api_secret'), await at('activate'));
  const { action, actionText, cause } = await describeError('stopped', 'health');
  assert.ok(cause.length > 10);
  assert.equal(action === null, actionText === null);
});

test('misuse of what needs no WebAssembly rejects with a TypeError that says what to pass', async () => {
  const later = [
    [() => describeError('nonsense', 'register'), /^code must be the code of a result/],
    [() => describeError('toString', 'register'), /^code must be the code of a result/],
    [() => describeError(['stopped'], 'register'), /^code must be the code of a result/],
    [() => describeError('stopped', 'nowhere'), /^endpoint must be the endpoint of a result/],
    [() => describeError('stopped', 'register', 'de'), /^language must be "en" or "pt-BR" or "es"$/],
    [() => loadTexts('de'), /^language must be "en" or "pt-BR" or "es"$/],
    [() => loadTexts({ language: 'en' }), /^language must be "en" or "pt-BR" or "es"$/],
  ];
  for (const [call, message] of later) {
    await assert.rejects(call, (error) => error instanceof TypeError && message.test(error.message));
  }
});

test('an identifier that is no number is a value, since people type it', async () => {
  const safe = new MySafe({ clientId: 'i', clientSecret: 's', baseUrl: 'http://127.0.0.1:1' });
  const result = await safe.deactivate('../43');
  assert.deepEqual([result.verdict, result.code], ['not_attempted', 'identifier_not_numeric']);
});
