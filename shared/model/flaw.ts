/** What may be wrong with an answer that arrives: no failure, and the user sees it. Append only: run files store these names. */
export const FLAWS = ['wrong', 'hallucinated', 'unsafe', 'leaking', 'malformed-call', 'stale', 'off-topic'] as const;
export type Flaw = (typeof FLAWS)[number];

/** Words for people. */
export const FLAW_SENTENCES: Readonly<Record<Flaw, string>> = {
  wrong: 'The answer does not solve the task.',
  hallucinated: 'The answer states something that its sources do not say.',
  unsafe: 'The answer is harmful or against the policy of the product.',
  leaking: 'The answer shows personal or secret data.',
  'malformed-call': 'The step asked a tool for something that the tool does not understand.',
  stale: 'The answer was kept from an earlier request and no longer holds.',
  'off-topic': 'The answer is about something that the product is not for.',
};

/** Bit set over `FLAWS`, as replies carry it; 0 = a good answer. */
export type FlawSet = number;

export function flawBit(flaw: Flaw): FlawSet {
  return 1 << FLAWS.indexOf(flaw);
}
