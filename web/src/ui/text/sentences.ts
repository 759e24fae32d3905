/**
 * What the engine says, in another language. Its answers are English sentences with what varies put in already; a
 * translation is kept under the English sentence with `{name}` or `{1}` in those places, as `sentences.json` lists them.
 */

interface Pattern {
  english: RegExp;
  places: string[];
  said: string;
  /** Letters that are not in a place: of two that fit, the one with more of them is meant. */
  fixed: number;
}

const PLACE = /\{(\w+)\}/g;
/** A sentence in a sentence in a sentence: deeper ones are names that happen to fit. */
const DEEPEST = 4;
/** In a place stand names, too: what is to be a sentence there has more to it than `{1} in {2}`. */
const TELLING = 8;
/** What joins a piece to what stands around it. */
const AROUND = /^([\s,;:]*)(.*?)([\s,;:]*)$/s;
/** Longer ones are full of names: to try them on everything could take long, and is never right. */
const LONGEST = 600;
/** Far more than a page shows. */
const MOST_KEPT = 20_000;

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** A place that comes again holds the same again. */
function pattern(english: string, said: string): Pattern {
  const places: string[] = [];
  const pieces = english.split(PLACE).map((piece, at) => {
    if (at % 2 === 0) return escaped(piece);
    const known = places.indexOf(piece);
    if (known >= 0) return `\\${known + 1}`;
    places.push(piece);
    return "(.*?)";
  });
  const fixed = english.replace(PLACE, "").length;
  return { english: new RegExp(`^${pieces.join("")}$`, "s"), places, said, fixed };
}

/** Where sentences are put together: one after the other, strung, under a name, with something in brackets, with days. */
const JOINTS = [/(?<=[.!?]) (?=[A-Z`])/, /(?<=;) /, /(?<=:) /, / (?=\()/, / (?=\d{4}-\d\d-\d\d)/, /(?<=,) /];

export class Sentences {
  private readonly whole = new Map<string, string>();
  private readonly patterns: Pattern[] = [];
  private readonly kept = new Map<string, string>();

  /** Words of the page are under their keys, sentences under themselves. */
  constructor(words: Record<string, string>, keys: Record<string, string>) {
    for (const [english, said] of Object.entries(words)) {
      if (Object.hasOwn(keys, english)) continue;
      if (english.search(PLACE) < 0) this.whole.set(english, said);
      else this.patterns.push(pattern(english, said));
    }
    this.patterns.sort((a, b) => b.fixed - a.fixed);
  }

  /** The sentence as it is said; as it was where nobody said it. */
  say(sentence: string): string {
    if (this.whole.size + this.patterns.length === 0 || sentence.length > LONGEST) return sentence;
    return this.said(sentence, 0);
  }

  /** Pieces come again, too: in many ways to take a sentence apart, and in many sentences. */
  private said(sentence: string, depth: number): string {
    const key = `${depth} ${sentence}`;
    let said = this.kept.get(key);
    if (said === undefined) {
      said = this.worded(sentence, depth);
      if (this.kept.size >= MOST_KEPT) this.kept.clear();
      this.kept.set(key, said);
    }
    return said;
  }

  private worded(sentence: string, depth: number): string {
    const whole = this.whole.get(sentence);
    if (whole !== undefined || depth === DEEPEST) return whole ?? sentence;
    // What is put together of sentences is no place of a pattern that hardly says anything.
    const said = this.fitted(sentence, depth, (fixed) => fixed >= TELLING) ?? this.joined(sentence, depth);
    return said ?? (depth === 0 ? this.fitted(sentence, depth, (fixed) => fixed < TELLING) : null) ?? sentence;
  }

  private fitted(sentence: string, depth: number, telling: (fixed: number) => boolean): string | null {
    for (const { english, places, said, fixed } of this.patterns) {
      const values = telling(fixed) ? english.exec(sentence)?.slice(1) : null;
      if (!values) continue;
      const value = (name: string): string | undefined => values[places.indexOf(name)];
      return said.replace(PLACE, (place, name: string) => this.said(value(name) ?? place, depth + 1));
    }
    return null;
  }

  private joined(sentence: string, depth: number): string | null {
    const [, before = "", inner = "", after = ""] = AROUND.exec(sentence) ?? [];
    if (inner !== sentence && inner !== "") {
      const said = this.said(inner, depth);
      return said === inner ? null : before + said + after;
    }
    for (const joint of JOINTS) {
      const parts = sentence.split(joint);
      const said = parts.length > 1 ? parts.map((part) => this.said(part, depth)).join(" ") : sentence;
      if (said !== sentence) return said;
    }
    return null;
  }
}
