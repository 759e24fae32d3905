/** Per quarter: full, required and sub-capacity as bars one inside the other, entitlements as a stepped line. */

import { type TemplateResult, svg } from "lit";
import { line } from "d3-shape";
import { scaleBand } from "d3-scale";
import { type Frame, drawing } from "./frame.js";
import { upTo } from "./scale.js";

export interface Quarter {
  quarter: string;
  full: number;
  sub: number;
  required: number;
  entitled: number;
}

export function quarterBars(
  frame: Omit<Frame, "height">,
  list: Quarter[],
  names: Record<"full" | "sub" | "required" | "entitled", string>,
  tick: (value: number) => string,
): TemplateResult {
  const { width } = frame;
  const rows = width < 520 ? 2 : 1;
  const [height, left, top, bottom] = [250 + rows * 20, 52, 10 + rows * 20, 40];
  const x = scaleBand(
    list.map((quarter) => quarter.quarter),
    [left, width - 8],
  ).padding(0.22);
  const most = Math.max(...list.flatMap((quarter) => [quarter.full, quarter.required, quarter.entitled]), 0);
  const y = upTo(most, [height - bottom, top]);
  const wide = x.bandwidth();
  const bar = (kind: string, quarter: Quarter, value: number, share: number) =>
    svg`<rect class=${kind} x=${(x(quarter.quarter) ?? 0) + (wide * (1 - share)) / 2} y=${y(value)} width=${wide * share} height=${Math.max(0, y(0) - y(value))} />`;
  // The line runs over the whole width of each quarter.
  const held = list.flatMap((quarter): [number, number][] => {
    const start = (x(quarter.quarter) ?? 0) - (x.step() - wide) / 2;
    return [
      [start, y(quarter.entitled)],
      [start + x.step(), y(quarter.entitled)],
    ];
  });
  const step = Math.ceil(list.length / Math.max(2, Math.floor((width - left) / 52)));
  const legend = (["full", "required", "sub", "entitled"] as const).map((kind, at) => {
    const [column, row] = rows === 2 ? [at % 2, Math.floor(at / 2)] : [at, 0];
    const sign =
      kind === "entitled"
        ? svg`<line class="entitled" x1="0" x2="14" y1="0" y2="0" />`
        : svg`<rect class=${kind} x="0" y="-6" width="14" height="12" />`;
    return svg`<g transform="translate(${left + column * 126} ${12 + row * 20})">${sign}<text class="label" x="20" dy="0.35em">${names[kind]}</text></g>`;
  });
  return drawing(
    { ...frame, height },
    svg`<g class="quarters">${y.ticks(4).map((value) => svg`<line class="rule" x1=${left} x2=${width - 8} y1=${y(value)} y2=${y(value)} /><text class="tick" x=${left - 6} y=${y(value)} dy="0.35em" text-anchor="end">${tick(value)}</text>`)}
      ${list.map((quarter) => svg`${bar("full", quarter, quarter.full, 1)}${bar("required", quarter, quarter.required, 0.66)}${bar("sub", quarter, quarter.sub, 0.3)}`)}
      <path class="entitled" d=${line()(held) ?? ""} />
      ${list.map((quarter, at) => (at % step === 0 ? svg`<text class="tick" x=${(x(quarter.quarter) ?? 0) + wide / 2} y=${height - 22} text-anchor="middle">${quarter.quarter.slice(5)}<tspan x=${(x(quarter.quarter) ?? 0) + wide / 2} dy="14">${quarter.quarter.slice(0, 4)}</tspan></text>` : ""))}
      ${legend}</g>`,
  );
}
