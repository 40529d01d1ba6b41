import { choosePath } from '../files/index.ts';
import { viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';

const LOG_EXTENSIONS = ['csv', 'tsv', 'tab', 'jsonl', 'ndjson', 'json', 'parquet', 'pq', 'gz', 'zst'];

export const isLogName = (name: string): boolean => LOG_EXTENSIONS.some((extension) => name.toLowerCase().endsWith(`.${extension}`));

/** Asks for a log; its columns are mapped next. */
export async function chooseLog(): Promise<void> {
  const path = await choosePath({ title: words.app.traffic.chooseFileTitle, extensions: LOG_EXTENSIONS });
  if (path !== null) viewStore.getState().show({ trafficToMap: path });
}
