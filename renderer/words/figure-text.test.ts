import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  axisClock,
  bucketText,
  chosenTimeText,
  clockText,
  countText,
  figureText,
  latencyText,
  plainText,
  rateText,
  shareText,
  shortCountText,
  sizeText,
  spanText,
  usdText,
} from './figure-text.ts';

/** Narrow no-break spaces are right on the glass and unreadable in a test. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

describe('shares', () => {
  it.each([
    [0, '0 %'],
    [1, '100 %'],
    [0.675, '67.5 %'],
    [0.27, '27 %'],
    [0.00186, '0.19 %'],
    [0.00002, '< 0.01 %'],
    [0.9981, '99.81 %'],
    [0.99981, '99.981 %'],
    [0.995, '99.5 %'],
    [0.99, '99 %'],
  ])('%f reads %s', (ratio, text) => expect(plain(shareText(ratio))).toBe(text));

  it('never rounds up to all or down to nothing', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-7, max: 1 - 1e-7, noNaN: true }), (ratio) => {
        expect(plain(shareText(ratio))).not.toMatch(/^(100|0)(\.0+)? %$/);
      }),
    );
  });
});

describe('widths of buckets', () => {
  it.each([
    [500, '500 ms'],
    [1500, '1.5 s'],
    [30_000, '30 s'],
    [90_000, '90 s'],
    [900_000, '15 min'],
    [7_200_000, '2 h'],
  ])('%d ms reads %s', (ms, text) => expect(plain(bucketText(ms))).toBe(text));
});

describe('figures', () => {
  it.each([
    [0, '0'],
    [6.774, '6.77'],
    [9.999, '10.0'],
    [0.04219, '0.0422'],
    [76.914, '76.9'],
    [1234.5, '1 235'],
    [999.96, '1 000'],
    [19366, '19 366'],
  ])('%f has three significant digits: %s', (value, text) => expect(plain(figureText(value))).toBe(text));

  it.each([
    [99_999, '99 999'],
    [100_000, '100 k'],
    [999_499, '999 k'],
    [999_500, '1.00 M'],
    [1_234_567, '1.23 M'],
    [10_000_000, '10.0 M'],
    [9_995_001, '10.0 M'],
    [123_456_789, '123 M'],
  ])('%d is short where there is little room: %s', (count, text) => expect(plain(shortCountText(count))).toBe(text));

  it('tells sizes of files in their unit', () => {
    expect([820, 12_345, 3_410_000, 999_000_000, 1_200_000_000].map((bytes) => plain(sizeText(bytes)))).toEqual([
      '820 B',
      '12 kB',
      '3.41 MB',
      '999 MB',
      '1.20 GB',
    ]);
  });

  it('groups counts', () => {
    expect(plain(countText(1_234_567))).toBe('1 234 567');
  });

  it('shows chosen values without zeros that claim a measurement', () => {
    expect(plainText(2)).toBe('2');
    expect(plain(chosenTimeText(8000))).toBe('8 s');
    expect(plain(chosenTimeText(250))).toBe('250 ms');
  });

  it.each([
    [null, '–'],
    [430, '430 ms'],
    [999.6, '1.00 s'],
    [6774, '6.77 s'],
    [150_000, '2.50 min'],
  ])('latency of %s ms reads %s', (ms, text) => expect(plain(latencyText(ms))).toBe(text));

  it('tells small rates from none', () => {
    expect(rateText(0)).toBe('0/s');
    expect(rateText(0.03)).toBe('<0.1/s');
    expect(rateText(8)).toBe('8.0/s');
    expect(plain(rateText(1234))).toBe('1 234/s');
  });

  it('writes money with its sign before the dollar', () => {
    expect(usdText(3.968)).toBe('$3.97');
    expect(usdText(-1.5)).toBe('−$1.50');
  });
});

describe('time', () => {
  it.each([
    [720_000, '12 min'],
    [45_000, '45 s'],
    [90_000, '1 min 30 s'],
    [3_900_000, '1 h 5 min'],
    [250, '250 ms'],
  ])('a span of %d ms reads %s', (ms, text) => expect(plain(spanText(ms))).toBe(text));

  it('shows hours on the clock only when the traffic has them', () => {
    expect(clockText(2_595_000, 3_500_000)).toBe('43:15');
    expect(clockText(2_595_000, 8_000_000)).toBe('0:43:15');
    expect(clockText(6_195_999, 8_000_000)).toBe('1:43:15');
  });

  it('names the unit of the axis', () => {
    expect(axisClock(3_600_000)).toMatchObject({ unit: 'min:s' });
    expect(axisClock(3_600_000).text(630_000)).toBe('10:30');
    expect(axisClock(86_400_000)).toMatchObject({ unit: 'h:min' });
    expect(axisClock(86_400_000).text(5_400_000)).toBe('1:30');
  });
});
