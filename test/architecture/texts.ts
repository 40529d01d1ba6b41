import { parseSync } from 'vite';

/** A text of a person's language written in code. */
export interface WrittenText {
  readonly line: number;
  readonly text: string;
}

type Node = { readonly type: string; readonly start: number; readonly end: number } & Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value;

/** Properties of objects that a person reads or hears, whatever stands in them. */
const READ_PROPERTIES = ['aria-label', 'label', 'title', 'text', 'help', 'hint', 'sentence', 'consequence', 'description', 'placeholder'];
/** Attributes of JSX too. A unit is a text where it is shown; in an object it is as often one of a closed set. */
const READ_ATTRIBUTES = new Set([...READ_PROPERTIES, ...['aria-description', 'aria-roledescription', 'aria-valuetext', 'alt', 'unit']]);

/** Attributes whose value is for a machine: a text in one of them is read by nobody. */
const UNREAD = new Set([
  ...['className', 'key', 'id', 'd', 'viewBox', 'transform', 'points', 'href', 'type', 'role', 'style', 'preserveAspectRatio'],
  ...['aria-keyshortcuts', 'selectionKeyCode'],
]);
/** Properties and constants that hold names: the group of a command is one of a closed set whose texts are in the table. */
const NAMES = new Set(['group', 'keys', 'tone', 'className', 'gesture']);
/** What these are called with are names, selectors and gestures of the history. */
const ASKING = new Set([
  ...['closest', 'matches', 'querySelector', 'querySelectorAll', 'matchMedia', 'includes', 'startsWith', 'endsWith', 'run', 'newBurst'],
]);
/** Names that look like words: keys of the browser, and the groups of commands. They count as texts where a person would read them. */
const KNOWN_NAMES = new Set([
  ...[
    'Alt',
    'Control',
    'Ctrl',
    'Dead',
    'End',
    'Enter',
    'Escape',
    'Home',
    'Meta',
    'Mod',
    'Plus',
    'Process',
    'Shift',
    'Space',
    'Tab',
    'Delete',
    'Backspace',
  ],
  ...['Unidentified', 'File', 'Edit', 'View', 'Add', 'Rehearse', 'Walk', 'Timeline', 'Inter Variable'],
]);

/** Two words, or one with a capital letter and no other mark of a name in code: `Save`, `to go there`, but not `ArrowUp` or `is-open`. */
const PROSE = /\p{L}[\p{L}’',;:.…?%)]*\s+[(“]?\p{L}|^\s*\p{Lu}\p{Ll}+(?:[\s….:?]*)$/u;
/** A word with a blank between it and what is put in or on: `${count} failed`, ` and `. `…` stands for what is put in. */
const PIECE = /(?:^|…)[,;:.]?\s+\p{L}{2,}(?:[\s….,;:?]|$)|(?:^|\s|…)\p{L}{2,}[,;:.]?\s+(?:…|$)/u;
/** SVG, selectors, media queries, rules and families of fonts, names of files. */
const MARKUP = /^\s*[.@:<]|^…(?:\.\w+)+$|^\(prefers-|^\(forced-|\[[a-z-]+[=\]]|="|^'[A-Z]|…px/;

const LETTER = /\p{L}/u;

/**
 * Texts in a file of code that a person would read: every text between the tags of JSX and in what a person reads or hears
 * of it, and every other string that looks like a sentence, a label or a piece of one. What the types say, what is imported,
 * what is compared and what is thrown (no person reads it in the window) is left out.
 */
export function textsIn(path: string, code: string): WrittenText[] {
  const found = new Map<number, WrittenText>();
  const add = (node: Node, text: string): void => {
    found.set(node.start, { line: code.slice(0, node.start).split('\n').length, text: text.trim().replace(/\s+/g, ' ').slice(0, 80) });
  };
  const each = (node: Node, what: (child: Node) => void): void => {
    for (const value of Object.values(node)) {
      if (Array.isArray(value)) for (const one of value) isNode(one) && what(one);
      else if (isNode(value)) what(value);
    }
  };
  /** Where a person reads: any letter is a text. What is only handed on (to a function, to a component) is looked at as elsewhere. */
  const read = (node: unknown): void => {
    if (!isNode(node)) return;
    const text = textOf(node);
    if (text !== null) {
      if (LETTER.test(text) && !MARKUP.test(text)) add(node, text);
      visit(node);
    } else if (node.type === 'ConditionalExpression') {
      visit(node.test as Node);
      read(node.consequent);
      read(node.alternate);
    } else if (node.type === 'LogicalExpression') {
      visit(node.left as Node);
      read(node.right);
    } else if (node.type === 'JSXExpressionContainer' || node.type === 'ParenthesizedExpression') read(node.expression);
    else visit(node);
  };
  const visit = (node: Node): void => {
    switch (node.type) {
      case 'ImportDeclaration':
      case 'ImportExpression':
      case 'ThrowStatement':
        return;
      case 'BinaryExpression':
        // What is compared is a name, never a text: `event.key === 'Enter'`.
        if (/^[!=]==?$/.test(String(node.operator))) return;
        break;
      case 'SwitchCase':
        for (const one of node.consequent as Node[]) visit(one);
        return;
      case 'CallExpression': {
        const callee = node.callee as Node;
        visit(callee);
        const name = callee.type === 'Identifier' ? callee.name : (callee.property as Node | undefined)?.name;
        for (const one of node.arguments as Node[]) if (!ASKING.has(String(name)) || textOf(one) === null) visit(one);
        return;
      }
      case 'VariableDeclarator':
        if (NAMES.has(String((node.id as Node).name))) return;
        break;
      case 'Property': {
        const key = isNode(node.key) ? String(node.key.name ?? node.key.value) : '';
        if (NAMES.has(key)) return;
        if (READ_PROPERTIES.includes(key)) {
          read(node.value);
          return;
        }
        break;
      }
      case 'JSXAttribute': {
        const name = String((node.name as Node).name);
        if (UNREAD.has(name)) return;
        if (READ_ATTRIBUTES.has(name)) {
          read(node.value);
          return;
        }
        break;
      }
      case 'JSXElement':
      case 'JSXFragment':
        for (const child of node.children as Node[]) read(child);
        if (isNode(node.openingElement)) visit(node.openingElement);
        return;
      case 'Literal':
      case 'TemplateLiteral': {
        const text = textOf(node);
        if (text !== null && (PROSE.test(text) || PIECE.test(text)) && !MARKUP.test(text) && !KNOWN_NAMES.has(text)) add(node, text);
        break;
      }
      default:
        if (node.type.startsWith('TS') && !/^TS(?:As|Satisfies|NonNull)/.test(node.type)) return;
    }
    each(node, visit);
  };
  visit(parseSync(path, code).program as unknown as Node);
  return [...found.values()];
}

/** Of a string or of a template, where `…` stands for what is put in; null for every other node. */
function textOf(node: Node): string | null {
  if (node.type === 'JSXText') return String(node.value);
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : null;
  if (node.type !== 'TemplateLiteral') return null;
  return (node.quasis as { value: { raw: string } }[]).map(({ value }) => value.raw).join('…');
}
