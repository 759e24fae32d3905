/**
 * Four bytes as five letters (base 85): a sixteenth less than base64. The alphabet has no letter that means
 * something in HTML or in a string of JavaScript.
 */

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%()*+,-./:;=?@[]^_{}";

/** What scripts/single.js wrote; the first letter is the number of bytes that fill up the last four. */
export function bytes85(letters: string): Uint8Array<ArrayBuffer> {
  const value = new Uint8Array(128);
  for (let i = 0; i < ALPHABET.length; i++) value[ALPHABET.charCodeAt(i)] = i;
  const digit = (at: number) => value[letters.charCodeAt(at) & 127] ?? 0;
  const bytes = new Uint8Array(Math.floor((letters.length - 1) / 5) * 4);
  const view = new DataView(bytes.buffer);
  for (let from = 1, to = 0; to < bytes.length; from += 5, to += 4) {
    let word = 0;
    for (let i = 0; i < 5; i++) word = word * 85 + digit(from + i);
    view.setUint32(to, word);
  }
  return bytes.subarray(0, bytes.length - digit(0));
}
