import { describe, expect, it } from 'vitest';
import { imageTypes, readMessageFromPage } from '../../../src/features/agent/protocol.ts';

const good: readonly unknown[] = [
  { type: 'ready' },
  { type: 'send', text: 'Mend the sum' },
  { type: 'draft', characters: 12 },
  { type: 'set-mode', mode: 'plan' },
  { type: 'attach', what: 'problem' },
  ...imageTypes.map((mediaType) => ({ type: 'attach-image', mediaType, base64: 'iVBORw0KGgo=' })),
  { type: 'approve', taskId: 't', callId: 'c', contentHash: 'h', answer: 'no', words: 'not this one' },
  { type: 'answer-question', taskId: 't', questionId: 'q', text: 'yes' },
  { type: 'go-on', taskId: 't', choice: 'cheaper' },
  { type: 'undo', taskId: 't', scope: 'step' },
  { type: 'retry', taskId: 't', tier: 'frontier' },
  { type: 'open-link', url: 'https://good.example/' },
  { type: 'copy', text: 'a' },
  { type: 'rename-task', taskId: 't' },
  { type: 'run', command: 'choose-approvals' },
];

const bad: readonly unknown[] = [
  undefined,
  'ready',
  { type: 'approve-all' },
  // What the page must not decide.
  { type: 'send', text: 'Mend it', capNanoUsd: 1e12 },
  { type: 'send', text: 'Mend it', approvals: 'trusted-commands' },
  { type: 'go-on', taskId: 't', choice: 'raise-cap', capNanoUsd: 1e12 },
  { type: 'run', command: 'workbench.action.terminal.sendSequence' },
  { type: 'rename-task', taskId: 't', title: 'Pay' },
  // An approval of nothing in particular.
  { type: 'approve', taskId: 't', callId: 'c', answer: 'once' },
  { type: 'approve', taskId: 't', callId: 'c', contentHash: 'h', answer: 'for ever' },
  { type: 'approve', taskId: 't', callId: 'c', contentHash: 'h', answer: 'no', words: 'x'.repeat(2001) },
  // No pictures, or too large ones.
  { type: 'attach-image', mediaType: 'image/svg+xml', base64: 'iVBORw0KGgo=' },
  { type: 'attach-image', mediaType: 'image/png', base64: '<svg>' },
  { type: 'attach-image', mediaType: 'image/png', base64: 'A'.repeat(7_000_000) },
  { type: 'retry', taskId: 't', tier: 'dearest' },
  { type: 'draft', characters: -1 },
];

describe("Messages of the agent's page", () => {
  it('are taken as they are where they are its own', () => {
    expect(good.map(readMessageFromPage)).toEqual(good);
  });

  it('are nothing where they are not, or say more than the page may decide', () => {
    expect(bad.map(readMessageFromPage)).toEqual(bad.map(() => undefined));
  });
});
