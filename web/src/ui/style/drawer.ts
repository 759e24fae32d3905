/** The reason of a figure. */

import { css } from "lit";

export const drawer = css`
  .drawer {
    width: min(46em, 100vw);
    max-width: none;
    height: 100vh;
    height: 100dvh;
    max-height: none;
    margin: 0 0 0 auto;
    padding: 0;
    border: 0;
    border-left: 1px solid var(--strong-line);
    background: var(--surface);
    color: var(--text);
  }
  .drawer::backdrop {
    background: rgb(0 0 0 / 35%);
  }
  .drawer-body {
    padding: 1em 1.2em 2em;
    overflow-wrap: anywhere;
  }
  .drawer-head {
    display: flex;
    justify-content: space-between;
    gap: 1em;
    align-items: start;
    position: sticky;
    top: 0;
    padding: 0.8em 0 0.5em;
    background: var(--surface);
    border-bottom: 1px solid var(--line);
    margin-bottom: 0.5em;
  }
  .steps {
    list-style: none;
    padding-left: 0;
  }
  .steps .steps {
    padding-left: 0.9em;
    border-left: 1px solid var(--line);
    margin-left: 0.3em;
  }
  .step {
    padding: 0.22em 0;
  }
  .step > summary::marker {
    color: var(--muted);
  }
  .step-value {
    font-weight: 650;
    font-variant-numeric: tabular-nums;
    margin-left: 0.4em;
  }
  .step-about,
  .cite {
    display: inline-block;
    vertical-align: top;
  }
  .cite[open] {
    display: block;
  }
  .cite > summary {
    list-style: none;
    display: inline-block;
    min-width: 1.7em;
    min-height: 1.7em;
    color: var(--link);
  }
  .cite > summary::-webkit-details-marker {
    display: none;
  }
  .drawer a {
    color: var(--link);
  }
  .would {
    color: var(--muted);
    font-size: 0.84em;
  }
  .step-about span + span::before {
    content: "· ";
  }
  .would {
    color: var(--text);
    padding-left: 1.6em;
  }
  .sources {
    font-size: 0.88em;
  }
`;
