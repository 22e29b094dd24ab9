import type { Finish, Script } from './answers.ts';
import type { Job } from './job.ts';
import { type Piece, piecesOf, scaleTokens } from './tokens.ts';

/** One part of an answer, cut into what the stream sends. */
export interface GeneratedPart {
  readonly kind: 'reasoning' | 'text' | 'tool-call';
  readonly pieces: readonly Piece[];
  /** Of a tool call; empty otherwise. */
  readonly id: string;
  readonly name: string;
}

export interface Generated {
  readonly parts: readonly GeneratedPart[];
  readonly finish: Finish;
  readonly stopSequence: string | undefined;
}

/** Naming a tool takes the model some tokens before the arguments come. */
const rawTokensPerToolCall = 6;

/** Cuts a script at the request's stop sequences and at its limit of output tokens. */
export function generate(job: Job, script: Script, nextId: (prefix: string) => string): Generated {
  const stop = earliestStop(script.text ?? '', job.stops);
  const whole: GeneratedPart[] = [];
  // Who did not ask for thinking gets none and pays for none.
  if (script.reasoning && job.thinks) whole.push({ kind: 'reasoning', pieces: piecesOf(script.reasoning), id: '', name: '' });
  if (stop.text !== '') whole.push({ kind: 'text', pieces: piecesOf(stop.text), id: '', name: '' });
  for (const call of stop.sequence === undefined ? (script.toolCalls ?? []) : []) {
    const text = typeof call.arguments === 'string' ? call.arguments : JSON.stringify(call.arguments ?? {});
    const pieces = [{ text: '', rawTokens: rawTokensPerToolCall }, ...piecesOf(text)];
    whole.push({ kind: 'tool-call', pieces, id: call.id ?? nextId(job.dialect === 'anthropic' ? 'toolu' : 'call'), name: call.name });
  }
  const { parts, isCut } = limit(whole, job);
  const natural = parts.some((part) => part.kind === 'tool-call') ? 'tool-calls' : 'stop';
  const finish = isCut ? 'length' : stop.sequence !== undefined ? 'stop-sequence' : (script.finish ?? natural);
  return { parts, finish, stopSequence: isCut ? undefined : stop.sequence };
}

export const textOfPart = (part: GeneratedPart): string => part.pieces.map((piece) => piece.text).join('');

function earliestStop(text: string, stops: readonly string[]): { readonly text: string; readonly sequence: string | undefined } {
  let found = { text, sequence: undefined as string | undefined };
  for (const sequence of stops) {
    const at = sequence === '' ? -1 : text.indexOf(sequence);
    if (at >= 0 && at < found.text.length) found = { text: text.slice(0, at), sequence };
  }
  return found;
}

function limit(parts: readonly GeneratedPart[], job: Job): { readonly parts: readonly GeneratedPart[]; readonly isCut: boolean } {
  let raw = 0;
  const kept: GeneratedPart[] = [];
  for (const part of parts) {
    const pieces: Piece[] = [];
    for (const piece of part.pieces) {
      if (scaleTokens(raw + piece.rawTokens, job.model.tokenFactor) > job.maxOutputTokens) {
        return { parts: pieces.length > 0 ? [...kept, { ...part, pieces }] : kept, isCut: true };
      }
      raw += piece.rawTokens;
      pieces.push(piece);
    }
    kept.push({ ...part, pieces });
  }
  return { parts: kept, isCut: false };
}
