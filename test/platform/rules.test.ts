import { beforeEach, describe, expect, it, vi } from 'vitest';
import { combine } from '../../src/core/rules/index.ts';
import { RoutingRules } from '../../src/platform/rules.ts';
import { ruleFacts } from '../core/rules/ruleFacts.ts';
import { FakeMemento, FakeUri, world } from '../features/rules/fakeWorkspace.ts';
import { editor } from '../support/fakeEditor.ts';
import { FakeTime } from '../support/fakeTime.ts';

/** Where it is broken, the files that are loaded once there are rules are not there. */
const reader = vi.hoisted(() => ({ isBroken: false }));

vi.mock('vscode', async () => (await import('../features/rules/fakeWorkspace.ts')).world.api());
vi.mock('../../src/platform/rulesReader.ts', async (importReal) => {
  const real = await importReal<typeof import('../../src/platform/rulesReader.ts')>();
  const unlessBroken =
    <Loaded>(load: () => Promise<Loaded>) =>
    async (): Promise<Loaded> => {
      if (reader.isBroken) throw new Error('no such file');
      return load();
    };
  return { ...real, loadRuleCompiler: unlessBroken(real.loadRuleCompiler), loadRulesText: unlessBroken(real.loadRulesText) };
});
beforeEach(() => {
  world.reset();
  reader.isBroken = false;
});

const rule = (name: string, when: string, use: object = { maxTier: 'small' }): object => ({ name, when, use });
const fileOf = (...rows: readonly object[]): string => JSON.stringify({ rules: rows });
const shopFile = '/work/shop/.farthing/rules.jsonc';

interface Memory {
  readonly user: FakeMemento;
  readonly workspace: FakeMemento;
}
const newMemory = (): Memory => ({ user: new FakeMemento(), workspace: new FakeMemento() });

/** A window: its rules, and what it logged. */
function unread(memory: Memory = newMemory()) {
  const logged: string[] = [];
  const print = (text: string): void => void logged.push(text);
  const time = new FakeTime();
  const after = (ms: number, callback: () => void) => time.after(ms, callback);
  const rules = new RoutingRules({ memory, log: { info: print, warn: print, error: print }, after });
  const matched = (facts = ruleFacts()): readonly string[] => rules.match(facts).map(({ source, name }) => `${source}: ${name}`);
  const theFolder = () => {
    const set = rules.sets.find(({ place }) => place === 'folder');
    if (set?.place !== 'folder') throw new Error('no folder has rules');
    return set;
  };
  return { rules, logged, memory, time, matched, theFolder };
}

async function opened(memory?: Memory) {
  const window = unread(memory);
  await window.rules.load();
  return window;
}

/** All that a change sets off has been done: reading waits for files, and for code that is loaded once. */
async function changed(rules: RoutingRules, change: () => void): Promise<void> {
  const told = new Promise<void>((resolve) => rules.onDidChange(resolve));
  change();
  await told;
}

