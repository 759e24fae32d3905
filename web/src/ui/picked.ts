/** Files as a host page gives them, and as the page keeps them: it may have to read them again. */

import type { EstateFile } from "../engine-client/index.js";
import type { PickedFile } from "./engine-port.js";

/** Of an input, or with a name of its own. A stream could be read only once. */
export type GivenFile = File | (EstateFile & { data: Exclude<EstateFile["data"], ReadableStream> });

/** None where something else was given. */
export function pickedFrom(given: GivenFile[]): PickedFile[] | null {
  if (!Array.isArray(given)) return null;
  const picked = given.map(pickedOf).filter((one) => one !== null);
  return picked.length === given.length ? picked : null;
}

function pickedOf(given: GivenFile | null): PickedFile | null {
  if (given instanceof File) return { path: given.webkitRelativePath || given.name, file: given };
  const { name, data } = given ?? {};
  const usable = typeof data === "string" || data instanceof Blob || data instanceof ArrayBuffer || ArrayBuffer.isView(data);
  if (typeof name !== "string" || !usable) return null;
  return { path: name, file: data instanceof File ? data : new File([data as BlobPart], name.slice(name.lastIndexOf("/") + 1)) };
}
