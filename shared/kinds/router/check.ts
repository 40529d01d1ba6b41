import type { Finding } from '../../model/index.ts';
import type { Check } from '../kind.ts';
import { percentText } from '../words.ts';
import { type Route, type RouterConfig, valuesOf } from './config.ts';
import { conditionWords } from './face.ts';

export const routerCheck: Check<RouterConfig> = {
  rules: {
    'router/route-id-twice': 'error',
    'router/empty-condition': 'error',
    'router/route-never-reached': 'warning',
    'router/shares-over-one': 'warning',
    'router/chooses-nothing': 'info',
  },
  run(config, node, graph) {
    const findings: Finding[] = [];
    const { routes } = config;
    routes.forEach((route, index) => {
      const path = ['routes', index];
      const name = `Route ${index + 1} of ${node.name}`;
      // `otherwise` is the id of the last port, so a route that carries it would share its wire.
      if (route.id === 'otherwise' || routes.findIndex((other) => other.id === route.id) !== index) {
        findings.push({
          rule: 'router/route-id-twice',
          severity: 'error',
          nodeId: node.id,
          about: route.id,
          path,
          message: `${name} has the id ${route.id}, which another port has too, so one wire would stand for both. Remove it and add it again.`,
        });
      }
      const empty = emptiness(route);
      if (empty !== undefined) {
        findings.push({
          rule: 'router/empty-condition',
          severity: 'error',
          nodeId: node.id,
          about: route.id,
          path: [...path, empty.key],
          message: `${name} ${empty.fact}, so no request can take it. ${empty.remedy}`,
        });
        return;
      }
      const earlier = routes.slice(0, index).findIndex((other) => takesAllOf(other, route));
      if (earlier >= 0) {
        findings.push({
          rule: 'router/route-never-reached',
          severity: 'warning',
          nodeId: node.id,
          about: route.id,
          path,
          message: `${name} is never reached: route ${earlier + 1} (${conditionWords(routes[earlier] as Route)}) takes all its requests before. Move it up, or remove it.`,
        });
      }
    });
    const shares = routes.filter((route) => route.condition === 'percentage').reduce((sum, route) => sum + route.share, 0);
    // A small excess is the noise of adding tenths.
    if (shares > 1 + 1e-9) {
      findings.push({
        rule: 'router/shares-over-one',
        severity: 'warning',
        nodeId: node.id,
        path: ['routes'],
        message: `The shares of ${node.name} add up to ${percentText(shares)}. Each is a share of the requests that come as far as its route, so fewer arrive than it seems: lower them.`,
      });
    }
    const targets = [...routes.map((route) => route.id), 'otherwise'].map((port) => graph.target(node.id, port)?.id);
    if (targets.every((target) => target !== undefined && target === targets[0])) {
      findings.push({
        rule: 'router/chooses-nothing',
        severity: 'info',
        nodeId: node.id,
        message: `Every way out of ${node.name} leads to the same node, so it decides nothing. Connect one elsewhere, or remove the router.`,
      });
    }
    return findings;
  },
};

/** Why no request can ever satisfy the condition. A share of 0 % is no fault: a roll-out begins with it. */
function emptiness(route: Route): { key: keyof Route; fact: string; remedy: string } | undefined {
  if (route.condition === 'input-tokens' && route.maxInputTokens !== null && route.maxInputTokens <= route.minInputTokens) {
    return { key: 'maxInputTokens', fact: 'ends where it begins or before', remedy: 'Raise the upper length above the lower one.' };
  }
  // At 1 the range has no upper end, so it holds the hardest requests even when it begins there.
  if (route.condition === 'complexity' && route.maxComplexity < 1 && route.maxComplexity <= route.minComplexity) {
    return { key: 'maxComplexity', fact: 'ends where it begins or before', remedy: 'Raise the upper complexity above the lower one.' };
  }
  if (route.condition === 'metadata' && route.key.trim() === '') {
    return { key: 'key', fact: 'names no metadata column', remedy: 'Write the name of a column of the traffic.' };
  }
  if (route.condition === 'metadata' && valuesOf(route).length === 0) {
    return { key: 'values', fact: 'names no value', remedy: 'Write the values that go this way.' };
  }
  return undefined;
}

/** True when every request that the later route would take is taken by the earlier one. Unions of several routes are not considered. */
function takesAllOf(earlier: Route, later: Route): boolean {
  if (emptiness(earlier) !== undefined) return false;
  switch (earlier.condition) {
    case 'percentage':
      return earlier.share >= 1;
    case 'input-tokens': {
      const end = earlier.maxInputTokens ?? Number.POSITIVE_INFINITY;
      if (earlier.minInputTokens === 0 && end === Number.POSITIVE_INFINITY) return true;
      return (
        later.condition === 'input-tokens' &&
        earlier.minInputTokens <= later.minInputTokens &&
        end >= (later.maxInputTokens ?? Number.POSITIVE_INFINITY)
      );
    }
    case 'complexity':
      if (earlier.minComplexity === 0 && earlier.maxComplexity >= 1) return true;
      return (
        later.condition === 'complexity' && earlier.minComplexity <= later.minComplexity && earlier.maxComplexity >= later.maxComplexity
      );
    case 'metadata': {
      const taken = valuesOf(earlier);
      return (
        later.condition === 'metadata' && later.key.trim() === earlier.key.trim() && valuesOf(later).every((value) => taken.includes(value))
      );
    }
  }
}
