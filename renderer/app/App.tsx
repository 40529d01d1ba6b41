import { Tooltip } from 'radix-ui';
import type { ReactNode } from 'react';
import { Announcer } from '../announce/index.ts';
import { CommandPalette, JumpPalette, ShortcutSheet } from '../commands/index.ts';
import { DesignRoom } from '../design/index.ts';
import { ExportRoom } from '../export/index.ts';
import { FileDialog, QuestionDialog } from '../files/index.ts';
import { ImportDialog, useImport } from '../gateway-import/index.ts';
import { MergeDialog, RestoreDialog, useMerge } from '../merge/index.ts';
import { RehearseRoom } from '../rehearse/index.ts';
import { ReviewRoom } from '../review/index.ts';
import { SettingsDialog } from '../settings/index.ts';
import { type Room, useDocument, useView } from '../state/index.ts';
import { TiersRoom } from '../tiers/index.ts';
import { Tour } from '../tour/index.ts';
import { DropTarget, TrafficDialog, TrafficRoom } from '../traffic/index.ts';
import { NewPolicyDialog, Welcome } from '../welcome/index.ts';
import { Banner } from './Banner.tsx';
import { Rail } from './Rail.tsx';
import { Toasts } from './Toasts.tsx';
import { TopBar } from './TopBar.tsx';
import './app.css';

const ROOMS: Readonly<Record<Room, () => ReactNode>> = {
  design: () => <DesignRoom />,
  tiers: () => <TiersRoom />,
  rehearse: () => <RehearseRoom />,
  export: () => <ExportRoom />,
  traffic: () => <TrafficRoom />,
  review: () => <ReviewRoom />,
};

export function App() {
  const isOpen = useDocument((state) => state.history !== null);
  const room = useView((state) => state.room);
  const overlay = useView((state) => state.overlay);
  const isNewPolicyOpen = useView((state) => state.isNewPolicyOpen);
  const trafficToMap = useView((state) => state.trafficToMap);
  const question = useView((state) => state.question);
  const fileRequest = useView((state) => state.fileRequest);
  const merge = useMerge((state) => state.merge);
  const restore = useMerge((state) => state.restore);
  const configImport = useImport((state) => state.request);
  return (
    <Tooltip.Provider delayDuration={400} skipDelayDuration={200}>
      <div className={isOpen ? 'app' : 'app is-welcome'}>
        <TopBar />
        <Banner />
        {isOpen && <Rail />}
        <div className="app-room">{!isOpen ? <Welcome /> : ROOMS[room]()}</div>
      </div>
      {isOpen && <Tour />}
      {overlay === 'commands' && <CommandPalette />}
      {overlay === 'jump' && <JumpPalette />}
      {overlay === 'shortcuts' && <ShortcutSheet />}
      {overlay === 'settings' && <SettingsDialog />}
      {isNewPolicyOpen && <NewPolicyDialog />}
      {trafficToMap !== null && <TrafficDialog key={trafficToMap} path={trafficToMap} />}
      <DropTarget />
      {merge !== null && <MergeDialog request={merge} />}
      {restore !== null && <RestoreDialog request={restore} />}
      {configImport !== null && <ImportDialog request={configImport} />}
      {fileRequest !== null && <FileDialog request={fileRequest} />}
      {question !== null && <QuestionDialog question={question} />}
      <Toasts />
      <Announcer />
    </Tooltip.Provider>
  );
}
