import type { Finding, Policy, Silence } from '../model/index.ts';

export const STALE_SILENCE = 'policy/stale-silence';

export interface SilencedFinding {
  readonly finding: Finding;
  readonly reason: string;
  /** Of the silence: null = it silences every finding of the rule there. */
  readonly about: string | null;
}

/** Errors cannot be silenced: a policy with one does not run, whatever the reason. */
export const canSilence = (finding: Finding): boolean => finding.severity !== 'error' && finding.rule !== STALE_SILENCE;

export const isSilencedBy = (finding: Finding, silence: Pick<Silence, 'rule' | 'nodeId' | 'about'>): boolean =>
  silence.rule === finding.rule &&
  silence.nodeId === (finding.nodeId ?? null) &&
  (silence.about === null || silence.about === finding.about);

/**
 * Takes the silenced findings apart, and reports silences that silence nothing any longer. `dependsOnTraffic` names the
 * rules that may be quiet today and speak tomorrow: no silence of theirs is out of date.
 */
export function withoutSilenced(
  policy: Pick<Policy, 'silenced' | 'nodes'>,
  found: readonly Finding[],
  dependsOnTraffic: ReadonlySet<string>,
): { readonly findings: Finding[]; readonly silenced: SilencedFinding[] } {
  const silences = new Map<string, Silence[]>();
  for (const silence of policy.silenced) {
    const key = keyOf(silence.rule, silence.nodeId);
    const there = silences.get(key);
    if (there === undefined) silences.set(key, [silence]);
    else there.push(silence);
  }
  const used = new Set<Silence>();
  const findings: Finding[] = [];
  const silenced: SilencedFinding[] = [];
  for (const finding of found) {
    const there = silences.get(keyOf(finding.rule, finding.nodeId ?? null)) ?? [];
    // Its own reason before the one for all of them: the narrower one is what somebody thought about.
    const silence = there.find(({ about }) => about !== null && about === finding.about) ?? there.find(({ about }) => about === null);
    if (silence !== undefined) used.add(silence);
    if (silence === undefined || !canSilence(finding)) findings.push(finding);
    else silenced.push({ finding, reason: silence.reason, about: silence.about });
  }
  const names = new Map(policy.nodes.map((node) => [node.id, node.name]));
  for (const silence of policy.silenced) {
    if (used.has(silence) || dependsOnTraffic.has(silence.rule)) continue;
    findings.push({
      rule: STALE_SILENCE,
      severity: 'info',
      ...(silence.nodeId !== null && names.has(silence.nodeId) ? { nodeId: silence.nodeId } : {}),
      message: `${silence.rule} is silenced ${placeOf(silence, names)} (“${silence.reason}”), but there is nothing left to silence. Take the silence away, or it hides the finding when it comes back for another reason.`,
    });
  }
  return { findings, silenced };
}

const keyOf = (rule: string, nodeId: string | null): string => `${rule} ${nodeId ?? ''}`;

function placeOf({ nodeId }: Silence, names: ReadonlyMap<string, string>): string {
  if (nodeId === null) return 'for the policy';
  const name = names.get(nodeId);
  return name === undefined ? `for the node "${nodeId}", which is gone` : `for ${name}`;
}
