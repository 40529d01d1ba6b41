import { Check, PenLine, TriangleAlert } from 'lucide-react';
import { Popover } from 'radix-ui';
import { type FormEvent, useState } from 'react';
import { signOff, withdrawSignOff } from '../../shared/edit/index.ts';
import type { Capability, TierCell } from '../../shared/tiers/index.ts';
import { documentStore, viewStore } from '../state/index.ts';
import { dayOfIsoText, words } from '../words/index.ts';
import { dayOf } from './day.ts';
import { rememberedOwner, rememberOwner } from './owner.ts';

/** Who stands for a promise. One click shows what would be signed, a second one signs it. */
export function Signature({
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
  const { sign, tierName } = words.tiers;
  const [isOpen, setOpen] = useState(false);
  const { signOff: state } = cell;
  const tier = tierName[cell.tier];
  const isWritten = cell.text.trim() !== '';
  if (state.state === 'unsigned' && (isReadOnly || !isWritten || cell.answers.length === 0)) {
    return <p className="tier-sign ink-3">{isWritten || isReadOnly ? sign.unsigned : sign.unwritten}</p>;
  }
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <div className={`tier-sign is-${state.state}`}>
        {state.state === 'unsigned' ? (
          <>
            <span className="ink-3">{sign.unsigned}</span>
            <Popover.Trigger className="btn compact" aria-label={sign.title(capability.name, tier)} tabIndex={tabIndex}>
              <PenLine size={12} aria-hidden="true" /> {sign.sign}
            </Popover.Trigger>
          </>
        ) : (
          <Popover.Trigger className="tier-signed" tabIndex={tabIndex}>
            <span className="visually-hidden">{sign.details(capability.name, tier)}: </span>
            {state.state === 'signed' ? <Check size={14} aria-hidden="true" /> : <TriangleAlert size={14} aria-hidden="true" />}
            <span>
              {state.state === 'signed' ? sign.signed(state.signOff.owner, dayOfIsoText(state.signOff.date)) : sign.outOfDate}
              {state.state === 'out-of-date' && state.changes[0] !== undefined && (
                <span className="tier-sign-change">
                  {sign.part[state.changes[0].part]}: {state.changes[0].was || sign.empty}
                </span>
              )}
            </span>
          </Popover.Trigger>
        )}
      </div>
      <Popover.Portal>
        <Popover.Content
          className="rh-popover tier-sign-popover"
          align="start"
          sideOffset={6}
          collisionPadding={12}
          aria-label={state.state === 'unsigned' ? sign.title(capability.name, tier) : sign.details(capability.name, tier)}
        >
          <SignForm capability={capability} cell={cell} isReadOnly={isReadOnly} onDone={() => setOpen(false)} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function SignForm({
  capability,
  cell,
  isReadOnly,
  onDone,
}: {
  readonly capability: Capability;
  readonly cell: TierCell;
  readonly isReadOnly: boolean;
  readonly onDone: () => void;
}) {
  const { sign, tierName } = words.tiers;
  const { signOff: state, subject, entryId, tier } = cell;
  const [owner, setOwner] = useState(state.state === 'out-of-date' ? state.signOff.owner : rememberedOwner());
  const today = dayOf(new Date());
  const { run } = documentStore.getState();
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    if (owner.trim() === '') return;
    rememberOwner(owner.trim());
    run(signOff({ entryId, tier }, { owner: owner.trim(), date: today, subject }));
    viewStore.getState().toast({ tone: 'good', text: sign.done(capability.name, tier) });
    onDone();
  };
  const withdraw = (): void => {
    run(withdrawSignOff({ entryId, tier }));
    onDone();
  };
  const maySign = state.state !== 'signed' && !isReadOnly && cell.text.trim() !== '' && cell.answers.length > 0;
  return (
    <form onSubmit={onSubmit}>
      <h2 className="rh-popover-title">
        {capability.name}, {tierName[tier]}
      </h2>
      {state.state !== 'unsigned' && <p>{sign.signedBy(state.signOff.owner, dayOfIsoText(state.signOff.date))}</p>}
      {state.state === 'out-of-date' &&
        state.changes.map(({ part, was, now }) => (
          <dl key={part} className="tier-change">
            <dt>{sign.part[part]}</dt>
            <dd>
              <span className="ink-3">{sign.was}</span> <del>{was || sign.empty}</del>
            </dd>
            <dd>
              <span className="ink-3">{sign.now}</span> <ins>{now || sign.empty}</ins>
            </dd>
          </dl>
        ))}
      {state.state === 'signed' && <p className="tier-subject">{state.signOff.subject}</p>}
      {state.state === 'unsigned' && (
        <>
          <p className="caption">{sign.standsFor}</p>
          <p className="tier-subject">{subject}</p>
        </>
      )}
      {maySign && (
        <label className="tier-owner">
          <span className="caption">{sign.owner}</span>
          <input className="input" value={owner} maxLength={200} autoComplete="name" onChange={(event) => setOwner(event.target.value)} />
          <span className="small ink-3">{sign.ownerHelp}</span>
        </label>
      )}
      <p className="tier-verbs">
        {maySign && (
          <button type="submit" className="btn primary" disabled={owner.trim() === ''}>
            {state.state === 'unsigned' ? sign.confirm(dayOfIsoText(today)) : sign.again(dayOfIsoText(today))}
          </button>
        )}
        {state.state !== 'unsigned' && !isReadOnly && (
          <button type="button" className="btn" onClick={withdraw}>
            {sign.withdraw}
          </button>
        )}
      </p>
    </form>
  );
}
