import type { Finding, Policy, Result } from '../model/index.ts';
import type { Dialect } from './dialect.ts';
import type { NodeFidelity } from './fidelity.ts';
import type { ConfigReader } from './read/imported.ts';

/** Lower-case hex sha256 of a text's UTF-8 bytes, handed in because `shared` has neither Node's crypto nor the browser's. */
export type Sha256Of = (text: string) => string;

export interface ExportOptions {
  readonly sha256Of: Sha256Of;
  /**
   * What becomes of a guard, a budget or a limit on execution that the target cannot express. `refuse`: nothing is exported. `leave-out`: it is not in the
   * file, and the fidelity says so. Other nodes that cannot be expressed are always left out and told.
   */
  readonly protections: 'refuse' | 'leave-out';
}

/** One file of an export. */
export interface ExportedFile {
  /** What it is of, where an export is several files: the id of the node at which the application calls the gateway. Empty when there is one only. */
  readonly part: string;
  /** The same bytes for the same policy. */
  readonly text: string;
}

export interface Exported {
  /** At least one. */
  readonly files: readonly ExportedFile[];
  /** Of every node of the policy, as it is drawn, in call order. */
  readonly fidelity: readonly NodeFidelity[];
  /** What is worth knowing about the files themselves: limits of the target, traps in its settings. Never of severity `error`. */
  readonly findings: readonly Finding[];
}

/** A target that policies are exported to: one folder each, one line in `all.ts`. */
export interface Gateway {
  /** Name on the command line; never changes once published. */
  readonly id: string;
  readonly title: string;
  /** One sentence: what reads this export. */
  readonly purpose: string;
  readonly fileExtension: string;
  /** How it runs its export, for a rehearsal as that gateway; null where it runs what is drawn. */
  readonly dialect: Dialect | null;
  /** Of its configs as policies; left out where they cannot be read, and where another target's reader reads them too. */
  readonly reader?: ConfigReader;
  /** Refused with every finding of severity `error` while one stands. */
  export(policy: Policy, options: ExportOptions): Result<Exported, Finding[]>;
  /** What is wrong with an exported file, one sentence each; empty when it is whole and means something to the target. */
  verify(text: string, sha256Of: Sha256Of): readonly string[];
}
