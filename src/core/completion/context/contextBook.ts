import { LRUCache } from 'lru-cache';
import { stripInvisible } from '../../policy/index.ts';
import type { Segment } from '../../task/index.ts';
import type { Snapshot } from '../snapshot.ts';
import { type Chunk, chunkOf } from './chunk.ts';
import { ChunkRing } from './chunkRing.ts';
import { type CursorWindow, cursorWindow } from './cursorWindow.ts';
import { type EntryRules, type EntryVerdict, mayEnter } from './mayEnter.ts';
import type { Piece } from './piece.ts';
import { RecentEdits } from './recentEdits.ts';
import type { SourceFile } from './sourceFile.ts';
import { bytesOf, type Offered, StickySelection } from './stickySelection.ts';

/** A piece of text that has a name: what it defines. */
export interface NamedChunk extends Chunk {
  readonly name: string;
}

/** One of another file. */
export type NamedPiece = NamedChunk & Piece;

/** What a file was found to hold, at one of its versions. */
export interface KnownFile {
  readonly file: SourceFile;
  readonly chunks: readonly Chunk[];
  /** What it defines, by the editor's own symbols. */
  readonly symbols: readonly NamedChunk[];
}

export interface ContextQuestion {
  readonly snapshot: Snapshot;
  readonly roomBytes: number;
  readonly nowMs: number;
  /** Lines of an open document as it is now: from the first to before `end`; undefined where it is not open. */
  readonly linesOf: (uri: string, start: number, end: number) => string | undefined;
  /** What comes before all else, whatever is similar: the earlier cells of a notebook, the staged changes. */
  readonly first?: readonly { readonly file: SourceFile; readonly text: string }[];
}

/** May text of it enter this prompt? */
type Enters = (file: SourceFile) => boolean;

const most = { files: 20, askingFiles: 32 } as const;

/** Of the room, so much is for what the user did just now, be there anything or not: the rest must not change for it. */
const editsShare = 1 / 6;
const firstShare = 2 / 3;

/** What places are worth by what they are, to which the similarity (0 to 1) is added. */
const worth = { named: 0.5, imported: 0.25, picked: 0.02 } as const;

/** Two texts of the same language have that much in common, whatever they are about. */
const leastSimilarity = 0.05;

/** More than this share of a text in the prompt already: it says nothing new. */
const mostOwnShare = 0.5;

/**
 * What is known of other places, and what of it stands in the next prompt. Whether a file may enter is asked anew for each prompt and of each
 * piece, wherever it was kept.
 */
export class ContextBook {
  readonly edits = new RecentEdits();
  readonly ring = new ChunkRing();
  readonly #rules: EntryRules;
  readonly #files = new LRUCache<string, KnownFile>({ max: most.files });
  /** By the file that imports. */
  readonly #definitions = new LRUCache<string, readonly NamedPiece[]>({ max: most.askingFiles });
  readonly #selection = new StickySelection();
  /** The same object for the same piece, so that who reads it for secrets knows it again. */
  readonly #segments = new WeakMap<Piece, Segment>();

  constructor(rules: EntryRules) {
    this.#rules = rules;
  }

  /** A file as it is by now. It is the most recent one from now on. */
  know(known: KnownFile): void {
    // Nothing is left of what it held before.
    if (known.file.content !== 'text') this.forget(known.file.uri);
    this.#files.set(known.file.uri, known);
  }

  /** The user looks at it. */
  touch(uri: string): void {
    this.#files.get(uri);
  }

  /** What the names that a file imports stand for. */
  define(askingUri: string, definitions: readonly NamedPiece[]): void {
    this.#definitions.set(askingUri, definitions);
  }

