import { createHash } from 'node:crypto';
import type * as vscode from 'vscode';
import type { Tier } from '../../core/catalogue/index.ts';
import { stripInvisible } from '../../core/policy/index.ts';
import type { Segment, Task, Tool } from '../../core/task/index.ts';
import { onlyWorkspace } from '../../platform/chatRequestFiles.ts';
import { type FarthingModel, mostOutputTokens, tierOf } from './farthingModels.ts';
import { segmentsOf } from './segmentsOf.ts';

export interface AskedOf {
  readonly model: FarthingModel;
  readonly messages: readonly vscode.LanguageModelChatRequestMessage[];
  readonly options: vscode.ProvideLanguageModelChatResponseOptions;
}

/** What somebody else asks of us. Nothing is known of the files that it is drawn from: policies for paths cannot see them. */
export function taskOf(
  { model, messages, options }: AskedOf,
  { newId, salt }: { readonly newId: () => string; readonly salt: string },
): Task {
  const segments = segmentsOf(messages);
  const tools = (options.tools ?? []).map(toolOf);
  const workspace = onlyWorkspace();
  const task: Task & { readonly tier?: Tier } = {
    id: newId(),
    kind: 'chat',
    segments,
    maxOutputTokens: mostOutputTokens,
    stop: [],
    ...(tools.length > 0 && { tools }),
    origin: { trigger: 'command', ...(workspace !== undefined && { workspace }) },
    sessionId: sessionOf(segments, salt),
    ...tierOf(model),
  };
  return task;
}

function toolOf({ name, description, inputSchema }: vscode.LanguageModelChatTool): Tool {
  return {
    name,
    description: stripInvisible(description),
    inputSchema: { type: 'object', properties: {}, ...inputSchema },
  };
}

/**
 * The editor does not say which requests belong to one conversation: those that begin with the same words do. Hashed with a salt of this window,
 * because ids are kept in the ledger, and prompts are not.
 */
function sessionOf(segments: readonly Segment[], salt: string): string {
  const first = segments.find(({ role }) => role === 'user')?.text ?? '';
  return `chat-${createHash('sha256').update(salt).update(first).digest('hex').slice(0, 16)}`;
}
