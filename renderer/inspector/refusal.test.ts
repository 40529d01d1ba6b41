import { expect, it } from 'vitest';
import { providerSchema } from '../../shared/model/index.ts';
import { refusal } from './refusal.ts';

const problemOf = (patch: object): string | undefined => providerSchema.safeParse(patch).error?.issues[0]?.message;

it('puts nothing of the schema library before a person', () => {
  expect(refusal(problemOf({ id: 'p', name: '' }), '', 'What it is called.')).toBe('Something is needed here.');
  expect(refusal('Invalid string: must match pattern /^a$/', ['x1'], 'Short tags.')).toBe('This cannot be taken. Short tags.');
});

it('keeps a sentence that somebody wrote, and silence', () => {
  const written = problemOf({ id: 'Not An Id' });
  expect(refusal(written, 'Not An Id', 'help')).toBe('an id is lower-case letters, digits and hyphens, and starts with a letter');
  expect(refusal(undefined, 'x', 'help')).toBeUndefined();
});
