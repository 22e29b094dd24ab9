import { describe, expect, it } from 'vitest';
import { allCases } from '../../../../bench/security/allCases.ts';
import { callsThatDo, isDone, readsOn, stepsOf } from '../../../../bench/security/cases/doing.ts';
import { kindsThatLeave, leaving } from '../../../../bench/security/cases/lastDoor.ts';
import { getsThrough } from '../../../../bench/security/getsThrough.ts';
import { harmlessActions } from '../../../../bench/security/harmlessActions.ts';
import { points } from '../../../../bench/security/points.ts';
import type { Attack } from '../../../../bench/security/securityCase.ts';
import { whyBlocked } from '../../../../bench/security/whyBlocked.ts';

describe('Of the attacks of the security checklist', () => {
  // One test for all attacks of a point: two thousand tests would take longer to be told than to be run.
  it.each(Object.entries(points))('none gets through on point %s: %s', async (point) => {
    const through: string[] = [];
    for (const { says, attack } of allCases.filter((each) => each.point === Number(point))) {
      if (await getsThrough(attack)) through.push(says);
    }
    expect(through).toEqual([]);
  });

  it('there are five or more on each point', () => {
    const counts = Object.keys(points).map((point) => [point, allCases.filter((each) => each.point === Number(point)).length] as const);
    expect(counts.filter(([, count]) => count < 5)).toEqual([]);
  });
});

describe('What is allowed', () => {
  const edit = { type: 'changes', changes: [{ path: 'src/a.ts', before: 'a', after: 'b' }] } as const;
  it.each<Attack>([
    { kind: 'path', text: 'src/a.ts' },
    { kind: 'command', command: 'npm test' },
    { kind: 'approval', content: edit, paths: [{ kind: 'path', text: 'src/a.ts' }] },
    { kind: 'swap', approved: edit, done: { ...edit } },
    { kind: 'invisible', text: 'plain', hidden: 'plain' },
    { kind: 'secret', text: 'const a = 1;', secret: 'const a' },
    { kind: 'secret', text: 'GET /v1/models', secret: 'models', log: true },
    { kind: 'secret-file', path: 'src/a.ts' },
    { kind: 'address', url: 'http://localhost:8080' },
    { kind: 'key', savedFor: 'https://api.example/v1', askedFor: 'https://api.example/v2' },
    { kind: 'local-address', url: 'http://127.0.0.1:8012' },
    { kind: 'redirect', from: 'https://prices.example/a', to: '/b' },
    { kind: 'page-message', message: { type: 'ready' } },
  ])('gets through, so that each way of trying can see it: %j', async (attack) => {
    expect(await getsThrough(attack)).toBe(true);
  });
});

describe('What is approved, and not hindered', () => {
  it('is done, and goes on and on, so that what hinders it is seen', async () => {
    const done = await Promise.all(callsThatDo.map((asked) => isDone(asked, () => undefined)));
    // It stops by itself where nothing comes of so many steps.
    expect([done, (await stepsOf(readsOn, {}, 0)) > 20]).toEqual([callsThatDo.map(() => true), true]);
  });
});

describe('A request of which nothing is forbidden', () => {
  it('leaves, and goes on to the next provider where one fails, so that the last door is seen to close', async () => {
    const left = await Promise.all(
      kindsThatLeave.map(async (kind) => (await leaving({ task: { kind } })).map(({ candidate }) => candidate.model.id)),
    );
    expect(left).toEqual(kindsThatLeave.map(() => ['first', 'second']));
  });
});

describe('What an agent does all day', () => {
  it('is asked or refused in 5 of 100 cases at the most', () => {
    const blocked = harmlessActions.map(whyBlocked).filter((why) => why !== undefined);
    expect(harmlessActions.length).toBeGreaterThanOrEqual(100);
    expect(blocked.length / harmlessActions.length).toBeLessThanOrEqual(0.05);
  });
});
