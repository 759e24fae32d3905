// The manifest of the element as it is published: what a host page may use, under the modules that it can import.

/** What `exports` of package.json gives for `subcap` and `subcap/define`. */
const [CLASS, DEFINE] = ["lib/index.js", "lib/ui/define.js"];

/** `manifest`: what the analyzer found in the sources. */
export function published(manifest) {
  const [element] = manifest.modules.flatMap(({ declarations }) => declarations).filter(({ tagName }) => tagName);
  const declaration = { name: element.name, module: CLASS };
  const exported = { kind: "js", name: element.name, declaration };
  const defined = { kind: "custom-element-definition", name: element.tagName, declaration };
  return {
    ...manifest,
    modules: [
      { kind: "javascript-module", path: CLASS, declarations: [offered(element)], exports: [exported] },
      { kind: "javascript-module", path: DEFINE, declarations: [], exports: [exported, defined] },
    ],
  };
}

function offered(element) {
  const isOffered = ({ name, privacy = "public" }) => privacy === "public" && !name.endsWith("_");
  // The analyzer also finds an event in the line that sends them all.
  const isNamed = ({ name }) => name.startsWith(element.tagName.split("-")[0]);
  return { ...element, members: element.members.filter(isOffered), events: element.events.filter(isNamed) };
}
