/**
 * Work that tells as it goes, as a stream of events: what the work says comes as soon as it is read, its last word at the end. Whoever stops reading stops
 * the work; work that was stopped has no last word.
 */
export async function* told<Event, Last>(
  signal: AbortSignal | undefined,
  work: (say: (event: Event) => void, signal: AbortSignal) => Promise<Last>,
): AsyncGenerator<Event | Last, void> {
  const stop = new AbortController();
  const all = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  let waiting: Event | undefined;
  let wake: () => void = () => undefined;
  let end: { readonly last: Last } | { readonly error: unknown } | undefined;
  const say = (event: Event): void => {
    // Only the latest counts: a slow reader is not fed with what is over.
    waiting = event;
    wake();
  };
  void work(say, all)
    .then((last) => {
      end = { last };
    })
    .catch((error: unknown) => {
      end = { error };
    })
    .finally(() => wake());
  try {
    for (;;) {
      if (waiting !== undefined) {
        const event = waiting;
        waiting = undefined;
        yield event;
      } else if (end !== undefined) break;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (waiting !== undefined || end !== undefined) resolve();
        });
    }
    if (end === undefined) return;
    if ('last' in end) yield end.last;
    else if (!all.aborted) throw end.error;
  } finally {
    stop.abort();
  }
}