describe('The routing rules', () => {
  it('are none before they were read, and none where there are none', async () => {
    editor.set('routing.rules', [rule('all', 'true')]);
    const { rules, matched } = unread();
    const before = [rules.areKnown(), matched()];
    editor.set('routing.rules', []);
    await rules.load();
    expect([before, rules.areKnown(), matched(), rules.sets]).toEqual([[false, []], true, [], []]);
  });

  it('give the first match of the user, and the first of the folder that the request is of', async () => {
    editor.set('routing.rules', [rule('titles', "task.kind == 'title'"), rule('mine', 'true', { effort: 'low' }), rule('never', 'true')]);
    world.addFolder('shop', fileOf(rule('edits', "task.kind == 'edit'"), rule('shop', 'task.inputTokens < 2000')));
    world.addFolder('docs');
    world.addFolder('infra', `[ // everything\n ${JSON.stringify(rule('infra', 'true', { localOnly: true }))}, ]`);
    const { rules, matched } = await opened();
    expect({
      small: rules.match(ruleFacts()),
      large: matched(ruleFacts({ inputTokens: 5000 })),
      infra: matched(ruleFacts({ workspace: 'infra' })),
      docs: matched(ruleFacts({ workspace: 'docs' })),
      title: matched(ruleFacts({ kind: 'title' })),
    }).toEqual({
      small: [
        { source: 'user', name: 'mine', use: { effort: 'low' } },
        { source: 'workspace', name: 'shop', use: { maxTier: 'small' } },
      ],
      large: ['user: mine'],
      infra: ['user: mine', 'workspace: infra'],
      docs: ['user: mine'],
      title: ['user: titles', 'workspace: shop'],
    });
  });

  it('of all folders hold for a request that names none, each as far as it restricts', async () => {
    world.addFolder('shop', fileOf(rule('shop', 'true', { tier: 'small', sort: 'latency', exclude: { providers: ['xai'] } })));
    world.addFolder('infra', fileOf(rule('infra', 'true', { tier: 'medium', maxTier: 'frontier', localOnly: true })));
    world.addFolder('docs', fileOf(rule('docs', 'true', { model: 'gpt@openai' })));
    world.addFolder('lab', fileOf(rule('lab', 'true', { tier: 'frontier' })));
    const { rules, theFolder } = await opened();
    await rules.approve(theFolder());
    const restrictions = [
      { source: 'workspace', name: 'shop', use: { maxTier: 'small', exclude: { providers: ['xai'] } } },
      { source: 'workspace', name: 'infra', use: { maxTier: 'medium', localOnly: true } },
    ];
    expect({ none: rules.match(ruleFacts({ workspace: '' })), another: rules.match(ruleFacts({ workspace: 'away' })) }).toEqual({
      none: restrictions,
      another: [],
    });
    expect(combine(rules.match(ruleFacts({ workspace: '' })), ['medium', 'frontier']).use).toEqual({
      maxTier: 'small',
      localOnly: true,
      exclude: { butLocal: { providers: ['xai'], models: [], tiers: [] } },
    });
  });

  it('of a folder only restrict where another folder has its name', async () => {
    const use = { tier: 'small', sort: 'latency' };
    world.addFolder('shop', fileOf(rule('shop', 'true', use)));
    const { rules } = await opened();
    const alone = rules.match(ruleFacts());
    world.folders = [...world.folders, { uri: new FakeUri('/elsewhere/shop'), name: 'shop' }];
    await changed(rules, () => world.foldersChange.fire());
    expect([alone, rules.match(ruleFacts())]).toEqual([
      [{ source: 'workspace', name: 'shop', use }],
      [{ source: 'workspace', name: 'shop', use: { maxTier: 'small' } }],
    ]);
  });

  it('follow the settings, the files and the folders', async () => {
    editor.set('routing.rules', [rule('mine', 'true')]);
    world.addFolder('shop');
    const { rules, matched } = await opened();
    const seen = [[...matched(), ...matched(ruleFacts({ workspace: 'infra' }))]];
    const change = async (what: () => void): Promise<void> => {
      await changed(rules, what);
      seen.push([...matched(), ...matched(ruleFacts({ workspace: 'infra' }))]);
    };
    await change(() => editor.set('routing.rules', [rule('mine too', 'true')]));
    await change(() => world.write(shopFile, fileOf(rule('shop', 'true'))));
    await change(() => editor.set('routing.rules', undefined));
    await change(() => world.write(shopFile, undefined));
    await change(() => {
      world.addFolder('infra', fileOf(rule('infra', 'true')));
      world.foldersChange.fire();
    });
    expect(seen).toEqual([
      ['user: mine', 'user: mine'],
      ['user: mine too', 'user: mine too'],
      ['user: mine too', 'workspace: shop', 'user: mine too'],
      ['workspace: shop'],
      [],
      ['workspace: infra'],
    ]);
  });

  it('are read again when their file is saved, also where no file system tells of changes', async () => {
    world.addFolder('shop', fileOf(rule('old', 'true')));
    const { rules, matched } = await opened();
    world.files.set(shopFile, fileOf(rule('new', 'true')));
    const [folder] = world.folders;
    if (!folder) throw new Error('no folder');
    const uri = { ...folder.uri, path: shopFile, toString: () => shopFile } as typeof folder.uri;
    await changed(rules, () => world.save.fire({ uri, version: 1, isClosed: false, getText: () => '' }));
    expect(matched()).toEqual(['workspace: new']);
  });

  it('of a workspace are not so much as looked for until it is trusted', async () => {
    world.isTrusted = false;
    world.addFolder('shop', fileOf(rule('shop', 'true')));
    editor.set('routing.rules', [rule('mine', 'true')]);
    const { rules, matched } = await opened();
    const untrusted = { matched: matched(), touched: [...world.touched] };
    world.isTrusted = true;
    await changed(rules, () => world.trust.fire());
    expect({ untrusted, trusted: matched() }).toEqual({
      untrusted: { matched: ['user: mine'], touched: [] },
      trusted: ['user: mine', 'workspace: shop'],
    });
  });

  it('are no longer listened for at the end', async () => {
    world.addFolder('shop', fileOf(rule('shop', 'true')));
    const { rules } = await opened();
    const listening = world.listeners > 0;
    rules.dispose();
    expect([listening, world.listeners]).toEqual([true, 0]);
  });
});

