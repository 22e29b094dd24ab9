import * as vscode from 'vscode';
import { lineCounts } from '../../../core/agent/edits/index.ts';
import { type AgentTaskState, changedFiles, type FileChange, lastTurn, type TaskOutcome } from '../../../core/agent/index.ts';
import { type LineCount, summaryOf } from '../../../core/agent/money/index.ts';
import { formatUsd } from '../../../core/money/index.ts';
import { revealInvisible } from '../../../core/policy/index.ts';
import { tierInWords } from '../../../platform/entryWords.ts';
import type { AgentTask } from '../agentTask.ts';
import type { FactState, PauseChoice, PauseState, SummaryState, TaskPhase, TaskState } from '../protocol.ts';
import { checkpointToUndo } from '../undoable.ts';
import { baselineFacts, costInWords, moneyState } from './costWords.ts';
import { itemsOf } from './items.ts';
import { outcomeInWords, pauseInWords } from './outcomeWords.ts';

const { t } = vscode.l10n;

/** What the page shows of a task. */
export type ShownTask = Pick<
  AgentTask,
  'id' | 'log' | 'state' | 'title' | 'approvals' | 'phase' | 'isRunning' | 'isReadOnly' | 'approval' | 'question' | 'streaming' | 'warning'
>;

/** `kept`: what still stands of it, where somebody looked. */
export function taskState(task: ShownTask, opened: ReadonlySet<string>, kept: LineCount | undefined): TaskState {
  const { id, log, state, phase, isRunning, isReadOnly, question } = task;
  const end = lastTurn(state)?.end;
  const pause = isReadOnly ? undefined : pauseOf(phase, state);
  const mayUndo = !isRunning && !isReadOnly;
  return {
    id,
    title: titleOf(task),
    phase,
    instructions: [
      ...state.instructions.map(({ path }) => revealInvisible(path)),
      ...state.instructionsLeftOut.map((path) => t('{0} (left out by your settings)', revealInvisible(path))),
    ],
    items: itemsOf(task, opened),
    money: moneyState(state),
    ...(question && {
      question: { id: question.id, text: revealInvisible(question.text), choices: question.choices.map(revealInvisible) },
    }),
    ...(pause && { pause }),
    ...(phase === 'over' && end && { summary: summaryState(end, task, kept) }),
    canUndoStep: mayUndo && checkpointToUndo(log, 'step') !== undefined,
    canUndoTask: mayUndo && checkpointToUndo(log, 'task') !== undefined,
    retryTiers: phase === 'over' && !isReadOnly ? retryTiers.map((tier) => ({ tier, label: tierInWords(tier) })) : [],
  };
}

const retryTiers = ['small', 'medium', 'frontier'] as const;

const mostTitle = 60;

/** The user's name for it, or how they began. */
export function titleOf({ title, state: { turns } }: Pick<ShownTask, 'title' | 'state'>): string {
  const text = (title ?? turns[0]?.turn.text ?? '').replace(/\s+/g, ' ').trim();
  if (text === '') return t('Task');
  return revealInvisible(text.length > mostTitle ? `${text.slice(0, mostTitle)}…` : text);
}

export function phaseInWords(phase: TaskPhase): string {
  const words: Readonly<Record<TaskPhase, string>> = {
    running: t('at work'),
    approval: t('asks for approval'),
    question: t('asks you'),
    paused: t('paused'),
    interrupted: t('interrupted'),
    over: t('over'),
  };
  return words[phase];
}

function pauseOf(phase: TaskPhase, { pause }: AgentTaskState): PauseState | undefined {
  if (phase === 'interrupted') {
    return {
      heading: t('Interrupted'),
      text: t('The window was closed while this task ran. What was under way then may have happened or not: the agent is told so.'),
      choices: (['go-on', 'stop'] as const).map(choiceState),
    };
  }
  if (phase !== 'paused' || !pause) return undefined;
  const choices: Readonly<Record<typeof pause.reason, readonly PauseChoice[]>> = {
    'four-fifths-of-cap': ['go-on', 'raise-cap', 'cheaper', 'stop'],
    cap: ['raise-cap', 'stop'],
    user: ['go-on', 'stop'],
    'step-limit': ['go-on', 'stop'],
    'nobody-answers': ['go-on', 'stop'],
  };
  return { heading: pauseInWords(pause.reason), text: revealInvisible(pause.words), choices: choices[pause.reason].map(choiceState) };
}

function choiceState(choice: PauseChoice): { readonly choice: PauseChoice; readonly label: string } {
  const labels: Readonly<Record<PauseChoice, string>> = {
    'go-on': t('Go on'),
    'raise-cap': t('Raise the cap…'),
    cheaper: t('Go on with cheaper models'),
    stop: t('Stop here'),
  };
  return { choice, label: labels[choice] };
}

const outcomes: Readonly<Record<TaskOutcome, SummaryState['outcome']>> = {
  done: 'good',
  answered: 'good',
  planned: 'good',
  unproved: 'open',
  stopped: 'open',
  'gave-up': 'bad',
  failed: 'bad',
};

function summaryState(
  { outcome, words }: { readonly outcome: TaskOutcome; readonly words: string },
  task: ShownTask,
  kept: LineCount | undefined,
): SummaryState {
  return {
    heading: outcomeInWords(outcome),
    text: revealInvisible(words),
    outcome: outcomes[outcome],
    facts: summaryFacts(task, kept),
  };
}

/** A state is made at each event, and comparing all files anew each time takes longer than all the rest. */
const counted = new WeakMap<readonly FileChange[], ReturnType<typeof lineCounts>>();

function countsOf(files: readonly FileChange[]): ReturnType<typeof lineCounts> {
  const counts = counted.get(files) ?? lineCounts(files);
  counted.set(files, counts);
  return counts;
}

function summaryFacts({ log, state }: ShownTask, kept: LineCount | undefined): readonly FactState[] {
  const summary = summaryOf(log, kept ? { lines: kept } : {});
  const { added, removed } = countsOf(changedFiles(state.changes));
  const { lines, perKeptLineNanoUsd } = summary;
  return [
    { name: t('Cost'), text: costInWords(summary) },
    ...baselineFacts(summary),
    { name: t('Steps'), text: String(summary.steps) },
    ...(added + removed > 0 ? [{ name: t('Lines'), text: t('{0} added, {1} removed', added, removed) }] : []),
    ...(lines && lines.added > 0 ? [{ name: t('Lines that still stand'), text: t('{0} of {1}', lines.kept, lines.added) }] : []),
    ...(perKeptLineNanoUsd === undefined ? [] : [{ name: t('Cost per kept line'), text: formatUsd(perKeptLineNanoUsd) }]),
  ];
}
