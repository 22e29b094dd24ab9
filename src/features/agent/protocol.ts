import * as v from 'valibot';
import type { AgentWords } from './view/pageWords.ts';

export type { AgentWords } from './view/pageWords.ts';

/**
 * What the agent's page and its host say to each other. The page gets ONE message with everything that it shows, and short ones between while
 * an answer streams. Texts are written by the host, in the user's language, and have what is invisible in them spelled out; the page computes
 * nothing.
 */
export interface AgentViewState {
  readonly type: 'state';
  /** A BCP 47 tag, for the page's `lang`. */
  readonly language: string;
  readonly words: AgentWords;
  /** One sentence for those who hear the page: what the agent does, and what it has spent. */
  readonly status: string;
  readonly notices: readonly NoticeState[];
  /** The tasks that are open in this window, in the order in which they were opened. */
  readonly tabs: readonly TaskTab[];
  /** The one that is looked at; none: a new one is about to be written. */
  readonly task?: TaskState | undefined;
  /** Shown in place of the task. */
  readonly history?: readonly PastTaskState[] | undefined;
  readonly composer: ComposerState;
}

export interface NoticeState {
  readonly id: string;
  readonly severity: 'error' | 'warning' | 'information';
  readonly text: string;
  /** What can be done about it. */
  readonly action?: { readonly command: PageCommand; readonly label: string } | undefined;
}

export interface TaskTab {
  readonly id: string;
  readonly title: string;
  readonly phase: TaskPhase;
  /** In words. */
  readonly phaseText: string;
  /** What it cost until now. */
  readonly cost: string;
  readonly isCurrent: boolean;
}

/** `interrupted`: the window was closed while it ran, and nobody has gone on with it yet. */
export type TaskPhase = 'running' | 'approval' | 'question' | 'paused' | 'interrupted' | 'over';

export interface TaskState {
  readonly id: string;
  readonly title: string;
  readonly phase: TaskPhase;
  /** The instruction files that were read for it, and those that were left out, which say so. */
  readonly instructions: readonly string[];
  readonly items: readonly ItemState[];
  readonly money: MoneyState;
  readonly question?: QuestionState | undefined;
  readonly pause?: PauseState | undefined;
  readonly summary?: SummaryState | undefined;
  readonly canUndoStep: boolean;
  readonly canUndoTask: boolean;
  /** The tiers it can be tried on again. Empty while it runs. */
  readonly retryTiers: readonly { readonly tier: RetryTier; readonly label: string }[];
}

type RetryTier = 'small' | 'medium' | 'frontier';

/** What a task has cost, beside its cap. */
export interface MoneyState {
  readonly text: string;
  readonly thousandths: number;
  readonly level: 'below' | 'warning' | 'reached';
}

/** What happened, in its order. Ids stay as long as the task does. */
export type ItemState = UserItem | AnswerItem | ToolItem | NoteItem;

export interface UserItem {
  readonly type: 'user';
  readonly id: string;
  readonly text: string;
  readonly attachments: readonly string[];
}

export interface AnswerItem {
  readonly type: 'answer';
  /** Of its request: what streams of it has the same. */
  readonly id: string;
  readonly markdown: string;
  readonly isStreaming: boolean;
  /** What it cost. Missing while it streams. */
  readonly cost?: string | undefined;
  /** Why this model answered, and what it used. */
  readonly facts: readonly FactState[];
}

export interface FactState {
  readonly name: string;
  readonly text: string;
}

export interface ToolItem {
  readonly type: 'tool';
  /** Of its request and its call. */
  readonly id: string;
  readonly name: string;
  /** A path, a command, a pattern: what it is about. */
  readonly target: string;
  readonly state: ToolState;
  readonly stateText: string;
  /** The rule that allowed it, or refused it. */
  readonly rule?: string | undefined;
  readonly diff?: DiffState | undefined;
  readonly output?: OutputState | undefined;
  readonly approval?: ApprovalState | undefined;
}

export type ToolState = 'waiting' | 'asked' | 'running' | 'done' | 'failed' | 'refused';

/** Changes of files as lines. */
export interface DiffState {
  /** As it is heard: "3 lines added, 1 removed". */
  readonly label: string;
  readonly lines: readonly DiffLine[];
  /** How many more there are, in words. */
  readonly more?: string | undefined;
}

export interface DiffLine {
  readonly kind: 'file' | 'place' | 'added' | 'removed' | 'same';
  readonly text: string;
}

export interface OutputState {
  readonly text: string;
  /** How much more there is, in words. */
  readonly more?: string | undefined;
}

/** What the user is asked to approve. The answer names the hash: it is for this content and for no other. */
export interface ApprovalState {
  readonly callId: string;
  readonly contentHash: string;
  readonly heading: string;
  readonly reason: string;
  /** A command, or the input of another extension's tool, exactly as it will be run. Changes are in the card's diff. */
  readonly content?: string | undefined;
  readonly folder?: string | undefined;
  /** What "always" means here. Missing where there is no such thing. */
  readonly always?: string | undefined;
}

export interface NoteItem {
  readonly type: 'note';
  readonly id: string;
  readonly severity: 'information' | 'warning' | 'error';
  readonly text: string;
}

/** The agent asks something. */
export interface QuestionState {
  readonly id: string;
  readonly text: string;
  readonly choices: readonly string[];
}

