import type { Script } from '../../emulator/answers.ts';
import { isObject, type Json, type JsonObject, listOf, objectOf } from '../../emulator/json.ts';
import type { ReceivedRequest } from '../../emulator/received.ts';
import type { Emulator } from '../../emulator/startEmulator.ts';

/** What a scripted model is asked. All of it is read off the request, so that a request that is sent again gets the same answer. */
export interface AskedTurn {
  /** How many answers of models stand in the prompt, from 0. */
  readonly turn: number;
  readonly model: string;
  /** All that was said to it since the last of them: results of tools, and what the loop adds. */
  readonly news: string;
  /** The request as it was sent: after a compaction the turns begin again at 0, and only the text tells what was done. */
  readonly sent: string;
}

/** What it answers: some text, and calls. */
export interface ScriptedTurn {
  readonly text?: string;
  readonly calls?: readonly { readonly name: string; readonly args: Json }[];
}

export type Converse = (asked: AskedTurn) => ScriptedTurn;

/** An answer with one call. */
export const calling = (name: string, args: JsonObject = {}, text = ''): ScriptedTurn => ({ text, calls: [{ name, args }] });

export const finishing = (summary = 'It is done.'): ScriptedTurn => calling('finish', { summary });

/** The answers in this order, whoever is asked; the last one again and again. */
export function inTurns(...turns: readonly ScriptedTurn[]): Converse {
  return ({ turn }) => turns[Math.min(turn, turns.length - 1)] ?? {};
}

/** What is asked without tools is no turn of the conversation, but its summary. */
const summary = 'The plan stands; the files are as they were told.';

/** Every conversation that the user, or who delegated it, began with these words is answered so. Rules that were added later come first. */
export function answerConversation(emulator: Pick<Emulator, 'answer'>, about: string, converse: Converse): { remove(): void } {
  return emulator.answer(
    (request) => openingOf(request).includes(about),
    (request) => (listOf(request.body.tools).length === 0 ? summary : scriptOf(converse(askedIn(request)))),
  );
}

/** All that was said before the first answer of a model. */
function openingOf({ body }: Pick<ReceivedRequest, 'body'>): string {
  const items = itemsIn(body);
  const first = items.findIndex(isOfModel);
  return textsIn(items.slice(0, first < 0 ? items.length : first)).join('\n');
}

const itemsIn = (body: JsonObject): readonly JsonObject[] => listOf(body.messages ?? body.input).map(objectOf);

function scriptOf({ text = '', calls = [] }: ScriptedTurn): Script {
  return { text, ...(calls.length > 0 && { toolCalls: calls.map(({ name, args }) => ({ name, arguments: args })) }) };
}

export function askedIn({ body, text: sent }: Pick<ReceivedRequest, 'body' | 'text'>): AskedTurn {
  const items = itemsIn(body);
  // In OpenAI's Responses one answer is several items: its text, and each call.
  const turn = items.filter((item, place) => isOfModel(item) && !isOfModel(items[place - 1] ?? {})).length;
  const news = items.slice(items.findLastIndex(isOfModel) + 1);
  return { turn, model: typeof body.model === 'string' ? body.model : '', news: textsIn(news).join('\n'), sent };
}

function isOfModel({ role, type }: JsonObject): boolean {
  return role === 'assistant' || type === 'function_call' || type === 'reasoning';
}

const told = ['content', 'text', 'output'] as const;

function textsIn(value: Json | undefined): readonly string[] {
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(textsIn);
  if (!isObject(value)) return [];
  return told.flatMap((key) => {
    const field = value[key];
    return typeof field === 'string' ? [field] : textsIn(field);
  });
}
