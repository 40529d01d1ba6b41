const LARGEST_EVENT = 4 * 1024 * 1024;

/** The data of each event of a stream (WHATWG HTML, "Server-sent events"), comments and other fields left out. Throws for a connection that is cut and an event beyond all measure. */
export async function* serverSentData(response: Response): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  let data: string[] = [];
  for await (const bytes of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    rest += decoder.decode(bytes, { stream: true });
    if (rest.length > LARGEST_EVENT) throw new Error(`a line of the stream is longer than ${LARGEST_EVENT} characters`);
    // A carriage return at the very end may be half of a line's end.
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line === '') {
        if (data.length > 0) yield data.join('\n');
        data = [];
      } else if (line.startsWith('data:')) data.push(line.slice(line[5] === ' ' ? 6 : 5));
    }
  }
}
