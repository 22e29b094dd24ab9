import * as vscode from 'vscode';
import type { Offer } from '../../core/catalogue/refresh/index.ts';

const { t } = vscode.l10n;

export function kindInWords({ kind }: Pick<Offer, 'kind'>): string {
  switch (kind) {
    case 'price':
      return t('other price');
    case 'new-model':
      return t('new model');
    case 'facts':
      return t('other facts');
  }
}
