import type { Tool } from '../../task/index.ts';
import { placeholder } from './finding.ts';
import { readJson } from './json.ts';

/** All of a tool that leaves, as the text that is searched: beside a value stands its name. */
export function textOfTool({ name, description, inputSchema }: Tool): string {
  return JSON.stringify({ name, description, inputSchema });
}

/** The tool that a redacted text of one says. */
export function toolOf(tool: Tool, text: string): Tool {
  const read = readTool(text);
  // What was found went from one string into another: too little is left to know what they were.
  if (!read) return { ...tool, name: 'redacted', description: placeholder('text with secrets'), inputSchema: { type: 'object' } };
  // Providers take no brackets and spaces in a tool's name.
  return { ...tool, ...read, name: read.name === tool.name ? tool.name : read.name.replace(/[^\w-]+/g, '_') };
}

function readTool(text: string): Tool | undefined {
  const read = readJson(text);
  if (typeof read !== 'object' || read === null || !('name' in read && 'description' in read && 'inputSchema' in read)) return undefined;
  const { name, description, inputSchema } = read;
  if (typeof name !== 'string' || typeof description !== 'string' || !isRecord(inputSchema)) return undefined;
  return { name, description, inputSchema };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
