import * as vscode from 'vscode';

const { t } = vscode.l10n;

/** The page's own words. `{0}` in one of them is filled by the page. */
export interface AgentWords {
  readonly heading: string;
  readonly tasks: string;
  readonly newTask: string;
  readonly closeTask: string;
  readonly renameTask: string;
  readonly conversation: string;
  readonly you: string;
  readonly agent: string;
  readonly writing: string;
  readonly emptyHeading: string;
  readonly emptyText: string;
  readonly instructions: string;
  readonly cost: string;
  readonly whyThisModel: string;
  readonly copy: string;
  readonly copied: string;
  readonly code: string;
  readonly openLink: string;
  readonly added: string;
  readonly removed: string;
  readonly output: string;
  readonly rule: string;
  readonly showMore: string;
  readonly approve: string;
  readonly approveKeys: string;
  readonly reject: string;
  readonly rejectKeys: string;
  readonly always: string;
  readonly rejectReason: string;
  readonly inFolder: string;
  readonly inWorkspaceFolder: string;
  readonly question: string;
  readonly answer: string;
  readonly stop: string;
  readonly undoStep: string;
  readonly undoTask: string;
  readonly retryOn: string;
  readonly compose: string;
  readonly composeHint: string;
  readonly send: string;
  readonly mode: string;
  readonly approvals: string;
  readonly attachments: string;
  readonly attachFile: string;
  readonly attachSelection: string;
  readonly attachProblem: string;
  readonly removeAttachment: string;
  readonly history: string;
  readonly noHistory: string;
  readonly openTask: string;
  readonly removeTask: string;
  readonly closeHistory: string;
}

export function pageWords(): AgentWords {
  return {
    heading: t('Farthing: Agent'),
    tasks: t('Tasks'),
    newTask: t('New task'),
    closeTask: t('Close "{0}"', '{0}'),
    renameTask: t('Rename "{0}"', '{0}'),
    conversation: t('What happened in this task'),
    you: t('You'),
    agent: t('Agent'),
    writing: t('The agent is working…'),
    emptyHeading: t('What is to be done?'),
    emptyText: t(
      'The agent reads the workspace, changes files and runs commands. What it does to them is asked for first, each step can be undone, and no task costs more than its cap.',
    ),
    instructions: t('Instructions: {0}', '{0}'),
    cost: t('Cost'),
    whyThisModel: t('Why this model?'),
    copy: t('Copy'),
    copied: t('Copied'),
    code: t('Code'),
    openLink: t('Open {0}', '{0}'),
    added: t('added'),
    removed: t('removed'),
    output: t('Output'),
    rule: t('Rule: {0}', '{0}'),
    showMore: t('Show more'),
    approve: t('Approve'),
    approveKeys: t('Ctrl+Enter'),
    reject: t('Reject'),
    rejectKeys: t('Escape'),
    always: t('Always'),
    rejectReason: t('What to do instead (optional)'),
    inFolder: t('in {0}', '{0}'),
    inWorkspaceFolder: t('in the workspace folder'),
    question: t('The agent asks'),
    answer: t('Answer'),
    stop: t('Stop'),
    undoStep: t('Undo last step'),
    undoTask: t('Undo everything'),
    retryOn: t('Try again on'),
    compose: t('Task for the agent'),
    composeHint: t('Enter sends, Shift+Enter begins a new line. Pictures can be pasted.'),
    send: t('Send'),
    mode: t('Mode'),
    approvals: t('Without asking: {0}', '{0}'),
    attachments: t('Attached'),
    attachFile: t('File…'),
    attachSelection: t('Selection'),
    attachProblem: t('Problem…'),
    removeAttachment: t('Remove {0}', '{0}'),
    history: t('Past tasks'),
    noHistory: t('There is no past task of this workspace.'),
    openTask: t('Open "{0}"', '{0}'),
    removeTask: t('Delete "{0}"', '{0}'),
    closeHistory: t('Back'),
  };
}
