import { Check, GitCompareArrows, TriangleAlert } from 'lucide-react';
import { Tabs } from 'radix-ui';
import { lazy, Suspense, useMemo } from 'react';
import { writePolicy } from '../../shared/format/index.ts';
import { viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { BaseChoice } from './BaseChoice.tsx';
import { ChangeList } from './ChangeList.tsx';
import { ImpactView } from './ImpactView.tsx';
import { type ReviewSubject, type ReviewTab, reviewStore, useReview, useReviewState } from './review-store.ts';
import { Sheets } from './Sheets.tsx';
import './review.css';

const TextDiff = lazy(() => import('../document-text/index.ts').then((module) => ({ default: module.TextDiff })));
const TABS: readonly ReviewTab[] = ['sheet', 'sides', 'text', 'impact'];
const text = words.review;

/** "What changes, and what would it do?": the open policy against another version of it. */
export function ReviewRoom() {
  const subject = useReview();
  const tab = useReviewState((state) => state.tab);
  const isSame = subject !== null && subject.steps.length === 0;
  return (
    <main className="room review-room">
      <div className="room-head">
        <h1>{text.question}</h1>
        <Answer subject={subject} />
        <span className="grow" />
        <BaseChoice />
      </div>
      {subject === null || isSame ? (
        <Nothing hasBase={subject !== null} />
      ) : (
        <div className="review-body">
          <ChangeList subject={subject} />
          <Tabs.Root className="review-main" value={tab} onValueChange={(value) => reviewStore.setState({ tab: value as ReviewTab })}>
            <Tabs.List className="segmented" aria-label={text.tabs.label}>
              {TABS.map((one) => (
                <Tabs.Trigger key={one} value={one}>
                  {text.tabs[one]}
                </Tabs.Trigger>
              ))}
            </Tabs.List>
            <Tabs.Content className="review-tab" value="sheet">
              <Sheets subject={subject} isSideBySide={false} />
            </Tabs.Content>
            <Tabs.Content className="review-tab" value="sides">
              <Sheets subject={subject} isSideBySide />
            </Tabs.Content>
            <Tabs.Content className="review-tab" value="text">
              <Suspense>
                <Texts subject={subject} />
              </Suspense>
            </Tabs.Content>
            <Tabs.Content className="review-tab" value="impact">
              <ImpactView subject={subject} />
            </Tabs.Content>
          </Tabs.Root>
        </div>
      )}
    </main>
  );
}

function Texts({ subject: { before, after } }: { readonly subject: ReviewSubject }) {
  const [was, is] = useMemo(() => [writePolicy(before), writePolicy(after)], [before, after]);
  return <TextDiff before={was} after={is} label={text.text} />;
}

function Answer({ subject }: { readonly subject: ReviewSubject | null }) {
  if (subject === null) {
    return (
      <p className="room-answer is-warning" role="status">
        <TriangleAlert size={16} aria-hidden="true" /> <span>{text.noBase}</span>
      </p>
    );
  }
  const { diff, beforeInSentence: base } = subject;
  const ways = diff.changes.filter(({ consequence }) => consequence === 1).length;
  const isNothing = diff.changes.length === 0;
  return (
    <p className={isNothing ? 'room-answer is-good' : 'room-answer'} role="status">
      {isNothing ? <Check size={16} aria-hidden="true" /> : <GitCompareArrows size={16} aria-hidden="true" />}
      <span>
        {!isNothing
          ? text.answer(base, diff.changes.length, ways)
          : diff.layout.length > 0
            ? text.onlyDrawing(base, diff.layout.length)
            : text.nothing(base)}
      </span>
    </p>
  );
}

function Nothing({ hasBase }: { readonly hasBase: boolean }) {
  const { empty } = text;
  return (
    <div className="rh-empty">
      <h2>{hasBase ? empty.title : empty.noBaseTitle}</h2>
      <p>{hasBase ? empty.text : empty.noBaseText}</p>
      {hasBase && (
        <p>
          <button type="button" className="btn primary" onClick={() => viewStore.getState().goTo('design')}>
            {empty.toDesign}
          </button>
        </p>
      )}
    </div>
  );
}
