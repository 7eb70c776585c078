/** The page's one style sheet: paper, ink, one accent, colour kept for meaning; it prints in black and white as well. */
export const STYLE = `
:root{--paper:#fbfaf7;--card:#fff;--line:#e6e2d9;--hair:#f0ede6;--ink:#1d2321;--muted:#5c6661;--accent:#0f5c4d;--accent-soft:#e3f1ed;--danger:#b3261e;--danger-soft:#fbe9e7;--warn:#855800;--warn-soft:#fff4d6;--ok:#166b3f;--ok-soft:#e4f5ec;--info:#2b5fab;--info-soft:#e8f0fb;--quiet-soft:#f1efe9;--violet:#7a4fa3;--amber:#d9a441;--font:Inter,system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;--mono:"JetBrains Mono",ui-monospace,Menlo,Consolas,monospace;color-scheme:light}
*{box-sizing:border-box}
html{scroll-padding-top:12px;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:14px/1.5 var(--font);overflow-wrap:anywhere}
h1{font-size:24px;line-height:1.25;margin:0;letter-spacing:-.2px;text-wrap:balance}
h2{font-size:17px;margin:0}
h3{font-size:14px;line-height:1.4;margin:0}
p{margin:0}
a{color:var(--accent)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:4px}
small,.muted{color:var(--muted)}
small{font-size:12px}
.mono{font-family:var(--mono);font-size:12px}
.sheet{position:absolute}
.icon{flex:none;vertical-align:-3px}
.icon .f,symbol .f{fill:currentColor}
symbol .s{fill:none;stroke:#fff;stroke-width:1.7;stroke-linecap:round;stroke-linejoin:round}
symbol .o{fill:none;stroke:currentColor;stroke-width:1.7}
.icon.ok{color:var(--ok)}.icon.bad{color:var(--danger)}.icon.warn,.icon.outage,.icon.policy{color:var(--warn)}.icon.info{color:var(--muted)}.icon.person{color:var(--accent)}

.rail{background:#12211d;color:#cfdcd7;padding:14px 18px}
.rail b{color:#fff;font-size:17px;letter-spacing:.2px}
.rail ul{display:none;list-style:none;margin:0;padding:0}
.rail a{display:flex;justify-content:space-between;gap:8px;padding:6px 10px;border-radius:7px;color:inherit;text-decoration:none;margin:1px 0}
.rail a:hover{background:#1f3a33;color:#fff}
.rail i{font-style:normal;font-size:11px;line-height:18px;background:#33514a;color:#fff;border-radius:9px;padding:0 7px;align-self:center}
.rail i.bad{background:var(--danger)}.rail i.warn{background:#7a5a12}
main{padding:20px 16px 40px;max-width:1180px}
section{margin-top:30px}
.head{display:flex;gap:4px 12px;align-items:baseline;flex-wrap:wrap;margin-bottom:12px}
.head p{color:var(--muted)}
.top{display:grid;gap:6px;margin-bottom:18px}

.pill{border-radius:99px;padding:2px 10px;font-size:12px;line-height:18px;font-weight:600;display:inline-block;white-space:nowrap}
.pill.ok{background:var(--ok-soft);color:var(--ok)}.pill.warn{background:var(--warn-soft);color:var(--warn)}.pill.bad{background:var(--danger-soft);color:var(--danger)}.pill.inf{background:var(--info-soft);color:var(--info)}.pill.quiet{background:var(--quiet-soft);color:var(--muted)}
.pills{display:flex;gap:6px;flex-wrap:wrap}
.card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:16px 18px;min-width:0}
.grid{display:grid;gap:14px}
.stats{display:grid;gap:10px;grid-template-columns:1fr 1fr}
.stat{display:block;color:inherit;text-decoration:none}
.stat b{display:block;font-size:26px;line-height:1.3;letter-spacing:-.4px}
.stat small{display:block}
.stat .row{display:flex;gap:8px;align-items:center;color:var(--muted);font-size:13px}
.stat.zero b{color:var(--muted);font-weight:500}
a.stat:hover{border-color:var(--accent)}

.verdict{display:flex;flex-direction:column;gap:8px;border-left-width:4px}
.verdict.bad{border-left-color:var(--danger)}.verdict.warn{border-left-color:#c98f1b}.verdict.open{border-left-color:var(--accent)}
.verdict:target{outline:2px solid var(--accent);outline-offset:2px}
.title{display:flex;gap:8px 10px;align-items:flex-start;flex-wrap:wrap}
.title h3{flex:1 1 220px;min-width:0}
.title h3 a{color:inherit;text-decoration:none}
.title h3 a:hover{text-decoration:underline}
.facts{color:var(--muted);font-size:13px}
.facts bdi,.facts b{color:var(--ink);font-weight:600}.people,.people bdi{color:var(--ink);font-weight:400}
.next{background:var(--accent-soft);border-radius:8px;padding:9px 12px}
.next b{color:var(--accent);margin-right:6px}
.verdict.bad .next{background:var(--danger-soft)}.verdict.bad .next b{color:var(--danger)}
.push{margin-top:auto}
details{font-size:13px}
summary{cursor:pointer;color:var(--accent);font-weight:600;padding:3px 0}
details[open]>summary{margin-bottom:6px}
details+details{border-top:1px solid var(--hair);margin-top:8px;padding-top:8px}
.more{color:var(--muted);padding-top:6px}
.scroll{overflow-x:auto}

table{border-collapse:collapse;width:100%;font-size:13px}
caption{text-align:left;color:var(--muted);font-size:12px;padding-bottom:4px}
th{text-align:left;font-size:12px;color:var(--muted);font-weight:600;padding:5px 10px 5px 0;border-bottom:1px solid var(--line);vertical-align:bottom}
td{padding:6px 10px 6px 0;border-bottom:1px solid var(--hair);vertical-align:top}
td:last-child,th:last-child{padding-right:0}
tr:last-child td{border-bottom:0}
.num{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
th.num{white-space:normal}
.time{white-space:nowrap;font-variant-numeric:tabular-nums}
.causes td{padding:4px 8px 4px 0;border:0;vertical-align:middle}
.verdict .causes{max-width:560px}
.causes .name{width:46%}
.causes .first{font-weight:600}
.over{table-layout:fixed}.over th:first-child{width:40%}
.bar{display:block;width:100%;height:10px;min-width:40px}
.bar .back{fill:var(--quiet-soft)}

.chart{display:block;width:100%;height:170px}
.chart line{stroke:#eee8dc;stroke-width:1;vector-effect:non-scaling-stroke}
.frame{display:grid;grid-template-columns:auto 1fr;gap:0 8px;margin-top:10px}
.y,.x{display:flex;justify-content:space-between;color:var(--muted);font-size:11px;line-height:1}
.y{flex-direction:column;text-align:right;height:170px;min-width:28px}
.x{grid-column:2;padding-top:6px;gap:8px}
.legend{display:flex;flex-wrap:wrap;gap:4px 14px;margin:10px 0 4px;padding:0;list-style:none;font-size:12px;color:var(--muted)}
.legend li{display:flex;gap:6px;align-items:center}
rect.authenticator{fill:var(--accent)}rect.delivery{fill:var(--violet)}rect.account{fill:var(--info)}rect.policy{fill:var(--amber)}rect.outage{fill:#8b938f}
rect.first{fill:#6f8fae}rect.second{fill:var(--accent)}rect.stopped{fill:var(--amber)}rect.provider{fill:#8b938f}

.strip{display:flex;flex-wrap:wrap;gap:6px 12px;margin:4px 0;padding:0;list-style:none}
.strip li{display:flex;flex-wrap:wrap;gap:5px;align-items:center}
.strip small{font-size:11px;white-space:nowrap;margin-right:2px}
.legend+.grid,.grid+.grid{margin-top:14px}
.person{display:flex;flex-direction:column;gap:8px}
.person:target{outline:2px solid var(--accent);outline-offset:2px}
p.card{margin-top:14px}
footer{margin-top:36px;padding-top:14px;border-top:1px solid var(--line);color:var(--muted);font-size:12px}

@media (min-width:640px){.stats{grid-template-columns:repeat(4,1fr)}.stat{padding:16px 18px}}
@media (min-width:1000px){
.rail{position:fixed;inset:0 auto 0 0;width:208px;padding:18px 12px;overflow-y:auto}
.rail b{padding:0 10px;display:block;margin-bottom:14px}
.rail ul{display:block}
main{margin-left:208px;padding:24px 28px 48px}
.grid.two>:last-child:nth-child(odd){grid-column:1/-1}
.chart,.y{height:240px}
td.mono{white-space:nowrap}
.grid.two{grid-template-columns:1fr 1fr}
.grid.wide{grid-template-columns:3fr 2fr}
}
@media (max-width:639px){
.stat b{font-size:22px}
.card{padding:14px}
.stack thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.stack tr{display:block;padding:7px 0;border-bottom:1px solid var(--hair)}
.stack tr:last-child{border-bottom:0}
.stack td{display:block;padding:0;border:0;text-align:left}
.stack td.num{white-space:normal}
.stack td[data-label]::before{content:attr(data-label) " ";color:var(--muted);font-size:12px}
}
@media print{
:root{--paper:#fff}
body,table,details,.facts{font-size:9pt}
.scroll{overflow:visible}
.rail{background:none;color:inherit;padding:0 0 8px;position:static;width:auto}
.rail b{color:inherit;padding:0;margin:0}
.rail ul,.skip{display:none}
main{margin:0;padding:0;max-width:none}
.stats{grid-template-columns:repeat(4,1fr)}
.card{break-inside:avoid;padding:10px 12px}
.grid.two,.grid.wide{grid-template-columns:1fr}
section{margin-top:18px}
h2,.head{break-after:avoid}
tr,.next{break-inside:avoid}
a{color:inherit;text-decoration:none}
details::details-content{content-visibility:visible;block-size:auto;opacity:1}
summary{list-style:none;color:inherit}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
`
