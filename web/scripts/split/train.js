// What a page does until it shows its first answer: what that takes of the engine is its first module.

import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** As the form of the quick estimate fills them in. */
const QUICK = {
  "estate.toml": 'name = "IBM MQ"\nas_of = 2025-12-31\ncurrency = "USD"\nfirst_deployment = 2022-01-01\n',
  "hosts.csv": "host,cores,cluster,pvu_per_core\nhost-1,32,cluster-1,70\nhost-2,32,cluster-1,70\n",
  "vms.csv": "vm,host,cores\nvm-1,host-1,8\n",
  "installs.csv": "product,vm,from\nIBM MQ,vm-1,2022-01-01\n",
  "products.csv": "product,metric,list_price,contract_price,support_bp\nIBM MQ,PVU,61.50,61.50,2000\n",
  "entitlements.csv": "product,quantity\nIBM MQ,560\n",
  "evidence.csv":
    "id,kind,scope,from,to\nmeasured 2025-Q3,measured,*,2025-07-01,2025-09-30\nreport 2025-Q3,report,*,2025-07-01,2025-09-30\n",
};

/** Calls of the engine's glue, whose wasm was started. */
export function engine({ Session, version, readings, isTable, lacksColumns, demoTables }) {
  const bytes = (text) => new TextEncoder().encode(text);
  const answer = (session) => {
    session.finish({});
    session.estimate({});
    for (const table of ["hosts.csv", "vms.csv", "evidence.csv"]) session.rows({ table, count: 100 });
    session.free();
  };
  version();
  readings();
  const demo = new Session();
  demo.readDemo();
  answer(demo);
  const given = JSON.parse(demoTables()).map(({ file, text }) => [file, text]);
  for (const tables of [Object.entries(QUICK), given]) {
    const session = new Session();
    for (const [file, text] of tables) {
      isTable(file);
      lacksColumns(file, bytes(text).subarray(0, 1000));
      session.begin(file);
      session.push(bytes(text));
      session.end();
    }
    answer(session);
  }
}

/** Calls of the importers' glue, whose wasm was started: every case of exports. */
export function importer({ Importer, kinds, tell }) {
  kinds();
  const cases = here("../tests/imports/");
  for (const name of readdirSync(cases).sort()) {
    const importer = new Importer();
    for (const [set, files] of sets(`${cases}${name}/given/`)) {
      importer.beginSet(set);
      for (const [file, bytes] of files) {
        tell(file, bytes.subarray(0, 1000));
        importer.beginFile(file, null);
        importer.push(bytes);
        importer.endFile();
      }
      importer.endSet();
    }
    importer.finish(null, null, false);
    importer.free();
  }
}

/** Files by set: a folder that stands for an archive is one, a file of its own another. */
function sets(folder) {
  const within = (path) =>
    readdirSync(`${folder}${path}`, { withFileTypes: true })
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((entry) => (entry.isDirectory() ? within(`${path}/${entry.name}`) : [`${path}/${entry.name}`]));
  return readdirSync(folder, { withFileTypes: true }).map((entry) => {
    const name = entry.name.replace(/\.(d|cut)$/, "");
    if (!entry.isDirectory()) return [name, [[name, readFileSync(`${folder}${name}`)]]];
    const files = within(entry.name).map((path) => [path.slice(entry.name.length + 1), readFileSync(`${folder}${path}`)]);
    return [name, files.map(([path, bytes]) => [`${name}/${path}`, bytes])];
  });
}
