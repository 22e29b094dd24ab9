// biome-ignore-all lint/suspicious/noTemplateCurlyInString: code of others, which is only looked at

/**
 * Secrets that were never any: put together here, so that no scanner of this repository takes them for real ones. Deterministic, and of no
 * repetition that a human would make.
 */
const drawn = 'q7Zt2LmX9vKc4RbN8sWd3HfJ6yGp1TaQ5uEo0iVxBnMzCkDwSrFhPjYlAgUe';

export const alphanumeric = (length: number, from = 0): string => drawn.repeat(3).slice(from, from + length);
const hexadecimal = (length: number): string => '9f3b07c2d81e64a5f0b9c3d7e2148a6b5c0d9e7f'.repeat(2).slice(0, length);
const capitals = (length: number): string => alphanumeric(60).toUpperCase().slice(0, length);

/** No secret: who is billed. */
const twilioAccount = `AC${[...hexadecimal(32)].toReversed().join('')}`;

const pemBody = Array.from({ length: 6 }, (_, line) => alphanumeric(64, line * 7)).join('\n');
const pemLine = (which: string, kind: string): string => `-----${which} ${kind}-----`;
const pem = (kind = 'RSA PRIVATE KEY'): string => `${pemLine('BEGIN', kind)}\n${pemBody}\n${pemLine('END', kind)}`;
const jwtPart = (object: object): string => btoa(JSON.stringify(object)).replaceAll('=', '');

/** What it is called, a text with it, and the secret itself. */
export type Sample = readonly [kind: string, text: string, secret: string];

const around = (kind: string, before: string, secret: string, after = ''): Sample => [kind, before + secret + after, secret];

