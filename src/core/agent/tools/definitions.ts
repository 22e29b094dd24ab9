import type { Tool } from '../../task/index.ts';
import type { AgentToolName } from '../call.ts';
import type { AgentMode } from '../mode.ts';

/**
 * What a model may call in a mode. The bytes never change within a task: tools stand at the beginning of each prompt, and a changed one empties
 * every cache behind it. `external` ones keep their order and come last.
 */
export function toolDefinitions(mode: AgentMode, external: readonly Tool[]): readonly Tool[] {
  if (mode !== 'agent') return readingTools;
  return [...allTools, ...external.filter(({ name }) => !allTools.some((own) => own.name === name))];
}

type Schema = Readonly<Record<string, unknown>>;

const text = (description: string): Schema => ({ type: 'string', description });
const path = text('from the workspace folder');
const line = (description: string): Schema => ({ type: 'integer', minimum: 1, description });

function tool(
  name: Exclude<AgentToolName, 'external'>,
  description: string,
  properties: Readonly<Record<string, Schema>>,
  required = Object.keys(properties),
): Tool {
  return { name, description, inputSchema: { type: 'object', properties, required, additionalProperties: false } };
}

const read = tool(
  'read',
  'Read a file. Each line comes with its number and a tab in front. Long files come in parts: name the lines.',
  { path, from_line: line('first line, from 1'), to_line: line('last line') },
  ['path'],
);
const list = tool('list', 'List the files below a folder, without what git ignores.', { path });
const search = tool(
  'search',
  'Search all files, without what git ignores. Answers PATH:LINE: TEXT. Letter case counts.',
  {
    pattern: text('a text, or an expression'),
    is_regex: { type: 'boolean', description: 'default false' },
    glob: text('only paths that fit, such as src/**/*.ts'),
  },
  ['pattern'],
);
const diagnostics = tool('diagnostics', 'Errors and warnings of the editor, of one file or of all.', { path }, []);
const ask = tool(
  'ask',
  'Ask the user what you cannot find out and must not guess. Ends the turn until the answer is there.',
  {
    question: text('one question'),
    choices: { type: 'array', items: { type: 'string' }, maxItems: 6, description: 'answers to choose from' },
  },
  ['question'],
);
const finish = tool('finish', 'The task is done, or the plan is ready, or it cannot be done: say so, in a few sentences.', {
  summary: text('what was done, and what was not'),
});

const writingTools: readonly Tool[] = [
  tool('edit', 'Change a file: each block finds one place by its exact text and replaces it. Blocks are done in order, all or none.', {
    path,
    blocks: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        properties: {
          search: text('whole lines as they stand in the file, enough to be found once'),
          replace: text('what stands there afterwards'),
        },
        required: ['search', 'replace'],
        additionalProperties: false,
      },
    },
  }),
  tool('create', 'Create a file that does not exist yet.', { path, text: text('all of it') }),
  tool('delete', 'Delete a file.', { path }),
  tool('rename', 'Rename or move a file.', { path, to: text('the new path') }),
  tool(
    'run',
    'Run a command in the shell, without input. It is ended when it takes too long.',
    { command: text('one command line'), folder: text('where, if not in the workspace folder') },
    ['command'],
  ),
  tool('test', 'Run the tests of the project.', { command: text('only to run some of them, or where the project has its own way') }, []),
];

const delegate = tool(
  'delegate',
  'Hand a self-contained piece of work to a cheaper assistant, which sees only what you write here. It reports back.',
  {
    title: text('a few words'),
    instructions: text('everything it must know, and how it can tell that it is done'),
    paths: { type: 'array', items: { type: 'string' }, description: 'files to begin with' },
  },
  ['title', 'instructions'],
);

const readingTools: readonly Tool[] = [read, list, search, diagnostics, ask, finish];
const allTools: readonly Tool[] = [read, list, search, ...writingTools, diagnostics, ask, delegate, finish];

/** All tools of our own: an external one of such a name is not offered. */
export const ownToolNames: ReadonlySet<string> = new Set(allTools.map(({ name }) => name));
