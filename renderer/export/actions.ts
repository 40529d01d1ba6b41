import { writePolicy } from '../../shared/format/index.ts';
import type { ExportOptions, Gateway } from '../../shared/gateways/index.ts';
import { client } from '../connection/index.ts';
import { chooseSavePath, writeAsking } from '../files/index.ts';
import { documentStore, fileName, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';

export interface Written {
  readonly path: string;
  readonly sha256: string;
}

export async function exportToFile(
  gateway: Gateway,
  protections: ExportOptions['protections'],
  onWritten: (written: Written) => void,
): Promise<void> {
  const document = documentStore.getState().history?.document;
  if (document === undefined) return;
  const view = viewStore.getState();
  const suggestedName = `${document.policy.id}${gateway.fileExtension}`;
  const path = await chooseSavePath({
    title: words.exports.chooseFile,
    suggestedName,
    extensions: [gateway.fileExtension.split('.').at(-1) ?? 'json'],
  });
  if (path === null) return;
  const request = { policyText: writePolicy(document), gatewayId: gateway.id, protections, path };
  const result = await writeAsking(path, (mayReplace) => client().exportPolicy({ ...request, mayReplace }));
  if (result === null) return;
  if (!result.ok) return view.toast({ tone: 'bad', text: result.message });
  onWritten(result);
  view.toast({ tone: 'good', text: words.exports.exported(result.paths.map(fileName)) });
}

export async function copyText(text: string): Promise<void> {
  const view = viewStore.getState();
  try {
    await navigator.clipboard.writeText(text);
    view.toast({ tone: 'good', text: words.exports.copied });
  } catch {
    view.toast({ tone: 'bad', text: words.exports.cannotCopy });
  }
}
