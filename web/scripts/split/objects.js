// What lies where in a module's memory, as the linker knows it (`--emit-relocs`): constants and tables, and which of
// them point to which. https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md

const [CUSTOM, DATA] = [0, 11];
const SYMBOLS = 8;
const SYMBOL = { function: 0, data: 1, global: 2, section: 3, event: 4, table: 5 };
const [UNDEFINED, EXPLICIT_NAME] = [0x10, 0x40];
/** Kinds of places whose value is an address: R_WASM_MEMORY_ADDR_LEB, _SLEB, _I32. */
const ADDRESS = [3, 4, 5];
/** Kinds that bring a number to be added. */
const WITH_ADDEND = [3, 4, 5, 8, 9, 11, 14, 15, 16, 17, 21, 22, 23];

class Cursor {
  constructor(bytes, at = 0) {
    Object.assign(this, { bytes, at });
  }

  byte() {
    return this.bytes[this.at++];
  }

  /** LEB128, as wasm writes numbers. */
  number(signed = false) {
    let [value, shift, byte] = [0n, 0n, 0];
    do {
      byte = this.byte();
      value |= BigInt(byte & 127) << shift;
      shift += 7n;
    } while (byte & 128);
    return Number(signed ? BigInt.asIntN(Number(shift), value) : value);
  }

  text() {
    const length = this.number();
    this.at += length;
    return Buffer.from(this.bytes.subarray(this.at - length, this.at)).toString();
  }
}

function sections(bytes) {
  const cursor = new Cursor(bytes, 8);
  const found = [];
  while (cursor.at < bytes.length) {
    const starts = cursor.at;
    const id = cursor.byte();
    const length = cursor.number();
    const begins = cursor.at;
    const name = id === CUSTOM ? cursor.text() : "";
    found.push({ id, name, starts, begins, at: cursor.at, ends: begins + length });
    cursor.at = begins + length;
  }
  return found;
}

/** Without what the linker left: it is a third of the module. */
export function stripped(bytes) {
  const kept = sections(bytes).filter(({ name }) => name !== "linking" && !name.startsWith("reloc."));
  return Buffer.concat([bytes.subarray(0, 8), ...kept.map(({ starts, ends }) => bytes.subarray(starts, ends))]);
}

/**
 * Objects in memory, from address to address; `points` says which object points to which, `beside` which one an
 * address means that lies outside of it (tables are looked up from addresses before their beginning, too), and
 * `meant` which numbers the compiler wrote as addresses.
 */
export function objects(bytes) {
  const all = sections(bytes);
  const data = all.find(({ id }) => id === DATA);
  const segments = segmentsOf(bytes, data);
  const linking = all.find(({ name }) => name === "linking");
  if (linking === undefined) throw new Error("the linker left no word of what lies where: --emit-relocs");
  const symbols = symbolsOf(bytes, linking, segments);
  const found = symbols.filter((symbol) => symbol !== undefined);
  const points = [];
  for (const { at, symbol } of places(bytes, all.find(({ name }) => name === "reloc.DATA"))) {
    const segment = segments.find(({ begins, ends }) => at + data.begins >= begins && at + data.begins < ends);
    points.push({ from: segment.address + at + data.begins - segment.begins, to: symbols[symbol] });
  }
  const beside = new Map();
  const meant = new Set();
  for (const { symbol, addend } of places(bytes, all.find(({ name }) => name === "reloc.CODE"))) {
    const to = symbols[symbol];
    if (to !== undefined) meant.add(to.from + addend);
    if (to === undefined || (addend >= 0 && addend < to.to - to.from)) continue;
    beside.set(to.from + addend, [...(beside.get(to.from + addend) ?? []), to]);
  }
  return { found, points: points.filter(({ to }) => to !== undefined), beside, meant };
}

function segmentsOf(bytes, data) {
  const cursor = new Cursor(bytes, data.at);
  return Array.from({ length: cursor.number() }, () => {
    if (cursor.number() !== 0) throw new Error("a segment of data that is not placed when the module starts");
    cursor.byte();
    const address = cursor.number(true);
    cursor.byte();
    const length = cursor.number();
    const begins = cursor.at;
    cursor.at += length;
    return { address, begins, ends: begins + length };
  });
}

/** By number; nothing for what is no object in memory. */
function symbolsOf(bytes, linking, segments) {
  const cursor = new Cursor(bytes, linking.at);
  cursor.number();
  while (cursor.at < linking.ends) {
    const kind = cursor.byte();
    const ends = cursor.number() + cursor.at;
    if (kind === SYMBOLS) return Array.from({ length: cursor.number() }, () => symbol(cursor, segments));
    cursor.at = ends;
  }
  throw new Error("the linker left no symbols");
}

function symbol(cursor, segments) {
  const kind = cursor.byte();
  const flags = cursor.number();
  const defined = (flags & UNDEFINED) === 0;
  if (kind === SYMBOL.data) {
    const name = cursor.text();
    if (!defined) return undefined;
    const [segment, offset, length] = [cursor.number(), cursor.number(), cursor.number()];
    const from = segments[segment].address + offset;
    return { name, from, to: from + length };
  }
  cursor.number();
  if (kind !== SYMBOL.section && (defined || (flags & EXPLICIT_NAME) !== 0)) cursor.text();
  return undefined;
}

/** Places of a section that name symbols in memory. */
function places(bytes, section) {
  if (section === undefined) throw new Error("the linker left no places: --emit-relocs");
  const cursor = new Cursor(bytes, section.at);
  cursor.number();
  const all = Array.from({ length: cursor.number() }, () => {
    const [type, at, symbol] = [cursor.byte(), cursor.number(), cursor.number()];
    return { type, at, symbol, addend: WITH_ADDEND.includes(type) ? cursor.number(true) : 0 };
  });
  return all.filter(({ type }) => ADDRESS.includes(type));
}
