// What a TypeScript project may write, and what its compiler must refuse. Compiled, never run.

import latchboard, {
  type Code,
  type Failed,
  LocationHistory,
  MySafe,
  type RefusalCode,
  type Verdict,
  describeError,
  fingerprint,
  generateSecret,
  init,
  loadTexts,
  validateSecret,
} from "latchboard";

await init();
await latchboard(new URL("https://example.org/latchboard.wasm"));
await init(fetch("/latchboard.wasm"));

const history = new LocationHistory({ apiKey: "k", service: "geofencing" });
const registered = await history.register(generateSecret(), { signal: AbortSignal.timeout(5000) });

// Narrowed by `verdict`, and then by `code`.
switch (registered.verdict) {
  case "done": {
    const key: string = registered.adminKey;
    console.log(key.length);
    break;
  }
  case "refused": {
    const code: RefusalCode = registered.code;
    const status: number | null = registered.status;
    console.log(code === "already_registered", status);
    // @ts-expect-error a call that a server refused was sent, so it was not stopped before
    console.log(registered.code === "stopped");
    // @ts-expect-error a refusal brings no admin key
    console.log(registered.adminKey);
    break;
  }
  case "not_attempted":
    console.log((await describeError(registered.code, registered.endpoint, "pt-BR")).remedy);
    break;
  case "unknown":
    // @ts-expect-error a refusal leaves nothing open
    console.log(registered.code === "already_registered");
    console.log(registered.code === "timed_out");
    break;
  // @ts-expect-error a registration is never so already
  case "already_so":
    break;
  default: {
    const none: never = registered;
    console.log(none);
  }
}

// @ts-expect-error without a look at the verdict there is no admin key
console.log(registered.adminKey);

const updated = await history.updateSecret("a", "b");
// @ts-expect-error the admin key of an update may be null
if (updated.verdict === "done") console.log(updated.adminKey.length);

const lost = { call: "register", secret: "s" } as const;
const resolution = await history.resolve(lost);
if (resolution.conclusion === "ask" && resolution.question === "claim_registration") {
  const second = await history.resolve({ ...lost, question: resolution.question });
  if (second.conclusion === "settled") console.log(second.adminKey?.length, second.finding === "another_secret");
}
// @ts-expect-error the question belongs to another call
await history.resolve({ ...lost, question: "confirm_new_secret" });
// @ts-expect-error a change has two secrets
await history.resolve({ call: "update_secret", secret: "s" });
// @ts-expect-error at least one consent
await history.changeSettings("a", {});

const safe = new MySafe({ clientId: "i", clientSecret: "s", baseUrl: "https://latchboard.example", tenant: "t" });
const listed = await safe.list({ tag: "production" });
if (listed.verdict === "done") {
  const identifiers: readonly string[] = listed.apiSecrets.map(({ identifier }) => identifier);
  const run = safe.bulk("inactive", identifiers);
  const ended = await run.run({
    concurrency: 8,
    onProgress: ({ identifier, result, counts }) => console.log(identifier, result?.verdict, counts.underWay),
  });
  if (ended.ended === "halted") console.log(ended.code);
  // @ts-expect-error a run that is complete has no code
  else console.log(ended.code);
  for (const item of run.verdicts()) {
    const verdict: Verdict = item.verdict;
    console.log(item.identifier, verdict);
  }
  // @ts-expect-error the list says nothing about the state
  console.log(listed.apiSecrets[0]?.active);
}
const switched = await safe.deactivate("43");
console.log(switched.verdict === "already_so");
const offered = await safe.capabilities();
if (offered.verdict === "done" && offered.capabilities?.extensions.includes("find")) {
  const found = await safe.find({ secret: "s" });
  if (found.verdict === "done") console.log(found.apiSecrets.filter(({ active }) => active).length, found.seesAll);
}
const searched = await safe.search(["a text", new Blob()], { onProgress: ({ searched, found }) => console.log(searched, found) });
if (searched.verdict === "done") {
  for (const { places, apiSecrets, bytes } of searched.values) console.log(places[0]?.decodings.includes("base64"), apiSecrets[0]?.name, bytes);
  console.log(searched.reports.map(({ scanner, findings }) => [scanner, findings[0]?.state === "masked"]), searched.texts[0]?.kind === "image");
}
// @ts-expect-error no bytes, which would be of one encoding or another
await safe.search(new Uint8Array(3));
// @ts-expect-error a secret or its hash, not both
await safe.find({ secret: "s", sha256: "h" });
// @ts-expect-error identifiers are texts
await safe.read(43);
// @ts-expect-error name, url and client id are needed
await safe.create({ name: "n" });
// @ts-expect-error there are two states
safe.bulk("off", []);
// @ts-expect-error a client secret is needed
new MySafe({ clientId: "i" });

const check = validateSecret("s", { role: "present" });
const { warnings, levels, reasons, findings, questions } = await loadTexts("pt-BR");
if (check.valid) {
  const { level, reason } = check.strength;
  console.log(levels[level], reason && reasons[reason], ...check.warnings.map(({ kind }) => warnings[kind]));
}
if (resolution.conclusion === "settled") console.log(findings[resolution.finding]);
if (resolution.conclusion === "ask") console.log(questions[resolution.question]);
// @ts-expect-error no such thing is ever warned of
console.log(warnings.nonsense);
if (check.valid) console.log(check.warnings.length);
else console.log(check.code === "secret_empty");
// @ts-expect-error a refused secret has no strength
console.log(check.strength);

console.log(fingerprint("s"), fingerprint(new Uint8Array(3)));
// @ts-expect-error there is no such code
await describeError("nonsense", "register");
// @ts-expect-error there is no such language
await describeError("stopped", "register", "de");

const handled: Record<Failed["verdict"], string> = { refused: "no", not_attempted: "not sent", unknown: "perhaps" };
const codes: readonly Code[] = ["stopped"];
console.log(handled, codes);
