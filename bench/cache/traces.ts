import type { Segment, TaskKind } from '../../src/core/task/index.ts';
import { conversationOf, staticPartOf, textOf } from './conversation.ts';
import { type Random, randomOf } from './random.ts';
import type { Trace, TraceRequest } from './trace.ts';

const second = 1000;
const minute = 60 * second;
/** A working day's morning; nothing depends on it. */
const startMs = Date.UTC(2026, 10, 23, 9);

/** A stretch of work that begins at a moment. */
type Work = (random: Random, beginMs: number, person: Person) => readonly TraceRequest[];

/** Whose trace it is: their habits are the same in all their sessions. */
interface Person {
  readonly medianPauseMs: number;
  /** Of requests before which something early in the prompt is changed. */
  readonly editShare: number;
  /** Of an agent's steps for which the big model is asked instead. */
  readonly switchShare: number;
}

/** Each class: what one session of it is. Sizes, pauses and habits are drawn anew for each trace. */
const classes = {
  'steady tool loop': steadyLoop,
  'pauses past the time to live': pauses,
  'early edits': earlyEdits,
  'model switches': modelSwitches,
  'short prefixes': shortPrefixes,
  'one-shots': oneShots,
} as const satisfies Record<string, Work>;

/** Each is a few hours of one person: some sessions of a class one after the other, or of all classes. */
export function tracesOf(seed: number, count: number): readonly Trace[] {
  const names = [...(Object.keys(classes) as (keyof typeof classes)[]), 'mixed'] as const;
  return Array.from({ length: count }, (_, index): Trace => {
    const random = randomOf(seed * 10_007 + index);
    const traceClass = names[index % names.length] ?? 'mixed';
    const works = Object.values(classes);
    const person = {
      medianPauseMs: random.between(60, 480) * second,
      editShare: 0.1 + 0.3 * random.share(),
      switchShare: 0.05 + 0.2 * random.share(),
    };
    const requests: TraceRequest[] = [];
    let beginMs = startMs;
    for (let sessions = random.between(2, 6); sessions > 0; sessions -= 1) {
      const work = traceClass === 'mixed' ? random.pick<Work>([works[0] ?? steadyLoop, ...works]) : classes[traceClass];
      requests.push(...work(random, beginMs, person));
      beginMs = (requests.at(-1)?.atMs ?? beginMs) + random.between(1, 20) * minute;
    }
    return { name: `${traceClass} ${index}`, traceClass, requests };
  });
}

/** Log-normal: of a person whose middle pause is three minutes, a third are past five, and one of a hundred is past the hour. */
function humanGapMs(random: Random, medianMs: number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random.share())) * Math.cos(2 * Math.PI * random.share());
  return Math.round(medianMs * Math.exp(1.2 * normal));
}

/** Of an agent that runs a tool and asks again. */
function stepGapMs(random: Random): number {
  return random.between(3, 60) * second;
}

/** A person who stays at it. */
function promptGapMs(random: Random): number {
  return random.between(10, 240) * second;
}

/** Past five minutes, within the hour. */
function longPauseMs(random: Random): number {
  return random.between(6, 50) * minute;
}

function conversationFor(random: Random, kind: 'agent.step' | 'chat') {
  const isAgent = kind === 'agent.step';
  const staticPart = staticPartOf(
    random,
    `${kind} ${random.between(0, 1e6)}`,
    random.between(2000, 14_000),
    isAgent ? random.between(4, 14) : 0,
  );
  return conversationOf(random, {
    ...{ kind, staticPart, callsTools: isAgent },
    sessionId: `session ${random.between(0, 1e9)}`,
    workspaceTokens: random.chance(0.6) ? random.between(500, 6000) : 0,
    questionTokens: random.between(50, 1500),
  });
}

/** The request as it stands; then it is answered, and the conversation goes on. Up to a thousand tokens of reasoning are not kept. */
function askAndGrow(
  random: Random,
  conversation: ReturnType<typeof conversationFor>,
  atMs: number,
  model: TraceRequest['model'] = 'big',
): TraceRequest {
  const answerTokens = random.between(50, 600);
  const request = conversation.requestAt(atMs, answerTokens + random.between(0, 1000), model);
  conversation.grow(answerTokens, random.between(100, 4000));
  return request;
}

/** One task after the other without a pause. */
function steadyLoop(random: Random, beginMs: number): readonly TraceRequest[] {
  const conversation = conversationFor(random, 'agent.step');
  let atMs = beginMs;
  return Array.from({ length: random.between(6, 24) }, () => {
    const request = askAndGrow(random, conversation, atMs);
    atMs += stepGapMs(random);
    return request;
  });
}

