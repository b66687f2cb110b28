
// ---------------------------------------------------------------------------------------------------------------------
// Loading

/**
 * Loads the WebAssembly. Call it once and wait for it before anything else; more calls make no difference.
 *
 * The file lies in the package and is found by itself: on a page, in a worker, with a bundler and in Node.js.
 * @param source Where else it is: an address, the answer to a request for it, its bytes, or the compiled module.
 */
export function init(
  source?: string | URL | Request | Response | BufferSource | WebAssembly.Module | PromiseLike<Response>,
): Promise<void>;

export default init;
