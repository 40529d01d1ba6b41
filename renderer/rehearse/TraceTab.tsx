import { ChevronDown } from 'lucide-react';
import { DropdownMenu, ToggleGroup } from 'radix-ui';
import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import type { RequestTrace, RunResult } from '../../shared/model/index.ts';
import { Tip } from '../parts/index.ts';
import { useBasis } from '../state/index.ts';
import { clockText, countText, exactUsdText, latencyText, usdText, words } from '../words/index.ts';
import { type FoundRequests, findRequests, forgetFound, searchedBasis, useFound } from './find-requests.ts';
import type { Names } from './names.ts';
import { StateMark } from './StateMark.tsx';
import { saveTraces } from './save-traces.ts';
import { type QuickLook, TraceFinder } from './TraceFinder.tsx';
import { TraceSummary } from './TraceSummary.tsx';
import { TraceWaterfall } from './TraceWaterfall.tsx';
import { timeAxis } from './time-axis.ts';
import {
  listTraces,
  outcomeWords,
  TRACE_FILTERS,
  TRACE_ORDERS,
  type TraceFilter,
  type TraceOrder,
  traceCounts,
  traceState,
} from './trace-view.ts';

export interface TraceTabProps {
  readonly run: RunResult;
  readonly names: Names;
}

/** Single requests, sampled or looked for, and what happened inside the chosen one. */
export function TraceTab({ run, names }: TraceTabProps) {
  const found = useFound((state) => state.found);
  const status = useFound((state) => state.status);
  const error = useFound((state) => state.error);
  const canSearch = useBasis(() => searchedBasis() !== null);
  const kindOf = useMemo(() => {
    const kinds = new Map(run.nodes.map(({ id, kind }) => [id, kind]));
    return (id: string) => kinds.get(id) ?? null;
  }, [run]);
  const [filter, setFilter] = useState<TraceFilter>('all');
  const [order, setOrder] = useState<TraceOrder>('slowest');
  const [chosen, setChosen] = useState<number | null>(null);
  const counts = useMemo(() => traceCounts(run), [run]);
  const sampled = useMemo(() => listTraces(run, filter, order), [run, filter, order]);
  const traces = found?.traces ?? sampled;
  const trace = traces.find(({ request }) => request === chosen) ?? traces[0] ?? null;
  const { endMs } = timeAxis(run);

  if (run.traces.length === 0 && found === null && !canSearch) {
    return <p className="rh-note">{words.rehearse.trace.none}</p>;
  }
  const onQuick = ({ query }: QuickLook) => {
    setChosen(null);
    if (canSearch) return void findRequests(query);
    // The run cannot be made again here: the sample is all there is.
    setFilter(query.end !== undefined && query.end in counts ? (query.end as TraceFilter) : 'all');
    setOrder(query.order ?? 'slowest');
  };
  return (
    <div className="rh-trace">
      <div className="rh-trace-list">
        <TraceFinder run={run} canSearch={canSearch} onQuick={onQuick} />
        {status === 'failed' && error !== null && (
          <p className="rh-found ink-failed" role="alert">
            {error}
          </p>
        )}
        {found !== null ? (
          <div className="rh-found">
            <span role="status">{foundWords(found)}</span>
            <button type="button" className="btn compact" onClick={forgetFound}>
              {words.results.requests.backToSample}
            </button>
          </div>
        ) : (
          <div className="rh-trace-bar">
            <ToggleGroup.Root
              type="single"
              className="segmented"
              aria-label={words.rehearse.trace.byOutcome}
              value={filter}
              onValueChange={(value) => value && setFilter(value as TraceFilter)}
            >
              {TRACE_FILTERS.filter((value) => value === 'all' || counts[value] > 0).map((value) => (
                <ToggleGroup.Item key={value} value={value}>
                  {words.rehearse.trace.filter[value]} <span className="ink-3">{countText(counts[value])}</span>
                </ToggleGroup.Item>
              ))}
            </ToggleGroup.Root>
            <DropdownMenu.Root>
              <DropdownMenu.Trigger className="btn ghost" aria-label={words.rehearse.trace.orderIs(words.rehearse.trace.order[order])}>
                {words.rehearse.trace.order[order]}
                <ChevronDown size={12} aria-hidden="true" />
              </DropdownMenu.Trigger>
              <DropdownMenu.Portal>
                <DropdownMenu.Content className="popup" align="end" sideOffset={4}>
                  <DropdownMenu.RadioGroup value={order} onValueChange={(value) => setOrder(value as TraceOrder)}>
                    {TRACE_ORDERS.map((value) => (
                      <DropdownMenu.RadioItem key={value} value={value} className="popup-item">
                        {words.rehearse.trace.order[value]}
                      </DropdownMenu.RadioItem>
                    ))}
                  </DropdownMenu.RadioGroup>
                </DropdownMenu.Content>
              </DropdownMenu.Portal>
            </DropdownMenu.Root>
          </div>
        )}
        <TraceList
          label={found === null ? words.rehearse.trace.list : words.results.requests.listFound}
          traces={traces}
          chosen={trace}
          endMs={endMs}
          onChoose={setChosen}
        />
        <div className="rh-trace-count">
          <span>
            {found === null &&
              words.rehearse.trace.sample(
                words.rehearse.requests(run.traces.length, countText(run.traces.length)),
                countText(run.requests),
              )}
          </span>
          <Tip text={words.results.requests.saveTip} side="top">
            <button type="button" className="btn compact" disabled={traces.length === 0} onClick={() => void saveTraces(run, traces)}>
              {words.results.requests.save}
            </button>
          </Tip>
        </div>
      </div>
      {trace && (
        <div className="rh-trace-detail">
          <h2 className="rh-trace-title">
            {words.rehearse.trace.request(countText(trace.request))}
            <span className="rh-trace-outcome">
              <StateMark state={traceState(trace)} /> {outcomeWords(trace.outcome, trace.tier)}
            </span>
          </h2>
          <p className="ink-3">
            {words.rehearse.trace.arrived} {clockText(trace.arrivalMs, endMs)}, {words.rehearse.trace.took}{' '}
            <b title={words.rehearse.trace.ms(trace.latencyMs)}>{latencyText(trace.latencyMs)}</b>, {words.rehearse.trace.cost}{' '}
            <b title={exactUsdText(trace.usd)}>{usdText(trace.usd)}</b>
            {trace.user !== undefined && `, ${words.results.requests.traffic(trace.user)}`}
          </p>
          <TraceSummary trace={trace} kindOf={kindOf} />
          <TraceWaterfall trace={trace} names={names} kindOf={kindOf} />
        </div>
      )}
    </div>
  );
}

