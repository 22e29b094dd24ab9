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
    ["window.showWarningMessage('Careful', 'Go on')", 'Careful'],
    [`vscode.window.showErrorMessage(\`Lost $\{count} files\`)`, 'Lost  files'],
    ["vscode.window.setStatusBarMessage('Working')", 'Working'],
    ["item.text = 'ready'", 'ready'],
    ["item.tooltip = 'Click me'", 'Click me'],
    ["pick({ title: 'Choose one' })", 'Choose one'],
    ["pick({ placeHolder: 'Type here' })", 'Type here'],
    ["const picks = [{ label: '$(search) Look' }]", '$(search) Look'],
    ["markdown.appendText('hello there')", 'hello there'],
  ])('is found where it is raw: %s', (text, words) => {
    expect(found(`\n${text};`)[0]).toBe(`src/features/meter/registerMeter.ts:2: "${words}" is shown to users: use l10n.t`);
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
