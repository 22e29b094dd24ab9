import * as vscode from 'vscode';
import type { AgentMode, Attachment, UserTurn } from '../../../core/agent/index.ts';
import { revealInvisible } from '../../../core/policy/index.ts';
import type { Image } from '../../../core/task/index.ts';
import { attachmentInWords } from './items.ts';
import type { ShownDraft } from './viewState.ts';

const { t } = vscode.l10n;

type Attached = { readonly id: string; readonly label: string } & ({ readonly attachment: Attachment } | { readonly image: Image });

/** Requests get slower and dearer with each of them. */
const mostAttachments = 20;

/** What the user is about to say, besides the text, which the page keeps. */
export class Draft implements ShownDraft {
  mode: AgentMode = 'agent';
  /** How long the text is, as far as the page has told. */
  characters = 0;
  readonly #newId: () => string;
  #attached: readonly Attached[] = [];

  constructor(newId: () => string) {
    this.#newId = newId;
  }

  get attachments(): ShownDraft['attachments'] {
    return this.#attached;
  }

  /** All that the model is told by it, in characters. */
  get size(): number {
    return this.#attached.reduce((sum, one) => sum + ('attachment' in one ? one.attachment.text.length : 0), this.characters);
  }

  attach(attachment: Attachment): void {
    this.#add({ id: this.#newId(), label: attachmentInWords(attachment), attachment });
  }

  attachImage(image: Image): void {
    const kilobytes = Math.ceil((image.base64.length * 3) / 4 / 1024);
    this.#add({ id: this.#newId(), label: t('Picture, {0} kB', kilobytes), image });
  }

  remove(id: string): void {
    this.#attached = this.#attached.filter((one) => one.id !== id);
  }

  turn(text: string): UserTurn {
    return {
      text,
      attachments: this.#attached.flatMap((one) => ('attachment' in one ? [one.attachment] : [])),
      images: this.#attached.flatMap((one) => ('image' in one ? [one.image] : [])),
    };
  }

  /** It was sent. The mode stays. */
  clear(): void {
    this.#attached = [];
    this.characters = 0;
  }

  #add(one: Attached): void {
    if (this.#attached.length < mostAttachments) {
      this.#attached = [...this.#attached, one];
      return;
    }
    const words = t('{0} attachments go with one message at the most: {1} was not attached.', mostAttachments, revealInvisible(one.label));
    void vscode.window.showWarningMessage(words);
  }
}
