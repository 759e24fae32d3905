/** The page around the answer: heading, where figures come from, messages. */

import { html, nothing } from "lit";
import { dayOf } from "../state/scenario.js";
import { toAnswer } from "./bits.js";
import { busy, cutOff, source, type Entrance } from "./source.js";
import { unread } from "./unread.js";
import { focusAfter } from "./focus.js";
import type { Drawn, View } from "./view.js";

export interface Theme {
  now: "auto" | "light" | "dark";
  set(to: "auto" | "light" | "dark"): void;
}

export function frame(view: View, entrance: Entrance, theme: Theme, size: string, content: unknown): Drawn {
  const { text, look, desk } = view;
  const pick = (event: Event): void => theme.set((event.target as HTMLSelectElement).value as Theme["now"]);
  const folded = !look.sourceOpen && desk.base !== null;
  return html`<div class="frame ${size}" part="frame">
    <header class="top no-print">
      <button type="button" class="skip" @click=${toAnswer}>${text.t("skip")}</button>
      <div class="brand">
        <h1>${text.t("title")}</h1>
        <p>${text.t("tagline")}</p>
      </div>
      <p class="private">
        <svg width="12" height="14" viewBox="0 0 12 14" aria-hidden="true">
          <rect x="1" y="6" width="10" height="7" rx="1.5" />
          <path d="M3.5 6V4a2.5 2.5 0 0 1 5 0v2" fill="none" stroke-width="1.5" /></svg
        >${text.t("private")}
      </p>
      <label class="theme"
        ><span class="visually-hidden">${text.t("theme")}</span>
        <select @change=${pick}>
          ${(["auto", "light", "dark"] as const).map((name) => html`<option value=${name} ?selected=${theme.now === name}>${text.t(`theme_${name}`)}</option>`)}
        </select></label
      >
    </header>
    <div class="no-print">
      ${messages(view)} ${folded ? summary(view) : source(view, entrance)}
      ${look.source === "quick" ? busy(view) : nothing}
    </div>
    <main id="answer" tabindex="-1">${content}</main>
  </div>`;
}

function messages(view: View): Drawn {
  const { text, desk, look } = view;
  const replaced = desk.opening.replaced;
  return html`${replaced ? html`<p class="message warn" role="alert">${text.t(replaced.reopened ? "replaced" : "replaced_lost", { reason: replaced.reason })}</p>` : nothing}
    ${desk.inPage ? html`<p class="message warn">${text.t("in_page")}</p>` : nothing}
    <div role="status">
      ${look.note ? html`<p class="message toast">${look.note} <button type="button" class="quiet" @click=${away(view)}>${text.t("close")}</button></p>` : nothing}
    </div>`;
}

/** An open estate in one line. */
function summary(view: View): Drawn {
  const { text, desk, format, name } = view;
  const { base, opened, inventory, levers } = desk;
  if (!base || !opened) return nothing;
  const parts = [
    text.t("as_of", { date: dayOf(levers.document, base.as_of) }),
    text.n("hosts", opened.hosts, format.units(opened.hosts)),
    text.n("products", base.products.length, format.units(base.products.length)),
  ];
  const left = unread(opened);
  const found = text.n("findings", opened.findings.length, format.units(opened.findings.length));
  return html`<section class="summary" aria-label=${text.t("source")}>
    <p>
      <strong>${name(base.name)}</strong> ${parts.map((part) => html`<span>${part}</span>`)}
      <span>${opened.findings.length > 0 ? html`<button type="button" class="quiet" @click=${toFindings(view)}>${found}</button>` : found}</span>
      ${left.length > 0 ? html`<span><button type="button" class="quiet warn" @click=${toEntrance(view)}>${text.n("files_not_read", left.length, format.units(left.length))}</button></span>` : nothing}
      ${inventory ? nothing : html`<span>…</span>`}
    </p>
    <button type="button" @click=${toEntrance(view)}>${text.t("change_source")}</button>
    ${cutOff(view, desk.opening.cutOff)}
  </section>`;
}

/** What has the focus goes: it is on the answer then. */
const away = (view: View) => (event: Event): void => {
  view.set({ note: "" });
  focusAfter(event, "#answer");
};

const toEntrance = (view: View) => (event: Event): void => {
  view.set({ sourceOpen: true });
  focusAfter(event, ".source-tab input:checked");
};

/** Findings stand in the entrance: it opens at them. */
function toFindings(view: View) {
  return (event: Event): void => {
    const root = (event.target as HTMLElement).getRootNode() as ShadowRoot;
    view.set({ sourceOpen: true });
    // The press is over when it is drawn.
    setTimeout(() => {
      const title = root.querySelector<HTMLElement>("#findings-title");
      title?.scrollIntoView({ block: "start" });
      title?.focus({ preventScroll: true });
    });
  };
}
