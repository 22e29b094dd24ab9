import * as vscode from 'vscode';
import type { Figures } from '../../core/reconcile/index.ts';

const { t } = vscode.l10n;

/** What a bill counts, as the name of a row or after a number. */
export function figureInWords(name: keyof Figures): string {
  switch (name) {
    case 'input':
      return t('input tokens');
    case 'cacheRead':
      return t('read from cache');
    case 'cacheWrite':
      return t('written to cache');
    case 'output':
      return t('output tokens');
    case 'requests':
      return t('requests');
    case 'costNanoUsd':
      return t('cost');
  }
}
