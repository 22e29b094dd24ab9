import type { AgentEvent } from '../event.ts';
import { type Conversation, foldConversation, nothingSaid } from '../prompt/conversation.ts';
import { fold, nothingYet } from './fold.ts';
import type { AgentTaskState } from './state.ts';

/** How a task stands, and what a model is told of it: both made of the log alone. */
export interface Standing {
  readonly state: AgentTaskState;
  readonly conversation: Conversation;
}

const nothingStands: Standing = { state: nothingYet, conversation: nothingSaid };

export function standingOf(log: readonly AgentEvent[]): Standing {
  return log.reduce(foldStanding, nothingStands);
}

export function foldStanding({ state, conversation }: Standing, event: AgentEvent): Standing {
  const after = fold(state, event);
  return { state: after, conversation: foldConversation(conversation, event, state, after) };
}
