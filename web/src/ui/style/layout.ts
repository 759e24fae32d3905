/** Where things stand, from a phone to a wall. */

import { css } from "lit";

export const layout = css`
  .frame {
    max-width: 172em;
    margin: 0 auto;
    padding: 0 1.1em 2em;
  }
  .top {
    display: flex;
    align-items: center;
    gap: 0.4em 1.4em;
    padding: 0.7em 0;
    flex-wrap: wrap;
  }
  .brand {
    display: flex;
    align-items: baseline;
    gap: 0.7em;
    flex: 1;
    min-width: min(100%, 16em);
    flex-wrap: wrap;
  }
  .brand h1 {
    font-size: 1.25em;
    letter-spacing: -0.01em;
  }
  .brand p,
  .private {
    color: var(--muted);
    font-size: 0.88em;
  }
  .private {
    display: flex;
    align-items: center;
    gap: 0.45em;
  }
  .private svg {
    fill: var(--defended);
    stroke: var(--defended);
    flex: none;
  }
  .theme select {
    width: auto;
    font-size: 0.86em;
  }
  .skip {
    position: absolute;
    inset-inline-start: 0.5em;
    z-index: 5;
    padding: 0.5em 1em;
    background: var(--surface);
    color: var(--link);
  }
  .skip:not(:focus) {
    width: 1px;
    height: 1px;
    padding: 0;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  main:focus {
    outline: none;
  }
  .answer {
    display: grid;
    gap: 1em;
    grid-template-columns: minmax(0, 1fr);
  }
  .large .answer {
    grid-template-columns: minmax(0, 1fr) 21.5em;
    align-items: start;
  }
  .answer.ahead {
    visibility: hidden;
    max-height: 0;
    overflow: hidden;
  }
  .main-column {
    min-width: 0;
  }
  .panel,
  .panel > div {
    display: grid;
    gap: 1em;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 58em), 1fr));
    align-items: start;
  }
  .panel > div {
    grid-column: 1 / -1;
  }
  .panel:focus-visible {
    outline-offset: 4px;
  }
  .stale {
    opacity: 0.6;
  }
  .card,
  .source,
  .summary,
  .headline,
  .levers {
    background: var(--surface);
    border: 1px solid var(--line);
    border-radius: calc(var(--radius) * 1.5);
    padding: 0.9em 1em;
  }
  .card {
    display: grid;
    gap: 0.6em;
    grid-template-columns: minmax(0, 1fr);
  }
  .card-head {
    display: flex;
    flex-wrap: wrap;
    gap: 0.3em 1em;
    align-items: center;
    justify-content: space-between;
  }
  .card-head h3 {
    flex: 1 1 auto;
  }
  .notice {
    margin-top: 0.8em;
    color: var(--muted);
    font-size: 0.84em;
  }

  .headline {
    margin-bottom: 1em;
    padding-bottom: 0.7em;
  }
  .figures {
    display: grid;
    grid-template-columns: repeat(3, minmax(0, 1fr));
    gap: 0.2em 1em;
    align-items: end;
  }
  .figure dt {
    font-size: 0.9em;
    font-weight: 600;
  }
  .figure dt small {
    display: block;
    font-weight: 400;
    color: var(--muted);
  }
  .figure.opening {
    text-align: right;
  }
  .figure.agreement {
    text-align: center;
  }
  .figure dd {
    font-variant-numeric: tabular-nums;
    font-size: 1.55em;
    font-weight: 650;
    letter-spacing: -0.01em;
    line-height: 1.25;
  }
  .figure dd small {
    font-size: 0.62em;
    font-weight: 500;
  }
  .figure dd.against {
    font-size: 0.95em;
    font-weight: 500;
  }
  .dot {
    display: inline-block;
    width: 0.7em;
    height: 0.7em;
    border-radius: 50%;
    margin-right: 0.2em;
  }
  .dot.defended {
    background: var(--defended);
  }
  .dot.agreement {
    background: var(--agreement);
  }
  .dot.opening {
    background: var(--opening);
  }
  .under {
    display: flex;
    flex-wrap: wrap;
    gap: 0.3em 1.2em;
    align-items: center;
    font-size: 0.95em;
  }
  .least-note {
    color: var(--warn);
    flex-basis: 100%;
  }
  .small .figures:not(.paper .figures) {
    grid-template-columns: minmax(0, 1fr);
    gap: 0.1em;
  }
  .small .figure,
  .small .figure.opening,
  .small .figure.agreement {
    display: grid;
    grid-template-columns: auto 1fr;
    align-items: baseline;
    text-align: left;
    gap: 0 0.6em;
  }
  .small .figure dt small {
    display: none;
  }
  .small .figure dd {
    text-align: right;
    font-size: 1.15em;
  }
  .small .figure dd.against {
    grid-column: 2;
    font-size: 0.88em;
  }

  .tabs {
    display: flex;
    gap: 0.2em;
    margin-bottom: 1em;
    border-bottom: 1px solid var(--line);
    /* All are seen on a phone, too. */
    flex-wrap: wrap;
  }
  .tabs button {
    border: 0;
    border-bottom: 3px solid transparent;
    border-radius: 0;
    background: transparent;
    white-space: nowrap;
    min-height: 2.5em;
    color: var(--muted);
  }
  .tabs button:focus-visible {
    outline-offset: -3px;
  }
  .tabs button[aria-selected="true"] {
    color: var(--text);
    font-weight: 600;
    border-bottom-color: var(--accent);
  }

  .large aside {
    position: sticky;
    top: 0.6em;
    max-height: calc(100vh - 1.2em);
    overflow-y: auto;
    border-radius: calc(var(--radius) * 1.5);
  }
  .large .only-small {
    display: none;
  }
  .frame:not(.large) aside {
    display: none;
  }
  /* They stick to the end of what is seen of the estimator: beside it the page is somebody else's. */
  .frame:not(.large) aside.open,
  .bar {
    position: sticky;
    bottom: 0;
    margin-inline: -1.1em;
  }
  .frame.small aside.open,
  .frame.small .bar {
    margin-inline: -0.6em;
  }
  .frame:not(.large) aside.open {
    display: block;
    z-index: 3;
    max-height: 58vh;
    overflow-y: auto;
    overscroll-behavior: contain;
    background: var(--surface);
    border-top: 2px solid var(--accent);
    box-shadow: 0 -6px 24px rgb(0 0 0 / 25%);
  }
  .frame:not(.large) .levers {
    border: 0;
    border-radius: 0;
  }
  .frame:not(.large) .levers > header {
    position: sticky;
    top: 0;
    z-index: 1;
    background: var(--surface);
  }
  .bar {
    z-index: 4;
    display: flex;
    gap: 1em;
    align-items: center;
    justify-content: space-between;
    padding: 0.4em 1em;
    background: var(--surface);
    border-top: 1px solid var(--strong-line);
  }
  .toast {
    position: fixed;
    z-index: 6;
    left: 1em;
    bottom: 1em;
    max-width: min(42em, calc(100vw - 2em));
    margin: 0;
    box-shadow: 0 4px 18px rgb(0 0 0 / 25%);
  }
  .frame:not(.large) .toast {
    bottom: 3.6em;
  }
  .frame:not(.large) .answer.with-levers .headline {
    position: sticky;
    top: 0;
    z-index: 2;
  }
  /* Tables of texts: on a phone each cell has the whole width. */
  .small .stacks thead {
    position: absolute;
    clip-path: inset(50%);
  }
  .small .stacks :is(tbody, tr, td, th) {
    display: block;
    border: 0;
    text-align: left;
    padding-block: 0.1em;
  }
  .small .stacks tr {
    border-bottom: 1px solid var(--line);
    padding-block: 0.5em;
  }
  .small .tabs button {
    padding-inline: 0.6em;
  }
  .frame.small {
    padding: 0 0.6em 2em;
  }
  /* What gets the focus is not to lie under the bar. */
  .frame:not(.large) :is(button, input, select, summary, [tabindex]) {
    scroll-margin-bottom: 6em;
  }
  @media (forced-colors: active) {
    .dot {
      forced-color-adjust: none;
      border: 1px solid CanvasText;
    }
    .tabs button {
      border-bottom-color: Canvas;
    }
    .tabs button[aria-selected="true"] {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
      border-bottom-color: Highlight;
    }
    .tabs button[aria-selected="true"]:focus-visible {
      outline-color: HighlightText;
    }
  }
`;
