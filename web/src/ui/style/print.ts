/** On paper: the position alone, black on white. */

import { css } from "lit";

export const print = css`
  @media print {
    :host {
      background: none;
      color: #000;
      color-scheme: light;
      font-size: 9.5pt;
    }
    .frame {
      background: none;
      color: #000;
      color-scheme: light;
    }
    .no-print,
    .bar,
    .toast,
    dialog.drawer {
      display: none !important;
    }
    .print-only {
      display: block;
    }
    .frame,
    .paper {
      padding: 0;
      margin: 0;
      max-width: none;
      border: 0;
      overflow: visible;
    }
    /* The marking is head and foot of a table, and so stands on every page. */
    .paper {
      display: table;
      width: 100%;
    }
    .paper > .marking {
      display: table-header-group;
      border: 0;
    }
    .paper > .sheet ~ .marking {
      display: table-footer-group;
    }
    .paper > .sheet {
      display: table-row-group;
    }
    .sheet > * {
      margin-bottom: 0.5em;
    }
    .answer,
    .large .answer {
      display: block;
    }
    .scroll {
      overflow: visible;
    }
    .scroll,
    .paper {
      background: none;
    }
    thead {
      display: table-header-group;
    }
    tr,
    .marking,
    h2,
    h3 {
      break-inside: avoid;
    }
    h2,
    h3 {
      break-after: avoid;
    }
  }
`;
