export function isJson(text: string): boolean {
  return readJson(text) !== undefined;
}

/** Undefined: it is none. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
