import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../scripts/rig/paths.ts';
import { parseSource, readSources } from '../../scripts/source/sources.ts';
import { localizedStrings, rawStrings } from '../../scripts/source/userText.ts';

const found = (text: string, file = 'src/features/meter/registerMeter.ts'): readonly string[] => rawStrings([parseSource(file, text)]);

describe('User-visible text', () => {
  it('is all translatable in the real source', () => {
    expect(rawStrings(readSources(root, 'src'))).toEqual([]);
  });

  it.each([
    ["vscode.window.showInformationMessage('It is done')", 'It is done'],
    ["window.showWarningMessage('Careful', t('Go on'))", 'Careful'],
    ["window.showWarningMessage(t('Careful'), 'Go on')", 'Go on'],
    [`vscode.window.showErrorMessage(\`Lost $\{count} files\`)`, 'Lost  files'],
    ["vscode.window.setStatusBarMessage('Working')", 'Working'],
    ["item.text = 'ready'", 'ready'],
    ["item.tooltip = 'Click me'", 'Click me'],
    ["pick({ title: 'Choose one' })", 'Choose one'],
    ["pick({ placeHolder: 'Type here' })", 'Type here'],
    ["const picks = [{ label: '$(search) Look' }]", '$(search) Look'],
    ["markdown.appendText('hello there')", 'hello there'],
    ["item.text = on ? 'Completions are on' : t('off')", 'Completions are on'],
    ["item.text = on ? t('on') : ('off now')", 'off now'],
    ["item.text = 'Spent today: ' + spent", 'Spent today: '],
    ["item.text = problem ?? 'Nothing wrong'", 'Nothing wrong'],
    [`item.text = \`$(eye) $\{on ? 'watching' : ''}\``, 'watching'],
    ["item.text = ['Server away', x].join(' ')", 'Server away'],
    ["item.text = [t('one'), t('two')].join(' and then ')", ' and then '],
    ["item.text = spent.concat(' of all')", ' of all'],
    ["item.text = ('In brackets' as string)", 'In brackets'],
    ["item.name = on ? 'Money meter' : t('Meter')", 'Money meter'],
    ["item.accessibilityInformation = { label: 'Spent ' + spent, role: 'button' }", 'Spent '],
    ["new vscode.MarkdownString('Server is away')", 'Server is away'],
    ["new MarkdownString(on ? t('on') : 'It is off', true)", 'It is off'],
    ["window.showInformationMessage(on ? 'It is on' : t('It is off'))", 'It is on'],
    ["window.showInputBox({ prompt: on ? 'Your limit' : t('Limit') })", 'Your limit'],
    ["window.showInputBox({ validateInput: (typed) => (typed ? undefined : 'Type a number') })", 'Type a number'],
    ["window.showQuickPick(['Local only', t('All')])", 'Local only'],
    ["window.showQuickPick(picks, { placeHolder: 'Which ' + what })", 'Which '],
    ["pick.placeholder = 'Type here'", 'Type here'],
    ["window.showOpenDialog({ openLabel: 'Take this' })", 'Take this'],
    ["progress.report({ message: 'Reading the ledger' })", 'Reading the ledger'],
    ["window.withProgress({ location, title: on ? 'Looking around' : '' }, work)", 'Looking around'],
    ["window.createTreeView('farthing.spend', { title: 'Spent money' })", 'Spent money'],
    ["view.title = 'Spent ' + money", 'Spent '],
    ["view.message = 'Nothing spent yet'", 'Nothing spent yet'],
    [`window.setStatusBarMessage(\`Working on $\{file}\`, 5000)`, 'Working on '],
    ["window.createStatusBarItem({ id: 'farthing.meter', name: 'Money meter' })", 'Money meter'],
    ["window.createWebviewPanel('farthing.spend', 'Spent money', 1)", 'Spent money'],
  ])('is found where it is raw: %s', (text, words) => {
    expect(found(`\n${text};`)).toEqual([`src/features/meter/registerMeter.ts:2: "${words}" is shown to users: use l10n.t`]);
  });

  it.each([
    ["const away = 'Server away'; item.text = away", 'Server away'],
    ["const away = 'Server ' + 'away'; function show() { window.showErrorMessage(away) }", 'Server '],
    ["let words = t('on'); if (off) words = 'It is off'; item.text = words", 'It is off'],
    ["function show(title = 'Money spent') { pick({ title }) }", 'Money spent'],
    ["const states = { on: 'It is on', off: t('off') }; item.text = states[state]", 'It is on'],
    ["const states = { on: 'It is on', off: 'It is off' } as const; item.text = states.off", 'It is off'],
    ["const words = (on: boolean) => (on ? t('on') : 'It is off'); item.text = words(true)", 'It is off'],
    ["item.text = words(true); function words(on) { if (on) return t('on'); return 'It is off'; }", 'It is off'],
  ])('is found behind a name of the same file: %s', (text, words) => {
    expect(found(text)[0]).toBe(`src/features/meter/registerMeter.ts:1: "${words}" is shown to users: use l10n.t`);
  });

  it.each([
    "const text = 'for the log'; function show(text) { item.text = text }",
    "{ const text = 'for the log'; log.info(text); } { const text = t('ready'); item.text = text; }",
    "const words = (state) => { log.info('painting'); return words(state); }; item.text = words(state)",
    "item.text = states[state]; const other = { on: 'It is on' }",
    "item.text = state === 'switched off' ? t('off') : t('on')",
    "item.text = names.get('of the server') ?? ''",
    `item.text = \`$(warning) $\{spent} · $\{count('in all')}\``,
    "item.text = alarm === 'warning' ? '$(warning)' : '$(sync~spin)'",
    "const key = 'farthing.localServer.url'; pick({ description: key })",
    "const { text = t('ready') } = view; item.text = text",
  ])('is not mistaken: %s', (text) => {
    expect(found(text)).toEqual([]);
  });

  it.each([
    ["item.text = 'One way' + (on ? 'Other way' : 'Third way')", ['One way', 'Other way', 'Third way']],
    ["const away = 'Server away'; item.text = away; item.tooltip = away", ['Server away']],
  ])('is named once for each text: %s', (text, words) => {
    expect(found(text).map((problem) => problem.split('"')[1])).toEqual(words);
  });

  it.each([
    "vscode.window.showInformationMessage(vscode.l10n.t('It is done'))",
    "item.text = t('ready')",
    "item.text = '$(sparkle) '",
    "item.name = 'Farthing'",
    "item.command = 'farthing.showMenu'",
    "pick({ title: '' })",
    "pick({ description: 'farthing.localServer.url' })",
    "log.info('looking for a server')",
    "const kind = 'away'",
  ])('is accepted: %s', (text) => {
    expect(found(text)).toEqual([]);
  });

  it('is looked for only where it can reach the user', () => {
    const text = "const part = { text: 'for a model' }";
    expect([found(text, 'src/core/router.ts'), found(text, 'src/extension.ts').length]).toEqual([[], 1]);
  });
});

describe('Translatable text', () => {
  it('is collected once each, in order', () => {
    const sources = [parseSource('src/a.ts', "t('two'); vscode.l10n.t('one', 1); t('two'); other('three'); t(name);")];
    expect(localizedStrings(sources)).toEqual(['one', 'two']);
  });

  it('of the real source is what translators get', () => {
    const bundle = JSON.parse(readFileSync(path.join(root, 'l10n/bundle.l10n.json'), 'utf8')) as Record<string, string>;
    expect(Object.keys(bundle)).toEqual(localizedStrings(readSources(root, 'src')));
  });
});
