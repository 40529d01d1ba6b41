import { oneOfText } from './locale.ts';

/** Texts of the conditions of a router. */
export const routes = {
  name: (number: number) => `Name of route ${number}`,
  namePlaceholder: 'Name on the wire',
  criterion: (number: number) => `Route ${number}, chosen by`,
  operator: (number: number) => `Route ${number}, comparison`,
  operators: { from: 'at least', under: 'under', between: 'between' },
  from: (number: number) => `Route ${number}, from`,
  to: (number: number) => `Route ${number}, to under`,
  and: 'and',
  column: (number: number) => `Route ${number}, column`,
  columnPlaceholder: 'column of the traffic',
  isOneOf: 'is one of',
  values: (number: number) => `Route ${number}, values`,
  valuesPlaceholder: 'values, with commas between them',
  share: (number: number) => `Route ${number}, share`,
  ofThoseThatCome: 'of what comes this far',
  inTraffic: 'In the traffic:',
  noColumns: (traffic: string) => `“${traffic}” has no metadata columns, so no request of it goes this way.`,
  notAColumn: (column: string, traffic: string) => `“${traffic}” has no column “${column}”, so no request of it goes this way.`,
  takeColumn: (column: string) => `Use the column ${column}`,
  addValue: (value: string) => `Take the value ${value}`,
  removeValue: (value: string) => `Leave the value ${value} out`,
  leadsTo: (target: string) => `to ${target}`,
  leadsNowhere: 'to nothing yet',
  otherwise: 'Otherwise',
  rest: 'every request that no route above takes',

  /** What a route reads back; `subject` is set apart as code in the form. */
  whenTokens: (from: string | null, to: string | null) =>
    from === null && to === null
      ? 'always: any length'
      : to === null
        ? `when the question has ${from} tokens or more`
        : from === null
          ? `when the question has fewer than ${to} tokens`
          : `when the question has ${from} tokens or more, but fewer than ${to}`,
  whenComplexity: (from: string | null, to: string | null) =>
    from === null && to === null
      ? 'always: any complexity'
      : to === null
        ? `when its complexity is ${from} or more`
        : from === null
          ? `when its complexity is under ${to}`
          : `when its complexity is ${from} or more, but under ${to}`,
  whenMetadata: (column: string, values: readonly string[]) =>
    values.length === 1 ? `when ${column} is ${values[0]}` : `when ${column} is one of ${oneOfText(values)}`,
  whenShare: (share: string) => `for ${share} of the requests that come this far, chosen by luck`,
  unfinished: 'takes no request yet: the condition is not complete',

  sharesTitle: 'Where the shares lead',
  sharesNote: 'Each share is of the requests that the routes above it left.',
  shareOf: (route: string, share: string) => `${route}: ${share}`,
  left: 'goes on',
  takes: (count: string, share: string) => `${count} requests, ${share}`,
  takesAbout: (count: string, share: string) => `about ${count} requests, ${share}`,
  countedIn: (traffic: string) => `Counted in “${traffic}”, as if every request of it came to this router.`,
  notCounted: {
    'no-traffic': 'Choose a traffic above, and each route says how many of its requests it would take.',
    unread: 'How many requests each route takes is counted once the traffic was read.',
    counting: 'Counting …',
    'no-complexity': 'Requests are not counted: the traffic does not record how hard they are.',
    gone: 'Requests are not counted: the traffic is no longer in memory.',
  },
  readNow: (traffic: string) => `Read “${traffic}” now`,
  reading: 'Reading …',
} as const;
