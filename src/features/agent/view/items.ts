import * as vscode from 'vscode';
import type {
  ApprovalQuestion,
  Attachment,
  FileChange,
  TaskCall,
  TaskStep,
  TaskTurn,
  TurnItem,
  UserTurn,
} from '../../../core/agent/index.ts';
import { formatUsd } from '../../../core/money/index.ts';
import { type Redaction, revealInvisible, stripInvisible } from '../../../core/policy/index.ts';
import { tierInWords } from '../../../platform/entryWords.ts';
import type { AgentTask } from '../agentTask.ts';
import type { AnswerItem, ItemState, NoteItem, ToolItem, ToolState, UserItem } from '../protocol.ts';
import { approvalState } from './approvalState.ts';
import { callInWords } from './callWords.ts';
import { answerFacts, costInWords } from './costWords.ts';
import { diffLimits, diffState } from './diffLines.ts';
import { leftWords, outcomeInWords, pauseInWords } from './outcomeWords.ts';
import { outputLimits, outputState } from './outputText.ts';
import { redactionsInWords } from './redactionWords.ts';

const { t } = vscode.l10n;

/** What a task shows besides how it stands. */
export type LiveTask = Pick<AgentTask, 'state' | 'isRunning' | 'approval' | 'streaming'>;

/** What happened as cards, in its order. `opened`: those of which the user wants to see all. */
export function itemsOf(task: LiveTask, opened: ReadonlySet<string>): readonly ItemState[] {
  const { turns } = task.state;
  const redacted = newlyRedacted(turns);
  return turns.flatMap((turn, index) => turnItems(turn, index, { task, opened, redacted, isLast: index === turns.length - 1 }));
}

interface Around {
  readonly task: LiveTask;
  readonly opened: ReadonlySet<string>;
  /** Requests out of which something else was taken than out of the one before. */
  readonly redacted: ReadonlySet<string>;
  /** What the last turn waits with, or ended with, is shown below all. */
  readonly isLast: boolean;
}

function turnItems({ turn, items, end }: TaskTurn, index: number, around: Around): readonly ItemState[] {
  return [
    userItem(turn, `user-${index}`),
    ...items.flatMap((item, place) =>
      item.type === 'step' ? stepItems(item, around) : noteItems(item, `note-${index}-${place}`, around, place === items.length - 1),
    ),
    ...(end && !around.isLast ? [note(`end-${index}`, 'information', `${outcomeInWords(end.outcome)} ${end.words}`)] : []),
  ];
}

function userItem({ text, attachments, images }: UserTurn, id: string): UserItem {
  return {
    type: 'user',
    id,
    text: revealInvisible(text),
    attachments: [...attachments.map(attachmentInWords), ...images.map(({ mediaType }) => t('Picture ({0})', mediaType))],
  };
}

export function attachmentInWords({ type, path, lines }: Pick<Attachment, 'type' | 'path' | 'lines'>): string {
  const place = revealInvisible(lines ? `${path}:${lines.from}-${lines.to}` : path);
  return type === 'problem' ? t('Problem in {0}', place) : place;
}

function stepItems(step: TaskStep, around: Around): readonly ItemState[] {
  const { requestId, calls, verification, failure } = step;
  const answer = answerItem(step, around.task);
  return [
    ...(around.redacted.has(requestId) ? [redactionNote(step)] : []),
    ...(answer ? [answer] : []),
    ...(failure
      ? [note(`failure ${requestId}`, 'warning', t('No model answered: {0} ({1})', failure.message, costInWords(failure.cost)))]
      : []),
    ...[...calls, ...(verification ? [verification] : [])].map((call) => toolItem(call, requestId, around)),
  ];
}

function answerItem({ requestId, answer, maxOutputTokens }: TaskStep, { streaming }: LiveTask): AnswerItem | undefined {
  if (answer) {
    return {
      type: 'answer',
      id: requestId,
      markdown: stripInvisible(answer.text),
      isStreaming: false,
      cost: costInWords(answer.cost),
      facts: answerFacts(answer, maxOutputTokens),
    };
  }
  if (streaming?.requestId !== requestId) return undefined;
  return { type: 'answer', id: requestId, markdown: streaming.text, isStreaming: true, facts: [] };
}

/** Before what was answered to it (security point 14). */
function redactionNote(step: TaskStep): NoteItem {
  const text = t('Taken out of the prompt before it left: {0}', redactionsInWords(redactionsOf(step)));
  return note(`redacted ${step.requestId}`, 'warning', text);
}

const redactionsOf = ({ answer, failure }: TaskStep): readonly Redaction[] => answer?.redactions ?? failure?.redactions ?? [];

/** Each prompt holds what those before it held: the same is told once. */
function newlyRedacted(turns: readonly TaskTurn[]): ReadonlySet<string> {
  const steps = turns.flatMap(({ items }) => items).filter((item) => item.type === 'step');
  let last = '';
  const isNew = (step: TaskStep): boolean => {
    const words = redactionsInWords(redactionsOf(step));
    const isOther = words !== '' && words !== last;
    last = words === '' ? last : words;
    return isOther;
  };
  return new Set(steps.filter(isNew).map(({ requestId }) => requestId));
}

