import { type Fits, pathGlob } from './globs.ts';

/**
 * Names of files that are there to hold secrets: their text is for models on this machine only, whatever is set, and the agent asks before it reads
 * them. A file that is named so for nothing is still completed by the local model, so that one name too many costs little. Common files that hold a
 * secret now and then (`nuget.config`) are not here: what looks like a secret in them is redacted.
 */
const everywhere =
  // Variables of the environment, and where developers' programs keep passwords and tokens.
  '.env* *.env .dev.vars* .flaskenv .npmrc .netrc _netrc .pypirc .git-credentials .pgpass pgpass.conf .my.cnf .mylogin.cnf .htpasswd ' +
  '.vault-token .dockercfg .boto .s3cfg .credentials.json **/.docker/config.json **/.kube/config* **/.aws/credentials **/.config/gcloud ' +
  '**/gh/hosts.{yml,yaml} **/.config/hub **/.cargo/credentials* **/.gem/credentials **/.terraform.d/credentials.tfrc.json ' +
  '**/.azure/*oken* **/.codex/auth.json **/.git/credentials .databrickscfg .msmtprc .vault{-,_}pass* .ngrok2 rclone.conf .rclone.conf ' +
  '**/.config/ngrok **/.config/op **/.config/glab-cli **/.config/stripe **/.config/github-copilot **/.m2/settings-security.xml **/.sbt/credentials ' +
  '**/.ivy2/.credentials **/.composer/auth.json **/.huggingface/token **/huggingface/token **/.kaggle/kaggle.json **/.aws/sso ' +
  '**/.gemini/oauth_creds.json **/opencode/auth.json **/.cursor/auth.json **/.snowsql/config **/.bundle/config **/.subversion/auth ' +
  // Keys, and stores of keys and passwords.
  '.ssh .gnupg .password-store *.pem *.p8 *.p12 *.pfx *.jks *.keystore *.kdbx *.ppk *.gpg *.ovpn id_{rsa,dsa,ecdsa,ed25519}* ' +
  'id_*.{key,ppk} ' +
  // Terraform writes down what it knows, and is told, as it is.
  '*.tfstate *.tfstate.* *.tfvars *.tfvars.json';

/** Words that name a file of translations too: `locales/de/credentials.json`. */
const butAmongTranslations =
  '*.key credentials.json service{-,_}account*.json secrets.{json,yml,yaml,toml} ' +
  'secret.{json,yml,yaml,toml} .secrets client_secret*.json *firebase-adminsdk*.json kubeconfig kubeconfig.{yml,yaml}';

const translations = /(?:^|[/\\])(?:locales?|i18n|l10n|lang|langs|languages|translations)[/\\]/i;

/** Key files of SSH may have any name after `id_`; those with any other extension are code (`id_map.ts`). */
const otherKeyFile = /(?:^|[/\\])id_[^./\\]+$/i;

/** What editors and people put behind the name of a copy. */
const endOfCopy = /(?:~| ?\(copy\)|\.(?:old|bak\d?|backup|orig|save|saved|copy|tmp|swp|\d{1,8}))+$/i;

export const secretFiles: readonly { readonly glob: string; readonly fits: Fits }[] = [
  ...everywhere.split(' ').map((glob) => ({ glob, fits: pathGlob(glob) })),
  ...butAmongTranslations.split(' ').map((glob) => ({ glob, fits: both(pathGlob(glob), (path) => !translations.test(path)) })),
  { glob: 'id_*', fits: (path: string) => otherKeyFile.test(path) },
].map(({ glob, fits }) => ({ glob, fits: orItsCopy(fits) }));

function both(one: Fits, other: Fits): Fits {
  return (path) => one(path) && other(path);
}

function orItsCopy(fits: Fits): Fits {
  return (path) => fits(path) || (endOfCopy.test(path) && fits(path.replace(endOfCopy, '')));
}
