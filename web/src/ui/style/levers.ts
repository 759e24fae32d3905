/** Levers, and what is changed. */

import { css } from "lit";

export const levers = css`
  .levers {
    display: grid;
    gap: 0.5em;
    grid-template-columns: minmax(0, 1fr);
    font-size: 0.94em;
  }
  .levers > header {
    display: flex;
    justify-content: space-between;
    align-items: center;
  }
  .group {
    border-top: 1px solid var(--line);
    padding-top: 0.35em;
  }
  .group > summary {
    font-weight: 600;
  }
  .group .fields {
    padding: 0.5em 0 0.3em;
    gap: 0.5em;
  }
  .lever {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    align-items: end;
    gap: 0 0.3em;
    padding-left: 0.45em;
    border-left: 3px solid transparent;
  }
  .lever.on {
    border-left-color: var(--accent);
  }
  .lever label {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 1.05fr);
    gap: 0.5em;
    align-items: center;
    grid-column: 1;
  }
  .lever:not(.on) label {
    grid-column: 1 / -1;
  }
  .lever label > span {
    font-size: 0.92em;
    overflow-wrap: anywhere;
  }
  .lever em,
  .count {
    font-style: normal;
    font-size: 0.8em;
    padding: 0 0.35em;
    border-radius: 3px;
    background: var(--tint);
    color: var(--link);
    white-space: nowrap;
  }
  .lever > .hint,
  .lever > .wanted {
    grid-column: 1 / -1;
  }
  .revert {
    min-height: max(1.9em, 24px);
    min-width: max(1.9em, 24px);
    padding: 0;
    border-color: transparent;
    background: transparent;
    color: var(--link);
    font-size: 1.05em;
  }
  .changed {
    background: var(--tint);
    border-radius: var(--radius);
    padding: 0.5em 0.7em;
  }
  .changed ul {
    list-style: none;
    padding: 0;
  }
  .changed li {
    display: flex;
    justify-content: space-between;
    align-items: center;
    gap: 0.5em;
  }
  .changed li span {
    overflow-wrap: anywhere;
  }
  .keeper {
    display: flex;
    gap: 0.4em;
    margin-top: 0.4em;
  }
  .keeper label {
    flex: 1;
    min-width: 0;
    max-width: 22em;
  }
  .item {
    display: grid;
    gap: 0.2em;
    padding-bottom: 0.4em;
    border-bottom: 1px solid var(--line);
  }
  .chance {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 5em;
    align-items: center;
    padding-left: 0.6em;
    font-size: 0.92em;
    color: var(--muted);
  }
  .chance input {
    color: var(--text);
  }
  /* Where the system sets the colours it shows transparent borders too. */
  @media (forced-colors: active) {
    .lever {
      border-left-color: Canvas;
    }
    .lever.on {
      border-left-color: Highlight;
    }
    .lever em,
    .count {
      border: 1px solid CanvasText;
    }
  }
`;
