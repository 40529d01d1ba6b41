import { savePicture } from '../pictures/index.ts';
import { words } from '../words/index.ts';
import { boardSvg, type Measure } from './board-svg.ts';
import { currentBoardView } from './board-view.ts';
import { dayOf } from './day.ts';

/** The board as it stands now, for a slide or a ticket. */
export async function saveBoardPicture(): Promise<void> {
  const view = await currentBoardView();
  if (view === null || view.board.capabilities.length === 0) return;
  const svg = boardSvg(view, dayOf(new Date()), measureWithCanvas());
  await savePicture({ svg, title: words.tiers.picture.title, name: `${view.policy.id}.tiers` });
}

/** A program that knows no fonts inside SVG takes another of the list, which may be so much wider. */
const WIDEST_OTHER_FONT = 1.03;

function measureWithCanvas(): Measure {
  const context = document.createElement('canvas').getContext('2d');
  return (text, font) => {
    if (context === null) return text.length * 7;
    context.font = font;
    return context.measureText(text).width * WIDEST_OTHER_FONT;
  };
}
