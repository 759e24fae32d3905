/** How much room the element has. */

import type { Size } from "./views/view.js";

/** Widths of the element from which it has room for tables, and for levers beside the answer. */
const SIZES = { small: 700, large: 1020 };
/** Size of letters for which drawings are made, and their least width. */
const LETTERS = 15;
const LEAST = 260;

export interface Room {
  size: Size;
  /** Width of a card and of the whole column, in units of the letters' size. */
  wide: number;
  column: number;
}

export const ROOM: Room = { size: "large", wide: 720, column: 720 };

/** The room there is now; the very same object where it is as before. */
export function measured(before: Room, root: ParentNode): Room {
  const frame = root.querySelector(".frame");
  if (!frame?.isConnected) return before;
  const size = frame.clientWidth < SIZES.small ? "small" : frame.clientWidth < SIZES.large ? "medium" : "large";
  const main = root.querySelector(".main-column");
  // Drawings are made in units of the letters' size, so that they grow with it on a large screen.
  const unit = parseFloat(getComputedStyle(frame).fontSize) / LETTERS;
  const inner = (element: Element | null): number =>
    Math.max(LEAST, Math.round(((element?.clientWidth ?? 0) - 2.1 * unit * LETTERS) / unit));
  const column = inner(main);
  const wide = inner(root.querySelector(".panel .card") ?? main);
  const same = size === before.size && (!main || (wide === before.wide && column === before.column));
  return same ? before : { size, wide, column };
}
