import { base64Of } from './base64.ts';

const FAMILY = 'Inter Variable';

/**
 * The SVG document with the parts of the app's own font that its letters need: a picture has no page around it to lend it one, and a reader may
 * have none of that name. The font's licence (OFL 1.1) allows it. As it was where a font cannot be read.
 */
export async function withFonts(svg: string): Promise<string> {
  const letters = new Set(Array.from(svg, (letter) => letter.codePointAt(0) ?? 0));
  const faces = await Promise.all(
    fontFaces()
      .filter((face) => covers(face, letters))
      .map(embedded),
  );
  const rules = faces.filter((face) => face !== null).join('');
  return rules === '' ? svg : svg.replace(/(<svg[^>]*>)/, (root) => `${root}<style>${rules}</style>`);
}

const fontFaces = (): readonly CSSFontFaceRule[] =>
  Array.from(document.styleSheets)
    .flatMap((sheet) => Array.from(sheet.cssRules))
    .filter((rule) => rule instanceof CSSFontFaceRule)
    .filter((rule) => rule.style.getPropertyValue('font-family').replace(/["']/g, '') === FAMILY);

/** Is one of the letters in the face's `unicode-range`? */
function covers({ style }: CSSFontFaceRule, letters: ReadonlySet<number>): boolean {
  const ranges = [...style.getPropertyValue('unicode-range').matchAll(/U\+([0-9a-f]+)(?:-([0-9a-f]+))?/gi)].map(([, from = '', to]) => ({
    from: Number.parseInt(from, 16),
    to: Number.parseInt(to ?? from, 16),
  }));
  return [...letters].some((letter) => ranges.some(({ from, to }) => letter >= from && letter <= to));
}

async function embedded({ style, parentStyleSheet }: CSSFontFaceRule): Promise<string | null> {
  const source = /url\(["']?([^"')]+)["']?\)/.exec(style.getPropertyValue('src'))?.[1];
  if (source === undefined) return null;
  try {
    const url = new URL(source, parentStyleSheet?.href ?? document.baseURI);
    const font = new Uint8Array(await (await fetch(url)).arrayBuffer());
    const range = style.getPropertyValue('unicode-range');
    return `@font-face{font-family:"${FAMILY}";font-weight:100 900;src:url(data:font/woff2;base64,${base64Of(font)}) format("woff2");unicode-range:${range}}`;
  } catch {
    return null;
  }
}
