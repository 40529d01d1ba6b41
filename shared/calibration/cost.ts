import type { Recorded, Traffic } from '../model/index.ts';

/** What the money of a log says a token costs, by model: least squares of the billed calls, which is exact where prices did not change. */
export interface FittedCost {
  /** Of a call whose model was not billed in the part that was fitted: the mean of all. */
  readonly meanUsd: number;
  readonly byModel: ReadonlyMap<string, { readonly usdPerInputToken: number; readonly usdPerOutputToken: number }>;
}

const modelOf = ({ model }: Recorded, request: number): string => model?.values[model.codes[request]!] ?? '';

/** Null where the log has no money. */
export function fitCost(traffic: Traffic): FittedCost | null {
  const { recorded } = traffic;
  if (recorded?.usd == null) return null;
  const sums = new Map<string, { ii: number; io: number; oo: number; iu: number; ou: number }>();
  let total = 0;
  let billed = 0;
  for (let request = 0; request < traffic.requestCount; request++) {
    const usd = recorded.usd[request]!;
    if (!(usd >= 0)) continue;
    total += usd;
    billed++;
    const model = modelOf(recorded, request);
    let sum = sums.get(model);
    if (sum === undefined) {
      sum = { ii: 0, io: 0, oo: 0, iu: 0, ou: 0 };
      sums.set(model, sum);
    }
    const input = traffic.inputTokens[request]!;
    const output = traffic.outputTokens[request]!;
    sum.ii += input * input;
    sum.io += input * output;
    sum.oo += output * output;
    sum.iu += input * usd;
    sum.ou += output * usd;
  }
  if (billed === 0) return null;
  const byModel = new Map(
    [...sums].map(([model, { ii, io, oo, iu, ou }]) => {
      const determinant = ii * oo - io * io;
      // Where one length is a multiple of the other, all is laid on the sum of both.
      if (determinant < 1e-9 * ii * oo) {
        const perToken = ii + 2 * io + oo === 0 ? 0 : (iu + ou) / (ii + 2 * io + oo);
        return [model, { usdPerInputToken: perToken, usdPerOutputToken: perToken }] as const;
      }
      return [
        model,
        { usdPerInputToken: (iu * oo - ou * io) / determinant, usdPerOutputToken: (ou * ii - iu * io) / determinant },
      ] as const;
    }),
  );
  return { meanUsd: total / billed, byModel };
}

/** Money of the billed calls of a recording: as recorded, and as the fit has it. Null where none was billed. */
export function costOf(traffic: Traffic, fitted: FittedCost | null): { readonly recorded: number; readonly predicted: number } | null {
  const { recorded } = traffic;
  if (fitted === null || recorded?.usd == null) return null;
  let was = 0;
  let now = 0;
  for (let request = 0; request < traffic.requestCount; request++) {
    const usd = recorded.usd[request]!;
    if (!(usd >= 0)) continue;
    was += usd;
    const prices = fitted.byModel.get(modelOf(recorded, request));
    now +=
      prices === undefined
        ? fitted.meanUsd
        : Math.max(0, prices.usdPerInputToken * traffic.inputTokens[request]! + prices.usdPerOutputToken * traffic.outputTokens[request]!);
  }
  return was > 0 ? { recorded: was, predicted: now } : null;
}
