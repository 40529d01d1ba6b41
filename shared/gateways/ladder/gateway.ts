import { lint } from '../../lint/index.ts';
import { type Finding, fail, ok, type Policy } from '../../model/index.ts';
import type { Dialect } from '../dialect.ts';
import { nothingToExport } from '../export-calls.ts';
import { fidelityOf, missingProtections, unreached } from '../fidelity.ts';
import type { Gateway } from '../gateway.ts';
import { configOf } from '../rewrite.ts';
import type { LadderGateway, Ladders } from './contract.ts';
import { rewriteAsLadders } from './ladder.ts';

export interface LadderTarget extends Pick<Gateway, 'id' | 'title' | 'purpose' | 'fileExtension'> {
  readonly gateway: LadderGateway;
  /** Figures of the gateway that the rehearsal rests on. */
  readonly settings: Dialect['settings'];
  /** One file for all calls of the gateway: the application says by the model's name which it means. */
  write(policy: Policy, ladders: Ladders): string;
  /** Providers, by id, that the file names on its own; others are told. */
  knows(providerId: string): boolean;
  /** What has to be given for another provider: "a Backend named acme". */
  asksFor(providerId: string): string;
  problems(text: string): readonly string[];
}

/** A gateway whose export and rehearsal both come from `rewriteAsLadders`. */
export function ladderTarget({ gateway, settings, write, knows, asksFor, problems, ...told }: LadderTarget): Gateway {
  const dialect: Dialect = {
    id: told.id,
    title: gateway.title,
    settings,
    rewrite: (policy) => rewriteAsLadders(policy, gateway),
  };
  return {
    ...told,
    dialect,
    export(policy, { protections }) {
      const errors = lint(policy).filter((finding) => finding.severity === 'error');
      if (errors.length > 0) return fail(errors);
      const ladders = rewriteAsLadders(policy, gateway);
      const missing = protections === 'refuse' ? missingProtections(policy, ladders.differences) : [];
      if (missing.length > 0) return fail(missing);
      if (ladders.entrances.length === 0) return fail([nothingToExport(policy)]);
      const fidelity = fidelityOf(policy, [...ladders.differences, ...unreached(policy)]);
      return ok({
        files: [{ part: '', text: write(policy, ladders) }],
        fidelity,
        findings: unknownProviders(policy, gateway, knows, asksFor),
      });
    },
    verify: problems,
  };
}

/** Name that the application asks for: of the policy, or of the node where it calls the gateway in several places. */
export const modelNameOf = (policy: Policy, ladders: Ladders, entranceId: string): string =>
  ladders.entrances.length === 1 ? policy.id : `${policy.id}-${entranceId}`;

function unknownProviders(
  policy: Policy,
  gateway: LadderGateway,
  knows: (id: string) => boolean,
  asksFor: (id: string) => string,
): Finding[] {
  const called = new Set(policy.nodes.flatMap((node) => (node.kind === 'model' ? [String(configOf(node)['providerId'])] : [])));
  return policy.providers
    .filter(({ id }) => called.has(id) && !knows(id))
    .map(({ id, name }) => ({
      rule: 'export/unknown-provider',
      severity: 'info',
      providerId: id,
      message: `${name} is no provider whose address this export knows: ${gateway.short} needs ${asksFor(id)}.`,
    }));
}
