import { applyFix, arrange, type Command } from '../../shared/edit/index.ts';
import { importConfig, isGatewayConfig } from '../../shared/gateways/index.ts';
import { type Finding, POLICY_FORMAT, type PolicyDocument } from '../../shared/model/index.ts';
import { activeCanvas, tidyLayout } from '../canvas/index.ts';
import { client } from '../connection/index.ts';
import { choosePath, newPolicy, offerOtherFiles } from '../files/index.ts';
import { documentStore, fileName, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { closeImport, importStore } from './ask.ts';

export const CONFIG_EXTENSIONS = ['yaml', 'yml', 'json'];

export async function importConfigFile(): Promise<void> {
  const path = await choosePath({ title: words.gatewayImport.choose, extensions: CONFIG_EXTENSIONS });
  if (path === null) return;
  const file = await client().files.open({ path });
  if (file.ok) showConfig(fileName(path), file.text);
  else viewStore.getState().toast({ tone: 'bad', text: file.message });
}

/** Shows what was read, and why where nothing was. */
export function showConfig(file: string, text: string): void {
  const imported = importConfig(text, file.replace(/\.(ya?ml|json)$/i, ''));
  if (!imported.ok) {
    importStore.setState({ request: { kind: 'refused', file, findings: imported.error } });
    return;
  }
  const { policy } = imported.value;
  const document: PolicyDocument = { format: POLICY_FORMAT, policy, layout: { nodes: {}, notes: [], groups: [] } };
  importStore.setState({
    request: { kind: 'read', file, imported: imported.value, document: arrange(tidyLayout(document)).apply(document) },
  });
}

/** Files that are opened or dropped and are no policy may be one of these. True when it was shown. */
export function showIfConfig(file: string, text: string): boolean {
  // Policies are many and large; how one begins is enough to know it.
  if (/^\uFEFF?\s*\{\s*"(format|policy|layout)"/.test(text)) return false;
  if (!isGatewayConfig(text).ok && !/\.ya?ml$/i.test(file)) return false;
  showConfig(file, text);
  return true;
}

/** A repair with the drawing made tidy after it, as one step: cards of an import stand where nobody has put them. */
const tidyFix = ({ label, change }: NonNullable<Finding['fix']>): Command => ({
  label,
  apply(document) {
    const after = applyFix(change).apply(document);
    return after === document ? document : arrange(tidyLayout(after)).apply(after);
  },
});

export const withFixes = (document: PolicyDocument, findings: readonly Finding[]): PolicyDocument =>
  findings.reduce((before, { fix }) => (fix === undefined ? before : tidyFix(fix).apply(before)), document);

/** What was read stands below the repairs, each of which can be undone. */
export async function openImported(document: PolicyDocument, findings: readonly Finding[]): Promise<void> {
  closeImport();
  if (!(await newPolicy(document, { isUnsaved: true }))) return;
  for (const { fix } of findings) if (fix !== undefined) documentStore.getState().run(tidyFix(fix));
  viewStore.getState().goTo('design');
  viewStore.getState().toast({ tone: 'good', text: words.gatewayImport.opened(document.policy.name) });
  // Once it is drawn.
  setTimeout(() => activeCanvas()?.fit(), 50);
}

/** "Open" takes configs too. Returns a function that stops it. */
export const openConfigsToo = (): (() => void) => offerOtherFiles(showIfConfig);
