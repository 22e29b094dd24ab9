/**
 * The share of questions not worth asking that are asked all the same: 10 % at first, 3 % once much was learned. Without them nothing would
 * be heard of what was given up, and a user who changes would never be noticed. ASSUMPTION: 3 % of what is not asked costs little.
 */
const share = { first: 0.1, least: 0.03 } as const;

/** So many outcomes halve the share. */
const halvedAfter = 50;

/** Whether this task is one of them: by its id, so that the answer is the same whenever it is asked. */
export function isTrial(taskId: string, learned: number): boolean {
  return shareOf(taskId) < Math.max(share.least, (share.first * halvedAfter) / (halvedAfter + learned));
}

/** From 0 to 1, evenly spread whatever ids look like: FNV-1a, then the finaliser of MurmurHash3. */
function shareOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < id.length; index += 1) hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 4_294_967_296;
}
