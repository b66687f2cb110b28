/**
 * Latchboard for JavaScript: the life of admin keys and API secrets, with a verdict for every call.
 *
 * Errors are values: the promise of a call is fulfilled with an object that says what became of it. Misuse throws (or
 * rejects) a `TypeError` that says what to pass. What else can throw says so where it is declared: `free`, `Bulk.run`,
 * `generateSecret`, and what loads a file.
 *
 * Secrets go in as strings, because JavaScript has nothing better. The module wipes its own copies; those of the JavaScript
 * engine stay until its memory is used again.
 */

/** What went wrong, as a stable code. Branch on these; texts and statuses may change. */
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
  | "parameter_invalid"
  | "identifier_code_taken"
  | "not_found"
  | "no_access"
  | "inactive"
  | "not_authorised"
  | "client_rejected"
  | "refused"
  | "not_audited"
  | "idempotency_key_reused"
  | "answer_expired"
  | "service_problem"
  | "upstream_failed"
  | "upstream_timed_out"
  | "answer_unreadable"
  | "connection_failed"
  | "unreachable"
  | "timed_out";

/** The codes after which nobody can say whether the server made the change. */
export type OpenCode =
  | "answer_expired"
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
  | "read_audit"
  | "read_index"
  | "read_inventory";

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
  /**
   * The `Idempotency-Key` that the call went out under, where the server takes one: the same call under it gets the answer
   * that was lost, and changes nothing twice. To be given to `resolve`.
   */
  readonly idempotencyKey: string | null;
}

/** The server said that it did it. */
export interface Done {
  /** Tells it apart from the other verdicts. */
  readonly verdict: "done";
}

/** Nothing changed; the state is as asked. */
export interface AlreadySo {
  /** Tells it apart from the other verdicts. */
  readonly verdict: "already_so";
}

/**
 * The server said no. Nothing changed, unless `idempotencyKey` is null and it says that something is registered already, that
 * the present secret is wrong, or that an identifier code is taken: a browser sends a call a second time by itself when a
 * connection breaks, and this may be the answer to that.
 */
export interface Refused extends Problem<RefusalCode> {
  /** Tells it apart from the other verdicts. */
  readonly verdict: "refused";
}

/** The call was never sent: something was wrong with it, it was stopped, or there was no sign-in. */
export interface NotAttempted extends Problem {
  /** Tells it apart from the other verdicts. */
  readonly verdict: "not_attempted";
}

/** It was sent, or perhaps sent, and there is no answer to trust. `resolve` finds out what became of it. */
export interface Unknown<C extends Code = OpenCode> extends Problem<C> {
  /** Tells it apart from the other verdicts. */
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
   * the server may have done it. A sign-in on the way to a call is not yet the call.
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
  /** Where it begins, in UTF-16 units from the start of the string. */
  readonly start: number;
  /** Where the rest of the string begins, in the same units. */
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
  /** What it is. */
  readonly kind: WarningKind;
  /** Where it is; empty when it is about the whole. */
  readonly places: readonly Place[];
}

/** How hard a secret is to guess. */
export interface Strength {
  /** From what is guessed at once to what nobody guesses. */
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
  | {
      /** It may be sent. */
      readonly valid: true;
      /** What its owner should know first; empty where nothing is odd. */
      readonly warnings: readonly Warning[];
      /** How hard it is to guess. */
      readonly strength: Strength;
    }
  | {
      /** It may not be sent: a call with it would be `not_attempted` with this code. */
      readonly valid: false;
      /** The first rule that it breaks. */
      readonly code: SecretCode;
    };

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

/**
 * A secret of 48 random letters and digits, from `crypto.getRandomValues`. Throws an `Error` on a platform whose
 * randomness is broken; no argument is to blame for that.
 */
export function generateSecret(): string;

/**
 * The first 12 hexadecimal digits of the SHA-256 of a secret, so that two people can compare it without showing it. No
 * protection for a secret that can be guessed: anybody can hash guesses.
 */
export function fingerprint(secret: string | Uint8Array): string;

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
  /** The key itself, as the server wrote it. */
  readonly adminKey: string;
}

/** The secret was changed. Without a new admin key the present one is believed to live on. */
export interface SecretUpdated extends Done {
  /** The new key; null where the server sent none. */
  readonly adminKey: string | null;
}

