/** Colours, sizes, letters. What a portal may set comes in as `--subcap-…`. */

import { css } from "lit";

export const tokens = css`
  :host {
    --font: var(
      --subcap-font,
      system-ui,
      -apple-system,
      "Segoe UI",
      Roboto,
      "Noto Sans",
      "Liberation Sans",
      sans-serif
    );
    --background: var(--subcap-background, light-dark(#f5f6f8, #101418));
    --surface: var(--subcap-surface, light-dark(#ffffff, #181d23));
    --text: var(--subcap-text, light-dark(#1a2027, #e4e8ec));
    --accent: var(--subcap-accent, light-dark(#0a58a6, #7db8f5));
    /* Made of those, so that a portal's colours bring readable ones with them. */
    --raised: color-mix(in srgb, var(--text) 5%, var(--surface));
    --muted: color-mix(in srgb, var(--text) 72%, var(--surface));
    --line: color-mix(in srgb, var(--text) 16%, var(--surface));
    --strong-line: color-mix(in srgb, var(--text) 56%, var(--surface));
    --tint: color-mix(in srgb, var(--accent) 10%, var(--surface));
    --link: var(--accent);
    --on-accent: var(--subcap-on-accent, light-dark(#ffffff, #0b1a2a));
    --radius: var(--subcap-radius, 6px);
    --defended: light-dark(#14755a, #5cc8a5);
    --agreement: light-dark(#0a58a6, #7db8f5);
    --opening: light-dark(#a8481a, #f0a071);
    --good-ground: light-dark(#e2f2e9, #17352a);
    --good: light-dark(#11512f, #a5e3c3);
    --warn-ground: light-dark(#fdf0cd, #3d3010);
    --warn: light-dark(#664300, #f3d58c);
    --measured-ground: light-dark(#fadfdb, #47201b);
    --measured: light-dark(#84190c, #ffc4ba);
    --reported-ground: light-dark(#fce5cf, #43290f);
    --reported: light-dark(#713100, #ffcf9e);
    --neither-ground: light-dark(#84190c, #f0a99c);
    --neither: light-dark(#ffffff, #2b0905);
    --covered-ground: light-dark(#e7ebf0, #29323c);
    --covered: light-dark(#35414e, #cbd4dd);
    --stripe: light-dark(rgb(0 0 0 / 7%), rgb(255 255 255 / 8%));
    --more: light-dark(rgb(10 25 45 / 24%), rgb(220 235 255 / 30%));
    color-scheme: light dark;
    display: block;
    font-family: var(--font);
    /* Some pages make 1rem ten pixels. */
    font-size: max(14px, clamp(0.9rem, 0.78rem + 0.2vw, 1.5rem));
    background: var(--background);
    -webkit-text-size-adjust: 100%;
  }
  /* As a link the accent is as dark, or as light, as text has to be; on it text is black or white. */
  @supports (color: oklch(from red l c h)) {
    :host {
      --link: light-dark(oklch(from var(--accent) min(l, 0.5) c h), oklch(from var(--accent) max(l, 0.74) c h));
      --on-accent: var(--subcap-on-accent, oklch(from var(--accent) clamp(0.15, (0.57 - l) * 1000, 1) 0 h));
    }
  }
  /* Not the host alone: the page around it may have unset or set anything there. */
  .frame,
  dialog.drawer {
    color-scheme: inherit;
    line-height: 1.45;
    letter-spacing: normal;
    word-spacing: normal;
    text-indent: 0;
    text-transform: none;
    text-align: start;
    white-space: normal;
    color: var(--text);
  }
  .frame {
    display: block;
    isolation: isolate;
    background: var(--background);
  }
  :host([theme="light"]),
  :host([theme="light"]) :is(.frame, dialog.drawer) {
    color-scheme: light;
  }
  :host([theme="dark"]),
  :host([theme="dark"]) :is(.frame, dialog.drawer) {
    color-scheme: dark;
  }
  :host([hidden]) {
    display: none;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  h1,
  h2,
  h3,
  h4,
  p,
  dl,
  dd,
  ul,
  ol,
  fieldset,
  figure {
    margin: 0;
    padding: 0;
  }
  ul,
  ol {
    padding-left: 1.2em;
  }
  fieldset {
    border: 0;
    min-width: 0;
  }
  h2 {
    font-size: 1.15em;
  }
  h3 {
    font-size: 1.05em;
  }
  h4 {
    font-size: 1em;
  }
  small {
    font-size: 0.84em;
  }
  .hint {
    color: var(--muted);
    font-size: 0.88em;
    font-weight: 400;
  }
  small.hint {
    font-size: 0.84em;
  }
  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
    border: 0;
  }
  :focus-visible {
    outline: 2px solid var(--link);
    outline-offset: 2px;
  }
  .visually-hidden:focus-visible + *,
  label:has(> input.visually-hidden:focus-visible) {
    outline: 2px solid var(--link);
    outline-offset: 2px;
  }
  .print-only {
    display: none;
  }
  @media (prefers-reduced-motion: no-preference) {
    .spinner {
      animation: turn 0.9s linear infinite;
    }
  }
  @keyframes turn {
    to {
      transform: rotate(1turn);
    }
  }
`;
