import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Candidate } from '../../../src/core/catalogue/index.ts';
import { registerModels } from '../../../src/features/models/registerModels.ts';
import { editor, type Item } from '../../support/fakeEditor.ts';
import { localCandidate, paidCandidate, unpriced } from '../../support/tasks.ts';

vi.mock('vscode', async () => (await import('../../support/fakeEditor.ts')).editor.api());
beforeEach(() => editor.reset());

function registered(cloud: readonly Candidate[] = [], local: readonly Candidate[] = [], editors: readonly Candidate[] = []) {
  const logged: string[] = [];
  const models = { load: async () => undefined, candidates: () => cloud };
  registerModels({
    models,
    localServers: { candidates: () => local },
    editorModels: { value: editors },
    log: { info: (text) => void logged.push(text), error: (text) => void logged.push(text) },
  });
  return { logged };
}

/** Each entry of the last list in one line. */
function entries(): readonly string[] {
  const last = editor.shown.findLast((shown) => shown.type === 'pick');
  const line = ({ label, kind, description, detail }: Item): string =>
    kind === -1 ? `-- ${label}` : [label, description, detail].filter((part) => part !== undefined).join(' | ');
  return last?.type === 'pick' ? last.items.map(line) : [];
}

describe('“Choose Model or Tier”', () => {
  it('begins with the kinds of requests, each with its present choice', async () => {
    editor.set('routing.pins', {
      'completion.line': 'small',
      'completion.block': 'coder@gateway',
      chat: 'frontier',
      edit: 'nonsense',
    });
    registered();
    await editor.run('farthing.pickModel');
    expect(entries()).toEqual([
      'Completions | Tier: small, coder on gateway',
      'Edits | Automatic',
      'Chat | Tier: frontier',
      'Agent: planning | Automatic',
      'Agent: steps | Automatic',
      'Agent: subtasks | Automatic',
      'Commit messages | Automatic',
      'Titles | Automatic',
      'Summaries | Automatic',
    ]);
  });

  it('offers the ladder, the tiers and the models that can do it, local ones first, with prices per million tokens', async () => {
    const { fillInTheMiddle: _none, ...chatOnly } = paidCandidate('talker').model;
    registered(
      [paidCandidate('coder'), unpriced(paidCandidate('stranger')), { ...paidCandidate('talker'), model: chatOnly }],
      [localCandidate('qwen')],
    );
    editor.answers.push('Completions');
    await editor.run('farthing.pickModel');
    expect(entries()).toEqual([
      '$(check) Automatic | local → small',
      '-- Tiers',
      'local | the cheapest of this tier',
      'small | the cheapest of this tier',
      'medium | the cheapest of this tier',
      'frontier | the cheapest of this tier',
      '-- Models',
      'qwen | server-of-qwen · local | on this machine, free of charge',
      'coder | cloud-of-coder · medium | $3.00 in, $15.00 out per million tokens',
      'stranger | cloud-of-stranger · medium | unpriced',
      'Set API Key… | for more models',
    ]);
  });

  it('offers the models of the editor as a subscription, with what they cost elsewhere where that is known', async () => {
    const inEditor = (id: string, { price: _price, fillInTheMiddle: _hole, ...model }: Candidate['model']): Candidate => ({
      model: { ...model, id },
      endpoint: { ...paidCandidate().endpoint, id: 'editor-copilot', billing: 'subscription' },
    });
    const { model } = paidCandidate('gpt-x');
    registered([], [], [{ ...inEditor('gpt-x', model), model }, inEditor('gpt-z', model)]);
    editor.answers.push('Chat', 'gpt-z');
    await editor.run('farthing.pickModel');
    expect([entries().filter((line) => line.includes('editor-copilot')), editor.settings]).toEqual([
      [
        'gpt-x | editor-copilot · medium | subscription, no cost per token; at list prices $3.00 in, $15.00 out per million',
        'gpt-z | editor-copilot · medium | subscription, no cost per token',
      ],
      { 'routing.pins': { chat: 'gpt-z@editor-copilot' } },
    ]);
  });

  it('offers to the agent only models that may take tools, and to a chat only those that chat', async () => {
    registered([paidCandidate('coder', { canUseTools: false }), paidCandidate('talker'), paidCandidate('filler', { canChat: false })]);
    const offered = async (group: string): Promise<readonly string[]> => {
      editor.answers.push(group);
      await editor.run('farthing.pickModel');
      return entries()
        .filter((line) => line.includes('cloud-of'))
        .map((line) => line.split(' | ')[0] ?? '');
    };
    expect([await offered('Chat'), await offered('Agent: steps')]).toEqual([['coder', 'talker'], ['talker']]);
  });

  it('writes the choice for all kinds of the group, and leaves the others', async () => {
    editor.set('routing.pins', { chat: 'frontier' });
    const { logged } = registered([paidCandidate('coder')]);
    editor.answers.push('Completions', 'coder');
    await editor.run('farthing.pickModel');
    expect([editor.settings, logged]).toEqual([
      {
        'routing.pins': {
          chat: 'frontier',
          'completion.line': 'coder@cloud-of-coder',
          'completion.block': 'coder@cloud-of-coder',
        },
      },
      ['completion.line, completion.block: pinned to coder@cloud-of-coder'],
    ]);
  });

  it('writes a tier', async () => {
    registered();
    editor.answers.push('Chat', 'small');
    await editor.run('farthing.pickModel');
    expect(editor.settings).toEqual({ 'routing.pins': { chat: 'small' } });
  });

  it('takes the choice out again', async () => {
    editor.set('routing.pins', { chat: 'frontier', edit: 'small' });
    const { logged } = registered();
    editor.answers.push('Chat', 'Automatic');
    await editor.run('farthing.pickModel');
    expect([editor.settings, logged]).toEqual([{ 'routing.pins': { edit: 'small' } }, ['chat: chosen automatically']]);
  });

  it('shows a chosen model that is not there at the moment', async () => {
    editor.set('routing.pins', { 'completion.line': 'coder@gateway', 'completion.block': 'coder@gateway' });
    registered();
    editor.answers.push('Completions');
    await editor.run('farthing.pickModel');
    expect(entries().filter((line) => line.includes('$(check)'))).toEqual(['$(check) coder on gateway | not available now']);
  });

  it.each([[[undefined]], [['Chat', undefined]]])('changes nothing when it is left after %j', async (answers) => {
    registered([paidCandidate('coder')]);
    editor.answers.push(...answers);
    await editor.run('farthing.pickModel');
    expect(editor.settings).toEqual({});
  });

  it('leads to the command that sets a key', async () => {
    registered();
    editor.answers.push('Chat', 'Set API Key…');
    await editor.run('farthing.pickModel');
    expect([editor.executed, editor.settings]).toEqual([[['farthing.setKey']], {}]);
  });
});

describe('The pause of paid models', () => {
  it('is turned over for all windows, and the log says so', async () => {
    const { logged } = registered();
    await editor.run('farthing.togglePaidModels');
    const paused = editor.settings['paidModels.paused'];
    await editor.run('farthing.togglePaidModels');
    expect([paused, editor.settings['paidModels.paused'], logged]).toEqual([true, false, ['paid models are paused', 'paid models are on']]);
  });
});
