import * as vscode from 'vscode';
import type { ApprovalContent, ApprovalQuestion } from '../../../core/agent/index.ts';
import { revealInvisible } from '../../../core/policy/index.ts';
import type { ApprovalState } from '../protocol.ts';
import { diffLimits, diffState } from './diffLines.ts';

const { t } = vscode.l10n;

/** What is asked, with all of what would be done: whoever approves approves exactly this. Changes are shown as the card's diff. */
export function approvalState({ callId, content, contentHash, reason }: ApprovalQuestion): ApprovalState {
  return { callId, contentHash, reason: revealInvisible(reason), ...partsOf(content) };
}

/** Of more than a page can take, only the beginning is: such a change can be rejected, and not approved. */
export function isShownWhole({ content }: Pick<ApprovalQuestion, 'content'>): boolean {
  return content.type !== 'changes' || diffState(content.changes, diffLimits.whole).more === undefined;
}

function partsOf(content: ApprovalContent): Pick<ApprovalState, 'heading' | 'content' | 'folder' | 'always'> {
  switch (content.type) {
    case 'changes':
      return { heading: t('May this be changed?'), always: t('All edits of ordinary files in this task') };
    case 'command':
      // Spelled out here again: what somebody else says of the command is not what runs.
      return {
        heading: t('May this be run?'),
        content: revealInvisible(content.command),
        folder: revealInvisible(content.folder),
        always: t('Exactly this command in this folder, in this task'),
      };
    case 'external':
      return { heading: t('May {0} be used?', revealInvisible(content.name)), content: revealInvisible(content.inputJson) };
    case 'read':
      return { heading: t('May this be read, and told to the model?'), content: revealInvisible(content.path) };
  }
}
