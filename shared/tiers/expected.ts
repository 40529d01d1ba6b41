import { numberText } from '../kinds/index.ts';
import type { TokenQuantiles, TrafficSummary } from '../model/index.ts';

/** Lengths that the board's figures rest on, and the sentence that says so. */
export interface ExpectedTokens {
  /** Medians of one request. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** 95 of 100 answers are at most so long. */
  readonly longOutputTokens: number;
  readonly statement: string;
  readonly basis: 'recorded' | 'assumed';
}

/** Without traffic: a question of a page and an answer of a few paragraphs. */
const ASSUMED = { inputTokens: 1000, outputTokens: 250, longOutputTokens: 600 };

export function expectedTokens(
  traffic:
    | (Pick<TrafficSummary, 'label' | 'origin'> & {
        readonly inputTokens: Pick<TokenQuantiles, 'p50'>;
        readonly outputTokens: Pick<TokenQuantiles, 'p50' | 'p95'>;
      })
    | undefined,
): ExpectedTokens {
  const tokens =
    traffic === undefined
      ? ASSUMED
      : {
          inputTokens: traffic.inputTokens.p50,
          outputTokens: traffic.outputTokens.p50,
          longOutputTokens: traffic.outputTokens.p95,
        };
  const lengths = `A typical request has ${numberText(tokens.inputTokens)} tokens in and ${numberText(tokens.outputTokens)} out, a long answer ${numberText(tokens.longOutputTokens)}`;
  if (traffic === undefined) return { ...tokens, statement: `${lengths}: assumed, as no traffic was read yet.`, basis: 'assumed' };
  const isRecorded = traffic.origin === 'recorded';
  return {
    ...tokens,
    statement: `${lengths}: the traffic “${traffic.label}”, which was ${isRecorded ? 'recorded' : 'generated'}.`,
    basis: isRecorded ? 'recorded' : 'assumed',
  };
}
