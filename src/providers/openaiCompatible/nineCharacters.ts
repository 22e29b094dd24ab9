import { createHash } from 'node:crypto';

/**
 * A call's id as Mistral takes it: nine letters and digits, no more and no less; it refuses the whole prompt otherwise. One that came from elsewhere, as
 * where the model changed in the midst of a task, gets the same nine each time, so that the prompt stays the beginning of the next.
 */
export function nineCharacters(id: string): string {
  return /^[A-Za-z0-9]{9}$/.test(id) ? id : createHash('sha256').update(id).digest('hex').slice(0, 9);
}
