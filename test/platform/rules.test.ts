import { beforeEach, describe, expect, it, vi } from 'vitest';
import { RoutingRules } from '../../src/platform/rules.ts';
import { ruleFacts } from '../core/rules/ruleFacts.ts';
import { FakeMemento, world } from '../features/rules/fakeWorkspace.ts';
import { editor } from '../support/fakeEditor.ts';

vi.mock('vscode', async () => (await import('../features/rules/fakeWorkspace.ts')).world.api());
beforeEach(() => world.reset());

const rule = (name: string, when: string, use: object = { maxTier: 'small' }): object => ({ name, when, use });
const fileOf = (...rows: readonly object[]): string => JSON.stringify({ rules: rows });
const shopFile = '/work/shop/.farthing/rules.jsonc';

interface Memory {
  readonly user: FakeMemento;
  readonly workspace: FakeMemento;
}
const newMemory = (): Memory => ({ user: new FakeMemento(), workspace: new FakeMemento() });

/** A window: rules that were read, and what it logged. */
async function opened(memory: Memory = newMemory()) {
  const logged: string[] = [];
  const print = (text: string): void => void logged.push(text);
  const rules = new RoutingRules({ memory, log: { info: print, warn: print, error: print } });
  await rules.load();
  const matched = (facts = ruleFacts()): readonly string[] => rules.match(facts).map(({ source, name }) => `${source}: ${name}`);
  const theFolder = () => {
    const set = rules.sets.find(({ place }) => place === 'folder');
    if (set?.place !== 'folder') throw new Error('no folder has rules');
    return set;
  };
  return { rules, logged, memory, matched, theFolder };
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
    const rules = new RoutingRules({ memory: newMemory(), log: { info: () => undefined, warn: () => undefined, error: () => undefined } });
    editor.set('routing.rules', []);
    const before = rules.match(ruleFacts());
    await rules.load();
    expect([before, rules.match(ruleFacts()), rules.sets]).toEqual([[], [], []]);
  });

  it('give the first match of the user, and the first of the workspace’s folders', async () => {
    editor.set('routing.rules', [rule('titles', "task.kind == 'title'"), rule('mine', 'true', { effort: 'low' }), rule('never', 'true')]);
    world.addFolder('shop', fileOf(rule('edits', "task.kind == 'edit'"), rule('shop', 'task.inputTokens < 2000')));
    world.addFolder('docs');
    world.addFolder('infra', `[ // everything\n ${JSON.stringify(rule('infra', 'true', { localOnly: true }))}, ]`);
    const { rules, matched } = await opened();
    expect({
      small: rules.match(ruleFacts()),
      large: matched(ruleFacts({ inputTokens: 5000 })),
      title: matched(ruleFacts({ kind: 'title' })),
    }).toEqual({
      small: [
        { source: 'user', name: 'mine', use: { effort: 'low' } },
        { source: 'workspace', name: 'shop', use: { maxTier: 'small' } },
      ],
      large: ['user: mine', 'workspace: infra'],
      title: ['user: titles', 'workspace: shop'],
    });
  });

  it('follow the settings, the files and the folders', async () => {
    editor.set('routing.rules', [rule('mine', 'true')]);
    world.addFolder('shop');
    const { rules, matched } = await opened();
    const seen = [matched()];
    const change = async (what: () => void): Promise<void> => {
      await changed(rules, what);
      seen.push(matched());
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
      ['user: mine'],
      ['user: mine too'],
      ['user: mine too', 'workspace: shop'],
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
        'shop: .farthing/rules.jsonc:1:1: The file cannot be read: it has 65537 bytes, and must not have more than 65536 (none of these rules are in force)',
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
    const fork = (await opened(memory)).matched();
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
