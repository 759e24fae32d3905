// Data goes where the functions are that read it.

import binaryen from "binaryen";

import { kind, walk } from "./tree.js";

/** As binaryen calls a module's memory. */
export const MEMORY = "0";

/**
 * Objects by address, and whether a function of those that stay can reach them: by their address, by one that
 * stands for them, or through others.
 */
export function reached({ found, points, beside, meant }, staying, globals) {
  const objects = found.filter(({ from, to }) => to > from).sort((a, b) => a.from - b.from);
  const within = byAddress(objects);
  const out = new Map();
  for (const { from, to } of points) within(from).forEach((one) => out.set(one, [...(out.get(one) ?? []), to]));
  const reached = new Set();
  const reach = (one) => {
    if (reached.has(one)) return;
    reached.add(one);
    (out.get(one) ?? []).forEach(reach);
  };
  const roots = [...staying.map(({ body }) => body), ...globals.map(({ init }) => init)];
  for (const number of new Set(roots.flatMap(numbers))) {
    if (isNoCharacter(number) && !meant.has(number)) continue;
    [...within(number), ...(beside.get(number) ?? [])].forEach(reach);
  }
  return objects.map((one) => ({ ...one, stays: reached.has(one) }));
}

/** Which objects an address lies in; they are looked up by pages of memory. */
function byAddress(objects) {
  const pages = new Map();
  for (const one of objects) {
    for (let page = one.from >> 8; page <= (one.to - 1) >> 8; page++) pages.set(page, [...(pages.get(page) ?? []), one]);
  }
  return (address) => (pages.get(address >> 8) ?? []).filter(({ from, to }) => from <= address && address < to);
}

/** Numbers around one more than the last character, by which Rust says that there is none: they are everywhere. */
function isNoCharacter(number) {
  return number >= 0x10ffff && number <= 0x110003;
}

/** Every number of an expression that could be an address. */
function numbers(body) {
  const found = [];
  walk(body, (e) => {
    const of = kind(e);
    if (of === "Const" && binaryen.getExpressionType(e) === binaryen.i32) found.push(binaryen.getExpressionInfo(e).value >>> 0);
    if (of === "Load") found.push(binaryen.Load.getOffset(e));
    if (of === "Store") found.push(binaryen.Store.getOffset(e));
  });
  return found;
}

/** Less than this many bytes are not worth a segment of their own. */
const LEAST = 40;

/** Moves what is not reached out of the first module's data into that of the rest. */
export function share(first, rest, objects) {
  const [stay, go] = [[], []];
  for (const { at, bytes } of data(first)) {
    const ends = at + bytes.length;
    let from = at;
    const piece = (list, to) => {
      if (to > from) list.push({ at: from, bytes: bytes.subarray(from - at, to - at) });
      from = Math.max(from, to);
    };
    for (const span of spans(objects, { at, bytes })) {
      piece(stay, span.from);
      piece(go, span.to);
    }
    piece(stay, ends);
  }
  const { initial, max = 65536 } = first.getMemoryInfo(MEMORY);
  const place = (module, pieces) => {
    const all = pieces.map(({ at, bytes }) => ({ name: `%d${at}`, offset: module.i32.const(at), data: bytes }));
    module.setMemory(initial, max, null, all, false, false, MEMORY);
  };
  place(first, stay.filter(({ bytes }) => bytes.some((byte) => byte !== 0)));
  place(rest, go);
}

/** Stretches of a segment that go: objects in a row with nothing but zeros between. */
function spans(objects, { at, bytes }) {
  const all = [];
  let last;
  // An object may lie in another one: up to here all stays.
  let held = at;
  for (const { from, to, stays } of objects) {
    const [begins, ends] = [Math.max(from, held), Math.min(to, at + bytes.length)];
    if (ends <= begins) continue;
    if (stays) {
      if (last !== undefined && begins < last.to) last.to = begins;
      [last, held] = [undefined, ends];
    } else if (last !== undefined && bytes.subarray(last.to - at, begins - at).every((byte) => byte === 0)) {
      last.to = Math.max(last.to, ends);
    } else {
      all.push((last = { from: begins, to: ends }));
    }
  }
  return all.filter(({ from, to }) => to - from >= LEAST);
}

/** The data of a module. */
function data(module) {
  return Array.from({ length: module.getNumDataSegments() }, (_, i) => {
    const { offset, data, passive } = module.getDataSegmentInfo(module.getDataSegmentByIndex(i));
    if (passive) throw new Error("the module has data that it places itself");
    return { at: offset, bytes: Buffer.from(data) };
  });
}
