import { describe, expect, it } from 'vitest';
import type { RouterPart } from '../../src/core/router.ts';
import type { StreamPart } from '../../src/core/task/index.ts';
import { utf8Bytes } from '../../src/core/tokens/index.ts';
import { collect } from '../support/collect.ts';
import { finished, inShort, redactorOf, routerOver, text, used } from '../support/routing.ts';
import { chatTask, holeTask, localCandidate, paidCandidate } from '../support/tasks.ts';

const never = new AbortController().signal;
const talks = { tier: 'small', fillInTheMiddle: { type: 'chat' } } as const;
const paid = paidCandidate('paid', talks);
const script: readonly StreamPart[] = [
  text('<INSERTION>let a'),
  text(' = 1;\nmore</INSERTION>'),
  used({ uncachedInput: 700, output: 12 }),
  finished,
];
const task = holeTask('let a', '\n');
const textOf = (parts: readonly RouterPart[]): string => parts.map((part) => (part.type === 'text-delta' ? part.text : '')).join('');

describe('A hole that is filled in a conversation', () => {
  it('is sent as one, with the end of its tag as the only stop string and room for its tags', async () => {
    const fixture = routerOver([paid], { paid: script });
    await collect(fixture.router.route(task, never));
    const [call] = fixture.provider.calls;
    expect(call?.segments.map(({ role }) => role)).toEqual(['system', 'user']);
    expect(call).toMatchObject({ kind: 'completion.line', stop: ['</INSERTION>'], maxOutputTokens: 124 });
  });

  it('comes to the bare text up to the task’s own stop string, and the bill is that of the whole answer', async () => {
    const fixture = routerOver([paid], { paid: script });
    const parts = await collect(fixture.router.route(task, never));
    expect(textOf(parts)).toBe(' = 1;');
    expect(fixture.ledger.entries).toMatchObject([{ finish: 'stop', isEstimate: false, usage: { uncachedInput: 700, output: 12 } }]);
  });

  it('is held as it is sent: the instructions, and the tags of the answer', async () => {
    const fixture = routerOver([paid], { paid: script });
    await collect(fixture.router.route(task, never));
    const bytes = (fixture.provider.calls[0]?.segments ?? []).reduce((sum, segment) => sum + utf8Bytes(segment.text), 0);
    // Dearest bucket of the input $6, output $15 a million.
    expect(fixture.ledger.reservations[0]?.amountNanoUsd).toBeGreaterThan((bytes / 2) * 6000 + 124 * 15_000);
  });

  it('leaves this machine without what must not leave, on both sides of the cursor', async () => {
    const seen: string[] = [];
    const redact = redactorOf((segment) => {
      seen.push(segment.role);
      const clean = segment.text.replaceAll('hush', '[redacted]');
      return clean === segment.text
        ? { segment, redactions: [] }
        : { segment: { ...segment, text: clean }, redactions: [{ kind: 'secret', count: 1 }] };
    });
    const fixture = routerOver([paid], { paid: script }, { redact });
    const parts = await collect(fixture.router.route(holeTask('hush a', ' hush'), never));
    expect(fixture.provider.calls[0]?.segments[1]?.text).toContain('[redacted] a<HOLE/> [redacted]');
    expect(parts.map(inShort)).toContain('redacted: 1 secret, 1 secret');
    // First the sides as they are, then what is made of them.
    expect(seen.slice(0, 4)).toEqual(['prefix', 'suffix', 'system', 'user']);
  });

  it('is cut to a small context before it is put together', async () => {
    const near = localCandidate('near', { ...talks, tier: 'local', contextTokens: 2048 });
    const fixture = routerOver([near], { near: script });
    await collect(fixture.router.route(holeTask('const long = 1;\n'.repeat(2000), ''), never));
    const bytes = (fixture.provider.calls[0]?.segments ?? []).reduce((sum, segment) => sum + utf8Bytes(segment.text), 0);
    expect([bytes / 3 < 2048, fixture.provider.calls[0]?.segments[0]?.role]).toEqual([true, 'system']);
  });

  it('comes to nothing where the model explains, or refuses, instead', async () => {
    const fixture = routerOver([paid], { paid: [text('I am sorry, but I cannot.'), used({ output: 8 }), finished] });
    expect(textOf(await collect(fixture.router.route(task, never)))).toBe('');
  });

  it('ends where the server never does', async () => {
    const endless = Array.from({ length: 100 }, () => text('And so on, for ever and ever. '.repeat(10)));
    const fixture = routerOver([paid], { paid: endless });
    const parts = await collect(fixture.router.route(task, never));
    expect(parts.map(inShort).filter((part) => part.startsWith('finish'))).toEqual(['finish: length']);
  });

  it('is no concern of conversations: they are told as they are', async () => {
    const fixture = routerOver([paidCandidate('paid', { fillInTheMiddle: { type: 'chat' } })], { paid: script });
    expect(textOf(await collect(fixture.router.route(chatTask(), never)))).toBe('<INSERTION>let a = 1;\nmore</INSERTION>');
  });
});
