/** A place for files: dropped on it, or chosen one by one or as a folder. */

import { html, nothing } from "lit";
import type { PickedFile } from "../engine-port.js";
import type { Drawn, View } from "./view.js";

export interface Dropping {
  /** In front of the names of its inputs. */
  prefix?: string;
  title: string;
  hint: string;
  dragging: boolean;
  drag(on: boolean): void;
  drop(event: DragEvent): void;
  open(files: PickedFile[]): void;
}

/** `beside` stands beside the buttons, `below` under them. */
export function drop(view: View, into: Dropping, beside: Drawn = nothing, below: Drawn = nothing): Drawn {
  const { text } = view;
  const { prefix = "" } = into;
  const chosen = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    const files = [...(input.files ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
    input.value = "";
    if (files.length > 0) into.open(files);
  };
  const over = (on: boolean) => (event: DragEvent) => {
    event.preventDefault();
    into.drag(on);
  };
  return html`<div
    class="drop ${into.dragging ? "over" : ""}"
    part="drop"
    @dragenter=${over(true)}
    @dragover=${over(true)}
    @dragleave=${over(false)}
    @drop=${into.drop}
  >
    <p class="drop-title">${into.title}</p>
    <p class="hint">${into.hint}</p>
    <div class="actions">
      <label class="button main"
        >${text.t("choose_files")}<input
          class="visually-hidden"
          type="file"
          name="${prefix}files"
          multiple
          @change=${chosen}
      /></label>
      <label class="button"
        >${text.t("choose_folder")}<input
          class="visually-hidden"
          type="file"
          name="${prefix}folder"
          webkitdirectory
          @change=${chosen}
      /></label>
      ${beside}
    </div>
    ${below}
  </div>`;
}
