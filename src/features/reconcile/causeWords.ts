import * as vscode from 'vscode';
import type { Cause } from '../../core/reconcile/index.ts';

const { t } = vscode.l10n;

/** A likely cause with its evidence, in one sentence. */
export function causeInWords({ kind, attempts = 0, factorThousandths = 1000, serviceTiers }: Cause): string {
  const factor = String(factorThousandths / 1000);
  switch (kind) {
    case 'local-days':
      return t('The export counts local days instead of days of UTC. By local days these agree.');
    case 'midnight':
      return t('Requests that ran over midnight (UTC) are billed on the day on which they ended. So counted these agree.');
    case 'incomplete':
      return t('The export is not whole: lines or pages of it are missing.');
    case 'not-yet-billed':
      return t('The export was made before its last day was over, or before all of it was booked. Attempts in the ledger: {0}.', attempts);
    case 'unpriced':
      return t('The ledger knew no price for some attempts: {0}.', attempts);
    case 'broken-off':
      return t('Attempts broke off or failed, and only the provider knows what it billed for them: {0}.', attempts);
    case 'estimates':
      return t('The ledger counted the tokens of some attempts itself, because none were reported: {0}.', attempts);
    case 'other-use':
      return t('Something else uses the same key or account.');
    case 'elsewhere':
      return t(
        'The bill has nothing of these attempts ({0}): they went to another account, key or workspace, or the export was filtered.',
        attempts,
      );
    case 'service-tier':
      return serviceTiers
        ? t('Billed on the tier {0}: {1} × the ledger’s cost.', serviceTiers.join(', '), factor)
        : t('Billed on a cheaper or dearer tier, such as batch or flex: {0} × the ledger’s cost.', factor);
    case 'gateway-fee':
      return t('The gateway’s fee: {0} × the ledger’s cost.', factor);
    case 'price':
      return t('Another price than the ledger’s: {0} × its cost. A price has changed, or there is a discount.', factor);
    case 'cache':
      return t('As much input, otherwise divided between the cache and the rest.');
    case 'counted-otherwise':
      return t('The money agrees: the gateway counts tokens with another tokenizer.');
    case 'rounding':
      return t('The bill is in whole cents.');
    case 'unknown':
      return t('No cause is known.');
  }
}
