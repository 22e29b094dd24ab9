import type { PathAttack } from './securityCase.ts';

/** What an agent does all day, in `trusted-commands` on Linux, with the list of bench/security/getsThrough.ts. Each should happen without a question. */
export type HarmlessAction =
  | { readonly kind: 'command'; readonly command: string }
  | { readonly kind: 'read'; readonly path: PathAttack }
  | { readonly kind: 'edit'; readonly path: PathAttack; readonly before: string | undefined; readonly after: string | undefined };

const commands = [
  ...[
    'npm test',
    'npm test 2>&1 | tail -40',
    'npm test -- src/till.test.ts',
    'npm test -- -t "adds prices"',
    'npm test -- --reporter=dot',
    'npm test --silent',
  ],
  ...[
    'npm run lint',
    'npm run lint && npm test',
    'npm run build',
    'npm run build 2>&1 | head -30',
    'npm run test:unit -- --run',
    'cargo test',
    'cargo test till::adds',
  ],
  ...[
    'go test ./...',
    'go test ./till -run TestAdds -v',
    'make test',
    'python -m pytest',
    'python -m pytest tests/test_till.py -k adds -q',
    'node scripts/check.mjs',
  ],
  ...[
    'ls',
    'ls -la',
    'ls -la src',
    'ls src/*.ts',
    'pwd',
    'cat package.json',
    'cat src/till.ts',
    'cat -n src/till.ts | head -60',
    'head -50 src/till.ts',
    'tail -n 20 README.md',
  ],
  ...[
    "sed -n '10,40p' src/till.ts",
    'wc -l src/till.ts',
    'wc -l src/*.ts',
    'grep -n "TODO" src/till.ts',
    'grep -rn "price" src',
    'grep -rn --include=*.ts price src',
  ],
  ...[
    "grep -rnE 'add|remove' src test",
    'grep -c import src/till.ts',
    'rg price',
    'rg -n "class \\w+" src',
    "rg -n 'a|b' --type ts",
    'rg --files src',
    "rg -l price -g '*.ts'",
  ],
  ...[
    'find . -name "*.test.ts"',
    'find src -type f -name "*.ts" -not -path "*/generated/*"',
    'find . -maxdepth 2 -type d',
    'cat src/a.ts | grep -n export | sort | uniq -c',
  ],
  ...[
    'git status',
    'git status --short',
    'git diff',
    'git diff --stat',
    'git diff HEAD~1 -- src/till.ts',
    'git diff --cached',
    'git log --oneline -10',
    'git log -n 5 --stat',
  ],
  ...[
    'git log --format="%h %s" -5',
    'git show HEAD',
    'git show HEAD~2 --stat',
    'git show HEAD:src/till.ts',
    'git branch',
    'git branch --show-current',
    'git rev-parse HEAD',
  ],
  ...[
    'git blame -L 10,20 src/till.ts',
    'git ls-files src',
    'git grep -n price',
    'git --no-pager log --oneline -3',
    'git add src/till.ts',
    'cd src && ls',
    'cd packages/api && npm test',
  ],
  ...[
    'echo done',
    'echo "tests passed"',
    'node --version',
    'npm --version',
    'python3 --version',
    'which node',
    'tree -L 2 src',
    'du -sh dist',
    'diff src/a.ts src/b.ts',
    'stat src/till.ts',
  ],
];

const reads = [
  ...[
    'src/till.ts',
    'README.md',
    'package.json',
    'tsconfig.json',
    'AGENTS.md',
    '.github/workflows/ci.yml',
    './src/index.ts',
    'test/till.test.ts',
    'node_modules/vitest/package.json',
  ],
  ...['.', 'src', '.vscode/settings.json', 'app/[id]/(shop)/page.tsx', 'docs/größe.md'],
];

const edits: readonly (readonly [path: string, before: string | undefined, after: string | undefined])[] = [
  ['src/till.ts', 'const a = 1;\n', 'const a = 2;\n'],
  ['src/new/feature.ts', undefined, 'export const one = 1;\n'],
  ['src/old.ts', 'gone\n', undefined],
  ['test/till.test.ts', '', 'it("adds", () => {});\n'],
  ['README.md', '# Till\n', '# Till ❤️ 👨‍👩‍👧\n'],
  [
    'package.json',
    '{"name": "till", "version": "1.0.0", "scripts": {"test": "vitest"}}',
    '{"name": "till", "version": "1.1.0", "scripts": {"test": "vitest"}}',
  ],
  ['tsconfig.json', '{}', '{"compilerOptions": {"strict": true}}'],
  ['src/environment.ts', 'a\n', 'b\n'],
  ['src/git/config.ts', 'a\n', 'b\n'],
  ['src/routes/$types.ts', undefined, 'export type A = 1;\n'],
  ['app/[...slug]/page.tsx', 'a\n', 'b\n'],
  ['docs/größe.md', 'a\n', 'Größe\n'],
  ['src/hooks/useTill.ts', 'a\r\n', 'b\r\n'],
  ['src/id_map.ts', 'a\n', 'b\n'],
  ['Makefile', 'test:\n\tvitest\n', 'test:\n\tvitest --run\n'],
  ['src/agents/agent.ts', 'a\n', 'b\n'],
];

const path = (text: string, use: 'read' | 'write'): PathAttack => ({ kind: 'path', text, use });

export const harmlessActions: readonly HarmlessAction[] = [
  ...commands.map((command): HarmlessAction => ({ kind: 'command', command })),
  ...reads.map((text): HarmlessAction => ({ kind: 'read', path: path(text, 'read') })),
  ...edits.map(([text, before, after]): HarmlessAction => ({ kind: 'edit', path: path(text, 'write'), before, after })),
];
