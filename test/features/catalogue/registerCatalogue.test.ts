import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Decision, Offer } from '../../../src/core/catalogue/refresh/index.ts';
import { registerCatalogue } from '../../../src/features/catalogue/registerCatalogue.ts';
import type { RefreshReport } from '../../../src/platform/catalogueRefreshReport.ts';
import { type Answer, editor } from '../../support/fakeEditor.ts';
import { FakeTime } from '../../support/fakeTime.ts';

/** The pages that were opened, and what is ticked next in a list of several. */
const pages: string[] = [];
const ticked: (readonly string[] | undefined)[] = [];
const providers: { provideTextDocumentContent(): string }[] = [];

vi.mock('vscode', async () => {
  const api = (await import('../../support/fakeEditor.ts')).editor.api() as Record<string, Record<string, unknown>>;
  return {
    ...api,
    Uri: { parse: (text: string) => text },
    EventEmitter: class {
      event = () => ({ dispose: () => undefined });
      fire = () => undefined;
      dispose = () => undefined;
    },
    workspace: {
      ...api.workspace,
      registerTextDocumentContentProvider: (_scheme: string, provider: (typeof providers)[number]) => {
        providers.push(provider);
        return { dispose: () => undefined };
      },
    },
    commands: {
      ...api.commands,
      executeCommand: async (...call: readonly unknown[]) => {
        if (call[0] === 'markdown.showPreview') pages.push(providers.at(-1)?.provideTextDocumentContent() ?? '');
        else editor.executed.push(call);
      },
    },
    window: {
      ...api.window,
      showQuickPick: async (
        items: readonly { readonly label: string }[],
        options: { readonly title: string; readonly canPickMany: boolean },
      ) => {
        editor.shown.push({ type: 'pick', title: options.title, items });
        const labels = ticked.shift();
        return labels && items.filter(({ label }) => labels.includes(label));
      },
    },
  };
});

beforeEach(() => {
  editor.reset();
  for (const list of [pages, ticked, providers]) list.length = 0;
});

const offer = (id: string, more: Partial<Offer> = {}): Offer => ({
  source: 'openrouter',
  readOn: '2026-11-22',
  kind: 'price',
  before: {
    validFrom: '2026-01-01',
    source: { url: '', readOn: '2026-01-01' },
    uncachedInput: 2e9,
    output: 10e9,
    cacheRead: 0.2e9,
    longContext: [{ abovePromptTokens: 200_000, prices: { uncachedInput: 4e9, output: 10e9 } }],
  },
  prices: { uncachedInput: 1e9, output: 10e9, cacheRead: 12_500_000 },
  facts: {},
  row: { endpoint: 'openrouter', id, url: `https://openrouter.ai/${id}`, prices: { uncachedInput: 1e9, output: 10e9 }, facts: {} },
  ...more,
});
const { before: _before, ...unknown } = offer('maker/new');
const fresh: Offer = { ...unknown, kind: 'new-model', facts: { tier: 'small', contextTokens: 64_000 }, guessedTier: 'small' };

function fixture(offers: readonly Offer[], report?: RefreshReport) {
  const decisions: Decision[] = [];
  const logged: string[] = [];
  const told = new Set<string>();
  const time = new FakeTime();
  let hear: (report: RefreshReport | undefined) => void = () => undefined;
  const add = (text: string): void => void logged.push(text);
  registerCatalogue({
    refresh: {
      refreshNow: async () => report,
      offers: async () => offers,
      decide: async (decision) => void decisions.push(decision),
      onDidChange: (listener) => {
        hear = listener;
        return { dispose: () => undefined };
      },
      dispose: () => undefined,
    },
    ledger: { claimNotice: async (key) => !told.has(key) && told.add(key) !== undefined },
    clock: time,
    log: { info: add, warn: add, error: add },
  });
  const run = async (command: string, ...answers: readonly Answer[]): Promise<void> => {
    editor.answers.push(...answers);
    await editor.run(command);
  };
  return { decisions, logged, run, hear: (heard: RefreshReport | undefined) => hear(heard), settle: () => time.advance(0) };
}

const risen = { endpoint: 'vendor', id: 'coder', before: offer('x').before, now: offer('x').before } as never;
const readReport: RefreshReport = { sources: [{ source: 'openrouter', outcome: 'read', rises: [risen], refused: [] }] };

