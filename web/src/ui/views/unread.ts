/** Files that were given and are in no figure: nobody is to believe that they were counted. */

import type { Opened } from "../engine-port.js";

export function unread({ files, exports }: Opened): string[] {
  const names = [
    ...files.filter(({ table }) => table === null).map(({ file }) => file),
    ...exports.filter(({ used }) => !used).map(({ file }) => file),
  ];
  return [...new Set(names)];
}
