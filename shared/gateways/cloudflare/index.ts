import { parseText, problemsOf } from '../../format/index.ts';
import { exportCalls } from '../export-calls.ts';
import type { Gateway } from '../gateway.ts';
import { assemble } from './assemble.ts';
import { cloudflareDialect } from './dialect.ts';
import { routeFindings } from './findings.ts';
import { cloudflareReader } from './read/index.ts';
import { routeSchema, wiringProblems } from './schema.ts';

/** A dynamic route of Cloudflare AI Gateway, in the form of its API, for each call that the application makes. */
export const cloudflareGateway: Gateway = {
  id: 'cloudflare',
  title: 'Cloudflare dynamic route',
  purpose: 'A route of Cloudflare AI Gateway as its API takes it: send it to …/ai-gateway/gateways/{id}/routes, then deploy it.',
  fileExtension: '.cloudflare.json',
  dialect: cloudflareDialect,
  reader: cloudflareReader,
  export: (policy, options) =>
    exportCalls(policy, options, {
      dialect: cloudflareDialect,
      write: (calls, root, part) => assemble(calls, root, part === '' ? policy.id : `${policy.id}-${part}`),
      findings: (files) =>
        routeFindings(
          policy,
          files.map(({ text }) => routeSchema.parse(JSON.parse(text))),
        ),
    }),
  verify(text) {
    const parsed = parseText(text);
    if (!parsed.ok) return [parsed.error.message];
    const route = routeSchema.safeParse(parsed.value);
    return route.success ? wiringProblems(route.data) : problemsOf(route.error.issues, parsed.value).map(({ message }) => message);
  },
};
