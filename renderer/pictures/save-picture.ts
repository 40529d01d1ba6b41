import { client } from '../connection/index.ts';
import { chooseSavePath, writeAsking } from '../files/index.ts';
import { fileName, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { base64Of } from './base64.ts';
import { withFonts } from './fonts.ts';
import { pngOf } from './png.ts';

export interface PictureRequest {
  /** A whole SVG document with width and height in px. */
  readonly svg: string;
  /** Title of the dialog. */
  readonly title: string;
  /** Without its ending. */
  readonly name: string;
  /** Suggested; the other can be typed. SVG unless said. */
  readonly ending?: 'svg' | 'png';
}

/** Asks where to, and writes SVG or PNG by the ending that was chosen. What went wrong is told as a toast. */
export async function savePicture({ svg, title, name, ending = 'svg' }: PictureRequest): Promise<void> {
  const extensions = ending === 'svg' ? ['svg', 'png'] : ['png', 'svg'];
  const path = await chooseSavePath({ title, suggestedName: `${name}.${ending}`, extensions });
  if (path === null) return;
  const view = viewStore.getState();
  const whole = await withFonts(svg);
  const bytes = path.toLowerCase().endsWith('.png') ? await pngOf(whole) : new TextEncoder().encode(whole);
  if (bytes === null) return view.toast({ tone: 'bad', text: words.pictures.failed });
  await write(path, base64Of(bytes));
}

/** Asks where to, and writes a text made anew each time, such as figures. What went wrong is told as a toast. */
export async function saveFigures(request: { title: string; suggestedName: string; text: string }): Promise<void> {
  const { title, suggestedName, text } = request;
  const ending = suggestedName.slice(suggestedName.lastIndexOf('.') + 1);
  const path = await chooseSavePath({ title, suggestedName, extensions: [ending] });
  if (path !== null) await write(path, base64Of(new TextEncoder().encode(text)));
}

async function write(path: string, base64: string): Promise<void> {
  const view = viewStore.getState();
  const result = await writeAsking(path, (mayReplace) => client().files.saveBytes({ path, base64, mayReplace }));
  if (result === null) return;
  if (result.ok) view.toast({ tone: 'good', text: words.pictures.saved(fileName(result.path)) });
  else view.toast({ tone: 'bad', text: result.message });
}
