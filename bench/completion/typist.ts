import type { FakeTime } from '../../test/support/fakeTime.ts';
import { randomOf } from '../cache/random.ts';
import type { Policy } from './policy.ts';
import { SimulatedEditor } from './simulatedEditor.ts';

/** What came of one trace. */
export interface Typed {
  /** Pressed, those that accept among them. */
  readonly keys: number;
  readonly acceptedCharacters: number;
  readonly firstTextMs: readonly number[];
}

/** A text on screen is read before it is taken, in milliseconds. ASSUMPTIONS, all of them: this user is a simulation. */
const readingMs = 250;
const shareTaken = 0.85;

/** A wrong key is noticed after so long. */
const noticingMs = { least: 150, most: 600 } as const;

/**
 * Types a program: a rhythm, pauses where lines end and now and then within, mistyped keys and backspaces, looks elsewhere, and accepts what is
 * right. What this user does at a place hangs on the seed and the place alone, so that every policy meets the same one.
 */
export async function typeProgram(time: FakeTime, policy: Policy, program: string, seed: number): Promise<Typed> {
  const editor = new SimulatedEditor(time, policy, { before: '', after: '' });
  let keys = 0;
  let acceptedCharacters = 0;
  const missed = new Set<number>();
  while (editor.before.length < program.length) {
    const at = editor.before.length;
    const user = randomOf(seed * 104_729 + at);
    const isLineStart = editor.before.endsWith('\n');
    const rhythmMs = user.between(80, 220);
    const thinkingMs = isLineStart ? user.between(400, 2200) : user.chance(0.04) ? user.between(500, 2500) : 0;
    await time.advance(rhythmMs + thinkingMs);
    const ghost = editor.shown;
    const isRight = ghost !== undefined && ghost.text.length > 2 && program.startsWith(ghost.text, at);
    if (ghost && isRight && time.now() - ghost.sinceMs >= readingMs && user.chance(shareTaken)) {
      keys += 1;
      acceptedCharacters += ghost.text.length;
      void editor.accept();
    } else if (user.chance(0.02) && !missed.has(at)) {
      missed.add(at);
      keys += 2;
      void editor.type('#');
      await time.advance(user.between(noticingMs.least, noticingMs.most));
      void editor.backspace();
    } else {
      keys += 1;
      void editor.type(program.charAt(at));
    }
    if (user.chance(0.01)) {
      await time.advance(user.between(100, 900));
      editor.leave();
      await time.advance(user.between(1000, 4000));
    }
  }
  editor.leave();
  await time.advance(5000);
  return { keys, acceptedCharacters, firstTextMs: editor.firstTextMs };
}
