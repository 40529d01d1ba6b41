import { plural } from './locale.ts';

const nodes = (count: number): string => plural(count, { one: `${count} node`, other: `${count} nodes` });

/** The config of a gateway, read as a policy. */
export const gatewayImport = {
  command: 'Import from a gateway config …',
  choose: 'Choose a gateway config',
  welcome: 'Import a gateway config',
  welcomeHint: 'LiteLLM, Portkey or Cloudflare AI Gateway: what you run today becomes a drawing.',
  title: (file: string, gateway: string) => `${file} is a ${gateway}`,
  figures: (nodeCount: number, models: number, providers: number) =>
    `${nodes(nodeCount)}, ${models} of them ${plural(models, { one: 'a model', other: 'models' })}, of ${plural(providers, { one: `${providers} provider`, other: `${providers} providers` })}. Nothing is written until you save.`,
  picture: (nodeCount: number) => `How it will be drawn: ${nodes(nodeCount)}`,
  told: 'What was read',
  findings: (count: number) =>
    plural(count, {
      one: `${count} setting that does not do what it seems to`,
      other: `${count} settings that do not do what they seem to`,
    }),
  noFindings: 'No setting of the config is a known trap.',
  unread: (count: number) =>
    plural(count, {
      one: `${count} place is not in the policy, or not quite`,
      other: `${count} places are not in the policy, or not quite`,
    }),
  noUnread: 'All of the file is in the policy.',
  assumed: (count: number) =>
    plural(count, {
      one: `${count} thing is assumed, as the file does not say it`,
      other: `${count} things are assumed, as the file does not say them`,
    }),
  secrets: (count: number) =>
    plural(count, { one: `${count} key or password was left out`, other: `${count} keys and passwords were left out` }),
  noSecrets: 'The file holds no key and no password.',
  secretsHint: 'None of them is in the policy, and none will be in a file that is written. Change those that others could have read.',
  reference: (variable: string) => `exports read it from ${variable}`,
  notNeeded: 'no export needs it',
  line: (line: number) => `line ${line}`,
  more: (count: number) => `Show ${count} more`,
  willFix: 'Done when it is opened',
  fixHint: 'As a step that can be undone',
  fixAll: (count: number) => `Do all ${count} repairs`,
  why: 'Why',
  whyOf: (rule: string) => `Why: the page of the rule ${rule}`,
  cancel: 'Cancel',
  open: 'Open as policy',
  opened: (name: string) => `${name} is open and not saved yet.`,
  refusedTitle: (file: string) => `${file} was not imported`,
  refused: 'Nothing was opened and nothing was changed.',
  close: 'Close',
  chooseOther: 'Choose another file …',
} as const;
