
// ---------------------------------------------------------------------------------------------------------------------
// What only the npm package has: loading from beside it, and the texts

/**
 * Loads the WebAssembly. Call it once and wait for it before anything else; more calls make no difference. Until then
 * whatever needs it throws a `TypeError`.
 *
 * The file lies in the package and is found by itself: on a page, in a worker, with a bundler and in Node.js. Rejects with
 * what kept it from being loaded; then it may be called again.
 * @param source Where else it is: an address, the answer to a request for it, its bytes, or the compiled module.
 */
export function init(
  source?: string | URL | Request | Response | BufferSource | WebAssembly.Module | PromiseLike<Response>,
): Promise<void>;

/** The same function, for those who import no names. */
export default init;

/** What can be done about a problem; the dashboard has a button for each. */
export type RemedyAction =
  | "edit_secret"
  | "edit_present_secret"
  | "edit_api_key"
  | "regenerate_instead"
  | "resolve"
  | "refresh_list"
  | "activate"
  | "sign_in"
  | "try_again";

/** What is known about a code at an endpoint. */
export interface ErrorDescription {
  /** The code that was asked about. */
  readonly code: Code;
  /** The endpoint that was asked about. */
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
 * file of the package that is loaded when the first of them is asked for; it needs no `init`. Rejects a word that it does
 * not know with a `TypeError`, and passes on what kept the file from being loaded.
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
 * package that is loaded when it is first asked for; it needs no `init`. Rejects as `describeError` does.
 */
export function loadTexts(language?: Language): Promise<Texts>;
