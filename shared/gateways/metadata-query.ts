import { type Route, valuesOf } from '../kinds/index.ts';

/** Metadata by which the application tells what a gateway does not measure. */
export const MEASURED_AS = { 'input-tokens': 'input_tokens', complexity: 'complexity' } as const;

export interface Comparison {
  $eq?: string | undefined;
  $in?: string[] | undefined;
  $gte?: number | undefined;
  $lt?: number | undefined;
}

/** A condition on metadata as Portkey and Cloudflare write it, after MongoDB; throws for a share, which is no condition. */
export function metadataQuery(route: Route): Record<string, Comparison> {
  switch (route.condition) {
    case 'metadata': {
      const values = valuesOf(route);
      return { [`metadata.${route.key}`]: values.length === 1 ? { $eq: values[0]! } : { $in: [...values] } };
    }
    case 'input-tokens':
      return {
        [`metadata.${MEASURED_AS['input-tokens']}`]: {
          $gte: route.minInputTokens,
          ...(route.maxInputTokens === null ? {} : { $lt: route.maxInputTokens }),
        },
      };
    case 'complexity':
      // 1 takes the hardest requests too.
      return {
        [`metadata.${MEASURED_AS.complexity}`]: {
          $gte: route.minComplexity,
          ...(route.maxComplexity >= 1 ? {} : { $lt: route.maxComplexity }),
        },
      };
    case 'percentage':
      throw new Error('a share is no condition');
  }
}
