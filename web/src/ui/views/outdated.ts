/** What is said where a figure of the quick estimate is unusable: the answer is that of before. */

import { html, nothing } from "lit";
import type { Drawn, View } from "./view.js";

export function outdated({ outdated, desk, text }: View): Drawn {
  if (!outdated) return nothing;
  return html`<div class="problem unfit" role="status">
    <strong>${text.t(desk.opening.error ? "outdated_error" : "outdated")}</strong>
    <p>${text.t("outdated_shown")}</p>
  </div>`;
}
