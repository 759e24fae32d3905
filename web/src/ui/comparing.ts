/** Another position into the page, and the comparison out of it. */

import { comparisonCsv } from "./export/comparison-csv.js";
import { type Dropped, dropped } from "./export/dropped.js";
import { beside } from "./export/report-json.js";
import { fileName, save } from "./export/save.js";
import { renamedComparison } from "./state/compared-names.js";
import type { Comparer } from "./views/compare/compare.js";
import type { View } from "./views/view.js";

export function comparing(view: View): Comparer {
  const { desk, text, look } = view;
  const other = desk.compared;
  const found = other.found && look.pseudonyms ? renamedComparison(other.found, view.name, text.t("withheld")) : other.found;
  const marking = look.privilege.trim();
  // The open position is as it is; the other may be a kept report of a scenario.
  const scenario = look.pseudonyms && other.scenario ? { name: text.t("withheld"), changes: [] } : other.scenario;
  const side = (which: "before" | "after"): string => {
    const { name, as_of } = found?.[which] ?? { name: "", as_of: "" };
    const open = other.of.later === (which === "before");
    const said = scenario && !open ? text.t("compared_scenario", { name: scenario.name }) : "";
    return [name, said, text.t("as_of", { date: as_of })].filter(Boolean).join(", ");
  };
  const of = () => ({ marking, earlier: side("before"), later: side("after") });
  const title = `${look.matter.trim() || view.name(desk.base?.name ?? "")} compared`;
  return {
    found,
    drop: (event) => {
      event.preventDefault();
      other.drag(false);
      taken(view, event, ({ files, more }) => void other.open(files, more));
    },
    csv: () => found && save(fileName(title, "csv"), "text/csv", comparisonCsv(found, of())),
    json: () => found && save(fileName(title, "json"), "application/json", beside(found, {
        ...(marking ? { marking } : {}),
        ...(scenario ? { [`scenario_${other.of.later ? "after" : "before"}`]: scenario } : {}),
      })),
  };
}

/** Takes what was dropped, or says why there is nothing to take. */
export function taken({ text, set }: View, event: DragEvent, take: (found: Dropped) => void): void {
  if (!event.dataTransfer) return;
  void dropped(event.dataTransfer).then(
    (found) => (found.files.length > 0 ? take(found) : set({ note: text.t("nothing_dropped") })),
    () => set({ note: text.t("drop_unread") }),
  );
}
