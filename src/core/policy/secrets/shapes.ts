import { isHarmless } from './assignments.ts';
import { commandPasswords } from './commandPasswords.ts';
import type { SecretFinding } from './finding.ts';
import { isWordy, looksRandom } from './randomness.ts';
import type { Shape } from './shape.ts';

const shapes: readonly Shape[] = [
  // The scanner knows them only together with account numbers, which are no secret. Amazon's documentation ends its own in EXAMPLE.
  {
    kind: 'AWS access key',
    pattern: /(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])/dg,
    isOne: (match) => !match.endsWith('EXAMPLE'),
  },
  { kind: 'Google API key', pattern: /(?<![A-Za-z0-9-])AIza[\w-]{35}(?![\w-])/dg },
  { kind: 'Google OAuth secret', pattern: /(?<![\w-])GOCSPX-[\w-]{28}(?![\w-])/dg },
  { kind: 'Google access token', pattern: /(?<![\w.-])ya29\.[\w-]{20,2048}/dg },
  {
    kind: 'Google service account key',
    pattern: /private_key_id\\{0,4}["']\s{0,9}:\s{0,9}\\{0,4}["'](?<secret>[0-9a-f]{40})(?![0-9a-f])/dg,
  },
  // Its header and payload are JSON objects: `{"` in base64 is `eyJ`.
  { kind: 'JSON web token', pattern: /(?<![\w-])eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{16,}/dg },
  // OpenAI, Anthropic (sk-ant-), OpenRouter (sk-or-), DeepSeek and others. Class names of style sheets begin like that too.
  { kind: 'API key', pattern: /(?<![A-Za-z0-9-])sk-[\w-]{20,}/dg, isOne: isDrawn },
  { kind: 'API key', pattern: /(?<![A-Za-z0-9-])(?:gsk_|xai-|pplx-|tgp_v1_|csk-|fw_|r8_)[\w-]{24,}/dg, isOne: isDrawn },
  // NVIDIA, Tavily, Jina, E2B, LangSmith, PostHog, Supabase, Notion, Stripe's webhooks, Sentry, PlanetScale, Netlify, Fly, Atlassian, Bitbucket.
  {
    kind: 'API key',
    pattern:
      /(?<![A-Za-z0-9-])(?:nvapi-|tvly-|jina_|e2b_|lsv2_(?:pt|sk)_|phx_|sbp_|sb_secret_|ntn_|whsec_|sntry[su]_|pscale_(?:tkn|pw|oauth)_|nfp_|fm2_|ATATT3|ATBB)[\w+/=-]{24,}/dg,
    isOne: isDrawn,
  },
  // The scanner takes what stands behind an underscore for a part of a word.
  { kind: 'Slack token', pattern: /(?<![A-Za-z0-9-])xox[abeoprs]-[\w-]{20,}/dg, isOne: isDrawn },
  // The scanner knows those without digits.
  { kind: 'Hugging Face token', pattern: /(?<![A-Za-z0-9-])(?:hf|api_org)_[A-Za-z0-9]{30,}/dg, isOne: isDrawn },
  // Of runners, deployments, jobs, triggers, feeds, mail, agents for Kubernetes, applications and feature flags.
  { kind: 'GitLab token', pattern: /(?<![A-Za-z0-9-])gl(?:rtr?|dt|cbt|ptt|ft|imt|agent|oas|soat|ffct)-[\w.-]{20,}/dg, isOne: isDrawn },
  // What all begin with is `pypi.org`, or `test.pypi.org`, as macaroons write it.
  { kind: 'PyPI token', pattern: /(?<![A-Za-z0-9-])pypi-AgE[\w-]{40,}/dg },
  { kind: 'DigitalOcean token', pattern: /(?<![A-Za-z0-9-])do[opr]_v1_[0-9a-f]{64}(?![0-9a-f])/dg },
  { kind: 'Vault token', pattern: /(?<![A-Za-z0-9.-])hv[sbr]\.[\w-]{24,}/dg, isOne: isDrawn },
  { kind: 'Doppler token', pattern: /(?<![A-Za-z0-9.-])dp\.(?:pt|st|ct|sa|scim|audit)\.(?:[\w-]{2,35}\.)?[A-Za-z0-9]{40,}/dg },
  { kind: 'Twilio API key', pattern: /(?<![A-Za-z0-9])SK[0-9a-f]{32}(?![A-Za-z0-9])/dg, isOne: isDrawn },
  // What stands behind a number of Twilio's is its token or its secret: `Client("AC...", "...")`, `-u SK...:...`.
  {
    kind: 'secret',
    pattern: /(?<![A-Za-z0-9])(?:AC|SK)[0-9a-f]{32}\\{0,4}["'`]?\s{0,9}[,:]\s{0,9}\\{0,4}["'`]?(?<secret>[A-Za-z0-9]{32})(?![A-Za-z0-9])/dg,
    isOne: isDrawn,
  },
  // Mistral says nothing of its keys' shape; scanners know them as 32 letters and digits of both cases, which sums of files are not.
  {
    kind: 'secret',
    pattern: /mistral[\w.\s:=("'-]{0,40}?\\{0,4}["'`](?<secret>[A-Za-z0-9]{32})\\{0,4}["'`]/dgi,
    isOne: (match) => /[A-Z]/.test(match) && /[g-z]/.test(match) && isDrawn(match),
  },
  // Nor does Exa: they are UUIDs, and tell themselves by whom they are given to.
  {
    kind: 'secret',
    pattern:
      /\b(?:Async)?Exa\(\s{0,9}(?:api_key\s{0,3}=\s{0,3})?\\{0,4}["'`](?<secret>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\\{0,4}["'`]/dg,
  },
  // Bech32 of 32 bytes.
  { kind: 'age key', pattern: /(?<![A-Z0-9])AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}(?![A-Z0-9])/dg },
  { kind: 'Azure account key', pattern: /(?:AccountKey|SharedAccessKey)=(?<secret>[A-Za-z0-9+/]{40,}={0,2})/dg },
  // An address that is signed is a key to what it names.
  {
    kind: 'signature of an address',
    pattern: /[?&](?:amp;)?(?:sig|X-Amz-Signature|X-Goog-Signature)=(?<secret>[\w%+/~.-]{32,1000}={0,2})/dgi,
    isOne: isDrawn,
  },
  {
    kind: 'authorization',
    pattern: /\bauthorization\\{0,4}["']?\s{0,9}[:=,]\s{0,9}\\{0,4}["'`]?(?:bearer|basic|token)\s{1,9}(?<secret>[\w.~+/=-]{16,})/dgi,
    isOne: (match) => !isWordy(match),
  },
  // A header in a string of its own, as `curl -H` and lists of headers have it; a field of an object is an assignment.
  {
    kind: 'authorization',
    pattern:
      /["'](?:api-?key|(?:private|job)-token|x-[\w-]{0,40}(?:key|token|secret|auth))\s{0,3}:\s{0,3}(?<secret>[\w.~+/=-]{16,2000})\\{0,4}["']/dgi,
    isOne: (match) => looksRandom(match, 16) && !isHarmless(match),
  },
  {
    kind: 'authorization',
    pattern: /\b(?:set-)?cookie\s{0,3}:\s{0,3}[\w.-]{1,60}=(?<secret>[\w.~+/%=-]{20,2000})/dgi,
    isOne: (match) => looksRandom(match, 20) && !isHarmless(match),
  },
  // A password in an address. What stands for one (`${password}`, `<password>`, `%s`, `***`) is none.
  {
    kind: 'password',
    pattern: /:\/\/[^\s:/@"'`<>\\]{0,200}:(?<secret>[^\s/@"'`<>{}\\[\]]{3,200})@(?=[\w[])/dg,
    isOne: isNoStandIn,
  },
  // ADO.NET, ODBC and JDBC: `Server=...;Password=...;`
  { kind: 'password', pattern: /;\s{0,9}(?:password|pwd)\s{0,9}=\s{0,9}(?<secret>[^\s;"'`<>{}$*\\[\]]{3,200})(?=[;"'`\s]|$)/dgi },
  // `-u name:password`.
  {
    kind: 'password',
    pattern:
      /\bcurl(?:\.exe)?\s(?:[^\r\n|;\\]|\\\r?\n|\\.){0,300}?(?<=\s)(?:-u\s{0,3}|--user[\s=]\s{0,3})\\{0,4}["']?[\w.@+-]{1,100}:(?<secret>[^\s"'`<>{}$\\]{3,200})/dg,
    isOne: (match) => isNoStandIn(match) && !isHarmless(match),
  },
  // Docker's own settings: `name:password` in base64.
  {
    kind: 'password',
    pattern: /["']auth\\{0,4}["']\s{0,9}:\s{0,9}\\{0,4}["'](?<secret>[A-Za-z0-9+/]{12,4000}={0,2})\\{0,4}["']/dg,
    isOne: isNameWithPassword,
  },
  // A line of a `.netrc`; sentences have no digits there.
  {
    kind: 'password',
    pattern: /\b(?:machine\s{1,9}\S{1,200}|default)\s{1,9}login\s{1,9}\S{1,200}\s{1,9}password\s{1,9}(?<secret>[^\s"'`<>{}$]{3,200})/dg,
    isOne: (match) => /[^a-z.,;:!?)-]/i.test(match) && isNoStandIn(match) && !isHarmless(match),
  },
  ...commandPasswords,
];

function isDrawn(match: string): boolean {
  return /\d/.test(match) && !isWordy(match);
}

/** What documentation, and templates, write in a password's place. */
function isNoStandIn(match: string): boolean {
  return !/^(?:pass(?:word)?|secret|pwd|x+|\*+|%s|\$\w+|\$\(\w+\)|\.{3})$/i.test(match);
}

function isNameWithPassword(base64: string): boolean {
  try {
    return /^[\x20-\x7e]+:[\x20-\x7e]+$/.test(atob(base64));
  } catch {
    return false;
  }
}

export function findShapes(text: string): readonly SecretFinding[] {
  return shapes.flatMap(({ kind, pattern, isOne }) =>
    [...text.matchAll(pattern)].flatMap((match) => {
      const secret = match.groups?.secret ?? match[0];
      const [start, end] = match.indices?.groups?.secret ?? [match.index, match.index + match[0].length];
      return isOne && !isOne(secret) ? [] : [{ kind, start, end }];
    }),
  );
}
