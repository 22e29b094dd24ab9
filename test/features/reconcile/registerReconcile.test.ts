import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Endpoint } from '../../../src/core/catalogue/index.ts';
import type { LedgerEntry } from '../../../src/core/ledger/index.ts';
import { registerReconcile } from '../../../src/features/reconcile/registerReconcile.ts';
import { paidEntry } from '../../core/reconcile/bills.ts';
import { entriesOf, seededExports } from '../../providers/reconcile/exports.ts';
import { editor } from '../../support/fakeEditor.ts';
import { MemoryLedger } from '../../support/memoryLedger.ts';

/** The pages that were opened, the files that there are, and which of them are chosen. */
const pages: string[] = [];
const files = new Map<string, string>();
let chosen: readonly string[] | undefined;
const providers: { provideTextDocumentContent(): string }[] = [];

vi.mock('vscode', async () => {
  const api = (await import('../../support/fakeEditor.ts')).editor.api() as Record<string, Record<string, unknown>>;
  return {
    ...api,
    env: { language: 'en' },
    Uri: { parse: (text: string) => text },
    EventEmitter: class {
      event = () => ({ dispose: () => undefined });
      fire = () => undefined;
      dispose = () => undefined;
    },
    workspace: {
      ...api.workspace,
      fs: {
        stat: async ({ path }: { readonly path: string }) => ({ size: path.includes('huge') ? 65_000_000 : 100 }),
        readFile: async ({ path }: { readonly path: string }) => new TextEncoder().encode(files.get(path) ?? ''),
      },
      registerTextDocumentContentProvider: (_scheme: string, provider: (typeof providers)[number]) => {
        providers.push(provider);
        return { dispose: () => undefined };
      },
    },
    commands: {
      ...api.commands,
      executeCommand: async () => void pages.push(providers.at(-1)?.provideTextDocumentContent() ?? ''),
    },
    window: { ...api.window, showOpenDialog: async () => chosen?.map((path) => ({ path })) },
  };
});

beforeEach(() => {
  editor.reset();
  for (const list of [pages, providers]) list.length = 0;
  files.clear();
  chosen = undefined;
});

const openrouter: Endpoint = {
  id: 'openrouter',
  provider: 'openrouter',
  adapter: 'openai-compatible',
  baseUrl: 'https://openrouter.ai/api/v1',
  billing: 'metered',
  needsKey: true,
};

interface World {
  readonly entries?: readonly LedgerEntry[];
  readonly key?: string;
  readonly fetch?: typeof globalThis.fetch;
}

async function register({ entries = [], key, fetch = () => Promise.reject(new Error('nothing may be asked')) }: World = {}) {
  const ledger = new MemoryLedger();
  for (const [index, entry] of entries.entries()) await ledger.settle('none', { ...entry, id: `entry-${index}` });
  const logged: string[] = [];
  registerReconcile({
    ledger,
    models: { load: async () => undefined, endpoints: () => [openrouter] },
    keys: { has: () => key !== undefined, keyOf: async () => key },
    fetch,
    clock: { now: () => Date.parse('2026-11-11T12:00:00Z'), timeZone: () => 'UTC' },
    log: { info: (line) => void logged.push(line), error: (line) => void logged.push(line) },
  });
  return { logged };
}

const [usage] = seededExports;
const run = (): Promise<void> => editor.run('farthing.reconcile');

