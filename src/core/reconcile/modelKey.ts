/**
 * What a model's names have in common, so that a row of a bill finds our entries: `claude-haiku-4-5-20251001`, `Claude Haiku 4.5` and OpenRouter's
 * `anthropic/claude-4.5-haiku-20251001` (the lasting name of `anthropic/claude-haiku-4.5`) are one model. The words count whatever their order,
 * the numbers in theirs (`gpt-4.5` is not `gpt-5.4`), a snapshot's date and a routing variant (`:nitro`) not at all. The maker before the slash
 * counts, and nothing counts as a prefix.
 */
export function modelKeyOf(name: string): string {
  const [maker, ...rest] = name.toLowerCase().trim().replace(variant, '').split('/');
  const id = rest.length === 0 ? maker : rest.join('/');
  const parts = (id ?? '')
    .replace(snapshotDate, '')
    .split(/[\s\-._@]+/)
    .filter((part) => part !== '');
  const isNumber = (part: string): boolean => /^\d+$/.test(part);
  const words = parts.filter((part) => !isNumber(part)).toSorted();
  return [...(rest.length === 0 ? [] : [`${maker}/`]), ...words, ...parts.filter(isNumber)].join(' ');
}

const variant = /:[a-z0-9-]+$/;
const snapshotDate = /(?:[- ]20\d{6}|[- ]20\d{2}-\d{2}-\d{2}|@20\d{6})$/;
