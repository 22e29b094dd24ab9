export { allowListProblems } from './allowList.ts';
export { filesRead } from './filesRead.ts';
export { type CommandLists, isHarmless, judgeCommand } from './judgeCommand.ts';
