import "subcap/define";
import { Engine } from "subcap/engine";

document.querySelector("subcap-estimator").addEventListener("subcap-estimate", ({ detail }) => {
  document.querySelector("#total").textContent = `${detail.name}: ${detail.readings.length} readings`;
});

// The engine alone, without the element.
const engine = await Engine.start();
const { name } = await engine.openDemo();
document.title = `${name}, engine ${engine.version}`;
