import type { Ms } from '../model/index.ts';
import type { LiveCall } from './live-call.ts';

/** At one instant completions go before timers, and otherwise first asked first done: the engine's own order. */
export const COMPLETION = 0;
export const TIMER = 1;

export interface LiveEvent {
  readonly atMs: Ms;
  readonly order: 0 | 1;
  readonly sequence: number;
  readonly call: LiveCall;
  readonly tag: number;
}

const isBefore = (a: LiveEvent, b: LiveEvent): boolean =>
  a.atMs !== b.atMs ? a.atMs < b.atMs : a.order !== b.order ? a.order < b.order : a.sequence < b.sequence;

/** Binary heap of what is to happen. Timers of calls that are over stay until they are due. */
export class EventQueue {
  private readonly events: LiveEvent[] = [];
  private sequence = 0;

  /** Infinity when there is nothing. */
  get nextMs(): Ms {
    return this.events[0]?.atMs ?? Number.POSITIVE_INFINITY;
  }

  get nextIsCompletion(): boolean {
    return this.events[0]?.order === COMPLETION;
  }

  add(atMs: Ms, order: 0 | 1, call: LiveCall, tag: number): void {
    const { events } = this;
    const event: LiveEvent = { atMs, order, sequence: this.sequence++, call, tag };
    let at = events.length;
    events.push(event);
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!isBefore(event, events[above]!)) break;
      events[at] = events[above]!;
      at = above;
    }
    events[at] = event;
  }

  /** Throws when there is nothing. */
  take(): LiveEvent {
    const { events } = this;
    const [first] = events;
    const last = events.pop();
    if (first === undefined || last === undefined) throw new Error('nothing is to happen, so nothing can be taken');
    if (events.length === 0) return first;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= events.length) break;
      if (below + 1 < events.length && isBefore(events[below + 1]!, events[below]!)) below++;
      if (!isBefore(events[below]!, last)) break;
      events[at] = events[below]!;
      at = below;
    }
    events[at] = last;
    return first;
  }
}
