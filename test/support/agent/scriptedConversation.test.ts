import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../emulator/json.ts';
import { askedIn, calling, inTurns } from './scriptedConversation.ts';

const asked = (body: JsonObject) => {
  const { turn, news } = askedIn({ body, text: JSON.stringify(body) });
  return { turn, news };
};

describe('What a scripted model is asked', () => {
  it.each<readonly [string, JsonObject]>([
    [
      'Messages',
      {
        system: 'You help.',
        messages: [
          { role: 'user', content: 'Mend it.' },
          {
            role: 'assistant',
            content: [
              { type: 'text', text: 'I look.' },
              { type: 'tool_use', id: '1', name: 'read', input: {} },
            ],
          },
          { role: 'user', content: [{ type: 'tool_result', tool_use_id: '1', content: 'the file' }] },
        ],
      },
    ],
    [
      'Chat Completions',
      {
        messages: [
          { role: 'system', content: 'You help.' },
          { role: 'user', content: 'Mend it.' },
          { role: 'assistant', content: 'I look.', tool_calls: [{ id: '1' }] },
          { role: 'tool', tool_call_id: '1', content: 'the file' },
        ],
      },
    ],
    [
      'Responses',
      {
        instructions: 'You help.',
        input: [
          { role: 'user', content: 'Mend it.' },
          { role: 'assistant', content: [{ type: 'output_text', text: 'I look.' }] },
          { type: 'function_call', call_id: '1', name: 'read', arguments: '{}' },
          { type: 'function_call_output', call_id: '1', output: 'the file' },
        ],
      },
    ],
  ])('is read alike off a request of %s', (_protocol, body) => {
    expect(asked(body)).toEqual({ turn: 1, news: 'the file' });
  });

  it('is answered in turns, the last answer again and again', () => {
    const converse = inTurns(calling('read', { path: 'a' }), { text: 'Done.' });
    const at = (turn: number) => converse({ turn, model: 'emu-oak-4', news: '', sent: '' });
    expect([0, 1, 7].map(at)).toEqual([{ text: '', calls: [{ name: 'read', args: { path: 'a' } }] }, { text: 'Done.' }, { text: 'Done.' }]);
  });
});