describe('Review New Prices and Models', () => {
  it('shows each model, its endpoint, what counts now and what would, its source and the day, and nothing else', async () => {
    const { run } = fixture([offer('maker/coder'), fresh]);
    await run('farthing.reviewCatalogue', 'Later');
    const page = (pages[0] ?? '').replaceAll(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));
    expect(page.split('\n').filter((line) => line !== '')).toEqual([
      '# New prices and models',
      'None of this counts yet. Prices are US dollars per million tokens. What became dearer counts already and is not listed.',
      '## Other prices',
      '### maker/coder (openrouter)',
      '| | now | then |',
      '|---|---:|---:|',
      '| input | $2.00 | $1.00 |',
      '| cache read | $0.20 | $0.0125 |',
      '| input, above 200,000 prompt tokens | $4.00 | – |',
      '| output, above 200,000 prompt tokens | $10.00 | – |',
      'Read on 2026-11-22 from openrouter: https://openrouter.ai/maker/coder',
      '## New models',
      '### maker/new (openrouter)',
      '| | now | then |',
      '|---|---:|---:|',
      '| input | – | $1.00 |',
      '| output | – | $10.00 |',
      '| cache read | – | $0.0125 |',
      'tier: small; contextTokens: 64000',
      'The source does not say how strong it is: small is a guess from its price.',
      'Read on 2026-11-22 from openrouter: https://openrouter.ai/maker/new',
    ]);
  });

  it('makes no markup, no link and no hidden character of what a list says', async () => {
    const { run } = fixture([{ ...fresh, facts: { tier: '[x](command:evil) <img src=x> \u202e| ![](http://a)' as never } }]);
    await run('farthing.reviewCatalogue', 'Later');
    const line = pages[0]?.split('\n').find((one) => one.startsWith('tier')) ?? '';
    expect([
      /[[\]()<>|!\u202e]|:\/\/|command:/.test(line.replaceAll(/&#\d+;/g, '').slice('tier: '.length)),
      line.includes('U&#43;202E'),
    ]).toEqual([false, true]);
  });

  const address = { id: 'fresh', baseUrl: 'https://fresh.example/v1', feeThousandths: 55 };
  const stranger: Offer = { ...fresh, row: { ...fresh.row, id: 'm', endpoint: 'fresh', newEndpoint: address } };

  it('shows all that would hold of an address that is not known yet', async () => {
    const { run } = fixture([stranger]);
    await run('farthing.reviewCatalogue', 'Later');
    const page = (pages[0] ?? '').replaceAll(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));
    expect(page.split('\n').find((line) => line.startsWith('At an address'))).toBe(
      'At an address that is not known yet: https://fresh.example/v1; protocol openai-compatible; ' +
        'with a key of its own, paid by the token; 5.5 % on top',
    );
  });

  it('ticks nothing at first but other prices alone, and shows each fact and address that comes with a tick', async () => {
    const facts = offer('maker/known', { kind: 'facts', facts: { contextTokens: 8000 } });
    const { run } = fixture([facts, offer('maker/coder', { facts: { canChat: false } }), stranger]);
    ticked.push(undefined);
    await run('farthing.reviewCatalogue', 'Choose…');
    const items = editor.shown.flatMap((shown) => (shown.type === 'pick' ? shown.items : [])) as readonly {
      readonly picked?: boolean;
      readonly detail?: string;
    }[];
    expect(items.map(({ picked, detail }) => [picked, detail?.split(', ').slice(-3).join(', ')])).toEqual([
      [false, 'contextTokens: 8000'],
      [false, 'output, above 200,000 prompt tokens $10.00 → –, canChat: false'],
      [false, 'with a key of its own, paid by the token, 5.5 % on top'],
    ]);
  });

  it('names a list without what may be secret in its address, on the page and in the log', async () => {
    const { run, logged } = fixture([{ ...offer('maker/coder'), source: 'https://prices.example/list.json?token=hush' }]);
    await run('farthing.reviewCatalogue', 'Accept All');
    expect([pages[0]?.includes('hush'), logged]).toEqual([
      false,
      ['prices: accepted maker/coder (openrouter) of prices.example/list.json'],
    ]);
  });

  it('changes nothing until the user answers', async () => {
    const { run, decisions } = fixture([offer('maker/coder')]);
    await run('farthing.reviewCatalogue', 'Later');
    await run('farthing.reviewCatalogue', undefined);
    ticked.push(undefined);
    await run('farthing.reviewCatalogue', 'Choose…');
    expect(decisions).toEqual([]);
  });

  it('accepts all of what was shown', async () => {
    const offers = [offer('maker/coder'), fresh];
    const { run, decisions, logged } = fixture(offers);
    await run('farthing.reviewCatalogue', 'Accept All');
    expect({ decisions, logged }).toEqual({
      decisions: [{ accepted: offers, declined: [] }],
      logged: ['prices: accepted maker/coder (openrouter) of openrouter', 'prices: accepted maker/new (openrouter) of openrouter'],
    });
  });

  it('accepts what is ticked and declines the rest; prices are ticked at first, new models are not', async () => {
    const [cut] = [offer('maker/coder')];
    const { run, decisions } = fixture([cut, fresh]);
    ticked.push(['maker/new']);
    await run('farthing.reviewCatalogue', 'Choose…');
    const items = editor.shown.flatMap((shown) => (shown.type === 'pick' ? shown.items : [])) as readonly {
      readonly picked?: boolean;
      readonly detail?: string;
    }[];
    expect({ decisions, picked: items.map(({ picked }) => picked), detail: items[0]?.detail }).toEqual({
      decisions: [{ accepted: [fresh], declined: [cut] }],
      picked: [true, false],
      detail:
        'input $2.00 → $1.00, cache read $0.20 → $0.0125, input, above 200,000 prompt tokens $4.00 → –, output, above 200,000 prompt tokens $10.00 → –',
    });
  });

  it('says when nothing waits', async () => {
    const { run } = fixture([]);
    await run('farthing.reviewCatalogue');
    expect([editor.shown, pages]).toEqual([
      [{ type: 'information', words: 'Farthing: no lower price and no new model waits for your review.', buttons: [] }],
      [],
    ]);
  });
});

