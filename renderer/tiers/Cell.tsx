import { CircleSlash } from 'lucide-react';
import { addTemplateAnswer } from '../../shared/edit/index.ts';
import type { Capability, TierCell } from '../../shared/tiers/index.ts';
import { documentStore, viewStore } from '../state/index.ts';
import { shareText, words } from '../words/index.ts';
import { AnswerLine } from './AnswerLine.tsx';
import { gapText } from './answer.ts';
import type { BoardView } from './board-view.ts';
import type { Editing } from './grid.ts';
import { PromiseText } from './PromiseText.tsx';
import { Signature } from './Signature.tsx';

/** What the users of one capability get at one tier. */
export function Cell({
  capability,
  cell,
  view,
  editing,
  tabIndex,
}: {
  readonly capability: Capability;
  readonly cell: TierCell;
  readonly view: BoardView;
  readonly editing: Editing;
  readonly tabIndex: 0 | -1;
}) {
  const { tiers } = words;
  const isUnanswered = cell.answers.length === 0;
  if (isUnanswered && cell.text.trim() === '' && cell.signOff.state === 'unsigned' && !editing.isEditing) {
    return <Gap capability={capability} cell={cell} isReadOnly={view.isReadOnly} tabIndex={tabIndex} />;
  }
  return (
    <>
      <PromiseText
        value={cell.text}
        label={tiers.cell.promise(capability.name, tiers.tierName[cell.tier])}
        placeholder={tiers.cell.write}
        isReadOnly={view.isReadOnly}
        tabIndex={tabIndex}
        {...editing}
      />
      {isUnanswered && (
        <>
          <p className="tier-unkept">
            <CircleSlash size={14} aria-hidden="true" /> {tiers.cell.unkept}
          </p>
          {!view.isReadOnly && <WaysOut capability={capability} cell={cell} tabIndex={tabIndex} />}
        </>
      )}
      <div className="tier-answers">
        {cell.answers.map((answer) => (
          <AnswerLine key={answer.nodeId} answer={answer} view={view} tabIndex={tabIndex} />
        ))}
      </div>
      <div className="tier-last">
        <Reached cell={cell} isStale={view.isStale} />
        <Signature capability={capability} cell={cell} isReadOnly={view.isReadOnly} tabIndex={tabIndex} />
      </div>
    </>
  );
}

function Reached({ cell: { reached, tier }, isStale }: { readonly cell: TierCell; readonly isStale: boolean }) {
  if (reached === null) return null;
  const { run } = words.tiers;
  const share = shareText(reached.share);
  return (
    <div className={isStale ? 'tier-reached is-stale' : 'tier-reached'}>
      <span className="tier-meter" aria-hidden="true">
        {reached.requests > 0 && <span className={`is-t${tier}`} style={{ width: `${reached.share * 100}%` }} />}
      </span>
      <span className="tier-share">{isStale ? run.reachedBefore(share) : reached.requests === 0 ? run.never : run.reached(share)}</span>
    </div>
  );
}

/** An empty cell says what its being empty means to users, and offers a way out. */
function Gap({
  capability,
  cell,
  isReadOnly,
  tabIndex,
}: {
  readonly capability: Capability;
  readonly cell: TierCell;
  readonly isReadOnly: boolean;
  readonly tabIndex: 0 | -1;
}) {
  return (
    <div className="tier-gap">
      <p className="tier-gap-title">
        <CircleSlash size={14} aria-hidden="true" /> {words.tiers.gap.title}
      </p>
      <p>{gapText(capability, cell.tier)}</p>
      {!isReadOnly && <WaysOut capability={capability} cell={cell} tabIndex={tabIndex} />}
    </div>
  );
}

function WaysOut({
  capability,
  cell: { tier, entryId },
  tabIndex,
}: {
  readonly capability: Capability;
  readonly cell: TierCell;
  readonly tabIndex: 0 | -1;
}) {
  const { gap } = words.tiers;
  return (
    <p className="tier-verbs">
      {tier !== 1 && (
        <button type="button" className="btn compact" tabIndex={tabIndex} onClick={() => addTemplate(capability, tier)}>
          {gap.template}
        </button>
      )}
      <button type="button" className={tier === 1 ? 'btn compact' : 'btn compact ghost'} tabIndex={tabIndex} onClick={() => draw(entryId)}>
        {gap.draw}
      </button>
    </p>
  );
}

function addTemplate({ entryId, name }: Capability, tier: TierCell['tier']): void {
  const { gap, cell } = words.tiers;
  const view = viewStore.getState();
  const { history, run } = documentStore.getState();
  const before = new Set(history?.document.policy.nodes.map(({ id }) => id));
  run(addTemplateAnswer(entryId, tier));
  const after = documentStore.getState().history?.document.policy.nodes ?? [];
  const template = after.find(({ id, kind }) => kind === 'template' && !before.has(id));
  if (template === undefined) {
    view.toast({ tone: 'note', text: gap.noRoom });
    return;
  }
  view.toast({
    tone: 'good',
    text: gap.added(name, tier),
    action: { label: cell.writeText, run: () => view.focusOn(template.id, 'text') },
  });
}

function draw(entryId: string): void {
  const view = viewStore.getState();
  view.goTo('design');
  view.select({ nodes: [entryId] });
}
