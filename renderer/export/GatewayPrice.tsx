import { Play, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { policyHashText, writePolicy } from '../../shared/format/index.ts';
import { asRunBy, type Dialect } from '../../shared/gateways/index.ts';
import type { Comparison, RunResult } from '../../shared/model/index.ts';
import { client } from '../connection/index.ts';
import { changeSentence, DifferenceTable, differenceRows, EVIDENCE_PAIRS } from '../knobs/index.ts';
import { type RunBasis, useBasis, useDocument } from '../state/index.ts';
import { words } from '../words/index.ts';

type Found =
  | { readonly is: 'running'; readonly share: number; readonly run: RunResult | null; readonly evidence: Comparison | null }
  | { readonly is: 'done'; readonly share: 1; readonly run: RunResult; readonly evidence: Comparison | null }
  | { readonly is: 'refused'; readonly message: string };

/** What the users would get, and what it would cost, if the gateway ran its export instead of what is drawn: both on the luck of the last run. */
export function GatewayPrice({ dialect }: { readonly dialect: Dialect }) {
  const last = useBasis((state) => state.last);
  const policy = useDocument((state) => state.history?.document.policy);
  const [found, setFound] = useState<Found | null>(null);
  const under = useRef<AbortController | null>(null);
  // What was found is about one gateway, one run and one drawing.
  // biome-ignore lint/correctness/useExhaustiveDependencies: they say when it is out of date
  useEffect(() => {
    setFound(null);
    return () => under.current?.abort();
  }, [dialect, last, policy]);
  if (policy === undefined) return null;
  if (last === null) return <p className="ink-2">{words.exports.price.noRun}</p>;
  if (policy !== last.document.policy && policyHashText(policy) !== policyHashText(last.document.policy)) {
    return <p className="ink-2">{words.exports.price.changed}</p>;
  }
  const start = (): void => {
    under.current?.abort();
    const own = new AbortController();
    under.current = own;
    void compare(dialect, last, own.signal, setFound);
  };
  const run = found === null || found.is === 'refused' ? null : found.run;
  const evidence = found === null || found.is === 'refused' ? null : found.evidence;
  const rows = run === null ? null : differenceRows(last.run, run, evidence);
  return (
    <>
      <h2>{words.exports.price.title}</h2>
      <p className="ink-2">{words.exports.price.about(dialect.title, `${last.traffic.label}, ${last.run.scenario.name}`)}</p>
      {found?.is === 'running' ? (
        <button
          type="button"
          className="btn"
          onClick={() => {
            under.current?.abort();
            setFound(null);
          }}
        >
          <X size={14} aria-hidden="true" /> {words.exports.price.cancel}
          <span className="ink-3">{words.exports.price.running(Math.floor(found.share * 100))}</span>
        </button>
      ) : (
        <button type="button" className="btn primary" onClick={start}>
          <Play size={12} fill="currentColor" aria-hidden="true" /> {words.exports.price.start}
        </button>
      )}
      {found?.is === 'refused' && (
        <div role="alert">
          <p className="strong">{words.exports.price.refused}</p>
          <p className="ink-failed">{found.message}</p>
        </div>
      )}
      {rows !== null && (
        <>
          <p role="status" className="strong">
            {changeSentence(rows, evidence?.replications ?? 1)}
          </p>
          <DifferenceTable rows={rows} isStale={false} names={{ before: words.exports.price.drawn, after: words.exports.price.gateway }} />
          <p className="small ink-3">
            {words.exports.price.pairs(evidence?.replications ?? 1)} {evidence !== null && words.knobs.live.ownScale}
          </p>
        </>
      )}
    </>
  );
}

async function compare(dialect: Dialect, last: RunBasis, signal: AbortSignal, tell: (found: Found) => void): Promise<void> {
  let run: RunResult | null = null;
  let evidence: Comparison | null = null;
  let share = 0;
  try {
    const events = await client().whatIf(
      {
        beforeText: writePolicy(last.document),
        afterText: writePolicy(asRunBy(dialect, last.document).document),
        trafficId: last.trafficId,
        scenario: last.scenario,
        seed: last.seed,
        stages: [...EVIDENCE_PAIRS],
      },
      { signal },
    );
    tell({ is: 'running', share, run, evidence });
    for await (const event of events) {
      if (signal.aborted) return;
      if (event.kind === 'refused') return tell({ is: 'refused', message: event.message });
      if (event.kind === 'progress') share = event.share;
      else if (event.kind === 'run') run = event.run;
      else evidence = event.comparison;
      tell({ is: 'running', share, run, evidence });
    }
    if (run !== null && !signal.aborted) tell({ is: 'done', share: 1, run, evidence });
  } catch (error) {
    if (!signal.aborted) tell({ is: 'refused', message: words.rehearsal.noResult(error instanceof Error ? error.message : String(error)) });
  }
}
