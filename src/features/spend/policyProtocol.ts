/** The rules that hold now and where they come from. They are changed in the settings, not here. */
export interface PolicyState {
  /** May paid models be asked, in a sentence. */
  readonly paid: { readonly text: string; readonly isOpen: boolean };
  readonly layers: readonly LayerState[];
  readonly rules: readonly RuleSetState[];
  readonly pins: readonly { readonly id: string; readonly kind: string; readonly choice: string }[];
  /** The endpoints that can be asked first. */
  readonly endpoints: readonly EndpointState[];
}

/** What one place lays down of who may see what. */
export interface LayerState {
  readonly id: string;
  readonly name: string;
  readonly statements: readonly { readonly name: string; readonly text: string }[];
  /** What could not be read, and closes the cloud until it is corrected. */
  readonly problems: readonly string[];
}

export interface RuleSetState {
  readonly id: string;
  readonly name: string;
  /** Of a workspace folder: its file can be opened. */
  readonly folder?: string | undefined;
  readonly notes: readonly string[];
  readonly rules: readonly { readonly name: string; readonly when: string; readonly use: string }[];
}

export interface EndpointState {
  readonly id: string;
  readonly provider: string;
  readonly billing: string;
  /** "Key set", "no key", or that none is needed. */
  readonly key: string;
  readonly canBeAsked: boolean;
  readonly region: DocumentedFact;
  readonly retention: DocumentedFact;
  readonly training: DocumentedFact;
  readonly jurisdiction: DocumentedFact;
}

/** A property of an endpoint with its source; undocumented is unknown. */
export interface DocumentedFact {
  readonly text: string;
  readonly source?: { readonly url: string; readonly name: string } | undefined;
}

export interface PolicyWords {
  readonly readOnly: string;
  readonly paidModels: string;
  readonly openBudgetSettings: string;
  readonly dataPolicy: string;
  readonly noDataPolicy: string;
  readonly openPolicySettings: string;
  readonly rules: string;
  readonly noRules: string;
  readonly openRulesSettings: string;
  readonly openRulesFile: string;
  readonly approveRules: string;
  readonly ruleName: string;
  readonly when: string;
  readonly use: string;
  readonly pins: string;
  readonly noPins: string;
  readonly choice: string;
  readonly endpoints: string;
  readonly noEndpoints: string;
  readonly openEndpointSettings: string;
  readonly provider: string;
  readonly billing: string;
  readonly key: string;
  readonly region: string;
  readonly retention: string;
  readonly training: string;
  readonly jurisdiction: string;
}
