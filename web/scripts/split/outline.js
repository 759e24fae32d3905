// What lies where a function was never come by moves into functions of its own, so that it can be loaded later.

import binaryen from "binaryen";

import { liveness, members } from "./liveness.js";
import { children, kind, replace, size, targets, walk } from "./tree.js";

/** About how many bytes are worth a function. */
const LEAST = 48;
/** More values than these make the call as long as what it stands for. */
const MOST_VALUES = 12;
const MOST_RESULTS = 4;

/** Names of outlined functions begin so; no other one does. */
export const isOutlined = (name) => name.startsWith(OUTLINED);
const OUTLINED = "%of ";

/** Outlines all functions that were come by; names of what came of it. */
export function outline(module, { found }, come) {
  const made = [];
  for (const { of, start, arms } of found) {
    if (come[start]) made.push(...new Outliner(module, of, arms, come).run());
  }
  return made;
}

class Outliner {
  constructor(module, of, arms, come) {
    Object.assign(this, { module, of, arms, come });
    this.types = [...binaryen.expandType(of.params), ...of.vars];
    this.sizes = new Map();
    this.made = [];
  }

  run() {
    this.through(this.of.body);
    return this.made;
  }

  /** Down to the first places that were never come by. */
  through(e) {
    const numbers = this.arms.get(e);
    const here = kind(e);
    if (here === "If") {
      const [condition, yes, no] = children(e);
      this.through(condition);
      if (this.come[numbers[0]]) this.through(yes);
      else this.arm(yes, (arm) => binaryen.If.setIfTrue(e, arm));
      if (no === undefined) return;
      if (this.come[numbers[1]]) this.through(no);
      else this.arm(no, (arm) => binaryen.If.setIfFalse(e, arm));
    } else if (here === "Block") {
      const within = children(e);
      const rest = [...numbers].find(([, number]) => !this.come[number])?.[0] ?? within.length;
      within.slice(0, rest).forEach((child) => this.through(child));
      if (rest < within.length) this.row(e, rest);
    } else {
      children(e).forEach((child) => this.through(child));
    }
  }

  /** An arm of an `if`, or what lies in one, that was never come by. */
  arm(e, put) {
    const call = this.moved([e]);
    if (call !== undefined) put(call.length === 1 ? call[0] : this.module.block(null, call, binaryen.getExpressionType(e)));
    else this.within(e);
  }

  /** A block from a place on. */
  row(block, from) {
    const within = children(block);
    let end = within.length;
    // From behind, so that places in front stay where they are.
    while (end > from) {
      let start = end;
      while (start > from && this.exits([within[start - 1]]) !== undefined) start--;
      if (start < end && !this.replaced(block, start, within.slice(start, end))) within.slice(start, end).forEach((e) => this.within(e));
      if (start > from) this.within(within[start - 1]);
      end = start - 1;
    }
  }

  replaced(block, at, row) {
    const call = this.moved(row);
    if (call === undefined) return false;
    row.forEach(() => binaryen.Block.removeChildAt(block, at));
    call.reverse().forEach((e) => binaryen.Block.insertChildAt(block, at, e));
    return true;
  }

  /** What is too much for one function may have parts that are not. */
  within(e) {
    if (size(e, this.sizes) < LEAST) return;
    if (kind(e) === "Block") return this.row(e, 0);
    if (kind(e) === "If") {
      const [condition, yes, no] = children(e);
      this.within(condition);
      this.arm(yes, (arm) => binaryen.If.setIfTrue(e, arm));
      if (no !== undefined) this.arm(no, (arm) => binaryen.If.setIfFalse(e, arm));
      return;
    }
    children(e).forEach((child) => this.within(child));
  }

  /**
   * Labels outside of an expression that it may go to, none for the end of the function; nothing if it goes there
   * with a value, or by a table.
   */
  exits(row) {
    const own = new Set();
    const exits = new Set();
    let plain = true;
    const see = (e) => {
      const here = kind(e);
      if (here === "Block") own.add(binaryen.Block.getName(e));
      if (here === "Loop") own.add(binaryen.Loop.getName(e));
      children(e).forEach(see);
      const out = here === "Return" ? [END] : targets(e).filter((name) => !own.has(name));
      if (out.length > 0 && (here === "Switch" || carries(e))) plain = false;
      out.forEach((name) => exits.add(name));
    };
    row.forEach(see);
    if (exits.has(END) && exits.size > 1) return undefined;
    return plain ? [...exits] : undefined;
  }

