import { parseSync } from 'vite';

/** A text of a person's language written in code. */
export interface WrittenText {
  readonly line: number;
  readonly text: string;
}

type Node = { readonly type: string; readonly start: number; readonly end: number } & Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value;

/** Attributes of JSX whose value is for a machine: a text in one of them is read by nobody. */
const UNREAD = new Set(['className', 'key', 'id', 'd', 'viewBox', 'transform', 'points', 'href', 'type', 'role', 'style']);

/** Two words, or one with a capital letter and no other mark of a name in code: `Save`, `to go there`, but not `ArrowUp` or `is-open`. */
const PROSE = /\p{L}[\p{L}’',;:.…?%)]*\s+[(“]?\p{L}|^\s*\p{Lu}\p{Ll}+(?:[\s….:?]*)$/u;
/** Properties that hold names: the group of a command is one of a closed set whose texts are in the table, keys are those of the browser. */
const NAMES = new Set(['group', 'keys']);
/** SVG, selectors, media queries and families of fonts. */
const MARKUP = /^\s*\.|^\s*<|^\(prefers-|^\(forced-|\[[a-z]+[=\]]|^'[A-Z]/;

const HAS_LETTERS = /\p{L}{2}/u;

/**
 * Texts in a file of code that a person would read: every text between the tags of JSX, and every string that looks like
 * a sentence or a label. What the types say, what is imported and what is thrown (no person reads it in the window) is left out.
 */
export function textsIn(path: string, code: string): WrittenText[] {
  const found: WrittenText[] = [];
  const add = (node: Node, text: string): void => {
    found.push({ line: code.slice(0, node.start).split('\n').length, text: text.trim().replace(/\s+/g, ' ').slice(0, 80) });
  };
  const visit = (node: Node): void => {
    // What is compared is a name, never a text: `event.key === 'Enter'`.
    if (node.type === 'BinaryExpression' && /^[!=]==?$/.test(String(node.operator))) return;
    if (node.type === 'Property' && isNode(node.key) && NAMES.has(String(node.key.name))) return;
    if (
      node.type.startsWith('TS') &&
      node.type !== 'TSAsExpression' &&
      node.type !== 'TSSatisfiesExpression' &&
      node.type !== 'TSNonNullExpression'
    )
      return;
    if (node.type === 'ImportDeclaration' || node.type === 'ThrowStatement' || node.type === 'ImportExpression') return;
    if (node.type === 'JSXAttribute' && UNREAD.has(String((node.name as Node).name))) return;
    if (node.type === 'JSXText' && HAS_LETTERS.test(String(node.value))) add(node, String(node.value));
    if (node.type === 'Literal' && typeof node.value === 'string' && PROSE.test(node.value) && !MARKUP.test(node.value))
      add(node, node.value);
    if (node.type === 'TemplateLiteral') {
      const text = (node.quasis as { value: { raw: string } }[]).map(({ value }) => value.raw).join('…');
      if (PROSE.test(text) && !MARKUP.test(text)) add(node, text);
    }
    for (const value of Object.values(node)) {
      if (Array.isArray(value)) for (const one of value) isNode(one) && visit(one);
      else if (isNode(value)) visit(value);
    }
  };
  visit(parseSync(path, code).program as unknown as Node);
  return found;
}
