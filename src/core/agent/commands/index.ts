export { allowListProblems } from './allowList.ts';
export { filesRead } from './filesRead.ts';
export { type CommandLists, judgeCommand } from './judgeCommand.ts';
