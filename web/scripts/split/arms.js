// Where a function may or may not come by: its start, both arms of every `if`, and the rest of a block behind
// whatever may leave it. Numbered in one order, so that what was counted in one copy of a module is found in another.

import binaryen from "binaryen";

import { children, kind, targets } from "./tree.js";

/** Numbers every such place of all functions: `visit` is called with each function and its places. */
export function places(functions) {
  let last = 0;
  const next = () => last++;
  const found = functions.filter(({ module }) => !module).map((of) => ({ of, start: next(), arms: arms(of.body, next) }));
  return { found, count: last };
}

/** By expression: numbers of an `if`'s two arms, or of a block's rests by where they begin. */
function arms(body, next) {
  const all = new Map();
  const leaves = new Map();
  (function number(e) {
    const within = children(e);
    within.forEach(number);
    // A branch to a block within it does not leave an expression, but telling costs more than it saves.
    leaves.set(e, targets(e).length > 0 || within.some((child) => leaves.get(child)));
    if (kind(e) === "If") all.set(e, [next(), binaryen.If.getIfFalse(e) === 0 ? undefined : next()]);
    if (kind(e) !== "Block") return;
    const rests = new Map();
    within.slice(0, -1).forEach((child, at) => leaves.get(child) && rests.set(at + 1, next()));
    all.set(e, rests);
  })(body);
  return all;
}

/** Lets a module remember which of its places were come by: each is an exported global of its number. */
export function watch(module, { found }) {
  const come = (number) => {
    module.addGlobal(`%${number}`, binaryen.i32, true, module.i32.const(0));
    module.addGlobalExport(`%${number}`, `%${number}`);
    return module.global.set(`%${number}`, module.i32.const(1));
  };
  const before = (number, e) => module.block(null, [come(number), e], binaryen.getExpressionType(e));
  for (const { of, start, arms } of found) {
    for (const [e, numbers] of arms) {
      if (kind(e) === "If") {
        binaryen.If.setIfTrue(e, before(numbers[0], binaryen.If.getIfTrue(e)));
        if (numbers[1] !== undefined) binaryen.If.setIfFalse(e, before(numbers[1], binaryen.If.getIfFalse(e)));
      } else {
        for (const [at, number] of [...numbers].reverse()) binaryen.Block.insertChildAt(e, at, come(number));
      }
    }
    binaryen.Function.setBody(of.ref, before(start, binaryen.Function.getBody(of.ref)));
  }
}
