/**
 * Latchboard for JavaScript: the life of admin keys and API secrets, with a verdict for every call.
 *
 * Errors are values: every promise is fulfilled with an object whose `verdict` says what became of the call. Only misuse
 * throws (or rejects), with a `TypeError` that says what to pass.
 *
 * Secrets go in as strings, because JavaScript has nothing better. The module wipes its own copies; those of the JavaScript
 * engine stay until its memory is used again.
 */

/** A language of the product. */
export type Language = "en" | "pt-BR";

/** What went wrong, as a stable code. Branch on these; texts and statuses may change. `describeError` explains each. */
export type Code =
  | "secret_empty"
  | "secret_too_long"
  | "secret_control_character"
  | "secret_placeholder"
  | "secret_unchanged"
  | "api_key_missing"
  | "api_key_malformed"
  | "field_missing"
  | "identifier_not_numeric"
  | "not_signed_in"
  | "stopped"
  | "request_malformed"
  | "already_registered"
  | "secret_rejected"
  | "admin_key_rejected"
  | "api_key_rejected"
  | "product_not_enabled"
  | "domain_not_allowed"
  | "rate_limited"
  | "quota_spent"
  | "address_wrong"
  | "parameter_missing"
  | "identifier_code_taken"
  | "not_found"
  | "no_access"
  | "inactive"
  | "not_authorised"
  | "client_rejected"
  | "refused"
  | "not_audited"
  | "service_problem"
  | "upstream_failed"
  | "upstream_timed_out"
  | "answer_unreadable"
  | "connection_failed"
  | "unreachable"
  | "timed_out";

/** The codes after which nobody can say whether the server made the change. */
export type OpenCode =
  | "service_problem"
  | "upstream_failed"
  | "upstream_timed_out"
  | "answer_unreadable"
  | "connection_failed"
  | "timed_out";

/** The codes of calls that never left this side. */
export type LocalCode =
  | "secret_empty"
  | "secret_too_long"
  | "secret_control_character"
  | "secret_placeholder"
  | "secret_unchanged"
  | "api_key_missing"
  | "api_key_malformed"
  | "field_missing"
  | "not_signed_in"
  | "stopped"
  | "unreachable";

/** The codes that a server can refuse with. */
export type RefusalCode = Exclude<Code, OpenCode | LocalCode>;

/** The codes of a secret that may not be sent. */
export type SecretCode = "secret_empty" | "secret_too_long" | "secret_control_character" | "secret_placeholder";

/** The calls, by name. */
export type Endpoint =
  | "register"
  | "update_secret"
  | "regenerate_key"
  | "read_settings"
  | "change_settings"
  | "token"
  | "list_api_secrets"
  | "read_api_secret"
  | "create_api_secret"
  | "update_api_secret"
  | "deactivate"
  | "activate"
  | "health"
  | "find"
  | "read_capabilities"
  | "read_audit";

/** What stood in the way, with the evidence. It holds no secret: what the server echoed is redacted. */
export interface Problem<C extends Code = Code> {
  /** Our stable code. */
  readonly code: C;
  /** The call that it belongs to; `token` where the sign-in before a call failed. */
  readonly endpoint: Endpoint;
  /** The HTTP status, or null when there was no answer. */
  readonly status: number | null;
  /** The server's own code, such as `"1006"`. */
  readonly vendorCode: string | null;
  /** The server's own words, on one line, at most 120 characters. */
  readonly vendorText: string | null;
  /** Seconds to wait, where the server said so. */
  readonly retryAfter: number | null;
}

/** The server said that it did it. */
export interface Done {
  readonly verdict: "done";
}

/** Nothing changed; the state is as asked. */
export interface AlreadySo {
  readonly verdict: "already_so";
}

/** The server said no, and nothing changed. */
export interface Refused extends Problem<RefusalCode> {
  readonly verdict: "refused";
}

/** The call was never sent: something was wrong with it, it was stopped, or there was no sign-in. */
export interface NotAttempted extends Problem {
  readonly verdict: "not_attempted";
}

