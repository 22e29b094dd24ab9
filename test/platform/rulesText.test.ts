import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { compileRules } from '../../src/core/rules/cel/index.ts';
import { positionIn } from '../../src/platform/rulesPosition.ts';
import { problemsInSettings, readRulesText } from '../../src/platform/rulesText.ts';

vi.mock('vscode', async () => (await import('../support/fakeVscode.ts')).fakeVscode());

const compile = (rows: unknown) => compileRules(rows, () => undefined);
const setting = 'farthing.routing.rules';

interface Place {
  readonly start: number;
  readonly end: number;
}

/** `line:character` from 1, the marked text, and the beginning of what is said. */
function inWords(text: string, { start, end, message }: Place & { readonly message: string }): string {
  const { line, character } = positionIn(text, start);
  return `${line + 1}:${character + 1} ${text.slice(start, end)} | ${message.slice(0, 28)}`;
}

function problemsOf(text: string): readonly string[] {
  const reading = readRulesText(text, compile);
  return reading.outcome === 'refused' ? reading.problems.map((problem) => inWords(text, problem)) : [];
}

const settingsProblems = (text: string): readonly string[] =>
  problemsInSettings(text, setting, compile).map((problem) => inWords(text, problem));

describe('The text of a rules file', () => {
  it('is a list of rules, or an object with one, with comments and trailing commas', () => {
    const rule = `{ "name": "short", "when": "task.inputTokens < 500", "use": { "tier": "small" } }`;
    const texts = [`[${rule}]`, `{"rules": [${rule}]}`, `// ours\n{\n  "$schema": "x",\n  "rules": [\n    ${rule}, // last\n  ],\n}\n`];
    const names = texts.map((text) => {
      const reading = readRulesText(text, compile);
      return reading.outcome === 'read' ? reading.compiled.rules.map(({ name }) => name) : reading.problems;
    });
    expect(names).toEqual([['short'], ['short'], ['short']]);
  });

  it('is marked at the line and column of each mistake', () => {
    const text = [
      '{',
      '  // Short questions',
      '  "rules": [',
      '    { "name": "short", "when": "task.kidn == \'chat\'", "use": { "tier": "tiny" } },',
      '    { "name": "long",',
      '      "whn": "true",',
      '      "use": { "exclude": { "tiers": ["small", "huge"] } } },',
      '    { "name": "none", "when": "true", "use": {} }',
      '  ]',
      '}',
    ].join('\n');
    expect(problemsOf(text)).toEqual([
      '4:72 "tiny" | must be one of local, small,',
      '4:38 kidn | task has no kidn: it has kin',
      '5:5 { | when is missing',
      '7:48 "huge" | must be one of local, small,',
      '6:7 "whn" | there is no such field: ther',
      '8:46 { | must say at least one of tie',
    ]);
  });

  it.each([
    [String.raw`"task.kind == \"chat\" && task.x"`, 'x'],
    [String.raw`"true\n  && task.x"`, 'x'],
    [String.raw`"task.kind == '\u0041\\' || task.x"`, "'\\u0041\\\\' || task.x"],
    [String.raw`"task.workspace == 'caf\u00e9 \ud83d\ude00' || \u0074ask.x"`, 'x'],
    [String.raw`"tru\u0065 && t\u0061sk.kind"`, String.raw`tru\u0065 && t\u0061sk.kind`],
  ])('is marked where the mistake stands among escapes: %s', (literal, marked) => {
    const text = `[{"name": "a", "when": ${literal}, "use": {"tier": "small"}}]`;
    const reading = readRulesText(text, compile);
    expect(reading.outcome === 'refused' && reading.problems.map(({ start, end }) => text.slice(start, end))).toEqual([marked]);
  });

  it('is marked at the misspelt name, whatever stands before it and however it is escaped', () => {
    const escaped = (character: string): fc.Arbitrary<string> => {
      const unicode = [...Array(character.length).keys()]
        .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`)
        .join('');
      return fc.constantFrom(JSON.stringify(character).slice(1, -1), unicode);
    };
    const characters = fc.array(fc.constantFrom('a', 'é', '😀', ' ', '\t', '/', '*').chain(escaped), { maxLength: 12 });
    fc.assert(
      fc.property(characters, (parts) => {
        const text = `/* ö */ [{"name": "a", "when": "task.language == '${parts.join('')}' || task.kidn", "use": {"tier": "small"}}]`;
        const reading = readRulesText(text, compile);
        const problem = reading.outcome === 'refused' ? reading.problems[0] : undefined;
        if (problem?.start !== text.indexOf('kidn') || problem.end !== problem.start + 4) throw new Error(text);
      }),
      { numRuns: Number(process.env.FC_RUNS ?? 1000) },
    );
  });

  it.each([
    ['[{"name": "a"', '1:13 " | This is no JSON with comment'],
    ['{"rules": {}}', '1:11 { | must be a list of rules'],
    ['{"rulez": []}', '1:2 "rulez" | It must be a list of rules, '],
    ['{"rules": [], "policy": {}}', '1:15 "policy" | It must be a list of rules, '],
    ['{}', '1:1 { | It must be a list of rules, '],
    ['true', '1:1 true | It must be a list of rules, '],
    ['', '1:1  | This is no JSON with comment'],
    ['[1, 2]]', '1:7 ] | This is no JSON with comment'],
  ])('%s is refused', (text, first) => {
    expect(problemsOf(text)[0]).toBe(first);
  });

  it('says which rules could do more than restrict, and where', () => {
    const text = [
      '[',
      '  {"name": "restricts", "when": "true", "use": {"localOnly": true, "exclude": {"providers": ["xai"]}}},',
      '  {"name": "chooses", "when": "true", "use": {"sort": "latency", "model": "gpt@openai"}},',
      '  {"name": "drives out", "when": "true", "use": {"exclude": {"tiers": ["local"]}}},',
      ']',
    ].join('\n');
    const reading = readRulesText(text, compile);
    const waiting = reading.outcome === 'read' ? reading.waiting : [];
    expect(waiting.map(({ start, end, rule, needs }) => [rule.name, needs, positionIn(text, start), text.slice(start, end)])).toEqual([
      ['chooses', ['model', 'sort'], { line: 2, character: 74 }, '"gpt@openai"'],
      ['drives out', ['exclude-local'], { line: 3, character: 70 }, '['],
    ]);
  });
});

describe('The text of the user’s settings', () => {
  it('is marked within the rules, and nowhere else', () => {
    const text = [
      '{',
      '  "editor.fontSize": "big",',
      '  "farthing.routing.rules": [',
      '    { "name": "a", "when": "task.kind == \\"chta\\"", "use": { "tier": "small" } },',
      '  ],',
      '  "broken": ',
      '}',
    ].join('\r\n');
    expect(settingsProblems(text)).toEqual(['4:42 \\"chta\\" | task.kind is never \'chta\': i']);
  });

  it('has no mistakes of ours without rules', () => {
    expect(['{}', '', '[]', '{"farthing.routing.rules": []}', '// "farthing.routing.rules"'].map(settingsProblems)).toEqual([
      [],
      [],
      [],
      [],
      [],
    ]);
  });

  it('is marked where the setting is no list', () => {
    expect(settingsProblems('{"farthing.routing.rules": "all"}')).toEqual(['1:28 "all" | must be a list of rules']);
  });
});

describe('A position in a text', () => {
  it('is counted as the editor does, whatever ends the lines', () => {
    const text = 'a\nb\r\nc\rd';
    expect([0, 1, 2, 5, 7, 99].map((offset) => positionIn(text, offset))).toEqual([
      { line: 0, character: 0 },
      { line: 0, character: 1 },
      { line: 1, character: 0 },
      { line: 2, character: 0 },
      { line: 3, character: 0 },
      { line: 3, character: 1 },
    ]);
  });
});
