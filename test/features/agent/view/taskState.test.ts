import { describe, expect, it, vi } from 'vitest';

vi.mock('vscode', async () => (await import('../../../support/fakeVscode.ts')).fakeVscode());

import { type AgentEvent, type ApprovalContent, stateOf } from '../../../../src/core/agent/index.ts';
import type { ItemState, ToolItem } from '../../../../src/features/agent/protocol.ts';
import { type ShownTask, taskState } from '../../../../src/features/agent/view/taskState.ts';
import { answered, asked, begun, costOf, edited, ended } from '../taskLog.ts';

// In one file: cases of one function, each a log and what is shown of it.

/** As the page gets it: of a task that runs, unless it is over. */
function shown(log: readonly AgentEvent[], live: Partial<ShownTask> = {}, opened: readonly string[] = []) {
  const isRunning = live.isRunning ?? true;
  const state = stateOf(log);
  const task: ShownTask = {
    id: 'task-1',
    log,
    state,
    title: state.title,
    approvals: state.approvals,
    isReadOnly: false,
    phase: isRunning ? 'running' : 'over',
    isRunning,
    approval: undefined,
    question: undefined,
    streaming: undefined,
    warning: undefined,
    ...live,
  };
  return taskState(task, new Set(opened), undefined);
}

const idle = { isRunning: false } as const;
const inShort = (items: readonly ItemState[]): readonly string[] =>
  items.map((item) => {
    if (item.type === 'tool') return `${item.name} ${item.target}: ${item.stateText}`;
    return item.type === 'answer' ? `answer: ${item.markdown}` : `${item.type}: ${item.text}`;
  });
const toolIn = (items: readonly ItemState[]): ToolItem => {
  const tool = items.find((item) => item.type === 'tool');
  if (!tool) throw new Error('no tool was called');
  return tool;
};
const called = (callId: string, command: string): AgentEvent => ({ type: 'called', atMs: 3, callId, call: { tool: 'run', command } });

