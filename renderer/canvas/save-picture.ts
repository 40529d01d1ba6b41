import { savePicture } from '../pictures/index.ts';
import { documentStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { drawingSvg } from './picture.ts';

/** The drawing as it stands, in the theme that is seen, to where a person points; SVG or PNG by the ending of the name. */
export async function saveDrawingPicture(): Promise<void> {
  const document = documentStore.getState().history?.document;
  if (document === undefined) return;
  const style = getComputedStyle(window.document.documentElement);
  const context = window.document.createElement('canvas').getContext('2d');
  const svg = drawingSvg(
    document,
    (name) => style.getPropertyValue(name).trim(),
    (text, font) => {
      if (context === null) return text.length * 7;
      context.font = font;
      return context.measureText(text).width;
    },
  );
  await savePicture({ svg, title: words.canvas.pictureTitle, name: document.policy.id });
}