/** The settings, under the vendor's own names; null where the server left something out. */
export interface Settings {
  /** The account's limits. */
  readonly accountSettings: {
    /** The most objects. */
    readonly maxObjects: number | null;
    /** The most projects; geofencing only. */
    readonly maxProjects: number | null;
    /** The most fences in one project; geofencing only. */
    readonly maxFencesInProject: number | null;
    /** The most corners of one fence; geofencing only. */
    readonly maxVerticesInFence: number | null;
  };
  /** What may be stored, and what is being deleted. */
  readonly privacySettings: {
    /** Where objects have been may be stored; location history and geofencing share this consent. */
    readonly consentForStoringObjectsPositionsHistory: boolean | null;
    /** When objects crossed fences may be stored; geofencing only. */
    readonly consentForStoringTransitionsHistory: boolean | null;
    /** All history before this time is deleted: ISO 8601, as the server wrote it. */
    readonly deleteAllHistoryBefore: string | null;
    /** How far that deletion is, in the server's words, such as `"PROCESSING"`. */
    readonly deleteAllHistoryBeforeStatus: string | null;
    /** All positions before this time are deleted: ISO 8601, as the server wrote it. */
    readonly deleteAllHistoryPositionsBefore: string | null;
    /** How far that deletion is, in the server's words. */
    readonly deleteAllHistoryPositionsBeforeStatus: string | null;
    /** All crossings of fences before this time are deleted: ISO 8601, as the server wrote it. */
    readonly deleteAllHistoryTransitionsBefore: string | null;
    /** How far that deletion is, in the server's words. */
    readonly deleteAllHistoryTransitionsBeforeStatus: string | null;
  };
}

/** The settings were read, which proves that the admin key works. */
export interface SettingsRead extends Done {
  /** What is in force. */
  readonly settings: Settings;
}

/** Consent to what may be stored; what is left out stays as it is. At least one of the two must be there. */
export type Consent =
  | {
      /** Where objects have been may be stored; location history and geofencing share this consent. */
      readonly positions: boolean;
      /** When objects crossed fences may be stored; geofencing only. */
      readonly transitions?: boolean;
    }
  | {
      /** Where objects have been may be stored; location history and geofencing share this consent. */
      readonly positions?: boolean;
      /** When objects crossed fences may be stored; geofencing only. */
      readonly transitions: boolean;
    };

/** The consents as the server repeated them. */
export interface SettingsChanged extends Done {
  /** What is in force now; null where the answer says nothing about it. */
  readonly consent: {
    /** Where objects have been may be stored. */
    readonly positions: boolean | null;
    /** When objects crossed fences may be stored. */
    readonly transitions: boolean | null;
  };
}

/** A configuration call that was left without an answer, and the question to ask about it. */
export type LostConfigurationCall =
  | {
      /** A registration. */
      readonly call: "register";
      /** The secret that was to be registered. */
      readonly secret: string;
      /** The `idempotencyKey` of its result: then it is asked for its answer first, and no admin key dies of it. */
      readonly idempotencyKey?: string | null;
      /** The question; `same_again` unless something else is said. */
      readonly question?: "same_again" | "claim_registration";
    }
  | {
      /** A change of the secret. */
      readonly call: "update_secret";
      /** The secret before the change. */
      readonly secret: string;
      /** The secret that was to take its place. */
      readonly newSecret: string;
      /** The `idempotencyKey` of its result: then it is asked for its answer first, and no admin key dies of it. */
      readonly idempotencyKey?: string | null;
      /** The question; `same_again` unless something else is said. */
      readonly question?: "same_again" | "confirm_new_secret";
    }
  | {
      /** A new admin key. */
      readonly call: "regenerate_key";
      /** The secret that it was asked for with. */
      readonly secret: string;
      /** The `idempotencyKey` of its result: then it is asked for its answer, and no admin key dies of it. */
      readonly idempotencyKey?: string | null;
      /** The one question that there is: the same call again, which without a key kills the admin key in use. */
      readonly question?: "same_again";
    };

/** What was found out about a call without an answer. */
export type Finding =
  | "as_asked"
  | "carried_out"
  | "refused"
  | "another_secret"
  | "neither_secret"
  | "gone"
  | "access_lost"
  | "not_made"
  | "perhaps_made";

/** It is known now. */
export interface Settled {
  /** Tells it apart from the other conclusions. */
  readonly conclusion: "settled";
  /** What was found out. */
  readonly finding: Finding;
}

