import { stripInvisible } from '../../policy/index.ts';
import type { Segment } from '../../task/index.ts';
import type { AgentCall, CallResult } from '../call.ts';
import type { AgentEvent, AgentEventOf, UserTurn } from '../event.ts';
import { isVerification } from '../loop/foldCall.ts';
import { type AgentTaskState, lastStep, type TaskCall } from '../loop/state.ts';
import { framed } from './frame.ts';
import * as words from './words.ts';

/**
 * The log as a model is told it. It only grows, its pieces are the same objects from request to request, and its bytes depend on the events alone: that
 * is what keeps caches warm. Nothing but a compaction takes anything back.
 */
export interface Conversation {
  readonly entries: readonly Entry[];
  /** Calls of the last answer that have no result yet, in order: nothing else may be said before they have. */
  readonly open: readonly string[];
  /** What is to be said once they have. */
  readonly notes: readonly string[];
  /** Files that the prompt was ever drawn from: policies by path hold for what is left of them in a summary, too. */
  readonly paths: readonly string[];
}

export interface Entry {
  /** The place in the log of the event that it tells. */
  readonly event: number;
  readonly segment: Segment;
  /** What was read, of a result of reading: a later one supersedes it. */
  readonly reads?: string;
  /** The user's own words, which no summary replaces. */
  readonly isOfUser?: true;
  /** The plan, or an earlier summary: the next summary is made from all of it. */
  readonly isKeptWhole?: true;
}

export const nothingSaid: Conversation = { entries: [], open: [], notes: [], paths: [] };

/** `before` and `after` are the states around the event. */
export function foldConversation(
  conversation: Conversation,
  event: AgentEvent,
  before: AgentTaskState,
  after: AgentTaskState,
): Conversation {
  const place = before.events;
  switch (event.type) {
    case 'begun': {
      const given = [...event.instructions.map(({ path }) => path), ...(event.subtaskOf?.paths ?? [])];
      return withTurn({ ...conversation, paths: withPaths(conversation.paths, given) }, event.turn, after, place);
    }
    case 'said':
      return withTurn(closed(conversation, place), event.turn, after, place);
    case 'answered':
      return withAnswer(conversation, event, after, place);
    case 'called':
      return event.call ? conversation : withResult(conversation, event.callId, { text: event.problem ?? '' }, place);
    case 'refused':
      return withResult(
        conversation,
        event.callId,
        { text: words.refusedWords(event.rule, event.reason), paths: event.paths ?? [] },
        place,
      );
    case 'approval-answered':
      if (event.answer.answer !== 'no') return conversation;
      return withResult(conversation, event.callId, { text: words.declinedWords(event.answer.words) }, place);
    case 'ran':
      return withRun(conversation, event, after, place);
    case 'reported':
      return withResult(conversation, event.callId, { text: event.text, paths: pathsOf(undefined, event) }, place);
    case 'compacted':
      return compacted(conversation, event);
    case 'undone':
      return withNote(conversation, words.undoneWords(event.paths), place);
    case 'tier-asked':
      return before.phase === 'over' && event.by === undefined ? withNote(conversation, words.anotherAttemptWords, place) : conversation;
    case 'ended':
      return closed(conversation, place);
    default:
      return conversation;
  }
}

function withTurn(
  conversation: Conversation,
  { text, attachments, images }: UserTurn,
  { folder: own }: AgentTaskState,
  event: number,
): Conversation {
  // Those of other folders have their address, too.
  const elsewhere = attachments.flatMap(({ path, folder }) => (folder === undefined || folder === own ? [] : [`${folder}/${path}`]));
  const attached = attachments.map(({ type, path, lines, text: content }): Segment => {
    const range: Readonly<Record<string, string>> = lines ? { lines: `${lines.from}-${lines.to}` } : {};
    return { role: 'user', stability: 'session', name: path, text: framed('attached', { type, path, ...range }, content) };
  });
  const said: Segment = { role: 'user', stability: 'session', text: stripInvisible(text), ...(images.length > 0 && { images }) };
  const next = withSegments(conversation, attached, event);
  return { ...next, paths: withPaths(next.paths, elsewhere), entries: [...next.entries, { event, segment: said, isOfUser: true }] };
}

/** What the model thought stays as it is, invisible characters and all: it goes nowhere but back, and not at all where a byte of it has changed. */
function withAnswer(conversation: Conversation, answer: AgentEventOf<'answered'>, after: AgentTaskState, event: number): Conversation {
  const { text, calls, finish, givenBack } = answer;
  const toolCalls = calls.map((call) => ({ ...call, argumentsText: stripInvisible(call.argumentsText) }));
  const isEmpty = text === '' && calls.length === 0;
  const said: Segment = {
    role: 'assistant',
    stability: 'session',
    text: stripInvisible(text),
    ...(calls.length > 0 && { toolCalls, ...(givenBack && { reasoning: givenBack }) }),
  };
  const isPlan = lastStep(after)?.kind === 'agent.plan';
  const entry: Entry = { event, segment: said, ...(isPlan && { isKeptWhole: true }) };
  const next = isEmpty ? conversation : { ...conversation, entries: [...conversation.entries, entry] };
  const withCalls = { ...next, open: calls.map(({ id }) => id) };
  return (finish === 'length' || finish === 'budget') && calls.length === 0 ? withNote(withCalls, words.cutOffWords, event) : withCalls;
}

