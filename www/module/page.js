// Latchboard's JavaScript module on a page without a framework: register, change, list, switch, search.
//
// What is typed goes to the module and nowhere else. Secrets are emptied out of their fields once the server has said done: until
// then whoever has to try again, or to find out what became of a call, still needs them.

import {
  LocationHistory,
  MySafe,
  describeError,
  fingerprint,
  generateSecret,
  init,
  loadTexts,
  validateSecret,
} from "./latchboard/browser.js";

// The server that this page came from, under whatever path it is found.
const baseUrl = new URL("..", import.meta.url).href;

const byId = (id) => document.getElementById(id);

/** An element with text; never HTML, as some texts come from a server. */
function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

const WORDS = {
  done: "Done",
  already_so: "Already so",
  refused: "Refused",
  not_attempted: "Not attempted",
  unknown: "Unknown",
};

/** A result in words: the verdict, and where something stood in the way, cause and remedy. */
async function say(form, result, ...more) {
  const body = element("div", "outcome__body", element("h3", "outcome__title", WORDS[result.verdict]));
  if (result.code) {
    // What came of the call is shown, whether or not its explanation can be loaded.
    const described = await describeError(result.code, result.endpoint).catch(() => null);
    if (described) body.append(element("p", "", described.cause), element("p", "", described.remedy));
    const status = result.status === null ? "" : ` · HTTP ${result.status}`;
    body.append(element("p", "field__hint", element("code", "", result.code), status));
  }
  body.append(...more);
  const mark = element("span", "outcome__mark", "●");
  mark.ariaHidden = "true";
  const box = element("section", `outcome outcome--${result.verdict.replaceAll("_", "-")}`, mark, body);
  form.querySelector(".result").replaceChildren(box);
}

/** The admin key, shown until its owner is done with it. */
function adminKey(key) {
  const output = element("span", "", element("code", "", key));
  const stored = element("button", "button", "I have stored it");
  stored.type = "button";
  stored.addEventListener("click", () => {
    const print = fingerprint(key);
    output.replaceChildren("Admin key with the fingerprint ", element("code", "", print));
    stored.remove();
    key = "";
  });
  return [element("p", "", "Admin key, shown this once: ", output), stored];
}

/** Runs `send` when the form is sent, once at a time. */
function onSend(form, send) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form.ariaBusy === "true") return;
    form.ariaBusy = "true";
    try {
      await send(Object.fromEntries(new FormData(form)));
    } finally {
      form.ariaBusy = "false";
    }
  });
}

const SECRETS = ["apiKey", "secret", "newSecret", "clientSecret"];

/** Empties the fields that hold secrets, by their names: one that shows a generated secret is no password field. */
function forget(form) {
  for (const input of SECRETS.map((name) => form.elements.namedItem(name)).filter(Boolean)) {
    input.value = "";
    input.type = "password";
    // Nothing is said any more about what was in it.
    input.dispatchEvent(new Event("input"));
  }
}

/** What is told about a secret while it is typed. */
function watch(input, hint) {
  input.addEventListener("input", async () => {
    if (!input.value) {
      hint.textContent = "";
      return;
    }
    const typed = input.value;
    const check = validateSecret(typed);
    // What is found is shown, whether or not its texts can be loaded.
    let text;
    if (check.valid) {
      const { levels, warnings } = await loadTexts().catch(() => ({ levels: {}, warnings: {} }));
      const { level } = check.strength;
      const pointedAt = check.warnings.map(({ kind }) => warnings[kind] ?? kind).join(" ");
      text = `${levels[level] ?? level}. Fingerprint ${fingerprint(typed)}. ${pointedAt}`;
    } else {
      const described = await describeError(check.code, "register").catch(() => null);
      text = described?.cause ?? check.code;
    }
    // Somebody may have typed on in the meantime.
    if (input.value === typed) hint.textContent = text;
  });
}

function registration() {
  const form = byId("register");
  watch(byId("register-secret"), byId("register-check"));
  byId("generate").addEventListener("click", () => {
    const input = byId("register-secret");
    input.value = generateSecret();
    input.type = "text";
    input.dispatchEvent(new Event("input"));
    input.focus();
  });
  onSend(form, async ({ apiKey, secret }) => {
    const history = new LocationHistory({ apiKey, baseUrl });
    const result = await history.register(secret);
    history.free();
    if (result.verdict === "done") forget(form);
    await say(form, result, ...(result.verdict === "done" ? adminKey(result.adminKey) : []));
  });
}

