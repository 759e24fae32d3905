/** Another position into the page, and the comparison out of it. */

import { comparisonCsv } from "./export/comparison-csv.js";
import { dropped } from "./export/dropped.js";
import { fileName, save } from "./export/save.js";
import { renamedComparison } from "./state/compared-names.js";
import type { Comparer } from "./views/compare/compare.js";
import type { View } from "./views/view.js";

export function comparing(view: View): Comparer {
  const { desk, text, look } = view;
  const other = desk.compared;
  const found = other.found && look.pseudonyms ? renamedComparison(other.found, view.name, text.t("withheld")) : other.found;
  const title = `${look.matter.trim() || view.name(desk.base?.name ?? "")} compared`;
  return {
    found,
    drop: (event) => {
      event.preventDefault();
      other.drag(false);
      if (!event.dataTransfer) return;
      void dropped(event.dataTransfer).then((files) => {
        if (files.length > 0) void other.open(files);
        else view.set({ note: text.t("nothing_dropped") });
      });
    },
    csv: () => found && save(fileName(title, "csv"), "text/csv", comparisonCsv(found)),
    json: () => found && save(fileName(title, "json"), "application/json", `${JSON.stringify(found, null, 2)}\n`),
  };
}
