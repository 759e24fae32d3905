/** Where figures come from: forms, drop, messages, findings. */

import { css } from "lit";

export const source = css`
  .source,
  .summary {
    margin-bottom: 1em;
  }
  .summary {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5em 1.2em;
    align-items: center;
    justify-content: space-between;
    padding: 0.5em 1em;
  }
  .summary span::before {
    content: "·";
    margin: 0 0.35em;
    color: var(--muted);
  }
  .source-tabs {
    display: flex;
    gap: 0.6em;
    margin-bottom: 0.9em;
    flex-wrap: wrap;
  }
  .source-tab {
    position: relative;
    flex: 1 1 12em;
    max-width: 22em;
    padding: 0.4em 0.8em;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    cursor: pointer;
  }
  .source-tab small {
    display: block;
    color: var(--muted);
  }
  .source-tab.chosen {
    border-color: var(--accent);
    box-shadow: inset 0 0 0 1px var(--accent);
    background: var(--tint);
  }
  .quick,
  .estate {
    display: grid;
    gap: 0.8em;
    grid-template-columns: minmax(0, 1fr);
  }
  .marks legend {
    padding: 0;
    font-weight: 600;
    font-size: 0.9em;
  }
  .strip {
    display: flex;
    flex-wrap: wrap;
    gap: 0.3em;
    margin: 0.3em 0;
  }
  .quarter {
    flex-direction: column;
    gap: 0;
    min-width: 3.7em;
    padding: 0.1em 0.25em;
    border-width: 1px;
    line-height: 1.2;
    font-variant-numeric: tabular-nums;
  }
  .quarter span {
    font-size: 0.8em;
  }
  .quarter.stands {
    background: var(--good-ground);
    color: var(--good);
  }
  .quarter.no-report {
    background: repeating-linear-gradient(45deg, transparent 0 5px, var(--stripe) 5px 8px), var(--reported-ground);
    color: var(--reported);
  }
  .quarter.not-measured {
    background: repeating-linear-gradient(-45deg, transparent 0 3px, var(--stripe) 3px 6px), var(--measured-ground);
    color: var(--measured);
  }
  .quarter.as-is {
    background: var(--raised);
    border-color: var(--line);
  }
  .quarter.as-is.fallen {
    border-color: var(--reported);
    border-style: dashed;
  }
  .drop {
    display: grid;
    gap: 0.5em;
    padding: 1.2em;
    border: 2px dashed var(--strong-line);
    border-radius: calc(var(--radius) * 1.5);
  }
  .drop.over {
    border-color: var(--accent);
    background: var(--tint);
  }
  .drop-title {
    font-weight: 600;
    font-size: 1.1em;
  }
  .as-of {
    display: flex;
    flex-wrap: wrap;
    gap: 0.3em 0.6em;
    align-items: center;
    font-size: 0.9em;
  }
  .as-of input {
    width: auto !important;
  }
  .busy {
    display: grid;
    gap: 0.3em;
    justify-items: start;
    padding: 0.6em 0;
  }
  .busy p {
    overflow-wrap: anywhere;
  }
  .busy p .hint {
    margin-inline-start: 0.6em;
  }
  progress {
    width: min(100%, 30em);
    height: 0.8em;
    accent-color: var(--accent);
  }
  .waiting {
    display: flex;
    gap: 0.6em;
    align-items: center;
    min-height: 4em;
    color: var(--muted);
  }
  .spinner {
    width: 1em;
    height: 1em;
    border: 2px solid var(--line);
    border-top-color: var(--accent);
    border-radius: 50%;
  }
  .problem,
  .message {
    padding: 0.6em 0.9em;
    border: 1px solid var(--line);
    border-left: 4px solid var(--accent);
    border-radius: var(--radius);
    background: var(--raised);
    margin-bottom: 0.8em;
    overflow-wrap: anywhere;
  }
  .problem {
    border-left-color: var(--measured);
    margin-bottom: 0;
  }
  .main-column .unfit,
  .problem > .actions {
    margin-block: 0.5em;
  }
  .problem .code {
    color: var(--muted);
    font-size: 0.84em;
  }
  .message.warn {
    border-left-color: var(--warn);
  }
  .files {
    max-height: 14em;
    overflow: auto;
    list-style: none;
    padding: 0.3em 0;
    columns: 20em;
  }
  .files .unread {
    color: var(--muted);
  }
  summary {
    cursor: pointer;
  }
  .severity {
    font-size: 0.86em;
    padding: 0 0.4em;
    border-radius: 3px;
    white-space: nowrap;
  }
  .severity.error {
    background: var(--measured-ground);
    color: var(--measured);
  }
  .severity.warning {
    background: var(--warn-ground);
    color: var(--warn);
  }
  .severity.note {
    background: var(--covered-ground);
    color: var(--covered);
  }
  .findings h2,
  .exports h2 {
    font-size: 1em;
  }
  .exports {
    display: grid;
    gap: 0.5em;
    grid-template-columns: minmax(0, 1fr);
  }
  .exports th[scope="row"],
  .exports td {
    overflow-wrap: anywhere;
    min-width: 6em;
    font-weight: normal;
  }
  .exports select {
    min-width: 14em;
  }
  .exports .unread {
    color: var(--muted);
  }
  .findings td {
    overflow-wrap: anywhere;
    min-width: 6em;
  }
  /* The name of a table stays in one piece. */
  .findings td:nth-child(2),
  .exports th[scope="row"] {
    min-width: 9em;
  }
  .seen {
    color: var(--muted);
  }
  @media (forced-colors: active) {
    .source-tab.chosen {
      outline: 2px solid Highlight;
    }
  }
`;
