import { documentStore } from '../state/index.ts';
import { copyText } from './actions.ts';

export const MOCK = '--mock';

/** For a terminal in the policy's folder, or anywhere once it is saved; quoted as POSIX shells do. */
export function serveCommand(path: string | null, policyId: string): string {
  const file = path ?? `${policyId}.policy.json`;
  const quoted = /^[\w./:\\-]+$/.test(file) ? file : `'${file.replaceAll("'", "'\\''")}'`;
  return ['gracefall', 'serve', quoted, MOCK].join(' ');
}

export async function copyServeCommand(): Promise<void> {
  const { origin, history } = documentStore.getState();
  if (history !== null) await copyText(serveCommand(origin.path, history.document.policy.id));
}
