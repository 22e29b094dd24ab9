/** Something else is under way in the task: what was asked did not happen, and nothing was stored. */
export class TaskBusyError extends Error {
  readonly reason = 'busy';

  constructor() {
    super('the task is at work');
  }
}
