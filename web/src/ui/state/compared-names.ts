/** Names of a comparison: those that the open estate does not know would slip through its pseudonyms. */

import type { Comparison } from "../engine-port.js";
import type { Further, Rename } from "./pseudonyms.js";

/** Tables whose cells name machines, clusters or whatever stands in a note. */
const TELLING = new Set(["hosts.csv", "vms.csv", "evidence.csv"]);

/** Names to hide beside those of the open estate. */
export function namesIn({ before, after, tables, readings }: Comparison): Further {
  const estates = [before.name, after.name];
  const further: Omit<Required<Further>, "files"> = { estates, hosts: [], machines: [], pools: [], items: [] };
  const take: Record<string, string[]> = {
    "hosts.csv": further.hosts,
    "vms.csv": further.machines,
    "evidence.csv": further.items,
  };
  for (const { table, first } of tables) {
    for (const { name } of first) {
      take[table]?.push(name);
      // `pool on host`, `product on machine`, `product on host name`.
      const at = name.lastIndexOf(" on ");
      const [one, other] = [name.slice(0, at), name.slice(at + 4)];
      if (table === "pools.csv") {
        further.pools.push(one);
        further.hosts.push(other);
      } else if (table === "installs.csv") {
        const onHost = other.startsWith("host ");
        (onHost ? further.hosts : further.machines).push(onHost ? other.slice(5) : other);
      }
    }
  }
  for (const { products } of readings)
    for (const { quarters } of products)
      for (const { reasons_appeared, reasons_gone } of quarters)
        for (const { first_hosts } of [...reasons_appeared, ...reasons_gone]) further.hosts.push(...first_hosts);
  return further;
}

/** A comparison with every name replaced and every figure as it is. */
export function renamedComparison(comparison: Comparison, rename: Rename, withheld: string): Comparison {
  const side = <T extends { name: string }>(one: T): T => ({ ...one, name: rename(one.name) });
  const reason = <T extends { first_hosts: string[] }>(one: T): T => ({
    ...one,
    first_hosts: one.first_hosts.map(rename),
  });
  return {
    ...comparison,
    before: side(comparison.before),
    after: side(comparison.after),
    readings: comparison.readings.map((reading) => ({
      ...reading,
      products: reading.products.map((product) => ({
        ...product,
        quarters: product.quarters.map((quarter) => ({
          ...quarter,
          reasons_appeared: quarter.reasons_appeared.map(reason),
          reasons_gone: quarter.reasons_gone.map(reason),
        })),
      })),
    })),
    tables: comparison.tables.map((change) => ({
      ...change,
      first: change.first.map(({ name, what }) => ({
        name: NAMED.test(change.table) ? name : rename(name),
        what: TELLING.has(change.table) ? withheld : what,
      })),
    })),
  };
}

/** Their rows are about products and dates, which stay. */
const NAMED = /^(products\.csv|entitlements\.csv|estate\.toml)$/;
