import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgePath, type PathPlace, type PathUse } from '../../../../src/core/agent/paths/index.ts';

const runs = { numRuns: Number(process.env.FC_RUNS ?? 1000) };

interface Asked {
  readonly real?: string;
  readonly use?: PathUse;
  readonly roots?: readonly string[];
  readonly system?: PathPlace['system'];
  readonly isCaseSensitive?: boolean;
}

/** The path as the tools resolve it, against the first folder. */
function judged(
  text: string,
  { real, use = 'write', system = 'posix', roots = system === 'posix' ? ['/w'] : ['C:/w'], isCaseSensitive = true }: Asked = {},
) {
  const absolute =
    system === 'posix' ? path.posix.resolve(roots[0] ?? '', text) : path.win32.resolve(roots[0] ?? '', text).replaceAll('\\', '/');
  return judgePath({ text, absolute, real: real ?? absolute }, use, { roots, system, isCaseSensitive });
}

function shortly(text: string, asked?: Asked): string {
  const verdict = judged(text, asked);
  return verdict.verdict === 'ordinary' ? `ordinary: ${verdict.path}` : `${verdict.verdict}: ${verdict.rule}`;
}

describe('A path', () => {
  it.each<[string, Asked, string]>([
    ['src/a.ts', {}, 'ordinary: src/a.ts'],
    ['./src//a.ts', {}, 'ordinary: src/a.ts'],
    ['/w/src/a.ts', {}, 'ordinary: src/a.ts'],
    ['../w/src/a.ts', {}, 'ordinary: src/a.ts'],
    ['src\\a.ts', { system: 'windows' }, 'ordinary: src/a.ts'],
    ['c:\\W\\src\\a.ts', { system: 'windows', isCaseSensitive: false }, 'ordinary: src/a.ts'],
    ['.', { use: 'read' }, 'ordinary: .'],
    ['app/[id]/(shop)/größe.tsx', {}, 'ordinary: app/[id]/(shop)/größe.tsx'],
    ['.vscode/settings.json', { use: 'read' }, 'ordinary: .vscode/settings.json'],
    ['aux.c', { use: 'read' }, 'ordinary: aux.c'],
    ['b/a.ts', { roots: ['/w', '/w/b'] }, 'ordinary: a.ts'],
    ['../v/a.ts', { roots: ['/w', '/v'] }, 'ordinary: a.ts'],
    ['a.ts', { roots: ['/w', '/real/w'], real: '/real/w/a.ts' }, 'ordinary: a.ts'],
    ['../a.ts', {}, 'ask: outside-workspace'],
    ['/W/a.ts', {}, 'ask: outside-workspace'],
    ['a.ts', { real: '/elsewhere/a.ts' }, 'ask: link-out-of-workspace'],
    ['a.ts', { real: '/w/.git/config' }, 'ask: secret-file'],
    ['a.ts', { real: '/w/.git/hooks/pre-push' }, 'ask: git'],
    ['.github/workflows/ci.yml', {}, 'ask: build-server'],
    ['.VSCODE/tasks.json', {}, 'ask: editor-settings'],
    ['.mcp.json', {}, 'ask: agent-instructions'],
    ['.bashrc', {}, 'ask: shell-start-up'],
    ['.envrc', {}, 'ask: secret-file'],
    ['id_rsa', { use: 'read' }, 'ask: secret-file'],
    ['aux.c', {}, 'ask: device'],
    ['a/../b.ts', {}, 'refuse: parent-folder'],
    ['.', {}, 'refuse: workspace-folder'],
    ['a.ts', { roots: [] }, 'refuse: no-workspace'],
    ['aux.c', { system: 'windows', use: 'read' }, 'refuse: device'],
  ])('%s %j is %s', (text, asked, expected) => {
    expect(shortly(text, asked)).toBe(expected);
  });

  it('is refused where it was resolved to another place than it says', () => {
    const place = { roots: ['/w'], system: 'posix', isCaseSensitive: true } as const;
    const ruleOf = (absolute: string): unknown => judgePath({ text: 'src/a.ts', absolute, real: absolute }, 'write', place);
    expect([ruleOf('/w/src/b.ts'), ruleOf('/w/src/../src/a.ts'), ruleOf('src/a.ts')]).toMatchObject([
      { verdict: 'refuse', rule: 'other-path' },
      { verdict: 'refuse', rule: 'not-normalised' },
      { verdict: 'refuse', rule: 'not-normalised' },
    ]);
  });
});

const names = fc.oneof(
  fc.constantFrom(
    '..',
    '.',
    '',
    'w',
    'W',
    'src',
    'a.ts',
    '.git',
    'x y',
    'w2',
    '~',
    'C:',
    '%2e%2e',
    '\uFF0E\uFF0E',
    '...',
    ' ',
    'é',
    'e\u0301',
  ),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
);
const texts = fc.tuple(
  fc.constantFrom('', '/', '//', './', '../', '/w/', 'C:/', '\\', 'C:\\w\\'),
  fc.array(names, { maxLength: 6 }),
  fc.constantFrom('/', '\\'),
);

describe('No path outside the workspace', () => {
  it.each(['posix', 'windows'] as const)('is an ordinary one on %s, be it by how it is written or by where it leads', (system) => {
    const root = system === 'posix' ? '/w' : 'C:/w';
    fc.assert(
      fc.property(
        texts,
        fc.option(texts),
        fc.boolean(),
        fc.constantFrom('read', 'write'),
        ([start, parts, separator], link, isCaseSensitive, use) => {
          const text = start + parts.join(separator);
          const resolve = (each: string): string =>
            system === 'posix' ? path.posix.resolve(root, each) : path.win32.resolve(root, each).replaceAll('\\', '/');
          const [absolute, real] = [resolve(text), resolve(link ? link[0] + link[1].join(link[2]) : text)];
          const isIn = (each: string): boolean => {
            const compared = isCaseSensitive ? each : each.toLowerCase();
            const folder = isCaseSensitive ? root : root.toLowerCase();
            return compared === folder || compared.startsWith(`${folder}/`);
          };
          const { verdict } = judgePath({ text, absolute, real }, use, { roots: [root], system, isCaseSensitive });
          return verdict !== 'ordinary' || (isIn(absolute) && isIn(real));
        },
      ),
      runs,
    );
  });
});
