import { intervalText, type JudgedDifference, judgedDifferences, shownFigure, signedFigure } from '../compare/index.ts';
import type { Comparison, Finding } from '../model/index.ts';
import type { Gate, Limit } from './config.ts';

/** One thing that the gate asks for, and what became of it. */
export interface Check {
  /** Stable from run to run: `limit/provider-outage/p95Ms`. */
  readonly id: string;
  readonly rule: 'gate/new-error' | 'gate/limit' | 'gate/not-worse' | 'gate/approvals' | 'gate/not-compared';
  /** "Latency P95 is at most 4 s under “Provider outage”" */
  readonly title: string;
  readonly passed: boolean;
  /** What was found, with the numbers. One sentence. */
  readonly sentence: string;
  /** The finding that it is about, for its place in the file. */
  readonly finding?: Finding;
}

export interface GateSubject {
  readonly gate: Gate;
  /** Null where the head cannot run, which its errors then say. */
  readonly comparison: Comparison | null;
  readonly errorsBefore: readonly Finding[];
  readonly errorsAfter: readonly Finding[];
  /** Names of those who approved exactly the head; null = nobody was asked to look for them. */
  readonly approvedBy: readonly string[] | null;
}

export interface GateReport {
  readonly passed: boolean;
  readonly checks: readonly Check[];
  /** Of every figure, corrected over those that the gate looks at and, apart from them, over all. */
  readonly differences: readonly JudgedDifference[];
}

/** Two findings are the same where they say the same of the same thing, whatever number stands in the sentence. */
export const findingKey = ({ rule, nodeId, edgeId, providerId, about, path }: Finding): string =>
  JSON.stringify([rule, nodeId ?? '', edgeId ?? '', providerId ?? '', about ?? '', path ?? []]);

export function judgeGate(subject: GateSubject): GateReport {
  const { gate, comparison, approvedBy } = subject;
  const checks: Check[] = [...errorChecks(subject)];
  if (comparison === null) {
    checks.push({
      id: 'compared',
      rule: 'gate/not-compared',
      title: 'Both versions can be rehearsed',
      passed: false,
      sentence: 'The new version cannot run while its errors stand, so no figure was judged. Repair them and run the gate again.',
    });
  } else {
    checks.push(...gate.limits.flatMap((limit) => limitChecks(limit, comparison)));
    checks.push(...judgedDifferences(comparison, gate.notWorse).map((judged) => notWorse(judged, comparison)));
  }
  if (gate.approvals > 0) checks.push(approvalCheck(gate.approvals, approvedBy ?? []));
  return {
    passed: checks.every(({ passed }) => passed),
    checks,
    differences: comparison === null ? [] : judgedDifferences(comparison),
  };
}

function errorChecks({ gate, errorsBefore, errorsAfter }: GateSubject): Check[] {
  if (gate.newErrors === 'allow') return [];
  const known = new Set(errorsBefore.map(findingKey));
  const fresh = errorsAfter.filter((finding) => !known.has(findingKey(finding)));
  const title = 'No new errors';
  if (fresh.length === 0)
    return [{ id: 'new-errors', rule: 'gate/new-error', title, passed: true, sentence: 'The change brings no error that was not there.' }];
  return fresh.map((finding, at) => ({
    id: `new-errors/${finding.rule}/${finding.nodeId ?? at}`,
    rule: 'gate/new-error',
    title,
    passed: false,
    sentence: finding.message,
    finding,
  }));
}

function limitChecks(limit: Limit, { plan, figures, results }: Comparison): Check[] {
  const about = figures.find(({ id }) => id === limit.figure);
  const { atLeast, atMost } = limit;
  const bounds = (write: (value: number) => string): string =>
    [...(atLeast === undefined ? [] : [`at least ${write(atLeast)}`]), ...(atMost === undefined ? [] : [`at most ${write(atMost)}`])].join(
      ' and ',
    );
  const scenarios = plan.scenarios.filter(({ id }) => limit.scenario === undefined || id === limit.scenario);
  if (scenarios.length === 0) {
    return [
      {
        id: `limit/${limit.scenario}/${limit.figure}`,
        rule: 'gate/limit',
        title: `${about?.label ?? limit.figure} is ${bounds(String)} under ${limit.scenario}`,
        passed: false,
        sentence: `The scenario ${limit.scenario} was not run, so this limit was not looked at. Name it under “scenarios”, or correct the name.`,
      },
    ];
  }
  return scenarios.map(({ id, name }): Check => {
    const value = results.filter(({ scenario }) => scenario === id).at(-1)?.means[limit.figure] ?? null;
    const write = (number: number): string => (about === undefined ? String(number) : shownFigure(about, number));
    const label = about?.label ?? limit.figure;
    const check = { id: `limit/${id}/${limit.figure}`, rule: 'gate/limit', title: `${label} is ${bounds(write)} under “${name}”` } as const;
    if (value === null)
      return {
        ...check,
        passed: false,
        sentence: `${label} could not be measured in every run under “${name}”, so the limit is not kept for sure.`,
      };
    const passed = (atLeast === undefined || value >= atLeast) && (atMost === undefined || value <= atMost);
    return {
      ...check,
      passed,
      sentence: passed
        ? `${label} is ${write(value)} under “${name}”.`
        : `${label} is ${write(value)} under “${name}”; the limit is ${bounds(write)}.`,
    };
  });
}

function notWorse(judged: JudgedDifference, { plan, replications }: Comparison): Check {
  const { figure, difference, verdict, scenario } = judged;
  const name = plan.scenarios.find(({ id }) => id === scenario)?.name ?? scenario;
  const check = {
    id: `not-worse/${scenario}/${figure.id}`,
    rule: 'gate/not-worse',
    title: `${figure.label} is not worse under “${name}”`,
  } as const;
  if (difference === null)
    return { ...check, passed: true, sentence: `${figure.label} is not there in every run under “${name}”, so nothing can be said of it.` };
  if (verdict === 'same') return { ...check, passed: true, sentence: `${figure.label} is the same in every run under “${name}”.` };
  const by = `${signedFigure(figure, difference.mean)} (95 % interval ${intervalText(figure, difference)}, ${replications} pairs of runs)`;
  if (verdict === 'worse')
    return { ...check, passed: false, sentence: `${figure.label} is worse in ${judged.variant} under ${scenario}: ${by}.` };
  return {
    ...check,
    passed: true,
    sentence:
      verdict === 'no-evidence'
        ? `No evidence that ${figure.label.toLowerCase()} differs under “${name}”: ${by}.`
        : `${figure.label} is ${verdict} under “${name}”: ${by}.`,
  };
}

function approvalCheck(needed: number, names: readonly string[]): Check {
  const passed = names.length >= needed;
  const who = names.length === 0 ? 'Nobody has approved' : `${names.join(', ')} approved`;
  return {
    id: 'approvals',
    rule: 'gate/approvals',
    title: `Approved by ${needed === 1 ? 'one person' : `${needed} people`}`,
    passed,
    sentence: passed
      ? `${who} exactly this version.`
      : `${who} exactly this version; ${needed === 1 ? 'one approval is' : `${needed} approvals are`} needed. Approve it with gracefall audit approve.`,
  };
}
