/** The same words with every number, its thousands and its unit held on one line of a card. */
export const withTiedUnits = (text: string): string =>
  text.replace(/(\d)[ \u2009](?=\d{3}(?!\d))/g, '$1\u202f').replace(/(\d) (?=%|(?:ms|s|min|h|tokens|tiers|retries)\b)/g, '$1\u00a0');
