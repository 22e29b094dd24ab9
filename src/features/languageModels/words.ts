import * as vscode from 'vscode';
import type { Candidate } from '../../core/catalogue/index.ts';
import { formatUsd } from '../../core/money/index.ts';
import type { Decision } from '../../core/selection/index.ts';
import { refusalInWords } from '../../platform/chatRequestWords.ts';
import type { FarthingModel } from './farthingModels.ts';

const { t } = vscode.l10n;

/** As it stands in the editor's list of models. */
export function modelName(model: FarthingModel): string {
  const names: Readonly<Record<FarthingModel, string>> = {
    auto: t('Farthing Auto'),
    local: t('Farthing Local'),
    small: t('Farthing Small'),
    medium: t('Farthing Medium'),
    frontier: t('Farthing Frontier'),
  };
  return names[model];
}

/** Who would answer now, and at which price; prices are per million tokens, as providers publish them. */
export function whoAnswersInWords(candidate: Candidate | undefined): string {
  if (!candidate) return t('not available now');
  const { model, endpoint } = candidate;
  if (endpoint.billing === 'local') return t('{0}, free of charge', model.id);
  if (endpoint.billing === 'subscription') return t('{0}, in your flat plan', model.id);
  if (!model.price) return t('{0}, unpriced', model.id);
  return t('{0}, {1} in, {2} out per million tokens', model.id, formatUsd(model.price.uncachedInput), formatUsd(model.price.output));
}

export function whyInWords(decision: Decision): string {
  if (decision.outcome === 'refused') return refusalInWords(decision);
  const { candidate } = decision.chosen;
  return t(
    '{0} at {1} would answer now: {2}. Your budgets and your data policy hold.',
    candidate.model.id,
    candidate.endpoint.id,
    decision.reason,
  );
}
