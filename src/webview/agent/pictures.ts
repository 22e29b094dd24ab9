import type { MessageFromPage } from '../../features/agent/protocol.ts';
import type { Post } from './agentHost.ts';

type MediaType = Extract<MessageFromPage, { readonly type: 'attach-image' }>['mediaType'];

/** What models read. */
const readable: readonly MediaType[] = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'];

/** In bytes. */
const largest = 5 * 1024 * 1024;

/** A picture in the clipboard is attached; false where there is none, and the text is what is pasted. */
export function takeImage(clipboard: DataTransfer | null, post: Post): boolean {
  const files = [...(clipboard?.files ?? [])].filter(({ type }) => type.startsWith('image/'));
  for (const file of files) void send(file, post);
  return files.length > 0;
}

async function send(file: File, post: Post): Promise<void> {
  const mediaType = readable.find((type) => type === file.type);
  if (!mediaType) post({ type: 'refuse-image', reason: 'type' });
  else if (file.size === 0 || file.size > largest) post({ type: 'refuse-image', reason: 'size' });
  else post({ type: 'attach-image', mediaType, base64: base64Of(new Uint8Array(await file.arrayBuffer())) });
}

function base64Of(bytes: Uint8Array): string {
  let binary = '';
  // As arguments of one call they would be too many.
  for (let from = 0; from < bytes.length; from += 8192) binary += String.fromCharCode(...bytes.subarray(from, from + 8192));
  return btoa(binary);
}
