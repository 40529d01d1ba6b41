/**
 * How well a text answers what was typed, for lists that are searched as one types. Words may come in any order and need not
 * be whole; letters of the title may be left out ("sml" finds Simulate). 0 = it does not answer. Both texts in lower case.
 */
export function scoreOf(tokens: readonly string[], title: string, rest = ''): number {
  let sum = 0;
  for (const token of tokens) {
    const score = tokenScore(token, title, rest);
    if (score === 0) return 0;
    sum += score;
  }
  if (tokens.length === 0) return 0;
  // The title alone is a better answer than title and rest together; among equals the shorter one, as more of it was typed.
  return sum / tokens.length + (tokens.every((token) => title.includes(token)) ? 0.2 : 0) + 1 / (20 + title.length);
}

export const tokensOf = (query: string): string[] => query.toLowerCase().split(/\s+/).filter(Boolean);

function tokenScore(token: string, title: string, rest: string): number {
  const at = title.indexOf(token);
  if (at === 0) return title.length === token.length ? 1.2 : 1;
  if (at > 0) return isWordStart(title, at) || title.includes(` ${token}`) ? 0.85 : 0.6;
  if (rest !== '') {
    const inRest = rest.indexOf(token);
    // Its beginning says what it is; the further a word stands behind, the less it is about it.
    if (inRest >= 0) return (inRest < 24 ? 0.5 : 0.35) + (isWordStart(rest, inRest) ? 0.05 : 0);
  }
  return token.length >= 2 && isSpread(token, title) ? 0.15 : 0;
}

const isWordStart = (text: string, at: number): boolean => !/[\p{L}\p{N}]/u.test(text[at - 1] ?? ' ');

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
