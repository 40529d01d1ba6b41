import { fail, ok, type Result, SCENARIO_FORMAT, type Scenario, scenarioDocumentSchema } from '../model/index.ts';
import { indentedJson } from './canonical-json.ts';
import { problemsOf } from './issue-sentence.ts';
import { invalid, isRecord, newerFormat, type Problem, parseText, type ReadError, whatItIs } from './read-error.ts';

/** The only reader of scenario files. Never throws on any text. */
export function readScenario(text: string): Result<Scenario, ReadError> {
  const parsed = parseText(text);
  if (!parsed.ok) return parsed;
  const raw = parsed.value;
  if (!isRecord(raw) || !isRecord(raw['scenario'])) {
    const is = whatItIs(raw);
    const found = is === undefined || is === 'a scenario' ? 'This file is JSON but not a scenario' : `This file is ${is}, not a scenario`;
    return fail({ reason: 'not-a-scenario', message: `${found}: a scenario has the keys format and scenario. It was not opened.` });
  }
  const format = raw['format'];
  if (typeof format === 'number' && format > SCENARIO_FORMAT) return fail(newerFormat('scenario', format, SCENARIO_FORMAT));
  const document = scenarioDocumentSchema.safeParse(raw);
  if (!document.success) return fail(invalid('scenario', text, problemsOf(document.error.issues, raw)));
  const { scenario } = document.data;
  const problems: Problem[] = [];
  const names = new Map<string, string>();
  scenario.events.forEach((event, position) => {
    const other = names.get(event.id);
    if (other !== undefined) {
      problems.push({
        path: ['scenario', 'events', position, 'id'],
        message: `The id "${event.id}" belongs to two events, "${other}" and "${event.name}". Give one of them another id.`,
      });
    }
    names.set(event.id, event.name);
  });
  return problems.length > 0 ? fail(invalid('scenario', text, problems)) : ok(scenario);
}

/** Canonical: schema key order, events in their own order, two spaces, a final newline. */
export const writeScenario = (scenario: Scenario): string =>
  indentedJson(scenarioDocumentSchema.parse({ format: SCENARIO_FORMAT, scenario }));