/** Between the cards, in a line of its own. */
function noteItems(item: Exclude<TurnItem, TaskStep>, id: string, { isLast, task }: Around, isLastItem: boolean): readonly NoteItem[] {
  switch (item.type) {
    case 'pause': {
      const { reason, words, resumedCapNanoUsd } = item;
      if (isLast && isLastItem && task.state.phase === 'paused') return [];
      return [
        note(id, 'warning', `${pauseInWords(reason)} ${words}`),
        ...(resumedCapNanoUsd === undefined
          ? []
          : [note(`${id} resumed`, 'information', t('Gone on, with a cap of {0}.', formatUsd(resumedCapNanoUsd)))]),
      ];
    }
    case 'compaction':
      return [note(id, 'information', t('What came before was summed up for the model ({0}).', costInWords(item.cost)))];
    case 'not-compacted':
      return [
        note(id, 'information', t('What came before was not summed up for the model: {0} ({1}).', item.words, costInWords(item.cost))),
      ];
    case 'tier':
      return [note(id, 'information', tierNote(item.tier, item.by))];
    case 'undo': {
      const { paths, left } = item;
      if (paths.length === 0 && left.length === 0) return [note(id, 'information', t('Nothing had to be undone.'))];
      return [
        ...(paths.length > 0 ? [note(id, 'information', t('Undone: {0}', paths.join(', ')))] : []),
        ...(left.length > 0 ? [note(`${id} left`, 'warning', leftWords(left))] : []),
      ];
    }
  }
}

function tierNote(tier: string, by: 'user' | 'judge'): string {
  const name = tier === 'small' || tier === 'medium' || tier === 'frontier' ? tierInWords(tier) : tier;
  return by === 'user'
    ? t('As you asked: from here on a model of the tier "{0}" or higher.', name)
    : t('There was no progress: from here on a model of the tier "{0}" or higher.', name);
}

function note(id: string, severity: NoteItem['severity'], text: string): NoteItem {
  return { type: 'note', id, severity, text: revealInvisible(text).trim() };
}

/** Providers number the calls of each answer anew: the request belongs to the id. */
function toolItem(call: TaskCall, requestId: string, { task, opened }: Around): ToolItem {
  const id = `${requestId} ${call.callId}`;
  const asked = approvalFor(call, task);
  const state = toolStateOf(call, task, asked !== undefined);
  const isOpened = opened.has(id);
  const changes = changesOf(call, asked);
  const rule = call.refusal?.rule ?? call.approvedBy;
  const output = outputState(outputOf(call), isOpened ? outputLimits.whole : outputLimits.folded);
  return {
    type: 'tool',
    id,
    ...(call.call ? callInWords(call.call) : { name: t('Tool'), target: revealInvisible(call.asked?.name ?? '') }),
    state,
    stateText: stateInWords(state, call),
    ...(rule !== undefined && { rule: revealInvisible(rule) }),
    // Whoever is to approve it sees all of it.
    ...(changes.length > 0 && { diff: diffState(changes, asked || isOpened ? diffLimits.whole : diffLimits.folded) }),
    ...(output && { output }),
    ...(asked && { approval: approvalState(asked) }),
  };
}

/** What is asked for this call, or for one of the subtask that it began. */
function approvalFor({ callId, status, subtaskId }: TaskCall, { approval }: LiveTask): ApprovalQuestion | undefined {
  const isOwn = status === 'waiting' && approval?.callId === callId;
  const isOfSubtask = status === 'delegated' && subtaskId !== undefined && approval?.callId.startsWith(`${subtaskId}/`) === true;
  return isOwn || isOfSubtask ? approval : undefined;
}

function changesOf({ result, question }: TaskCall, asked: ApprovalQuestion | undefined): readonly FileChange[] {
  const made = result?.facts?.changes ?? [];
  if (made.length > 0) return made;
  const content = (asked ?? question)?.content;
  return content?.type === 'changes' ? content.changes : [];
}

/** What was refused says why; the model is told more words than the user needs. */
function outputOf({ refusal, result, subtaskCost, redactions }: TaskCall): string {
  if (refusal) return refusal.words;
  const text = result?.text ?? '';
  const redacted = redactions ? `\n${t('Taken out of its prompts before they left: {0}', redactionsInWords(redactions))}` : '';
  return subtaskCost ? `${text}\n\n${costInWords(subtaskCost)}${redacted}` : text;
}

/** What was under way when the task ended or the window was closed is not under way any more. */
function toolStateOf({ status, refusal, result, isUnknown }: TaskCall, { isRunning }: LiveTask, isAsked: boolean): ToolState {
  if (isAsked) return 'asked';
  if (refusal) return refusal.by === 'reading' ? 'failed' : 'refused';
  if (result) return result.isError || isUnknown ? 'failed' : 'done';
  if (!isRunning || status === 'over') return 'failed';
  return status === 'approved' || status === 'delegated' ? 'running' : 'waiting';
}

function stateInWords(state: ToolState, { tookMs, result, isUnknown }: TaskCall): string {
  switch (state) {
    case 'waiting':
      return t('waiting');
    case 'asked':
      return t('asks for approval');
    case 'running':
      return t('running');
    case 'done':
      return tookMs === undefined || tookMs < 1000 ? t('done') : t('done in {0} s', Math.round(tookMs / 1000));
    case 'failed':
      if (isUnknown) return t('not known whether it happened');
      return result ? t('failed') : t('not done');
    case 'refused':
      return t('rejected');
  }
}