/** A chat, or an agent that works some steps for each of the person's turns; at least one pause is past the five minutes. */
function pauses(random: Random, beginMs: number, { medianPauseMs }: Person): readonly TraceRequest[] {
  const kind = random.pick<'agent.step' | 'chat'>(['agent.step', 'chat']);
  const conversation = conversationFor(random, kind);
  const turns = Array.from({ length: random.between(3, kind === 'chat' ? 16 : 6) }, () => (kind === 'chat' ? 1 : random.between(2, 10)));
  const longPause = random.between(1, turns.length - 1);
  let atMs = beginMs;
  return turns.flatMap((steps, turn) => {
    if (turn > 0) atMs += turn === longPause ? longPauseMs(random) : humanGapMs(random, medianPauseMs);
    return Array.from({ length: steps }, (_, step) => {
      if (step > 0) atMs += stepGapMs(random);
      return askAndGrow(random, conversation, atMs);
    });
  });
}

function earlyEdits(random: Random, beginMs: number, { editShare }: Person): readonly TraceRequest[] {
  const kind = random.pick<'agent.step' | 'chat'>(['agent.step', 'chat']);
  const conversation = conversationFor(random, kind);
  let atMs = beginMs;
  return Array.from({ length: random.between(8, 20) }, () => {
    const request = askAndGrow(random, conversation, atMs);
    const isEdited = random.chance(editShare);
    if (isEdited && random.chance(0.5)) conversation.changeWorkspace(random.between(500, 6000));
    else if (isEdited) conversation.takeBack(random.share(), random.between(50, 1000));
    // It is a person who edits.
    atMs += isEdited || kind === 'chat' ? promptGapMs(random) : stepGapMs(random);
    return request;
  });
}

/** The small model does the work, the big one is asked in between: for one step, or from then on for some. */
function modelSwitches(random: Random, beginMs: number, { switchShare }: Person): readonly TraceRequest[] {
  const conversation = conversationFor(random, 'agent.step');
  let atMs = beginMs;
  let model: TraceRequest['model'] = 'small';
  let stepsLeft = 0;
  return Array.from({ length: random.between(8, 24) }, () => {
    if (stepsLeft > 0) stepsLeft -= 1;
    else if (model === 'big') model = 'small';
    else if (random.chance(switchShare)) [model, stepsLeft] = ['big', random.between(0, 5)];
    const request = askAndGrow(random, conversation, atMs, model);
    atMs += stepGapMs(random);
    return request;
  });
}

/** Below what can be cached, or growing past it. */
function shortPrefixes(random: Random, beginMs: number): readonly TraceRequest[] {
  const conversation = conversationOf(random, {
    kind: random.pick(['chat', 'edit']),
    sessionId: `session ${random.between(0, 1e9)}`,
    staticPart: staticPartOf(random, 'short', random.between(50, 600), 0),
    workspaceTokens: 0,
    questionTokens: random.between(20, 200),
    callsTools: false,
  });
  let atMs = beginMs;
  return Array.from({ length: random.between(4, 14) }, () => {
    const answerTokens = random.between(20, 150);
    const request = conversation.requestAt(atMs, answerTokens);
    conversation.grow(answerTokens, random.between(10, 100));
    atMs += promptGapMs(random);
    return request;
  });
}

/** Titles, commit messages and edits: the same instructions, never the same question. */
function oneShots(random: Random, beginMs: number): readonly TraceRequest[] {
  const { kind, least, most } = random.pick<{ readonly kind: TaskKind; readonly least: number; readonly most: number }>([
    { kind: 'title', least: 5, most: 20 },
    { kind: 'commit-message', least: 30, most: 150 },
    { kind: 'edit', least: 100, most: 800 },
    { kind: 'chat', least: 200, most: 1000 },
  ]);
  const { system, tools } = staticPartOf(random, kind, random.between(200, 4000), 0);
  const meanMinutes = random.pick([2, 10, 40]);
  let atMs = beginMs;
  return Array.from({ length: random.between(3, 20) }, (_, index): TraceRequest => {
    atMs += -Math.log(1 - random.share()) * meanMinutes * minute;
    const question = textOf(random, `question ${index}`, random.between(200, 8000));
    const segments: readonly Segment[] = [system, { role: 'user', stability: 'turn', text: question }];
    return { atMs, kind, segments, tools, model: 'big', outputTokens: random.between(least, most) };
  });
}
