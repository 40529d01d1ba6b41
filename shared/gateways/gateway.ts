import type { Finding, Policy, Result } from '../model/index.ts';

/** Lower-case hex sha256 of a text's UTF-8 bytes, handed in because `shared` has neither Node's crypto nor the browser's. */
export type Sha256Of = (text: string) => string;

/** A target that policies are exported to: one folder each, one line in `all.ts`. */
export interface Gateway {
  /** Name on the command line; never changes once published. */
  readonly id: string;
  readonly title: string;
  /** One sentence: what reads this export. */
  readonly purpose: string;
  readonly fileExtension: string;
  /** The file's text, the same bytes for the same policy. Refused with every finding of severity `error` while one stands. */
  export(policy: Policy, sha256Of: Sha256Of): Result<string, Finding[]>;
  /** What is wrong with an exported file, one sentence each; empty when it is whole and as it was exported. */
  verify(text: string, sha256Of: Sha256Of): readonly string[];
}
