/**
 * `fim`: HumanEval's single-line problems through the extension's question, its `/infill` adapter, a real llama-server and the filters. The model is
 * the hand-made copy model, whose every byte is known beforehand: that proves the plumbing, and says nothing about quality. Which answers would
 * break a file that parses is counted over its answers and over lines of the problems' authors that were damaged at random.
 * With FARTHING_FIM_URL, a server that speaks `/infill`, it also says how often the line offered is the author's.
 */
import { fileURLToPath } from 'node:url';
import { cleanText } from '../src/core/completion/clean.ts';
import { keepParsable } from '../src/core/completion/keepParsable.ts';
import { WorkerSyntaxCheck } from '../src/providers/syntax/workerSyntaxCheck.ts';
import { startEngine } from '../test/engine/startEngine.ts';
import { randomOf } from './cache/random.ts';
import { askInfill, snapshotOf, taskAt } from './fim/askInfill.ts';
import { predicted } from './fim/copyRule.ts';
import { grammarFolder, type Judge, startJudge } from './fim/judge.ts';
import { mutated } from './fim/mutations.ts';
import { type Problem, readProblems, sampleOf } from './fim/problems.ts';
import type { Benchmark } from './support/benchmark.ts';

/** Problems with `--quick`. */
const quickProblems = 60;

export const fim: Benchmark = async ({ quick, seed }) => {
  const all = readProblems();
  const problems = quick ? sampleOf(all, quickProblems, randomOf(seed)) : all;
  const judge = await startJudge();
  const plumbing = await askCopyModel(problems);
  // Damaged lines cost no model: there are as many with --quick.
  const random = randomOf(seed);
  const damaged = all.map((problem) => ({ problem, raw: mutated(problem.line, random) }));
  const ofModel = await countBroken(plumbing.answers, judge);
  const ofDamaged = await countBroken(damaged, judge);
  printBroken('the copy model’s answers', ofModel);
  printBroken('damaged lines (simulated)', ofDamaged);
  const url = process.env.FARTHING_FIM_URL;
  return {
    problems: problems.length,
    plumbingExact: plumbing.exact,
    comparedBytes: plumbing.comparedBytes,
    bytesDecidedByEqualVotes: plumbing.excludedBytes,
    parseBroken: ofModel.broken + ofDamaged.broken,
    parseBrokenWithoutFilter: ofModel.brokenWithout + ofDamaged.brokenWithout,
    offersInFilesThatParse: ofModel.offers + ofDamaged.offers,
    cutBack: ofModel.cutBack + ofDamaged.cutBack,
    dropped: ofModel.dropped + ofDamaged.dropped,
    ...(url !== undefined && { qualityExact: await qualityAt(url, problems) }),
  };
};

interface Answered {
  readonly problem: Problem;
  readonly raw: string;
}

interface Plumbing {
  readonly answers: readonly Answered[];
  /** Problems whose raw answer is what the rule says, as far as it says anything. */
  readonly exact: number;
  readonly comparedBytes: number;
  readonly excludedBytes: number;
}

async function askCopyModel(problems: readonly Problem[]): Promise<Plumbing> {
  const engine = await startEngine();
  if (engine.kind !== 'llama-server') throw new Error('cannot measure: the stand-in takes other parts of a file than llama-server');
  const answers: Answered[] = [];
  let [exact, comparedBytes, excludedBytes] = [0, 0, 0];
  try {
    for (const problem of problems) {
      const task = taskAt(snapshotOf(problem));
      const raw = await askInfill(engine.url, task);
      const rule = predicted(problem.prefix, problem.suffix, task.maxOutputTokens, task.stop);
      const said = Buffer.from(raw);
      const begins = said.subarray(0, rule.sure).equals(rule.answer.subarray(0, rule.sure));
      if (begins && (!rule.isWhole || said.length === rule.sure)) exact += 1;
      else console.log(`  not as the rule says: ${JSON.stringify({ said: raw, rule: rule.answer.toString(), sure: rule.sure })}`);
      comparedBytes += rule.sure;
      excludedBytes += Math.max(0, said.length - rule.sure);
      answers.push({ problem, raw });
    }
  } finally {
    await engine.stop();
  }
  return { answers, exact, comparedBytes, excludedBytes };
}

interface Broken {
  /** In files that parse without them. */
  readonly offers: number;
  readonly brokenWithout: number;
  readonly broken: number;
  readonly cutBack: number;
  readonly dropped: number;
}

async function countBroken(answers: readonly Answered[], judge: Judge): Promise<Broken> {
  const script = fileURLToPath(new URL('../src/providers/syntax/syntaxWorker.ts', import.meta.url));
  const syntax = new WorkerSyntaxCheck({ script, grammars: grammarFolder, maxMs: 20_000 });
  const count = { offers: 0, brokenWithout: 0, broken: 0, cutBack: 0, dropped: 0 };
  for (const { problem, raw } of answers) {
    const clean = cleanText(raw, snapshotOf(problem));
    if (!('text' in clean) || !judge(problem, '')) continue;
    count.offers += 1;
    if (!judge(problem, clean.text)) count.brokenWithout += 1;
    const whole = { before: problem.prefix, after: problem.suffix };
    const kept = await keepParsable(syntax.check, 'python', whole, clean.text, new AbortController().signal);
    if (!('text' in kept)) count.dropped += 1;
    else if (!judge(problem, kept.text)) count.broken += 1;
    else if (kept.text !== clean.text) count.cutBack += 1;
  }
  syntax.dispose();
  return count;
}

function printBroken(title: string, { offers, brokenWithout, broken, cutBack, dropped }: Broken): void {
  console.log(`\n${title}: ${offers} offers in files that parse`);
  console.log(`  break the file: ${brokenWithout} without the filter, ${broken} with it (${cutBack} cut back, ${dropped} dropped)`);
}

/** How often the first line offered is the author's, blanks at its ends apart. */
async function qualityAt(url: string, problems: readonly Problem[]): Promise<number> {
  let exact = 0;
  for (const problem of problems) {
    const snapshot = snapshotOf(problem);
    const clean = cleanText(await askInfill(url, taskAt(snapshot)), snapshot);
    if ('text' in clean && clean.text.trimStart().split('\n')[0]?.trim() === problem.line.trim()) exact += 1;
  }
  return exact / problems.length;
}
