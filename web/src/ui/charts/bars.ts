/** Horizontal bars on one scale: a waterfall whose bars begin where the last one ended, or a tornado about a middle. */

import { type TemplateResult, svg } from "lit";
import { scaleBand } from "d3-scale";
import { type Frame, cut, drawing } from "./frame.js";
import { linear } from "./scale.js";

export interface Bar {
  label: string;
  from: number;
  to: number;
  /** Figure beside the bar. */
  shown: string;
  kind: "sum" | "up" | "down" | "part";
}

const LINE = 30;
const AXIS = 22;

/** One line per label; bars of the same label share it. */
export function bars(
  frame: Omit<Frame, "height">,
  list: Bar[],
  tick: (value: number) => string,
  middle?: number,
): TemplateResult {
  const { width } = frame;
  const narrow = width < 520;
  const labels = [...new Set(list.map((bar) => bar.label))];
  // A phone has its labels above the bars, wider screens beside them.
  const line = narrow ? LINE + 16 : LINE;
  const height = labels.length * line + AXIS + 4;
  const left = narrow ? 4 : Math.min(width * 0.42, Math.max(...labels.map((label) => label.length * 7.2)) + 16);
  const room = 84;
  const ends = list.flatMap((bar) => [bar.from, bar.to]).concat(middle ?? 0);
  const x = linear(
    [Math.min(...ends), Math.max(...ends)],
    [left + (middle === undefined ? 2 : room), width - room],
  );
  const y = scaleBand(labels, [0, labels.length * line])
    .paddingInner(0.3)
    .paddingOuter(0.12);
  const rows = list.map((bar) => {
    const top = (y(bar.label) ?? 0) + (narrow ? 16 : 0);
    const high = y.bandwidth() - (narrow ? 14 : 0);
    const [start, end] = [Math.min(x(bar.from), x(bar.to)), Math.max(x(bar.from), x(bar.to))];
    const before = middle !== undefined && bar.to < bar.from;
    return svg`<g class="bar ${bar.kind}">
      <rect x=${start} y=${top} width=${Math.max(1.5, end - start)} height=${high} rx="2" />
      <text class="value" x=${before ? start - 5 : end + 5} y=${top + high / 2} dy="0.35em" text-anchor=${before ? "end" : "start"}>${bar.shown}</text>
    </g>`;
  });
  const ticks = x.ticks(Math.max(2, Math.floor((width - left) / 130)));
  return drawing(
    { ...frame, height },
    svg`${ticks.map((at) => svg`<line class="rule" x1=${x(at)} x2=${x(at)} y1="0" y2=${height - AXIS} /><text class="tick" x=${x(at)} y=${height - 6} text-anchor="middle">${tick(at)}</text>`)}
      ${middle === undefined ? "" : svg`<line class="middle" x1=${x(middle)} x2=${x(middle)} y1="0" y2=${height - AXIS} />`}
      ${labels.map((label) => {
        const top = y(label) ?? 0;
        return narrow
          ? svg`<text class="label" x="4" y=${top + 11}>${cut(label, width - 8)}</text>`
          : svg`<text class="label" x=${left - 8} y=${top + y.bandwidth() / 2} dy="0.35em" text-anchor="end">${cut(label, left - 12)}</text>`;
      })}
      ${rows}`,
  );
}
