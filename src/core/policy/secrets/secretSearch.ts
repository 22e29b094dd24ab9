import { ProviderError } from '../../task/index.ts';
import { blankEscapes, withWholeEscapes } from './escapes.ts';
import type { FileKind } from './fileKind.ts';
import type { SecretFinding } from './finding.ts';
import { findSecrets } from './findSecrets.ts';

/** Looks for secrets of all kinds of services. */
export type ScanForSecrets = (text: string) => Promise<readonly SecretFinding[]>;

/** What a token can begin with right behind an escape. Shorter than any that the scanner knows; a word that follows `\n` in code is shorter. */
const tokenBehindEscape = /\\(?:u[\da-fA-F]{4}|["'`nrtbfv\\])[\w.~+/=:@-]{16}/;

/** Our own patterns and the scanner together. Where the scanner fails nothing is sent: the next text tries again. */
export class SecretSearch {
  readonly #load: () => Promise<ScanForSecrets>;
  #scanner: Promise<ScanForSecrets> | undefined;

  constructor(load: () => Promise<ScanForSecrets>) {
    this.#load = load;
  }

  /** Throws `ProviderError` (`policy`) where the text could not be scanned. */
  async find(text: string, file: FileKind): Promise<readonly SecretFinding[]> {
    const scan = await this.#loadScanner();
    const blanked = tokenBehindEscape.test(text) ? blankEscapes(text) : undefined;
    try {
      const scanned = [...(await scan(text)), ...(blanked === undefined ? [] : await scan(blanked))];
      return [...findSecrets(text, file), ...withWholeEscapes(text, scanned)];
    } catch (cause) {
      throw notScanned(cause);
    }
  }

  #loadScanner(): Promise<ScanForSecrets> {
    this.#scanner ??= this.#load().catch((cause: unknown) => {
      this.#scanner = undefined;
      throw notScanned(cause);
    });
    return this.#scanner;
  }
}

function notScanned(cause: unknown): ProviderError {
  return new ProviderError('policy', 'the prompt could not be scanned for secrets, and leaves only when it was', { cause });
}
