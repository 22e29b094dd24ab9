import { TypeError as CelTypeError, EvaluationError, ParseError } from '@marcbachmann/cel-js';
import type { Mistake } from './condition.ts';
import { factGroups, factNames, isFactGroup } from './facts.ts';

type CelError = ParseError | CelTypeError | EvaluationError;

/** cel-js's own sentence, and what to do about it. */
export function mistakeInWords(text: string, error: unknown): Mistake {
  if (!isCelError(error)) return { range: { start: 0, end: text.length }, message: String(error) };
  const range = rangeIn(text, error);
  const marked = text.slice(range.start, range.end);
  return { range, message: wordsFor(error, marked) };
}

function wordsFor(error: CelError, marked: string): string {
  const { code, summary } = error;
  switch (code) {
    case 'no_such_key':
      return noSuchFact(error);
    case 'unknown_variable':
      return noSuchVariable(marked);
    case 'cannot_index_type':
    case 'invalid_index_type':
      return `${marked}: texts and lists have no fields; size(task.paths) gives a length, task.paths[0] the first entry`;
    case 'no_such_overload':
      return `${summary.replace('no such overload: ', '')} does not go together: both sides must be of one type, texts in quotes and whole numbers without`;
    case 'no_matching_overload':
      return `${summary.replace('found no matching overload for ', '')} does not go together: look at the types of what is given`;
    case 'unexpected_token':
      return summary.endsWith('EOF') ? 'the condition ends too early: something must follow' : unexpected(marked);
    case 'unexpected_character':
      return unexpected(marked);
    case 'unterminated_string':
      return 'the text does not end: its closing quote is missing';
    case 'limit_exceeded':
      return `the condition is too long or too deep (${summary}): split it into several rules`;
    default:
      return summary;
  }
}

/** What people write for what CEL knows. */
const corrections: Readonly<Record<string, string>> = { '=': '==', '&': '&&', '|': '||', and: '&&', or: '||', not: '!', '===': '==' };

function unexpected(marked: string): string {
  const correction = Object.hasOwn(corrections, marked) ? corrections[marked] : undefined;
  return `${marked} is not expected here${correction === undefined ? '' : `: write ${correction}`}`;
}

function noSuchFact({ node, summary }: CelError): string {
  const object = node?.op === '.' || node?.op === '[]' ? (node.args as readonly unknown[])[0] : undefined;
  const group = typeof object === 'object' && object !== null && 'args' in object ? String(object.args) : '';
  const key = summary.replace('No such key: ', '');
  return isFactGroup(group) ? `${group} has no ${key}: it has ${factNames(group).join(', ')}` : `there is no ${key}`;
}

function noSuchVariable(name: string): string {
  const group = factGroups.find((each) => factNames(each).includes(name));
  return `there is no ${name}: ${group ? `write ${group}.${name}` : `a condition can ask ${factGroups.join(', ')}`}`;
}

/** Never empty where there is text to mark, and narrowed to the name in brackets. */
function rangeIn(text: string, { code, node, range }: CelError): Mistake['range'] {
  const place = code === 'no_such_key' && node?.op === '[]' ? bracketed(text, node) : range;
  if (!place) return { start: 0, end: text.length };
  if (place.end > place.start) return { start: place.start, end: place.end };
  const end = Math.min(text.length, place.start + 1);
  return { start: Math.max(0, end - 1), end };
}

function bracketed(text: string, { start, end }: { readonly start: number; readonly end: number }): Mistake['range'] {
  const open = text.lastIndexOf('[', end);
  return { start: Math.max(start, open + 1), end: end - 1 };
}

function isCelError(error: unknown): error is CelError {
  return error instanceof ParseError || error instanceof CelTypeError || error instanceof EvaluationError;
}
