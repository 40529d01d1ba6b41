import { X } from 'lucide-react';
import { Progress, Tabs } from 'radix-ui';
import { useEffect, useState } from 'react';
import { readTraffic } from '../rehearsal/read-traffic.ts';
import { type TrafficChoice, type TrafficHandle, useInputs } from '../state/index.ts';
import { words } from '../words/index.ts';
import { ArrivalsChart } from './ArrivalsChart.tsx';
import { ChangeBar } from './ChangeBar.tsx';
import { chooseLog } from './choose-log.ts';
import { FitTab } from './FitTab.tsx';
import { makeIncident } from './incident.ts';
import { KeptTab } from './KeptTab.tsx';
import { BurstPanel, ColumnsPanels, EndedPanel, LatencyPanel, TokensPanel } from './panels.tsx';
import { useTrafficView, type Window } from './view.ts';
import { cancelWork, changeTraffic, keepCalibration, useWork } from './work.ts';
import './traffic-room.css';

const text = words.trafficRoom;

/** "What comes in?": the traffic in use at one look, what can be done to it, and what is kept. */
export function TrafficRoom() {
  const choice = useInputs((state) => state.traffic);
  const working = useWork((state) => state.now);
  const calibrations = useWork((state) => state.calibrations);
  const [tab, setTab] = useState('glance');
  const summary = choice?.handle?.summary ?? null;
  // A traffic that came with an example is read when it is first looked at.
  useEffect(() => {
    if (choice !== null && choice.handle === null) void readTraffic(choice);
  }, [choice]);
  return (
    <Tabs.Root value={tab} onValueChange={setTab} asChild>
      <main className="room tr-room">
        <div className="room-head">
          <h1>{text.question}</h1>
          {summary !== null && (
            <p className="room-answer" role="status">
              <span title={choice?.label}>
                <b>{choice?.label}</b> ({text.origin[summary.origin]}):{' '}
                {text.answer(summary.requestCount, summary.durationMs, summary.requestsPerS)}
              </span>
            </p>
          )}
          <span className="grow" />
          <Tabs.List className="segmented tr-tabs" aria-label={text.tabs.label}>
            <Tabs.Trigger value="glance">{text.tabs.glance}</Tabs.Trigger>
            <Tabs.Trigger value="fit">{text.tabs.fit}</Tabs.Trigger>
            <Tabs.Trigger value="kept">{text.tabs.kept}</Tabs.Trigger>
          </Tabs.List>
        </div>
        <WorkStrip slot="now" />
        <WorkStrip slot="keeping" />
        <Tabs.Content value="glance" className="tr-tab" tabIndex={-1}>
          {choice === null ? (
            <Nothing />
          ) : choice.handle === null ? (
            <p className="tr-body ink-3">{text.reading}</p>
          ) : (
            <Glance key={choice.handle.trafficId} choice={{ ...choice, handle: choice.handle }} isBusy={working !== null} />
          )}
        </Tabs.Content>
        <Tabs.Content value="fit" className="tr-tab" tabIndex={-1}>
          {choice === null ? (
            <Nothing />
          ) : choice.handle === null ? (
            <p className="tr-body ink-3">{text.reading}</p>
          ) : (
            <FitTab
              choice={{ ...choice, handle: choice.handle }}
              isBusy={working !== null}
              calibration={calibrations[choice.handle.sha256] ?? null}
              onCalibrated={keepCalibration(choice.handle.sha256)}
            />
          )}
        </Tabs.Content>
        <Tabs.Content value="kept" className="tr-tab" tabIndex={-1}>
          <KeptTab isBusy={working !== null} onOpened={() => setTab('glance')} />
        </Tabs.Content>
      </main>
    </Tabs.Root>
  );
}

/** What is being done, and its end by hand. */
function WorkStrip({ slot }: { readonly slot: 'now' | 'keeping' }) {
  const working = useWork((state) => state[slot]);
  if (working === null) return null;
  return (
    <div className="rh-strip" role="status">
      <span>{working.title}</span>
      <Progress.Root className="rh-progress" value={Math.round(working.share * 100)} aria-label={working.title}>
        <Progress.Indicator className="rh-progress-done" style={{ width: `${working.share * 100}%` }} />
      </Progress.Root>
      <button type="button" className="btn compact" onClick={() => cancelWork(slot)}>
        <X size={13} aria-hidden="true" /> {text.change.cancel}
      </button>
    </div>
  );
}

function Nothing() {
  return (
    <div className="rh-empty">
      <h2>{text.none.title}</h2>
      <p>{text.none.about}</p>
      <dl className="rh-lessons">
        {text.none.lessons.map(([title, lesson]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{lesson}</dd>
          </div>
        ))}
      </dl>
      <button type="button" className="btn primary" onClick={() => void chooseLog()}>
        {text.none.choose}
      </button>
    </div>
  );
}

function Glance({ choice, isBusy }: { readonly choice: TrafficChoice & { readonly handle: TrafficHandle }; readonly isBusy: boolean }) {
  const [window, setWindow] = useState<Window | null>(null);
  const whole = useTrafficView(choice.handle, null);
  // Figures of a window beside those of all: what is changed is changed of all.
  const part = useTrafficView(window === null ? null : choice.handle, window);
  const isGone = whole.isGone || part.isGone;
  const view = window === null ? whole.view : (part.view ?? whole.view);
  // biome-ignore lint/correctness/useExhaustiveDependencies: tried once; whoever wants it again presses the button
  useEffect(() => {
    if (isGone) void readTraffic(choice);
  }, [isGone]);
  if (isGone) {
    return (
      <div className="rh-empty" role="alert">
        <p>{text.gone}</p>
        <button type="button" className="btn primary" onClick={() => void readTraffic(choice)}>
          {text.readAgain}
        </button>
      </div>
    );
  }
  if (view === null || whole.view === null) return <p className="tr-body ink-3">{text.reading}</p>;
  const cut = (): void => {
    if (window !== null) void changeTraffic(choice, { kind: 'window', ...window });
  };
  const incident = (): void => {
    if (window !== null) void makeIncident(choice.handle, window);
  };
  return (
    <div className="tr-body scroll-thin">
      <ChangeBar choice={choice} view={whole.view} isBusy={isBusy} />
      <ArrivalsChart
        arrivals={view.arrivals}
        window={window}
        onWindow={setWindow}
        onCut={cut}
        onIncident={choice.handle.hasOutcomes === true ? incident : null}
        isBusy={isBusy}
      />
      <div className="tr-panels">
        <BurstPanel burstiness={view.burstiness} />
        <TokensPanel title={text.tokens.input} of={view.inputTokens} />
        <TokensPanel title={text.tokens.output} of={view.outputTokens} />
        <LatencyPanel view={view} />
        <EndedPanel view={view} />
      </div>
      <div className="tr-panels is-tables">
        <ColumnsPanels view={view} />
      </div>
    </div>
  );
}
