import type { Segment, Tool } from '../task/index.ts';
import type { RedactedSegment, RedactedSegments, RedactedTools, Redaction, Redactor } from './redaction.ts';
import { CleanHoles } from './secrets/cleanHoles.ts';
import { type Clean, CleanTexts } from './secrets/cleanTexts.ts';
import { textOfTool, toolOf } from './secrets/cleanTool.ts';
import { type FileKind, fileKindOf } from './secrets/fileKind.ts';
import { placeholder } from './secrets/finding.ts';
import { isJson } from './secrets/json.ts';
import { sumCounts } from './secrets/replaceSecrets.ts';
import { type ScanForSecrets, SecretSearch } from './secrets/secretSearch.ts';
import { whenAllKnown, whenKnown } from './secrets/whenKnown.ts';

export interface RedactorPorts {
  /** The scanner, loaded when the first text has to be scanned. Where it fails nothing is sent: the next text tries again. */
  readonly load: () => Promise<ScanForSecrets>;
  /** So many characters of scanned texts are remembered for a kind of file; 16 million unless said otherwise, a few hundred files. */
  readonly mostCharacters?: number;
}

const defaultMostCharacters = 16_000_000;

export function createRedactor(ports: RedactorPorts): Redactor {
  const redactor = new PromptRedactor(ports);
  return Object.assign((segment: Segment) => redactor.segment(segment), {
    all: (segments: readonly Segment[]) => redactor.all(segments),
    tools: (tools: readonly Tool[]) => redactor.tools(tools),
  });
}

interface RedactedTool {
  readonly tool: Tool;
  readonly redactions: readonly Redaction[];
}

class PromptRedactor {
  /** The same text may be read more strictly in another kind of file. */
  readonly #texts: Readonly<Record<FileKind, CleanTexts>>;
  readonly #holes: Readonly<Record<FileKind, CleanHoles>>;
  /** A segment that is sent again is found without looking at its text. */
  readonly #segments = new WeakMap<Segment, RedactedSegment>();
  readonly #tools = new WeakMap<Tool, RedactedTool>();

  constructor({ load, mostCharacters = defaultMostCharacters }: RedactorPorts) {
    const search = new SecretSearch(load);
    const texts = (file: FileKind): CleanTexts => new CleanTexts(search, file, mostCharacters);
    this.#texts = { dotenv: texts('dotenv'), settings: texts('settings'), other: texts('other') };
    const holes = (file: FileKind): CleanHoles => new CleanHoles(search, this.#texts[file], file);
    this.#holes = { dotenv: holes('dotenv'), settings: holes('settings'), other: holes('other') };
  }

  segment(segment: Segment): RedactedSegment | Promise<RedactedSegment> {
    const known = this.#segments.get(segment);
    if (known) return known;
    return whenKnown(this.#withText(segment, this.#texts[fileKindOf(segment.name)].read(segment.text)), (redacted) => {
      this.#segments.set(segment, redacted);
      // What was redacted stays as it is.
      this.#segments.set(redacted.segment, redacted.segment === segment ? redacted : { segment: redacted.segment, redactions: [] });
      return redacted;
    });
  }

  all(segments: readonly Segment[]): RedactedSegments | Promise<RedactedSegments> {
    return whenKnown(this.#aroundCursor(segments), (texts) => {
      if (texts.size === 0 && segments.every((segment) => this.#isKnownToBeClean(segment))) return { segments, redactions: [] };
      const redacting = segments.map((segment) => {
        const text = texts.get(segment);
        return text ? this.#withText(segment, text) : this.segment(segment);
      });
      return whenAllKnown(redacting, (redacted) => ({
        segments: redacted.every(({ segment }, index) => segment === segments[index]) ? segments : redacted.map(({ segment }) => segment),
        redactions: redacted.flatMap(({ redactions }) => redactions),
      }));
    });
  }

  #isKnownToBeClean(segment: Segment): boolean {
    const known = this.#segments.get(segment);
    return known !== undefined && known.segment === segment && known.redactions.length === 0;
  }

