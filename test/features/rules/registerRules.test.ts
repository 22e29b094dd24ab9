import { beforeEach, describe, expect, it, vi } from 'vitest';
import { registerRules } from '../../../src/features/rules/registerRules.ts';
import { RoutingRules } from '../../../src/platform/rules.ts';
import { ruleFacts } from '../../core/rules/ruleFacts.ts';
import { editor } from '../../support/fakeEditor.ts';
import { FakeMemento, type FakeTextDocument, FakeUri, world } from './fakeWorkspace.ts';

vi.mock('vscode', async () => (await import('./fakeWorkspace.ts')).world.api());
beforeEach(() => world.reset());

const command = 'farthing.approveRules';
const shopFile = '/work/shop/.farthing/rules.jsonc';
const usersSettings = '/home/me/.config/Code/User/settings.json';
const lower = { name: 'lower', when: 'true', use: { maxTier: 'small' } };
const raise = { name: 'raise', when: "task.kind\n==  'chat'", use: { tier: 'frontier', sort: 'latency' } };
const raiseInWords = `• "raise": it may raise the tier to "frontier"; it sorts models by time to the first token (when task.kind == 'chat')`;
const holdsInAnyCase = 'Your budgets, your policy and your own rules hold in any case. The approval ends when the file changes.';
const question = 'May the routing rules of "shop" choose models and raise tiers?';

async function registered() {
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const rules = new RoutingRules({ memory: { user: new FakeMemento(), workspace: new FakeMemento() }, log, after: () => () => undefined });
  const registration = registerRules({ rules, log });
  await rules.load();
  return { rules, registration, source: () => rules.match(ruleFacts())[0]?.source };
}

async function changed(rules: RoutingRules, change: () => void): Promise<void> {
  const told = new Promise<void>((resolve) => rules.onDidChange(resolve));
  change();
  await told;
}

class Document implements FakeTextDocument {
  readonly uri: FakeUri;
  version = 1;
  isClosed = false;
  #text: string;

  constructor(path: string, text: string) {
    this.uri = new FakeUri(path);
    this.#text = text;
  }

  getText(): string {
    return this.#text;
  }

  write(text: string): void {
    this.#text = text;
    this.version += 1;
  }
}

const settingsWith = (...rows: readonly object[]): string =>
  `{\n  "farthing.routing.rules": [\n    ${rows.map((row) => JSON.stringify(row)).join(',\n    ')}\n  ]\n}`;
const misspelt = { name: 'a', when: 'task.kidn', use: { tier: 'small' } };
const misspeltMark = expect.stringMatching(/^2:29-2:33 error task has no kidn: it has kind, /);

describe('A mistake in a workspace’s rules', () => {
  it('is marked in the file, open or not, until it is mended', async () => {
    world.addFolder('shop', `[\n  {"name": "a", "when": "task.kidn", "use": {"tier": "small"}},\n  {"name": "b", "when": "true"}\n]`);
    const { rules } = await registered();
    const bad = world.marks.get(shopFile);
    await changed(rules, () => world.write(shopFile, JSON.stringify([lower])));
    expect([bad, world.marks.get(shopFile)]).toEqual([
      [expect.stringMatching(/^1:30-1:34 error task has no kidn: /), '2:2-2:3 error use is missing'],
      undefined,
    ]);
  });

  it('is gone with its file', async () => {
    world.addFolder('shop', '[5]');
    const { rules } = await registered();
    const marks = world.marks.get(shopFile);
    await changed(rules, () => world.write(shopFile, undefined));
    expect([marks, [...world.marks]]).toEqual([['0:1-0:2 error must be an object with name, when, use'], []]);
  });
});

describe('A workspace’s rule that waits', () => {
  it('is marked, as something to know, until it is approved', async () => {
    world.addFolder('shop', `[\n  ${JSON.stringify(lower)},\n  ${JSON.stringify(raise)}\n]`);
    const { rules } = await registered();
    const waiting = world.marks.get(shopFile);
    editor.answers.push('Approve');
    await editor.run(command);
    expect([waiting, world.marks.get(shopFile), rules.sets.map(({ source }) => source)]).toEqual([
      [
        '2:63-2:73 information The rule "raise" of this workspace waits for your approval: it may raise the tier to "frontier"; it sorts models by time to the first token. Until then it only restricts. Approve it with "Farthing: Approve This Workspace\'s Routing Rules…".',
      ],
      undefined,
      ['workspace-approved'],
    ]);
  });
});

