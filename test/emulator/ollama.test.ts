import { describe, expect, it } from 'vitest';
import { useEmulator, user } from './support.ts';

const emulator = useEmulator();

async function call(path: string, body?: object): Promise<{ readonly status: number; readonly lines: readonly unknown[] }> {
  const response = await fetch(`${emulator().baseUrls.ollama}${path}`, body && { method: 'POST', body: JSON.stringify(body) });
  const text = await response.text();
  return {
    status: response.status,
    lines: text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  };
}

describe("Ollama's API", () => {
  it('tells what is installed, what is loaded and how much of it is on the graphics card', async () => {
    expect(await call('/api/version')).toMatchObject({ lines: [{ version: expect.any(String) }] });
    expect(await call('/api/tags')).toMatchObject({ lines: [{ models: [{ name: 'emu-acorn:1b' }, { name: 'emu-chestnut:3b' }] }] });
    expect(await call('/api/ps')).toMatchObject({ lines: [{ models: [] }] });
    await call('/api/generate', { model: 'emu-acorn:1b' });
    expect(await call('/api/ps')).toMatchObject({ lines: [{ models: [{ name: 'emu-acorn:1b', size: 1.3e9, size_vram: 0.975e9 }] }] });
    await call('/api/generate', { model: 'emu-acorn:1b', keep_alive: 0 });
    expect(await call('/api/ps')).toMatchObject({ lines: [{ models: [] }] });
    expect(emulator().invoice()).toEqual([]);
  });

  it('tells of a loaded model what a test says, and lets it go when its time is over', async () => {
    emulator().resides('emu-acorn:1b', { size: 4e9, size_vram: 1e9 });
    await call('/api/generate', { model: 'emu-acorn:1b', keep_alive: '30m' });
    expect(await call('/api/ps')).toMatchObject({ lines: [{ models: [{ name: 'emu-acorn:1b', size: 4e9, size_vram: 1e9 }] }] });
    emulator().clock.advance(30 * 60_000);
    expect(await call('/api/ps')).toMatchObject({ lines: [{ models: [] }] });
  });

  it('streams lines unless told not to, and costs nothing', async () => {
    emulator().answer('*', 'a + b');
    const { lines } = await call('/api/generate', { model: 'emu-acorn:1b', prompt: 'const total = ', suffix: ';' });
    expect(lines).toMatchObject([
      { response: 'a' },
      { response: ' +' },
      { response: ' b' },
      { done: true, done_reason: 'stop', eval_count: 4 },
    ]);
    expect(emulator().invoice()).toMatchObject([{ model: 'emu-acorn:1b', amountNanoUsd: 0, billed: true }]);
  });

  it('chats, with a tool call in one piece', async () => {
    emulator().answer('*', { text: 'See.', toolCalls: [{ name: 'read', arguments: { path: 'a' } }] });
    const request = { model: 'emu-chestnut:3b', messages: [user('Hi')], tools: [] };
    const whole = await call('/api/chat', { ...request, stream: false });
    const call1 = { function: { name: 'read', arguments: { path: 'a' } } };
    expect(whole.lines).toMatchObject([{ message: { content: 'See.', tool_calls: [call1] }, done: true }]);
    const streamed = await call('/api/chat', request);
    expect(streamed.lines.at(-2)).toMatchObject({ message: { tool_calls: [call1] }, done: false });
  });

  it('says which models fill gaps, and refuses a suffix to the others', async () => {
    expect(await call('/api/show', { model: 'emu-acorn:1b' })).toMatchObject({
      lines: [{ capabilities: ['completion', 'tools', 'insert'] }],
    });
    const refused = await call('/api/generate', { model: 'emu-chestnut:3b', prompt: 'a', suffix: 'b' });
    expect(refused).toEqual({ status: 400, lines: [{ error: '"emu-chestnut:3b" does not support insert' }] });
    expect(await call('/api/generate', { model: 'none', prompt: 'a' })).toMatchObject({ status: 404 });
  });

  it('answers at the OpenAI door without a key', async () => {
    const answer = await call('/v1/chat/completions', { model: 'emu-acorn:1b', messages: [user('Hi')] });
    expect(answer).toMatchObject({ status: 200, lines: [{ usage: { total_tokens: expect.any(Number) } }] });
  });
});