  /** Expressions in a row as a call of a new function: what stands in their place; nothing if that is no gain. */
  moved(row) {
    const bytes = row.reduce((sum, e) => sum + size(e, this.sizes), 0);
    if (bytes < LEAST) return undefined;
    const exits = this.exits(row);
    if (exits === undefined) return undefined;
    this.live ??= liveness([this.of.body], 0n);
    const last = row.at(-1);
    const type = binaryen.getExpressionType(last);
    const ends = type !== binaryen.unreachable;
    const [set, used] = [new Set(), new Set()];
    for (const e of row) {
      walk(e, (part) => {
        const here = kind(part);
        if (here === "LocalSet") set.add(binaryen.LocalSet.getIndex(part));
        if (here === "LocalGet") used.add(binaryen.LocalGet.getIndex(part));
      });
    }
    const beyond = exits.reduce((sum, name) => sum | (this.live.labels.get(name) ?? 0n), ends ? this.live.behind.get(last) : 0n);
    const out = members(beyond).filter((local) => set.has(local));
    const given = out.reduce((sum, local) => sum | (1n << BigInt(local)), 0n);
    const into = members(liveness(row, given, new Map(exits.map((name) => [name, given]))).before);
    const value = ends && type !== binaryen.none ? [type] : [];
    // Whether it says which way it went on.
    const tells = exits.length + (ends ? 1 : 0) > 1;
    const results = out.length + value.length + (tells ? 1 : 0);
    const cost = LEAST + 4 * into.length + 6 * out.length + (results > 1 ? 12 : 0) + 4 * exits.length;
    if (results > MOST_RESULTS || into.length > MOST_VALUES || bytes < cost) return undefined;
    return this.call(row, { exits, ends, tells, value, out, into, used: new Set([...set, ...used]) });
  }

  call(row, { exits, ends, tells, value, out, into, used }) {
    const { module } = this;
    const name = `${OUTLINED}${this.of.name} ${this.made.length}`;
    const others = [...used].filter((local) => !into.includes(local));
    const now = new Map([...into, ...others].map((local, at) => [local, at]));
    const of = (local) => this.types[local];
    const types = [...out.map(of), ...value, ...(tells ? [binaryen.i32] : [])];
    const result = binaryen.createType(types);
    /** What it gives back where it goes on behind the row (0) or by one of its exits. */
    const back = (way, value) => {
      const all = [...out.map((local) => module.local.get(now.get(local), of(local))), ...value, ...(tells ? [module.i32.const(way)] : [])];
      return all.length > 1 ? module.tuple.make(all) : all[0];
    };
    const leave = (e) => {
      const name = kind(e) === "Return" ? END : targets(e)[0];
      const zero = value.map((type) => nothing(module, type));
      const left = module.return(back(exits.indexOf(name) + (ends ? 1 : 0), zero));
      const condition = kind(e) === "Break" ? binaryen.Break.getCondition(e) : 0;
      if (condition === 0) return left;
      replace(module.drop(condition), exit);
      return module.if(condition, left);
    };
    const exit = (e) => (kind(e) === "Return" || (kind(e) === "Break" && exits.includes(targets(e)[0])) ? leave(e) : undefined);
    for (const e of row) {
      walk(e, (part) => {
        const class_ = { LocalGet: binaryen.LocalGet, LocalSet: binaryen.LocalSet }[kind(part)];
        class_?.setIndex(part, now.get(class_.getIndex(part)));
      });
    }
    const holder = module.block(null, row);
    replace(holder, exit);
    const body = children(holder);
    const end = value.length > 0 ? back(0, [body.pop()]) : ends ? back(0, []) : undefined;
    if (end !== undefined) body.push(end);
    module.addFunction(name, binaryen.createType(into.map(of)), result, others.map(of), module.block(null, body, ends ? result : binaryen.unreachable));
    this.made.push(name);
    const call = module.call(name, into.map((local) => module.local.get(local, of(local))), result);
    return this.site(call, types, result, { exits, ends, tells, value, out });
  }

  /** The call, what it gave back put where it belongs, and on by the way it went. */
  site(call, types, result, { exits, ends, tells, value, out }) {
    const { module } = this;
    const go = (code) => {
      const ways = exits.map((name) => name);
      if (!tells) return exits.length === 0 ? (ends ? [] : [module.unreachable()]) : [exits[0] === END ? module.return() : module.br(exits[0])];
      if (ends && ways.length === 1) return [ways[0] === END ? module.if(code, module.return()) : module.br_if(ways[0], code)];
      if (!ends) return [module.switch(ways.slice(0, -1), ways.at(-1), code)];
      const on = `%on${this.made.length}`;
      return [module.block(on, [module.switch([on, ...ways.slice(0, -1)], ways.at(-1), code)])];
    };
    if (types.length === 0) return [call, ...go()];
    if (types.length === 1) {
      if (tells) return go(call);
      return out.length === 1 ? [module.local.set(out[0], call), ...go()] : [call];
    }
    const held = binaryen._BinaryenFunctionAddVar(this.of.ref, result);
    const part = (at) => module.tuple.extract(module.local.get(held, result), at);
    const all = [module.local.set(held, call), ...out.map((local, at) => module.local.set(local, part(at)))];
    all.push(...go(tells ? part(types.length - 1) : undefined));
    if (value.length > 0) all.push(part(out.length));
    return all;
  }
}

/** The end of a function, as a label. */
const END = Symbol("end");

/** Whether a branch takes a value along. */
function carries(e) {
  if (kind(e) === "Return") return binaryen.Return.getValue(e) !== 0;
  return kind(e) === "Break" && binaryen.Break.getValue(e) !== 0;
}

function nothing(module, type) {
  return { [binaryen.i32]: module.i32, [binaryen.i64]: module.i64, [binaryen.f32]: module.f32, [binaryen.f64]: module.f64 }[type].const(0);
}
