import { useEffect, useState } from 'react';
import { client, type HostClient } from '../connection/index.ts';

export type Previewed = Awaited<ReturnType<HostClient['traffic']['preview']>>;
export type Preview = Extract<Previewed, { ok: true }>;
export type Mapping = Preview['mapping'];
export type PresetId = Preview['preset'];
export type Reading = NonNullable<Preview['reading']>;

export interface Choice {
  readonly preset: PresetId;
  /** What the person chose; all else is found by name. */
  readonly mapping: Mapping;
}

/** The start of the log as it would be read after this choice; the last one stays on show while the next is read. */
export function usePreview(path: string, choice: Choice): { preview: Preview | null; problem: string | null; isReading: boolean } {
  const [preview, setPreview] = useState<Preview | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isReading, setReading] = useState(true);
  useEffect(() => {
    const stop = new AbortController();
    setReading(true);
    client()
      .traffic.preview({ path, ...choice }, { signal: stop.signal })
      .then((seen) => {
        if (stop.signal.aborted) return;
        if (seen.ok) setPreview(seen);
        setProblem(seen.ok ? null : seen.message);
        setReading(false);
      })
      .catch((error) => {
        if (stop.signal.aborted) return;
        setProblem(error instanceof Error ? error.message : String(error));
        setReading(false);
      });
    return () => stop.abort();
  }, [path, choice]);
  return { preview, problem, isReading };
}
