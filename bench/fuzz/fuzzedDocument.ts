import type { Snapshot, WholeText } from '../../src/core/completion/index.ts';
import { snapshotLimits } from '../../src/core/completion/index.ts';

/** A document and a cursor in it. The text has `\n` for line ends; what stands in the file may have `\r\n`. */
export class FuzzedDocument {
  readonly uri: string;
  readonly languageId: string;
  readonly lineEnd: '\n' | '\r\n';
  before: string;
  after: string;

  constructor({ uri, languageId, lineEnd, text }: { uri: string; languageId: string; lineEnd: '\n' | '\r\n'; text: string }) {
    this.uri = uri;
    this.languageId = languageId;
    this.lineEnd = lineEnd;
    this.before = text;
    this.after = '';
    this.moveTo(Math.floor(text.length / 2));
  }

  get whole(): WholeText {
    return { before: this.before, after: this.after };
  }

  /** As it would be saved. */
  get saved(): string {
    return this.asSaved(this.before + this.after);
  }

  asSaved(text: string): string {
    return this.lineEnd === '\n' ? text : text.replaceAll('\n', '\r\n');
  }

  /** The cursor's offset in the saved text. */
  get savedOffset(): number {
    return this.asSaved(this.before).length;
  }

  insert(text: string): void {
    this.before += text;
  }

  /** A cursor never stands within a character. */
  moveTo(offset: number): void {
    const text = this.before + this.after;
    const unit = text.charCodeAt(offset);
    const at = unit >= 0xdc00 && unit < 0xe000 ? offset + 1 : offset;
    this.before = text.slice(0, at);
    this.after = text.slice(at);
  }

  deleteLeft(): string {
    const last = [...this.before.slice(-2)].at(-1) ?? '';
    this.before = this.before.slice(0, this.before.length - last.length);
    return last;
  }

  snapshot(): Snapshot {
    const { uri, languageId, before, after } = this;
    const prefix = lastLines(before.slice(-snapshotLimits.charactersBefore), snapshotLimits.linesAbove);
    const suffix = after
      .slice(0, snapshotLimits.charactersAfter)
      .split('\n', snapshotLimits.linesBelow + 1)
      .join('\n');
    return { uri, path: uri.slice('file:///'.length), languageId, offset: before.length, prefix: whole(prefix), suffix: whole(suffix) };
  }
}

function lastLines(text: string, count: number): string {
  return text
    .split('\n')
    .slice(-(count + 1))
    .join('\n');
}

/** Without half of a character at either end. */
function whole(text: string): string {
  return text.replace(/^[\uDC00-\uDFFF]/, '').replace(/[\uD800-\uDBFF]$/, '');
}
