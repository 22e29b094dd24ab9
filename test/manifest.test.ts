import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { commands } from '../src/platform/commands.ts';
import { settings } from '../src/platform/settings.ts';

vi.mock('vscode', async () => (await import('./support/fakeVscode.ts')).fakeVscode());

interface Property {
  readonly type: string | readonly string[];
  readonly default: unknown;
  readonly scope: string;
}

interface Manifest {
  readonly engines: { readonly vscode: string };
  readonly extensionKind: readonly string[];
  readonly enabledApiProposals?: unknown;
  readonly keywords: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly category: string }[];
    readonly keybindings: readonly { readonly key: string; readonly when: string }[];
    readonly configuration: readonly { readonly properties: Readonly<Record<string, Property>> }[];
  };
}

const root = path.resolve(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const manifest = JSON.parse(read('package.json')) as Manifest;
const properties: Readonly<Record<string, Property>> = Object.assign(
  {},
  ...manifest.contributes.configuration.map((page) => page.properties),
);

/** Settings whose values of user, workspace and folder all hold. */
const addingUp: readonly string[] = ['policy', 'completion.exclude'];

describe('The manifest', () => {
  it('names the commands that the code registers, each in the category Farthing', () => {
    const named = manifest.contributes.commands.map(({ command, category }) => `${category}: ${command}`).toSorted();
    expect(named).toEqual(
      Object.values(commands)
        .map((id) => `Farthing: ${id}`)
        .toSorted(),
    );
  });

  it('names the settings that the code reads, with defaults that the code and the editor both take', () => {
    const named = Object.entries(properties).map(([key, property]) => [key, property.default]);
    const read = Object.entries(settings).map(([key, { byDefault }]) => [`farthing.${key}`, byDefault]);
    expect(Object.fromEntries(named)).toEqual(Object.fromEntries(read));
    const refused = Object.entries(settings).filter(([key, { byDefault, read }]) => {
      const type = byDefault === null ? 'null' : Array.isArray(byDefault) ? 'array' : typeof byDefault;
      const types = [properties[`farthing.${key}`]?.type].flat().map((each) => (each === 'integer' ? 'number' : each));
      return read(byDefault) === undefined || !types.includes(type);
    });
    expect(refused).toEqual([]);
  });

  it('lets no workspace say where bytes go or lie, nor what may be spent', () => {
    const scopes = Object.entries(properties).map(([key, { scope }]) => [key, scope]);
    const expected = Object.entries(settings).map(([key, { isUserOnly }]) => [
      `farthing.${key}`,
      isUserOnly ? 'machine' : addingUp.includes(key) ? 'resource' : 'language-overridable',
    ]);
    expect(Object.fromEntries(scopes)).toEqual(Object.fromEntries(expected));
    expect(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations.toSorted()).toEqual(
      Object.entries(settings)
        .flatMap(([key, { isUserOnly }]) => (isUserOnly ? [`farthing.${key}`] : []))
        .toSorted(),
    );
  });

  it('has words for every key it uses, and uses every key', () => {
    const used = [...read('package.json').matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key);
    expect(Object.keys(JSON.parse(read('package.nls.json')) as object).toSorted()).toEqual([...new Set(used)].toSorted());
  });

  it('needs the editor whose API the code was checked against', () => {
    expect(manifest.engines.vscode).toBe(`^${manifest.devDependencies['@types/vscode']}`);
  });

  it('runs beside the files, with finished API only', () => {
    expect({ kind: manifest.extensionKind, proposals: manifest.enabledApiProposals }).toEqual({
      kind: ['workspace'],
      proposals: undefined,
    });
  });

  it('pins every package to one exact version', () => {
    const versions = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };
    const loose = Object.entries(versions).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version));
    expect({ loose, count: Object.keys(versions).length > 0 }).toEqual({ loose: [], count: true });
  });

  it('takes Escape for the preview of an edit only where the editor has no other use for it', () => {
    const [onEscape] = manifest.contributes.keybindings.filter(({ key }) => key === 'escape');
    const others = ['suggestWidgetVisible', 'inlineSuggestionVisible', 'findWidgetVisible', 'parameterHintsVisible', 'renameInputVisible'];
    const terms = onEscape?.when.split(' && ') ?? [];
    expect([...others, 'editorHasMultipleSelections', 'inSnippetMode'].filter((each) => !terms.includes(`!${each}`))).toEqual([]);
  });

  it('has no more keywords than the marketplace takes', () => {
    expect(manifest.keywords.length).toBeLessThanOrEqual(30);
  });
});

describe('The translations', () => {
  it('have no key that the English text lacks', () => {
    const languages = readdirSync(root).filter((file) => /^package\.nls\..+\.json$/.test(file));
    const english = Object.keys(JSON.parse(read('package.nls.json')) as object);
    const strangers = languages.flatMap((file) => Object.keys(JSON.parse(read(file)) as object).filter((key) => !english.includes(key)));
    expect(strangers).toEqual([]);
  });
});
