import { lintSource } from '@secretlint/core';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';
import type { ScanForSecrets } from '../../core/policy/index.ts';
import { wordsOf } from './words.ts';

const preset = '@secretlint/secretlint-rule-preset-recommend';

/** Rules that are left out. */
const disabled: readonly string[] = [
  // A comment in a file (`secretlint-disable`) must not open it.
  'filter-comments',
  // They take the whole address out, and what follows it up to the next space; our own patterns take the password.
  'basicauth',
  'database-connection-string',
];

const rules = [
  {
    id: preset,
    rule: creator,
    rules: disabled.map((name) => ({ id: `@secretlint/secretlint-rule-${name}`, disabled: true })),
  },
];

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
    .map(({ ruleId, messageId, range: [start, end] }) => ({ kind: wordsOf(ruleId, messageId), start: start + offset, end: end + offset }));
};