  tools(tools: readonly Tool[]): RedactedTools | Promise<RedactedTools> {
    return whenAllKnown(
      tools.map((tool) => this.#tool(tool)),
      (redacted) => ({
        tools: redacted.every(({ tool }, index) => tool === tools[index]) ? tools : redacted.map(({ tool }) => tool),
        redactions: redacted.flatMap(({ redactions }) => redactions),
      }),
    );
  }

  #withText(segment: Segment, text: Clean | Promise<Clean>): RedactedSegment | Promise<RedactedSegment> {
    const calls = (segment.toolCalls ?? []).map(({ argumentsText }) => this.#texts.other.read(argumentsText));
    const thoughts = (segment.reasoning?.blocks ?? []).flatMap(({ texts }) => texts).map((thought) => this.#texts.other.read(thought));
    return whenKnown(text, (cleanText) =>
      whenAllKnown(calls, (cleanCalls) =>
        whenAllKnown(thoughts, (cleanThoughts) => redactedSegment(segment, cleanText, cleanCalls, cleanThoughts)),
      ),
    );
  }

  /** The texts on both sides of the cursor, where there is one. Which kind of file they stand in may be told by one of them only. */
  #aroundCursor(segments: readonly Segment[]): ReadonlyMap<Segment, Clean> | Promise<ReadonlyMap<Segment, Clean>> {
    const before = segments.filter(({ role }) => role === 'prefix');
    const after = before.length === 0 ? [] : segments.filter(({ role }) => role === 'suffix');
    if (after.length === 0) return new Map();
    const pieces = [...before, ...after];
    const file = fileKindOf(pieces.find(({ name }) => name !== undefined)?.name);
    const reading = this.#holes[file].read(pieces.map(({ text }) => text));
    return whenKnown(
      reading,
      (texts) => new Map(texts.flatMap((text, index) => pieces.slice(index, index + 1).map((piece) => [piece, text]))),
    );
  }

  #tool(tool: Tool): RedactedTool | Promise<RedactedTool> {
    const known = this.#tools.get(tool);
    if (known) return known;
    const original = textOfTool(tool);
    return whenKnown(this.#texts.other.read(original), (clean) => {
      const redacted = clean.text === original ? tool : toolOf(tool, clean.text);
      const result = { tool: redacted, redactions: redactionsOf([clean], redacted.name) };
      // What was redacted stays as it is.
      this.#tools.set(redacted, { tool: redacted, redactions: [] });
      this.#tools.set(tool, result);
      return result;
    });
  }
}

/** Reasoning is signed, so nothing is taken out of it: with a secret in it none of it goes, and its calls go without. */
function redactedSegment(segment: Segment, text: Clean, calls: readonly Clean[], thoughts: readonly Clean[]): RedactedSegment {
  const redactions = redactionsOf([text, ...calls, ...thoughts], segment.name);
  // Where a secret stands on both sides of the cursor it is counted on the one, and changes both.
  if (redactions.length === 0 && text.text === segment.text) return { segment, redactions };
  const toolCalls = segment.toolCalls?.map((call, index) => ({ ...call, argumentsText: argumentsOf(call.argumentsText, calls[index]) }));
  const { reasoning, ...others } = segment;
  const isKept = reasoning && sumCounts(thoughts.map(({ counts }) => counts)).size === 0;
  return { segment: { ...others, text: text.text, ...(toolCalls && { toolCalls }), ...(isKept && { reasoning }) }, redactions };
}

/** Providers take arguments apart: what was JSON stays JSON, and where too much of it went with a secret all of it goes. */
function argumentsOf(original: string, clean: Clean | undefined): string {
  if (clean?.text === original) return original;
  if (clean && (isJson(clean.text) || !isJson(original))) return clean.text;
  return JSON.stringify({ arguments: placeholder('text with secrets') });
}

function redactionsOf(texts: readonly Clean[], name: string | undefined): readonly Redaction[] {
  const counts = sumCounts(texts.map((text) => text.counts));
  return [...counts].map(([kind, count]) => ({ kind, count, ...(name !== undefined && { name }) }));
}
