import * as z from 'zod';

/**
 * The resources that our export writes and nothing else in them. Sources: the resource definitions of Envoy AI Gateway (aigatewayroutes, aiservicebackends,
 * backendsecuritypolicies, v1beta1) and of Envoy Gateway 1.9 (backendtrafficpolicies, backends, v1alpha1), and the Gateway API's BackendTLSPolicy.
 */
const name = z
  .string()
  .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/)
  .max(63);
const metadata = z.strictObject({ name });
/** GEP-2257 */
const duration = z.string().regex(/^([0-9]{1,5}(h|m|s|ms)){1,4}$/);
const count = z.number().int().min(0);
const targetRefs = (group: string, kind: string) =>
  z.array(z.strictObject({ group: z.literal(group), kind: z.literal(kind), name })).min(1);

export const routeSchema = z.strictObject({
  apiVersion: z.literal('aigateway.envoyproxy.io/v1beta1'),
  kind: z.literal('AIGatewayRoute'),
  metadata,
  spec: z.strictObject({
    parentRefs: z.array(z.strictObject({ name, kind: z.literal('Gateway'), group: z.literal('gateway.networking.k8s.io') })).length(1),
    rules: z
      .array(
        z.strictObject({
          matches: z
            .array(
              z.strictObject({
                headers: z
                  .array(
                    z.strictObject({
                      type: z.enum(['Exact', 'RegularExpression']),
                      name: z
                        .string()
                        .regex(/^[A-Za-z0-9!#$%&'*+\-.^_`|~]+$/)
                        .max(256),
                      value: z.string().min(1).max(4096),
                    }),
                  )
                  .min(1)
                  .max(16),
              }),
            )
            .length(1),
          backendRefs: z
            .array(
              z.strictObject({
                name,
                modelNameOverride: z.string().min(1),
                priority: count,
                weight: count,
                bodyMutation: z
                  .strictObject({ set: z.array(z.strictObject({ path: z.literal('max_tokens'), value: z.string().min(1) })).length(1) })
                  .optional(),
              }),
            )
            .min(1)
            .max(128),
          timeouts: z.strictObject({ request: duration }),
        }),
      )
      .length(1),
  }),
});
export type Route = z.infer<typeof routeSchema>;

export const trafficSchema = z.strictObject({
  apiVersion: z.literal('gateway.envoyproxy.io/v1alpha1'),
  kind: z.literal('BackendTrafficPolicy'),
  metadata,
  spec: z.strictObject({
    // The HTTPRoute that is generated for an AIGatewayRoute has its name.
    targetRefs: targetRefs('gateway.networking.k8s.io', 'HTTPRoute'),
    retry: z.strictObject({
      numRetries: count,
      numAttemptsPerPriority: count.min(1),
      perRetry: z.strictObject({
        timeout: duration,
        backOff: z.strictObject({ baseInterval: duration, maxInterval: duration }).optional(),
      }),
      retryOn: z
        .strictObject({
          triggers: z.array(z.enum(['connect-failure', 'refused-stream', 'reset', 'retriable-status-codes'])).min(1),
          httpStatusCodes: z.array(z.number().int().min(400).max(599)).min(1).optional(),
        })
        .optional(),
    }),
    healthCheck: z
      .strictObject({
        passive: z.strictObject({
          consecutive5XxErrors: count.min(1),
          // 0 switches off Envoy's other count, which would eject too.
          consecutiveGatewayErrors: z.literal(0),
          interval: duration,
          baseEjectionTime: duration,
          maxEjectionPercent: z.literal(100),
        }),
      })
      .optional(),
  }),
});
export type Traffic = z.infer<typeof trafficSchema>;

export const serviceSchema = z.strictObject({
  apiVersion: z.literal('aigateway.envoyproxy.io/v1beta1'),
  kind: z.literal('AIServiceBackend'),
  metadata,
  spec: z.strictObject({
    schema: z.strictObject({ name: z.enum(['OpenAI', 'Anthropic']), prefix: z.string().min(1).optional() }),
    backendRef: z.strictObject({ name, kind: z.literal('Backend'), group: z.literal('gateway.envoyproxy.io') }),
  }),
});
export const securitySchema = z.strictObject({
  apiVersion: z.literal('aigateway.envoyproxy.io/v1beta1'),
  kind: z.literal('BackendSecurityPolicy'),
  metadata,
  spec: z.discriminatedUnion('type', [
    z.strictObject({
      targetRefs: targetRefs('aigateway.envoyproxy.io', 'AIServiceBackend'),
      type: z.literal('APIKey'),
      apiKey: z.strictObject({ secretRef: z.strictObject({ name }) }),
    }),
    z.strictObject({
      targetRefs: targetRefs('aigateway.envoyproxy.io', 'AIServiceBackend'),
      type: z.literal('AnthropicAPIKey'),
      anthropicAPIKey: z.strictObject({ secretRef: z.strictObject({ name }) }),
    }),
  ]),
});
export const backendSchema = z.strictObject({
  apiVersion: z.literal('gateway.envoyproxy.io/v1alpha1'),
  kind: z.literal('Backend'),
  metadata,
  spec: z.strictObject({
    endpoints: z.array(z.strictObject({ fqdn: z.strictObject({ hostname: z.string().min(1), port: z.literal(443) }) })).length(1),
  }),
});
export const tlsSchema = z.strictObject({
  apiVersion: z.literal('gateway.networking.k8s.io/v1'),
  kind: z.literal('BackendTLSPolicy'),
  metadata,
  spec: z.strictObject({
    targetRefs: targetRefs('gateway.envoyproxy.io', 'Backend'),
    validation: z.strictObject({ wellKnownCACertificates: z.literal('System'), hostname: z.string().min(1) }),
  }),
});

export const resourceSchemas = {
  AIGatewayRoute: routeSchema,
  BackendTrafficPolicy: trafficSchema,
  AIServiceBackend: serviceSchema,
  BackendSecurityPolicy: securitySchema,
  Backend: backendSchema,
  BackendTLSPolicy: tlsSchema,
} as const;