  /** A file or a folder was deleted or has another name: nothing of it is left. */
  forget(address: string): void {
    const isGone = (uri: string): boolean => uri === address || uri.startsWith(`${address}/`);
    const isKept = ({ file }: Piece): boolean => !isGone(file.uri);
    for (const uri of [...this.#files.keys()].filter(isGone)) this.#files.delete(uri);
    this.edits.forget(isGone);
    this.ring.keepOnly(isKept);
    for (const [asking, pieces] of [...this.#definitions.entries()]) this.#definitions.set(asking, pieces.filter(isKept));
  }

  /** The segments of role `context`, the most stable first. */
  segments(question: ContextQuestion): readonly Segment[] {
    const enters = this.#entering(question.snapshot);
    return [...this.#stable(question, enters), ...this.#edited(question, enters)];
  }

  /** Those that the next prompt begins with, wherever the cursor goes from here: what a server may be told ahead. */
  stableSegments(question: ContextQuestion): readonly Segment[] {
    return this.#stable(question, this.#entering(question.snapshot));
  }

  #stable({ snapshot, roomBytes, first = [] }: ContextQuestion, enters: Enters): readonly Segment[] {
    const isAll = isCommitBox(snapshot);
    const leading = lastFitting(first.filter(({ file }) => enters(file)).map(seen), roomBytes * (isAll ? 1 : firstShare));
    const taken = leading.reduce((sum, piece) => sum + bytesOf(piece), 0);
    this.ring.keepOnly(({ file }) => !isOutForGood(this.#verdictOf(file, snapshot)));
    const pieces = isAll ? [] : this.#chosen(snapshot, enters, Math.floor(roomBytes * (1 - editsShare)) - taken);
    return [
      ...leading.map(({ file, text }): Segment => ({ role: 'context', stability: 'session', text, name: file.path })),
      ...pieces.map((piece) => this.#segmentOf(piece)),
    ];
  }

  #chosen(snapshot: Snapshot, enters: Enters, roomBytes: number): readonly Piece[] {
    const around = cursorWindow(snapshot);
    return this.#selection.choose(this.#offered(snapshot, around, enters), roomBytes, (piece) => !standsIn(around, piece, snapshot));
  }

  #segmentOf(piece: Piece): Segment {
    const known = this.#segments.get(piece);
    if (known) return known;
    const segment: Segment = { role: 'context', stability: 'session', text: piece.text, name: piece.file.path };
    this.#segments.set(piece, segment);
    return segment;
  }

  /** All that could stand there now. */
  #offered({ uri }: Snapshot, around: CursorWindow, enters: Enters): readonly Offered[] {
    const offered: Offered[] = [];
    const offer = (piece: Piece, score: number): void => {
      if (enters(piece.file)) offered.push({ piece, score });
    };
    for (const piece of this.#definitions.get(uri) ?? []) {
      const similarity = around.similarity(piece.identifiers);
      offer(piece, similarity + worth.imported + (around.names.includes(piece.name) ? worth.named : 0));
    }
    for (const { file, chunks, symbols } of this.#files.values()) {
      if (!enters(file)) continue;
      for (const symbol of symbols) {
        if (around.names.includes(symbol.name)) offer(pieceOf(file, symbol), worth.named + around.similarity(symbol.identifiers));
      }
      for (const chunk of chunks) {
        const similarity = around.similarity(chunk.identifiers);
        if (similarity >= leastSimilarity) offer(pieceOf(file, chunk), similarity);
      }
    }
    for (const piece of this.ring.kept) offer(piece, worth.picked + around.similarity(piece.identifiers));
    return offered;
  }

  /** What the user changed elsewhere just now, the oldest first. */
  #edited({ snapshot, roomBytes, nowMs, linesOf }: ContextQuestion, enters: Enters): readonly Segment[] {
    if (isCommitBox(snapshot)) return [];
    const recent = this.edits.recent(nowMs);
    if (recent.length === 0) return [];
    const around = cursorWindow(snapshot);
    const pieces = recent.flatMap(({ uri, start, end }) => {
      const file = this.#files.peek(uri)?.file;
      // With a line around them, so that it can be seen where they belong.
      const chunk = file && enters(file) ? chunkOf(linesOf(uri, Math.max(0, start - 1), end + 1) ?? '') : undefined;
      return file && chunk && !standsIn(around, pieceOf(file, chunk), snapshot) ? [pieceOf(file, chunk)] : [];
    });
    return lastFitting(pieces, roomBytes * editsShare).map(({ file, text }) => ({
      role: 'context',
      stability: 'turn',
      text,
      name: file.path,
    }));
  }

  /** Asked once for each file, by what is known of it last. */
  #entering(snapshot: Snapshot): Enters {
    const verdicts = new Map<string, boolean>();
    return (file) => {
      const known = verdicts.get(file.uri);
      if (known !== undefined) return known;
      const { enters } = this.#verdictOf(file, snapshot);
      verdicts.set(file.uri, enters);
      return enters;
    };
  }

  #verdictOf(file: SourceFile, snapshot: Snapshot): EntryVerdict {
    return mayEnter(this.#files.peek(file.uri)?.file ?? file, snapshot, this.#rules);
  }
}

const pieces = new WeakMap<Chunk, Piece>();

function pieceOf(file: SourceFile, chunk: Chunk): Piece {
  const known = pieces.get(chunk);
  if (known?.file === file) return known;
  const piece: Piece = { file, text: chunk.text, identifiers: chunk.identifiers };
  pieces.set(chunk, piece);
  return piece;
}

/** Not for this prompt only, and not because something is not known yet. */
function isOutForGood(verdict: EntryVerdict): boolean {
  return !verdict.enters && verdict.reason !== 'ignored-unknown' && verdict.reason !== 'other-folder';
}

/** The message of a commit is about its changes, and about nothing else that is open. */
function isCommitBox({ uri }: Snapshot): boolean {
  return uri.startsWith('vscode-scm:');
}

function seen<Each extends { readonly text: string }>(each: Each): Each {
  return { ...each, text: stripInvisible(each.text) };
}

/** Is it in the prompt's own text? Of the same file, three lines in a row are enough. */
function standsIn(around: CursorWindow, { file, text }: Piece, snapshot: Snapshot): boolean {
  const share = around.shareOf(text);
  return share > (file.path === snapshot.path && file.workspace === snapshot.workspace ? 0 : mostOwnShare);
}

/** The last ones that fit, in their order. */
function lastFitting<Each extends { readonly file: SourceFile; readonly text: string }>(
  all: readonly Each[],
  roomBytes: number,
): readonly Each[] {
  let room = roomBytes;
  return all
    .toReversed()
    .filter((each) => {
      room -= bytesOf(each);
      return room >= 0;
    })
    .toReversed();
}
