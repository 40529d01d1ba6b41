import { type Control, failuresText, shortened } from '../../shared/kinds/index.ts';
import type { FailureClass } from '../../shared/model/index.ts';
import { enumerated, words } from '../words/index.ts';
import { figureWithUnit } from './number-text.ts';

/** A stored value as its control shows it, for a short line: `30 s`, `on`, `full jitter`. */
export function valueText(control: Control, value: unknown): string {
  switch (control.kind) {
    case 'duration':
    case 'ratio':
    case 'number':
    case 'optional-number':
      return figureWithUnit(control, typeof value === 'number' ? value : null);
    case 'choice':
      return control.options.find((option) => option.value === value)?.label ?? String(value);
    case 'toggle':
      return value === true ? words.inspector.on : words.inspector.off;
    case 'failures':
      return shortened(failuresText(value as readonly FailureClass[]), 60);
    case 'choices': {
      const labels = control.options.filter((option) => (value as readonly string[]).includes(option.value)).map(({ label }) => label);
      return labels.length === 0 ? words.inspector.none : shortened(enumerated(labels), 60);
    }
    case 'names': {
      const names = value as readonly string[];
      return names.length === 0 ? control.absent : shortened(names.join(', '), 60);
    }
    case 'optional-text':
      return value === null ? control.absent : shortened(String(value), 60);
    case 'text':
    case 'long-text':
      return shortened(String(value), 60);
    case 'provider':
    case 'model':
    case 'list':
      throw new Error(`a value of a ${control.kind} has no short text`);
  }
}
