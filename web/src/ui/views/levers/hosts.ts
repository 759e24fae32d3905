/** Levers on hosts: rates and cores. */

import { html } from "lit";
import { live } from "lit/directives/live.js";
import type { Drawn, View } from "../view.js";
import { withCell } from "../../state/scenario.js";
import { lever, valueOf } from "./lever.js";
import { numericLever } from "./numeric.js";

export function hosts(view: View, changed: Set<string>): Drawn[] {
  const { desk, text, look } = view;
  const all = desk.inventory?.hosts ?? [];
  const assumed = all.filter((host) => host.assumed);
  const host = all.find((one) => view.name(one.host) === look.leverHost);
  const setAssumed = (event: Event): void => {
    let document = desk.levers.document;
    for (const one of assumed)
      document = withCell(
        document,
        "hosts",
        one.host,
        "pvu_per_core",
        valueOf(event) === "" ? undefined : Number(valueOf(event)),
      );
    desk.levers.set(document);
  };
  const rates = new Set(assumed.map((one) => desk.levers.document.hosts?.[one.host]?.["pvu_per_core"]));
  const [rate] = rates;
  const fields: Drawn[] = [];
  if (assumed.length > 0) {
    fields.push(
      lever(
        view,
        text.t("lever_assumed"),
        rates.size > 1 || rate !== undefined,
        () => setAssumed({ target: { value: "" } } as unknown as Event),
        html`<select .value=${live(rates.size === 1 && rate !== undefined ? String(rate) : "")} @change=${setAssumed}>
          <option value="" ?selected=${rate === undefined}>${text.t("as_now", { value: "120" })}</option>
          ${[50, 70, 80, 100].map((value) => html`<option value=${value} ?selected=${rate === value}>${value}</option>`)}
        </select>`,
        text.n("assumed_hosts", assumed.length),
      ),
    );
  }
  fields.push(
    html`<label class="pick"
        ><span>${text.t("lever_host")}</span>
        <input
          list="hosts"
          autocomplete="off"
          placeholder=${text.t("choose_host")}
          .value=${live(look.leverHost)}
          @input=${(event: Event) => view.set({ leverHost: valueOf(event) })}
      /></label>
      <datalist id="hosts">
        ${all.slice(0, 500).map((one) => html`<option value=${view.name(one.host)}></option>`)}
      </datalist>`,
  );
  if (look.leverHost && !host) fields.push(html`<p class="hint">${text.t("unknown_host")}</p>`);
  if (host) {
    for (const [key, usual] of [
      ["pvu_per_core", host.pvu_per_core],
      ["cores", host.cores],
    ] as const) {
      const now = desk.levers.document.hosts?.[host.host]?.[key];
      const set = (value: number | undefined): void =>
        desk.levers.set(withCell(desk.levers.document, "hosts", host.host, key, value));
      fields.push(
        numericLever(view, text.t(key === "cores" ? "lever_cores" : "lever_rate"), {
          id: `host_${key}`,
          about: host.host,
          now: now === undefined ? undefined : String(now),
          on: changed.has(`hosts ${host.host} ${key}`),
          placeholder: String(usual),
          min: 1,
          max: key === "cores" ? 4096 : 1000,
          decimals: 0,
          set: (value) => set(value === undefined ? undefined : Number(value)),
        }),
      );
    }
  }
  return fields;
}
