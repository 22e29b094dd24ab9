import type { Candidate } from '../../src/core/catalogue/index.ts';
import type { WorthJudge } from '../../src/core/completion/index.ts';
import { FakeTime } from '../../test/support/fakeTime.ts';
import { localCandidate, paidCandidate, paidPrice } from '../../test/support/tasks.ts';
import { debounceFirst } from './debounceFirst.ts';
import { ours } from './ours.ts';
import type { PlaceInText, Policy } from './policy.ts';
import { type Pace, ScriptedModel, usualPace } from './scriptedModel.ts';
import { serial } from './serial.ts';
import { SimulatedEditor } from './simulatedEditor.ts';

export const policyNames = ['ours', 'debounceFirst', 'serial'] as const;
export type PolicyName = (typeof policyNames)[number];

/** One policy with its model, on a clock of its own. */
export interface Bench {
  readonly time: FakeTime;
  readonly model: ScriptedModel;
  readonly policy: Policy;
  readonly beforeRequestMs: readonly number[];
}

/** The tier that completion is asked of when it is paid, at a price that such models have: $0.30 and $0.90 per million tokens. */
export const paid: Candidate = paidCandidate('paid-fim', {
  tier: 'small',
  price: { ...paidPrice, uncachedInput: 300_000_000, cacheRead: 300_000_000, output: 900_000_000 },
});
const local: Candidate = localCandidate();

export function benchOf(
  name: PolicyName,
  candidate: Candidate,
  says: (before: string) => string,
  { pace = usualPace, worth }: { readonly pace?: Pace; readonly worth?: WorthJudge } = {},
): Bench {
  const time = new FakeTime();
  const model = new ScriptedModel(time, says, pace);
  if (name === 'debounceFirst') return { time, model, policy: debounceFirst(time, model), beforeRequestMs: [] };
  if (name === 'serial') return { time, model, policy: serial(time, model), beforeRequestMs: [] };
  const policy = ours(time, model, candidate, worth && { worth });
  return { time, model, policy, beforeRequestMs: policy.beforeRequestMs };
}

const block: PlaceInText = { before: 'const first = 1;\nfunction addUp(items) {\n', after: '\n}\n' };
const line: PlaceInText = { before: 'const first = 1;\n', after: '\n' };
const fiveLines = ['  let sum = 0;', '  for (const item of items) {', '    sum += item;', '  }', '  return sum;'].join('\n');

/** Milliseconds are of the simulated clock, where waiting costs, plus real ones where only a policy's own work does. */
export interface ScenarioResults {
  readonly coldMs: number;
  readonly samePositionMs: number;
  readonly typedThroughMs: number;
  readonly cacheHitMs: number;
  readonly burstCalls: { readonly paid: number; readonly local: number };
  readonly burstLastMs: number;
  readonly runningAfterIrrelevant: number;
  readonly unsettled: number;
  readonly linesShown: readonly number[];
}

export async function scenarios(name: PolicyName): Promise<ScenarioResults> {
  const [onPaid, onLocal] = [await burst(name, paid), await burst(name, local)];
  return {
    coldMs: await cold(name),
    ...(await again(name)),
    burstCalls: { paid: onPaid.calls, local: onLocal.calls },
    burstLastMs: onLocal.lastMs,
    runningAfterIrrelevant: await irrelevant(name),
    unsettled: onPaid.unsettled,
    linesShown: await linesShown(name),
  };
}

/** Until a whole answer of five lines is on screen; simulated plus real time. */
async function cold(name: PolicyName): Promise<number> {
  const { time, policy } = benchOf(name, local, () => fiveLines);
  return timeUntil(time, new SimulatedEditor(time, policy, block));
}

/** The same question once more, four keys along the answer, and back at the first place. */
async function again(name: PolicyName): Promise<Pick<ScenarioResults, 'samePositionMs' | 'typedThroughMs' | 'cacheHitMs'>> {
  const { time, policy } = benchOf(name, local, () => fiveLines);
  const editor = new SimulatedEditor(time, policy, block);
  await timeUntil(time, editor);
  await time.advance(5000);
  editor.shown = undefined;
  const samePositionMs = await timeUntil(time, editor);
  await time.advance(5000);
  for (const key of fiveLines.slice(0, 3)) {
    void editor.type(key);
    await time.advance(0);
  }
  editor.before += fiveLines[3];
  editor.shown = undefined;
  const typedThroughMs = await timeUntil(time, editor);
  await time.advance(5000);
  // Elsewhere and back: no offer is on screen, but the answer is remembered.
  editor.leave();
  editor.before = block.before;
  const cacheHitMs = await timeUntil(time, editor);
  return { samePositionMs, typedThroughMs, cacheHitMs };
}

