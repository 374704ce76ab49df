/** The one style sheet. Its hash is in the Content-Security-Policy, so nothing else can style a page. */
export const STYLE = `
:root{color-scheme:light dark;--bg:#f7f8f9;--card:#fff;--ink:#1c2126;--muted:#59636e;--line:#dde2e7;
--link:#0b5cad;--block:#b3261e;--on-block:#fff;--block-tint:#fdf0ee;--warn:#7a4f00;--warn-tint:#ffedc2;--warn-line:#d9a02b;
--pass:#1b6e3c;--unknown:#59636e;--unknown-tint:#eceff2;--bar:#7b9bc2;--bar-2:#c0cfe1}
@media(prefers-color-scheme:dark){:root{--bg:#111417;--card:#191d21;--ink:#e8ebee;--muted:#9aa5b0;--line:#2b3138;
--link:#7cb7f5;--block:#ff9a8f;--on-block:#2a0502;--block-tint:#2a1917;--warn:#ffd27a;--warn-tint:#3a2d10;--warn-line:#a87b1f;
--pass:#72d09a;--unknown:#a3aeb9;--unknown-tint:#23292f;--bar:#6289b8;--bar-2:#3d536d}}
*{box-sizing:border-box;margin:0}
body{background:var(--bg);color:var(--ink);font:15px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;
font-variant-numeric:tabular-nums;overflow-wrap:anywhere;-webkit-text-size-adjust:100%}
a{color:var(--link);text-underline-offset:2px}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:3px}
.skip{position:absolute;left:8px;top:-60px;background:var(--card);padding:8px 12px;z-index:1}
.skip:focus{top:8px}
.wrap{max-width:1240px;margin:0 auto;padding:16px}
.top{display:flex;flex-wrap:wrap;gap:4px 16px;justify-content:space-between;color:var(--muted);font-size:13px}
.top a,.top span{white-space:nowrap}
.overall{display:flex;gap:14px;align-items:center;margin:18px 0 20px}
.overall>.icon{width:38px;height:38px}
h1{font-size:26px;line-height:1.2;font-weight:650;letter-spacing:-.01em}
h2{font-size:17px;font-weight:650;margin:28px 0 8px}
.icon{width:1em;height:1em;fill:currentColor;flex:none}
.muted,.sub{color:var(--muted)}
.sub{font-size:13px;display:block}
.block>.icon{color:var(--block)}.warn>.icon{color:var(--warn)}.pass>.icon{color:var(--pass)}.unknown>.icon,.info>.icon{color:var(--unknown)}
.mark>.icon{color:inherit!important}
.mark{display:inline-flex;gap:.4em;align-items:center;font-size:13px;font-weight:650;line-height:1;padding:5px 8px;border-radius:6px;border:1px solid transparent;white-space:nowrap}
.mark.block{background:var(--block);color:var(--on-block)}
.mark.warn{background:var(--warn-tint);color:var(--warn);border-color:var(--warn-line)}
.mark.unknown{background:var(--unknown-tint);color:var(--unknown);border:1px dashed var(--unknown)}
.mark.pass{color:var(--pass);padding-left:1px}
.panel{background:var(--card);border:1px solid var(--line);border-radius:10px}
table{width:100%;border-collapse:separate;border-spacing:0;text-align:left}
.services{overflow:hidden}
.who{display:grid;grid-template-columns:108px 1fr;align-items:start}
.who .mark{justify-self:start}
.services .pass .says{color:var(--muted)}
.past>div{display:flex;gap:10px;align-items:flex-end}
th,td{padding:11px 12px;vertical-align:top;border-top:1px solid var(--line);font-weight:400}
.services thead th{border-top:0;font-size:12px;color:var(--muted);vertical-align:bottom;padding-top:10px;padding-bottom:8px}
.services tbody tr{box-shadow:inset 3px 0 transparent}
.services tr.block{box-shadow:inset 3px 0 var(--block)}
.services tr.block:not(.snoozed){background:var(--block-tint)}
.services tr.warn{box-shadow:inset 3px 0 var(--warn-line)}
.services tr.unknown{box-shadow:inset 3px 0 var(--unknown)}
.name{font-size:16px;font-weight:600}
.name{color:inherit;text-decoration-color:var(--muted);text-decoration-thickness:1px}
.note{display:flex;gap:.45em;margin:3px 0;font-size:13px}
.note .icon{margin-top:.22em}
code,.quoted{font:.92em ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;background:var(--unknown-tint);padding:.08em .3em;border-radius:4px}
.chart{display:block;overflow:visible;width:138px;height:39px}
.chart.large{width:100%;max-width:414px;height:auto}
.chart path{fill:none;stroke-width:5}.size{stroke:var(--bar)}.duration{stroke:var(--bar-2)}
.chart .line{stroke:var(--muted);stroke-width:1}.failed{stroke:var(--block);opacity:.16}.chart .cross{stroke:var(--block);stroke-width:1.6}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(145px,1fr));gap:14px 20px;padding:14px 16px}
dt{font-size:12px;color:var(--muted)}
dd{padding:0}
ul,ol{list-style:none;padding:0}
.items>li{display:flex;gap:10px;padding:11px 16px;border-top:1px solid var(--line)}
.items>li:first-child{border-top:0}
.items .icon{margin-top:.25em}
.empty{padding:14px 16px}
.foot{margin:22px 0 8px;font-size:13px;color:var(--muted);display:flex;flex-wrap:wrap;gap:4px 18px}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.scroll{overflow-x:auto}
@media(min-width:861px){.services{table-layout:fixed}.services th{width:22%}.services thead th+th{width:15%}
.services thead th:nth-child(2){width:auto}.services thead th:last-child{width:220px}}
@media(max-width:860px){
.wrap{padding:12px}h1{font-size:22px}.overall{margin:14px 0}.overall>.icon{width:30px;height:30px}
.services,.services tbody,.services caption{display:block}.services thead{display:none}
.services tr{display:grid;grid-template-columns:1fr 1fr;gap:6px 12px;padding:12px 12px 12px 15px;border-top:1px solid var(--line)}
.services tr:first-child{border-top:0}
.services th,.services td{display:block;padding:0;border:0;min-width:0}
.services th,.services .says,.services .past{grid-column:1/-1}
.services td::before{display:block;font-size:12px;color:var(--muted)}
.services td:nth-child(3)::before{content:"Latest usable backup"}
.services td:nth-child(4)::before{content:"Next due"}
.services td:nth-child(5)::before{content:"Last 20 backups"}
.services .blank{display:none}
.who{grid-template-columns:1fr auto;gap:10px}.who .mark{order:1}
.who .sub{display:inline;margin-left:8px}
}
`;

let hash: Promise<string> | null = null;

/** `sha256-…`, as a Content-Security-Policy names the style sheet. */
export function hashOfStyle(): Promise<string> {
  hash ??= digest(STYLE);
  return hash;
}

async function digest(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return `sha256-${btoa(String.fromCharCode(...new Uint8Array(bytes)))}`;
}
