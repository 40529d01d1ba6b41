import { useRef } from 'react';
import { useStore } from 'zustand';
import { announceStore } from './announce.ts';

/**
 * Two regions that take turns, so that what was said stays until after the next is said: a reader that is still busy finds it there. The same words in
 * the same region again are told apart by a space that nobody hears.
 */
export function Announcer() {
  const { text, tick } = useStore(announceStore);
  const texts = useRef(['', '']);
  const turn = tick % 2;
  const last = useRef(0);
  if (last.current !== tick) {
    last.current = tick;
    texts.current[turn] = texts.current[turn] === text ? `${text}\u00a0` : text;
  }
  return (
    <>
      {texts.current.map((said, region) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the two regions are their places
        <div key={region} className="visually-hidden" role="status" aria-live="polite" aria-atomic="true">
          {said}
        </div>
      ))}
    </>
  );
}
