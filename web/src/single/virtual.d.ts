// What scripts/single.js puts in.

/** The engine: its checksum, and LZMA as letters. */
declare module "virtual:subcap/engine" {
  const packed: string;
  export default packed;
}
/** What reads exports, likewise. */
declare module "virtual:subcap/importer" {
  const packed: string;
  export default packed;
}
/** What unpacks those two: base64. */
declare module "virtual:subcap/unpack" {
  const base64: string;
  export default base64;
}
declare module "virtual:subcap/worker" {
  const script: string;
  export default script;
}