function withRun(conversation: Conversation, event: AgentEventOf<'ran'>, after: AgentTaskState, place: number): Conversation {
  const { callId, result } = event;
  if (isVerification(callId)) {
    // Where the model called something to say that it is done, that call's own result tells it.
    const isTold = conversation.open.length > 0 || !isFailure(result);
    // Either way its words are in the prompt from now on.
    const told = { ...conversation, paths: withPaths(conversation.paths, pathsOf(undefined, result)) };
    return isTold ? told : withNote(told, words.notProvedWords(result), place);
  }
  const call = callOf(after, callId)?.call;
  const { sameResults } = after.progress;
  const warning = call && sameResults >= words.toldAfterSameResults ? words.sameResultWords(sameResults) : '';
  const text = `${result.isError ? 'Error: ' : ''}${result.text}${warning}`;
  return withResult(conversation, callId, { text, paths: pathsOf(call, result), ...(call && { reads: readsOf(call) }) }, place);
}

export function isFailure({ isError, facts }: CallResult): boolean {
  return (facts?.tests?.failed ?? 0) > 0 || (isError && facts?.tests === undefined);
}

interface Told {
  readonly text: string;
  readonly paths?: readonly string[];
  readonly reads?: string | undefined;
}

function withResult(conversation: Conversation, callId: string, { text, paths = [], reads }: Told, event: number): Conversation {
  if (!conversation.open.includes(callId)) return conversation;
  const [name] = paths;
  const segment: Segment = {
    role: 'tool',
    stability: 'session',
    text: stripInvisible(text),
    toolCallId: callId,
    ...(name !== undefined && { name }),
  };
  const next: Conversation = {
    ...conversation,
    entries: [...conversation.entries, { event, segment, ...(reads !== undefined && { reads }) }],
    open: conversation.open.filter((id) => id !== callId),
    paths: withPaths(conversation.paths, paths),
  };
  return next.open.length === 0 ? flushed(next, event) : next;
}

function withNote(conversation: Conversation, note: string, event: number): Conversation {
  const next = { ...conversation, notes: [...conversation.notes, note] };
  return next.open.length === 0 ? flushed(next, event) : next;
}

function flushed(conversation: Conversation, event: number): Conversation {
  if (conversation.notes.length === 0) return conversation;
  const notes = conversation.notes.map((note): Segment => ({ role: 'user', stability: 'session', text: stripInvisible(note) }));
  return { ...withSegments(conversation, notes, event), notes: [] };
}

/** Every call has a result, or no provider takes the prompt. */
function closed(conversation: Conversation, event: number): Conversation {
  return conversation.open.reduce((next, callId) => withResult(next, callId, { text: words.notDoneWords }, event), conversation);
}

function withSegments(conversation: Conversation, segments: readonly Segment[], event: number): Conversation {
  return {
    ...conversation,
    entries: [...conversation.entries, ...segments.map((segment) => ({ event, segment }))],
    paths: withPaths(
      conversation.paths,
      segments.flatMap(({ name }) => name ?? []),
    ),
  };
}

/** What is older is a summary now, but for the user's own words; of what was read more than once since, the last time stays. */
function compacted(conversation: Conversation, { summary, untilEvent }: AgentEventOf<'compacted'>): Conversation {
  const kept = conversation.entries.filter(({ event }) => event >= untilEvent);
  const last = new Map(kept.flatMap(({ reads }, place) => (reads === undefined ? [] : [[reads, place] as const])));
  const entries = kept.map((entry, place) =>
    entry.reads === undefined || last.get(entry.reads) === place
      ? entry
      : { ...entry, segment: { ...entry.segment, text: 'Read again later: see there.' } },
  );
  const words = conversation.entries.filter(({ event, isOfUser }) => isOfUser && event < untilEvent);
  const told: Segment = { role: 'user', stability: 'session', text: framed('summary', {}, summary) };
  return { ...conversation, entries: [...words, { event: untilEvent, segment: told, isKeptWhole: true }, ...entries] };
}

function callOf(state: AgentTaskState, callId: string): TaskCall | undefined {
  return lastStep(state)?.calls.find((call) => call.callId === callId);
}

function readsOf(call: AgentCall): string | undefined {
  return call.tool === 'read' ? JSON.stringify([call.path, call.fromLine, call.toLine]) : undefined;
}

function pathsOf(call: AgentCall | undefined, { facts }: Pick<CallResult, 'facts'>): readonly string[] {
  const known = [...(facts?.paths ?? []), ...(facts?.changes ?? []).map(({ path }) => path)];
  return known.length > 0 || call === undefined ? known : asWritten(call);
}

/** Where the tool does not say it better. */
function asWritten(call: AgentCall): readonly string[] {
  switch (call.tool) {
    case 'read':
    case 'edit':
    case 'create':
      return [call.path.replace(/^(\.\/)+/, '')];
    default:
      return [];
  }
}

function withPaths(paths: readonly string[], more: readonly string[]): readonly string[] {
  if (more.length === 0) return paths;
  const known = new Set(paths);
  const added = [...new Set(more)].filter((path) => !known.has(path));
  return added.length > 0 ? [...paths, ...added] : paths;
}
