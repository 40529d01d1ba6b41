import type { GateReport } from './judge.ts';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** Control characters have no place in XML 1.0, not even escaped. */
const escaped = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
  text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, ' ').replace(/[&<>"]/g, (char) => ESCAPES[char] as string);

/** One test a check: the form that CI servers draw as a list of tests. No times, so that the same inputs give the same bytes. */
export function gateJunit({ checks }: GateReport, name: string): string {
  const failures = checks.filter(({ passed }) => !passed).length;
  const counts = `tests="${checks.length}" failures="${failures}" errors="0"`;
  const cases = checks.map(({ id, rule, title, passed, sentence }) => {
    const head = `    <testcase classname="${escaped(rule.replace('/', '.'))}" name="${escaped(`${title} [${id}]`)}"`;
    if (passed) return `${head}>\n      <system-out>${escaped(sentence)}</system-out>\n    </testcase>`;
    return `${head}>\n      <failure type="${rule}" message="${escaped(sentence)}">${escaped(sentence)}</failure>\n    </testcase>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="gracefall gate" ${counts}>
  <testsuite name="${escaped(name)}" ${counts}>
${cases.join('\n')}
  </testsuite>
</testsuites>
`;
}
