/**
 * Figures as people type them: with the decimal sign and the thousands separators of their language. What comes out
 * is exact decimal text with a point; nothing passes through a float.
 */

interface Signs {
  decimal: string;
  group: string;
  /** Digits of the language that are not 0 to 9. */
  digits: Map<string, string>;
}

const kept = new Map<string, Signs>();

function signs(locale: string): Signs {
  let found = kept.get(locale);
  if (!found) {
    const parts = new Intl.NumberFormat(locale || undefined).formatToParts(1234567.5);
    const of = (type: string): string => parts.find((part) => part.type === type)?.value ?? "";
    const plain = new Intl.NumberFormat(locale || undefined, { useGrouping: false });
    const digits = new Map(Array.from({ length: 10 }, (_, digit) => [plain.format(digit), String(digit)]));
    found = { decimal: of("decimal"), group: of("group"), digits };
    kept.set(locale, found);
  }
  return found;
}

const GROUPED = /^[1-9]\d{0,2}(_\d{2,3})*_\d{3}$/;
const EXACT = /^\d{1,15}(\.\d{1,15})?$/;

/** In digits of ours; spaces and apostrophes, which separate thousands and nothing else, as `_`. */
function plain(text: string, { digits }: Signs): string {
  const ours = [...text.trim()].map((one) => digits.get(one) ?? one).join("");
  return ours.replace(/[\s'’٬]/gu, "_").replace(/٫/g, ",");
}

/** The sign that is either of thousands or of decimals: the only one, with three digits behind it. */
function either(given: string): string | null {
  const [sign, ...more] = given.match(/[.,]/g) ?? [];
  return sign && more.length === 0 && GROUPED.test(given.replace(sign, "_")) ? sign : null;
}

/** `1.234` where the language does not group by points could be two numbers: both, written so that they are one. */
export function twofold(text: string, locale: string): [string, string] | null {
  const known = signs(locale);
  const sign = either(plain(text, known));
  if (sign === null || sign === known.group) return null;
  return [text.trim().replace(/[.,]/, ""), `${text.trim()}0`];
}

/** A number that is not negative, as exact decimal text; null if it is none, or could be two. */
export function decimal(text: string, locale: string): string | null {
  const known = signs(locale);
  const given = plain(text, known);
  const sign = either(given);
  if (sign !== null && sign !== known.group) return null;
  const used: string[] = given.match(/[.,]/g) ?? [];
  const last = used.at(-1) ?? "";
  // The last sign is of decimals if it is there once, and not the separator of thousands.
  const point =
    sign === null && used.filter((one) => one === last).length === 1 ? given.lastIndexOf(last) : given.length;
  const whole = given.slice(0, point);
  const groups = new Set(whole.match(/[.,_]/g));
  if (groups.size > 1 || (groups.size === 1 && !GROUPED.test(whole.replace(/[.,]/g, "_")))) return null;
  const fraction = given.slice(point + 1);
  // While somebody types a sign may still be the last, and nothing need stand before it.
  const digits = whole.replace(/\D/g, "").replace(/^0+(?=\d)/, "") || (fraction ? "0" : "");
  const exact = fraction ? `${digits}.${fraction}` : digits;
  return /^[\d._,]+$/.test(given) && EXACT.test(exact) ? exact : null;
}

/** Bounds of a number, and how many decimals it may have. */
export interface Bounds {
  min: number;
  max: number;
  decimals: number;
}

/** Whether exact text lies within bounds. They are small: comparing with them is all that floats are used for. */
export function within(exact: string, { min, max, decimals }: Bounds): boolean {
  if (!EXACT.test(exact) || (exact.split(".")[1]?.length ?? 0) > decimals) return false;
  return Number(exact) >= min && Number(exact) <= max;
}

/** A number as typed, within bounds, as exact text. */
export function bounded(text: string, locale: string, bounds: Bounds): string | null {
  const exact = decimal(text, locale);
  return exact !== null && within(exact, bounds) ? exact : null;
}

/** Whether two exact texts are one number. */
export function same(one: string, other: string | undefined): boolean {
  const short = (exact = ""): string => (exact.includes(".") ? exact.replace(/\.?0+$/, "") : exact);
  return short(one) === short(other);
}

/** A hundred times as much, exactly: 12.5 % is 1250 hundredths, a weight of 0.35 is 35 %. */
export function times100(exact: string): string {
  const [whole = "", fraction = ""] = exact.split(".");
  const digits = (whole + fraction.slice(0, 2).padEnd(2, "0")).replace(/^0+(?=\d)/, "");
  const rest = fraction.slice(2).replace(/0+$/, "");
  return rest ? `${digits}.${rest}` : digits;
}

/** A hundredth of it, exactly: 1250 is 12.5. */
export function per100(exact: number | string): string {
  const [whole = "", fraction = ""] = String(exact).split(".");
  const digits = whole.padStart(3, "0");
  const after = (digits.slice(-2) + fraction).replace(/0+$/, "");
  return after ? `${digits.slice(0, -2)}.${after}` : digits.slice(0, -2);
}
