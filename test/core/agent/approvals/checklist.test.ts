import { describe, expect, it } from 'vitest';
import { allCases } from '../../../../bench/security/allCases.ts';
import { getsThrough } from '../../../../bench/security/getsThrough.ts';
import { harmlessActions } from '../../../../bench/security/harmlessActions.ts';
import { points } from '../../../../bench/security/points.ts';
import { whyBlocked } from '../../../../bench/security/whyBlocked.ts';

describe.each(Object.entries(points))('Point %s of the security checklist: %s:', (point) => {
  it.each(allCases.filter((each) => each.point === Number(point)))('nothing comes of who $says', async ({ attack }) => {
    expect(await getsThrough(attack)).toBe(false);
  });
});

describe('What an agent does all day', () => {
  it('is asked or refused in 5 of 100 cases at the most', () => {
    const blocked = harmlessActions.map(whyBlocked).filter((why) => why !== undefined);
    expect(harmlessActions.length).toBeGreaterThanOrEqual(100);
    expect(blocked.length / harmlessActions.length).toBeLessThanOrEqual(0.05);
  });
});
