import { Tooltip } from 'radix-ui';
import { type ReactNode, useMemo } from 'react';
import type { Policy } from '../../shared/model/index.ts';
import type { CanvasOverlay } from '../canvas/overlay.ts';
import { useRun } from '../state/index.ts';
import { BasisLine } from './BasisLine.tsx';
import { EmptyState, FailedState, FailedStrip, RunningState, RunningStrip, StaleStrip } from './RoomStates.tsx';
import { RunView } from './RunView.tsx';
import { slaOf } from './sla.ts';
import './rehearse.css';

export interface RehearseRoomProps {
  /** The open policy: lends names to the run's ids and says what is owed. */
  readonly policy: Policy | null;
  /** The policy is no longer the one that the run in the store was made with. */
  readonly isStale: boolean;
  /** Why Simulate cannot be pressed, as a sentence that says what to do; null when it can. */
  readonly obstacle: string | null;
  readonly onSimulate: () => void;
  readonly onCancel: () => void;
  /** The drawing, coloured by what happened. Memoise it: a new function draws the canvas again. */
  readonly renderCanvas: (overlay: CanvasOverlay) => ReactNode;
}

/** "What would have happened?", answered from the run in the store and nothing else. */
export function RehearseRoom({ policy, isStale, obstacle, onSimulate, onCancel, renderCanvas }: RehearseRoomProps) {
  const status = useRun((state) => state.status);
  const progress = useRun((state) => state.progress);
  const run = useRun((state) => state.result);
  const error = useRun((state) => state.error);
  const scrubMs = useRun((state) => state.scrubMs);
  const isPlaying = useRun((state) => state.isPlaying);
  const scrub = useRun((state) => state.scrub);
  const setPlaying = useRun((state) => state.setPlaying);
  const sla = useMemo(() => slaOf(policy), [policy]);
  const failure = status === 'failed' ? (error ?? 'No reason was given; look at the log of the host and try again.') : null;

  return (
    <Tooltip.Provider delayDuration={250}>
      <main className="rh-room">
        <header className="rh-head">
          <h1>What would have happened?</h1>
          {run && <BasisLine run={run} />}
        </header>
        {run === null ? (
          status === 'running' ? (
            <RunningState progress={progress} onCancel={onCancel} />
          ) : failure !== null ? (
            <FailedState sentence={failure} obstacle={obstacle} onSimulate={onSimulate} />
          ) : (
            <EmptyState obstacle={obstacle} onSimulate={onSimulate} />
          )
        ) : (
          <>
            {status === 'running' ? (
              <RunningStrip progress={progress} onCancel={onCancel} />
            ) : failure !== null ? (
              <FailedStrip sentence={failure} onSimulate={onSimulate} />
            ) : (
              isStale && <StaleStrip obstacle={obstacle} onSimulate={onSimulate} />
            )}
            <RunView
              // A new run starts with its own speed and nothing opened.
              key={run.hash}
              run={run}
              policy={policy}
              sla={sla}
              scrubMs={scrubMs}
              isPlaying={isPlaying}
              onScrub={scrub}
              onPlayingChange={setPlaying}
              renderCanvas={renderCanvas}
            />
          </>
        )}
      </main>
    </Tooltip.Provider>
  );
}
