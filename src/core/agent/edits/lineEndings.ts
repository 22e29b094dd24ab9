/** How the line ends that the place is in; where it does not, how the last one that ends does; undefined in a text of one line. */
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
  let end = after.length;
  while (after[end - 1] === '\n') end -= after[end - 2] === '\r' ? 2 : 1;
  return after.slice(0, end);
}
