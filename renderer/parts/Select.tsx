import { Check, ChevronDown } from 'lucide-react';
import { Select as Radix } from 'radix-ui';
import { words } from '../words/index.ts';

export interface Option {
  readonly value: string;
  readonly label: string;
  readonly help?: string | undefined;
}

/** One of a few. An empty string is a value like any other here, which Radix would not allow. */
export function Select({
  id,
  label,
  value,
  options,
  placeholder = words.parts.choose,
  isDisabled = false,
  onChange,
}: {
  readonly id?: string;
  /** Accessible name; left out when a label points to `id`. */
  readonly label?: string;
  readonly value: string;
  readonly options: readonly Option[];
  readonly placeholder?: string | undefined;
  readonly isDisabled?: boolean;
  readonly onChange: (value: string) => void;
}) {
  return (
    <Radix.Root
      value={value === '' && !options.some((option) => option.value === '') ? '' : code(value)}
      onValueChange={(coded) => onChange(coded.slice(1))}
      disabled={isDisabled}
    >
      <Radix.Trigger id={id} className="select" aria-label={label}>
        <Radix.Value placeholder={placeholder} />
        <Radix.Icon>
          <ChevronDown size={14} />
        </Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className="popup select-popup" position="popper" sideOffset={4} collisionPadding={8}>
          <Radix.Viewport>
            {options.map((option) => (
              <Radix.Item key={option.value} value={code(option.value)} className="popup-item">
                <span className="tick">
                  <Radix.ItemIndicator>
                    <Check size={14} />
                  </Radix.ItemIndicator>
                </span>
                <span>
                  <Radix.ItemText>{option.label}</Radix.ItemText>
                  {option.help !== undefined && <div className="detail">{option.help}</div>}
                </span>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

const code = (value: string): string => `=${value}`;