describe('A set of rules with a mistake', () => {
  it('changes nothing: the last good set stays, of the user and of the workspace, each by itself', async () => {
    editor.set('routing.rules', [rule('mine', 'true')]);
    world.addFolder('shop', fileOf(rule('shop', 'true')));
    const { rules, matched, logged } = await opened();
    await changed(rules, () => editor.set('routing.rules', [rule('mine too', 'task.kidn')]));
    const withBadSetting = matched();
    await changed(rules, () => world.write(shopFile, '{"rules": ['));
    const withBadBoth = matched();
    await changed(rules, () => editor.set('routing.rules', [rule('mended', 'true')]));
    expect({ withBadSetting, withBadBoth, mended: matched(), isLastGood: rules.sets.map((set) => set.isLastGood) }).toEqual({
      withBadSetting: ['user: mine', 'workspace: shop'],
      withBadBoth: ['user: mine', 'workspace: shop'],
      mended: ['user: mended', 'workspace: shop'],
      isLastGood: [false, true],
    });
    expect(logged).toEqual([
      expect.stringMatching(
        /^farthing\.routing\.rules\[0\]\.when, character 6: task has no kidn: .* \(the last good rules stay in force\)$/,
      ),
      expect.stringMatching(
        /^shop: \.farthing\/rules\.jsonc:1:11: This is no JSON with comments: .* \(the last good rules stay in force\)$/,
      ),
    ]);
  });

  it('changes nothing in the next window either', async () => {
    editor.set('routing.rules', [rule('mine', 'true')]);
    world.addFolder('shop', fileOf(rule('shop', 'true')));
    const { memory, rules } = await opened();
    rules.dispose();
    editor.set('routing.rules', 'none');
    world.write(shopFile, '[5]');
    const { matched, logged } = await opened(memory);
    expect(matched()).toEqual(['user: mine', 'workspace: shop']);
    expect(logged).toEqual([
      'farthing.routing.rules: must be a list of rules (the last good rules stay in force)',
      'shop: .farthing/rules.jsonc:1:2: must be an object with name, when, use (the last good rules stay in force)',
    ]);
  });

  it('is no set where there was no good one, or it was taken out', async () => {
    world.addFolder('shop', fileOf(rule('shop', 'true')));
    const { memory, rules } = await opened();
    await changed(rules, () => world.write(shopFile, undefined));
    rules.dispose();
    world.write(shopFile, '[5]');
    const { matched, logged } = await opened(memory);
    expect([matched(), logged]).toEqual([
      [],
      ['shop: .farthing/rules.jsonc:1:2: must be an object with name, when, use (none of these rules are in force)'],
    ]);
  });

  it('is told once, for as long as it stays so', async () => {
    world.addFolder('shop', '[5]');
    const { rules, logged } = await opened();
    await changed(rules, () => editor.set('routing.rules', [rule('mine', 'true')]));
    await changed(rules, () => world.write(shopFile, '[]'));
    await changed(rules, () => world.write(shopFile, '[5]'));
    const mistake = 'shop: .farthing/rules.jsonc:1:2: must be an object with name, when, use';
    expect(logged).toEqual([`${mistake} (none of these rules are in force)`, `${mistake} (the last good rules stay in force)`]);
  });

  it('may be a file that is too large, which is not read', async () => {
    world.addFolder('shop', ' '.repeat(64 * 1024 + 1));
    const { logged } = await opened();
    expect([logged, world.touched]).toEqual([
      [
        'shop: .farthing/rules.jsonc:1:1: The file cannot be read: it has 65537 bytes, and must not have more than 65536 (no paid model is asked until it can be read)',
      ],
      [shopFile],
    ]);
  });

  it('does not keep good ones from being used where nothing can be kept for the next window', async () => {
    const memory = newMemory();
    memory.user.isFull = true;
    memory.workspace.isFull = true;
    editor.set('routing.rules', [rule('mine', 'true')]);
    world.addFolder('shop', fileOf(rule('shop', 'true')));
    const { matched, logged } = await opened(memory);
    expect([matched(), logged]).toEqual([
      ['user: mine', 'workspace: shop'],
      Array(2).fill('the last good routing rules could not be kept: Error: the disk is full'),
    ]);
  });

  it('counts a rule that cannot be asked as not matching, and says so once', async () => {
    editor.set('routing.rules', [rule('first file', "task.paths[0] == ''"), rule('all', 'true')]);
    const { matched, logged } = await opened();
    const facts = ruleFacts({ paths: [] });
    expect([matched(facts), matched(facts), logged]).toEqual([
      ['user: all'],
      ['user: all'],
      [
        expect.stringMatching(
          /^the rule "first file" of your settings could not be asked and counts as not matching: .*index out of bounds/,
        ),
      ],
    ]);
  });
});

