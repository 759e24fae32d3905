/** The delay curve: totals over time, one line or two. */

import { type TemplateResult, svg } from "lit";
import { line } from "d3-shape";
import { scalePoint } from "d3-scale";
import { type Frame, drawing } from "./frame.js";
import { upTo } from "./scale.js";

export interface Line {
  name: string;
  values: number[];
  kind: "first" | "second";
}

export function lines(
  frame: Omit<Frame, "height">,
  at: string[],
  list: Line[],
  tick: (value: number) => string,
): TemplateResult {
  const { width } = frame;
  const [height, left, top, bottom] = [230, 52, 24, 34];
  const x = scalePoint(at, [left + 14, width - 34]);
  const most = Math.max(...list.flatMap((one) => one.values), 0);
  const y = upTo(most, [height - bottom, top]);
  const step = Math.ceil(at.length / Math.max(2, Math.floor(width / 90)));
  return drawing(
    { ...frame, height },
    svg`${y.ticks(4).map((value) => svg`<line class="rule" x1=${left} x2=${width - 8} y1=${y(value)} y2=${y(value)} /><text class="tick" x=${left - 6} y=${y(value)} dy="0.35em" text-anchor="end">${tick(value)}</text>`)}
      ${at.map((name, index) => (index % step === 0 ? svg`<text class="tick" x=${x(name) ?? 0} y=${height - 12} text-anchor="middle">${name}</text>` : ""))}
      ${list.map((one, number) => {
        const path = line<number>(
          (_, index) => x(at[index] ?? "") ?? 0,
          (value) => y(value),
        );
        return svg`<g class="line ${one.kind}"><path d=${path(one.values) ?? ""} />
          ${one.values.map((value, index) => (one.kind === "first" ? svg`<circle cx=${x(at[index] ?? "") ?? 0} cy=${y(value)} r="3.5" />` : svg`<rect x=${(x(at[index] ?? "") ?? 0) - 3} y=${y(value) - 3} width="6" height="6" />`))}
          <g transform="translate(${left + 4 + number * 150} 10)">${one.kind === "first" ? svg`<circle r="3.5" />` : svg`<rect x="-3" y="-3" width="6" height="6" />`}<text class="label" x="9" dy="0.35em">${one.name}</text></g></g>`;
      })}`,
  );
}
