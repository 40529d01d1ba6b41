import { FileInput, FolderOpen, Play, Plus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { readPolicy } from '../../shared/format/index.ts';
import { templates } from '../../shared/templates/index.ts';
import { runCommandById } from '../commands/index.ts';
import { client, type HostClient } from '../connection/index.ts';
import { type Example, openExample } from '../files/index.ts';
import { UnsavedWork } from '../merge/index.ts';
import { Mark, Tip } from '../parts/index.ts';
import { useShownKeys, viewStore } from '../state/index.ts';
import { startTour } from '../tour/index.ts';
import { unbroken, words } from '../words/index.ts';
import { Miniature } from './Miniature.tsx';
import { Recent } from './Recent.tsx';
import { Steps } from './Steps.tsx';
import { TourDraw, TourExport, TourResult, TourSimulate } from './TourPictures.tsx';
import './welcome.css';

const text = words.welcome;

type Info = Awaited<ReturnType<HostClient['app']['info']>>;

const TOUR = [
  { Picture: TourDraw, step: text.tour.draw },
  { Picture: TourSimulate, step: text.tour.simulate },
  { Picture: TourResult, step: text.tour.result },
  { Picture: TourExport, step: text.tour.onward },
] as const;

export function Welcome() {
  const [examples, setExamples] = useState<readonly Example[] | null>(null);
  const [info, setInfo] = useState<Info | null>(null);
  useEffect(() => {
    const host = client();
    const say = (error: unknown): void =>
      viewStore.getState().toast({ tone: 'bad', text: error instanceof Error ? error.message : String(error) });
    host.examples.list().then(setExamples).catch(say);
    host.app.info().then(setInfo).catch(say);
  }, []);
  const keys = { new: useShownKeys('file.new'), open: useShownKeys('file.open') };
  return (
    <div className="welcome">
      <aside className="welcome-side scroll-thin">
        <Mark size={44} />
        <h1>
          {text.question.map((line) => (
            <span key={line}>{line} </span>
          ))}
        </h1>
        <p className="welcome-lead">{text.lead}</p>
        <div className="welcome-verbs">
          <button type="button" className="btn primary" disabled={examples?.length === 0} onClick={() => void startTour()}>
            <Play size={14} fill="currentColor" />
            <span>{text.takeTour}</span>
            <span className="welcome-key">{text.noSetUp}</span>
          </button>
          <button type="button" className="btn" onClick={() => runCommandById('file.new')}>
            <Plus size={16} />
            <span>{text.newPolicy}</span>
            <kbd>{keys.new}</kbd>
          </button>
          <button type="button" className="btn" onClick={() => runCommandById('file.open')}>
            <FolderOpen size={16} />
            <span>{text.open}</span>
            <kbd>{keys.open}</kbd>
          </button>
          <Tip text={words.gatewayImport.welcomeHint} side="right">
            <button type="button" className="btn" onClick={() => runCommandById('file.importConfig')}>
              <FileInput size={16} />
              <span>{words.gatewayImport.welcome}</span>
            </button>
          </Tip>
        </div>
        <section className="welcome-templates" aria-labelledby="welcome-templates">
          <h2 id="welcome-templates" className="caption">
            {text.fromTemplate}
          </h2>
          <ul>
            {templates.map(({ id, name, purpose }) => (
              <li key={id}>
                <Tip text={purpose} side="right">
                  <button
                    type="button"
                    className="btn compact"
                    aria-label={text.newFrom(name)}
                    onClick={() => viewStore.getState().show({ isNewPolicyOpen: true, newPolicyFrom: id })}
                  >
                    {name}
                  </button>
                </Tip>
              </li>
            ))}
          </ul>
        </section>
        <Steps />
        <div className="welcome-foot small ink-2">{info === null ? ' ' : text.version(info.version, info.engineVersion)}</div>
      </aside>
      <main className="welcome-main scroll-thin">
        <UnsavedWork />
        <section aria-label={text.tour.title}>
          <h2>
            {text.tour.title} <span>{text.tour.hint}</span>
          </h2>
          <ol className="tour">
            {TOUR.map(({ Picture, step }) => (
              <li key={step.title}>
                <Picture />
                <b>{step.title}</b>
                <p>{step.text}</p>
              </li>
            ))}
          </ol>
        </section>
        <section aria-label={text.examples.title}>
          <h2>
            {text.examples.title} <span>{text.examples.hint}</span>
          </h2>
          <div className="examples">
            {examples === null
              ? [1, 2, 3, 4].map((i) => <div key={i} className="example is-loading skeleton" />)
              : examples.map((example) => <ExampleCard key={example.id} example={example} />)}
          </div>
        </section>
        <Recent />
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
          <span className="visually-hidden">{text.examples.open} </span>
          {example.name}
        </b>
        <span>{example.description}</span>
        <span className="ink-2">{text.examples.size(count, example.scenarios.length)}</span>
        {example.headline !== '' && <span className="example-headline">{unbroken(example.headline)}</span>}
      </span>
    </button>
  );
}