describe('Refresh Prices Now', () => {
  it('says what became dearer and that something waits, and leads to it', async () => {
    const { run } = fixture([offer('maker/coder')], readReport);
    await run('farthing.refreshCatalogue', 'Review…');
    expect([editor.shown, editor.executed]).toEqual([
      [
        {
          type: 'information',
          words: 'Farthing: dearer from now on: coder; one lower price or new model waits for your review.',
          buttons: ['Review…'],
        },
      ],
      [['farthing.reviewCatalogue']],
    ]);
  });

  it('says which source could not be read, and why', async () => {
    const { run } = fixture([], { sources: [{ source: 'openrouter', outcome: 'failed', reason: 'it is no JSON' }] });
    await run('farthing.refreshCatalogue');
    expect(editor.shown).toEqual([
      { type: 'warning', words: 'Farthing: prices of openrouter were not read, and nothing is changed: it is no JSON.', buttons: [] },
    ]);
  });

  it('leads to the setting where no source is named', async () => {
    const { run } = fixture([]);
    await run('farthing.refreshCatalogue', 'Open Settings');
    expect(editor.executed).toEqual([['workbench.action.openSettings', 'farthing.catalogue.refresh']]);
  });

  it('says that prices are up to date where they are', async () => {
    const { run } = fixture([], { sources: [{ source: 'openrouter', outcome: 'unchanged' }] });
    await run('farthing.refreshCatalogue');
    expect(editor.shown).toEqual([{ type: 'information', words: 'Farthing: prices are up to date.', buttons: [] }]);
  });
});

describe('What was read unasked', () => {
  it('is told once over all windows', async () => {
    const { hear, settle } = fixture([offer('maker/coder')], readReport);
    hear(readReport);
    await settle();
    hear(readReport);
    await settle();
    hear(undefined);
    await settle();
    expect(editor.shown.map((shown) => 'words' in shown && shown.words)).toEqual([
      'Farthing: dearer from now on: coder; one lower price or new model waits for your review.',
    ]);
  });

  it('is not told where nothing is new', async () => {
    const { hear, settle } = fixture([]);
    hear({ sources: [{ source: 'openrouter', outcome: 'unchanged' }] });
    await settle();
    expect(editor.shown).toEqual([]);
  });
});
