/**
 * Figures in the reader's language. Money comes as exact decimal text and goes to `Intl` as text, so no digit passes
 * through a float; formats are kept, because making one costs more than using it, and so is what they made: most
 * figures on a page stay when one lever moves.
 */

const kept = new Map<string, Intl.NumberFormat>();

function numbers(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  let format = kept.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale || undefined, options);
    kept.set(key, format);
  }
  return format;
}

/** Decimal text as `Intl` takes it. */
type Exact = Intl.StringNumericLiteral;

const EXACT = /^-?\d+(\.\d+)?$/;

/** For lengths of bars only, never for figures. */
export function length(amount: string | null | undefined): number {
  return amount == null ? 0 : Number(amount);
}

export function isZero(amount: string | null | undefined): boolean {
  return amount == null || !/[1-9]/.test(amount);
}

/** The first language tag that is one: an attribute holds anything, and some systems name theirs `en-US@posix`. */
export function usable(...tags: string[]): string {
  const fits = (tag: string): boolean => {
    try {
      return Intl.getCanonicalLocales(tag || []).length > 0;
    } catch {
      return false;
    }
  };
  return tags.find(fits) ?? "en";
}

/** Money in parts, so that the decimals can be set smaller. */
interface MoneyParts {
  whole: string;
  decimals: string;
  after: string;
}

/** Far more figures than a page shows at a time. */
const MOST_KEPT = 20_000;

/** What was made of a text, made once. */
function once<Made>(made: Map<string, Made>, text: string, make: () => Made): Made {
  let found = made.get(text);
  if (found === undefined) {
    if (made.size >= MOST_KEPT) made.clear();
    made.set(text, (found = make()));
  }
  return found;
}

export class Format {
  private readonly amounts = new Map<string, string>();
  private readonly moneys = new Map<string, MoneyParts>();

  constructor(
    readonly locale: string,
    readonly currency: string,
  ) {}

  private valid(): boolean {
    return /^[A-Z]{3}$/.test(this.currency);
  }

  /** All decimals, no currency: for columns whose heading names it. */
  amount(amount: string | null | undefined): string {
    if (amount == null || !EXACT.test(amount)) return amount ?? "?";
    return once(this.amounts, amount, () => {
      const decimals = amount.split(".")[1]?.length ?? 0;
      const options = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
      return numbers(this.locale, options).format(amount as Exact);
    });
  }

  /** A value of the engine's steps: a number with or without its unit, or whatever else it says. */
  value(value: string): string {
    const [, number, unit = ""] = /^(-?\d+(?:\.\d+)?)( .*)?$/.exec(value) ?? [];
    if (number === undefined) return value;
    return unit === " bp" ? this.percent(Number(number)) : this.amount(number) + unit;
  }

  /** A difference, always with its sign. */
  signed(amount: string): string {
    if (!EXACT.test(amount)) return amount;
    const decimals = amount.split(".")[1]?.length ?? 0;
    const options = {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
      signDisplay: "exceptZero",
    } as const;
    return numbers(this.locale, options).format(amount as Exact);
  }

  /** With the currency. */
  money(amount: string): MoneyParts {
    if (!EXACT.test(amount) || !this.valid()) return { whole: amount, decimals: "", after: "" };
    return once(this.moneys, amount, () => this.parts(amount));
  }

  private parts(amount: string): MoneyParts {
    // The amount knows its decimals; what is usual for the currency may leave some of them out.
    const digits = amount.split(".")[1]?.length ?? 0;
    const options = {
      style: "currency",
      currency: this.currency,
      currencyDisplay: "code",
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    } as const;
    let [whole, decimals, after] = ["", "", ""];
    for (const part of numbers(this.locale, options).formatToParts(amount as Exact)) {
      if (part.type === "decimal" || part.type === "fraction") decimals += part.value;
      else if (decimals) after += part.value;
      else whole += part.value;
    }
    return { whole, decimals, after };
  }

  /** With the currency, as one text. */
  moneyText(amount: string): string {
    const { whole, decimals, after } = this.money(amount);
    return whole + decimals + after;
  }

  /** Three digits or so: axes, cells of a ledger. */
  short(value: number): string {
    return this.compact(value, "auto");
  }

  /** The same with its sign. */
  shortSigned(value: number): string {
    return this.compact(value, "exceptZero");
  }

  /** Where a language has no short word for thousands (German) nothing would show that a figure is rounded: it is not. */
  private compact(value: number, signDisplay: "auto" | "exceptZero"): string {
    const short = numbers(this.locale, { notation: "compact", maximumSignificantDigits: 3, signDisplay });
    const parts = short.formatToParts(value);
    const rounds = Math.abs(value) < 1000 || parts.some(({ type }) => type === "compact");
    return rounds ? parts.map((part) => part.value).join("") : numbers(this.locale, { maximumFractionDigits: 0, signDisplay }).format(value);
  }

  units(value: number): string {
    return numbers(this.locale, {}).format(value);
  }

  /** Basis points as a percentage. */
  percent(bp: number): string {
    return numbers(this.locale, { style: "percent", maximumFractionDigits: 2 }).format(bp / 10_000);
  }
}
