import * as v from 'valibot';
import type { ReasoningBlock, StreamPart } from '../../../core/task/index.ts';

/** Fields of a delta, and of the message that it comes back in. */
const plainFields = ['reasoning_content', 'reasoning'] as const;
type PlainField = (typeof plainFields)[number];

/** What others add to a delta: thoughts under one of two names, and OpenRouter's list, which holds signatures. */
export interface ReasoningDelta {
  readonly reasoning_content?: unknown;
  readonly reasoning?: unknown;
  readonly reasoning_details?: unknown;
}

type Detail = Readonly<Record<string, unknown>>;

/** The thoughts of an answer while they stream. */
export interface ReasoningUnderWay {
  add(delta: ReasoningDelta): void;
  /** Once: what is to go back under the name under which it came. */
  end(): readonly StreamPart[];
}

/**
 * OpenRouter's list where there is one: it translates it for each host, and says the same as the text beside it
 * (https://openrouter.ai/docs/guides/best-practices/reasoning-tokens). Pieces of one detail come one by one.
 */
export function assembleReasoning(): ReasoningUnderWay {
  const details: Detail[] = [];
  let plain = '';
  let field: PlainField | undefined;
  return {
    add(delta) {
      if (Array.isArray(delta.reasoning_details)) for (const piece of delta.reasoning_details.filter(isDetail)) addDetail(details, piece);
      const said = plainFields.find((name) => typeof delta[name] === 'string' && delta[name] !== '');
      if (!said) return;
      field ??= said;
      if (said === field) plain += delta[said];
    },
    end() {
      const parts = endOf(details.splice(0), field, plain);
      field = undefined;
      plain = '';
      return parts;
    },
  };
}

function endOf(details: readonly Detail[], field: PlainField | undefined, plain: string): readonly StreamPart[] {
  if (details.length > 0) {
    const texts = details.flatMap((detail) => readable(detail) ?? []);
    return [{ type: 'reasoning-end', texts, opaque: JSON.stringify(details.map(withoutText)) }];
  }
  return field === undefined || plain === '' ? [] : [{ type: 'reasoning-end', texts: [plain], opaque: field }];
}

const keptDetails = v.pipe(v.string(), v.parseJson(), v.array(v.record(v.string(), v.unknown())));

/** What an assistant's message says of its thoughts. */
export function reasoningFields(blocks: readonly ReasoningBlock[], isWanted: boolean): object {
  const fields = Object.assign({}, ...blocks.map(fieldOf)) as ReasoningDelta;
  return isWanted && fields.reasoning_content === undefined ? { reasoning_content: '' } : fields;
}

function fieldOf({ texts, opaque }: ReasoningBlock): object {
  const field = plainFields.find((name) => name === opaque);
  if (field) return { [field]: texts.join('') };
  const details = v.safeParse(keptDetails, opaque);
  if (!details.success) return {};
  const left = [...texts];
  return { reasoning_details: details.output.map((detail) => withText(detail, left)) };
}

const isDetail = (value: unknown): value is Detail => typeof value === 'object' && value !== null && !Array.isArray(value);

/** `reasoning.text` has its words in `text`, `reasoning.summary` in `summary`; nobody reads `reasoning.encrypted`. */
const textField = ({ type }: Detail): 'text' | 'summary' | undefined =>
  type === 'reasoning.text' ? 'text' : type === 'reasoning.summary' ? 'summary' : undefined;

function readable(detail: Detail): string | undefined {
  const field = textField(detail);
  const text = field && detail[field];
  return typeof text === 'string' ? text : undefined;
}

/** Its words stand apart, where they are looked through for secrets: `true` is their place. */
function withoutText(detail: Detail): Detail {
  const field = textField(detail);
  return field && readable(detail) !== undefined ? { ...detail, [field]: true } : detail;
}

function withText(detail: Detail, left: string[]): Detail {
  const field = textField(detail);
  return field && detail[field] === true ? { ...detail, [field]: left.shift() ?? '' } : detail;
}

/** A piece continues the last detail where both are of one kind and place; a signature comes with the last piece. */
function addDetail(details: Detail[], piece: Detail): void {
  const last = details.at(-1);
  const field = textField(piece);
  if (!last || field === undefined || last.type !== piece.type || last.index !== piece.index) {
    details.push(piece);
    return;
  }
  const told = Object.fromEntries(Object.entries(piece).filter(([, value]) => value !== null && value !== undefined));
  details[details.length - 1] = { ...last, ...told, [field]: `${readable(last) ?? ''}${readable(piece) ?? ''}` };
}
