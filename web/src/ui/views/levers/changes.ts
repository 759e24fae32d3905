/** What is changed, in words, each to be taken back by itself, and kept as a scenario. */

import { html } from "lit";
import { focusAfter } from "../focus.js";
import { type Change, changes } from "../../state/scenario.js";
import { addedText, quarterText, scopeText, valueText } from "../said.js";
import type { Drawn, View } from "../view.js";

/** What is changed, each to be taken back by itself. */
export function changeList(view: View, list: Change[]): Drawn {
  const { desk, text } = view;
  return html`<div class="changed">
    <p>
      <strong>${text.n("changed", list.length)}</strong>
      <button
        type="button"
        class="quiet"
        @click=${(event: Event) => {
          view.set({ typed: {} });
          desk.levers.set({});
          focusAfter(event, "#levers-title");
        }}
      >
        ${text.t("revert_all")}
      </button>
    </p>
    <ul>
      ${list.map((change, at) => {
        const said = changeText(view, change);
        return html`<li>
          <span>${said}</span
          ><button
            type="button"
            class="revert"
            aria-label=${text.t("revert_one", { what: said })}
            title=${text.t("revert")}
            @click=${(event: Event) => {
              // As it is set by now: another lever may have been moved that is not drawn yet.
              const all = changes(desk.levers.document);
              const now = all.find(({ key }) => key === change.key);
              if (now) desk.levers.set(now.without);
              focusAfter(
                event,
                at === 0 && all.length <= 1 ? "#levers-title" : `.changed li:nth-child(${Math.max(at, 1)}) .revert`,
              );
            }}
          >
            ↺
          </button>
        </li>`;
      })}
    </ul>
    ${keeper(view)}
  </div>`;
}

export function keeper(view: View): Drawn {
  const { desk, text } = view;
  const submit = (event: Event): void => {
    event.preventDefault();
    const input = (event.target as HTMLFormElement).elements.namedItem("name") as HTMLInputElement;
    const name = input.value.trim() || text.t("scenario_default", { n: desk.scenarios.kept.length + 1 });
    desk.scenarios.keep(name, desk.levers.document);
    input.value = "";
    view.set({ note: text.t("scenario_kept") });
  };
  return html`<form class="keeper" @submit=${submit}>
    <label
      ><span class="visually-hidden">${text.t("keep_name")}</span
      ><input name="name" maxlength="80" autocomplete="off" placeholder=${text.t("keep_name")}
    /></label>
    <button type="submit">${text.t("keep")}</button>
  </form>`;
}

/** A change in words: what, about what, set to what. */
export function changeText(view: View, change: Change): string {
  const { text, name } = view;
  if (change.what === "evidence_add") {
    const added = addedText(view, change.about);
    if (added !== null) return added;
  }
  const words = change.about.split(" ");
  const last = words.at(-1) ?? "";
  // The last word of a cell's place is its key.
  const titled = text.any(`lever_${last}`, {}, last);
  const about =
    change.what === "reading"
      ? titled
      : ["readings", "products", "hosts", "vms"].includes(change.what)
        ? `${name(words.slice(0, -1).join(" "))}: ${titled}`
        : change.what === "evidence_where"
          ? words.map((word) => scopeText(view, word)).join(" ")
          : name(change.about);
  const value = valueText(view, change.what === "discount_bp" ? change.what : last, change.value);
  if (change.what === "quarter") return `${quarterText(view, words[0] ?? "", words.slice(1).join(" "))}: ${value}`;
  return `${text.any(`change_${change.what}`, { about })}: ${value}`;
}