/** Found by patterns of our own. */
export const ownSamples: readonly Sample[] = [
  around('AWS access key', 'id: ', `AKIA${capitals(16)}`),
  around('Google API key', 'const key = "', `AIza${alphanumeric(35)}`, '";'),
  around('Google OAuth secret', 'x ', `GOCSPX-${alphanumeric(28)}`),
  around('Google access token', 'x ', `ya29.${alphanumeric(60)}`),
  around('Google service account key', '{"type": "service_account", "private_key_id": "', hexadecimal(40), '"}'),
  around('private key', '{"private_key": "', pem('PRIVATE KEY').replaceAll('\n', '\\n'), '\\n"}'),
  around('JSON web token', 'x ', `${jwtPart({ alg: 'HS256', typ: 'JWT' })}.${jwtPart({ sub: '1234567890' })}.${alphanumeric(43)}`),
  around('private key', 'before\n', pem(), '\nafter'),
  around('private key', '', pem('OPENSSH PRIVATE KEY')),
  around('private key', '', pem('PRIVATE KEY').split('\n').slice(0, 4).join('\n')),
  around('private key', '', pem('EC PRIVATE KEY').split('\n').slice(2).join('\n'), '\nafter'),
  around('private key', 'key = (\n  "', pem().replaceAll('\n', '\\n" +\n  "'), '")'),
  around('API key', 'x ', `sk-${alphanumeric(48)}`),
  around('API key', 'x ', `sk-ant-api03-${alphanumeric(60)}-${alphanumeric(20)}`),
  around('API key', 'x ', `sk-or-v1-${hexadecimal(64)}`),
  around('API key', 'x ', `sk-proj-${alphanumeric(40)}_${alphanumeric(20, 9)}`),
  around('API key', 'x ', `gsk_${alphanumeric(40)}`),
  around('API key', 'x ', `xai-${alphanumeric(60)}`),
  around('Azure account key', 'DefaultEndpointsProtocol=https;AccountName=a;AccountKey=', `${alphanumeric(60)}ab==`, ';'),
  around('authorization', 'curl -H "Authorization: Bearer ', alphanumeric(40), '" https://models.example'),
  around('password', 'DATABASE = "postgres://app:', 's3cr3t-Pa55', '@db.example:5432/app"'),
  around('password', 'redis://:', 'hunter22x', '@cache:6379'),
  around('password', '"Server=db;User Id=sa;Password=', 'Hunter2Hunter', ';"'),
  around('password', 'password = "', 'hunter2', '"'),
  around('password', "DB_PASSWORD: '", 'Tr0ub4dor&3', "'"),
  around('password', '{"content":"password = \\"', 'hunter2!', '\\"\\n"}'),
  around('password', 'if (password === "', 'Tr0ub4dor&3', '")'),
  around('password', '<property><password>', 'Hunter22', '</password>'),
  around('secret', 'const apiKey: string = "', alphanumeric(32), '";'),
  around('secret', '"api_key": "', hexadecimal(32), '",'),
  around('secret', "client_secret => '", alphanumeric(24), "'"),
  around('secret', 'export AUTH_TOKEN=', alphanumeric(40), '\nnext'),
  around('secret', 'token: ', hexadecimal(40), '\n'),
  around('password', 'x = "postgres://app:', 'pa$$w0rd*9', '@db.example/app"'),
  around('secret', '//registry.example/:_authToken=', alphanumeric(36), '\n'),
  around('API key', 'x ', `pplx-${alphanumeric(48)}`),
  around('API key', 'KEY_', `sk-ant-api03-${alphanumeric(60)}-AA`),
  around('Hugging Face token', 'x ', `hf_${alphanumeric(34)}`),
  around('GitLab token', 'x ', `glrt-${alphanumeric(20)}`),
  around('PyPI token', 'x ', `pypi-AgEIcHlwaS5vcmc${alphanumeric(60)}`),
  around('DigitalOcean token', 'x ', `dop_v1_${hexadecimal(64)}`),
  around('Vault token', 'x ', `hvs.CAESI${alphanumeric(60)}`),
  around('Doppler token', 'x ', `dp.pt.${alphanumeric(43)}`),
  around('Doppler token', 'x ', `dp.st.prd_main.${alphanumeric(43)}`),
  around('age key', 'x ', `AGE-SECRET-KEY-1${'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L'.repeat(2).slice(0, 58)}`),
  around('signature of an address', 'https://a.example/c?sp=r&sig=', `${alphanumeric(43)}%3D`, '&x=1'),
  around('signature of an address', 'https://a.example/c?X-Amz-Date=1&X-Amz-Signature=', hexadecimal(64), '"'),
  around('password', 'curl -s -u admin:', 'h0rseBatt3ry9x', ' https://a.example'),
  around('password', "curl --user='admin:", 'horsebattery', "' https://a.example"),
  around('password', '{"auths":{"https://index.example/v1/":{"auth":"', btoa('user:Tr0ub4dor'), '"}}}'),
  around('password', 'machine a.example\n  login me\n  password ', 'h0rseBatt3ry9x', '\n'),
  around('password', 'curl -X POST \\\n  -u admin:', 'h0rseBatt3ry9x', ' https://a.example'),
  around('API key', 'x ', `nvapi-${alphanumeric(64)}`),
  around('API key', 'x ', `whsec_${alphanumeric(32)}`),
  around('API key', 'x ', `lsv2_pt_${hexadecimal(32)}_${hexadecimal(10)}`),
  around('Slack token', 'KEY_', `xoxb-${'123456789012'}-${alphanumeric(24)}`),
  around('Google API key', 'KEY_', `AIza${alphanumeric(35)}`),
  around('authorization', 'curl -H "x-api-key: ', alphanumeric(40), '" https://a.example'),
  around('authorization', "headers: ['X-Auth: ", alphanumeric(40), "']"),
  around('authorization', 'Cookie: session=', alphanumeric(40), '; a=b'),
  around('password', 'mysql -u root -p', 'horsebattery', ' shop < dump.sql'),
  around('password', 'mysqldump -uroot -p', 'Hunter2x', ' --all-databases > all.sql'),
  around('password', "docker exec db mysql -uroot -p'", 'h0rse batt3ry $9', "' -e 'select 1'"),
  around('password', '{"command":"mariadb -u me -p\\"', 'h0rse batt3ry', '\\" shop"}'),
  around('password', 'mysqladmin \\\n  -u root \\\n  -p', 'horsebattery', ' status'),
  around('password', 'sshpass -p ', 'horsebattery', ' ssh me@host.example'),
  around('password', "sshpass -p'", 'h0rse batt3ry', "' scp a me@host.example:"),
  around('password', 'PGPASSWORD=', 'horsebattery', ' psql -h db.example -U me'),
  around('password', "export MYSQL_PWD='", 'horse battery', "'; mysql"),
  around('password', '{"command":"PGPASSWORD=\\"', 'horsebattery', '\\" pg_dump shop"}'),
  around('password', 'docker run -e POSTGRES_PASSWORD=', 'Hunter2x', ' -p 5432:5432 postgres'),
  around('password', 'mongodump --username me --password=', 'horsebattery', ' --out dump'),
  around('password', "keytool -list --store-password='", 'horse battery', "'"),
  around('password', 'influx user create --password ', 'Hunter2x', ' --name me'),
  around('Twilio API key', 'x ', `SK${hexadecimal(32)}`),
  around('secret', `new Twilio("${twilioAccount}", "`, hexadecimal(32), '")'),
  around('secret', `curl 'https://a.example' --user ${twilioAccount}:`, hexadecimal(32), ' -d x'),
  around('secret', 'client = Mistral("', alphanumeric(32), '")'),
  around('secret', "const mistralKey = '", alphanumeric(32), "';"),
  around('secret', 'MISTRAL_API_KEY=', alphanumeric(32), '\n'),
  around('secret', 'const exa = new Exa("', '9f3b07c2-d81e-44a5-b0b9-c3d7e2148a6b', '");'),
  around('secret', 'EXA_API_KEY=', '9f3b07c2-d81e-44a5-b0b9-c3d7e2148a6b', '\n'),
];

