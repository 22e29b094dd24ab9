/**
 * Requests that build on each other have a session in common. Those of a subtask have its parent's id with a dot and a number behind (`PARENT.1`),
 * and count under both. Ids of sessions have no dots of their own: they are UUIDs.
 */
const separator = '.';

/** Whether something with that session is of this session, or of a subtask of it. */
export function isOfSession(sessionId: string, ancestor: string): boolean {
  if (sessionId === ancestor) return true;
  return sessionId.length > ancestor.length && sessionId[ancestor.length] === separator && sessionId.startsWith(ancestor);
}

/** Every id of a subtask lies in it, as texts are ordered by their bytes, and no other id: from the first, included, to the second, excluded. */
export function subtaskRange(sessionId: string): readonly [from: string, before: string] {
  return [`${sessionId}${separator}`, `${sessionId}${characterAfterSeparator}`];
}

/** The session and those above it, itself first: `P.1.2`, `P.1`, `P`. */
export function sessionsAbove(sessionId: string): readonly string[] {
  const words = sessionId.split(separator);
  return words.map((_word, index) => words.slice(0, words.length - index).join(separator));
}

/** The task that the user gave, of whatever subtask the session is. */
export function rootSession(sessionId: string): string {
  const at = sessionId.indexOf(separator);
  return at < 0 ? sessionId : sessionId.slice(0, at);
}

/** What follows on a dot in ASCII. */
const characterAfterSeparator = '/';