/** The questions that follow the first one. */
export type NextQuestion = "same_again" | "claim_registration" | "confirm_new_secret";

/** One more question decides. Pass it to `resolve` once the user agreed. */
export interface OneMoreQuestion {
  /** Tells it apart from the other conclusions. */
  readonly conclusion: "ask";
  /** What is asked next. */
  readonly question: NextQuestion;
  /** A good answer kills the admin key that is in use, and brings a new one. */
  readonly killsAdminKey: boolean;
}

/** The question had no answer; things are as open as they were. */
export interface StillOpen extends Problem {
  /** Tells it apart from the other conclusions. */
  readonly conclusion: "open";
}

/** Where a question about a configuration call led. */
export type ConfigurationResolution =
  | (Settled & {
      /** The admin key in force, where the answer brought it; else null. */
      readonly adminKey: string | null;
    })
  | OneMoreQuestion
  | StillOpen;

/**
 * Register, change, regenerate: the life of an admin key. A call whose answer is lost is repeated by itself only where the
 * server takes an `Idempotency-Key`; at most five calls per second are sent for one API key.
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
  /** Wipes the API key once no call is under way any more. Whatever the object is asked afterwards throws an `Error`. */
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
  /** Not unique. */
  readonly name: string;
  /** Where it is used, as free text. */
  readonly url: string;
  /** Whom the secret belongs to, at the place where it is used. */
  readonly clientId: string;
  /** The secret itself; null where there is none. */
  readonly clientSecret: string | null;
  /** Unique per user. */
  readonly identifierCode: string;
  /** How it is used, as free text. */
  readonly method: string;
  /** One text, separated by commas. */
  readonly tags: string;
  /** Free text. */
  readonly notes: string;
  /** The users whom it is shared with. */
  readonly usersAllowed: readonly Required<Share>[];
  /** The groups whom it is shared with. */
  readonly groupsAllowed: readonly Required<Share>[];
  /** Shares that failed when it was written, in the server's words. */
  readonly sharedError: readonly string[];
}

/** What is stored. `name`, `url` and `clientId` must not be blank. */
export interface NewApiSecret {
  /** Need not be unique. */
  readonly name: string;
  /** Where it is used, as free text. */
  readonly url: string;
  /** Whom the secret belongs to, at the place where it is used. */
  readonly clientId: string;
  /** The secret itself. */
  readonly clientSecret?: string;
  /** Unique per user; with one, a creation without an answer can be looked up. */
  readonly identifierCode?: string;
  /** How it is used, as free text. */
  readonly method?: string;
  /** One text, separated by commas. */
  readonly tags?: string;
  /** Free text. */
  readonly notes?: string;
  /** The users to share it with. */
  readonly usersAllowed?: readonly Share[];
  /** The groups to share it with. */
  readonly groupsAllowed?: readonly Share[];
}

/** What changes; what is left out stays as it is. An empty list ends all sharing. */
export type ApiSecretChange = Partial<NewApiSecret>;

/** The list. */
export interface Listed extends Done {
  /** All that fit, in the server's order. */
  readonly apiSecrets: readonly ListedApiSecret[];
}

/** One API secret. */
export interface WithApiSecret extends Done {
  /** As the server holds it now. */
  readonly apiSecret: ApiSecret;
}

/** Which API secrets are listed, and the options of the call. */
export interface ListOptions extends CallOptions {
  /** Only those with this tag. */
  readonly tag?: string;
  /** Only the one with this code. */
  readonly identifierCode?: string;
}

/** What is looked for: a secret or its SHA-256, not both. */
export type Leaked =
  | {
      /** The secret; only its SHA-256 is sent. */
      readonly secret: string;
      /** Left out. */
      readonly sha256?: undefined;
    }
  | {
      /** The SHA-256 of the secret, as 64 hexadecimal digits. */
      readonly sha256: string;
      /** Left out. */
      readonly secret?: undefined;
    };

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
  /** Those with exactly this value. */
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
  /**
   * `find`: it finds API secrets by their value. `audit`: it shows its audit log. `idempotency-key`: a call that changes
   * something is carried out once, however often it is sent under the same key.
   */
  readonly extensions: readonly ("find" | "audit" | "idempotency-key")[];
  /** It is for rehearsals: nothing in it is real. */
  readonly rehearsal: boolean;
  /** The vendors' hosts that it passes calls on to; null where it answers by itself. */
  readonly upstreams: {
    /** Of location history and geofencing. */
    readonly locationHistory: string | null;
    /** Of the vault. */
    readonly mySafe: string | null;
  };
}