describe('Reconciling a file', () => {
  it('shows that all agrees, and asks nobody', async () => {
    const { logged } = await register({ entries: entriesOf('anthropic', 'claude-haiku-4-5') });
    files.set('/downloads/usage.csv', usage?.text ?? '');
    chosen = ['/downloads/usage.csv'];
    await run();
    expect([pages[0]?.split('\n\n').map((part) => part.split('\n')[0]), logged]).toEqual([
      [
        '# The bill of anthropic beside the ledger',
        'usage&#46;csv: 2026-11-01 to 2026-11-02, days of UTC.',
        '| | the bill | the ledger | difference |',
        'All days and models agree.',
        '',
      ],
      ['reconcile: anthropic 2026-11-01 to 2026-11-02: agrees'],
    ]);
  });

  it('shows what differs with its likely causes, and what could not be read, without any markup of the file', async () => {
    await register({ entries: entriesOf('anthropic', 'claude-haiku-4-5') });
    const line = '2026-11-02,<b>[x](http://y)</b>,key,Default,standard,≤ 200k,7,0,0,0,80,0,global,';
    files.set('/a.csv', `${usage?.text}${line}\n${line.replace(',7,', ',half,')}\n`);
    chosen = ['/a.csv'];
    await run();
    expect(pages[0]?.split('\n').slice(4)).toEqual([
      '**Not everything could be read. The rest is compared:**',
      '',
      '- Line 5: usage&#95;input&#95;tokens&#95;no&#95;cache is no whole number&#58; "half"',
      '',
      '| | the bill | the ledger | difference |',
      '|---|---:|---:|---:|',
      '| input tokens | 4,107 | 4,100 | +7 |',
      '| read from cache | 2,000 | 2,000 | 0 |',
      '| written to cache | 400 | 400 | 0 |',
      '| output tokens | 660 | 580 | +80 |',
      '',
      '## Likely causes',
      '',
      '- Something else uses the same key or account. (one day and model)',
      '',
      '## What differs',
      '',
      '| day | model | difference |',
      '|---|---|---|',
      '| 2026-11-02 | &#60;b&#62;&#91;x&#93;&#40;http&#58;&#47;&#47;y&#41;&#60;&#47;b&#62; | +7 input tokens, +80 output tokens |',
      '',
      '',
    ]);
  });

  it.each([
    ['my-proxy', 'Compared with what the ledger has of my&#45;proxy.', 'All days and models agree.'],
    ['None of these', 'The ledger has nothing of anthropic in these days.', undefined],
  ])('asks by which name the ledger knows the provider, where it has nothing of it: %s', async (answer, line, verdict) => {
    const paid = entriesOf('anthropic', 'claude-haiku-4-5').map((entry) => ({ ...entry, provider: 'my-proxy', endpoint: 'proxy-1' }));
    await register({ entries: [...paid, paidEntry('2026-10-01', { provider: 'long-ago' })] });
    files.set('/usage.csv', usage?.text ?? '');
    chosen = ['/usage.csv'];
    editor.answers.push(answer);
    await run();
    const lines = pages[0]?.split('\n') ?? [];
    expect([editor.shown, lines[4], lines.find((one) => one === verdict)]).toEqual([
      [
        {
          type: 'pick',
          title: 'The ledger has nothing of anthropic in these days. By which name does it know the provider of this bill?',
          items: [
            { label: 'my-proxy', description: `${paid.length} attempts in these days`, provider: 'my-proxy' },
            { label: 'None of these', provider: 'anthropic' },
          ],
        },
      ],
      line,
      verdict,
    ]);
  });

  it('shows nothing where the user leaves that question', async () => {
    await register({ entries: [paidEntry('2026-11-01', { provider: 'my-proxy', endpoint: 'proxy-1' })] });
    files.set('/usage.csv', usage?.text ?? '');
    chosen = ['/usage.csv'];
    await run();
    expect([editor.shown.map(({ type }) => type), pages]).toEqual([['pick'], []]);
  });

  it('takes tokens and money of two files as one bill', async () => {
    await register({ entries: entriesOf('anthropic', 'claude-haiku-4-5') });
    files.set('/usage.csv', usage?.text ?? '').set('/cost.csv', seededExports[1]?.text ?? '');
    chosen = ['/usage.csv', '/cost.csv'];
    await run();
    expect(pages[0]).toContain('| cost | $0.02 | $0.02 | $0.00 |');
  });

  it.each([
    ['/mail.csv', 'name,mail\n', /^mail\.csv is no export that can be compared: its columns/],
    ['/huge.csv', 'x', /^huge\.csv is larger than 64 MB\./],
  ])('says why %s is of no use', async (path, text, words) => {
    await register();
    files.set(path, text);
    chosen = [path];
    await run();
    expect([pages, editor.shown]).toEqual([[], [{ type: 'warning', words: expect.stringMatching(words), buttons: [] }]]);
  });

  it('refuses two files that do not belong together', async () => {
    await register();
    files.set('/a.csv', usage?.text ?? '').set('/b.csv', usage?.text ?? '');
    chosen = ['/a.csv', '/b.csv'];
    await run();
    expect(editor.shown).toMatchObject([
      { type: 'warning', words: 'These files do not make one bill: two files speak of the same days: give each day once.' },
    ]);
  });

  it('does nothing where no file is chosen', async () => {
    await register();
    await run();
    expect([pages, editor.shown]).toEqual([[], []]);
  });
});

