/** The position as it will be printed. */

import { css } from "lit";

export const paper = css`
  .paper {
    --ground: #fff;
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
  .sheet.unasked > :not(.problem) {
    opacity: 0.55;
  }
  .paper .problem {
    border: 2px solid #111;
    background: #fff;
  }
  .paper h2 {
    font-size: 1.4em;
  }
  .paper h3 {
    margin-top: 0.6em;
  }
  .paper .typed {
    columns: 3 12em;
    list-style: none;
    padding: 0;
  }
  .paper .marking {
    text-align: center;
    font-weight: 600;
    letter-spacing: 0.02em;
    border: 1px solid #111;
    padding: 0.2em;
    margin-bottom: 0.5em;
  }
  .paper .figures dd {
    font-size: 1.3em;
    font-weight: 650;
  }
  .paper .figures dd {
    white-space: nowrap;
  }
  @media screen {
    /* Three totals beside each other have room on paper, not on a phone. */
    .small .paper .figures {
      grid-template-columns: minmax(0, 1fr);
    }
    /* The paper scrolls sideways there. */
    .small .paper .small td:last-child {
      min-width: 15em;
    }
    .small .paper .figures div {
      display: flex;
      justify-content: space-between;
      align-items: baseline;
      gap: 0.6em;
    }
  }
  .paper .figures dt {
    text-transform: capitalize;
  }
  .paper th,
  .paper td {
    border-color: #bbb;
  }
  .paper small,
  .paper .hint {
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
