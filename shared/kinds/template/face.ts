import type { Face } from '../kind.ts';
import { shortened } from '../words.ts';
import type { TemplateConfig } from './config.ts';

export const templateFace: Face<TemplateConfig> = {
  title: 'Template',
  purpose: 'A fixed answer that needs no model and cannot fail.',
  group: 'answers',
  glyph: {
    name: 'a page with a folded corner',
    paths: ['M3.4 2.4h9.2v7.9l-3.3 3.3H3.4z', 'M12.6 10.3H9.3v3.3', 'M5.7 5.4h4.6M5.7 7.8h4.6'],
  },
  silhouette: 'template',
  isCallable: true,
  ports: () => [],
  summary: (config) => (config.text.trim() === '' ? 'no text yet' : `“${shortened(config.text, 58)}”`),
  keywords: ['static', 'canned', 'fixed', 'text', 'message', 'last resort', 'apology'],
};
