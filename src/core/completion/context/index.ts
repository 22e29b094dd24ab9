export { type Chunk, chunkOf, cutIntoChunks } from './chunk.ts';
export { ContextBook, type ContextQuestion, type NamedChunk, type NamedPiece } from './contextBook.ts';
export { contextRoomBytes } from './contextRoom.ts';
export { diffFiles } from './diffFiles.ts';
export { ignoreRules } from './ignoreRules.ts';
export { importedNames } from './importedNames.ts';
export { type EntryRules, isReadableScheme, mayEnter } from './mayEnter.ts';
export { type ContentKind, contentKind, mostFileCharacters, type SourceFile } from './sourceFile.ts';
