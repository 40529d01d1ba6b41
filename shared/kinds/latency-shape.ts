import type { Ms } from '../model/index.ts';

/** 95 of 100 draws of a latency given as models and tools have it lie below; see the shape's own field for what the figures mean. */
export function latencyP95Ms(shape: 'lognormal' | 'exponential' | 'constant' | 'measured', p50Ms: Ms, p95Ms: Ms): Ms {
  switch (shape) {
    case 'measured':
      return p95Ms;
    case 'lognormal':
      return Math.max(p50Ms, p95Ms);
    case 'exponential':
      return p50Ms * Math.log(20);
    case 'constant':
      return p50Ms;
  }
}
