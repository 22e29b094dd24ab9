import * as vscode from 'vscode';
import { asEndpoint, type Offer } from '../../core/catalogue/refresh/index.ts';

const { t } = vscode.l10n;

/** Each fact that would hold, by its name in the settings' reference. Not yet fit for showing: it is somebody's text. */
export function factsInWords(facts: Offer['facts']): readonly string[] {
  return Object.entries(facts).map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`);
}

/** All that would hold of a new address. Not yet fit for showing either. */
export function addressInWords(address: NonNullable<Offer['row']['newEndpoint']>): readonly string[] {
  const { baseUrl, adapter, feeThousandths } = asEndpoint(address);
  return [
    baseUrl,
    t('protocol {0}', adapter),
    t('with a key of its own, paid by the token'),
    ...(feeThousandths === undefined ? [] : [t('{0} % on top', feeThousandths / 10)]),
  ];
}
