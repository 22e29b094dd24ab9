import { builtInPathRules } from '../../policy/index.ts';
import { fitsAny } from './fitsAny.ts';

/** Besides what never leaves to a paid model (core/policy/secretFiles.ts): what holds a password or a token now and then. */
const mayHoldSecrets =
  '.envrc .aws .kube .azure .yarnrc.yml .terraformrc terraform.rc auth.json secrets.env nuget.config .m2/settings.xml gradle.properties.local ' +
  '.git/config* .git/modules/**/config';

const fits = fitsAny(mayHoldSecrets);

/** Does a path, folded and relative to its workspace folder, name a file that may hold secrets? Reading it is the user's to decide. */
export function isSecretFile(path: string): boolean {
  return fits(path) || builtInPathRules.some((rule) => rule.fits(path));
}
