import type { TraceRequest } from './trace.ts';

/** A block of a prompt as the simulated provider sees it. */
export interface Block {
  /** The model and everything up to its end, by a name that is that beginning's alone. */
  readonly name: number;
  readonly tokens: number;
  /** Tokens from the beginning of the prompt up to its end. */
  readonly upTo: number;
  /** The segment that ends here, -1: the tools; undefined inside of either. */
  readonly ends: number | undefined;
}

/** Gives every beginning of a prompt a number of its own, exactly: no hashes, which the planner uses. */
export function createBlockReader(): (request: TraceRequest) => readonly Block[] {
  const names = new Map<string, number>();
  const nameOf = (text: string): number => {
    const known = names.get(text) ?? names.size + 1;
    names.set(text, known);
    return known;
  };
  return ({ model, segments, tools }) => {
    const blocks: Block[] = [];
    let [name, upTo] = [nameOf(model), 0];
    const push = (content: string, ends: number | undefined): void => {
      const contentName = nameOf(content);
      name = nameOf(`${name}>${contentName}`);
      const tokens = tokensOf(content, contentName);
      upTo += tokens;
      blocks.push({ name, tokens, upTo, ends });
    };
    tools.forEach((tool, index) => {
      push(JSON.stringify(tool), index === tools.length - 1 ? -1 : undefined);
    });
    segments.forEach(({ role, text, toolCalls = [] }, place) => {
      if (text !== '') push(`${role}: ${text}`, toolCalls.length === 0 ? place : undefined);
      toolCalls.forEach(({ id, name: tool, argumentsText }, index) => {
        push(`call ${id} ${tool} ${argumentsText}`, index === toolCalls.length - 1 ? place : undefined);
      });
    });
    return blocks;
  };
}

/** The provider's own count, which the planner cannot know: 3.2 to 4.2 characters a token, by the text, and some for each block's frame. */
function tokensOf(content: string, contentName: number): number {
  return Math.ceil(content.length / (3.2 + (contentName % 11) / 10)) + 5;
}
