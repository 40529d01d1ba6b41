import { ChevronDown, Pause, Play, SkipForward } from 'lucide-react';
import { DropdownMenu, Slider } from 'radix-ui';
import type { KeyboardEvent } from 'react';
import { clockText, words } from '../words/index.ts';
import type { FailureTick } from './chart-data.ts';
import type { IncidentBand } from './incidents.ts';
import { type Moment, nextMoment, PLAYBACK_SPEEDS, previousMoment } from './playback.ts';
import type { TimeAxis, TimeView } from './time-axis.ts';

export interface ScrubberProps {
  readonly axis: TimeAxis;
  readonly scrubMs: number;
  readonly isPlaying: boolean;
  readonly speed: number;
  readonly bands: readonly IncidentBand[];
  readonly failures: readonly FailureTick[];
  readonly stops: readonly Moment[];
  /** What stands at the scrubbed instant, for those who hear the slider: "primary open". */
  readonly spoken: string;
  /** Stretch that the charts show; null = all of it. */
  readonly window: TimeView | null;
  readonly onScrub: (atMs: number) => void;
  readonly onPlayingChange: (isPlaying: boolean) => void;
  readonly onSpeedChange: (speed: number) => void;
}

/** Buckets that a page key moves. */
const PAGE_BUCKETS = 10;

export function Scrubber(props: ScrubberProps) {
  const { axis, window: shown, scrubMs, isPlaying, speed, bands, failures, stops, spoken, onScrub, onPlayingChange, onSpeedChange } = props;
  const { endMs, bucketMs } = axis;
  const at = (ms: number) => `${(ms / endMs) * 100}%`;
  const go = (ms: number) => onScrub(Math.min(endMs, Math.max(0, ms)));
  const next = nextMoment(stops, scrubMs);

  const onKeyDown = (event: KeyboardEvent) => {
    // The library is silent at an end it stands at already, but from the whole run the first instant is a move.
    if (event.key === 'Home' || event.key === 'End') {
      event.preventDefault();
      go(event.key === 'Home' ? 0 : endMs);
      return;
    }
    const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: PAGE_BUCKETS, PageDown: -PAGE_BUCKETS }[event.key];
    if (step === undefined) return;
    // The library would move by one slider step; a bucket is the smallest move that changes a figure.
    event.preventDefault();
    if (event.shiftKey && (step === 1 || step === -1)) {
      const stop = step > 0 ? next : previousMoment(stops, scrubMs);
      go(stop?.atMs ?? (step > 0 ? endMs : 0));
    } else go(scrubMs + step * bucketMs);
  };

  return (
    <section className="rh-scrub" aria-label={words.rehearse.playback.label}>
      <button
        type="button"
        className="btn icon"
        aria-label={isPlaying ? words.rehearse.playback.pause : words.rehearse.playback.play}
        onClick={() => {
          if (!isPlaying && scrubMs >= endMs) onScrub(0);
          onPlayingChange(!isPlaying);
        }}
      >
        {isPlaying ? <Pause size={16} aria-hidden="true" /> : <Play size={16} aria-hidden="true" />}
      </button>
      <b className="rh-scrub-time">{clockText(scrubMs, endMs)}</b>
      <DropdownMenu.Root>
        <DropdownMenu.Trigger className="btn ghost" aria-label={words.rehearse.playback.speed(speed)}>
          {speed}×<ChevronDown size={12} aria-hidden="true" />
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content className="popup" align="start" sideOffset={4}>
            <DropdownMenu.RadioGroup value={String(speed)} onValueChange={(value) => onSpeedChange(Number(value))}>
              {PLAYBACK_SPEEDS.map((option) => (
                <DropdownMenu.RadioItem key={option} value={String(option)} className="popup-item">
                  {option}×
                </DropdownMenu.RadioItem>
              ))}
            </DropdownMenu.RadioGroup>
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
      <Slider.Root
        className="rh-slider"
        min={0}
        max={endMs}
        step={Math.min(1000, endMs)}
        value={[scrubMs]}
        onValueChange={([value]) => go(value ?? 0)}
        onKeyDown={onKeyDown}
      >
        <Slider.Track className="rh-slider-track">
          {shown !== null && <span className="rh-slider-window" style={{ left: at(shown.fromMs), width: at(shown.toMs - shown.fromMs) }} />}
          {bands.map((band) => (
            <span
              key={band.id}
              className={band.isOutage ? 'rh-hatch' : 'rh-hatch rh-hatch-wide'}
              style={{ left: at(band.startMs), width: at(band.endMs - band.startMs) }}
            />
          ))}
          {failures.map((tick) => (
            <span key={tick.startMs} className="rh-slider-tick" style={{ left: at((tick.startMs + tick.endMs) / 2) }} />
          ))}
          <Slider.Range className="rh-slider-range" />
        </Slider.Track>
        <Slider.Thumb
          className="rh-slider-thumb"
          aria-label={words.rehearse.playback.time}
          aria-valuetext={words.rehearse.playback.at(clockText(scrubMs, endMs), spoken)}
        />
      </Slider.Root>
      <span className="ink-3">{clockText(endMs, endMs)}</span>
      <button
        type="button"
        className="btn ghost"
        disabled={next === null}
        title={next === null ? words.rehearse.playback.noneLeft : words.rehearse.playback.next(clockText(next.atMs, endMs), next.what)}
        onClick={() => next && onScrub(next.atMs)}
      >
        {words.rehearse.playback.nextEvent} <SkipForward size={14} aria-hidden="true" />
      </button>
    </section>
  );
}
