declare module "virtual:subcap/importer" {
  const base64: string;
  export default base64;
}
declare module "virtual:subcap/wasm" {
  const base64: string;
  export default base64;
}
declare module "virtual:subcap/worker" {
  const script: string;
  export default script;
}
