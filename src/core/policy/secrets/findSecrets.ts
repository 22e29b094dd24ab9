import { findAssignments } from './assignments.ts';
import { findDotenvValues } from './dotenv.ts';
import { blankEscapes, withWholeEscapes } from './escapes.ts';
import type { FileKind } from './fileKind.ts';
import type { SecretFinding } from './finding.ts';
import { findPrivateKeys } from './privateKeys.ts';
import { findSettingLines } from './settingLines.ts';
import { findShapes } from './shapes.ts';

/** Secrets by patterns of our own: what the scanner does not know. Text is read twice, as it is and without its escapes. */
export function findSecrets(text: string, file: FileKind): readonly SecretFinding[] {
  const blanked = blankEscapes(text);
  return withWholeEscapes(text, [...findIn(text, file), ...(blanked === undefined ? [] : findIn(blanked, file))]);
}

function findIn(text: string, file: FileKind): readonly SecretFinding[] {
  const ofFile = { dotenv: findDotenvValues, settings: findSettingLines, other: () => [] }[file];
  return [...findPrivateKeys(text), ...findShapes(text), ...findAssignments(text), ...ofFile(text)];
}
