/** The position out of the page: print, CSV, JSON. */

import { csv } from "./export/csv.js";
import { type About, reportJson } from "./export/report-json.js";
import { fileName, save } from "./export/save.js";
import { renamedReport } from "./state/pseudonyms.js";
import { changes } from "./state/scenario.js";
import type { Report } from "./types.js";
import type { Outgoing } from "./views/handover.js";
import { whyLost } from "./views/ledger.js";
import { changeText } from "./views/levers/changes.js";
import { inOrder, type View } from "./views/view.js";

export function handing(view: View): Outgoing {
  const { desk, text, look } = view;
  /** The report shown, with the levers as set: the whole one, so it may have to be waited for. */
  const report = async (): Promise<Report | null> => {
    if (desk.levers.error) return null;
    const whole = desk.levers.changed ? (desk.levers.after ?? (await desk.port().reportOf(desk.levers.document))) : desk.base;
    return whole && look.pseudonyms ? renamedReport(whole, view.name, text.t("withheld")) : (whole ?? null);
  };
  /** Said when the button is pressed, as the figures are. */
  const about = (): About => ({
    marking: look.privilege.trim(),
    scenario: desk.levers.changed
      ? {
          name: view.name(desk.scenarios.nameOf(desk.levers.document) ?? text.t("now")),
          changes: changes(desk.levers.document).map((change) => changeText(view, change)),
        }
      : null,
  });
  const file = (ending: string, { scenario }: About): string => {
    const title = look.matter.trim() || view.name(desk.base?.name ?? "");
    return fileName(title, ending, scenario ? (desk.scenarios.nameOf(desk.levers.document) ? scenario.name : text.t("file_changed")) : "");
  };
  const out = (ending: string, type: string, write: (report: Report, about: About) => string) => (): void => {
    const said = about();
    void report().then((found) => found && save(file(ending, said), type, write(found, said)));
  };
  return {
    print: () => window.print(),
    csv: out("csv", "text/csv", (found, said) =>
      csv({ ...found, readings: inOrder(found.readings) }, said, (quarter) => whyLost(view, quarter), text.t("at_least")),
    ),
    json: out("json", "application/json", reportJson),
  };
}
