/**
 * Scenarios in the address: compressed, in the fragment, which no browser sends. What comes in is anybody's text:
 * its size is capped while it is unpacked, and only documents of a scenario's form get through.
 */

import { type QuickForm, formFrom } from "../quick/form.js";
import { type Scenario, scenarioFrom } from "../state/scenario.js";

const PREFIX = "#v1=";
/** Longer addresses break in mail and chat programs. */
const LONGEST = 16_000;
const UNPACKED = 256 * 1024;
const MOST = 50;

export interface Bundle {
  scenarios: Scenario[];
  /** The levers as set, beside the kept scenarios. */
  levers?: Scenario;
  /** The figures of the quick estimate, if they are its scenarios. */
  quick?: QuickForm;
}

async function through(bytes: Uint8Array, step: GenericTransformStream, most: number): Promise<Uint8Array> {
  const reader = (new Blob([bytes as BlobPart]).stream() as ReadableStream<Uint8Array>)
    .pipeThrough(step as unknown as ReadableWritablePair<Uint8Array, Uint8Array>)
    .getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > most) {
      await reader.cancel();
      throw new RangeError("too large");
    }
    parts.push(value);
  }
  return new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer());
}

/** The fragment that holds the scenarios; null if it would be too long. */
export async function fragmentOf(bundle: Bundle): Promise<string | null> {
  const text = new TextEncoder().encode(JSON.stringify(bundle));
  const packed = await through(text, new CompressionStream("deflate-raw"), Number.MAX_SAFE_INTEGER);
  let binary = "";
  for (const byte of packed) binary += String.fromCharCode(byte);
  const fragment = PREFIX + btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  return fragment.length > LONGEST ? null : fragment;
}

/** The scenarios of a fragment; null if it is none of ours, an error if it is broken. */
export async function bundleOf(fragment: string): Promise<Bundle | null> {
  if (!fragment.startsWith(PREFIX)) return null;
  if (fragment.length > LONGEST * 4) throw new RangeError("too long");
  const text = atob(fragment.slice(PREFIX.length).replace(/-/g, "+").replace(/_/g, "/"));
  const packed = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  const unpacked = await through(packed, new DecompressionStream("deflate-raw"), UNPACKED);
  const bundle = bundleFrom(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(unpacked)));
  if (!bundle) throw new TypeError("no scenarios");
  return bundle;
}

/** Scenarios from outside: a bundle, or one document. */
export function bundleFrom(value: unknown): Bundle | null {
  if (typeof value !== "object" || value === null) return null;
  if (!("scenarios" in value)) {
    const one = scenarioFrom(value);
    return one ? { scenarios: [one] } : null;
  }
  const list = value.scenarios;
  if (!Array.isArray(list) || list.length > MOST) return null;
  const scenarios = list.map(scenarioFrom);
  const levers = "levers" in value ? scenarioFrom(value.levers) : undefined;
  const quick = "quick" in value ? formFrom(value.quick) : undefined;
  if (scenarios.some((scenario) => scenario === null) || levers === null || quick === null) return null;
  return { scenarios: scenarios as Scenario[], ...(levers ? { levers } : {}), ...(quick ? { quick } : {}) };
}
