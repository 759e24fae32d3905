/** Hands a text, or bytes, to the reader as a file. */

export function save(name: string, type: string, text: string | Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** A file name of a title and what is otherwise: letters and digits, joined by hyphens. */
export function fileName(title: string, ending: string, otherwise = ""): string {
  const name = plain(title).slice(0, 60).replace(/-$/, "") || "subcap";
  const with_ = plain(otherwise).slice(0, 40).replace(/-$/, "");
  return `${name}${with_ && `--${with_}`}.${ending}`;
}

function plain(title: string): string {
  return title
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "")
    .toLowerCase();
}
