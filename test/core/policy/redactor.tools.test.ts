import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../../src/core/policy/index.ts';
import type { Tool } from '../../../src/core/task/index.ts';
import { alphanumeric } from './secrets/samples.ts';

function scripted() {
  const scanned: string[] = [];
  const redact = createRedactor({
    load: async () => async (text) => {
      scanned.push(text);
      return [];
    },
  });
  return { redact, scanned };
}

const key = `sk-proj-${alphanumeric(40)}`;
const toolOf = (changes: Partial<Tool> = {}): Tool => ({
  name: 'query',
  description: 'Asks the database.\nThe "token" is the user\'s password: a string.',
  inputSchema: { type: 'object', properties: { password: { type: 'string', minLength: 12 }, token: { type: 'string', default: '' } } },
  ...changes,
});

describe('Tools', () => {
  it('without a secret are the very same array, at once when they are asked for again', async () => {
    const { redact, scanned } = scripted();
    const tools = [toolOf(), toolOf({ name: 'write' })];
    const cold = await redact.tools(tools);
    const scans = scanned.length;
    const warm = redact.tools([...tools].reverse());
    expect([cold.tools === tools, cold.redactions, warm, scanned.length - scans]).toEqual([
      true,
      [],
      { tools: [...tools].reverse(), redactions: [] },
      0,
    ]);
  });

  it('lose what must not leave from their names, descriptions and schemas, and stay tools', async () => {
    const { redact } = scripted();
    const clean = toolOf();
    const tools = [
      clean,
      toolOf({ name: 'described', description: `Ask with\n${key}\nor password = "hunter2".` }),
      toolOf({ name: 'schema', inputSchema: { type: 'object', properties: { api: { const: key } }, examples: [{ password: 'hunter2' }] } }),
    ];
    const redacted = await redact.tools(tools);
    const again = redact.tools(redacted.tools);
    expect([redacted, redacted.tools[0] === clean, again]).toEqual([
      {
        tools: [
          clean,
          toolOf({ name: 'described', description: 'Ask with\n[redacted: API key]\nor password = "[redacted: password]".' }),
          toolOf({
            name: 'schema',
            inputSchema: {
              type: 'object',
              properties: { api: { const: '[redacted: API key]' } },
              examples: [{ password: '[redacted: password]' }],
            },
          }),
        ],
        redactions: [
          { kind: 'API key', count: 1, name: 'described' },
          { kind: 'password', count: 1, name: 'described' },
          { kind: 'API key', count: 1, name: 'schema' },
          { kind: 'password', count: 1, name: 'schema' },
        ],
      },
      true,
      { tools: redacted.tools, redactions: [] },
    ]);
  });

  it('have names that providers take, also when one was redacted', async () => {
    const { tools } = await scripted().redact.tools([toolOf({ name: `ask.${key}`, description: '' })]);
    expect(tools).toEqual([toolOf({ name: 'ask_redacted_API_key_', description: '' })]);
  });

  it('whose schema a secret runs through are left without one', async () => {
    const header = '-----BEGIN PRIVATE KEY-----';
    const inputSchema = { a: { b: header }, c: alphanumeric(64), d: '-----END PRIVATE KEY-----' };
    const { tools } = await scripted().redact.tools([toolOf({ inputSchema })]);
    expect(tools).toEqual([toolOf({ name: 'redacted', description: '[redacted: text with secrets]', inputSchema: { type: 'object' } })]);
  });

  it('are not sent where the scanner fails', async () => {
    const redact = createRedactor({ load: () => Promise.reject(new Error('no such file')) });
    await expect(redact.tools([toolOf()])).rejects.toMatchObject({ reason: 'policy' });
  });
});
