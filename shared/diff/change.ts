/** What a change is about. `id`: of the node, provider, note or group; of a promise `entry:tier`; of a silence its rule. */
export interface About {
  readonly kind: 'policy' | 'node' | 'provider' | 'silence' | 'sheet';
  readonly id: string;
}

export interface Change {
  /** Unlike any other of the same comparison. */
  readonly id: string;
  readonly action: 'added' | 'removed' | 'changed' | 'renamed' | 'rewired' | 'reordered';
  readonly about: About;
  /** "“Breaker, primary” opens after 3 failures in 60 s (was 5)". One line, no full stop. */
  readonly sentence: string;
  /** 1 = decides which way requests go, down to 6 = words only; changes are ordered by it. */
  readonly consequence: Consequence;
}

export const CONSEQUENCE = {
  /** Which node is called, and in which order. */
  way: 1,
  /** How a node behaves. */
  behaviour: 2,
  /** What providers allow and cost. */
  provider: 3,
  /** What users are owed, and who signed for it. */
  promise: 4,
  /** What a reader of the policy is told. */
  words: 5,
  /** Where things stand on the sheet. */
  sheet: 6,
} as const;
export type Consequence = (typeof CONSEQUENCE)[keyof typeof CONSEQUENCE];
