/** What only a desktop can do. The browser shell has none of it, and the renderer then shows its own dialogs. */
export interface ShellCapabilities {
  chooseOpen(request: { title: string; extensions: readonly string[] }): Promise<Choice>;
  chooseSave(request: { title: string; suggestedName: string; extensions: readonly string[] }): Promise<Choice>;
  /** Another window, on a file or on the welcome screen. False = this shell cannot. */
  openWindow(path: string | null): Promise<boolean>;
}

export type Choice = { readonly kind: 'chosen'; readonly path: string } | { readonly kind: 'cancelled' } | { readonly kind: 'unsupported' };

export const noCapabilities: ShellCapabilities = {
  chooseOpen: async () => ({ kind: 'unsupported' }),
  chooseSave: async () => ({ kind: 'unsupported' }),
  openWindow: async () => false,
};
