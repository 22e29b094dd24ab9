import type { Memento } from 'vscode';

/** What the editor keeps for the user, and for this workspace. Neither lies where a repository could write it. */
export interface RulesMemoryPorts {
  readonly user: Pick<Memento, 'get' | 'update'>;
  readonly workspace: Pick<Memento, 'get' | 'update'>;
}

const approvedKey = 'farthing.rules.approved';
const lastGoodKey = 'farthing.rules.lastGood';

type Texts = Readonly<Record<string, string>>;

/** What of rules outlives the window: which contents the user approved, and the last texts without a mistake. */
export class RulesMemory {
  readonly #ports: RulesMemoryPorts;

  constructor(ports: RulesMemoryPorts) {
    this.#ports = ports;
  }

  isApproved(folder: string, hash: string): boolean {
    return entryOf(this.#ports.user.get<Texts>(approvedKey), folder) === hash;
  }

  /** Undefined: nothing of this folder is approved any more. */
  async approve(folder: string, hash: string | undefined): Promise<void> {
    await this.#ports.user.update(approvedKey, withEntry(this.#ports.user.get<Texts>(approvedKey), folder, hash));
  }

  /** Of the user's settings as JSON. */
  usersLastGood(): string | undefined {
    return this.#ports.user.get<string>(lastGoodKey);
  }

  async keepUsers(json: string | undefined): Promise<void> {
    if (json !== this.usersLastGood()) await this.#ports.user.update(lastGoodKey, json);
  }

  /** Of the file of this workspace's folder. */
  foldersLastGood(folder: string): string | undefined {
    return entryOf(this.#ports.workspace.get<Texts>(lastGoodKey), folder);
  }

  async keepFolders(folder: string, text: string | undefined): Promise<void> {
    if (text === this.foldersLastGood(folder)) return;
    await this.#ports.workspace.update(lastGoodKey, withEntry(this.#ports.workspace.get<Texts>(lastGoodKey), folder, text));
  }
}

function entryOf(texts: Texts | undefined, key: string): string | undefined {
  return texts && Object.hasOwn(texts, key) ? texts[key] : undefined;
}

function withEntry(texts: Texts | undefined, key: string, text: string | undefined): Texts {
  const others = Object.entries(texts ?? {}).filter(([name]) => name !== key);
  return Object.fromEntries(text === undefined ? others : [...others, [key, text]]);
}
