import { writePolicy } from '../../shared/format/index.ts';
import type { ExportOptions, Gateway } from '../../shared/gateways/index.ts';
import { client } from '../connection/index.ts';
import { chooseSavePath } from '../files/index.ts';
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
  known?: { path: string; mayReplace: boolean },
): Promise<void> {
  const document = documentStore.getState().history?.document;
  if (document === undefined) return;
  const view = viewStore.getState();
  const suggestedName = `${document.policy.id}${gateway.fileExtension}`;
  const path = known?.path ?? (await chooseSavePath({ title: words.exports.chooseFile, suggestedName, extensions: ['json'] }));
  if (path === null) return;
  const mayReplace = known?.mayReplace ?? false;
  const result = await client().exportPolicy({ policyText: writePolicy(document), gatewayId: gateway.id, protections, path, mayReplace });
  if (result.ok) {
    onWritten(result);
    view.toast({ tone: 'good', text: words.exports.exported(result.paths.map(fileName)) });
    return;
  }
  if (result.reason === 'already-exists') {
    const choice = await view.ask({
      title: words.files.replace.title(fileName(path)),
      text: words.files.replace.text,
      choices: [
        { id: 'cancel', label: words.files.replace.keep },
        { id: 'replace', label: words.files.replace.yes, tone: 'danger' },
      ],
    });
    if (choice === 'replace') await exportToFile(gateway, protections, onWritten, { path, mayReplace: true });
    return;
  }
  view.toast({ tone: 'bad', text: result.message });
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
