/** Numbers are written in renderer/words; this name stays for what still asks here. */
export * from '../words/figure-text.ts';