describe('The command for a workspace’s rules', () => {
  it('asks with what each rule would do, and takes yes for an answer', async () => {
    world.addFolder('shop', JSON.stringify([lower, raise]));
    const { source } = await registered();
    editor.answers.push('Approve');
    await editor.run(command);
    expect({ shown: editor.shown, details: world.details, source: source() }).toEqual({
      shown: [{ type: 'warning', words: question, buttons: ['Approve', 'Show File'] }],
      details: [`${raiseInWords}\n${holdsInAnyCase}`],
      source: 'workspace-approved',
    });
  });

  it('approves nothing where the user goes away, or looks at the file first', async () => {
    world.addFolder('shop', JSON.stringify([raise]));
    const { source } = await registered();
    editor.answers.push(undefined, 'Show File');
    await editor.run(command);
    await editor.run(command);
    expect([source(), world.opened]).toEqual(['workspace', [shopFile]]);
  });

  it('takes an approval back', async () => {
    world.addFolder('shop', JSON.stringify([raise]));
    const { source } = await registered();
    editor.answers.push('Approve', undefined, 'Withdraw Approval');
    await editor.run(command);
    await editor.run(command);
    const still = source();
    await editor.run(command);
    expect([still, source(), editor.shown.at(-1)]).toEqual([
      'workspace-approved',
      'workspace',
      { type: 'information', words: 'The routing rules of "shop" are approved.', buttons: ['Withdraw Approval'] },
    ]);
  });

  it('shows the first of many rules, and says how many more there are', async () => {
    world.addFolder('shop', JSON.stringify(Array.from({ length: 15 }, (_, index) => ({ ...raise, name: `raise ${index}` }))));
    await registered();
    await editor.run(command);
    const lines = world.details[0]?.split('\n') ?? [];
    expect([lines.length, lines[11]?.slice(0, 12), lines[12]]).toEqual([14, '• "raise 11"', 'And 3 more: see the file.']);
  });

  it('asks which folder is meant where several have rules', async () => {
    world.addFolder('docs', JSON.stringify([lower]));
    world.addFolder('shop', JSON.stringify([raise]));
    const { rules } = await registered();
    editor.answers.push('shop', 'Approve');
    await editor.run(command);
    expect({ shown: editor.shown[0], sources: rules.sets.map(({ source }) => source) }).toMatchObject({
      shown: {
        title: "Which folder's routing rules?",
        items: [
          { label: 'docs', description: 'not approved' },
          { label: 'shop', description: 'not approved' },
        ],
      },
      sources: ['workspace', 'workspace-approved'],
    });
  });

  it.each<[string, string | undefined, boolean, string]>([
    ['has none', undefined, true, 'Farthing: this workspace has no routing rules. They would be in .farthing/rules.jsonc.'],
    ['is not trusted', JSON.stringify([raise]), false, 'Farthing: the routing rules of this workspace are not read until you trust it.'],
    [
      'only restricts',
      JSON.stringify([lower]),
      true,
      'Farthing: the routing rules of shop only restrict. They are in force, and there is nothing to approve.',
    ],
    ['has a mistake in them', '[5]', true, 'Farthing: the routing rules of shop have a mistake. They can be approved once it is mended.'],
  ])('asks nothing where the workspace %s', async (_what, text, isTrusted, words) => {
    world.isTrusted = isTrusted;
    world.addFolder('shop', text);
    await registered();
    await editor.run(command);
    expect(editor.shown).toMatchObject([{ words }]);
  });
});

describe('A mistake in the rules of the user’s settings', () => {
  it('is marked while that file is open, as it is opened and saved', async () => {
    const document = new Document(usersSettings, settingsWith(misspelt));
    await registered();
    world.open.fire(document);
    await vi.waitFor(() => expect(world.marks.get(usersSettings)).toEqual([misspeltMark]));
    document.write(settingsWith(lower));
    world.save.fire(document);
    await vi.waitFor(() => expect(world.marks.get(usersSettings)).toBeUndefined());
    document.write(settingsWith(misspelt));
    world.save.fire(document);
    await vi.waitFor(() => expect(world.marks.get(usersSettings)).toEqual([misspeltMark]));
    document.write('{}');
    world.save.fire(document);
    expect(world.marks.get(usersSettings)).toBeUndefined();
  });

  it('is marked in a file that is open already, in whatever place the user’s settings are, and in no other', async () => {
    const places = [
      usersSettings,
      '/home/me/.vscode-server/data/Machine/settings.json',
      '/c:/Users/me/Code/User/profiles/3f2a/settings.json',
      '/work/shop/.vscode/settings.json',
      '/work/shop/settings.json',
    ];
    world.documents = places.map((path) => new Document(path, settingsWith(misspelt)));
    await registered();
    await vi.waitFor(() => expect([...world.marks.keys()].toSorted()).toEqual(places.slice(0, 3).toSorted()));
  });

  it('is not marked any more once the file is closed', async () => {
    const document = new Document(usersSettings, settingsWith(misspelt));
    await registered();
    world.open.fire(document);
    await vi.waitFor(() => expect(world.marks.get(usersSettings)).toEqual([misspeltMark]));
    document.isClosed = true;
    world.close.fire(document);
    expect(world.marks.get(usersSettings)).toBeUndefined();
  });
});

describe('What was registered', () => {
  it('is gone at the end, with its marks', async () => {
    world.addFolder('shop', '[5]');
    const { rules, registration } = await registered();
    registration.dispose();
    rules.dispose();
    expect({ marks: [...world.marks], listeners: world.listeners, commands: [...editor.commands.keys()] }).toEqual({
      marks: [],
      listeners: 0,
      commands: [],
    });
  });
});
