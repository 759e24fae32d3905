// A large invented estate, of the shape that daily exports give: hosts in clusters of eight, vms that move and are
// resized now and then, a report for nearly every cluster and quarter. The same every time.

import { closeSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";

const DAY_MS = 86_400_000;
const FIRST = Date.UTC(2024, 6, 1);
const PRODUCTS = 60;

const iso = (day) => new Date(FIRST + day * DAY_MS).toISOString().slice(0, 10);
const padded = (number, digits) => String(number).padStart(digits, "0");

/** Numbers that look random: xorshift, whole and below `limit`. */
function chance(seed) {
  let state = seed;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}

/** The folder of such an estate, made if it is not there: a placement row per vm and day, or one per change. */
export function large(folder, { vms = 20_000, days = 500, daily = false } = {}) {
  const at = join(folder, `${vms}-${days}${daily ? "-daily" : ""}`);
  try {
    readdirSync(at);
    return at;
  } catch {
    // It is made below.
  }
  const making = `${at}.making`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { recursive: true });
  write(making, vms, days, daily);
  renameSync(making, at);
  return at;
}

function write(folder, vms, days, daily) {
  const below = chance(7);
  const of = (list) => list[below(list.length)];
  const table = (name, head, rows) => writeFileSync(join(folder, name), [head, ...rows, ""].join("\n"));
  const times = (count, row) => Array.from({ length: count }, (_, at) => row(at));
  const hosts = times(Math.max(vms / 10, 8), (at) => `esx-${padded(at, 5)}.dc${(at >> 3) % 6}.example.net`);
  const products = times(PRODUCTS, (at) => `Program Family ${padded(at, 2)} Enterprise Edition`);
  const names = times(vms, (at) => `vm-${padded(at, 6)}`);
  writeFileSync(join(folder, "estate.toml"), `name = "Large"\nas_of = ${iso(days - 1)}\ncurrency = "USD"\n`);
  table(
    "hosts.csv",
    "host,cluster,region,cores,pvu_per_core",
    hosts.map((host, at) => {
      const region = ["AMER", "EMEA", "APAC"][(at >> 3) % 3];
      return `${host},cl-${padded(at >> 3, 4)},${region},${of([16, 24, 32, 48, 64, 96, 128])},${of([70, 70, 70, 100, 120])}`;
    }),
  );
  table(
    "products.csv",
    "product,metric,list_price,contract_price,support_bp",
    products.map((product, at) => `${product},${at % 4 ? "PVU" : "VPC"},${50 + 3 * at}.25,${30 + 2 * at}.10,2000`),
  );
  const installs = names.flatMap((vm) => {
    const first = below(PRODUCTS);
    return times(of([1, 1, 1, 2, 3]), (at) => `${products[(first + at * 7) % PRODUCTS]},${vm},${iso(0)}`);
  });
  table("installs.csv", "product,vm,from", installs);
  table("entitlements.csv", "product,quantity", products.map((product) => `${product},${of([5_000, 20_000, 80_000])}`));
  table("evidence.csv", "id,kind,scope,from,to,state", evidence(hosts, days, below));
  placements(join(folder, "vms.csv"), { names, hosts, days, daily, below, of });
}

function evidence(hosts, days, below) {
  const rows = [`m,measured,*,${iso(0)},,held`];
  hosts.forEach((host, at) => {
    if (at % 40 === 0) rows.push(`x${at},rebuilt,host:${host},${iso(0)},${iso(Math.floor(days / 3))},contestable`);
  });
  const end = FIRST + days * DAY_MS;
  for (let year = 2024, month = 6; Date.UTC(year, month, 1) < end; month += 3) {
    const day = (ms) => new Date(ms).toISOString().slice(0, 10);
    const [from, to] = [day(Date.UTC(year, month, 1)), day(Date.UTC(year, month + 3, 0))];
    for (let cluster = 0; cluster * 8 < hosts.length; cluster++) {
      if (below(10) > 0) rows.push(`r${from}-${cluster},report,cluster:cl-${padded(cluster, 4)},${from},${to},held`);
    }
  }
  return rows;
}

function placements(path, { names, hosts, days, daily, below, of }) {
  const file = openSync(path, "w");
  writeSync(file, "vm,host,cores,from,to\n");
  const row = ({ host, cores }, vm, from, to) => `${names[vm]},${hosts[host]},${cores},${iso(from)},${iso(to)}\n`;
  const now = names.map(() => ({ host: below(hosts.length), size: of([2, 2, 4, 4, 8, 16]), cores: 0, since: 0 }));
  for (let day = 0; day < days; day++) {
    let text = "";
    now.forEach((vm, at) => {
      const luck = below(100);
      const host = luck < 2 ? Math.min((vm.host & ~7) + below(8), hosts.length - 1) : vm.host;
      const cores = luck === 99 ? vm.size * 2 : vm.size;
      const same = host === vm.host && cores === vm.cores;
      if (!daily && day > 0 && !same) text += row(vm, at, vm.since, day - 1);
      if (!same) Object.assign(vm, { host, cores, since: day });
      if (daily) text += row(vm, at, day, day);
    });
    writeSync(file, text);
  }
  if (!daily) writeSync(file, now.map((vm, at) => row(vm, at, vm.since, days - 1)).join(""));
  closeSync(file);
}
