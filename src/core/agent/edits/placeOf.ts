import type { EditBlock } from '../call.ts';
import { endedWith, endingAt } from './lineEndings.ts';
import { characters, occurrences } from './occurrences.ts';
import { mostPlaces, type Place } from './place.ts';
import { placeButForInvisible } from './placeButForInvisible.ts';
import { placeOfLines } from './placeOfLines.ts';

/** The one place that is meant. */
export function placeOf(text: string, edit: EditBlock): Place {
  const { search, replace } = edit;
  if (search === '') return text === '' ? { found: 'exactly', start: 0, end: 0, text: replace } : { found: 'no', lines: [] };
  const place = placeOfSeen(text, edit);
  return place.found === 'no' && place.lines.length === 0 ? placeButForInvisible(text, edit, placeOfSeen) : place;
}

function placeOfSeen(text: string, edit: EditBlock): Place {
  return exactPlace(text, edit) ?? placeButForEndings(text, edit) ?? placeOfLines(text, edit);
}

function exactPlace(text: string, { search, replace }: EditBlock): Place | undefined {
  const [start, ...others] = placesOf(text, search);
  if (start === undefined) return undefined;
  if (others.length > 0) return { found: 'no', lines: linesAt(text, [start, ...others]) };
  return { found: 'exactly', start, end: start + search.length, text: endedWith(replace, endingAt(text, start)) };
}

/** The file's lines end otherwise than the block's: models write a line feed, whatever the file has. */
function placeButForEndings(text: string, { search, replace }: EditBlock): Place | undefined {
  if (!search.includes('\n') || !(text.includes('\r\n') || search.includes('\r\n'))) return undefined;
  const plain = text.replaceAll('\r\n', '\n');
  const plainSearch = search.replaceAll('\r\n', '\n');
  const [start, ...others] = placesOf(plain, plainSearch);
  if (start === undefined) return undefined;
  if (others.length > 0) return { found: 'no', lines: linesAt(plain, [start, ...others]) };
  const [from, to] = [placeBefore(text, start), placeBefore(text, start + plainSearch.length)];
  return { found: 'exactly', start: from, end: to, text: endedWith(replace, endingAt(text, from)) };
}

/** The place in the text, of one in the same text without carriage returns before line feeds. */
function placeBefore(text: string, plainPlace: number): number {
  let place = 0;
  for (let left = plainPlace; left > 0; left -= 1) place += text[place] === '\r' && text[place + 1] === '\n' ? 2 : 1;
  return place;
}

function placesOf(text: string, search: string): readonly number[] {
  const places: number[] = [];
  occurrences(characters(text), characters(search), (place) => places.push(place) === mostPlaces);
  return places;
}

function linesAt(text: string, places: readonly number[]): readonly number[] {
  let line = 1;
  let from = 0;
  return places.map((place) => {
    for (let next = text.indexOf('\n', from); next >= 0 && next < place; next = text.indexOf('\n', from)) {
      line += 1;
      from = next + 1;
    }
    return line;
  });
}
