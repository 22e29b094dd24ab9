/** A record with the line it begins on, counted from 1. */
export interface CsvRecord {
  readonly line: number;
  readonly fields: readonly string[];
}

/** What of a file could be read, and where it stops being CSV. */
export interface CsvReading {
  readonly records: readonly CsvRecord[];
  readonly problem?: { readonly line: number; readonly message: string };
}

/** Reads RFC 4180, with either kind of line end. A file that was cut off in the middle of a record says so. */
export function readCsv(text: string): CsvReading {
  const reader = new CsvReader();
  const whole = reader.add(text);
  const { records, problem } = reader.end();
  return { records: [...whole, ...records], ...(problem && { problem }) };
}

/** In characters. No table has such a record, and what is open is read again with each piece. */
const longestRecord = 16_000_000;

/** The same for a file that comes in pieces, because no text holds it: the longest has 2^29 characters. */
export class CsvReader {
  /** What was not taken yet: the beginning of a record. */
  #rest = '';
  #line = 1;
  #problem: CsvReading['problem'];

  /** The records that are whole with this piece. */
  add(piece: string): readonly CsvRecord[] {
    this.#rest += piece;
    return this.#records('more may follow');
  }

  end(): CsvReading {
    const records = this.#records('this is all');
    return { records, ...(this.#problem && { problem: this.#problem }) };
  }

  #records(isAll: 'more may follow' | 'this is all'): readonly CsvRecord[] {
    const records: CsvRecord[] = [];
    const text = this.#rest;
    let at = 0;
    while (at < text.length && !this.#problem) {
      const read = readRecord(text, at, this.#line);
      // A line may end behind the piece, or its end be half of one.
      const isOpen =
        read.type === 'open' || (read.type === 'record' && (read.lineEnd === '' || (read.end === text.length && read.lineEnd === '\r')));
      if (isOpen && isAll === 'more may follow') {
        if (text.length - at > longestRecord) this.#problem = { line: this.#line, message: tooLongText };
        break;
      }
      if (read.type === 'open') this.#problem = { line: this.#line, message: openText };
      else if (read.type === 'damaged') this.#problem = { line: read.line, message: 'there is text behind a closing quote' };
      else {
        records.push({ line: this.#line, fields: read.fields });
        if (read.lineEnd === '') this.#problem = { line: this.#line, message: endlessText };
        at = read.end;
        this.#line = read.nextLine;
      }
    }
    this.#rest = this.#problem ? '' : text.slice(at);
    return records;
  }
}

const openText = 'a quote is opened and never closed: the file may have been cut off';
const endlessText = 'the last line has no end: the file may have been cut off';
const tooLongText = `the record has more than ${longestRecord} characters: a quote may be opened and never closed`;

type RecordReading =
  /** `end` is behind its line end, which is empty where the text ends. */
  | {
      readonly type: 'record';
      readonly fields: readonly string[];
      readonly end: number;
      readonly lineEnd: string;
      readonly nextLine: number;
    }
  | { readonly type: 'open' }
  | { readonly type: 'damaged'; readonly line: number };

function readRecord(text: string, from: number, begun: number): RecordReading {
  const fields: string[] = [];
  let [at, line] = [from, begun];
  for (;;) {
    const field = readField(text, at);
    if (!field) return { type: 'open' };
    fields.push(field.value);
    line += field.lineEnds;
    at = field.end;
    if (text[at] !== ',') break;
    at += 1;
  }
  const lineEnd = /^\r\n|^\n|^\r/.exec(text.slice(at, at + 2))?.[0] ?? '';
  if (lineEnd === '' && at < text.length) return { type: 'damaged', line };
  return { type: 'record', fields, end: at + lineEnd.length, lineEnd, nextLine: line + 1 };
}

interface CsvField {
  readonly value: string;
  /** Behind its last character. */
  readonly end: number;
  readonly lineEnds: number;
}

function readField(text: string, at: number): CsvField | undefined {
  if (text[at] !== '"') {
    plainEnd.lastIndex = at;
    const end = plainEnd.exec(text)?.index ?? text.length;
    return { value: text.slice(at, end), end, lineEnds: 0 };
  }
  for (let quote = text.indexOf('"', at + 1); quote !== -1; quote = text.indexOf('"', quote + 2)) {
    if (text[quote + 1] === '"') continue;
    const quoted = text.slice(at + 1, quote);
    return { value: quoted.replaceAll('""', '"'), end: quote + 1, lineEnds: quoted.match(/\r\n|\n|\r/g)?.length ?? 0 };
  }
  return undefined;
}

const plainEnd = /[,\r\n]/g;
