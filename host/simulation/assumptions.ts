import { BACK_TEST, type Calibrated, errorWords, fittedNodes } from '../../shared/calibration/index.ts';
import { assumptionsOf, measuredStatements } from '../../shared/kinds/index.ts';
import {
  type Assumption,
  FAILURES,
  FLAW_SENTENCES,
  type Policy,
  type Scenario,
  type ScenarioEvent,
  type Traffic,
} from '../../shared/model/index.ts';
import { recipeSentence } from '../../shared/traffic/index.ts';

/** What a result rests on besides the policy's own nodes: the scenario's incidents and what the traffic does not know. */
export function assumptionsOfInputs(scenario: Scenario, traffic: Traffic): Assumption[] {
  return [...scenario.events.map(ofEvent), ...ofTraffic(traffic)];
}

/**
 * What the policy's nodes rest on. Where a model's settings are those that were fitted to a log, what it says of latencies and errors is fitted, and the back-test
 * stands beside it, with the error that it found.
 */
export function assumptionsOfPolicy(policy: Policy, calibrated: readonly Calibrated[]): Assumption[] {
  const statements = new Map<string, string>();
  const tests: Assumption[] = [];
  for (const one of calibrated) {
    const nodes = fittedNodes(policy, one);
    for (const { name, config } of nodes)
      for (const statement of measuredStatements(config)) statements.set(`${name}\n${statement}`, one.label);
    if (nodes.length === 0) continue;
    tests.push({
      subject: BACK_TEST,
      statement: [errorWords(one.backTest), `Fitted to ${one.label}. ${one.backTest.sentence}`].filter((part) => part !== '').join(': '),
      basis: 'fitted',
    });
  }
  const found = assumptionsOf(policy).map((assumption): Assumption => {
    const label = statements.get(`${assumption.subject}\n${assumption.statement}`);
    return label === undefined ? assumption : { ...assumption, basis: 'fitted' };
  });
  return [...tests, ...found];
}

const percent = (ratio: number): string => `${Number((ratio * 100).toPrecision(3))} %`;

function ofEvent(event: ScenarioEvent): Assumption {
  const { effect } = event;
  const about = (statement: string): Assumption => ({ subject: event.name, statement, basis: 'assumed' });
  switch (effect.kind) {
    case 'outage':
      return about(
        effect.shareOf === 'requests'
          ? `${percent(effect.share)} of the requests fail at every attempt there (${FAILURES[effect.failure].label}), and at everything else that such an event strikes: they share their luck.`
          : `${percent(effect.share)} of the calls fail (${FAILURES[effect.failure].label}); providers publish when an incident was, never the share of calls that failed in it.`,
      );
    case 'error-rate':
      return about(`Each call has an extra chance of ${percent(effect.rate)} to fail (${FAILURES[effect.failure].label}).`);
    case 'latency':
      return about(`Every call takes ${effect.multiplier} times as long.`);
    case 'latency-tail':
      return about(`${percent(effect.share)} of the calls take ${effect.multiplier} times as long; the others are as usual.`);
    case 'rate-limit':
      return about(`The provider accepts ${effect.requestsPerMin} requests a minute.`);
    case 'quality-loss':
      return about(`${percent(effect.share)} of the answers that would be right are wrong; no status code tells.`);
    case 'answer-length':
      return about(`Answers are ${effect.multiplier} times as long, and take and cost accordingly.`);
    case 'flaw-rate':
      return about(`Each answer has an extra chance of ${percent(effect.rate)} of this: ${FLAW_SENTENCES[effect.flaw]}`);
    case 'price':
      return about(`Prices are multiplied by ${effect.multiplier}.`);
    case 'capacity':
      return about(`${percent(effect.share)} of the capacity is there, in whole slots.`);
    case 'endless-loop':
      return about(`${percent(effect.share)} of the agent loops do not end by themselves; only a limit stops them.`);
    case 'conversation-growth':
      return about(`Each step of the agent loops adds ${effect.multiplier} times as much to the conversation.`);
    case 'surge':
      return about(`Arrivals are multiplied by ${effect.multiplier}; the added requests copy recorded ones, so users behave as they did.`);
  }
}

function ofTraffic(traffic: Traffic): Assumption[] {
  const about = (statement: string, basis: Assumption['basis']): Assumption => ({ subject: traffic.label, statement, basis });
  return [
    ...(traffic.madeFrom === undefined
      ? []
      : [about(recipeSentence(traffic.madeFrom), traffic.origin === 'recorded' ? 'recorded' : 'model')]),
    traffic.origin === 'recorded'
      ? about(
          'Arrivals and token counts are recorded; users are assumed not to resend or give up when an answer is slow or fails.',
          'recorded',
        )
      : about('Arrivals and token counts are generated, not recorded.', 'model'),
    ...(traffic.complexity === null
      ? [about('The log does not say how hard a request is: complexity is drawn evenly between 0 and 1 for each request.', 'model')]
      : []),
  ];
}