describe('Asking OpenRouter', () => {
  const answers: Readonly<Record<string, unknown>> = {
    '/api/v1/key': { data: { usage: 3, usage_daily: 0.01, usage_weekly: 0.02, usage_monthly: 0.05, limit_remaining: 7 } },
    '/api/v1/credits': { data: { total_credits: 10, total_usage: 3 } },
  };
  const answering: typeof globalThis.fetch = async (input) => Response.json(answers[new URL(String(input)).pathname]);
  const spent = (day: string) => paidEntry(day, { provider: 'openrouter', endpoint: 'openrouter' });
  const entries = [spent('2026-11-02'), spent('2026-11-10'), spent('2026-11-11')];

  it('shows what the key has used beside the ledger', async () => {
    await register({ entries, key: 'sk-or-1', fetch: answering });
    editor.answers.push('Ask openrouter now');
    await run();
    expect(pages[0]?.split('\n').filter((line) => line !== '')).toEqual([
      '# What your key has used at openrouter',
      'Days, weeks from Monday and months are those of UTC, as OpenRouter books them. Amounts are US dollars.',
      '| | the provider | the ledger | difference | attempts |',
      '|---|---:|---:|---:|---:|',
      '| today, from 2026-11-11 | $0.01 | $0.01 | $0.00 | 1 |',
      '| this week, from 2026-11-09 | $0.02 | $0.02 | $0.00 | 2 |',
      '| this month, from 2026-11-01 | $0.05 | $0.03 | +$0.02 | 3 |',
      'The provider has more: something else uses this key, or another machine whose ledger is not this one.',
      'Credits left in the account: $7.00',
      'Left of the key’s own limit: $7.00',
    ]);
  });

  it('does not say that they agree where only the week differs, which began in the month before', async () => {
    const data = { usage: 3, usage_daily: 0.01, usage_weekly: 0.09, usage_monthly: 0.03 };
    await register({
      entries,
      key: 'sk-or-1',
      fetch: async (input) => (String(input).endsWith('/key') ? Response.json({ data }) : answering(input)),
    });
    editor.answers.push('Ask openrouter now');
    await run();
    expect(pages[0]?.split('\n').filter((line) => /agree|has more/.test(line))).toEqual([
      'The provider has more: something else uses this key, or another machine whose ledger is not this one.',
    ]);
  });

  it('asks for the dearest requests of what differs one by one', async () => {
    const known = (id: string, costNanoUsd: number): LedgerEntry =>
      paidEntry('2026-11-10', { provider: 'openrouter', endpoint: 'openrouter', costNanoUsd, billingReport: { generationId: id } });
    const settled: Readonly<Record<string, unknown>> = {
      'gen-same': { total_cost: 0.05, native_tokens_prompt: 3400, native_tokens_completion: 100, native_tokens_cached: 2000 },
      'gen-dearer': { total_cost: 0.14, native_tokens_prompt: 3400, native_tokens_completion: 1500 },
      'gen-own-key': { total_cost: 0.001, is_byok: true, upstream_inference_cost: 0.02 },
    };
    const asked: string[] = [];
    const { logged } = await register({
      entries: [
        known('gen-same', 50_000_000),
        known('gen-dearer', 40_000_000),
        known('gen-own-key', 30_000_000),
        known('gen-unknown', 20_000_000),
        known('gen-broken', 10_000_000),
        known('gen-cheap', 1_000_000),
      ],
      key: 'sk-or-1',
      fetch: async (input) => {
        const url = new URL(String(input));
        const id = url.searchParams.get('id');
        if (id === null) return answering(input);
        asked.push(id);
        if (id === 'gen-broken') throw new TypeError('fetch failed');
        return id in settled ? Response.json({ data: { id, ...(settled[id] as object) } }) : Response.json({ error: {} }, { status: 404 });
      },
    });
    editor.answers.push('Ask openrouter now');
    await run();
    const lines = pages[0]?.split('\n') ?? [];
    expect([asked, lines.slice(lines.indexOf('## The dearest requests, one by one') + 2), logged]).toEqual([
      ['gen-same', 'gen-dearer', 'gen-own-key', 'gen-unknown', 'gen-broken'],
      [
        '| begun (UTC) | model | the provider | the ledger | difference |',
        '|---|---|---:|---:|---|',
        '| 2026-11-10 12:00 | claude&#45;sonnet&#45;5 | $0.05 | $0.05 | none |',
        '| 2026-11-10 12:00 | claude&#45;sonnet&#45;5 | $0.14 | $0.04 | +$0.10, +1,400 output tokens |',
        '| 2026-11-10 12:00 | claude&#45;sonnet&#45;5 | $0.02 | $0.03 | -$0.0090 |',
        '| 2026-11-10 12:00 | claude&#45;sonnet&#45;5 | – | $0.02 | the provider does not know it, or not yet |',
        '| 2026-11-10 12:00 | claude&#45;sonnet&#45;5 | – | $0.01 | the server did not answer |',
        '',
        '',
      ],
      [expect.stringMatching(/^openrouter could not be asked of a request: /)],
    ]);
  });

  it('is offered only where a key is saved, and asks nobody where a file is picked', async () => {
    await register({ entries, key: 'sk-or-1' });
    editor.answers.push('A file that you downloaded…');
    await run();
    expect([editor.shown.map(({ type }) => type), pages]).toEqual([['pick'], []]);
  });

  it('says why it was not told, without the key', async () => {
    const { logged } = await register({
      key: 'sk-or-1',
      fetch: async () => Response.json({ error: { message: 'bad sk-or-1' } }, { status: 401 }),
    });
    editor.answers.push('Ask openrouter now');
    await run();
    expect([editor.shown.at(-1), logged]).toEqual([
      { type: 'warning', words: 'openrouter could not be asked: the server wants a key.', buttons: [] },
      ['openrouter could not be asked what the key has used: ProviderError: HTTP 401: bad [key]'],
    ]);
  });
});
