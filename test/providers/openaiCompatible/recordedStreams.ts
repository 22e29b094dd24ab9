import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Candidate, Endpoint } from '../../../src/core/catalogue/index.ts';
import type { StreamPart, Task } from '../../../src/core/task/index.ts';
import { createOpenAiCompatible } from '../../../src/providers/openaiCompatible/openaiCompatible.ts';
import { collect } from '../../support/collect.ts';
import { event, events, type Handler, type ScriptedServer } from '../../support/scriptedServer.ts';
import { callOf, localCandidate } from '../../support/tasks.ts';

/** Streams that others recorded lie beside the repository, where they may. */
const folder = path.resolve(import.meta.dirname, '../../../../shared/data/wire');
export const areMissing = !existsSync(folder);
/** For the name of a test that is skipped. */
export const unlessMissing = areMissing ? ' (skipped: ../shared/data/wire is not here)' : '';

/** The chunks of a recorded stream; a whole answer is one chunk. */
function recorded(file: string): readonly unknown[] {
  const text = readFileSync(path.join(folder, file), 'utf8');
  if (file.endsWith('.json')) return [asChunk(JSON.parse(text) as WholeAnswer)];
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as unknown);
}

interface WholeAnswer {
  readonly choices: readonly { readonly message: unknown }[];
}

const asChunk = (answer: WholeAnswer): unknown => ({
  ...answer,
  choices: answer.choices.map(({ message, ...choice }) => ({ ...choice, delta: message })),
});

/** What the adapter makes of a recording that a server plays. */
export async function playedBack(
  startServer: (routes: Readonly<Record<string, Handler>>) => Promise<ScriptedServer>,
  file: string,
  task: Task,
  changes: Partial<Endpoint> = {},
): Promise<readonly StreamPart[]> {
  const play = events([...recorded(file).map(event), event('[DONE]')]);
  const server = await startServer({ 'POST /v1/chat/completions': play, 'POST /v1/completions': play });
  const { model, endpoint } = localCandidate('recorded', { fillInTheMiddle: { type: 'suffix' } }, server.url);
  const candidate: Candidate = { model, endpoint: { ...endpoint, ...changes } };
  return collect(createOpenAiCompatible({ fetch }).stream(callOf(task, candidate), new AbortController().signal));
}

/** The parts with neighbouring texts, thoughts and arguments joined. */
export function joined(parts: readonly StreamPart[]): readonly StreamPart[] {
  const merged: StreamPart[] = [];
  for (const part of parts) {
    const whole = mergedPart(merged.at(-1), part);
    if (whole) merged.pop();
    merged.push(whole ?? part);
  }
  return merged;
}

function mergedPart(last: StreamPart | undefined, part: StreamPart): StreamPart | undefined {
  if (last?.type === 'text-delta' && part.type === 'text-delta') return { ...last, text: last.text + part.text };
  if (last?.type === 'reasoning-delta' && part.type === 'reasoning-delta') return { ...last, text: last.text + part.text };
  if (last?.type !== 'tool-call-delta' || part.type !== 'tool-call-delta') return undefined;
  return { ...last, argumentsText: last.argumentsText + part.argumentsText };
}
