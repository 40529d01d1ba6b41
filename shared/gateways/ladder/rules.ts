import type { PolicyNode } from '../../model/index.ts';
import { configOf, deadlineTreatment, type Rules, type Setting, type Tell, type Treatment } from '../rewrite.ts';
import { applicationTreatment, askingPeopleTreatment, noFixedAnswerTreatment } from '../treatments.ts';

/** How the sentences about a gateway speak of it. */
export interface LadderNames {
  /** "Envoy" */
  readonly short: string;
  /** Where the application puts what a request is routed by: "the header x-plan". */
  metadataAs(key: string): string;
  /** Why a budget is not in the export: a clause after "is left out: ". */
  readonly noBudget: string;
  readonly noCache: string;
  readonly noGuard: string;
}

/**
 * What gateways have in common that know one list of models to try for each route: the list stays, retries, time limits and breakers are set upon the models, and
 * what looks into questions and answers is not theirs. Settings are handed on as drawn; `ladder.ts` makes of them what the gateway does.
 */
export const ladderRules = ({ short, metadataAs, noBudget, noCache, noGuard }: LadderNames): Rules => ({
  treat(node, tell): Treatment {
    switch (node.kind) {
      case 'router':
        tellOfRouter(node, metadataAs, short, tell);
        return { as: 'structure' };
      case 'fallback':
        return { as: 'structure' };
      case 'retry':
        return { as: 'setting', slot: 'retry' };
      case 'timeout':
        return { as: 'setting', slot: 'timeout' };
      case 'breaker':
        return { as: 'setting', slot: 'breaker' };
      case 'deadline':
        return deadlineTreatment(node, short, tell);
      case 'input-guard':
      case 'output-guard': {
        const people = askingPeopleTreatment(node, tell);
        if (people !== undefined) return people;
        tell(node.id, 'left-out', `${node.name} is left out: ${noGuard}`);
        return { as: 'left-out' };
      }
      case 'budget':
        tell(node.id, 'left-out', `${node.name} is left out: ${noBudget}`);
        return { as: 'left-out' };
      case 'cache':
        tell(node.id, 'left-out', `${node.name} is left out: ${noCache}`);
        return { as: 'left-out' };
      case 'template':
        return noFixedAnswerTreatment(node, short, tell);
      default: {
        const application = applicationTreatment(node, tell);
        if (application !== undefined) return application;
        tell(node.id, 'left-out', `${node.name} is left out: ${short} has nothing like it.`);
        return { as: 'left-out' };
      }
    }
  },

  settingsFor(_model, above): readonly Setting[] {
    return [above.retry, above.timeout, above.breaker].flatMap((node) =>
      node === undefined ? [] : [{ drawnId: node.id, kind: node.kind, name: node.name, config: configOf(node) }],
    );
  },
});

function tellOfRouter(node: PolicyNode, metadataAs: (key: string) => string, short: string, tell: Tell): void {
  const routes = configOf(node)['routes'] as { readonly condition: string; readonly key: string }[];
  const measured = routes.some(({ condition }) => condition === 'complexity' || condition === 'input-tokens');
  if (measured) {
    tell(
      node.id,
      'application',
      `${node.name} decides by what ${short} does not measure: the application must send the id of the way as ${metadataAs(routeKey(node.id))}, or the request leaves by “otherwise”.`,
    );
  }
  const keys = [...new Set(routes.flatMap(({ condition, key }) => (condition === 'metadata' ? [key] : [])))];
  if (keys.length > 0) {
    tell(
      node.id,
      'application',
      `${node.name} reads ${keys.map(metadataAs).join(' and ')}: the application must send it with each request.`,
    );
  }
}

/** Metadata by which the application says which way of a router it has chosen. */
export const routeKey = (routerId: string): string => `route-${routerId}`;
