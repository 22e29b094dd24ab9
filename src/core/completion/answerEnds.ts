import type { FinishReason, Task } from '../task/index.ts';
import type { Answer } from './answer.ts';
import type { Asked } from './heard.ts';
import type { Showable } from './showable.ts';
import { placeAfter, type Snapshot } from './snapshot.ts';
import { completeLines, type Streamed } from './streamed.ts';

export interface AnswerEndsPorts {
  readonly task: Task;
  readonly at: Snapshot;
  readonly streamed: Streamed;
  /** The filters' word on the whole answer. It must not reject. */
  readonly judge: (raw: Answer) => Promise<Showable>;
  /** The line may not be shown: what comes after it is for nobody. */
  readonly lineDropped: () => void;
}

/** The two ends of an answer: of the line that was asked for, and of what came after it. Where all of it is the answer, the second is empty. */
export class AnswerEnds {
  readonly #ports: AnswerEndsPorts;
  readonly #done = Promise.withResolvers<Asked>();
  readonly #rest = Promise.withResolvers<Answer | undefined>();
  /** The line that is the answer came, and the filters look at it or did; more may come after it. */
  #isLineTold = false;
  #behindLine: Snapshot | undefined;

  constructor(ports: AnswerEndsPorts) {
    this.#ports = ports;
  }

  get done(): Promise<Asked> {
    return this.#done.promise;
  }

  get rest(): Promise<Answer | undefined> {
    return this.#rest.promise;
  }

  get behindLine(): Snapshot | undefined {
    return this.#behindLine;
  }

  /** Only the first end counts. */
  end(asked: Asked): void {
    this.#done.resolve(asked);
  }

  /** Nothing more comes. */
  close(): void {
    this.#rest.resolve(undefined);
  }

  /** More came: the line may be complete by now. */
  grown(): void {
    const line = this.#isLineTold ? undefined : this.#ports.streamed.lineOfStreak;
    if (line === undefined) return;
    this.#isLineTold = true;
    this.#done.resolve(this.#judgedLine(line));
  }

  /** The last part came. */
  finished(reason: FinishReason): void {
    const { at, streamed } = this.#ports;
    if (this.#isLineTold) this.#rest.resolve(this.#judgedRest(reason));
    else this.#done.resolve(this.#judged(at, completeLines(streamed.text, reason)));
  }

  /** What comes after a line is held against the line as it is shown. A line that is not shown has nothing behind it. */
  async #judgedLine(line: string): Promise<Asked> {
    const { at, streamed, lineDropped } = this.#ports;
    const asked = await this.#judged(at, line);
    if ('text' in asked.answer) {
      streamed.beginsWith(asked.answer.text, line.length);
      this.#behindLine = placeAfter(at, asked.answer.text);
    } else {
      lineDropped();
    }
    return asked;
  }

  async #judgedRest(reason: FinishReason): Promise<Answer | undefined> {
    const { task, streamed, judge } = this.#ports;
    await this.done;
    const at = this.#behindLine;
    if (!at) return undefined;
    const said = at.offset - this.#ports.at.offset;
    const raw = { taskId: task.id, at, text: completeLines(streamed.text.slice(said), reason), said };
    const rest = await judge(raw);
    return 'text' in rest ? { ...raw, text: rest.text } : undefined;
  }

  async #judged(at: Snapshot, text: string): Promise<Extract<Asked, { outcome: 'answered' }>> {
    return { outcome: 'answered', answer: await this.#ports.judge({ taskId: this.#ports.task.id, at, text }) };
  }
}
