import type { StreamPart } from '../task/index.ts';
import { type InsertionPlace, InsertionText } from './insertionText.ts';
import { insertionStart } from './instructions.ts';

interface InsertionReader {
  /** What a part of the model's answer comes to; text is told as soon as it cannot turn out to be something else. */
  read(part: StreamPart): readonly StreamPart[];
}

/** No token is as long: a server that says more than this for one never ends. */
const mostCharactersPerToken = 64;

/**
 * Turns the answer of a conversation into what is to be inserted: the text in its tag, or in a fence where there is no tag, without the beginning of
 * the line said again, and up to the first stop string. An answer without either is prose or a refusal, and comes to nothing. What follows is
 * swallowed and the connection left open: the usage comes at the end, and the answer is short. One that is longer than it may be is ended here.
 */
export function insertionReader(place: InsertionPlace, maxOutputTokens: number): InsertionReader {
  const insertion = new InsertionText(place);
  let outside = '';
  let isInside = false;
  let characters = 0;
  const read = (text: string): string => {
    if (isInside) return insertion.read(text);
    outside = withoutThoughts(outside + text);
    const start = outside.indexOf(insertionStart);
    isInside = start >= 0 && !thoughtStart.test(outside);
    return isInside ? insertion.read(outside.slice(start + insertionStart.length)) : '';
  };
  const end = (): string => {
    if (isInside) return insertion.end();
    const fenced = thoughtStart.test(outside) ? undefined : fencedIn(outside);
    return fenced === undefined ? '' : insertion.read(fenced) + insertion.end();
  };
  return {
    read(part) {
      if (part.type === 'text-delta') {
        characters += part.text.length;
        if (characters <= maxOutputTokens * mostCharactersPerToken) return deltas(read(part.text));
        return [...deltas(end()), { type: 'finish', reason: 'length' }];
      }
      if (part.type !== 'finish' && part.type !== 'error') return [part];
      // The insertion was complete, whatever the model went on with.
      const isCut = part.type === 'finish' && part.reason === 'length' && insertion.isOver;
      return [...deltas(end()), isCut ? { ...part, reason: 'stop' } : part];
    },
  };
}

const deltas = (text: string): readonly StreamPart[] => (text === '' ? [] : [{ type: 'text-delta', text }]);

const thoughtStart = /^\s*<think(?:ing)?>/;

/** Some servers leave thoughts in front of the answer, which may say the tag. */
function withoutThoughts(answer: string): string {
  let told = answer;
  while (thoughtStart.test(told)) {
    const end = /<\/think(?:ing)?>/.exec(told);
    if (!end) break;
    told = told.slice(end.index + end[0].length);
  }
  return told;
}

/** Some put the text into a fence instead. Several fences are an explanation. */
function fencedIn(answer: string): string | undefined {
  const fences = [...answer.matchAll(/^[ \t]*```[^\n]*\n([\s\S]*?)\n?[ \t]*```[ \t]*$/gm)];
  return fences.length === 1 ? fences[0]?.[1] : undefined;
}
