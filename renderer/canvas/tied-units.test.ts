import { expect, it } from 'vitest';
import { withTiedUnits } from './tied-units.ts';

it('ties thousands and units to their number and leaves other spaces free to break', () => {
  expect(withTiedUnits('by length: under 6 000 tokens')).toBe('by length: under 6\u202f000\u00a0tokens');
  expect(withTiedUnits('opens after 5 in 60 s, tries again after 30 s')).toBe('opens after 5 in 60\u00a0s, tries again after 30\u00a0s');
  expect(withTiedUnits('8 s, 99.5 % answered')).toBe('8\u00a0s, 99.5\u00a0% answered');
  expect(withTiedUnits('3 small models')).toBe('3 small models');
});