/** Found at the end of a text only: the cursor stands there, and the closing quote is still to come. */
export const openSamples: readonly Sample[] = [
  around('password', 'const password = "', 'S3cr3tPass!9'),
  around('password', "login('me', { password: '", 'f(x)=2;{y}9'),
  around('secret', '"api_key": "', hexadecimal(32)),
];

/** Found by the scanner. */
export const scannerSamples: readonly Sample[] = [
  around('AWS secret key', 'aws_secret_access_key = ', `/+${alphanumeric(38)}`, '\n'),
  around('GitHub token', 'x ', `ghp_${alphanumeric(36)}`),
  around('GitLab token', 'x ', `glpat-${alphanumeric(20)}`),
  around('Slack token', 'x ', `xoxb-${'123456789012'}-${alphanumeric(24)}`),
  around('Stripe key', 'x ', `sk_live_${alphanumeric(24)}`),
  around('npm token', 'x ', `npm_${alphanumeric(36)}`),
  around('Hugging Face token', 'x ', `hf_${'AbCdEfGhIjKlMnOpQrStUvWxYzAbCdEfGh'}`),
];

/** What begins a line of a file that a tool writes: in the arguments of its call the `n` of `\\n` stands right before it. */
export const keysAtLineStart: readonly Sample[] = [...ownSamples, ...scannerSamples].flatMap(([kind, , secret]) =>
  [
    ...['password', 'secret', 'authorization', 'private key', 'Azure account key', 'AWS secret key', 'Google service account key'],
    'signature of an address',
  ].includes(kind)
    ? []
    : [around(kind, 'a\n', secret, '\n')],
);

