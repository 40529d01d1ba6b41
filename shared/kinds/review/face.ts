import type { Face } from '../kind.ts';
import { numberText, plural } from '../words.ts';
import type { ReviewConfig } from './config.ts';
import { workHoursOf } from './work-hours.ts';

const DAYS = { 'monday-to-friday': 'Mon–Fri', 'monday-to-saturday': 'Mon–Sat', 'every-day': 'daily' } as const;

export const reviewFace: Face<ReviewConfig> = {
  title: 'Human review',
  purpose: 'Hands a case to people, who have working hours, take their time and may decline.',
  group: 'guardrails',
  glyph: { name: 'a person', paths: ['M8 7.6a2.7 2.7 0 1 0 0-5.4a2.7 2.7 0 0 0 0 5.4z', 'M2.8 13.8c0-2.6 2.3-4 5.2-4s5.2 1.4 5.2 4'] },
  silhouette: 'plain',
  isCallable: true,
  ports: () => [],
  summary: (config) =>
    `${plural(config.people, 'person', 'people')}, ${numberText(config.minutesPerCase)} min a case, ${hoursWords(config)}`,
  keywords: ['human', 'people', 'approval', 'hand over', 'escalation', 'queue', 'working hours', 'sla', 'moderation'],
};

/** "day and night", "8:00–18:00 Mon–Fri" */
export function hoursWords(config: ReviewConfig): string {
  if (workHoursOf(config).isAlwaysOpen) return 'day and night';
  return `${clock(config.fromHour)}–${clock(config.toHour)} ${DAYS[config.days]}`;
}

function clock(hour: number): string {
  const minutes = Math.round(hour * 60);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}
