import * as vscode from 'vscode';
import type { AgentCall } from '../../../core/agent/index.ts';
import { revealInvisible } from '../../../core/policy/index.ts';

const { t } = vscode.l10n;

export interface CallWords {
  readonly name: string;
  readonly target: string;
}

/** A call of a tool in a card's first line. */
export function callInWords(call: AgentCall): CallWords {
  const { name, target } = wordsOf(call);
  return { name, target: revealInvisible(target) };
}

function wordsOf(call: AgentCall): CallWords {
  switch (call.tool) {
    case 'read':
      return { name: t('Read'), target: call.fromLine === undefined ? call.path : `${call.path}:${call.fromLine}-${call.toLine ?? ''}` };
    case 'list':
      return { name: t('List'), target: call.path };
    case 'search':
      return { name: t('Search'), target: call.glob === undefined ? call.pattern : t('{0} in {1}', call.pattern, call.glob) };
    case 'edit':
      return { name: t('Edit'), target: call.path };
    case 'create':
      return { name: t('Create'), target: call.path };
    case 'delete':
      return { name: t('Delete'), target: call.path };
    case 'rename':
      return { name: t('Rename'), target: `${call.path} → ${call.to}` };
    case 'run':
      return { name: t('Run'), target: call.command };
    case 'diagnostics':
      return { name: t('Problems'), target: call.path ?? '' };
    case 'test':
      return { name: t('Test'), target: call.command ?? '' };
    case 'ask':
      return { name: t('Ask you'), target: call.question };
    case 'delegate':
      return { name: t('Delegate'), target: call.title };
    case 'finish':
      return { name: t('Finish'), target: '' };
    case 'external':
      return { name: t('Other tool'), target: call.name };
  }
}
