import { kinds } from '../../shared/kinds/index.ts';

/** Pages of the rules on the whole graph, by file name. */
const pages = import.meta.glob<string>('../../docs/rules/*.md', { query: '?raw', import: 'default', eager: true });

/** What is written about a rule: a page of its own, or its part of a kind's guide. Undefined for a rule that this version does not know. */
export function rulePage(rule: string): string | undefined {
  return pages[`../../docs/rules/${rule.replace('/', '-')}.md`] ?? sectionOf(kinds.get(rule.split('/')[0] ?? '')?.guide, rule);
}

/** From the rule's own heading to the next one of its level or above. */
export function sectionOf(guide: string | undefined, rule: string): string | undefined {
  const lines = guide?.split('\n') ?? [];
  const start = lines.findIndex((line) => /^#{2,4} /.test(line) && line.replace(/^#+ /, '').replaceAll('`', '').trim() === rule);
  if (start === -1) return undefined;
  const level = /^#+/.exec(lines[start] as string)?.[0].length ?? 3;
  const length = lines.slice(start + 1).findIndex((line) => {
    const hashes = /^#+(?= )/.exec(line)?.[0].length;
    return hashes !== undefined && hashes <= level;
  });
  return lines
    .slice(start + 1, length === -1 ? undefined : start + 1 + length)
    .join('\n')
    .trim();
}
