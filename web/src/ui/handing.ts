/** The position out of the page: print, CSV, JSON. */

import { csv } from "./export/csv.js";
import { fileName, save } from "./export/save.js";
import { renamedReport } from "./state/pseudonyms.js";
import type { Report } from "./types.js";
import type { Outgoing } from "./views/handover.js";
import type { View } from "./views/view.js";

export function handing(view: View): Outgoing {
  const { desk, text, look } = view;
  /** The report shown, with the levers as set: the whole one, so it may have to be waited for. */
  const report = async (): Promise<Report | null> => {
    if (desk.answerError) return null;
    const whole = desk.changed ? (desk.after ?? (await desk.port().whatif([desk.document]))[0])?.report : desk.base;
    return whole && look.pseudonyms ? renamedReport(whole, view.name, text.t("withheld")) : (whole ?? null);
  };
  const title = (): string => look.matter.trim() || view.name(desk.base?.name ?? "");
  return {
    print: () => window.print(),
    csv: () => void report().then((found) => found && save(fileName(title(), "csv"), "text/csv", csv(found))),
    json: () =>
      void report().then(
        (found) => found && save(fileName(title(), "json"), "application/json", `${JSON.stringify(found, null, 2)}\n`),
      ),
  };
}
