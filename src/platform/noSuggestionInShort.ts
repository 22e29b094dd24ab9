import * as vscode from 'vscode';
import { formatUsd } from '../core/money/index.ts';
import type { LastCompletion, NotAsked } from './completionHealth.ts';
import { failureInWords } from './failureWords.ts';

const { t } = vscode.l10n;

/** Why the newest question got no suggestion, as it goes on after a colon; undefined where it got one, or where the next question answers. */
export function noSuggestionInShort(last: LastCompletion | undefined): string | undefined {
  if (last?.outcome !== 'none') return undefined;
  const { whyNot } = last;
  switch (whyNot.reason) {
    case 'superseded':
      return undefined;
    case 'switched-off':
      return t('off for {0}', whyNot.languageId);
    case 'snoozed':
      return t('completions are snoozed');
    case 'excluded':
      return exclusionInShort(whyNot.exclusion);
    case 'not-here':
      return t('not in such a document ({0})', whyNot.scheme);
    case 'binary':
      return t('this is no text');
    case 'inside-word':
      return t('the cursor was inside a word');
    case 'just-accepted':
      return t('a line was just taken');
    case 'model-had-nothing':
      return t('the model had nothing to add');
    case 'nothing-new':
      return whyNot.detail === 'blank' ? t('the model had nothing to add') : t('it stands there already');
    case 'nonsense':
      return t('the model answered with what is no code');
    case 'repetition':
      return t('the model repeated itself');
    case 'breaks-syntax':
      return t('it would have broken the syntax');
    case 'not-worth':
      return t('{0} was more than it was likely to be worth', formatUsd(whyNot.verdict.costNanoUsd));
    case 'no-model':
      return whyNot.refusals[0] ? t('nobody was asked') : t('no model that completes code');
    case 'failed':
      return failureInWords(whyNot.error);
    case 'not-loaded':
      return failureInWords('not-loaded');
  }
}

function exclusionInShort(exclusion: Extract<NotAsked, { reason: 'excluded' }>['exclusion']): string {
  switch (exclusion.by) {
    case 'glob':
      return t('this file is excluded by "{0}"', exclusion.glob);
    case 'unreadable':
      return t('farthing.completion.exclude cannot be read');
    case 'window':
      return t('off in this file');
  }
}
