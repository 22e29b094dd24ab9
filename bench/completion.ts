/**
 * `completion`: our engine and two baselines, written after what facts measured of Continue and llama.vscode, against one scripted model on a
 * simulated clock: waits cost nothing, a policy's own work is real time. First the peers' table, which the baselines must reproduce, then seeded
 * traces of typing, pauses, backspaces, moves and accepts. What users do is a simulation throughout.
 */
import { LearningWorthJudge } from '../src/core/completion/index.ts';
import { costOf } from '../src/core/money/index.ts';
import { noUsage } from '../src/core/task/index.ts';
import { knowing, programOf } from './completion/program.ts';
import { benchOf, type PolicyName, paid, policyNames, type ScenarioResults, scenarios, strayFromTable } from './completion/scenarios.ts';
import { typeProgram } from './completion/typist.ts';
import { worthAsking } from './completion/worthAsking.ts';
import type { Benchmark } from './support/benchmark.ts';
import { median, quantile, rounded } from './support/statistics.ts';

interface TraceResults {
  readonly keys: number;
  readonly callsPer100Keys: number;
  readonly tokensPer100Keys: number;
  readonly ownMsBeforeRequest: number | undefined;
  readonly firstTextMsP50: number;
  readonly firstTextMsP95: number;
  readonly acceptedCharacters: number;
  readonly costPerAcceptedCharNanoUsd: number;
}

export const completion: Benchmark = async ({ quick, seed }) => {
  const traces = quick ? 8 : 40;
  const table = {} as Record<PolicyName, ScenarioResults>;
  for (const name of policyNames) table[name] = await scenarios(name);
  const stray = strayFromTable(table.debounceFirst, table.serial);
  if (stray.length > 0) throw new Error(`the baselines are not what was measured: ${stray.join(', ')}`);
  const typed = {} as Record<PolicyName, TraceResults>;
  for (const name of policyNames) typed[name] = await overTraces(name, traces, seed);
  return {
    traces,
    keys: policyNames.reduce((sum, name) => sum + typed[name].keys, 0),
    simulated: 'users, model and waits; milliseconds of a policy’s own work are real',
    policies: Object.fromEntries(policyNames.map((name) => [name, { ...typed[name], ...table[name] }])),
    worthAsking: await worthAsking({ quick, seed }),
  };
};

async function overTraces(name: PolicyName, traces: number, seed: number): Promise<TraceResults> {
  let [keys, calls, tokens, acceptedCharacters, cost] = [0, 0, 0, 0, 0];
  const firstText: number[] = [];
  const before: number[] = [];
  // One user, whose acceptances ours learns from one file to the next.
  const worth = new LearningWorthJudge({ mode: () => 'balanced' });
  for (let trace = 0; trace < traces; trace += 1) {
    const traceSeed = seed * 1000 + trace;
    const program = programOf(traceSeed);
    const { time, model, policy, beforeRequestMs } = benchOf(name, paid, knowing(program, traceSeed), { worth });
    const typed = await typeProgram(time, policy, program, traceSeed);
    keys += typed.keys;
    calls += model.calls.length;
    acceptedCharacters += typed.acceptedCharacters;
    firstText.push(...typed.firstTextMs);
    before.push(...beforeRequestMs);
    for (const { inputTokens, outputTokens } of model.calls) {
      tokens += inputTokens + outputTokens;
      cost += paid.model.price ? costOf({ ...noUsage, uncachedInput: inputTokens, output: outputTokens }, paid.model.price, {}) : 0;
    }
  }
  const per100 = (count: number): number => Math.round((count / keys) * 1000) / 10;
  return {
    keys,
    callsPer100Keys: per100(calls),
    tokensPer100Keys: per100(tokens),
    ownMsBeforeRequest: before.length === 0 ? undefined : Math.round(median(before) * 100) / 100,
    firstTextMsP50: rounded(quantile(firstText, 0.5)),
    firstTextMsP95: rounded(quantile(firstText, 0.95)),
    acceptedCharacters,
    costPerAcceptedCharNanoUsd: Math.round(cost / acceptedCharacters),
  };
}
