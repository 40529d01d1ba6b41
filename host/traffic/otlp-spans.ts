import type { TableFile } from './file-format.ts';
import type { WantedAt } from './object-scanner.ts';
import { type SplitFile, splitObjects } from './split-objects.ts';

/** OTLP (ExportTraceServiceRequest as JSON: one object a line, as OpenTelemetry's collector writes it, or one in all) as one span a line of a temporary file. */

/** Where a span and its resource stand. */
const SPAN_KEYS = ['', 'resourceSpans', '', 'scopeSpans', '', 'spans', ''];
const RESOURCE_KEYS = ['', 'resourceSpans', '', 'resource'];
const areSame = (keys: readonly string[], wanted: readonly string[]): boolean =>
  keys.length === wanted.length && wanted.every((key, at) => keys[at] === key);

export const spanOrResource: WantedAt<'span' | 'resource'> = (keys) =>
  areSame(keys, SPAN_KEYS) ? 'span' : areSame(keys, RESOURCE_KEYS) ? 'resource' : null;

const SERVICE = 'service.name';

/** `most` spans, then the rest is left. A resource that stands behind its spans is not known to them. */
export function splitSpans(file: TableFile, most: number, signal?: AbortSignal): Promise<SplitFile> {
  let head = lineHead(null);
  let resource: Buffer | null = null;
  const tail = Buffer.from('}\n');
  const lineOf = (kind: 'span' | 'resource', bytes: Buffer): { head: Buffer; tail: Buffer } | null => {
    if (kind === 'span') return { head, tail };
    // An emitter says the same of itself with each batch.
    if (resource === null || !resource.equals(bytes)) {
      resource = Buffer.from(bytes);
      head = lineHead(resource);
    }
    return null;
  };
  return splitObjects(file, { wantedAt: spanOrResource, lineOf }, most, signal);
}

/** Of all that a resource tells, the name of the service is kept. */
function lineHead(resource: Buffer | null): Buffer {
  return Buffer.from(`{"service":${JSON.stringify(serviceOf(resource))},"span":`);
}

function serviceOf(resource: Buffer | null): string | null {
  if (resource === null) return null;
  let read: { attributes?: { key?: string; value?: { stringValue?: string } }[] };
  try {
    read = JSON.parse(resource.toString('utf8'));
  } catch {
    return null;
  }
  return read.attributes?.find(({ key }) => key === SERVICE)?.value?.stringValue ?? null;
}
