import { writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import type { Traffic } from '../../shared/model/index.ts';

/**
 * Traffic as CSV under the names of the generic preset, so that what is written is read back as it was. Same traffic → same bytes (before gzip:
 * its own bytes depend on the zlib that packs). Tenths of a millisecond are kept.
 */
export function trafficCsv(traffic: Traffic): string {
  const keys = Object.keys(traffic.metadata);
  const header = ['arrival_ms', 'input_tokens', 'output_tokens'];
  if (traffic.user !== null) header.push('user');
  if (traffic.complexity !== null) header.push('complexity');
  const lines = [[...header, ...keys].map(quoted).join(',')];
  for (let i = 0; i < traffic.requestCount; i++) {
    const cells: (string | number)[] = [Math.round(traffic.arrivalMs[i]! * 10) / 10, traffic.inputTokens[i]!, traffic.outputTokens[i]!];
    if (traffic.user !== null) cells.push(quoted(traffic.users[traffic.user[i]!] ?? ''));
    if (traffic.complexity !== null) cells.push(Math.round(traffic.complexity[i]! * 1000) / 1000);
    for (const key of keys) {
      const column = traffic.metadata[key]!;
      cells.push(quoted(column.values[column.codes[i]!] ?? ''));
    }
    lines.push(cells.join(','));
  }
  return `${lines.join('\n')}\n`;
}

export async function writeTraffic(traffic: Traffic, path: string, format: 'csv' | 'csv.gz'): Promise<void> {
  const text = trafficCsv(traffic);
  await writeFile(path, format === 'csv' ? text : gzipSync(text, { level: 9 }));
}

const quoted = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
