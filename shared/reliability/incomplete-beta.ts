/*
 * The regularised incomplete beta function and its inverse. Written here because no package that is installed has them.
 * Sources: NIST Digital Library of Mathematical Functions, 8.17.22 (continued fraction) and 8.17.4 (symmetry); the fraction is evaluated by
 * Lentz's method as in Press et al., "Numerical Recipes", 3rd ed., 6.4; log Γ by Lanczos' series with Godfrey's coefficients (g = 7, n = 9).
 */

const LANCZOS_G = 7;
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const;

/** log Γ(x) for x > 0; relative error below 1e-13. */
export function logGamma(x: number): number {
  // Γ(x) = Γ(x + 1) / x keeps the series away from 0, where it loses digits.
  if (x < 0.5) return logGamma(x + 1) - Math.log(x);
  let sum: number = LANCZOS[0];
  for (let i = 1; i < LANCZOS.length; i++) sum += (LANCZOS[i] as number) / (x - 1 + i);
  const t = x - 1 + LANCZOS_G + 0.5;
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
}

export const logBeta = (a: number, b: number): number => logGamma(a) + logGamma(b) - logGamma(a + b);

/** I_x(a, b), the distribution function of Beta(a, b) at x; a and b above 0. Absolute error below 1e-11 for a, b up to 1e4. */
export function regularisedBeta(x: number, a: number, b: number, logOfBeta = logBeta(a, b)): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - logOfBeta);
  // The fraction converges fast on this side of the mean only.
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(x, a, b)) / a : 1 - (front * betaFraction(1 - x, b, a)) / b;
}

const TINY = 1e-300;
const MOST_TERMS = 5_000;

function betaFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / notZero(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= MOST_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / notZero(1 + even * d);
    c = notZero(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / notZero(1 + odd * d);
    c = notZero(1 + odd / c);
    const step = d * c;
    fraction *= step;
    if (Math.abs(step - 1) < 1e-15) return fraction;
  }
  return fraction;
}

const notZero = (value: number): number => (Math.abs(value) < TINY ? TINY : value);

/**
 * The x at which the distribution function of Beta(a, b) is `p`: Newton's method inside a bracket that always shrinks. `from` is a known
 * lower bound, so that a table can be made by marching upwards.
 */
export function betaQuantile(p: number, a: number, b: number, from = 0, logOfBeta = logBeta(a, b)): number {
  if (p <= 0) return 0;
  if (p >= 1) return 1;
  let low = from;
  let high = 1;
  // Near 0 the function is x^a ÷ (a·B(a, b)): for a small a its quantiles are far too small to be found by halving.
  let x = low > 0 ? low : Math.min(a / (a + b), Math.exp((Math.log(p * a) + logOfBeta) / a));
  for (let i = 0; i < 200; i++) {
    const excess = regularisedBeta(x, a, b, logOfBeta) - p;
    if (excess > 0) high = x;
    else low = x;
    const density = Math.exp((a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x) - logOfBeta);
    const newton = x - excess / density;
    // Asked before the bracket is: a step too small to leave x is an end, not a reason to halve.
    if (Math.abs(newton - x) <= 1e-14 * x) return Math.min(newton, 1);
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - x) <= 1e-14 * next || next === low || next === high) return next;
    x = next;
  }
  return x;
}
