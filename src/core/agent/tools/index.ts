export { BoundedOutput } from './boundedOutput.ts';
export type { CommandReport, CommandRunner, CommandToRun } from './commandRunner.ts';
export { createAgentTools } from './createAgentTools.ts';
export { ownToolNames, toolDefinitions } from './definitions.ts';
export type { Diagnostics, FileProblems, Problem } from './diagnostics.ts';
export type { ExternalTools } from './externalTools.ts';
export { type CallProblem, readCall } from './readCall.ts';
export { terminalText } from './terminalText.ts';
export { type TestCounts, testCountsIn } from './testCounts.ts';
export type { ToolPorts, ToolSettings } from './toolPorts.ts';
export { trimResult } from './trimResult.ts';
export {
  type ApplyReport,
  type FileContent,
  type FileListing,
  mostFileBytes,
  type PlacedChange,
  type WorkspaceFiles,
} from './workspaceFiles.ts';
export { mostHits, type SearchHit, type SearchQuestion, type SearchReport, type WorkspaceSearch } from './workspaceSearch.ts';
