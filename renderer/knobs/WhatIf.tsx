import { Switch, Tabs } from 'radix-ui';
import { useId } from 'react';
import { Tip } from '../parts/index.ts';
import { beforeOf, useBasis, useDocument } from '../state/index.ts';
import { words } from '../words/index.ts';
import { KnobList } from './KnobList.tsx';
import { LiveView } from './LiveView.tsx';
import { setLive, useLive } from './live.ts';
import { SweepView } from './SweepView.tsx';
import { TornadoView } from './TornadoView.tsx';
import { knobsView, type Mode, useKnobsView } from './view.ts';
import './knobs.css';

/** "What if": turn a number and see what it does, find the numbers that matter, run one or two over a range. */
export function WhatIf() {
  const before = useBasis(beforeOf);
  const document = useDocument((state) => state.history?.document ?? null);
  const isReadOnly = useDocument((state) => state.origin.readOnlyReason !== undefined);
  const mode = useKnobsView((state) => state.mode);
  if (document === null) return null;
  if (before === null) return <p className="kn-nothing ink-2">{words.knobs.noBasis}</p>;
  const basis = words.knobs.basis(before.run.scenario.name, before.run.traffic.label, before.seed);
  return (
    <div className="kn">
      <KnobList policy={document.policy} before={before.document.policy} isReadOnly={isReadOnly} />
      <Tabs.Root className="kn-main" value={mode} onValueChange={(next) => knobsView.getState().show(next as Mode)}>
        <div className="kn-head">
          <Tabs.List className="segmented" aria-label={words.knobs.tabs.label}>
            <Tabs.Trigger value="live">{words.knobs.tabs.live}</Tabs.Trigger>
            <Tabs.Trigger value="matters">{words.knobs.tabs.matters}</Tabs.Trigger>
            <Tabs.Trigger value="sweep">{words.knobs.tabs.sweep}</Tabs.Trigger>
          </Tabs.List>
          <span className="small ink-3 kn-basis" title={basis}>
            {basis}
          </span>
          <span className="grow" />
          <LiveSwitch />
        </div>
        <Tabs.Content value="live" className="kn-content" tabIndex={-1}>
          <LiveView before={before} document={document} isReadOnly={isReadOnly} />
        </Tabs.Content>
        <Tabs.Content value="matters" className="kn-content" tabIndex={-1}>
          <TornadoView before={before} document={document} />
        </Tabs.Content>
        <Tabs.Content value="sweep" className="kn-content" tabIndex={-1}>
          <SweepView before={before} document={document} isReadOnly={isReadOnly} />
        </Tabs.Content>
      </Tabs.Root>
    </div>
  );
}

export function LiveSwitch() {
  const isOn = useLive((state) => state.isOn);
  const id = useId();
  return (
    <Tip text={words.knobs.strip.liveHelp} side="top">
      <span className="kn-switch">
        <label htmlFor={id} className="small ink-2">
          {words.knobs.strip.live}
        </label>
        <Switch.Root id={id} className="switch" checked={isOn} onCheckedChange={setLive}>
          <Switch.Thumb />
        </Switch.Root>
      </span>
    </Tip>
  );
}