function rotation() {
  const form = byId("rotate");
  watch(byId("rotate-new"), byId("rotate-check"));
  onSend(form, async ({ apiKey, secret, newSecret }) => {
    const history = new LocationHistory({ apiKey, baseUrl });
    const result = await history.updateSecret(secret, newSecret);
    history.free();
    if (result.verdict === "done") forget(form);
    await say(form, result, ...(result.verdict === "done" && result.adminKey ? adminKey(result.adminKey) : []));
  });
}

function vault() {
  const form = byId("vault");
  const rows = byId("list").querySelector("tbody");
  const cells = new Map();
  let safe;
  let stop;

  const show = (identifier, state) => cells.get(identifier)?.replaceChildren(element("span", "badge", state));
  const row = ({ identifier, name }) => {
    const state = element("td", "", element("span", "badge", "not known yet"));
    cells.set(identifier, state);
    const buttons = element("td", "table__actions switches");
    for (const [label, method, becomes] of [
      ["Activate", "activate", "active"],
      ["Deactivate", "deactivate", "inactive"],
    ]) {
      const button = element("button", "button", label);
      button.type = "button";
      button.ariaLabel = `${label} ${name}`;
      button.addEventListener("click", async () => {
        const result = await safe[method](identifier);
        if (result.verdict === "done" || result.verdict === "already_so") show(identifier, becomes);
        await say(form, result, element("p", "", name));
      });
      buttons.append(button);
    }
    return element("tr", "", element("td", "", identifier), element("td", "table__name", name), state, buttons);
  };

  onSend(form, async ({ clientId, clientSecret }) => {
    safe?.free();
    safe = new MySafe({ clientId, clientSecret, baseUrl });
    const result = await safe.list();
    const listed = result.verdict === "done";
    if (listed) {
      forget(form);
      cells.clear();
      rows.replaceChildren(...result.apiSecrets.map(row));
    }
    byId("list").hidden = byId("all-off").hidden = byId("leak").hidden = !listed;
    await say(form, result, ...(listed ? [element("p", "", `${result.apiSecrets.length} API secrets`)] : []));
  });

  byId("all-off").addEventListener("click", async () => {
    if (stop || !confirm(`Deactivate all ${cells.size} API secrets?`)) return;
    stop = new AbortController();
    byId("stop").hidden = false;
    const run = safe.bulk("inactive", [...cells.keys()]);
    const progress = element("progress");
    progress.max = cells.size;
    progress.ariaLabel = "Deactivated";
    form.querySelector(".result").replaceChildren(progress);
    const { ended, counts } = await run.run({
      signal: stop.signal,
      onProgress: ({ identifier, result, counts: { waiting, underWay } }) => {
        progress.value = cells.size - waiting - underWay;
        if (result?.verdict === "done" || result?.verdict === "already_so") show(identifier, "inactive");
        else if (result) show(identifier, WORDS[result.verdict]);
      },
    });
    stop = undefined;
    byId("stop").hidden = true;
    const facts = `${counts.done} done, ${counts.alreadySo} already so, ${counts.refused} refused, ${counts.unknown} unknown, ${counts.waiting} not begun`;
    form.querySelector(".result").replaceChildren(element("p", "note", `The run is ${ended}: ${facts}.`));
    run.free();
  });
  byId("stop").addEventListener("click", () => stop?.abort());

  const leak = byId("leak");
  onSend(leak, async ({ text }) => {
    const result = await safe.search(text);
    if (result.verdict !== "done") return say(leak, result);
    leak.reset();
    const found = result.values.map(({ places: [{ line, decodings }], apiSecrets }) => {
      const names = apiSecrets.map(({ name }) => name).join(", ");
      return element("li", "", `Line ${line}${decodings.length ? `, read as ${decodings.join(", ")}` : ""}: ${names}`);
    });
    return say(leak, result, element("p", "", `${result.lookedFor} values looked for, ${found.length} found`), element("ul", "", ...found));
  });
}

try {
  await init();
  registration();
  rotation();
  vault();
  document.documentElement.dataset.ready = "";
} catch {
  byId("not-loaded").hidden = false;
}