describe('Rules that may forbid what is asked', () => {
  it('are not known while they are read: at first, and after whatever may have changed them', async () => {
    world.isTrusted = false;
    world.addFolder('shop', fileOf(rule('shop', 'true')));
    const { rules } = await opened();
    const seen = [rules.areKnown()];
    const change = async (what: () => void): Promise<void> => {
      const done = changed(rules, what);
      seen.push(rules.areKnown());
      await done;
      seen.push(rules.areKnown());
    };
    world.isTrusted = true;
    await change(() => world.trust.fire());
    await change(() => {
      world.addFolder('infra', fileOf(rule('infra', 'true')));
      world.foldersChange.fire();
    });
    await change(() => world.write(shopFile, fileOf(rule('stricter', 'true'))));
    await change(() => editor.set('routing.rules', [rule('mine', 'true')]));
    expect(seen).toEqual([true, false, true, false, true, false, true, false, true]);
  });

  it('are not known before what changed during a reading was read too', async () => {
    world.addFolder('shop', fileOf(rule('shop', 'true')));
    const { memory, rules: earlier } = await opened();
    earlier.dispose();
    world.hanging.add(shopFile);
    const { rules, time } = unread(memory);
    const known: (readonly [boolean, number])[] = [];
    const readTwice = new Promise<void>((resolve) =>
      rules.onDidChange(() => {
        known.push([rules.areKnown(), rules.sets.length]);
        if (known.length === 2) resolve();
      }),
    );
    void rules.load();
    await time.advance(1);
    world.hanging.clear();
    world.addFolder('infra', fileOf(rule('infra', 'true')));
    world.foldersChange.fire();
    await time.advance(10_000);
    await readTwice;
    expect(known).toEqual([
      [false, 1],
      [true, 2],
    ]);
  });

  it('are not known where what reads them cannot be loaded, which is told once and tried again', async () => {
    editor.set('routing.rules', [rule('mine', 'true')]);
    reader.isBroken = true;
    const { rules, logged, matched, time } = await opened();
    const broken = [rules.areKnown(), matched()];
    await time.advance(30_000);
    const stillBroken = rules.areKnown();
    reader.isBroken = false;
    const mended = changed(rules, () => undefined);
    await time.advance(30_000);
    await mended;
    expect({ broken, stillBroken, mended: [rules.areKnown(), matched()], logged, timers: time.pendingTimers }).toEqual({
      broken: [false, []],
      stillBroken: false,
      mended: [true, ['user: mine']],
      logged: ['routing rules could not be read, and no paid model is asked until they are: Error: no such file'],
      timers: 0,
    });
  });

  it('are known where there are none, though what reads them is broken', async () => {
    reader.isBroken = true;
    world.addFolder('shop');
    expect((await opened()).rules.areKnown()).toBe(true);
  });

  it('are not known where their file system does not answer within 10 s and no earlier ones are, until it does', async () => {
    world.addFolder('shop', fileOf(rule('shop', 'true')));
    world.hanging.add(shopFile);
    const { rules, logged, matched, time } = unread();
    const loading = rules.load();
    await time.advance(9999);
    const waiting = { sets: rules.sets.length, logged: [...logged] };
    await time.advance(1);
    await loading;
    const late = [rules.areKnown(), matched()];
    world.hanging.clear();
    const answered = changed(rules, () => undefined);
    await time.advance(30_000);
    await answered;
    expect({ waiting, late, answered: [rules.areKnown(), matched()], logged, timers: time.pendingTimers }).toEqual({
      waiting: { sets: 0, logged: [] },
      late: [false, []],
      answered: [true, ['workspace: shop']],
      logged: [
        'shop: .farthing/rules.jsonc:1:1: The file cannot be read: it was not there within 10 s (no paid model is asked until it can be read)',
      ],
      timers: 0,
    });
  });

  it('are the last good ones where their file system does not answer', async () => {
    world.addFolder('shop', fileOf(rule('shop', 'true')));
    const { memory, rules } = await opened();
    rules.dispose();
    world.hanging.add(shopFile);
    const window = unread(memory);
    const loading = window.rules.load();
    await window.time.advance(10_000);
    await loading;
    expect([window.rules.areKnown(), window.matched(), window.time.pendingTimers]).toEqual([true, ['workspace: shop'], 0]);
  });

  it('are not read again once they are disposed', async () => {
    editor.set('routing.rules', [rule('mine', 'true')]);
    reader.isBroken = true;
    const { rules, time } = await opened();
    const before = time.pendingTimers;
    rules.dispose();
    expect([before, time.pendingTimers]).toEqual([1, 0]);
  });
});

