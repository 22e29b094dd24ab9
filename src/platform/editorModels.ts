import * as vscode from 'vscode';
import type { Candidate, CatalogueModel, Endpoint, Model } from '../core/catalogue/index.ts';
import { priceOn } from '../core/catalogue/index.ts';
import { localDay } from '../core/ledger/index.ts';
import type { Clock } from '../core/router.ts';
import type { Log } from './log.ts';
import type { Observed } from './observed.ts';
import { onDidChangeSetting, readSetting } from './settings.ts';

export interface EditorModelsPorts {
  /** All rows of the catalogue: what a model of the same name costs elsewhere, and how good it is. */
  readonly models: { models(): readonly CatalogueModel[]; onDidChange(listener: () => void): { dispose(): void } };
  /** Of the extension's context: what the user said when the editor asked whether these models may be used. */
  readonly access: vscode.LanguageModelAccessInformation;
  /** The user said yes or no to a vendor's models: what was refused before may be asked again. */
  readonly onAccessChanged: (endpointId: string) => void;
  /** Told which they are, for those who show them; missing: nobody does. */
  readonly found?: Pick<Observed<readonly Candidate[]>, 'set'>;
  readonly clock: Clock;
  readonly log: Pick<Log, 'info' | 'warn'>;
}

/** The name of the adapter that speaks to them. */
export const editorModelAdapter = 'editor-model';

/** Ours come back through the same list: asking them would ask us. */
const ownVendor = 'farthing';

/**
 * Models that other extensions bring to the editor, as candidates, where the user switched it on: nobody is asked for them before. What they cost
 * is not told, so that they count as a flat plan. They leave the machine like any cloud, and where to and for how long is not known.
 */
export class EditorModels {
  readonly #ports: EditorModelsPorts;
  readonly #subscription: vscode.Disposable;
  /** By endpoint and id. */
  #models: ReadonlyMap<string, vscode.LanguageModelChat> = new Map();
  #made: { readonly today: string; readonly candidates: readonly Candidate[] } | undefined;
  /** Only the newest look counts. */
  #looks = 0;

  constructor(ports: EditorModelsPorts) {
    this.#ports = ports;
    this.#subscription = vscode.Disposable.from(
      onDidChangeSetting('editorModels.use', () => void this.look()),
      vscode.lm.onDidChangeChatModels(() => void this.look()),
      ports.models.onDidChange(() => this.#changed()),
      ports.access.onDidChange(() => {
        // Also of those that were refused until now, and are no candidates therefore.
        for (const vendor of new Set([...this.#models.values()].map((model) => model.vendor))) ports.onAccessChanged(endpointIdOf(vendor));
        this.#changed();
      }),
    );
  }

  /** Asks the editor which there are. Never rejects: what went wrong is in the log, and then there are none. */
  async look(): Promise<void> {
    this.#looks += 1;
    const look = this.#looks;
    const found = readSetting('editorModels.use') ? await this.#select() : [];
    if (look !== this.#looks) return;
    const others = found.filter(({ vendor }) => vendor !== ownVendor);
    const before = this.#models;
    this.#models = new Map(others.map((model) => [keyOf(endpointIdOf(model.vendor), model.id), model]));
    if (this.#models.size > 0 && before.size !== this.#models.size) {
      this.#ports.log.info(`models of the editor: ${others.map(({ vendor, id }) => `${vendor}/${id}`).join(', ')}`);
    }
    this.#changed();
  }

  /** None of those whose use the user refused. */
  candidates(): readonly Candidate[] {
    const { clock, models } = this.#ports;
    const today = localDay(clock.now(), clock.timeZone());
    if (this.#made?.today !== today) {
      const rows = models.models();
      const candidates = [...this.#models.values()]
        .filter((model) => this.#ports.access.canSendRequest(model) !== false)
        .map((model) => candidateOf(model, rowLike(rows, model.family), today));
      this.#made = { today, candidates };
    }
    return this.#made.candidates;
  }

  modelOf({ model, endpoint }: Candidate): vscode.LanguageModelChat | undefined {
    return this.#models.get(keyOf(endpoint.id, model.id));
  }

  dispose(): void {
    this.#looks += 1;
    this.#subscription.dispose();
    this.#models = new Map();
  }

  async #select(): Promise<readonly vscode.LanguageModelChat[]> {
    try {
      return await vscode.lm.selectChatModels();
    } catch (error) {
      this.#ports.log.warn(`the editor's models could not be listed: ${error}`);
      return [];
    }
  }

  #changed(): void {
    this.#made = undefined;
    this.#ports.found?.set(this.candidates());
  }
}

function keyOf(endpointId: string, modelId: string): string {
  return `${endpointId} ${modelId}`;
}

/** As it stands in pins, policies and the ledger. */
function endpointIdOf(vendor: string): string {
  return `editor-${vendor}`;
}

/** ASSUMPTION, where the catalogue has no model of that name: neither the weakest nor the strongest. */
const assumedTier = 'medium';

function candidateOf(chat: vscode.LanguageModelChat, row: CatalogueModel | undefined, today: string): Candidate {
  const price = row && priceOn(row.prices ?? [], today);
  const model: Model = {
    id: chat.id,
    tier: row && row.tier !== 'local' ? row.tier : assumedTier,
    canChat: true,
    // The stable API takes no pictures, and tells nothing of tools: they are tried.
    canSeeImages: false,
    contextTokens: chat.maxInputTokens,
    ...(row?.maxOutputTokens !== undefined && { maxOutputTokens: row.maxOutputTokens }),
    ...(row?.tokenizerRatio !== undefined && { tokenizerRatio: row.tokenizerRatio }),
    ...(row?.quality && { quality: row.quality }),
    ...(price && { price }),
  };
  return { model, endpoint: endpointOf(chat.vendor) };
}

const endpoints = new Map<string, Endpoint>();

/** The very same one for each vendor: what is known of an endpoint is found by it. */
function endpointOf(vendor: string): Endpoint {
  const known = endpoints.get(vendor);
  if (known) return known;
  const endpoint: Endpoint = {
    id: endpointIdOf(vendor),
    provider: vendor,
    adapter: editorModelAdapter,
    // Nothing is sent there: another extension sends it wherever it likes. RFC 2606 keeps `.invalid` for names that exist nowhere.
    baseUrl: 'https://editor.invalid',
    billing: 'subscription',
  };
  endpoints.set(vendor, endpoint);
  return endpoint;
}

/** By the exact name, that a gateway may have put its maker before. Where several have one, its maker's own row. */
function rowLike(rows: readonly CatalogueModel[], family: string): CatalogueModel | undefined {
  return rows.find(({ id }) => id === family) ?? rows.find(({ id }) => id.slice(id.lastIndexOf('/') + 1) === family);
}
