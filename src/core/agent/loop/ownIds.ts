import type { Reasoning, ToolCall } from '../../task/index.ts';
import { isVerification } from './foldCall.ts';
import type { AgentTaskState } from './state.ts';

interface OwnIds {
  readonly calls: readonly ToolCall[];
  readonly givenBack: Reasoning | undefined;
}

/**
 * What Anthropic takes (`^[a-zA-Z0-9_-]+$`) and OpenAI (40 characters at the most, later 64). Mistral's 9 letters and digits are for its adapter to see to: others make
 * longer ones, which their reasoning may name.
 */
const plainId = /^[A-Za-z0-9_-]{1,40}$/;

/**
 * The calls of an answer under ids that stand for one call within the task, and that others take, too, where they go on with it: some servers name each answer's calls
 * alike, or not at all, or at length. What the provider wants back of its thoughts may name a call (OpenRouter's signatures of Gemini's calls do): such an id stays, and
 * where it cannot, because it stands for another call, it becomes another in both.
 */
export function withOwnIds(state: AgentTaskState, calls: readonly ToolCall[], givenBack: Reasoning | undefined): OwnIds {
  const taken = idsIn(state);
  const names = new Set<string>();
  const renamed = new Map<string, string>();
  const own = calls.map((call) => {
    const isNamed = givenBack?.blocks.some(({ opaque }) => opaque.includes(JSON.stringify(call.id))) === true;
    const isFree = call.id !== '' && !taken.has(call.id) && !isVerification(call.id) && (isNamed || plainId.test(call.id));
    const id = isFree ? call.id : freeId(taken);
    taken.add(id);
    // Of two that are alike in one answer the first is meant.
    if (isNamed && !isFree && !names.has(call.id)) renamed.set(call.id, id);
    names.add(call.id);
    return isFree ? call : { ...call, id };
  });
  return { calls: own, givenBack: givenBack && renamed.size > 0 ? withNames(givenBack, renamed) : givenBack };
}

function idsIn({ turns }: AgentTaskState): Set<string> {
  const steps = turns.flatMap(({ items }) => items).flatMap((item) => (item.type === 'step' ? [item] : []));
  return new Set(steps.flatMap(({ calls }) => calls.map(({ callId }) => callId)));
}

/** Nine letters and digits, which every provider takes: counted on from what the task has, so that the same log gives the same ones. */
function freeId(taken: ReadonlySet<string>): string {
  let number = taken.size;
  while (taken.has(idOf(number))) number += 1;
  return idOf(number);
}

const idOf = (number: number): string => `c${number.toString(36).padStart(8, '0')}`;

function withNames(givenBack: Reasoning, names: ReadonlyMap<string, string>): Reasoning {
  const blocks = givenBack.blocks.map((block) => ({
    ...block,
    opaque: [...names].reduce((text, [from, to]) => text.replaceAll(JSON.stringify(from), () => JSON.stringify(to)), block.opaque),
  }));
  return { ...givenBack, blocks };
}
