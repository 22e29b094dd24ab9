import type { Segment, TaskKind, Tool } from '../../src/core/task/index.ts';
import type { Random } from './random.ts';
import type { TraceRequest } from './trace.ts';

/** A conversation that grows, and is asked now and then. Sizes are in tokens of four characters. */
export interface Conversation {
  /** An exchange is added: an answer (with a call of a tool, where `calls`) and what follows it. */
  grow(answerTokens: number, followTokens: number): void;
  /** The workspace's part of the prompt changes. */
  changeWorkspace(tokens: number): void;
  /** The conversation is taken back to before one of its exchanges, which is asked in other words. */
  takeBack(share: number, followTokens: number): void;
  requestAt(atMs: number, outputTokens: number, model?: TraceRequest['model']): TraceRequest;
}

export interface ConversationOptions {
  readonly kind: TaskKind;
  readonly sessionId: string;
  readonly staticPart: StaticPart;
  readonly workspaceTokens: number;
  readonly questionTokens: number;
  readonly callsTools: boolean;
}

/** What is the same in all requests of a kind. */
export interface StaticPart {
  readonly system: Segment;
  readonly tools: readonly Tool[];
}

export function staticPartOf(random: Random, name: string, tokens: number, tools: number): StaticPart {
  const each = tools > 0 ? Math.floor(tokens / 2 / tools) : 0;
  return {
    system: { role: 'system', stability: 'static', text: textOf(random, `system ${name}`, tools > 0 ? Math.ceil(tokens / 2) : tokens) },
    tools: Array.from({ length: tools }, (_, index) => ({
      name: `tool_${name}_${index}`.replaceAll(/\W/g, '_'),
      description: textOf(random, `tool ${index} of ${name}`, each),
      inputSchema: { type: 'object' },
    })),
  };
}

export function conversationOf(random: Random, options: ConversationOptions): Conversation {
  const { kind, sessionId, staticPart, callsTools } = options;
  const newText = (what: string, tokens: number): string => textOf(random, `${what} of ${sessionId}`, tokens);
  let workspace = options.workspaceTokens > 0 ? newText('workspace', options.workspaceTokens) : '';
  let exchanges: (readonly Omit<Segment, 'stability'>[])[] = [[{ role: 'user', text: newText('question', options.questionTokens) }]];
  let calls = 0;
  return {
    grow(answerTokens, followTokens) {
      calls += 1;
      const id = `call-${calls}`;
      exchanges.push(
        callsTools
          ? [
              {
                role: 'assistant',
                text: newText('thought', answerTokens),
                toolCalls: [{ id, name: 'run', argumentsText: `{"call":${calls}}` }],
              },
              { role: 'tool', toolCallId: id, text: newText('result', followTokens) },
            ]
          : [
              { role: 'assistant', text: newText('answer', answerTokens) },
              { role: 'user', text: newText('question', followTokens) },
            ],
      );
    },
    changeWorkspace(tokens) {
      workspace = newText('workspace', tokens);
    },
    takeBack(share, followTokens) {
      const kept = exchanges.slice(0, Math.max(1, Math.floor(exchanges.length * share)));
      exchanges = [
        ...kept.slice(0, -1),
        [...(kept.at(-1) ?? []).slice(0, -1), { role: 'user', text: newText('other words', followTokens) }],
      ];
    },
    requestAt(atMs, outputTokens, model = 'big') {
      const history = exchanges.slice(0, -1).flat();
      const turn = exchanges.at(-1) ?? [];
      const segments: readonly Segment[] = [
        staticPart.system,
        ...(workspace === '' ? [] : [{ role: 'system', stability: 'workspace', text: workspace } as const]),
        ...history.map((segment): Segment => ({ ...segment, stability: 'session' })),
        ...turn.map((segment): Segment => ({ ...segment, stability: 'turn' })),
      ];
      return { atMs, kind, sessionId, segments, tools: staticPart.tools, model, outputTokens };
    },
  };
}

/** A text of about so many tokens that is no other text's beginning. */
export function textOf(random: Random, what: string, tokens: number): string {
  const start = `${what} ${random.between(0, 1e9)} `;
  return start + 'lorem ipsum '.repeat(Math.max(0, Math.ceil((tokens * 4 - start.length) / 12)));
}
