/** Looks words up and puts what varies into them: `{name}` in a text is replaced, `_one` and `_other` are chosen by number. */

import { en } from "./en.js";
import { Sentences } from "./sentences.js";

export type Key = keyof typeof en;
export type Words = Record<string, string>;

/** The text of a key; an unknown key shows itself, so that a gap in a translation is seen and harms nothing. */
export class Text {
  private readonly plural: Intl.PluralRules;
  private readonly sentences: Sentences;

  constructor(
    private readonly words: Words = en,
    language = "en",
  ) {
    this.plural = new Intl.PluralRules(language);
    this.sentences = new Sentences(words, en);
  }

  /** A text as it is, or with what varies put in. */
  t(key: Key, values: Record<string, string | number> = {}): string {
    return this.any(key, values);
  }

  /** A sentence of the engine's. */
  said(sentence: string): string {
    return this.sentences.say(sentence);
  }

  /** A text that depends on a number, which it may name as `{n}`. */
  n(key: string, n: number, shown = String(n), values: Record<string, string | number> = {}): string {
    const chosen = `${key}_${this.plural.select(n)}`;
    const known = Object.hasOwn(this.words, chosen) || Object.hasOwn(en, chosen);
    return this.any(known ? chosen : `${key}_other`, { ...values, n: shown });
  }

  /** The text of a key put together at run time, or what to say instead. */
  any(key: string, values: Record<string, string | number> = {}, otherwise = key): string {
    const text = Object.hasOwn(this.words, key) ? this.words[key] : (en as Words)[key];
    const said = text ?? otherwise;
    if (!said.includes("{")) return said;
    return said.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
  }
}
