import { intervalText as between, HEADLINE_FIGURES, shownFigure as shown, signedFigure as signed } from '../shared/compare/index.ts';
import type { ComparedFigure, Comparison, Difference, VariantResult, Verdict } from '../shared/model/index.ts';
import type { painter } from './terminal.ts';
import { count, table } from './words.ts';

/** A comparison as the page that a person reads in a terminal. Computes nothing that is not in the result. */

type Paint = ReturnType<typeof painter>;
const MOST_ROWS = 60;

export function comparisonReport(comparison: Comparison, paint: Paint): string {
  const { plan } = comparison;
  const sections = plan.scenarios.flatMap((scenario) => {
    const results = comparison.results.filter((result) => result.scenario === scenario.id);
    const heading = paint('bold', `Under “${scenario.name}”`);
    if (plan.design === 'pair') return [`${heading}\n${inAWord(comparison, results)}\n${pairTable(comparison, results, paint)}`];
    if (plan.design === 'grid') return [`${heading}\n${gridTable(comparison, scenario.id, results)}`];
    return [`${heading}\n${sensitivityTable(comparison, scenario.id)}`];
  });
  return `${[headline(comparison, paint), ...sections, ...leftOut(comparison), footnotes(comparison), basis(comparison, paint)].filter((section) => section !== '').join('\n\n')}\n`;
}

/** Sentences about figures that are worse, on evidence, in any variant under any scenario. */
export function worseFigures(comparison: Comparison, ids: readonly string[]): string[] {
  return comparison.results.flatMap(({ scenario, variant, differences }) =>
    ids.flatMap((id) => {
      const difference = differences[id];
      const about = comparison.figures.find((candidate) => candidate.id === id);
      if (about === undefined || difference?.verdict !== 'worse') return [];
      return [`${about.label} is worse in ${variant} under ${scenario}: ${between(about, difference)}.`];
    }),
  );
}

function headline({ plan, replications }: Comparison, paint: Paint): string {
  const [first, ...others] = plan.variants;
  const title =
    plan.design === 'pair'
      ? `${others[0]?.label} compared with ${first?.label}`
      : `${first?.policy.name}: ${others.length} variants of ${plan.varied.length} ${plan.varied.length === 1 ? 'field' : 'fields'}, ${plan.design === 'grid' ? 'every combination' : 'one at a time'}`;
  return `${paint('bold', title)}\n${plan.traffic.label}: ${count(plan.traffic.requests)} ${plan.traffic.origin} requests, ${replications} replications of each on the same luck`;
}

const lowered = ({ label }: ComparedFigure): string => label.charAt(0).toLowerCase() + label.slice(1);

/** Availability, P95 and cost in one sentence, for who reads no further. */
function inAWord({ figures }: Comparison, results: readonly VariantResult[]): string {
  const differences = results[1]?.differences ?? {};
  const parts = figures
    .filter(({ id }) => HEADLINE_FIGURES.includes(id))
    .map((about) => {
      const difference = differences[about.id] ?? null;
      if (difference === null) return `${lowered(about)} not in every run`;
      if (isNothing(difference)) return `${lowered(about)} the same`;
      if (difference.verdict === 'no-evidence') return `no evidence about ${lowered(about)}`;
      return `${lowered(about)} ${difference.verdict} by ${signed(about, Math.abs(difference.mean)).slice(1)}`;
    });
  return `The head: ${parts.join(', ')}.`;
}

function pairTable({ figures }: Comparison, results: readonly VariantResult[], paint: Paint): string {
  const [base, head] = results;
  if (base === undefined || head === undefined) return '';
  const rows = figures.map((about) => {
    const difference = head.differences[about.id] ?? null;
    const verdict = difference?.verdict;
    return [
      about.label,
      shown(about, base.means[about.id] ?? null),
      shown(about, head.means[about.id] ?? null),
      difference === null ? '' : signed(about, difference.mean),
      difference === null || isNothing(difference) ? '' : between(about, difference),
      verdict === undefined ? 'not in every run' : isNothing(difference) ? 'the same in every run' : WORDS[verdict],
    ];
  });
  const verdictColour = (line: string): string =>
    /\bworse$/.test(line) ? paint('red', line) : /\bbetter$/.test(line) ? paint('green', line) : line;
  return table([['', 'base', 'head', 'difference', '95 % interval', ''], ...rows], 'lrrrrl')
    .split('\n')
    .map(verdictColour)
    .join('\n');
}

const isNothing = (difference: Difference | null): boolean => difference?.low === 0 && difference.high === 0;

const WORDS: Readonly<Record<Verdict, string>> = {
  better: 'better',
  worse: 'worse',
  higher: 'higher',
  lower: 'lower',
  'no-evidence': 'no evidence',
};

const MARKS: Readonly<Record<Verdict, string>> = { better: '+', worse: '−', higher: '', lower: '', 'no-evidence': '·' };

