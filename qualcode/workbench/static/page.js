// qualcode, the coding page (Apache-2.0). Built from frontend/src; edit there.
var di=["id","start","end","code","coder","origin","blind","suggestion","time","stale","memos","key"],ui=new Set(["heade\
r","heading","stage","unassigned"]),D=1200,Le=new Intl.Segmenter(void 0,{granularity:"grapheme"}),fi=new Intl.Segmenter(
void 0,{granularity:"word"}),mi=/[\p{L}\p{N}\p{S}\p{Extended_Pictographic}]/u;function J(a,t){return a.start-t.start||t.
end-a.end||(a.id<t.id?-1:a.id>t.id?1:0)}var Xt=class extends Map{constructor(t){super(),this.doc=t,this.within=new Map,this.
unseen=new Set,this.sorted=null}set(t,e){this.delete(t),super.set(t,e),this.sorted=null;let s=this.doc.blocksIn(e.start,
e.end);for(let i of s){let o=this.within.get(i);o?o.add(e):this.within.set(i,new Set([e]))}return s.length||this.unseen.
add(e),this}delete(t){let e=this.get(t);if(!e)return!1;super.delete(t),this.sorted=null,this.unseen.delete(e);for(let s of this.
doc.blocksIn(e.start,e.end))this.within.get(s)?.delete(e);return!0}clear(){super.clear(),this.within.clear(),this.unseen.
clear(),this.sorted=null}};function je(a){return Object.fromEntries(di.map((t,e)=>[t,a[e]]))}var W=class{constructor(t){
this.document=t.document,this.version=t.version,this.title=t.title,this.kind=t.kind,this.text=t.text,this.hidden=t.hidden,
this.mustHide=t.must_hide,this.looked=t.looked,this.done=t.done,this.#t(),this.length=this.units?this.units.length-1:this.
text.length,this.turns=t.turns.map(([e,s,i,o,r,c,l,h],d)=>{let f=[];for(let u=0;u<h.length;u+=2)f.push([h[u],h[u+1]]);return{
number:e,speaker:s,role:i,person:o,asks:r,time:c,part:l,ranges:f,start:h[0],end:h[h.length-1],place:d}}),this.blocks=[],
this.worded=new WeakMap,this.#i(t.gaps),this.codings=new Xt(this);for(let e of t.codings)this.put(je(e))}#t(){if(this.units=
null,!/[\ud800-\udbff][\udc00-\udfff]/.test(this.text))return;let t=new Int32Array(this.text.length+1),e=0;for(let s=0;s<
this.text.length;e++)t[e]=s,s+=this.text.codePointAt(s)>65535?2:1;t[e]=this.text.length,this.units=t.slice(0,e+1)}unit(t){
return this.units?this.units[Math.max(0,Math.min(t,this.length))]:t}point(t,e=!1){let s=this.#s(t);return e&&this.unit(s)<
t?Math.min(s+1,this.length):s}#s(t){if(!this.units)return t;let e=0,s=this.units.length-1;for(;e<s;){let i=e+s+1>>1;this.
units[i]<=t?e=i:s=i-1}return e}slice(t,e){return this.text.slice(this.unit(t),this.unit(e))}printed(t,e){let s=[];for(let i of this.
blocksIn(t,e))i.kind==="speech"&&s.push(this.slice(Math.max(t,i.start),Math.min(e,i.end)));return(s.length?s.join(" "):this.
slice(t,e)).replace(/\s+/g," ").trim()}#i(t){let e=[];for(let i of this.turns)for(let[o,r]of i.ranges)e.push({start:o,end:r,
turn:i,gap:null});for(let[i,o,r]of t)ui.has(r)&&e.push({start:i,end:o,turn:null,gap:r});e.sort((i,o)=>i.start-o.start||i.
end-o.end);let s=null;for(let{start:i,end:o,turn:r,gap:c}of e){if(c&&!this.slice(i,o).trim())continue;let l=r!==null&&r!==
s;for(let[h,d]of this.#e(i,o))this.blocks.push({start:h,end:d,kind:r?"speech":"gap",turn:r,gap:c,first:l}),l=!1;s=r}}#e(t,e){
if(e-t<=D)return[[t,e]];let s=[],i=this.unit(t),o=this.unit(e);for(;o-i>D;){let r=this.text.slice(i,i+D),c=r.lastIndexOf(
`
`)+1;if(c<D/4){let l=[...r.matchAll(/[.!?…]["'”’)]*\s+/gu)].pop();c=l?l.index+l[0].length:0}c<D/4&&(c=r.lastIndexOf(
" ")+1),c<D/4&&(c=Le.segment(this.text.slice(i,i+2*D)).containing(D)?.index||D),s.push([this.point(i),this.point(i+c)]),
i+=c}return i<o&&s.push([this.point(i),e]),s}blocksIn(t,e){let s=0,i=this.blocks.length;for(;s<i;){let r=s+i>>1;this.blocks[r].
end<=t?s=r+1:i=r}let o=[];for(let r=s;r<this.blocks.length&&this.blocks[r].start<e;r++)o.push(this.blocks[r]);return o}turnAt(t){
return(this.blocksIn(t,t+1)[0]??this.blocks.find(s=>s.start>=t))?.turn??null}trimmed(t,e){let s=this.blocksIn(t,e);for(let i of s){
let o=this.unit(Math.max(t,i.start)),r=this.text.slice(o,this.unit(Math.min(e,i.end))).search(/\S/u);if(!(r<0))for(let c=s.
length-1;c>=0;c--){let l=this.unit(Math.max(t,s[c].start)),h=this.text.slice(l,this.unit(Math.min(e,s[c].end))).trimEnd();
if(h)return{start:this.point(o+r),end:this.point(l+h.length)}}}return null}snapped(t,e){return{start:this.edge(t,-1),end:this.
edge(e,1)}}edge(t,e){let s=this.blocksIn(t,t+1)[0];if(!s||t<=s.start)return t;let i=this.unit(s.start),o=Le.segment(this.
text.slice(i,this.unit(s.end))).containing(this.unit(t)-i);return!o||o.index===this.unit(t)-i?t:this.point(i+o.index+(e>
0?o.segment.length:0))}step(t,e){let s=this.blocks;if(!s.length)return t;let i=this.blockAt(e>0?t:t-1);if(i<0)return t;e>
0&&t>=s[i].end&&(i+=1),e<0&&t<=s[i].start&&(i-=1);let o=s[i];return o?(e>0&&t<o.start&&(t=o.start),e<0&&t>o.end&&(t=o.end),
this.edge(Math.max(o.start,Math.min(o.end,t+e)),e)):t}blockAt(t){let e=0,s=this.blocks.length-1;for(;e<s;){let i=e+s+1>>
1;this.blocks[i].start<=t?e=i:s=i-1}return s<0?-1:e}words(t){let e=this.worded.get(t);if(!e){let s=this.unit(t.start);e=
[];for(let{index:i,segment:o}of fi.segment(this.text.slice(s,this.unit(t.end))))mi.test(o)&&e.push([this.point(s+i),this.
point(s+i+o.length)]);this.worded.set(t,e)}return e}word(t,e){for(let s=Math.max(0,this.blockAt(t));s>=0&&s<this.blocks.
length;s+=e){let i=this.words(this.blocks[s]),o=e>0?i.find(r=>r[0]>=t):i.filter(r=>r[0]<t).at(-1);if(o)return o}return null}put(t){
this.codings.set(t.id,t)}ordered(){return this.codings.sorted??=[...this.codings.values()].sort(J),this.codings.sorted}codingsOf(t){
let e=this.codings.within.get(t);return e?.size?[...e].sort(J):[]}codingsIn(t,e){let s=new Set(this.codings.unseen);for(let i of this.
blocksIn(t,e))for(let o of this.codings.within.get(i)??[])s.add(o);return[...s].filter(i=>i.start<e&&i.end>t).sort(J)}apply(t,e){
let s=[],i=t.added.map(je),o=new Set(t.gone);if(e){let r=new Set(i.map(c=>c.id));for(let c of this.codings.keys())!r.has(
c)&&!this.codings.get(c)?.unsaved&&o.add(c)}for(let r of o){let c=this.codings.get(r);c&&(this.codings.delete(r),s.push(
[c.start,c.end]))}for(let r of i){let c=this.codings.get(r.id);c&&JSON.stringify(c)===JSON.stringify(r)||(this.put(r),s.
push([r.start,r.end]))}return s}};var pt=/Mac|iPhone|iPad/.test(navigator.platform),pi=1500,gi="button, summary, a[href], input[type=checkbox], input[type\
=radio], [role=button], [role=option], [role=tab]",wi="input:not([type=checkbox], [type=radio], [type=button], [type=sub\
mit], [type=range]), textarea, select, [contenteditable=true], [contenteditable='']",gt=class{constructor(t,e={}){if(this.
root=t,this.alone=e.alone??!0,this.layers=[],this.before="",this.beforeTime=0,this.listener=s=>{this.#t(s),this.alone||s.
stopPropagation()},this.kept=s=>s.stopPropagation(),this.from=this.alone?document:t,this.from.addEventListener("keydown",
this.listener),!this.alone)for(let s of["keyup","keypress"])t.addEventListener(s,this.kept)}add(t){return this.layers.unshift(
t),()=>{let e=this.layers.indexOf(t);e>=0&&this.layers.splice(e,1)}}list(){let t=new Set,e=[];for(let s of this.layers.flat())
s.when&&!s.when()||t.has(s.keys)||(t.add(s.keys),s.quiet||e.push(s));return e}close(){this.from.removeEventListener("key\
down",this.listener);for(let t of["keyup","keypress"])this.root.removeEventListener(t,this.kept)}#t(t){if(t.defaultPrevented||
t.isComposing||t.key==="Process"||t.key==="Dead")return;let e=t.target;if((!e||e===document.body||e===document.documentElement?
!this.alone:!this.root.contains(e))||["Shift","Control","Alt","Meta","CapsLock","AltGraph"].includes(t.key))return;let i=!!e?.
closest?.(wi),o=[...this.root.querySelectorAll("dialog[open]")].pop();if(o&&!o.contains(e))return;let r=yi(t);if((r==="E\
nter"||r==="Space")&&e?.closest?.(gi)||r.startsWith("Arrow")&&e?.closest?.("input[type=radio], input[type=range]"))return;
let c=this.before&&t.timeStamp-this.beforeTime<pi?`${this.before} ${r}`:"";this.before="";let l=f=>(f.typing||!i&&!o)&&(!f.
when||f.when()),h=f=>{for(let u of this.layers)for(let g of u)if(!(!g.keys.split(" or ").includes(f)||!l(g))){if(t.repeat&&
g.repeat===!1)return t.preventDefault(),!0;if(g.run(t)!==!1)return t.preventDefault(),!0}return!1};if(c&&h(c))return;if(c&&
r.length===1){t.preventDefault();return}if(h(r))return;this.layers.flat().some(f=>f.keys.split(" or ").some(u=>u.startsWith(
`${r} `))&&l(f))&&(this.before=r,this.beforeTime=t.timeStamp)}};function yi(a){let t=[],e=a.key===" "?"Space":a.key;a.getModifierState?.(
"AltGraph")&&e.length===1||((pt?a.metaKey:a.ctrlKey)?t.push("Mod"):a.ctrlKey?t.push("Ctrl"):a.metaKey&&t.push("Meta"),a.
altKey&&t.push("Alt"));let i=/^Key([A-Z])$/.exec(a.code??"")?.[1];return i&&e.length===1&&(/^\p{L}$/u.test(e)&&!/^\p{Script=Latin}$/u.
test(e)||a.altKey)&&(e=a.shiftKey?i:i.toLowerCase()),/^[A-Za-z]$/.test(e)&&(e=a.shiftKey?e.toUpperCase():e.toLowerCase()),
a.shiftKey&&(e.length>1||t.length)&&t.push("Shift"),t.push(t.length&&e.length===1?e.toLowerCase():e),t.join("+")}var bi={
Mod:pt?"⌘":"Ctrl",Alt:pt?"⌥":"Alt",ArrowLeft:"←",ArrowRight:"→",ArrowUp:"↑",ArrowDown:"↓",Escape:"Esc",PageUp:"\
Page up",PageDown:"Page down",Delete:"Del"};function Zt(a){let t=e=>{if(e.endsWith("+"))return e;let s=e.split("+"),i=s.
map(r=>bi[r]??r),o=i.length-1;return/^[A-Za-z]$/.test(i[o])&&(s.length===1&&i[0]!==i[0].toLowerCase()?i.unshift("Shift"):
s.length>1&&(i[o]=i[o].toUpperCase())),i.join("+")};return a.split(" or ").map(e=>e.split(" ").map(t))}function wt(a){return Zt(
a).map(t=>t.join(" then ")).join(", ")}function yt(a){let t=a.split(" or ").filter(e=>!e.includes(" ")).map(e=>e.replace(
"Mod",pt?"Meta":"Control"));return t.length?t.join(" "):null}var Ie="http://www.w3.org/2000/svg";function n(a,t,...e){let s=document.createElement(a);for(let[i,o]of Object.entries(t??
{}))if(!(o==null||o===!1))if(i==="on")for(let[r,c]of Object.entries(o))s.addEventListener(r,c);else if(i==="style")for(let[
r,c]of Object.entries(o))s.style.setProperty(r,String(c));else if(i==="data")for(let[r,c]of Object.entries(o))s.dataset[r]=
String(c);else if(i==="class")s.className=o;else if(i==="value"&&"value"in s)s.value=o;else{if(/^on|^style$|^srcdoc$/i.test(
i))throw new Error(`attribute ${i} is not set this way`);s.setAttribute(i,o===!0?"":String(o))}return te(s,e),s}function te(a,t){
if(!(t==null||t===!1||t===!0))if(Array.isArray(t))for(let e of t)te(a,e);else a.append(t instanceof Node?t:document.createTextNode(
String(t)))}function m(a,...t){a.replaceChildren(),te(a,t)}var ki={undo:"M9 14 4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3",redo:"m\
15 14 5-5-5-5M20 9H10a6 6 0 0 0 0 12h3",help:"M9.1 9a3 3 0 0 1 5.8 1c0 2-3 2.5-3 4M12 18h.01M22 12a10 10 0 1 1-20 0 10 1\
0 0 0 1 20 0",sun:"M12 17a5 5 0 1 0 0-10 5 5 0 0 0 0 10M12 1v2M12 21v2M4.2 4.2l1.4 1.4M18.4 18.4l1.4 1.4M1 12h2M21 12h2M\
4.2 19.8l1.4-1.4M18.4 5.6l1.4-1.4",moon:"M21 12.8A9 9 0 1 1 11.2 3a7 7 0 0 0 9.8 9.8",close:"M6 6l12 12M18 6 6 18",memo:"\
M4 4h16v12l-5 5H4zM15 21v-5h5",check:"m4 12 6 6L20 6",circle:"M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16",dot:"M12 20a8 8 0 1 \
0 0-16 8 8 0 0 0 0 16M12 12h.01",half:"M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16M12 4v16M12 7h3M12 10h6M12 13h6M12 16h4",list:"\
M8 6h13M8 12h13M8 18h13M3 6h.01M3 12h.01M3 18h.01",search:"M11 19a8 8 0 1 0 0-16 8 8 0 0 0 0 16M21 21l-4.3-4.3",plus:"M1\
2 5v14M5 12h14",left:"m15 18-6-6 6-6",right:"m9 18 6-6-6-6",up:"m18 15-6-6-6 6",down:"m6 9 6 6 6-6",trash:"M3 6h18M8 6V4\
h8v2M6 6l1 15h10l1-15",edit:"M12 20h9M16.5 3.5a2.1 2.1 0 0 1 3 3L7 19l-4 1 1-4z",out:"M9 21H5a2 2 0 0 1-2-2V5a2 2 0 0 1 \
2-2h4M16 17l5-5-5-5M21 12H9",person:"M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4 21c0-4 3.6-6 8-6s8 2 8 6",warn:"M12 3 2 20h20z\
M12 10v4M12 17h.01",screen:"M3 4h18v12H3zM8 21h8M12 16v5",more:"M5 12h.01M12 12h.01M19 12h.01",filter:"M3 5h18l-7 8v6l-4\
 2v-8z",key:"M15 9h.01M21 9a6 6 0 1 1-11.2 3L3 18.8V21h3v-2h2v-2h2l1.8-2",move:"M12 3v18M3 12h18M9 6l3-3 3 3M9 18l3 3 3-\
3M6 9l-3 3 3 3M18 9l3 3-3 3",split:"M4 12h6l6-6h4M10 12l6 6h4M17 3l3 3-3 3M17 15l3 3-3 3",merge:"M20 12h-6L8 6H4M14 12l-\
6 6H4M17 9l3 3-3 3",eye:"M1 12s4-8 11-8 11 8 11 8-4 8-11 8S1 12 1 12M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6",hidden:"M3 3l18 \
18M10.6 5.1A11 11 0 0 1 12 5c7 0 11 7 11 7a18 18 0 0 1-3.2 4M6.6 6.6A18 18 0 0 0 1 12s4 7 11 7a11 11 0 0 0 5.4-1.4"};function C(a){
let t=document.createElementNS(Ie,"svg");t.setAttribute("viewBox","0 0 24 24"),t.setAttribute("class","qc-icon"),t.setAttribute(
"aria-hidden","true");let e=document.createElementNS(Ie,"path");return e.setAttribute("d",ki[a]),t.append(e),t}function p(a,t,e={}){
let{icon:s,bare:i,class:o,keys:r,...c}=e,l=r?wt(r):"";return n("button",{type:"button",class:`qc-button ${i?"qc-bare":""}\
 ${o??""}`.trim(),"aria-label":i?a:null,title:(i?l?`${a} (${l})`:a:l)||null,"aria-keyshortcuts":r?yt(r):null,on:{click:t},
...c},s?C(s):null,i?null:a)}function I(a){return String(a).replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu,"")}
function k(a,t,e){return`${a.toLocaleString("en")} ${a===1?t:e??t+"s"}`}var _e=0;function O(a="qc"){return _e+=1,`${a}-${_e}`}
function P(a){let t=crypto.getRandomValues(new Uint8Array(16));return a+[...t].map(e=>e.toString(16).padStart(2,"0")).join(
"")}var T=class extends Error{constructor(t){let{where:e="",found:s="",allowed:i="",next:o=""}=t;super([e&&`${e}: ${s}`,!e&&
s,i&&`(${i})`].filter(Boolean).join(" ")+(o?`. ${o}`:"")),this.where=e,this.found=s,this.allowed=i,this.next=o,this.unexpected=
!1}},N=class extends Error{},Q=class extends N{},j=class extends Error{},ee=3e4,vi=new Set([400,413,422,500]),Re=new Set(
[401,403,409]),De=[500,1e3,2e3,5e3],bt=class{home="page";constructor(t=""){this.base=t,this.page=P("p"),this.as=null}async call(t){
let{patience:e=ee,...s}=t,i=s.document??(s.method==="changes"||s.method==="document"?s.params?.document:void 0),o,r;try{
o=await fetch(`${this.base}/api/call`,{method:"POST",headers:{"Content-Type":"application/json","X-Qualcode":"1"},body:JSON.
stringify({...s,page:this.page,...i?{open:i}:{},...this.as?{as:this.as}:{}}),credentials:"same-origin",signal:AbortSignal.
timeout(e)}),r=await o.json()}catch(c){throw o&&Re.has(o.status)?new j("Not signed in any more"):new N(String(c))}if(o.ok)
return s.method==="hello"&&(this.as={project:r.result.project,coder:r.result.coder}),r;if(Re.has(o.status))throw new j(o.
status===409?qi(r.error?.found):"Not signed in any more");if(r.again)throw new Q(new T(r.error??{}).message);if(r.error&&
vi.has(o.status)){let c=new T(r.error);throw c.unexpected=o.status===500,c}throw new N(`status ${o.status}`)}listen(t){let e=null,
s=null,i=0,o=!1,r=()=>{clearTimeout(s),e?.close(),e=null,!(o||document.visibilityState==="hidden")&&(e=new EventSource(`${this.
base}/api/events?page=${this.page}`),e.onopen=()=>{i=0,t({back:!0})},e.onmessage=l=>{try{let h=JSON.parse(l.data);h.kind===
"changed_seat"?c(!0):t(h)}catch{}},e.onerror=()=>{e?.close(),e=null,c(!1)})},c=async l=>{clearTimeout(s),s=setTimeout(r,
De[Math.min(i++,De.length-1)]);try{let h=await this.who();if(o)return;h.signed_in?t(l?{kind:"changed_seat"}:{ask:!0}):t(
{expired:!0})}catch{o||t({lost:!0})}};return document.addEventListener("visibilitychange",r),r(),()=>{o=!0,document.removeEventListener(
"visibilitychange",r),r()}}async who(){return(await fetch(`${this.base}/api/who`,{credentials:"same-origin",signal:AbortSignal.
timeout(ee)})).json()}async signOut(){try{await fetch(`${this.base}/api/leave`,{method:"POST",headers:{"Content-Type":"a\
pplication/json","X-Qualcode":"1"},body:"{}",credentials:"same-origin"})}catch(t){throw new T({found:"The server does no\
t answer; you are still signed in",next:String(t)})}location.replace(`${this.base}/?signed-out`)}};function qi(a){return a?
a.charAt(0).toUpperCase()+a.slice(1):"Not signed in any more"}var xi=1e4,kt=class{home="notebook";constructor(t){this.model=
t,this.waiting=new Map,this.next=Math.floor(Math.random()*2**31)*2**20,this.tell=null,this.heard=e=>{if(e&&e.answer!==void 0){
let s=this.waiting.get(e.answer);if(this.waiting.delete(e.answer),!s)return;clearTimeout(s.timer),e.error?s.refuse($i(e)):
s.give(e)}else e&&e.told&&this.tell?.(e.told.over?{ask:!0}:e.told)},t.on("msg:custom",this.heard)}call(t){let{patience:e=ee,
...s}=t,i=this.next++;return new Promise((o,r)=>{let c=setTimeout(()=>{this.waiting.delete(i),r(new N("the kernel does n\
ot answer"))},e);this.waiting.set(i,{give:o,refuse:r,timer:c});try{this.model.send({ask:i,...s})}catch(l){clearTimeout(c),
this.waiting.delete(i),r(new N(`the kernel cannot be reached: ${l.message??l}`))}})}listen(t){this.tell=t;let s=setInterval(
()=>{document.visibilityState==="visible"&&!this.waiting.size&&t({ask:!0})},xi),i=()=>{this.#t("the kernel is gone"),t({
lost:!0})};return this.model.on("comm_live_update",i),()=>{clearInterval(s),this.tell=null,this.model.off("comm_live_upd\
ate",i),this.model.off("msg:custom",this.heard),this.#t("the page is gone")}}#t(t){for(let{timer:e,refuse:s}of this.waiting.
values())clearTimeout(e),s(new N(t));this.waiting.clear()}};function $i(a){let t=new T(a.error);return a.over?new j(t.message):
a.again?new Q(t.message):(t.unexpected=!!a.unexpected,t)}var Pe=[300,700,1500,3e3,5e3],Si=5e3,Oi=3,vt=class{constructor(t,e){this.app=t,this.head=`qualcode-outbox:${e}:`,this.items=
[],this.busy=!1,this.tries=0,this.offline=!1,this.trouble="",this.expired=!1,this.why="",this.closed=!1,this.timer=null,
this.locks=globalThis.navigator?.locks,this.key=this.head+(this.locks?P("o"):"tab"),this.release=()=>{},this.locks?.request(
this.key,()=>new Promise(s=>this.release=()=>s(null))).catch(()=>{}),this.locks||this.items.push(...this.#r(this.key)),this.
look=()=>{document.visibilityState!=="hidden"&&(this.#i(),this.expired?this.#s():this.items.length&&this.flush())},window.
addEventListener("focus",this.look),window.addEventListener("online",this.look),document.addEventListener("visibilitycha\
nge",this.look),this.looking=setInterval(this.look,Si);try{this.channel=new BroadcastChannel("qualcode"),this.channel.onmessage=
this.look}catch{this.channel=null}this.#i()}get size(){return this.items.length}close(){this.closed=!0,clearTimeout(this.
timer),clearInterval(this.looking),window.removeEventListener("focus",this.look),window.removeEventListener("online",this.
look),document.removeEventListener("visibilitychange",this.look),this.channel?.close(),this.release()}send(t,e,s={}){return new Promise(
(i,o)=>{this.items.push({key:P("a"),method:t,params:e,words:s.words??t,give:i,refuse:o}),this.#a(),this.app.emit("status"),
this.flush()})}expire(t="Not signed in any more"){let e=this.expired&&this.why===t;this.expired=!0,this.why=t,e||this.app.
emit("status")}signedIn(){this.expired&&(this.expired=!1,this.why="",this.app.emit("status"),this.flush())}async flush(t={}){
if(!(this.busy||this.closed||!this.items.length||this.expired&&!t.signedOut)){clearTimeout(this.timer),this.busy=!0;try{
for(;this.items.length&&!this.closed;){let e=this.items[0],s;try{s=await this.app.transport.call({method:e.method,params:e.
params,key:e.key,since:this.app.act,document:this.app.doc?.document??null,others:this.app.others})}catch(i){if(i instanceof
T&&(!i.unexpected||(e.faults=(e.faults??0)+1)>=Oi)){this.#t(),e.refuse(i),this.app.emit("refused",{item:e,error:i});continue}
if(i instanceof j){this.expire(i.message);return}!(i instanceof N)&&!(i instanceof T)&&console.error(i),this.offline=!0,
this.trouble=i instanceof Q||i instanceof T?i.message:"",this.app.emit("status"),this.timer=setTimeout(()=>this.flush(),
Pe[Math.min(this.tries++,Pe.length-1)]);return}this.#t(),this.expired&&this.signedIn(),this.app.took(s),e.give(s.result),
this.app.emit("status")}}finally{this.busy=!1}}}#t(){this.tries=0,this.offline=!1,this.trouble="",this.items.shift(),this.#a()}#s(){
this.items.length?this.flush({signedOut:!0}):this.app.follow()}async#i(){if(!(!this.locks||this.closed)){for(let t of this.#e())
try{await this.locks.request(t,{ifAvailable:!0},e=>{if(!e||this.closed)return;let s=new Set(this.items.map(i=>i.key));this.
items.push(...this.#r(t).filter(i=>!s.has(i.key))),this.#a(),localStorage.removeItem(t)})}catch{}this.items.length&&!this.
busy&&(this.app.emit("status"),this.flush())}}#e(){try{return Object.keys(localStorage).filter(t=>t.startsWith(this.head)&&
t!==this.key)}catch{return[]}}get#n(){return this.locks?localStorage:sessionStorage}#r(t){try{let e=JSON.parse(this.#n.getItem(
t)??"[]");return Array.isArray(e)?e.filter(s=>s&&s.key&&s.method).map(s=>({...s,give:()=>{},refuse:()=>{}})):[]}catch{return[]}}#a(){
try{let t=this.items.map(({key:e,method:s,params:i,words:o})=>({key:e,method:s,params:i,words:o}));t.length?this.#n.setItem(
this.key,JSON.stringify(t)):this.#n.removeItem(this.key)}catch{}}};var Ei=2e3,Ai="ABCDEFGHIJKLMNOPQRSTUVWXYZ",qt=class{constructor(t,e){this.transport=t,this.root=e,this.session=null,this.
codes=new Map,this.codebook=null,this.documents=[],this.doc=null,this.act=0,this.connected=!0,this.others=!1,this.keys=null,
this.view={id:"code",params:{}},this.listeners=new Map,this.outbox=null,this.following=!1,this.behind=!1,this.timers={},
this.here=[],this.stale=null}on(t,e){return this.listeners.has(t)||this.listeners.set(t,new Set),this.listeners.get(t)?.
add(e),()=>this.listeners.get(t)?.delete(e)}emit(t,e){for(let s of[...this.listeners.get(t)??[]])try{s(e)}catch(i){console.
error(i)}}async start(){let t=await this.transport.call({method:"hello"});this.session=t.result,this.act=t.act,this.documents=
t.result.documents,this.#r(t.result.codebook),this.outbox=new vt(this,`${t.result.project}-${t.result.coder}`),this.stop=
this.transport.listen(e=>this.#i(e)),this.outbox.flush()}async read(t,e={},s={}){try{let i=await this.transport.call({method:t,
params:e,...s});return this.#t(!0),i.result}catch(i){throw i instanceof N&&this.#t(!1),i instanceof j&&this.outbox.expire(
i.message),i}}write(t,e,s){return this.outbox.send(t,e,{words:s})}get saved(){return this.outbox.size===0}#t(t){t&&this.
outbox.signedIn(),this.connected!==t&&(this.connected=t,this.emit("status"),clearTimeout(this.timers.again),t?(this.outbox.
flush(),this.follow()):this.#s())}#s(){clearTimeout(this.timers.again),this.timers.again=setTimeout(()=>this.follow(),Ei)}#i(t){
t.lost?this.#t(!1):t.expired?this.outbox.expire():t.kind==="changed_seat"?this.#e():t.back?(this.#t(!0),this.follow()):(t.
ask||(t.act??0)>this.act)&&this.follow(),t.kind==="here"&&(this.here=t.people,this.emit("documents")),t.kind&&this.emit(
"told",t)}#e(){this.saved?location.reload():setTimeout(()=>this.#e(),500)}async follow(){if(this.behind=this.following,!this.
following){this.following=!0;try{let t={since:this.act,document:this.doc?.document??null,others:this.others},e=await this.
transport.call({method:"changes",params:t});this.#t(!0),this.took({changes:e.result,act:e.result.act})}catch(t){t instanceof
N?(this.#t(!1),this.#s()):t instanceof j?this.outbox.expire(t.message):t instanceof T||console.error(t),this.behind=!1}finally{
this.following=!1}this.behind&&await this.follow()}}took(t){this.#t(!0);let e=t.changes;if(!e||e.act<=this.act)return;if(e.
since>this.act){this.follow();return}this.act=e.act;let s=this.doc;if(s&&e.document!==s.document)(e.full||e.touched.includes(
s.document))&&this.open(s.document,!0).catch(()=>{});else if(s&&e.version!==void 0&&e.version!==s.version)this.open(s.document,
!0).catch(()=>{});else if(s&&e.codings){let i=s.apply(e.codings,e.full);i.length&&this.emit("codings",{document:s.document,
touched:i,full:e.full})}e.parts.includes("codebook")&&this.loadBook().catch(()=>{}),e.parts.includes("documents")?this.#n(
"documents"):e.parts.includes("counts")&&this.#n("documents",e.touched),e.parts.includes("counts")&&this.#n("counts");for(let i of e.
parts)i!=="documents"&&i!=="counts"&&this.emit(i)}#n(t,e){t==="documents"&&(this.stale=e&&this.stale!=="all"?[...this.stale??
[],...e]:"all"),clearTimeout(this.timers[t]),this.timers[t]=setTimeout(()=>{t==="counts"?this.loadCounts().catch(()=>{}):
this.loadDocuments(this.stale==="all"?void 0:this.stale??void 0).catch(()=>{})},400)}async loadDocuments(t){this.stale=null;
let e=await this.read("documents",t?{only:t}:{});if(!t)this.documents=e;else{let s=new Map(e.map(i=>[i.document,i]));this.
documents=this.documents.map(i=>s.get(i.document)??i)}this.emit("documents")}async loadBook(){this.#r(await this.read("c\
odebook")),this.emit("codebook")}async loadCounts(){let t=await this.read("counts");for(let e of this.codes.values())e.codings=
t[e.code]??0;this.emit("counts")}#r(t){this.codebook=t,this.codes=new Map(t.codes.map(e=>[e.code,e])),this.themes=t.codes.
filter(e=>e.parent===null&&!e.merged_into).map(e=>e.code)}async open(t,e=!1){if(this.doc?.document===t&&!e)return this.doc;
let s={};this.opening=s;let i=await this.read("document",{document:t,others:this.others});if(this.opening!==s&&this.doc)
return this.doc;let o=new W(i);if(i.act<this.act){let r=await this.read("changes",{since:i.act,document:t,others:this.others});
if(r.codings&&r.version===o.version&&o.apply(r.codings,r.full),this.opening!==s&&this.doc)return this.doc}if(this.doc?.version===
o.version)for(let r of this.doc.codings.values())r.unsaved&&r.id.startsWith("unsaved-")&&o.put(r);return this.doc=o,this.
emit("doc",o),o}async showOthers(t){this.others=t,this.doc&&await this.open(this.doc.document,!0)}go(t,e={}){this.view={
id:t,params:e},this.emit("view",this.view)}async jump(t,e,s){try{await this.open(t)}catch(i){this.sorry(i);return}this.go(
"code",e===void 0?{document:t}:{document:t,start:e,end:s??e})}async code(t,e,s,i=null){let o=this.doc;if(!o)return null;
let r=o.ordered().find(u=>u.start===t&&u.end===e&&u.code===s&&u.coder===this.session.coder);if(r&&!i)return this.say(`${this.
nameOf(s)} is on these words already; nothing was coded twice.`),{coding:r.id,stood:!0};let c={document:o.document,version:o.
version,start:t,end:e,code:s,memo:i},l=this.write("add",c,`${this.nameOf(s)} in ${o.document}`),h=P("unsaved-");o.put({id:h,
start:t,end:e,code:s,coder:this.session.coder,origin:"manual",blind:"unknown",suggestion:null,time:new Date().toISOString(),
stale:!1,memos:0,key:!1,unsaved:!0});let d=()=>this.emit("codings",{document:o.document,touched:[[t,e]],full:!1});d();let f=()=>{
o.codings.delete(h),this.doc?.version===o.version&&(this.doc.codings.delete(h),d())};try{let u=await l;return f(),u}catch(u){
throw f(),u}}remembered(t,e=null){try{let s=localStorage.getItem(`qualcode-${t}`);return s===null?e:JSON.parse(s)}catch{
return e}}remember(t,e){try{localStorage.setItem(`qualcode-${t}`,JSON.stringify(e))}catch{}}nameOf(t){return this.codes.
get(t)?.name??t}letterOf(t){let e=(this.themes??[]).indexOf(this.codes.get(t)?.theme??"");return e<0?"?":Ai[e%26]+(e>=26?
String(Math.floor(e/26)+1):"")}hueOf(t){let e=(this.themes??[]).indexOf(this.codes.get(t)?.theme??"");return e<0?7:e%8}say(t,e="\
info",s){this.emit("say",{words:t,kind:e,action:s})}sorry(t){t instanceof N||t instanceof j||(this.say(t.message??String(
t),"error"),t instanceof T||console.error(t))}close(){this.stop?.(),this.outbox?.close();for(let t of Object.values(this.
timers))clearTimeout(t)}};var Ci=6,Mi=[["all","All documents"],["open","Not finished by me"],["done","Finished by me"],["none","Finished by nobody"]],
xt=class{constructor(t,e,s){this.host=t,this.app=e,this.chosen=s,this.words="",this.stand="all",this.rows=new Map,this.shown=
[],this.order="",this.filter=n("input",{type:"search","aria-label":"Find a document",placeholder:"Find a document",autocomplete:"\
off",spellcheck:"false",dir:"auto",on:{input:()=>this.#t(),keydown:i=>this.#a(i)}}),this.select=n("select",{"aria-label":"\
Which documents",on:{change:()=>this.#t()}},Mi.map(([i,o])=>n("option",{value:i},o))),this.total=n("p",{class:"qc-docume\
nts-total"}),this.progress=n("progress",{"aria-label":"Documents you have finished"}),this.list=n("div",{class:"qc-docum\
ents-list",on:{keydown:i=>this.#r(i)}}),this.found=n("p",{class:"qc-unseen",role:"status"}),m(t,n("div",{class:"qc-docum\
ents-head"},n("h2",null,"Documents"),this.total,this.progress,n("div",{class:"qc-filter"},C("search"),this.filter),this.
select),this.list,this.found),this.offs=[e.on("documents",()=>this.draw()),e.on("doc",()=>this.draw())],this.draw()}destroy(){
for(let t of this.offs)t()}focus(){this.filter.focus(),this.filter.select()}#t(){this.words=this.filter.value,this.stand=
this.select.value,this.draw();let t=this.shown.length;this.found.textContent=this.words||this.stand!=="all"?`${k(t,"docu\
ment")} shown`:""}draw(){let{app:t}=this,e=this.words.trim().toLocaleLowerCase();this.shown=t.documents.filter(l=>Ni(l,this.
stand,t.session.coder)&&Li(l,e));let s=t.documents.filter(l=>X(l,t.session.coder)==="whole").length,i=t.documents.length;
this.total.textContent=i?`You have finished ${s} of ${i}`:"",this.progress.max=Math.max(1,i),this.progress.value=s,this.
progress.hidden=!i,this.select.hidden=i<2;let o=[...new Set([t.session.coder,...t.session.coders??[],...t.documents.flatMap(
l=>l.passes.map(([h])=>h))])],r=Ii(this.shown);for(let l of this.shown)this.#s(l,o);let c=JSON.stringify(r.map(([l,h])=>[
l,h.map(d=>d.document)]));if(c!==this.order||!this.shown.length){this.order=c;let l=this.list.contains(document.activeElement)?
document.activeElement:null;m(this.list,this.shown.length?null:n("p",{class:"qc-documents-none"},i?"No document fits.":"\
The study holds no documents yet. Bring some in with `qualcode ingest` or `project.ingest`."),r.map(([h,d])=>{let f=n("u\
l",{"aria-label":h||"Documents"},d.map(u=>this.rows.get(u.document)?.item));return h?n("details",{class:"qc-documents-gr\
oup",open:!0},n("summary",null,n("h3",null,h),n("span",{class:"qc-count"},String(d.length))),f):f})),l?.focus?.()}this.#e()}#s(t,e){
let{app:s}=this,i=s.doc?.document===t.document,o=s.here.filter(f=>f.document===t.document&&f.coder!==s.session.coder).map(
f=>f.coder),r=JSON.stringify([t,i,e,o]),c=this.rows.get(t.document);if(c?.drawn===r)return;let l=c??this.#i(t.document);
l.drawn=r,i?l.button.setAttribute("aria-current","true"):l.button.removeAttribute("aria-current");let h=X(t,s.session.coder),
d=[ze(t.kind),k(t.words,"word"),t.codings?k(t.codings,"coding"):"",t.hidden?"others hidden":""];m(l.button,n("span",{class:"\
qc-document-mark","data-read":h==="none"&&t.codings?"begun":h},C(Ke[h==="none"&&t.codings?"begun":h])),n("span",{class:"\
qc-document-words"},n("span",{class:"qc-document-name"},t.document),t.title&&t.title!==t.document?n("span",{class:"qc-do\
cument-title"},t.title):null,n("span",{class:"qc-document-facts",title:[t.date,"codings: your own"].filter(Boolean).join(
" · ")},d.filter(Boolean).join(" · ")),ji(t,e,s.session.coder),o.length?n("span",{class:"qc-document-here"},C("person"),
n("span",null,`${I(o.join(", "))} ${o.length===1?"is":"are"} here now`)):null))}#i(t){let{app:e}=this,s=n("button",{type:"\
button",class:"qc-document",tabindex:"-1",data:{document:t},on:{click:async()=>{let o=e.view.id;if(Ti.has(o))try{await e.
open(t),e.go(o,{document:t})}catch(r){e.sorry(r);return}else await e.jump(t);this.chosen?.()}}}),i={drawn:"",button:s,item:n(
"li",null,s)};return this.rows.set(t,i),i}#e(){let t=this.#n(),e=t.find(s=>s===document.activeElement)??t.find(s=>s.getAttribute(
"aria-current"))??t[0];for(let s of t)s.tabIndex=s===e?0:-1}#n(){return[...this.list.querySelectorAll(".qc-document")].filter(
t=>!t.closest("details:not([open])"))}#r(t){let e=this.#n(),s=e.indexOf(document.activeElement),i={ArrowDown:s+1,ArrowUp:s-
1,Home:0,End:e.length-1}[t.key];s<0||i===void 0||t.ctrlKey||t.altKey||t.metaKey||t.shiftKey||(t.preventDefault(),i<0?this.
filter.focus():e[Math.min(i,e.length-1)].focus(),this.#e())}#a(t){t.key==="ArrowDown"?(t.preventDefault(),this.#n()[0]?.
focus(),this.#e()):t.key==="Enter"?(t.preventDefault(),this.#n()[0]?.click()):t.key==="Escape"&&this.filter.value&&(t.preventDefault(),
t.stopPropagation(),this.filter.value="",this.#t())}},Ti=new Set(["code","review","compare"]),Ke={whole:"check",part:"ha\
lf",begun:"dot",none:"circle"};function X(a,t){let e="none";for(let[s,i]of a.passes)if(s===t){if(i)return"whole";e="part"}
return e}function Ni(a,t,e){return t==="open"?X(a,e)!=="whole":t==="done"?X(a,e)==="whole":t==="none"?!a.passes.some(([,
s])=>s):!0}function Li(a,t){if(!t)return!0;let e=[a.document,a.title,ze(a.kind),a.case,a.phase,a.date].filter(Boolean).join(
"  ").toLocaleLowerCase();if(e.includes(t))return!0;let s=e.split(/[^\p{L}\p{N}]+/u);return t.split(/\s+/u).every(i=>s.some(
o=>o.startsWith(i)))}function ze(a){return(a??"").replaceAll("_"," ")}var Be={whole:"all of it",part:"part of it",none:"\
not yet"};function ji(a,t,e){if(t.length<2)return null;let s=a.hidden?[e]:t.length>Ci?t.filter(o=>o===e||X(a,o)!=="none"):
t,i=a.hidden?0:t.length-s.length;return n("span",{class:"qc-document-coders"},s.map(o=>{let r=X(a,o);return n("span",{class:"\
qc-document-coder","data-read":r,title:`${I(o)} has read ${Be[r]}`},C(Ke[r]),n("span",null,o),n("span",{class:"qc-unseen"},
`: ${Be[r]}; `))}),i?n("span",{class:"qc-document-coder","data-read":"none"},`${i} not yet`):null)}var We="No case",Ue="\
No phase";function Ii(a){let t=new Set(a.map(c=>c.phase??"")),e=new Set(a.map(c=>c.case??""));if(t.size<2&&e.size<2)return[
["",a]];let s=new Map,i=c=>[t.size<2?"":c.phase?/^phase\b/i.test(c.phase)?c.phase:`Phase ${c.phase}`:Ue,e.size>1?c.case:
""].filter(Boolean).join(" · ")||We;for(let c of a){let l=i(c);s.has(l)||s.set(l,[]),s.get(l)?.push(c)}let o=new Intl.Collator(
"en",{numeric:!0}),r=c=>Number(c===We||c.startsWith(Ue));return[...s].sort(([c],[l])=>r(c)-r(l)||o.compare(c,l))}function E(a,t){let e=document.activeElement,s=O("title"),i=n("p",{class:"qc-fault",role:"alert"}),o=()=>d.close(),r=!1,
c=!1,l=async u=>{if(!r){r=!0,h("");try{await u()!==!1&&o()}catch(g){h(g.message??String(g))}finally{r=!1}}},h=u=>{m(i,I(
u)),u&&i.scrollIntoView({block:"nearest"})},d=n("dialog",{class:`qc-dialog ${t.wide?"qc-wide":""} ${t.class??""}`.trim(),
"aria-labelledby":s},n("form",{method:"dialog",novalidate:!0,on:{submit:u=>{u.preventDefault(),t.actions.length?l(t.actions[0].
run):o()}}},n("h2",{id:s},I(t.title)),t.body,i,n("div",{class:"qc-actions"},t.actions.map((u,g)=>g===0?n("button",{type:"\
submit",class:`qc-button qc-main ${u.kind??""}`.trim()},u.label):p(u.label,()=>l(u.run),{class:u.kind})),p(t.cancel??(t.
actions.length?"Cancel":"Close"),o)))),f=()=>[...d.querySelectorAll("textarea")].some(u=>u.value.trim()&&u.value!==u.dataset.
was);d.addEventListener("cancel",u=>{u.target!==d||c||!f()||(u.preventDefault(),c=!0,h("Press Esc again to close without\
 keeping what you wrote."))}),d.addEventListener("keydown",u=>{u.key==="Enter"&&(u.ctrlKey||u.metaKey)&&t.actions.length&&
(u.preventDefault(),u.stopPropagation(),l(t.actions[0].run))}),d.addEventListener("close",()=>{d.remove(),e?.isConnected&&
e!==document.body?e.focus():a.root.querySelector(".qc-main-view")?.focus({preventScroll:!0})}),a.root.append(d);for(let u of d.
querySelectorAll("textarea"))u.dataset.was=u.value;return d.showModal(),{close:o,element:d,wrong:h}}function M(a,t,e,s,i={}){
return new Promise(o=>{let r=!1;E(a,{title:t,body:[n("p",null,I(e))],actions:[{label:s,kind:i.kind,run:()=>{r=!0}}]}).element.
addEventListener("close",()=>o(r))})}function S(a,t={}){let e=O("field"),s=t.hint?O("hint"):null,i=t.list?.length?O("lis\
t"):null,o={id:e,name:t.name,"aria-describedby":s,required:t.required??!1,placeholder:t.placeholder},r;return t.kind==="\
area"?(r=n("textarea",{...o,rows:t.rows??3,dir:"auto"}),r.value=t.value??""):t.kind==="select"?(r=n("select",o,(t.options??
[]).map(([l,h])=>n("option",{value:l},h))),t.value!==void 0&&(r.value=t.value)):t.kind==="check"?(r=n("input",{...o,type:"\
checkbox"}),r.checked=!!t.value):(r=n("input",{...o,type:t.type??"text",list:i,autocomplete:t.autocomplete??"off",spellcheck:"\
false",dir:t.type?null:"auto"}),r.value=t.value??""),{element:n("div",{class:`qc-field ${t.kind==="check"?"qc-check":""}`.
trim()},n("label",{for:e},a),r,i?n("datalist",{id:i},t.list?.map(l=>n("option",{value:l}))):null,t.hint?n("p",{class:"qc\
-hint",id:s},t.hint):null),input:r}}var Fe=["solid","dashed","dotted","double","wavy"],Ye=3,He=6,Je=7,$t=21;function Z(a,t){let e=(a.themes??[]).indexOf(a.codes.
get(t)?.theme??"");return Fe[Math.max(0,e)%Fe.length]}function St(a){let t=[],e=new Map;for(let s of a){let i=t.findIndex(
o=>o<=s.start);i<0&&(i=t.length),t[i]=s.end,e.set(s.id,i)}return e}function Ot(a){let{codings:t,margin:e,pieces:s,block:i}=a;
if(!t.length)return null;let o=e.getBoundingClientRect();if(!o.width&&!o.height)return null;let r=t.map(c=>{let l=s.find(
g=>g.end>Math.max(c.start,i.start)),h=s.filter(g=>g.start<Math.min(c.end,i.end)).at(-1);if(!l||!h)return[0,0];let d=l.element.
getClientRects()[0],f=h.element.getClientRects(),u=f[f.length-1];return d&&u?[d.top-o.top,u.bottom-o.top]:[0,o.height]});
return{height:o.height,reach:r}}function Et(a,t,e,s,i=!1){let{codings:o,margin:r,block:c}=t;if(!e){r.childNodes.length&&
m(r);return}let l=Math.min(He,1+Math.max(...t.lanes.values()));r.style.setProperty("--qc-lanes",`${l*Je+4}px`);let h=[];
o.forEach((b,q)=>{let w=t.lanes.get(b.id)??0;if(w>=He)return;let[$,v]=e.reach[q];h.push(n("i",{class:`qc-bar ${b.start>=
c.start?"qc-begins":""} ${b.end<=c.end?"qc-ends":""} ${b.id===s?"qc-active":""} ${b.coder===a.session.coder?"":"qc-other"}`,
data:{coding:b.id,hue:a.hueOf(b.code),line:Z(a,b.code)},style:{top:`${Math.max(0,$+3)}px`,height:`${Math.max(8,v-$-6)}px`,
"inset-inline-start":`${w*Je}px`}}))});let d=Math.max(1,Math.floor((e.height+4)/$t)),f=o.map((b,q)=>({each:b,top:e.reach[q][0]}));
f.sort((b,q)=>b.top-q.top);let u=0;if(f.length>d){let b=Math.max(1,d-1),q=f.findIndex(({each:$})=>$.id===s),w=f.slice(0,
b);q>=b&&(w[b-1]=f[q]),u=f.length-w.length,f=w}let g=f.length+(d>1&&u?1:0),y=0,x=f.map(({each:b,top:q},w)=>{let $=Math.max(
y,Math.min(q,e.height-(g-w)*$t));return y=$+$t,_i(a,b,$,s,d===1&&u?u:0)});if(u&&d>1){let b=o.filter(q=>!f.some(w=>w.each===
q));x.push(n("button",{type:"button",tabindex:"-1",class:"qc-name qc-more-names",data:{coding:b[0].id},style:{top:`${Math.
min(y,Math.max(0,e.height-$t))}px`}},`+${u}`,n("span",{class:"qc-unseen"},` more: ${b.map(q=>a.nameOf(q.code)).join(", ")}`)))}
m(r,h,x),i&&At(r,!0)}function At(a,t){for(let e of a.querySelectorAll(".qc-name"))e.setAttribute("tabindex",t||e.hasAttribute(
"aria-current")?"0":"-1")}function _i(a,t,e,s,i){let o=t.coder===a.session.coder,r=[t.unsaved?"not saved yet":"",t.memos?
"with a memo":"",t.key?"key quotation":"",t.stale?"older definition":"",i?`and ${i} more here`:""].filter(Boolean);return n(
"button",{type:"button",tabindex:t.id===s?"0":"-1",class:`qc-name ${o?"":"qc-other"} ${t.unsaved?"qc-unsaved":""}`,"aria\
-current":t.id===s?"true":null,data:{coding:t.id,hue:a.hueOf(t.code),line:Z(a,t.code)},style:{top:`${Math.max(0,e)}px`}},
n("span",{class:"qc-letter"},a.letterOf(t.code)),n("span",{class:"qc-name-words"},a.nameOf(t.code)),o?null:n("span",{class:"\
qc-name-marks"},t.coder),t.key||t.memos||t.stale?n("span",{class:"qc-name-marks","aria-hidden":"true"},t.key?"★":"",t.
memos?"✎":"",t.stale?"≠":""):null,i?n("span",{class:"qc-name-marks","aria-hidden":"true"},`+${i}`):null,r.length?n("\
span",{class:"qc-unseen"},`, ${r.join(", ")}`):null)}var ct=["1","2","3","4","5","6","7","8","9"],Ri=5;function Ve(a,t){let e=`${t}-${a.session.project}-${a.session.coder}`;
return{read:()=>a.remembered(e),write:s=>a.remember(e,s)}}var lt=class{constructor(t){this.app=t,this.store=Ve(t,"hotkey\
s"),this.chosen={};let e=this.store.read();if(e&&typeof e=="object")for(let s of ct)typeof e[s]=="string"&&(this.chosen[s]=
e[s]);this.fill()}fill(){let t=JSON.stringify(this.chosen);for(let i of ct)this.chosen[i]&&!this.app.codes.get(this.chosen[i])?.
applicable&&delete this.chosen[i];let e=new Set(Object.values(this.chosen)),s=[...this.app.codes.values()].filter(i=>i.applicable&&
!e.has(i.code));for(let i of ct){if(this.chosen[i]!==void 0)continue;let o=s.shift();o&&(this.chosen[i]=o.code)}JSON.stringify(
this.chosen)!==t&&this.store.write(this.chosen)}codeOf(t){return this.chosen[t]||null}keyOf(t){return ct.find(e=>this.chosen[e]===
t)??null}assign(t,e){let s=e&&this.keyOf(e);s&&(this.chosen[s]=""),this.chosen[t]=e,this.store.write(this.chosen)}};function U(a){
return a.normalize("NFKD").replace(/\p{M}/gu,"").toLocaleLowerCase()}function Y(a,t,e){let s=U(e).trim().split(/\s+/).filter(
Boolean),i=U(t.name),o=U(t.code),r=U(a.nameOf(t.theme)),c=U([t.definition,...t.include,...t.examples].join(" ")),l=0;for(let h of s){
let d=i.startsWith(h)||o===h?0:i.split(/[\s/_-]+/).some(f=>f.startsWith(h))?1:i.includes(h)||o.includes(h)?2:r.includes(
h)?3:c.includes(h)?4:null;if(d===null)return null;l=Math.max(l,d)}return l}var Ct=class{constructor(t,e,s){this.app=e,this.
given=s,this.hotkeys=new lt(e),this.recents=Ve(e,"recent"),this.purpose=null,this.picked=0,this.options=[];let i=O("code\
s");this.input=n("input",{type:"search",role:"combobox","aria-expanded":"true","aria-controls":i,"aria-autocomplete":"li\
st","aria-label":"Find a code",placeholder:"Find a code",autocomplete:"off",spellcheck:"false",on:{input:()=>this.#s(),focus:()=>this.
draw(),blur:()=>this.draw()}}),this.list=n("div",{class:"qc-codes",role:"listbox",id:i,"aria-label":"Codes"}),this.told=
n("p",{class:"qc-unseen",role:"status"}),this.banner=n("p",{class:"qc-purpose",hidden:!0}),this.keys=n("p",{class:"qc-hi\
nt"},n("kbd",null,"/")," to type, ",n("kbd",null,"1"),"–",n("kbd",null,"9")," put a code on. ",n("button",{type:"butto\
n",class:"qc-link",on:{click:()=>s.numbers()}},"Change numbers")),t.append(this.banner,n("div",{class:"qc-filter"},C("se\
arch"),this.input),this.keys,this.list,this.told),this.list.addEventListener("mousedown",o=>o.preventDefault()),this.list.
addEventListener("click",o=>{if(o.detail>1)return;let r=o.target.closest("[role=option]");r&&this.#r(r)}),this.draw()}bindings(){
let t=s=>i=>document.activeElement===this.input?s(i):!1,e="Finding a code";return[{keys:"ArrowDown",words:"next code of \
the list",run:t(()=>this.#e(this.picked+1)),typing:!0,group:e},{keys:"ArrowUp",words:"code before",run:t(()=>this.#e(this.
picked-1)),typing:!0,group:e},{keys:"Enter",words:"put it on",run:t(()=>this.options[this.picked]&&this.#r(this.options[this.
picked])),typing:!0,group:e},...ct.map(s=>({keys:`Alt+${s}`,words:`give it the number ${s}`,run:t(()=>this.#i(s)),typing:!0,
group:e})),{keys:"Escape",words:"back to the text",typing:!0,group:e,run:t(()=>{this.input.value="",this.given.leave(),this.
draw()})}]}focus(){this.input.focus(),this.input.select()}clear(){this.input.value="",this.picked=0,this.draw()}used(t){
let e=this.#t().filter(s=>s!==t);this.recents.write([t,...e].slice(0,12))}setPurpose(t){this.purpose=t,this.banner.hidden=
!t,m(this.banner,t," ",n("button",{type:"button",class:"qc-link",on:{click:()=>this.given.leave()}},"Cancel"))}#t(){let t=this.
recents.read();return Array.isArray(t)?t.filter(e=>this.app.codes.get(e)?.applicable):[]}#s(){this.picked=0,this.draw();
let t=this.options.length-1;this.told.textContent=this.input.value.trim()?t?`${t} ${t===1?"code":"codes"}`:"No code fits":
""}#i(t){let e=this.options[this.picked]?.dataset.code;e&&(this.hotkeys.assign(t,e),this.app.say(`${t} puts ${this.app.nameOf(
e)} on from now on.`),this.draw())}#e(t){this.options.length&&(this.options[this.picked]?.setAttribute("aria-selected","\
false"),this.picked=(t+this.options.length)%this.options.length,this.#n(),this.options[this.picked].scrollIntoView({block:"\
nearest"}))}#n(){let t=this.options[this.picked],e=document.activeElement===this.input;t&&e?(t.setAttribute("aria-select\
ed","true"),this.input.setAttribute("aria-activedescendant",t.id)):(t?.setAttribute("aria-selected","false"),this.input.
removeAttribute("aria-activedescendant"))}#r(t){t.dataset.code?this.given.take(t.dataset.code):this.given.make(this.input.
value.trim())}counts(){for(let t of this.options){let e=this.app.codes.get(t.dataset.code??"")?.codings,s=t.querySelector(
".qc-count");s&&(s.textContent=e?e.toLocaleString("en"):"")}}draw(){let{app:t}=this;this.hotkeys.fill();let e=this.input.
value.trim(),s=document.activeElement===this.input,i=[...t.codes.values()].filter(h=>h.applicable),o=[];this.options=[];
let r=(h,d)=>{let f=this.hotkeys.keyOf(h.code),u=n("div",{class:"qc-code",role:"option",id:O("code"),"aria-selected":"fa\
lse",data:{code:h.code,hue:t.hueOf(h.code),line:Z(t,h.code)},title:[h.name.length>60?h.name:"",h.definition].filter(Boolean).
join(": ")||null,style:d?{"--qc-depth":String(d)}:{}},n("span",{class:"qc-letter"},t.letterOf(h.code)),n("span",{class:"\
qc-code-name"},h.name),n("span",{class:"qc-count",title:"your codings"},h.codings?h.codings.toLocaleString("en"):""),f?n(
"kbd",{title:`press ${f}`},f):null);return this.options.push(u),u};if(e){let h=this.#t(),d=u=>h.includes(u.code)?h.indexOf(
u.code):h.length,f=i.map((u,g)=>({each:u,place:g,score:Y(t,u,e)})).filter(({score:u})=>u!==null).sort((u,g)=>u.score-g.score||
d(u.each)-d(g.each)||u.place-g.place);o.push(f.map(({each:u})=>r(u,0)))}else{let h=s?this.#t().slice(0,Ri):[];h.length&&
o.push(Ge("Used last",h.map(d=>r(t.codes.get(d),0))));for(let d of t.themes??[]){let f=i.filter(u=>u.theme===d);f.length&&
o.push(Ge(t.nameOf(d),f.map(u=>r(u,this.#a(u))),t.hueOf(d),f[0].code===d))}}let c=n("div",{class:"qc-code qc-new-code",role:"\
option",id:O("code"),"aria-selected":"false"},C("plus"),n("span",{class:"qc-code-name"},e?`New code “${e}” …`:"New\
 code …"));this.options.push(c);let l=this.list.scrollTop;m(this.list,o,c),this.list.scrollTop=e||s?0:l,this.picked=Math.
min(this.picked,this.options.length-1),this.#n()}#a(t){let e=0;for(let s=t;s.parent&&e<6;e++){let i=this.app.codes.get(s.
parent);if(!i)break;s=i}return e}};function Ge(a,t,e,s=!1){let i=O("group");return n("div",{role:"group",class:"qc-code-\
group","aria-labelledby":i,data:e===void 0?{}:{hue:e}},n("div",{class:s?"qc-unseen":"qc-code-theme",id:i,role:"presentat\
ion"},a),t)}var Di=350,se=4;function G(a){let t=new Date(a);return Number.isNaN(t.getTime())?a:t.toLocaleString("en-GB",{day:"numeri\
c",month:"short",year:"numeric",hour:"2-digit",minute:"2-digit"})}var Pi={manual:"by hand",accepted:"suggestion accepted",
revised:"suggestion revised",consensus:"settled together",imported:"imported"},Bi={yes:"coded blind",no:"not blind",unknown:""};
function ie(a){return[a.coder,Pi[a.origin]??a.origin,Bi[a.blind]??"",a.unsaved?"not saved yet":G(a.time),a.stale?"the de\
finition has changed since":"",a.key?"key quotation":"",a.memos?`${a.memos} ${a.memos===1?"memo":"memos"}`:""].filter(Boolean)}
var Mt=class{constructor(t){this.text=t,this.element=n("div",{class:"qc-tip",role:"tooltip",id:O("tip"),hidden:!0}),this.
timer=null,this.of="",t.element.after(this.element),this.over=e=>this.#t(e),this.away=e=>{let s=e.relatedTarget;s&&(this.
element.contains(s)||t.element.contains(s))||this.hide()},this.key=e=>{e.key==="Escape"&&!this.element.hidden&&this.hide()},
t.element.addEventListener("pointerover",this.over),t.element.addEventListener("pointerleave",this.away),this.element.addEventListener(
"pointerleave",this.away),document.addEventListener("keydown",this.key,!0),this.scrolled=()=>this.hide(),document.addEventListener(
"scroll",this.scrolled,{capture:!0,passive:!0})}destroy(){clearTimeout(this.timer),document.removeEventListener("keydown",
this.key,!0),document.removeEventListener("scroll",this.scrolled,{capture:!0}),this.element.remove()}hide(){clearTimeout(
this.timer),this.of="",this.element.hidden=!0,this.text.highlights.show("lit",[])}#t(t){let s=t.target.closest("[data-co\
des], .qc-name, .qc-bar");if(!s||t.buttons){(!this.element.hidden||this.of)&&this.hide();return}let i=s.dataset.codes??s.
dataset.coding??"";if(i===this.of)return;this.hide(),this.of=i;let o=i.split(" ").map(r=>this.text.doc.codings.get(r)??this.
text.shown().find(c=>c.id===r)).filter(r=>!!r);s.dataset.coding&&this.text.highlights.show("lit",o.map(r=>[r.start,r.end])),
this.timer=setTimeout(()=>this.#s(s,o),Di)}#s(t,e){let{app:s}=this.text;if(!e.length||!t.isConnected)return;m(this.element,
e.slice(0,se).map(l=>n("div",{class:"qc-tip-one",data:{hue:s.hueOf(l.code)}},n("b",null,n("span",{class:"qc-letter"},s.letterOf(
l.code))," ",s.nameOf(l.code)),n("span",{class:"qc-quiet"},ie(l).join(" · ")),e.length===1&&s.codes.get(l.code)?.definition?
n("p",null,s.codes.get(l.code)?.definition):null)),e.length>se?n("p",{class:"qc-quiet"},`and ${e.length-se} more; click,\
 and click again, to go through them`):null),this.element.hidden=!1;let i=t.getClientRects()[0]??t.getBoundingClientRect(),
o=this.element.getBoundingClientRect(),r=Math.max(8,Math.min(i.left,innerWidth-o.width-8)),c=i.bottom+6;this.element.style.
setProperty("left",`${r}px`),this.element.style.setProperty("top",`${c+o.height>innerHeight-8?Math.max(8,i.top-o.height-
6):c}px`)}};function Qe(a,t,e,s){let i=S("Name",{value:t,required:!0}),o=S("Definition",{kind:"area",rows:4,hint:"When is it put on,\
 and when not? Two sentences now spare long talks later, and without them nobody else can code as you do."}),r=(a.themes??
[]).map(d=>[d,a.nameOf(d)]),c=S("Theme",{kind:"select",options:[["","(a theme of its own)"],...r],value:""}),l=!1,h=E(a,
{title:"New code",body:[i.element,o.element,c.element,n("p",{class:"qc-hint"},s)],actions:[{label:"Add the code",run:async()=>{
let d=i.input.value.trim().replace(/\s+/g," "),f=o.input.value.trim();if(!d)return h.wrong("A code needs a name."),i.input.
focus(),!1;let u=[...a.codes.values()].find(x=>x.name.toLocaleLowerCase()===d.toLocaleLowerCase()&&!x.merged_into);if(u)
return h.wrong(`There is a code ${u.name} already${u.definition?`: ${u.definition}`:""}. Use it, or choose another name.`),
i.input.focus(),!1;if(!f&&!l)return l=!0,h.wrong("It has no definition yet. Say in a sentence when it is put on; or pres\
s “Add the code” once more to leave it open."),o.input.focus(),!1;let g=await a.write("book_add",{name:d,parent:c.input.
value||null,definition:f},`new code ${d}`);await a.loadBook();let y=g?.code??[...a.codes.values()].find(x=>x.name===d)?.
code;if(!y)throw new Error("The code was added, but is not in the codebook as it is now. Look there.");for(let x of g?.hints??
[])a.say(x);e(y)}}]});(t?o.input:i.input).focus()}function Xe(a,t){return new Promise(e=>{let s=null,i=t.there.length===
1;E(a,{title:`${a.nameOf(t.code)} is here already`,body:[n("p",null,i?"Part of these words carries this code:":`Parts of\
 these words carry this code ${t.there.length} times:`),t.there.slice(0,3).map(r=>n("blockquote",{class:"qc-said"},tt(t.
words(r.start,r.end)))),n("p",{class:"qc-hint"},"Coded twice, the words would count as two codings.")],actions:[...i?[{label:"\
Make it one coding over all of it",run:()=>{s="join"}}]:[],{label:"Code it as well",run:()=>{s="anyway"}}]}).element.addEventListener(
"close",()=>e(s))})}function tt(a,t=160){let e=[...a];return e.length>t?`${e.slice(0,t-20).join("")} … ${e.slice(-15).
join("")}`:a}function Ze(a,t,e){let s=t.looked==="seen",i=S("Did you code it without sight of other coders’ codings and \
of suggestions?",{kind:"select",options:s?[["no","No: I have seen them here"]]:[["yes","Yes, blind"],["no","No"],["unkno\
wn","I cannot say"]],value:s?"no":t.looked==="hidden"?"yes":"unknown",hint:s?"They were shown on this page while you wor\
ked on this document.":t.looked==="hidden"?"This page has not shown you any on this document. Say no if you have seen th\
em elsewhere.":""}),o=[...t.codings.values()].filter(r=>r.coder===a.session.coder).length;E(a,{title:`Done with ${t.document}`,
body:[n("p",null,"You have read it to the end for every code of the codebook. From now on, where you have put no coding,\
 it means “no” rather than “not read yet”, and the document counts in tables and in agreement."),o?null:n("p",{class:"\
qc-note"},"You have put no coding on it. That is a finding, too, if it is so."),i.element,n("p",{class:"qc-hint"},"You c\
an go on coding it afterwards, and Undo takes this back.")],actions:[{label:"Record it as done",run:async()=>{let r=i.input.
value,c={document:t.document,version:t.version,blind:r==="unknown"?r:r==="yes"};await a.write("done",c,`${t.document} do\
ne`),e()}}]})}function ts(a,t,e){let s=[["","(none)"],...[...a.codes.values()].filter(o=>o.applicable).map(o=>[o.code,`${a.
letterOf(o.code)}  ${o.name}`])],i=["1","2","3","4","5","6","7","8","9"].map(o=>({digit:o,made:S(o,{kind:"select",options:s,
value:t.codeOf(o)??""})}));E(a,{title:"Numbers of codes",body:[n("p",{class:"qc-hint"},"Select words and press the numbe\
r. Kept for you in this browser."),n("div",{class:"qc-numbers"},i.map(({made:o})=>o.element))],actions:[{label:"Use thes\
e",run:()=>{for(let{digit:o,made:r}of i)(t.codeOf(o)??"")!==r.input.value&&t.assign(o,r.input.value);e()}}]})}function et(a,t){
let e=n("div",{class:"qc-memo-list"},n("p",{class:"qc-quiet"},"Looking for memos …")),s=S("New memo",{kind:"area",rows:4}),
i=S("Title (may be empty)",{value:t.title??""}),o=null,r=async()=>{try{let c=await a.read("memos",{on:t.on,others:a.others});
m(e,c.map(l=>n("article",{class:"qc-memo"},n("p",{class:"qc-quiet"},[l.coder,G(l.time)].join(" · ")),l.title?n("h3",null,
l.title):null,n("p",{class:"qc-memo-words"},l.text),l.mine?n("p",{class:"qc-toolbar"},p("Change",()=>{o=l.id,s.input.value=
l.text,i.input.value=l.title??"",s.element.querySelector("label").textContent="The memo, changed",s.input.focus()},{class:"\
qc-small"}),p("Take back",async()=>{await M(a,"Take this memo back?","It stays in the history of the study.","Take it ba\
ck")&&(await a.write("memo_retract",{memo:l.id},"memo taken back").catch(()=>{}),await r(),s.input.focus(),t.then?.())},
{class:"qc-small"})):null)))}catch(c){m(e,n("p",{class:"qc-fault"},c.message))}};E(a,{title:t.heading,body:[t.quoted?n("\
blockquote",{class:"qc-said"},tt(t.quoted)):null,e,s.element,i.element],actions:[{label:"Save the memo",run:async()=>{let c=s.
input.value.trim();if(!c)throw new Error("A memo needs words.");o?await a.write("memo_edit",{memo:o,text:c,title:i.input.
value.trim()},"memo changed"):await a.write("memo_add",{on:t.on,text:c,title:i.input.value.trim()},"memo"),t.then?.()}}]}),
s.input.focus(),r()}function ne(a){m(a,n("h2",{class:"qc-unseen"},"Selection"),n("p",{class:"qc-hint qc-begin"},"Select words with the mouse\
, then click a code below. By keys: ",n("kbd",null,"↑")," ",n("kbd",null,"↓")," go from turn to turn, ",n("kbd",null,
"Enter")," selects one, ",n("kbd",null,"Shift")," ",n("kbd",null,"→")," selects words; ",n("kbd",null,"?")," shows all\
 keys."))}function es(a,t,e,s,i){let o=e.printed(s.start,s.end),r=o.split(/\s+/).filter(Boolean).length,c=new Set(e.blocksIn(
s.start,s.end).map(h=>h.turn).filter(h=>!!h)),l=e.codingsIn(s.start,s.end).filter(h=>h.coder===t.session.coder);m(a,n("d\
iv",{class:"qc-here-head"},n("h2",null,"Selected"),n("span",{class:"qc-count"},k(r,"word"),c.size>1?`, ${c.size} turns`:
""),p("Clear the selection",i.clear,{icon:"close",bare:!0,class:"qc-small qc-push"})),n("blockquote",{class:"qc-said qc-\
selected",dir:"auto"},tt(o,100)),l.length?n("ul",{class:"qc-also"},l.slice(0,6).map(h=>n("li",null,ss(t,h,i.look))),l.length>
6?n("li",{class:"qc-quiet"},`and ${l.length-6} more`):null):null,n("div",{class:"qc-toolbar"},p("Memo",i.memo,{icon:"mem\
o",class:"qc-small",keys:"m"}),p("Copy",i.copy,{class:"qc-small"})))}function ss(a,t,e){return n("button",{type:"button",
class:"qc-chip",data:{hue:a.hueOf(t.code)},on:{click:()=>e(t)}},n("span",{class:"qc-letter"},a.letterOf(t.code))," ",a.nameOf(
t.code),t.coder===a.session.coder?null:n("span",{class:"qc-quiet"},` · ${t.coder}`))}function is(a,t,e,s,i){let o=t.codes.
get(s.code),r=s.coder===t.session.coder,c=e.codingsIn(s.start,s.end).filter(d=>d!==s),l=o&&o.theme!==o.code?t.nameOf(o.theme):
"",h=n("div",{class:"qc-noted"});m(a,n("div",{class:"qc-card",data:{hue:t.hueOf(s.code)}},n("div",{class:"qc-here-head"},
n("span",{class:"qc-letter"},t.letterOf(s.code)),n("h2",null,t.nameOf(s.code)),p("Back to the selection",()=>i.look(null),
{icon:"close",bare:!0,class:"qc-small qc-push",keys:"Escape"})),l?n("p",{class:"qc-quiet"},l):null,n("blockquote",{class:"\
qc-said",dir:"auto"},tt(e.printed(s.start,s.end),120)),n("p",{class:"qc-facts"},ie(s).join(" · ")),i.moving?n("div",{class:"\
qc-note",role:"status"},n("p",null,i.moving),n("p",{class:"qc-toolbar"},p("Save the edges",i.save,{class:"qc-small qc-ma\
in"}),p("Leave them",i.leave,{class:"qc-small"}))):s.unsaved?n("p",{class:"qc-note"},"Not saved yet. It is kept in this \
page and sent as soon as the study answers; then it can be changed."):n("div",{class:"qc-toolbar"},r?[p("Edges",i.edges,
{class:"qc-small",keys:"e"}),i.toSelection?p("Edges to the selected words",i.toSelection,{class:"qc-small"}):null,p("Cha\
nge code",i.code,{class:"qc-small",keys:"r"})]:null,p(s.memos?`Memos (${s.memos})`:"Memo",i.memo,{icon:"memo",class:"qc-\
small",keys:"m"}),p(s.key?"Key quotation":"Make it a key quotation",i.key,{class:"qc-small","aria-pressed":s.key?"true":
"false",keys:"k"}),p("Copy",i.copy,{class:"qc-small",keys:"q"}),r?p("Retract",i.retract,{icon:"trash",class:"qc-small qc\
-danger",keys:"Delete"}):null),s.stale?n("p",{class:"qc-note qc-warn"},"Coded under an earlier definition. Read the pres\
ent one, and change or keep the coding."):null,o?.definition?n("p",{class:"qc-definition"},o.definition):n("p",{class:"q\
c-quiet"},o?"No definition yet.":"This code is not in the codebook any more."),o&&(o.include.length||o.exclude.length)?n(
"details",null,n("summary",null,"When it is put on, and when not"),o.include.length?n("p",null,n("b",null,"Yes: "),o.include.
join("; ")):null,o.exclude.length?n("p",null,n("b",null,"No: "),o.exclude.join("; ")):null):null,h,c.length?n("div",null,
n("h3",null,"Also on these words"),n("ul",{class:"qc-also"},c.slice(0,8).map(d=>n("li",null,ss(t,d,i.look))),c.length>8?
n("li",{class:"qc-quiet"},`and ${c.length-8} more`):null)):null)),s.memos&&t.read("memos",{on:s.id,others:t.others}).then(
d=>{h.isConnected&&m(h,d.slice(0,3).map(f=>n("article",{class:"qc-memo"},n("p",{class:"qc-quiet"},[f.coder,G(f.time)].join(
" · ")),f.title?n("h3",null,f.title):null,n("p",{class:"qc-memo-words"},tt(f.text,400)))))},()=>{})}var st=class{constructor(t,e,s){this.text=t,this.coding=e,this.given=s,this.start=e.start,this.end=e.end,this.side="end",
this.byKeys=!1,this.handles={start:n("div",{class:"qc-handle qc-handle-start","aria-hidden":"true"}),end:n("div",{class:"\
qc-handle qc-handle-end","aria-hidden":"true"})};for(let i of["start","end"])this.handles[i].addEventListener("pointerdo\
wn",o=>this.#t(o,i)),t.element.append(this.handles[i]);this.place()}destroy(){this.stopped?.();for(let t of Object.values(
this.handles))t.remove();this.text.highlights.show("edges",[])}place(){let t=this.text.ranges(this.start,this.end),e=this.
text.element.getBoundingClientRect(),s=t[0]?.getClientRects()[0],i=t.length?[...t[t.length-1].getClientRects()].at(-1):null,
o=c=>getComputedStyle(c.startContainer.parentElement).direction==="rtl";for(let[c,l]of[["start",s],["end",i]]){let h=this.
handles[c];if(h.hidden=!l,!l)continue;let d=c==="end"!==o(t[c==="end"?t.length-1:0]);h.style.setProperty("left",`${(d?l.
right:l.left)-e.left}px`),h.style.setProperty("top",`${l.top-e.top}px`),h.style.setProperty("height",`${l.height}px`),h.
classList.toggle("qc-now",this.byKeys&&c===this.side)}let r=this.start!==this.coding.start||this.end!==this.coding.end;this.
text.highlights.show("edges",this.byKeys||r?[[this.start,this.end]]:[])}move(t,e){let{doc:s}=this.text,i=t==="start"?Math.
min(e,s.step(this.end,-1)):this.start,o=t==="end"?Math.max(e,s.step(this.start,1)):this.end,r=s.snapped(i,o);this.start=
r.start,this.end=r.end,this.place()}save(){let t=this.text.doc.trimmed(this.start,this.end);t&&(t.start!==this.coding.start||
t.end!==this.coding.end)?this.given.save(t.start,t.end):this.given.leave()}#t(t,e){if(t.button)return;t.preventDefault();
let s=this.handles[e],i=this.text.scroller;for(let c of Object.values(this.handles))c.classList.add("qc-held");let o=c=>{
let l=i?.getBoundingClientRect();l&&i&&(c.clientY<l.top+24&&i.scrollBy(0,-16),c.clientY>l.bottom-24&&i.scrollBy(0,16));let h=this.
text.pointAt(c.clientX,c.clientY);h!==null&&this.move(e,h)},r=()=>{this.stopped?.(),this.save()};this.stopped=()=>{this.
stopped=void 0,document.removeEventListener("pointermove",o),document.removeEventListener("pointerup",r),document.removeEventListener(
"pointercancel",r);for(let c of Object.values(this.handles))c.classList.remove("qc-held")},s.setPointerCapture?.(t.pointerId),
s.releasePointerCapture?.(t.pointerId),document.addEventListener("pointermove",o),document.addEventListener("pointerup",
r),document.addEventListener("pointercancel",r)}begin(){this.byKeys=!0,this.place(),this.#s()}#s(){this.given.tell(`Movi\
ng the ${this.side==="end"?"end":"beginning"}: ← → by word, Shift by character, Tab for the other edge, Enter saves, Esc\
 leaves it as it was.`)}bindings(){let{doc:t}=this.text,e="Moving edges",s=o=>{let r=this.text.drawn.get(t.blocks[t.blockAt(
this[this.side])]);return o.key==="ArrowRight"!=(!!r&&getComputedStyle(r.words).direction==="rtl")};return[{keys:"ArrowR\
ight or ArrowLeft",words:"move the edge by a word",run:o=>{let r=this[this.side],c=s(o);if(this.side==="start"){let l=c?
t.word(r+1,1):t.word(r,-1);l&&this.move("start",l[0])}else if(c){let l=t.word(r,1),h=t.word(r,-1);h&&h[1]>r&&(l=h),l&&this.
move("end",l[1])}else{let l=t.word(r,-1);l&&l[1]>=r&&(l=t.word(l[0],-1)),l&&this.move("end",l[1])}},group:e},{keys:"Shif\
t+ArrowRight or Shift+ArrowLeft",words:"by a character",run:o=>this.move(this.side,t.step(this[this.side],s(o)?1:-1)),group:e},
{keys:"Tab or Shift+Tab",words:"the other edge",group:e,run:()=>{this.side=this.side==="end"?"start":"end",this.place(),
this.#s()}},{keys:"Enter",words:"save the edges",run:()=>this.save(),group:e},{keys:"Escape",words:"leave them as they w\
ere",run:()=>this.given.leave(),group:e}]}};var Tt=class{constructor(t){this.ranges=t,this.own=new Map}show(t,e){let s=this.own.get(t)??{stretches:[],shown:[]};!e.length&&
!s.stretches.length||(s.stretches=e,this.own.set(t,s),this.#t(t))}again(){for(let[t,e]of this.own)e.stretches.length&&this.#t(
t)}clear(){for(let t of this.own.keys())this.show(t,[])}#t(t){let e=globalThis.CSS?.highlights,s=this.own.get(t);if(!e||
!s)return;let i=globalThis.Highlight,o=e.get(`qc-${t}`);o||e.set(`qc-${t}`,o=new i);for(let r of s.shown)o.delete(r);s.shown=
s.stretches.flatMap(([r,c])=>this.ranges(r,c));for(let r of s.shown)o.add(r)}};function ns(a){let{doc:t}=a,e=()=>document.activeElement?.contains(a.element)??!1,s=b=>q=>{if(!e())return!1;let w=b(q);return document.
activeElement!==a.element&&a.focus(),w},i=b=>{let[q,w]=a.span();if(w<q)return;let v=a.cursor===null||!a.sees(a.cursor)?t.
blockAt(a.top()):a.cursor+b;a.caret=null,a.highlights.show("word",[]),a.goTo(Math.max(q,Math.min(w,v)))},o=()=>{if(a.caret)
return a.caret;let b=t.blocks[a.cursor??t.blockAt(a.top())],q=b?t.word(b.start,1)?.[0]??b.start:0;return{anchor:q,head:q}},
r=b=>{let q=a.drawn.get(t.blocks[t.blockAt(o().head)]),w=q?getComputedStyle(q.words).direction==="rtl":!1;return b.key===
"ArrowRight"!==w},c=b=>{let q=r(b);if(!a.caret){a.setCaret(o().head);return}let{anchor:w,head:$}=a.caret,v=w===$?$:q?Math.
max(w,$)-1:Math.min(w,$),A=q?t.word(v+1,1):t.word(v,-1);A&&d(A[0])&&a.setCaret(A[0])},l=b=>{let{anchor:q,head:w}=o(),$=r(
b),v=w;if($){let A=h(w);A!==null&&(v=A)}else{let A=t.word(w,-1);A&&(v=A[0])}d(v-($?1:0))&&a.setCaret(q,v)},h=b=>{for(let q=Math.
max(0,t.blockAt(b));q<t.blocks.length;q++){let w=t.words(t.blocks[q]).find($=>$[1]>b);if(w)return w[1]}return null},d=b=>a.
drawn.has(t.blocks[t.blockAt(b)]),f=b=>{let{anchor:q,head:w}=o(),$=t.step(w,r(b)?1:-1);d($>w?$-1:$)&&a.setCaret(q,$)},u=b=>{
let{anchor:q,head:w}=o(),$=t.blockAt(b>0?w:w-1),v=t.blocks[$];if(!v)return;let A=t.trimmed(v.start,v.end)??v,R=(b>0?w>=A.
end:w<=A.start)?t.blocks[$+b]:v;if(!R||!a.drawn.has(R))return;let Ne=t.trimmed(R.start,R.end)??R;a.setCaret(q,b>0?Ne.end:
Ne.start)},g=(b,q)=>{let{anchor:w,head:$}=o(),v=t.blocks[t.blockAt($>w?$-1:$)];if(!v)return;let A=t.trimmed(v.start,v.end)??
v;q?a.setCaret(w,b?A.end:A.start):a.setCaret(b?t.word(A.end,-1)?.[0]??A.start:A.start)},y=()=>{a.cursor===null&&a.goTo(t.
blockAt(a.top()));let b=t.blocks[a.cursor??0];if(!b)return;let q=t.trimmed(b.start,b.end);if(!q)return;let{selection:w}=a,
$=b.turn,v=$?t.trimmed($.start,$.end):q,L=w&&w.start===q.start&&w.end===q.end&&v?v:q;a.select(L.start,L.end),a.caret={anchor:L.
start,head:L.end}},x=()=>{let[b,q]=a.span(),w=b<=q?t.trimmed(t.blocks[b].start,t.blocks[q].end):null;w&&(a.select(w.start,
w.end),a.caret={anchor:w.start,head:w.end})};return[{keys:"ArrowDown",words:"next turn",run:s(()=>i(1)),group:"Reading"},
{keys:"ArrowUp",words:"turn before",run:s(()=>i(-1)),group:"Reading"},{keys:"Enter or Space",words:"select the turn (of \
a long one the paragraph; once more: all of it)",run:s(y),group:"Selecting"},{keys:"ArrowRight or ArrowLeft",words:"from\
 word to word",run:s(c),group:"Selecting"},{keys:"Shift+ArrowRight or Shift+ArrowLeft",words:"select by words",run:s(l),
group:"Selecting"},{keys:"Alt+Shift+ArrowRight or Alt+Shift+ArrowLeft",words:"select by characters",run:s(f),group:"Sele\
cting"},{keys:"Shift+ArrowDown",words:"select to the end of the paragraph, and on",run:s(()=>u(1)),group:"Selecting"},{keys:"\
Shift+ArrowUp",words:"select to its beginning, and back",run:s(()=>u(-1)),group:"Selecting"},{keys:"Mod+a",words:"select\
 the whole text",run:s(x),group:"Selecting"},{keys:"Home",words:"first word of the paragraph",run:s(()=>g(!1,!1)),group:"\
Selecting"},{keys:"End",words:"last word",run:s(()=>g(!0,!1)),group:"Selecting"},{keys:"Shift+Home",words:"select to the\
 beginning of the paragraph",run:s(()=>g(!1,!0)),group:"Selecting"},{keys:"Shift+End",words:"select to its end",run:s(()=>g(
!0,!0)),group:"Selecting"}]}var Wi={descriptive:"Observed",reflective:"Reflection",text:""},it=56,Ui=68,K=class{constructor(t,e,s,i={}){this.app=e,this.
doc=s,this.more=i,this.drawn=new Map,this.blockOf=new WeakMap,this.near=new Set,this.evidenced=[],this.selection=null,this.
active=null,this.cursor=null,this.caret=null,this.given=null,this.scrolls=null,this.hint=n("p",{class:"qc-unseen",id:O("\
hint")},"Up and Down go from turn to turn, Enter selects the turn, Left and Right go from word to word, with Shift they \
select."),this.element=n("div",{class:`qc-text ${i.margin===!1?"qc-plain":""}`,tabindex:"0",role:"group","aria-label":i.
label??`Text of ${s.document}`,"aria-describedby":i.keyboard?this.hint.id:null}),t.append(this.element),this.highlights=
new Tt((o,r)=>this.ranges(o,r)),this.#n(),this.#d(),this.tip=i.tips===!1?null:new Mt(this),this.takesBack=i.keyboard?e.keys?.
add(ns(this)):null,this.listener=()=>this.#g(),document.addEventListener("selectionchange",this.listener),this.released=
()=>this.#q(),document.addEventListener("pointerup",this.released),this.element.addEventListener("click",o=>this.#k(o)),
this.element.addEventListener("focusin",o=>{let r=o.target;r.dataset.coding&&r.dataset.coding!==this.active&&r.matches("\
:focus-visible")&&this.more.onCoding?.(this.#b(r.dataset.coding))}),this.element.addEventListener("mousedown",o=>{o.button===
0&&o.detail===1&&!o.shiftKey&&getSelection()?.removeAllRanges()}),this.element.addEventListener("focus",()=>{if(!this.more.
keyboard||this.cursor!==null||!this.element.matches(":focus-visible"))return;let o=(this.active&&this.doc.codings.get(this.
active)?.start)??this.selection?.start;this.goTo(o==null?this.#t():this.doc.blockAt(o),{scroll:!1})})}destroy(){document.
removeEventListener("selectionchange",this.listener),document.removeEventListener("pointerup",this.released),this.takesBack?.(),
this.watcher?.disconnect(),this.sizes?.disconnect(),this.highlights.clear(),this.tip?.destroy(),this.element.remove()}refresh(t){
let e=this.#y(),s=this.element.contains(document.activeElement)?document.activeElement:null,i=s?.dataset.coding;this.given=
null;let o=t?[...new Set(t.flatMap(([r,c])=>this.doc.blocksIn(r,c)))].filter(r=>this.drawn.has(r)):[...this.drawn.keys()];
for(let r of o)this.#u(r);this.#h(o.filter(r=>this.near.has(r))),this.highlights.again(),e(),s&&!s.isConnected&&(i&&this.
element.querySelector(`.qc-name[data-coding="${CSS.escape(i)}"]`)||this.element).focus({preventScroll:!0})}evidence(t){let e=this.
evidenced;this.evidenced=t,this.refresh([...e,...t].map(s=>[s.start,s.end]))}reveal(t,e,s={}){let i=this.doc.blocksIn(t,
e)[0]??this.doc.blocks[this.doc.blockAt(t)],o=i&&this.drawn.get(i);if(!o)return;let r=()=>{let c=o.pieces.find(l=>l.end>
t)?.element??o.element;s.nearest&&this.#i(c)||this.#s(c,s.top?"start":"center")};if(r(),requestAnimationFrame(r),s.flash){
let c=this.doc.blocksIn(t,e).map(l=>this.drawn.get(l)?.element);for(let l of c)l?.classList.add("qc-flash");this.highlights.
show("lit",[[t,e]]),setTimeout(()=>{for(let l of c)l?.classList.remove("qc-flash");this.highlights.show("lit",[])},2500)}}select(t,e){
let s=this.#l(t,t>e),i=this.#l(e,t<e);!s||!i||(getSelection()?.setBaseAndExtent(s.node,s.offset,i.node,i.offset),this.#g())}settle(){
this.#g()}clear(){let t=getSelection();t&&this.element.contains(t.anchorNode)&&t.removeAllRanges(),this.#p(null)}focus(){
this.element.focus({preventScroll:!0})}activate(t,e={}){let s=this.active&&this.doc.codings.get(this.active),i=t?this.doc.
codings.get(t):null;if(this.active=i?i.id:null,this.refresh([s,i].filter(o=>!!o).map(o=>[o.start,o.end])),i&&e.reveal){this.
reveal(i.start,i.end,{nearest:!0});let o=this.doc.blockAt(i.start);this.more.keyboard&&this.goTo(o,{scroll:!1})}}get scroller(){
return this.scrolls?.isConnected||(this.scrolls=Ki(this.element)),this.scrolls}set scroller(t){this.scrolls=t}shown(){return this.
more.codings?[...this.more.codings()].sort(J):this.doc.ordered()}goTo(t,e={}){let s=this.drawn.get(this.doc.blocks[t]);if(!s)
return;let i=this.cursor===null?null:this.drawn.get(this.doc.blocks[this.cursor]);this.cursor=t,i!==s&&(i?.element.classList.
remove("qc-at"),i&&At(i.margin,!1),s.element.classList.add("qc-at"),this.more.keyboard&&At(s.margin,!0)),this.element.setAttribute(
"aria-activedescendant",s.element.id),e.scroll!==!1&&this.#s(s.element,"nearest")}setCaret(t,e){if(t===null){this.caret=
null,this.highlights.show("word",[]);return}let s=e??t;if(this.caret={anchor:t,head:s},this.goTo(this.doc.blockAt(Math.max(
0,s>t?s-1:s)),{scroll:!1}),s===t){this.selection&&this.clear(),this.caret={anchor:t,head:s};let i=this.doc.word(t,1);this.
highlights.show("word",[i&&i[0]===t?i:[t,t+1]])}else this.highlights.show("word",[]),this.select(t,s);this.#e(s,s>t)}ranges(t,e){
let s=[];for(let i of this.doc.blocksIn(t,e)){let o=this.#l(Math.max(t,i.start),!1,i),r=this.#l(Math.min(e,i.end),!0,i);
if(!o||!r)continue;let c=document.createRange();c.setStart(o.node,o.offset),c.setEnd(r.node,r.offset),s.push(c)}return s}pointAt(t,e){
let s=document;if(s.caretPositionFromPoint){let o=s.caretPositionFromPoint(t,e);return o?this.#o(o.offsetNode,o.offset):
null}let i=s.caretRangeFromPoint?.(t,e);return i?this.#o(i.startContainer,i.startOffset):null}top(){return this.doc.blocks[this.#t()]?.
start??0}span(){let t=this.drawn.keys().next().value,e=t?this.doc.blocks.indexOf(t):0;return[e,e+this.drawn.size-1]}sees(t){
let e=this.drawn.get(this.doc.blocks[t])?.element.getBoundingClientRect(),s=this.scroller?.getBoundingClientRect()??{top:0,
bottom:innerHeight};return!!e&&e.bottom>s.top&&e.top<s.bottom}#t(){let t=(this.scroller?.getBoundingClientRect().top??0)+
1,e=this.doc.blocks,[s,i]=this.span();for(;s<i;){let o=s+i>>1,r=this.drawn.get(e[o]);!r||r.element.getBoundingClientRect().
bottom<=t?s=o+1:i=o}return Math.max(0,s)}#s(t,e){if(!this.scroller){t.scrollIntoView({block:e});return}let s=t.getBoundingClientRect(),
i=this.scroller.getBoundingClientRect(),o=s.top-i.top,r=s.bottom-i.bottom,c=0;e==="start"?c=o-8:e==="center"?c=o-Math.max(
it,(i.height-s.height)/2):o<it||s.height>i.height-2*it?c=o-it:r>-it&&(c=r+it),c&&this.scroller.scrollBy({top:c,behavior:"\
instant"})}#i(t){let e=t.getBoundingClientRect(),s=this.scroller?.getBoundingClientRect()??{top:0,bottom:innerHeight};return e.
top>=s.top+8&&e.bottom<=s.bottom-8}#e(t,e){let s=this.#l(t,e);if(!s)return;let i=document.createRange();i.setStart(s.node,
s.offset),i.collapse(!0);let o=i.getClientRects()[0],r=this.scroller?.getBoundingClientRect()??{top:0,bottom:innerHeight};
if(!o)return;let c=o.top<r.top+40?o.top-r.top-80:o.bottom>r.bottom-40?o.bottom-r.bottom+80:0;c&&(this.scroller??document.
scrollingElement)?.scrollBy(0,c)}#n(){let{from:t=0,to:e=this.doc.length}=this.more,s=[this.more.keyboard?this.hint:null];
this.doc.blocks.forEach((i,o)=>{if(i.end<=t||i.start>=e)return;let r=i.turn,c=n("p",{class:"qc-words",dir:"auto"}),l=n("\
div",{class:"qc-margin"}),h=n("div",{class:["qc-block",i.kind==="gap"?"qc-gap":"",r?.asks?"qc-asks":"",i.first?"qc-first":
""].filter(Boolean).join(" "),id:O("block"),data:{place:o,part:i.gap??r?.part??"speech"},style:{"--qc-guess":`${Math.ceil(
(i.end-i.start)/Ui)+(i.first?1:0)}`}},i.first&&r?this.#r(r):null,c,this.more.margin===!1?null:l),d={block:i,element:h,words:c,
margin:l,codings:[],lanes:new Map,pieces:[]};this.drawn.set(i,d),this.blockOf.set(h,i),this.#u(i),s.push(h)}),this.drawn.
size===0&&s.push(n("p",{class:"qc-quiet"},"This document has no words.")),m(this.element,s)}#r(t){let e=t.speaker??t.person??
Wi[t.part]??"";return!e&&!t.time?null:n("h3",{class:"qc-who"},e?n("span",{class:"qc-speaker"},e):null,t.role?n("span",{class:"\
qc-role"},t.role):t.asks?n("span",{class:"qc-role"},"asks"):null,n("span",{class:"qc-time"},[t.time,`turn ${t.number}`].
filter(Boolean).join(" · ")))}#a(t){if(!this.more.codings)return this.doc.codingsOf(t);if(!this.given){this.given=new Map;
for(let e of this.shown())for(let s of this.doc.blocksIn(e.start,e.end)){let i=this.given.get(s);i?i.push(e):this.given.
set(s,[e])}}return this.given.get(t)??[]}#u(t){let e=this.drawn.get(t);if(!e)return;let s=this.#a(t),i=this.evidenced.length?
this.evidenced.filter(c=>c.start<t.end&&c.end>t.start):[];e.codings=s,e.lanes=St(s),e.pieces=[];let o=new Set([t.start,t.
end]);for(let c of[...s,...i])o.add(Math.max(t.start,c.start)),o.add(Math.min(t.end,c.end));let r=[...o].sort((c,l)=>c-l);
for(let c=0;c+1<r.length;c++){let[l,h]=[r[c],r[c+1]],d=s.filter(u=>u.start<h&&u.end>l),f=i.filter(u=>u.start<h&&u.end>l);
e.pieces.push({start:l,end:h,element:this.#f(l,h,d,f,e)})}m(e.words,e.pieces.map(c=>c.element)),!s.length&&e.margin.childNodes.
length&&m(e.margin)}#f(t,e,s,i,o){let r=document.createElement("span");r.dataset.s=String(t),r.dataset.e=String(e);let c=i.
map(d=>`qc-${d.kind}`),l=i.map(d=>d.label).filter(Boolean);l.length&&(r.title=l.join("; "));let h=r;if(s.length){c.push(
"qc-coded"),s.some(f=>f.unsaved)&&c.push("qc-unsaved"),r.dataset.codes=s.map(f=>f.id).join(" ");let d=this.active&&s.find(
f=>f.id===this.active);d&&(c.push("qc-active"),r.dataset.hue=String(this.app.hueOf(d.code)));for(let f of s){let u=o.lanes.
get(f.id)??0;if(u>=Ye)continue;let g=document.createElement("span");g.className="qc-line",g.dataset.lane=String(u),g.dataset.
hue=String(this.app.hueOf(f.code)),g.dataset.line=Z(this.app,f.code),h.append(g),h=g}}return c.length&&(r.className=c.join(
" ")),h.append(this.doc.slice(t,e)),r}#d(){if(this.more.margin===!1)return;this.watcher=new IntersectionObserver(e=>{let s=[];
for(let i of e){let o=this.blockOf.get(i.target);o&&(i.isIntersecting?(this.near.add(o),s.push(o)):this.near.delete(o))}
this.#h(s)},{root:this.scroller,rootMargin:"400px 0px"});for(let e of this.drawn.values())this.watcher.observe(e.element);
let t=0;this.sizes=new ResizeObserver(([e])=>{Math.abs(e.contentRect.width-t)<1||(t=e.contentRect.width,this.#h([...this.
near]))}),this.sizes.observe(this.element)}#c(t){return this.more.keyboard===!0&&this.cursor!==null&&this.doc.blocks[this.
cursor]===t}#h(t){if(this.more.margin===!1)return;let e=t.map(i=>this.drawn.get(i)).filter(i=>!!i),s=e.map(i=>Ot(i));e.forEach(
(i,o)=>Et(this.app,i,s[o],this.active,this.#c(i.block)))}#l(t,e,s){let i=s?[s]:this.doc.blocksIn(e?t-1:t,e?t:t+1);for(let o of i)
for(let r of this.drawn.get(o)?.pieces??[])if(e?r.start<t&&t<=r.end:r.start<=t&&t<r.end){let c=r.element;for(;c.firstChild;)
c=c.firstChild;return{node:c,offset:this.doc.unit(t)-this.doc.unit(r.start)}}return null}#o(t,e,s=!1){let i=t.nodeType===
Node.TEXT_NODE?t.parentElement?.closest("[data-s]"):null;if(i&&this.element.contains(i))return this.doc.point(this.doc.unit(
Number(i.dataset.s))+e,s);let o=document.createRange();if(o.setStart(t,e),!this.element.contains(t))return o.comparePoint(
this.element,0)>0?0:this.doc.length;let r=[...this.drawn.values()],c=0,l=r.length;for(;c<l;){let f=c+l>>1,u=r[f].words;o.
comparePoint(u,u.childNodes.length)<0?c=f+1:l=f}let h=r[c];if(!h)return this.doc.length;let d=h.pieces.find(f=>o.comparePoint(
f.element,f.element.childNodes.length)>=0);return d?d.start:h.block.end}#g(){let t=getSelection();if(!t||!t.rangeCount)return this.#m();
let{anchorNode:e,focusNode:s}=t;if(!this.element.contains(e)&&!this.element.contains(s))return e&&(e instanceof Element?
e:e.parentElement)?.closest(".qc-text")?this.#p(null):this.#m();if(t.isCollapsed){let f=e&&this.#o(e,t.anchorOffset);this.#p(
null),f!==null&&this.more.keyboard&&(this.caret={anchor:f,head:f});return}let{startContainer:i,startOffset:o,endContainer:r,
endOffset:c}=t.getRangeAt(0),l=this.#o(i,o),h=this.#o(r,c,!0);if(l===null||h===null||l>=h)return this.#p(null);let d=this.
doc.snapped(l,h);this.#p(this.doc.trimmed(d.start,d.end))}#m(){this.highlights.show("kept",this.selection?[[this.selection.
start,this.selection.end]]:[])}#p(t){this.highlights.show("kept",[]);let e=this.selection;t?.start===e?.start&&t?.end===
e?.end||(this.selection=t,t&&this.highlights.show("word",[]),this.more.onSelect?.(t))}#q(){let t=getSelection();if(!this.
selection||!t?.rangeCount||t.isCollapsed||!this.element.contains(t.anchorNode)||!this.element.contains(t.focusNode))return;
let{startContainer:e,startOffset:s,endContainer:i,endOffset:o}=t.getRangeAt(0),r=this.#o(e,s),c=this.#o(i,o,!0);if(r===null||
c===null)return;let l=this.doc.snapped(r,c);(l.start!==r||l.end!==c)&&this.select(l.start,l.end),this.caret={anchor:this.
selection.start,head:this.selection.end}}#y(){let t=getSelection();if(!t?.rangeCount||!t.anchorNode||!t.focusNode||!this.
element.contains(t.anchorNode)||!this.element.contains(t.focusNode))return()=>{};let e=this.#o(t.anchorNode,t.anchorOffset),
s=this.#o(t.focusNode,t.focusOffset);return()=>{e===null||s===null||e===s||t.rangeCount&&!t.isCollapsed&&this.element.contains(
t.anchorNode)&&this.#o(t.anchorNode,t.anchorOffset)===e&&this.#o(t.focusNode,t.focusOffset)===s||this.select(e,s)}}#k(t){
let e=t.target,s=e.closest(".qc-name, .qc-bar");if(s?.dataset.coding){this.more.onCoding?.(this.#b(s.dataset.coding));return}
let i=getSelection();if(i&&!i.isCollapsed)return;let o=e.closest(".qc-block"),r=o&&this.blockOf.get(o);r&&this.more.keyboard&&
this.goTo(this.doc.blocks.indexOf(r),{scroll:!1});let c=e.closest("[data-codes]")?.dataset.codes?.split(" ")??[];if(!c.length){
this.active&&this.more.onCoding?.(null);return}let l=c.map(d=>this.#b(d)).filter(d=>!!d).sort((d,f)=>d.end-d.start-f.end+
f.start),h=l.findIndex(d=>d?.id===this.active);this.more.onCoding?.(l[(h+1)%l.length]??null)}#b(t){return this.doc.codings.
get(t)??this.shown().find(e=>e.id===t)??null}};function Ki(a){for(let t=a.parentElement;t;t=t.parentElement)if(/auto|scroll/.
test(getComputedStyle(t).overflowY))return t;return null}var os=new WeakMap,oe=class{constructor(t,e,s){this.app=e,this.host=t,this.text=null,this.edges=null,this.moving=null,this.
recoding=null,this.undoable=null,this.timer=null,this.offs=[];let i=os.get(e)??new Map;os.set(e,i),this.places=i,this.bar=
n("header",{class:"qc-text-bar"}),this.scroll=n("div",{class:"qc-text-scroll"}),this.here=n("section",{class:"qc-here","\
aria-label":"Selection"});let o=n("section",{class:"qc-code-list","aria-label":"Codes"});this.told=n("p",{class:"qc-unse\
en","aria-live":"polite"}),this.root=n("div",{class:"qc-code-view"},n("section",{class:"qc-middle","aria-label":"Text"},
this.bar,this.scroll),n("aside",{class:"qc-side","aria-label":"Coding"},this.here,o),this.told),t.append(this.root),this.
list=new Ct(o,e,{take:r=>this.take(r),make:r=>this.make(r),leave:()=>this.back(),numbers:()=>ts(e,this.list.hotkeys,()=>this.
list.draw())}),this.offs.push(e.on("doc",r=>this.show(r)),e.on("codings",r=>this.#n(r)),e.on("codebook",()=>this.#r()),e.
on("counts",()=>this.list.counts()),e.on("documents",()=>this.#i()),e.on("status",()=>this.#i()),this.#t().add(this.list.
bindings()),this.#t().add(this.#g())),this.#r(),this.show(e.doc),this.params(s)}destroy(){this.#s(),clearTimeout(this.timer);
for(let t of this.offs)t();this.edgeKeys?.(),this.edges?.destroy(),this.text?.destroy(),this.root.remove()}async params(t){
let{app:e}=this,{document:s,coding:i}=t??{};try{s&&s!==e.doc?.document&&await e.open(s)}catch(c){e.sorry(c);return}let o=Number(
t?.start),r=Number(t?.end);!this.text||this.text.doc!==e.doc||(i&&this.text.doc.codings.has(i)?this.look(this.text.doc.codings.
get(i)??null,!0):t?.start!==void 0&&Number.isInteger(o)&&Number.isInteger(r)&&o<r&&(this.text.reveal(o,r,{flash:!0}),this.
text.goTo(this.text.doc.blockAt(o),{scroll:!1})))}#t(){return this.app.keys}show(t){let{app:e}=this,s=this.text?.doc.document===
t?.document,i=this.text?.element.contains(document.activeElement),o=s?this.text?.active??null:null,r=s&&this.text?.doc.version===
t?.version?this.text?.selection:null;if(this.#s(),this.#c(),this.#d(),this.text?.destroy(),this.text=null,this.scroll.replaceChildren(),
!t){m(this.bar),m(this.scroll,n("div",{class:"qc-empty"},n("h2",null,"No document is open"),n("p",null,e.documents.length?
"Choose one from the list.":"This study has no documents yet. Add transcripts with: qualcode ingest PROJECT FOLDER"))),ne(
this.here);return}this.text=new K(this.scroll,e,t,{keyboard:!0,label:`Text of ${t.document}${t.title?`, ${t.title}`:""}`,
onSelect:l=>this.#u(l),onCoding:l=>this.look(l)});let c=this.places.get(t.document);c&&this.text.reveal(c,c+1,{top:!0}),
o&&t.codings.has(o)&&this.text.activate(o),r&&this.text.select(r.start,r.end),i&&this.text.focus(),this.#i(),this.#e(),this.#a()}#s(){
this.text&&this.places.set(this.text.doc.document,this.text.top())}#i(){let{app:t,text:e}=this,s=e?.doc;if(!s)return;let i=t.
documents.find(y=>y.document===s.document),o=t.session.coder,r=i?.passes.find(y=>y[0]===o&&y[1]),c=s.done.filter(([y])=>y!==
null).flatMap(([y])=>y),l=i?i.hidden:s.mustHide,h=r?{yes:"blind",no:"not blind",unknown:""}[r[2]]:"",d=[s.kind.replace("\
_"," "),i?.case,i?.phase&&i.phase!=="(not recorded)"?`phase ${i.phase}`:"",i?.date,i?`${i.words.toLocaleString("en")} wo\
rds`:""],f=this.undoable,u=JSON.stringify([s.document,s.title,d,r,c,l,t.others,f,t.session.read_only]);if(u===this.headed&&
this.bar.childNodes.length)return;this.headed=u;let g=(this.bar.contains(document.activeElement)?document.activeElement:
null)?.dataset.does;m(this.bar,n("div",{class:"qc-text-title"},n("h2",{title:s.title||null},s.document,s.title?n("span",
{class:"qc-doc-title"},s.title):null),n("p",{class:"qc-quiet"},d.filter(y=>y&&y!=="(none)").join(" · "))),n("div",{class:"\
qc-toolbar"},p(f?`Undo: ${f.what}`:"Nothing to undo",()=>this.undo(),{icon:"undo",bare:!0,keys:"Mod+z",data:{does:"undo"},
"aria-disabled":f?null:"true"}),p("Redo",()=>this.redo(),{icon:"redo",bare:!0,keys:"Mod+Shift+z",data:{does:"redo"}}),t.
session.read_only?n("span",{class:"qc-tag"},"Can only be read"):null,l?n("span",{class:"qc-tag",title:"This document is \
part of a sample that is coded blind, or the study asks everybody to code blind first."},"Others’ work hidden until you \
are done"):p("Other coders",()=>this.others(),{icon:t.others?"eye":"hidden",class:"qc-small","aria-pressed":t.others?"tr\
ue":"false",keys:"o",data:{does:"others"},title:t.others?"Hide other coders’ codings (o)":"Show other coders’ codings \
(o)"}),p("Memo",()=>this.memoOnDocument(),{icon:"memo",class:"qc-small",data:{does:"memo"},title:"Memo on the document",
"aria-label":"Memo on the document"}),r?n("span",{class:"qc-done"},n("span",{"aria-hidden":"true"},"✓ "),["Done",h].filter(
Boolean).join(", ")):p("Done",()=>this.done(),{icon:"check",class:"qc-small",keys:"d",data:{does:"done"},title:"Done wit\
h this document (d)","aria-label":"Done with this document"})),!r&&c.length?n("p",{class:"qc-quiet qc-wide-note"},`Done \
so far: ${c.length===1?"turn":"turns"} ${c.slice(0,12).join(", ")}${c.length>12?" …":""}`):null),g&&(this.bar.querySelector(
`[data-does="${g}"]`)??this.text?.element??null)?.focus({preventScroll:!0})}#e(){let{app:t,text:e}=this;if(!e)return;let s=e.
active?e.doc.codings.get(e.active):null,i=this.here.contains(document.activeElement);if(s){let o=e.selection,r=o&&(o.start!==
s.start||o.end!==s.end);is(this.here,t,e.doc,s,{look:c=>this.look(c,!!c),edges:()=>this.beginEdges(),toSelection:r?()=>this.
change(s,{start:o.start,end:o.end}):null,code:()=>this.recode(),retract:()=>this.retract(),memo:()=>this.memo(),copy:()=>this.
copy(),key:()=>this.key(),moving:this.moving,save:()=>this.edges?.save(),leave:()=>this.#h()})}else e.selection?es(this.
here,t,e.doc,e.selection,{look:o=>this.look(o),memo:()=>this.memo(),copy:()=>this.copy(),clear:()=>{e.clear(),e.focus()}}):
ne(this.here);this.here.classList.toggle("qc-steady",!s),this.here.setAttribute("aria-label",s?`Coding: ${t.nameOf(s.code)}`:
"Selection"),i&&!this.here.contains(document.activeElement)&&e.focus()}#n(t){let{text:e}=this;!e||t.document!==e.doc.document||
(e.active&&!e.doc.codings.has(e.active)&&(this.following||(e.active=null)),this.edges&&!e.doc.codings.has(this.edges.coding.
id)&&this.#c(),e.refresh(t.touched),this.edges?.place(),this.#e(),this.#a())}#r(){let t=JSON.stringify([...this.app.codes.
values()].map(s=>[s.code,s.name,s.theme,s.definition,s.applicable]));if(t===this.book)return;let e=this.book===void 0;this.
book=t,!e&&(this.list.draw(),this.text?.refresh(),this.#e())}#a(){clearTimeout(this.timer),this.timer=setTimeout(async()=>{
if(this.app.saved)try{this.undoable=await this.app.read("undoable"),this.#i()}catch{}},300)}#u(t){if(t&&this.text?.active&&
!this.edges?.byKeys){let e=this.text.doc.codings.get(this.text.active);(!e||e.coder!==this.app.session.coder||t.end<=e.start||
t.start>=e.end)&&this.look(null,!1,!1)}this.#e()}look(t,e=!1,s=!0){let{text:i}=this;i&&(this.#c(),this.#d(),t&&i.selection&&
s&&i.clear(),i.activate(t?.id??null,{reveal:e}),t&&t.coder===this.app.session.coder&&!t.unsaved&&(this.edges=new st(i,t,
{save:(o,r)=>this.change(t,{start:o,end:r}),tell:o=>{this.moving=o,this.#e()},leave:()=>this.#h()})),this.#e(),s&&!i.element.
contains(document.activeElement)&&i.focus(),t&&this.tell(`${this.app.nameOf(t.code)}${t.coder===this.app.session.coder?"":
`, ${t.coder}`}: ${i.doc.printed(t.start,t.end).slice(0,200)}`))}next(t){let{text:e}=this;if(!e)return;let s=e.shown();if(!s.
length){this.app.say("There are no codings on this text yet.");return}let i=e.active?s.findIndex(r=>r.id===e.active):-1,
o=i+t;if(i<0){let r=e.selection?.start??e.caret?.head??(e.cursor!==null?e.doc.blocks[e.cursor].start:e.top()),c=s.findIndex(
l=>l.start>=r);o=t>0?c:(c<0?s.length:c)-1}if(o<0||o>=s.length){this.app.say(t>0?"That was the last coding.":"That was th\
e first coding.");return}this.look(s[o],!0)}#f(t){let{text:e,app:s}=this,i=e?.active?e.doc.codings.get(e.active):null;return i?
i.coder!==s.session.coder?(s.say(`This is ${i.coder}’s coding; you change your own. Write a memo on it, or settle it und\
er Compare.`),null):i.unsaved?(s.say("This coding is not saved yet; wait until it is."),null):i:(s.say(`Choose a coding \
first, to ${t}: click it, or press ] for the next one.`),null)}async take(t){let{app:e,text:s}=this;if(!s)return;if(this.
recoding){let l=this.recoding;this.back(),t===l.code?e.say(`It is ${e.nameOf(t)} already.`):this.change(l,{code:t});return}
s.settle();let i=s.selection;if(!i){e.say("Select words first, then choose the code for them."),s.focus();return}let{doc:o}=s,
r=o.codingsIn(i.start,i.end).filter(l=>l.code===t&&l.coder===e.session.coder);if(!r.some(l=>l.start===i.start&&l.end===i.
end)&&r.length){let l=await Xe(e,{code:t,there:r,words:(h,d)=>o.printed(h,d)});if(!l)return;if(l==="join"){this.list.clear(),
this.change(r[0],{start:Math.min(i.start,r[0].start),end:Math.max(i.end,r[0].end)});return}}this.list.used(t),this.list.
clear(),s.element.contains(document.activeElement)||s.focus();try{(await e.code(i.start,i.end,t))?.stood||this.tell(`${e.
nameOf(t)} put on: ${o.printed(i.start,i.end).slice(0,200)}`)}catch{}}make(t){let{app:e,text:s}=this,i=this.recoding,o=s?.
selection;Qe(e,t,r=>{this.list.clear(),i||o?this.take(r):e.say(`${e.nameOf(r)} is in the codebook.`)},i?"It takes the pl\
ace of the coding’s code.":o?"It is put on the selected words.":"No words are selected, so it is only added to the cod\
ebook.")}digit(t){let e=this.list.hotkeys.codeOf(t);if(!e){this.app.say(`No code has the number ${t}. “Change numbers” g\
ives it one.`);return}this.app.codes.get(e)?.applicable&&this.take(e)}async change(t,e){let{app:s,text:i}=this,o=i?.doc;
if(!o||!o.codings.has(t.id))return;this.#c();let r={...t,...e,unsaved:!0},c=()=>{s.doc===o&&s.emit("codings",{document:o.
document,touched:[[t.start,t.end],[r.start,r.end]],full:!1})};o.put(r),this.following=!0,c();try{let l=await s.write("ch\
ange",{coding:t.id,...e},`${s.nameOf(r.code)} changed`);l&&this.text?.doc===o&&this.text.active===t.id&&this.look(o.codings.
get(l.coding)??null,!1,!1),this.tell(e.code?`Now ${s.nameOf(e.code)}`:"Edges saved")}catch{o.codings.get(t.id)===r&&o.put(
t)}finally{this.following=!1;let l=o.codings.get(t.id);l?.unsaved&&o.put({...l,unsaved:void 0}),c()}}async retract(){let{
app:t,text:e}=this,s=this.#f("retract it");if(!s||!e)return;let{doc:i}=e;if(s.memos&&!await M(t,"Retract this coding?",`\
It has ${s.memos===1?"a memo":`${s.memos} memos`}, which stay in the study and still say what they were about.`,"Retract"))
return;this.look(null),i.codings.delete(s.id);let o=()=>this.app.doc===i&&t.emit("codings",{document:i.document,touched:[
[s.start,s.end]],full:!1});o();try{await t.write("retract",{codings:[s.id]},`${t.nameOf(s.code)} retracted`),t.say(`${t.
nameOf(s.code)} retracted. Undo brings it back.`)}catch{i.put(s),o()}}recode(){let t=this.#f("change its code");t&&(this.#c(),
this.recoding=t,this.list.setPurpose(`Choose the code to take the place of ${this.app.nameOf(t.code)}.`),this.list.focus())}#d(){
this.recoding&&(this.recoding=null,this.list.setPurpose(null))}back(){this.#d(),this.text?.focus()}beginEdges(){let t=this.#f(
"move its edges"),{text:e}=this;!t||!e||((!this.edges||this.edges.coding!==t)&&this.look(t),this.edges&&(e.focus(),this.
edges.begin(),this.edgeKeys?.(),this.edgeKeys=this.#t().add(this.edges.bindings())))}#c(){this.edgeKeys?.(),this.edgeKeys=
void 0,this.moving=null,this.edges?.destroy(),this.edges=null}#h(){let t=this.edges?.coding??null;this.#c(),this.look(t&&
this.text?.doc.codings.has(t.id)?t:null)}memo(){let{app:t,text:e}=this;if(!e)return;let{doc:s}=e,i=e.active?s.codings.get(
e.active):null;if(i){if(i.unsaved)return;et(t,{on:i.id,heading:`Memo on ${t.nameOf(i.code)}`,quoted:s.printed(i.start,i.
end)});return}let o=e.selection?.start??(e.cursor!==null?s.blocks[e.cursor].start:null),r=o===null?null:s.turnAt(o);if(!r){
this.memoOnDocument();return}let c=e.selection?s.printed(e.selection.start,e.selection.end):s.printed(r.start,r.end),l=`\
Turn ${r.number}${r.speaker?`, ${r.speaker}`:""}: “${c.slice(0,60)}${c.length>60?" …":""}”`;et(t,{on:s.document,heading:`\
Memo on turn ${r.number} of ${s.document}`,title:l,quoted:c})}memoOnDocument(){let t=this.text?.doc;t&&et(this.app,{on:t.
document,heading:`Memo on ${t.document}`})}async copy(){let{app:t,text:e}=this;if(!e)return;let{doc:s}=e,i=e.active&&s.codings.
get(e.active)||e.selection;if(!i){t.say("Select words or choose a coding first.");return}let o=s.turnAt(i.start),r=[s.document,
o?.role??o?.speaker,o?`turn ${o.number}`:""].filter(Boolean).join(", ");try{await navigator.clipboard.writeText(`“${s.
printed(i.start,i.end)}” (${r})`),t.say("Quotation copied, with where it stands.")}catch{e.select(i.start,i.end),t.say(
"This page may not write to the clipboard; the words are selected, copy them with Ctrl+C.")}}async key(){let{app:t,text:e}=this,
s=e?.active?e.doc.codings.get(e.active):null;if(!s||s.unsaved){t.say("Choose a coding first, to make it a key quotation.");
return}await t.write("key",{coding:s.id,on:!s.key},"key quotation").catch(()=>{}),this.tell(s.key?"No key quotation any \
more":"Key quotation")}done(){let{app:t,text:e}=this,s=e?.doc;if(!s)return;if(t.documents.find(o=>o.document===s.document)?.
passes.some(o=>o[0]===t.session.coder&&o[1])){t.say("This document is done already. Undo takes it back as long as it is \
your latest act.");return}Ze(t,s,()=>t.say(`${s.document} is done.`))}async others(){let{app:t,text:e}=this,s=e?.doc;if(!s)
return;let i=t.documents.find(r=>r.document===s.document);if(i?i.hidden:s.mustHide){t.say("Other coders’ work on this do\
cument is hidden until you are done with it, so that you code it blind.");return}let o=i?.passes.some(r=>r[0]===t.session.
coder&&r[1]);!t.others&&!o&&s.looked!=="seen"&&!await M(t,"Show other coders’ codings?",`You are not done with ${s.document}\
 yet. Once you have seen what others coded, your reading of it counts as not blind, and agreement with them says less.`,
"Show them")||(await t.showOthers(!t.others).catch(r=>t.sorry(r)),this.tell(t.others?"Other coders’ codings are shown":
"Only your own codings are shown"))}async undo(){let{app:t}=this;if(!t.saved){t.say("Something is not saved yet; undo it\
 when it is.");return}try{let e=await t.read("undoable");if(!e){t.say("You have nothing to undo.");return}if(e.large){let i=e.
documents.length?` in ${e.documents.slice(0,3).join(", ")}${e.documents.length>3?" …":""}`:"";if(!await M(t,"Undo this\
?",`Your latest act was: ${e.verb}${e.what?` (${e.what})`:""}${i}. It is more than one step of coding.`,"Undo it"))return}
let s=await this.#l("undo",{act:e.act},"undo");t.say(`Undone: ${rs(s??e)}.`)}catch(e){this.#o(e)}}async redo(){if(!this.
app.saved){this.app.say("Something is not saved yet; wait until it is.");return}try{let t=await this.#l("redo",{},"redo");
this.app.say(t?`Done again: ${rs(t)}.`:"Done again.")}catch(t){this.#o(t)}}async#l(t,e,s){let i=null,o=this.app.on("codi\
ngs",({touched:r})=>i??=r[0]??null);try{return await this.app.write(t,e,s)}finally{o(),i&&this.text?.reveal(i[0],i[1],{nearest:!0,
flash:!0})}}#o(t){(t?.name!=="Error"||t.found===void 0)&&this.app.sorry(t)}tell(t){this.told.textContent=t}#g(){let t="C\
oding",e=()=>!!this.text,s=()=>!!this.text?.active;return[...["1","2","3","4","5","6","7","8","9"].map(i=>({keys:i,words:`\
put on ${this.app.nameOf(this.list.hotkeys.codeOf(i)??"")||"the code with this number"}`,run:()=>this.digit(i),when:e,repeat:!1,
group:t})),{keys:"/ or c",words:"find a code by typing",run:()=>this.list.focus(),when:e,group:t},{keys:"n",words:"new c\
ode",run:()=>this.make(""),when:e,group:t},{keys:"]",words:"next coding",run:()=>this.next(1),when:e,group:"Codings"},{keys:"\
[",words:"coding before",run:()=>this.next(-1),when:e,group:"Codings"},{keys:"e",words:"move its edges",run:()=>this.beginEdges(),
when:s,group:"Codings"},{keys:"E",words:"edges to the selected words",run:()=>this.#m(),when:s,group:"Codings"},{keys:"r",
words:"change its code",run:()=>this.recode(),when:s,group:"Codings"},{keys:"Delete or Backspace",words:"retract it",run:()=>{
this.retract()},repeat:!1,when:s,group:"Codings"},{keys:"k",words:"key quotation, or not any more",run:()=>{this.key()},
when:s,group:"Codings"},{keys:"q",words:"copy the quotation",run:()=>{this.copy()},when:e,group:"Codings"},{keys:"m",words:"\
memo on the coding, the turn or the document",run:()=>this.memo(),when:e,group:t},{keys:"o",words:"show or hide other co\
ders’ codings",run:()=>{this.others()},when:e,group:t},{keys:"d",words:"done with this document",run:()=>this.done(),when:e,
group:t},{keys:"Mod+z",words:"undo",run:()=>{this.undo()},group:t},{keys:"Mod+Shift+z or Mod+y",words:"redo",run:()=>{this.
redo()},group:t},{keys:"Escape",words:"nothing selected, nothing looked at",run:()=>this.#p(),group:t}]}#m(){let{text:t}=this,
e=this.#f("move its edges");!e||!t||(t.selection?this.change(e,{start:t.selection.start,end:t.selection.end}):this.app.say(
"Select the words first that the coding is to have."))}#p(){let{text:t}=this;if(this.recoding)this.back();else if(t?.active)
this.look(null);else if(t?.selection)t.clear(),t.focus();else return!1}};function rs(a){return a.what||a.verb}var as={id:"\
code",label:"Code",key:"g d",mount(a,t,e){let s=new oe(a,t,e);return{destroy:()=>s.destroy(),params:i=>{s.params(i)}}}};function zi(a,t){let e=0;for(let s=t;s.parent&&e<12;e++){let i=a.codes.get(s.parent);if(!i)break;s=i}return e}var _=class{constructor(t,e){
this.app=t,this.given=e,this.value=e.value,this.picked=0,this.options=[];let s=O("code"),i=O("codes"),o=e.hint?O("hint"):
null;this.input=n("input",{id:s,type:"text",role:"combobox","aria-expanded":"false","aria-controls":i,"aria-autocomplete":"\
list","aria-describedby":o,autocomplete:"off",spellcheck:"false",dir:"auto",placeholder:"Type to find a code",on:{input:()=>{
this.picked=0,this.open()},focus:()=>this.input.select(),click:()=>this.open(),blur:()=>this.close(),keydown:r=>this.#r(
r)}}),this.list=n("div",{class:"qc-picker-list",role:"listbox",id:i,"aria-label":e.label,hidden:!0,on:{mousedown:r=>r.preventDefault(),
click:r=>{let c=this.options.indexOf(r.target.closest("[role=option]"));c>=0&&this.#e(c)}}}),this.element=n("div",{class:`\
qc-field qc-picker ${e.above?"qc-above":""}`.trim()},n("label",{for:s},e.label),n("div",{class:"qc-picker-box"},this.input,
this.list),e.hint?n("p",{class:"qc-hint",id:o},e.hint):null),this.#t()}set(t){this.value=t,this.#t()}focus(){this.input.
focus()}get shown(){return!this.list.hidden}#t(){this.input.value=this.value?this.app.nameOf(this.value):this.value===null?
this.given.none??"":""}open(){let{app:t,given:e}=this,s=this.value!==void 0&&this.input.value===this.#s()?"":this.input.
value.trim(),i=e.codes(),o=[];s?o=i.map((r,c)=>({each:r,place:c,score:Y(t,r,s)})).filter(({score:r})=>r!==null).sort((r,c)=>Number(
r.score)-Number(c.score)||r.place-c.place).map(({each:r})=>[r.code,r.name,0,r]):o=i.map(r=>[r.code,r.name,zi(t,r),r]),e.
none&&(!s||e.none.toLocaleLowerCase().includes(s.toLocaleLowerCase()))&&o.unshift(["",e.none,0,null]),this.options=o.map(
([r,c,l,h])=>n("div",{class:"qc-picker-option",role:"option",id:O("option"),"aria-selected":"false",data:{code:r},style:l?
{"--qc-depth":String(l)}:{},title:h?.definition||null},h?n("span",{class:"qc-letter",data:{hue:t.hueOf(r)}},t.letterOf(r)):
null,n("span",{class:"qc-picker-name"},c))),m(this.list,this.options.length?this.options:n("div",{class:"qc-picker-optio\
n qc-quiet",role:"option","aria-disabled":"true"},"No code fits")),!s&&this.value!==void 0&&(this.picked=Math.max(0,this.
options.findIndex(r=>r.dataset.code===(this.value??"")))),this.list.hidden=!1,this.input.setAttribute("aria-expanded","t\
rue"),this.#i()}close(){this.list.hidden=!0,this.input.setAttribute("aria-expanded","false"),this.input.removeAttribute(
"aria-activedescendant"),!this.input.value.trim()&&!this.given.none&&this.#n(void 0),this.#t()}#s(){return this.value?this.
app.nameOf(this.value):this.given.none??""}#i(){this.picked=Math.max(0,Math.min(this.picked,this.options.length-1)),this.
options.forEach((e,s)=>e.setAttribute("aria-selected",String(s===this.picked)));let t=this.options[this.picked];if(!t){this.
input.removeAttribute("aria-activedescendant");return}this.input.setAttribute("aria-activedescendant",t.id),t.scrollIntoView(
{block:"nearest"})}#e(t){let e=this.options[t]?.dataset.code;e!==void 0&&(this.#n(e||null),this.#t(),this.close())}#n(t){
this.value!==t&&(this.value=t,this.given.changed?.(t))}#r(t){let{key:e}=t;t.isComposing||t.ctrlKey||t.metaKey||t.altKey||
(e==="ArrowDown"||e==="ArrowUp"?(t.preventDefault(),this.shown?(this.picked+=e==="ArrowDown"?1:-1,this.picked<0&&(this.picked=
this.options.length-1),this.picked>=this.options.length&&(this.picked=0),this.#i()):this.open()):e==="Enter"&&this.shown?
(t.preventDefault(),t.stopPropagation(),this.#e(this.picked)):e==="Escape"&&this.shown?(t.preventDefault(),t.stopPropagation(),
this.input.value=this.#s(),this.close()):e==="Escape"&&this.given.leave?(t.preventDefault(),t.stopPropagation(),this.given.
leave()):e==="Tab"&&this.shown&&this.input.value.trim()&&this.input.value!==this.#s()&&this.#e(this.picked))}};function z(a,t,e,s){a.say(t,"info",e?{label:"Undo",run:()=>cs(a,e,s)}:void 0)}async function cs(a,t,e){if(!a.saved){a.say(
"Something is not saved yet; undo it when it is.");return}try{let s=await a.write("undo",{act:t},"undo");a.say(`Undone: ${s?.
what||s?.verb||"your latest act"}.`),e?.()}catch{}}async function Fi(a,t){if(!a.saved){a.say("Something is not saved yet\
; undo it when it is.");return}let e;try{e=await a.read("undoable")}catch(i){a.sorry(i);return}if(!e){a.say("You have no\
thing to undo.");return}let s=`${e.verb}${e.what?` (${e.what})`:""}`;e.large&&!await M(a,"Undo this?",`Your latest act w\
as: ${s}.`,"Undo it")||await cs(a,e.act,t)}async function Hi(a,t){if(!a.saved){a.say("Something is not saved yet; wait u\
ntil it is.");return}try{let e=await a.write("redo",{},"redo");a.say(`Done again: ${e?.what||e?.verb||"your latest act"}\
.`),t?.()}catch{}}function nt(a,t,e){return[{keys:"Mod+z",words:"undo",run:()=>{Fi(a,e)},repeat:!1,group:t},{keys:"Mod+S\
hift+z or Mod+y",words:"redo",run:()=>{Hi(a,e)},repeat:!1,group:t}]}var ls="(a theme of its own)";function Nt(a,t=()=>!0){return[...a.codes.values()].filter(e=>!e.merged_into&&t(e))}function hs(a,t){
let e=new Set([t]);for(let s=0;s!==e.size;){s=e.size;for(let i of a.codes.values())i.parent&&e.has(i.parent)&&e.add(i.code)}
return e}function ht(a){return a.split(`
`).map(t=>t.trim()).filter(Boolean)}function ot(a,t){a.element.addEventListener("close",()=>t(),{once:!0})}var F=class{constructor(t,e){
this.app=t,this.asked=e,this.element=n("div",{class:"qc-note qc-effect",role:"status",hidden:!0}),this.told=null,this.timer=
null,this.number=0}later(){clearTimeout(this.timer),this.timer=setTimeout(()=>this.ask(),350)}async ask(){clearTimeout(this.
timer);let t=this.asked(),e=++this.number;if(!t)return this.element.hidden=!0,this.told=null,null;try{let s=await this.app.
read("book_what",t);e===this.number&&this.#t(s.says,!1),this.told=s}catch(s){e===this.number&&this.#t([s.message],!0),this.
told=null}return this.told}#t(t,e){this.element.hidden=!t.length,this.element.classList.toggle("qc-wrong",e),m(this.element,
t.map(s=>n("p",null,s)))}};async function V(a,t,e,s,i){let o=await a.write(t,e,s);await a.loadBook();let r=[o?.moved?`${k(
o.moved,"coding")} went along.`:"",o?.waiting?`${k(o.waiting,"coding waits","codings wait")} to be looked at again.`:"",
...o?.hints??[]].filter(Boolean);return z(a,[i,...r].join(" "),o?.act,()=>a.loadBook()),o}function ds(a,t){let e=S("Name",
{value:a?.name??"",required:!0}),s=S("Definition",{kind:"area",rows:4,value:a?.definition??"",hint:a?void 0:"When is it \
put on, and when not? Two sentences now spare long talks later."}),i=S("Include",{kind:"area",rows:2,value:a?.include.join(
`
`)??"",hint:"What belongs to it: one in a line."}),o=S("Exclude",{kind:"area",rows:2,value:a?.exclude.join(`
`)??"",hint:"What does not, and which code takes it."}),r=S("Examples",{kind:"area",rows:2,value:a?.examples.join(`
`)??"",hint:"Words somebody said: one example in a line."}),c=S("Patterns",{kind:"area",rows:3,value:(t?.written?.patterns??
a?.patterns??[]).join(`
`),hint:"What suggestions look for, one in a line: price*   social value   lemma: measure outcome   regex: \\bKPIs?\\b   n\
ear: [price*, quality*], within: 8"}),l=S("Unless",{kind:"area",rows:2,value:(t?.written?.unless??t?.unless??[]).join(`
`),hint:"Patterns whose places are left out."});return{name:e,definition:s,include:i,exclude:o,examples:r,patterns:c,unless:l,
wide:n("div",{class:"qc-entry-fields"},e.element,s.element,n("div",{class:"qc-two"},i.element,o.element),r.element,n("de\
tails",{open:!!(a?.patterns.length||t?.unless?.length)},n("summary",null,"Patterns for suggestions"),c.element,l.element)),
said(){return{name:e.input.value.trim().replace(/\s+/g," "),definition:s.input.value.trim(),include:ht(i.input.value),exclude:ht(
o.input.value),examples:ht(r.input.value),patterns:ht(c.input.value),unless:ht(l.input.value)}}}}function us(a,t,e,s=""){
let i=ds(null,null);i.name.input.value=s;let o=new _(a,{label:"Under",codes:()=>Nt(a),none:ls,value:t,hint:"A theme stan\
ds at the top; everything beneath it counts as part of it."}),r=S("Identifier",{hint:"Under this name files and tables k\
now it, for good. Made from the name where it is empty."}),c=!1,l=E(a,{title:"New code",wide:!0,body:[i.name.element,o.element,
i.wide,n("details",null,n("summary",null,"Identifier"),r.element)],actions:[{label:"Add the code",run:async()=>{let h=i.
said();if(!h.name)return l.wrong("A code needs a name."),i.name.input.focus(),!1;if(!h.definition&&!c)return c=!0,l.wrong(
"It has no definition yet. Say in a sentence when it is put on; or press “Add the code” once more to leave it open."),
i.definition.input.focus(),!1;let d=await V(a,"book_add",{...h,parent:o.value??null,code:r.input.value.trim()||null},`ne\
w code ${h.name}`,`${h.name} is in the codebook.`);return d?.code&&ot(l,()=>e(d.code)),!0}}]});i.name.input.focus()}function fs(a,t,e){
let s=ds(t,e),i=JSON.stringify(s.said()),o=()=>{let l=s.said(),h=JSON.parse(i);return Object.fromEntries(Object.entries(
l).filter(([d,f])=>JSON.stringify(f)!==JSON.stringify(h[d])))},r=new F(a,()=>{let l=o();return Object.keys(l).length?{change:"\
define",codes:[t.code],fields:l}:null});s.wide.addEventListener("input",()=>r.later());let c=E(a,{title:`Change ${t.name}`,
wide:!0,body:[s.wide,r.element],actions:[{label:"Save the change",run:async()=>{let l=o();return Object.keys(l).length?l.
name===""?(c.wrong("A code needs a name."),s.name.input.focus(),!1):(await V(a,"book_define",{code:t.code,...l},`${t.name}\
 defined`,`${l.name??t.name} is changed.`),!0):!0}}]});s.definition.input.focus()}function ms(a,t,e){let s=S("New identi\
fier",{value:t.code,hint:"The name people see is changed with “Change”."}),i=new F(a,()=>{let r=s.input.value.trim();
return r&&r!==t.code?{change:"rename",codes:[t.code],to:r}:null});s.input.addEventListener("input",()=>i.later());let o=E(
a,{title:`Another identifier for ${t.name}`,body:[s.element,i.element],actions:[{label:"Change the identifier",run:async()=>{
let r=s.input.value.trim();return!r||r===t.code?(o.wrong("Write another identifier."),s.input.focus(),!1):(await V(a,"bo\
ok_rename",{code:t.code,to:r},`${t.code} renamed`,`${t.code} is ${r} now.`),ot(o,()=>e(r)),!0)}}]});s.input.select()}function re(a,t,e){
let s=hs(a,t.code),i=S("Place",{kind:"select",options:[["","as the last"]]}),o=()=>{let h=r.value??null,d=Nt(a,f=>(f.parent??
null)===h&&f.code!==t.code);m(i.input,n("option",{value:""},d.length?"as the last":"as the only one"),d.map(f=>n("option",
{value:f.code},`before ${f.name}`)))},r=new _(a,{label:"Under",codes:()=>Nt(a,h=>!s.has(h.code)),none:ls,value:t.parent??
null,changed:()=>{o(),c.ask()}}),c=new F(a,()=>({change:"move",codes:[t.code]}));o();let l=E(a,{title:`Move ${t.name}`,body:[
r.element,i.element,c.element],actions:[{label:"Move it",run:async()=>{if(r.value===void 0)throw new Error("Choose where\
 it is to stand.");await ae(a,t,r.value,i.input.value||null),ot(l,e)}}]});r.focus(),c.ask()}function ae(a,t,e,s){let i=e?
`stands under ${a.nameOf(e)} now`:"is a theme";return V(a,"book_move",{code:t.code,parent:e,before:s},`${t.name} moved`,
(t.parent??null)===e?`${t.name} is moved.`:`${t.name} ${i}.`)}function ps(a,t,e){let s=hs(a,t.code),i=new _(a,{label:"Me\
rge into",codes:()=>Nt(a,c=>c.applicable&&!s.has(c.code)),value:void 0,changed:()=>o.ask()}),o=new F(a,()=>i.value?{change:"\
merge",codes:[t.code],into:i.value}:null),r=E(a,{title:`Merge ${t.name} into another code`,body:[n("p",null,"Two codes m\
ean the same after all: the codings of this one become codings of the other, with coder, time and memos. Undo parts them\
 again."),i.element,o.element],actions:[{label:"Merge them",run:async()=>{if(!i.value)throw i.focus(),new Error("Choose \
the code it goes into.");let c=i.value;await V(a,"book_merge",{codes:[t.code],into:c},`${t.name} merged`,`${t.name} is p\
art of ${a.nameOf(c)} now.`),ot(r,()=>e(c))}}]});i.focus()}function gs(a,t,e){let s=n("div",{class:"qc-parts"}),i=[],o=S(
"Its patterns go to",{kind:"select",options:[["","none of the parts"]]}),r=()=>{let d=o.input.value;m(o.input,n("option",
{value:""},"none of the parts"),i.map((f,u)=>n("option",{value:String(u)},f.name.input.value.trim()||`Part ${u+1}`))),o.
input.value=d},c=()=>{let d=i.length+1,f=S(`Name of part ${d}`,{}),u=S(`Definition of part ${d}`,{kind:"area",rows:2});f.
input.addEventListener("input",r);let g={name:f,definition:u,element:n("fieldset",{class:"qc-part"},n("legend",{class:"q\
c-unseen"},`Part ${d}`),f.element,u.element)};return i.push(g),s.append(g.element),r(),g};c(),c();let l=new F(a,()=>({change:"\
split",codes:[t.code]})),h=E(a,{title:`Split ${t.name}`,wide:!0,body:[l.element,s,n("p",{class:"qc-toolbar qc-part-more"},
p("Another part",()=>c().name.input.focus(),{icon:"plus",class:"qc-small"})),t.patterns.length?o.element:null],actions:[
{label:"Split it",run:async()=>{let d=i.map(({name:u,definition:g},y)=>({name:u.input.value.trim().replace(/\s+/g," "),definition:g.
input.value.trim(),patterns:o.input.value===String(y)?t.patterns:[]})).filter(u=>u.name||u.definition);if(d.length<2||d.
some(u=>!u.name))return h.wrong("Name at least two parts."),i.find(u=>!u.name.input.value.trim())?.name.input.focus(),!1;
let f=await V(a,"book_split",{code:t.code,into:d},`${t.name} split`,`${t.name} is split into ${d.map(u=>u.name).join(", ")}\
.`);return f?.codes?.length&&ot(h,()=>e(f.codes[0])),!0}}]});i[0].name.input.focus(),l.ask()}function ws(a,t,e){let s=t.
retired,i=new F(a,()=>({change:s?"take up":"retire",codes:[t.code]})),o=E(a,{title:s?`Use ${t.name} again?`:`Retire ${t.
name}?`,body:[i.element],actions:[{label:s?"Use it again":"Retire it",run:async()=>{await V(a,"book_retire",{code:t.code,
back:s},s?`${t.name} used again`:`${t.name} retired`,s?`${t.name} is in use again.`:`${t.name} is retired. It stands und\
er “Retired and merged”.`),ot(o,e)}}]});i.ask()}function ce(a){let t=new Date(a);if(Number.isNaN(t.getTime()))return a;let e=a.length>10?{hour:"2-digit",minute:"2-digit"}:
{};return t.toLocaleString("en-GB",{day:"numeric",month:"short",year:"numeric",...e})}function rt(a,t){let{memo:e}=t,s=S(
"Memo",{kind:"area",rows:7,value:e?.text??"",hint:t.hint}),i=S("Title (may be empty)",{value:e?.title??""}),o=E(a,{title:t.
heading,body:[s.element,i.element],actions:[{label:e?"Save the change":"Save the memo",run:async()=>{let r=s.input.value;
if(!r.trim())return o.wrong("A memo needs words."),s.input.focus(),!1;let c={text:r,title:i.input.value.trim()},l=e?await a.
write("memo_edit",{memo:e.id,...c},"memo changed"):await a.write("memo_add",{on:t.on??null,...t.kind?{kind:t.kind}:{},...c},
"memo");return o.element.addEventListener("close",()=>t.then?.(l?.memo),{once:!0}),!0}}]});s.input.focus()}function ys(a,t,e){
return[t.title?n("h3",{class:"qc-memo-title",dir:"auto"},t.title):null,t.purged?n("p",{class:"qc-quiet"},"Its words were\
 removed from the study."):n("p",{class:"qc-memo-text",dir:"auto"},t.text),n("p",{class:"qc-toolbar qc-memo-does"},t.mine&&
!a.session.read_only?p("Change",e.change,{icon:"edit",class:"qc-small",data:{does:"change"}}):null,t.mine&&!a.session.read_only?
p("Take back",e.back,{icon:"trash",class:"qc-small",data:{does:"back"}}):null,e.reply&&!a.session.read_only?p(t.mine?"Ad\
d to it":"Answer",e.reply,{icon:"memo",class:"qc-small",data:{does:"reply"}}):null)]}var Ji={split:"Its code was split: the coding waits for one of the parts, or for several.",merged:"It came from another \
code, which was merged into this one.","defined anew":"The words of its code have changed since it was made."},Lt=class{constructor(t,e,s){
this.app=e,this.given=s,this.items=[],this.total=0,this.others=0,this.at=0,this.code=s.code??null,this.loaded=!1,this.busy=
!1,this.number=0,this.parts=new Set,this.head=n("p",{class:"qc-count",role:"status"}),this.only=n("p",{class:"qc-toolbar"}),
this.card=n("article",{class:"qc-again",tabindex:"-1","aria-label":"Coding to look at again"}),this.element=n("div",{class:"\
qc-sheet qc-again-view"},n("header",{class:"qc-view-head"},n("h2",null,"To look at again"),this.head,p("Back to the code\
book",()=>s.back(),{icon:"left",class:"qc-push",keys:"Escape"})),this.only,this.card),t.append(this.element);let i="Look\
ing again",o=()=>!!this.item&&!this.busy;this.offs=[e.keys.add([{keys:"k",words:"keep the coding: it fits the words of n\
ow",run:()=>{this.keep()},when:o,repeat:!1,group:i},{keys:"c",words:"choose another code",run:()=>this.picker?.focus(),when:o,
group:i},...["1","2","3","4","5","6","7","8","9"].map(r=>({keys:r,words:`choose part ${r} of a code that was split`,run:()=>this.#s(
Number(r)-1),when:()=>o()&&this.item.choices.length>=Number(r),repeat:!1,group:i,quiet:r!=="1"&&r!=="2"})),{keys:"Enter",
words:"give it the parts that are chosen",run:()=>{this.sort()},when:()=>o()&&this.parts.size>0,group:i},{keys:"Delete o\
r Backspace",words:"take the coding back",run:()=>{this.retract()},when:o,repeat:!1,group:i},{keys:"ArrowRight or j or s",
words:"leave it, next one",run:()=>this.step(1),when:o,group:i},{keys:"ArrowLeft",words:"the one before",run:()=>this.step(
-1),when:o,group:i},{keys:"o",words:"go to its place in the text",run:()=>this.#n(),when:o,group:i},{keys:"Escape",words:"\
back to the codebook",run:()=>s.back(),group:i}])],this.load()}destroy(){for(let t of this.offs)t();this.element.remove()}get item(){
return this.items[this.at]}async load(t=!0){let e=++this.number;try{let s=await this.app.read("book_queue",this.code?{code:this.
code}:{});if(e!==this.number)return;this.items=s.codings,this.total=s.total,this.others=s.others,this.loaded=!0,this.at=
Math.min(this.at,Math.max(0,this.items.length-1)),this.draw(t)}catch(s){this.app.sorry(s),this.loaded||m(this.card,n("p",
{class:"qc-fault"},s.message))}}draw(t=!0){let{app:e,item:s}=this;if(this.parts.clear(),this.head.textContent=this.total?
`${(this.at+1).toLocaleString("en")} of ${k(this.total,"coding")}`:"",m(this.only,this.code?[n("span",null,`Only codings\
 of ${e.nameOf(this.code)}.`),p("Show all",()=>{this.code=null,this.at=0,this.load()},{class:"qc-small"})]:null),this.only.
hidden=!this.code,!s){this.picker=null,m(this.card,n("div",{class:"qc-empty"},n("h3",null,"Nothing waits"),n("p",null,"A\
ll your codings were made under the words their codes have now."),this.others?n("p",null,`${k(this.others,"coding")} of \
other coders ${this.others===1?"waits":"wait"} for them.`):null,n("p",null,p("Back to the codebook",()=>this.given.back())))),
t&&this.card.focus({preventScroll:!0});return}let i=s.reason==="split";this.picker=new _(e,{label:i?"Another code":"Code\
 it anew with",codes:()=>[...e.codes.values()].filter(r=>r.applicable),changed:r=>{r&&this.recode([r])},leave:()=>this.card.
focus()});let o=this.items.filter(r=>r.code===s.code&&!i);m(this.card,n("p",{class:"qc-again-code",data:{hue:e.hueOf(s.code)}},
n("span",{class:"qc-letter"},e.letterOf(s.code)),n("strong",null,e.nameOf(s.code)),s.coder===e.session.coder?null:n("spa\
n",{class:"qc-tag"},s.coder)),n("p",{class:"qc-quiet"},Ji[s.reason]??s.reason),n("p",{class:"qc-said qc-again-words",dir:"\
auto"},n("span",{class:"qc-quiet"},s.before,s.before?" ":""),n("mark",null,s.quotation),n("span",{class:"qc-quiet"},s.after?
" ":"",s.after)),n("p",null,n("button",{type:"button",class:"qc-link",on:{click:()=>this.#n()}},`${s.document}${s.turn?`\
, turn ${s.turn}`:""}`)),i?this.#t(s):Yi(s),n("div",{class:"qc-toolbar qc-again-does"},i?this.sortButton=p("Choose a par\
t",()=>this.sort(),{class:"qc-main",disabled:!0,keys:"Enter"}):p("Keep it",()=>this.keep(),{icon:"check",class:"qc-main",
keys:"k"}),p("Take it back",()=>this.retract(),{icon:"trash",class:"qc-danger",keys:"Delete"}),p("Leave it for later",()=>this.
step(1),{icon:"right",keys:"j"})),this.picker.element,o.length>1?n("p",{class:"qc-again-many"},p(`Keep all ${o.length.toLocaleString(
"en")} of ${e.nameOf(s.code)} …`,()=>this.keepAll(o),{class:"qc-small"})):null),t&&(this.card.focus({preventScroll:!0}),
this.element.closest(".qc-main-view")?.scrollTo?.({top:0}))}#t(t){let{app:e}=this;return n("fieldset",{class:"qc-again-p\
arts"},n("legend",{class:"qc-label"},"Which part is it? Several may fit."),t.choices.map((s,i)=>{let o=n("input",{type:"\
checkbox",data:{part:s},on:{change:()=>this.#i(s,o.checked)}});return n("label",{class:"qc-again-part"},o,i<9?n("kbd",{"\
aria-hidden":"true"},String(i+1)):null,n("span",null,n("strong",null,e.nameOf(s)),e.codes.get(s)?.definition?n("span",{class:"\
qc-quiet"},` ${e.codes.get(s)?.definition}`):null))}),t.choices.length?null:n("p",{class:"qc-hint"},"Its parts take no c\
odings any more: choose another code below."))}#s(t){let e=this.item?.choices[t],s=this.card.querySelector(`[data-part="${CSS.
escape(e??"")}"]`);s&&(s.checked=!s.checked,this.#i(e,s.checked))}#i(t,e){e?this.parts.add(t):this.parts.delete(t);let s=[
...this.parts].map(i=>this.app.nameOf(i));this.sortButton.disabled=!s.length,this.sortButton.lastChild.textContent=s.length?
`It is ${s.join(" and ")}`:"Choose a part"}async#e(t,e,s,i){if(!this.busy){this.busy=!0;try{let o=await this.app.write(t,
e,s);z(this.app,i,o?.act,()=>this.load());let r=new Set(e.codings);this.items=this.items.filter(c=>!r.has(c.coding)),this.
total-=r.size,this.at>=this.items.length&&(this.at=0),this.items.length?this.draw():await this.load(),await this.#r(o?.done??
{})}catch{await this.load()}finally{this.busy=!1}}}async keep(){let{item:t}=this;if(t){if(t.reason==="split"){this.app.say(
"Its code was split and takes no codings any more: choose a part, another code, or take it back.");return}await this.#e(
"book_keep",{codings:[t.coding]},"coding kept",`Kept: ${this.app.nameOf(t.code)}.`)}}async keepAll(t){let e=this.app.nameOf(
t[0].code);await M(this.app,`Keep ${k(t.length,"coding")} of ${e}?`,"You say that all of them fit the words of now witho\
ut looking at each. One undo takes it back.","Keep them")&&await this.#e("book_keep",{codings:t.map(i=>i.coding)},"codin\
gs kept",`${k(t.length,"coding")} of ${e} kept.`)}async sort(){this.parts.size&&await this.recode([...this.parts])}async recode(t){
let{item:e}=this;if(!e)return;let s=t.map(i=>this.app.nameOf(i)).join(", ");await this.#e("book_recode",{codings:[e.coding],
codes:t},`coded anew: ${s}`,`Coded anew: ${s}.`)}async retract(){let{item:t}=this;t&&await this.#e("book_recode",{codings:[
t.coding],codes:[]},"coding taken back",`${this.app.nameOf(t.code)} taken back.`)}step(t){if(this.items.length<2){this.app.
say("There is no other one.");return}this.at=(this.at+t+this.items.length)%this.items.length,this.draw()}#n(){let{item:t,
app:e}=this;t&&e.jump(t.document,t.start,t.end)}async#r(t){let{app:e}=this;for(let[s,i]of Object.entries(t)){let o=i.map(
c=>e.nameOf(c)).join(", ");await M(e,`Is ${s} read for ${o}?`,`You finished ${s} before ${i.length===1?"this code was":"\
these codes were"} there. Nothing of it waits any more. If you know the whole text well enough to say where else ${i.length===
1?"it applies":"they apply"}, and where not, it counts as read for ${i.length===1?"it":"them"}; otherwise tables say “no\
t considered”.`,"Yes, it is read for it")&&await e.write("book_considered",{document:s,codes:i},`${s} considered`).catch(
()=>{}),this.card.focus({preventScroll:!0})}}};function Yi(a){let t=s=>s.split(`
`).filter(Boolean),e=(s,i,o)=>{let r=new Set(t(o));return n("section",null,n("h3",null,s),i?t(i).map(c=>n("p",{dir:"auto",
class:r.has(c)?"qc-quiet":"qc-differs"},c)):n("p",{class:"qc-quiet"},"not known"))};return n("div",{class:"qc-two qc-wor\
dings"},e("When it was coded",a.then,a.now),e("Now",a.now,a.then))}var jt=class{constructor(t,e){this.app=t,this.given=e,this.code=null,this.folded=new Set(t.remembered(`folded-${t.session.
project}`,[])),this.filter="",this.dragged=null,this.element=n("ul",{class:"qc-tree",role:"tree","aria-label":"Codes",on:{
keydown:s=>this.#f(s),click:s=>this.#a(s),focusin:s=>this.#n(s),dragstart:s=>this.#d(s),dragover:s=>this.#h(s),dragleave:()=>this.#l(
null),drop:s=>this.#o(s),dragend:()=>{this.dragged=null,this.#l(null)}}})}stands(t){return t.merged_into?!1:t.retired?[...this.
app.codes.values()].some(e=>e.parent===t.code&&this.stands(e)):!0}children(t){return[...this.app.codes.values()].filter(
e=>(e.parent??null)===t&&this.stands(e))}#t(t){return!this.filter||Y(this.app,t,this.filter)!==null}#s(t){return this.#t(
t)||this.children(t.code).some(e=>this.#s(e))}draw(){let t=this.element.contains(document.activeElement);m(this.element,
this.children(null).filter(s=>this.#s(s)).map((s,i,o)=>this.#i(s,1,i,o.length)));let e=this.#e();return e.some(s=>s.dataset.
code===this.code)||e[0]?.setAttribute("tabindex","0"),t&&(e.find(s=>s.dataset.code===this.code)??e[0])?.focus({preventScroll:!0}),
e.length}#i(t,e,s,i){let{app:o}=this,r=this.children(t.code).filter(d=>this.#s(d)),c=!!this.filter||!this.folded.has(t.code),
l=this.given.more(t.code),h=[t.codings?`${t.codings.toLocaleString("en")}`:"",l&&l.all>t.codings?`of ${l.all.toLocaleString(
"en")}`:""].filter(Boolean).join(" ");return n("li",{role:"none"},n("div",{role:"treeitem",class:"qc-tree-row",tabindex:t.
code===this.code?"0":"-1","aria-level":e,"aria-posinset":s+1,"aria-setsize":i,"aria-selected":String(t.code===this.code),
"aria-expanded":r.length?String(c):null,data:{code:t.code,hue:o.hueOf(t.code)},draggable:this.given.leads?"true":null,style:{
"--qc-depth":String(e-1)}},n("span",{class:"qc-tree-fold","aria-hidden":"true"},r.length?C(c?"down":"right"):null),n("sp\
an",{class:"qc-letter","aria-hidden":"true"},o.letterOf(t.code)),n("span",{class:"qc-tree-name"},n("span",{class:this.#t(
t)?"":"qc-quiet"},t.name),t.retired?n("span",{class:"qc-tag"},"retired"):null,l?.waiting?n("span",{class:"qc-tree-waits",
title:`${l.waiting} to look at again`},n("span",{class:"qc-unseen"},`, ${l.waiting} to look at again`)):null,h?n("span",
{class:"qc-unseen"},`, ${h} codings`):null),h?n("span",{class:"qc-count","aria-hidden":"true",title:l&&l.all>t.codings?"\
your codings, of all":"your codings"},h):null),r.length?n("ul",{role:"none",hidden:!c},r.map((d,f)=>this.#i(d,e+1,f,r.length))):
null)}#e(){return[...this.element.querySelectorAll("[role=treeitem]")].filter(t=>!this.element.contains(t.closest("[hidd\
en]")))}row(t){return this.#e().find(e=>e.dataset.code===t)}choose(t,e=!1){for(let i=this.app.codes.get(t)?.parent;i;i=this.
app.codes.get(i)?.parent)this.folded.delete(i);this.code=t,this.draw();let s=this.row(t);e&&s?.focus(),s?.scrollIntoView(
{block:"nearest"}),this.given.chosen(t)}focus(){let t=this.#e();(t.find(e=>e.dataset.code===this.code)??t[0])?.focus()}#n(t){
let s=t.target.closest("[role=treeitem]")?.dataset.code;s&&this.#r(s)}#r(t){if(t!==this.code){this.code=t;for(let e of this.
element.querySelectorAll("[role=treeitem]")){let s=e.dataset.code===t;e.setAttribute("aria-selected",String(s)),e.setAttribute(
"tabindex",s?"0":"-1")}this.given.chosen(t)}}#a(t){let e=t.target,s=e.closest("[role=treeitem]");s?.dataset.code&&(e.closest(
".qc-tree-fold")&&s.hasAttribute("aria-expanded")&&this.#u(s.dataset.code,s.getAttribute("aria-expanded")==="true"),this.
row(s.dataset.code)?.focus())}#u(t,e){e?this.folded.add(t):this.folded.delete(t),this.app.remember(`folded-${this.app.session.
project}`,[...this.folded].filter(s=>this.app.codes.has(s))),this.draw()}#f(t){if(t.ctrlKey||t.metaKey||t.altKey)return;
let e=this.#e(),s=e.findIndex(h=>h.dataset.code===this.code),i=e[s];if(!i)return;let o=i.getAttribute("aria-expanded"),r=i.
dataset.code,{key:c}=t,l=h=>{e[Math.max(0,Math.min(e.length-1,h))]?.focus()};if(c==="ArrowDown")l(s+1);else if(c==="Arro\
wUp")s===0?this.given.up():l(s-1);else if(c==="Home")l(0);else if(c==="End")l(e.length-1);else if(c==="ArrowRight")o==="\
false"?this.#u(r,!1):o==="true"&&l(s+1);else if(c==="ArrowLeft")if(o==="true"&&!this.filter)this.#u(r,!0);else{let h=this.
app.codes.get(r)?.parent;h&&this.row(h)?.focus()}else if(c==="Space"||c===" ")o&&this.#u(r,o==="true");else return;t.preventDefault(),
t.stopPropagation()}#d(t){let e=t.target.closest?.("[role=treeitem]");!e||!t.dataTransfer||(this.dragged=e.dataset.code??
null,t.dataTransfer.effectAllowed="move",t.dataTransfer.setData("text/plain",this.app.nameOf(this.dragged??"")))}#c(t){let e=t.
target.closest?.("[role=treeitem]"),s=this.app.codes.get(e?.dataset.code??""),i=this.app.codes.get(this.dragged??"");if(!e||
!s||!i)return null;for(let l=s;l;l=l.parent?this.app.codes.get(l.parent):void 0)if(l===i)return null;let o=e.getBoundingClientRect(),
r=(t.clientY-o.top)/o.height;if(r<.3)return{row:e,zone:"before",parent:s.parent??null,before:s.code};if(r<=.7)return{row:e,
zone:"into",parent:s.code,before:null};let c=this.children(s.parent??null).filter(l=>l!==i);return{row:e,zone:"after",parent:s.
parent??null,before:c[c.indexOf(s)+1]?.code??null}}#h(t){let e=this.#c(t);this.#l(e),e&&(t.preventDefault(),t.dataTransfer&&
(t.dataTransfer.dropEffect="move"))}#l(t){for(let e of this.element.querySelectorAll("[data-zone]"))delete e.dataset.zone;
t&&(t.row.dataset.zone=t.zone)}#o(t){let e=this.#c(t),s=this.app.codes.get(this.dragged??"");this.#l(null),this.dragged=
null,!(!e||!s)&&(t.preventDefault(),this.given.dropped(s,e.parent,e.before))}};function le(a,t){let e=a.nameOf(t);a.go("code");let s=a.root.querySelector(".qc-code-list input[role=combobox]");s&&(s.value=
e,s.dispatchEvent(new Event("input",{bubbles:!0})));let i=new lt(a).keyOf(t);a.say(i?`Select words and press ${i} to put\
 ${e} on them.`:`Select words, then press / and Enter to put ${e} on them.`)}var Gi=50,bs=new WeakMap,he=class{constructor(t,e,s){this.app=e,this.host=t,this.leads=e.session.role!=="coder"&&!e.session.
read_only,this.writes=!e.session.read_only,this.more=null,this.queue=null,this.number=0,this.timer=null,this.drawn="",this.
tree=new jt(e,{chosen:o=>this.look(o),dropped:(o,r,c)=>this.place(o,r,c),more:o=>this.more?.codes[o]??null,leads:this.leads,
up:()=>this.filter.focus()}),this.filter=n("input",{type:"search","aria-label":"Find a code",placeholder:"Find a code",autocomplete:"\
off",spellcheck:"false",dir:"auto",on:{input:()=>this.#t(),keydown:o=>{o.key==="ArrowDown"||o.key==="Enter"?(o.preventDefault(),
o.stopPropagation(),this.tree.focus()):o.key==="Escape"&&this.filter.value&&(o.preventDefault(),o.stopPropagation(),this.
filter.value="",this.#t())}}}),this.waits=n("div",{class:"qc-book-waits"}),this.none=n("p",{class:"qc-hint",role:"status"}),
this.gone=n("details",{class:"qc-book-gone"}),this.total=n("p",{class:"qc-count"}),this.entry=n("section",{class:"qc-pan\
e qc-entry","aria-label":"Code",tabindex:"-1"}),this.book=n("div",{class:"qc-book"},n("section",{class:"qc-book-side","a\
ria-label":"Codebook"},n("div",{class:"qc-book-head qc-chrome"},n("div",{class:"qc-view-head"},n("h2",null,e.codebook.title||
"Codebook"),this.total),n("div",{class:"qc-filter"},C("search"),this.filter),this.writes?n("p",{class:"qc-toolbar"},p("N\
ew code",()=>this.add(),{icon:"plus",class:"qc-small",keys:"n"})):null,this.waits),n("div",{class:"qc-pane qc-book-tree"},
this.tree.element,this.none,this.gone)),this.entry),t.append(this.book),this.offs=[e.on("codebook",()=>this.draw()),e.on(
"counts",()=>this.#s()),e.on("memos",()=>this.#s()),e.keys.add(this.#g())];let i=s?.code&&e.codes.has(s.code)?s.code:bs.
get(e);this.draw(),i&&e.codes.has(i)?this.tree.choose(i,!!s?.code):e.codes.size&&this.tree.choose([...e.codes.keys()][0]),
this.tree.code&&this.look(this.tree.code),s?.queue?this.again(s.code??null):(document.activeElement===document.body||t===
document.activeElement)&&this.tree.focus()}destroy(){clearTimeout(this.timer),this.queue?.destroy();for(let t of this.offs)
t();this.book.remove()}params(t){if(t?.queue){this.again(t.code??null);return}this.queue&&this.back(),t?.code&&this.app.
codes.has(t.code)&&this.tree.choose(t.code,!0)}draw(){let{app:t}=this;if(!this.tree.code||!t.codes.has(this.tree.code)){
let i=this.more?.codes,o=[...t.codes.values()].find(r=>i&&this.tree.code&&!i[r.code]);this.tree.code=o?.code??[...t.codes.
keys()][0]??null}this.tree.filter=this.filter.value.trim();let e=this.tree.draw(),s=[...t.codes.values()].filter(i=>!i.merged_into&&
!i.retired);this.total.textContent=`${k(s.length,"code")} in ${k(s.filter(i=>!i.parent).length,"theme")}`,this.none.textContent=
e?"":t.codes.size?"No code fits.":"",this.none.hidden=!!e||!t.codes.size,this.#n(),this.#e(),t.codes.size?this.tree.code&&
this.look(this.tree.code):this.#a(),this.#i()}#t(){this.tree.filter=this.filter.value.trim();let t=this.tree.draw();this.
none.textContent=t?"":"No code fits.",this.none.hidden=!!t}#s(){clearTimeout(this.timer),this.timer=setTimeout(()=>this.#i(),
600)}async#i(){let t=++this.number;try{let e=await this.app.read("book_more");if(t!==this.number)return;let s=JSON.stringify(
this.more);if(this.more=e,s===JSON.stringify(e)&&this.drawn)return;this.tree.draw(),this.#e(),this.tree.code&&this.look(
this.tree.code)}catch(e){this.app.sorry(e)}}#e(){let t=this.more?.own_waiting??0;m(this.waits,t?n("div",{class:"qc-note \
qc-warn"},n("p",null,`${k(t,"coding")} of yours ${t===1?"was":"were"} made under other words than ${t===1?"its code has":
"their codes have"} now.`),p("Look at them again",()=>this.again(),{class:"qc-small",keys:"l"})):null)}#n(){let{app:t}=this,
e=[...t.codes.values()].filter(i=>!this.tree.stands(i));this.gone.hidden=!e.length;let s=(this.gone.contains(document.activeElement)?
document.activeElement:null)?.dataset.code;m(this.gone,n("summary",null,`Retired and merged (${e.length})`),n("ul",null,
e.map(i=>n("li",null,n("button",{type:"button",class:"qc-gone-code",data:{code:i.code},"aria-current":i.code===this.tree.
code?"true":null,on:{click:()=>this.#r(i.code)}},n("span",null,i.name),n("span",{class:"qc-quiet"},i.merged_into?` merge\
d into ${t.nameOf(i.merged_into)}`:" retired")))))),s&&this.gone.querySelector(`[data-code="${CSS.escape(s)}"]`)?.focus()}#r(t){
this.tree.code=t,this.tree.draw(),this.look(t),this.#n()}#a(){m(this.entry,n("div",{class:"qc-empty"},n("h3",null,"The c\
odebook is empty"),n("p",null,"A code is a named idea with a definition. Begin with one, or load a codebook file: qualco\
de codebook load PROJECT F.yaml"),this.writes?n("p",null,p("New code",()=>this.add(),{icon:"plus",class:"qc-main"})):null))}look(t){
let{app:e}=this,s=e.codes.get(t);if(!s)return;bs.set(e,t);let i=this.more?.codes[t]??null,o=JSON.stringify([s,i,this.more?.
left_out,e.letterOf(t)]);if(o===this.drawn)return;let r=this.shownCode===t,c=r&&this.entry.contains(document.activeElement)?
document.activeElement.dataset.does:void 0,l=r&&!!this.entry.querySelector(".qc-book-quotes[open]");this.drawn=o,this.shownCode=
t;let h=f=>({data:{does:f}}),d=!s.merged_into;m(this.entry,n("header",{class:"qc-entry-head",data:{hue:e.hueOf(t)}},n("p",
{class:"qc-quiet"},this.#u(s)),n("h2",{dir:"auto"},n("span",{class:"qc-letter"},e.letterOf(t))," ",s.name),n("p",{class:"\
qc-toolbar"},s.category?n("span",{class:"qc-tag"},"only groups codes"):null,s.retired?n("span",{class:"qc-tag"},"retired"):
null,s.merged_into?n("span",{class:"qc-tag"},`merged into ${e.nameOf(s.merged_into)}`):null,n("span",{class:"qc-entry-id",
title:"identifier"},s.code),i?.formerly.length?n("span",{class:"qc-quiet"},`formerly ${i.formerly.join(", ")}`):null)),n(
"div",{class:"qc-toolbar qc-entry-does qc-chrome"},s.applicable&&this.writes?p("Code with it",()=>le(e,t),{class:"qc-sma\
ll qc-main",...h("code"),keys:"c"}):null,d?p("Search for it",()=>e.go("search",{code:t}),{icon:"search",class:"qc-small",
...h("search"),keys:"f"}):null,this.writes?p(i?.memos?`Memos (${i.memos})`:"Memo",()=>this.memo(),{icon:"memo",class:"qc\
-small",...h("memo"),keys:"m"}):null,this.leads&&d?p("Change",()=>this.define(),{icon:"edit",class:"qc-small",...h("defi\
ne"),keys:"e"}):null),s.definition?n("p",{class:"qc-entry-definition",dir:"auto"},s.definition):n("p",{class:"qc-quiet"},
s.defined?"No definition yet.":"It came with codings and has no definition yet."),ks("Include",s.include),ks("Exclude",s.
exclude),s.examples.length?n("section",null,n("h3",null,s.examples.length===1?"Example":"Examples"),s.examples.map(f=>n(
"blockquote",{class:"qc-said",dir:"auto"},f))):null,s.patterns.length?n("section",null,n("h3",null,"Patterns"),n("ul",{class:"\
qc-patterns"},s.patterns.map(f=>n("li",{dir:"auto"},f)))):null,i?.unless.length?n("section",null,n("h3",null,"Unless"),n(
"ul",{class:"qc-patterns"},i.unless.map(f=>n("li",{dir:"auto"},f)))):null,n("section",null,n("h3",null,"Codings"),this.#f(
s,i)),this.#c(s,l),this.leads&&d?this.#l(s):null,Object.keys(i?.extras??{}).length?n("section",null,n("h3",null,"Further\
 columns"),n("dl",{class:"qc-extras"},Object.entries(i?.extras??{}).map(([f,u])=>n("div",null,n("dt",null,f),n("dd",{dir:"\
auto"},u))))):null),c&&(this.entry.querySelector(`[data-does="${c}"]`)??this.entry).focus({preventScroll:!0}),r||(this.entry.
scrollTop=0)}#u(t){let e=[];for(let s=t.parent;s;s=this.app.codes.get(s)?.parent??null)e.unshift(this.app.nameOf(s));return e.
length?e.join(" › "):"Theme"}#f(t,e){let s=[t.codings?`${k(t.codings,"coding")} of yours`:"None of yours"];e&&e.all>t.
codings&&s.push(`${e.all.toLocaleString("en")} by ${k(e.coders,"coder")}`);let i=[...this.app.codes.values()].filter(r=>r.
code!==t.code&&this.#d(r,t.code)),o=i.reduce((r,c)=>r+c.codings,0);return i.length&&s.push(`${o.toLocaleString("en")} of\
 yours on ${k(i.length,"code")} beneath`),[n("p",null,s.join(" · ")),this.more?.left_out?n("p",{class:"qc-hint"},`Other\
s’ codings in ${k(this.more.left_out,"document")} are not counted until you have finished ${this.more.left_out===1?"it":
"them"}.`):null,e?.waiting?n("p",null,n("button",{type:"button",class:"qc-link",data:{does:"again"},on:{click:()=>this.again(
t.code)}},`${e.waiting.toLocaleString("en")} to look at again`)):null]}#d(t,e){for(let s=t.parent;s;s=this.app.codes.get(
s)?.parent??null)if(s===e)return!0;return!1}#c(t,e){let{app:s}=this,i=n("ol",{class:"qc-quote-list"}),o=n("p",{class:"qc\
-toolbar"}),r=0,c=0,l=async(d=!1)=>{let f=++c;m(o,n("span",{class:"qc-hint",role:"status"},"Looking for quotations …"));
try{let u=await s.read("book_quotes",{code:t.code,offset:r,limit:Gi});if(f!==c)return;let g=i.children.length;for(let y of u.
quotes)i.append(n("li",{data:{hue:s.hueOf(y.code)}},n("p",{class:"qc-said",dir:"auto"},y.quotation),n("p",{class:"qc-quo\
te-from"},n("button",{type:"button",class:"qc-link",on:{click:()=>this.#h(y)}},`${y.document}${y.turn?`, turn ${y.turn}`:
""}`),n("span",{class:"qc-quiet"},[y.code===t.code?"":s.nameOf(y.code),y.coder===s.session.coder?"":y.coder].filter(Boolean).
map(x=>` · ${x}`).join("")))));r+=u.quotes.length,m(o,u.total?null:n("span",{class:"qc-quiet"},"No quotations yet."),u.
total>r?p(`Show more (${(u.total-r).toLocaleString("en")} left)`,()=>l(!0),{class:"qc-small"}):null,u.unread?n("span",{class:"\
qc-hint"},`Others’ quotations in ${k(u.unread,"document")} come when you have finished ${u.unread===1?"it":"them"}.`):
null),d&&i.children[g]?.querySelector("button")?.focus()}catch(u){m(o,n("span",{class:"qc-fault"},u.message),p("Try agai\
n",()=>l(),{class:"qc-small"}))}},h=n("details",{class:"qc-book-quotes"},n("summary",{data:{does:"quotes"}},"Quotations"),
i,o);return h.addEventListener("toggle",()=>{h.open&&!r&&l()}),e&&(h.open=!0),h}async#h(t){let{app:e}=this;try{await e.open(
t.document),e.go("code",{document:t.document,start:t.start,end:t.end,coding:t.coding})}catch(s){e.sorry(s)}}#l(t){let e=i=>({
class:"qc-small",data:{does:i}}),s=!t.retired;return n("section",{class:"qc-reorganise qc-chrome"},n("h3",null,"Reorgani\
se"),n("div",{class:"qc-toolbar"},p("Up",()=>this.shift(-1),{...e("up"),icon:"up",keys:"Alt+ArrowUp"}),p("Down",()=>this.
shift(1),{...e("down"),icon:"down",keys:"Alt+ArrowDown"}),p("Move …",()=>re(this.app,t,()=>this.tree.choose(t.code)),{
...e("move"),icon:"move",keys:"v"}),p("Merge …",()=>this.merge(),{...e("merge"),icon:"merge",keys:"j"}),p("Split …",
()=>this.split(),{...e("split"),icon:"split",keys:"s"}),p("Identifier …",()=>this.rename(),{...e("rename"),keys:"i"}),
p(s?"Retire …":"Use again …",()=>this.retire(),{...e("retire"),keys:"x"})),n("p",{class:"qc-hint"},"Codes can also b\
e dragged in the tree: onto a code to put them under it, between two to put them there."))}#o(){return this.app.codes.get(
this.tree.code??"")??null}add(){let t=this.#o(),e=t&&!t.merged_into&&!t.retired?t:null;us(this.app,e?e.parent??e.code:null,
s=>{this.filter.value="",this.tree.filter="",this.tree.choose(s,!0)},this.tree.element.childElementCount?"":this.filter.
value.trim())}define(){let t=this.#o();t&&fs(this.app,t,this.more?.codes[t.code]??null)}rename(){let t=this.#o();t&&ms(this.
app,t,e=>this.tree.choose(e,!0))}merge(){let t=this.#o();t&&ps(this.app,t,e=>this.tree.choose(e,!0))}split(){let t=this.#o();
if(t){if(t.category&&!t.codings){this.app.say(`${t.name} only groups codes: add codes beneath it instead.`);return}gs(this.
app,t,e=>this.tree.choose(e,!0))}}retire(){let t=this.#o();t&&ws(this.app,t,()=>{let e=this.app.codes.get(t.code);e&&!this.
tree.stands(e)&&(this.gone.open=!0),this.draw(),this.tree.focus()})}memo(){let t=this.#o();t&&(this.more?.codes[t.code]?.
memos?et(this.app,{on:t.code,heading:`Memos on ${t.name}`}):rt(this.app,{on:t.code,kind:"code",heading:`Memo on ${t.name}`}))}shift(t){
let e=this.#o();if(!e)return;let s=this.tree.children(e.parent??null),i=s.indexOf(e);if(i<0)return;if(!s[i+t]){this.app.
say(t<0?"It is the first here already.":"It is the last here already.");return}let o=t<0?s[i-1]:s[i+2];this.place(e,e.parent??
null,o?.code??null)}nest(t){let e=this.#o();if(!e)return;if(t>0){let o=this.tree.children(e.parent??null),r=o[o.indexOf(
e)-1];r?this.place(e,r.code,null):this.app.say("There is no code before it to put it under.");return}let s=e.parent?this.
app.codes.get(e.parent):null;if(!s){this.app.say("It is a theme already.");return}let i=this.tree.children(s.parent??null);
this.place(e,s.parent??null,i[i.indexOf(s)+1]?.code??null)}async place(t,e,s){if(this.placing)return;this.placing=!0;let i=(this.
entry.contains(document.activeElement)?document.activeElement:null)?.dataset.does;try{await ae(this.app,t,e,s),this.tree.
choose(t.code,!i),i&&this.entry.querySelector(`[data-does="${i}"]`)?.focus()}catch{}finally{this.placing=!1}}again(t=null){
this.queue?.destroy(),this.book.hidden=!0,this.queue=new Lt(this.host,this.app,{back:()=>this.back(),code:t})}back(){this.
queue?.destroy(),this.queue=null,this.book.hidden=!1,this.#i(),this.tree.focus()}#g(){let{app:t}=this,e="Codebook",s=()=>!this.
queue&&!!this.#o(),i=()=>s()&&!this.#o()?.merged_into,o=()=>this.leads&&i(),r=()=>this.writes&&!this.queue;return[{keys:"\
/",words:"find a code",run:()=>this.filter.focus(),when:()=>!this.queue,group:e},{keys:"n",words:"new code",run:()=>this.
add(),when:r,group:e},{keys:"c",words:"code with it",run:()=>le(t,this.tree.code),when:()=>r()&&!!this.#o()?.applicable,
group:e},{keys:"f",words:"search for it in the texts",run:()=>t.go("search",{code:this.tree.code}),when:i,group:e},{keys:"\
q",words:"open or close its quotations",run:()=>this.#m(),when:s,group:e},{keys:"m",words:"memo on it",run:()=>this.memo(),
when:()=>r()&&s(),group:e},{keys:"e",words:"change its name, definition, patterns …",run:()=>this.define(),when:o,group:e},
{keys:"Alt+ArrowUp",words:"move it up",run:()=>this.shift(-1),when:o,group:e},{keys:"Alt+ArrowDown",words:"move it down",
run:()=>this.shift(1),when:o,group:e},{keys:"Alt+ArrowRight",words:"put it under the code before it",run:()=>this.nest(1),
when:o,group:e},{keys:"Alt+ArrowLeft",words:"take it out to the level above",run:()=>this.nest(-1),when:o,group:e},{keys:"\
v",words:"move it somewhere else",run:()=>{let c=this.#o();c&&re(t,c,()=>this.tree.choose(c.code,!0))},when:o,group:e},{
keys:"j",words:"merge it into another code",run:()=>this.merge(),when:o,group:e},{keys:"s",words:"split it",run:()=>this.
split(),when:o,group:e},{keys:"i",words:"change its identifier",run:()=>this.rename(),when:o,group:e},{keys:"x",words:"r\
etire it, or use it again",run:()=>this.retire(),when:o,group:e},{keys:"l",words:"look at codings again that wait",run:()=>this.
again(),when:()=>!this.queue&&!!this.more?.own_waiting,group:e},...nt(t,e,()=>this.queue?this.queue.load():t.loadBook())]}#m(){
let t=this.entry.querySelector(".qc-book-quotes");t&&(t.open=!t.open,t.querySelector("summary")?.focus())}};function ks(a,t){
return t.length?n("section",null,n("h3",null,a),n("ul",{class:"qc-entry-list"},t.map(e=>n("li",{dir:"auto"},e)))):null}var vs={
id:"codebook",label:"Codebook",key:"g b",mount(a,t,e){let s=new he(a,t,e);return{destroy:()=>s.destroy(),params:i=>s.params(
i)}}};function dt(a){let{kind:t}=a;return t==="agreed"?"Agreed":t==="edges"?"Other edges":t==="code"?"Other codes":t==="consen\
sus"?"Consensus alone":t.startsWith("only ")?`Only ${t.slice(5)}`:t.startsWith("not considered by ")?`Not looked for by ${t.
slice(18)}`:t}function qs(a,t){let{kind:e}=a,s=t.length>2?"All":"Both";return e==="agreed"?`${s} gave the same code to t\
he same words. It goes into the consensus as it is, unless you say otherwise.`:e==="edges"?"The same code on words that \
overlap, with other edges.":e==="code"?"Other codes on the same words, or on words that overlap by half at least.":e==="\
consensus"?"A coding of the consensus that belongs to no place any more: a coder has changed or taken back what it reste\
d on.":e.startsWith("only ")?"Nobody else gave this code to words that overlap. The same code on other words nearby is a\
 place of its own.":"Not everybody looked for this code here, so that it cannot be settled: that it is missing says noth\
ing."}function B(a){return a.waiting?"waiting":a.settleable?a.open?"open":a.choice||a.edit?"settled":"agreed":"out"}function xs(a,t){
return a.waiting?`${a.waiting} …`:a.edit?a.kind==="consensus"?"in the consensus":`settled: ${t(a.edit[2])}, edited`:a.
choice==="both"?Object.keys(a.own).length>2?"settled: all":"settled: both":a.choice==="none"?"settled: left out":a.choice?
`settled as ${a.choice}`:a.settleable?a.open?"open":a.standing.length?"agreed, in the consensus":"agreed":"cannot be set\
tled"}function It(a,t){let e=[...a];return e.length<=t?a:`${e.slice(0,t-1).join("").trimEnd()}…`}function de(a,t){let e=[...a];
if(e.length<=t)return a;let s=Math.floor((t-3)/2),i=e.slice(0,s).join("").replace(/\s+\S*$/u,""),o=e.slice(-s).join("").
replace(/^\S*\s+/u,"");return`${i} … ${o}`}var Vi=170,_t=class{constructor(t,e){this.app=t,this.does=e,this.element=n("section",{class:"qc-compare-card","aria-labe\
l":"This place"}),this.body=n("div",{class:"qc-compare-card-body"}),this.memos=n("div",{class:"qc-compare-memos"}),this.
reason=n("textarea",{rows:"1",dir:"auto",class:"qc-compare-reason","aria-label":"Reason, kept as a memo",placeholder:"Re\
ason, kept as a memo (r)"}),this.keep=p("Keep this reason",()=>e.reason(this.words),{class:"qc-small",hidden:!0}),this.reason.
addEventListener("input",()=>this.#e()),this.reason.addEventListener("keydown",s=>{s.key!=="Escape"&&!(s.key==="Enter"&&
!s.shiftKey)||(s.preventDefault(),s.stopPropagation(),s.key==="Enter"&&!this.keep.hidden&&e.reason(this.words),(this.body.
querySelector("[data-choice]")??t.root.querySelector(".qc-main-view"))?.focus())}),m(this.element,this.body),this.asking=
0,this.of=""}get words(){return this.reason.value.trim()}draw(t,{coders:e,settle:s,why:i,doc:o,at:r,of:c}){let{app:l,does:h}=this,
d=this.body.contains(document.activeElement)?document.activeElement:null,f=d?.dataset.choice??d?.dataset.does,u=d===this.
reason;if(this.place=t,this.settle=s&&!!t?.settleable,!t){m(this.body,n("p",{class:"qc-quiet"},c?"Choose a place in the \
list, or press n.":"No place fits what is shown.")),this.of="";return}this.of!==t.id&&(this.reason.value=t.reason);let g=e.
filter(y=>t.own[y]);m(this.body,n("header",{class:"qc-compare-card-head"},n("h3",null,dt(t),n("span",{class:"qc-quiet"},
` · ${[t.turn?`turn ${t.turn}`:"",t.who].filter(Boolean).join(" · ")||o.document}`)),n("div",{class:"qc-compare-steps"},
n("span",{class:"qc-count"},r>=0?`${r+1} of ${c}`:k(c,"place")),p("Place before",()=>h.step(-1),{icon:"up",bare:!0,class:"\
qc-small",keys:"p","data-does":"back"}),p("Next place",()=>h.step(1),{icon:"down",bare:!0,class:"qc-small",keys:"n","dat\
a-does":"on"}))),n("p",{class:"qc-hint"},qs(t,e)),n("ul",{class:"qc-compare-own"},g.map(y=>this.#t(y,t.own[y],o)),e.length===
2&&g.length===1?n("li",{class:"qc-quiet"},n("b",null,e.find(y=>!t.own[y])),": not coded so"):null),this.#s(t,o),this.settle?
this.#i(t,e,g):i&&t.settleable?n("p",{class:"qc-note"},i):null,this.settle?n("div",{class:"qc-compare-why"},this.reason,
this.keep):t.reason?n("p",{class:"qc-note"},"Reason: ",n("span",{dir:"auto"},t.reason)):null,this.memos),this.#e(),u&&this.
settle?this.reason.focus():f&&(this.body.querySelector(`[data-choice="${f}"]:not(:disabled), [data-does="${f}"]`)??l.root.
querySelector(".qc-main-view"))?.focus({preventScroll:!0}),this.of!==t.id&&(this.memos.replaceChildren(),this.element.scrollTop=
0),this.of=t.id,this.#n(t,o)}#t(t,[,e,s,i],o){let{app:r}=this;return n("li",{data:{hue:r.hueOf(i)}},n("p",null,n("b",{dir:"\
auto"},t)," ",n("span",{class:"qc-letter","aria-hidden":"true"},r.letterOf(i))," ",n("span",{title:r.codes.get(i)?.definition||
null,dir:"auto"},r.nameOf(i))),n("blockquote",{class:"qc-said",dir:"auto"},de(o.printed(e,s),Vi)))}#s(t,e){let{app:s}=this;
return t.choice==="none"?n("p",{class:"qc-compare-stands"},"Left out of the consensus."):!t.standing.length||t.kind==="a\
greed"&&!t.edit?null:n("div",{class:"qc-compare-stands"},n("p",{class:"qc-label"},"In the consensus"),t.standing.map(([,
i,o,r])=>n("p",{data:{hue:s.hueOf(r)}},n("span",{class:"qc-letter","aria-hidden":"true"},s.letterOf(r))," ",s.nameOf(r),
": ",n("span",{class:"qc-quiet",dir:"auto"},de(e.printed(i,o),120)))))}#i(t,e,s){let{does:i}=this,o=B(t)==="settled",r=(c,l,h,d)=>n(
"button",{type:"button",class:"qc-button qc-small",data:{choice:c},disabled:d,"aria-keyshortcuts":l,"aria-pressed":o&&!t.
edit&&t.choice===c?"true":"false",on:{click:()=>i.choose(c)}},n("kbd",{"aria-hidden":"true"},l),h);return n("div",{class:"\
qc-compare-choices",role:"group","aria-label":"Settle as"},e.map((c,l)=>r(c,String(l+1),`As ${c}`,!t.own[c])),r("both",String(
e.length+1),e.length>2?"All of them":"Both",s.length<2||t.kind==="agreed"),r("none","0","Leave out",!1),n("button",{type:"\
button",class:"qc-button qc-small",data:{choice:"edit"},"aria-keyshortcuts":"e","aria-pressed":t.edit&&t.kind!=="consens\
us"?"true":"false",on:{click:()=>i.edit()}},n("kbd",{"aria-hidden":"true"},"e"),"Other edges or code"))}#e(){let{place:t}=this;
this.keep.hidden=!t||t.open||!this.words||this.words===t.reason}async#n(t,e){let{app:s,does:i}=this,o=++this.asking,c=[...Object.
values(t.own),...t.standing].map(f=>f[0]).filter(f=>e.codings.get(f)?.memos),l=()=>p(c.length?"Answer, or write a memo":
"Write a memo",()=>i.memo(),{icon:"memo",class:"qc-small",keys:"m","data-does":"memo"}),h=this.memos.querySelector("[dat\
a-does=memo]"),d=h===document.activeElement&&!!h;if((!this.memos.childNodes.length||!c.length)&&m(this.memos,l()),c.length){
let f=[];try{for(let u of c)f=[...f,...await s.read("memos",{on:u,others:!0})]}catch(u){o===this.asking&&s.sorry(u);return}
if(o!==this.asking)return;f=[...new Map(f.map(u=>[u.id,u])).values()].sort((u,g)=>u.time<g.time?-1:1),m(this.memos,n("h4",
null,k(f.length,"memo")),n("ul",null,f.map(u=>n("li",null,n("p",{class:"qc-quiet"},[u.coder,G(u.time),u.subject].filter(
Boolean).join(" · ")),n("p",{class:"qc-compare-memo",dir:"auto"},u.title?n("b",null,`${u.title}: `):null,u.text)))),l())}
d&&this.memos.querySelector("[data-does=memo]")?.focus()}};function $s(a,t,e,s){let i=s.filter(c=>t.own[c]).map(c=>t.own[c]),
o=i.length?i:t.standing,r=[...new Map(o.map(c=>[c[3],c])).values()];return[n("span",{class:"qc-place-codes"},r.map(([,,,
c])=>n("span",{class:"qc-letter",data:{hue:a.hueOf(c)},"aria-hidden":"true"},a.letterOf(c))),n("span",{class:"qc-place-n\
ames",dir:"auto"},r.map(([,,,c])=>a.nameOf(c)).join(" / "))),n("span",{class:"qc-place-words",dir:"auto"},It(e.printed(t.
start,t.end),90)),n("span",{class:"qc-place-facts"},n("span",null,dt(t))," · ",n("span",{class:"qc-place-stand"},xs(t,c=>a.
nameOf(c))))]}var ut=60;function Ss(a,{doc:t,place:e,coders:s,codes:i,selection:o,reason:r,settle:c}){let l=e.edit??e.standing[0]?.slice(
1)??e.own[s.find(v=>e.own[v])??""]?.slice(1),[h,d,f]=l;o&&({start:h,end:d}=o);let u=S("Code",{kind:"select",value:f,options:[
...new Set([...i,f])].map(v=>[v,`${a.letterOf(v)} · ${a.nameOf(v)}`])}),g=S("Reason",{kind:"area",value:r,rows:2,hint:"\
Kept as a memo on the coding of the consensus."}),y=n("p",{class:"qc-said qc-compare-stretch",dir:"auto"}),x=n("p",{class:"\
qc-unseen",role:"status"}),b=()=>{let v=t.edge(Math.max(0,h-ut),-1),A=t.edge(Math.min(t.length,d+ut),1),R=d-h>5*ut?[t.slice(
h,t.edge(h+2*ut,1))," … ",t.slice(t.edge(d-2*ut,-1),d)]:t.slice(h,d);m(y,v>0?"…":"",t.slice(v,h),n("mark",null,R),t.
slice(d,A),A<t.length?"…":"")},q=(v,A)=>{let L=v<A?t.trimmed(v,A):null;L&&({start:h,end:d}=L,b(),x.textContent=It(t.printed(
h,d),120))},w={startBack:()=>q(t.word(h,-1)?.[0]??h,d),startOn:()=>q(t.word(h+1,1)?.[0]??h,d),endOn:()=>q(h,t.word(d,1)?.[1]??
d),endBack:()=>{let v=t.word(d,-1);v&&v[1]>=d&&(v=t.word(v[0],-1)),v&&q(h,v[1])}},$=(v,A,L)=>p(v,()=>q(A,L),{class:"qc-s\
mall"});b(),E(a,{title:"Settle on other edges or another code",wide:!0,body:[u.element,n("fieldset",{class:"qc-field"},n(
"legend",null,"Words"),y,x,n("div",{class:"qc-toolbar"},n("span",{class:"qc-label"},"Start"),p("A word earlier",w.startBack,
{icon:"left",bare:!0,"aria-label":"Start a word earlier"}),p("A word later",w.startOn,{icon:"right",bare:!0,"aria-label":"\
Start a word later"}),n("span",{class:"qc-label"},"End"),p("A word earlier",w.endBack,{icon:"left",bare:!0,"aria-label":"\
End a word earlier"}),p("A word later",w.endOn,{icon:"right",bare:!0,"aria-label":"End a word later"}),s.filter(v=>e.own[v]).
map(v=>$(`As ${v}`,e.own[v][1],e.own[v][2])),o?$("As selected",o.start,o.end):null),o?null:n("p",{class:"qc-hint"},"Word\
s that are selected in the text are offered here, too.")),g.element],actions:[{label:"Settle so",run:()=>c({start:h,end:d,
code:u.input.value,reason:g.input.value.trim()})}]})}var Rt=class{constructor(t,e,s,i){this.text=e,this.sides=[s[0],s[1]].map(c=>Object.create(t,{session:{value:{...t.session,
coder:c}}})),this.of=[c=>c.coder===s[0],c=>s.indexOf(c.coder)>0],this.drawn=new Map;let o=new WeakMap;this.near=new Set,
this.watcher=new IntersectionObserver(c=>{let l=[];for(let h of c){let d=o.get(h.target);d&&(h.isIntersecting?(this.near.
add(d),l.push(d)):this.near.delete(d))}this.draw(l)},{root:i,rootMargin:"400px 0px"});for(let[c,l]of e.drawn){let h=[n("\
div",{class:"qc-margin qc-margin-first"}),n("div",{class:"qc-margin qc-margin-second"})];l.element.append(...h),this.drawn.
set(c,h),o.set(l.element,c),this.watcher.observe(l.element)}let r=0;this.sizes=new ResizeObserver(([c])=>{Math.abs(c.contentRect.
width-r)<1||(r=c.contentRect.width,this.draw())}),this.sizes.observe(e.element)}draw(t=this.near){let e=[];for(let i of t){
let o=this.text.drawn.get(i),r=this.drawn.get(i);!o||!r||r.forEach((c,l)=>{let h=o.codings.filter(this.of[l]);e.push([this.
sides[l],{block:i,codings:h,lanes:St(h),words:o.words,margin:c,pieces:o.pieces}])})}let s=e.map(([,i])=>Ot(i));e.forEach(
([i,o],r)=>Et(i,o,s[r],this.text.active))}destroy(){this.watcher.disconnect(),this.sizes.disconnect()}};var Os=[["differ","Where they differ"],["open","Not settled yet"],["all","All places"],["agreed","Where they agree"]],Es={
id:"compare",label:"Compare",key:"g c",mount(a,t,e){return new ue(a,t,e)}},ue=class{constructor(t,e,s){this.app=e,this.asked=
s,this.asking=0,this.told=null,this.doc=null,this.text=null,this.margins=null,this.at=null,this.pending=new Map,this.items=
new Map,this.drawnAs=new Map,this.current=null,this.show=s.show??e.remembered("compare-show","differ"),this.head=n("div",
{class:"qc-compare-head"}),this.figures=n("div",{class:"qc-compare-figures"}),this.columns=n("div",{class:"qc-compare-co\
lumns","aria-hidden":"true"}),this.reading=n("div",{class:"qc-compare-text qc-pane"}),this.card=new _t(e,{choose:l=>this.#v(
l),edit:()=>this.#$(),memo:()=>this.#A(),reason:l=>this.#O(l),step:l=>this.#k(l)}),this.list=n("ul",{class:"qc-place-lis\
t","aria-label":"Places",on:{keydown:l=>this.#x(l)}}),this.said=n("p",{class:"qc-unseen",role:"status"}),this.side=n("as\
ide",{class:"qc-compare-side","aria-label":"Places"},this.card.element,n("div",{class:"qc-place-frame qc-pane"},this.list)),
this.body=n("div",{class:"qc-compare-body"},this.reading,this.side),t.append(n("div",{class:"qc-compare"},n("h2",{class:"\
qc-unseen"},"Compare coders"),this.head,this.body,this.said));let i=()=>this.told,o=()=>!!this.told&&!this.body.hidden,r=()=>o()&&
this.told.settle&&!!this.place,c=l=>({keys:String(l),get words(){let h=i()?.coders??[];return h[l-1]?`settle as ${h[l-1]}`:
h.length>2?"settle as all of them":"settle as both"},when:()=>r()&&l<=this.told.coders.length+1,repeat:!1,run:()=>this.#v(
this.told.coders[l-1]??"both")});this.offs=[e.on("doc",l=>l&&l.document!==this.told?.document&&this.#e()),e.on("codings",
l=>l.document===this.told?.document&&this.#s()),e.on("documents",()=>this.told?this.#s():this.#e()),e.on("codebook",()=>this.
told&&this.#s(!0)),e.keys.add([{keys:"n",words:"next place",when:o,run:()=>this.#k(1)},{keys:"p",words:"place before",when:o,
run:()=>this.#k(-1)},{keys:"o",words:"next place that is open",when:o,run:()=>this.#b()},...[1,2,3,4,5,6].map(c),{keys:"\
0",words:"settle: leave out",when:r,repeat:!1,run:()=>this.#v("none")},{keys:"e",words:"settle on other edges or another\
 code",when:r,run:()=>this.#$()},{keys:"r",words:"write the reason",when:r,run:()=>this.card.reason.focus()},{keys:"m",words:"\
write a memo on a coding of this place",when:()=>o()&&!!this.place,run:()=>this.#A()},{keys:"u or Mod+z",words:"undo wha\
t was settled last",when:o,repeat:!1,run:()=>this.#C()}])],this.#e()}destroy(){this.asking+=1,clearTimeout(this.timer);for(let t of this.
offs)t();this.#t()}#t(){this.margins?.destroy(),this.text?.destroy(),this.margins=null,this.text=null}params(t){let e=JSON.
stringify([this.asked.coders,this.asked.sample]);this.asked=t,t.show&&t.show!==this.show&&this.#p(t.show,!1),(e!==JSON.stringify(
[t.coders,t.sample])||this.app.doc?.document!==this.told?.document)&&this.#e()}get place(){return this.told?.lines.find(
t=>t.id===this.at)??null}get places(){let t=this.told?.lines??[];return this.show==="open"?t.filter(e=>e.open||e.id===this.
at):this.show==="agreed"?t.filter(e=>e.kind==="agreed"):this.show==="differ"?t.filter(e=>e.kind!=="agreed"):t}#s(t=!1){clearTimeout(
this.timer),this.timer=setTimeout(()=>this.#e({quiet:!t}),250)}#i(){let t=null;try{t=this.asked.coders?JSON.parse(this.asked.
coders):null}catch{}return{coders:Array.isArray(t)?t.map(String):null,sample:this.asked.sample||null}}async#e({quiet:t=!1}={}){
let{app:e}=this,s=e.doc?.document,i=++this.asking;if(!s){this.#a("Choose a document","Documents that two coders have fin\
ished can be compared here.");return}let o=e.documents.find(f=>f.document===s),r=o?.passes.some(([f,u])=>u&&f===e.session.
coder);if(o&&!r&&(o.hidden||e.session.role==="coder")){this.told=null,this.#a("Not finished yet",`You compare ${s} with \
other coders when you have finished it: code it to its end, and record that you are done.`);return}let c,l=null;try{let f=this.#i();
c=await e.read("compare",{document:s,...f}),(!t||this.doc?.version!==c.version)&&(l=await e.read("document",{document:s,
others:e.others}))}catch(f){if(i!==this.asking||!(f instanceof T)&&this.told)return;this.told=null,this.#a("Not to be co\
mpared",f.message);return}if(i!==this.asking)return;let h=this.told?.document===s&&this.told.coders.join(`
`)===c.coders.join(`
`);this.told=c;for(let f of c.lines)this.pending.has(f.id)&&this.#E(f);if(c.coders.length<2){let[f]=c.known[0]??[];this.#a(
"One coder so far",f?`${f} alone has worked on ${s}.`:`Nobody has coded ${s} yet.`);return}this.body.hidden=!1,t||(this.
order=""),l&&(this.doc=new W({...l,codings:c.codings}));let d=l?[]:this.doc?.apply({added:c.codings,gone:[]},!0)??[];if(l||
!this.text||!h?this.#r():d.length&&(this.text.refresh(d),this.margins?.draw()),!this.place){let f=this.places.find(u=>u.
open)??this.places[0];this.at=f?.id??null}this.#u(),this.#m(!h||!t),(!h||!t)&&this.#q()}#n(){return[...this.doc?.codings.
values()??[]].filter(t=>this.told.coders.includes(t.coder)).sort(J)}#r(){if(!this.doc)return;let{coders:t}=this.told;this.#t(),
m(this.columns,n("span",null,t[0]),n("span"),n("span",null,t.slice(1).join(", "))),m(this.reading,this.columns),this.text=
new K(this.reading,this.app,this.doc,{codings:()=>this.#n(),margin:!1,keyboard:!0,label:`Text of ${this.doc.document}, c\
oded by ${t.join(" and ")}`,onCoding:e=>e&&this.#y(this.told.lines.find(s=>Object.values(s.own).some(([i])=>i===e.id))?.
id??null,!1)}),this.text.scroller=this.reading,this.margins=new Rt(this.app,this.text,t,this.reading)}#a(t,e){let{app:s}=this;
this.#t(),this.body.hidden=!0,this.figures.replaceChildren();let i=s.documents.filter(o=>o.passes.filter(([r,c])=>c&&r!==
"consensus").length>1&&o.document!==s.doc?.document);m(this.head,n("div",{class:"qc-empty"},n("h3",null,t),n("p",null,e),
i.length?n("p",null,"Finished by two coders or more:"):n("p",null,"No other document has been finished by two coders yet\
."),n("ul",{class:"qc-compare-fit"},i.map(o=>n("li",null,p(o.document,()=>s.open(o.document).then(()=>s.go("compare",{document:o.
document})).catch(r=>s.sorry(r)),{class:"qc-small"}))))))}#u(){this.#f(),this.#h(),this.#g()}#f(){let{app:t,told:e}=this,
s=document.activeElement?.dataset?.head,i=e.lines,o=u=>i.filter(g=>B(g)===u).length,r=o("open"),c=o("settled")+o("waitin\
g"),l=e.known.map(([u,g])=>[u,g?u:`${u} (not finished)`]),h=(u,g)=>this.#c(u,`coder-${g}`,e.coders[g],l,y=>{let x=[...e.
coders],b=x.indexOf(y);b>=0&&(x[b]=x[g]),x[g]=y,t.go("compare",{document:e.document,coders:JSON.stringify(x)})}),d="",f=[
[d,"Whole document"],...e.samples.map(([u,,g])=>[u,`Sample ${u}${g===null?"":`, ${k(g,"turn")}`}`])];m(this.head,n("div",
{class:"qc-compare-choice"},n("h3",{dir:"auto"},e.document),e.sample?n("span",null,e.coders.join(" and ")):[h("First cod\
er",0),n("span",{class:"qc-quiet"},"and"),h("Second coder",1)],f.length>1?this.#c("Of the document","sample",e.sample??d,
f,u=>t.go("compare",{document:e.document,...u?{sample:u}:{}})):null,this.#c("Places shown","show",this.show,Os,u=>this.#p(
u))),n("div",{class:"qc-compare-progress"},n("progress",{max:Math.max(1,r+c),value:c,"aria-label":"Places settled of tho\
se that differ"}),n("p",null,this.#d(r,c,o("agreed"),o("out"))),this.figures,e.settle&&!r&&e.consensus!=="whole"&&e.turns===
null?p("Record the consensus",()=>this.#S({},"the consensus"),{class:"qc-main qc-small","data-head":"record"}):null),e.why?
n("p",{class:"qc-note"},e.why):null,e.left_out.length&&e.settle?n("p",{class:"qc-note qc-warn"},`${e.left_out.join(", ")}\
 finished this document, too. What is settled here rests on ${e.coders.join(" and ")} alone.`):null),s&&this.head.querySelector(
`[data-head="${s}"]`)?.focus()}#d(t,e,s,i){let o=[`${k(t+e,"place")} ${t+e===1?"differs":"differ"}`,`${e} settled`,`${t}\
 open`,`${s} agreed`];return i&&o.push(`${i} not looked for by both`),[o.join(" · "),!t&&this.told.consensus==="whole"?
n("span",{class:"qc-good"}," · recorded as the consensus"):null]}#c(t,e,s,i,o){let r=n("select",{"aria-label":t,title:t,
data:{head:e},on:{change:()=>o(r.value)}},i.map(([c,l])=>n("option",{value:c},l)));return r.value=s,r}#h(){let{places:t,
told:e}=this,s=JSON.stringify([e.document,t.map(o=>o.id)]);if(s===this.order&&this.list.isConnected){for(let o of t)this.
drawnAs.get(o.id)!==JSON.stringify(o)&&this.#l(o);this.#o();return}this.order=s;let i=this.list.contains(document.activeElement);
this.items=new Map(t.map(o=>[o.id,n("button",{type:"button",class:"qc-place",tabindex:"-1",data:{place:o.id},on:{click:()=>this.#y(
o.id)}})]));for(let o of t)this.#l(o);m(this.list,[...this.items.values()].map(o=>n("li",null,o)),t.length?null:n("li",{
class:"qc-quiet qc-place-none"},e.lines.length?"None of these.":"Neither has coded anything here.")),this.current=null,this.#o(),
i&&this.current?.focus({preventScroll:!0})}#l(t){let e=this.items.get(t.id);e&&(e.dataset.stand=B(t),this.drawnAs.set(t.
id,JSON.stringify(t)),m(e,$s(this.app,t,this.doc,this.told.coders)))}#o(){let t=this.current;t?.removeAttribute("aria-cu\
rrent"),t?.setAttribute("tabindex","-1");let e=this.items.get(this.at??"")??null;e?.setAttribute("aria-current","true"),
(e??this.list.querySelector("button"))?.setAttribute("tabindex","0"),e?.scrollIntoView({block:"nearest"}),this.current=e}#g(){
let{told:t,places:e}=this;this.card.draw(this.place,{coders:t.coders,settle:t.settle,why:"",doc:this.doc,at:e.findIndex(
s=>s.id===this.at),of:e.length})}#m(t){let{place:e,text:s}=this;if(!s)return;let i=e?[...Object.values(e.own),...Object.
keys(e.own).length?[]:e.standing]:[];s.evidence(i.map(([,o,r])=>({start:o,end:r,label:"",kind:"spot"}))),this.margins?.draw(),
e&&t&&s.reveal(e.start,e.end)}#p(t,e=!0){this.show=Os.some(([s])=>s===t)?t:"differ",e&&this.app.remember("compare-show",
this.show),this.told&&(this.places.some(s=>s.id===this.at)||(this.at=this.places[0]?.id??null),this.#u(),this.#m(!0))}async#q(){
let{app:t,told:e}=this,s=O("figures");this.figuring=s,this.figures.replaceChildren();let i;try{i=await t.read("compare_f\
igures",{document:e.document,coders:e.coders})}catch{return}this.figuring===s&&m(this.figures,n("details",null,n("summar\
y",null,"How much they agree"),n("dl",null,n("dt",null,"This document"),n("dd",null,i.here),n("dt",null,"All documents"),
n("dd",null,i.everywhere))))}#y(t,e=!0){if(!t)return;this.at=t,this.items.has(t)?(this.#o(),this.#g()):(this.places.some(
i=>i.id===t)||(this.show="all"),this.#u()),this.#m(e);let s=this.place;s&&(this.said.textContent=`${dt(s)}: ${this.current?.
textContent??""}`)}#k(t){let{places:e}=this;if(!e.length)return;let s=e.findIndex(o=>o.id===this.at),i=e[s<0?0:s+t];i?this.#y(
i.id):this.app.say(t>0?"This is the last place.":"This is the first place.")}#b(){let t=this.#w();t?this.#y(t.id):this.app.
say("Nothing is open here.")}#w(){let t=this.told.lines,e=t.findIndex(s=>s.id===this.at);return[...t.slice(e+1),...t.slice(
0,Math.max(0,e))].find(s=>B(s)==="open")}#x(t){let e={ArrowDown:1,ArrowUp:-1}[t.key];!e||t.ctrlKey||t.altKey||t.metaKey||
t.shiftKey||(t.preventDefault(),this.#k(e),this.list.querySelector("[aria-current]")?.focus({preventScroll:!0}))}#v(t){let{
place:e,told:s}=this;if(!e)return;if(!e.settleable){this.app.say("This place cannot be settled: not everybody looked for\
 the code here.");return}if(e.waiting)return;if(s.coders.includes(t)&&!e.own[t]||t==="both"&&(Object.keys(e.own).length<
2||e.kind==="agreed")){this.app.say(t==="both"?"There is only one coding here: take it, or leave it out.":`${t} has no c\
oding here; to leave the place out, press 0.`);return}let i=this.card.words,o=t==="both"?"both":t==="none"?"left out":`a\
s ${t}`;this.#S({[e.id]:i?{settle:t,reason:i}:t},o,e)}#$(){let{place:t,told:e,doc:s,text:i}=this;if(!t||!s||t.waiting)return;
if(!t.settleable){this.#v("none");return}let o=i?.selection?{...i.selection}:null;Ss(this.app,{doc:s,place:t,coders:e.coders,
codes:e.codes??[],selection:o,reason:this.card.words,settle:({start:r,end:c,code:l,reason:h})=>{i?.clear(),this.#S({[t.id]:{
start:r,end:c,code:l,...h?{reason:h}:{}}},"edited",t)}})}#O(t){let{place:e}=this;e&&t&&!e.open&&this.#S({[e.id]:{...e.choice?
{settle:e.choice}:{},reason:t}},"with its reason",e,!0)}async#S(t,e,s,i=!1){let{app:o,told:r}=this;if(s){this.pending.set(
s.id,e),this.#E(s),this.#l(s),this.#f();let l=i?null:this.#w();l?this.#y(l.id):this.#g()}let c=r.lines.filter(l=>B(l)===
"open").length;this.said.textContent=s?`Settled ${e}; ${c} open.`:"";try{(await o.write("settle",{document:r.document,version:r.
version,coders:r.coders,choices:t,sample:r.sample},`settled ${e} in ${r.document}`)).passes&&o.say(`${r.document}${r.sample?
`, sample ${r.sample},`:""} is settled: tables count its consensus from now on.`)}catch(l){s&&(this.at=s.id),o.sorry(l)}finally{
s&&this.pending.delete(s.id)}this.told?.document===r.document&&await this.#e({quiet:!0})}#E(t){t.waiting=this.pending.get(
t.id),t.open=!1}async#C(){let{app:t}=this;try{let e=await t.read("undoable");if(!e){t.say("There is nothing to undo.");return}
if(e.verb!=="settle"&&!await M(t,"Undo something else?",`Your latest act is no settling: ${e.what}.`,"Undo it"))return;let s=new Map(
this.told.lines.map(r=>[r.id,B(r)])),i=await t.write("undo",{act:e.act},"undo");await this.#e({quiet:!0});let o=this.told?.
lines.find(r=>B(r)==="open"&&s.get(r.id)==="settled");o&&this.#y(o.id),t.say(`Undone: ${i.what??e.what}.`)}catch(e){t.sorry(
e)}}#A(){let{app:t,place:e,told:s}=this;if(!e)return;let i=[...s.coders.filter(l=>e.own[l]).map(l=>[e.own[l][0],`${l}: ${t.
nameOf(e.own[l][3])}`]),...e.standing.map(([l,,,h])=>[l,`the consensus: ${t.nameOf(h)}`])],o=S("On the coding of",{kind:"\
select",value:i[0][0],options:i}),r=S("Memo",{kind:"area",rows:4,required:!0,hint:"Everybody who has finished this docum\
ent can read it. Ctrl and Enter keep it."});E(t,{title:"Memo on this place",body:[o.element,r.element],actions:[{label:"\
Keep",run:async()=>{let l=r.input.value.trim();if(!l)throw new Error("Write something first, or press Cancel.");await t.
write("memo_add",{on:o.input.value,text:l},"memo"),t.say("The memo is kept."),this.#e({quiet:!0})}}]})&&r.input.focus()}};var fe=60,As={diary:"Study diary",document:"Documents",coding:"Codings",code:"Codes",participant:"Participants",memo:"An\
swers",suggestion:"Suggestions",decision:"Decisions",pass:"Readings",act:"Acts"},Qi={diary:"Diary",document:"Document",coding:"\
Coding",code:"Code",participant:"Participant",memo:"Answer",suggestion:"Suggestion",decision:"Decision",pass:"Reading",act:"\
Act"},Cs=new WeakMap,me=class{constructor(t,e,s){this.app=e,this.memos=[],this.shown=fe,this.asked=Cs.get(e)??{words:"",
kind:"",coder:"",others:!1},Cs.set(e,this.asked),s?.kind&&(this.asked.kind=s.kind),this.loading=0,this.next=void 0,this.
loaded=!1;let{asked:i}=this;this.words=n("input",{type:"search","aria-label":"Find a memo",placeholder:"Find words, a co\
de, a document",autocomplete:"off",spellcheck:"false",dir:"auto",value:i.words,on:{input:()=>{i.words=this.words.value,this.#i()}}}),
this.kind=n("select",{"aria-label":"Kind",on:{change:()=>{i.kind=this.kind.value,this.#i()}}}),this.coder=n("select",{"a\
ria-label":"Written by",on:{change:()=>{i.coder=this.coder.value,this.#i()}}});let o=O("others");this.others=n("input",{
type:"checkbox",id:o,on:{change:()=>this.#s()}}),this.others.checked=i.others,this.othersRow=n("p",{class:"qc-field qc-c\
heck qc-memo-others"},this.others,n("label",{for:o},"Also what others wrote about documents you have not finished")),this.
total=n("p",{class:"qc-count",role:"status"}),this.list=n("ol",{class:"qc-memos","aria-label":"Memos"}),this.more=n("div",
{class:"qc-actions"}),t.append(n("div",{class:"qc-sheet qc-memos-view"},n("header",{class:"qc-view-head"},n("h2",null,"M\
emos"),this.total,e.session.read_only?null:p("Write in the diary",()=>this.diary(),{icon:"plus",class:"qc-main qc-push",
keys:"n"})),n("div",{class:"qc-memo-filters qc-chrome"},n("div",{class:"qc-filter"},C("search"),this.words),this.kind,this.
coder),this.othersRow,this.list,this.more));let r="Memos";this.offs=[e.on("memos",()=>this.load()),e.on("codebook",()=>this.
load()),e.on("documents",()=>this.#t()),e.keys.add([{keys:"/",words:"find a memo",run:()=>this.words.focus(),group:r},{keys:"\
n",words:"write in the study diary",run:()=>this.diary(),when:()=>!e.session.read_only,group:r},{keys:"ArrowDown or j",words:"\
next memo",run:()=>this.#h(1),group:r},{keys:"ArrowUp or k",words:"memo before",run:()=>this.#h(-1),group:r},{keys:"Ente\
r or o",words:"go to what the memo is about",run:()=>this.#l(),group:r},{keys:"e",words:"change it",run:()=>this.#o("cha\
nge"),group:r},{keys:"a",words:"answer it",run:()=>this.#o("reply"),group:r},{keys:"Delete or Backspace",words:"take it \
back",run:()=>this.#o("back"),repeat:!1,group:r},{keys:"Escape",words:"show all memos again",run:()=>this.#e(),typing:!0,
group:r},...nt(e,r)])],this.#t(),this.load(s?.memo)}destroy(){for(let t of this.offs)t()}params(t){t?.kind!==void 0&&(this.
asked.kind=t.kind,this.#i()),t?.memo&&this.load(t.memo)}async load(t){let{app:e}=this,s=++this.loading;this.next=t??this.
next;try{let i=await e.read("memos",{others:this.asked.others});if(s!==this.loading)return;this.memos=i,this.loaded=!0,this.#t(),
this.draw(this.next),this.next=void 0}catch(i){this.loaded?e.sorry(i):m(this.list,n("li",{class:"qc-fault"},i.message))}}#t(){
let{app:t,asked:e}=this,s=Object.keys(As).filter(l=>l===e.kind||this.memos.some(h=>h.kind===l));m(this.kind,n("option",{
value:""},"All kinds"),s.map(l=>n("option",{value:l},As[l]))),this.kind.value=e.kind;let i=[...new Set([...this.memos.map(
l=>l.coder),...e.coder?[e.coder]:[]])].sort();m(this.coder,n("option",{value:""},"Everybody"),i.map(l=>n("option",{value:l},
l===t.session.coder?`${l} (you)`:l))),this.coder.value=e.coder;let o=t.session.coder,r=(t.session.coders??[]).some(l=>l!==
o)||this.memos.some(l=>!l.mine),c=t.documents.some(l=>!l.hidden&&!l.passes.some(([h,d])=>h===o&&d));this.othersRow.hidden=
!(r&&c)&&!e.others,this.coder.hidden=i.length<2}async#s(){let{app:t,asked:e}=this;if(this.others.checked){let s=await M(
t,"Show others’ memos on documents you have not finished?","They may tell how others read these texts. Your reading of\
 those with such a memo counts as not blind from then on.","Show them");this.others.checked=s}e.others=this.others.checked,
this.others.focus(),this.load()}#i(){this.shown=fe,this.draw()}#e(){let{asked:t}=this;if(!t.words&&!t.kind&&!t.coder)return!1;
t.words="",t.kind="",t.coder="",this.words.value="",this.#t(),this.#i()}#n(){let{asked:t,app:e}=this,s=U(t.words).split(
/\s+/).filter(Boolean);return this.memos.filter(i=>{if(t.kind&&i.kind!==t.kind||t.coder&&i.coder!==t.coder)return!1;if(!s.
length)return!0;let o=U([i.title,i.text,i.subject,i.document??"",i.coder,...i.codes.map(r=>e.nameOf(r))].join(" "));return s.
every(r=>o.includes(r))})}draw(t){let e=this.#n(),s=document.activeElement,i=this.list.contains(s)?s?.closest("li"):null,
o=i?[...this.list.children].indexOf(i):-1;if(t){let c=e.findIndex(l=>l.id===t);c>=this.shown&&(this.shown=c+1)}let r=e.slice(
0,this.shown);if(this.total.textContent=e.length===this.memos.length?k(e.length,"memo"):`${e.length.toLocaleString("en")}\
 of ${k(this.memos.length,"memo")}`,m(this.list,r.map(c=>this.#a(c))),!e.length&&this.loaded&&m(this.list,n("li",null,this.#r())),
m(this.more,e.length>this.shown?p(`Show more (${(e.length-this.shown).toLocaleString("en")} left)`,()=>{let c=this.shown;
this.shown+=fe,this.draw(),this.list.children[c]?.focus()}):null),t){let c=this.list.querySelector(`[data-memo="${CSS.escape(
t)}"]`);c?.focus(),c?.scrollIntoView({block:"nearest"})}else o>=0&&(this.list.querySelector(`[data-memo="${CSS.escape(i?.
dataset.memo??"")}"]`)??this.list.children[Math.min(o,this.list.children.length-1)])?.focus()}#r(){return this.memos.length?
n("div",{class:"qc-empty"},n("h3",null,"No memo fits"),n("p",null,p("Show all memos",()=>{this.#e(),this.words.focus()}))):
n("div",{class:"qc-empty"},n("h3",null,"No memos yet"),n("p",null,"Write in the diary what you did and why. On words, co\
dings and documents you write memos where you code, with ",n("kbd",null,"m"),"; on codes in the codebook."))}#a(t){let{app:e}=this,
s=O("memo");return n("li",{class:"qc-memo-row",tabindex:"-1","aria-labelledby":s,data:{memo:t.id,kind:t.kind}},n("p",{class:"\
qc-memo-head",id:s},n("span",{class:"qc-tag"},Qi[t.kind]??t.kind),this.#u(t),n("span",{class:"qc-count"},[t.coder,ce(t.time),
t.edited?`changed ${ce(t.edited)}`:"",t.replies?k(t.replies,"answer"):""].filter(Boolean).join(" · "))),t.quotation?n("\
blockquote",{class:"qc-said qc-memo-quoted",dir:"auto"},t.quotation):null,ys(e,t,{change:()=>rt(e,{heading:"Change the m\
emo",memo:t,then:i=>this.load(i)}),back:()=>this.#f(t),reply:()=>rt(e,{heading:t.mine?"Add to your memo":`Answer ${t.coder}\
’s memo`,on:t.id,kind:"memo",hint:t.title||Xi(t.text),then:i=>this.load(i)})}))}#u(t){if(t.kind==="diary")return null;
let e=Zi(this.app,t);return e?n("button",{type:"button",class:"qc-link qc-memo-about",dir:"auto",data:{does:"go"},on:{click:e}},
t.named):n("span",{class:"qc-memo-about",dir:"auto"},t.named)}async#f(t){let{app:e}=this;if(await M(e,"Take this memo ba\
ck?","It leaves the list; its words stay in the history of the study.","Take it back",{kind:"qc-danger"}))try{await e.write(
"memo_retract",{memo:t.id},"memo taken back");let s=e.act;z(e,"Memo taken back.",s,()=>this.load(t.id)),await this.load()}catch{}}diary(){
rt(this.app,{heading:"Study diary",on:null,hint:"What you did, decided or wondered today. It belongs to the study, not t\
o a place in it.",then:t=>{let{asked:e}=this;(e.kind&&e.kind!=="diary"||e.words||e.coder&&e.coder!==this.app.session.coder)&&
this.#e(),this.load(t)}})}#d(){return[...this.list.querySelectorAll(".qc-memo-row")]}#c(){return document.activeElement?.
closest?.(".qc-memo-row")??null}#h(t){let e=this.#d(),s=this.#c(),i=s?e.indexOf(s)+t:0;i<0?this.words.focus():i<e.length?
(e[i].focus(),e[i].scrollIntoView({block:"nearest"})):this.more.firstElementChild&&this.more.firstElementChild.focus()}#l(){
return this.#o("go")}#o(t){let e=this.#c()?.querySelector(`[data-does="${t}"]`);if(!e)return!1;e.click()}};function Xi(a){
let t=[...a];return t.length>120?`${t.slice(0,115).join("")} …`:a}function Zi(a,t){let{document:e,start:s,end:i,codes:o,
kind:r}=t;return r==="code"&&o.length&&a.codes.has(o[0])?()=>a.go("codebook",{code:o[0]}):e&&a.documents.some(c=>c.document===
e)?()=>{s===null||i===null?a.jump(e):a.jump(e,s,i)}:null}var Ms={id:"memos",label:"Memos",key:"g m",mount(a,t,e){let s=new me(
a,t,e);return{destroy:()=>s.destroy(),params:i=>s.params(i)}}};var pe=[["certain","Most likely first"],["uncertain","Least certain first"],["novel","Most unlike what you decided first"]],
ge=[["","Mixed"],["code","Code by code"],["document","Document by document"]],we={accept:"You accepted this",reject:"You\
 rejected this",revise:"You revised this"},tn={patterns:"the codebook’s patterns",learned:"what was learned from docum\
ents coded here",definitions:"the words of the codebook’s definitions",combined:"patterns, coded documents and definit\
ions taken together"};function Dt(a){return tn[a]??a}function Ts(a){return a>=.995?"more than 99 of 100":a<.005?"fewer t\
han 1 of 100":a>.9||a<.1?`${Math.round(a*100)} of 100`:`${Math.round(a*10)} of 10`}function Ns(a,t){if(a===null)return"N\
o probability yet.";let e=`probability ${a.toFixed(2)}`;return t==="rates"?`About ${Ts(a)} such suggestions were right h\
ere (${e}).`:t==="fitted"?`About ${Ts(a)} such suggestions are right, judged by what was coded and decided here (${e}).`:
`The program that suggests it gives it the ${e}.`}function Ls(a,t,e){let s=new Map;for(let[i,o,r]of a.evidence){let c=i<=
a.start&&o>=a.end,l=t.printed(i,o),h=a.engine==="patterns"||!!e?.patterns.some(g=>r===g||r.startsWith(`${g}: `)),d=h?`fi\
ts the pattern ${r}`:r,f=`${l.toLocaleLowerCase()}
${d}`,u=s.get(f);u?u.places.push([i,o]):s.set(f,{words:l,reason:c?d.charAt(0).toLocaleUpperCase()+d.slice(1):d,whole:c&&
!h,places:[[i,o]]})}return[...s.values()]}function ft(a){let t=[],e=c=>a.hidden.filter(l=>l.why===c),s=c=>c.slice(0,5).map(
h=>`${h.document} (${h.open.toLocaleString("en")})`).join(", ")+(c.length>5?` and ${k(c.length-5,"other document")}`:""),
i=c=>c.reduce((l,h)=>l+h.open,0),o=e("assigned"),r=e("wanted");return o.length&&t.push(`${k(i(o),"suggestion")} held bac\
k until you are done with the document, which you are to read without them: ${s(o)}.`),r.length&&t.push(`${k(i(r),"sugge\
stion")} hidden, as you asked, until you are done with the document: ${s(r)}.`),a.audit&&t.push(`${k(a.audit,"suggestion")}\
 held back: you are to code these turns blind for an audit.`),a.left_out&&t.push(`${k(a.left_out,"suggestion")} left out\
: the code was retired, is a category only, or is not in the codebook any more.`),t}function js(a){let t=[];return a.refreshed?
a.since?t.push(`The scores were last computed ${k(a.since,"decision")} ago.`):t.push("The scores take in every decision \
made so far."):t.push("The scores are those with which the suggestions were made."),a.threshold!==null?t.push(`At and ab\
ove ${a.threshold.toFixed(2)} suggestions are right often enough.`):a.reason&&t.push(`From which score on suggestions ar\
e right often enough cannot be said: ${a.reason}.`),a.checks&&t.push("Hidden checks are on: some proposals are known to \
be wrong. Nobody is told which, and none of them becomes a coding."),t}function at(a){let t=[`${k(a.new,"new suggestion")}\
.`],e=a.proposed-a.new;e>0&&t.push(`${k(e,"proposal")} ${e===1?"was":"were"} known already, coded by you, or rejected by\
 you before.`);let s=Object.values(a.held).reduce((o,r)=>o+r,0);s&&t.push(`${k(s,"proposal")} held back: ${a.held_why}.`);
let i=o=>/[.!?]$/.test(o)?o:`${o}.`;return t.push(...a.notes.map(i)),t.push(...a.skipped.map(o=>`Not searched: ${i(o)}`)),
t.push(...a.negated.map(o=>`Left out as negated: ${i(o)}`)),t}function Is(a){let t=[a.moved?`${k(a.moved,"open suggestio\
n")} ${a.moved===1?"shows":"show"} another score now.`:"No score has changed."];return a.threshold!==null?t.push(`At and\
 above ${a.threshold.toFixed(2)} suggestions are right often enough.`):a.reason&&t.push(`From which score on they are ri\
ght often enough cannot be said: ${a.reason}.`),t.push(...a.notes.map(e=>/[.!?]$/.test(e)?e:`${e}.`)),t}function Pt(a){return a===
null?"–":`${(a*100).toFixed(a>.995&&a<1||a<.005&&a>0?1:0)}%`}var en=20*6e4,sn=80;function Bt(a,t,e){return a.read(t,e,{patience:en,key:P("a")})}function Wt(a){return a.saved?Promise.
resolve():new Promise(t=>{let e=a.on("status",()=>{a.saved&&(e(),t())})})}var _s=a=>a.map(t=>n("p",null,t));function Rs(a,t,e,s){
let i=S("Reason",{value:t.reason,list:e,hint:"Kept with the decision. Leave it empty to reject without one."});E(a,{title:`\
Reject ${a.nameOf(t.code)}`,body:[i.element],actions:[{label:"Reject",run:()=>s(i.input.value.trim())}]})}function Ds(a,t,e,s){
let i=S("Memo",{kind:"area",rows:5});i.input.autofocus=!0,E(a,{title:`Memo on the suggestion of ${a.nameOf(t.code)}`,body:[
n("blockquote",{class:"qc-said qc-review-words",dir:"auto",tabindex:"0"},e),i.element],actions:[{label:"Save the memo",run:async()=>{
let o=i.input.value;if(!o.trim())throw new Error("Write something, or cancel.");let r=await a.write("review_memo",{suggestion:t.
id,text:o},"a memo on a suggestion");r?.memo&&s.done.push({kind:"memo",item:t,before:null,memo:r.memo}),a.say("The memo \
is saved.")}}]})}function Ps(a,t){let e=a.codes.get(t);if(!e)return;let s=(i,o)=>o.length?[n("h3",null,i),n("ul",{class:"\
qc-review-list"},o.map(r=>n("li",{dir:"auto"},r)))]:null;E(a,{title:e.name,class:"qc-review-definition",body:[e.theme!==
t?n("p",{class:"qc-quiet"},`Theme: ${a.nameOf(e.theme)}`):null,n("p",{dir:"auto"},e.definition||"This code has no defini\
tion yet. You can write one in the codebook."),s("Include",e.include),s("Exclude",e.exclude),s("Examples",e.examples),s(
"Patterns",e.patterns)],actions:e.definition?[]:[{label:"Open the codebook",run:()=>a.go("codebook",{code:t})}]})}function Ut(a,t){
let{told:e,session:s}=t,i=ft(e),o=Object.entries(e.codes);E(a,{title:"Progress",class:"qc-review-progress-table",body:[n(
"p",null,`${k(e.decided,"suggestion")} decided, ${e.open.toLocaleString("en")} open. In this session: ${s.accept} accept\
ed, ${s.reject} rejected, ${s.revise} revised.`),..._s(js(e)),i.length?n("h3",null,"Not shown"):null,..._s(i),n("div",{class:"\
qc-scroll"},n("table",{class:"qc-table"},n("thead",null,n("tr",null,n("th",{scope:"col"},"Code"),n("th",{scope:"col",class:"\
qc-number"},"Decided"),n("th",{scope:"col",class:"qc-number"},"Open"))),n("tbody",null,o.map(([r,[c,l]])=>n("tr",{data:{
hue:a.hueOf(r)}},n("th",{scope:"row"},n("span",{class:"qc-letter","aria-hidden":"true"},a.letterOf(r))," ",a.nameOf(r)),
n("td",{class:"qc-number"},l.toLocaleString("en")),n("td",{class:"qc-number"},c.toLocaleString("en")))))))],actions:[]})}
async function Bs(a,t,e){e(!0);try{await Wt(a);let s=await Bt(a,"review_refit",{});await t.load(),a.say(Is(s).join(" "))}catch(s){
a.sorry(s)}finally{e(!1)}}function ye(a,t){let e=n("div",{class:"qc-review-run"},n("p",{class:"qc-quiet"},"Looking which\
 engines there are …")),s=[],i=null,o={patterns:h=>h?`${k(h,"code")} ${h===1?"has":"have"} patterns.`:"No code has pat\
terns yet; they are written in the codebook.",learned:h=>h?`${k(h,"document")} ${h===1?"is":"are"} finished and can be l\
earned from.`:"Nothing to learn from yet: it needs documents that were coded and finished.",definitions:h=>h?`${k(h,"cod\
e")} ${h===1?"has":"have"} a definition.`:"No code has a definition yet; they are written in the codebook."},r={patterns:"\
Patterns",learned:"Learned from finished documents",definitions:"Definitions"},c=a.read("review_engines").then(h=>{let d=h.
engines.map(({engine:f,ready:u,number:g})=>{let y=S(r[f]??f,{kind:"check",value:u&&!!o[f],hint:o[f]?.(g)??"Brought by a \
package that is installed here."});return y.input.disabled=!u,s.push({engine:f,input:y.input}),y.element});i=S("Share of\
 suggestions that should be right, in per cent",{type:"number",value:String(Math.round(h.precision*100)),hint:"What is l\
ess likely is held back, as soon as enough is coded to tell. 0 holds nothing back."}),Object.assign(i.input,{min:"0",max:"\
99",step:"5"}),m(e,n("fieldset",null,n("legend",{class:"qc-label"},"What looks for places"),d),i.element,n("p",{class:"q\
c-hint"},`Everything is computed on this machine and may take a minute or two. ${h.vectors===null?"Sentence vectors are \
used as well.":`Sentence vectors are not used: ${h.vectors}`}`))});return c.catch(h=>m(e,n("p",{class:"qc-fault"},h.message))),
{element:e,run:async()=>{let h=s.filter(u=>u.input.checked&&!u.input.disabled).map(u=>u.engine);if(!h.length)throw new Error(
"Choose at least one.");let d=Number(i.input.value)/100;if(!(d>=0&&d<1))throw new Error("The share is a number from 0 to\
 99.");await Wt(a);let f=await Bt(a,"review_suggest",{engines:h,precision:d});return t.run=f,await t.load(),f},ready:c}}
function be(a,t){let e=ye(a,t),s=n("p",{class:"qc-quiet",role:"status"});E(a,{title:"Look for new suggestions",body:[e.element,
s],actions:[{label:"Start",run:async()=>{m(s,"Looking through all documents …");try{let i=await e.run();a.say(at(i).join(
" "))}finally{m(s)}}}]})}function Ws(a,t){let{told:e}=t,s=S("Suggestions to look at",{type:"number",value:"20",hint:"At \
least 5. The more you look at, the narrower is what can be said of the rest."});Object.assign(s.input,{min:"5",max:"200"});
let i=e.engines.length>1?S("Suggested by",{kind:"select",value:"",options:[["","any"],...e.engines.map(c=>[c,Dt(c)])]}):
null,o=e.threshold!==null||e.refreshed?S("Only with a probability of at least, in per cent",{type:"number",value:"",hint:"\
Empty: with any, and with none."}):null;o&&Object.assign(o.input,{min:"0",max:"100"});let r=[t.code?a.nameOf(t.code):"al\
l codes",t.document||"all documents"].join(", ");E(a,{title:"Accept many together",body:[n("p",null,`Of what is chosen (${r}\
; ${k(e.matching,"open suggestion")}) a sample is drawn by chance. You decide on it one by one, as on any others.`),n("p",
null,"Only when all of it is decided are you told which share of it was right, with its 95% interval. You then say which\
 share is enough; if the lower end of the interval reaches it, the others can be accepted together. These codings count \
as accepted, not blind, by you. One undo takes all of them back."),n("p",null,"The sample is kept: drawing again gives t\
he same one. Choose a code or a document first (f) if the rest is to be of that only."),s.element,i?.element??null,o?.element??
null],actions:[{label:"Draw the sample",run:async()=>{let c=o?.input.value.trim();await Wt(a);let l=await Bt(a,"review_s\
ample",{codes:t.code?[t.code]:null,documents:t.document?[t.document]:null,engine:i?.input.value||null,min_score:c?Number(
c)/100:null,blind:t.blind===!0,n:Math.round(Number(s.input.value))||0});t.startSample(l)}}]})}async function Us(a,t,e){m(
e,n("p",{class:"qc-loading",role:"status"},"Counting …"));let s,i=()=>t.endSample();try{await Wt(a),s=await a.read("re\
view_sampled",{selection:t.sample.selection})}catch(h){m(e,n("div",{class:"qc-empty"},n("h2",null,"The sample cannot be \
counted"),n("p",{class:"qc-fault"},h.message),p("Back to all suggestions",i,{class:"qc-main"})));return}let o=s.sample===
null?"":` (${s.right} of ${s.sample})`,r=S("Share that is enough, in per cent",{type:"number",value:String(sn),hint:"Hel\
d against the lower end of the interval."});Object.assign(r.input,{min:"1",max:"100"});let c=n("p",{class:"qc-fault",role:"\
alert"}),l=async()=>{m(c);let h=Number(r.input.value)/100;if(!(h>0&&h<=1)){m(c,"The share is a number from 1 to 100.");return}
let d=`${k(s.open,"suggestion")} that you have not looked at will be accepted as your codings. Undo takes all of them ba\
ck at once.`;if(await M(a,"Accept the others",d,`Accept ${s.open.toLocaleString("en")}`))try{let f=await Bt(a,"review_ac\
cept_many",{selection:t.sample.selection,minimum:h});t.done.push({kind:"many",item:null,before:null}),await i(),a.say(`${k(
f.accepted,"suggestion")} accepted together.${f.later?` ${k(f.later,"suggestion")} that came after the sample was drawn ${f.
later===1?"stays":"stay"} open.`:""}`,"info",{label:"Undo",run:()=>ke(a,t)})}catch(f){m(c,f.message)}};m(e,n("div",{class:"\
qc-review-sampled"},n("h2",null,"The sample is decided"),n("p",null,`${Pt(s.share)}${o} of the sample of ${s.asked} ${s.
right===1?"was":"were"} accepted as they were; revised ones do not count as accepted. 95% interval: ${Pt(s.low)} to ${Pt(
s.high)}.`),n("p",{class:"qc-quiet"},s.method?`Method: ${s.method}.`:null,s.grown?" The sample was made larger; an inter\
val that is looked at until it suffices is too narrow.":null),s.open?[n("p",null,`${k(s.open,"other suggestion")} of the\
 same selection ${s.open===1?"is":"are"} open.`),s.later?n("p",null,`${k(s.later,"suggestion")} came after the sample wa\
s drawn and will stay open.`):null,r.element,c,n("div",{class:"qc-toolbar"},p(`Accept the other ${s.open.toLocaleString(
"en")} …`,l,{class:"qc-main"}),p("Go on one by one",i))]:[n("p",null,"Nothing else that the sample stands for is open."),
p("Back to all suggestions",i,{class:"qc-main"})]))}async function ke(a,t){if(t.done.at(-1)?.kind!=="many"){a.say("Somet\
hing was done since; undo that first.");return}await M(a,"Undo","Everything that was accepted together is taken back at \
once.","Take it back")&&t.undo()}var Ks=30,nn=15,on=300,zs=60,rn=700,Fs=new WeakMap;function Js(a){let t=Fs.get(a);return t||Fs.set(a,t=new ve(a)),t}var ve=class{constructor(t){
this.app=t,this.choices=`review-${t.session.project}-${t.session.coder}`;let e=t.remembered(this.choices,{})??{};this.order=
e.order??"certain",this.by=e.by??"",this.blind=typeof e.blind=="boolean"?e.blind:null,this.code="",this.document="",this.
current=null,this.ahead=[],this.trail=[],this.back=0,this.later=[],this.done=[],this.gone=new Set,this.session={accept:0,
reject:0,revise:0},this.told=null,this.sample=null,this.texts=new Map,this.fetching=new Map,this.noted=new Set,this.asking=
!1,this.stale=!1,this.run=null,this.fault="",this.tell=()=>{},this.number=0,t.on("queue",()=>this.#t()),t.on("codebook",
()=>this.#t()),t.on("documents",()=>this.#t())}get shown(){return this.back?this.trail[this.trail.length-this.back]??null:
this.current}get mustAsk(){return this.blind===null&&!!this.told?.unread.length&&!this.sample}async choose(t){Object.assign(
this,t),this.app.remember(this.choices,{order:this.order,by:this.by,blind:this.blind}),this.later=[],this.back=0,this.current=
null,this.ahead=[];let e=this.load();this.tell(),await e}async load(){this.number+=1,await this.#s(!0)}#t(){this.stale=!0,
clearTimeout(this.app.timers.review),this.app.timers.review=setTimeout(()=>{this.live&&(this.app.saved?this.#s(!0):this.#t())},
rn)}live=!1;wake(t){this.live=t,t&&(!this.told||this.stale)&&this.#s(!0)}async#s(t){if(this.sample)return;if(this.asking){
t&&(this.stale=!0);return}this.asking=!0,this.stale=!1;let e=this.number,s=this.ahead.filter(r=>r.kept),i=t?s:this.ahead,
o=[this.current,...i,...this.later,...this.pending].filter(r=>!!r).map(r=>r.id);this.pending.size||this.gone.clear();try{
let r=await this.app.read("review",{order:this.order,by:this.by||null,codes:this.code?[this.code]:null,documents:this.document?
[this.document]:null,blind:this.blind===!0,without:o,about:this.current?.id??null,limit:Ks});if(e!==this.number||this.sample)
return;this.fault="",this.#i(r);let c=new Set([this.current,...this.later].map(f=>f?.id)),l=r.rows.filter(f=>!c.has(f.id)&&
!this.gone.has(f.id)).map(Hs),h=(t?this.ahead.filter(f=>f.kept):this.ahead).filter(f=>!this.gone.has(f.id)),d=new Set(h.
map(f=>f.id));this.ahead=[...h,...l.filter(f=>!d.has(f.id))],this.current&&(this.current.score=r.score??this.current.score),
this.asking=!1,this.#n()}catch(r){this.fault=r instanceof T?r.message:"The suggestions cannot be read just now.",r instanceof
T&&this.code&&(this.code="",this.stale=!0)}finally{this.asking=!1,this.#d(),this.tell(),e!==this.number?this.#s(!0):this.
stale&&this.#t()}}#i(t){this.told=t;for(let e of this.pending)this.#e(e,"open",e.state)}pending=new Set;#e(t,e,s){let i=(e===
"open"?1:0)-(s==="open"?1:0);if(!i||!this.told)return;this.told.open=Math.max(0,this.told.open-i),this.told.matching=Math.
max(0,this.told.matching-i),this.told.decided+=i,this.told.since=Math.max(0,this.told.since+i);let o=this.told.codes[t.code]??=
[0,0];o[0]=Math.max(0,o[0]-i),o[1]+=i;let r=(this.told.documents[t.document]??0)-i;this.told.documents[t.document]=Math.
max(0,r)}#n(){this.current||(this.current=this.ahead.shift()??null,this.current&&(this.current.kept=!1),!this.current&&this.
later.length&&!this.asking&&(this.ahead=this.later,this.later=[],this.again=!0,this.current=this.ahead.shift()??null))}again=!1;#r(){
if(this.back){this.back-=1,this.#n();return}this.current&&(this.trail.push(this.current),this.trail.length>on&&this.trail.
shift(),this.current=null,(this.ahead.length||this.sample||this.complete)&&this.#n(),!this.sample&&this.ahead.length<nn&&
!this.complete&&this.#s(!1),this.#d())}get complete(){if(!this.told)return!1;let t=(this.current?1:0)+this.ahead.length+
this.later.length;return this.told.matching<=t}decide(t,e={}){let s=this.shown;if(!s)return;let{reason:i="",...o}=e,r={state:s.
state,reason:s.reason,made:s.made};if(s.state===t&&t!=="revise"&&i===s.reason){this.#r(),this.tell();return}s.state=t,s.
reason=i,s.refused="",s.made=t==="reject"?null:{start:o.start??s.start,end:o.end??s.end,code:o.code??s.code},this.later=
this.later.filter(d=>d!==s),this.back&&(this.ahead=this.ahead.filter(d=>d!==s)),this.back&&this.current===s&&(this.current=
null),this.#e(s,r.state,t),this.session[t]+=1,r.state!=="open"&&(this.session[r.state]-=1);let c=s.turn={};this.gone.add(
s.id),r.state==="open"&&this.pending.add(s);let l={kind:"decision",item:s,before:r};this.done.push(l),this.#r(),this.tell();
let h=`${{accept:"accepting",reject:"rejecting",revise:"revising"}[t]} ${this.app.nameOf(s.code)} in ${s.document}`;this.
app.write("review_decide",{suggestion:s.id,decision:t,reason:i,...o},h).then(()=>this.pending.delete(s)).catch(d=>{this.
pending.delete(s),this.done=this.done.filter(f=>f!==l),s.turn===c&&(this.#a(s,r),s.refused=d.message,this.#u(s),this.tell())})}#a(t,e){
this.#e(t,t.state,e.state),t.state!=="open"&&(this.session[t.state]-=1),e.state!=="open"&&(this.session[e.state]+=1),Object.
assign(t,e),t.state==="open"&&this.gone.delete(t.id)}#u(t){if(t.state!=="open"||this.shown===t)return;let e=this.trail.indexOf(
t);e>=0&&(this.trail.splice(e,1),this.back>this.trail.length-e&&(this.back-=1)),!(this.current===t||this.ahead.includes(
t))&&(t.kept=!0,this.ahead.unshift(t),this.#n(),this.#d())}skip(){let t=this.shown;t&&(t.refused="",!this.back&&t.state===
"open"&&this.later.push(t),this.#r(),this.tell())}goBack(){return this.back>=this.trail.length?!1:(this.back+=1,this.tell(),
!0)}undo(){let t=this.done.pop();if(!t)return null;let{item:e,before:s}=t;if(t.kind!=="decision"||!e){let r=t.kind==="me\
mo"?{memo:t.memo}:{many:!0};return this.app.write("review_undo",r,"undo").then(()=>this.load(),()=>{}),t}let i={state:e.
state,reason:e.reason,made:e.made},o=e.turn={};return this.#a(e,s),this.pending.delete(e),this.back=0,e.state==="open"?(this.
trail=this.trail.filter(r=>r!==e),this.ahead=this.ahead.filter(r=>r!==e),this.current&&this.current!==e&&(this.current.kept=
!0,this.ahead.unshift(this.current)),this.current=e):(this.trail.includes(e)||this.trail.push(e),this.back=this.trail.length-
this.trail.indexOf(e)),this.tell(),this.app.write("review_undo",{suggestion:e.id},`taking back a decision on ${this.app.
nameOf(e.code)} in ${e.document}`).catch(r=>{e.turn!==o||!this.#f(i)||(this.#a(e,i),this.gone.add(e.id),e.refused=`Your \
decision stands: ${r.message}`,this.tell())}),t}#f(t){return t.state!=="open"}startSample(t){this.sample=t,this.current=
null,this.ahead=t.rows.map(Hs),this.later=[],this.back=0,this.trail=[],this.done=[],this.#n(),this.#d(),this.tell()}async endSample(){
this.sample=null,this.current=null,this.ahead=[],this.later=[],this.back=0,await this.load()}textOf(t){let e=this.texts.
get(t.document)?.doc;return e&&e.version===t.version?e:null}async#d(){if(!this.fetches){this.fetches=!0;try{for(;;){let t=[
this.shown,this.current,...this.ahead.slice(0,Ks)].find(e=>e&&!this.textOf(e));if(!t||!await this.#h(t.document))break;this.
textOf(t)||this.#c(t),this.shown?.document===t.document&&this.tell()}}finally{this.fetches=!1}if(this.texts.size>zs){let t=new Set(
[this.shown,this.current,...this.ahead].map(e=>e?.document));for(let e of[...this.texts.keys()])this.texts.size>zs&&!t.has(
e)&&this.texts.delete(e)}}}fetches=!1;#c(t){let e=s=>s.document!==t.document||s.version!==t.version;this.ahead=this.ahead.
filter(e),this.trail=this.trail.filter(e),this.later=this.later.filter(e),this.back=0,this.current&&!e(this.current)&&(this.
current=null),this.#n(),this.#t()}async#h(t){try{let e=await this.app.read("review_text",{document:t});return this.texts.
set(t,{doc:new W(e),act:e.act}),!0}catch(e){return e instanceof T&&(this.fault=e.message),!1}}async refreshText(t){let e=this.
texts.get(t.document);if(!e||e.act>=this.app.act)return[];try{let s=await this.app.read("changes",{since:e.act,document:t.
document,others:!1});return s.version!==void 0&&s.version!==null&&s.version!==e.doc.version?(this.texts.delete(t.document),
this.#t(),[]):(e.act=s.act,s.codings?e.doc.apply(s.codings,s.full):[])}catch{return[]}}codingsOf(t){let e=this.app.session.
coder,s=t.ordered(),i=[],o=new Set(s.filter(r=>r.coder===e).map(r=>`${r.start} ${r.end} ${r.code}`));for(let r of[...this.
trail,this.current]){if(!r?.made||r.document!==t.document||r.version!==t.version)continue;let c=`${r.made.start} ${r.made.
end} ${r.made.code}`;o.has(c)||(o.add(c),i.push({id:`made-${r.id}`,...r.made,coder:e,origin:r.state==="revise"?"revised":
"accepted",blind:"no",suggestion:r.id,time:"",stale:!1,memos:0,key:!1}))}return i.length?[...s,...i]:s}note(t){!t.first||
this.noted.has(t.document)||(this.noted.add(t.document),this.app.write("review_seen",{document:t.document},`that suggest\
ions of ${t.document} were seen`).catch(()=>this.noted.delete(t.document)))}};function Hs(a){return{...a,state:"open",reason:"",
made:null,refused:"",kept:!1,skipped:!1,turn:null}}var an=40,Kt=class{constructor(t,e,s,i){this.app=e,this.code=s,this.taken=i,this.picked=0,this.fits=[];let o=O("codes");
this.input=n("input",{type:"search",role:"combobox","aria-expanded":"false","aria-controls":o,"aria-autocomplete":"list",
"aria-label":"Another code",placeholder:"Another code: type its name",autocomplete:"off",spellcheck:"false",on:{input:()=>this.#t()}}),
this.list=n("div",{class:"qc-review-codes",role:"listbox",id:o,"aria-label":"Codes that fit",hidden:!0}),this.list.addEventListener(
"mousedown",r=>r.preventDefault()),this.list.addEventListener("click",r=>{let c=r.target.closest("[role=option]");c?.dataset.
code&&this.choose(c.dataset.code)}),t.append(n("div",{class:"qc-filter"},C("search"),this.input),this.list)}get typed(){
return this.input.value.trim()}get best(){return this.typed?this.fits[this.picked]??null:this.code}pick(t){this.fits.length&&
(this.picked=(this.picked+t+this.fits.length)%this.fits.length,this.#s())}choose(t){this.code=t,this.input.value="",this.#t(),
this.taken(t)}clear(){this.input.value="",this.#t()}#t(){this.picked=0;let t=this.typed?[...this.app.codes.values()].filter(
e=>e.applicable).map((e,s)=>({each:e,place:s,how:Y(this.app,e,this.typed)})).filter(({how:e})=>e!==null).sort((e,s)=>e.how-
s.how||e.place-s.place).slice(0,an):[];this.fits=t.map(({each:e})=>e.code),m(this.list,t.map(({each:e},s)=>n("div",{role:"\
option",id:O("code"),class:"qc-review-code","aria-selected":String(s===0),data:{code:e.code,hue:this.app.hueOf(e.code)}},
n("span",{class:"qc-letter","aria-hidden":"true"},this.app.letterOf(e.code)),n("span",null,e.name))),this.typed&&!t.length?
n("p",{class:"qc-hint"},"No code fits."):null),this.list.hidden=!this.typed,this.input.setAttribute("aria-expanded",String(
!!t.length)),this.#s()}#s(){let t=[...this.list.querySelectorAll("[role=option]")];t.forEach((s,i)=>s.setAttribute("aria\
-selected",String(i===this.picked)));let e=t[this.picked];e?this.input.setAttribute("aria-activedescendant",e.id):this.input.
removeAttribute("aria-activedescendant"),e?.scrollIntoView({block:"nearest"})}};var zt=class{constructor(t,e,s,i,o){this.app=e,this.text=s,this.item=i,this.given=o;let r=i.made??i;this.first={start:r.
start,end:r.end},this.edges=new st(s,{...this.first},{save:()=>this.draw(),leave:()=>this.draw(),tell:()=>{}}),this.edges.
byKeys=!0,this.fault=n("p",{class:"qc-fault",role:"alert"}),this.words=n("blockquote",{class:"qc-said qc-review-words",dir:"\
auto",tabindex:"0","aria-live":"polite"}),this.name=n("p",{class:"qc-review-now"});let c=n("div",{class:"qc-field"});this.
element=n("form",{class:"qc-review-revise","aria-label":"Revise the suggestion",novalidate:!0,on:{submit:l=>{l.preventDefault(),
this.save()}}},n("h3",null,"Revise"),this.words,n("p",{class:"qc-hint"},"Select other words in the text, drag the two ha\
ndles, or press ",n("kbd",null,"←")," ",n("kbd",null,"→")," for the end and ",n("kbd",null,"Ctrl")," with them for t\
he beginning (with ",n("kbd",null,"Shift")," by one character)."),this.name,c,this.fault,n("div",{class:"qc-toolbar"},n(
"button",{type:"submit",class:"qc-button qc-main"},"Save the revision"),p("Cancel",()=>o.leave(),{keys:"Escape"}))),this.
box=new Kt(c,e,r===i?i.code:i.made.code,()=>this.draw()),t.append(this.element),s.selection&&this.select(s.selection),this.
draw(),this.box.input.focus()}destroy(){this.edges.destroy(),this.element.remove()}select(t){this.edges.start=t.start,this.
edges.end=t.end,this.edges.place(),this.draw()}draw(){let{doc:t}=this.text;m(this.words,t.printed(this.edges.start,this.
edges.end)),m(this.name,"Code: ",n("b",{data:{hue:this.app.hueOf(this.box.code)}},n("span",{class:"qc-letter","aria-hidd\
en":"true"},this.app.letterOf(this.box.code))," ",this.app.nameOf(this.box.code))),m(this.fault)}save(){let t=this.box.best;
if(!t){m(this.fault,"No code fits what you typed.");return}let s=this.edges.start!==this.first.start||this.edges.end!==this.
first.end?this.text.doc.trimmed(this.edges.start,this.edges.end):this.first;if(!s){m(this.fault,"There are no words betw\
een these edges.");return}let{item:i}=this;if(s.start>=i.end||s.end<=i.start){m(this.fault,"These words lie outside of t\
he suggestion. Leave it (Esc) and code them in the text (o).");return}if(s.start===i.start&&s.end===i.end&&t===i.code){m(
this.fault,"Nothing is changed yet. To take it as it is, leave the revision (Esc) and accept it (a).");return}this.given.
save({start:s.start,end:s.end,code:t})}bindings(){let t="Revising a suggestion",e=()=>{let i=document.activeElement;return i===
this.box.input?!this.box.typed:!this.text.element.contains(i)},s=()=>document.activeElement===this.box.input&&!!this.box.
typed;return[{keys:"ArrowRight or ArrowLeft",words:"move the end by a word",when:e,typing:!0,run:i=>this.#s("end",i),group:t},
{keys:"Mod+ArrowRight or Mod+ArrowLeft",words:"move the beginning by a word",when:e,typing:!0,run:i=>this.#s("start",i),
group:t},{keys:"Shift+ArrowRight or Shift+ArrowLeft",words:"move the end by a character",when:e,typing:!0,run:i=>this.#i(
"end",i),group:t},{keys:"Mod+Shift+ArrowRight or Mod+Shift+ArrowLeft",words:"move the beginning by a character",when:e,typing:!0,
run:i=>this.#i("start",i),group:t},{keys:"ArrowDown",words:"next code that fits",when:s,typing:!0,run:()=>this.box.pick(
1),group:t},{keys:"ArrowUp",words:"code before",when:s,typing:!0,run:()=>this.box.pick(-1),group:t},{keys:"Enter",words:"\
save the revision",when:()=>!this.text.element.contains(document.activeElement),typing:!0,run:()=>this.save(),group:t},{
keys:"Escape",words:"leave the suggestion as it is",typing:!0,group:t,run:()=>{this.box.typed?this.box.clear():this.given.
leave()}}]}#t(t,e){let s=this.text.drawn.get(this.text.doc.blocks[this.text.doc.blockAt(this.edges[t])]);return e.key===
"ArrowRight"!=(!!s&&getComputedStyle(s.words).direction==="rtl")}#s(t,e){let{doc:s}=this.text,i=this.edges[t],o=this.#t(
t,e),r=null;if(t==="start")r=o?s.word(i+1,1):s.word(i,-1);else if(o){let c=s.word(i,-1);r=c&&c[1]>i?c:s.word(i,1)}else r=
s.word(i,-1),r&&r[1]>=i&&(r=s.word(r[0],-1));r&&this.#e(t,t==="start"?r[0]:r[1])}#i(t,e){this.#e(t,this.text.doc.step(this.
edges[t],this.#t(t,e)?1:-1))}#e(t,e){this.edges.side=t,this.edges.move(t,e),this.text.reveal(this.edges[t]-(t==="end"?1:
0),this.edges[t]+1,{nearest:!0}),this.draw()}};var cn=2,ln=500,hn=8,dn=12,qe=class{constructor(t,e,s){this.app=e,this.queue=Js(e),this.item=null,this.text=null,this.revise=
null,this.wide=0,this.mode="",this.fitting=!1,this.reasons=[],this.live=n("p",{class:"qc-unseen",role:"status"}),this.bar=
n("div",{class:"qc-review-bar"}),this.where=n("div",{class:"qc-review-where"}),this.pane=n("div",{class:"qc-pane qc-revi\
ew-pane"}),this.card=n("div",{class:"qc-pane qc-review-card",tabindex:"-1"}),this.foot=n("div",{class:"qc-review-foot"}),
this.side=n("aside",{class:"qc-review-side","aria-label":"Suggestion"},this.card,this.foot),this.stage=n("section",{class:"\
qc-review-stage","aria-label":"Text"},this.where,this.pane),this.whole=n("div",{class:"qc-pane qc-review-whole",hidden:!0}),
this.element=n("div",{class:"qc-review"},this.live,this.bar,this.stage,this.side,this.whole),t.append(this.element),this.#u(),
this.#a(),this.queue.tell=()=>this.draw(),this.offs=[e.keys.add(this.#S()),e.on("codebook",()=>this.#O()),e.on("status",
()=>this.#$())],(s.code!==void 0||s.document_only!==void 0)&&this.queue.choose({code:s.code??"",document:s.document_only??
""}),this.queue.wake(!0),this.draw()}params(t){let{queue:e}=this,s=t.document;!s||e.sample||e.document===s||!this.app.documents.
some(i=>i.document===s)||(e.choose({document:s}),this.app.say(`Suggestions of ${s} only.`,"info",{label:"All documents",
run:()=>e.choose({document:""})}))}destroy(){this.#p();for(let t of this.offs)t();this.queue.tell=()=>{},this.queue.wake(
!1),this.text?.destroy(),this.element.remove()}draw(){let{queue:t}=this;this.#d();let e=t.mustAsk?null:t.shown;if(!e){this.#p(),
this.item=null,this.#c();return}let s=t.textOf(e),i=s?"one":"waiting",o=this.item===e&&this.mode===i;if(this.mode=i,this.
whole.hidden=!0,this.stage.hidden=!1,this.side.hidden=!1,o){this.revise||this.#n(e,s);return}if(this.#p(),this.item=e,this.
wide=0,this.#n(e,s),this.#t(e,s),s){t.note(e),this.#$();let r=s.turnAt(e.start),c=t.again&&!t.back?" Skipped before.":"";
m(this.live,`${e.state==="open"?"":`${we[e.state]}. `}${this.app.nameOf(e.code)}? ${e.document}${r?`, turn ${r.number}`:
""}.${c}`)}}#t(t,e){let s=!!this.text?.element.contains(document.activeElement);if(this.text?.destroy(),this.text=null,m(
this.pane),!e){m(this.pane,n("p",{class:"qc-loading"},"Bringing the text …"));return}let[i,o]=this.#s(t,e);this.text=new K(
this.pane,this.app,e,{label:`Text around the suggestion, ${t.document}`,from:i,to:o,keyboard:!0,codings:()=>this.queue.codingsOf(
e),onSelect:d=>d&&this.revise?.select(d),onCoding:d=>this.text?.activate(d&&d.id!==this.text.active?d.id:null)}),this.#e(
t),this.text.reveal(t.start,t.end),s&&this.text.focus();let r=e.turnAt(t.start),c=this.app.documents.find(d=>d.document===
t.document),l=[c?.title,r?`turn ${r.number}`:"",r?.speaker??"",r?.role??"",c?.case??""].filter(Boolean),h=i>0||o<e.length;
m(this.where,n("h2",{dir:"auto"},t.document),n("span",{class:"qc-quiet",dir:"auto"},l.join(" · ")),h?p("More of the tex\
t",()=>this.#i(),{class:"qc-small qc-bare qc-review-wider",icon:"plus",keys:"+"}):null)}#s(t,e){if(this.wide>2)return[0,
e.length];let s=cn*(this.wide?4*this.wide:1),i=ln*(this.wide?6*this.wide:1),o=e.blocks,r=(f,u,g)=>{let y=0,x=f;for(;o[x+
u]&&(y<s||!g(o[x]))&&(o[x].turn!==o[x+u].turn&&(y+=1),!(y>s&&g(o[x])));)x+=u;return o[x]},c=Math.max(0,e.blockAt(t.start)),
l=Math.max(0,e.blockAt(Math.max(t.start,t.end-1))),h=r(c,-1,f=>t.start-f.start>=i),d=r(l,1,f=>f.end-t.end>=i);return[h?.
start??0,d?.end??e.length]}#i(){if(!this.item||!this.text)return;this.wide+=1;let t=this.queue.textOf(this.item);this.revise&&
{start:this.revise.edges.start,end:this.revise.edges.end}||this.#t(this.item,t)}#e(t){this.text?.evidence([{start:t.start,
end:t.end,label:"",kind:"asked"},...t.evidence.filter(([e,s])=>e>t.start||s<t.end).map(([e,s,i])=>({start:e,end:s,label:i,
kind:"evidence"}))])}#n(t,e){let{app:s,queue:i}=this,o=s.codes.get(t.code),r=i.told,c=this.card.contains(document.activeElement)&&
document.activeElement!==this.card,l=e?Ls(t,e,o).map(u=>n("li",null,u.whole?null:n("button",{type:"button",class:"qc-rev\
iew-evidence",dir:"auto",title:"Show in the text",on:{click:()=>this.#r(u.places)}},`“${u.words}”`),u.whole?u.reason:
` ${u.places.length>1?`${u.places.length} times; `:""}${u.reason}`)):[],h=(u,g)=>g?.length?[n("dt",null,u),g.map(y=>n("d\
d",{dir:"auto"},y))]:null,d=t.state==="open"?null:`${we[t.state]}${t.reason?`: ${t.reason}`:""}.`,f=t.state==="revise"&&
t.made&&e?n("p",{dir:"auto"},`As ${s.nameOf(t.made.code)} on “${e.printed(t.made.start,t.made.end)}”.`):null;m(this.
card,t.refused?n("div",{class:"qc-note qc-wrong",role:"alert"},n("p",null,t.refused)):null,d?n("div",{class:"qc-note",data:{
state:t.state}},n("p",null,d," Decide again to change it."),f):null,n("div",{class:"qc-review-code-head",data:{hue:s.hueOf(
t.code)}},n("h2",null,n("span",{class:"qc-letter","aria-hidden":"true"},s.letterOf(t.code))," ",n("span",{dir:"auto"},s.
nameOf(t.code)),"?"),o&&o.theme!==t.code?n("p",{class:"qc-quiet",dir:"auto"},s.nameOf(o.theme)):null),n("p",{class:"qc-r\
eview-defined",dir:"auto"},o?.definition||n("span",{class:"qc-quiet"},"No definition yet.")),n("h3",null,"Why it is sugg\
ested"),n("ul",{class:"qc-review-why"},l),n("p",{class:"qc-review-score"},Ns(t.score,r?.meaning??"other")),n("p",{class:"\
qc-quiet"},`Suggested by ${Dt(t.engine)}${t.why?`; ${t.why.replace("no probability yet, ","")}`:""}.`),n("dl",{class:"qc\
-review-rules"},h("Include",o?.include),h("Exclude",o?.exclude)),t.first&&e?n("p",{class:"qc-hint"},C("eye"),` You are n\
ot done with ${t.document}: that suggestions were seen there is noted, and its pass will not count as blind.`):null),c&&
this.card.focus({preventScroll:!0})}#r(t){this.text?.reveal(t[0][0],t[0][1],{nearest:!0}),this.text?.highlights.show("li\
t",t),setTimeout(()=>this.text?.highlights.show("lit",[]),1500)}#a(){let t=(r,c,l,h={})=>p(r,c,{keys:l,...h}),e=(r,c)=>n(
"span",null,r,n("kbd",{"aria-hidden":"true"},c)),s=[["Accept","a",()=>this.#l("accept"),"qc-main"],["Reject","r",()=>this.#l(
"reject"),""],["Revise","e",()=>this.#m(),""],["Skip","s",()=>this.#q(),""]],i=[["Reject with a reason","R",()=>this.#g()],
["Back","b",()=>this.#y()],["Undo","z",()=>this.#k()],["Open text","o",()=>this.#b()],["Definition","d",()=>this.#w()],[
"Memo","m",()=>this.#x()]],o=(r,c,l,h)=>{let d=t(r,l,c,{class:h});return m(d,e(r,c)),d};this.buttons=n("div",{class:"qc-\
review-buttons"},n("div",{class:"qc-toolbar"},s.map(([r,c,l,h])=>o(r,c,l,h))),n("div",{class:"qc-toolbar"},i.map(([r,c,l])=>o(
r,c,l,"qc-small qc-review-more")))),m(this.foot,this.buttons)}#u(){let{queue:t}=this;this.numbers=n("p",{class:"qc-revie\
w-numbers"}),this.meter=n("progress",{"aria-label":"Decided",max:"1",value:"0"});let e=(i,o,r)=>{let c=n("select",{"aria\
-label":i,title:i,on:{change:()=>r(c.value)}},o.map(([l,h])=>n("option",{value:l},h)));return c};this.selects={order:e("\
Order",pe,i=>t.choose({order:i})),by:e("One after the other",ge,i=>t.choose({by:i})),code:e("Only this code or theme",[],
i=>t.choose({code:i})),document:e("Only this document",[],i=>t.choose({document:i}))},this.hide=n("input",{type:"checkbo\
x",on:{change:()=>t.choose({blind:this.hide.checked})}}),this.refitButton=p("New scores",()=>this.#v(),{class:"qc-small",
keys:"u"}),this.leave=p("Leave the sample",()=>t.endSample(),{class:"qc-small"}),this.held=p("",()=>Ut(this.app,t),{class:"\
qc-small",icon:"hidden"});let s=O("choices");this.choices=n("div",{class:"qc-review-choices",id:s,hidden:!0},Object.values(
this.selects),n("label",{class:"qc-review-hide"},this.hide,"Hide suggestions until I am done with a document"),n("div",{
class:"qc-toolbar qc-review-actions"},p("Accept many …",()=>t.told?Ws(this.app,t):null,{class:"qc-small"}),p("New sugg\
estions …",()=>be(this.app,t),{class:"qc-small"}))),this.chooser=p("",()=>this.#f(this.choices.hidden),{class:"qc-smal\
l qc-review-chooser",icon:"filter",keys:"f","aria-expanded":"false","aria-controls":s}),m(this.bar,n("div",{class:"qc-re\
view-progress"},this.meter,this.numbers),this.chooser,n("div",{class:"qc-toolbar qc-review-actions"},this.held,this.leave,
this.refitButton,p("Progress",()=>t.told?Ut(this.app,t):null,{class:"qc-small",keys:"p"})),this.choices)}#f(t){let e=this.
choices?.contains(document.activeElement);!this.choices||!this.chooser||(this.choices.hidden=!t,this.chooser.setAttribute(
"aria-expanded",String(t)),t?this.selects?.order.focus():e&&this.chooser.focus())}#d(){let{queue:t,app:e}=this,{told:s,session:i,
selects:o}=t.told?{...t,selects:this.selects}:{told:null,session:t.session,selects:this.selects};if(this.bar.hidden=!s||
!s.ever,!s||!o)return;let r=i.accept+i.reject+i.revise,c=t.code||t.document,l=t.sample,h=(t.current?1:0)+t.ahead.length+
t.later.length;m(this.numbers,l?`Sample: ${l.n-h} of ${l.n} decided`:[`${s.decided.toLocaleString("en")} decided, ${s.open.
toLocaleString("en")} open`,c?` (${s.matching.toLocaleString("en")} here)`:"",r?` · ${r} in this session`:""]),this.meter.
max=Math.max(1,l?l.n:s.decided+s.open),this.meter.value=l?l.n-h:s.decided;let d=(w,$,v)=>{let A=JSON.stringify($);w.dataset.
key!==A&&(w.dataset.key=A,m(w,$.map(([L,R])=>n("option",{value:L},R)))),w.value=v};o.order.value=t.order,o.by.value=t.by;
let f=new Map;for(let[w,[$]]of Object.entries(s.codes))for(let v=e.codes.get(w);v;v=v.parent?e.codes.get(v.parent):void 0)
f.set(v.code,(f.get(v.code)??0)+$);let u=w=>{let $=0;for(let v=e.codes.get(w)?.parent;v;v=e.codes.get(v)?.parent)$+=1;return $};
d(o.code,[["","All codes"],...[...e.codes.values()].filter(w=>f.get(w.code)||w.code===t.code).map(w=>[w.code,`${" ".repeat(
u(w.code))}${w.name} (${f.get(w.code)??0})`])],t.code),d(o.document,[["","All documents"],...e.documents.filter(w=>s.documents[w.
document]||w.document===t.document).map(w=>[w.document,`${w.document} (${s.documents[w.document]??0})`])],t.document),this.
hide.checked=t.blind===!0,l&&!this.choices?.hidden&&this.#f(!1),this.chooser&&(this.chooser.disabled=!!l),this.leave.hidden=
!l;let g=pe.find(([w])=>w===t.order)?.[1]??"",y=t.by?ge.find(([w])=>w===t.by)?.[1].toLocaleLowerCase():"",x=l?["A sample\
 of",l.asked].join(" "):[g,y,t.code?e.nameOf(t.code):"all codes",t.document||"all documents",t.blind?"finished ones only":
""].filter(Boolean).join(" · ");m(this.chooser,C("filter"),n("span",{class:"qc-unseen"},"Order and choice: "),n("span",
{class:"qc-review-chosen",dir:"auto"},x));let b=s.hidden.reduce((w,$)=>w+$.open,0)+s.audit+s.left_out;this.held.hidden=!b,
m(this.held,C("hidden"),`${b.toLocaleString("en")} not shown`);let q=s.since>=hn;this.refitButton.classList.toggle("qc-m\
ain",q),this.refitButton.disabled=this.fitting,m(this.refitButton,this.fitting?"Computing …":q?`New scores (${k(s.since,
"decision")})`:"New scores"),this.refitButton.hidden=!!l}#c(){let{queue:t,app:e}=this,{told:s,fault:i,sample:o}=t,r=s?s.
hidden.reduce((u,g)=>u+g.open,0):0,c=t.mustAsk?"ask":o?"sampled":i&&!s?"fault":!s||t.asking||t.complete===!1?"loading":s.
ever?t.code||t.document?"filtered":r?"hidden":"done":e.codes.size?"none":"book";i&&c==="loading"&&!t.asking&&(this.mode=
"");let l=this.mode;if(this.mode=i&&c==="loading"&&!t.asking?"fault":c,this.stage.hidden=!0,this.side.hidden=!0,this.whole.
hidden=!1,this.text?.destroy(),this.text=null,l===this.mode&&(c==="none"||c==="sampled"||c==="ask"))return;let h=(...u)=>m(
this.whole,n("div",{class:"qc-empty qc-review-empty"},u)),d=(u,g,y="")=>p(u,g,{class:y}),f=(...u)=>n("div",{class:"qc-to\
olbar"},u);if(this.mode==="loading")m(this.whole,n("p",{class:"qc-loading",role:"status"},"Looking for suggestions …"));else if(this.
mode==="fault")h(n("h2",null,"The suggestions cannot be read"),n("p",null,i),f(d("Try again",()=>t.load(),"qc-main")));else if(this.
mode==="ask"){let u=s.unread.length;h(n("h2",null,"Before you look"),n("p",null,`There are suggestions in ${k(u,"documen\
t")} that you are not done with. Whoever has seen suggestions does not code a document blind any more; that is noted for\
 each document as soon as one is shown, and its pass will say so.`),f(d("Show all suggestions",()=>t.choose({blind:!1}),
"qc-main"),d("Only of documents I am done with",()=>t.choose({blind:!0}))),n("p",{class:"qc-hint"},"You can change this \
above at any time.")),[document.body,this.whole.closest(".qc-main-view")].includes(document.activeElement)&&this.whole.querySelector(
"button")?.focus()}else if(this.mode==="sampled")Us(e,t,this.whole);else if(this.mode==="book")h(n("h2",null,"No codeboo\
k yet"),n("p",null,"Suggestions are made for the codes of the codebook. Make some codes first, with a definition each."),
f(d("Open the codebook",()=>e.go("codebook"),"qc-main")));else if(this.mode==="none"){let u=ye(e,t),g=n("div",{role:"sta\
tus"}),y=p("Look for suggestions",async()=>{y.disabled=!0,m(g,n("p",null,"Looking through all documents …"));try{let x=await u.
run();e.say(at(x).join(" ")),y.isConnected&&m(g,at(x).map(b=>n("p",null,b)))}catch(x){m(g,n("p",{class:"qc-fault"},x.message))}finally{
y.disabled=!1}},{class:"qc-main"});m(this.whole,n("div",{class:"qc-review-first"},n("h2",null,"No suggestions yet"),n("p",
null,"A program can go through all documents and propose where a code may fit. You decide on every proposal; nothing is \
coded without you."),u.element,f(y,d("Code by hand",()=>e.go("code"))),g))}else if(this.mode==="filtered")h(n("h2",null,
"Nothing open here"),n("p",null,`Nothing is open for ${[t.code?e.nameOf(t.code):"",t.document].filter(Boolean).join(" in\
 ")}.`),f(d("Show all suggestions",()=>t.choose({code:"",document:""}),"qc-main")));else if(this.mode==="hidden"){let u=s.
hidden.some(g=>g.why==="wanted");h(n("h2",null,"Suggestions wait until you are done"),ft(s).map(g=>n("p",null,g)),n("p",
null,"Code one of these documents, say that you are done with it, and its suggestions are shown here:"),n("ul",{class:"q\
c-review-waiting"},s.hidden.slice(0,12).map(g=>n("li",null,d(g.document,()=>e.jump(g.document))))),u?f(d("Show them all \
the same",()=>t.choose({blind:!1}))):null)}else{let u=t.run,g=ft(s);h(C("check"),n("h2",null,"Everything is decided"),n(
"p",null,s.decided?`You have decided on ${k(s.decided,"suggestion")}${t.session.accept+t.session.reject+t.session.revise?
`: in this session ${t.session.accept} accepted, ${t.session.reject} rejected, ${t.session.revise} revised`:""}.`:"Nothi\
ng is open for you."),g.map(y=>n("p",null,y)),u&&!u.new?at(u).map(y=>n("p",null,y)):null,f(d("Look for new suggestions …",
()=>be(e,t),"qc-main"),d("Go on coding",()=>e.go("code")),d("See the tables",()=>e.go("tables"))),this.queue.trail.length?
n("p",{class:"qc-hint"},n("kbd",null,"b")," goes back to the one before, ",n("kbd",null,"z")," takes the last decision b\
ack."):null)}l!==this.mode&&m(this.live,this.whole.querySelector("h2")?.textContent??"")}#h(){return this.mode==="one"&&
!this.queue.mustAsk?this.queue.shown:null}#l(t,e=""){!this.#h()||!this.#o()||(this.#p(),this.queue.decide(t,{reason:e}))}#o(){
return this.app.session.read_only?(this.app.say(`Nothing can be decided: the study is open for reading only (${this.app.
session.read_only}).`,"error"),!1):!0}#g(){let t=this.#h();!t||!this.#o()||Rs(this.app,t,this.reasons,e=>{this.queue.shown===
t&&(e&&(this.reasons=[e,...this.reasons.filter(s=>s!==e)].slice(0,dn)),this.#l("reject",e))})}#m(){let t=this.#h();!t||!this.
text||this.revise||!this.#o()||(this.revise=new zt(this.foot,this.app,this.text,t,{save:e=>{this.#p(),this.queue.decide(
"revise",e)},leave:()=>this.#p(!0)}),this.buttons.hidden=!0,this.side.classList.add("qc-revising"),this.reviseKeys=this.
app.keys.add(this.revise.bindings()))}#p(t=!1){if(!this.revise)return;let e=this.revise.element.contains(document.activeElement);
this.reviseKeys?.(),this.revise.destroy(),this.revise=null,this.buttons.hidden=!1,this.side.classList.remove("qc-revisin\
g"),e&&this.card.focus({preventScroll:!0}),t&&this.text?.clear()}#q(){let t=this.#h();if(!t)return;let e=!this.queue.ahead.
length&&!this.queue.back&&this.queue.complete;this.queue.skip(),e&&this.queue.shown===t?this.app.say("This is the only o\
ne that is left."):this.queue.again&&this.queue.shown&&!this.queue.back&&m(this.live,`The ones you skipped come again. ${this.
live.textContent}`)}#y(){this.queue.goBack()||this.app.say("There is none before.")}#k(){let t=this.queue.done.at(-1);t?
t.kind==="many"?ke(this.app,this.queue):(this.queue.undo(),t.kind==="memo"&&this.app.say("The memo is taken back.")):this.
app.say("Nothing that was decided here can be undone.")}#b(){let t=this.#h();t&&this.app.jump(t.document,t.start,t.end)}#w(){
let t=this.#h();t&&Ps(this.app,this.revise?.box.code??t.code)}#x(){let t=this.#h(),e=t&&this.queue.textOf(t);t&&e&&this.#o()&&
Ds(this.app,t,e.printed(t.start,t.end),this.queue)}async#v(){this.fitting||!this.queue.told?.ever||await Bs(this.app,this.
queue,t=>{this.fitting=t,this.#d()})}async#$(){let{item:t,text:e}=this;if(!t||!e||this.revise||!this.app.saved)return;(await this.
queue.refreshText(t)).length&&this.text===e&&e.refresh()}#O(){this.item&&!this.revise&&this.#n(this.item,this.queue.textOf(
this.item)),this.text?.refresh()}#S(){let t="Review",e=()=>this.mode==="one"&&!this.revise,s=()=>this.queue.told!==null&&
!this.revise;return[{keys:"a",words:"accept",when:e,repeat:!1,run:()=>this.#l("accept"),group:t},{keys:"r",words:"reject",
when:e,repeat:!1,run:()=>this.#l("reject"),group:t},{keys:"R",words:"reject, with a reason",when:e,repeat:!1,run:()=>this.#g(),
group:t},{keys:"e",words:"revise: other words, another code, or both",when:e,repeat:!1,run:()=>this.#m(),group:t},{keys:"\
s",words:"skip; it comes again at the end",when:e,repeat:!1,run:()=>this.#q(),group:t},{keys:"b",words:"back to the one \
before",when:s,run:()=>this.#y(),group:t},{keys:"z or Mod+z",words:"take the last decision back",when:s,repeat:!1,run:()=>this.#k(),
group:t},{keys:"o",words:"open it in the text",when:e,run:()=>this.#b(),group:t},{keys:"d",words:"read the definition",when:e,
run:()=>this.#w(),group:t},{keys:"m",words:"write a memo on it",when:e,run:()=>this.#x(),group:t},{keys:"+",words:"show \
more of the text",when:e,run:()=>this.#i(),group:t},{keys:"f",words:"choose order, codes and documents",when:s,run:()=>this.#f(
!0),group:t},{keys:"Escape",words:"close order and choice",when:()=>!this.choices?.hidden&&!this.revise&&!!this.choices?.
contains(document.activeElement),typing:!0,run:()=>this.#f(!1),group:t},{keys:"u",words:"compute new scores from what is\
 decided",when:s,repeat:!1,run:()=>{this.#v()},group:t},{keys:"p",words:"show the progress",when:()=>s()&&!!this.queue.told?.
ever,run:()=>Ut(this.app,this.queue),group:t}]}},Ys={id:"review",label:"Review",key:"g r",mount(a,t,e){return new qe(a,t,
e)}};var Gs=200,un=15e4,fn=50,xe={words:"the words found",sentence:"the sentence",whole:"the whole turn"},$e={words:["place",
"places"],sentence:["sentence","sentences"],whole:["turn","turns"]},Vs={words:"Words",lemma:"Words in all forms",regex:"\
Regular expression"},mn={words:"* stands for any letters, ? for one, several words for a phrase: sustainab*   social val\
ue   well-being",lemma:"measure also finds measures, measured, measuring",regex:"As in Python: \\bKPIs?\\b   £\\d+"},Qs=new WeakMap,
Se=class{constructor(t,e,s){this.app=e,this.kept=Qs.get(e)??{asked:{words:"",kind:"words",case:!1,interviewers:!1,document:"",
where:{}},told:null,chosen:new Set,what:"whole",code:void 0,row:0,patterns:[]},Qs.set(e,this.kept),this.number=0,this.asking=
0,this.timer=null,this.fresh=null,this.destroyed=!1,this.busy=!1,this.picker=new _(e,{label:"Code",above:!0,codes:()=>[...e.
codes.values()].filter(l=>l.applicable),value:this.kept.code,changed:l=>{this.kept.code=l,this.#w()},leave:()=>this.#m(this.
kept.row)});let{asked:i}=this.kept,o=O("hint");this.words=n("input",{type:"search","aria-label":"Look for",placeholder:"\
Look for words","aria-describedby":o,autocomplete:"off",spellcheck:"false",dir:"auto",value:i.words}),this.kind=n("selec\
t",{"aria-label":"How it is meant",on:{change:()=>this.#s()}},Object.entries(Vs).map(([l,h])=>n("option",{value:l},h))),
this.kind.value=i.kind,this.case=this.#t("Capitals count",i.case),this.interviewers=this.#t("Interviewers, too",i.interviewers),
this.hint=n("p",{class:"qc-hint",id:o}),this.document=n("select",{"aria-label":"Document"}),this.filters=n("div",{class:"\
qc-search-filters"}),this.where={},this.patterns=n("p",{class:"qc-toolbar qc-search-patterns",hidden:!0}),this.head=n("p",
{class:"qc-search-told",role:"status"}),this.body=n("tbody",null),this.all=n("input",{type:"checkbox","aria-label":"Choo\
se all that are shown",on:{change:()=>this.chooseAll(this.all.checked)}}),this.table=n("table",{class:"qc-kwic",hidden:!0},
n("caption",{class:"qc-unseen"},"Places found, each with the words before and after it"),n("thead",null,n("tr",null,n("t\
h",{scope:"col",class:"qc-kwic-box"},this.all),n("th",{scope:"col",class:"qc-kwic-place"},"Place"),n("th",{scope:"col",class:"\
qc-kwic-left"},"Before"),n("th",{scope:"col",class:"qc-kwic-hit"},"Found"),n("th",{scope:"col",class:"qc-kwic-right"},"A\
fter"),n("th",{scope:"col",class:"qc-kwic-codes"},"Your codes"))),this.body),this.pager=n("nav",{class:"qc-toolbar qc-se\
arch-pages","aria-label":"Pages of places found"}),this.empty=n("div"),this.bar=n("section",{class:"qc-search-bar qc-chr\
ome","aria-label":"Code what was found",hidden:!0}),t.append(n("div",{class:"qc-search"},n("form",{class:"qc-search-form\
 qc-chrome",role:"search",on:{submit:l=>{l.preventDefault(),this.search()}}},n("h2",{class:"qc-unseen"},"Search"),n("div",
{class:"qc-search-line"},n("div",{class:"qc-filter"},C("search"),this.words),this.kind,n("button",{type:"submit",class:"\
qc-button qc-main"},"Search")),this.hint,n("div",{class:"qc-search-line"},this.filters,this.case.element,this.interviewers.
element),this.patterns),n("div",{class:"qc-pane qc-search-found",tabindex:"-1"},this.head,this.table,this.empty,this.pager),
this.bar)),this.found=t.querySelector(".qc-search-found"),this.body.addEventListener("change",l=>this.#h(l)),this.body.addEventListener(
"click",l=>this.#l(l)),this.body.addEventListener("mousedown",l=>{l.shiftKey&&l.preventDefault()}),this.#k();let r="Sear\
ch",c=()=>!!this.kept.told?.hits.length;this.offs=[e.on("documents",()=>this.#i()),e.on("codebook",()=>this.#u()),e.on("\
counts",()=>this.#n()),e.keys.add([{keys:"/",words:"look for something else",run:()=>{this.words.focus(),this.words.select()},
group:r},{keys:"ArrowDown or j",words:"next place",run:l=>this.#p(1,l),when:c,group:r},{keys:"ArrowUp or k",words:"place\
 before",run:l=>this.#p(-1,l),when:c,group:r},{keys:"Shift+ArrowDown",words:"choose it and go on",run:()=>this.#q(1),when:c,
group:r},{keys:"Shift+ArrowUp",words:"choose it and go back",run:()=>this.#q(-1),when:c,group:r},{keys:"a",words:"choose\
 all that are shown, or none",run:()=>this.chooseAll(this.kept.chosen.size<this.kept.told.hits.length),when:c,group:r},{
keys:"o",words:"go to the place in the text",run:()=>this.#y(this.#g()),when:c,group:r},{keys:"w",words:"how much to cod\
e: words, sentence or turn",run:()=>this.#$(),when:c,group:r},{keys:"c",words:"choose the code",run:()=>this.picker.focus(),
when:c,group:r},{keys:"Mod+Enter",words:"put the code on what is chosen",run:()=>{this.code()},when:c,repeat:!1,group:r},
{keys:"PageDown or ]",words:"next page",run:()=>this.#c(1),when:c,group:r},{keys:"PageUp or [",words:"page before",run:()=>this.#c(
-1),when:c,group:r},...nt(e,r,()=>this.search(this.kept.told?.offset??0,{quiet:!0}))])],this.#s(),this.#i(),this.#e(),s?.
code||s?.words?this.params(s):this.kept.told?(this.draw(),this.#m(this.kept.row)):(this.draw(),(document.activeElement===
document.body||document.activeElement===t)&&this.words.focus())}destroy(){this.destroyed=!0,clearTimeout(this.timer),clearTimeout(
this.fresh);for(let t of this.offs)t()}params(t){let{app:e,kept:s}=this,i=e.codes.get(t?.code??"");i?(i.applicable&&(s.code=
i.code,this.picker.set(i.code)),s.patterns=[...i.patterns],this.words.value=i.patterns[0]??i.name,this.kind.value="words",
this.#s(),this.search()):t?.words&&(this.words.value=t.words,Vs[t.kind]&&(this.kind.value=t.kind),this.#s(),this.search())}#t(t,e){
let s=O("check"),i=n("input",{type:"checkbox",id:s});return i.checked=e,{element:n("span",{class:"qc-search-check"},i,n(
"label",{for:s},t)),input:i}}#s(){this.hint.textContent=mn[this.kind.value]??"",this.case.element.hidden=this.kind.value===
"lemma"}#i(){let{app:t}=this,e=this.document.childElementCount?this.document.value:this.kept.asked.document;m(this.document,
n("option",{value:""},"All documents"),t.documents.map(s=>n("option",{value:s.document},s.title&&s.title!==s.document?`${s.
document}: ${s.title}`:s.document))),this.document.value=t.documents.some(s=>s.document===e)?e:"",this.filters.childElementCount||
m(this.filters,this.document)}async#e(){let t={role:["Role","All roles"],case:["Case","All cases"],phase:["Phase","All p\
hases"],kind:["Kind of document","All kinds"]};try{let e=await this.app.read("search_choices");for(let[s,i]of Object.entries(
e)){let[o,r]=t[s]??[s,"All"],c=n("select",{"aria-label":o},n("option",{value:""},r),i.map(l=>n("option",{value:l},l)));c.
value=i.includes(this.kept.asked.where[s])?this.kept.asked.where[s]:"",this.where[s]=c,this.filters.append(c)}}catch(e){
this.app.sorry(e)}}async search(t=0,e={}){let{app:s,kept:i}=this;e.quiet||(i.asked={words:this.words.value,kind:this.kind.
value,case:this.case.input.checked,interviewers:this.interviewers.input.checked,document:this.document.value,where:Object.
fromEntries(Object.entries(this.where).map(([h,d])=>[h,d.value]))});let{asked:o}=i;if(!o.words.trim()){e.quiet||this.words.
focus();return}let r=++this.number,c=Object.fromEntries(Object.entries(o.where).filter(([,h])=>h).map(([h,d])=>[h,[d]])),
l={words:o.words,kind:o.kind,case:o.kind!=="lemma"&&o.case,interviewers:o.interviewers,documents:o.document?[o.document]:
[],where:c,offset:t,limit:Gs};e.quiet||(this.table.setAttribute("aria-busy","true"),this.timer=setTimeout(()=>r===this.number&&
m(this.head,"Looking …"),250));try{let h=await s.read("search",l,{patience:un});if(r!==this.number)return;let d=e.quiet&&
i.told&&i.told.hits.length===h.hits.length;if(i.told=h,d||(i.chosen.clear(),i.row=0),this.destroyed)return;d?this.#u():(this.
draw(),this.found.scrollTop=0,!e.quiet&&h.hits.length&&this.#m(0))}catch(h){if(r!==this.number||e.quiet||this.destroyed)
return;i.told=null,i.chosen.clear(),this.draw(),m(this.head,n("span",{class:"qc-bad"},h.message??String(h))),h.found===void 0&&
s.sorry(h),this.words.focus()}finally{clearTimeout(this.timer),this.table.removeAttribute("aria-busy")}}#n(){clearTimeout(
this.fresh),this.kept.told?.hits.length&&this.kept.asked.kind!=="regex"&&(this.fresh=setTimeout(()=>this.search(this.kept.
told?.offset??0,{quiet:!0}),500))}draw(){let{kept:t,app:e}=this,{told:s}=t,i=s?.hits??[];if(this.table.hidden=!i.length,
this.bar.hidden=!i.length||!!e.session.read_only,m(this.body,i.map((o,r)=>this.#r(o,r))),m(this.empty),s){let o=s.offset+
1,r=s.total>i.length?`, ${o.toLocaleString("en")} to ${(s.offset+i.length).toLocaleString("en")} shown`:"";m(this.head,s.
total?`${k(s.total,"place")}${r}`:""),s.total||m(this.empty,n("div",{class:"qc-empty"},n("h3",null,"Nothing found"),n("p",
null,t.asked.kind==="words"?"Perhaps with a * at the end of the word, or with its other forms (“Words in all forms”)?":
"Nobody says it, in the turns that were searched."),t.asked.interviewers?null:n("p",null,"What interviewers say is left \
out unless “Interviewers, too” is on.")))}else m(this.head),m(this.empty,n("div",{class:"qc-empty"},n("h2",null,"Eve\
ry place where something is said"),n("p",null,"Look for words: each place is shown with what stands before and after it.\
 Choose places, and put a code on them: on the words, the sentence or the turn.")));this.#f(),this.#d(),this.#w()}#r(t,e){
let s=n("input",{type:"checkbox","aria-label":`Choose place ${e+1}: ${t.match}`,tabindex:e===this.kept.row?"0":"-1",data:{
place:e}});s.checked=this.kept.chosen.has(e);let i=[t.speaker,t.role&&t.role!==t.speaker?t.role:""].filter(Boolean).join(
", ");return n("tr",{data:{place:e},class:s.checked?"qc-chosen":""},n("td",{class:"qc-kwic-box"},s),n("td",{class:"qc-kw\
ic-place"},n("button",{type:"button",class:"qc-link",tabindex:"-1",title:[t.case,i].filter(Boolean).join(" · ")||null,"\
aria-label":`${t.document}, turn ${t.turn}: go to the text`,data:{open:e}},t.document),n("span",{class:"qc-kwic-who"},i)),
n("td",{class:"qc-kwic-left"},n("div",null,n("span",{dir:"auto"},t.left))),n("td",{class:"qc-kwic-hit"},n("mark",{dir:"a\
uto"},t.match)),n("td",{class:"qc-kwic-right"},n("div",null,n("span",{dir:"auto"},t.right))),n("td",{class:"qc-kwic-code\
s"},this.#a(t)))}#a(t){let{app:e}=this;return t.codes.map(s=>n("span",{class:"qc-kwic-code",data:{hue:e.hueOf(s)},title:e.
nameOf(s)},n("span",{class:"qc-letter","aria-hidden":"true"},e.letterOf(s)),n("span",null,e.nameOf(s))))}#u(){let{told:t}=this.
kept;[...this.body.children].forEach((e,s)=>{t?.hits[s]&&m(e.lastElementChild,this.#a(t.hits[s]))}),this.#v()}#f(){let{told:t}=this.
kept,e=t&&t.total>t.hits.length;if(this.pager.hidden=!e,!e){m(this.pager);return}let s=t.offset+t.hits.length;m(this.pager,
p("Page before",()=>this.#c(-1),{icon:"left",class:"qc-small",disabled:t.offset===0,keys:"["}),n("span",{class:"qc-count"},
`${(t.offset+1).toLocaleString("en")} to ${s.toLocaleString("en")} of ${t.total.toLocaleString("en")}`),p("Next page",()=>this.#c(
1),{icon:"right",class:"qc-small",disabled:s>=t.total,keys:"]"}))}#d(){let{patterns:t,code:e}=this.kept;this.patterns.hidden=
t.length<2,m(this.patterns,n("span",{class:"qc-hint"},e?`Patterns of ${this.app.nameOf(e)}:`:"Patterns:"),t.map(s=>p(s,()=>{
this.words.value=s,this.kind.value="words",this.#s(),this.search()},{class:"qc-small","aria-pressed":String(this.kept.asked.
words===s)})))}#c(t){let{told:e}=this.kept;if(!e)return!1;let s=e.offset+t*Gs;if(s<0||s>=e.total)return!1;this.search(Math.
max(0,s)).then(()=>this.#m(0))}#h(t){let e=t.target;e.dataset.place!==void 0&&(this.#o(Number(e.dataset.place),e.checked),
this.#w())}#l(t){let e=t.target,s=e.closest("[data-open]");if(s){this.#y(Number(s.dataset.open));return}let i=e.closest(
"tr");if(!i||e.closest("input")||String(getSelection()??""))return;let o=Number(i.dataset.place);if(t.shiftKey){let[r,c]=[
Math.min(o,this.kept.row),Math.max(o,this.kept.row)];for(let l=r;l<=c;l++)this.#o(l,!0)}else this.#o(o,!this.kept.chosen.
has(o));this.#m(o),this.#w()}#o(t,e){e?this.kept.chosen.add(t):this.kept.chosen.delete(t);let s=this.body.children[t];s&&
(s.classList.toggle("qc-chosen",e),s.querySelector("input").checked=e)}chooseAll(t){for(let e=0;e<(this.kept.told?.hits.
length??0);e++)this.#o(e,t);this.#w()}#g(){let t=document.activeElement?.closest?.("tr[data-place]")??null;return t?Number(
t.dataset.place):this.kept.row}#m(t){let e=this.body.children;if(!e.length)return;let s=Math.max(0,Math.min(t,e.length-1));
e[this.kept.row]?.querySelector("input")?.setAttribute("tabindex","-1"),this.kept.row=s;let i=e[s].querySelector("input");
i.setAttribute("tabindex","0"),i.focus({preventScroll:!0}),e[s].scrollIntoView({block:"nearest"})}#p(t,e){if(e.target?.closest?.(
"select, .qc-search-bar"))return!1;let s=this.body.contains(document.activeElement);t<0&&s&&this.#g()===0?this.words.focus():
this.#m(s?this.#g()+t:this.kept.row)}#q(t){let e=this.#g();this.#o(e,!0),this.#m(e+t),this.#w()}#y(t){let e=this.kept.told?.
hits[t];e&&(this.kept.row=t,this.app.jump(e.document,e.start,e.end))}#k(){let{app:t,kept:e}=this;this.chosen=n("p",{class:"\
qc-search-chosen",role:"status"});let s=O("what");this.what=n("select",{id:s,on:{change:()=>{e.what=this.what.value,this.#w()}}},
Object.entries(xe).map(([i,o])=>n("option",{value:i},o))),this.what.value=e.what,this.go=p("Choose places",()=>this.code(),
{class:"qc-main",keys:"Mod+Enter"}),this.already=n("p",{class:"qc-hint qc-search-already",role:"status"}),this.told=n("p",
{class:"qc-unseen",role:"status"}),m(this.bar,this.chosen,n("div",{class:"qc-field"},n("label",{for:s},"How much"),this.
what),this.picker.element,this.go,this.already,this.told)}#b(){let{kept:t}=this,e=new Map;for(let s of[...t.chosen].sort(
(i,o)=>i-o)){let i=t.told?.hits[s];if(!i)continue;let[o,r]=t.what==="words"?[i.start,i.end]:i[t.what];e.set(`${i.document}\

${o}
${r}`,{document:i.document,version:i.version,start:o,end:r})}return[...e.values()]}#w(){let{kept:t}=this,e=t.chosen.size,
s=t.told?.hits.length??0;this.all.checked=!!s&&e===s,this.all.indeterminate=e>0&&e<s;let i=this.#b(),[o,r]=$e[t.what],c=e&&
i.length!==e?` in ${k(i.length,o,r)}`:"";this.chosen.textContent=e?`${k(e,"place")} chosen${c}`:"No place is chosen",this.#x(
i.length),this.#v()}#x(t){let{kept:e,app:s}=this,[i,o]=$e[e.what],r=e.code?s.nameOf(e.code):"",c=e.chosen.size?r?`Code ${k(
t,i,o)} with ${r}`:"Choose a code":"Choose places";m(this.go,c),this.go.setAttribute("aria-disabled",String(!(e.chosen.size&&
r&&t)))}async#v(){let{kept:t,app:e}=this,s=++this.asking;this.already.textContent="";let i=this.#b();if(!(!i.length||!t.
code))try{let o=await e.read("code_many_what",{items:i,code:t.code});if(s!==this.asking||this.destroyed)return;this.#x(o.
new),o.stood&&(this.already.textContent=o.new?`${o.stood.toLocaleString("en")} of ${i.length.toLocaleString("en")} carry\
 it already and stay as they are.`:"All of them carry it already.")}catch(o){s===this.asking&&(this.already.textContent=
o.message)}}#$(){let t=Object.keys(xe);this.kept.what=t[(t.indexOf(this.kept.what)+1)%t.length],this.what.value=this.kept.
what,this.#w(),this.told.textContent=`What is coded: ${xe[this.kept.what]}`}async code(){let{kept:t,app:e}=this,s=this.#b();
if(!s.length){e.say("Choose places first: press Space on a place, or a for all.");return}let{code:i,what:o}=t;if(!i){e.say(
"Choose the code for them."),this.picker.focus();return}if(this.busy)return;this.busy=!0;let[r,c]=$e[o],l=e.nameOf(i);try{
if(s.length>fn){let u=await e.read("code_many_what",{items:s,code:i});if(!await M(e,`Code ${k(u.new,r,c)} with ${l}?`,`T\
hey are in ${k(u.documents,"document")}. You say of all of them that ${l} applies. One undo takes them back together.`,"\
Code them"))return}let h=await e.write("code_many",{items:s,code:i},`${l} on ${k(s.length,r,c)}`),d=h?.codings?.length??
s.length,f=()=>this.search(t.told?.offset??0,{quiet:!0});z(e,d?`${l} put on ${k(d,r,c)}${h?.stood?`; ${h.stood} carried \
it already`:""}.`:`All of them carried ${l} already; nothing was coded twice.`,h?.act,f);for(let u of[...t.chosen])this.#o(
u,!1);this.destroyed||(this.#w(),this.#m(t.row)),await f()}catch(h){h.found===void 0&&e.sorry(h)}finally{this.busy=!1}}},
Xs={id:"search",label:"Search",key:"g s",mount(a,t,e){let s=new Se(a,t,e);return{destroy:()=>s.destroy(),params:i=>s.params(
i)}}};var Oe=[["participants","Participants"],["documents","Documents"],["turns","Turns"],["codings","Codings"],["words","Word\
s coded"]],Ee=[["n","Numbers"],["share","Shares in %"],["per_1000_words","Per 1,000 words"]],Ae=[["","Print every number"],
["threshold","Hide counts under 5, round to 5"],["ofqual","Ofqual: hide under 5, round to 5"],["hesa","HESA: round to 5"]],
Ft=new Set(["codings","words"]),Zs=["interviewers","reflective","test","intervals"];function ti(a,t){let e=new Set(t),s=a.
columns===void 0?[t.includes("role")?"role":""]:Ce(a.columns);s=[...new Set(s.filter(c=>e.has(c)))].slice(0,2);let i=Oe.
some(([c])=>c===a.unit)?a.unit:"participants",o=Ee.some(([c])=>c===a.measure)?a.measure:"n";o==="per_1000_words"&&!Ft.has(
i)&&(o="n");let r={};for(let[c,l]of Object.entries(ei(a.where)??{}))e.has(c)&&Array.isArray(l)&&(r[c]=l.map(String));return{
rows:a.rows==="code"?"code":"theme",columns:s,unit:i,measure:o,where:r,coders:a.coders||"record",protect:Ae.some(([c])=>c===
a.protect)?a.protect??"":"",...pn(Zs.map(c=>[c,String(a[c])==="true"]))}}function Ht(a){let t={columns:JSON.stringify(a.
columns)};a.rows!=="theme"&&(t.rows=a.rows),a.unit!=="participants"&&(t.unit=a.unit),a.measure!=="n"&&(t.measure=a.measure),
Object.keys(a.where).length&&(t.where=JSON.stringify(a.where)),a.coders!=="record"&&(t.coders=a.coders),a.protect&&(t.protect=
a.protect);for(let e of Zs)a[e]&&(t[e]="true");return t}function pn(a){return Object.fromEntries(a)}function ei(a){if(typeof a!=
"string")return a??null;try{return JSON.parse(a)}catch{return null}}function Ce(a){let t=ei(a);return Array.isArray(t)?t.
map(String):[]}function si(a,t){return JSON.stringify(a)===JSON.stringify(t)}var gn=12,Jt=class{constructor(t,e,s){this.app=t,this.known=e,this.change=s,this.element=n("form",{class:"qc-table-form",
"aria-label":"What the table counts",on:{submit:i=>i.preventDefault()}}),this.filters=n("div",{class:"qc-table-filters",
role:"group","aria-label":"Only"}),this.opened=!1}draw(t){this.asked=t;let{known:e,change:s}=this,o=e.attributes.map(u=>[
u,u]),r=document.activeElement?.dataset?.part,c=Ee.filter(([u])=>u!=="per_1000_words"||Ft.has(t.unit)),l=e.coders.map(u=>[
u,`${u} only`]),h=e.blind?l:[["record","Coding of record"],...l,["each","Each coder apart"],["any","All coders together"]],
[d="",f=""]=t.columns;m(this.element,n("div",{class:"qc-table-choices"},this.#t("Rows","rows",t.rows,[["theme","Themes"],
["code","Codes"]],u=>s({rows:u})),this.#t("By","columns",d,[["","Nothing: how often"],...o],u=>s({columns:u?[u,...f&&f!==
u?[f]:[]]:[]})),d?this.#t("and by","second",f,[["","Nothing more"],...o.filter(([u])=>u!==d)],u=>s({columns:u?[d,u]:[d]})):
null,this.#t("Count","unit",t.unit,Oe,u=>s({unit:u,...t.measure==="per_1000_words"&&!Ft.has(u)?{measure:"n"}:{}})),this.#t(
"Shown as","measure",t.measure,c,u=>s({measure:u})),this.#t("Codings of","coders",e.blind?e.coders[0]:t.coders,h,u=>s({coders:u}))),
n("div",{class:"qc-table-row"},this.filters,this.#s(t))),this.#i(t),r&&this.element.querySelector(`[data-part="${r}"]`)?.
focus()}#t(t,e,s,i,o){let r=O("choice"),c=i.some(([h])=>h===s)||s===void 0?i:[...i,[s,s]],l=n("select",{id:r,data:{part:e},
on:{change:()=>o(l.value)}},c.map(([h,d])=>n("option",{value:h},d)));return l.value=s??"",n("div",{class:"qc-field"},n("\
label",{for:r},t),l)}#s(t){let{change:e}=this,s=(r,c,l,h=!1)=>{let d=O("check"),f=n("input",{type:"checkbox",id:d,data:{
part:r},disabled:h,on:{change:()=>e({[r]:f.checked})}});return f.checked=t[r],n("div",{class:"qc-field qc-check"},f,n("l\
abel",{for:d},c),n("p",{class:"qc-hint"},l))},i=!t.columns.length,o=n("details",{class:"qc-table-more",on:{toggle:()=>this.
opened=o.open}},n("summary",{data:{part:"more"}},"More choices"),n("div",{class:"qc-table-choices"},s("intervals","Inter\
vals of 95 %","For shares of participants or turns, and for rates"),s("test","Test each row",i?"Choose columns first":"P\
eople with and without the code, dealt out by chance; takes a moment",i),s("interviewers","Interviewers' turns, too","Th\
ey stand outside of tables otherwise"),s("reflective","Reflective notes, too","The researcher's own voice"),this.#t("To \
hand out","protect",t.protect,Ae,r=>e({protect:r}))));return o.open=this.opened||t.intervals||t.test||t.interviewers||t.
reflective||!!t.protect,o}#i(t){let{change:e}=this,s=i=>Object.fromEntries(Object.entries(t.where).filter(([o])=>o!==i));
m(this.filters,Object.entries(t.where).map(([i,o])=>n("span",{class:"qc-table-filter"},p(`${i}: ${o.join(" or ")}`,()=>this.#e(
i),{class:"qc-small","data-part":`where-${i}`}),p(`Leave out the filter by ${i}`,()=>e({where:s(i)}),{icon:"close",bare:!0,
class:"qc-small"}))),p("Filter",()=>this.#e(null),{icon:"filter",class:"qc-small","data-part":"filter"}))}#e(t){let{app:e,
known:s,asked:i,change:o}=this,r=t??s.attributes.find(y=>!i?.where[y])??s.attributes[0],c=S("Only turns where",{kind:"se\
lect",value:r,options:s.attributes.map(y=>[y,y])}),l=n("fieldset",{class:"qc-field qc-table-values"}),h=n("input",{type:"\
search","aria-label":"Find a value",placeholder:"Find a value",on:{input:()=>d()}}),d=()=>{let y=h.value.toLocaleLowerCase();
for(let x of l.querySelectorAll("label"))x.hidden=!!y&&!x.textContent?.toLocaleLowerCase().includes(y)},f=0,u=async()=>{
let y=++f,x;try{x=await e.read("table_values",{attribute:c.input.value})}catch(q){g.wrong(q.message);return}if(y!==f)return;
let b=new Set(i?.where[c.input.value]??[]);h.value="",h.hidden=x.length<gn,m(l,n("legend",null,`${c.input.value} is one \
of`),h,n("div",{class:"qc-table-values-list"},x.map(q=>n("label",{class:"qc-table-value"},wn(q,b.has(q)),n("span",{dir:"\
auto"},q)))),x.length?null:n("p",{class:"qc-hint"},"It has no values."))},g=E(e,{title:"Filter",body:[c.element,l,n("p",
{class:"qc-hint"},"A filter also cuts the base: only these turns, and who said them, are counted at all. Several filters\
 hold at once.")],actions:[{label:"Use",run:()=>{let y=[...l.querySelectorAll("input[type=checkbox]")].filter(b=>b.checked).
map(b=>b.value);if(!y.length)throw new Error("Choose one value or more, or press Cancel.");let x={...i?.where,[c.input.value]:y};
t&&t!==c.input.value&&delete x[t],o({where:x})}}]});c.input.addEventListener("change",u),u()}};function wn(a,t){let e=n(
"input",{type:"checkbox",value:a});return e.checked=t,e}function ni(a,t){let e=[],s=t===a.length-1;return a[t].forEach((i,o)=>{!s&&o>0&&a.slice(0,t+1).every(c=>c[o]===c[o-1])?e[e.
length-1][0]+=1:e.push([1,i])}),e}var Yt=class{constructor(t,e,s){this.app=t,this.told=e,this.open=s,this.cells=[],this.
element=this.#t(),this.#i(this.cells[0]?.[0]),this.element.addEventListener("focusin",i=>{let o=i.target.closest("button");
o&&this.place(o)&&this.#i(o)})}#t(){let{told:t}=this,e=t.total!==null,s=t.heads.length,i=t.heads.map((c,l)=>n("tr",null,
l===0?n("th",{scope:"col",rowspan:s,class:"qc-cross-rows"},mt(t.level)):null,ni(t.heads,l).map(([h,d])=>n("th",{scope:l<
s-1?"colgroup":"col",colspan:h>1?h:null,class:l<s-1?"qc-cross-group":"qc-number",dir:"auto"},ii(d))),l===0&&e?n("th",{scope:"\
col",rowspan:s,class:"qc-number qc-cross-all",title:"Each counted once over all columns: not the sum"},t.total):null)),o=t.
rows.map(([c,l,h,d],f)=>(this.cells[f]=h.map((u,g)=>this.#s(f,g,u)),e&&this.cells[f].push(this.#s(f,null,d)),n("tr",null,
n("th",{scope:"row",title:this.app.codes.get(c)?.definition||null,data:{hue:this.app.hueOf(c)}},n("span",{class:"qc-lett\
er","aria-hidden":"true"},this.app.letterOf(c)),n("span",{dir:"auto"},l)),this.cells[f].map((u,g)=>n("td",{class:`qc-num\
ber ${e&&g===h.length?"qc-cross-all":""}`.trim()},u))))),r=t.foot.map(([c,l])=>n("tr",null,n("th",{scope:"row"},c),l.map(
h=>n("td",{class:"qc-number"},h)),e?n("td",{class:"qc-cross-all"}):null));return n("table",{class:"qc-table qc-cross"},n(
"caption",null,t.title),n("thead",null,i),n("tbody",null,o),r.length?n("tfoot",null,r):null)}#s(t,e,s){let{told:i}=this,
o=s===i.absent,r=e!==null&&i.silent[t][e];return n("button",{type:"button",tabindex:"-1",class:`qc-cell ${o?"qc-absent":
""} ${s==="0"||s==="0%"?"qc-zero":""}`.trim(),"aria-label":`${s}: ${i.rows[t][1]}, ${this.nameOf(e)}${r?", quotations he\
ld back":""}`,data:{row:t,column:e===null?"all":e},on:{click:()=>this.open(t,e)}},s)}nameOf(t){return t===null?"all colu\
mns":this.told.columns[t].map(ii).join(" × ")}place(t){for(let e=0;e<this.cells.length;e++){let s=this.cells[e].indexOf(
t);if(s>=0)return[e,s]}return null}button(t,e){return this.cells[t]?.[e??this.cells[t].length-1]}get at(){return this.element.
contains(document.activeElement)?this.place(document.activeElement):null}move(t,e){let s=this.at;if(!s)return!1;let i=Math.
max(0,Math.min(this.cells.length-1,s[0]+t)),o=Math.max(0,Math.min(this.cells[i].length-1,s[1]+e));return this.cells[i][o].
focus(),!0}focus(){(this.cells.flat().find(t=>t.tabIndex===0)??this.cells[0]?.[0])?.focus()}mark(t,e=null){for(let s of this.
cells.flat())s.removeAttribute("aria-current");t!==null&&this.button(t,e)?.setAttribute("aria-current","true")}#i(t){for(let e of this.
cells.flat())e.tabIndex=e===t?0:-1}};function mt(a){return a.charAt(0).toUpperCase()+a.slice(1)}var yn=/^(n|share)_(codings|turns|documents|participants|words)$|^(codings|words)_per_1000_words$/;
function ii(a){let t=yn.exec(a);return t?t[3]?`${mt(t[3])} per 1,000 words`:t[1]==="n"?mt(t[2]):`Share of ${t[2]}`:a}function oi(a,t,e){
return n("table",{class:"qc-table qc-cross"},n("caption",null,a),n("thead",null,t.map((s,i)=>{let o=i===t.length-1;return n(
"tr",null,ni(t,i).map(([r,c],l)=>l===0&&!c?n("td"):n("th",{scope:o?"col":"colgroup",colspan:r>1?r:null,class:l?"qc-numbe\
r":null},c)))})),n("tbody",null,e.map(([s,...i])=>n("tr",null,n("th",{scope:"row"},s),i.map(o=>n("td",{class:"qc-number"},
o))))))}var bn=50,Gt=class{constructor(t,e,s){this.app=e,this.close=s,this.host=t,this.asking=0}async show(t,e,s){let i=++this.asking,
o=n("span",{class:"qc-count"});this.list=n("ol",{class:"qc-quotes-list"}),this.more=n("div");let r=n("h2",{tabindex:"-1",
class:"qc-quotes-title"},n("span",{dir:"auto"},e.label)," · ",n("span",{dir:"auto"},e.name));if(m(this.host,n("header",
{class:"qc-quotes-head"},n("div",null,r,o),p("Close quotations",this.close,{icon:"close",bare:!0,keys:"Escape"})),this.list,
this.more),this.host.scrollTop=0,s&&r.focus({preventScroll:!0}),e.absent){o.textContent="–",m(this.more,n("p",{class:"\
qc-quiet"},"There is no such combination in the study, or nobody has read there for this code: the notes under the table\
 say which. So there is no number, not even 0."));return}m(this.more,n("p",{class:"qc-quiet",role:"status"},"Looking for\
 the quotations …"));let c=async l=>{let h;try{h=await this.app.read("table_quotes",{asked:t,row:e.code,column:e.column,
first:l,number:bn})}catch(f){if(i!==this.asking)return;m(this.more,n("p",{class:"qc-fault",role:"alert"},f.message));return}
if(i!==this.asking)return;if(h.held){m(this.more,n("p",{class:"qc-note"},h.held));return}if(o.textContent=k(h.total,"quo\
tation"),!h.total){m(this.more,n("p",{class:"qc-quiet"},"No quotation is behind this number."));return}this.list?.append(
...h.quotes.map(f=>this.#t(f,e.code)));let d=l+h.quotes.length;m(this.more,d<h.total?p(`Show more (${(h.total-d).toLocaleString(
"en")} left)`,()=>c(d)):null),l?this.list?.children[l]?.querySelector("button")?.focus():s&&document.activeElement===r&&
this.list?.querySelector("button")?.focus({preventScroll:!0})};await c(0)}#t(t,e){let s=[t.source,t.turn?`turn ${t.turn}`:
"",t.code!==e?this.app.nameOf(t.code):"",`coded by ${t.coder}`,t.key?"key quotation":""],i=()=>this.app.jump(t.document,
t.start,t.end);return n("li",{data:{coding:t.coding}},n("blockquote",{class:"qc-said",dir:"auto"},t.quotation),n("div",{
class:"qc-quote-foot"},n("p",{class:"qc-quiet"},s.filter(Boolean).join(" · ")),p("Show in text",i,{class:"qc-small","ar\
ia-label":`Show in text: ${t.source}`})))}move(t){let e=[...this.list?.querySelectorAll("li button")??[]],s=e.indexOf(document.
activeElement);if(s<0)return!1;let i=e[Math.max(0,Math.min(e.length-1,s+t))];return i.focus(),i.closest("li")?.scrollIntoView(
{block:"nearest"}),!0}clear(){this.asking+=1,this.host.replaceChildren(),this.list=null}};var kn=[["xlsx","Excel, with the quotations"],["docx","Word"],["csv","CSV"],["html","Web page, with the quotations"],["m\
d","Markdown"],["tex","LaTeX"]],Me=18e4,ri={id:"tables",label:"Tables",key:"g t",mount(a,t,e){return new Te(a,t,e)}},Te=class{constructor(t,e,s){
this.app=e,this.wanted=s,this.asking=0,this.told=null,this.grid=null,this.asked=null,this.cell=null,this.main=n("div",{class:"\
qc-tables-main qc-pane"}),this.side=n("aside",{class:"qc-quotes qc-pane","aria-label":"Quotations",hidden:!0}),this.quotes=
new Gt(this.side,e,()=>this.#h()),this.top=n("div"),this.late=n("div",{role:"status"}),this.result=n("div",{class:"qc-ta\
bles-result"}),m(this.main,n("h2",{class:"qc-unseen"},"Tables"),this.top,this.late,this.result),t.append(n("div",{class:"\
qc-tables"},this.main,this.side));let i=()=>!!this.grid?.at,o=(r,c,l,h)=>({keys:r,words:c,when:i,run:()=>this.grid?.move(
l,h)});this.offs=[e.on("counts",()=>this.#a()),e.on("codebook",()=>this.#a()),e.on("settings",()=>this.#a()),e.keys.add(
[o("ArrowRight","next cell",0,1),o("ArrowLeft","cell before",0,-1),o("ArrowDown","cell below",1,0),o("ArrowUp","cell abo\
ve",-1,0),o("Home","first cell of the row",0,-1e6),o("End","last cell of the row",0,1e6),{keys:"Enter",words:"show the q\
uotations of the cell",when:i,run:()=>!1},{keys:"ArrowDown",words:"next quotation",when:()=>this.side.contains(document.
activeElement),run:()=>this.quotes.move(1)},{keys:"ArrowUp",words:"quotation before",when:()=>this.side.contains(document.
activeElement),run:()=>this.quotes.move(-1)},{keys:"Escape",words:"close the quotations, back to the cell",when:()=>!this.
side.hidden,run:()=>this.#h()},{keys:"t",words:"go to the table",when:()=>!!this.grid,run:()=>this.grid?.focus()},{keys:"\
u",words:"count again",when:()=>!!this.told,run:()=>this.#e(!0)}])],this.#t()}destroy(){this.asking+=1;for(let t of this.
offs)t()}params(t){this.wanted=t,this.known&&this.#s()}async#t(){m(this.result,n("p",{class:"qc-loading",role:"status"},
"Reading the study …"));try{this.known=await this.app.read("table_choices",{},{patience:Me})}catch(t){m(this.result,n(
"p",{class:"qc-fault",role:"alert"},t.message),p("Try again",()=>this.#t()));return}this.form=new Jt(this.app,this.known,
t=>this.#i(t)),m(this.top,this.form.element),this.#s()}#s(){let t=ti(this.wanted,this.known.attributes);this.form?.draw(
t);let e=this.wanted.row?{code:String(this.wanted.row),column:this.wanted.cell?Ce(this.wanted.cell):null}:null;if(this.asked&&
si(this.asked,t)&&this.grid){this.#d(e);return}this.asked=t,this.#e(!1,e)}#i(t){this.asked&&this.app.go("tables",Ht({...this.
asked,...t}))}async#e(t,e=null){let{app:s,asked:i}=this,o=++this.asking,r=!!this.grid?.element.contains(document.activeElement);
t||(this.side.hidden=!0,this.quotes.clear(),this.cell=null),this.result.setAttribute("aria-busy","true");let c=setTimeout(
()=>m(this.late,n("p",{class:"qc-quiet"},"Counting …")),400),l;try{l=await s.read("table",{asked:i},{patience:Me})}catch(d){
if(o!==this.asking)return;this.grid=null,this.told=null,m(this.result,n("div",{class:"qc-fault",role:"alert"},n("p",null,
d.message)));return}finally{clearTimeout(c),o===this.asking&&(m(this.late),this.result.removeAttribute("aria-busy"))}if(o!==
this.asking)return;if(l.choose){this.grid=null,this.told=null,this.#u(l.choose);return}this.told=l,this.#n();let h=this.
cell;t&&h&&this.grid?.button(h.row,h.column)&&this.grid.mark(h.row,h.column),r&&this.grid?.focus(),this.#d(e??(t&&h?null:
e),t)}#n(){let{told:t}=this;if(!t.rows.length||!t.columns.length){m(this.result,n("div",{class:"qc-empty"},n("h2",null,"\
Nothing to count yet"),n("p",null,t.rows.length?"No turn has a value here.":"The codebook holds no codes yet.")),this.#r()),
this.grid=null;return}this.grid=new Yt(this.app,t,(e,s)=>this.#f(e,s)),m(this.result,t.limited?n("p",{class:"qc-note qc-\
warn"},t.limited):null,n("p",{class:"qc-hint qc-tables-hint"},"Choose a number to read its quotations."),n("div",{class:"\
qc-scroll qc-cross-frame",role:"region","aria-label":"The table"},this.grid.element),t.parts.map(([e,s,i])=>n("div",{class:"\
qc-scroll",tabindex:"0",role:"region","aria-label":e},oi(e,s,i))),this.#r(),this.#l())}#r(){let{told:t}=this;return n("s\
ection",{class:"qc-tables-notes","aria-label":"Notes"},n("h3",null,"Notes"),n("ul",null,[...t.notes,t.provenance].map(e=>n(
"li",{dir:"auto"},e))))}#a(){!this.told||this.app.act===this.told.act||m(this.late,n("p",{class:"qc-note"},"The study ha\
s changed since this was counted. ",p("Count again",()=>this.#e(!0),{class:"qc-small",keys:"u"})))}#u(t){let{app:e}=this,
s=(r,c,l)=>n("li",null,p(c,()=>this.#i({coders:r})),n("p",{class:"qc-hint"},l)),i=e.session.role!=="coder"&&!e.session.read_only,
o=n("select",{"aria-label":"Primary coder"},t.coders.map(r=>n("option",{value:r},r)));m(this.result,n("section",{class:"\
qc-tables-whose","aria-labelledby":"qc-whose"},n("h2",{id:"qc-whose"},"Whose codings are to be counted?"),n("p",null,`${mt(
t.found)}. Counting them together without saying so would count the same words twice.`),n("details",null,n("summary",null,
"Which documents"),n("ul",null,t.documents.map(([r,c])=>n("li",null,n("b",{dir:"auto"},r),`: ${c}`)))),n("ul",{class:"qc\
-tables-ways"},t.coders.map(r=>s(r,`${r} only`,`What ${r} has read and coded`)),s("each","Each coder apart","A block of \
columns for each, on the documents each has read"),s("any","All coders together","What anybody coded, in whatever anybod\
y has read")),i?n("form",{class:"qc-tables-primary",on:{submit:async r=>{r.preventDefault();try{await e.write("table_pri\
mary",{coder:o.value},`Primary coder ${o.value}`),await this.#e(!1)}catch(c){e.sorry(c)}}}},n("p",null,"Or say it once f\
or all tables: the primary coder counts where nothing is settled."),o,n("button",{type:"submit",class:"qc-button"},"Make\
 primary coder")):null,n("p",{class:"qc-hint"},"In the view Compare, what coders differ on is settled place by place; a \
settled document counts by its consensus.")))}#f(t,e){let{asked:s,told:i,app:o}=this;if(!s||!i)return;let r=i.rows[t][0],
c=e===null?null:i.columns[e];if(this.cell?.row===t&&this.cell.column===e&&!this.side.hidden){this.#d({code:r,column:c},!1,
!0);return}this.taking=!0,o.go("tables",{...Ht(s),row:r,...c?{cell:JSON.stringify(c)}:{}}),this.taking=!1}#d(t,e=!1,s=!1){
let{grid:i,told:o,asked:r}=this;if(!t||!i||!r){e||this.#c();return}let c=o.rows.findIndex(([d])=>d===t.code),l=t.column===
null?null:o.columns.findIndex(d=>JSON.stringify(d)===JSON.stringify(t.column));if(c<0||l===-1||l===null&&o.total===null){
this.#c();return}let h=l===null?o.rows[c][3]:o.rows[c][2][l];this.cell={row:c,column:l},i.mark(c,l),this.side.hidden=!1,
i.button(c,l)?.scrollIntoView({block:"nearest",inline:"nearest"}),this.quotes.show(r,{code:t.code,label:o.rows[c][1],column:t.
column,name:i.nameOf(l),text:h,absent:h===o.absent},s||!!this.taking)}#c(){this.side.hidden=!0,this.quotes.clear(),this.
grid?.mark(null),this.cell=null}#h(){let{cell:t,grid:e,asked:s}=this;s&&this.app.go("tables",Ht(s)),this.#c(),t&&e?.button(
t.row,t.column)?.focus()}#l(){let{app:t}=this,e=t.transport.home==="notebook"&&t.session.role==="alone",s=n("select",{"a\
ria-label":"Format of the file"},kn.map(([o,r])=>n("option",{value:o},r)));s.value=t.remembered("table-format","xlsx"),s.
value||(s.value="xlsx");let i=p("Save the table",async()=>{t.remember("table-format",s.value),i.disabled=!0;try{let o=await t.
read("table_file",{asked:this.asked,format:s.value,beside:e},{patience:Me});o.path?t.say(`Saved as ${o.path}.`):(vn(o),t.
say(`${o.name} is among your downloads.`))}catch(o){t.sorry(o)}finally{i.disabled=!1,document.activeElement===document.body&&
i.focus()}});return n("div",{class:"qc-toolbar qc-tables-files"},s,i,e?n("span",{class:"qc-hint"},"It is written next to\
 the study; nothing is written over."):null)}};function vn(a){let t=Uint8Array.from(atob(a.data),i=>i.charCodeAt(0)),e=URL.
createObjectURL(new Blob([t],{type:a.mime})),s=n("a",{href:e,download:a.name});document.body.append(s),s.click(),s.remove(),
setTimeout(()=>URL.revokeObjectURL(e),1e4)}var H=[as,Ys,Es,ri,Xs,vs,Ms];var Vt=["auto","light","dark"],ai={auto:"as the computer",light:"light",dark:"dark"},qn={auto:"screen",light:"sun",dark:"\
moon"},xn=720,$n=1100,Sn=7e3,On=3,Qt=class{constructor(t,e){this.app=e,this.host=t,this.alone=e.transport.home==="page",
t.classList.add("qc");let s=i=>i.target.setAttribute("data-lm-suppress-shortcuts","true");t.dataset.lmSuppressShortcuts=
"true",this.alone||t.addEventListener("focusin",s),this.alone||(t.tabIndex=-1),this.keys=new gt(t,{alone:this.alone}),e.
keys=this.keys,this.view=null,this.offs=[],this.leaving=i=>{e.outbox&&!e.saved&&i.preventDefault()},this.setTheme(e.remembered(
"theme","auto")),this.status=n("p",{class:"qc-status",role:"status"}),this.polite=n("div",{class:"qc-said-list",role:"lo\
g","aria-label":"Messages","aria-live":"polite"}),this.assertive=n("div",{class:"qc-said-list",role:"alert"}),this.tabs=
n("nav",{class:"qc-tabs","aria-label":"Views"}),this.main=this.alone?n("main",{class:"qc-main-view",tabindex:"-1"}):n("d\
iv",{class:"qc-main-view",tabindex:"-1"}),this.list=n("aside",{class:"qc-documents",id:O("documents"),"aria-label":"Docu\
ments"}),this.drawer=!1,this.listed=!1,this.signIn=n("a"),this.veil=n("div",{class:"qc-veil",hidden:!0,on:{click:()=>this.
showList(!1)}}),this.measure=new ResizeObserver(()=>this.#n()),this.measure.observe(t),this.#n(),m(t,n("p",{class:"qc-lo\
ading",role:"status"},"Opening the study …"))}async start(t){let{app:e,host:s}=this;try{await e.start()}catch(l){m(s,n(
"div",{class:"qc-empty"},n("p",{class:"qc-fault",role:"alert"},`The study could not be opened: ${l.message}`),p("Try aga\
in",()=>this.start(t),{class:"qc-main"})));return}let i=e.session;this.coder=n("span",{class:"qc-coder",title:"Who codes\
 here"},C("person"),n("span",{class:"qc-unseen"},"Coding as "),n("span",{class:"qc-coder-name"},i.coder)),this.listButton=
p("Documents",()=>this.showList(!this.listed,!0),{icon:"list",bare:!0,keys:"g o","aria-controls":this.list.id}),this.themeButton=
p("Colours",()=>this.#h(),{icon:"screen",bare:!0}),this.setTheme(this.theme),this.tab=new Map(H.map(l=>[l.id,n("button",
{type:"button",class:"qc-tab",title:wt(l.key),"aria-keyshortcuts":yt(l.key),on:{click:()=>e.go(l.id)}},l.label)])),m(this.
tabs,[...this.tab.values()]),this.hint=n("div",{class:"qc-first"}),this.signIn=n("a",{class:"qc-sign-in",href:`${e.transport.
base??""}/`,target:"_blank",rel:"noopener",hidden:!0},"Sign in"),m(s,n(this.alone?"header":"div",{class:"qc-header"},this.
listButton,n(this.alone?"h1":"h2",{class:"qc-title",title:i.title},i.title),this.tabs,this.status,this.signIn,this.coder,
this.themeButton,p("Keys and help",()=>this.help(),{icon:"help",bare:!0,keys:"?"}),i.role!=="alone"&&this.alone?p("Sign \
out",()=>this.#l(),{icon:"out",bare:!0}):null),this.hint,n("div",{class:"qc-body"},this.list,this.veil,this.main),n("div",
{class:"qc-foot"},this.assertive,this.polite)),this.alone||(s.setAttribute("role","region"),s.setAttribute("aria-label",
`Coding page: ${i.title}`)),this.documents=new xt(this.list,e,()=>{this.drawer&&this.showList(!1)}),this.showList(this.#r()),
this.offs.push(e.on("view",()=>this.#t()),e.on("doc",()=>setTimeout(()=>this.#s(!0))),e.on("status",()=>this.#a()),e.on(
"say",l=>this.#f(l)),e.on("refused",({item:l,error:h})=>e.say(`Not done (${l.words}): ${h.message}`,"error")),this.keys.
add([...H.map(l=>({keys:l.key,words:`go to ${l.label}`,run:()=>e.go(l.id),group:"Everywhere"})),{keys:"g o",words:"find \
a document in the list",run:()=>this.showList(!0,!0),group:"Everywhere"},{keys:"g n",words:"open the next document",run:()=>this.#e(
1),group:"Everywhere"},{keys:"g p",words:"open the document before",run:()=>this.#e(-1),group:"Everywhere"},{keys:"g x",
words:"close messages",run:()=>this.#d(),group:"Everywhere"},{keys:"Escape",words:"close the list of documents",when:()=>this.
drawer&&this.listed,run:()=>this.showList(!1),typing:!0,group:"Everywhere"},{keys:"Mod+s",words:"nothing: all is saved a\
s you do it",run:()=>this.#u(),typing:!0,group:"Everywhere"},{keys:"?",words:"show these keys",run:()=>this.help(),group:"\
Everywhere"}])),window.addEventListener("beforeunload",this.leaving),this.alone&&(this.hash=()=>this.#i(),window.addEventListener(
"popstate",this.hash)),this.#c();let o=this.alone?li(location.hash):null,r=new Set(e.documents.map(l=>l.document)),c=[o?.
params.document,t.document,e.remembered(`last-${i.project}`),e.documents[0]?.document].find(l=>r.has(l));c&&await e.open(
c).catch(l=>e.sorry(l)),e.go(o?.id??t.view??"code",o?.params??{}),this.#a()}destroy(){for(let t of this.offs)t();this.view?.
shown.destroy(),this.documents?.destroy(),this.measure.disconnect(),this.keys.close(),window.removeEventListener("before\
unload",this.leaving),this.hash&&window.removeEventListener("popstate",this.hash),this.host.replaceChildren()}#t(){let{id:t,
params:e}=this.app.view,s=H.find(o=>o.id===t)??H[0];for(let[o,r]of this.tab??[])o===s.id?r.setAttribute("aria-current","\
page"):r.removeAttribute("aria-current");if(this.tab?.get(s.id)?.scrollIntoView({block:"nearest",inline:"nearest"}),this.#s(
!0),this.view?.of===s&&this.view.shown.params){this.view.shown.params(e);return}let i=this.main.contains(document.activeElement);
this.view?.shown.destroy(),this.view=null,this.main.replaceChildren(),this.main.dataset.view=s.id,this.main.setAttribute(
"aria-label",s.label);try{this.view={of:s,shown:s.mount(this.main,this.app,e)}}catch(o){console.error(o),m(this.main,n("\
p",{class:"qc-empty qc-fault",role:"alert"},`This view could not be shown: ${o.message}`))}(i||document.activeElement===
document.body)&&!this.main.contains(document.activeElement)&&this.main.focus({preventScroll:!0})}#s(t){if(!this.alone||!this.
host.isConnected)return;let{app:e}=this,{id:s,params:i}=e.view,o=H.find(c=>c.id===s)??H[0];document.title=I([o.label,e.doc?.
document,e.session.title].filter(Boolean).join(" · ")),e.doc&&e.remember(`last-${e.session.project}`,e.doc.document);let r=En(
o.id,i,e.doc?.document);location.hash!==r&&(t&&location.hash?history.pushState(null,"",r):history.replaceState(null,"",r))}async#i(){
let t=li(location.hash);if(!t)return;let{app:e}=this;if(t.params.document&&t.params.document!==e.doc?.document)try{await e.
open(t.params.document)}catch(s){e.sorry(s),this.#s(!1);return}e.go(t.id,t.params)}#e(t){let{app:e}=this,s=this.documents?.
order?JSON.parse(this.documents.order).flatMap(([,r])=>r):[],i=s.indexOf(e.doc?.document),o=s[i+t];!o||i<0?e.say(t>0?"Th\
is is the last document of the list.":"This is the first document of the list."):e.open(o).then(()=>e.go(e.view.id,{document:o})).
catch(r=>e.sorry(r))}#n(){let t=this.host.clientWidth||window.innerWidth,e=t<xn?"narrow":t<$n?"middle":"wide";if(this.host.
dataset.width===e)return;let s=this.drawer;this.host.dataset.width=e,this.drawer=e==="narrow",this.documents&&s!==this.drawer&&
this.showList(this.#r())}#r(){return!this.drawer&&this.app.remembered("documents-shown",this.alone||this.host.dataset.width===
"wide")}showList(t,e=!1){let s=this.list.contains(document.activeElement);this.listed=t,this.list.hidden=!t,this.veil.hidden=
!(t&&this.drawer),this.main.inert=t&&!!this.drawer,this.listButton?.setAttribute("aria-expanded",String(t)),e&&!this.drawer&&
this.app.remember("documents-shown",t),t&&e?this.documents?.focus():!t&&s&&this.listButton?.focus(),this.app.emit("resiz\
ed")}#a(){let{app:t}=this,e=t.outbox.size,s=e?`${k(e,"change")} kept in this page`:"",i="Saved",o="saved";t.outbox.expired?
(i=[t.outbox.why||"Not signed in any more",s].filter(Boolean).join("; "),o="lost"):t.outbox.trouble?(i=[`Cannot be saved\
 just now: ${t.outbox.trouble}`,s].filter(Boolean).join("; "),o="lost"):!t.connected||t.outbox.offline?(i=this.alone?`No\
 connection to the study; ${s?`${s}, sent when it is back`:"trying again"}`:`${["The kernel does not answer",s].filter(Boolean).
join("; ")}. If it was restarted, run this cell again`,o="lost"):e?(i="Saving …",o="saving"):t.session.read_only&&(i="\
Read only",o="quiet"),this.signIn.hidden=!t.outbox.expired||!this.alone,this.status.dataset.kind=o,this.status.title=o===
"quiet"?`This study cannot be written: ${t.session.read_only}`:i,this.status.textContent!==i&&(this.status.textContent=i)}#u(){
this.app.say(this.app.saved?"Everything is saved. It is saved as you do it.":"Not everything is saved yet; the line abov\
e says why.")}#f({words:t,kind:e,action:s}){let i=I(t),o=e==="error",r=o?this.assertive:this.polite;for(let f of r.children)
f.firstChild?.textContent===i&&f.remove();let c=()=>{let f=l.contains(document.activeElement);l.remove(),clearTimeout(h),
f&&this.main.focus({preventScroll:!0})},l=n("div",{class:`qc-message ${o?"qc-error":"qc-info"}`},n("p",{dir:"auto"},i),s?
p(s.label,()=>{c(),s.run()},{class:"qc-small"}):null,p("Close message",c,{icon:"close",bare:!0,class:"qc-small"}));for(r.
append(l);r.children.length>On;)r.firstElementChild?.remove();let h=null,d=()=>{clearTimeout(h),o||(h=setTimeout(()=>l.remove(),
Sn+i.length*40))};for(let f of["mouseenter","focusin"])l.addEventListener(f,()=>clearTimeout(h));for(let f of["mouseleav\
e","focusout"])l.addEventListener(f,d);d()}#d(){this.polite.replaceChildren(),this.assertive.replaceChildren()}help(){if(this.
host.querySelector(".qc-help"))return;let t=new Map,e=H.find(i=>i.id===this.app.view.id)?.label??"Here";for(let i of this.
keys.list()){let o=i.group??e;t.set(o,[...t.get(o)??[],i])}let s=t.get("Everywhere");t.delete("Everywhere"),s&&t.set("Ev\
erywhere",s),E(this.app,{title:"Keys and help",class:"qc-help",body:[n("p",null,ci),n("div",{class:"qc-keys-columns"},[...t].
map(([i,o])=>n("section",null,n("h3",null,i),n("dl",{class:"qc-keys"},o.map(r=>n("div",null,n("dt",null,Zt(r.keys).map((c,l)=>[
l?" or ":null,c.map((h,d)=>[d?" ":null,n("kbd",null,h)])])),n("dd",null,r.words))))))),n("p",{class:"qc-hint"},"Keys do \
nothing while you type in a field; Esc leaves it. Two keys beside each other are pressed one after the other. Nothing on\
 this page leaves this machine.")],actions:[],wide:!0})}#c(){if(this.app.remembered("first-steps"))return;let t=()=>{this.
app.remember("first-steps","seen"),this.hint?.replaceChildren(),this.main.focus({preventScroll:!0})};this.hint&&m(this.hint,
n("section",{class:"qc-first-steps","aria-label":"First steps"},n("p",null,ci),p("All keys",()=>this.help(),{class:"qc-s\
mall"}),p("Got it",t,{class:"qc-small qc-main"})))}setTheme(t){let e=Vt.includes(t)?t:"auto";if(this.host.dataset.theme=
e,this.theme=e,!this.themeButton)return;let s=`Colours: ${ai[e]}`;this.themeButton.setAttribute("aria-label",s),this.themeButton.
title=s,m(this.themeButton,C(qn[e]))}#h(){let t=Vt[(Vt.indexOf(this.theme)+1)%Vt.length];this.setTheme(t),this.app.remember(
"theme",t),this.app.say(`Colours: ${ai[t]}.`)}async#l(){let{app:t}=this;if(!t.saved){t.say("Not everything is saved yet;\
 signing out now would lose it.","error");return}try{await t.transport.signOut()}catch(e){t.sorry(e)}}},ci="Select words\
 in the text with the mouse, or with the arrow keys and Shift. Then put a code on them: click it, press its number, or p\
ress / and type its name. Everything is saved as you do it, and Ctrl+Z takes it back. Press ? for all keys.";function En(a,t,e){
let{document:s,...i}=t,o=e??s??"",r=new URLSearchParams(Object.entries(i).filter(([,c])=>c!=null&&typeof c!="object").map(
([c,l])=>[c,String(l)]));return`#${a}${o?`/${encodeURIComponent(o)}`:""}${[...r].length?`?${r}`:""}`}function li(a){let t=/^#([a-z]+)(?:\/([^?]*))?(?:\?(.*))?$/.
exec(a);if(!t)return null;let e=Object.fromEntries(new URLSearchParams(t[3]??""));if(t[2])try{e.document=decodeURIComponent(
t[2])}catch{return null}return{id:t[1],params:e}}async function hi(a,t,e={}){let s=new qt(t,a),i=new Qt(a,s);return await i.start(e),()=>{i.destroy(),s.close()}}function Pa(){
let a=document.getElementById("qualcode");a&&(a.classList.add("qc-page"),hi(a,new bt))}var Ba={async render({model:a,el:t}){
t.classList.add("qc-notebook");let e=a.get("height");e&&t.style.setProperty("height",`${e}px`);let s={view:a.get("view")||
void 0,document:a.get("document")||void 0};return await hi(t,new kt(a),s)}};export{Ba as default,hi as mount,Pa as mountPage};
