import { verdictOn } from '../../src/core/agent/approvals/index.ts';
import { filesRead, judgeCommand } from '../../src/core/agent/commands/index.ts';
import type { ApprovalVerdict } from '../../src/core/agent/index.ts';
import { usualLists, verdictOfPath } from './getsThrough.ts';
import type { HarmlessAction } from './harmlessActions.ts';

/** Why a harmless action does not simply happen; undefined: it does. The files that a command reads are judged, as the tools do it. */
export function whyBlocked(action: HarmlessAction): string | undefined {
  const verdict = verdictOf(action);
  return verdict.verdict === 'automatic' ? undefined : `${verdict.verdict} by ${verdict.rule}`;
}

function verdictOf(action: HarmlessAction): ApprovalVerdict {
  const given = { mode: 'trusted-commands', isTrusted: true } as const;
  switch (action.kind) {
    case 'command': {
      const { command } = action;
      const paths = filesRead(command).map((text) => verdictOfPath({ kind: 'path', text, use: 'read' }));
      const judged = judgeCommand(command, { ...usualLists, system: 'posix' });
      return verdictOn({ type: 'command', command, folder: '.', shown: command }, { ...given, paths, command: judged });
    }
    case 'read':
      return verdictOn(undefined, { ...given, paths: [verdictOfPath(action.path)] });
    case 'edit': {
      const { before, after, path } = action;
      return verdictOn({ type: 'changes', changes: [{ path: path.text, before, after }] }, { ...given, paths: [verdictOfPath(path)] });
    }
  }
}
