import type * as vscode from 'vscode';
import type { OutcomeEvent } from '../../core/ledger/index.ts';
import { type OutcomePorts, outcomeNow, sharedCharacters } from '../../platform/chatRequestOutcomes.ts';
import { keyOf, type Repository } from './git.ts';

interface Written {
  readonly taskId: string;
  /** All of it, with what the user had typed before. */
  readonly text: string;
  readonly characters: number;
  readonly record: (event: OutcomeEvent) => void;
  readonly variant: number;
  readonly listener: vscode.Disposable;
}

/** Of less than this share of a message that is left, the user wrote another one. An ASSUMPTION. */
const leastKept = 0.5;

/** The messages that lie in input boxes, and what becomes of them: committed as they are, changed, replaced by another one, or not taken. */
export class WrittenMessages {
  readonly #ports: OutcomePorts;
  readonly #written = new Map<string, Written>();

  constructor(ports: OutcomePorts) {
    this.#ports = ports;
  }

  /** What lies there untouched. */
  untouched(repository: Repository): { readonly variant: number; readonly text: string } | undefined {
    const written = this.#written.get(keyOf(repository));
    return written && repository.inputBox.value === written.text ? written : undefined;
  }

  /** Another one is asked for in place of it. */
  retried(repository: Repository): void {
    this.#tell(repository, 'retried', 0, false);
    this.#forget(repository);
  }

  keep(repository: Repository, written: Omit<Written, 'listener'>): void {
    this.#forget(repository);
    const listener = repository.onDidCommit(() => void this.#committed(repository));
    this.#written.set(keyOf(repository), { ...written, listener });
    this.#tell(repository, 'shown', written.characters, false);
  }

  dispose(): void {
    for (const { listener } of this.#written.values()) listener.dispose();
    this.#written.clear();
  }

  async #committed(repository: Repository): Promise<void> {
    const written = this.#written.get(keyOf(repository));
    if (!written) return;
    written.listener.dispose();
    const message = await repository.getCommit('HEAD').then(
      (commit) => commit.message.trim(),
      () => undefined,
    );
    // Meanwhile another one may have been written.
    if (message === undefined || this.#written.get(keyOf(repository)) !== written) return;
    const text = written.text.trim();
    const kept = message === text ? written.characters : Math.min(written.characters, sharedCharacters(text, message));
    if (message === text) {
      this.#tell(repository, 'accepted', kept, false);
    } else {
      // That it was changed says less than that it was taken as it is.
      this.#tell(repository, kept >= leastKept * written.characters ? 'accepted' : 'rejected', kept, true);
    }
    if (kept >= leastKept * written.characters) this.#tell(repository, 'kept', kept, message !== text);
    this.#forget(repository);
  }

  #tell(repository: Repository, type: OutcomeEvent['type'], characters: number, isInferred: boolean): void {
    const written = this.#written.get(keyOf(repository));
    written?.record(outcomeNow(this.#ports, { taskId: written.taskId, type, characters, isInferred }));
  }

  #forget(repository: Repository): void {
    this.#written.get(keyOf(repository))?.listener.dispose();
    this.#written.delete(keyOf(repository));
  }
}
