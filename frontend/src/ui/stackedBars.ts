import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';

/** One bar: how many, and how many of another kind on top of them. */
export interface Bar {
  /** When it begins, in milliseconds. */
  at: number;
  ok: number;
  refused: number;
}

interface Words {
  formatAt: (at: number) => string;
  formatCount: (count: number) => string;
  onPoint: (index: number | null) => void;
}

/** The drawing of BarChart, apart so that its library is no part of a page that shows none. */
export class StackedBars {
  readonly #box: HTMLElement;
  readonly #words: Words;
  readonly #sizes: ResizeObserver;
  readonly #themes: MutationObserver;
  #plot: uPlot | undefined;
  #shown: { bars: readonly Bar[]; step: number; height: number } | undefined;

  constructor(box: HTMLElement, words: Words) {
    this.#box = box;
    this.#words = words;
    this.#sizes = new ResizeObserver(() => this.#fit());
    this.#sizes.observe(box);
    // Colours are drawn, not styled: another theme is another drawing.
    this.#themes = new MutationObserver(() => this.#draw());
    this.#themes.observe(document.documentElement, {
      attributes: true,
      attributeFilter: ['data-mantine-color-scheme'],
    });
  }

  show(bars: readonly Bar[], step: number, height: number): void {
    const before = this.#shown;
    this.#shown = { bars, step, height };
    const same = before?.step === step && before.height === height && before.bars.length === bars.length;
    if (this.#plot && same) this.#plot.setData(data(bars, step));
    else this.#draw();
  }

  point(index: number): void {
    const plot = this.#plot;
    const at = plot?.data[0][index];
    if (!plot || at === undefined) return;
    plot.setCursor({ left: plot.valToPos(at, 'x'), top: plot.bbox.height / devicePixelRatio / 2 });
  }

  remove(): void {
    this.#sizes.disconnect();
    this.#themes.disconnect();
    this.#plot?.destroy();
  }

  #fit(): void {
    const width = this.#box.clientWidth;
    if (this.#shown && width > 0) this.#plot?.setSize({ width, height: this.#shown.height });
  }

  #draw(): void {
    this.#plot?.destroy();
    this.#plot = undefined;
    const shown = this.#shown;
    const width = this.#box.clientWidth;
    if (!shown || width === 0) return;
    const token = tokensOf(this.#box);
    const bars = uPlot.paths.bars?.({ size: [0.84, 64], align: 0 });
    const font = `12px ${token('--font-ui')}`;
    const write = pen(font);
    const options: uPlot.Options = {
      width,
      height: shown.height,
      padding: [8, 0, 0, 0],
      legend: { show: false },
      cursor: {
        y: false,
        points: { show: false },
        drag: { x: false, y: false },
      },
      scales: {
        x: { time: true, range: (_, min, max) => edges(min, max, shown.step / 1000) },
        y: { range: counts },
      },
      series: [
        {},
        {
          stroke: token('--danger-fg'),
          fill: token('--danger-fg'),
          width: 0,
          ...(bars && { paths: bars }),
          points: { show: false },
        },
        {
          stroke: token('--border-strong'),
          fill: token('--border-strong'),
          width: 0,
          ...(bars && { paths: bars }),
          points: { show: false },
        },
      ],
      axes: [
        {
          stroke: token('--text-3'),
          font,
          size: 28,
          gap: 6,
          space: 84,
          grid: { show: false },
          ticks: { show: false },
          border: { show: true, stroke: token('--border'), width: 1 },
          values: (plot, splits) =>
            splits.map((at) => {
              const text = this.#words.formatAt(at * 1000);
              // Half a word at the edge of the drawing says nothing.
              const room = Math.min(
                plot.valToPos(at, 'x') + gutter(plot),
                width - plot.valToPos(at, 'x') - gutter(plot),
              );
              return write.width(text) / 2 > room ? '' : text;
            }),
        },
        {
          stroke: token('--text-3'),
          font,
          size: (_, values) => Math.max(12, ...(values ?? []).map(write.width)) + 10,
          gap: 10,
          space: 32,
          grid: { stroke: token('--rule'), width: 1 },
          ticks: { show: false },
          incrs: [
            1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6, 1e7, 1e8,
          ],
          values: (_, splits) => splits.map((count) => this.#words.formatCount(count)),
        },
      ],
      hooks: { setCursor: [(plot) => this.#words.onPoint(plot.cursor.idx ?? null)] },
    };
    this.#plot = new uPlot(options, data(shown.bars, shown.step), this.#box);
  }
}

/** The lower series is drawn over the whole of both, so that what sticks out is the upper one. */
function data(bars: readonly Bar[], step: number): uPlot.AlignedData {
  const middle = step / 2;
  return [
    bars.map(({ at }) => (at + middle) / 1000),
    bars.map(({ ok, refused }) => (refused > 0 ? ok + refused : null)),
    bars.map(({ ok }) => ok),
  ];
}

function edges(min: number, max: number, step: number): [number, number] {
  return [min - step / 2, max + step / 2];
}

function counts(_: uPlot, __: number | null, max: number | null): [number, number] {
  return [0, Math.max(4, (max ?? 0) * 1.08)];
}

/** What stands left of the first bar: the figures of the axis. */
function gutter(plot: uPlot): number {
  return plot.bbox.left / devicePixelRatio;
}

/** How wide a text comes out in a font. */
function pen(font: string): { width: (text: string) => number } {
  const context = document.createElement('canvas').getContext('2d');
  if (context) context.font = font;
  return { width: (text) => Math.ceil(context?.measureText(text).width ?? text.length * 7) };
}

function tokensOf(element: Element): (name: string) => string {
  const style = getComputedStyle(element);
  return (name) => style.getPropertyValue(name).trim();
}
