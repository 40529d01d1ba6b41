import { FolderOpen, Play, Plus, X } from 'lucide-react';
import { Fragment, useEffect, useState } from 'react';
import { readPolicy } from '../../shared/format/index.ts';
import { runCommandById } from '../commands/index.ts';
import { client, type HostClient } from '../connection/index.ts';
import { type Example, openExample, openPath } from '../files/index.ts';
import { dayText, UnsavedWork } from '../merge/index.ts';
import { Mark, Tip } from '../parts/index.ts';
import { simulate } from '../rehearsal/simulate.ts';
import { useShownKeys, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { Miniature } from './Miniature.tsx';
import { Steps } from './Steps.tsx';
import './welcome.css';

type Recent = Awaited<ReturnType<HostClient['recent']['list']>>[number];
type Info = Awaited<ReturnType<HostClient['app']['info']>>;

export function Welcome() {
  const [examples, setExamples] = useState<readonly Example[] | null>(null);
  const [recent, setRecent] = useState<readonly Recent[]>([]);
  const [info, setInfo] = useState<Info | null>(null);
  useEffect(() => {
    const host = client();
    const say = (error: unknown): void =>
      viewStore.getState().toast({ tone: 'bad', text: error instanceof Error ? error.message : String(error) });
    host.examples.list().then(setExamples).catch(say);
    host.recent.list().then(setRecent).catch(say);
    host.app.info().then(setInfo).catch(say);
  }, []);
  const keys = { new: useShownKeys('file.new'), open: useShownKeys('file.open') };
  const [first] = examples ?? [];
  return (
    <div className="welcome">
      <aside className="welcome-side">
        <Mark size={44} />
        <h1>
          {words.welcome.question.map((line, i) => (
            <Fragment key={line}>
              {i > 0 && <br />}
              {line}
            </Fragment>
          ))}
        </h1>
        <p className="welcome-lead">{words.welcome.lead}</p>
        <div className="welcome-verbs">
          <button
            type="button"
            className="btn primary"
            disabled={first === undefined}
            onClick={() => first !== undefined && void tour(first)}
          >
            <Play size={14} fill="currentColor" />
            <span>{words.welcome.takeTour}</span>
            <span className="welcome-key">{words.welcome.noSetUp}</span>
          </button>
          <button type="button" className="btn" onClick={() => runCommandById('file.new')}>
            <Plus size={16} />
            <span>{words.welcome.newPolicy}</span>
            <kbd>{keys.new}</kbd>
          </button>
          <button type="button" className="btn" onClick={() => runCommandById('file.open')}>
            <FolderOpen size={16} />
            <span>{words.welcome.openPolicy}</span>
            <kbd>{keys.open}</kbd>
          </button>
        </div>
        <Steps />
        <div className="welcome-foot small ink-2">{info === null ? ' ' : words.welcome.version(info.version, info.engineVersion)}</div>
      </aside>
      <main className="welcome-main scroll-thin">
        <UnsavedWork />
        <section aria-label={words.welcome.tour.title}>
          <h2>
            {words.welcome.tour.title} <span>{words.welcome.tour.about}</span>
          </h2>
          <ol className="tour">
            <li>
              <TourDraw />
              <b>{words.welcome.tour.draw}</b>
              <p>{words.welcome.tour.drawHelp}</p>
            </li>
            <li>
              <TourRehearse />
              <b>{words.welcome.tour.rehearse}</b>
              <p>{words.welcome.tour.rehearseHelp}</p>
            </li>
            <li>
              <TourExport />
              <b>{words.welcome.tour.export}</b>
              <p>{words.welcome.tour.exportHelp}</p>
            </li>
          </ol>
        </section>
        <section aria-label={words.welcome.examples}>
          <h2>
            {words.welcome.examples} <span>{words.welcome.examplesAbout}</span>
          </h2>
          <div className="examples">
            {examples === null
              ? [1, 2, 3, 4].map((i) => <div key={i} className="example is-loading skeleton" />)
              : examples.map((example) => <ExampleCard key={example.id} example={example} />)}
          </div>
        </section>
        <section aria-label={words.welcome.recent}>
          <h2>{words.welcome.recent}</h2>
          {recent.length === 0 ? (
            <p className="ink-3">{words.welcome.noRecent}</p>
          ) : (
            <ul className="recent">
              {recent.map((entry) => (
                <li key={entry.path}>
                  <button
                    type="button"
                    className="recent-open"
                    disabled={entry.state === 'missing'}
                    onClick={() => void openPath(entry.path)}
                  >
                    <span className="strong">{entry.name}</span>
                    <span className="mono ink-2">{entry.path}</span>
                    <span className="ink-2">{dayText(entry.openedAt)}</span>
                    <span>
                      {entry.state === 'changed-outside' && <span className="pill">{words.welcome.changedOnDisk}</span>}
                      {entry.state === 'missing' && <span className="pill error">{words.welcome.notFound}</span>}
                    </span>
                  </button>
                  <Tip text={words.welcome.forget}>
                    <button
                      type="button"
                      className="btn ghost icon compact"
                      aria-label={words.welcome.forgetThis(entry.name)}
                      onClick={() => {
                        setRecent(recent.filter((other) => other !== entry));
                        void client().recent.remove({ path: entry.path });
                      }}
                    >
                      <X size={13} />
                    </button>
                  </Tip>
                </li>
              ))}
            </ul>
          )}
        </section>
      </main>
    </div>
  );
}

function ExampleCard({ example }: { readonly example: Example }) {
  const opened = readPolicy(example.policyText);
  const count = opened.ok ? opened.value.document.policy.nodes.length : 0;
  return (
    <button type="button" className="example" onClick={() => void openExample(example)}>
      <span className="example-picture">
        <Miniature policyText={example.policyText} />
      </span>
      <span className="example-text">
        <b>
          <span className="visually-hidden">{words.welcome.openExample} </span>
          {example.name}
        </b>
        <span>{example.description}</span>
        <span className="ink-2">{words.welcome.contents(count, example.scenarios.length)}</span>
        {example.headline !== '' && <span className="example-headline">{example.headline}</span>}
      </span>
    </button>
  );
}

/** The first example, opened and rehearsed at once: the quickest way to see what the product is for. */
async function tour(example: Example): Promise<void> {
  if (await openExample(example)) await simulate();
}

const TourDraw = () => (
  <svg viewBox="0 0 120 52" aria-hidden="true">
    <g fill="var(--panel)" stroke="var(--line-strong)" strokeWidth={1.4}>
      <path d="M4 14h22M52 14h8a6 6 0 0 1 6 6v12a6 6 0 0 0 6 6h4" fill="none" />
      <rect x={26} y={5} width={30} height={18} rx={9} />
      <rect x={76} y={29} width={34} height={18} rx={9} stroke="var(--t2)" strokeWidth={1.8} />
    </g>
  </svg>
);
const TourRehearse = () => (
  <svg viewBox="0 0 120 52" aria-hidden="true">
    <path d="M4 18h34v30H4z" fill="var(--t1)" />
    <path d="M38 22h32v26H38z" fill="var(--t2)" />
    <path d="M70 16h34v32H70z" fill="var(--t1)" />
    <path d="M38 4v14M70 4v10" stroke="var(--ink-3)" strokeDasharray="2 2" />
  </svg>
);
const TourExport = () => (
  <svg viewBox="0 0 120 52" aria-hidden="true" fill="none" strokeWidth={1.6} strokeLinecap="round">
    <path
      d="M12 4h26a4 4 0 0 1 4 4v36a4 4 0 0 1-4 4H12a4 4 0 0 1-4-4V8a4 4 0 0 1 4-4zM15 17h20M15 26h14M15 35h20"
      stroke="var(--line-strong)"
    />
    <path d="M56 26h38M86 18l8 8-8 8" stroke="var(--accent)" />
  </svg>
);
