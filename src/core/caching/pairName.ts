import { RecentMap } from './recentMap.ts';

const mostFirst = 500;
const mostSecond = 1000;
const names = new RecentMap<string, Map<string, string>>(mostFirst);

/**
 * A name made of two. The same string each time, because maps find what they have seen before without reading it: joining the parts anew for each
 * of a dozen look-ups takes longer than all else that a request's caching needs.
 */
export function pairName(first: string, second: string): string {
  const ofFirst = names.get(first) ?? new Map<string, string>();
  const before = ofFirst.get(second);
  if (before !== undefined) return before;
  if (ofFirst.size >= mostSecond) ofFirst.clear();
  const name = `${first}\n${second}`;
  ofFirst.set(second, name);
  names.set(first, ofFirst);
  return name;
}
