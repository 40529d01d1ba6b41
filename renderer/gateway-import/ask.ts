import { createStore, useStore } from 'zustand';
import type { ImportedConfig } from '../../shared/gateways/index.ts';
import type { Finding, PolicyDocument } from '../../shared/model/index.ts';

export type ImportRequest =
  | { readonly kind: 'refused'; readonly file: string; readonly findings: readonly Finding[] }
  | {
      readonly kind: 'read';
      readonly file: string;
      readonly imported: ImportedConfig;
      /** Laid out. */
      readonly document: PolicyDocument;
    };

/** What stands before everything else until it is answered; null = nothing. */
export const importStore = createStore<{ readonly request: ImportRequest | null }>(() => ({ request: null }));
export const useImport = <T>(selector: (state: { readonly request: ImportRequest | null }) => T): T => useStore(importStore, selector);

export const closeImport = (): void => importStore.setState({ request: null });
