import { describe, expect, it } from 'vitest';
import type { Router } from '../../src/core/router.ts';
import type { Decision } from '../../src/core/selection/index.ts';
import { AnsweringCandidate } from '../../src/platform/answeringCandidate.ts';
import { chatTask, holeTask, localCandidate, paidCandidate } from '../support/tasks.ts';

describe('The candidate that answers', () => {
  it('is that of the last completion, and none where it was refused', () => {
    const decisions: Decision[] = [localCandidate(), paidCandidate()].map(
      (candidate) => ({ outcome: 'chosen', chosen: { candidate } }) as unknown as Decision,
    );
    const refused = { outcome: 'refused' } as unknown as Decision;
    const inner: Router = {
      decide: () => decisions.shift() ?? refused,
      route: async function* () {},
    };
    const answering = new AnsweringCandidate();
    const router = answering.watching(inner);
    const seen = [answering.current()?.model.id];
    for (const task of [holeTask('', ''), chatTask(), holeTask('', '')]) {
      router.decide(task);
      seen.push(answering.current()?.model.id);
    }
    expect(seen).toEqual([undefined, 'local-model', 'local-model', undefined]);
  });
});
