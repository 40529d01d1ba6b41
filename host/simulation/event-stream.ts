/**
 * Work that says how it goes, as a stream that ends with the work. Progress that the reader was too slow for is dropped, since only the latest means
 * anything; everything else is kept in order. Leaving the loop early aborts the work, and so does `signal`; nothing more is said then.
 */
export async function* eventStream<E extends { readonly kind: string }>(
  work: (say: (event: E) => void, signal: AbortSignal) => Promise<void>,
  signal?: AbortSignal,
): AsyncGenerator<E, void, void> {
  const own = new AbortController();
  const waiting: E[] = [];
  let fault: unknown;
  let isOver = false;
  let wake = (): void => undefined;
  const cancel = (): void => {
    own.abort();
    wake();
  };
  const say = (event: E): void => {
    if (event.kind === 'progress' && waiting.at(-1)?.kind === 'progress') waiting.pop();
    waiting.push(event);
    wake();
  };
  signal?.addEventListener('abort', cancel, { once: true });
  if (signal?.aborted) own.abort();
  work(say, own.signal)
    .catch((error) => {
      fault = error;
    })
    .finally(() => {
      isOver = true;
      wake();
    });
  try {
    while (!own.signal.aborted) {
      const event = waiting.shift();
      if (event !== undefined) yield event;
      else if (isOver) break;
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
    if (fault !== undefined && !own.signal.aborted) throw fault;
  } finally {
    own.abort();
    signal?.removeEventListener('abort', cancel);
  }
}
