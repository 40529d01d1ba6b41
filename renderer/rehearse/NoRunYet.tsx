import { ArrowRight, Play } from 'lucide-react';
import { standInTraffic } from '../files/index.ts';
import { goTo } from '../problems/index.ts';
import { useDocument, useFindings, useInputs, viewStore } from '../state/index.ts';
import { countText, words } from '../words/index.ts';
import { LESSON_PICTURES } from './LessonPictures.tsx';

const text = words.rehearse.empty;

/** What a run will tell, what it would be fed with now, and where something stands in its way, the way to it. */
export function NoRunYet({ obstacle, onSimulate }: { readonly obstacle: string | null; readonly onSimulate: () => void }) {
  const traffic = useInputs((state) => state.traffic);
  const scenario = useInputs((state) => state.scenario);
  const isEmpty = useDocument((state) => state.history?.document.policy.nodes.length === 0);
  const error = useFindings((state) => state.findings.find(({ severity }) => severity === 'error'));
  const showError = (): void => {
    viewStore.getState().goTo('design');
    // The canvas of the other room is there only after it has been drawn.
    if (error !== undefined && !isEmpty) setTimeout(() => goTo(error), 0);
  };
  return (
    <div className="rh-empty">
      <h2>{text.title}</h2>
      <p>{text.about}</p>
      <dl className="rh-lessons has-pictures">
        {text.lessons.map(({ title, text: lesson }, i) => {
          const Picture = LESSON_PICTURES[i];
          return (
            <div key={title}>
              {Picture !== undefined && <Picture />}
              <dt>{title}</dt>
              <dd>{lesson}</dd>
            </div>
          );
        })}
      </dl>
      {obstacle !== null && <p role="status">{isEmpty ? text.nothingDrawn : obstacle}</p>}
      {obstacle === null && traffic !== null && (
        <p>{text.chosen(traffic.label, traffic.handle === null ? null : countText(traffic.handle.summary.requestCount), scenario.name)}</p>
      )}
      {error !== undefined ? (
        <button type="button" className="btn primary" onClick={showError}>
          {isEmpty ? text.draw : text.showError} <ArrowRight size={14} aria-hidden="true" />
        </button>
      ) : traffic === null ? (
        <button type="button" className="btn primary" onClick={() => void standInTraffic()}>
          {text.exampleTraffic}
        </button>
      ) : (
        <button type="button" className="btn primary" disabled={obstacle !== null} onClick={onSimulate}>
          <Play size={14} aria-hidden="true" /> {words.rehearse.simulate}
        </button>
      )}
    </div>
  );
}
