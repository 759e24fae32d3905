/** The levers beside the answer. Each reads its setting from the scenario document and writes it back there. */

import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { isDay } from "../quick/form.js";
import { type Change, type QuarterSetting, changes, quarterSetting, withCell, withEntitlement, withEvidence, withQuarter, tidy } from "../state/scenario.js";
import type { EvidenceItem } from "../types.js";
import { problem } from "./bits.js";
import type { Drawn, View } from "./view.js";

const valueOf = (event: Event): string => (event.target as HTMLInputElement | HTMLSelectElement).value;

export function levers(view: View): Drawn {
  const { desk, text } = view;
  const list = changes(desk.document);
  const changed = new Set(list.map((change) => change.key));
  const group = (key: "quarters" | "items" | "terms" | "money" | "dates" | "hosts", open: boolean, content: Drawn | Drawn[]) =>
    html`<details class="group" ?open=${open}><summary>${text.t(`group_${key}`)}</summary><div class="fields">${content}</div></details>`;
  return html`<section class="levers" part="levers" aria-labelledby="levers-title">
    <header><h2 id="levers-title">${text.t("what_if")}</h2>
      <button type="button" class="quiet only-small" @click=${() => view.set({ leversOpen: false })}>${text.t("close")}</button>
    </header>
    <p class="hint">${text.t("levers_hint")}</p>
    ${list.length > 0 ? changed_(view, list) : html`<p class="hint">${text.t("nothing_changed")}</p>`} ${problem(view, desk.answerError)}
    ${group("quarters", true, quarters(view))} ${group("terms", true, terms(view, changed))} ${group("items", false, items(view))}
    ${group("money", false, moneyLevers(view, changed))} ${group("dates", false, dates(view, changed))} ${group("hosts", false, hosts(view, changed))}
  </section>`;
}

