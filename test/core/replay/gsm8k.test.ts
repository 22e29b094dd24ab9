import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../../scripts/rig/paths.ts';
import { defaultJudges, replay, seededRandom } from '../../../src/core/replay/index.ts';
import { tableFrom } from './tableFrom.ts';

const file = path.join(root, '../shared/data/outcomes/gsm8k.jsonl');

describe.skipIf(!existsSync(file))('Published outcomes of 1,319 questions (skipped where ../shared is absent)', () => {
  it('show what cascades save', () => {
    const report = replay(tableFrom(readFileSync(file, 'utf8')), {
      policies: ['always', 'prompt-length', 'cascade', 'cascade-give-up'],
      foldCount: 5,
      bootstrapCount: 20,
      judges: defaultJudges,
      random: seededRandom(2),
    });
    const find = (name: string) => {
      const policy = report.policies.find((each) => each.name === name);
      return { useful: 100 * (policy?.usefulRate ?? Number.NaN), saved: 100 * (policy?.saving ?? Number.NaN), verdict: policy?.verdict };
    };
    const [strong, giveUp] = [find('always gpt-4-1106-preview'), find('cascade-give-up')];
    const near = (value: number, wanted: number) => Math.abs(value - wanted) <= 0.5;
    const [perfect, lenient] = [find('cascade'), find('cascade, 10 % false accepts')];
    expect({
      strong: near(strong.useful, 85.7),
      perfect: near(perfect.saved, 57.4) && near(perfect.useful, 92.9),
      lenient: near(lenient.saved, 61.6) && near(lenient.useful, 90),
      giveUpSaves60: giveUp.saved >= 60,
      giveUpIsAsUseful: giveUp.useful >= strong.useful,
      promptLength: find('prompt-length').verdict,
    }).toEqual({
      strong: true,
      perfect: true,
      lenient: true,
      giveUpSaves60: true,
      giveUpIsAsUseful: true,
      promptLength: 'no better than random',
    });
  });
});
