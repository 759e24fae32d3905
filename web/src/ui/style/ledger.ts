/** The quarter ledger and its legend. */

import { css } from "lit";

export const ledger = css`
  .grid {
    width: auto;
  }
  .grid th {
    font-weight: 400;
    text-align: left;
    padding: 0.12em 0.6em 0.12em 0;
  }
  .grid thead th {
    color: var(--muted);
    text-align: center;
    padding: 0 0.1em;
    font-size: 0.86em;
    vertical-align: bottom;
  }
  .grid thead th:first-child {
    text-align: left;
    position: sticky;
    left: 0;
    z-index: 1;
    background: var(--surface);
  }
  .grid thead th small {
    display: block;
    white-space: pre;
  }
  .grid abbr {
    text-decoration: none;
  }
  .grid th[scope="row"] {
    position: sticky;
    left: 0;
    z-index: 1;
    background: var(--surface);
    min-width: 9em;
    max-width: 18em;
  }
  .grid td {
    padding: 1px;
  }
  .square {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.25em;
    min-width: 4.3em;
    min-height: max(1.9em, 24px);
    padding: 0 0.3em;
    border: 1px solid transparent;
    border-radius: 3px;
    font-size: 0.86em;
    font-variant-numeric: tabular-nums;
  }
  button.square:focus-visible {
    outline-offset: 1px;
    position: relative;
    z-index: 2;
  }
  .square.stands {
    background: var(--good-ground);
    color: var(--good);
  }
  .square.short-anyway {
    background: var(--warn-ground);
    color: var(--warn);
    border-color: var(--warn);
  }
  .square.covered {
    background: var(--covered-ground);
    color: var(--covered);
    border: 1px dashed var(--covered);
  }
  .square.not-measured {
    background: repeating-linear-gradient(-45deg, transparent 0 3px, var(--stripe) 3px 6px), var(--measured-ground);
    color: var(--measured);
    border-color: var(--measured);
  }
  .square.not-reported {
    background: repeating-linear-gradient(45deg, transparent 0 5px, var(--stripe) 5px 8px), var(--reported-ground);
    color: var(--reported);
    border-color: var(--reported);
  }
  .square.neither {
    background: var(--neither-ground);
    color: var(--neither);
  }
  .square.absent {
    color: var(--muted);
  }
  button.square:hover:not(:disabled) {
    filter: brightness(0.96);
    background: revert-layer;
  }
  .small .square {
    min-width: 3.5em;
  }
  .small .grid th[scope="row"] {
    min-width: 6em;
    max-width: 8em;
    font-size: 0.88em;
    line-height: 1.25;
    overflow-wrap: break-word;
  }
  .legend {
    list-style: none;
    padding: 0;
    display: flex;
    flex-wrap: wrap;
    gap: 0.3em 1.1em;
    font-size: 0.88em;
    color: var(--muted);
  }
  .legend li {
    display: flex;
    gap: 0.4em;
    align-items: center;
  }
  .legend .square,
  .checklist .square {
    min-width: 1.9em;
    min-height: 1.6em;
    padding: 0;
  }
`;
