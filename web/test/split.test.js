// A module cut in two does what the whole does: by whatever way a function is come by, and whoever calls first.

import assert from "node:assert/strict";
import { test } from "node:test";

import binaryen from "binaryen";

import { places, watch } from "../scripts/split/arms.js";
import { cut, FIRST, LOADER } from "../scripts/split/cut.js";
import { reached } from "../scripts/split/data.js";
import { outline } from "../scripts/split/outline.js";
import { FEATURES, functions, read } from "../scripts/split/tree.js";

/** Long enough to be worth moving: sixteen times the same. */
const often = (line) => line.repeat(16);

/**
 * What is never come by while training (`work` with 0 to 3): an arm that changes two locals, one that ends the
 * function, one that begins the loop anew, a block that is left both ways, a jump out of two blocks by a table.
 */
const WAT = `(module
  (memory (export "memory") 1)
  (data (i32.const 64) "only the rest reads this, which is worth a segment")
  (table 3 funcref)
  (elem (i32.const 1) $seldom $usual)
  (type $one (func (param i32) (result i32)))
  (global $depth (mut i32) (i32.const 7))
  (func $usual (param i32) (result i32) (i32.add (local.get 0) (global.get $depth)))
  (func $seldom (param i32) (result i32)
    (global.set $depth (i32.add (global.get $depth) (i32.const 1)))
    (i32.xor (call $usual (local.get 0)) (i32.load8_u offset=64 (i32.and (local.get 0) (i32.const 15)))))
  (func $into (param $at i32) (i32.store (local.get $at) (i32.add (i32.load (local.get $at)) (i32.const 3))))
  (func $work (export "work") (param $n i32) (result i32) (local $a i32) (local $b i32) (local $i i32)
    (local.set $b (i32.const 5))
    (call $quiet (local.get $n))
    (block $out
      (loop $again
        (local.set $a (i32.add (local.get $a) (call_indirect (type $one) (local.get $i) (i32.const 2))))
        (if (i32.eq (local.get $n) (i32.const 11))
          (then ${often("(local.set $b (i32.mul (local.get $b) (i32.const 3))) (local.set $a (i32.sub (local.get $a) (local.get $b)))")}))
        (if (i32.and (i32.eq (local.get $n) (i32.const 12)) (i32.lt_u (local.get $i) (i32.const 9)))
          (then
            ${often("(local.set $i (i32.add (local.get $i) (i32.const 1))) (call $into (i32.const 8))")}
            (br $again)))
        (block $on
          (br_if $on (i32.lt_u (local.get $n) (i32.const 13)))
          ${often("(local.set $b (i32.rotl (local.get $b) (i32.const 1))) (call $into (i32.const 16))")}
          (br_if $out (i32.eq (i32.and (local.get $n) (i32.const 3)) (i32.const 1)))
          (br_if $on (i32.eq (i32.and (local.get $n) (i32.const 3)) (i32.const 2)))
          ${often("(local.set $a (i32.add (local.get $a) (call $seldom (local.get $b))))")}
          (br_if $out (i32.gt_u (local.get $a) (i32.const 1000000))))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br_if $again (i32.lt_u (local.get $i) (i32.const 4)))))
    (i32.add (local.get $a) (i32.mul (local.get $b) (i32.const 31))))
  (func $quiet (param $n i32)
    (if (i32.gt_u (local.get $n) (i32.const 20))
      (then ${often("(call $into (i32.const 24))")} (return)))
    (if (i32.eq (local.get $n) (i32.const 19))
      (then
        (if (i32.load (i32.const 24)) (then ${often("(call $into (i32.const 32))")} (return)))
        ${often("(call $into (i32.const 40))")}))
    (call $into (i32.const 48)))
  (func (export "indirect") (param i32 i32) (result i32) (call_indirect (type $one) (local.get 0) (local.get 1))))`;

const NOTHING_KNOWN = { found: [], points: [], beside: new Map(), meant: new Set() };

function module() {
  const made = binaryen.parseText(WAT);
  made.setFeatures(FEATURES);
  assert.ok(made.validate());
  return made.emitBinary();
}

