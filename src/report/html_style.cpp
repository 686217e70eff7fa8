#include "report/html_style.h"

#include "plot/svg.h"

namespace credence::report {
namespace {

// Contrast of words on their ground: at least 4.5 in either theme.
constexpr const char* light = R"(
  color-scheme: light;
  --ground: #f6f7fa; --card: #ffffff; --edge: #dfe3ea; --ink: #111827; --soft: #4b5563;
  --accent: #1d4ed8; --second: #b45309; --mark: #eef3ff; --warn: #fff6e5;
  --plot-accent: #1d4ed8; --plot-second: #b45309; --plot-grey: #4b5563;
  --plot-faint: #9ca3af; --plot-ink: #111827; --plot-words: #5b6472;
  --plot-grid: #e5e7eb; --plot-frame: #a3aab5; --plot-shade: #e8edf7;
  --plot-paper: #ffffff;
)";
constexpr const char* dark = R"(
  color-scheme: dark;
  --ground: #0b1020; --card: #131a2e; --edge: #27314d; --ink: #e8ecf6; --soft: #aab4cb;
  --accent: #86adff; --second: #f2b066; --mark: #1a2646; --warn: #33270f;
  --plot-accent: #86adff; --plot-second: #f2b066; --plot-grey: #b4bdd0;
  --plot-faint: #6d7a98; --plot-ink: #e8ecf6; --plot-words: #aab4cb;
  --plot-grid: #232d48; --plot-frame: #55617f; --plot-shade: #1d2a4d;
  --plot-paper: #131a2e;
)";

constexpr const char* rules = R"(
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); line-height: 1.5;
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
main { max-width: 1080px; margin: 0 auto; padding: 32px 20px 64px; }
header p { margin: 4px 0 0; color: var(--soft); }
h1 { font-size: 28px; line-height: 1.2; margin: 0; }
h2 { font-size: 21px; line-height: 1.25; margin: 0 0 12px; }
h3 { font-size: 17px; margin: 24px 0 8px; }
p { margin: 0 0 12px; max-width: 78ch; }
nav ul { display: flex; flex-wrap: wrap; gap: 4px 18px; list-style: none; padding: 0;
  margin: 16px 0 0; font-size: 14px; }
a { color: var(--accent); }
a:focus-visible, .scroll:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
section { background: var(--card); border: 1px solid var(--edge); border-radius: 12px;
  padding: 24px; margin-top: 20px; }
.lead { font-size: 18px; }
.lead p { margin-bottom: 8px; }
.soft, figcaption, caption { color: var(--soft); }
.scroll { overflow-x: auto; max-width: 100%; }
table { border-collapse: collapse; font-size: 14px; font-variant-numeric: tabular-nums;
  margin: 8px 0 12px; }
caption { text-align: left; padding: 0 0 6px; font-size: 14px; }
th, td { padding: 6px 12px; border-bottom: 1px solid var(--edge); text-align: right;
  vertical-align: middle; font-weight: normal; white-space: nowrap; }
thead th { color: var(--soft); vertical-align: bottom; white-space: normal; min-width: 5em;
  border-bottom: 1px solid var(--soft); }
tbody th, th.words, td.words { text-align: left; }
th:first-child { padding-left: 8px; }
td.words { white-space: normal; }
tr.marked { background: var(--mark); }
tr.marked th, tr.marked td { font-weight: 600; }
figure { margin: 16px 0; }
.picture { min-width: 620px; }
.picture svg { display: block; width: 100%; height: auto; }
.picture text, .picture tspan { font-family: system-ui, -apple-system, "Segoe UI", Roboto,
  "DejaVu Sans", sans-serif; }
figcaption { font-size: 14px; margin-top: 4px; max-width: 90ch; }
.interval { display: inline-block; vertical-align: middle; }
.interval line { stroke: var(--soft); stroke-width: 1.5; }
.interval .axis { stroke: var(--edge); stroke-width: 1; }
.interval .possible { stroke: var(--second); stroke-dasharray: 3 2; }
.interval circle { fill: var(--card); stroke: var(--soft); stroke-width: 2; }
.interval.best line.range { stroke: var(--accent); stroke-width: 2.5; }
.interval.best circle { fill: var(--accent); stroke: var(--accent); }
.share rect { fill: var(--accent); }
.share { display: inline-block; vertical-align: middle; }
ul.warnings { list-style: none; padding: 0; margin: 0 0 12px; }
ul.warnings li { background: var(--warn); border-left: 4px solid var(--second);
  padding: 8px 12px; margin-bottom: 8px; max-width: 90ch; }
details summary { cursor: pointer; color: var(--accent); }
code { font: 13px/1.4 ui-monospace, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 20px; margin: 0 0 12px; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 600px) {
  main { padding: 20px 12px 40px; } section { padding: 16px; }
  dl { grid-template-columns: 1fr; } dd { margin-bottom: 8px; } h1 { font-size: 24px; }
}
@page { size: A4; margin: 14mm; }
@media print {
  body { font-size: 10.5pt; background: none; }
  main { max-width: none; padding: 0; }
  nav, .on-screen { display: none; }
  section { border: 0; padding: 0; margin-top: 18pt; border-radius: 0; }
  h2, h3 { break-after: avoid; } figure, tr { break-inside: avoid; }
  .scroll { overflow: visible; } .picture { min-width: 0; }
  table { font-size: 8.5pt; } th, td { padding: 3px 6px; }
  .interval { width: 110px; height: auto; } .share { width: 90px; }
  svg, tr.marked, ul.warnings li { print-color-adjust: exact;
    -webkit-print-color-adjust: exact; }
}
)";

}  // namespace

std::string html_style() {
  return std::string(":root {") + light +
         "}\n@media screen and (prefers-color-scheme: dark) { :root {" + dark +
         "} }\n" + rules + plot::page_style();
}

}  // namespace credence::report
