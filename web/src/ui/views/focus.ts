/** Where the focus goes when what had it is gone. */

import type { LitElement } from "lit";

/** To what a selector finds once the page is drawn again, which is now: the focus waits for no answer. */
export function focusAfter(event: Event, selector: string): void {
  const root = (event.currentTarget as HTMLElement).getRootNode() as ShadowRoot;
  const host = root.host as LitElement;
  host.requestUpdate();
  void host.updateComplete.then(() =>
    root.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true }),
  );
}
