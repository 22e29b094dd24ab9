/** How the line ends that the place is in, else the one before it, else the next; undefined in a text of one line. */
export function endingAt(text: string, place: number): string | undefined {
  const next = text.indexOf('\n', place);
  const at = next >= 0 ? next : text.lastIndexOf('\n');
  if (at < 0) return undefined;
  return at > 0 && text[at - 1] === '\r' ? '\r\n' : '\n';
}

/** The same lines with that ending each; as they are where there is none to go by. */
export function endedWith(text: string, ending: string | undefined): string {
  return ending === undefined ? text : text.replaceAll(/\r?\n/g, ending);
}

/** What was changed ends with a line break where it did before, and only there; an empty text has no ending to keep. */
export function withEnding(before: string, after: string): string {
  if (before === '' || after === '') return after;
  if (before.endsWith('\n')) return after.endsWith('\n') ? after : after + (endingAt(before, before.length) ?? '\n');
  return after.replace(/\r?\n$/, '');
}