/** What the server offers. */
export interface WithCapabilities extends Done {
  /** Null when the server is somebody else's, which offers the vendors' calls and nothing more. */
  readonly capabilities: Capabilities | null;
}

/** A call to the vault that was left without an answer. A lost `update` is asked about by sending it again. */
export type LostVaultCall =
  | {
      /** A switch. Asking about it makes it again, which changes nothing twice. */
      readonly call: "activate" | "deactivate";
      /** The vault's number for the API secret, as digits. */
      readonly identifier: string;
      /** The `idempotencyKey` of its result. */
      readonly idempotencyKey?: string | null;
    }
  | {
      /**
       * A creation. Asking about it sends it again under its `idempotencyKey`; without one, it looks for its
       * `identifierCode`, or its name.
       */
      readonly call: "create_api_secret";
      /** The `idempotencyKey` of its result. */
      readonly idempotencyKey?: string | null;
      /** What was to be stored. */
      readonly apiSecret: NewApiSecret;
    };

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
  /** Stores a new API secret. Repeated by itself only under an `Idempotency-Key`, as it could be stored twice. */
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
  /**
   * Wipes credentials and token, once no call is under way any more and each `Bulk` that it made is freed as well: a run
   * signs in with them. Whatever the object is asked afterwards throws an `Error`.
   */
  free(): void;
}

/** How many items of a run are where. */
export interface BulkCounts {
  /** Not begun. */
  readonly waiting: number;
  /** Sent, not answered yet. */
  readonly underWay: number;
  /** The server said that it did it. */
  readonly done: number;
  /** They were as asked before. */
  readonly alreadySo: number;
  /** The server said no. */
  readonly refused: number;
  /** Could not be sent. */
  readonly notAttempted: number;
  /** Sent, and no answer to trust. */
  readonly unknown: number;
}

/** What became of one item: any code may stand beside `unknown`, as a refusal now says nothing about an earlier attempt. */
export type BulkResult = Done | AlreadySo | Refused | NotAttempted | Unknown<Code>;

/** An item and what became of it. */
export type BulkVerdict = BulkResult & {
  /** The API secret's, as digits. */
  readonly identifier: string;
};

/** What is reported when an item was sent, and when its verdict is there. */
export interface BulkProgress {
  /** The API secret's, as digits. */
  readonly identifier: string;
  /** Its verdict; null while it is under way. */
  readonly result: BulkResult | null;
  /** How many items are where after this step. */
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

/** Why a run ended. */
export type BulkEnded =
  | {
      /** `complete`: each item has its verdict. `stopped`: the signal said so. */
      readonly ended: "complete" | "stopped";
      /** How many items are where. */
      readonly counts: BulkCounts;
    }
  | ({
      /** Going on had no point: the sign-in is dead, or the server does not answer or wants ever more rest. */
      readonly ended: "halted";
      /** How many items are where. */
      readonly counts: BulkCounts;
    } & Problem);

/** One switch for many API secrets, and what became of each. Made by `MySafe.bulk`. */
export class Bulk {
  /** Not for callers. */
  private constructor();
  /** How many items are where, also while the run is under way. */
  readonly counts: BulkCounts;
  /**
   * Switches everything that has no verdict yet. After a stop, run it again to go on. Until its promise is settled, every
   * method but `free` is misuse: a `TypeError`.
   */
  run(options?: BulkRunOptions): Promise<BulkEnded>;
  /** All items in order, each with one verdict: what was not begun is `not_attempted`. */
  verdicts(): readonly BulkVerdict[];
  /** Takes the verdict back from all that are not as asked, so that `run` asks for them again. Says how many. */
  retryFailed(): number;
  /** The run that takes back exactly what this one is known to have changed. */
  undo(): Bulk;
  /** The identifiers of which nobody can say whether this run changed them. */
  perhapsChanged(): readonly string[];
  /**
   * Frees its memory, and its hold on the credentials and token of the `MySafe` that made it. A run that is under way goes
   * on, and keeps both until it ends. Whatever the object is asked afterwards throws an `Error`.
   */
  free(): void;
}
