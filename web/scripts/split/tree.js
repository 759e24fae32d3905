// Expressions of a wasm function as a tree: what lies in each, in the order in which it is worked out.

import binaryen from "binaryen";

/** What our modules use; binaryen would write what is newer, too. */
export const FEATURES = [
  "MutableGlobals",
  "BulkMemory",
  "BulkMemoryOpt",
  "SignExt",
  "NontrappingFPToInt",
  "ReferenceTypes",
  "Multivalue",
].reduce((all, name) => all | binaryen.Features[name], 0);

export function read(bytes) {
  const module = binaryen.readBinary(bytes);
  module.setFeatures(FEATURES);
  return module;
}

/** Functions of a module, imported ones included. */
export function functions(module) {
  return Array.from({ length: module.getNumFunctions() }, (_, i) => {
    const ref = module.getFunctionByIndex(i);
    return { ref, ...binaryen.getFunctionInfo(ref) };
  });
}

/** By kind of expression: names of its parts, in order. A part that is a list has a `*`. */
const PARTS = {
  Block: ["children*"],
  If: ["condition", "ifTrue", "ifFalse"],
  Loop: ["body"],
  Break: ["value", "condition"],
  Switch: ["value", "condition"],
  Call: ["operands*"],
  CallIndirect: ["operands*", "target"],
  LocalGet: [],
  LocalSet: ["value"],
  GlobalGet: [],
  GlobalSet: ["value"],
  TableGet: ["index"],
  TableSet: ["index", "value"],
  TableSize: [],
  TableGrow: ["value", "delta"],
  MemorySize: [],
  MemoryGrow: ["delta"],
  MemoryCopy: ["dest", "source", "size"],
  MemoryFill: ["dest", "value", "size"],
  Load: ["ptr"],
  Store: ["ptr", "value"],
  Const: [],
  Unary: ["value"],
  Binary: ["left", "right"],
  Select: ["ifTrue", "ifFalse", "condition"],
  Drop: ["value"],
  Return: ["value"],
  RefNull: [],
  RefFunc: [],
  RefIsNull: ["value"],
  TupleMake: ["operands*"],
  TupleExtract: ["tuple"],
  Nop: [],
  Unreachable: [],
};

const kinds = new Map(Object.keys(PARTS).map((kind) => [binaryen[`${kind}Id`], kind]));
const parts = new Map(
  Object.entries(PARTS).map(([kind, names]) => [
    kind,
    names.map((name) => {
      const plain = name.replace("*", "");
      const part = `${plain[0].toUpperCase()}${plain.slice(1)}`;
      const of = binaryen[kind];
      if (plain === name) return { get: (e) => [of[`get${part}`](e)], set: (e, _, child) => of[`set${part}`](e, child) };
      const one = part === "Children" ? "Child" : part.slice(0, -1);
      const get = (e) => Array.from({ length: of[`getNum${part}`](e) }, (_, i) => of[`get${one}At`](e, i));
      return { get, set: of[`set${one}At`] };
    }),
  ]),
);

/** Block, If, Load and so on. What is not known here is no expression of ours. */
export function kind(e) {
  const found = kinds.get(binaryen.getExpressionId(e));
  if (found === undefined) throw new Error(`an expression of a kind that is not known here: ${binaryen.emitText(e).slice(0, 80)}`);
  return found;
}

/** What lies in an expression, in order. */
export function children(e) {
  return parts.get(kind(e)).flatMap(({ get }) => get(e)).filter((part) => part !== 0);
}

/** Puts something else in place of parts of an expression, at any depth; `change` gives it, or nothing. */
export function replace(e, change) {
  for (const { get, set } of parts.get(kind(e))) {
    get(e).forEach((child, i) => {
      if (child === 0) return;
      const other = change(child);
      if (other !== undefined) set(e, i, other);
      else replace(child, change);
    });
  }
}

/** Every expression of a tree, what lies in it first. */
export function walk(e, visit) {
  for (const child of children(e)) walk(child, visit);
  visit(e);
}

/** About how many bytes it takes; `sizes` remembers. */
export function size(e, sizes) {
  const known = sizes.get(e);
  if (known !== undefined) return known;
  const own = { LocalGet: 2, LocalSet: 2, Const: 2, Load: 3, Store: 3, Call: 3, CallIndirect: 3, Block: 3, If: 3, Loop: 3, Break: 2 }[kind(e)] ?? 1;
  const all = children(e).reduce((sum, child) => sum + size(child, sizes), own);
  sizes.set(e, all);
  return all;
}

/** Names of the labels that a branch goes to. */
export function targets(e) {
  const name = kind(e);
  if (name === "Break") return [binaryen.Break.getName(e)];
  if (name !== "Switch") return [];
  const names = Array.from({ length: binaryen.Switch.getNumNames(e) }, (_, i) => binaryen.Switch.getNameAt(e, i));
  return [...names, binaryen.Switch.getDefaultName(e)];
}
