import type { Policy, RequestTrace, RunResult } from '../model/index.ts';

/**
 * Traces of single requests as OpenTelemetry reads them: the JSON encoding of OTLP's `TracesData` (opentelemetry-proto, "JSON Protobuf Encoding"): ids in
 * hex, 64-bit numbers as strings, enums as numbers, names in lowerCamelCase. Model calls carry the generative AI conventions (`gen_ai.*`, 1.37), failures
 * `error.type`; what has no agreed name begins with `gracefall.`.
 */

/** What of a run the traces are of. */
export type TracedRun = Pick<RunResult, 'hash' | 'engineVersion' | 'seed'> & {
  readonly nodes: readonly Pick<RunResult['nodes'][number], 'id' | 'kind'>[];
  readonly policy: Pick<RunResult['policy'], 'id' | 'name'>;
  readonly scenario: Pick<RunResult['scenario'], 'id' | 'name'>;
  readonly traffic: Pick<RunResult['traffic'], 'label' | 'origin'>;
};

/** Instant of the first request unless another is given: simulated time has none of its own, and the same run must give the same bytes. */
export const FIRST_REQUEST_AT = '2026-01-01T00:00:00Z';

const INTERNAL = 1;
const SERVER = 2;
const CLIENT = 3;
const UNSET = 0;
const ERROR = 2;

interface Attribute {
  readonly key: string;
  readonly value: { readonly stringValue: string } | { readonly intValue: string } | { readonly doubleValue: number };
}
const text = (key: string, stringValue: string): Attribute => ({ key, value: { stringValue } });
const whole = (key: string, value: number): Attribute => ({ key, value: { intValue: String(Math.round(value)) } });
const figure = (key: string, doubleValue: number): Attribute => ({ key, value: { doubleValue } });

/**
 * `policy` lends names, models and providers to the ids; what it does not know keeps its id. `firstRequestAt`: ISO 8601; throws a RangeError for anything
 * else. Ends with a line feed.
 */
export function otlpTraces(
  run: TracedRun,
  traces: readonly RequestTrace[],
  policy: Policy | null,
  firstRequestAt: string = FIRST_REQUEST_AT,
): string {
  const startMs = Date.parse(firstRequestAt);
  if (Number.isNaN(startMs)) throw new RangeError(`the first request needs an instant in ISO 8601, not “${firstRequestAt}”`);
  const naming = namingOf(run, policy);
  const data = {
    resourceSpans: [
      {
        resource: {
          attributes: [
            text('service.name', run.policy.id),
            text('gracefall.policy.name', run.policy.name),
            text('gracefall.scenario', run.scenario.name),
            text('gracefall.traffic', run.traffic.label),
            text('gracefall.traffic.origin', run.traffic.origin),
            whole('gracefall.seed', run.seed),
            text('gracefall.run', run.hash),
          ],
        },
        scopeSpans: [
          {
            scope: { name: 'gracefall', version: run.engineVersion },
            spans: traces.flatMap((trace) => spansOf(run, trace, startMs, naming)),
          },
        ],
      },
    ],
  };
  return `${JSON.stringify(data)}\n`;
}

interface Naming {
  readonly kind: (nodeId: string) => string | null;
  readonly name: (nodeId: string) => string;
  /** Of a model node. */
  readonly model: (nodeId: string) => { readonly model: string; readonly provider: string } | null;
}

function namingOf(run: TracedRun, policy: Policy | null): Naming {
  const nodes = new Map(policy?.nodes.map((node) => [node.id, node]));
  const kinds = new Map(run.nodes.map(({ id, kind }) => [id, kind]));
  return {
    kind: (id) => kinds.get(id) ?? null,
    name: (id) => nodes.get(id)?.name ?? id,
    model: (id) => {
      const config = nodes.get(id)?.config;
      const [model, provider] = [config?.['model'], config?.['providerId']];
      return typeof model === 'string' && typeof provider === 'string' ? { model, provider } : null;
    },
  };
}

function spansOf(run: TracedRun, trace: RequestTrace, startMs: number, naming: Naming): object[] {
  // The run and the position of the request in it: the same request of the same run is the same trace, wherever it is written.
  const traceId = `${run.hash.slice(0, 16)}${hex(trace.request + 1, 16)}`;
  const spanId = (position: number) => `${hex(trace.request + 1, 8)}${hex(position + 1, 8)}`;
  return trace.spans.map((span, position) => {
    const kind = naming.kind(span.nodeId);
    const model = kind === 'model' ? naming.model(span.nodeId) : null;
    const isRoot = span.parent === null;
    // A call that was given up has no outcome of its own: neither answered nor failed.
    const isFailed = span.outcome !== 'answered' && span.outcome !== 'cancelled';
    return {
      traceId,
      spanId: spanId(position),
      ...(span.parent === null ? {} : { parentSpanId: spanId(span.parent) }),
      name: model === null ? naming.name(span.nodeId) : `chat ${model.model}`,
      kind: isRoot ? SERVER : kind === 'model' || kind === 'tool' ? CLIENT : INTERNAL,
      startTimeUnixNano: nanos(startMs, span.startMs),
      endTimeUnixNano: nanos(startMs, Math.max(span.startMs, span.endMs)),
      attributes: [
        ...(model === null
          ? []
          : [
              text('gen_ai.operation.name', 'chat'),
              text('gen_ai.provider.name', model.provider),
              text('gen_ai.request.model', model.model),
            ]),
        ...(model === null || span.tokens === undefined
          ? []
          : [whole('gen_ai.usage.input_tokens', span.tokens.prompt), whole('gen_ai.usage.output_tokens', span.tokens.completion)]),
        ...(isFailed ? [text('error.type', span.outcome)] : []),
        text('gracefall.node.id', span.nodeId),
        ...(kind === null ? [] : [text('gracefall.node.kind', kind)]),
        ...(span.port === null ? [] : [text('gracefall.port', span.port)]),
        text('gracefall.outcome', span.outcome),
        ...(span.usd === 0 ? [] : [figure('gracefall.cost.usd', span.usd)]),
        ...(isRoot ? requestAttributes(trace) : []),
        // A log of calls is read call by call: whose a call was must stand in its own span.
        ...(trace.user !== undefined && (isRoot || model !== null) ? [text('user.id', trace.user)] : []),
      ],
      events: span.facts.map(({ atMs, fact }) => ({ timeUnixNano: nanos(startMs, atMs), name: fact })),
      status: isFailed ? { code: ERROR, message: span.outcome } : { code: UNSET },
    };
  });
}

const requestAttributes = (trace: RequestTrace): Attribute[] => [
  whole('gracefall.request', trace.request),
  ...(trace.tier === null ? [] : [whole('gracefall.tier', trace.tier)]),
  figure('gracefall.latency.ms', trace.latencyMs),
  figure('gracefall.request.cost.usd', trace.usd),
];

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

/** Nanoseconds do not fit a double: whole milliseconds and their fraction are put together as whole numbers. */
function nanos(startMs: number, atMs: number): string {
  const wholeMs = Math.floor(atMs);
  return String((BigInt(startMs) + BigInt(wholeMs)) * 1_000_000n + BigInt(Math.round((atMs - wholeMs) * 1_000_000)));
}
