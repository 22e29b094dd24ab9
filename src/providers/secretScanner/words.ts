/** What a rule of secretlint finds, in words. Those missing are named after the service: `slack` is a `slack secret`. */
const words: Readonly<Record<string, string>> = {
  '1password': '1Password token',
  aws: 'AWS secret key',
  anthropic: 'API key',
  docker: 'Docker token',
  gcp: 'Google service account key',
  github: 'GitHub token',
  gitlab: 'GitLab token',
  groq: 'API key',
  huggingface: 'Hugging Face token',
  npm: 'npm token',
  openai: 'API key',
  privatekey: 'private key',
  sendgrid: 'SendGrid key',
  slack: 'Slack token',
  stripe: 'Stripe key',
};

export function wordsOf(ruleId: string): string {
  const service = ruleId.replace(/^@secretlint\/secretlint-rule-/, '');
  return words[service] ?? `${service} secret`;
}