/** It was sent, or perhaps sent, and there is no answer to trust. `resolve` finds out what became of it. */
export interface Unknown<C extends Code = OpenCode> extends Problem<C> {
  readonly verdict: "unknown";
}

/** What stood in the way of a call. */
export type Failed = Refused | NotAttempted | Unknown;

/** The five verdicts. */
export type Verdict = "done" | "already_so" | "refused" | "not_attempted" | "unknown";

/** What every call may be given. */
export interface CallOptions {
  /**
   * Ends the call. What was not sent by then is `not_attempted` with the code `stopped`; what was sent is `unknown`, since
   * the server may have done it.
   */
  readonly signal?: AbortSignal;
}

/** Where a server is. */
export interface ServerOptions {
  /**
   * Its address, such as `"https://latchboard.example"`. May be left out on a page and in a worker: then it is the server
   * that they came from. Another server must allow the page's origin (CORS).
   */
  readonly baseUrl?: string;
}

// ---------------------------------------------------------------------------------------------------------------------
// Before anything is sent

/** A stretch of the secret, in the units that `slice` counts in. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** The kinds of warnings. */
export type WarningKind =
  | "leading_space"
  | "trailing_space"
  | "outer_space"
  | "invisible"
  | "unusual_space"
  | "look_alike"
  | "several_forms"
  | "contains_api_key"
  | "is_admin_key"
  | "placeholder"
  | "common_password"
  | "weak";

/** Something about a secret that its owner should know but may overrule. Nothing is ever trimmed or replaced. */
export interface Warning {
  /** What it is; `loadTexts` has a sentence for each kind. */
  readonly kind: WarningKind;
  /** Where it is; empty when it is about the whole. */
  readonly places: readonly Place[];
}

/** How hard a secret is to guess. */
export interface Strength {
  readonly level: "very_weak" | "weak" | "fair" | "strong" | "very_strong";
  /** What keeps it from being stronger; null from `strong` on. */
  readonly reason:
    | "too_short"
    | "only_digits"
    | "one_kind"
    | "repeats"
    | "sequence"
    | "keyboard"
    | "date"
    | "common_word"
    | "few_words"
    | null;
}

/** What is told about a secret before it is sent. */
export type SecretCheck =
  | { readonly valid: true; readonly warnings: readonly Warning[]; readonly strength: Strength }
  | { readonly valid: false; readonly code: SecretCode };

/** What else is known when a secret is checked. */
export interface SecretCheckOptions {
  /**
   * `chosen` for a secret that is being chosen, the default; `present` for one that is in force already: then it may be a
   * sample text, and its strength is not warned of.
   */
  readonly role?: "chosen" | "present";
  /** The API key, to warn when it was pasted into the wrong field. */
  readonly apiKey?: string;
  /** The admin key, for the same reason. */
  readonly adminKey?: string;
}

/** Whether a customer secret may be sent, what to point out about it, and how strong it is. Nothing is sent. */
export function validateSecret(secret: string, options?: SecretCheckOptions): SecretCheck;

/** A secret of 48 random letters and digits, from `crypto.getRandomValues`. */
export function generateSecret(): string;

/**
 * The first 12 hexadecimal digits of the SHA-256 of a secret, so that two people can compare it without showing it. No
 * protection for a secret that can be guessed: anybody can hash guesses.
 */
export function fingerprint(secret: string | Uint8Array): string;

/** What can be done about a problem; the dashboard has a button for each. */
export type RemedyAction =
  | "edit_secret"
  | "edit_api_key"
  | "regenerate_instead"
  | "resolve"
  | "refresh_list"
  | "activate"
  | "sign_in"
  | "try_again";

/** What is known about a code at an endpoint. */
export interface ErrorDescription {
  readonly code: Code;
  readonly endpoint: Endpoint;
  /** What the endpoint does, in a word or two. */
  readonly call: string;
  /** What the code says, wherever it occurs. */
  readonly meaning: string;
  /** Why it happened. */
  readonly cause: string;
  /** What to do next, and what the call left as it was. */
  readonly remedy: string;
  /** The remedy, for programs. */
  readonly action: RemedyAction | null;
  /** The words on its button. */
  readonly actionText: string | null;
  /**
   * Whether the same call may be sent again: `safe`; `pointless` until something is corrected; `ask`: it may change
   * something a second time, so a person decides.
   */
  readonly retry: "safe" | "pointless" | "ask";
  /** Where the error guide explains it, in the project's documents. */
  readonly docs: string;
}