/** Code and words that speak of secrets, and hold none. */
export const harmless: readonly string[] = [
  'const password = getPassword();',
  'const password = "";',
  "const password = process.env.DB_PASSWORD ?? 'postgres';",
  'password: string;',
  'function login(user: string, password: string): Promise<Token> {}',
  'if (password === undefined) throw new Error("Enter your password");',
  '<label for="password">Password</label><input type="password" name="password" placeholder="Your password" />',
  'password: "required|min:8|confirmed"',
  "passwordField = 'user_password'",
  'password: "auth.forgotPassword.title"',
  't(\'token\') + ": " + token',
  'const token = await generateToken2FromUser1(request);',
  'token = request.headers["x-api-key"]',
  'const secret = vault.read("kv/data/app");',
  'api_key: ${{ secrets.API_KEY }}',
  'apiKey: "<your-api-key>"',
  'apiKey: "your-api-key-here-1234567890"',
  'API_KEY="{{ api_key_2024 }}"',
  'export TOKEN=$(cat token.txt)',
  'token: "xxxxxxxxxxxxxxxxxxxxxxxx"',
  'maxTokens: 4096, tokens = 123456789012345678',
  'type Token = "identifier" | "keyword" | "punctuation";',
  'token: TokenKind.StringLiteral2WithEscapes,',
  'tokenUrl = "https://auth.example/oauth2/v2/token"',
  'secretName: "projects/my-project/secrets/db-password-1"',
  'AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE',
  'const key = "ArrowDown"; map.set(key, "Escape")',
  'monkey: "banana-split-2000-deluxe"',
  'if (text.includes("-----BEGIN PRIVATE KEY-----")) return true;',
  'const pem = /-----BEGIN PRIVATE KEY-----[\\s\\S]+?-----END PRIVATE KEY-----/g;',
  '-----BEGIN CERTIFICATE-----\nMIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBaMQswCQYDVQQGEwJJ\n-----END CERTIFICATE-----',
  '.sk-fading-circle .sk-circle-before-animation-delay { }',
  'https://example.com:8080/path?user@host',
  'postgres://user:${PASSWORD}@localhost/app',
  'postgres://user:password@localhost/app',
  'postgres://user:$PASSWORD@localhost/app and postgres://user:***@localhost/app',
  "expect(byLabel('Password:').value).toBe(text2",
  'git@github.com:owner/repository.git and ssh://git@github.com:22/x',
  'import sha from "sha512-9f3b07c2d81e64a5f0b9c3d7e2148a6b5c0d9e7f"',
  '"integrity": "sha512-q7Zt2LmX9vKc4RbN8sWd3HfJ6yGp1TaQ5uEo0iVxBnMzCkDwSrFhPjYlAgUe=="',
  'commit 9f3b07c2d81e64a5f0b9c3d7e2148a6b5c0d9e7f',
  'id = "550e8400-e29b-41d4-a716-446655440000"',
  'Authorization: Bearer ${token}',
  'headers: { authorization: `Bearer ${await accessToken()}` }',
  "expect(screen.getByLabelText('Password:')).toBeVisible();",
  '<Password>{value}</Password><xs:token>NMTOKENS</xs:token>',
  'eyJhbGciOiJIUzI1NiJ9',
  '.nav_sk-fading-circle-before-animation-delay { }',
  'curl -u user:password https://a.example; curl -u "$USER:$TOKEN" https://a.example; curl -u admin:changeme b',
  'curl -X POST --data-urlencode url:https://a.example -u',
  '{"auth": "bearer", "other": {"auth": "required2024"}}',
  'a machine to login with password access, and the default login is password based',
  'const hf_configuration_of_the_second_tokenizer2 = load_hf_model(name);',
  'url = `${base}?sp=r&sig=${signature}`; other = "?sig=<signature-of-32-bytes-or-more-in-base64>"',
  'pypi-attestations-of-a-package-with-a-long-name-0.0.21',
  'glft-component-of-the-second-generation-2',
  'const nfp_the_second_configuration_of_the_parser2 = e2b_sandbox_with_a_long_name_of_words2;',
  'curl -H "x-api-key: $API_KEY" -H "x-auth: <your-token-of-2024-here>" -H "x-request-id: 550e8400-e29b-41d4-a716-446655440000" b',
  'Set-Cookie: theme=dark; Path=/; Expires=Wed, 21 Oct 2026 07:28:00 GMT',
  '[redacted: password] = "[redacted: secret]"',
  'mysql -u root -p shop; mysql -uroot -p"$PASSWORD" shop; mysql -p${DB_PASSWORD} shop; mysql -u root -p<password> -ppassword',
  'mysql --protocol=tcp --port=3306; mkdir -p mysql && mysql -v && mkdir -pvv build',
  'docker run --name mysql -p3306:3306 mysql:8; ssh mysql -p2222',
  'sshpass -p "$PASSWORD" ssh host; sshpass -e ssh host; sshpass -p <password> ssh host',
  'PGPASSWORD=$PASSWORD psql; PGPASSWORD="${{ secrets.DB_PASSWORD }}" psql; PGPASSWORD=$(pass db) psql; PGPASSWORD=password psql',
  'subprocess.run(command, env=dict(os.environ, PGPASSWORD=database_password2, MYSQL_PWD=settings.password))',
  'psql --password; docker login --password-stdin; borg --password-file=/run/secrets/db_1',
  'tool --password=PASSWORD; tool --password=$PASSWORD; tool --password=%PASSWORD%; tool --password={password}; tool --password=<pw>',
  'parser.add_argument("--password", help="the --password option is required: --password=STRING or --password prompt")',
  'args.push(`--password=${password}`, "--password=" + password, "--db-password=changeme")',
  'export OLD_PWD=/srv/app2; docker run -e POSTGRES_PASSWORD=postgres; docker run -e MYSQL_PASSWORD mysql',
  'TASK9f3b07c2d81e64a5f0b9c3d7e2148a6b and SK9F3B and AC9f3b07c2d81e64a5f0b9c3d7e2148a6b5c',
  'models = { "mistral": "9f3b07c2d81e64a5f0b9c3d7e2148a6b" }; load("mistralai/Mistral-7B-Instruct-v0.3")',
  'new Exa(process.env.EXA_API_KEY); new Exa("YOUR_EXA_API_KEY"); new Example("9f3b07c2-d81e-44a5-b0b9-c3d7e2148a6b")',
];
