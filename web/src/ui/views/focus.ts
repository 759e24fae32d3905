/** Where the focus goes when what had it is gone. */

import type { LitElement } from "lit";

/** To what a selector finds once the page is drawn again. */
export function focusAfter(event: Event, selector: string): void {
  const root = (event.currentTarget as HTMLElement).getRootNode() as ShadowRoot;
  void (root.host as LitElement).updateComplete.then(() =>
    root.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true }),
  );
}
