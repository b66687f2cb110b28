// Arguments as serde reads them: an error of serde's says what it expected, and here is where.

/** Of these the members are looked at one by one; anything else, such as an AbortSignal, is handed on as it is. */
function isPlain(value) {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === Object.prototype || prototype === null;
}

/**
 * `value`, and in `way` the names from it to the member that was read last. A member that is not there is undefined, so that
 * serde complains of its type and not of the whole. Not the value's own proxy: that of a frozen one may not answer others.
 */
export function watched(value, way, depth = 0) {
  if (typeof value !== "object" || value === null) return value;
  const isList = Array.isArray(value);
  return new Proxy(isList ? [] : {}, {
    has: () => true,
    get(_, name) {
      // serde describes what it did not expect, which reads it again. Nothing of what was passed is to be told.
      if (name === "toJSON") return () => null;
      const member = value[name];
      if (typeof name === "string" && name !== "length") {
        way.splice(depth, way.length, isList ? `[${name}]` : `.${name}`);
      }
      return isPlain(member) ? watched(member, way, depth + 1) : member;
    },
  });
}
