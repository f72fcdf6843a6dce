// Makes qualcode/workbench/static/page.js, the one module that notebook and browser load, from src/.
// Readable on purpose: what runs in a researcher's browser can be read there.
import { build } from "esbuild";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const into = process.argv[2] ?? join(here, "..", "qualcode", "workbench", "static");
mkdirSync(into, { recursive: true });
await build({
  entryPoints: [join(here, "src", "main.js")],
  outfile: join(into, "page.js"),
  bundle: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  banner: { js: "// qualcode, the coding page (Apache-2.0). Built from frontend/src; edit there." },
});
// One style sheet, too: its parts in the order of their names.
const css = join(here, "src", "css");
const parts = readdirSync(css).filter((name) => name.endsWith(".css")).sort();
writeFileSync(join(into, "page.css"), parts.map((name) => readFileSync(join(css, name), "utf8")).join("\n"));
