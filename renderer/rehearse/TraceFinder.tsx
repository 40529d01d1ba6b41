import { Search, X } from 'lucide-react';
import { Progress, Switch } from 'radix-ui';
import { type FormEvent, useId, useState } from 'react';
import type { RequestEnd, RequestQuery, RunResult } from '../../shared/model/index.ts';
import { FAILURE_CLASSES, failureInfo } from '../../shared/model/index.ts';
import { type Option, Select } from '../parts/index.ts';
import { useRun } from '../state/index.ts';
import { clockText, words } from '../words/index.ts';
import { findRequests, stopLooking, useFound } from './find-requests.ts';
import { timeAxis } from './time-axis.ts';

const QUICK_COUNT = 20;
/** As many as stand in one line. */
const MOST_QUICK = 3;

export interface QuickLook {
  readonly label: string;
  readonly query: Partial<RequestQuery>;
}

/** What anybody would ask first; only what this run has. */
export function quickLooks(run: RunResult): QuickLook[] {
  const { requests } = words.results;
  const { answeredByTier, failed } = run.outcomes;
  const lowest = [3, 2].find((tier) => (answeredByTier[tier - 1] ?? 0) > 0);
  const looks: QuickLook[] = [
    { label: requests.worst, query: { order: 'slowest', limit: QUICK_COUNT } },
    ...(lowest === undefined
      ? []
      : [
          { label: requests.fellTo(lowest), query: { end: `tier-${lowest}` as RequestEnd, order: 'slowest' as const, limit: QUICK_COUNT } },
        ]),
    ...(failed === 0
      ? []
      : [{ label: requests.aFailed, query: { end: 'failed' as const, order: 'slowest' as const, limit: QUICK_COUNT } }]),
    { label: requests.dearest, query: { order: 'dearest', limit: QUICK_COUNT } },
  ];
  return looks.slice(0, MOST_QUICK);
}

/** Buttons for what is asked most, and a form for the rest. `canSearch`: the run can be made again here. */
export function TraceFinder({
  run,
  canSearch,
  onQuick,
}: {
  readonly run: RunResult;
  readonly canSearch: boolean;
  readonly onQuick: (look: QuickLook) => void;
}) {
  const [isOpen, setOpen] = useState(false);
  const status = useFound((state) => state.status);
  const text = words.results.requests;
  return (
    <div className="rh-finder">
      <div className="rh-quick">
        {quickLooks(run).map((look) => (
          <button key={look.label} type="button" className="btn compact" onClick={() => onQuick(look)}>
            {look.label}
          </button>
        ))}
        <button type="button" className="btn ghost compact" aria-label={text.find} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? <X size={13} aria-hidden="true" /> : <Search size={13} aria-hidden="true" />} {text.findShort}
        </button>
      </div>
      {isOpen && (canSearch ? <FindForm run={run} /> : <p className="rh-finder-note">{text.cannot}</p>)}
      {status === 'looking' && <Looking />}
    </div>
  );
}

function Looking() {
  const { share } = useFound((state) => state.progress);
  const percent = Math.round(Math.min(1, share) * 100);
  return (
    <div className="rh-looking" role="status">
      <span>{words.results.requests.looking}</span>
      <Progress.Root className="rh-progress" value={percent} aria-label={words.results.requests.looking}>
        <Progress.Indicator className="rh-progress-done" style={{ width: `${percent}%` }} />
      </Progress.Root>
      <button type="button" className="btn compact" onClick={stopLooking}>
        {words.results.requests.cancel}
      </button>
    </div>
  );
}

/** Seconds as a person types them; null = no bound. */
const secondsOf = (text: string): number | null => {
  const seconds = Number(text.replace(',', '.'));
  return text.trim() === '' || !Number.isFinite(seconds) || seconds < 0 ? null : seconds * 1000;
};

function FindForm({ run }: { readonly run: RunResult }) {
  const text = words.results.requests;
  const [end, setEnd] = useState<RequestEnd>('any');
  const [order, setOrder] = useState<RequestQuery['order']>('slowest');
  const [user, setUser] = useState('');
  const [least, setLeast] = useState('');
  const [most, setMost] = useState('');
  const windowMs = useRun((state) => state.windowMs);
  const [isInWindow, setInWindow] = useState(false);
  const id = useId();
  const { endMs } = timeAxis(run);
  const hasUsers = run.traces.some((trace) => trace.user !== undefined);
  const ends: Option[] = [
    { value: 'any', label: text.anyEnd },
    ...[1, 2, 3]
      .filter((tier) => (run.outcomes.answeredByTier[tier - 1] ?? 0) > 0)
      .map((tier) => ({ value: `tier-${tier}`, label: text.tier(tier) })),
    ...(run.outcomes.blocked > 0 ? [{ value: 'blocked', label: text.blocked }] : []),
    ...(run.outcomes.failed > 0 ? [{ value: 'failed', label: text.failed }] : []),
    ...FAILURE_CLASSES.filter((failure) => failure !== 'blocked-by-guard' && (run.outcomes.byFailure[failure] ?? 0) > 0).map((failure) => ({
      value: failure,
      label: failureInfo(failure).label,
    })),
  ];
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void findRequests({
      end,
      order,
      user: user.trim() === '' ? null : user.trim(),
      minLatencyMs: secondsOf(least),
      maxLatencyMs: secondsOf(most),
      fromMs: isInWindow && windowMs !== null ? windowMs.fromMs : null,
      toMs: isInWindow && windowMs !== null ? windowMs.toMs : null,
    });
  };
  return (
    <form className="rh-find" onSubmit={onSubmit}>
      <label htmlFor={`${id}end`}>{text.end}</label>
      <Select id={`${id}end`} value={end} options={ends} onChange={(value) => setEnd(value as RequestEnd)} />
      <label htmlFor={`${id}order`}>{text.orderBy}</label>
      <Select
        id={`${id}order`}
        value={order}
        options={(['slowest', 'fastest', 'dearest', 'arrival'] as const).map((value) => ({
          value,
          label: words.rehearse.trace.order[value],
        }))}
        onChange={(value) => setOrder(value as RequestQuery['order'])}
      />
      <label htmlFor={`${id}least`}>{text.took}</label>
      <span className="rh-find-pair">
        <input id={`${id}least`} className="input" inputMode="decimal" value={least} onChange={(event) => setLeast(event.target.value)} />
        <label htmlFor={`${id}most`}>{text.tookMost}</label>
        <input id={`${id}most`} className="input" inputMode="decimal" value={most} onChange={(event) => setMost(event.target.value)} />
        <span className="ink-3">{text.seconds}</span>
      </span>
      {hasUsers && (
        <>
          <label htmlFor={`${id}user`}>{text.user}</label>
          <input
            id={`${id}user`}
            className="input"
            placeholder={text.userAny}
            value={user}
            onChange={(event) => setUser(event.target.value)}
          />
        </>
      )}
      {windowMs !== null && (
        <span className="rh-find-window">
          <Switch.Root id={`${id}window`} className="switch" checked={isInWindow} onCheckedChange={setInWindow}>
            <Switch.Thumb />
          </Switch.Root>
          <label htmlFor={`${id}window`}>{text.windowIs(clockText(windowMs.fromMs, endMs), clockText(windowMs.toMs, endMs))}</label>
        </span>
      )}
      <button type="submit" className="btn primary compact">
        {text.look}
      </button>
    </form>
  );
}
