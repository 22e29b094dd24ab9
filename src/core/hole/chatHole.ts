import { controlTokens } from '../catalogue/index.ts';
import { type Segment, type TaskKind, textOf } from '../task/index.ts';
import { estimateTokens } from '../tokens/index.ts';
import { chatMarks, fileEnd, fileStart, holeMark, insertionEnd, instructions } from './instructions.ts';
import { neutralised, neutralPath } from './neutralised.ts';

/** The one segment that is the same for all: what is known of it is found by it. */
const system: Segment = { role: 'system', stability: 'static', text: instructions };

/** What ends the answer. */
export const chatHoleStop: readonly string[] = [insertionEnd];

/** Tokens that the tags around an answer take, and a line's end or a fence that a model puts beside them; more than any tokenizer makes of them. */
export const chatHoleAnswerTokens = 24;

/** What the frame around a file takes: its tags, a path of usual length, the wish. */
const frameTokens = 40;

/** Tokens that a conversation adds to the text around the hole, estimated: the instructions, and the file's frame. */
export const chatHoleTokens = estimateTokens(instructions) + frameTokens;

/**
 * A hole as a conversation, for models that were not trained to fill one: what never changes first, then other files in their order, the most stable
 * first, then the file with the hole. The surrounding text holds none of the marks, so that the hole is where the cursor is and nowhere else, and no token that ends a turn.
 */
export function chatHole(segments: readonly Segment[], kind: TaskKind, language?: string): readonly Segment[] {
  const files = segments.filter(({ role }) => role === 'context').map(fileSegment);
  const name = segments.find(({ role, name: of }) => role === 'prefix' && of !== undefined)?.name;
  const [before, after] = [neutral(textOf(segments, 'prefix')), neutral(textOf(segments, 'suffix'))];
  const wish = kind === 'completion.line' ? 'Write the rest of this line.' : 'Write a few lines at the most.';
  const file = `${opening(name, language)}\n${before}${holeMark}${after}\n${fileEnd}\n${wish}`;
  return [system, ...files, { role: 'user', stability: 'turn', text: file, ...(name !== undefined && { name }) }];
}

/** The same ones each time: what is known of a segment elsewhere is found by it. */
const known = new WeakMap<Segment, Segment>();

function fileSegment(segment: Segment): Segment {
  const before = known.get(segment);
  if (before) return before;
  const made = { ...segment, text: `${opening(segment.name)}\n${neutral(segment.text)}\n${fileEnd}` };
  known.set(segment, made);
  return made;
}

function opening(name: string | undefined, language?: string): string {
  const path = name === undefined ? '' : ` path="${neutralPath(name, notTold)}"`;
  return `${fileStart}${path}${language === undefined ? '' : ` language="${neutralPath(language, notTold)}"`}>`;
}

/** The marks, and what ends a turn of the conversation for the model: who runs it is not always known, nor what its name says of it. */
const notTold: readonly string[] = [...chatMarks, ...controlTokens];

const neutral = (text: string): string => neutralised(text, notTold);
