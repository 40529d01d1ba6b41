import { plural, spelledOut } from './locale.ts';

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The room where a policy is drawn. */
export const design = {
  question: 'Does every request end with a useful answer?',
  answer: {
    nothingDrawn: 'Nothing is drawn yet.',
    errors: (count: number): string =>
      `Not yet. ${capital(plural(count, { one: 'one error stands', other: `${spelledOut(count)} errors stand` }))} in the way.`,
    warnings: (count: number): string =>
      `Every drawn path is complete. ${capital(plural(count, { one: 'one warning', other: `${spelledOut(count)} warnings` }))}.`,
    yes: 'Yes, on every drawn path.',
  },
  readOnly: 'read-only',
  draftKept: (time: string): string => `draft kept ${time}`,
  widthOfPalette: 'Width of the palette',
  heightOfProblems: 'Height of the problems',
  widthOfInspector: 'Width of the inspector',
  palette: {
    title: 'Palette and outline',
    choose: 'Palette or outline',
    add: 'Add',
    outline: 'Outline',
    group: { flow: 'Flow', answers: 'Answers', protection: 'Protection', guardrails: 'Guardrails', money: 'Money' },
  },
} as const;