function gridTable({ plan, figures, paretoFronts }: Comparison, scenario: string, results: readonly VariantResult[]): string {
  const front = new Set(paretoFronts.find((found) => found.scenario === scenario)?.variants);
  const headline = figures.filter(({ id }) => HEADLINE_FIGURES.includes(id));
  // A long table shows what can be chosen from: the front, and the policy as drawn.
  const rows =
    results.length <= MOST_ROWS ? results : results.filter(({ variant }, at) => at === 0 || front.has(variant)).slice(0, MOST_ROWS);
  const cells = rows.map(({ variant, means, differences }) => {
    const changes = plan.variants.find(({ id }) => id === variant)?.changes ?? [];
    return [
      front.has(variant) ? '◆' : '',
      variant,
      ...plan.varied.map(({ address, base }) => String(changes.find((change) => change.address === address)?.value ?? base ?? 'none')),
      ...headline.flatMap((about) => {
        const difference = differences[about.id];
        return [shown(about, means[about.id] ?? null), difference ? MARKS[difference.verdict] : ''];
      }),
    ];
  });
  const head = ['', '', ...plan.varied.map(({ address }) => address), ...headline.flatMap(({ label }) => [label, ''])];
  const align = `ll${'r'.repeat(plan.varied.length)}${'rl'.repeat(headline.length)}`;
  const more = results.length - rows.length;
  return `${table([head, ...cells], align)}${more > 0 ? `\nand ${count(more)} more, in the file of --out` : ''}`;
}

function sensitivityTable({ sensitivities, figures }: Comparison, scenario: string): string {
  const headline = figures.filter(({ id }) => HEADLINE_FIGURES.includes(id));
  const found = sensitivities.filter((sensitivity) => sensitivity.scenario === scenario);
  const matters = found.filter(({ swings }) => headline.some(({ id }) => !isNothing(swings[id] ?? null)));
  const rows = matters.slice(0, MOST_ROWS).map(({ address, from, to, swings }) => [
    address,
    `${from.value} → ${to.value}`,
    ...headline.flatMap((about) => {
      const swing = swings[about.id];
      return swing ? [signed(about, swing.mean), isNothing(swing) ? '' : MARKS[swing.verdict]] : ['none', ''];
    }),
  ]);
  const more = matters.length - rows.length;
  const idle = found.length - matters.length;
  return [
    ...(rows.length === 0
      ? []
      : [table([['', '', ...headline.flatMap(({ label }) => [label, ''])], ...rows], `lr${'rl'.repeat(headline.length)}`)]),
    ...(more > 0 ? [`and ${count(more)} more, in the file of --out`] : []),
    ...(idle > 0 ? [`${count(idle)} other ${idle === 1 ? 'field' : 'fields'} changed none of these in any run.`] : []),
  ].join('\n');
}

function leftOut({ plan }: Comparison): string[] {
  const sentences = plan.variants.flatMap(({ id, label, leftOut: reason }) => (reason === null ? [] : [`${id} (${label}): ${reason}`]));
  if (sentences.length === 0) return [];
  const more = sentences.length - 10;
  return [`Left out, because they cannot run:\n${sentences.slice(0, 10).join('\n')}${more > 0 ? `\nand ${count(more)} more` : ''}`];
}

function footnotes({ plan, results, sensitivities }: Comparison): string {
  const all = plan.design === 'one-at-a-time' ? sensitivities.map(({ swings }) => swings) : results.map(({ differences }) => differences);
  // A figure that is the same in every run cannot be misjudged by luck.
  const judged = all.flatMap((figures) => Object.values(figures)).filter((found) => found !== null && !isNothing(found)).length;
  const byLuck = Math.max(1, Math.round(judged / 20));
  const marks =
    plan.design === 'pair'
      ? []
      : [
          plan.design === 'grid'
            ? 'Beside a figure: + better, − worse, · no evidence, against the policy as drawn. ◆ no other variant beats it in availability, P95 and cost at once.'
            : 'Figures at the larger value minus figures at the smaller one; + better, − worse, · no evidence. The strongest field first.',
        ];
  return [
    ...marks,
    ...(judged === 0
      ? []
      : [
          `Each verdict is at 95 %: of ${count(judged)} intervals about ${count(byLuck)} would miss ${judged > 1 ? 'their' : 'its'} true difference by luck alone.`,
        ]),
  ].join('\n');
}

function basis({ plan, hash }: Comparison, paint: Paint): string {
  const lines = plan.assumptions.filter(({ basis }) => basis === 'assumed').map(({ subject, statement }) => `○ ${subject}: ${statement}`);
  const head = `${paint('bold', 'What this rests on')} (assumed; all of it is in the file)`;
  const last = paint('dim', `engine ${plan.engineVersion}, seed ${plan.seed}, result ${hash}`);
  return lines.length === 0 ? last : `${head}\n${lines.join('\n')}\n\n${last}`;
}
