/** Scenarios side by side, another position, evidence, odds. */

import { css } from "lit";

export const compared = css`
  .side-by-side .name {
    min-width: 8em;
    text-align: right;
  }
  .stack {
    display: grid;
    justify-items: end;
  }
  .gap-name {
    display: block;
  }
  .fair {
    white-space: nowrap;
  }
  .bar-share rect {
    fill: var(--accent);
  }
  .under-bar {
    margin-right: 0.5em;
  }
  .spread .span {
    stroke: var(--accent);
    stroke-width: 5;
    stroke-linecap: round;
  }
  .spread circle {
    fill: var(--text);
  }
  .target,
  .smallest {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5em 0.8em;
    align-items: center;
  }
  .target label {
    display: flex;
    gap: 0.5em;
    align-items: center;
    flex-wrap: wrap;
  }
  .target input {
    width: 10em !important;
  }
  .smallest {
    flex-direction: column;
    align-items: start;
  }
  .compare-when > span {
    font-size: 0.9em;
  }
  .sides {
    display: grid;
    gap: 0.4em 1.2em;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 17em), 1fr));
  }
  .sides dt {
    font-size: 0.86em;
    color: var(--muted);
  }
  .sides dd,
  .differing {
    overflow-wrap: anywhere;
  }
  .remark {
    display: block;
  }
  .small [part="compared-quarters"] .num {
    white-space: normal;
  }
  .checklist details {
    border-bottom: 1px solid var(--line);
    padding: 0.25em 0;
  }
  .checklist h4 {
    margin-top: 0.4em;
    font-size: 0.9em;
  }
`;
