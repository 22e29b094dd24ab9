import { lintSource } from '@secretlint/core';
import { secretLintProfiler } from '@secretlint/profiler';
import { rules as recommended } from '@secretlint/secretlint-rule-preset-recommend';
import type { ScanForSecrets } from '../../core/policy/index.ts';
import { wordsOf } from './words.ts';

// It would keep a mark of each rule of each scan for ever.
secretLintProfiler.setEnabled(false);

/** Rules that are left out. */
const leftOut: ReadonlySet<string> = new Set([
  // A comment in a file (`secretlint-disable`) must not open it.
  '@secretlint/secretlint-rule-filter-comments',
  // They take the whole address out, and what follows it up to the next space; our own patterns take the password.
  '@secretlint/secretlint-rule-basicauth',
  '@secretlint/secretlint-rule-database-connection-string',
]);

/** Each rule by itself: the core (13.0.7) registers all rules of a preset, also those that its descriptor disables. */
const rules = recommended.filter(({ meta }) => !leftOut.has(meta.id)).map((rule) => ({ id: rule.meta.id, rule }));

/** Secretlint's recommended rules: the key shapes of some thirty services. In a file that is loaded when the first text is scanned. */
export const scanForSecrets: ScanForSecrets = async (text) => {
  const { messages } = await lintSource({
    source: { content: text, filePath: 'prompt.txt', ext: '.txt', contentType: 'text' },
    options: { config: { rules }, noPhysicFilePath: true },
  });
  // It takes a byte order mark away before it counts.
  const offset = text.startsWith('\uFEFF') ? 1 : 0;
  return messages
    .filter(({ type }) => type === 'message')
    .map(({ ruleId, range: [start, end], data }) => {
      const [from, to] = placeOf(text, [start + offset, end + offset], data);
      return { kind: wordsOf(ruleId), start: from, end: to };
    });
};

/**
 * The rule for AWS's secret keys tells where its whole pattern begins, with the length of the secret in it: the secret's end would stay. The secret
 * itself is in the message's data.
 */
function placeOf(text: string, [start, end]: readonly [number, number], data: unknown): readonly [number, number] {
  if (typeof data !== 'object' || data === null || !('KEY' in data) || typeof data.KEY !== 'string') return [start, end];
  const place = text.indexOf(data.KEY, start);
  return place < 0 ? [start, end] : [place, place + data.KEY.length];
}
