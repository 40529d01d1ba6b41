import { type OpenedPolicy, writePolicy } from '../shared/format/index.ts';
import { asRunBy, type Dialect, dialects } from '../shared/gateways/index.ts';
import { lint } from '../shared/lint/index.ts';
import type { Terminal } from './terminal.ts';

export const DIALECTS = [...dialects.keys()];

export interface PolicyAsRun {
  readonly text: string;
  readonly opened: OpenedPolicy;
}

/** The policy as that gateway would run it; what differs from the drawing is said, one line each. A policy with errors is handed on, to be refused as it is drawn. */
export function asDialect(terminal: Terminal, policy: PolicyAsRun, name: string | undefined): PolicyAsRun {
  const dialect: Dialect | undefined = name === undefined ? undefined : dialects.get(name);
  const { document } = policy.opened;
  if (dialect === undefined || lint(document.policy).some(({ severity }) => severity === 'error')) return policy;
  const { document: asRun, differences } = asRunBy(dialect, document);
  terminal.err(
    differences.length === 0
      ? `${dialect.title} would run this policy as it is drawn.`
      : `As ${dialect.title} would run it, not as drawn; what differs:`,
  );
  for (const { sentence } of differences) terminal.err(`  ${sentence}`);
  return { text: writePolicy(asRun), opened: { ...policy.opened, document: asRun } };
}
