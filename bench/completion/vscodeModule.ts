/** Stands for the editor's module where the reader of snapshots is measured without an editor: as much of it as that reader touches. */
export { FakePosition as Position, FakeRange as Range } from '../../test/support/fakeDocument.ts';

export const EndOfLine = { LF: 1, CRLF: 2 } as const;

export const workspace = { getWorkspaceFolder: (): undefined => undefined, workspaceFolders: [] };
