import type { AgentWords, AnswerItem } from '../../features/agent/protocol.ts';
import { make, type Part, setAttribute, setText } from '../dom.ts';
import type { Post } from './agentHost.ts';
import { factsPart } from './facts.ts';
import { blockNode, type MarkdownDoes, markdownDoes } from './markdown/markdownNodes.ts';
import { type MarkdownChange, StreamedMarkdown } from './markdown/streamedMarkdown.ts';

/** After so long without more, what is behind is shown. */
const pauseMs = 200;

/** An answer of a model, while it comes and afterwards. */
export class AnswerPart implements Part<AnswerItem> {
  readonly elements: readonly HTMLElement[];
  readonly #does: MarkdownDoes;
  readonly #text = make('div', { class: 'markdown' });
  readonly #cost = make('span');
  readonly #why: HTMLElement;
  readonly #facts = factsPart();
  readonly #element: HTMLElement;
  #markdown = new StreamedMarkdown();
  /** All that came. */
  #source = '';
  #open: readonly HTMLElement[] = [];
  #isEnded = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(words: AgentWords, post: Post) {
    this.#does = markdownDoes(words, post);
    this.#why = make(
      'details',
      { class: 'why' },
      make(
        'summary',
        { 'data-testid': 'why' },
        make('span', { class: 'heard-only' }, `${words.cost} `),
        this.#cost,
        ' · ',
        words.whyThisModel,
      ),
      ...this.#facts.elements,
    );
    const speaker = make('span', { class: 'heard-only' }, words.agent);
    this.#element = make('li', { class: 'answer', 'data-testid': 'answer' }, speaker, this.#text, this.#why);
    this.elements = [this.#element];
  }

  update({ markdown, isStreaming, cost, facts }: AnswerItem): void {
    if (markdown !== this.#source) this.#bring(markdown);
    if (!isStreaming && !this.#isEnded) this.#end();
    // What is busy is not read out until it is whole.
    setAttribute(this.#element, 'aria-busy', isStreaming ? 'true' : undefined);
    this.#why.hidden = cost === undefined;
    setText(this.#cost, cost ?? '');
    this.#facts.update(facts);
  }

  /** `from` characters came before it; false where some of them did not come here. */
  hear(from: number, text: string): boolean {
    const missing = this.#source.length - from;
    if (missing < 0 || this.#isEnded) return this.#isEnded;
    this.#append(text.slice(missing));
    return true;
  }

  #bring(markdown: string): void {
    if (this.#isEnded || !markdown.startsWith(this.#source)) this.#begin();
    this.#append(markdown.slice(this.#source.length));
  }

  #begin(): void {
    this.#markdown = new StreamedMarkdown();
    this.#source = '';
    this.#open = [];
    this.#isEnded = false;
    this.#text.replaceChildren();
  }

  #append(text: string): void {
    if (text === '') return;
    this.#source += text;
    clearTimeout(this.#timer);
    const change = this.#markdown.append(text);
    if (change) this.#show(change);
    else this.#timer = setTimeout(() => this.#catchUp(), pauseMs);
  }

  #catchUp(): void {
    const change = this.#isEnded ? undefined : this.#markdown.catchUp();
    if (change) this.#show(change);
  }

  #end(): void {
    clearTimeout(this.#timer);
    this.#show(this.#markdown.end());
    this.#isEnded = true;
  }

  #show({ settled, open }: MarkdownChange): void {
    for (const element of this.#open) element.remove();
    const nodes = (blocks: MarkdownChange['open']): readonly HTMLElement[] => blocks.map((block) => blockNode(block, this.#does));
    this.#open = nodes(open);
    this.#text.append(...nodes(settled), ...this.#open);
  }
}