function halves(whole, train, objects = NOTHING_KNOWN) {
  const watched = read(whole);
  const all = places(functions(watched));
  watch(watched, all);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(watched.emitBinary()));
  train(exports);
  const come = Array.from({ length: all.count }, (_, number) => exports[`%${number}`].value === 1);
  binaryen.setDebugInfo(true);
  const cutting = read(whole);
  const of = places(functions(cutting));
  const made = outline(cutting, of, come);
  const named = cutting.emitBinary();
  binaryen.setDebugInfo(false);
  const stays = new Set(of.found.filter(({ start }) => come[start]).map(({ of }) => of.name));
  return { made, ...cut(named, (name) => stays.has(name), objects) };
}

/** Both halves as one; `loads` counts how often the rest was asked for. */
function together({ first, rest }) {
  let loads = 0;
  const load = () => {
    loads++;
    new WebAssembly.Instance(new WebAssembly.Module(rest), { [FIRST]: exports });
  };
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(first), { [LOADER.module]: { [LOADER.name]: load } });
  return { exports, loads: () => loads };
}

const memory = (exports) => Buffer.from(exports.memory.buffer).subarray(0, 128).toString("hex");
const train = (exports) => [0, 1, 2, 3].forEach((n) => exports.work(n));

test("both halves answer as the whole does, in any order, and the rest is loaded once", () => {
  const bytes = module();
  const cutInTwo = halves(bytes, train);
  assert.ok(cutInTwo.made.length >= 5, `${cutInTwo.made.length} outlined`);
  const orders = [[...Array(30).keys()], [...Array(30).keys()].reverse(), [19, 21, 19, 14, 3, 12, 15, 13, 11, 0, 23, 19]];
  for (const order of orders) {
    const whole = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports;
    const { exports, loads } = together(cutInTwo);
    train(exports);
    train(whole);
    assert.equal(loads(), 0, "what was trained needs no rest");
    for (const n of order) {
      assert.equal(exports.work(n), whole.work(n), `work(${n})`);
      for (const slot of [1, 2]) assert.equal(exports.indirect(n, slot), whole.indirect(n, slot), `slot ${slot} of ${n}`);
      assert.equal(memory(exports), memory(whole), `memory after ${n}`);
    }
    assert.equal(loads(), 1);
  }
});

test("data that only the rest reads comes with it", () => {
  const text = { name: "text", from: 64, to: 114 };
  const bytes = Buffer.from(module());
  const { first, rest } = halves(bytes, train, { ...NOTHING_KNOWN, found: [text] });
  assert.deepEqual([first, rest].map((half) => Buffer.from(half).includes("only the rest")), [false, true]);
  const whole = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports;
  const { exports } = together({ first, rest });
  for (const n of [3, 15, 19, 11]) assert.equal(exports.work(n), whole.work(n));
});

test("an object is reached by its address, by one beside it, and through others", () => {
  const [a, b, c, d] = [0, 1, 2, 3].map((at) => ({ name: String(at), from: 1000 + at * 100, to: 1100 + at * 100 }));
  const body = (number) => {
    const made = new binaryen.Module();
    return { body: made.drop(made.i32.load(number, 4, made.i32.const(0))) };
  };
  const objects = { found: [a, b, c, d], points: [{ from: 1150, to: c }], beside: new Map([[970, [a]]]), meant: new Set() };
  const stays = (numbers) => reached(objects, numbers.map(body), []).filter(({ stays }) => stays).map(({ name }) => name);
  assert.deepEqual(stays([1120]), ["1", "2"]);
  assert.deepEqual(stays([970]), ["0"]);
  assert.deepEqual(stays([1399, 999]), ["3"]);
});

test("halves of different builds do not meet", () => {
  const one = halves(module(), train);
  const other = halves(module(), (exports) => exports.work(11));
  const { exports } = together({ first: one.first, rest: other.rest });
  assert.throws(() => exports.work(15), WebAssembly.LinkError);
});
