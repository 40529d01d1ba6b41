import { ancestors, durationText, type GraphView, graphView, kinds, numberText, plural } from '../../kinds/index.ts';
import { edgeId, type Policy, type PolicyNode } from '../../model/index.ts';
import { type AnyFailureWords, goingOnAfterAny } from '../any-failure.ts';
import type { Dialect } from '../dialect.ts';
import { configOf, deadlineTreatment, type Rules, rewrite, type Setting, type Tell, type Treatment } from '../rewrite.ts';
import { applicationTreatment, noFixedAnswerTreatment } from '../treatments.ts';
import { modelSlug } from './map/model.ts';
import { MOST_MODELS } from './schema.ts';

/**
 * OpenRouter, as its documentation of 2026 says; it was not run. A request names up to three models, and "any error" of one leads to the next; the error of
 * the last is the reply. Everything else around a call is the application's. Assumed, since nothing says otherwise: a model is given up after its drawn time
 * limit, for OpenRouter names none of its own.
 */
const SETTINGS = { mostModels: MOST_MODELS } as const;

const WORDS: AnyFailureWords = {
  any: 'to OpenRouter any error is one',
  begun: 'an answer that has begun is not taken back',
  last: 'OpenRouter returns the error of the last model',
};

const rulesFor = (graph: GraphView, chains: Chains): Rules => ({
  treat(node, tell): Treatment {
    switch (node.kind) {
      case 'fallback':
        return fallbackTreatment(node, chains, tell);
      case 'router':
        tell(node.id, 'application', `${node.name} stays with the application: OpenRouter does not choose by what a request is.`);
        return { as: 'application' };
      case 'template':
        return noFixedAnswerTreatment(node, 'OpenRouter', tell);
      case 'deadline': {
        const above = ancestors(graph, node.id);
        // The application can cut a request off, and not one model of it.
        if (above.some(({ kind }) => kind === 'fallback')) return aroundTheCall(node, above, tell);
        return deadlineTreatment(node, 'OpenRouter', tell);
      }
      default:
        return applicationTreatment(node, tell) ?? aroundTheCall(node, ancestors(graph, node.id), tell);
    }
  },

  settingsFor(model, _above, tell): readonly Setting[] {
    const { requestTimeoutMs, maxOutputTokens } = configOf(model);
    tell(
      model.id,
      'changed',
      `${model.name} has no time limit at OpenRouter: the ${durationText(requestTimeoutMs)} are the application’s, for all models of the request together (each is rehearsed with its own).`,
    );
    if (maxOutputTokens !== null) {
      tell(
        model.id,
        'changed',
        `${model.name} is not told its longest answer: the application must send max_tokens ${numberText(maxOutputTokens)} itself, for all models of the request alike.`,
      );
    }
    return [];
  },
});

/** Around a whole call the application does it as drawn; between the models of one request nobody can. */
function aroundTheCall(node: PolicyNode, above: readonly PolicyNode[], tell: Tell): Treatment {
  const tiers = above.find(({ kind }) => kind === 'fallback');
  const title = kinds.get(node.kind)?.face.title.toLowerCase() ?? node.kind;
  if (tiers === undefined) {
    tell(node.id, 'application', `${node.name} stays with the application, around its calls: OpenRouter has no ${title}.`);
    return { as: 'application' };
  }
  tell(
    node.id,
    'left-out',
    `${node.name} is left out: OpenRouter has no ${title}, and the application cannot step between the models of ${tiers.name}.`,
  );
  return { as: 'left-out' };
}

/** By id of a fallback: the models that it comes to, in order, as OpenRouter names them. */
type Chains = (fallback: PolicyNode) => readonly string[];

function chainsOf(policy: Policy): Chains {
  const nodes = new Map(policy.nodes.map((node) => [node.id, node]));
  const targets = new Map(policy.edges.map((edge) => [edgeId(edge), edge.to]));
  const known = new Map<string, readonly string[]>();
  const chain = (node: PolicyNode): readonly string[] => {
    const there = known.get(node.id);
    if (there !== undefined) return there;
    const config = configOf(node);
    const ports = (kinds.get(node.kind)?.face.ports(config) ?? []).map((port: { readonly id: string }) => port.id);
    const below = (node.kind === 'fallback' ? ports : ports.slice(0, 1)).flatMap((port) => {
      const called = nodes.get(targets.get(edgeId({ from: node.id, port })) ?? '');
      return called === undefined ? [] : chain(called);
    });
    const own = node.kind === 'model' ? [modelSlug(config['providerId'], config['model'])] : below;
    // One more than fits is enough to know that it does not fit.
    const short = own.slice(0, MOST_MODELS + 1);
    known.set(node.id, short);
    return short;
  };
  return chain;
}

function fallbackTreatment(node: PolicyNode, chains: Chains, tell: Tell): Treatment {
  const models = chains(node);
  const why =
    models.length > MOST_MODELS
      ? `it comes to more than ${plural(MOST_MODELS, 'model')}, and a request at OpenRouter names no more`
      : new Set(models).size < models.length
        ? 'it comes to one model twice, and a request at OpenRouter names it once'
        : undefined;
  if (why === undefined) return { as: 'structure', config: goingOnAfterAny(node, WORDS, tell) };
  tell(node.id, 'application', `${node.name} stays with the application: ${why}.`);
  return { as: 'application' };
}

const TITLE = 'OpenRouter';

export const openRouterDialect: Dialect = {
  id: 'openrouter',
  title: TITLE,
  settings: SETTINGS,
  rewrite: (policy) => rewrite(policy, TITLE, rulesFor(graphView(policy), chainsOf(policy))),
};
