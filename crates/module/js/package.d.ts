
// ---------------------------------------------------------------------------------------------------------------------
// What only the npm package has: loading from beside it, the texts, and the search that is loaded for its first call

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

/** How far a search is. */
export interface SearchProgress {
  /** Bytes that have been looked at. */
  readonly searched: number;
  /** Values that were found so far; whether the vault has them is asked at the end. */
  readonly found: number;
}

/** Who watches a search. */
export interface SearchOptions extends CallOptions {
  /** Is told about 20 times a second how far the search is. What it throws rejects the promise of the search. */
  readonly onProgress?: (progress: SearchProgress) => void;
}

/** What stands in texts, and where else the vault has it. */
export interface SearchedTexts extends Omit<TextResults, "values"> {
  /** Tells it apart from the other verdicts. */
  readonly verdict: "done";
  /**
   * Those that API secrets have which the access key sees, each with them: values in the order of the texts, then those whose
   * SHA-256 stands there.
   */
  readonly values: readonly (ValueSeen & Pick<FoundApiSecrets, "apiSecrets">)[];
  /** All that is stored was looked at; false while the server is still indexing what is older. */
  readonly complete: boolean;
  /** This access key sees every API secret. False: there are others, and nothing is said about them. */
  readonly seesAll: boolean;
}

/** What only the package adds to the vault. */
export interface MySafe {
  /**
   * Finds the vault's values in leaked texts, however they are quoted, encoded or broken into lines there. The texts stay
   * here: the server is asked for an index, and then by SHA-256; a SHA-256 in the texts is asked for as well. Not found are
   * values of fewer than 8 bytes, those that need a justification or an approval, those that the access key may not view,
   * and inactive ones that it may not edit. Only where `capabilities` names `index` and `find`.
   *
   * Rejects with what kept the search's own files from being loaded, or a Blob from being read, and with a `TypeError` where
   * the texts are more than 50 MiB; a character of a string counts as a byte.
   * @param texts A text, a file, or several of them.
   */
  search(texts: string | Blob | readonly (string | Blob)[], options?: SearchOptions): Promise<SearchedTexts | Failed>;
}
