// One module in two that share memory, table and functions: the first has what was come by, the rest is loaded
// later. A function that is not there yet stands in for itself: it has the rest loaded, and calls through the table.
// The flag that says whether it is there bears a checksum, so that halves of different modules never meet.

import { createHash } from "node:crypto";

import binaryen from "binaryen";

import { MEMORY, reached, share } from "./data.js";
import { isOutlined } from "./outline.js";
import { children, kind, read, replace, walk } from "./tree.js";

/** Whether the rest is there. No name of wasm-bindgen begins so. */
const THERE = "%there";
/** The module that the first one asks to load the rest; `engine.js` brings it. */
export const LOADER = { module: "rest", name: "load" };
/** What the rest takes from the first one. */
export const FIRST = "first";

/** `whole`: a module with names. `stays`: whether a function is in the first module. `objects`: what lies in memory. */
export function cut(whole, stays, objects) {
  const first = read(whole);
  const rest = read(whole);
  const functions = Array.from({ length: first.getNumFunctions() }, (_, i) => binaryen.getFunctionInfo(first.getFunctionByIndex(i)));
  const stay = (f) => f.module !== "" || stays(f.name);
  const later = functions.filter((f) => !stay(f));
  const [called, calledLater] = [true, false].map((here) => calls(functions.filter((f) => !f.module && stay(f) === here)));
  const slots = new Slots(first);
  const exported = new Set(exports(first).flatMap(({ kind, value }) => (kind === binaryen.ExternalFunction ? [value] : [])));

  const there = `${THERE}-${createHash("sha256").update(whole).digest("hex").slice(0, 12)}`;
  const needed = later.filter(({ name }) => called.has(name) || exported.has(name) || slots.of.has(name));
  const staying = functions.filter((f) => !f.module && stay(f));
  const objectsReached = reached(objects, staying, globals(first));
  stand(first, { needed, later, staying, slots, there });
  take(rest, first, functions.filter(stay), calledLater, new Set(later.map(({ name }) => name)), slots);
  share(first, rest, objectsReached);
  rest.addMemoryImport(MEMORY, FIRST, "memory");
  rest.addGlobalImport(THERE, FIRST, there, binaryen.i32, true);
  const say = rest.global.set(THERE, rest.i32.const(1));
  rest.setStart(rest.addFunction("%start", binaryen.none, binaryen.none, [], say));
  for (const module of [first, rest]) {
    module.runPasses(["remove-unused-module-elements"]);
    if (!module.validate()) throw new Error("a half of the module is not valid");
  }
  return { first: first.emitBinary(), rest: rest.emitBinary() };
}

function exports(module) {
  return Array.from({ length: module.getNumExports() }, (_, i) => binaryen.getExportInfo(module.getExportByIndex(i)));
}

function globals(module) {
  return Array.from({ length: module.getNumGlobals() }, (_, i) => binaryen.getGlobalInfo(module.getGlobalByIndex(i)));
}

/** What functions call by name. */
function calls(functions) {
  const names = new Set();
  for (const { body } of functions) {
    walk(body, (e) => {
      if (kind(e) === "Call") names.add(binaryen.Call.getTarget(e));
      if (kind(e) === "RefFunc") names.add(binaryen.RefFunc.getFunc(e));
    });
  }
  return names;
}

/** Where functions lie in the table; new ones behind those that are there. */
class Slots {
  constructor(module) {
    this.segments = Array.from({ length: module.getNumElementSegments() }, (_, i) =>
      binaryen.getElementSegmentInfo(module.getElementSegmentByIndex(i)),
    );
    if (module.getNumTables() === 0) throw new Error("the module has no table");
    this.table = this.segments[0].table;
    this.of = new Map();
    for (const { data, offset } of this.segments) {
      data.forEach((name, i) => this.of.has(name) || this.of.set(name, binaryen.getExpressionInfo(offset).value + i));
    }
    this.first = binaryen.getTableInfo(module.getTable(this.table)).initial;
    this.added = [];
  }

  give(name) {
    if (!this.of.has(name)) this.of.set(name, this.first + this.added.push(name) - 1);
    return this.of.get(name);
  }

  resize(module) {
    const table = module.getTable(this.table);
    binaryen.Table.setInitial(table, this.first + this.added.length);
    if (binaryen.Table.hasMax(table)) binaryen.Table.setMax(table, this.first + this.added.length);
  }
}

/** In the first module, what is called of the rest stands in for itself. */
function stand(first, { needed, later, staying, slots, there }) {
  const load = "%load";
  first.addGlobal(THERE, binaryen.i32, true, first.i32.const(0));
  first.addGlobalExport(THERE, there);
  first.addFunctionImport(load, LOADER.module, LOADER.name, binaryen.none, binaryen.none);
  const absent = first.i32.eqz(first.global.get(THERE, binaryen.i32));
  first.addFunction("%wait", binaryen.none, binaryen.none, [], first.if(absent, first.call(load, [], binaryen.none)));
  later.forEach(({ name }) => first.removeFunction(name));
  const through = ({ name, params, results }, given) => {
    const call = first.call_indirect(slots.table, first.i32.const(slots.give(name)), given, params, results);
    return first.block(null, [first.call("%wait", [], binaryen.none), call], results);
  };
  // What was outlined is called in one place: there the call goes through the table itself.
  const outlined = new Map(needed.filter(({ name }) => isOutlined(name)).map((f) => [f.name, f]));
  const direct = (e) => {
    const callee = kind(e) === "Call" ? outlined.get(binaryen.Call.getTarget(e)) : undefined;
    return callee && through(callee, children(e));
  };
  staying.forEach(({ body }) => replace(body, direct));
  for (const callee of needed.filter(({ name }) => !isOutlined(name))) {
    const given = binaryen.expandType(callee.params).map((type, i) => first.local.get(i, type));
    first.addFunction(callee.name, callee.params, callee.results, [], through(callee, given));
  }
  slots.resize(first);
}

/** The rest takes what it needs from the first module, and puts its functions where that one looks for them. */
function take(rest, first, staying, called, later, slots) {
  let names = 0;
  for (const { name, params, results } of staying) {
    rest.removeFunction(name);
    if (!called.has(name)) continue;
    const short = `%${(names++).toString(36)}`;
    first.addFunctionExport(name, short);
    rest.addFunctionImport(name, FIRST, short, params, results);
  }
  exports(rest).forEach(({ name }) => rest.removeExport(name));
  for (const { name, type, mutable } of globals(rest).filter(({ mutable }) => mutable)) {
    first.addGlobalExport(name, `%g${name}`);
    rest.removeGlobal(name);
    rest.addGlobalImport(name, FIRST, `%g${name}`, type, mutable);
  }
  let rows = 0;
  const put = (at, row) => row.length > 0 && rest.addActiveElementSegment(slots.table, `%${rows++}`, row, rest.i32.const(at));
  for (const { name, data, offset } of slots.segments) {
    rest.removeElementSegment(name);
    const begins = binaryen.getExpressionInfo(offset).value;
    let row = [];
    data.forEach((of, i) => {
      if (later.has(of)) row.push(of);
      else row = (put(begins + i - row.length, row), []);
    });
    put(begins + data.length - row.length, row);
  }
  put(slots.first, slots.added);
  slots.resize(rest);
  // Beside that of functions there is one of what JavaScript lent.
  for (let i = 0; i < first.getNumTables(); i++) {
    const { name } = binaryen.getTableInfo(first.getTableByIndex(i));
    first.addTableExport(name, `%t${i}`);
    rest.addTableImport(name, FIRST, `%t${i}`);
  }
}
