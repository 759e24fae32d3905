/** Which of the levers an estate takes: what belongs to another one, or to days outside it, is left out. */

import { type Scenario, changes, isEmpty } from "./scenario.js";

/** A copy with these changes only. */
function only(document: Scenario, keys: Set<string>): Scenario {
  const other = changes(document).find((change) => !keys.has(change.key));
  return other ? only(other.without, keys) : document;
}

/** The document without what makes it fail: one change after the other is tried on those that fit. */
export async function fitting(document: Scenario, ask: (document: Scenario) => Promise<unknown>): Promise<Scenario> {
  const kept = new Set<string>();
  const gone = new Set<string>();
  let fits = only(document, kept);
  for (const { key, what, about } of changes(document)) {
    // An item with another weight is taken out and put back: half of that would add an item.
    if (what === "evidence_add" && gone.has(about)) continue;
    const tried = only(document, new Set([...kept, key]));
    try {
      if (!isEmpty(tried)) await ask(tried);
      kept.add(key);
      fits = tried;
    } catch {
      if (what === "evidence") gone.add(about);
    }
  }
  return fits;
}
