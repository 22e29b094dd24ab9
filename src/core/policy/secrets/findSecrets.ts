import { findAssignments } from './assignments.ts';
import { findDotenvValues } from './dotenv.ts';
import type { SecretFinding } from './finding.ts';
import { findPrivateKeys } from './privateKeys.ts';
import { findShapes } from './shapes.ts';

/** Secrets by patterns of our own: what the scanner does not know, and what must be found without it. */
export function findSecrets(text: string, isOfDotenv: boolean): readonly SecretFinding[] {
  return [...findPrivateKeys(text), ...findShapes(text), ...findAssignments(text), ...(isOfDotenv ? findDotenvValues(text) : [])];
}
