import type { Candidate } from '../../src/core/catalogue/index.ts';
import type { Snapshot } from '../../src/core/completion/index.ts';
import { completionTask } from '../../src/core/completion/shape.ts';
import { freeOfCharge } from '../../src/core/money/index.ts';
import type { Task } from '../../src/core/task/index.ts';
import { createLlamaServer } from '../../src/providers/llamaServer/llamaServer.ts';
import { createOpenAiCompatible } from '../../src/providers/openaiCompatible/openaiCompatible.ts';
import type { Problem } from './problems.ts';

/** The cursor at the beginning of the empty line, as in the published task: behind its blanks it would tell how deep the line is indented. */
export function snapshotOf({ prefix, suffix }: Problem): Snapshot {
  return { uri: 'file:///problem.py', path: 'problem.py', languageId: 'python', offset: prefix.length, prefix, suffix };
}

/** The cursor further on in the missing line, after what was typed of it. */
export function snapshotIn({ prefix, suffix, line }: Problem, typed: number): Snapshot {
  return snapshotOf({ prefix: prefix + line.slice(0, typed), suffix, line });
}

/** The engine's own question there. */
export function taskAt(snapshot: Snapshot): Task {
  return completionTask('bench', snapshot, 'automatic');
}

const provider = createLlamaServer({ fetch, chat: createOpenAiCompatible({ fetch }) });

/** The raw answer of a server that speaks `/infill`, through the extension's adapter. Throws where it fails. */
export async function askInfill(baseUrl: string, task: Task): Promise<string> {
  const { kind, segments, maxOutputTokens, stop } = task;
  const cachePlan = { type: 'slot', slot: 0, expectedReadTokens: 0, expectedWriteTokens: 0, reason: 'a benchmark' } as const;
  const call = { candidate: candidateAt(baseUrl), kind, segments, maxOutputTokens, stop, tools: [], cachePlan };
  let answer = '';
  for await (const part of provider.stream(call, new AbortController().signal)) {
    if (part.type === 'text-delta') answer += part.text;
    if (part.type === 'error') throw new Error(`cannot measure: ${part.error.message}`);
  }
  return answer;
}

function candidateAt(baseUrl: string): Candidate {
  return {
    model: { id: 'asked', tier: 'local', canChat: false, fillInTheMiddle: { type: 'infill' }, price: freeOfCharge },
    endpoint: { id: 'asked', provider: 'llama-server', adapter: 'llama-server', baseUrl, billing: 'local' },
  };
}