/**
 * Explains a code at an endpoint, in a language; English unless something else is said. The texts of a language are a
 * file of the package that is loaded when the first of them is asked for; it needs no `init`.
 */
export function describeError(code: Code, endpoint: Endpoint, language?: Language): Promise<ErrorDescription>;

/** What the words of checks and resolutions say in one language. No text quotes a secret. */
export interface Texts {
  /** What a warning is about and what to do about it. */
  readonly warnings: Readonly<Record<WarningKind, string>>;
  /** The steps of a strength meter. */
  readonly levels: Readonly<Record<Strength["level"], string>>;
  /** What keeps a secret from being stronger. */
  readonly reasons: Readonly<Record<NonNullable<Strength["reason"]>, string>>;
  /** What was found out about a call without an answer. */
  readonly findings: Readonly<Record<Finding, string>>;
  /** What the answers to a question will mean. */
  readonly questions: Readonly<Record<NextQuestion, string>>;
}

/**
 * The texts for warnings, strengths and resolutions in a language, English unless something else is said: a file of the
 * package that is loaded when it is first asked for; it needs no `init`.
 */
export function loadTexts(language?: Language): Promise<Texts>;

// ---------------------------------------------------------------------------------------------------------------------
// Location history

/** Which of the twins is asked. */
export type Service = "location_history" | "geofencing";

/** Whose configuration it is, and where. */
export interface LocationHistoryOptions extends ServerOptions {
  /** The account's API key. */
  readonly apiKey: string;
  /** `location_history` unless something else is said. */
  readonly service?: Service;
}

/** Registered, or regenerated. The admin key is told this once and never again. */
export interface WithAdminKey extends Done {
  readonly adminKey: string;
}

/** The secret was changed. Without a new admin key the present one is believed to live on. */
export interface SecretUpdated extends Done {
  readonly adminKey: string | null;
}

/** The settings, under the vendor's own names; null where the server left something out. */
export interface Settings {
  readonly accountSettings: {
    readonly maxObjects: number | null;
    readonly maxProjects: number | null;
    readonly maxFencesInProject: number | null;
    readonly maxVerticesInFence: number | null;
  };
  readonly privacySettings: {
    readonly consentForStoringObjectsPositionsHistory: boolean | null;
    readonly consentForStoringTransitionsHistory: boolean | null;
    readonly deleteAllHistoryBefore: string | null;
    readonly deleteAllHistoryBeforeStatus: string | null;
    readonly deleteAllHistoryTransitionsBefore: string | null;
    readonly deleteAllHistoryTransitionsBeforeStatus: string | null;
  };
}

/** The settings were read, which proves that the admin key works. */
export interface SettingsRead extends Done {
  readonly settings: Settings;
}

/** Consent to what may be stored; what is left out stays as it is. At least one of the two must be there. */
export type Consent =
  | { readonly positions: boolean; readonly transitions?: boolean }
  | { readonly positions?: boolean; readonly transitions: boolean };

/** The consents as the server repeated them. */
export interface SettingsChanged extends Done {
  readonly consent: { readonly positions: boolean | null; readonly transitions: boolean | null };
}

/** A configuration call that was left without an answer, and the question to ask about it (`same_again` is the first). */
export type LostConfigurationCall =
  | { readonly call: "register"; readonly secret: string; readonly question?: "same_again" | "claim_registration" }
  | {
      readonly call: "update_secret";
      readonly secret: string;
      readonly newSecret: string;
      readonly question?: "same_again" | "confirm_new_secret";
    }
  | { readonly call: "regenerate_key"; readonly secret: string; readonly question?: "same_again" };

/** What was found out about a call without an answer. */
export type Finding =
  | "as_asked"
  | "another_secret"
  | "neither_secret"
  | "gone"
  | "access_lost"
  | "not_made"
  | "perhaps_made";

