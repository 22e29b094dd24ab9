import * as vscode from 'vscode';
import type { AskAnswer, AskBefore, AskQuestion } from '../../core/budget/index.ts';
import { formatUsd } from '../../core/money/index.ts';
import { kindInWords } from '../../platform/kindWords.ts';
import type { Log } from '../../platform/log.ts';

const { t } = vscode.l10n;

/** Asks the user before a dear request leaves. Whoever closes the question, or ends the request meanwhile, cancels it. */
export function createAskBefore({ log }: { readonly log: Pick<Log, 'info'> }): AskBefore {
  return async (question, signal) => {
    if (signal.aborted) return 'cancel';
    const answer = await Promise.race([ask(question), aborted(signal)]);
    log.info(`${question.candidateName} may cost ${formatUsd(question.worstCaseNanoUsd)} for ${question.kind}; the user says: ${answer}`);
    return answer;
  };
}

async function ask({ kind, candidateName, worstCaseNanoUsd, thresholdNanoUsd, reason, cheaper }: AskQuestion): Promise<AskAnswer> {
  const send = t('Send');
  const ofCheaper = cheaper && t('Ask {0}', cheaper.candidateName);
  const words = [
    t(
      'Farthing: {0} may cost up to {1} for {2}; above {3} you are asked.',
      candidateName,
      formatUsd(worstCaseNanoUsd),
      kindInWords(kind),
      formatUsd(thresholdNanoUsd),
    ),
    t('Why it was chosen: {0}.', reason),
    ...(cheaper ? [t('Cheaper: {0}, up to {1}.', cheaper.candidateName, formatUsd(cheaper.worstCaseNanoUsd))] : []),
  ].join(' ');
  const picked = await vscode.window.showWarningMessage(words, send, ...(ofCheaper === undefined ? [] : [ofCheaper]), t('Cancel'));
  if (picked === undefined) return 'cancel';
  if (picked === send) return 'send';
  return picked === ofCheaper ? 'cheaper' : 'cancel';
}

function aborted(signal: AbortSignal): Promise<AskAnswer> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve('cancel'), { once: true }));
}
