/**
 * `fim`: HumanEval's single-line problems through the extension's question, its `/infill` adapter, a real llama-server and the filters. The model is
 * the hand-made copy model, whose every byte is known beforehand: that proves the plumbing, and says nothing about quality. Which answers would
 * break a file that parses is counted over its answers and over lines of the problems' authors that were damaged at random.
 * With FARTHING_FIM_URL, a server that speaks `/infill`, it also says how often the line offered is the author's.
 */
import { fileURLToPath } from 'node:url';
import { cleanText } from '../src/core/completion/clean.ts';
import type { Snapshot } from '../src/core/completion/index.ts';
import { keepParsable } from '../src/core/completion/keepParsable.ts';
import { WorkerSyntaxCheck } from '../src/providers/syntax/workerSyntaxCheck.ts';
import { startEngine } from '../test/engine/startEngine.ts';
import { randomOf } from './cache/random.ts';
import { askInfill, snapshotIn, snapshotOf, taskAt } from './fim/askInfill.ts';
import { followed } from './fim/copyRule.ts';
import { grammarFolder, type Judge, startJudge } from './fim/judge.ts';
import { mutated } from './fim/mutations.ts';
import { type Problem, readProblems, sampleOf } from './fim/problems.ts';
import type { Benchmark } from './support/benchmark.ts';

/** With `--quick`: problems at the most, and how long the model is asked, however slow the machine is. */
const quickly = { problems: 60, askingMs: 30_000 } as const;

export const fim: Benchmark = async ({ quick, seed }) => {
  const all = readProblems();
  const problems = quick ? sampleOf(all, quickly.problems, randomOf(seed)) : all;
  const judge = await startJudge();
  const plumbing = await askCopyModel(problems, { seed, untilMs: quick ? performance.now() + quickly.askingMs : Number.POSITIVE_INFINITY });
  // Damaged lines cost no model: there are as many with --quick.
  const random = randomOf(seed);
  const damaged = all.map((problem) => ({ at: snapshotOf(problem), raw: mutated(problem.line, random) }));
  const ofModel = await countBroken(plumbing.answers, judge);
  const ofDamaged = await countBroken(damaged, judge);
  printBroken('the copy model’s answers', ofModel);
  printBroken('damaged lines (simulated)', ofDamaged);
  const url = process.env.FARTHING_FIM_URL;
  return {
    problems: plumbing.answers.length,
    plumbingExact: plumbing.exact,
    knownBytes: plumbing.knownBytes,
    votedBytes: plumbing.votedBytes,
    unpromisedBytes: plumbing.unpromisedBytes,
    parseBroken: ofModel.broken + ofDamaged.broken,
    parseBrokenWithoutFilter: ofModel.brokenWithout + ofDamaged.brokenWithout,
    offersInFilesThatParse: ofModel.offers + ofDamaged.offers,
    cutBack: ofModel.cutBack + ofDamaged.cutBack,
    dropped: ofModel.dropped + ofDamaged.dropped,
    ...(url !== undefined && { qualityExact: await qualityAt(url, problems) }),
  };
};

interface Answered {
  readonly at: Snapshot;
  readonly raw: string;
}

interface Plumbing {
  readonly answers: readonly Answered[];
  /** Problems whose raw answer is what the rule says. */
  readonly exact: number;
  readonly knownBytes: number;
  /** The rule names several, of which rounding chooses. */
  readonly votedBytes: number;
  /** Behind a vote of more than two. */
  readonly unpromisedBytes: number;
}

/** Asked in the middle of each line, where the copy model has something to go on with. */
async function askCopyModel(problems: readonly Problem[], { seed, untilMs }: { seed: number; untilMs: number }): Promise<Plumbing> {
  const engine = await startEngine();
  if (engine.kind !== 'llama-server') throw new Error('cannot measure: the stand-in takes other parts of a file than llama-server');
  const random = randomOf(seed);
  const answers: Answered[] = [];
  let [exact, knownBytes, votedBytes, unpromisedBytes] = [0, 0, 0, 0];
  try {
    for (const problem of problems) {
      if (performance.now() > untilMs && answers.length > 0) break;
      const at = snapshotIn(problem, random.between(0, problem.line.length - 1));
      const task = taskAt(at);
      const raw = await askInfill(engine.url, task);
      const lineStart = at.prefix.lastIndexOf('\n') + 1;
      const hole = { above: at.prefix.slice(0, lineStart), line: at.prefix.slice(lineStart), suffix: at.suffix };
      const { isAsTheRuleSays, known, voted, unpromised } = followed(hole, Buffer.from(raw), task.maxOutputTokens, task.stop);
      if (isAsTheRuleSays) exact += 1;
      else console.log(`  not as the rule says: ${JSON.stringify({ ...hole, said: raw })}`);
      knownBytes += known;
      votedBytes += voted;
      unpromisedBytes += unpromised;
      answers.push({ at, raw });
    }
  } finally {
    await engine.stop();
  }
  return { answers, exact, knownBytes, votedBytes, unpromisedBytes };
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
  for (const { at, raw } of answers) {
    const clean = cleanText(raw, at);
    if (!('text' in clean) || !judge(at, '')) continue;
    count.offers += 1;
    if (!judge(at, clean.text)) count.brokenWithout += 1;
    const whole = { before: at.prefix, after: at.suffix };
    const kept = await keepParsable(syntax.check, 'python', whole, clean.text, new AbortController().signal);
    if (!('text' in kept)) count.dropped += 1;
    else if (!judge(at, kept.text)) count.broken += 1;
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