/** It is known now. */
export interface Settled {
  readonly conclusion: "settled";
  /** What was found out; `loadTexts` has it as a sentence. */
  readonly finding: Finding;
}

/** The questions that follow the first one. */
export type NextQuestion = "claim_registration" | "confirm_new_secret";

/** One more question decides. Pass it to `resolve` once the user agreed. */
export interface OneMoreQuestion {
  readonly conclusion: "ask";
  /** What is asked next; `loadTexts` says what its answers will mean. */
  readonly question: NextQuestion;
  /** A good answer kills the admin key that is in use, and brings a new one. */
  readonly killsAdminKey: boolean;
}

/** The question had no answer; things are as open as they were. */
export interface StillOpen extends Problem {
  readonly conclusion: "open";
}

/** Where a question about a configuration call led; a settled one may bring the admin key in force. */
export type ConfigurationResolution = (Settled & { readonly adminKey: string | null }) | OneMoreQuestion | StillOpen;

/**
 * Register, change, regenerate: the life of an admin key. Nothing is repeated by itself, since none of the three calls is
 * idempotent; at most five calls per second are sent for one API key.
 */
export class LocationHistory {
  /** For one API key at one server. Nothing is sent yet. */
  constructor(options: LocationHistoryOptions);
  /** Registers a customer secret; works once per account. */
  register(secret: string, options?: CallOptions): Promise<WithAdminKey | Failed>;
  /** Replaces the customer secret. */
  updateSecret(secret: string, newSecret: string, options?: CallOptions): Promise<SecretUpdated | Failed>;
  /** Makes a new admin key; the present one is dead from that moment on. */
  regenerateKey(secret: string, options?: CallOptions): Promise<WithAdminKey | Failed>;
  /** Reads the settings: the cheap proof that an admin key works. */
  settings(adminKey: string, options?: CallOptions): Promise<SettingsRead | Failed>;
  /** Grants or withdraws consent. */
  changeSettings(adminKey: string, consent: Consent, options?: CallOptions): Promise<SettingsChanged | Failed>;
  /**
   * Asks what became of a call that ended `unknown`, with documented calls only, one question each time. For
   * `regenerate_key`, and where `killsAdminKey` says so, a good answer kills the admin key in use.
   */
  resolve(lost: LostConfigurationCall, options?: CallOptions): Promise<ConfigurationResolution>;
  /** Wipes the API key, once no call is under way any more. The object must not be used again. */
  free(): void;
}

// ---------------------------------------------------------------------------------------------------------------------
// The vault

/** Who signs in, and where. */
export interface MySafeOptions extends ServerOptions {
  /** The access key's client id. */
  readonly clientId: string;
  /** The access key's client secret. */
  readonly clientSecret: string;
  /** The exact sub-domain of the tenant, where the server asks for one. */
  readonly tenant?: string;
}

/** One row of the list. It says nothing about whether the API secret is active: no server tells. */
export interface ListedApiSecret {
  /** The vault's number for it, as digits. */
  readonly identifier: string;
  /** Not unique. */
  readonly name: string;
  /** Access asks for a justification. */
  readonly needJustify: boolean;
  /** Access asks for an approval. */
  readonly needApproval: boolean;
  /** This access key may read it. */
  readonly canView: boolean;
  /** This access key may edit and switch it. */
  readonly canWrite: boolean;
}

/** Somebody whom an API secret is shared with. */
export interface Share {
  /** The user's or group's name. */
  readonly name: string;
  /** May edit and switch it; no, unless something else is said. */
  readonly canEdit?: boolean;
}

/** An API secret, whole. Texts that are not set are empty. */
export interface ApiSecret {
  /** The vault's number for it, as digits. */
  readonly identifier: string;
  readonly name: string;
  readonly url: string;
  readonly clientId: string;
  /** The secret itself; null where there is none. */
  readonly clientSecret: string | null;
  /** Unique per user. */
  readonly identifierCode: string;
  readonly method: string;
  /** One text, separated by commas. */
  readonly tags: string;
  readonly notes: string;
  readonly usersAllowed: readonly Required<Share>[];
  readonly groupsAllowed: readonly Required<Share>[];
  /** Shares that failed when it was written, in the server's words. */
  readonly sharedError: readonly string[];
}

