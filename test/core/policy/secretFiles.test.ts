import { describe, expect, it } from 'vitest';
import { isSecretFile } from '../../../src/core/agent/paths/index.ts';
import { builtInPathRules, matchPath } from '../../../src/core/policy/index.ts';

const files: readonly string[] = [
  ...['prod.env', '.dev.vars', '.dev.vars.staging', '.pgpass', '.my.cnf', '.htpasswd', '.vault-token', '.flaskenv', '.netrc~'],
  ...['certs/server.key', 'certs/key.pem.old', 'key.pem.1', 'a.jks', 'a.keystore', 'a.kdbx', 'a.ppk.bak', 'config/master.key', 'i18n.key'],
  ...['.docker/config.json', 'home/.kube/config', '.config/gh/hosts.yml', '.config/gcloud/access_tokens.db', '.gem/credentials'],
  ...[
    '.cargo/credentials.toml',
    '.terraform.d/credentials.tfrc.json',
    'infra/terraform.tfstate',
    'a.tfstate.backup',
    'infra/prod.auto.tfvars',
  ],
  ...['service-account.json', 'keys/service_account_prod.json', 'secrets.yaml', 'src/secrets.json', '.claude/.credentials.json'],
  ...['key.pem.old.bak', 'server.key.20240101', '.env (copy)', 'kubeconfig', 'client_secret_1.apps.json', 'a-firebase-adminsdk-b.json'],
  ...['.config/github-copilot/apps.json', '.gemini/oauth_creds.json', '.aws/sso/cache/a.json', '.vault_pass', 'rclone.conf', 'secret.yml'],
  ...['.codex/auth.json', 'file:///home/me/.codex/auth.json', 'file:///c:/Users/me/.docker/config.json', 'C:\\Users\\me\\prod.ENV'],
];

describe('A file that is there to hold secrets', () => {
  it('is for models on this machine only, by a pattern that is told', () => {
    expect(files.filter((file) => matchPath(file, builtInPathRules) === undefined)).toEqual([]);
    expect(matchPath('certs/key.pem.old', builtInPathRules)).toEqual({ use: 'local', path: 'certs/key.pem.old', glob: '*.pem' });
  });

  it('is no file of translations, nor code that speaks of secrets', () => {
    const others = [
      ...[
        'locales/de/credentials.json',
        'src/i18n/x.key',
        'lang/secret.json',
        'src/secrets.ts',
        'src/keystore.ts',
        'src/env.ts',
        'id_map.ts',
      ],
      ...['config.json', 'docker/config.json', 'hosts.yml', 'src/token', 'src/auth.json', 'data/keys.json', 'kubeconfig.ts', 'copy.ts'],
    ];
    expect(others.filter((file) => matchPath(file, builtInPathRules) !== undefined)).toEqual([]);
  });

  it('is read by the agent when the user says so, as are those that may hold one', () => {
    const more = ['.aws/config', '.kube/cache/a', 'nuget.config', '.git/config', '.envrc', '.yarnrc.yml'];
    expect([...files.map((file) => file.toLowerCase()), ...more].filter((file) => !isSecretFile(file))).toEqual([]);
  });
});
