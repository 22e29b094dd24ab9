import { describe, expect, it } from 'vitest';
import { readCall, toolDefinitions } from '../../../../src/core/agent/tools/index.ts';

const call = (name: string, input: unknown) => ({
  id: '1',
  name,
  argumentsText: typeof input === 'string' ? input : JSON.stringify(input),
});

describe('A call of a model', () => {
  it.each([
    ['read', { path: 'a.ts' }, { tool: 'read', path: 'a.ts' }],
    ['read', { path: 'a.ts', from_line: '3', to_line: 9 }, { tool: 'read', path: 'a.ts', fromLine: 3, toLine: 9 }],
    ['read', { path: 'a.ts', from_line: 0, to_line: null }, { tool: 'read', path: 'a.ts', fromLine: 1 }],
    ['list', {}, { tool: 'list', path: '.' }],
    ['list', { path: '/' }, { tool: 'list', path: '.' }],
    ['list', '', { tool: 'list', path: '.' }],
    ['search', { pattern: 'a+', is_regex: 'true', glob: '' }, { tool: 'search', pattern: 'a+', isRegex: true }],
    ['search', { pattern: 'a', glob: '*.ts' }, { tool: 'search', pattern: 'a', isRegex: false, glob: '*.ts' }],
    ['edit', { path: 'a', blocks: [{ search: 'x', replace: '' }] }, { tool: 'edit', path: 'a', blocks: [{ search: 'x', replace: '' }] }],
    ['edit', { path: 'a', blocks: { search: 'x', replace: 'y' } }, { tool: 'edit', path: 'a', blocks: [{ search: 'x', replace: 'y' }] }],
    ['edit', { path: 'a', blocks: '[{"search":"x","replace":"y"}]' }, { tool: 'edit', path: 'a', blocks: [{ search: 'x', replace: 'y' }] }],
    ['create', '```json\n{"path":"a","text":""}\n```', { tool: 'create', path: 'a', text: '' }],
    ['run', { command: 'ls', folder: '' }, { tool: 'run', command: 'ls' }],
    ['test', {}, { tool: 'test' }],
    ['ask', { question: 'Which?', choices: 'this' }, { tool: 'ask', question: 'Which?', choices: ['this'] }],
    ['delegate', { title: 't', instructions: 'i' }, { tool: 'delegate', title: 't', instructions: 'i', paths: [] }],
    ['finish', {}, { tool: 'finish', summary: '' }],
    ['issue_get', { id: 7 }, { tool: 'external', name: 'issue_get', input: { id: 7 } }],
    ['delete', { path: 'a', sure: true }, { tool: 'delete', path: 'a' }],
    ['rename', JSON.stringify({ path: 'a', to: 'b' }), { tool: 'rename', path: 'a', to: 'b' }],
  ])('%s %j is understood', (name, input, expected) => {
    expect(readCall(call(name, input))).toEqual(expected);
  });

  it.each([
    ['read', {}, 'The arguments of read are wrong: path is missing.'],
    ['read', { path: 7 }, 'The arguments of read are wrong: path must be a text.'],
    ['read', { path: '' }, 'The arguments of read are wrong: path must not be empty.'],
    ['read', { path: 'a', from_line: 'x' }, 'The arguments of read are wrong: from_line must be a number.'],
    ['read', { path: 'a', from_line: 1.5 }, 'The arguments of read are wrong: from_line must be a whole number.'],
    ['edit', { path: 'a', blocks: [] }, 'The arguments of edit are wrong: blocks must hold at least one block.'],
    ['edit', { path: 'a', blocks: [{ search: 'x' }] }, 'The arguments of edit are wrong: blocks.0.replace is missing.'],
    ['edit', { path: 'a' }, 'The arguments of edit are wrong: blocks is missing.'],
    ['run', '{"command": ', 'The arguments of run are not a JSON object. Send them again, as one valid JSON object.'],
    ['run', '["ls"]', 'The arguments of run are not a JSON object. Send them again, as one valid JSON object.'],
  ])('%s %j is a problem that says what is wrong', (name, input, problem) => {
    expect(readCall(call(name, input))).toEqual({ problem });
  });

  it('to a tool that is not offered in the mode is a problem that names those that are', () => {
    const offered = toolDefinitions('plan', []);
    expect(readCall(call('run', { command: 'ls' }), offered)).toEqual({
      problem: 'There is no tool "run" here. Use one of: read, list, search, diagnostics, ask, finish.',
    });
  });
});

describe('What is offered', () => {
  it('depends on the mode, in one order; an external tool with a name of ours is not among it', () => {
    const external = ['zoo', 'run', 'alpha'].map((name) => ({ name, description: '', inputSchema: {} }));
    const names = (mode: 'ask' | 'plan' | 'agent') => toolDefinitions(mode, external).map(({ name }) => name);
    expect({ ask: names('ask'), plan: names('plan'), agent: names('agent') }).toEqual({
      ask: ['read', 'list', 'search', 'diagnostics', 'ask', 'finish'],
      plan: ['read', 'list', 'search', 'diagnostics', 'ask', 'finish'],
      agent: [
        ...['read', 'list', 'search', 'edit', 'create', 'delete', 'rename', 'run', 'test'],
        ...['diagnostics', 'ask', 'delegate', 'finish', 'zoo', 'alpha'],
      ],
    });
  });

  it('has the same bytes each time', () => {
    expect(JSON.stringify(toolDefinitions('agent', []))).toBe(JSON.stringify(toolDefinitions('agent', [])));
  });
});
