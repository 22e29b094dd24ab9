import { lineBefore, type Snapshot, sharedEnd, typedBetween } from './snapshot.ts';

/** What a model said to fill the hole of a snapshot; empty text is an answer too: it had nothing to say there. */
export interface Answer {
  readonly taskId: string;
  readonly at: Snapshot;
  readonly text: string;
  /** So many characters of what the model said come before: the line that was the answer, where this is what came after it. */
  readonly said?: number;
}

/** So many characters taken away in front of where an answer was asked are a correction: they are offered again. More is a change of mind. */
const mostDeleted = 16;

/**
 * What is left of an answer at another place: after the user typed on, took some of it back, or after the indentation of the blank line became
 * another one. Undefined where the answer does not fit, an empty string where all of it is typed.
 */
export function remainderAt(answer: Answer, now: Snapshot): string | undefined {
  return exactRemainderAt(answer, now) ?? reindentedAt(answer, now);
}

/** The same answer, so that what is typed from now on is held against what is offered now. */
export function followedTo(answer: Answer, now: Snapshot): Answer {
  if (exactRemainderAt(answer, now) !== undefined) return answer;
  return { ...answer, at: now, text: reindentedAt(answer, now) ?? '' };
}

function exactRemainderAt({ at, text }: Answer, now: Snapshot): string | undefined {
  const typed = typedBetween(at, now);
  if (typed !== undefined) return text.startsWith(typed) ? text.slice(typed.length) : undefined;
  const deleted = typedBetween(now, at);
  return deleted !== undefined && deleted.length <= mostDeleted && !deleted.includes('\n') ? deleted + text : undefined;
}

/**
 * The cursor's line was blank and still is, with more or less in front of it. Further lines follow where it is deeper by something; where it
 * is indented in another way (tabs, spaces), only a single line can be told.
 */
function reindentedAt({ at, text }: Answer, now: Snapshot): string | undefined {
  const [was, is] = [lineBefore(at), lineBefore(now)];
  if (at.uri !== now.uri || was.trim() !== '' || is.trim() !== '' || at.suffix !== now.suffix) return undefined;
  const isSameLine = at.offset - was.length === now.offset - is.length;
  if (!isSameLine || !sharedEnd(withoutEnd(at.prefix, was), withoutEnd(now.prefix, is))) return undefined;
  const code = text.trimStart();
  const own = text.slice(0, text.length - code.length);
  if (code === '' || own.includes('\n')) return undefined;
  const meant = was + own;
  if (meant.startsWith(is)) return meant.slice(is.length) + code;
  if (is.startsWith(meant)) return code.replaceAll(/\n(?=[^\n])/g, `\n${is.slice(meant.length)}`);
  return code.includes('\n') ? undefined : code;
}

function withoutEnd(text: string, end: string): string {
  return text.slice(0, text.length - end.length);
}
