/**
 * How well a text answers what was typed, for lists that are searched as one types. Words may come in any order and need not
 * be whole; letters of the title may be left out ("sml" finds Simulate). 0 = it does not answer. Both texts in lower case. `floors`: what each word is worth already, from a text that many share.
 */
export function scoreOf(tokens: readonly string[], title: string, rest = '', floors: readonly number[] = []): number {
  let sum = 0;
  for (let i = 0; i < tokens.length; i++) {
    const score = Math.max(titleScore(tokens[i]!, title), floors[i] ?? 0) || restScore(tokens[i]!, rest) || spreadScore(tokens[i]!, title);
    if (score === 0) return 0;
    sum += score;
  }
  if (tokens.length === 0) return 0;
  // The title alone is a better answer than title and rest together; among equals the shorter one, as more of it was typed.
  return sum / tokens.length + (tokens.every((token) => title.includes(token)) ? 0.2 : 0) + 1 / (20 + title.length);
}

export const tokensOf = (query: string): string[] => query.toLowerCase().split(/\s+/).filter(Boolean);

function titleScore(token: string, title: string): number {
  const at = title.indexOf(token);
  if (at < 0) return 0;
  if (at === 0) return title.length === token.length ? 1.2 : 1;
  return isWordStart(title, at) || title.includes(` ${token}`) ? 0.85 : 0.6;
}

/** The beginning says what it is; the further a word stands behind, the less it is about it. */
export function restScore(token: string, rest: string): number {
  const at = rest.indexOf(token);
  return at < 0 ? 0 : (at < 24 ? 0.5 : 0.35) + (isWordStart(rest, at) ? 0.05 : 0);
}

const spreadScore = (token: string, title: string): number => (token.length >= 2 && isSpread(token, title) ? 0.15 : 0);

/** After a space or a sign; a comparison of codes, as it is asked for thousands of places at each stroke. */
function isWordStart(text: string, at: number): boolean {
  if (at === 0) return true;
  const code = text.charCodeAt(at - 1);
  return code < 48 || (code > 57 && code < 65) || (code > 90 && code < 97) || (code > 122 && code < 128);
}

/** Its letters stand in the title in this order, the first one at the start of a word. */
function isSpread(token: string, title: string): boolean {
  for (let start = title.indexOf(token[0]!); start >= 0; start = title.indexOf(token[0]!, start + 1)) {
    if (!isWordStart(title, start)) continue;
    let at = start;
    let found = true;
    for (const letter of token.slice(1)) {
      at = title.indexOf(letter, at + 1);
      if (at < 0) {
        found = false;
        break;
      }
    }
    if (found) return true;
  }
  return false;
}
