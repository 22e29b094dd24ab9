import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { AgentWords, ApprovalState, ToolItem } from '../../../src/features/agent/protocol.ts';

/** As much of an element as the card touches. */
class FakeElement {
  textContent = '';
  hidden = false;
  disabled = false;
  value = '';
  readonly children: FakeElement[] = [];
  readonly #listeners = new Map<string, (event: unknown) => void>();
  readonly #attributes = new Map<string, string>();

  append(...children: readonly (FakeElement | string)[]): void {
    for (const child of children) if (typeof child !== 'string') this.children.push(child);
  }
  setAttribute = (name: string, value: string): void => void this.#attributes.set(name, value);
  getAttribute = (name: string): string | undefined => this.#attributes.get(name);
  removeAttribute = (name: string): void => void this.#attributes.delete(name);
  addEventListener = (type: string, listener: (event: unknown) => void): void => void this.#listeners.set(type, listener);
  contains = (): boolean => false;

  happen(type: string, event: unknown = {}): void {
    this.#listeners.get(type)?.(event);
  }

  find(testId: string): FakeElement | undefined {
    if (this.getAttribute('data-testid') === testId) return this;
    return this.children.map((child) => child.find(testId)).find((found) => found !== undefined);
  }
}

/** Pages are checked with the browser's types, which tests do not have. */
interface ApprovalPage {
  approvalPart(
    words: AgentWords,
    does: { answer(asked: ApprovalState, answer: string): void },
  ): { readonly elements: readonly FakeElement[]; update(item: ToolItem): void };
}

let nowMs = 0;

beforeEach(() => {
  vi.stubGlobal('window', { addEventListener: () => undefined });
  vi.stubGlobal('document', { createElement: () => new FakeElement(), hasFocus: () => false });
  vi.stubGlobal('performance', { now: () => nowMs });
});
afterEach(() => vi.unstubAllGlobals());

const words = { approve: 'Approve', reject: 'Reject', always: 'Always', inFolder: 'in {0}' } as AgentWords;

/** What the page answers where everything that could approve is pressed, and then Escape. */
async function answersTo(more: string | undefined): Promise<readonly string[]> {
  const { approvalPart } = await vi.importActual<ApprovalPage>('../../../src/webview/agent/approval.ts');
  const answers: string[] = [];
  const part = approvalPart(words, { answer: (_asked, answer) => void answers.push(answer) });
  const item: ToolItem = {
    ...{ type: 'tool', id: 'r-1 call-1', name: 'Edit', target: 'long.txt', state: 'asked', stateText: 'asks' },
    diff: { label: '', lines: [], ...(more !== undefined && { more }) },
    approval: { callId: 'call-1', contentHash: 'hash', heading: 'May this be changed?', reason: '', always: 'All edits' },
  };
  part.update(item);
  const card = part.elements[0];
  const key = (name: string, ctrlKey: boolean) => ({
    ...{ key: name, ctrlKey, preventDefault: () => undefined, stopPropagation: () => undefined },
  });
  for (const press of [
    () => card?.happen('keydown', key('Enter', true)),
    () => card?.find('approve')?.happen('click'),
    () => card?.find('always')?.happen('click'),
    () => card?.happen('keydown', key('Escape', false)),
  ]) {
    nowMs += 1000;
    press();
  }
  return answers;
}

it('What is not shown whole can be rejected, and approved by no button and no key', async () => {
  expect([await answersTo(undefined), await answersTo('5 more lines')]).toEqual([['once', 'once', 'always', 'no'], ['no']]);
});
