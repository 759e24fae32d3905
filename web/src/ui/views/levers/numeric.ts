/**
 * A field for a number. It never shows one number while another is used: what cannot be used is used in no part, and
 * once the field is left it shows what was understood.
 */

import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { numberWanted } from "../../quick/wanted.js";
import { type Bounds, bounded, same } from "../../typed.js";
import { lever } from "./lever.js";
import type { Drawn, View } from "../view.js";

export interface Numeric extends Bounds {
  /** One on the page. */
  id: string;
  /** What it is about, where the same field serves several things. */
  about?: string;
  /** What is set, as exact decimal text. */
  now: string | undefined;
  /** Whether `now` was set here; what is typed and unusable stays only while nothing else is. */
  on: boolean;
  placeholder: string;
  /** Undefined where nothing is typed, or nothing usable. */
  set(value: string | undefined): void;
}

/** The field, and what it asks for where it holds something unusable. */
export function numeric(view: View, of: Numeric): { control: Drawn; wanted: Drawn; forget: () => void } {
  const { look, format } = view;
  const key = `${look.source} ${of.id} ${of.about ?? ""}`;
  const typed = look.typed[key];
  const stays = typed && (typed.value === undefined ? !of.on : same(typed.value, of.now));
  const shown = stays ? typed.text : of.now === undefined ? "" : format.amount(of.now);
  const bad = stays === true && typed.value === undefined && typed.text.trim() !== "";
  const forget = (): void => {
    const { [key]: _gone, ...rest } = view.look.typed;
    view.set({ typed: rest });
  };
  const read = (event: Event): { text: string; value: string | undefined } => {
    const { value } = event.target as HTMLInputElement;
    return { text: value, value: bounded(value, format.locale, of) ?? undefined };
  };
  const input = (event: Event): void => {
    const now = read(event);
    view.set({ typed: { ...view.look.typed, [key]: now } });
    of.set(now.value);
  };
  const change = (event: Event): void => {
    const now = read(event);
    if (now.value !== undefined || now.text.trim() === "") forget();
  };
  return {
    control: html`<input
      name=${of.id}
      inputmode=${of.decimals > 0 ? "decimal" : "numeric"}
      autocomplete="off"
      placeholder=${of.placeholder}
      aria-invalid=${bad ? "true" : "false"}
      aria-describedby=${bad ? `wanted-${of.id}` : nothing}
      .value=${live(shown)}
      @input=${input}
      @change=${change}
    />`,
    wanted: bad
      ? html`<small id="wanted-${of.id}" class="wanted">${numberWanted(view.text, format, of, typed.text)}</small>`
      : nothing,
    forget,
  };
}

/** A lever that takes a number. */
export function numericLever(view: View, title: string, of: Numeric, hint = ""): Drawn {
  const { control, wanted, forget } = numeric(view, of);
  const revert = (): void => {
    forget();
    of.set(undefined);
  };
  return lever(view, title, of.on, revert, control, hint, wanted);
}
