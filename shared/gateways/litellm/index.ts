import { problemsOf } from '../../format/index.ts';
import { lint } from '../../lint/index.ts';
import { type Finding, fail, ok, type Policy } from '../../model/index.ts';
import { callsOf } from '../calls.ts';
import { nothingToExport } from '../export-calls.ts';
import { fidelityOf, missingProtections, unreached } from '../fidelity.ts';
import type { Gateway } from '../gateway.ts';
import { canonicalYaml, parseYaml } from '../yaml.ts';
import { assemble } from './assemble.ts';
import { MOST_NAMES, namedCalls } from './calls-by-name.ts';
import { litellmDialect } from './dialect.ts';
import { fileFindings } from './findings.ts';
import { litellmReader } from './read/index.ts';
import { configSchema } from './schema.ts';

/** The config of LiteLLM's proxy: one file for all calls that the application makes, each a group that it names as the model. */
export const litellmGateway: Gateway = {
  id: 'litellm',
  title: 'LiteLLM config.yaml',
  purpose: 'One config.yaml of LiteLLM’s proxy (1.108), with a model group for each call that the application makes.',
  fileExtension: '.litellm.yaml',
  dialect: litellmDialect,
  reader: litellmReader,
  export(policy: Policy, { protections }) {
    const errors = lint(policy).filter((finding) => finding.severity === 'error');
    if (errors.length > 0) return fail(errors);
    const rewritten = litellmDialect.rewrite(policy);
    const missing = protections === 'refuse' ? missingProtections(policy, rewritten.differences) : [];
    if (missing.length > 0) return fail(missing);
    const calls = callsOf(policy, rewritten);
    if (calls.roots.length === 0) return fail([nothingToExport(policy)]);
    const named = namedCalls(calls, policy.id);
    if (named === undefined) return fail([tooManyNames(policy)]);
    const assembled = assemble(policy, calls, named);
    const comments = new Map([['', headText(policy, named[0]!.name)], ...assembled.comments]);
    const fidelity = fidelityOf(policy, [...rewritten.differences, ...unreached(policy)]);
    return ok({
      files: [{ part: '', text: canonicalYaml(assembled.config, comments) }],
      fidelity,
      findings: fileFindings(policy, assembled, named),
    });
  },
  verify(text) {
    const parsed = parseYaml(text);
    if (!parsed.ok) return [parsed.error];
    const config = configSchema.safeParse(parsed.value);
    return config.success ? [] : problemsOf(config.error.issues, parsed.value).map(({ message }) => message);
  },
};

const headText = ({ name }: Policy, call: string): string =>
  `${name.replaceAll(/\s+/g, ' ')}, as LiteLLM runs it. Written by Gracefall; what differs from the drawing stands in the fidelity file.\nKeys come from the environment: LITELLM_MASTER_KEY is the one that applications send. Requests name the model, for example ${call}.`;

const tooManyNames = (policy: Policy): Finding => ({
  rule: 'litellm/too-many-groups',
  severity: 'error',
  message: `${policy.name} has more than ${MOST_NAMES} ways through its routers, and LiteLLM does not route by what they decide: the application would have to name one group for each. Draw fewer routers, or let only one of them stand in a call.`,
});
