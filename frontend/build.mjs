// Makes qualcode/workbench/static/page.js and page.css, which notebook and browser load, from src/.
// Made small: what runs in a researcher's browser is read in src/, and a test holds that it is made from there.
import { build, transform } from "esbuild";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const into = process.argv[2] ?? join(here, "..", "qualcode", "workbench", "static");
const small = { minify: true, lineLimit: 120, charset: "utf8", legalComments: "none" };
mkdirSync(into, { recursive: true });
await build({
  entryPoints: [join(here, "src", "main.js")],
  outfile: join(into, "page.js"),
  bundle: true,
  format: "esm",
  target: "es2022",
  banner: { js: "// qualcode, the coding page (Apache-2.0). Built from frontend/src; edit there." },
  ...small,
});
// One style sheet, too: its parts in the order of their names.
const css = join(here, "src", "css");
const parts = readdirSync(css).filter((name) => name.endsWith(".css")).sort();
const sheet = await transform(parts.map((name) => readFileSync(join(css, name), "utf8")).join("\n"), { loader: "css", ...small });
writeFileSync(join(into, "page.css"), `/* qualcode, the coding page (Apache-2.0). Built from frontend/src/css; edit there. */\n${sheet.code}`);
