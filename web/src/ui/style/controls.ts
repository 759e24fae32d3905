/** Buttons, fields, tables: what can be pressed, typed and read in columns. */

import { css } from "lit";

export const controls = css`
  button,
  .button,
  input,
  select {
    font: inherit;
    color: inherit;
  }
  button,
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.4em;
    min-height: 2.1em;
    padding: 0.2em 0.8em;
    border: 1px solid var(--strong-line);
    border-radius: var(--radius);
    background: var(--surface);
    cursor: pointer;
  }
  button:hover:not(:disabled),
  .button:hover {
    background: var(--tint);
    border-color: var(--accent);
  }
  button:disabled {
    color: var(--muted);
    border-color: var(--line);
    cursor: default;
  }
  button.main,
  .button.main {
    background: var(--accent);
    border-color: var(--accent);
    color: var(--on-accent);
    font-weight: 600;
  }
  button.main:disabled {
    background: var(--raised);
    border-color: var(--line);
    color: var(--muted);
  }
  button.main:hover:not(:disabled),
  .button.main:hover {
    background: color-mix(in srgb, var(--accent) 85%, var(--text));
  }
  summary {
    min-height: 24px;
  }
  button.quiet {
    min-height: max(1.7em, 24px);
    padding: 0.05em 0.5em;
    border-color: transparent;
    background: transparent;
    color: var(--link);
    font-size: 0.9em;
  }
  button.quiet:hover:not(:disabled) {
    background: var(--tint);
  }
  input:not([type="checkbox"], [type="radio"], [type="file"]),
  select {
    min-height: 2.1em;
    width: 100%;
    min-width: 0;
    padding: 0.15em 0.5em;
    border: 1px solid var(--strong-line);
    border-radius: var(--radius);
    background: var(--surface);
    font-variant-numeric: tabular-nums;
  }
  input::placeholder {
    color: var(--muted);
    opacity: 1;
  }
  input[type="checkbox"],
  input[type="radio"] {
    width: 1.1em;
    height: 1.1em;
    accent-color: var(--accent);
    flex: none;
  }
  .fields {
    display: grid;
    gap: 0.7em 0.9em;
  }
  .fields.many {
    grid-template-columns: repeat(auto-fill, minmax(9.5em, 1fr));
  }
  .field,
  .fields > label {
    display: flex;
    flex-direction: column;
    gap: 0.15em;
  }
  .fields > .pick {
    align-items: stretch;
    gap: 0.15em;
  }
  .nowrap {
    white-space: nowrap;
  }
  .field > label {
    display: flex;
    flex: 1;
    flex-direction: column;
    gap: 0.15em;
  }
  /* Where a label takes two lines its neighbours' fields stand beside its own. */
  label.field,
  .field > label {
    justify-content: flex-end;
  }
  .field > label > span,
  .field > span,
  .wide > span,
  .pick > span {
    font-size: 0.86em;
    color: var(--muted);
  }
  .field.bad input,
  input[aria-invalid="true"] {
    border-color: var(--measured);
    border-width: 2px;
  }
  .wanted {
    color: var(--measured);
  }
  label.check {
    display: flex;
    flex-direction: row;
    gap: 0.5em;
    align-items: baseline;
  }
  label.check > span {
    color: inherit;
    font-size: 1em;
  }
  label.check input {
    position: relative;
    top: 0.15em;
  }
  .pick {
    display: inline-flex;
    align-items: center;
    gap: 0.5em;
    min-width: 0;
  }
  .pick > span {
    white-space: nowrap;
  }
  .pick select,
  .pick input {
    flex: 1 1 0;
    width: auto;
    max-width: 34em;
  }
  .actions,
  .filters {
    display: flex;
    flex-wrap: wrap;
    gap: 0.6em 1em;
    align-items: center;
  }
  .filters > * {
    max-width: 100%;
  }
  .filters label {
    white-space: nowrap;
  }
  .filters label.check {
    white-space: normal;
  }
  .filters label:not(.check) {
    display: inline-flex;
    gap: 0.5em;
    align-items: center;
  }
  .filters input[type="search"] {
    width: 11em;
  }
  .segments {
    display: inline-flex;
    border: 1px solid var(--strong-line);
    border-radius: var(--radius);
    /* Hidden would scroll to what gets the focus. */
    overflow: clip;
  }
  .segments label {
    position: relative;
    padding: 0.15em 0.8em;
    cursor: pointer;
  }
  .segments input {
    position: absolute;
    inset: 0;
    opacity: 0;
    width: 100%;
    height: 100%;
    cursor: pointer;
  }
  .segments label:has(:checked) {
    background: var(--accent);
    color: var(--on-accent);
  }
  .segments label:has(:focus-visible) {
    outline: 2px solid var(--link);
    outline-offset: -4px;
    outline-color: var(--on-accent);
  }
  table {
    border-collapse: collapse;
    width: 100%;
    font-variant-numeric: tabular-nums;
  }
  .scroll {
    position: relative;
    overflow-x: auto;
    overscroll-behavior-x: contain;
  }
  /* A shadow at the side where there is more; grounds that scroll along cover it at the end. */
  .scroll,
  .paper {
    --ground: var(--surface);
    background:
      linear-gradient(to right, var(--ground) 40%, transparent) left / 2.4em 100% no-repeat local,
      linear-gradient(to left, var(--ground) 40%, transparent) right / 2.4em 100% no-repeat local,
      linear-gradient(to right, var(--more), transparent) left / 0.9em 100% no-repeat scroll,
      linear-gradient(to left, var(--more), transparent) right / 0.9em 100% no-repeat scroll,
      var(--ground);
  }
  .data th,
  .data td {
    padding: 0.28em 0.55em;
    text-align: left;
    vertical-align: top;
    border-bottom: 1px solid var(--line);
    font-weight: 400;
  }
  .data thead th {
    color: var(--muted);
    font-size: 0.86em;
    vertical-align: bottom;
    border-bottom-color: var(--strong-line);
  }
  .data tfoot th,
  .data tfoot td {
    border-bottom: 0;
  }
  .data .sum th,
  .data .sum td {
    border-top: 1px solid var(--strong-line);
    font-weight: 600;
  }
  .small .data {
    font-size: 0.94em;
  }
  .small .data th,
  .small .data td {
    padding-inline: 0.3em;
  }
  .data .name-line th {
    border-bottom: 0;
    padding-bottom: 0;
  }
  .members {
    display: block;
  }
  .data .num {
    text-align: right;
    white-space: nowrap;
  }
  .data td.looked,
  .data th.looked,
  .data tr.looked > * {
    background: var(--tint);
  }
  button.open,
  button.head {
    min-height: max(1.6em, 24px);
    min-width: 24px;
    padding: 0 0.25em;
    margin: 0 -0.25em;
    border-color: transparent;
    background: transparent;
    font-weight: inherit;
    font-variant-numeric: tabular-nums;
    text-decoration: underline;
    text-decoration-color: transparent;
    text-underline-offset: 0.2em;
  }
  button.open:hover,
  button.open:focus-visible {
    text-decoration-color: currentcolor;
  }
  button.open.zero {
    color: var(--muted);
  }
  button.head {
    color: inherit;
    text-decoration-color: var(--strong-line);
  }
  button.head[aria-pressed="true"] {
    font-weight: 700;
    color: var(--text);
  }
  .diff {
    white-space: nowrap;
    font-size: 0.9em;
  }
  .diff.down {
    color: var(--good);
  }
  .diff.up {
    color: var(--measured);
  }
  .diff.same {
    color: var(--muted);
  }
  .least {
    font-weight: 700;
    text-decoration: none;
    color: var(--warn);
  }
  .unknown {
    color: var(--muted);
    font-style: italic;
  }
  .pager {
    display: flex;
    gap: 1em;
    align-items: center;
    margin-top: 0.6em;
  }
  @media (forced-colors: active) {
    .segments label:has(:checked) {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
    .segments label:has(:focus-visible) {
      outline-color: HighlightText;
    }
    .segments label:not(:has(:checked)):has(:focus-visible) {
      outline-color: Highlight;
    }
    .data td.looked,
    .data th.looked {
      border-inline: 1px solid Highlight;
    }
    .data tr.looked > * {
      border-block: 1px solid Highlight;
    }
    input[aria-invalid="true"] {
      outline: 2px dashed CanvasText;
    }
    input[aria-invalid="true"]:focus-visible {
      outline: 2px solid Highlight;
    }
  }
`;
