import type { WorthMode } from '../../src/core/completion/worth/judge.ts';
import { LearningWorthJudge } from '../../src/core/completion/worth/learningWorthJudge.ts';
import { randomOf } from '../cache/random.ts';
import { languages, sourceOf } from './simulatedSources.ts';
import { SimulatedUser } from './simulatedUser.ts';
import { type Asker, type FileResult, TypedFiles } from './typedFiles.ts';

export interface WorthAskingResult {
  /** Shares of what asking always comes to, on the later half of the files. */
  readonly acceptedCharsKept: number;
  readonly paidCallsShare: number;
  /** The same from the first key on, while nothing is known of the user. */
  readonly fromTheFirstKey: { readonly acceptedCharsKept: number; readonly paidCallsShare: number };
  /** Asking always, in the same part: of what was seen so much was taken. */
  readonly acceptedShareOfSeen: number;
  readonly users: number;
  readonly paidCallsAlways: number;
  readonly simulated: string;
}

const simulated =
  'A SIMULATION: made-up users with hidden decision lists, moods, noise and one change of taste, who type made-up files; each is learned online, ' +
  'and the later half of the files is measured. The constants of learning were tuned on users of seeds 101 to 112 and looked at on 113 to 116; ' +
  'what time is worth was chosen, within a plausible range, to keep and to save enough; users of other seeds are held out. Assumed: a model that is ' +
  'wrong about a line stays wrong about it in seven of ten cases; $0.30/$0.90 per million tokens; 1,000 tokens of context.';

/** Users differ so much that eight of them say little. Those of one seed are no users of another. */
const userCounts = { quick: 50, full: 160 } as const;

export async function worthAsking({ quick, seed }: { readonly quick: boolean; readonly seed: number }): Promise<WorthAskingResult> {
  return simulateWorth({ users: quick ? userCounts.quick : userCounts.full, files: 24, seed, mode: 'balanced' });
}

export interface Simulation {
  /** Below 1,000. */
  readonly users: number;
  /** Of each user; the later half is measured. */
  readonly files: number;
  readonly seed: number;
  readonly mode: WorthMode;
}

export function simulateWorth({ users, files, seed, mode }: Simulation): WorthAskingResult {
  const all: Half[] = [];
  for (let user = 0; user < users; user += 1) {
    const userSeed = seed * 1000 + user;
    const judge = new LearningWorthJudge({ mode: () => mode });
    const always = typeAll(userSeed, files, askAlways);
    const ours = typeAll(userSeed, files, {
      observe: (snapshot, atMs) => judge.observe(snapshot, atMs),
      mayLeave: (question) => {
        const { isWorth } = judge.judge(question);
        if (isWorth) judge.noticed(question);
        return isWorth;
      },
      learn: (...outcome) => judge.learn(...outcome),
    });
    for (const [index, result] of ours.entries()) {
      const other = always[index];
      if (other) all.push({ isMeasured: index >= files / 2, ours: result, always: other });
    }
  }
  const measured = all.filter(({ isMeasured }) => isMeasured);
  const sum = (of: (half: Half) => number, halves = measured): number => halves.reduce((total, half) => total + of(half), 0);
  return {
    ...sharesOf(measured),
    fromTheFirstKey: sharesOf(all),
    acceptedShareOfSeen: rounded(sum(({ always }) => always.accepted) / sum(({ always }) => always.seen)),
    users,
    paidCallsAlways: sum(({ always }) => always.paidCalls),
    simulated,
  };
}

interface Half {
  readonly isMeasured: boolean;
  readonly ours: FileResult;
  readonly always: FileResult;
}

function sharesOf(halves: readonly Half[]): { readonly acceptedCharsKept: number; readonly paidCallsShare: number } {
  const ratio = (of: (result: FileResult) => number): number =>
    rounded(halves.reduce((sum, { ours }) => sum + of(ours), 0) / halves.reduce((sum, { always }) => sum + of(always), 0));
  return { acceptedCharsKept: ratio(({ acceptedCharacters }) => acceptedCharacters), paidCallsShare: ratio(({ paidCalls }) => paidCalls) };
}

const rounded = (share: number): number => Math.round(share * 1000) / 1000;

const askAlways: Asker = { observe: () => undefined, mayLeave: () => true, learn: () => undefined };

function typeAll(userSeed: number, files: number, asker: Asker): readonly FileResult[] {
  const user = new SimulatedUser(userSeed);
  const random = randomOf(userSeed * 97 + 5);
  const favourite = random.pick(languages);
  const changesAt = random.between(Math.floor(files * 0.3), Math.floor(files * 0.7));
  const typed = new TypedFiles(user, asker);
  const results: FileResult[] = [];
  for (let file = 0; file < files; file += 1) {
    if (file === changesAt) user.change();
    results.push(typed.type(sourceOf(userSeed * 1009 + file, random.chance(0.6) ? favourite : random.pick(languages)), file));
  }
  return results;
}
