/** How a file of another workspace folder than the task's stands among the paths that a prompt is drawn from, beside its path in that folder. */
export function addressOf(absolute: string): string {
  return `file://${absolute.startsWith('/') ? '' : '/'}${absolute}`;
}

/** Paths in a folder have no scheme. */
export function isOfOtherFolder(path: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(path);
}
