import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchTouches } from './touches';

let stop = () => {};
const report = vi.fn();
const onLeft = vi.fn();
const minute = 60_000;

beforeEach(() => {
  vi.useFakeTimers();
  report.mockClear();
  onLeft.mockClear();
  stop = watchTouches({ after: 5 * minute, report, onLeft });
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

const touch = (sign = 'pointermove') => window.dispatchEvent(new Event(sign));

describe('a page that is watched for touches', () => {
  it('is left when nobody gave a sign for so long, and not before', () => {
    vi.advanceTimersByTime(4 * minute);
    touch('keydown');
    vi.advanceTimersByTime(5 * minute - 1);
    expect(onLeft).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(onLeft).toHaveBeenCalledOnce();
    touch();
    vi.advanceTimersByTime(60 * minute);
    expect(onLeft).toHaveBeenCalledOnce();
  });

  it('reports many signs seldom, and the last of them always', () => {
    touch(); // the watch has only begun
    expect(report).not.toHaveBeenCalled();
    for (let i = 0; i < 59; i++) {
      vi.advanceTimersByTime(1000);
      touch(['pointerdown', 'wheel', 'keydown', 'touchstart'][i % 4]);
    }
    expect(report).toHaveBeenCalledTimes(3);
    vi.advanceTimersByTime(minute);
    expect(report).toHaveBeenCalledTimes(4);
    vi.advanceTimersByTime(2 * minute);
    expect(report).toHaveBeenCalledTimes(4);
    touch();
    expect(report).toHaveBeenCalledTimes(5);
  });

  it('was left by a computer that slept: its first touch does not wake it', () => {
    vi.setSystemTime(Date.now() + 8 * 60 * minute); // no timer ran
    touch();
    expect(onLeft).toHaveBeenCalledOnce();
    expect(report).not.toHaveBeenCalled();
  });
});
