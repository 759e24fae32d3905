/** Drawings: the range, bars, lines, quarters. */

import { css } from "lit";

export const charts = css`
  .range {
    display: block;
    width: 100%;
    height: auto;
    margin: 0.5em 0 0.2em;
    overflow: visible;
  }
  .range .track {
    stroke: var(--line);
    stroke-width: 4;
    stroke-linecap: round;
  }
  .range .span {
    stroke: var(--accent);
    stroke-opacity: 0.45;
    stroke-width: 4;
  }
  .range .other {
    stroke: var(--strong-line);
    stroke-width: 1.5;
  }
  .range .other.looked {
    stroke: var(--text);
    stroke-width: 3;
  }
  .range .ghost {
    fill: none;
    stroke: var(--muted);
    stroke-width: 1.5;
    stroke-dasharray: 3 2;
  }
  .range .mark {
    stroke: var(--surface);
    stroke-width: 2;
  }
  .mark.defended {
    fill: var(--defended);
  }
  .mark.agreement {
    fill: var(--agreement);
  }
  .mark.opening {
    fill: var(--opening);
  }

  .chart {
    display: block;
    width: 100%;
    height: auto;
    font-size: 12px;
  }
  .chart text,
  .range text {
    fill: var(--text);
    font-family: var(--font);
    font-variant-numeric: tabular-nums;
  }
  /* Words stand out from the lines they cross. */
  .chart .label,
  .chart .value {
    paint-order: stroke;
    stroke: var(--surface);
    stroke-width: 4px;
    stroke-linejoin: round;
  }
  .range text {
    font-size: 11.5px;
  }
  .chart .tick,
  .range .tick {
    fill: var(--muted);
    font-size: 11.5px;
  }
  .chart .rule,
  .spread .rule {
    stroke: var(--line);
  }
  .chart .middle {
    stroke: var(--text);
    stroke-width: 1.5;
  }
  .bar rect {
    fill: var(--accent);
  }
  .bar.part rect {
    fill: color-mix(in srgb, var(--accent) 62%, var(--surface));
    stroke: var(--accent);
  }
  .bar.sum rect {
    fill: var(--text);
  }
  .bar.up rect {
    fill: var(--opening);
  }
  .bar.down rect {
    fill: var(--defended);
  }
  .line path {
    fill: none;
    stroke-width: 2;
  }
  .line.first path {
    stroke: var(--opening);
  }
  .line.first circle {
    fill: var(--opening);
  }
  .line.second path {
    stroke: var(--defended);
    stroke-dasharray: 6 4;
  }
  .line.second rect {
    fill: var(--defended);
  }
  .quarters .full {
    fill: var(--surface);
    stroke: var(--strong-line);
  }
  .quarters .required {
    fill: var(--opening);
  }
  .quarters .sub {
    fill: var(--defended);
    stroke: var(--surface);
    stroke-width: 1;
  }
  .quarters .entitled {
    fill: none;
    stroke: var(--text);
    stroke-width: 2.5;
    stroke-dasharray: 7 3;
  }
  .figures-table summary {
    color: var(--link);
    font-size: 0.9em;
    width: fit-content;
  }
  .shares {
    list-style: none;
    padding: 0;
  }
  .shares li {
    display: flex;
    flex-wrap: wrap;
    gap: 0 1em;
    justify-content: space-between;
    border-bottom: 1px solid var(--line);
    padding: 0.2em 0;
  }
  .shares .num {
    font-variant-numeric: tabular-nums;
  }
`;
