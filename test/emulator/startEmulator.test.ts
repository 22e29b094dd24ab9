import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { catalogueRows } from './catalogueRows.ts';
import { models } from './models.ts';
import { startEmulator } from './startEmulator.ts';
import { collect, openaiOf, rejection, untilIdle, useEmulator, user } from './support.ts';
import { encode, piecesOf } from './tokens.ts';

const emulator = useEmulator();

const ask = (content = 'Hi', model = 'emu-oak-4') => openaiOf(emulator()).chat.completions.create({ model, messages: [user(content)] });

describe('the emulator', () => {
  it('keeps each request as it came, also the refused ones', async () => {
    await ask('first');
    await rejection(ask('second', 'none'));
    expect(emulator().requests()).toMatchObject([
      {
        number: 1,
        method: 'POST',
        path: '/v1/chat/completions',
        body: { model: 'emu-oak-4' },
        headers: { authorization: `Bearer ${emulator().keys.openai}` },
      },
      { number: 2, text: expect.stringContaining('second') },
    ]);
  });

  it('answers by the last rule that matches, or by a function of the request', async () => {
    emulator().answer('*', 'general');
    const special = emulator().answer({ contains: 'please' }, (request) => `request ${request.number}`);
    const said = async (content: string) => (await ask(content)).choices[0]?.message.content;
    expect([await said('Hi'), await said('Hi, please')]).toEqual(['general', 'request 2']);
    special.remove();
    expect(await said('Hi, please')).toBe('general');
  });

  it('writes an invoice that adds up', async () => {
    await ask();
    await ask('again');
    const parsed = JSON.parse(emulator().invoiceJson()) as { lines: { amountNanoUsd: number }[]; totalNanoUsd: number };
    expect(parsed.lines).toHaveLength(2);
    expect(parsed.totalNanoUsd).toBe(parsed.lines.reduce((sum, line) => sum + line.amountNanoUsd, 0));
    expect(emulator().totalNanoUsd()).toBe(parsed.totalNanoUsd);
  });

  it('lists its models without their tokenizer factor, and one without prices', () => {
    const rows = catalogueRows();
    expect(rows.map(({ id }) => id)).toEqual(models.map(({ id }) => id));
    expect(JSON.stringify(rows)).not.toMatch(/factor"|tokenFactor/);
    expect(rows.filter((row) => !row.prices).map(({ id }) => id)).toEqual(['emu-willow-9']);
  });

  it('is steered from another process', async () => {
    const steer = async (what: string, body?: object) =>
      (
        await fetch(`${emulator().url}/_emulator/${what}`, body && { method: 'POST', body: JSON.stringify(body) })
      ).json() as Promise<object>;
    await steer('answer', { match: 'emu-oak-4', script: { text: 'steered' } });
    await steer('fault', { match: 'emu-sapling-4', fault: { kind: 'status', status: 529 } });
    expect((await ask()).choices[0]?.message.content).toBe('steered');
    expect(await rejection(ask('Hi', 'emu-sapling-4'))).toMatchObject({ status: 529 });
    expect(await steer('invoice')).toMatchObject({ lines: [{ model: 'emu-oak-4' }], totalNanoUsd: emulator().totalNanoUsd() });
    expect(await steer('requests')).toHaveLength(2);
    expect(await steer('keys')).toMatchObject({ keys: emulator().keys });
    expect(await steer('catalogue')).toHaveLength(models.length);
    const before = emulator().clock.now();
    await steer('clock', { advanceMs: 60_000 });
    expect(emulator().clock.now() - before).toBeGreaterThanOrEqual(60_000);
    await steer('reset', {});
    expect([emulator().invoice(), emulator().requests()]).toEqual([[], []]);
  });

  it('lets a llama-server write the answer, and counts it itself', async () => {
    const engine = createServer((request, response) => {
      response.end(
        JSON.stringify(request.url === '/infill' ? { content: 'a + b' } : { choices: [{ message: { content: 'from the engine' } }] }),
      );
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => engine.once('listening', resolve));
    const forwarding = await startEmulator({ forwardTo: `http://127.0.0.1:${(engine.address() as AddressInfo).port}` });
    try {
      const chat = await openaiOf(forwarding).chat.completions.create({ model: 'emu-oak-4', messages: [user('Hi')] });
      const gap = await openaiOf(forwarding, 'compatible').completions.create({ model: 'emu-hazel-fim', prompt: 'x = ', suffix: ';' });
      expect([chat.choices[0]?.message.content, gap.choices[0]?.text]).toEqual(['from the engine', 'a + b']);
      // "from", " the", " engine": 3 x 1.013 -> 4
      expect(chat.usage?.completion_tokens).toBe(4);
    } finally {
      await forwarding.stop();
      engine.closeAllConnections();
      engine.close();
    }
  });

  it('takes the time it was told to take', async () => {
    emulator().answer('*', { text: 'one two three', latency: { firstTokenMs: 60, perTokenMs: 30 } });
    const started = performance.now();
    const request = { model: 'emu-oak-4', messages: [user('Hi')], stream: true as const };
    await collect(await openaiOf(emulator()).chat.completions.create(request));
    expect(performance.now() - started).toBeGreaterThanOrEqual(145);
  });

  it('stops in the middle of everything', async () => {
    const mortal = await startEmulator();
    mortal.fault('*', { kind: 'hang', afterTokens: 0 });
    const waiting = rejection(openaiOf(mortal).chat.completions.create({ model: 'emu-oak-4', messages: [user('Hi')] }));
    while (mortal.requests().length === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    await mortal.stop();
    expect(await waiting).toBeInstanceOf(Error);
    await untilIdle(mortal);
  });
});

describe('counting tokens', () => {
  it('takes no time over long runs of one kind of character', () => {
    const started = performance.now();
    for (const run of ['a', ' ', '-', '日本', '\n']) encode(run.repeat(100_000));
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it('cuts a text into pieces that join to it again, and never through a character', () => {
    const text = 'const greeting = "héllo 👩‍👩‍👧 日本語 🧿";\n\treturn <|endoftext|>;';
    const pieces = piecesOf(text);
    expect(pieces.map((piece) => piece.text).join('')).toBe(text);
    expect(pieces.every((piece) => !piece.text.includes('\uFFFD'))).toBe(true);
    expect(pieces.reduce((sum, piece) => sum + piece.rawTokens, 0)).toBe(encode(text).length);
  });
});