/** What is stored. */
export interface NewApiSecret {
  readonly name: string;
  /** Free text. */
  readonly url: string;
  readonly clientId: string;
  /** The secret itself. */
  readonly clientSecret?: string;
  /** Unique per user; with one, a creation without an answer can be looked up. */
  readonly identifierCode?: string;
  readonly method?: string;
  /** One text, separated by commas. */
  readonly tags?: string;
  readonly notes?: string;
  readonly usersAllowed?: readonly Share[];
  readonly groupsAllowed?: readonly Share[];
}

/** What changes; what is left out stays as it is. An empty list ends all sharing. */
export type ApiSecretChange = Partial<NewApiSecret>;

/** The list. */
export interface Listed extends Done {
  readonly apiSecrets: readonly ListedApiSecret[];
}

/** One API secret. */
export interface WithApiSecret extends Done {
  readonly apiSecret: ApiSecret;
}

/** Which API secrets are listed, and the options of the call. */
export interface ListOptions extends CallOptions {
  readonly tag?: string;
  readonly identifierCode?: string;
}

/** What is looked for: a secret, of which only the SHA-256 is sent, or that SHA-256 as 64 hexadecimal digits. */
export type Leaked =
  | { readonly secret: string; readonly sha256?: undefined }
  | { readonly sha256: string; readonly secret?: undefined };

/** An API secret whose value was looked for. */
export interface FoundApiSecret {
  /** The vault's number for it, as digits. */
  readonly identifier: string;
  /** Not unique. */
  readonly name: string;
  /** Unique per user; empty where there is none. */
  readonly identifierCode: string;
  /** It may be used. */
  readonly active: boolean;
  /** This access key may edit and switch it. */
  readonly canWrite: boolean;
}

/** What was found. Only what the access key may see is named. */
export interface FoundApiSecrets extends Done {
  readonly apiSecrets: readonly FoundApiSecret[];
  /** All that is stored was looked at; false while the server is still indexing what is older. */
  readonly complete: boolean;
  /** This access key sees every API secret. False: there are others, and nothing is said about them. */
  readonly seesAll: boolean;
}

/** What a server offers beside the vendors' calls. */
export interface Capabilities {
  /** The server's version. */
  readonly version: string;
  /** `find`: it finds API secrets by their value. `audit`: it shows its audit log. */
  readonly extensions: readonly ("find" | "audit")[];
  /** It is for rehearsals: nothing in it is real. */
  readonly rehearsal: boolean;
  /** The vendors' hosts that it passes calls on to; null where it answers by itself. */
  readonly upstreams: { readonly locationHistory: string | null; readonly mySafe: string | null };
}

/** What the server offers; null when it is somebody else's, which offers the vendors' calls and nothing more. */
export interface WithCapabilities extends Done {
  readonly capabilities: Capabilities | null;
}

/** A call to the vault that was left without an answer. A lost `update` is asked about by sending it again. */
export type LostVaultCall =
  | { readonly call: "activate" | "deactivate"; readonly identifier: string }
  | { readonly call: "create_api_secret"; readonly apiSecret: NewApiSecret };

