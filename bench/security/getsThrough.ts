import path from 'node:path';
import { canonicalText, verdictOn } from '../../src/core/agent/approvals/index.ts';
import { judgeCommand } from '../../src/core/agent/commands/index.ts';
import { judgePath, type PathVerdict } from '../../src/core/agent/paths/index.ts';
import { allowAddress, builtInPathRules, createRedactor, matchPath, revealInvisible, stripInvisible } from '../../src/core/policy/index.ts';
import { readMessageFromPage } from '../../src/features/agent/protocol.ts';
import { readMessageFromPage as readSpendMessage } from '../../src/features/spend/protocol.ts';
import { Keys } from '../../src/platform/keys.ts';
import { redactLog } from '../../src/platform/redactLog.ts';
import { fetchSource } from '../../src/providers/catalogueSources/fetchSource.ts';
import { readLocalAddress } from '../../src/providers/localServers/localAddress.ts';
import { scanForSecrets } from '../../src/providers/secretScanner/secretScanner.ts';
import { type MarkdownBlock, type MarkdownInline, readMarkdown } from '../../src/webview/agent/markdown/markdownTree.ts';
import { FakeSecrets } from '../../test/support/fakeSecrets.ts';
import type { ApprovalAttack, Attack, PathAttack } from './securityCase.ts';

/** The user's list in all cases that bring none of their own: what people let through without being asked. */
export const usualLists = {
  allow: [
    'npm test',
    'npm run lint',
    'npm run build',
    'git add',
    'python -m pytest',
    'node scripts/check.mjs',
    'cargo test',
    'go test',
    'make test',
  ],
  deny: [],
  approvedTests: ['npm run test:unit -- --run'],
} as const;

const redact = createRedactor({ load: async () => scanForSecrets });
const key = 'sk-ant-api03-0123456789abcdef';

/** Does our code let it happen? */
export async function getsThrough(attack: Attack): Promise<boolean> {
  switch (attack.kind) {
    case 'path':
      return verdictOfPath(attack).verdict === 'ordinary';
    case 'command':
      return verdictOfCommand(attack).verdict === 'automatic';
    case 'approval':
      return verdictOfApproval(attack).verdict === 'automatic';
    case 'swap':
      return canonicalText(attack.approved) === canonicalText(attack.done);
    case 'invisible':
      return stripInvisible(attack.text).includes(attack.hidden) || revealInvisible(attack.text).includes(attack.hidden);
    case 'secret':
      return attack.log
        ? redactLog(attack.text).includes(attack.secret)
        : (await textInPrompt(attack.text, attack.file)).includes(attack.secret);
    case 'secret-file':
      return matchPath(attack.path, builtInPathRules) === undefined;
    case 'address':
      return allowAddress({ baseUrl: attack.url }).allowed;
    case 'key': {
      const keys = new Keys(new FakeSecrets());
      await keys.set({ id: 'one', baseUrl: attack.savedFor }, key);
      return (await keys.keyOf({ id: 'one', baseUrl: attack.askedFor })) !== undefined;
    }
    case 'local-address':
      return 'baseUrl' in readLocalAddress(attack.url);
    case 'redirect':
      return isFollowed(attack.from, attack.to);
    case 'markdown':
      return readMarkdown(attack.text).some(({ block }) => block !== undefined && isHarmful(block));
    case 'page-message':
      return readMessageFromPage(attack.message) !== undefined || readSpendMessage(attack.message) !== undefined;
    case 'check':
      return attack.isThrough();
  }
}

export function verdictOfPath({
  text,
  real,
  use = 'write',
  system = 'posix',
  isCaseSensitive = system === 'posix',
}: PathAttack): PathVerdict {
  const root = system === 'posix' ? '/w' : 'C:/w';
  const absolute = system === 'posix' ? path.posix.resolve(root, text) : path.win32.resolve(root, text).replaceAll('\\', '/');
  return judgePath({ text, absolute, real: real ?? absolute }, use, { roots: [root], system, isCaseSensitive });
}

/** In the mode that asks the least, and nothing is known of links: the way of a tool call. */
function verdictOfCommand({ command, lists }: Extract<Attack, { readonly kind: 'command' }>): ReturnType<typeof verdictOn> {
  const judged = judgeCommand(command, { ...usualLists, ...lists });
  const content = { type: 'command', command, folder: '.', shown: revealInvisible(command) } as const;
  return verdictOn(content, { mode: 'trusted-commands', paths: [], command: judged, isTrusted: true });
}

function verdictOfApproval({
  content,
  mode = 'trusted-commands',
  paths = [],
  isTrusted = true,
}: ApprovalAttack): ReturnType<typeof verdictOn> {
  const command = content?.type === 'command' ? judgeCommand(content.command, { ...usualLists, folder: content.folder }) : undefined;
  return verdictOn(content, { mode, paths: paths.map(verdictOfPath), isTrusted, ...(command && { command }) });
}

async function textInPrompt(text: string, name: string | undefined): Promise<string> {
  const { segment } = await redact({ role: 'user', stability: 'turn', text, ...(name !== undefined && { name }) });
  return segment.text;
}

async function isFollowed(from: string, to: string): Promise<boolean> {
  let asked = 0;
  const answer = async (): Promise<Response> => {
    asked += 1;
    return asked === 1 ? new Response(undefined, { status: 302, headers: { location: to } }) : new Response('[]');
  };
  const request = { fetch: answer, url: new URL(from), mayLeaveHost: false, signal: new AbortController().signal };
  await fetchSource(request).catch(() => undefined);
  return asked > 1;
}

/** What would be opened must be https, and must be shown as it is. Images and HTML have no place in the tree at all. */
function isHarmful(block: MarkdownBlock): boolean {
  return (
    JSON.stringify(block).includes('"type":"image"') || JSON.stringify(block).includes('"type":"html"') || linksOf(block).some(isBadLink)
  );
}

type Link = Extract<MarkdownInline, { readonly type: 'link' }>;

function linksOf(node: unknown): readonly Link[] {
  if (Array.isArray(node)) return node.flatMap(linksOf);
  if (typeof node !== 'object' || node === null) return [];
  const own = 'type' in node && node.type === 'link' ? [node as Link] : [];
  return [...own, ...Object.values(node).flatMap(linksOf)];
}

function isBadLink({ canOpen, target }: Link): boolean {
  return canOpen && (URL.parse(target)?.protocol !== 'https:' || URL.parse(target)?.href !== target || URL.parse(target)?.username !== '');
}
