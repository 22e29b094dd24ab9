import { type Tier, tiers } from '../catalogue/index.ts';
import { type TaskKind, taskKinds } from '../task/index.ts';

/** The user's own choice for a kind, in place of its ladder. It holds within policy and budget; local models stay the last resort. */
export type Pin = { readonly tier: Tier } | { readonly model: string; readonly endpoint: string };

export type Pins = Readonly<Partial<Record<TaskKind, Pin>>>;

/** Reads `small` or `MODEL@ENDPOINT`; undefined where it is neither. */
function readPin(text: string): Pin | undefined {
  const tier = tiers.find((name) => name === text);
  if (tier) return { tier };
  const at = text.lastIndexOf('@');
  return at > 0 && at < text.length - 1 ? { model: text.slice(0, at), endpoint: text.slice(at + 1) } : undefined;
}

export function pinText(pin: Pin): string {
  return 'tier' in pin ? pin.tier : `${pin.model}@${pin.endpoint}`;
}

/** The pins of a settings table, and the entries that are of no use. */
export function readPins(table: Readonly<Record<string, unknown>>): { readonly pins: Pins; readonly problems: readonly string[] } {
  const pins: Partial<Record<TaskKind, Pin>> = {};
  const problems: string[] = [];
  for (const [key, value] of Object.entries(table)) {
    const kind = taskKinds.find((name) => name === key);
    const pin = typeof value === 'string' ? readPin(value) : undefined;
    if (kind && pin) pins[kind] = pin;
    else problems.push(`${key}: ${JSON.stringify(value)} is ${kind ? 'neither a tier nor MODEL@ENDPOINT' : 'for no kind of request'}`);
  }
  return { pins, problems };
}
