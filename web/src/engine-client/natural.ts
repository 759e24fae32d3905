/** The order in which people number files: `vms-2` before `vms-10`. The command line's order, byte for byte. */

/** Compares runs of digits as numbers, all else letter by letter; 0 only if the texts are the same. */
export function natural(a: string, b: string): number {
  const [x, y] = [parts(a), parts(b)];
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    const [p, q] = [x[i] as string, y[i] as string];
    if (p === q) continue;
    const order = isDigit(p) && isDigit(q) ? byNumber(p, q) : byLetters(p, q);
    if (order !== 0) return order;
  }
  // Of names that differ in leading zeros only, the plain order decides.
  return x.length - y.length || byLetters(a, b);
}

/** Runs of digits whole, everything else letter by letter. */
const parts = (text: string): string[] => text.match(/[0-9]+|[^]/gu) ?? [];

const isDigit = (part: string): boolean => part >= "0" && part < ":";

function byNumber(a: string, b: string): number {
  const [m, n] = [a.replace(/^0+/, ""), b.replace(/^0+/, "")];
  return m.length - n.length || (m < n ? -1 : m > n ? 1 : 0);
}

/** By code points, which is the order of UTF-8 bytes. */
function byLetters(a: string, b: string): number {
  const [x, y] = [[...a], [...b]];
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    const difference = (x[i]?.codePointAt(0) ?? 0) - (y[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return x.length - y.length;
}
