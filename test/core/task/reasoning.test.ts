import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fingerprintOfSegment } from '../../../src/core/caching/fingerprint.ts';
import { profileOf } from '../../../src/core/selection/index.ts';
import type { Segment } from '../../../src/core/task/index.ts';
import { nothingSeen } from '../../support/routing.ts';

const runs = { numRuns: Number(process.env.FC_RUNS ?? 1000) };
const bytesOf = (segment: Segment): number =>
  profileOf({ id: 't', kind: 'agent.step', segments: [segment], maxOutputTokens: 1, stop: [], origin: { trigger: 'command' } }, nothingSeen)
    .inputBytes;

test('each byte of reasoning is in the bound that a reservation is made by, and a cache sees it', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' })), fc.string({ minLength: 1 }), (texts, opaque) => {
      const plain: Segment = { role: 'assistant', stability: 'session', text: 'x' };
      const blocks = [{ texts, opaque, isBehindText: false, callsBefore: 0 }];
      const thinking: Segment = { ...plain, reasoning: { endpoint: 'e', model: 'm', blocks } };
      const more = [...texts, opaque].reduce((sum, text) => sum + new TextEncoder().encode(text).length, 0);
      expect([bytesOf(thinking) - bytesOf(plain), fingerprintOfSegment(thinking).hash === fingerprintOfSegment(plain).hash]).toEqual([
        more,
        false,
      ]);
    }),
    runs,
  );
});
