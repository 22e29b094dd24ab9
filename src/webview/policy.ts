import type {
  DocumentedFact,
  EndpointState,
  LayerState,
  PageCommand,
  PolicyState,
  RuleSetState,
  SpendState,
  SpendWords,
} from '../features/spend/protocol.ts';
import { make, type Part } from './dom.ts';
import type { Post } from './host.ts';

/** What decides who may be asked, and where it comes from. It is read here and changed in the settings. */
export function policyPart(words: SpendWords, post: Post): Part<SpendState> {
  const place = make('div', { class: 'policy', 'data-testid': 'policy' });
  let built = '';
  return {
    elements: [place],
    update: ({ policy }) => {
      const wanted = JSON.stringify(policy);
      // It changes seldom, and then as a whole.
      if (!policy || wanted === built) return;
      built = wanted;
      const focused = document.activeElement?.id;
      place.replaceChildren(...sectionsOf(policy, words, post));
      if (focused) document.getElementById(focused)?.focus();
    },
  };
}

function sectionsOf(policy: PolicyState, words: SpendWords, post: Post): readonly HTMLElement[] {
  const { inPolicy } = words;
  const link = (command: PageCommand, text: string): HTMLElement => linkTo(`run-${command}`, text, () => post({ type: 'run', command }));
  return [
    make('p', { class: 'quiet' }, inPolicy.readOnly),
    section(
      'paid',
      inPolicy.paidModels,
      [link('open-budget-settings', inPolicy.openBudgetSettings)],
      [make('p', { class: policy.paid.isOpen ? 'state open' : 'state closed' }, policy.paid.text)],
    ),
    section(
      'layers',
      inPolicy.dataPolicy,
      [link('open-policy-settings', inPolicy.openPolicySettings)],
      policy.layers.length === 0 ? [make('p', {}, inPolicy.noDataPolicy)] : policy.layers.map(layer),
    ),
    section(
      'rules',
      inPolicy.rules,
      [link('open-rules-settings', inPolicy.openRulesSettings), link('approve-rules', inPolicy.approveRules)],
      policy.rules.length === 0 ? [make('p', {}, inPolicy.noRules)] : policy.rules.map((set, index) => ruleSet(set, index, words, post)),
    ),
    section(
      'pins',
      inPolicy.pins,
      [link('choose-model', words.chooseModel)],
      policy.pins.length === 0
        ? [make('p', {}, inPolicy.noPins)]
        : [
            table(
              'pins',
              [words.request.kind, inPolicy.choice],
              policy.pins.map(({ kind, choice }) => [kind, choice]),
            ),
          ],
    ),
    section(
      'endpoints',
      inPolicy.endpoints,
      [link('open-endpoint-settings', inPolicy.openEndpointSettings)],
      policy.endpoints.length === 0 ? [make('p', {}, inPolicy.noEndpoints)] : [endpointsTable(policy.endpoints, words)],
    ),
  ];
}

function section(id: string, heading: string, links: readonly HTMLElement[], content: readonly HTMLElement[]): HTMLElement {
  return make(
    'section',
    { 'aria-labelledby': `${id}-heading`, 'data-testid': `policy-${id}` },
    make('div', { class: 'heading' }, make('h2', { id: `${id}-heading` }, heading), make('span', { class: 'links' }, ...links)),
    ...content,
  );
}

function linkTo(id: string, text: string, act: () => void): HTMLElement {
  const button = make('button', { type: 'button', class: 'link', id }, text);
  button.addEventListener('click', act);
  return button;
}

function layer({ name, statements, problems }: LayerState): HTMLElement {
  return make(
    'div',
    { class: 'layer' },
    make('h3', {}, name),
    ...problems.map((problem) => make('p', { class: 'problem' }, problem)),
    make('dl', { class: 'fact-list' }, ...statements.map((each) => make('div', {}, make('dt', {}, each.name), make('dd', {}, each.text)))),
  );
}

function ruleSet({ name, folder, notes, rules }: RuleSetState, index: number, words: SpendWords, post: Post): HTMLElement {
  const { inPolicy } = words;
  const open =
    folder === undefined ? [] : [linkTo(`open-rules-${index}`, inPolicy.openRulesFile, () => post({ type: 'open-rules', folder }))];
  return make(
    'div',
    { class: 'layer' },
    make('div', { class: 'heading' }, make('h3', { id: `rules-${index}` }, name), ...open),
    ...notes.map((note) => make('p', { class: 'quiet' }, note)),
    ...(rules.length === 0
      ? []
      : [
          table(
            `rules-${index}`,
            [inPolicy.ruleName, inPolicy.when, inPolicy.use],
            rules.map((rule) => [rule.name, make('code', {}, rule.when), rule.use]),
          ),
        ]),
  );
}

function endpointsTable(endpoints: readonly EndpointState[], { request, inPolicy }: SpendWords): HTMLElement {
  const headings = [request.endpoint, inPolicy.key, inPolicy.region, inPolicy.retention, inPolicy.training, inPolicy.jurisdiction];
  return table(
    'endpoints',
    headings,
    endpoints.map(({ id, provider, billing, key, canBeAsked, region, retention, training, jurisdiction }) => [
      make('span', { class: 'stacked' }, make('span', { class: 'name' }, id), make('span', { class: 'quiet' }, `${provider} · ${billing}`)),
      make('span', { class: canBeAsked ? '' : 'quiet' }, key),
      ...[region, retention, training, jurisdiction].map(documented),
    ]),
    'endpoints',
  );
}

function documented({ text, source }: DocumentedFact): HTMLElement {
  const link = source ? [make('a', { href: source.url, class: 'source' }, source.name)] : [];
  return make('span', { class: source ? 'stacked' : 'stacked quiet' }, make('span', {}, text), ...link);
}

/** Named after the heading above it. On a narrow page each cell stands under its heading. */
function table(id: string, headings: readonly string[], rows: readonly (readonly (string | HTMLElement)[])[], className = ''): HTMLElement {
  return make(
    'table',
    { class: `folding ${className}`, 'aria-labelledby': id.startsWith('rules-') ? id : `${id}-heading` },
    make('thead', {}, make('tr', {}, ...headings.map((text) => make('th', { scope: 'col' }, text)))),
    make(
      'tbody',
      {},
      ...rows.map((cells) =>
        make(
          'tr',
          {},
          ...cells.map((cell, index) =>
            make(index === 0 ? 'th' : 'td', { scope: index === 0 ? 'row' : undefined, 'data-heading': headings[index] }, cell),
          ),
        ),
      ),
    ),
  );
}
