import { Document, isMap, isScalar, isSeq, LineCounter, type Node, parseAllDocuments, type Scalar, type ScalarTag } from 'yaml';
import { fail, ok, type Result } from '../model/index.ts';

/** Characters of a config that is still read: far more than any gateway takes. */
const MOST_CHARACTERS = 5_000_000;
/** Uses of anchors; a file that folds itself up a thousandfold is an attack, one that names its defaults once is not. */
const MOST_ALIASES = 200;

/** Readers of YAML 1.1 (PyYAML, and so LiteLLM) take 6e-7 for a text: such numbers are written out. */
const plainNumber: ScalarTag = {
  tag: 'tag:yaml.org,2002:float',
  default: true,
  identify: (value) => typeof value === 'number' && /^-?\d+(\.\d+)?e/.test(String(value)),
  // Nothing is read by this tag, only written.
  test: /^\b$/,
  resolve: (text) => text,
  stringify: ({ value }) => {
    const [mantissa = '', exponent] = String(value).split('e');
    const [, sign = '', whole = '', part = ''] = /^(-?)(\d+)\.?(\d*)$/.exec(mantissa) ?? [];
    const shift = Number(exponent);
    if (shift < 0) return `${sign}0.${'0'.repeat(-shift - 1)}${whole}${part}`;
    return `${sign}${whole}${part.padEnd(shift, '0')}`;
  },
};

/**
 * The one place that writes YAML: keys in the order of the object, two blanks a level, no folding, the same bytes for the same value. Texts that a reader of
 * YAML 1.1 would take for something else (yes, 1:30) are quoted.
 * `comments` says by JSON pointer (`/model_list/0`) what stands above an item or a key.
 */
export function canonicalYaml(value: unknown, comments: ReadonlyMap<string, string>): string {
  const document = new Document(value, { aliasDuplicateObjects: false, compat: 'yaml-1.1', customTags: (tags) => [plainNumber, ...tags] });
  const left = new Set(comments.keys());
  const put = (node: { commentBefore?: string | null | undefined; spaceBefore?: boolean | undefined }, pointer: string): void => {
    const comment = comments.get(pointer);
    if (comment === undefined) return;
    left.delete(pointer);
    node.commentBefore = comment
      .split('\n')
      .map((line) => ` ${line}`)
      .join('\n');
  };
  const visit = (node: unknown, pointer: string): void => {
    if (isSeq(node)) {
      for (const [at, item] of node.items.entries()) {
        put(item as Node, `${pointer}/${at}`);
        visit(item, `${pointer}/${at}`);
      }
    } else if (isMap(node)) {
      for (const { key, value: item } of node.items) {
        const below = `${pointer}/${String((key as Scalar).value)
          .replaceAll('~', '~0')
          .replaceAll('/', '~1')}`;
        put(key as Scalar, below);
        visit(item, below);
      }
    }
  };
  const comment = comments.get('');
  if (comment !== undefined) {
    left.delete('');
    document.commentBefore = comment
      .split('\n')
      .map((line) => ` ${line}`)
      .join('\n');
  }
  visit(document.contents, '');
  if (left.size > 0) throw new Error(`comments on places that the value does not have: ${[...left].join(', ')}`);
  return document.toString({ lineWidth: 0, indent: 2, indentSeq: true, minContentWidth: 0 });
}

/** A YAML text as data, or one sentence with the line at which it stops being one. Refuses what stands twice and files that unfold without end. */
export function parseYaml(text: string): Result<unknown, string> {
  const read = readYaml(text);
  return read.ok ? ok(read.value.value) : read;
}

export interface YamlText {
  readonly value: unknown;
  /** From 1; of the nearest place that the file has, for one that it has not. */
  lineOf(path: readonly (string | number)[]): number;
}

export function readYaml(text: string): Result<YamlText, string> {
  if (text.length > MOST_CHARACTERS) {
    return fail(
      `The file has ${text.length} characters, more than the ${MOST_CHARACTERS} of any config that a gateway takes. It was not read.`,
    );
  }
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, merge: true, logLevel: 'silent' });
  const [document, another] = [...documents];
  if (document === undefined) return fail('The file is empty, so there is nothing to read.');
  const [error] = document.errors;
  if (error !== undefined) {
    const { line, col } = lines.linePos(error.pos[0]);
    return fail(`Line ${line}, column ${col}: ${plainly(error.code, error.message)} The file was not read; correct that place.`);
  }
  if (another !== undefined) {
    const { line } = lines.linePos(another.range[0]);
    return fail(`Line ${line}: a second document begins, and a config is one. The file was not read; take the one that is meant.`);
  }
  try {
    const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
    return ok({
      value,
      lineOf(path) {
        let node: unknown = document.contents;
        let offset = (node as Node | null)?.range?.[0] ?? 0;
        for (const key of path) {
          if (isSeq(node)) node = node.items[Number(key)];
          else if (isMap(node)) {
            const pair = node.items.find((one) => isScalar(one.key) && String(one.key.value) === String(key));
            offset = (pair?.key as Node | undefined)?.range?.[0] ?? offset;
            node = pair?.value;
          } else break;
          if (node === undefined || node === null) break;
          if (!isMap((node as Node) ?? null) || typeof key === 'number') offset = (node as Node).range?.[0] ?? offset;
        }
        return lines.linePos(offset).line;
      },
    });
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    return fail(`The file unfolds its anchors more than ${MOST_ALIASES} times. It was not read; write out what they stand for.`);
  }
}

function plainly(code: string, message: string): string {
  if (code === 'DUPLICATE_KEY') return 'a key stands twice in the same block, so one of the two would be lost.';
  if (code === 'TAB_AS_INDENT') return 'a tab stands where YAML wants blanks.';
  return `this is not YAML (${message.split('\n')[0]?.replace(/[.:]+$/, '')}).`;
}
