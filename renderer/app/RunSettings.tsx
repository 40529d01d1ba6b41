import { Dices } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useState } from 'react';
import { useInputs, useShownKeys } from '../state/index.ts';
import { words } from '../words/index.ts';
import { MAX_REPLICATIONS, MAX_SEED, wholeWithin } from './run-settings.ts';

/** Seed and number of runs: rarely changed, so one small button beside Simulate. */
export function RunSettings() {
  const seed = useInputs((state) => state.seed);
  const replications = useInputs((state) => state.replications);
  const setSeed = useInputs((state) => state.setSeed);
  const setReplications = useInputs((state) => state.setReplications);
  const keys = useShownKeys('run.simulate');
  const summary = words.app.runs.summary(seed, replications);
  return (
    <Popover.Root>
      <Popover.Trigger className="btn ghost icon" aria-label={summary} title={summary}>
        <Dices size={16} />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="popup run-settings" align="end" sideOffset={6} aria-label={words.app.runs.title}>
          <WholeField
            name="seed"
            label={words.app.runs.seed}
            help={words.app.runs.seedHelp}
            value={seed}
            low={0}
            high={MAX_SEED}
            onChange={setSeed}
          />
          <WholeField
            name="runs"
            label={words.app.runs.count}
            help={words.app.runs.countHelp(MAX_REPLICATIONS)}
            value={replications}
            low={1}
            high={MAX_REPLICATIONS}
            onChange={setReplications}
          />
          <p className="small ink-3">{words.app.runs.takesEffect(keys)}</p>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

interface WholeFieldProps {
  /** Of its own in the page; no text. */
  readonly name: string;
  readonly label: string;
  readonly help: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly onChange: (value: number) => void;
}

function WholeField({ name, label, help, value, low, high, onChange }: WholeFieldProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const id = `run-${name}`;
  const isWrong = draft !== null && wholeWithin(draft, low, high) === null;
  return (
    <div className="run-setting">
      <label htmlFor={id} className="strong">
        {label}
      </label>
      <input
        id={id}
        className="input"
        inputMode="numeric"
        autoComplete="off"
        value={draft ?? String(value)}
        aria-invalid={isWrong}
        aria-describedby={`${id}-help`}
        onFocus={(event) => event.target.select()}
        onChange={(event) => {
          setDraft(event.target.value);
          const whole = wholeWithin(event.target.value, low, high);
          if (whole !== null) onChange(whole);
        }}
        onBlur={() => setDraft(null)}
      />
      <p id={`${id}-help`} className={isWrong ? 'small ink-failed' : 'small ink-2'}>
        {isWrong ? words.app.runs.notWhole(low, high, value) : help}
      </p>
    </div>
  );
}
