import { useEffect, useRef } from 'react';
import { usePreferences } from '../state/index.ts';
import { followTheme } from './editor-theme.ts';
import { monaco, prepareMonaco } from './monaco.ts';

/** Two texts beside each other, line by line, for reading only. */
export function TextDiff({ before, after, label }: { readonly before: string; readonly after: string; readonly label: string }) {
  const host = useRef<HTMLElement>(null);
  const zoom = usePreferences((state) => state.interfaceZoom);
  useEffect(() => {
    if (host.current === null) return;
    prepareMonaco();
    const stopTheme = followTheme();
    const models = { original: monaco.editor.createModel(before, 'json'), modified: monaco.editor.createModel(after, 'json') };
    const editor = monaco.editor.createDiffEditor(host.current, {
      readOnly: true,
      originalEditable: false,
      automaticLayout: true,
      renderSideBySide: true,
      useInlineViewWhenSpaceIsLimited: false,
      hideUnchangedRegions: { enabled: true, minimumLineCount: 3, contextLineCount: 3, revealLineCount: 20 },
      minimap: { enabled: false },
      scrollBeyondLastLine: false,
      renderOverviewRuler: false,
      stickyScroll: { enabled: false },
      fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--mono'),
      fontSize: 13 * zoom,
      lineHeight: Math.round(20 * zoom),
    });
    editor.setModel(models);
    return () => {
      editor.dispose();
      models.original.dispose();
      models.modified.dispose();
      stopTheme();
    };
  }, [before, after, zoom]);
  return <section ref={host} className="text-editor" aria-label={label} />;
}
