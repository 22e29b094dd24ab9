import type { CallResult } from '../call.ts';
import { cannotBeDone } from '../loop/foldCall.ts';

/** What the loop tells a model, each in one place: prompts only grow, so the words of one event are the same whenever they are made. */

/** So often the same call may have the same result before it is told to stop. */
export const toldAfterSameResults = 3;

export const unknownWords =
  'It is not known whether this happened: it was approved, and then the window closed. It is not done again by itself. Read the files that it would ' +
  'have changed before you go on.';

export const notDoneWords = 'Not done: the turn was over before.';

/** What is attached, up to so many characters; the rest can be read by the tool. */
export function beginningOf(text: string, mostCharacters: number): string {
  if (text.length <= mostCharacters) return text;
  return `${text.slice(0, mostCharacters)}\n[cut off here: the first ${mostCharacters} of ${text.length} characters]`;
}

export const cutOffWords = 'Your answer was cut off at its limit. Go on from there, in smaller steps.';

export const callCutOffWords =
  'Error: your answer was cut off at its limit within this call, so it was not done. Make it again, with less in it: in several smaller calls.';

export const anotherAttemptWords =
  'The user wants another attempt at this, and does not trust the last one. Look at the files again, and do not rely on what was said before.';

export function sameResultWords(times: number): string {
  return `\n\nThis is the ${times === 3 ? 'third' : `${times}th`} time that the same call has the same result. It will not change: do something else.`;
}

export function refusedWords(rule: string, reason: string): string {
  // That a file is not there is no rule of anybody's.
  return rule === cannotBeDone ? `Error: ${reason}` : `Refused by the rule ${rule}: ${reason}. Do not try to get around it.`;
}

export function declinedWords(words: string | undefined): string {
  return words
    ? `The user declined this, and said: ${words}`
    : 'The user declined this. Do not do it in another way; find another solution, or ask.';
}

export function undoneWords(paths: readonly string[]): string {
  return `The user undid changes to these files, which are as they were before: ${paths.join(', ')}. Read them again before you change them.`;
}

/** Of a run of the tests that did not go as the model said. */
export function notProvedWords({ text, facts }: CallResult): string {
  const failed = facts?.tests?.failed;
  const how = failed === undefined ? 'could not be run to their end' : failed === 1 ? 'fail: 1' : `fail: ${failed}`;
  return `It is not done: Farthing ran the tests, and they ${how}. Find out why, and mend it.\n${text}`;
}
