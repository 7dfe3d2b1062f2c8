import { useEffect, useRef } from 'react';
import { formatNumber } from '../i18n/format';
import './chart.css';
import type { Bar, StackedBars } from './stackedBars';

export type { Bar };

interface BarChartProps {
  bars: readonly Bar[];
  /** How long each bar is, in milliseconds. */
  step: number;
  height?: number;
  /** What it shows, for who does not see it; the figures are in a table beside it. */
  label: string;
  /** The text below a moment. */
  formatAt: (at: number) => string;
  /** The bar that is pointed at, or moved to by the arrow keys; null for none. */
  onPoint: (index: number | null) => void;
}

/** Stacked bars over time. It draws with the tokens of the theme and follows it; the library comes when it is first needed. */
export function BarChart(props: BarChartProps) {
  const { bars, step, height = 176, label } = props;
  const box = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const chart = useRef<StackedBars>(undefined);
  const pointed = useRef<number | null>(null);

  useEffect(() => {
    const element = box.current;
    // Without a canvas there is nothing to draw on; the table says it all.
    if (!element || typeof Path2D === 'undefined') return;
    let gone = false;
    let drawn: StackedBars | undefined;
    void import('./stackedBars').then(({ StackedBars }) => {
      if (gone) return;
      drawn = new StackedBars(element, {
        formatAt: (at) => latest.current.formatAt(at),
        formatCount: formatNumber,
        onPoint: (index) => {
          pointed.current = index;
          latest.current.onPoint(index);
        },
      });
      chart.current = drawn;
      const now = latest.current;
      drawn.show(now.bars, now.step, now.height ?? 176);
    });
    return () => {
      gone = true;
      drawn?.remove();
      chart.current = undefined;
    };
  }, []);

  useEffect(() => {
    chart.current?.show(bars, step, height);
  }, [bars, step, height]);

  const move = (key: string): boolean => {
    const last = bars.length - 1;
    const at = pointed.current ?? last + 1;
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: last }[key];
    if (to === undefined || last < 0) return false;
    const next = Math.max(0, Math.min(last, to));
    pointed.current = next;
    chart.current?.point(next);
    latest.current.onPoint(next);
    return true;
  };

  return (
    <div
      className="barchart"
      ref={box}
      style={{ minHeight: height }}
      role="img"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys go from bar to bar
      tabIndex={0}
      onKeyDown={(event) => {
        if (move(event.key)) event.preventDefault();
      }}
      onBlur={() => {
        pointed.current = null;
        latest.current.onPoint(null);
      }}
    />
  );
}
