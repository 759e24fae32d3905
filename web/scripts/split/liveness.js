// Which locals are still read later. A set of locals is the bits of a BigInt.

import binaryen from "binaryen";

import { children, kind, targets } from "./tree.js";

const bit = (local) => 1n << BigInt(local);

/**
 * What is read before some expressions in a row if `after` is read behind them, and behind each expression in
 * them. `labels`: what is read where branches out of the row go; those within it are added.
 */
export function liveness(row, after, labels = new Map()) {
  const behind = new Map();
  const all = (expressions, live) => expressions.reduceRight((live, e) => of(e, live), live);
  const of = (e, live) => {
    behind.set(e, live);
    switch (kind(e)) {
      case "Block":
        labels.set(binaryen.Block.getName(e), live);
        return all(children(e), live);
      case "Loop":
        return loop(e, live);
      case "If": {
        const [condition, yes, no] = children(e);
        return of(condition, of(yes, live) | (no === undefined ? live : of(no, live)));
      }
      case "Break":
      case "Switch": {
        const goes = targets(e).reduce((sum, name) => sum | labels.get(name), 0n);
        const stays = kind(e) === "Break" && binaryen.Break.getCondition(e) !== 0;
        return all(children(e), stays ? goes | live : goes);
      }
      case "Return":
        return all(children(e), 0n);
      case "Unreachable":
        return 0n;
      case "LocalGet":
        return live | bit(binaryen.LocalGet.getIndex(e));
      case "LocalSet":
        return all(children(e), live & ~bit(binaryen.LocalSet.getIndex(e)));
      default:
        return all(children(e), live);
    }
  };
  /** What a loop reads is read again when it begins anew. */
  const loop = (e, live) => {
    const name = binaryen.Loop.getName(e);
    labels.set(name, 0n);
    for (;;) {
      const before = all(children(e), live);
      const known = labels.get(name);
      if ((before | known) === known) return before;
      labels.set(name, before | known);
    }
  };
  return { before: all(row, after), behind, labels };
}

/** The locals of a set. */
export function members(set) {
  return [...set.toString(2)].reverse().flatMap((digit, at) => (digit === "1" ? [at] : []));
}
