import { type Room, useView, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';

const ROOMS: readonly { readonly room: Room; readonly label: string; readonly paths: readonly string[] }[] = [
  {
    room: 'design',
    label: words.app.room.design,
    paths: [
      'M2.8 3h3a1 1 0 0 1 1 1v2a1 1 0 0 1-1 1h-3a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1z',
      'M10.5 9h3a1 1 0 0 1 1 1v2a1 1 0 0 1-1 1h-3a1 1 0 0 1-1-1v-2a1 1 0 0 1 1-1z',
      'M6.8 5H10a2 2 0 0 1 2 2v2',
    ],
  },
  { room: 'tiers', label: words.tiers.room, paths: ['M2 3.500h12M2 8h8.500M2 12.500h5'] },
  { room: 'rehearse', label: words.app.room.rehearse, paths: ['M1.5 11.5 5 6l3 3.500L11 4l3.500 7.500'] },
  {
    room: 'export',
    label: words.app.room.export,
    paths: ['M8 10V2M5 4.800 8 2l3 2.800M2.500 9.500V13a.8.8 0 0 0 .8.8h9.400a.8.8 0 0 0 .8-.8V9.500'],
  },
  // Last, since its key is the last one; what comes in is chosen once and then rehearsed on many times.
  { room: 'traffic', label: words.trafficRoom.room, paths: ['M2 13.500V9M5 13.500V4.500M8 13.500V7M11 13.500V2.500M14 13.500V10'] },
  { room: 'review', label: words.review.room, paths: ['M2.500 2.500h5v11h-5zM9.500 2.500h4v4h-4zM9.500 9.500l1.500 1.800 2.700-3.300'] },
];

/** The rooms that exist. */
export function Rail() {
  const room = useView((state) => state.room);
  return (
    <nav className="rail" aria-label={words.app.rooms} data-tour="onward">
      {ROOMS.map(({ room: id, label, paths }) => (
        <button
          key={id}
          type="button"
          data-tour={`room-${id}`}
          aria-current={room === id ? 'page' : undefined}
          onClick={() => viewStore.getState().goTo(id)}
        >
          <svg
            width={18}
            height={18}
            viewBox="0 0 16 16"
            fill="none"
            stroke="currentColor"
            strokeWidth={1.4}
            strokeLinejoin="round"
            strokeLinecap="round"
            aria-hidden="true"
          >
            {paths.map((path) => (
              <path key={path} d={path} />
            ))}
          </svg>
          {label}
        </button>
      ))}
    </nav>
  );
}
