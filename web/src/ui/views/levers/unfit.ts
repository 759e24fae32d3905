/** What is said where levers cannot be applied: why, what the figures then are, and the way back. */

import { html, nothing } from "lit";
import { messageOf } from "../bits.js";
import type { Drawn, View } from "../view.js";

/** An engine that is gone says nothing about levers. */
const GONE = ["engine-lost", "no-engine"];

/** `spoken`: once on a page is enough for a listener. On paper there is nothing to press. */
export function unfit(view: View, where: "spoken" | "levers" | "paper"): Drawn {
  const { desk, text } = view;
  const error = desk.levers.error;
  if (!error) return nothing;
  const gone = GONE.includes(error.code);
  // The buttons go with what is said: the focus is somewhere else first.
  const take =
    (act: () => void) =>
    (event: Event): void => {
      const root = (event.currentTarget as HTMLElement).getRootNode() as ShadowRoot;
      root.querySelector<HTMLElement>(where === "levers" ? "#levers-title" : "#answer")?.focus({ preventScroll: true });
      act();
    };
  // Its place in a scenario's file is no place on this page.
  return html`<div class="problem unfit" role=${where === "spoken" ? "alert" : nothing}>
    <strong>${text.t(gone ? "error" : "unfit")}</strong>
    <p>${view.said(messageOf(error))}</p>
    ${error.hint ? html`<p>${view.said(error.hint)}</p>` : nothing}
    <p>${text.t("unfit_shown")}</p>
    ${
      where === "paper"
        ? nothing
        : html`<p class="actions">
            ${gone ? nothing : html`<button type="button" @click=${take(() => void desk.levers.takeBackUnfit())}>${text.t("unfit_take_back")}</button>`}
            <button type="button" class="quiet" @click=${take(() => desk.levers.set({}))}>${text.t("revert_all")}</button>
          </p>`
    }
  </div>`;
}