export interface PauseState {
  readonly heading: string;
  readonly text: string;
  readonly choices: readonly { readonly choice: PauseChoice; readonly label: string }[];
}

export type PauseChoice = 'go-on' | 'raise-cap' | 'cheaper' | 'stop';

/** What came of a task. */
export interface SummaryState {
  readonly heading: string;
  readonly text: string;
  readonly outcome: 'good' | 'open' | 'bad';
  readonly facts: readonly FactState[];
}

export interface PastTaskState {
  readonly id: string;
  readonly title: string;
  /** When, what came of it, and what it cost, in one line. */
  readonly text: string;
}

export interface ComposerState {
  readonly mode: ComposerMode;
  readonly modes: readonly { readonly mode: ComposerMode; readonly label: string; readonly detail: string }[];
  /** The approvals in force, in words. */
  readonly approvals: string;
  readonly attachments: readonly { readonly id: string; readonly label: string }[];
  /** What such a task will cost, as far as anybody knows. */
  readonly estimate?: string | undefined;
  /** Why nothing can be sent now. */
  readonly blocked?: string | undefined;
}

export type ComposerMode = 'ask' | 'plan' | 'agent';

/** More of the answer under way. `from`: so many characters came before it. */
export interface AgentViewDelta {
  readonly type: 'delta';
  readonly taskId: string;
  readonly id: string;
  readonly from: number;
  readonly text: string;
}

/** Put the keyboard where the user writes; and these words there, which the user can send. */
export interface AgentViewCompose {
  readonly type: 'compose';
  readonly text?: string;
}

/** What was written is in the task now: until then the page keeps it. */
interface AgentViewSent {
  readonly type: 'sent';
}

export type MessageToPage = AgentViewState | AgentViewDelta | AgentViewCompose | AgentViewSent;

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(300));
const taskId = id;
const words = (most: number) => v.pipe(v.string(), v.maxLength(most));

/** Four thirds of 5 MB: what base64 makes of it. */
const mostImageCharacters = Math.ceil((5 * 1024 * 1024 * 4) / 3) + 4;

export const imageTypes = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'] as const;

const messageFromPage = v.variant('type', [
  /** The page can show a state now: it was just made, or came back, or missed something. */
  v.strictObject({ type: v.literal('ready') }),
  v.strictObject({ type: v.literal('send'), text: words(200_000) }),
  /** How long the draft is: an estimate depends on it. */
  v.strictObject({ type: v.literal('draft'), characters: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) }),
  v.strictObject({ type: v.literal('set-mode'), mode: v.picklist(['ask', 'plan', 'agent']) }),
  v.strictObject({ type: v.literal('attach'), what: v.picklist(['file', 'selection', 'problem']) }),
  v.strictObject({
    type: v.literal('attach-image'),
    mediaType: v.picklist(imageTypes),
    base64: v.pipe(v.string(), v.minLength(1), v.maxLength(mostImageCharacters), v.regex(/^[A-Za-z0-9+/]+={0,2}$/)),
  }),
  v.strictObject({ type: v.literal('refuse-image'), reason: v.picklist(['type', 'size']) }),
  v.strictObject({ type: v.literal('remove-attachment'), id }),
  v.strictObject({ type: v.literal('select-task'), taskId }),
  v.strictObject({ type: v.literal('close-task'), taskId }),
  v.strictObject({ type: v.literal('open-task'), taskId }),
  v.strictObject({ type: v.literal('remove-task'), taskId }),
  /** The editor asks for the name. */
  v.strictObject({ type: v.literal('rename-task'), taskId }),
  v.strictObject({ type: v.literal('stop'), taskId }),
  v.strictObject({
    type: v.literal('approve'),
    taskId,
    callId: id,
    contentHash: v.pipe(v.string(), v.maxLength(200)),
    answer: v.picklist(['once', 'always', 'no']),
    words: v.optional(words(2000)),
  }),
  v.strictObject({ type: v.literal('answer-question'), taskId, questionId: id, text: words(20_000) }),
  v.strictObject({ type: v.literal('go-on'), taskId, choice: v.picklist(['go-on', 'raise-cap', 'cheaper', 'stop']) }),
  v.strictObject({ type: v.literal('undo'), taskId, scope: v.picklist(['step', 'task']) }),
  v.strictObject({ type: v.literal('retry'), taskId, tier: v.picklist(['small', 'medium', 'frontier']) }),
  v.strictObject({ type: v.literal('show-more'), taskId, id }),
  v.strictObject({ type: v.literal('open-link'), url: words(4000) }),
  v.strictObject({ type: v.literal('copy'), text: words(1_000_000) }),
  /** What the editor asks by itself: the page cannot set what is asked for. */
  v.strictObject({
    type: v.literal('run'),
    command: v.picklist(['new-task', 'history', 'close-history', 'choose-approvals', 'manage-trust', 'open-settings']),
  }),
]);

export type MessageFromPage = v.InferOutput<typeof messageFromPage>;

export type PageCommand = Extract<MessageFromPage, { readonly type: 'run' }>['command'];

/** Undefined where it is none: whatever gets into a page can post messages. */
export function readMessageFromPage(message: unknown): MessageFromPage | undefined {
  const read = v.safeParse(messageFromPage, message);
  return read.success ? read.output : undefined;
}
