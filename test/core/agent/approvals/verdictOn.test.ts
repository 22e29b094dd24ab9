import { describe, expect, it } from 'vitest';
import { canonicalText, verdictOn } from '../../../../src/core/agent/approvals/index.ts';
import type { ApprovalContent, ApprovalMode, ApprovalVerdict } from '../../../../src/core/agent/index.ts';
import type { PathVerdict } from '../../../../src/core/agent/paths/index.ts';

const ordinary: PathVerdict = { verdict: 'ordinary', path: 'src/a.ts' };
const secret: PathVerdict = { verdict: 'ask', path: '.env', rule: 'secret-file', reason: 'it may hold secrets' };
const refused: PathVerdict = { verdict: 'refuse', rule: 'stream', reason: 'it is a stream' };
const edit: ApprovalContent = { type: 'changes', changes: [{ path: 'src/a.ts', before: 'a', after: 'b' }] };
const command: ApprovalContent = { type: 'command', command: 'ls', folder: '.', shown: 'ls' };
const external: ApprovalContent = { type: 'external', name: 'deploy', inputJson: '{}' };
const byList: ApprovalVerdict = { verdict: 'automatic', rule: 'your list: ls' };
const byText: ApprovalVerdict = { verdict: 'automatic', rule: 'approved-test' };

interface Given {
  readonly mode?: ApprovalMode;
  readonly paths?: readonly PathVerdict[];
  readonly command?: ApprovalVerdict;
  readonly isTrusted?: boolean;
}

/** The verdict and its rule. */
function ruledOn(
  content: ApprovalContent | undefined,
  { mode = 'trusted-commands', paths = [], isTrusted = true, ...rest }: Given,
): string {
  const { verdict, rule } = verdictOn(content, { mode, paths, isTrusted, ...rest });
  return `${verdict}: ${rule}`;
}

describe('What a call would do', () => {
  it.each<[string, ApprovalContent | undefined, Given, string]>([
    ['reading an ordinary file', undefined, { mode: 'every-step', paths: [ordinary] }, 'automatic: reading'],
    ['reading a secret', { type: 'read', path: '.env' }, { paths: [secret] }, 'ask: secret-file'],
    ['an edit where each step is asked', edit, { mode: 'every-step', paths: [ordinary] }, 'ask: every-step'],
    ['an edit where edits are automatic', edit, { mode: 'edits', paths: [ordinary] }, 'automatic: ordinary-edit'],
    ['an edit of a protected file beside it', edit, { paths: [ordinary, secret] }, 'ask: secret-file'],
    ['an edit of what cannot be', edit, { paths: [secret, refused] }, 'refuse: stream'],
    ['an edit of what nobody looked at', edit, { paths: [] }, 'ask: not-judged'],
    ['a command of the list', command, { command: byList }, 'automatic: your list: ls'],
    ['a command of the list where edits are automatic', command, { mode: 'edits', command: byList }, 'ask: commands-are-asked'],
    ['an approved test where edits are automatic', command, { mode: 'edits', command: byText }, 'automatic: approved-test'],
    ['an approved test where each step is asked', command, { mode: 'every-step', command: byText }, 'ask: every-step'],
    ['a command that reads a secret', command, { command: byList, paths: [secret] }, 'ask: secret-file'],
    ['a denied command', command, { command: { verdict: 'refuse', rule: 'denied', reason: 'no' }, paths: [secret] }, 'refuse: denied'],
    ['a command that nobody looked at', command, {}, 'ask: not-judged'],
    [
      'a command in a folder that nobody looked at',
      { ...command, folder: 'src' },
      { command: byList, paths: [ordinary] },
      'ask: not-judged',
    ],
    ['a command in a folder', { ...command, folder: 'src/a.ts' }, { command: byList, paths: [ordinary] }, 'automatic: your list: ls'],
    ['a tool of somebody else', external, {}, 'ask: external-tool'],
    ['reading where the workspace is not trusted', undefined, { isTrusted: false }, 'refuse: untrusted-workspace'],
    ['an approved test where it is not', command, { isTrusted: false, command: byText }, 'refuse: untrusted-workspace'],
  ])('%s', (_what, content, given, expected) => {
    expect(ruledOn(content, given)).toBe(expected);
  });

  it('may change all of a package.json but what is run', () => {
    const packageEdit = (after: string): string =>
      ruledOn(
        { type: 'changes', changes: [{ path: 'package.json', before: '{"version":"1.0.0","scripts":{"test":"a"}}', after }] },
        { paths: [{ verdict: 'ordinary', path: 'package.json' }] },
      );
    expect([packageEdit('{"version":"2.0.0","scripts":{"test":"a"}}'), packageEdit('{"version":"1.0.0","scripts":{"test":"b"}}')]).toEqual([
      'automatic: ordinary-edit',
      'ask: package-scripts',
    ]);
  });
});

describe('What is approved', () => {
  it('has the same text wherever its parts were put together', () => {
    const other: ApprovalContent = { changes: [{ after: 'b', before: 'a', path: 'src/a.ts' }], type: 'changes' };
    expect(canonicalText(other)).toBe(canonicalText(edit));
  });

  it('has another text where a file was not there than where it was empty', () => {
    const made = (before: string | undefined): string => canonicalText({ type: 'changes', changes: [{ path: 'a', before, after: 'b' }] });
    expect([made(undefined), made('')]).toEqual([
      '{"changes":[{"after":"b","before":null,"path":"a"}],"type":"changes"}',
      '{"changes":[{"after":"b","before":"","path":"a"}],"type":"changes"}',
    ]);
  });
});