describe('What the page shows of a task', () => {
  it('is what happened, in its order', () => {
    const log = [
      begun({ instructions: [{ path: 'AGENTS.md', text: 'Use tabs.' }], instructionsLeftOut: ['CLAUDE.md'] }),
      ...answered('r-1', 'I see the sign.', ['call-1']),
      ...edited('call-1', 'before-1'),
      ...answered('r-2', 'It is mended.'),
      ended('done'),
    ];
    const { items, instructions, title, summary, canUndoStep, canUndoTask } = shown(log, idle);
    expect({ items: inShort(items), instructions, title, canUndoStep, canUndoTask, summary }).toEqual({
      items: ['user: Mend the sum', 'answer: I see the sign.', 'Edit src/sum.ts: done', 'answer: It is mended.'],
      instructions: ['AGENTS.md', 'CLAUDE.md (left out by your settings)'],
      title: 'Mend the sum',
      canUndoStep: true,
      canUndoTask: true,
      summary: {
        heading: 'Done, and the tests say so.',
        text: '',
        outcome: 'good',
        facts: [
          { name: 'Cost', text: '$0.02' },
          { name: 'On the model you would otherwise use', text: '$0.04, upper bound' },
          { name: 'Steps', text: '2' },
          { name: 'Lines', text: '1 added, 1 removed' },
        ],
      },
    });
  });

  it('says of each answer what it cost, and why that model gave it', () => {
    const [, answer] = shown([begun(), ...answered('r-1', 'Hello')]).items;
    expect(answer).toEqual({
      type: 'answer',
      id: 'r-1',
      markdown: 'Hello',
      isStreaming: false,
      cost: '$0.01',
      facts: [
        { name: 'Model', text: 'small-model (small)' },
        { name: 'Endpoint', text: 'emu' },
        { name: 'Reason', text: 'cheapest above the floor' },
        { name: 'Cost', text: '$0.01' },
        { name: 'On the model you would otherwise use', text: '$0.04, upper bound' },
        { name: 'Tokens in', text: '1200' },
      ],
    });
  });

  it('compares what was not answered to its end with nothing', () => {
    const log = [begun(), ...answered('r-1', 'Hel', [], costOf({ baselineNanoUsd: 0 })), ended('stopped')];
    const { items, summary } = shown(log);
    const answer = items.find(({ type }) => type === 'answer');
    const named = [...(answer?.type === 'answer' ? answer.facts : []), ...(summary?.facts ?? [])].map(({ name }) => name);
    expect(named.filter((name) => name.includes('otherwise'))).toEqual([]);
  });

  it('says where an answer was asked shorter than usual because of the cap', () => {
    const [requested, ...rest] = answered('r-1', 'Hello');
    const log = [begun(), { ...requested, maxOutputTokens: 2_000 } as AgentEvent, ...rest];
    const [, answer] = shown(log).items;
    expect(answer?.type === 'answer' && answer.facts.at(-1)).toEqual({
      name: 'Length',
      text: 'at most 2000 tokens, because the cap holds no longer answer',
    });
  });

  it('shows changes as lines with their signs', () => {
    const log = [begun(), ...answered('r-1', '', ['call-1']), ...edited('call-1', 'before-1')];
    expect(toolIn(shown(log).items).diff).toEqual({
      label: '1 lines added, 1 removed',
      lines: [
        { kind: 'file', text: '--- a/src/sum.ts' },
        { kind: 'file', text: '+++ b/src/sum.ts' },
        { kind: 'place', text: '@@ -1,1 +1,1 @@' },
        { kind: 'removed', text: '-return a - b;' },
        { kind: 'added', text: '+return a + b;' },
      ],
    });
  });

  it('shows the whole of a change that is to be approved, and its beginning once it is done', () => {
    const after = Array.from({ length: 100 }, (_, line) => `line ${line}\n`).join('');
    const content: ApprovalContent = { type: 'changes', changes: [{ path: 'long.txt', before: undefined, after }] };
    const { question } = asked('call-1', content);
    const asking = [begun(), ...answered('r-1', '', ['call-1']), called('call-1', ''), asked('call-1', content)];
    const done = [
      ...asking,
      {
        type: 'ran',
        atMs: 7,
        callId: 'call-1',
        result: { isError: false, text: 'ok', facts: { changes: content.changes } },
        tookMs: 1,
      } as const,
    ];
    const sizeOf = ({ diff }: ToolItem) => [diff?.lines.length, diff?.more];
    expect([
      sizeOf(toolIn(shown(asking, { approval: question }).items)),
      sizeOf(toolIn(shown(done).items)),
      sizeOf(toolIn(shown(done, {}, ['r-1 call-1']).items)),
    ]).toEqual([
      [103, undefined],
      [40, '63 more lines'],
      [103, undefined],
    ]);
  });

  it('shows a command exactly as it would be run, with what is invisible in it spelled out', () => {
    const content: ApprovalContent = { type: 'command', command: 'npm test \u202E# mr-', folder: '/shop', shown: 'npm test' };
    const { question } = asked('call-1', content);
    const log = [begun(), ...answered('r-1', '', ['call-1']), called('call-1', content.command), asked('call-1', content)];
    const { state, approval } = toolIn(shown(log, { approval: question, phase: 'approval' }).items);
    expect({ state, approval }).toEqual({
      state: 'asked',
      approval: {
        callId: 'call-1',
        contentHash: 'hash of call-1',
        heading: 'May this be run?',
        reason: 'every step asks',
        content: 'npm test ⟨U+202E⟩# mr-',
        folder: '/shop',
        always: 'Exactly this command in this folder, in this task',
      },
    });
  });

  it('asks for what a subtask wants to do, on the card of the call that began it', () => {
    const question = { ...asked('call-9').question, callId: 'task-1.1/call-9' };
    const log: readonly AgentEvent[] = [
      begun(),
      ...answered('r-1', '', ['call-1']),
      { type: 'called', atMs: 3, callId: 'call-1', call: { tool: 'delegate', title: 'Rename it', instructions: '', paths: [] } },
      { type: 'delegated', atMs: 3, callId: 'call-1', subtaskId: 'task-1.1', capNanoUsd: 100 },
    ];
    const { name, state, approval, diff } = toolIn(shown(log, { approval: question, phase: 'approval' }).items);
    expect([name, state, approval?.callId, diff?.label]).toEqual(['Delegate', 'asked', 'task-1.1/call-9', '1 lines added, 1 removed']);
  });

  it('tells calls of different answers apart that have one number', () => {
    const log = [
      begun(),
      ...answered('r-1', '', ['call_0']),
      ...edited('call_0', 'before-1'),
      ...answered('r-2', '', ['call_0']),
      called('call_0', 'ls'),
    ];
    const tools = shown(log).items.filter((item) => item.type === 'tool');
    expect(tools.map(({ id, state }) => [id, state])).toEqual([
      ['r-1 call_0', 'done'],
      ['r-2 call_0', 'waiting'],
    ]);
  });

  it('says of what was rejected why, and by which rule', () => {
    const log: readonly AgentEvent[] = [
      begun(),
      ...answered('r-1', '', ['call-1', 'call-2']),
      called('call-1', 'curl evil.example'),
      { type: 'refused', atMs: 4, callId: 'call-1', rule: 'network', reason: 'it uses the network' },
      called('call-2', 'rm -r build'),
      asked('call-2'),
      { type: 'approval-answered', atMs: 5, callId: 'call-2', contentHash: 'x', answer: { answer: 'no', words: 'keep it' } },
    ];
    const tools = shown(log).items.filter((item) => item.type === 'tool');
    expect(tools.map(({ state, rule, output }) => [state, rule, output?.text])).toEqual([
      ['refused', 'network', 'it uses the network'],
      ['refused', undefined, 'keep it'],
    ]);
  });

  it('names the rule of what happened without asking', () => {
    const log: readonly AgentEvent[] = [
      begun({ approvals: 'edits' }),
      ...answered('r-1', '', ['call-1']),
      called('call-1', 'npm test'),
      { type: 'approved', atMs: 4, callId: 'call-1', contentHash: 'x', rule: 'edits: an ordinary file' },
    ];
    const { state, rule } = toolIn(shown(log).items);
    expect([state, rule]).toEqual(['running', 'edits: an ordinary file']);
  });

  it('spends a cap: in words, as a bar, and loudly from four fifths on', () => {
    const spent = (cents: number) => {
      const nanoUsd = cents * 10_000_000;
      return shown([
        begun({ capNanoUsd: 500_000_000 }),
        ...answered('r-1', '', [], costOf({ costNanoUsd: nanoUsd, countedNanoUsd: nanoUsd })),
      ]).money;
    };
    expect([spent(0), spent(10), spent(40), spent(50)]).toEqual([
      { text: '$0.00 of $0.50', thousandths: 0, level: 'below' },
      { text: '$0.10 of $0.50', thousandths: 200, level: 'below' },
      { text: '$0.40 of $0.50', thousandths: 800, level: 'warning' },
      { text: '$0.50 of $0.50', thousandths: 1000, level: 'reached' },
    ]);
  });

  it('never shows $0.00 for what has no price', () => {
    const cost = costOf({ costNanoUsd: 0, countedNanoUsd: 30_000_000, isUnpriced: true });
    const { items, money } = shown([begun(), ...answered('r-1', 'Hello', [], cost)]);
    const [, answer] = items;
    expect([answer?.type === 'answer' && answer.cost, money.text]).toEqual(['at most $0.03, unpriced', '$0.03 of $0.50, partly estimated']);
  });

  it('pauses at four fifths of the cap with four choices', () => {
    const log: readonly AgentEvent[] = [
      begun(),
      ...answered('r-1', ''),
      { type: 'paused', atMs: 8, reason: 'four-fifths-of-cap', words: 'Two tests fail.' },
    ];
    const { pause, items } = shown(log, { ...idle, phase: 'paused' });
    expect({ pause, notes: items.filter(({ type }) => type === 'note') }).toEqual({
      pause: {
        heading: 'Four fifths of the cap are spent.',
        text: 'Two tests fail.',
        choices: [
          { choice: 'go-on', label: 'Go on' },
          { choice: 'raise-cap', label: 'Raise the cap…' },
          { choice: 'cheaper', label: 'Go on with cheaper models' },
          { choice: 'stop', label: 'Stop here' },
        ],
      },
      notes: [],
    });
  });

  it('says between the cards what happened to the task', () => {
    const log: readonly AgentEvent[] = [
      begun(),
      { type: 'paused', atMs: 8, reason: 'cap', words: '' },
      { type: 'resumed', atMs: 8, capNanoUsd: 900_000_000 },
      { type: 'tier-asked', atMs: 8, tier: 'frontier', by: 'judge' },
      { type: 'compacted', atMs: 8, requestId: 'r-2', summary: 'a sum', untilEvent: 1, cost: costOf() },
      { type: 'not-compacted', atMs: 8, requestId: 'r-3', words: 'nobody answers', cost: costOf() },
      { type: 'undone', atMs: 8, checkpointId: 'before-1', paths: ['src/sum.ts'], left: ['src/mine.ts'] },
      { type: 'undone', atMs: 8, checkpointId: 'before-1', paths: [] },
      ended('stopped'),
      { type: 'said', atMs: 9, mode: 'ask', turn: { text: 'Why?', attachments: [{ type: 'file', path: 'a.ts', text: 'a' }], images: [] } },
    ];
    expect(inShort(shown(log).items)).toEqual([
      'user: Mend the sum',
      'note: The cap is reached: nothing paid leaves any more.',
      'note: Gone on, with a cap of $0.90.',
      'note: There was no progress: from here on a model of the tier "frontier" or higher.',
      'note: What came before was summed up for the model ($0.01).',
      'note: What came before was not summed up for the model: nobody answers ($0.01).',
      'note: Undone: src/sum.ts',
      'note: Left as they are, because they were changed since or could not be written: src/mine.ts',
      'note: Nothing had to be undone.',
      'note: Stopped.',
      'user: Why?',
    ]);
  });

  it('has what streams of the answer under way', () => {
    const log: readonly AgentEvent[] = [begun(), { type: 'requested', atMs: 1, requestId: 'r-1', kind: 'agent.step', step: 1 }];
    expect(shown(log, { streaming: { requestId: 'r-1', text: 'Let me' } }).items.at(-1)).toEqual({
      type: 'answer',
      id: 'r-1',
      markdown: 'Let me',
      isStreaming: true,
      facts: [],
    });
  });

  it('does not call running what was interrupted', () => {
    const log = [begun(), ...answered('r-1', '', ['call-1']), called('call-1', 'npm test')];
    const { items, pause } = shown(log, { ...idle, phase: 'interrupted' });
    expect([toolIn(items).stateText, pause?.choices.map(({ choice }) => choice)]).toEqual(['not done', ['go-on', 'stop']]);
  });

  it('shows nothing of a name as what it is not', () => {
    const hidden: readonly AgentEvent[] = [
      begun({ turn: { text: 'a\u200Bb', attachments: [], images: [] } }),
      ...answered('r-1', 'c\u202Ed', ['call-1']),
      { type: 'called', atMs: 3, callId: 'call-1', call: { tool: 'read', path: 'e\u{E0041}f' } },
    ];
    expect(inShort(shown(hidden).items)).toEqual(['user: a⟨U+200B⟩b', 'answer: cd', 'Read e⟨U+E0041⟩f: waiting']);
  });

  it('says what was taken out of a prompt, once where it is taken out again and again (security point 14)', () => {
    const redacted = (requestId: string, count: number): readonly AgentEvent[] =>
      answered(requestId, 'I see.').map((event) =>
        event.type === 'answered' ? { ...event, redactions: [{ kind: 'AWS access key', count, name: 'a.ts' }] } : event,
      );
    const { items } = shown([begun(), ...redacted('r-1', 1), ...redacted('r-2', 1), ...redacted('r-3', 2)]);
    const facts = items.flatMap((item) => (item.type === 'answer' ? [item.facts.at(-1)] : []));
    expect({ items: inShort(items).slice(1), facts }).toEqual({
      items: [
        'note: Taken out of the prompt before it left: AWS access key in a.ts',
        'answer: I see.',
        'answer: I see.',
        'note: Taken out of the prompt before it left: AWS access key × 2 in a.ts',
        'answer: I see.',
      ],
      facts: ['AWS access key', 'AWS access key', 'AWS access key × 2'].map((kind) => ({
        name: 'Taken out of the prompt',
        text: `${kind} in a.ts`,
      })),
    });
  });
});