/** What is changed, each to be taken back by itself. */
function changed_(view: View, list: Change[]): Drawn {
  const { desk, text } = view;
  return html`<div class="changed">
    <p><strong>${text.n("changed", list.length)}</strong> <button type="button" class="quiet" @click=${() => desk.set({})}>${text.t("revert_all")}</button></p>
    <ul>
      ${list.map((change) => {
        const said = changeText(view, change);
        return html`<li><span>${said}</span><button type="button" class="revert" aria-label=${text.t("revert_one", { what: said })} title=${text.t("revert")} @click=${() => desk.set(change.without)}>↺</button></li>`;
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
    desk.keep(input.value.trim() || text.t("scenario_default", { n: desk.kept.length + 1 }));
    input.value = "";
    view.set({ note: text.t("scenario_kept") });
  };
  return html`<form class="keeper" @submit=${submit}>
    <label><span class="visually-hidden">${text.t("keep_name")}</span><input name="name" maxlength="80" autocomplete="off" placeholder=${text.t("keep_name")} /></label>
    <button type="submit">${text.t("keep")}</button>
  </form>`;
}

/** A change in words: what, about what, set to what. */
export function changeText(view: View, change: Change): string {
  const { text, name } = view;
  const words = change.about.split(" ");
  const last = words.at(-1) ?? "";
  // The last word of a cell's place is its key.
  const titled = text.any(`lever_${last}`, {}, last);
  const about = change.what === "reading" ? titled : ["readings", "products", "hosts", "vms"].includes(change.what) ? `${name(words.slice(0, -1).join(" "))}: ${titled}` : name(change.about.replace(/ \*$/, ""));
  const value = change.what === "discount_bp" || last.endsWith("_bp") ? view.format.percent(Number(change.value)) : text.any(`v_${change.value}`, {}, change.value);
  return `${text.any(`change_${change.what}`, { about })}: ${value}`;
}

/** A lever with its mark and the way back. */
function lever(view: View, title: string, on: boolean, revert: () => void, control: Drawn, hint = ""): Drawn {
  const { text } = view;
  return html`<div class="lever ${on ? "on" : ""}">
    <label><span>${title}${on ? html` <em>${text.t("changed_mark")}</em>` : nothing}</span>${control}</label>
    ${on ? html`<button type="button" class="revert" aria-label=${text.t("revert_one", { what: title })} title=${text.t("revert")} @click=${revert}>↺</button>` : nothing}
    ${hint ? html`<small class="hint">${hint}</small>` : nothing}
  </div>`;
}

const CHOICES = {
  scope: ["host", "largest", "cluster", "estate"],
  granularity: ["days", "quarter", "window"],
  contestable: ["held", "lost"],
  price: ["contract", "list"],
  charge: ["purchase", "use"],
  support: ["none", "flat", "duration", "lookback", "graduated"],
  credit_later_purchases: ["true", "false"],
} as const;

const NUMBERS = {
  grace_days: { max: 3650, word: "" },
  lookback_quarters: { max: 80, word: "" },
  report_owed_quarters: { max: 400, word: "all" },
  late_report_days: { max: 3650, word: "any" },
  support_cap_years: { max: 20, word: "" },
} as const;

function terms(view: View, changed: Set<string>): Drawn[] {
  return [
    choice(view, changed, "scope"), choice(view, changed, "granularity"), number(view, changed, "grace_days"),
    number(view, changed, "lookback_quarters"), choice(view, changed, "contestable"), number(view, changed, "report_owed_quarters"),
    number(view, changed, "late_report_days"), choice(view, changed, "charge"), choice(view, changed, "support"),
    number(view, changed, "support_cap_years"), choice(view, changed, "credit_later_purchases"),
  ];
}

function setReading(view: View, key: string, value: string | number | boolean | undefined): void {
  view.desk.set(withCell(view.desk.document, "reading", "", key, value));
}

function choice(view: View, changed: Set<string>, key: keyof typeof CHOICES): Drawn {
  const { text, desk } = view;
  const now = desk.document.reading?.[key];
  const pick = (event: Event): void => {
    const value = valueOf(event);
    setReading(view, key, key === "credit_later_purchases" && value ? value === "true" : value);
  };
  const control = html`<select .value=${live(now === undefined ? "" : String(now))} @change=${pick}>
    <option value="" ?selected=${now === undefined}>${text.t("as_reading")}</option>
    ${CHOICES[key].map((value) => html`<option value=${value} ?selected=${String(now) === value}>${text.any(`v_${value}`)}</option>`)}
  </select>`;
  return lever(view, text.t(`lever_${key}`), changed.has(`reading ${key}`), () => setReading(view, key, undefined), control);
}

function number(view: View, changed: Set<string>, key: keyof typeof NUMBERS): Drawn {
  const { text, desk } = view;
  const { max, word } = NUMBERS[key];
  const now = desk.document.reading?.[key];
  const least = key === "lookback_quarters" ? 1 : 0;
  const type = (event: Event): void => {
    const typed = valueOf(event).trim();
    const value = Number(typed);
    if (typed === "") setReading(view, key, undefined);
    else if (/^\d+$/.test(typed) && value >= least && value <= max) setReading(view, key, value);
  };
  const usual = desk.readings.find((reading) => reading.name === desk.reading)?.[key];
  const placeholder = usual === undefined || usual === null ? text.any(`v_${word}`, {}, text.t("as_reading")) : String(usual);
  const control = html`<input type="number" inputmode="numeric" min=${least} max=${max} placeholder=${placeholder} .value=${live(typeof now === "number" ? String(now) : "")} @input=${type} />`;
  return lever(view, text.t(`lever_${key}`), changed.has(`reading ${key}`), () => setReading(view, key, undefined), control);
}

const AFTER: Record<QuarterSetting, QuarterSetting> = { "": "stands", stands: "no-report", "no-report": "not-measured", "not-measured": "" };

/** The strip: each quarter clicks through its settings, for the whole estate or a part of it. */
function quarters(view: View): Drawn {
  const { desk, text, look } = view;
  const scope = look.stripScope || "*";
  const list = desk.looked?.products[0]?.quarters.map((quarter) => quarter.quarter) ?? [];
  const parts = [...(desk.inventory?.regions ?? []).map((region) => `region:${region}`), ...(desk.inventory?.clusters ?? []).map((cluster) => `cluster:${cluster}`)];
  const fallen = new Set(
    desk.base?.readings.find((reading) => reading.reading === desk.reading)?.products.flatMap((p) => p.quarters.filter((q) => (q.lost_hosts ?? 0) > 0).map((q) => q.quarter)),
  );
  const click = (quarter: string, now: QuarterSetting) => (): void => {
    // What is lost by scope must name rows of just that scope: for a part only standing can be set.
    const next = scope === "*" ? AFTER[now] : now === "" ? "stands" : "";
    desk.set(withQuarter(desk.document, quarter, scope, next));
  };
  return html`${parts.length > 0
      ? html`<label class="pick"><span>${text.t("strip_scope")}</span>
          <select @change=${(event: Event) => view.set({ stripScope: valueOf(event) })}>
            <option value="*">${text.t("everything")}</option>
            ${parts.map((part) => html`<option value=${part} ?selected=${part === scope}>${view.name(part)}</option>`)}
          </select></label>`
      : nothing}
    <div class="strip" role="group" aria-label=${text.t("group_quarters")}>
      ${list.map((quarter) => {
        const now = quarterSetting(desk.document, quarter, scope);
        const state = now ? text.t(`v_${now}`) : fallen.has(quarter) ? text.t("strip_as_is_fallen") : text.t("strip_as_is");
        return html`<button type="button" class="quarter ${now || "as-is"} ${now === "" && fallen.has(quarter) ? "fallen" : ""}" aria-label=${text.t("strip_cell", { quarter, state })} title=${state} @click=${click(quarter, now)}>
          <span>${quarter.slice(2)}</span><b aria-hidden="true">${text.any(`strip_mark_${now || (fallen.has(quarter) ? "fallen" : "as-is")}`)}</b>
        </button>`;
      })}
    </div>
    <small class="hint">${text.t(scope === "*" ? "strip_lever_hint" : "strip_lever_hint_part")}</small>`;
}

/** An item's weight is its row's: the row is taken out and put back with another one. */
function weighted(item: EvidenceItem, weight: string) {
  const period = { ...(item.from ? { from: item.from } : {}), ...(item.to ? { to: item.to } : {}) };
  return { id: item.id, kind: item.kind, scope: item.scope, ...period, ...(item.made ? { made: item.made } : {}), state: "contestable", weight };
}

function items(view: View): Drawn {
  const { desk, text } = view;
  const contestable = (desk.inventory?.evidence ?? []).filter((item) => item.state === "contestable");
  if (contestable.length === 0) return html`<p class="hint">${text.t("no_contestable")}</p>`;
  const shown = contestable.slice(0, 40);
  return html`${shown.map((item) => {
    const now = desk.document.evidence?.[item.id] ?? "";
    const again = desk.document.evidence_add?.find((row) => row.id === item.id);
    const weight = again?.weight ?? item.weight;
    const without = (document: typeof desk.document) => tidy({ ...document, evidence_add: (document.evidence_add ?? []).filter((row) => row.id !== item.id) });
    const revert = (): void => desk.set(withEvidence(without(desk.document), item.id, undefined));
    const state = (event: Event): void => desk.set(withEvidence(without(desk.document), item.id, valueOf(event) || undefined));
    const chance = (event: Event): void => {
      const percent = Number(valueOf(event));
      if (valueOf(event) === "" || !(percent >= 0 && percent <= 100)) return;
      const row = weighted(item, String(Math.round(percent) / 100));
      const document = withEvidence(without(desk.document), item.id, "removed");
      desk.set(tidy({ ...document, evidence_add: [...(document.evidence_add ?? []), row] }));
    };
    const about = `${item.kind}, ${item.scope}${item.from ? `, ${text.t("from_to", { from: item.from, to: item.to })}` : ""}`;
    return html`<div class="item">
      ${lever(
        view,
        view.name(item.id),
        now !== "",
        revert,
        html`<select .value=${live(again ? "" : now)} @change=${state}>
          <option value="" ?selected=${now === "" || again !== undefined}>${text.t("item_as_is")}</option>
          ${["held", "lost"].map((value) => html`<option value=${value} ?selected=${now === value}>${text.any(`v_${value}`)}</option>`)}
        </select>`,
        view.name(about),
      )}
      <label class="chance"><span>${text.t("item_weight")}</span><input type="number" min="0" max="100" .value=${live(weight === "" ? "" : String(Math.round(Number(weight) * 100)))} @change=${chance} /></label>
    </div>`;
  })}
  <small class="hint">${text.t("weights_hint")}</small>`;
}

const AMOUNT = /^\d{1,9}(\.\d{1,6})?$/;

function moneyLevers(view: View, changed: Set<string>): Drawn[] {
  const { desk, text, look } = view;
  const products = desk.inventory?.products ?? [];
  const product = products.find((p) => p.product === look.leverProduct) ?? products[0];
  const discount = desk.document.discount_bp;
  const setDiscount = (event: Event): void => {
    const typed = valueOf(event).trim();
    const bp = Math.round(Number(typed) * 100);
    if (typed === "" || (bp >= 0 && bp <= 10_000)) desk.set(tidy({ ...desk.document, ...{ discount_bp: typed === "" ? undefined : bp } } as typeof desk.document));
  };
  const { discount_bp: _gone, ...noDiscount } = desk.document;
  const fields: Drawn[] = [
    choice(view, changed, "price"),
    lever(view, text.t("lever_discount"), changed.has("discount_bp "), () => desk.set(noDiscount), html`<input type="number" min="0" max="100" step="0.5" placeholder="0" .value=${live(discount === undefined ? "" : String(discount / 100))} @input=${setDiscount} />`),
  ];
  if (!product) return fields;
  const cells = desk.document.products?.[product.product] ?? {};
  const set = (key: string, value: string | number | undefined): void => desk.set(withCell(desk.document, "products", product.product, key, value));
  const price = (key: "list_price" | "contract_price"): Drawn =>
    lever(view, text.t(`lever_${key}`), changed.has(`products ${product.product} ${key}`), () => set(key, undefined),
      html`<input inputmode="decimal" placeholder=${product[key] || text.t("unknown")} .value=${live(String(cells[key] ?? ""))} @input=${(event: Event) => {
        const typed = valueOf(event).trim();
        if (typed === "" || AMOUNT.test(typed)) set(key, typed || undefined);
      }} />`);
  const held = desk.document.entitlements?.find((row) => row.product === product.product)?.quantity;
  return [
    ...fields,
    html`<label class="pick"><span>${text.t("lever_product")}</span>
      <select @change=${(event: Event) => view.set({ leverProduct: valueOf(event) })}>
        ${products.map((p) => html`<option value=${p.product} ?selected=${p.product === product.product}>${p.product}</option>`)}
      </select></label>`,
    price("contract_price"),
    price("list_price"),
    lever(view, text.t("lever_support_bp"), changed.has(`products ${product.product} support_bp`), () => set("support_bp", undefined),
      html`<input type="number" min="0" max="100" step="0.5" placeholder=${Number(product.support_bp) / 100} .value=${live(cells["support_bp"] === undefined ? "" : String(Number(cells["support_bp"]) / 100))} @input=${(event: Event) => {
        const typed = valueOf(event).trim();
        const bp = Math.round(Number(typed) * 100);
        if (typed === "" || (bp >= 0 && bp <= 10_000)) set("support_bp", typed === "" ? undefined : bp);
      }} />`),
    lever(view, text.t("lever_entitlement"), changed.has(`entitlements ${product.product}`), () => desk.set(withEntitlement(desk.document, product.product, undefined)),
      html`<input type="number" min="0" placeholder=${product.entitlements.map((row) => row.quantity).join(" + ") || "0"} .value=${live(held === undefined ? "" : String(held))} @input=${(event: Event) => {
        const typed = valueOf(event).trim();
        if (typed === "" || /^\d{1,12}$/.test(typed)) desk.set(withEntitlement(desk.document, product.product, typed === "" ? undefined : Number(typed)));
      }} />`, text.t("held_total_hint")),
  ];
}

function dates(view: View, changed: Set<string>): Drawn[] {
  const { desk, text } = view;
  const usual = { as_of: desk.base?.as_of, first_deployment: desk.base?.first_deployment, remediation: undefined };
  return (["as_of", "first_deployment", "remediation"] as const).map((key) => {
    const { [key]: now, ...without } = desk.document;
    const set = (event: Event): void => {
      const day = valueOf(event);
      if (day === "") desk.set(without);
      else if (isDay(day)) desk.set({ ...desk.document, [key]: day });
    };
    const hint = usual[key] && !now ? text.t("as_now", { value: usual[key] }) : "";
    return lever(view, text.t(`lever_${key}`), changed.has(`${key} `), () => desk.set(without), html`<input type="date" .value=${live(now ?? "")} @change=${set} />`, hint);
  });
}

function hosts(view: View, changed: Set<string>): Drawn[] {
  const { desk, text, look } = view;
  const all = desk.inventory?.hosts ?? [];
  const assumed = all.filter((host) => host.assumed);
  const host = all.find((one) => view.name(one.host) === look.leverHost);
  const setAssumed = (event: Event): void => {
    let document = desk.document;
    for (const one of assumed) document = withCell(document, "hosts", one.host, "pvu_per_core", valueOf(event) === "" ? undefined : Number(valueOf(event)));
    desk.set(document);
  };
  const rates = new Set(assumed.map((one) => desk.document.hosts?.[one.host]?.["pvu_per_core"]));
  const [rate] = rates;
  const fields: Drawn[] = [];
  if (assumed.length > 0) {
    fields.push(
      lever(view, text.t("lever_assumed"), rates.size > 1 || rate !== undefined, () => setAssumed({ target: { value: "" } } as unknown as Event),
        html`<select .value=${live(rates.size === 1 && rate !== undefined ? String(rate) : "")} @change=${setAssumed}>
          <option value="" ?selected=${rate === undefined}>${text.t("as_now", { value: "120" })}</option>
          ${[50, 70, 80, 100].map((value) => html`<option value=${value} ?selected=${rate === value}>${value}</option>`)}
        </select>`, text.n("assumed_hosts", assumed.length)),
    );
  }
  fields.push(html`<label class="pick"><span>${text.t("lever_host")}</span>
    <input list="hosts" autocomplete="off" placeholder=${text.t("choose_host")} .value=${live(look.leverHost)} @input=${(event: Event) => view.set({ leverHost: valueOf(event) })} /></label>
    <datalist id="hosts">${all.slice(0, 500).map((one) => html`<option value=${view.name(one.host)}></option>`)}</datalist>`);
  if (look.leverHost && !host) fields.push(html`<p class="hint">${text.t("unknown_host")}</p>`);
  if (host) {
    for (const [key, usual] of [["pvu_per_core", host.pvu_per_core], ["cores", host.cores]] as const) {
      const now = desk.document.hosts?.[host.host]?.[key];
      const set = (value: number | undefined): void => desk.set(withCell(desk.document, "hosts", host.host, key, value));
      fields.push(
        lever(view, text.t(key === "cores" ? "lever_cores" : "lever_rate"), changed.has(`hosts ${host.host} ${key}`), () => set(undefined),
          html`<input type="number" min="1" max=${key === "cores" ? 4096 : 1000} placeholder=${usual} .value=${live(now === undefined ? "" : String(now))} @input=${(event: Event) => {
            const typed = valueOf(event).trim();
            if (typed === "" || /^[1-9]\d{0,3}$/.test(typed)) set(typed === "" ? undefined : Number(typed));
          }} />`),
      );
    }
  }
  return fields;
}