describe('The approval of a workspace’s rules', () => {
  const raising = fileOf(rule('shop', 'true', { tier: 'frontier' }));

  it('is for the content that the user saw: another content waits again, the same one counts again', async () => {
    world.addFolder('shop', raising);
    const { rules, matched, theFolder } = await opened();
    const seen = [matched()];
    await rules.approve(theFolder());
    seen.push(matched());
    await changed(rules, () => world.write(shopFile, `${raising} `));
    seen.push(matched());
    await changed(rules, () => world.write(shopFile, raising));
    seen.push(matched());
    await rules.withdraw(theFolder());
    seen.push(matched());
    expect(seen).toEqual([
      ['workspace: shop'],
      ['workspace-approved: shop'],
      ['workspace: shop'],
      ['workspace-approved: shop'],
      ['workspace: shop'],
    ]);
  });

  it('does not reach what the file has come to while the user read it', async () => {
    world.addFolder('shop', raising);
    const { rules, matched, theFolder } = await opened();
    const shown = theFolder();
    await changed(rules, () => world.write(shopFile, fileOf(rule('worse', 'true', { model: 'a@b' }))));
    await rules.approve(shown);
    expect(matched()).toEqual(['workspace: worse']);
  });

  it('is of one folder, holds in the next window, and lies in the user’s memory alone', async () => {
    world.addFolder('shop', raising);
    const { rules, memory, theFolder } = await opened();
    await rules.approve(theFolder());
    rules.dispose();
    world.folders = [];
    world.addFolder('fork', raising);
    const fork = (await opened(memory)).matched(ruleFacts({ workspace: 'fork' }));
    world.folders = [];
    world.addFolder('shop');
    const shop = (await opened(memory)).matched();
    expect({ fork, shop, approvedIn: [...memory.user.stored.keys()], workspace: [...memory.workspace.stored.keys()] }).toEqual({
      fork: ['workspace: shop'],
      shop: ['workspace-approved: shop'],
      approvedIn: ['farthing.rules.approved'],
      workspace: ['farthing.rules.lastGood'],
    });
  });

  it('still holds for the last good content while the file has a mistake', async () => {
    world.addFolder('shop', raising);
    const { rules, matched, theFolder } = await opened();
    await rules.approve(theFolder());
    await changed(rules, () => world.write(shopFile, '[5]'));
    expect(matched()).toEqual(['workspace-approved: shop']);
  });

  it('is asked for in the log, once for each rule that waits', async () => {
    world.addFolder('shop', fileOf(rule('lower', 'true', { tier: 'local' }), rule('shop', 'true', { tier: 'frontier', sort: 'latency' })));
    const { rules, logged, theFolder } = await opened();
    await changed(rules, () => editor.set('routing.rules', [rule('mine', 'true')]));
    await rules.approve(theFolder());
    expect(logged).toEqual([
      'shop: .farthing/rules.jsonc:1:108: the rule "shop" waits for your approval (tier, sort); until then it only restricts',
      expect.stringMatching(/^the routing rules of shop are approved \(sha256 [0-9a-f]{64}\)$/),
    ]);
  });
});