function foundWords({ query, traces, matches, requests }: FoundRequests): string {
  const text = words.results.requests;
  if (matches === requests && traces.length < matches) {
    return text.foundAny(countText(traces.length), countText(requests), words.rehearse.trace.order[query.order]);
  }
  return traces.length === matches && matches > 0
    ? text.foundAll(matches, countText(matches), countText(requests))
    : text.found(countText(traces.length), matches, countText(matches), countText(requests));
}

interface TraceListProps {
  readonly label: string;
  readonly traces: readonly RequestTrace[];
  readonly chosen: RequestTrace | null;
  readonly endMs: number;
  readonly onChoose: (request: number) => void;
}

function TraceList({ label, traces, chosen, endMs, onChoose }: TraceListProps) {
  const list = useRef<HTMLDivElement>(null);
  const slowestMs = Math.max(1, ...traces.map((trace) => trace.latencyMs));
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = traces[(chosen === null ? -1 : traces.indexOf(chosen)) + step];
    if (next === undefined) return;
    onChoose(next.request);
    list.current?.querySelector<HTMLElement>(`[data-request="${next.request}"]`)?.focus();
  };
  return (
    <div ref={list} className="rh-trace-rows" role="listbox" aria-label={label} tabIndex={-1} onKeyDown={onKeyDown}>
      {traces.map((trace) => (
        <div
          key={trace.request}
          role="option"
          aria-selected={trace === chosen}
          tabIndex={trace === chosen ? 0 : -1}
          data-request={trace.request}
          className="rh-trace-row"
          onClick={() => onChoose(trace.request)}
          onKeyDown={(event) => (event.key === 'Enter' || event.key === ' ') && onChoose(trace.request)}
        >
          <StateMark state={traceState(trace)} />
          <span className="rh-trace-words">
            <span>{outcomeWords(trace.outcome, trace.tier)}</span>
            <span className="ink-3">{words.rehearse.trace.at(clockText(trace.arrivalMs, endMs))}</span>
          </span>
          <span className="rh-trace-bar-track" aria-hidden="true">
            <i style={{ width: `${(trace.latencyMs / slowestMs) * 100}%` }} />
          </span>
          <span className="rh-trace-latency" title={words.rehearse.trace.ms(trace.latencyMs)}>
            {latencyText(trace.latencyMs)}
          </span>
        </div>
      ))}
    </div>
  );
}