/** Asks, and lets the clock go on until something is on screen: simulated waiting plus the real time of what was not waiting. */
async function timeUntil(time: FakeTime, editor: SimulatedEditor): Promise<number> {
  const [began, beganReal] = [time.now(), performance.now()];
  const asked = editor.ask();
  // What a policy answers without any timer is there after some turns of the microtask queue.
  for (let turn = 0; turn < 50 && !editor.shown; turn += 1) await Promise.resolve();
  const ownMs = performance.now() - beganReal;
  while (!editor.shown && time.now() - began < 10_000) await time.advance(1);
  void asked;
  return hundredths(time.now() - began + ownMs);
}

/** Fourteen keys at 90 ms that follow nothing. */
async function burst(
  name: PolicyName,
  candidate: Candidate,
): Promise<{ readonly calls: number; readonly lastMs: number; readonly unsettled: number }> {
  // What the model says depends on all that was typed, so that no earlier answer fits.
  const { time, model, policy } = benchOf(name, candidate, (before) =>
    [`:${before.length}();`, ...fiveLines.split('\n').slice(1)].join('\n'),
  );
  const editor = new SimulatedEditor(time, policy, line);
  for (const key of 'answerOfTheDay'.slice(0, 13)) {
    void editor.type(key);
    await time.advance(90);
  }
  const last = time.now();
  editor.shown = undefined;
  void editor.type('y');
  while (!editor.shown && time.now() - last < 5000) await time.advance(1);
  const lastMs = time.now() - last;
  // Follow-ups that free models are asked for ahead of time come after the burst, and are not of it.
  const calls = model.calls.filter(({ startedAtMs }) => startedAtMs - last < lastMs).length;
  await time.advance(5000);
  return { calls, lastMs, unsettled: editor.settled.filter((isSettled) => !isSettled).length };
}

/** 60 ms after the request left, the user goes elsewhere; 100 ms later nobody should work for nobody. */
async function irrelevant(name: PolicyName): Promise<number> {
  const { time, model, policy } = benchOf(name, paid, () => fiveLines);
  const editor = new SimulatedEditor(time, policy, block);
  void editor.ask();
  while (model.calls.length === 0) await time.advance(1);
  await time.advance(60);
  editor.leave();
  await time.advance(100);
  return model.running;
}

/** How many lines of five end up offered, by the time that the first token takes. */
async function linesShown(name: PolicyName): Promise<readonly number[]> {
  const shown: number[] = [];
  for (const firstTokenMs of [10, 60, 120, 200, 400]) {
    const { time, policy } = benchOf(name, local, () => fiveLines, { pace: { firstTokenMs, lineMs: 110 } });
    const editor = new SimulatedEditor(time, policy, block);
    void editor.ask();
    await time.advance(5000);
    shown.push(editor.shown?.text.trimEnd().split('\n').length ?? 0);
  }
  return shown;
}

const hundredths = (ms: number): number => Math.round(ms * 100) / 100;

/**
 * Whether the baselines are what they stand for: the calls of the peers' table exactly, times within 15 %, a range inside it, as facts measured
 * them. Returns what is not.
 */
export function strayFromTable(continues: ScenarioResults, llama: ScenarioResults): readonly string[] {
  const near = (value: number, wanted: number): boolean => Math.abs(value - wanted) <= wanted * 0.15 + 1;
  const inside = (value: number, low: number, high: number): boolean => value >= low && value <= high;
  const checks: Readonly<Record<string, boolean>> = {
    'debounceFirst cold': inside(continues.coldMs, 588, 805),
    'debounceFirst same position': near(continues.samePositionMs, 353),
    'debounceFirst typed through': inside(continues.typedThroughMs, 352, 375),
    'debounceFirst burst calls': continues.burstCalls.paid === 1 && continues.burstCalls.local === 1,
    'debounceFirst burst last': near(continues.burstLastMs, 538),
    'debounceFirst lines': continues.linesShown.join('/') === '2/2/1/1/1',
    'debounceFirst unsettled': continues.unsettled === 13,
    'serial cold': near(llama.coldMs, 303),
    'serial same position': near(llama.samePositionMs, 0),
    'serial typed through': near(llama.typedThroughMs, 0),
    'serial burst calls': llama.burstCalls.paid === 5 && llama.burstCalls.local === 5,
    'serial burst last': near(llama.burstLastMs, 300),
    'serial lines': llama.linesShown.join('/') === '5/5/5/5/5',
    'serial unsettled': llama.unsettled === 0,
  };
  return Object.entries(checks).flatMap(([what, holds]) => (holds ? [] : [what]));
}
