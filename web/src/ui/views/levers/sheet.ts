/** Without room beside the answer the levers are a sheet over it: opened by a press, closed by another or by Escape. */

import type { View } from "../view.js";
import { focusAfter } from "../focus.js";

export const isSheet = (view: View): boolean => view.size !== "large" && view.look.leversOpen;

export function openSheet(view: View, event: Event): void {
  view.set({ leversOpen: true });
  const root = (event.currentTarget as HTMLElement).getRootNode() as ShadowRoot;
  root.querySelector(".headline")?.scrollIntoView({ block: "start" });
  focusAfter(event, "aside summary");
}

export function closeSheet(view: View, event: Event): void {
  view.set({ leversOpen: false });
  focusAfter(event, ".bar button");
}

const REACHED = 'button:not(:disabled), input, select, summary, [tabindex="0"]';

/** Escape closes it; Tab goes round in it, so that nobody is led under it. */
export function keysOf(view: View) {
  return (event: KeyboardEvent): void => {
    if (!isSheet(view)) return;
    if (event.key === "Escape") {
      event.preventDefault();
      closeSheet(view, event);
    }
    if (event.key !== "Tab") return;
    const sheet = event.currentTarget as HTMLElement;
    const reached = [...sheet.querySelectorAll<HTMLElement>(REACHED)].filter((one) => one.checkVisibility());
    const [first, last] = event.shiftKey ? [reached.at(-1), reached[0]] : [reached[0], reached.at(-1)];
    if (event.target !== last) return;
    event.preventDefault();
    first?.focus();
  };
}
