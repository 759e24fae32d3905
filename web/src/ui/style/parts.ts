/** The parts of the page one by one. */

import { css } from "lit";

export const parts = css`
  .source, .summary {
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
  .quick, .estate {
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
  .quarter.stands { background: var(--good-ground); color: var(--good); }
  .quarter.no-report { background: repeating-linear-gradient(45deg, transparent 0 5px, var(--stripe) 5px 8px), var(--reported-ground); color: var(--reported); }
  .quarter.not-measured { background: repeating-linear-gradient(-45deg, transparent 0 3px, var(--stripe) 3px 6px), var(--measured-ground); color: var(--measured); }
  .quarter.as-is { background: var(--raised); border-color: var(--line); }
  .quarter.as-is.fallen { border-color: var(--reported); border-style: dashed; }
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
  .problem, .message {
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
  .severity.error { background: var(--measured-ground); color: var(--measured); }
  .severity.warning { background: var(--warn-ground); color: var(--warn); }
  .severity.info { background: var(--covered-ground); color: var(--covered); }
  .findings td {
    overflow-wrap: anywhere;
    min-width: 6em;
  }
  .seen {
    color: var(--muted);
  }

  .range {
    display: block;
    width: 100%;
    height: auto;
    margin: 0.5em 0 0.2em;
    overflow: visible;
  }
  .range .track { stroke: var(--line); stroke-width: 4; stroke-linecap: round; }
  .range .span { stroke: var(--accent); stroke-opacity: 0.45; stroke-width: 4; }
  .range .other { stroke: var(--strong-line); stroke-width: 1.5; }
  .range .other.looked { stroke: var(--text); stroke-width: 3; }
  .range .ghost { fill: none; stroke: var(--muted); stroke-width: 1.5; stroke-dasharray: 3 2; }
  .range .mark { stroke: var(--surface); stroke-width: 2; }
  .mark.defended { fill: var(--defended); }
  .mark.agreement { fill: var(--agreement); }
  .mark.opening { fill: var(--opening); }

  .chart {
    display: block;
    width: 100%;
    height: auto;
    font-size: 12px;
  }
  .chart text, .range text {
    fill: var(--text);
    font-family: var(--font);
    font-variant-numeric: tabular-nums;
  }
  .range text { font-size: 11.5px; }
  .chart .tick, .range .tick { fill: var(--muted); font-size: 11.5px; }
  .chart .rule, .spread .rule { stroke: var(--line); }
  .chart .middle { stroke: var(--text); stroke-width: 1.5; }
  .bar rect { fill: var(--accent); }
  .bar.part rect { fill: color-mix(in srgb, var(--accent) 62%, var(--surface)); stroke: var(--accent); }
  .bar.sum rect { fill: var(--text); }
  .bar.up rect { fill: var(--opening); }
  .bar.down rect { fill: var(--defended); }
  .line path { fill: none; stroke-width: 2; }
  .line.first path { stroke: var(--opening); }
  .line.first circle { fill: var(--opening); }
  .line.second path { stroke: var(--defended); stroke-dasharray: 6 4; }
  .line.second rect { fill: var(--defended); }
  .quarters .full { fill: var(--surface); stroke: var(--strong-line); }
  .quarters .required { fill: var(--opening); }
  .quarters .sub { fill: var(--defended); stroke: var(--surface); stroke-width: 1; }
  .quarters .entitled { fill: none; stroke: var(--text); stroke-width: 2.5; stroke-dasharray: 7 3; }
  .figures-table summary {
    color: var(--accent);
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
    min-height: 1.9em;
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
  .square.stands { background: var(--good-ground); color: var(--good); }
  .square.short-anyway { background: var(--warn-ground); color: var(--warn); border-color: var(--warn); }
  .square.covered { background: var(--covered-ground); color: var(--covered); border: 1px dashed var(--covered); }
  .square.not-measured { background: repeating-linear-gradient(-45deg, transparent 0 3px, var(--stripe) 3px 6px), var(--measured-ground); color: var(--measured); border-color: var(--measured); }
  .square.not-reported { background: repeating-linear-gradient(45deg, transparent 0 5px, var(--stripe) 5px 8px), var(--reported-ground); color: var(--reported); border-color: var(--reported); }
  .square.neither { background: var(--neither-ground); color: var(--neither); }
  .square.absent { color: var(--muted); }
  button.square:hover:not(:disabled) { filter: brightness(0.96); background: revert-layer; }
  .small .square {
    min-width: 3.5em;
  }
  .small .grid th[scope="row"] {
    min-width: 6em;
    max-width: 8em;
    font-size: 0.88em;
    line-height: 1.25;
    overflow-wrap: anywhere;
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
  .legend .square, .checklist .square {
    min-width: 1.9em;
    min-height: 1.6em;
    padding: 0;
  }

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
  .lever em, .count {
    font-style: normal;
    font-size: 0.8em;
    padding: 0 0.35em;
    border-radius: 3px;
    background: var(--tint);
    color: var(--accent);
    white-space: nowrap;
  }
  .lever > .hint {
    grid-column: 1 / -1;
  }
  .revert {
    min-height: 1.9em;
    min-width: 1.9em;
    padding: 0;
    border-color: transparent;
    background: transparent;
    color: var(--accent);
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
  .bar-share rect { fill: var(--accent); }
  .under-bar {
    margin-right: 0.5em;
  }
  .spread .span { stroke: var(--accent); stroke-width: 5; stroke-linecap: round; }
  .spread circle { fill: var(--text); }
  .target, .smallest {
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
  .checklist details {
    border-bottom: 1px solid var(--line);
    padding: 0.25em 0;
  }
  .checklist h4 {
    margin-top: 0.4em;
    font-size: 0.9em;
  }

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
  .step-about, .would {
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

  .paper {
    background: #fff;
    color: #111;
    color-scheme: light;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    padding: 1.6em;
    max-width: 60em;
    font-size: 0.92em;
    overflow-x: auto;
  }
  .sheet {
    display: grid;
    gap: 0.5em;
    grid-template-columns: minmax(0, 1fr);
  }
  .paper h2 {
    font-size: 1.4em;
  }
  .paper h3 {
    margin-top: 0.6em;
  }
  .paper .marking {
    text-align: center;
    font-weight: 600;
    letter-spacing: 0.02em;
    border: 1px solid #111;
    padding: 0.2em;
  }
  .paper .figures dd {
    font-size: 1.3em;
    font-weight: 650;
  }
  .paper .figures dt {
    text-transform: capitalize;
  }
  .paper th, .paper td {
    border-color: #bbb;
  }
  .paper small, .paper .hint {
    color: #444;
  }
  .paper .small {
    font-size: 0.88em;
  }
  .paper .method {
    font-size: 0.84em;
    color: #444;
  }
  .preview-title {
    margin: 0.2em 0;
  }
`;
