import * as vscode from 'vscode';
import type { Task } from '../../core/task/index.ts';
import { answerOf } from '../../platform/chatRequest.ts';
import { answerInWords, whyUnanswered } from '../../platform/chatRequestWords.ts';
import { type Changes, changesOf } from './changesOf.ts';
import type { CommitMessagePorts } from './commitMessagePorts.ts';
import { chosenRepository, gitApi, keyOf, type Repository } from './git.ts';
import { messageIn, messageSegments } from './messagePrompt.ts';
import { WrittenMessages } from './writtenMessages.ts';

const { t } = vscode.l10n;

/** A subject and a short body; whoever thinks first needs room for it. */
const mostOutputTokens = 1000;

/** So many of the last messages show how the repository writes them. */
const lastMessages = 6;

/** What is asked for, and what stands before it. */
interface Wish {
  /** What the user typed, and keeps. */
  readonly beginning: string;
  /** 1 for the second one that is asked for, and so on. */
  readonly variant: number;
}

export class MessageWriter {
  readonly #ports: CommitMessagePorts;
  readonly #written: WrittenMessages;
  /** Pressed again, the one under way is given up. */
  readonly #underWay = new Map<string, AbortController>();

  constructor(ports: CommitMessagePorts) {
    this.#ports = ports;
    this.#written = new WrittenMessages(ports);
  }

  async write(sourceControl: unknown): Promise<void> {
    if (!vscode.workspace.isTrusted) return tell(t('Farthing: commit messages are written once you trust this workspace.'));
    const api = await gitApi();
    if (!api) return tell(t('Farthing: the editor’s git extension is not available.'));
    const repository = chosenRepository(api, sourceControl);
    if (!repository) return tell(t('Farthing: open a file of the repository first.'));
    if (this.#stop(repository)) return;
    const wish = await this.#wishFor(repository);
    if (!wish) return;
    const controller = new AbortController();
    const key = keyOf(repository);
    this.#underWay.set(key, controller);
    try {
      await vscode.window.withProgress({ location: vscode.ProgressLocation.SourceControl }, () =>
        this.#writeInto(repository, wish, controller),
      );
    } finally {
      if (this.#underWay.get(key) === controller) this.#underWay.delete(key);
    }
  }

  dispose(): void {
    for (const controller of this.#underWay.values()) controller.abort();
    this.#written.dispose();
  }

  #stop(repository: Repository): boolean {
    const controller = this.#underWay.get(keyOf(repository));
    controller?.abort();
    return controller !== undefined;
  }

  /** What the user typed is theirs: it is kept or replaced only as they say. */
  async #wishFor(repository: Repository): Promise<Wish | undefined> {
    const untouched = this.#written.untouched(repository);
    if (untouched) {
      this.#written.retried(repository);
      repository.inputBox.value = '';
      return { beginning: '', variant: untouched.variant + 1 };
    }
    const typed = repository.inputBox.value;
    if (typed.trim() === '') return { beginning: '', variant: 0 };
    const keep = t('Keep It as the Beginning');
    const replace = t('Replace It');
    const words = t('Farthing: there is a message already.');
    const picked = await vscode.window.showWarningMessage(words, { modal: true }, keep, replace);
    // Typed on while the question was open.
    if (picked === undefined || repository.inputBox.value !== typed) return undefined;
    if (picked === keep) return { beginning: typed, variant: 0 };
    repository.inputBox.value = '';
    return { beginning: '', variant: 0 };
  }

  async #writeInto(repository: Repository, { beginning, variant }: Wish, controller: AbortController): Promise<void> {
    const { core, excluded, newId, log } = this.#ports;
    const { inputBox } = repository;
    const { router, policy, record } = await core();
    const changes = await changesOf(repository, { policy, isExcluded: excluded.isExcluded });
    if (!changes) return tell(t('Farthing: there are no changes to describe.'));
    if (changes.diff === '') return tell(t('Farthing: all changed files are kept from models, so there is nothing to describe.'));
    const task = taskOf(newId(), changes, { beginning, variant }, await messagesOf(repository));
    let shown = beginning;
    // The editor tells back late what was written into the box: until then it reads as it was before.
    const written = new Set([beginning]);
    const isOurs = (): boolean => written.has(inputBox.value);
    const show = (answer: string): void => {
      // The user types: it is theirs from here on.
      if (!isOurs()) controller.abort();
      if (controller.signal.aborted) return;
      shown = joined(beginning, messageIn(answer));
      written.add(shown);
      inputBox.value = shown;
    };
    if (!isOurs()) return;
    let text = '';
    const answer = await answerOf(router, task, controller.signal, (part) => {
      if (part.type !== 'text-delta') return;
      text += part.text;
      show(text);
    });
    const why = whyUnanswered(answer);
    if (why !== undefined) tell(why);
    if (answer.outcome !== 'answered' || !isOurs() || shown === beginning) return;
    log.info(`a commit message of ${changes.paths.length} files by ${answer.by.model.id}; ${changes.hiddenFiles} files were kept out`);
    this.#written.keep(repository, { taskId: task.id, text: shown, characters: shown.length - beginning.length, record, variant });
    vscode.window.setStatusBarMessage(t('Farthing: commit message by {0}', answerInWords(answer)), shownMs);
  }
}

const shownMs = 8000;

function tell(words: string): void {
  void vscode.window.showInformationMessage(words);
}

function joined(beginning: string, message: string): string {
  if (beginning === '' || message === '') return beginning + message;
  // A model may say again what was there already.
  if (message.startsWith(beginning.trim())) return beginning.trimEnd() + message.slice(beginning.trim().length);
  return /\s$/.test(beginning) ? beginning + message : `${beginning} ${message}`;
}

/** None in a repository without commits. */
async function messagesOf(repository: Repository): Promise<readonly string[]> {
  const commits = await repository.log({ maxEntries: lastMessages }).catch(() => []);
  return commits.map(({ message }) => message);
}

function taskOf(id: string, { diff, paths, hiddenFiles, workspace }: Changes, { beginning, variant }: Wish, last: readonly string[]): Task {
  return {
    id,
    kind: 'commit-message',
    segments: messageSegments({ diff, hiddenFiles, lastMessages: last, beginning }),
    maxOutputTokens: mostOutputTokens,
    stop: [],
    paths,
    origin: { trigger: 'command', ...(workspace !== undefined && { workspace }) },
    ...(variant > 0 && { variant }),
  };
}
