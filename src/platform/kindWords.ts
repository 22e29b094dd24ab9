import * as vscode from 'vscode';
import type { TaskKind } from '../core/task/index.ts';

const { t } = vscode.l10n;

/** A kind of task, or the first word of several: what a budget can be for. */
type Scope = TaskKind | 'completion' | 'agent';

/** As it stands alone, in a table or a list. One that is not known stays as it is. */
export function scopeAsHeading(scope: string): string {
  const words: Readonly<Record<Scope, string>> = {
    completion: t('Completions'),
    'completion.line': t('Completing a line'),
    'completion.block': t('Completing a block'),
    edit: t('Edits'),
    chat: t('Chat'),
    agent: t('Agent'),
    'agent.plan': t('Agent: planning'),
    'agent.step': t('Agent: steps'),
    'agent.subtask': t('Agent: subtasks'),
    'commit-message': t('Commit messages'),
    title: t('Titles'),
    compaction: t('Summaries'),
  };
  return words[scope as Scope] ?? scope;
}

/** As a sentence goes on after "for", of all its requests: "this month for completions". One that is not known stays as it is. */
export function scopeInWords(scope: string): string {
  const words: Readonly<Record<Scope, string>> = {
    completion: t('completions'),
    'completion.line': t('completing lines'),
    'completion.block': t('completing blocks'),
    edit: t('edits'),
    chat: t('chat'),
    agent: t('the agent'),
    'agent.plan': t('planning'),
    'agent.step': t('steps of the agent'),
    'agent.subtask': t('subtasks of the agent'),
    'commit-message': t('commit messages'),
    title: t('titles'),
    compaction: t('summaries'),
  };
  return words[scope as Scope] ?? scope;
}

/** As a sentence goes on after "for", of one request: "chosen for completing a line". */
export function kindInWords(kind: TaskKind): string {
  const words: Readonly<Record<TaskKind, string>> = {
    'completion.line': t('completing a line'),
    'completion.block': t('completing a block'),
    edit: t('an edit'),
    chat: t('a chat'),
    'agent.plan': t('planning'),
    'agent.step': t('a step of the agent'),
    'agent.subtask': t('a subtask of the agent'),
    'commit-message': t('a commit message'),
    title: t('a title'),
    compaction: t('a summary'),
  };
  return words[kind];
}
