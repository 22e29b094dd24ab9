import { builtInPathRules, matchPath } from '../../policy/index.ts';
import { fitsAny } from './fitsAny.ts';

/** Besides what never leaves to a model by the data policy: where tools keep passwords, tokens and keys. */
const moreSecretFiles =
  '*.{key,ppk,jks,keystore,kdbx,gpg,tfstate,tfvars,ovpn,p8} *.tfstate.* .gnupg .aws .kube .config/gcloud .envrc .flaskenv *.env ' +
  '.htpasswd .pgpass .my.cnf .vault-token .dockercfg .boto .s3cfg .yarnrc.yml credentials.json service-account*.json ' +
  'secrets.{json,yml,yaml,toml,env} .terraformrc terraform.rc .git/modules/**/config .password-store auth.json .cargo/credentials* ' +
  '.gem/credentials nuget.config .m2/settings.xml gradle.properties.local **/.azure/*oken* **/.docker/config.json .git/config* ' +
  '.git/credentials';

const fits = fitsAny(moreSecretFiles);

/** Does a path, folded and relative to its workspace folder, name a file that is there to hold secrets? Reading it is the user's to decide. */
export function isSecretFile(path: string): boolean {
  return matchPath(path, builtInPathRules) !== undefined || fits(path);
}
