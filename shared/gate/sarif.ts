import { indentedJson, locate } from '../format/index.ts';
import type { Finding, Severity } from '../model/index.ts';
import { findingKey, type GateReport } from './judge.ts';

const LEVEL = { error: 'error', warning: 'warning', info: 'note' } as const satisfies Record<Severity, string>;

export interface SarifSubject {
  readonly report: GateReport;
  /** Of the head, silenced ones left out. */
  readonly findings: readonly Finding[];
  /** Of the base. */
  readonly before: readonly Finding[];
  /** Path of the head's file as the repository has it, and its text. */
  readonly file: string;
  readonly text: string;
  readonly version: string;
}

/** Findings of the new version with their lines, and what the gate refused. SARIF 2.1.0, as code scanning takes it. */
export function gateSarif({ report, findings, before, file, text, version }: SarifSubject): string {
  const known = new Set(before.map(findingKey));
  const locations = (finding: Finding | undefined) => [
    {
      physicalLocation: {
        artifactLocation: { uri: file.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/') },
        region: { startLine: finding === undefined ? 1 : lineOf(text, finding) },
      },
    },
  ];
  const results = [
    ...findings.map((finding) => ({
      ruleId: finding.rule,
      level: LEVEL[finding.severity],
      message: { text: finding.message },
      locations: locations(finding),
      baselineState: known.has(findingKey(finding)) ? 'unchanged' : 'new',
      partialFingerprints: { 'gracefall/v1': findingKey(finding) },
    })),
    ...report.checks.flatMap(({ id, rule, passed, sentence, finding }) =>
      passed || rule === 'gate/new-error'
        ? []
        : [
            {
              ruleId: rule,
              level: 'error',
              message: { text: sentence },
              locations: locations(finding),
              baselineState: 'new',
              partialFingerprints: { 'gracefall/v1': id },
            },
          ],
    ),
  ];
  const rules = [...new Set(results.map(({ ruleId }) => ruleId))].sort().map((id) => ({ id }));
  return indentedJson({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver: { name: 'Gracefall', version, rules } }, results }],
  });
}

/** Line of what a finding is about, from 1; the first where the text does not say. */
function lineOf(text: string, { nodeId, providerId, path = [] }: Finding): number {
  const { policy } = JSON.parse(text.replace(/^\uFEFF/, '')) as { policy: { nodes: { id: string }[]; providers: { id: string }[] } };
  const node = policy.nodes.findIndex(({ id }) => id === nodeId);
  const provider = policy.providers.findIndex(({ id }) => id === providerId);
  const owner = node >= 0 ? ['policy', 'nodes', node] : provider >= 0 ? ['policy', 'providers', provider] : ['policy'];
  const inside = [...owner, ...(node >= 0 ? ['config'] : []), ...path];
  // The nearest that encloses it where the field itself is not written out.
  return locate(text, inside).line;
}
