import { describe, expect, it, vi } from 'vitest';
import { emptyDay } from '../../src/core/ledger/index.ts';
import { meterText } from '../../src/features/meter/meterText.ts';
import type { MeterView } from '../../src/features/meter/meterView.ts';
import type { LocalServer } from '../../src/providers/localServers/localServer.ts';
import { entryOf, without } from '../support/entries.ts';
import { localCandidate } from '../support/tasks.ts';

vi.mock('vscode', async () => (await import('../support/fakeVscode.ts')).fakeVscode());

const { fillInTheMiddle: _none, ...chatModel } = localCandidate('llama3').model;
const serving = (...models: LocalServer['models']): LocalServer => ({ kind: 'ollama', baseUrl: 'http://127.0.0.1:11434', models });
const found = (...models: LocalServer['models']) => ({ localServers: { status: 'found' as const, servers: [serving(...models)] } });

const view = (changes: Partial<MeterView> = {}): MeterView => ({
  today: { ...emptyDay('2026-11-05'), attempts: 12, inputTokens: 3456, outputTokens: 78, accepted: 9, costNanoUsd: 4_200_000 },
  last: undefined,
  ...found(localCandidate('qwen').model),
  ledger: { status: 'open' },
  completions: 'on',
  health: 'well',
  ...changes,
});

const linesOf = (changes: Partial<MeterView>): readonly string[] => meterText(view(changes)).tooltip.value.split('\n\n');

describe('The meter', () => {
  it.each<[string, Partial<MeterView>, string, 'calm' | 'alarmed']>([
    ['when all is well', {}, '$(sparkle) $0.0042 · 12', 'calm'],
    ['while it looks for a server', { localServers: { status: 'looking' } }, '$(sync~spin) $0.0042 · 12', 'calm'],
    [
      'when the server went away',
      { localServers: { status: 'away', last: serving() } },
      '$(warning) $0.0042 · 12 · local server away',
      'alarmed',
    ],
    ['when there is no server', { localServers: { status: 'none' } }, '$(sparkle) $0.0042 · 12 · start a local model server', 'calm'],
    ['when the server has no model', found(), '$(sparkle) $0.0042 · 12 · load a model', 'calm'],
    ['when the server has no code model', found(chatModel), '$(sparkle) $0.0042 · 12 · load a code model', 'calm'],
    ['when the last completion failed', { health: 'server-error' }, '$(warning) $0.0042 · 12 · last completion failed', 'alarmed'],
    [
      'when the address is refused',
      { localServers: { status: 'refused', rule: 'plain-http', url: 'http://10.0.0.7' } },
      '$(warning) $0.0042 · 12 · server address refused',
      'alarmed',
    ],
    ['when completions are off', { completions: 'off' }, '$(sparkle) $0.0042 · 12 · completions off', 'calm'],
    [
      'when completions are off and the server is away on purpose',
      { completions: 'off', localServers: { status: 'away', last: serving() } },
      '$(sparkle) $0.0042 · 12 · completions off',
      'calm',
    ],
    [
      'when the ledger cannot be used',
      { ledger: { status: 'unavailable', problem: 'not-writable', detail: 'EACCES' } },
      '$(warning) $0.0042 · 12 · ledger unavailable',
      'alarmed',
    ],
    [
      'when the last request could not be written down',
      { ledger: { status: 'failing', problem: 'disk-full', detail: 'database or disk is full' } },
      '$(warning) $0.0042 · 12 · not metered',
      'alarmed',
    ],
  ])('%s', (_when, changes, text, mood) => {
    const shown = meterText(view(changes));
    expect({ text: shown.text, mood: shown.isAlarm ? 'alarmed' : 'calm' }).toEqual({ text, mood });
  });

  it.each<[string, Partial<MeterView>, string]>([
    ['a ready model', {}, 'Local model qwen on ollama is ready.'],
    [
      'the model that can fill in, not the first one',
      found(chatModel, localCandidate('qwen').model),
      'Local model qwen on ollama is ready.',
    ],
    [
      'a model that cannot fill in',
      found(chatModel),
      'Local model llama3 on ollama cannot fill in the middle: load a code model such as Qwen2.5-Coder.',
    ],
    ['a server without a model', found(), 'A local server answers, but it has no model loaded. Load one there.'],
    [
      'an address elsewhere',
      { localServers: { status: 'refused', rule: 'not-this-machine', url: 'https://models.example' } },
      'The address in farthing.localServer.url is refused: https://models.example is not on this machine, and in this version the server must be.',
    ],
    ['a failure', { health: 'timeout' }, 'The last completion failed: the server took too long.'],
    [
      'a broken ledger',
      { ledger: { status: 'unavailable', problem: 'disk-full', detail: 'SQLITE_FULL' } },
      'The ledger cannot be used: the disk is full (SQLITE_FULL). Local models go on, unmetered.',
    ],
  ])('tells screen readers of %s', (_what, changes, words) => {
    expect(meterText(view(changes)).label).toBe(`Farthing: $0.0042 spent today, requests: 12. ${words}`);
  });

  it('says so when the first choice did not answer', () => {
    expect(linesOf({ last: entryOf({ attempt: 2 }) })[3]).toBe(
      'Why this model: qwen (llama-server@127.0.0.1:8080) did not answer, and this was the next choice for completing a line, on llama-server 127.0.0.1:8080',
    );
  });

  it('tells in its tooltip what was spent, what the last request was and cost, and why that model', () => {
    expect(linesOf({ last: entryOf() })).toEqual([
      '**Farthing today: $0.0042**',
      'Requests: 12 · tokens in: 3,456 · tokens out: 78 · accepted suggestions: 9',
      'Last: qwen, 42 tokens in (30 from cache), 7 out, 0.03 s, $0.00010',
      'Why this model: the cheapest available of tier "local" for completing a line, on llama-server 127.0.0.1:8080',
      'Local model qwen on ollama is ready.',
      '[Look for a local server](command:farthing.lookForLocalServer) · [Turn completions off](command:farthing.toggleCompletions) · [Open log](command:farthing.showLog)',
    ]);
  });

  it('says of a cost when it is an estimate, and when there is no price', () => {
    const costs = [entryOf({ isEstimate: true }), without(entryOf(), 'costNanoUsd')].map((last) =>
      linesOf({ last })[2]?.split(', ').at(-1),
    );
    expect(costs).toEqual(['$0.00010 (estimate)', 'unpriced']);
  });

  it('says where a damaged ledger lies now', () => {
    const { tooltip } = meterText(
      view({ ledger: { status: 'open', movedAside: '/data/ledger.sqlite.damaged-1', recoveredEntries: 1234 } }),
    );
    expect(tooltip.value).toContain(
      'The ledger was damaged. It lies at /data/ledger.sqlite.damaged-1 now, and a new one was begun. Entries recovered: 1,234.',
    );
  });
});
