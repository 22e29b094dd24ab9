import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { grammarNotices } from '../../../scripts/rig/grammarNotices.ts';
import { root } from '../../../scripts/rig/paths.ts';
import { grammarOf } from '../../../src/providers/syntax/grammars.ts';

const languages = ['typescript', 'typescriptreact', 'javascript', 'javascriptreact', 'python', 'go', 'rust', 'java'];
const grammars = [...new Set(languages.map(grammarOf))].map((name) => `-${name}`);

describe('The grammars', () => {
  it('that are copied to dist/ are those that are asked for, and tree-sitter', () => {
    const copied = /const grammars = \[([^\]]+)\]/.exec(readFileSync(path.join(root, 'esbuild.js'), 'utf8'))?.[1] ?? '';
    expect([...copied.matchAll(/'(.*?)'/g)].map(([, name]) => name).toSorted()).toEqual(['', ...grammars].toSorted());
  });

  it('are in their package, and shipped', () => {
    const folder = path.join(root, 'node_modules/@vscode/tree-sitter-wasm/wasm');
    const missing = grammars.filter((name) => !existsSync(path.join(folder, `tree-sitter${name}.wasm`)));
    expect([missing, readFileSync(path.join(root, '.vscodeignore'), 'utf8').includes('!dist/grammars/*.wasm')]).toEqual([[], true]);
  });

  it('are shipped with their authors’ notices', () => {
    // One repository holds both of TypeScript's.
    expect(grammars.filter((name) => name !== '-tsx' && !grammarNotices().includes(`tree-sitter${name}: Copyright`))).toEqual([]);
  });
});
