/** Scenarios in and out: files and the address. */

import { type Bundle, bundleFrom, bundleOf, fragmentOf } from "./export/fragment.js";
import { fileName, save } from "./export/save.js";
import type { QuickForm } from "./quick/form.js";
import type { Desk } from "./state/desk.js";
import { type Scenario, scenarioFrom, tidy } from "./state/scenario.js";
import type { Files } from "./views/scenarios.js";
import type { View } from "./views/view.js";

/** No scenario of a person is larger. */
const LARGEST = 1024 * 1024;

/** Where scenarios go: those of a link may belong to another desk than the one that is looked at. */
export interface Shared {
  /** The desk for scenarios of a quick estimate, or of an estate. */
  desk(quick: QuickForm | undefined): Desk;
  /** The link has these figures. */
  linked(quick: QuickForm): void;
}

export function sharing(view: View, shared: Shared): Files & { read(fragment: string): Promise<string> } {
  const { desk, text } = view;
  const note = (said: string): void => view.set({ note: said });
  const bundle = (): Bundle => ({
    scenarios: desk.scenarios.kept.map((kept) => kept.document),
    ...(desk.levers.changed ? { levers: desk.levers.document } : {}),
  });
  const all = (): Scenario[] => [...desk.scenarios.kept.map((kept) => kept.document), ...(desk.levers.changed ? [desk.levers.document] : [])];
  const take = ({ scenarios, levers }: Bundle, desk: Desk): string => {
    for (const scenario of scenarios)
      desk.scenarios.keep(scenario.name ?? text.t("scenario_default", { n: desk.scenarios.kept.length + 1 }), scenario);
    const said = scenarios.length > 0 || !levers ? [text.n("scenario_opened", scenarios.length)] : [];
    if (levers) said.push(takeLevers(levers, desk));
    desk.scenarios.saved([...scenarios, ...(levers ? [levers] : [])]);
    return said.join(" ");
  };
  /** Levers that somebody has set stay. */
  const takeLevers = (levers: Scenario, { levers: now, scenarios }: Desk): string => {
    if (!now.changed) {
      now.set(levers);
      return text.t("levers_opened");
    }
    const name = text.t("levers_name");
    if (JSON.stringify(tidy(levers)) !== JSON.stringify(now.document)) scenarios.keep(name, levers);
    return text.t("levers_kept", { name });
  };
  const one = async (file: File): Promise<string> => {
    if (file.size > LARGEST) return text.t("file_too_large", { file: file.name });
    try {
      const found = await bundleIn(file);
      if (found) return take(found, desk);
    } catch {
      // Neither JSON nor a scenario in TOML: said below.
    }
    return text.t("file_bad", { file: file.name });
  };
  /** What the page saved; or one document of the command line's, whose name is else that of its file. */
  const bundleIn = async (file: File): Promise<Bundle | null> => {
    const content = await file.text();
    if (!/\.toml$/i.test(file.name)) return bundleFrom(JSON.parse(content));
    const scenario = scenarioFrom(await desk.port().readScenario(file.name, content));
    return scenario && { scenarios: [{ ...scenario, name: scenario.name ?? file.name.replace(/\.toml$/i, "") }] };
  };
  return {
    open: (files) => {
      void Promise.all([...(files ?? [])].map(one)).then((said) => {
        if (said.length > 0) note(said.join(" "));
      });
    },
    saveAll: () => {
      save(
        fileName(`${view.name(desk.base?.name ?? "")} scenarios`, "json"),
        "application/json",
        `${JSON.stringify(bundle(), null, 2)}\n`,
      );
      desk.scenarios.saved(all());
    },
    saveOne: (kept) => {
      save(fileName(kept.name, "json"), "application/json", `${JSON.stringify(kept.document, null, 2)}\n`);
      desk.scenarios.saved([kept.document]);
    },
    link: () => {
      if (view.outdated) return note(text.t("outdated_not_out"));
      const linked = all();
      const { quick } = view;
      void fragmentOf({ ...bundle(), ...(quick ? { quick } : {}) }).then(async (fragment) => {
        if (!fragment) return note(text.t("link_too_long"));
        history.replaceState(history.state, "", fragment);
        desk.scenarios.saved(linked);
        if (quick) shared.linked(quick);
        // A page without the clipboard, or without leave to use it, still has the address.
        const copied = await navigator.clipboard?.writeText(location.href).then(
          () => true,
          () => false,
        );
        note(text.t(copied ? "link_copied" : "link_ready"));
      });
    },
    read: async (fragment) => {
      try {
        const found = await bundleOf(fragment);
        if (!found) return "";
        const said = take(found, shared.desk(found.quick));
        return found.quick ? text.t("quick_opened") : `${said} ${text.t("open_their_estate")}`;
      } catch {
        return text.t("link_bad");
      }
    },
  };
}
