import { Command } from 'cmdk';
import { ChevronDown, Plus } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useMemo, useState } from 'react';
import type { Policy } from '../../shared/model/index.ts';
import { words } from '../words/index.ts';
import { fieldAt, type KnobField, knobFields, knobText } from './field-at.ts';

export interface FieldPickerProps {
  readonly label: string;
  readonly policy: Policy;
  /** Addresses that are not offered. */
  readonly left: readonly string[];
  /** Looks like a verb and keeps no value; otherwise like a field that shows the chosen one. */
  readonly isButton?: boolean;
  readonly chosen?: string | null;
  readonly onChoose: (address: string) => void;
}

/** Any number of the policy, found by a few letters of its node or its name. */
export function FieldPicker({ label, policy, left, isButton = false, chosen = null, onChoose }: FieldPickerProps) {
  const [isOpen, setOpen] = useState(false);
  const field = chosen === null ? null : fieldAt(policy, chosen);
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger
        className={isButton ? 'btn' : 'select'}
        aria-label={isButton ? undefined : field === null ? `${label}: ${words.knobs.picker.choose}` : `${label}: ${nameOf(field)}`}
      >
        {isButton ? (
          <>
            <Plus size={14} aria-hidden="true" /> {label}
          </>
        ) : (
          <>
            <span className={field === null ? 'ink-3' : undefined}>{field === null ? words.knobs.picker.choose : nameOf(field)}</span>
            <ChevronDown size={14} aria-hidden="true" />
          </>
        )}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="popup kn-picker" align="start" sideOffset={4} collisionPadding={8} aria-label={label}>
          {isOpen && (
            <Choices
              policy={policy}
              left={left}
              onChoose={(address) => {
                setOpen(false);
                onChoose(address);
              }}
            />
          )}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** Letters scattered over a name are no match: what is picked here changes the policy. */
const holdsAll = (value: string, search: string): number =>
  Number(
    search
      .toLowerCase()
      .split(/\s+/)
      .every((part) => value.toLowerCase().includes(part)),
  );

const nameOf = ({ owner, label }: KnobField): string => `${owner}: ${label}`;

function Choices({ policy, left, onChoose }: Pick<FieldPickerProps, 'policy' | 'left' | 'onChoose'>) {
  const groups = useMemo(() => {
    const byOwner = new Map<string, KnobField[]>();
    for (const field of knobFields(policy)) {
      if (left.includes(field.address)) continue;
      const group = byOwner.get(field.owner);
      if (group === undefined) byOwner.set(field.owner, [field]);
      else group.push(field);
    }
    return [...byOwner];
  }, [policy, left]);
  return (
    <Command loop vimBindings={false} filter={holdsAll} label={words.knobs.picker.find}>
      <Command.Input className="input" placeholder={words.knobs.picker.find} autoFocus />
      <Command.List className="kn-picker-list scroll-thin" label={words.knobs.picker.find}>
        <Command.Empty className="ink-3 kn-picker-none">{words.knobs.picker.none}</Command.Empty>
        {groups.map(([owner, fields]) => (
          <Command.Group key={owner} heading={owner}>
            {fields.map((field) => (
              <Command.Item
                key={field.address}
                value={`${nameOf(field)} ${field.address}`}
                className="popup-item"
                onSelect={() => onChoose(field.address)}
              >
                <span className="grow">{field.label}</span>
                <span className="ink-3 small">{knobText(field, field.value)}</span>
              </Command.Item>
            ))}
          </Command.Group>
        ))}
      </Command.List>
    </Command>
  );
}
