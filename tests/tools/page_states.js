// States that an exported web page shows, for tests: node page_states.js FOLD.js PAGE.html < times, one line of JSON a
// time. A line of input is "RUN SECONDS". The page's own data and fold, without a browser.
const fs = require("fs");
const zlib = require("zlib");

const [foldPath, pagePath] = process.argv.slice(2);
const fold = require(fs.realpathSync(foldPath));
const page = fs.readFileSync(pagePath, "utf8");
if (!page.includes(fs.readFileSync(foldPath, "utf8"))) throw new Error("the page holds another fold");

function unpack(id) {
  const packed = page.match(new RegExp(`<script type="text/plain" id="${id}">([A-Za-z0-9+/=]*)</script>`))[1];
  return JSON.parse(zlib.gunzipSync(Buffer.from(packed, "base64")).toString("utf8"));
}

const core = unpack("core");
const texts = unpack("texts");
const runs = core.runs.map((run) => new fold.RunFold(run));
const allTexts = runs.map((run, i) => new fold.Texts(run, texts[i]));
for (const line of fs.readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const [run, t] = line.split(" ").map(Number);
  process.stdout.write(JSON.stringify(fold.stateJson(runs[run], allTexts[run], runs[run].at(t))) + "\n");
}