/** The vault: sign in, list, read, find, create, update, switch. */
export class MySafe {
  /** For one access key at one server. Nothing is sent yet: the first call signs in. */
  constructor(options: MySafeOptions);
  /** Fetches a token, to see whether the credentials are right. The token stays inside and is renewed by itself. */
  signIn(options?: CallOptions): Promise<Done | Failed>;
  /** Lists what this access key may see. */
  list(options?: ListOptions): Promise<Listed | Failed>;
  /** Reads one API secret, the secret itself included. Counts as a use; an inactive one can't be read. */
  read(identifier: string, options?: CallOptions): Promise<WithApiSecret | Failed>;
  /**
   * Finds the API secrets with a value, so that every copy of a leaked one can be switched off. Only where `capabilities`
   * names `find`; a vendor's own server refuses.
   */
  find(leaked: Leaked, options?: CallOptions): Promise<FoundApiSecrets | Failed>;
  /** Asks what the server offers beside the vendors' calls. Needs no sign-in. */
  capabilities(options?: CallOptions): Promise<WithCapabilities | Failed>;
  /** Stores a new API secret. Sent once: a repetition could store it twice. */
  create(apiSecret: NewApiSecret, options?: CallOptions): Promise<WithApiSecret | Failed>;
  /** Changes an API secret. */
  update(identifier: string, change: ApiSecretChange, options?: CallOptions): Promise<WithApiSecret | Failed>;
  /** Switches an API secret on. Sent again by itself where that is safe. */
  activate(identifier: string, options?: CallOptions): Promise<Done | AlreadySo | Failed>;
  /** Switches an API secret off. Sent again by itself where that is safe. */
  deactivate(identifier: string, options?: CallOptions): Promise<Done | AlreadySo | Failed>;
  /** Prepares one switch for many API secrets; `run` begins it. One that is named twice is taken once. */
  bulk(state: "active" | "inactive", identifiers: readonly string[]): Bulk;
  /** Asks what became of a call that ended `unknown`. */
  resolve(lost: LostVaultCall, options?: CallOptions): Promise<Settled | StillOpen>;
  /** Wipes credentials and token, once no call is under way any more. The object must not be used again. */
  free(): void;
}

/** How many items of a run are where. */
export interface BulkCounts {
  /** Not begun. */
  readonly waiting: number;
  /** Sent, not answered yet. */
  readonly underWay: number;
  readonly done: number;
  readonly alreadySo: number;
  readonly refused: number;
  readonly notAttempted: number;
  readonly unknown: number;
}

/** What became of one item: any code may stand beside `unknown`, as a refusal now says nothing about an earlier attempt. */
export type BulkResult = Done | AlreadySo | Refused | NotAttempted | Unknown<Code>;

/** What is reported when an item was sent, and when its verdict is there. */
export interface BulkProgress {
  readonly identifier: string;
  /** Its verdict; null while it is under way. */
  readonly result: BulkResult | null;
  readonly counts: BulkCounts;
  /** The server wants a rest of so many seconds; null otherwise. */
  readonly restSeconds: number | null;
}

/** How a run is carried out. */
export interface BulkRunOptions extends CallOptions {
  /** Stops the run: nothing more is sent, and what is under way is waited for. `run` goes on from there. */
  readonly signal?: AbortSignal;
  /** Calls under way at a time, 1 to 256; 4 unless something else is said. */
  readonly concurrency?: number;
  /** Called at every step. When it throws, the run stops and the promise is rejected with what it threw. */
  readonly onProgress?: (progress: BulkProgress) => void;
}

/** Why a run ended. `halted`: going on had no point, since the sign-in is dead or the server does not answer. */
export type BulkEnded =
  | { readonly ended: "complete"; readonly counts: BulkCounts }
  | { readonly ended: "stopped"; readonly counts: BulkCounts }
  | ({ readonly ended: "halted"; readonly counts: BulkCounts } & Problem);

/** One switch for many API secrets, and what became of each. Made by `MySafe.bulk`. */
export class Bulk {
  private constructor();
  /** How many items are where, also while the run is under way. */
  readonly counts: BulkCounts;
  /** Switches everything that has no verdict yet. After a stop, run it again to go on. */
  run(options?: BulkRunOptions): Promise<BulkEnded>;
  /** All items in order, each with one verdict: what was not begun is `not_attempted`. Throws while the run is under way. */
  verdicts(): readonly (BulkResult & { readonly identifier: string })[];
  /** Takes the verdict back from all that are not as asked, so that `run` asks for them again. Says how many. */
  retryFailed(): number;
  /** The run that takes back exactly what this one is known to have changed. */
  undo(): Bulk;
  /** The identifiers of which nobody can say whether this run changed them. */
  perhapsChanged(): readonly string[];
  /** Frees its memory. The object must not be used again. */
  free(): void;
}
