import type { AgentWords, ItemState, NoteItem, UserItem } from '../../features/agent/protocol.ts';
import { listIn, make, type Part, setText, textsIn } from '../dom.ts';
import type { Post } from './agentHost.ts';
import { AnswerPart } from './answer.ts';
import { toolPart } from './tool.ts';

/** What happened in a task, and the answer that streams. */
export interface Conversation extends Part<{ readonly taskId: string; readonly items: readonly ItemState[] }> {
  /** False where something is missing before it. */
  hear(id: string, from: number, text: string): boolean;
}

export function conversationPart(words: AgentWords, post: Post): Conversation {
  // Each answer is heard when it is whole; what is asked for is heard at once, by its own card.
  const list = make('ol', { class: 'items', role: 'log', 'aria-label': words.conversation, 'data-testid': 'conversation' });
  const answers = new Map<string, AnswerPart>();
  let taskId = '';
  const update = listIn<ItemState>(
    list,
    ({ type, id }) => `${taskId} ${type} ${id}`,
    (item) => {
      switch (item.type) {
        case 'user':
          return narrowed(userPart(words), item.type);
        case 'answer': {
          const answer = new AnswerPart(words, post);
          answers.set(item.id, answer);
          return narrowed(answer, item.type);
        }
        case 'tool':
          return narrowed(toolPart(taskId, words, post), item.type);
        case 'note':
          return narrowed(notePart(), item.type);
      }
    },
  );
  return {
    elements: [list],
    update: (state) => {
      taskId = state.taskId;
      update(state.items);
      const shown = new Set(state.items.map(({ id }) => id));
      for (const id of answers.keys()) if (!shown.has(id)) answers.delete(id);
    },
    // The beginning of what is not here yet comes with the next state.
    hear: (id, from, text) => answers.get(id)?.hear(from, text) ?? true,
  };
}

/** A part gets items of its own type only, because the type is in what they are known by. */
function narrowed<Type extends ItemState['type']>(part: Part<Extract<ItemState, { readonly type: Type }>>, type: Type): Part<ItemState> {
  const isOwn = (item: ItemState): item is Extract<ItemState, { readonly type: Type }> => item.type === type;
  return { elements: part.elements, update: (item) => isOwn(item) && part.update(item) };
}

function userPart(words: AgentWords): Part<UserItem> {
  const text = make('p', { class: 'plain' });
  const attachments = make('ul', { class: 'chips', 'aria-label': words.attachments });
  const updateAttachments = textsIn(attachments, 'li');
  return {
    elements: [make('li', { class: 'user', 'data-testid': 'user' }, make('span', { class: 'heard-only' }, words.you), text, attachments)],
    update: (item) => {
      setText(text, item.text);
      attachments.hidden = item.attachments.length === 0;
      updateAttachments(item.attachments);
    },
  };
}

function notePart(): Part<NoteItem> {
  const element = make('li', { class: 'note' });
  return {
    elements: [element],
    update: ({ severity, text }) => {
      element.className = `note ${severity}`;
      setText(element, text);
    },
  };
}
