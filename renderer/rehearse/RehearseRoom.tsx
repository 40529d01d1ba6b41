import { Tabs, Tooltip } from 'radix-ui';
import { useCallback, useMemo } from 'react';
import { WhatIf, WhatIfBasis } from '../knobs/index.ts';
import { cancelRun, simulate } from '../rehearsal/simulate.ts';
import { RunLibrary } from '../runs/index.ts';
import { ScenarioEditor } from '../scenario/index.ts';
import { type RehearseTab, useDocument, useFindings, useInputs, useRun, useView, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { BasisLine } from './BasisLine.tsx';
import { NoRunYet } from './NoRunYet.tsx';
import { usePolicySha256, useScenarioSha256 } from './policy-hash.ts';
import { FailedState, FailedStrip, RunningState, RunningStrip, StaleStrip } from './RoomStates.tsx';
import { RunView } from './RunView.tsx';
import { slaOf } from './sla.ts';
import { obstacleOf, stalenessOf } from './staleness.ts';
import './rehearse.css';

const onSimulate = (): void => void simulate();

/** "What would have happened?", answered from the run in the store and nothing else; the open policy lends names and promises. */
export function RehearseRoom() {
  const status = useRun((state) => state.status);
  const progress = useRun((state) => state.progress);
  const run = useRun((state) => state.result);
  const error = useRun((state) => state.error);
  const document = useDocument((state) => state.history?.document ?? null);
  const findings = useFindings((state) => state.findings);
  const traffic = useInputs((state) => state.traffic);
  const scenario = useInputs((state) => state.scenario);
  const policy = document?.policy ?? null;
  const sla = useMemo(() => slaOf(policy), [policy]);
  const policySha256 = usePolicySha256(policy);
  const obstacle = obstacleOf(findings, traffic !== null);
  const tab = useView((state) => state.rehearseTab);
  const setTab = useCallback((next: string) => viewStore.getState().showRehearse(next as RehearseTab), []);
  const onShowQuality = useCallback(() => setTab('quality'), [setTab]);
  const scenarioSha256 = useScenarioSha256(scenario);
  // These look at more than this one run, and say themselves what is out of date.
  const isOfThisRun = tab !== 'what-if' && tab !== 'runs';
  const failure = status === 'failed' ? (error ?? words.rehearse.failed.noReason) : null;
  const staleness =
    run &&
    stalenessOf(run, { policySha256, scenario: { ...scenario, sha256: scenarioSha256 }, trafficSha256: traffic?.handle?.sha256 ?? null });

  return (
    <Tooltip.Provider delayDuration={250}>
      <Tabs.Root
        className="rh-room"
        value={run === null && tab !== 'scenario' && tab !== 'runs' ? 'time' : tab}
        onValueChange={setTab}
        asChild
      >
        <main>
          <div className="rh-head">
            <h1>{words.rehearse.question}</h1>
            {run && isOfThisRun && tab !== 'scenario' && <BasisLine run={run} />}
            {run && tab === 'what-if' && <WhatIfBasis />}
            <Tabs.List className="segmented rh-tabs" aria-label={words.rehearse.tabs.label}>
              <Tabs.Trigger value="scenario">{words.scenarioEditor.tab}</Tabs.Trigger>
              <Tabs.Trigger value="time">{run === null ? words.scenarioEditor.results : words.rehearse.tabs.time}</Tabs.Trigger>
              {run && (
                <>
                  <Tabs.Trigger value="quality">{words.rehearse.tabs.quality}</Tabs.Trigger>
                  <Tabs.Trigger value="trace">{words.rehearse.tabs.trace}</Tabs.Trigger>
                  <Tabs.Trigger value="what-if">{words.knobs.tab}</Tabs.Trigger>
                </>
              )}
              <Tabs.Trigger value="runs">{words.runs.tab}</Tabs.Trigger>
            </Tabs.List>
          </div>
          {tab === 'scenario' ? (
            <Tabs.Content value="scenario" className="sc-tab" tabIndex={-1}>
              <ScenarioEditor />
            </Tabs.Content>
          ) : tab === 'runs' ? (
            <Tabs.Content value="runs" className="rh-tab" tabIndex={-1}>
              <RunLibrary />
            </Tabs.Content>
          ) : run === null ? (
            <Tabs.Content value="time" className="sc-tab" tabIndex={-1}>
              {status === 'running' ? (
                <RunningState progress={progress} onCancel={cancelRun} />
              ) : failure !== null ? (
                <FailedState sentence={failure} obstacle={obstacle} onSimulate={onSimulate} />
              ) : (
                <NoRunYet obstacle={obstacle} onSimulate={onSimulate} />
              )}
            </Tabs.Content>
          ) : (
            <>
              {status === 'running' ? (
                <RunningStrip progress={progress} onCancel={cancelRun} />
              ) : failure !== null ? (
                <FailedStrip sentence={failure} onSimulate={onSimulate} />
              ) : (
                isOfThisRun && staleness && <StaleStrip staleness={staleness} obstacle={obstacle} onSimulate={onSimulate} />
              )}
              {/* A new run starts with its own speed and nothing opened. */}
              {isOfThisRun && <RunView key={run.hash} run={run} document={document} sla={sla} onShowQuality={onShowQuality} />}
              <Tabs.Content value="what-if" className="rh-tab" tabIndex={-1}>
                <WhatIf />
              </Tabs.Content>
            </>
          )}
        </main>
      </Tabs.Root>
    </Tooltip.Provider>
  );
}
