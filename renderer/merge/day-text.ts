/** "today 14:02", or "23 Nov" for another day, in the words of the person's system. */
export function dayText(iso: string): string {
  const date = new Date(iso);
  const isToday = date.toDateString() === new Date().toDateString();
  const time = date.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', hour12: false });
  return isToday ? `today ${time}` : date.toLocaleDateString(undefined, { day: 'numeric', month: 'short' });
}
