import { stripInvisible } from '../../policy/index.ts';
import type { EditBlock } from '../call.ts';
import type { Place } from './place.ts';

const none: Place = { found: 'no', lines: [] };

/**
 * Models are shown files without what is not seen in them, and some write such characters themselves: where neither counts, the block may fit. What the
 * block leaves as it was, at its beginning and its end, keeps the file's. What the replacement holds is put in as it is, and asked for where it is not seen.
 */
export function placeButForInvisible(
  text: string,
  { search, replace }: EditBlock,
  placeOf: (text: string, edit: EditBlock) => Place,
): Place {
  const wanted = stripInvisible(search);
  const seen = stripInvisible(text);
  if (wanted === '' || (wanted === search && seen === text)) return none;
  // What the search has as well is no part of the change.
  const put = wanted === search ? replace : withoutThoseOf(search, replace);
  const place = placeOf(seen, { search: wanted, replace: put });
  if (place.found === 'no') return place;
  const found = seen.slice(place.start, place.end);
  const before = sameAtStart(found, place.text);
  const behind = sameAtStart(reversed(found.slice(before)), reversed(place.text.slice(before)));
  const [start, end] = [place.start + before, place.end - behind];
  const placeIn = placesOf(text);
  return {
    found: 'loosely',
    start: placeIn(start),
    // Behind the last character that goes; what is not seen behind it stays.
    end: start === end ? placeIn(start) : placeIn(end - 1) + 1,
    text: place.text.slice(before, place.text.length - behind),
  };
}

/** A character that the model meant to be in the file, and is not, is not put there by it either. */
function withoutThoseOf(search: string, replace: string): string {
  const known = new Set([...search].filter((character) => stripInvisible(character) === ''));
  return [...replace].filter((character) => !known.has(character)).join('');
}

function sameAtStart(one: string, other: string): number {
  let length = 0;
  while (length < Math.min(one.length, other.length) && one[length] === other[length]) length += 1;
  return length;
}

const reversed = (text: string): string => text.split('').toReversed().join('');

/** Where in the text a place of the same text without what is not seen in it lies: at that character. */
function placesOf(text: string): (seenPlace: number) => number {
  const places: number[] = [];
  let place = 0;
  for (const character of text) {
    const { length } = stripInvisible(character);
    for (let unit = 0; unit < length; unit += 1) places.push(place + unit);
    place += character.length;
  }
  return (seenPlace) => places[seenPlace] ?? text.length;
}
