// qualcode, the coding page (Apache-2.0). Built from frontend/src; edit there.
var ui=["id","start","end","code","coder","origin","blind","suggestion","time","stale","memos","key"],fi=new Set(["heade\
r","heading","stage","unassigned"]),D=1200,Le=new Intl.Segmenter(void 0,{granularity:"grapheme"}),mi=new Intl.Segmenter(
void 0,{granularity:"word"}),pi=/[\p{L}\p{N}\p{S}\p{Extended_Pictographic}]/u;function J(a,t){return a.start-t.start||t.
end-a.end||(a.id<t.id?-1:a.id>t.id?1:0)}var Xt=class extends Map{constructor(t){super(),this.doc=t,this.within=new Map,this.
unseen=new Set,this.sorted=null}set(t,e){this.delete(t),super.set(t,e),this.sorted=null;let s=this.doc.blocksIn(e.start,
e.end);for(let i of s){let n=this.within.get(i);n?n.add(e):this.within.set(i,new Set([e]))}return s.length||this.unseen.
add(e),this}delete(t){let e=this.get(t);if(!e)return!1;super.delete(t),this.sorted=null,this.unseen.delete(e);for(let s of this.
doc.blocksIn(e.start,e.end))this.within.get(s)?.delete(e);return!0}clear(){super.clear(),this.within.clear(),this.unseen.
clear(),this.sorted=null}};function je(a){return Object.fromEntries(ui.map((t,e)=>[t,a[e]]))}var U=class{constructor(t){
this.document=t.document,this.version=t.version,this.title=t.title,this.kind=t.kind,this.text=t.text,this.hidden=t.hidden,
this.mustHide=t.must_hide,this.looked=t.looked,this.done=t.done,this.#t(),this.length=this.units?this.units.length-1:this.
text.length,this.turns=t.turns.map(([e,s,i,n,r,c,l,h],f)=>{let d=[];for(let u=0;u<h.length;u+=2)d.push([h[u],h[u+1]]);return{
number:e,speaker:s,role:i,person:n,asks:r,time:c,part:l,ranges:d,start:h[0],end:h[h.length-1],place:f}}),this.blocks=[],
this.worded=new WeakMap,this.#i(t.gaps),this.codings=new Xt(this);for(let e of t.codings)this.put(je(e))}#t(){if(this.units=
null,!/[\ud800-\udbff][\udc00-\udfff]/.test(this.text))return;let t=new Int32Array(this.text.length+1),e=0;for(let s=0;s<
this.text.length;e++)t[e]=s,s+=this.text.codePointAt(s)>65535?2:1;t[e]=this.text.length,this.units=t.slice(0,e+1)}unit(t){
return this.units?this.units[Math.max(0,Math.min(t,this.length))]:t}point(t,e=!1){let s=this.#s(t);return e&&this.unit(s)<
t?Math.min(s+1,this.length):s}#s(t){if(!this.units)return t;let e=0,s=this.units.length-1;for(;e<s;){let i=e+s+1>>1;this.
units[i]<=t?e=i:s=i-1}return e}slice(t,e){return this.text.slice(this.unit(t),this.unit(e))}printed(t,e){let s=[];for(let i of this.
blocksIn(t,e))i.kind==="speech"&&s.push(this.slice(Math.max(t,i.start),Math.min(e,i.end)));return(s.length?s.join(" "):this.
slice(t,e)).replace(/\s+/g," ").trim()}#i(t){let e=[];for(let i of this.turns)for(let[n,r]of i.ranges)e.push({start:n,end:r,
turn:i,gap:null});for(let[i,n,r]of t)fi.has(r)&&e.push({start:i,end:n,turn:null,gap:r});e.sort((i,n)=>i.start-n.start||i.
end-n.end);let s=null;for(let{start:i,end:n,turn:r,gap:c}of e){if(c&&!this.slice(i,n).trim())continue;let l=r!==null&&r!==
s;for(let[h,f]of this.#e(i,n))this.blocks.push({start:h,end:f,kind:r?"speech":"gap",turn:r,gap:c,first:l}),l=!1;s=r}}#e(t,e){
if(e-t<=D)return[[t,e]];let s=[],i=this.unit(t),n=this.unit(e);for(;n-i>D;){let r=this.text.slice(i,i+D),c=r.lastIndexOf(
`
`)+1;if(c<D/4){let l=[...r.matchAll(/[.!?…]["'”’)]*\s+/gu)].pop();c=l?l.index+l[0].length:0}c<D/4&&(c=r.lastIndexOf(
" ")+1),c<D/4&&(c=Le.segment(this.text.slice(i,i+2*D)).containing(D)?.index||D),s.push([this.point(i),this.point(i+c)]),
i+=c}return i<n&&s.push([this.point(i),e]),s}blocksIn(t,e){let s=0,i=this.blocks.length;for(;s<i;){let r=s+i>>1;this.blocks[r].
end<=t?s=r+1:i=r}let n=[];for(let r=s;r<this.blocks.length&&this.blocks[r].start<e;r++)n.push(this.blocks[r]);return n}turnAt(t){
return(this.blocksIn(t,t+1)[0]??this.blocks.find(s=>s.start>=t))?.turn??null}trimmed(t,e){let s=this.blocksIn(t,e);for(let i of s){
let n=this.unit(Math.max(t,i.start)),r=this.text.slice(n,this.unit(Math.min(e,i.end))).search(/\S/u);if(!(r<0))for(let c=s.
length-1;c>=0;c--){let l=this.unit(Math.max(t,s[c].start)),h=this.text.slice(l,this.unit(Math.min(e,s[c].end))).trimEnd();
if(h)return{start:this.point(n+r),end:this.point(l+h.length)}}}return null}snapped(t,e){return{start:this.edge(t,-1),end:this.
edge(e,1)}}edge(t,e){let s=this.blocksIn(t,t+1)[0];if(!s||t<=s.start)return t;let i=this.unit(s.start),n=Le.segment(this.
text.slice(i,this.unit(s.end))).containing(this.unit(t)-i);return!n||n.index===this.unit(t)-i?t:this.point(i+n.index+(e>
0?n.segment.length:0))}step(t,e){let s=this.blocks;if(!s.length)return t;let i=this.blockAt(e>0?t:t-1);if(i<0)return t;e>
0&&t>=s[i].end&&(i+=1),e<0&&t<=s[i].start&&(i-=1);let n=s[i];return n?(e>0&&t<n.start&&(t=n.start),e<0&&t>n.end&&(t=n.end),
this.edge(Math.max(n.start,Math.min(n.end,t+e)),e)):t}blockAt(t){let e=0,s=this.blocks.length-1;for(;e<s;){let i=e+s+1>>
1;this.blocks[i].start<=t?e=i:s=i-1}return s<0?-1:e}words(t){let e=this.worded.get(t);if(!e){let s=this.unit(t.start);e=
[];for(let{index:i,segment:n}of mi.segment(this.text.slice(s,this.unit(t.end))))pi.test(n)&&e.push([this.point(s+i),this.
point(s+i+n.length)]);this.worded.set(t,e)}return e}word(t,e){for(let s=Math.max(0,this.blockAt(t));s>=0&&s<this.blocks.
length;s+=e){let i=this.words(this.blocks[s]),n=e>0?i.find(r=>r[0]>=t):i.filter(r=>r[0]<t).at(-1);if(n)return n}return null}put(t){
this.codings.set(t.id,t)}ordered(){return this.codings.sorted??=[...this.codings.values()].sort(J),this.codings.sorted}codingsOf(t){
let e=this.codings.within.get(t);return e?.size?[...e].sort(J):[]}codingsIn(t,e){let s=new Set(this.codings.unseen);for(let i of this.
blocksIn(t,e))for(let n of this.codings.within.get(i)??[])s.add(n);return[...s].filter(i=>i.start<e&&i.end>t).sort(J)}apply(t,e){
let s=[],i=t.added.map(je),n=new Set(t.gone);if(e){let r=new Set(i.map(c=>c.id));for(let c of this.codings.keys())!r.has(
c)&&!this.codings.get(c)?.unsaved&&n.add(c)}for(let r of n){let c=this.codings.get(r);c&&(this.codings.delete(r),s.push(
[c.start,c.end]))}for(let r of i){let c=this.codings.get(r.id);c&&JSON.stringify(c)===JSON.stringify(r)||(this.put(r),s.
push([r.start,r.end]))}return s}};var pt=/Mac|iPhone|iPad/.test(navigator.platform),gi=1500,wi="button, summary, a[href], input[type=checkbox], input[type\
=radio], [role=button], [role=option], [role=tab]",yi="input:not([type=checkbox], [type=radio], [type=button], [type=sub\
mit], [type=range]), textarea, select, [contenteditable=true], [contenteditable='']",gt=class{constructor(t,e={}){if(this.
root=t,this.alone=e.alone??!0,this.layers=[],this.before="",this.beforeTime=0,this.listener=s=>{this.#t(s),this.alone||s.
stopPropagation()},this.kept=s=>s.stopPropagation(),this.from=this.alone?document:t,this.from.addEventListener("keydown",
this.listener),!this.alone)for(let s of["keyup","keypress"])t.addEventListener(s,this.kept)}add(t){return this.layers.unshift(
t),()=>{let e=this.layers.indexOf(t);e>=0&&this.layers.splice(e,1)}}list(){let t=new Set,e=[];for(let s of this.layers.flat())
s.when&&!s.when()||t.has(s.keys)||(t.add(s.keys),s.quiet||e.push(s));return e}close(){this.from.removeEventListener("key\
down",this.listener);for(let t of["keyup","keypress"])this.root.removeEventListener(t,this.kept)}#t(t){if(t.defaultPrevented||
t.isComposing||t.key==="Process"||t.key==="Dead")return;let e=t.target;if((!e||e===document.body||e===document.documentElement?
!this.alone:!this.root.contains(e))||["Shift","Control","Alt","Meta","CapsLock","AltGraph"].includes(t.key))return;let i=!!e?.
closest?.(yi),n=[...this.root.querySelectorAll("dialog[open]")].pop();if(n&&!n.contains(e))return;let r=bi(t);if((r==="E\
nter"||r==="Space")&&e?.closest?.(wi)||r.startsWith("Arrow")&&e?.closest?.("input[type=radio], input[type=range]"))return;
let c=this.before&&t.timeStamp-this.beforeTime<gi?`${this.before} ${r}`:"";if(this.before="",n&&r==="Escape")return;let l=d=>(d.
typing||!i&&!n)&&(!d.when||d.when()),h=d=>{for(let u of this.layers)for(let g of u)if(!(!g.keys.split(" or ").includes(d)||
!l(g))){if(t.repeat&&g.repeat===!1)return t.preventDefault(),!0;if(g.run(t)!==!1)return t.preventDefault(),!0}return!1};
if(c&&h(c))return;if(c&&r.length===1){t.preventDefault();return}if(h(r))return;this.layers.flat().some(d=>d.keys.split("\
 or ").some(u=>u.startsWith(`${r} `))&&l(d))&&(this.before=r,this.beforeTime=t.timeStamp)}};function bi(a){let t=[],e=a.
key===" "?"Space":a.key;a.getModifierState?.("AltGraph")&&e.length===1||((pt?a.metaKey:a.ctrlKey)?t.push("Mod"):a.ctrlKey?
t.push("Ctrl"):a.metaKey&&t.push("Meta"),a.altKey&&t.push("Alt"));let i=/^Key([A-Z])$/.exec(a.code??"")?.[1];return i&&e.
length===1&&(/^\p{L}$/u.test(e)&&!/^\p{Script=Latin}$/u.test(e)||a.altKey)&&(e=a.shiftKey?i:i.toLowerCase()),/^[A-Za-z]$/.
test(e)&&(e=a.shiftKey?e.toUpperCase():e.toLowerCase()),a.shiftKey&&(e.length>1||t.length)&&t.push("Shift"),t.push(t.length&&
e.length===1?e.toLowerCase():e),t.join("+")}var ki={Mod:pt?"⌘":"Ctrl",Alt:pt?"⌥":"Alt",ArrowLeft:"←",ArrowRight:"→",
ArrowUp:"↑",ArrowDown:"↓",Escape:"Esc",PageUp:"Page up",PageDown:"Page down",Delete:"Del"};function Zt(a){let t=e=>{
if(e.endsWith("+"))return e;let s=e.split("+"),i=s.map(r=>ki[r]??r),n=i.length-1;return/^[A-Za-z]$/.test(i[n])&&(s.length===
1&&i[0]!==i[0].toLowerCase()?i.unshift("Shift"):s.length>1&&(i[n]=i[n].toUpperCase())),i.join("+")};return a.split(" or ").
map(e=>e.split(" ").map(t))}function wt(a){return Zt(a).map(t=>t.join(" then ")).join(", ")}function yt(a){let t=a.split(
" or ").filter(e=>!e.includes(" ")).map(e=>e.replace("Mod",pt?"Meta":"Control"));return t.length?t.join(" "):null}var Ie="http://www.w3.org/2000/svg";function o(a,t,...e){let s=document.createElement(a);for(let[i,n]of Object.entries(t??
{}))if(!(n==null||n===!1))if(i==="on")for(let[r,c]of Object.entries(n))s.addEventListener(r,c);else if(i==="style")for(let[
r,c]of Object.entries(n))s.style.setProperty(r,String(c));else if(i==="data")for(let[r,c]of Object.entries(n))s.dataset[r]=
String(c);else if(i==="class")s.className=n;else if(i==="value"&&"value"in s)s.value=n;else{if(/^on|^style$|^srcdoc$/i.test(
i))throw new Error(`attribute ${i} is not set this way`);s.setAttribute(i,n===!0?"":String(n))}return te(s,e),s}function te(a,t){
if(!(t==null||t===!1||t===!0))if(Array.isArray(t))for(let e of t)te(a,e);else a.append(t instanceof Node?t:document.createTextNode(
String(t)))}function m(a,...t){a.replaceChildren(),te(a,t)}var vi={undo:"M9 14 4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3",redo:"m\
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
"aria-hidden","true");let e=document.createElementNS(Ie,"path");return e.setAttribute("d",vi[a]),t.append(e),t}function p(a,t,e={}){
let{icon:s,bare:i,class:n,keys:r,...c}=e,l=r?wt(r):"";return o("button",{type:"button",class:`qc-button ${i?"qc-bare":""}\
 ${n??""}`.trim(),"aria-label":i?a:null,title:(i?l?`${a} (${l})`:a:l)||null,"aria-keyshortcuts":r?yt(r):null,on:{click:t},
...c},s?C(s):null,i?null:a)}function I(a){return String(a).replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu,"")}
function k(a,t,e){return`${a.toLocaleString("en")} ${a===1?t:e??t+"s"}`}var _e=0;function O(a="qc"){return _e+=1,`${a}-${_e}`}
function P(a){let t=crypto.getRandomValues(new Uint8Array(16));return a+[...t].map(e=>e.toString(16).padStart(2,"0")).join(
"")}var T=class extends Error{constructor(t){let{where:e="",found:s="",allowed:i="",next:n=""}=t;super([e&&`${e}: ${s}`,!e&&
s,i&&`(${i})`].filter(Boolean).join(" ")+(n?`. ${n}`:"")),this.where=e,this.found=s,this.allowed=i,this.next=n,this.unexpected=
!1}},N=class extends Error{},Q=class extends N{},j=class extends Error{},ee=3e4,qi=new Set([400,413,422,500]),Re=new Set(
[401,403,409]),De=[500,1e3,2e3,5e3],bt=class{home="page";constructor(t=""){this.base=t,this.page=P("p"),this.as=null}async call(t){
let{patience:e=ee,...s}=t,i=s.document??(s.method==="changes"||s.method==="document"?s.params?.document:void 0),n,r;try{
n=await fetch(`${this.base}/api/call`,{method:"POST",headers:{"Content-Type":"application/json","X-Qualcode":"1"},body:JSON.
stringify({...s,page:this.page,...i?{open:i}:{},...this.as?{as:this.as}:{}}),credentials:"same-origin",signal:AbortSignal.
timeout(e)}),r=await n.json()}catch(c){throw n&&Re.has(n.status)?new j("Not signed in any more"):new N(String(c))}if(n.ok)
return s.method==="hello"&&(this.as={project:r.result.project,coder:r.result.coder}),r;if(Re.has(n.status))throw new j(n.
status===409?xi(r.error?.found):"Not signed in any more");if(r.again)throw new Q(new T(r.error??{}).message);if(r.error&&
qi.has(n.status)){let c=new T(r.error);throw c.unexpected=n.status===500,c}throw new N(`status ${n.status}`)}listen(t){let e=null,
s=null,i=0,n=!1,r=()=>{clearTimeout(s),e?.close(),e=null,!(n||document.visibilityState==="hidden")&&(e=new EventSource(`${this.
base}/api/events?page=${this.page}`),e.onopen=()=>{i=0,t({back:!0})},e.onmessage=l=>{try{let h=JSON.parse(l.data);h.kind===
"changed_seat"?c(!0):t(h)}catch{}},e.onerror=()=>{e?.close(),e=null,c(!1)})},c=async l=>{clearTimeout(s),s=setTimeout(r,
De[Math.min(i++,De.length-1)]);try{let h=await this.who();if(n)return;h.signed_in?t(l?{kind:"changed_seat"}:{ask:!0}):t(
{expired:!0})}catch{n||t({lost:!0})}};return document.addEventListener("visibilitychange",r),r(),()=>{n=!0,document.removeEventListener(
"visibilitychange",r),r()}}async who(){return(await fetch(`${this.base}/api/who`,{credentials:"same-origin",signal:AbortSignal.
timeout(ee)})).json()}async signOut(){try{await fetch(`${this.base}/api/leave`,{method:"POST",headers:{"Content-Type":"a\
pplication/json","X-Qualcode":"1"},body:"{}",credentials:"same-origin"})}catch(t){throw new T({found:"The server does no\
t answer; you are still signed in",next:String(t)})}location.replace(`${this.base}/?signed-out`)}};function xi(a){return a?
a.charAt(0).toUpperCase()+a.slice(1):"Not signed in any more"}var $i=1e4,kt=class{home="notebook";constructor(t){this.model=
t,this.waiting=new Map,this.next=Math.floor(Math.random()*2**31)*2**20,this.tell=null,this.heard=e=>{if(e&&e.answer!==void 0){
let s=this.waiting.get(e.answer);if(this.waiting.delete(e.answer),!s)return;clearTimeout(s.timer),e.error?s.refuse(Si(e)):
s.give(e)}else e&&e.told&&this.tell?.(e.told.over?{ask:!0}:e.told)},t.on("msg:custom",this.heard)}call(t){let{patience:e=ee,
...s}=t,i=this.next++;return new Promise((n,r)=>{let c=setTimeout(()=>{this.waiting.delete(i),r(new N("the kernel does n\
ot answer"))},e);this.waiting.set(i,{give:n,refuse:r,timer:c});try{this.model.send({ask:i,...s})}catch(l){clearTimeout(c),
this.waiting.delete(i),r(new N(`the kernel cannot be reached: ${l.message??l}`))}})}listen(t){this.tell=t;let s=setInterval(
()=>{document.visibilityState==="visible"&&!this.waiting.size&&t({ask:!0})},$i),i=()=>{this.#t("the kernel is gone"),t({
lost:!0})};return this.model.on("comm_live_update",i),()=>{clearInterval(s),this.tell=null,this.model.off("comm_live_upd\
ate",i),this.model.off("msg:custom",this.heard),this.#t("the page is gone")}}#t(t){for(let{timer:e,refuse:s}of this.waiting.
values())clearTimeout(e),s(new N(t));this.waiting.clear()}};function Si(a){let t=new T(a.error);return a.over?new j(t.message):
a.again?new Q(t.message):(t.unexpected=!!a.unexpected,t)}var Pe=[300,700,1500,3e3,5e3],Oi=5e3,Ei=3,vt=class{constructor(t,e){this.app=t,this.head=`qualcode-outbox:${e}:`,this.items=
[],this.busy=!1,this.tries=0,this.offline=!1,this.trouble="",this.expired=!1,this.why="",this.closed=!1,this.timer=null,
this.locks=globalThis.navigator?.locks,this.key=this.head+(this.locks?P("o"):"tab"),this.release=()=>{},this.locks?.request(
this.key,()=>new Promise(s=>this.release=()=>s(null))).catch(()=>{}),this.locks||this.items.push(...this.#r(this.key)),this.
look=()=>{document.visibilityState!=="hidden"&&(this.#i(),this.expired?this.#s():this.items.length&&this.flush())},window.
addEventListener("focus",this.look),window.addEventListener("online",this.look),document.addEventListener("visibilitycha\
nge",this.look),this.looking=setInterval(this.look,Oi);try{this.channel=new BroadcastChannel("qualcode"),this.channel.onmessage=
this.look}catch{this.channel=null}this.#i()}get size(){return this.items.length}close(){this.closed=!0,clearTimeout(this.
timer),clearInterval(this.looking),window.removeEventListener("focus",this.look),window.removeEventListener("online",this.
look),document.removeEventListener("visibilitychange",this.look),this.channel?.close(),this.release()}send(t,e,s={}){return new Promise(
(i,n)=>{this.items.push({key:P("a"),method:t,params:e,words:s.words??t,give:i,refuse:n}),this.#a(),this.app.emit("status"),
this.flush()})}expire(t="Not signed in any more"){let e=this.expired&&this.why===t;this.expired=!0,this.why=t,e||this.app.
emit("status")}signedIn(){this.expired&&(this.expired=!1,this.why="",this.app.emit("status"),this.flush())}async flush(t={}){
if(!(this.busy||this.closed||!this.items.length||this.expired&&!t.signedOut)){clearTimeout(this.timer),this.busy=!0;try{
for(;this.items.length&&!this.closed;){let e=this.items[0],s;try{s=await this.app.transport.call({method:e.method,params:e.
params,key:e.key,since:this.app.act,document:this.app.doc?.document??null,others:this.app.others})}catch(i){if(i instanceof
T&&(!i.unexpected||(e.faults=(e.faults??0)+1)>=Ei)){this.#t(),e.refuse(i),this.app.emit("refused",{item:e,error:i}),this.
app.emit("status");continue}if(i instanceof j){this.expire(i.message);return}!(i instanceof N)&&!(i instanceof T)&&console.
error(i),this.offline=!0,this.trouble=i instanceof Q||i instanceof T?i.message:"",this.app.emit("status"),this.timer=setTimeout(
()=>this.flush(),Pe[Math.min(this.tries++,Pe.length-1)]);return}this.#t(),this.expired&&this.signedIn(),this.app.took(s),
e.give(s.result),this.app.emit("status")}}finally{this.busy=!1}}}#t(){this.tries=0,this.offline=!1,this.trouble="",this.
items.shift(),this.#a()}#s(){this.items.length?this.flush({signedOut:!0}):this.app.follow()}async#i(){if(!(!this.locks||
this.closed)){for(let t of this.#e())try{await this.locks.request(t,{ifAvailable:!0},e=>{if(!e||this.closed)return;let s=new Set(
this.items.map(i=>i.key));this.items.push(...this.#r(t).filter(i=>!s.has(i.key))),this.#a(),localStorage.removeItem(t)})}catch{}
this.items.length&&!this.busy&&(this.app.emit("status"),this.flush())}}#e(){try{return Object.keys(localStorage).filter(
t=>t.startsWith(this.head)&&t!==this.key)}catch{return[]}}get#n(){return this.locks?localStorage:sessionStorage}#r(t){try{
let e=JSON.parse(this.#n.getItem(t)??"[]");return Array.isArray(e)?e.filter(s=>s&&s.key&&s.method).map(s=>({...s,give:()=>{},
refuse:()=>{}})):[]}catch{return[]}}#a(){try{let t=this.items.map(({key:e,method:s,params:i,words:n})=>({key:e,method:s,
params:i,words:n}));t.length?this.#n.setItem(this.key,JSON.stringify(t)):this.#n.removeItem(this.key)}catch{}}};var Ai=2e3,Ci="ABCDEFGHIJKLMNOPQRSTUVWXYZ",qt=class{constructor(t,e){this.transport=t,this.root=e,this.session=null,this.
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
flush(),this.follow()):this.#s())}#s(){clearTimeout(this.timers.again),this.timers.again=setTimeout(()=>this.follow(),Ai)}#i(t){
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
return this.doc;let n=new U(i);if(i.act<this.act){let r=await this.read("changes",{since:i.act,document:t,others:this.others});
if(r.codings&&r.version===n.version&&n.apply(r.codings,r.full),this.opening!==s&&this.doc)return this.doc}if(this.doc?.version===
n.version)for(let r of this.doc.codings.values())r.unsaved&&r.id.startsWith("unsaved-")&&n.put(r);return this.doc=n,this.
emit("doc",n),n}async showOthers(t){this.others=t,this.doc&&await this.open(this.doc.document,!0)}go(t,e={}){this.view={
id:t,params:e},this.emit("view",this.view)}async jump(t,e,s){try{await this.open(t)}catch(i){this.sorry(i);return}this.go(
"code",e===void 0?{document:t}:{document:t,start:e,end:s??e})}async code(t,e,s,i=null){let n=this.doc;if(!n)return null;
let r=n.ordered().find(u=>u.start===t&&u.end===e&&u.code===s&&u.coder===this.session.coder);if(r&&!i)return this.say(`${this.
nameOf(s)} is on these words already; nothing was coded twice.`),{coding:r.id,stood:!0};let c={document:n.document,version:n.
version,start:t,end:e,code:s,memo:i},l=this.write("add",c,`${this.nameOf(s)} in ${n.document}`),h=P("unsaved-");n.put({id:h,
start:t,end:e,code:s,coder:this.session.coder,origin:"manual",blind:"unknown",suggestion:null,time:new Date().toISOString(),
stale:!1,memos:0,key:!1,unsaved:!0});let f=()=>this.emit("codings",{document:n.document,touched:[[t,e]],full:!1});f();let d=()=>{
n.codings.delete(h),this.doc?.version===n.version&&(this.doc.codings.delete(h),f())};try{let u=await l;return d(),u}catch(u){
throw d(),u}}remembered(t,e=null){try{let s=localStorage.getItem(`qualcode-${t}`);return s===null?e:JSON.parse(s)}catch{
return e}}remember(t,e){try{localStorage.setItem(`qualcode-${t}`,JSON.stringify(e))}catch{}}nameOf(t){return this.codes.
get(t)?.name??t}letterOf(t){let e=(this.themes??[]).indexOf(this.codes.get(t)?.theme??"");return e<0?"?":Ci[e%26]+(e>=26?
String(Math.floor(e/26)+1):"")}hueOf(t){let e=(this.themes??[]).indexOf(this.codes.get(t)?.theme??"");return e<0?7:e%8}say(t,e="\
info",s){this.emit("say",{words:t,kind:e,action:s})}sorry(t){t instanceof N||t instanceof j||(this.say(t.message??String(
t),"error"),t instanceof T||console.error(t))}close(){this.stop?.(),this.outbox?.close();for(let t of Object.values(this.
timers))clearTimeout(t)}};var Mi=6,Ti=[["all","All documents"],["open","Not finished by me"],["done","Finished by me"],["none","Finished by nobody"]],
xt=class{constructor(t,e,s){this.host=t,this.app=e,this.chosen=s,this.words="",this.stand="all",this.rows=new Map,this.shown=
[],this.order="",this.filter=o("input",{type:"search","aria-label":"Find a document",placeholder:"Find a document",autocomplete:"\
off",spellcheck:"false",dir:"auto",on:{input:()=>this.#t(),keydown:i=>this.#a(i)}}),this.select=o("select",{"aria-label":"\
Which documents",on:{change:()=>this.#t()}},Ti.map(([i,n])=>o("option",{value:i},n))),this.total=o("p",{class:"qc-docume\
nts-total"}),this.progress=o("progress",{"aria-label":"Documents you have finished"}),this.list=o("div",{class:"qc-docum\
ents-list",on:{keydown:i=>this.#r(i)}}),this.found=o("p",{class:"qc-unseen",role:"status"}),m(t,o("div",{class:"qc-docum\
ents-head"},o("h2",null,"Documents"),this.total,this.progress,o("div",{class:"qc-filter"},C("search"),this.filter),this.
select),this.list,this.found),this.offs=[e.on("documents",()=>this.draw()),e.on("doc",()=>this.draw())],this.draw()}destroy(){
for(let t of this.offs)t()}focus(){this.filter.focus(),this.filter.select()}#t(){this.words=this.filter.value,this.stand=
this.select.value,this.draw();let t=this.shown.length;this.found.textContent=this.words||this.stand!=="all"?`${k(t,"docu\
ment")} shown`:""}draw(){let{app:t}=this,e=this.words.trim().toLocaleLowerCase();this.shown=t.documents.filter(l=>Li(l,this.
stand,t.session.coder)&&ji(l,e));let s=t.documents.filter(l=>X(l,t.session.coder)==="whole").length,i=t.documents.length;
this.total.textContent=i?`You have finished ${s} of ${i}`:"",this.progress.max=Math.max(1,i),this.progress.value=s,this.
progress.hidden=!i,this.select.hidden=i<2;let n=[...new Set([t.session.coder,...t.session.coders??[],...t.documents.flatMap(
l=>l.passes.map(([h])=>h))])],r=_i(this.shown);for(let l of this.shown)this.#s(l,n);let c=JSON.stringify(r.map(([l,h])=>[
l,h.map(f=>f.document)]));if(c!==this.order||!this.shown.length){this.order=c;let l=this.list.contains(document.activeElement)?
document.activeElement:null;m(this.list,this.shown.length?null:o("p",{class:"qc-documents-none"},i?"No document fits.":"\
The study holds no documents yet. Bring some in with `qualcode ingest` or `project.ingest`."),r.map(([h,f])=>{let d=o("u\
l",{"aria-label":h||"Documents"},f.map(u=>this.rows.get(u.document)?.item));return h?o("details",{class:"qc-documents-gr\
oup",open:!0},o("summary",null,o("h3",null,h),o("span",{class:"qc-count"},String(f.length))),d):d})),l?.focus?.()}this.#e()}#s(t,e){
let{app:s}=this,i=s.doc?.document===t.document,n=s.here.filter(d=>d.document===t.document&&d.coder!==s.session.coder).map(
d=>d.coder),r=JSON.stringify([t,i,e,n]),c=this.rows.get(t.document);if(c?.drawn===r)return;let l=c??this.#i(t.document);
l.drawn=r,i&&!l.button.hasAttribute("aria-current")&&s.transport.home==="page"&&l.button.scrollIntoView({block:"nearest"}),
i?l.button.setAttribute("aria-current","true"):l.button.removeAttribute("aria-current");let h=X(t,s.session.coder),f=[ze(
t.kind),k(t.words,"word"),t.codings?k(t.codings,"coding"):"",t.hidden?"others hidden":""];m(l.button,o("span",{class:"qc\
-document-mark","data-read":h==="none"&&t.codings?"begun":h},C(Ke[h==="none"&&t.codings?"begun":h])),o("span",{class:"qc\
-document-words"},o("span",{class:"qc-document-name"},t.document),t.title&&t.title!==t.document?o("span",{class:"qc-docu\
ment-title"},t.title):null,o("span",{class:"qc-document-facts",title:[t.date,"codings: your own"].filter(Boolean).join("\
 · ")},f.filter(Boolean).join(" · ")),Ii(t,e,s.session.coder),n.length?o("span",{class:"qc-document-here"},C("person"),
o("span",null,`${I(n.join(", "))} ${n.length===1?"is":"are"} here now`)):null))}#i(t){let{app:e}=this,s=o("button",{type:"\
button",class:"qc-document",tabindex:"-1",data:{document:t},on:{click:async()=>{let n=e.view.id;if(Ni.has(n))try{await e.
open(t),e.go(n,{document:t})}catch(r){e.sorry(r);return}else await e.jump(t);this.chosen?.()}}}),i={drawn:"",button:s,item:o(
"li",null,s)};return this.rows.set(t,i),i}#e(){let t=this.#n(),e=t.find(s=>s===document.activeElement)??t.find(s=>s.getAttribute(
"aria-current"))??t[0];for(let s of t)s.tabIndex=s===e?0:-1}#n(){return[...this.list.querySelectorAll(".qc-document")].filter(
t=>!t.closest("details:not([open])"))}#r(t){let e=this.#n(),s=e.indexOf(document.activeElement),i={ArrowDown:s+1,ArrowUp:s-
1,Home:0,End:e.length-1}[t.key];s<0||i===void 0||t.ctrlKey||t.altKey||t.metaKey||t.shiftKey||(t.preventDefault(),i<0?this.
filter.focus():e[Math.min(i,e.length-1)].focus(),this.#e())}#a(t){t.key==="ArrowDown"?(t.preventDefault(),this.#n()[0]?.
focus(),this.#e()):t.key==="Enter"?(t.preventDefault(),this.#n()[0]?.click()):t.key==="Escape"&&this.filter.value&&(t.preventDefault(),
t.stopPropagation(),this.filter.value="",this.#t())}},Ni=new Set(["code","review","compare"]),Ke={whole:"check",part:"ha\
lf",begun:"dot",none:"circle"};function X(a,t){let e="none";for(let[s,i]of a.passes)if(s===t){if(i)return"whole";e="part"}
return e}function Li(a,t,e){return t==="open"?X(a,e)!=="whole":t==="done"?X(a,e)==="whole":t==="none"?!a.passes.some(([,
s])=>s):!0}function ji(a,t){if(!t)return!0;let e=[a.document,a.title,ze(a.kind),a.case,a.phase,a.date].filter(Boolean).join(
"  ").toLocaleLowerCase();if(e.includes(t))return!0;let s=e.split(/[^\p{L}\p{N}]+/u);return t.split(/\s+/u).every(i=>s.some(
n=>n.startsWith(i)))}function ze(a){return(a??"").replaceAll("_"," ")}var Be={whole:"all of it",part:"part of it",none:"\
not yet"};function Ii(a,t,e){if(t.length<2)return null;let s=a.hidden?[e]:t.length>Mi?t.filter(n=>n===e||X(a,n)!=="none"):
t,i=a.hidden?0:t.length-s.length;return o("span",{class:"qc-document-coders"},s.map(n=>{let r=X(a,n);return o("span",{class:"\
qc-document-coder","data-read":r,title:`${I(n)} has read ${Be[r]}`},C(Ke[r]),o("span",null,n),o("span",{class:"qc-unseen"},
`: ${Be[r]}; `))}),i?o("span",{class:"qc-document-coder","data-read":"none"},`${i} not yet`):null)}var We="No case",Ue="\
No phase";function _i(a){let t=new Set(a.map(c=>c.phase??"")),e=new Set(a.map(c=>c.case??""));if(t.size<2&&e.size<2)return[
["",a]];let s=new Map,i=c=>[t.size<2?"":c.phase?/^phase\b/i.test(c.phase)?c.phase:`Phase ${c.phase}`:Ue,e.size>1?c.case:
""].filter(Boolean).join(" · ")||We;for(let c of a){let l=i(c);s.has(l)||s.set(l,[]),s.get(l)?.push(c)}let n=new Intl.Collator(
"en",{numeric:!0}),r=c=>Number(c===We||c.startsWith(Ue));return[...s].sort(([c],[l])=>r(c)-r(l)||n.compare(c,l))}function E(a,t){let e=document.activeElement,s=O("title"),i=o("p",{class:"qc-fault",role:"alert"}),n=()=>f.close(),r=!1,
c=!1,l=async u=>{if(!r){r=!0,h("");try{await u()!==!1&&n()}catch(g){h(g.message??String(g))}finally{r=!1}}},h=u=>{m(i,I(
u)),u&&i.scrollIntoView({block:"nearest"})},f=o("dialog",{class:`qc-dialog ${t.wide?"qc-wide":""} ${t.class??""}`.trim(),
"aria-labelledby":s},o("form",{method:"dialog",novalidate:!0,on:{submit:u=>{u.preventDefault(),t.actions.length?l(t.actions[0].
run):n()}}},o("h2",{id:s},I(t.title)),t.body,i,o("div",{class:"qc-actions"},t.actions.map((u,g)=>g===0?o("button",{type:"\
submit",class:`qc-button qc-main ${u.kind??""}`.trim()},u.label):p(u.label,()=>l(u.run),{class:u.kind})),p(t.cancel??(t.
actions.length?"Cancel":"Close"),n)))),d=()=>[...f.querySelectorAll("textarea")].some(u=>u.value.trim()&&u.value!==u.dataset.
was);f.addEventListener("cancel",u=>{u.target!==f||c||!d()||(u.preventDefault(),c=!0,h("Press Esc again to close without\
 keeping what you wrote."))}),f.addEventListener("keydown",u=>{u.key==="Enter"&&(u.ctrlKey||u.metaKey)&&t.actions.length&&
(u.preventDefault(),u.stopPropagation(),l(t.actions[0].run))}),f.addEventListener("close",()=>{f.remove(),e?.isConnected&&
e!==document.body?e.focus():a.root.querySelector(".qc-main-view")?.focus({preventScroll:!0})}),a.root.append(f);for(let u of f.
querySelectorAll("textarea"))u.dataset.was=u.value;return f.showModal(),{close:n,element:f,wrong:h}}function M(a,t,e,s,i={}){
return new Promise(n=>{let r=!1;E(a,{title:t,body:[o("p",null,I(e))],actions:[{label:s,kind:i.kind,run:()=>{r=!0}}]}).element.
addEventListener("close",()=>n(r))})}function S(a,t={}){let e=O("field"),s=t.hint?O("hint"):null,i=t.list?.length?O("lis\
t"):null,n={id:e,name:t.name,"aria-describedby":s,required:t.required??!1,placeholder:t.placeholder},r;return t.kind==="\
area"?(r=o("textarea",{...n,rows:t.rows??3,dir:"auto"}),r.value=t.value??""):t.kind==="select"?(r=o("select",n,(t.options??
[]).map(([l,h])=>o("option",{value:l},h))),t.value!==void 0&&(r.value=t.value)):t.kind==="check"?(r=o("input",{...n,type:"\
checkbox"}),r.checked=!!t.value):(r=o("input",{...n,type:t.type??"text",list:i,autocomplete:t.autocomplete??"off",spellcheck:"\
false",dir:t.type?null:"auto"}),r.value=t.value??""),{element:o("div",{class:`qc-field ${t.kind==="check"?"qc-check":""}`.
trim()},o("label",{for:e},a),r,i?o("datalist",{id:i},t.list?.map(l=>o("option",{value:l}))):null,t.hint?o("p",{class:"qc\
-hint",id:s},t.hint):null),input:r}}var Fe=["solid","dashed","dotted","double","wavy"],Ye=3,He=6,Je=7,$t=21;function Z(a,t){let e=(a.themes??[]).indexOf(a.codes.
get(t)?.theme??"");return Fe[Math.max(0,e)%Fe.length]}function St(a){let t=[],e=new Map;for(let s of a){let i=t.findIndex(
n=>n<=s.start);i<0&&(i=t.length),t[i]=s.end,e.set(s.id,i)}return e}function Ot(a){let{codings:t,margin:e,pieces:s,block:i}=a;
if(!t.length)return null;let n=e.getBoundingClientRect();if(!n.width&&!n.height)return null;let r=t.map(c=>{let l=s.find(
g=>g.end>Math.max(c.start,i.start)),h=s.filter(g=>g.start<Math.min(c.end,i.end)).at(-1);if(!l||!h)return[0,0];let f=l.element.
getClientRects()[0],d=h.element.getClientRects(),u=d[d.length-1];return f&&u?[f.top-n.top,u.bottom-n.top]:[0,n.height]});
return{height:n.height,reach:r}}function Et(a,t,e,s,i=!1){let{codings:n,margin:r,block:c}=t;if(!e){r.childNodes.length&&
m(r);return}let l=Math.min(He,1+Math.max(...t.lanes.values()));r.style.setProperty("--qc-lanes",`${l*Je+4}px`);let h=[];
n.forEach((b,v)=>{let y=t.lanes.get(b.id)??0;if(y>=He)return;let[$,q]=e.reach[v];h.push(o("i",{class:`qc-bar ${b.start>=
c.start?"qc-begins":""} ${b.end<=c.end?"qc-ends":""} ${b.id===s?"qc-active":""} ${b.coder===a.session.coder?"":"qc-other"}`,
data:{coding:b.id,hue:a.hueOf(b.code),line:Z(a,b.code)},style:{top:`${Math.max(0,$+3)}px`,height:`${Math.max(8,q-$-6)}px`,
"inset-inline-start":`${y*Je}px`}}))});let f=Math.max(1,Math.floor((e.height+4)/$t)),d=n.map((b,v)=>({each:b,top:e.reach[v][0]}));
d.sort((b,v)=>b.top-v.top);let u=0;if(d.length>f){let b=Math.max(1,f-1),v=d.findIndex(({each:$})=>$.id===s),y=d.slice(0,
b);v>=b&&(y[b-1]=d[v]),u=d.length-y.length,d=y}let g=d.length+(f>1&&u?1:0),w=0,x=d.map(({each:b,top:v},y)=>{let $=Math.max(
w,Math.min(v,e.height-(g-y)*$t));return w=$+$t,Ri(a,b,$,s,f===1&&u?u:0)});if(u&&f>1){let b=n.filter(v=>!d.some(y=>y.each===
v));x.push(o("button",{type:"button",tabindex:"-1",class:"qc-name qc-more-names",data:{coding:b[0].id},style:{top:`${Math.
min(w,Math.max(0,e.height-$t))}px`}},`+${u}`,o("span",{class:"qc-unseen"},` more: ${b.map(v=>a.nameOf(v.code)).join(", ")}`)))}
m(r,h,x),i&&At(r,!0)}function At(a,t){for(let e of a.querySelectorAll(".qc-name"))e.setAttribute("tabindex",t||e.hasAttribute(
"aria-current")?"0":"-1")}function Ri(a,t,e,s,i){let n=t.coder===a.session.coder,r=[t.unsaved?"not saved yet":"",t.memos?
"with a memo":"",t.key?"key quotation":"",t.stale?"older definition":"",i?`and ${i} more here`:""].filter(Boolean);return o(
"button",{type:"button",tabindex:t.id===s?"0":"-1",class:`qc-name ${n?"":"qc-other"} ${t.unsaved?"qc-unsaved":""}`,"aria\
-current":t.id===s?"true":null,data:{coding:t.id,hue:a.hueOf(t.code),line:Z(a,t.code)},style:{top:`${Math.max(0,e)}px`}},
o("span",{class:"qc-letter"},a.letterOf(t.code)),o("span",{class:"qc-name-words"},a.nameOf(t.code)),n?null:o("span",{class:"\
qc-name-marks"},t.coder),t.key||t.memos||t.stale?o("span",{class:"qc-name-marks","aria-hidden":"true"},t.key?"★":"",t.
memos?"✎":"",t.stale?"≠":""):null,i?o("span",{class:"qc-name-marks","aria-hidden":"true"},`+${i}`):null,r.length?o("\
span",{class:"qc-unseen"},`, ${r.join(", ")}`):null)}var ct=["1","2","3","4","5","6","7","8","9"],Di=5;function Ve(a,t){let e=`${t}-${a.session.project}-${a.session.coder}`;
return{read:()=>a.remembered(e),write:s=>a.remember(e,s)}}var lt=class{constructor(t){this.app=t,this.store=Ve(t,"hotkey\
s"),this.chosen={};let e=this.store.read();if(e&&typeof e=="object")for(let s of ct)typeof e[s]=="string"&&(this.chosen[s]=
e[s]);this.fill()}fill(){let t=JSON.stringify(this.chosen);for(let i of ct)this.chosen[i]&&!this.app.codes.get(this.chosen[i])?.
applicable&&delete this.chosen[i];let e=new Set(Object.values(this.chosen)),s=[...this.app.codes.values()].filter(i=>i.applicable&&
!e.has(i.code));for(let i of ct){if(this.chosen[i]!==void 0)continue;let n=s.shift();n&&(this.chosen[i]=n.code)}JSON.stringify(
this.chosen)!==t&&this.store.write(this.chosen)}codeOf(t){return this.chosen[t]||null}keyOf(t){return ct.find(e=>this.chosen[e]===
t)??null}assign(t,e){let s=e&&this.keyOf(e);s&&(this.chosen[s]=""),this.chosen[t]=e,this.store.write(this.chosen)}};function K(a){
return a.normalize("NFKD").replace(/\p{M}/gu,"").toLocaleLowerCase()}function Y(a,t,e){let s=K(e).trim().split(/\s+/).filter(
Boolean),i=K(t.name),n=K(t.code),r=K(a.nameOf(t.theme)),c=K([t.definition,...t.include,...t.examples].join(" ")),l=0;for(let h of s){
let f=i.startsWith(h)||n===h?0:i.split(/[\s/_-]+/).some(d=>d.startsWith(h))?1:i.includes(h)||n.includes(h)?2:r.includes(
h)?3:c.includes(h)?4:null;if(f===null)return null;l=Math.max(l,f)}return l}var Ct=class{constructor(t,e,s){this.app=e,this.
given=s,this.hotkeys=new lt(e),this.recents=Ve(e,"recent"),this.purpose=null,this.picked=0,this.options=[];let i=O("code\
s");this.input=o("input",{type:"search",role:"combobox","aria-expanded":"true","aria-controls":i,"aria-autocomplete":"li\
st","aria-label":"Find a code",placeholder:"Find a code",autocomplete:"off",spellcheck:"false",on:{input:()=>this.#s(),focus:()=>this.
draw(),blur:()=>this.draw()}}),this.list=o("div",{class:"qc-codes",role:"listbox",id:i,"aria-label":"Codes"}),this.told=
o("p",{class:"qc-unseen",role:"status"}),this.banner=o("p",{class:"qc-purpose",hidden:!0}),this.keys=o("p",{class:"qc-hi\
nt"},o("kbd",null,"/")," to type, ",o("kbd",null,"1"),"–",o("kbd",null,"9")," put a code on. ",o("button",{type:"butto\
n",class:"qc-link",on:{click:()=>s.numbers()}},"Change numbers")),t.append(this.banner,o("div",{class:"qc-filter"},C("se\
arch"),this.input),this.keys,this.list,this.told),this.list.addEventListener("mousedown",n=>n.preventDefault()),this.list.
addEventListener("click",n=>{if(n.detail>1)return;let r=n.target.closest("[role=option]");r&&this.#r(r)}),this.draw()}bindings(){
let t=s=>i=>document.activeElement===this.input?s(i):!1,e="Finding a code";return[{keys:"ArrowDown",words:"next code of \
the list",run:t(()=>this.#e(this.picked+1)),typing:!0,group:e},{keys:"ArrowUp",words:"code before",run:t(()=>this.#e(this.
picked-1)),typing:!0,group:e},{keys:"Enter",words:"put it on",run:t(()=>this.options[this.picked]&&this.#r(this.options[this.
picked])),typing:!0,group:e},...ct.map(s=>({keys:`Alt+${s}`,words:"give it the number 1 (with 2 to 9 the others)",run:t(
()=>this.#i(s)),typing:!0,quiet:s!=="1",group:e})),{keys:"Escape",words:"back to the text",typing:!0,group:e,run:t(()=>{
this.input.value="",this.given.leave(),this.draw()})}]}focus(){this.input.focus(),this.input.select()}clear(){this.input.
value="",this.picked=0,this.draw()}used(t){let e=this.#t().filter(s=>s!==t);this.recents.write([t,...e].slice(0,12))}setPurpose(t){
this.purpose=t,this.banner.hidden=!t,m(this.banner,t," ",o("button",{type:"button",class:"qc-link",on:{click:()=>this.given.
leave()}},"Cancel"))}#t(){let t=this.recents.read();return Array.isArray(t)?t.filter(e=>this.app.codes.get(e)?.applicable):
[]}#s(){this.picked=0,this.draw();let t=this.options.length-1;this.told.textContent=this.input.value.trim()?t?`${t} ${t===
1?"code":"codes"}`:"No code fits":""}#i(t){let e=this.options[this.picked]?.dataset.code;e&&(this.hotkeys.assign(t,e),this.
app.say(`${t} puts ${this.app.nameOf(e)} on from now on.`),this.draw())}#e(t){this.options.length&&(this.options[this.picked]?.
setAttribute("aria-selected","false"),this.picked=(t+this.options.length)%this.options.length,this.#n(),this.options[this.
picked].scrollIntoView({block:"nearest"}))}#n(){let t=this.options[this.picked],e=document.activeElement===this.input;t&&
e?(t.setAttribute("aria-selected","true"),this.input.setAttribute("aria-activedescendant",t.id)):(t?.setAttribute("aria-\
selected","false"),this.input.removeAttribute("aria-activedescendant"))}#r(t){t.dataset.code?this.given.take(t.dataset.code):
this.given.make(this.input.value.trim())}counts(){for(let t of this.options){let e=this.app.codes.get(t.dataset.code??"")?.
codings,s=t.querySelector(".qc-count");s&&(s.textContent=e?e.toLocaleString("en"):"")}}draw(){let{app:t}=this;this.hotkeys.
fill();let e=this.input.value.trim(),s=document.activeElement===this.input,i=[...t.codes.values()].filter(h=>h.applicable),
n=[];this.options=[];let r=(h,f)=>{let d=this.hotkeys.keyOf(h.code),u=o("div",{class:"qc-code",role:"option",id:O("code"),
"aria-selected":"false",data:{code:h.code,hue:t.hueOf(h.code),line:Z(t,h.code)},title:[h.name.length>60?h.name:"",h.definition].
filter(Boolean).join(": ")||null,style:f?{"--qc-depth":String(f)}:{}},o("span",{class:"qc-letter"},t.letterOf(h.code)),o(
"span",{class:"qc-code-name"},h.name),o("span",{class:"qc-count",title:"your codings"},h.codings?h.codings.toLocaleString(
"en"):""),d?o("kbd",{title:`press ${d}`},d):null);return this.options.push(u),u};if(e){let h=this.#t(),f=u=>h.includes(u.
code)?h.indexOf(u.code):h.length,d=i.map((u,g)=>({each:u,place:g,score:Y(t,u,e)})).filter(({score:u})=>u!==null).sort((u,g)=>u.
score-g.score||f(u.each)-f(g.each)||u.place-g.place);n.push(d.map(({each:u})=>r(u,0)))}else{let h=s?this.#t().slice(0,Di):
[];h.length&&n.push(Ge("Used last",h.map(f=>r(t.codes.get(f),0))));for(let f of t.themes??[]){let d=i.filter(u=>u.theme===
f);d.length&&n.push(Ge(t.nameOf(f),d.map(u=>r(u,this.#a(u))),t.hueOf(f),d[0].code===f))}}let c=o("div",{class:"qc-code q\
c-new-code",role:"option",id:O("code"),"aria-selected":"false"},C("plus"),o("span",{class:"qc-code-name"},e?`New code “${e}\
” …`:"New code …"));this.options.push(c);let l=this.list.scrollTop;m(this.list,n,c),this.list.scrollTop=e||s?0:l,this.
picked=Math.min(this.picked,this.options.length-1),this.#n()}#a(t){let e=0;for(let s=t;s.parent&&e<6;e++){let i=this.app.
codes.get(s.parent);if(!i)break;s=i}return e}};function Ge(a,t,e,s=!1){let i=O("group");return o("div",{role:"group",class:"\
qc-code-group","aria-labelledby":i,data:e===void 0?{}:{hue:e}},o("div",{class:s?"qc-unseen":"qc-code-theme",id:i,role:"p\
resentation"},a),t)}var Pi=350,se=4;function G(a){let t=new Date(a);return Number.isNaN(t.getTime())?a:t.toLocaleString("en-GB",{day:"numeri\
c",month:"short",year:"numeric",hour:"2-digit",minute:"2-digit"})}var Bi={manual:"by hand",accepted:"suggestion accepted",
revised:"suggestion revised",consensus:"settled together",imported:"imported"},Wi={yes:"coded blind",no:"not blind",unknown:""};
function ie(a){return[a.coder,Bi[a.origin]??a.origin,Wi[a.blind]??"",a.unsaved?"not saved yet":G(a.time),a.stale?"the de\
finition has changed since":"",a.key?"key quotation":"",a.memos?`${a.memos} ${a.memos===1?"memo":"memos"}`:""].filter(Boolean)}
var Mt=class{constructor(t){this.text=t,this.element=o("div",{class:"qc-tip",role:"tooltip",id:O("tip"),hidden:!0}),this.
timer=null,this.of="",t.element.after(this.element),this.over=e=>this.#t(e),this.away=e=>{let s=e.relatedTarget;s&&(this.
element.contains(s)||t.element.contains(s))||this.hide()},this.key=e=>{e.key==="Escape"&&!this.element.hidden&&this.hide()},
t.element.addEventListener("pointerover",this.over),t.element.addEventListener("pointerleave",this.away),this.element.addEventListener(
"pointerleave",this.away),document.addEventListener("keydown",this.key,!0),this.scrolled=()=>this.hide(),document.addEventListener(
"scroll",this.scrolled,{capture:!0,passive:!0})}destroy(){clearTimeout(this.timer),document.removeEventListener("keydown",
this.key,!0),document.removeEventListener("scroll",this.scrolled,{capture:!0}),this.element.remove()}hide(){clearTimeout(
this.timer),this.of="",this.element.hidden=!0,this.text.highlights.show("named",[])}#t(t){let s=t.target.closest("[data-\
codes], .qc-name, .qc-bar");if(!s||t.buttons){(!this.element.hidden||this.of)&&this.hide();return}let i=s.dataset.codes??
s.dataset.coding??"";if(i===this.of)return;this.hide(),this.of=i;let n=i.split(" ").map(r=>this.text.doc.codings.get(r)??
this.text.shown().find(c=>c.id===r)).filter(r=>!!r);s.dataset.coding&&this.text.highlights.show("named",n.map(r=>[r.start,
r.end])),this.timer=setTimeout(()=>this.#s(s,n),Pi)}#s(t,e){let{app:s}=this.text;if(!e.length||!t.isConnected)return;m(this.
element,e.slice(0,se).map(l=>o("div",{class:"qc-tip-one",data:{hue:s.hueOf(l.code)}},o("b",null,o("span",{class:"qc-lett\
er"},s.letterOf(l.code))," ",s.nameOf(l.code)),o("span",{class:"qc-quiet"},ie(l).join(" · ")),e.length===1&&s.codes.get(
l.code)?.definition?o("p",null,s.codes.get(l.code)?.definition):null)),e.length>se?o("p",{class:"qc-quiet"},`and ${e.length-
se} more; click, and click again, to go through them`):null),this.element.hidden=!1;let i=t.getClientRects()[0]??t.getBoundingClientRect(),
n=this.element.getBoundingClientRect(),r=Math.max(8,Math.min(i.left,innerWidth-n.width-8)),c=i.bottom+6;this.element.style.
setProperty("left",`${r}px`),this.element.style.setProperty("top",`${c+n.height>innerHeight-8?Math.max(8,i.top-n.height-
6):c}px`)}};function Qe(a,t,e,s){let i=S("Name",{value:t,required:!0}),n=S("Definition",{kind:"area",rows:4,hint:"When is it put on,\
 and when not? Two sentences now spare long talks later, and without them nobody else can code as you do."}),r=(a.themes??
[]).map(f=>[f,a.nameOf(f)]),c=S("Theme",{kind:"select",options:[["","(a theme of its own)"],...r],value:""}),l=!1,h=E(a,
{title:"New code",body:[i.element,n.element,c.element,o("p",{class:"qc-hint"},s)],actions:[{label:"Add the code",run:async()=>{
let f=i.input.value.trim().replace(/\s+/g," "),d=n.input.value.trim();if(!f)return h.wrong("A code needs a name."),i.input.
focus(),!1;let u=[...a.codes.values()].find(x=>x.name.toLocaleLowerCase()===f.toLocaleLowerCase()&&!x.merged_into);if(u)
return h.wrong(`There is a code ${u.name} already${u.definition?`: ${u.definition.replace(/\.$/,"")}`:""}. Use it, or ch\
oose another name.`),i.input.focus(),!1;if(!d&&!l)return l=!0,h.wrong("It has no definition yet. Say in a sentence when \
it is put on; or press “Add the code” once more to leave it open."),n.input.focus(),!1;let g=await a.write("book_add",
{name:f,parent:c.input.value||null,definition:d},`new code ${f}`);await a.loadBook();let w=g?.code??[...a.codes.values()].
find(x=>x.name===f)?.code;if(!w)throw new Error("The code was added, but is not in the codebook as it is now. Look there\
.");for(let x of g?.hints??[])a.say(x);e(w)}}]});(t?n.input:i.input).focus()}function Xe(a,t){return new Promise(e=>{let s=null,
i=t.there.length===1;E(a,{title:`${a.nameOf(t.code)} is here already`,body:[o("p",null,i?"Part of these words carries th\
is code:":`Parts of these words carry this code ${t.there.length} times:`),t.there.slice(0,3).map(r=>o("blockquote",{class:"\
qc-said"},tt(t.words(r.start,r.end)))),o("p",{class:"qc-hint"},"Coded twice, the words would count as two codings.")],actions:[
...i?[{label:"Make it one coding over all of it",run:()=>{s="join"}}]:[],{label:"Code it as well",run:()=>{s="anyway"}}]}).
element.addEventListener("close",()=>e(s))})}function tt(a,t=160){let e=[...a];return e.length>t?`${e.slice(0,t-20).join(
"")} … ${e.slice(-15).join("")}`:a}function Ze(a,t,e){let s=t.looked==="seen",i=S("Did you code it without sight of ot\
her coders’ codings and of suggestions?",{kind:"select",options:s?[["no","No: I have seen them here"]]:[["yes","Yes, b\
lind"],["no","No"],["unknown","I cannot say"]],value:s?"no":t.looked==="hidden"?"yes":"unknown",hint:s?"They were shown \
on this page while you worked on this document.":t.looked==="hidden"?"This page has not shown you any on this document. \
Say no if you have seen them elsewhere.":""}),n=[...t.codings.values()].filter(r=>r.coder===a.session.coder).length;E(a,
{title:`Done with ${t.document}`,body:[o("p",null,"You have read it to the end for every code of the codebook. From now \
on, where you have put no coding, it means “no” rather than “not read yet”, and the document counts in tables and in agr\
eement."),n?null:o("p",{class:"qc-note"},"You have put no coding on it. That is a finding, too, if it is so."),i.element,
o("p",{class:"qc-hint"},"You can go on coding it afterwards, and Undo takes this back.")],actions:[{label:"Record it as \
done",run:async()=>{let r=i.input.value,c={document:t.document,version:t.version,blind:r==="unknown"?r:r==="yes"};await a.
write("done",c,`${t.document} done`),e()}}]})}function ts(a,t,e){let s=[["","(none)"],...[...a.codes.values()].filter(n=>n.
applicable).map(n=>[n.code,`${a.letterOf(n.code)}  ${n.name}`])],i=["1","2","3","4","5","6","7","8","9"].map(n=>({digit:n,
made:S(n,{kind:"select",options:s,value:t.codeOf(n)??""})}));E(a,{title:"Numbers of codes",body:[o("p",{class:"qc-hint"},
"Select words and press the number. Kept for you in this browser."),o("div",{class:"qc-numbers"},i.map(({made:n})=>n.element))],
actions:[{label:"Use these",run:()=>{for(let{digit:n,made:r}of i)(t.codeOf(n)??"")!==r.input.value&&t.assign(n,r.input.value);
e()}}]})}function et(a,t){let e=o("div",{class:"qc-memo-list"},o("p",{class:"qc-quiet"},"Looking for memos …")),s=S("N\
ew memo",{kind:"area",rows:4}),i=S("Title (may be empty)",{value:t.title??""}),n=null,r=async()=>{try{let c=await a.read(
"memos",{on:t.on,others:a.others});m(e,c.map(l=>o("article",{class:"qc-memo"},o("p",{class:"qc-quiet"},[l.coder,G(l.time)].
join(" · ")),l.title?o("h3",null,l.title):null,o("p",{class:"qc-memo-words"},l.text),l.mine?o("p",{class:"qc-toolbar"},
p("Change",()=>{n=l.id,s.input.value=l.text,i.input.value=l.title??"",s.element.querySelector("label").textContent="The \
memo, changed",s.input.focus()},{class:"qc-small"}),p("Take back",async()=>{await M(a,"Take this memo back?","It stays i\
n the history of the study.","Take it back")&&(await a.write("memo_retract",{memo:l.id},"memo taken back").catch(()=>{}),
await r(),s.input.focus(),t.then?.())},{class:"qc-small"})):null)))}catch(c){m(e,o("p",{class:"qc-fault"},c.message))}};
E(a,{title:t.heading,body:[t.quoted?o("blockquote",{class:"qc-said"},tt(t.quoted)):null,e,s.element,i.element],actions:[
{label:"Save the memo",run:async()=>{let c=s.input.value.trim();if(!c)throw new Error("A memo needs words.");n?await a.write(
"memo_edit",{memo:n,text:c,title:i.input.value.trim()},"memo changed"):await a.write("memo_add",{on:t.on,text:c,title:i.
input.value.trim()},"memo"),t.then?.()}}]}),s.input.focus(),r()}function ne(a){m(a,o("h2",{class:"qc-unseen"},"Selection"),o("p",{class:"qc-hint qc-begin"},"Select words with the mouse\
, then click a code below. By keys: ",o("kbd",null,"↑")," ",o("kbd",null,"↓")," go from turn to turn, ",o("kbd",null,
"Enter")," selects one, ",o("kbd",null,"Shift")," ",o("kbd",null,"→")," selects words; ",o("kbd",null,"?")," shows all\
 keys."))}function es(a,t,e,s,i){let n=e.printed(s.start,s.end),r=n.split(/\s+/).filter(Boolean).length,c=new Set(e.blocksIn(
s.start,s.end).map(h=>h.turn).filter(h=>!!h)),l=e.codingsIn(s.start,s.end).filter(h=>h.coder===t.session.coder);m(a,o("d\
iv",{class:"qc-here-head"},o("h2",null,"Selected"),o("span",{class:"qc-count"},k(r,"word"),c.size>1?`, ${c.size} turns`:
""),p("Clear the selection",i.clear,{icon:"close",bare:!0,class:"qc-small qc-push"})),o("blockquote",{class:"qc-said qc-\
selected",dir:"auto"},tt(n,100)),l.length?o("ul",{class:"qc-also"},l.slice(0,6).map(h=>o("li",null,ss(t,h,i.look))),l.length>
6?o("li",{class:"qc-quiet"},`and ${l.length-6} more`):null):null,o("div",{class:"qc-toolbar"},p("Memo",i.memo,{icon:"mem\
o",class:"qc-small",keys:"m"}),p("Copy",i.copy,{class:"qc-small"})))}function ss(a,t,e){return o("button",{type:"button",
class:"qc-chip",data:{hue:a.hueOf(t.code)},on:{click:()=>e(t)}},o("span",{class:"qc-letter"},a.letterOf(t.code))," ",a.nameOf(
t.code),t.coder===a.session.coder?null:o("span",{class:"qc-quiet"},` · ${t.coder}`))}function is(a,t,e,s,i){let n=t.codes.
get(s.code),r=s.coder===t.session.coder,c=e.codingsIn(s.start,s.end).filter(f=>f!==s),l=n&&n.theme!==n.code?t.nameOf(n.theme):
"",h=o("div",{class:"qc-noted"});m(a,o("div",{class:"qc-card",data:{hue:t.hueOf(s.code)}},o("div",{class:"qc-here-head"},
o("span",{class:"qc-letter"},t.letterOf(s.code)),o("h2",null,t.nameOf(s.code)),p("Back to the selection",()=>i.look(null),
{icon:"close",bare:!0,class:"qc-small qc-push",keys:"Escape"})),l?o("p",{class:"qc-quiet"},l):null,o("blockquote",{class:"\
qc-said",dir:"auto"},tt(e.printed(s.start,s.end),120)),o("p",{class:"qc-facts"},ie(s).join(" · ")),i.moving?o("div",{class:"\
qc-note",role:"status"},o("p",null,i.moving),o("p",{class:"qc-toolbar"},p("Save the edges",i.save,{class:"qc-small qc-ma\
in"}),p("Leave them",i.leave,{class:"qc-small"}))):s.unsaved?o("p",{class:"qc-note"},"Not saved yet. It is kept in this \
page and sent as soon as the study answers; then it can be changed."):o("div",{class:"qc-toolbar"},r?[p("Edges",i.edges,
{class:"qc-small",keys:"e"}),i.toSelection?p("Edges to the selected words",i.toSelection,{class:"qc-small"}):null,p("Cha\
nge code",i.code,{class:"qc-small",keys:"r"})]:null,p(s.memos?`Memos (${s.memos})`:"Memo",i.memo,{icon:"memo",class:"qc-\
small",keys:"m"}),p(s.key?"Key quotation":"Make it a key quotation",i.key,{class:"qc-small","aria-pressed":s.key?"true":
"false",keys:"k"}),p("Copy",i.copy,{class:"qc-small",keys:"q"}),r?p("Retract",i.retract,{icon:"trash",class:"qc-small qc\
-danger",keys:"Delete"}):null),s.stale?o("p",{class:"qc-note qc-warn"},"Coded under an earlier definition. Read the pres\
ent one, and change or keep the coding."):null,n?.definition?o("p",{class:"qc-definition"},n.definition):o("p",{class:"q\
c-quiet"},n?"No definition yet.":"This code is not in the codebook any more."),n&&(n.include.length||n.exclude.length)?o(
"details",null,o("summary",null,"When it is put on, and when not"),n.include.length?o("p",null,o("b",null,"Yes: "),n.include.
join("; ")):null,n.exclude.length?o("p",null,o("b",null,"No: "),n.exclude.join("; ")):null):null,h,c.length?o("div",null,
o("h3",null,"Also on these words"),o("ul",{class:"qc-also"},c.slice(0,8).map(f=>o("li",null,ss(t,f,i.look))),c.length>8?
o("li",{class:"qc-quiet"},`and ${c.length-8} more`):null)):null)),s.memos&&t.read("memos",{on:s.id,others:t.others}).then(
f=>{h.isConnected&&m(h,f.slice(0,3).map(d=>o("article",{class:"qc-memo"},o("p",{class:"qc-quiet"},[d.coder,G(d.time)].join(
" · ")),d.title?o("h3",null,d.title):null,o("p",{class:"qc-memo-words"},tt(d.text,400)))))},()=>{})}var st=class{constructor(t,e,s){this.text=t,this.coding=e,this.given=s,this.start=e.start,this.end=e.end,this.side="end",
this.byKeys=!1,this.handles={start:o("div",{class:"qc-handle qc-handle-start","aria-hidden":"true"}),end:o("div",{class:"\
qc-handle qc-handle-end","aria-hidden":"true"})};for(let i of["start","end"])this.handles[i].addEventListener("pointerdo\
wn",n=>this.#t(n,i)),t.element.append(this.handles[i]);this.place()}destroy(){this.stopped?.();for(let t of Object.values(
this.handles))t.remove();this.text.highlights.show("edges",[])}place(){let t=this.text.ranges(this.start,this.end),e=this.
text.element.getBoundingClientRect(),s=t[0]?.getClientRects()[0],i=t.length?[...t[t.length-1].getClientRects()].at(-1):null,
n=c=>getComputedStyle(c.startContainer.parentElement).direction==="rtl";for(let[c,l]of[["start",s],["end",i]]){let h=this.
handles[c];if(h.hidden=!l,!l)continue;let f=c==="end"!==n(t[c==="end"?t.length-1:0]);h.style.setProperty("left",`${(f?l.
right:l.left)-e.left}px`),h.style.setProperty("top",`${l.top-e.top}px`),h.style.setProperty("height",`${l.height}px`),h.
classList.toggle("qc-now",this.byKeys&&c===this.side)}let r=this.start!==this.coding.start||this.end!==this.coding.end;this.
text.highlights.show("edges",this.byKeys||r?[[this.start,this.end]]:[])}move(t,e){let{doc:s}=this.text,i=t==="start"?Math.
min(e,s.step(this.end,-1)):this.start,n=t==="end"?Math.max(e,s.step(this.start,1)):this.end,r=s.snapped(i,n);this.start=
r.start,this.end=r.end,this.place()}save(){let t=this.text.doc.trimmed(this.start,this.end);t&&(t.start!==this.coding.start||
t.end!==this.coding.end)?this.given.save(t.start,t.end):this.given.leave()}#t(t,e){if(t.button)return;t.preventDefault();
let s=this.handles[e],i=this.text.scroller;for(let c of Object.values(this.handles))c.classList.add("qc-held");let n=c=>{
let l=i?.getBoundingClientRect();l&&i&&(c.clientY<l.top+24&&i.scrollBy(0,-16),c.clientY>l.bottom-24&&i.scrollBy(0,16));let h=this.
text.pointAt(c.clientX,c.clientY);h!==null&&this.move(e,h)},r=()=>{this.stopped?.(),this.save()};this.stopped=()=>{this.
stopped=void 0,document.removeEventListener("pointermove",n),document.removeEventListener("pointerup",r),document.removeEventListener(
"pointercancel",r);for(let c of Object.values(this.handles))c.classList.remove("qc-held")},s.setPointerCapture?.(t.pointerId),
s.releasePointerCapture?.(t.pointerId),document.addEventListener("pointermove",n),document.addEventListener("pointerup",
r),document.addEventListener("pointercancel",r)}begin(){this.byKeys=!0,this.place(),this.#s()}#s(){this.given.tell(`Movi\
ng the ${this.side==="end"?"end":"beginning"}: ← → by word, Shift by character, Tab for the other edge, Enter saves, Esc\
 leaves it as it was.`)}bindings(){let{doc:t}=this.text,e="Moving edges",s=n=>{let r=this.text.drawn.get(t.blocks[t.blockAt(
this[this.side])]);return n.key==="ArrowRight"!=(!!r&&getComputedStyle(r.words).direction==="rtl")};return[{keys:"ArrowR\
ight or ArrowLeft",words:"move the edge by a word",run:n=>{let r=this[this.side],c=s(n);if(this.side==="start"){let l=c?
t.word(r+1,1):t.word(r,-1);l&&this.move("start",l[0])}else if(c){let l=t.word(r,1),h=t.word(r,-1);h&&h[1]>r&&(l=h),l&&this.
move("end",l[1])}else{let l=t.word(r,-1);l&&l[1]>=r&&(l=t.word(l[0],-1)),l&&this.move("end",l[1])}},group:e},{keys:"Shif\
t+ArrowRight or Shift+ArrowLeft",words:"by a character",run:n=>this.move(this.side,t.step(this[this.side],s(n)?1:-1)),group:e},
{keys:"Tab or Shift+Tab",words:"the other edge",group:e,run:()=>{this.side=this.side==="end"?"start":"end",this.place(),
this.#s()}},{keys:"Enter",words:"save the edges",run:()=>this.save(),group:e},{keys:"Escape",words:"leave them as they w\
ere",run:()=>this.given.leave(),group:e}]}};var Tt=class{constructor(t){this.ranges=t,this.own=new Map}show(t,e){let s=this.own.get(t)??{stretches:[],shown:[]};!e.length&&
!s.stretches.length||(s.stretches=e,this.own.set(t,s),this.#t(t))}again(){for(let[t,e]of this.own)e.stretches.length&&this.#t(
t)}clear(){for(let t of this.own.keys())this.show(t,[])}#t(t){let e=globalThis.CSS?.highlights,s=this.own.get(t);if(!e||
!s)return;let i=globalThis.Highlight,n=e.get(`qc-${t}`);n||e.set(`qc-${t}`,n=new i);for(let r of s.shown)n.delete(r);s.shown=
s.stretches.flatMap(([r,c])=>this.ranges(r,c));for(let r of s.shown)n.add(r)}};function ns(a){let{doc:t}=a,e=()=>document.activeElement?.contains(a.element)??!1,s=b=>v=>{if(!e())return!1;let y=b(v);return document.
activeElement!==a.element&&a.focus(),y},i=b=>{let[v,y]=a.span();if(y<v)return;let q=a.cursor===null||!a.sees(a.cursor)?t.
blockAt(a.top()):a.cursor+b;a.caret=null,a.highlights.show("word",[]),a.goTo(Math.max(v,Math.min(y,q)))},n=()=>{if(a.caret)
return a.caret;let b=t.blocks[a.cursor??t.blockAt(a.top())],v=b?t.word(b.start,1)?.[0]??b.start:0;return{anchor:v,head:v}},
r=b=>{let v=a.drawn.get(t.blocks[t.blockAt(n().head)]),y=v?getComputedStyle(v.words).direction==="rtl":!1;return b.key===
"ArrowRight"!==y},c=b=>{let v=r(b);if(!a.caret){a.setCaret(n().head);return}let{anchor:y,head:$}=a.caret,q=y===$?$:v?Math.
max(y,$)-1:Math.min(y,$),A=v?t.word(q+1,1):t.word(q,-1);A&&f(A[0])&&a.setCaret(A[0])},l=b=>{let{anchor:v,head:y}=n(),$=r(
b),q=y;if($){let A=h(y);A!==null&&(q=A)}else{let A=t.word(y,-1);A&&(q=A[0])}f(q-($?1:0))&&a.setCaret(v,q)},h=b=>{for(let v=Math.
max(0,t.blockAt(b));v<t.blocks.length;v++){let y=t.words(t.blocks[v]).find($=>$[1]>b);if(y)return y[1]}return null},f=b=>a.
drawn.has(t.blocks[t.blockAt(b)]),d=b=>{let{anchor:v,head:y}=n(),$=t.step(y,r(b)?1:-1);f($>y?$-1:$)&&a.setCaret(v,$)},u=b=>{
let{anchor:v,head:y}=n(),$=t.blockAt(b>0?y:y-1),q=t.blocks[$];if(!q)return;let A=t.trimmed(q.start,q.end)??q,R=(b>0?y>=A.
end:y<=A.start)?t.blocks[$+b]:q;if(!R||!a.drawn.has(R))return;let Ne=t.trimmed(R.start,R.end)??R;a.setCaret(v,b>0?Ne.end:
Ne.start)},g=(b,v)=>{let{anchor:y,head:$}=n(),q=t.blocks[t.blockAt($>y?$-1:$)];if(!q)return;let A=t.trimmed(q.start,q.end)??
q;v?a.setCaret(y,b?A.end:A.start):a.setCaret(b?t.word(A.end,-1)?.[0]??A.start:A.start)},w=()=>{a.cursor===null&&a.goTo(t.
blockAt(a.top()));let b=t.blocks[a.cursor??0];if(!b)return;let v=t.trimmed(b.start,b.end);if(!v)return;let{selection:y}=a,
$=b.turn,q=$?t.trimmed($.start,$.end):v,L=y&&y.start===v.start&&y.end===v.end&&q?q:v;a.select(L.start,L.end),a.caret={anchor:L.
start,head:L.end}},x=()=>{let[b,v]=a.span(),y=b<=v?t.trimmed(t.blocks[b].start,t.blocks[v].end):null;y&&(a.select(y.start,
y.end),a.caret={anchor:y.start,head:y.end})};return[{keys:"ArrowDown",words:"next turn",run:s(()=>i(1)),group:"Reading"},
{keys:"ArrowUp",words:"turn before",run:s(()=>i(-1)),group:"Reading"},{keys:"Enter or Space",words:"select the turn (of \
a long one the paragraph; once more: all of it)",run:s(w),group:"Selecting"},{keys:"ArrowRight or ArrowLeft",words:"from\
 word to word",run:s(c),group:"Selecting"},{keys:"Shift+ArrowRight or Shift+ArrowLeft",words:"select by words",run:s(l),
group:"Selecting"},{keys:"Alt+Shift+ArrowRight or Alt+Shift+ArrowLeft",words:"select by characters",run:s(d),group:"Sele\
cting"},{keys:"Shift+ArrowDown",words:"select to the end of the paragraph, and on",run:s(()=>u(1)),group:"Selecting"},{keys:"\
Shift+ArrowUp",words:"select to its beginning, and back",run:s(()=>u(-1)),group:"Selecting"},{keys:"Mod+a",words:"select\
 the whole text",run:s(x),group:"Selecting"},{keys:"Home",words:"first word of the paragraph",run:s(()=>g(!1,!1)),group:"\
Selecting"},{keys:"End",words:"last word",run:s(()=>g(!0,!1)),group:"Selecting"},{keys:"Shift+Home",words:"select to the\
 beginning of the paragraph",run:s(()=>g(!1,!0)),group:"Selecting"},{keys:"Shift+End",words:"select to its end",run:s(()=>g(
!0,!0)),group:"Selecting"}]}var Ui={descriptive:"Observed",reflective:"Reflection",text:""},it=56,Ki=68,z=class{constructor(t,e,s,i={}){this.app=e,this.
doc=s,this.more=i,this.drawn=new Map,this.blockOf=new WeakMap,this.near=new Set,this.evidenced=[],this.selection=null,this.
active=null,this.cursor=null,this.caret=null,this.given=null,this.scrolls=null,this.hint=o("p",{class:"qc-unseen",id:O("\
hint")},"Up and Down go from turn to turn, Enter selects the turn, Left and Right go from word to word, with Shift they \
select."),this.element=o("div",{class:`qc-text ${i.margin===!1?"qc-plain":""}`,tabindex:"0",role:"group","aria-label":i.
label??`Text of ${s.document}`,"aria-describedby":i.keyboard?this.hint.id:null}),t.append(this.element),this.highlights=
new Tt((n,r)=>this.ranges(n,r)),this.#n(),this.#h(),this.tip=i.tips===!1?null:new Mt(this),this.takesBack=i.keyboard?e.keys?.
add(ns(this)):null,this.listener=()=>this.#m(),document.addEventListener("selectionchange",this.listener),this.released=
()=>this.#b(),document.addEventListener("pointerup",this.released),this.element.addEventListener("click",n=>this.#v(n)),
this.element.addEventListener("focusin",n=>{let r=n.target;r.dataset.coding&&r.dataset.coding!==this.active&&r.matches("\
:focus-visible")&&this.more.onCoding?.(this.#w(r.dataset.coding))}),this.element.addEventListener("mousedown",n=>{n.button===
0&&n.detail===1&&!n.shiftKey&&getSelection()?.removeAllRanges()}),this.element.addEventListener("focus",()=>{if(!this.more.
keyboard||this.cursor!==null||!this.element.matches(":focus-visible"))return;let n=(this.active?this.doc.codings.get(this.
active)?.start:void 0)??this.selection?.start;this.goTo(n===void 0?this.#t():this.doc.blockAt(n),{scroll:!1})})}destroy(){
document.removeEventListener("selectionchange",this.listener),document.removeEventListener("pointerup",this.released),this.
takesBack?.(),this.watcher?.disconnect(),this.sizes?.disconnect(),this.highlights.clear(),this.tip?.destroy(),this.element.
remove()}refresh(t){let e=this.#k(),s=this.element.contains(document.activeElement)?document.activeElement:null,i=s?.dataset.
coding;this.given=null;let n=t?[...new Set(t.flatMap(([r,c])=>this.doc.blocksIn(r,c)))].filter(r=>this.drawn.has(r)):[...this.
drawn.keys()];for(let r of n)this.#f(r);this.#d(n.filter(r=>this.near.has(r))),this.highlights.again(),e(),s&&!s.isConnected&&
(i&&this.element.querySelector(`.qc-name[data-coding="${CSS.escape(i)}"]`)||this.element).focus({preventScroll:!0})}evidence(t){
let e=this.evidenced;this.evidenced=t,this.refresh([...e,...t].map(s=>[s.start,s.end]))}reveal(t,e,s={}){let i=this.doc.
blocksIn(t,e)[0]??this.doc.blocks[this.doc.blockAt(t)],n=i&&this.drawn.get(i);if(!n)return;let r=()=>{let c=n.pieces.find(
l=>l.end>t)?.element??n.element;s.nearest&&this.#i(c)||this.#s(c,s.top?"start":"center")};if(r(),requestAnimationFrame(r),
s.flash){let c=this.doc.blocksIn(t,e).map(l=>this.drawn.get(l)?.element);for(let l of c)l?.classList.add("qc-flash");this.
highlights.show("lit",[[t,e]]),setTimeout(()=>{for(let l of c)l?.classList.remove("qc-flash");s.stay||this.highlights.show(
"lit",[])},2500)}}select(t,e){let s=this.#l(t,t>e),i=this.#l(e,t<e);!s||!i||(getSelection()?.setBaseAndExtent(s.node,s.offset,
i.node,i.offset),this.#m())}settle(){this.#m()}clear(){let t=getSelection();t&&this.element.contains(t.anchorNode)&&t.removeAllRanges(),
this.#p(null)}focus(){this.element.focus({preventScroll:!0})}activate(t,e={}){let s=this.active&&this.doc.codings.get(this.
active),i=t?this.doc.codings.get(t):null;if(this.active=i?i.id:null,i&&this.highlights.show("lit",[]),this.refresh([s,i].
filter(n=>!!n).map(n=>[n.start,n.end])),i&&e.reveal){this.reveal(i.start,i.end,{nearest:!0});let n=this.doc.blockAt(i.start);
this.more.keyboard&&this.goTo(n,{scroll:!1})}}get scroller(){return this.scrolls?.isConnected||(this.scrolls=zi(this.element)),
this.scrolls}set scroller(t){this.scrolls=t}shown(){return this.more.codings?[...this.more.codings()].sort(J):this.doc.ordered()}goTo(t,e={}){
let s=this.drawn.get(this.doc.blocks[t]);if(!s)return;let i=this.cursor===null?null:this.drawn.get(this.doc.blocks[this.
cursor]);this.cursor=t,i!==s&&(i?.element.classList.remove("qc-at"),i&&At(i.margin,!1),s.element.classList.add("qc-at"),
this.more.keyboard&&At(s.margin,!0)),this.element.setAttribute("aria-activedescendant",s.element.id),e.scroll!==!1&&this.#s(
s.element,"nearest")}setCaret(t,e){if(t===null){this.caret=null,this.highlights.show("word",[]);return}let s=e??t;if(this.
caret={anchor:t,head:s},this.goTo(this.doc.blockAt(Math.max(0,s>t?s-1:s)),{scroll:!1}),s===t){this.selection&&this.clear(),
this.caret={anchor:t,head:s};let i=this.doc.word(t,1);this.highlights.show("word",[i&&i[0]===t?i:[t,t+1]])}else this.highlights.
show("word",[]),this.select(t,s);this.#e(s,s>t)}ranges(t,e){let s=[];for(let i of this.doc.blocksIn(t,e)){let n=this.#l(
Math.max(t,i.start),!1,i),r=this.#l(Math.min(e,i.end),!0,i);if(!n||!r)continue;let c=document.createRange();c.setStart(n.
node,n.offset),c.setEnd(r.node,r.offset),s.push(c)}return s}pointAt(t,e){let s=document;if(s.caretPositionFromPoint){let n=s.
caretPositionFromPoint(t,e);return n?this.#o(n.offsetNode,n.offset):null}let i=s.caretRangeFromPoint?.(t,e);return i?this.#o(
i.startContainer,i.startOffset):null}top(){return this.doc.blocks[this.#t()]?.start??0}span(){let t=this.drawn.keys().next().
value,e=t?this.doc.blocks.indexOf(t):0;return[e,e+this.drawn.size-1]}sees(t){let e=this.drawn.get(this.doc.blocks[t])?.element.
getBoundingClientRect(),s=this.scroller?.getBoundingClientRect()??{top:0,bottom:innerHeight};return!!e&&e.bottom>s.top&&
e.top<s.bottom}#t(){let t=(this.scroller?.getBoundingClientRect().top??0)+1,e=this.doc.blocks,[s,i]=this.span();for(;s<i;){
let n=s+i>>1,r=this.drawn.get(e[n]);!r||r.element.getBoundingClientRect().bottom<=t?s=n+1:i=n}return Math.max(0,s)}#s(t,e){
if(!this.scroller){t.scrollIntoView({block:e});return}let s=t.getBoundingClientRect(),i=this.scroller.getBoundingClientRect(),
n=s.top-i.top,r=s.bottom-i.bottom,c=0;e==="start"?c=n-8:e==="center"?c=n-Math.max(it,(i.height-s.height)/2):n<it||s.height>
i.height-2*it?c=n-it:r>-it&&(c=r+it),c&&this.scroller.scrollBy({top:c,behavior:"instant"})}#i(t){let e=t.getBoundingClientRect(),
s=this.scroller?.getBoundingClientRect()??{top:0,bottom:innerHeight};return e.top>=s.top+8&&e.bottom<=s.bottom-8}#e(t,e){
let s=this.#l(t,e);if(!s)return;let i=document.createRange();i.setStart(s.node,s.offset),i.collapse(!0);let n=i.getClientRects()[0],
r=this.scroller?.getBoundingClientRect()??{top:0,bottom:innerHeight};if(!n)return;let c=n.top<r.top+40?n.top-r.top-80:n.
bottom>r.bottom-40?n.bottom-r.bottom+80:0;c&&(this.scroller??document.scrollingElement)?.scrollBy(0,c)}#n(){let{from:t=0,
to:e=this.doc.length}=this.more,s=[this.more.keyboard?this.hint:null];this.doc.blocks.forEach((i,n)=>{if(i.end<=t||i.start>=
e)return;let r=i.turn,c=o("p",{class:"qc-words",dir:"auto"}),l=o("div",{class:"qc-margin"}),h=o("div",{class:["qc-block",
i.kind==="gap"?"qc-gap":"",r?.asks?"qc-asks":"",i.first?"qc-first":""].filter(Boolean).join(" "),id:O("block"),data:{place:n,
part:i.gap??r?.part??"speech"},style:{"--qc-guess":`${Math.ceil((i.end-i.start)/Ki)+(i.first?1:0)}`}},i.first&&r?this.#r(
r):null,c,this.more.margin===!1?null:l),f={block:i,element:h,words:c,margin:l,codings:[],lanes:new Map,pieces:[]};this.drawn.
set(i,f),this.blockOf.set(h,i),this.#f(i),s.push(h)}),this.drawn.size===0&&s.push(o("p",{class:"qc-quiet"},"This documen\
t has no words.")),m(this.element,s)}#r(t){let e=t.speaker??t.person??Ui[t.part]??"";return!e&&!t.time?null:o("h3",{class:"\
qc-who"},e?o("span",{class:"qc-speaker"},e):null,t.role&&t.role!=="(not recorded)"?o("span",{class:"qc-role"},t.role):t.
asks?o("span",{class:"qc-role"},"asks"):null,o("span",{class:"qc-time"},[t.time,`turn ${t.number}`].filter(Boolean).join(
" · ")))}#a(t){if(!this.more.codings)return this.doc.codingsOf(t);if(!this.given){this.given=new Map;for(let e of this.
shown())for(let s of this.doc.blocksIn(e.start,e.end)){let i=this.given.get(s);i?i.push(e):this.given.set(s,[e])}}return this.
given.get(t)??[]}#f(t){let e=this.drawn.get(t);if(!e)return;let s=this.#a(t),i=this.evidenced.length?this.evidenced.filter(
c=>c.start<t.end&&c.end>t.start):[];e.codings=s,e.lanes=St(s),e.pieces=[];let n=new Set([t.start,t.end]);for(let c of[...s,
...i])n.add(Math.max(t.start,c.start)),n.add(Math.min(t.end,c.end));let r=[...n].sort((c,l)=>c-l);for(let c=0;c+1<r.length;c++){
let[l,h]=[r[c],r[c+1]],f=s.filter(u=>u.start<h&&u.end>l),d=i.filter(u=>u.start<h&&u.end>l);e.pieces.push({start:l,end:h,
element:this.#u(l,h,f,d,e)})}m(e.words,e.pieces.map(c=>c.element)),!s.length&&e.margin.childNodes.length&&m(e.margin)}#u(t,e,s,i,n){
let r=document.createElement("span");r.dataset.s=String(t),r.dataset.e=String(e);let c=i.map(f=>`qc-${f.kind}`),l=i.map(
f=>f.label).filter(Boolean);l.length&&(r.title=l.join("; "));let h=r;if(s.length){c.push("qc-coded"),s.some(d=>d.unsaved)&&
c.push("qc-unsaved"),r.dataset.codes=s.map(d=>d.id).join(" ");let f=this.active&&s.find(d=>d.id===this.active);f&&(c.push(
"qc-active"),r.dataset.hue=String(this.app.hueOf(f.code)));for(let d of s){let u=n.lanes.get(d.id)??0;if(u>=Ye)continue;
let g=document.createElement("span");g.className="qc-line",g.dataset.lane=String(u),g.dataset.hue=String(this.app.hueOf(
d.code)),g.dataset.line=Z(this.app,d.code),h.append(g),h=g}}return c.length&&(r.className=c.join(" ")),h.append(this.doc.
slice(t,e)),r}#h(){if(this.more.margin===!1)return;this.watcher=new IntersectionObserver(e=>{let s=[];for(let i of e){let n=this.
blockOf.get(i.target);n&&(i.isIntersecting?(this.near.add(n),s.push(n)):this.near.delete(n))}this.#d(s)},{root:this.scroller,
rootMargin:"400px 0px"});for(let e of this.drawn.values())this.watcher.observe(e.element);let t=0;this.sizes=new ResizeObserver(
([e])=>{Math.abs(e.contentRect.width-t)<1||(t=e.contentRect.width,this.#d([...this.near]))}),this.sizes.observe(this.element)}#c(t){
return this.more.keyboard===!0&&this.cursor!==null&&this.doc.blocks[this.cursor]===t}#d(t){if(this.more.margin===!1)return;
let e=t.map(i=>this.drawn.get(i)).filter(i=>!!i),s=e.map(i=>Ot(i));e.forEach((i,n)=>Et(this.app,i,s[n],this.active,this.#c(
i.block)))}#l(t,e,s){let i=s?[s]:this.doc.blocksIn(e?t-1:t,e?t:t+1);for(let n of i)for(let r of this.drawn.get(n)?.pieces??
[])if(e?r.start<t&&t<=r.end:r.start<=t&&t<r.end){let c=r.element;for(;c.firstChild;)c=c.firstChild;return{node:c,offset:this.
doc.unit(t)-this.doc.unit(r.start)}}return null}#o(t,e,s=!1){let i=t.nodeType===Node.TEXT_NODE?t.parentElement?.closest(
"[data-s]"):null;if(i&&this.element.contains(i))return this.doc.point(this.doc.unit(Number(i.dataset.s))+e,s);let n=document.
createRange();if(n.setStart(t,e),!this.element.contains(t))return n.comparePoint(this.element,0)>0?0:this.doc.length;let r=[
...this.drawn.values()],c=0,l=r.length;for(;c<l;){let d=c+l>>1,u=r[d].words;n.comparePoint(u,u.childNodes.length)<0?c=d+
1:l=d}let h=r[c];if(!h)return this.doc.length;let f=h.pieces.find(d=>n.comparePoint(d.element,d.element.childNodes.length)>=
0);return f?f.start:h.block.end}#m(){let t=getSelection();if(!t||!t.rangeCount)return this.#g();let{anchorNode:e,focusNode:s}=t;
if(!this.element.contains(e)&&!this.element.contains(s))return e&&(e instanceof Element?e:e.parentElement)?.closest(".qc\
-text")?this.#p(null):this.#g();if(t.isCollapsed){let d=e&&this.#o(e,t.anchorOffset);this.#p(null),d!==null&&this.more.keyboard&&
(this.caret={anchor:d,head:d});return}let{startContainer:i,startOffset:n,endContainer:r,endOffset:c}=t.getRangeAt(0),l=this.#o(
i,n),h=this.#o(r,c,!0);if(l===null||h===null||l>=h)return this.#p(null);let f=this.doc.snapped(l,h);this.#p(this.doc.trimmed(
f.start,f.end))}#g(){this.highlights.show("kept",this.selection?[[this.selection.start,this.selection.end]]:[])}#p(t){this.
highlights.show("kept",[]);let e=this.selection;if(!(t?.start===e?.start&&t?.end===e?.end)){if(this.selection=t,t)for(let s of[
"word","lit"])this.highlights.show(s,[]);this.more.onSelect?.(t)}}#b(){let t=getSelection();if(!this.selection||!t?.rangeCount||
t.isCollapsed||!this.element.contains(t.anchorNode)||!this.element.contains(t.focusNode))return;let{startContainer:e,startOffset:s,
endContainer:i,endOffset:n}=t.getRangeAt(0),r=this.#o(e,s),c=this.#o(i,n,!0);if(r===null||c===null)return;let l=this.doc.
snapped(r,c);(l.start!==r||l.end!==c)&&this.select(l.start,l.end),this.caret={anchor:this.selection.start,head:this.selection.
end}}#k(){let t=getSelection();if(!t?.rangeCount||!t.anchorNode||!t.focusNode||!this.element.contains(t.anchorNode)||!this.
element.contains(t.focusNode))return()=>{};let e=this.#o(t.anchorNode,t.anchorOffset),s=this.#o(t.focusNode,t.focusOffset);
return()=>{e===null||s===null||e===s||t.rangeCount&&!t.isCollapsed&&this.element.contains(t.anchorNode)&&this.#o(t.anchorNode,
t.anchorOffset)===e&&this.#o(t.focusNode,t.focusOffset)===s||this.select(e,s)}}#v(t){let e=t.target,s=e.closest(".qc-nam\
e, .qc-bar");if(s?.dataset.coding){this.more.onCoding?.(this.#w(s.dataset.coding));return}let i=getSelection();if(i&&!i.
isCollapsed)return;let n=e.closest(".qc-block"),r=n&&this.blockOf.get(n);r&&this.more.keyboard&&this.goTo(this.doc.blocks.
indexOf(r),{scroll:!1});let c=e.closest("[data-codes]")?.dataset.codes?.split(" ")??[];if(!c.length){this.active&&this.more.
onCoding?.(null);return}let l=c.map(f=>this.#w(f)).filter(f=>!!f).sort((f,d)=>f.end-f.start-d.end+d.start),h=l.findIndex(
f=>f?.id===this.active);this.more.onCoding?.(l[(h+1)%l.length]??null)}#w(t){return this.doc.codings.get(t)??this.shown().
find(e=>e.id===t)??null}};function zi(a){for(let t=a.parentElement;t;t=t.parentElement)if(/auto|scroll/.test(getComputedStyle(
t).overflowY))return t;return null}var os=new WeakMap,oe=class{constructor(t,e,s){this.app=e,this.host=t,this.text=null,this.asked=!1,this.edges=null,this.
moving=null,this.recoding=null,this.undoable=null,this.timer=null,this.offs=[];let i=os.get(e)??new Map;os.set(e,i),this.
places=i,this.bar=o("header",{class:"qc-text-bar"}),this.scroll=o("div",{class:"qc-text-scroll"}),this.here=o("section",
{class:"qc-here","aria-label":"Selection"});let n=o("section",{class:"qc-code-list","aria-label":"Codes"});this.told=o("\
p",{class:"qc-unseen","aria-live":"polite"}),this.root=o("div",{class:"qc-code-view"},o("section",{class:"qc-middle","ar\
ia-label":"Text"},this.bar,this.scroll),o("aside",{class:"qc-side","aria-label":"Coding"},this.here,n),this.told),t.append(
this.root),this.list=new Ct(n,e,{take:r=>this.take(r),make:r=>this.make(r),leave:()=>this.back(),numbers:()=>ts(e,this.list.
hotkeys,()=>this.list.draw())}),this.offs.push(e.on("doc",r=>this.show(r)),e.on("codings",r=>this.#n(r)),e.on("codebook",
()=>this.#r()),e.on("counts",()=>this.list.counts()),e.on("documents",()=>this.#i()),e.on("status",()=>this.#i()),this.#t().
add(this.list.bindings()),this.#t().add(this.#g())),this.#r(),this.show(e.doc),this.params(s)}destroy(){this.#s(),clearTimeout(
this.timer);for(let t of this.offs)t();this.edgeKeys?.(),this.edges?.destroy(),this.text?.destroy(),this.root.remove()}async params(t){
let{app:e}=this,{document:s,coding:i}=t??{};try{s&&s!==e.doc?.document&&await e.open(s)}catch(c){e.sorry(c);return}let n=Number(
t?.start),r=Number(t?.end);!this.text||this.text.doc!==e.doc||(i&&this.text.doc.codings.has(i)?this.look(this.text.doc.codings.
get(i)??null,!0):t?.start!==void 0&&Number.isInteger(n)&&Number.isInteger(r)&&n<r&&(this.text.reveal(n,r,{flash:!0,stay:!0}),
this.text.goTo(this.text.doc.blockAt(n),{scroll:!1})))}#t(){return this.app.keys}show(t){let{app:e}=this,s=this.text?.doc.
document===t?.document,i=this.text?.element.contains(document.activeElement),n=s?this.text?.active??null:null,r=s&&this.
text?.doc.version===t?.version?this.text?.selection:null;if(this.#s(),this.#c(),this.#h(),this.text?.destroy(),this.text=
null,this.scroll.replaceChildren(),!t){m(this.bar),m(this.scroll,o("div",{class:"qc-empty"},o("h2",null,"No document is \
open"),o("p",null,e.documents.length?"Choose one from the list.":"This study has no documents yet. Add transcripts with:\
 qualcode ingest PROJECT FOLDER"))),ne(this.here);return}this.text=new z(this.scroll,e,t,{keyboard:!0,label:`Text of ${t.
document}${t.title?`, ${t.title}`:""}`,onSelect:l=>this.#f(l),onCoding:l=>this.look(l)});let c=this.places.get(t.document);
c&&this.text.reveal(c,c+1,{top:!0}),n&&t.codings.has(n)&&this.text.activate(n),r&&this.text.select(r.start,r.end),i&&this.
text.focus(),this.#i(),this.#e(),this.#a()}#s(){this.text&&this.places.set(this.text.doc.document,this.text.top())}#i(){
let{app:t,text:e}=this,s=e?.doc;if(!s)return;let i=t.documents.find(w=>w.document===s.document),n=t.session.coder,r=i?.passes.
find(w=>w[0]===n&&w[1]),c=s.done.filter(([w])=>w!==null).flatMap(([w])=>w),l=i?i.hidden:s.mustHide,h=r?{yes:"blind",no:"\
not blind",unknown:""}[r[2]]:"",f=[s.kind.replace("_"," "),i?.case,i?.phase&&i.phase!=="(not recorded)"?`phase ${i.phase}`:
"",i?.date,i?`${i.words.toLocaleString("en")} words`:""],d=this.undoable,u=JSON.stringify([s.document,s.title,f,r,c,l,t.
others,d,t.session.read_only]);if(u===this.headed&&this.bar.childNodes.length)return;this.headed=u;let g=(this.bar.contains(
document.activeElement)?document.activeElement:null)?.dataset.does;m(this.bar,o("div",{class:"qc-text-title"},o("h2",{title:s.
title||null},s.document,s.title?o("span",{class:"qc-doc-title"},s.title):null),o("p",{class:"qc-quiet"},f.filter(w=>w&&w!==
"(none)").join(" · "))),o("div",{class:"qc-toolbar"},p(d?`Undo: ${d.what}`:"Nothing to undo",()=>this.undo(),{icon:"und\
o",bare:!0,keys:"Mod+z",data:{does:"undo"},"aria-disabled":d?null:"true"}),p("Redo",()=>this.redo(),{icon:"redo",bare:!0,
keys:"Mod+Shift+z",data:{does:"redo"}}),t.session.read_only?o("span",{class:"qc-tag"},"Can only be read"):null,l?o("span",
{class:"qc-tag",title:"This document is part of a sample that is coded blind, or the study asks everybody to code blind \
first."},"Others’ work hidden until you are done"):p("Other coders",()=>this.others(),{icon:t.others?"eye":"hidden",class:"\
qc-small","aria-pressed":t.others?"true":"false",keys:"o",data:{does:"others"},title:t.others?"Hide other coders’ coding\
s (o)":"Show other coders’ codings (o)"}),p("Memo",()=>this.memoOnDocument(),{icon:"memo",class:"qc-small",data:{does:"\
memo"},title:"Memo on the document","aria-label":"Memo on the document"}),r?o("span",{class:"qc-done"},o("span",{"aria-h\
idden":"true"},"✓ "),["Done",h].filter(Boolean).join(", ")):p("Done",()=>this.done(),{icon:"check",class:"qc-small",keys:"\
d",data:{does:"done"},title:"Done with this document (d)","aria-label":"Done with this document"})),!r&&c.length?o("p",{
class:"qc-quiet qc-wide-note"},`Done so far: ${c.length===1?"turn":"turns"} ${c.slice(0,12).join(", ")}${c.length>12?" …":
""}`):null),g&&(this.bar.querySelector(`[data-does="${g}"]`)??this.text?.element??null)?.focus({preventScroll:!0})}#e(){
let{app:t,text:e}=this;if(!e)return;let s=e.active?e.doc.codings.get(e.active):null,i=this.here.contains(document.activeElement);
if(s){let n=e.selection,r=n&&(n.start!==s.start||n.end!==s.end);is(this.here,t,e.doc,s,{look:c=>this.look(c,!!c),edges:()=>this.
beginEdges(),toSelection:r?()=>this.change(s,{start:n.start,end:n.end}):null,code:()=>this.recode(),retract:()=>this.retract(),
memo:()=>this.memo(),copy:()=>this.copy(),key:()=>this.key(),moving:this.moving,save:()=>this.edges?.save(),leave:()=>this.#d()})}else
e.selection?es(this.here,t,e.doc,e.selection,{look:n=>this.look(n),memo:()=>this.memo(),copy:()=>this.copy(),clear:()=>{
e.clear(),e.focus()}}):ne(this.here);this.here.classList.toggle("qc-steady",!s),this.here.setAttribute("aria-label",s?`C\
oding: ${t.nameOf(s.code)}`:"Selection"),i&&!this.here.contains(document.activeElement)&&e.focus()}#n(t){let{text:e}=this;
!e||t.document!==e.doc.document||(e.active&&!e.doc.codings.has(e.active)&&(this.following||(e.active=null)),this.edges&&
!e.doc.codings.has(this.edges.coding.id)&&this.#c(),e.refresh(t.touched),this.edges?.place(),this.#e(),this.#a())}#r(){let t=JSON.
stringify([...this.app.codes.values()].map(s=>[s.code,s.name,s.theme,s.definition,s.applicable]));if(t===this.book)return;
let e=this.book===void 0;this.book=t,!e&&(this.list.draw(),this.text?.refresh(),this.#e())}#a(){clearTimeout(this.timer),
this.timer=setTimeout(async()=>{if(this.app.saved)try{this.undoable=await this.app.read("undoable"),this.#i()}catch{}},300)}#f(t){
if(t&&this.text?.active&&!this.edges?.byKeys){let e=this.text.doc.codings.get(this.text.active);(!e||e.coder!==this.app.
session.coder||t.end<=e.start||t.start>=e.end)&&this.look(null,!1,!1)}this.#e()}look(t,e=!1,s=!0){let{text:i}=this;i&&(this.#c(),
this.#h(),t&&i.selection&&s&&i.clear(),i.activate(t?.id??null,{reveal:e}),t&&t.coder===this.app.session.coder&&!t.unsaved&&
(this.edges=new st(i,t,{save:(n,r)=>this.change(t,{start:n,end:r}),tell:n=>{this.moving=n,this.#e()},leave:()=>this.#d()})),
this.#e(),s&&!i.element.contains(document.activeElement)&&i.focus(),t&&this.tell(`${this.app.nameOf(t.code)}${t.coder===
this.app.session.coder?"":`, ${t.coder}`}: ${i.doc.printed(t.start,t.end).slice(0,200)}`))}next(t){let{text:e}=this;if(!e)
return;let s=e.shown();if(!s.length){this.app.say("There are no codings on this text yet.");return}let i=e.active?s.findIndex(
r=>r.id===e.active):-1,n=i+t;if(i<0){let r=e.selection?.start??e.caret?.head??(e.cursor!==null?e.doc.blocks[e.cursor].start:
e.top()),c=s.findIndex(l=>l.start>=r);n=t>0?c:(c<0?s.length:c)-1}if(n<0||n>=s.length){this.app.say(t>0?"That was the las\
t coding.":"That was the first coding.");return}this.look(s[n],!0)}#u(t){let{text:e,app:s}=this,i=e?.active?e.doc.codings.
get(e.active):null;return i?i.coder!==s.session.coder?(s.say(`This is ${i.coder}’s coding; you change your own. Write a \
memo on it, or settle it under Compare.`),null):i.unsaved?(s.say("This coding is not saved yet; wait until it is."),null):
i:(s.say(`Choose a coding first, to ${t}: click it, or press ] for the next one.`),null)}async take(t){let{app:e,text:s}=this;
if(!s)return;if(this.recoding){let l=this.recoding;this.back(),t===l.code?e.say(`It is ${e.nameOf(t)} already.`):this.change(
l,{code:t});return}s.settle();let i=s.selection;if(!i){e.say("Select words first, then choose the code for them."),s.focus();
return}let{doc:n}=s,r=n.codingsIn(i.start,i.end).filter(l=>l.code===t&&l.coder===e.session.coder);if(!r.some(l=>l.start===
i.start&&l.end===i.end)&&r.length){let l=await Xe(e,{code:t,there:r,words:(h,f)=>n.printed(h,f)});if(!l)return;if(e.doc?.
document!==n.document||e.doc.version!==n.version){e.say(`Another text is open by now; nothing was coded in ${n.document}\
.`);return}if(l==="join"){this.list.clear(),this.change(r[0],{start:Math.min(i.start,r[0].start),end:Math.max(i.end,r[0].
end)});return}}this.list.used(t),this.list.clear(),s.element.contains(document.activeElement)||s.focus();try{(await e.code(
i.start,i.end,t))?.stood||this.tell(`${e.nameOf(t)} put on: ${n.printed(i.start,i.end).slice(0,200)}`)}catch{}}make(t){let{
app:e,text:s}=this,i=this.recoding,n=s?.selection;Qe(e,t,r=>{this.list.clear(),i||n?this.take(r):e.say(`${e.nameOf(r)} i\
s in the codebook.`)},i?"It takes the place of the coding’s code.":n?"It is put on the selected words.":"No words are \
selected, so it is only added to the codebook.")}digit(t){let e=this.list.hotkeys.codeOf(t);if(!e){this.app.say(`No code\
 has the number ${t}. “Change numbers” gives it one.`);return}this.app.codes.get(e)?.applicable&&this.take(e)}async change(t,e){
let{app:s,text:i}=this,n=i?.doc;if(!n||!n.codings.has(t.id))return;this.#c();let r={...t,...e,unsaved:!0},c=()=>{s.doc===
n&&s.emit("codings",{document:n.document,touched:[[t.start,t.end],[r.start,r.end]],full:!1})};n.put(r),this.following=!0,
c();try{let l=await s.write("change",{coding:t.id,...e},`${s.nameOf(r.code)} changed`);l&&this.text?.doc===n&&this.text.
active===t.id&&this.look(n.codings.get(l.coding)??null,!1,!1),this.tell(e.code?`Now ${s.nameOf(e.code)}`:"Edges saved")}catch{
n.codings.get(t.id)===r&&n.put(t)}finally{this.following=!1;let l=n.codings.get(t.id);l?.unsaved&&n.put({...l,unsaved:void 0}),
c()}}async retract(){let{app:t,text:e}=this,s=this.#u("retract it");if(!s||!e)return;let{doc:i}=e;if(s.memos&&!await M(t,
"Retract this coding?",`It has ${s.memos===1?"a memo":`${s.memos} memos`}, which stay in the study and still say what th\
ey were about.`,"Retract"))return;this.look(null),i.codings.delete(s.id);let n=()=>this.app.doc===i&&t.emit("codings",{document:i.
document,touched:[[s.start,s.end]],full:!1});n();try{await t.write("retract",{codings:[s.id]},`${t.nameOf(s.code)} retra\
cted`),t.say(`${t.nameOf(s.code)} retracted. Undo brings it back.`)}catch{i.put(s),n()}}recode(){let t=this.#u("change i\
ts code");t&&(this.#c(),this.recoding=t,this.list.setPurpose(`Choose the code to take the place of ${this.app.nameOf(t.code)}\
.`),this.list.focus())}#h(){this.recoding&&(this.recoding=null,this.list.setPurpose(null))}back(){this.#h(),this.text?.focus()}beginEdges(){
let t=this.#u("move its edges"),{text:e}=this;!t||!e||((!this.edges||this.edges.coding!==t)&&this.look(t),this.edges&&(e.
focus(),this.edges.begin(),this.edgeKeys?.(),this.edgeKeys=this.#t().add(this.edges.bindings())))}#c(){this.edgeKeys?.(),
this.edgeKeys=void 0,this.moving=null,this.edges?.destroy(),this.edges=null}#d(){let t=this.edges?.coding??null;this.#c(),
this.look(t&&this.text?.doc.codings.has(t.id)?t:null)}memo(){let{app:t,text:e}=this;if(!e)return;let{doc:s}=e,i=e.active?
s.codings.get(e.active):null;if(i){if(i.unsaved)return;et(t,{on:i.id,heading:`Memo on ${t.nameOf(i.code)}`,quoted:s.printed(
i.start,i.end)});return}let n=e.selection?.start??(e.cursor!==null?s.blocks[e.cursor].start:null),r=n===null?null:s.turnAt(
n);if(!r){this.memoOnDocument();return}let c=e.selection?s.printed(e.selection.start,e.selection.end):s.printed(r.start,
r.end),l=`Turn ${r.number}${r.speaker?`, ${r.speaker}`:""}: “${c.slice(0,60)}${c.length>60?" …":""}”`;et(t,{on:s.document,
heading:`Memo on turn ${r.number} of ${s.document}`,title:l,quoted:c})}memoOnDocument(){let t=this.text?.doc;t&&et(this.
app,{on:t.document,heading:`Memo on ${t.document}`})}async copy(){let{app:t,text:e}=this;if(!e)return;let{doc:s}=e,i=e.active&&
s.codings.get(e.active)||e.selection;if(!i){t.say("Select words or choose a coding first.");return}let n=s.turnAt(i.start),
r=[s.document,n?.role??n?.speaker,n?`turn ${n.number}`:""].filter(Boolean).join(", ");try{await navigator.clipboard.writeText(
`“${s.printed(i.start,i.end)}” (${r})`),t.say("Quotation copied, with where it stands.")}catch{e.select(i.start,i.end),
t.say("This page may not write to the clipboard; the words are selected, copy them with Ctrl+C.")}}async key(){let{app:t,
text:e}=this,s=e?.active?e.doc.codings.get(e.active):null;if(!s||s.unsaved){t.say("Choose a coding first, to make it a k\
ey quotation.");return}await t.write("key",{coding:s.id,on:!s.key},"key quotation").catch(()=>{}),this.tell(s.key?"No ke\
y quotation any more":"Key quotation")}async done(){let{app:t,text:e}=this,s=e?.doc;if(!s)return;if(t.documents.find(n=>n.
document===s.document)?.passes.some(n=>n[0]===t.session.coder&&n[1])){t.say("This document is done already. Undo takes i\
t back as long as it is your latest act.");return}if(!this.asked){this.asked=!0;try{await this.#l(s)}finally{this.asked=
!1}this.text?.doc===s&&Ze(t,s,()=>t.say(`${s.document} is done.`))}}async#l(t){try{t.looked=await this.app.read("looked",
{document:t.document})}catch{}}async others(){let{app:t,text:e}=this,s=e?.doc;if(!s)return;let i=t.documents.find(r=>r.document===
s.document);if(i?i.hidden:s.mustHide){t.say("Other coders’ work on this document is hidden until you are done with it, s\
o that you code it blind.");return}let n=i?.passes.some(r=>r[0]===t.session.coder&&r[1]);!t.others&&!n&&await this.#l(s),
!(!t.others&&!n&&s.looked!=="seen"&&!await M(t,"Show other coders’ codings?",`You are not done with ${s.document} yet.\
 Once you have seen what others coded, your reading of it counts as not blind, and agreement with them says less.`,"Show\
 them"))&&(await t.showOthers(!t.others).catch(r=>t.sorry(r)),this.tell(t.others?"Other coders’ codings are shown":"On\
ly your own codings are shown"))}async undo(){let{app:t}=this;if(!t.saved){t.say("Something is not saved yet; undo it wh\
en it is.");return}try{let e=await t.read("undoable");if(!e){t.say("You have nothing to undo.");return}if(e.large){let i=e.
documents.length?` in ${e.documents.slice(0,3).join(", ")}${e.documents.length>3?" …":""}`:"";if(!await M(t,"Undo this\
?",`Your latest act was: ${e.verb}${e.what?` (${e.what})`:""}${i}. It is more than one step of coding.`,"Undo it"))return}
let s=await this.#o("undo",{act:e.act},"undo");t.say(`Undone: ${rs(s??e)}.`)}catch(e){this.#m(e)}}async redo(){if(!this.
app.saved){this.app.say("Something is not saved yet; wait until it is.");return}try{let t=await this.#o("redo",{},"redo");
this.app.say(t?`Done again: ${rs(t)}.`:"Done again.")}catch(t){this.#m(t)}}async#o(t,e,s){let i=null,n=this.app.on("codi\
ngs",({touched:r})=>i??=r[0]??null);try{return await this.app.write(t,e,s)}finally{n(),i&&this.text?.reveal(i[0],i[1],{nearest:!0,
flash:!0})}}#m(t){(t?.name!=="Error"||t.found===void 0)&&this.app.sorry(t)}tell(t){this.told.textContent=t}#g(){let t="C\
oding",e=()=>!!this.text,s=()=>!!this.text?.active;return[...["1","2","3","4","5","6","7","8","9"].map(i=>({keys:i,words:`\
put on ${this.app.nameOf(this.list.hotkeys.codeOf(i)??"")||"the code with this number"}`,run:()=>this.digit(i),when:e,repeat:!1,
group:t})),{keys:"/ or c",words:"find a code by typing",run:()=>this.list.focus(),when:e,group:t},{keys:"n",words:"new c\
ode",run:()=>this.make(""),when:e,group:t},{keys:"]",words:"next coding",run:()=>this.next(1),when:e,group:"Codings"},{keys:"\
[",words:"coding before",run:()=>this.next(-1),when:e,group:"Codings"},{keys:"e",words:"move its edges",run:()=>this.beginEdges(),
when:s,group:"Codings"},{keys:"E",words:"edges to the selected words",run:()=>this.#p(),when:s,group:"Codings"},{keys:"r",
words:"change its code",run:()=>this.recode(),when:s,group:"Codings"},{keys:"Delete or Backspace",words:"retract it",run:()=>{
this.retract()},repeat:!1,when:s,group:"Codings"},{keys:"k",words:"key quotation, or not any more",run:()=>{this.key()},
when:s,group:"Codings"},{keys:"q",words:"copy the quotation",run:()=>{this.copy()},when:e,group:"Codings"},{keys:"m",words:"\
memo on the coding, the turn or the document",run:()=>this.memo(),when:e,group:t},{keys:"o",words:"show or hide other co\
ders’ codings",run:()=>{this.others()},when:e,group:t},{keys:"d",words:"done with this document",run:()=>{this.done()},
when:e,group:t},{keys:"Mod+z",words:"undo",run:()=>{this.undo()},group:t},{keys:"Mod+Shift+z or Mod+y",words:"redo",run:()=>{
this.redo()},group:t},{keys:"Escape",words:"nothing selected, nothing looked at",run:()=>this.#b(),group:t}]}#p(){let{text:t}=this,
e=this.#u("move its edges");!e||!t||(t.selection?this.change(e,{start:t.selection.start,end:t.selection.end}):this.app.say(
"Select the words first that the coding is to have."))}#b(){let{text:t}=this;if(this.recoding)this.back();else if(t?.active)
this.look(null);else if(t?.selection)t.clear(),t.focus();else return!1}};function rs(a){return a.what||a.verb}var as={id:"\
code",label:"Code",key:"g d",mount(a,t,e){let s=new oe(a,t,e);return{destroy:()=>s.destroy(),params:i=>{s.params(i)}}}};function Fi(a,t){let e=0;for(let s=t;s.parent&&e<12;e++){let i=a.codes.get(s.parent);if(!i)break;s=i}return e}var _=class{constructor(t,e){
this.app=t,this.given=e,this.value=e.value,this.picked=0,this.options=[];let s=O("code"),i=O("codes"),n=e.hint?O("hint"):
null;this.input=o("input",{id:s,type:"text",role:"combobox","aria-expanded":"false","aria-controls":i,"aria-autocomplete":"\
list","aria-describedby":n,autocomplete:"off",spellcheck:"false",dir:"auto",placeholder:"Type to find a code",on:{input:()=>{
this.picked=0,this.open()},focus:()=>this.input.select(),click:()=>this.open(),blur:()=>this.close(),keydown:r=>this.#r(
r)}}),this.list=o("div",{class:"qc-picker-list",role:"listbox",id:i,"aria-label":e.label,hidden:!0,on:{mousedown:r=>r.preventDefault(),
click:r=>{let c=this.options.indexOf(r.target.closest("[role=option]"));c>=0&&this.#e(c)}}}),this.element=o("div",{class:`\
qc-field qc-picker ${e.above?"qc-above":""}`.trim()},o("label",{for:s},e.label),o("div",{class:"qc-picker-box"},this.input,
this.list),e.hint?o("p",{class:"qc-hint",id:n},e.hint):null),this.#t()}set(t){this.value=t,this.#t()}focus(){this.input.
focus()}get shown(){return!this.list.hidden}#t(){this.input.value=this.value?this.app.nameOf(this.value):this.value===null?
this.given.none??"":""}open(){let{app:t,given:e}=this,s=this.value!==void 0&&this.input.value===this.#s()?"":this.input.
value.trim(),i=e.codes(),n=[];s?n=i.map((r,c)=>({each:r,place:c,score:Y(t,r,s)})).filter(({score:r})=>r!==null).sort((r,c)=>Number(
r.score)-Number(c.score)||r.place-c.place).map(({each:r})=>[r.code,r.name,0,r]):n=i.map(r=>[r.code,r.name,Fi(t,r),r]),e.
none&&(!s||e.none.toLocaleLowerCase().includes(s.toLocaleLowerCase()))&&n.unshift(["",e.none,0,null]),this.options=n.map(
([r,c,l,h])=>o("div",{class:"qc-picker-option",role:"option",id:O("option"),"aria-selected":"false",data:{code:r},style:l?
{"--qc-depth":String(l)}:{},title:h?.definition||null},h?o("span",{class:"qc-letter",data:{hue:t.hueOf(r)}},t.letterOf(r)):
null,o("span",{class:"qc-picker-name"},c))),m(this.list,this.options.length?this.options:o("div",{class:"qc-picker-optio\
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
leave()):e==="Tab"&&this.shown&&this.input.value.trim()&&this.input.value!==this.#s()&&this.#e(this.picked))}};function F(a,t,e,s){a.say(t,"info",e?{label:"Undo",run:()=>cs(a,e,s)}:void 0)}async function cs(a,t,e){if(!a.saved){a.say(
"Something is not saved yet; undo it when it is.");return}try{let s=await a.write("undo",{act:t},"undo");a.say(`Undone: ${s?.
what||s?.verb||"your latest act"}.`),e?.()}catch{}}async function Hi(a,t){if(!a.saved){a.say("Something is not saved yet\
; undo it when it is.");return}let e;try{e=await a.read("undoable")}catch(i){a.sorry(i);return}if(!e){a.say("You have no\
thing to undo.");return}let s=`${e.verb}${e.what?` (${e.what})`:""}`;e.large&&!await M(a,"Undo this?",`Your latest act w\
as: ${s}.`,"Undo it")||await cs(a,e.act,t)}async function Ji(a,t){if(!a.saved){a.say("Something is not saved yet; wait u\
ntil it is.");return}try{let e=await a.write("redo",{},"redo");a.say(`Done again: ${e?.what||e?.verb||"your latest act"}\
.`),t?.()}catch{}}function nt(a,t,e){return[{keys:"Mod+z",words:"undo",run:()=>{Hi(a,e)},repeat:!1,group:t},{keys:"Mod+S\
hift+z or Mod+y",words:"redo",run:()=>{Ji(a,e)},repeat:!1,group:t}]}var ls="(a theme of its own)";function Nt(a,t=()=>!0){return[...a.codes.values()].filter(e=>!e.merged_into&&t(e))}function hs(a,t){
let e=new Set([t]);for(let s=0;s!==e.size;){s=e.size;for(let i of a.codes.values())i.parent&&e.has(i.parent)&&e.add(i.code)}
return e}function ht(a){return a.split(`
`).map(t=>t.trim()).filter(Boolean)}function ot(a,t){a.element.addEventListener("close",()=>t(),{once:!0})}var H=class{constructor(t,e){
this.app=t,this.asked=e,this.element=o("div",{class:"qc-note qc-effect",role:"status",hidden:!0}),this.told=null,this.timer=
null,this.number=0}later(){clearTimeout(this.timer),this.timer=setTimeout(()=>this.ask(),350)}async ask(){clearTimeout(this.
timer);let t=this.asked(),e=++this.number;if(!t)return this.element.hidden=!0,this.told=null,null;try{let s=await this.app.
read("book_what",t);e===this.number&&this.#t(s.says,!1),this.told=s}catch(s){e===this.number&&this.#t([s.message],!0),this.
told=null}return this.told}#t(t,e){this.element.hidden=!t.length,this.element.classList.toggle("qc-wrong",e),m(this.element,
t.map(s=>o("p",null,s)))}};async function V(a,t,e,s,i){let n=await a.write(t,e,s);await a.loadBook();let r=[n?.moved?`${k(
n.moved,"coding")} went along.`:"",n?.waiting?`${k(n.waiting,"coding waits","codings wait")} to be looked at again.`:"",
...n?.hints??[]].filter(Boolean);return F(a,[i,...r].join(" "),n?.act,()=>a.loadBook()),n}function ds(a,t){let e=S("Name",
{value:a?.name??"",required:!0}),s=S("Definition",{kind:"area",rows:4,value:a?.definition??"",hint:a?void 0:"When is it \
put on, and when not? Two sentences now spare long talks later."}),i=S("Include",{kind:"area",rows:2,value:a?.include.join(
`
`)??"",hint:"What belongs to it: one in a line."}),n=S("Exclude",{kind:"area",rows:2,value:a?.exclude.join(`
`)??"",hint:"What does not, and which code takes it."}),r=S("Examples",{kind:"area",rows:2,value:a?.examples.join(`
`)??"",hint:"Words somebody said: one example in a line."}),c=S("Patterns",{kind:"area",rows:3,value:(t?.written?.patterns??
a?.patterns??[]).join(`
`),hint:"What suggestions look for, one in a line: price*   social value   lemma: measure outcome   regex: \\bKPIs?\\b   n\
ear: [price*, quality*], within: 8"}),l=S("Unless",{kind:"area",rows:2,value:(t?.written?.unless??t?.unless??[]).join(`
`),hint:"Patterns whose places are left out."});return{name:e,definition:s,include:i,exclude:n,examples:r,patterns:c,unless:l,
wide:o("div",{class:"qc-entry-fields"},e.element,s.element,o("div",{class:"qc-two"},i.element,n.element),r.element,o("de\
tails",{open:!!(a?.patterns.length||t?.unless?.length)},o("summary",null,"Patterns for suggestions"),c.element,l.element)),
said(){return{name:e.input.value.trim().replace(/\s+/g," "),definition:s.input.value.trim(),include:ht(i.input.value),exclude:ht(
n.input.value),examples:ht(r.input.value),patterns:ht(c.input.value),unless:ht(l.input.value)}}}}function us(a,t,e,s=""){
let i=ds(null,null);i.name.input.value=s;let n=new _(a,{label:"Under",codes:()=>Nt(a),none:ls,value:t,hint:"A theme stan\
ds at the top; everything beneath it counts as part of it."}),r=S("Identifier",{hint:"Under this name files and tables k\
now it, for good. Made from the name where it is empty."}),c=!1,l=E(a,{title:"New code",wide:!0,body:[i.name.element,n.element,
i.wide,o("details",null,o("summary",null,"Identifier"),r.element)],actions:[{label:"Add the code",run:async()=>{let h=i.
said();if(!h.name)return l.wrong("A code needs a name."),i.name.input.focus(),!1;if(!h.definition&&!c)return c=!0,l.wrong(
"It has no definition yet. Say in a sentence when it is put on; or press “Add the code” once more to leave it open."),
i.definition.input.focus(),!1;let f=await V(a,"book_add",{...h,parent:n.value??null,code:r.input.value.trim()||null},`ne\
w code ${h.name}`,`${h.name} is in the codebook.`);return f?.code&&ot(l,()=>e(f.code)),!0}}]});i.name.input.focus()}function fs(a,t,e){
let s=ds(t,e),i=JSON.stringify(s.said()),n=()=>{let l=s.said(),h=JSON.parse(i);return Object.fromEntries(Object.entries(
l).filter(([f,d])=>JSON.stringify(d)!==JSON.stringify(h[f])))},r=new H(a,()=>{let l=n();return Object.keys(l).length?{change:"\
define",codes:[t.code],fields:l}:null});s.wide.addEventListener("input",()=>r.later());let c=E(a,{title:`Change ${t.name}`,
wide:!0,body:[s.wide,r.element],actions:[{label:"Save the change",run:async()=>{let l=n();return Object.keys(l).length?l.
name===""?(c.wrong("A code needs a name."),s.name.input.focus(),!1):(await V(a,"book_define",{code:t.code,...l},`${t.name}\
 defined`,`${l.name??t.name} is changed.`),!0):!0}}]});s.definition.input.focus()}function ms(a,t,e){let s=S("New identi\
fier",{value:t.code,hint:"The name people see is changed with “Change”."}),i=new H(a,()=>{let r=s.input.value.trim();
return r&&r!==t.code?{change:"rename",codes:[t.code],to:r}:null});s.input.addEventListener("input",()=>i.later());let n=E(
a,{title:`Another identifier for ${t.name}`,body:[s.element,i.element],actions:[{label:"Change the identifier",run:async()=>{
let r=s.input.value.trim();return!r||r===t.code?(n.wrong("Write another identifier."),s.input.focus(),!1):(await V(a,"bo\
ok_rename",{code:t.code,to:r},`${t.code} renamed`,`${t.code} is ${r} now.`),ot(n,()=>e(r)),!0)}}]});s.input.select()}function re(a,t,e){
let s=hs(a,t.code),i=S("Place",{kind:"select",options:[["","as the last"]]}),n=()=>{let h=r.value??null,f=Nt(a,d=>(d.parent??
null)===h&&d.code!==t.code);m(i.input,o("option",{value:""},f.length?"as the last":"as the only one"),f.map(d=>o("option",
{value:d.code},`before ${d.name}`)))},r=new _(a,{label:"Under",codes:()=>Nt(a,h=>!s.has(h.code)),none:ls,value:t.parent??
null,changed:()=>{n(),c.ask()}}),c=new H(a,()=>({change:"move",codes:[t.code]}));n();let l=E(a,{title:`Move ${t.name}`,body:[
r.element,i.element,c.element],actions:[{label:"Move it",run:async()=>{if(r.value===void 0)throw new Error("Choose where\
 it is to stand.");await ae(a,t,r.value,i.input.value||null),ot(l,e)}}]});r.focus(),c.ask()}function ae(a,t,e,s){let i=e?
`stands under ${a.nameOf(e)} now`:"is a theme";return V(a,"book_move",{code:t.code,parent:e,before:s},`${t.name} moved`,
(t.parent??null)===e?`${t.name} is moved.`:`${t.name} ${i}.`)}function ps(a,t,e){let s=hs(a,t.code),i=new _(a,{label:"Me\
rge into",codes:()=>Nt(a,c=>c.applicable&&!s.has(c.code)),value:void 0,changed:()=>n.ask()}),n=new H(a,()=>i.value?{change:"\
merge",codes:[t.code],into:i.value}:null),r=E(a,{title:`Merge ${t.name} into another code`,body:[o("p",null,"Two codes m\
ean the same after all: the codings of this one become codings of the other, with coder, time and memos. Undo parts them\
 again."),i.element,n.element],actions:[{label:"Merge them",run:async()=>{if(!i.value)throw i.focus(),new Error("Choose \
the code it goes into.");let c=i.value;await V(a,"book_merge",{codes:[t.code],into:c},`${t.name} merged`,`${t.name} is p\
art of ${a.nameOf(c)} now.`),ot(r,()=>e(c))}}]});i.focus()}function gs(a,t,e){let s=o("div",{class:"qc-parts"}),i=[],n=S(
"Its patterns go to",{kind:"select",options:[["","none of the parts"]]}),r=()=>{let f=n.input.value;m(n.input,o("option",
{value:""},"none of the parts"),i.map((d,u)=>o("option",{value:String(u)},d.name.input.value.trim()||`Part ${u+1}`))),n.
input.value=f},c=()=>{let f=i.length+1,d=S(`Name of part ${f}`,{}),u=S(`Definition of part ${f}`,{kind:"area",rows:2});d.
input.addEventListener("input",r);let g={name:d,definition:u,element:o("fieldset",{class:"qc-part"},o("legend",{class:"q\
c-unseen"},`Part ${f}`),d.element,u.element)};return i.push(g),s.append(g.element),r(),g};c(),c();let l=new H(a,()=>({change:"\
split",codes:[t.code]})),h=E(a,{title:`Split ${t.name}`,wide:!0,body:[l.element,s,o("p",{class:"qc-toolbar qc-part-more"},
p("Another part",()=>c().name.input.focus(),{icon:"plus",class:"qc-small"})),t.patterns.length?n.element:null],actions:[
{label:"Split it",run:async()=>{let f=i.map(({name:u,definition:g},w)=>({name:u.input.value.trim().replace(/\s+/g," "),definition:g.
input.value.trim(),patterns:n.input.value===String(w)?t.patterns:[]})).filter(u=>u.name||u.definition);if(f.length<2||f.
some(u=>!u.name))return h.wrong("Name at least two parts."),i.find(u=>!u.name.input.value.trim())?.name.input.focus(),!1;
let d=await V(a,"book_split",{code:t.code,into:f},`${t.name} split`,`${t.name} is split into ${f.map(u=>u.name).join(", ")}\
.`);return d?.codes?.length&&ot(h,()=>e(d.codes[0])),!0}}]});i[0].name.input.focus(),l.ask()}function ws(a,t,e){let s=t.
retired,i=new H(a,()=>({change:s?"take up":"retire",codes:[t.code]})),n=E(a,{title:s?`Use ${t.name} again?`:`Retire ${t.
name}?`,body:[i.element],actions:[{label:s?"Use it again":"Retire it",run:async()=>{await V(a,"book_retire",{code:t.code,
back:s},s?`${t.name} used again`:`${t.name} retired`,s?`${t.name} is in use again.`:`${t.name} is retired. It stands und\
er “Retired and merged”.`),ot(n,e)}}]});i.ask()}function ce(a){let t=new Date(a);if(Number.isNaN(t.getTime()))return a;let e=a.length>10?{hour:"2-digit",minute:"2-digit"}:
{};return t.toLocaleString("en-GB",{day:"numeric",month:"short",year:"numeric",...e})}function rt(a,t){let{memo:e}=t,s=S(
"Memo",{kind:"area",rows:7,value:e?.text??"",hint:t.hint}),i=S("Title (may be empty)",{value:e?.title??""}),n=E(a,{title:t.
heading,body:[s.element,i.element],actions:[{label:e?"Save the change":"Save the memo",run:async()=>{let r=s.input.value;
if(!r.trim())return n.wrong("A memo needs words."),s.input.focus(),!1;let c={text:r,title:i.input.value.trim()},l=e?await a.
write("memo_edit",{memo:e.id,...c},"memo changed"):await a.write("memo_add",{on:t.on??null,...t.kind?{kind:t.kind}:{},...c},
"memo");return n.element.addEventListener("close",()=>t.then?.(l?.memo),{once:!0}),!0}}]});s.input.focus()}function ys(a,t,e){
return[t.title?o("h3",{class:"qc-memo-title",dir:"auto"},t.title):null,t.purged?o("p",{class:"qc-quiet"},"Its words were\
 removed from the study."):o("p",{class:"qc-memo-text",dir:"auto"},t.text),o("p",{class:"qc-toolbar qc-memo-does"},t.mine&&
!a.session.read_only?p("Change",e.change,{icon:"edit",class:"qc-small",data:{does:"change"}}):null,t.mine&&!a.session.read_only?
p("Take back",e.back,{icon:"trash",class:"qc-small",data:{does:"back"}}):null,e.reply&&!a.session.read_only?p(t.mine?"Ad\
d to it":"Answer",e.reply,{icon:"memo",class:"qc-small",data:{does:"reply"}}):null)]}var Yi={split:"Its code was split: the coding waits for one of the parts, or for several.",merged:"It came from another \
code, which was merged into this one.","defined anew":"The words of its code have changed since it was made."},Lt=class{constructor(t,e,s){
this.app=e,this.given=s,this.items=[],this.total=0,this.others=0,this.at=0,this.code=s.code??null,this.loaded=!1,this.busy=
!1,this.number=0,this.parts=new Set,this.head=o("p",{class:"qc-count",role:"status"}),this.only=o("p",{class:"qc-toolbar"}),
this.card=o("article",{class:"qc-again",tabindex:"-1","aria-label":"Coding to look at again"}),this.element=o("div",{class:"\
qc-sheet qc-again-view"},o("header",{class:"qc-view-head"},o("h2",null,"To look at again"),this.head,p("Back to the code\
book",()=>s.back(),{icon:"left",class:"qc-push",keys:"Escape"})),this.only,this.card),t.append(this.element);let i="Look\
ing again",n=()=>!!this.item&&!this.busy;this.offs=[e.keys.add([{keys:"k",words:"keep the coding: it fits the words of n\
ow",run:()=>{this.keep()},when:n,repeat:!1,group:i},{keys:"c",words:"choose another code",run:()=>this.picker?.focus(),when:n,
group:i},...["1","2","3","4","5","6","7","8","9"].map(r=>({keys:r,words:`choose part ${r} of a code that was split`,run:()=>this.#s(
Number(r)-1),when:()=>n()&&this.item.choices.length>=Number(r),repeat:!1,group:i,quiet:r!=="1"&&r!=="2"})),{keys:"Enter",
words:"give it the parts that are chosen",run:()=>{this.sort()},when:()=>n()&&this.parts.size>0,group:i},{keys:"Delete o\
r Backspace",words:"take the coding back",run:()=>{this.retract()},when:n,repeat:!1,group:i},{keys:"ArrowRight or j or s",
words:"leave it, next one",run:()=>this.step(1),when:n,group:i},{keys:"ArrowLeft",words:"the one before",run:()=>this.step(
-1),when:n,group:i},{keys:"o",words:"go to its place in the text",run:()=>this.#n(),when:n,group:i},{keys:"Escape",words:"\
back to the codebook",run:()=>s.back(),group:i}])],this.load()}destroy(){for(let t of this.offs)t();this.element.remove()}get item(){
return this.items[this.at]}async load(t=!0){let e=++this.number;try{let s=await this.app.read("book_queue",this.code?{code:this.
code}:{});if(e!==this.number)return;this.items=s.codings,this.total=s.total,this.others=s.others,this.loaded=!0,this.at=
Math.min(this.at,Math.max(0,this.items.length-1)),this.draw(t)}catch(s){this.app.sorry(s),this.loaded||m(this.card,o("p",
{class:"qc-fault"},s.message))}}draw(t=!0){let{app:e,item:s}=this;if(this.parts.clear(),this.head.textContent=this.total?
`${(this.at+1).toLocaleString("en")} of ${k(this.total,"coding")}`:"",m(this.only,this.code?[o("span",null,`Only codings\
 of ${e.nameOf(this.code)}.`),p("Show all",()=>{this.code=null,this.at=0,this.load()},{class:"qc-small"})]:null),this.only.
hidden=!this.code,!s){this.picker=null,m(this.card,o("div",{class:"qc-empty"},o("h3",null,"Nothing waits"),o("p",null,"A\
ll your codings were made under the words their codes have now."),this.others?o("p",null,`${k(this.others,"coding")} of \
other coders ${this.others===1?"waits":"wait"} for them.`):null,o("p",null,p("Back to the codebook",()=>this.given.back())))),
t&&this.card.focus({preventScroll:!0});return}let i=s.reason==="split";this.picker=new _(e,{label:i?"Another code":"Code\
 it anew with",codes:()=>[...e.codes.values()].filter(r=>r.applicable),changed:r=>{r&&this.recode([r])},leave:()=>this.card.
focus()});let n=this.items.filter(r=>r.code===s.code&&!i);m(this.card,o("p",{class:"qc-again-code",data:{hue:e.hueOf(s.code)}},
o("span",{class:"qc-letter"},e.letterOf(s.code)),o("strong",null,e.nameOf(s.code)),s.coder===e.session.coder?null:o("spa\
n",{class:"qc-tag"},s.coder)),o("p",{class:"qc-quiet"},Yi[s.reason]??s.reason),o("p",{class:"qc-said qc-again-words",dir:"\
auto"},o("span",{class:"qc-quiet"},s.before,s.before?" ":""),o("mark",null,s.quotation),o("span",{class:"qc-quiet"},s.after?
" ":"",s.after)),o("p",null,o("button",{type:"button",class:"qc-link",on:{click:()=>this.#n()}},`${s.document}${s.turn?`\
, turn ${s.turn}`:""}`)),i?this.#t(s):Gi(s),o("div",{class:"qc-toolbar qc-again-does"},i?this.sortButton=p("Choose a par\
t",()=>this.sort(),{class:"qc-main",disabled:!0,keys:"Enter"}):p("Keep it",()=>this.keep(),{icon:"check",class:"qc-main",
keys:"k"}),p("Take it back",()=>this.retract(),{icon:"trash",class:"qc-danger",keys:"Delete"}),p("Leave it for later",()=>this.
step(1),{icon:"right",keys:"j"})),this.picker.element,n.length>1?o("p",{class:"qc-again-many"},p(`Keep all ${n.length.toLocaleString(
"en")} of ${e.nameOf(s.code)} …`,()=>this.keepAll(n),{class:"qc-small"})):null),t&&(this.card.focus({preventScroll:!0}),
this.element.closest(".qc-main-view")?.scrollTo?.({top:0}))}#t(t){let{app:e}=this;return o("fieldset",{class:"qc-again-p\
arts"},o("legend",{class:"qc-label"},"Which part is it? Several may fit."),t.choices.map((s,i)=>{let n=o("input",{type:"\
checkbox",data:{part:s},on:{change:()=>this.#i(s,n.checked)}});return o("label",{class:"qc-again-part"},n,i<9?o("kbd",{"\
aria-hidden":"true"},String(i+1)):null,o("span",null,o("strong",null,e.nameOf(s)),e.codes.get(s)?.definition?o("span",{class:"\
qc-quiet"},` ${e.codes.get(s)?.definition}`):null))}),t.choices.length?null:o("p",{class:"qc-hint"},"Its parts take no c\
odings any more: choose another code below."))}#s(t){let e=this.item?.choices[t],s=this.card.querySelector(`[data-part="${CSS.
escape(e??"")}"]`);s&&(s.checked=!s.checked,this.#i(e,s.checked))}#i(t,e){e?this.parts.add(t):this.parts.delete(t);let s=[
...this.parts].map(i=>this.app.nameOf(i));this.sortButton.disabled=!s.length,this.sortButton.lastChild.textContent=s.length?
`It is ${s.join(" and ")}`:"Choose a part"}async#e(t,e,s,i){if(!this.busy){this.busy=!0;try{let n=await this.app.write(t,
e,s);F(this.app,i,n?.act,()=>this.load());let r=new Set(e.codings);this.items=this.items.filter(c=>!r.has(c.coding)),this.
total-=r.size,this.at>=this.items.length&&(this.at=0),this.items.length?this.draw():await this.load(),await this.#r(n?.done??
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
app:e}=this;t&&e.jump(t.document,t.start,t.end)}async#r(t){let{app:e}=this;for(let[s,i]of Object.entries(t)){let n=i.map(
c=>e.nameOf(c)).join(", ");await M(e,`Is ${s} read for ${n}?`,`You finished ${s} before ${i.length===1?"this code was":"\
these codes were"} there. Nothing of it waits any more. If you know the whole text well enough to say where else ${i.length===
1?"it applies":"they apply"}, and where not, it counts as read for ${i.length===1?"it":"them"}; otherwise tables say “no\
t considered”.`,"Yes, it is read for it")&&await e.write("book_considered",{document:s,codes:i},`${s} considered`).catch(
()=>{}),this.card.focus({preventScroll:!0})}}};function Gi(a){let t=s=>s.split(`
`).filter(Boolean),e=(s,i,n)=>{let r=new Set(t(n));return o("section",null,o("h3",null,s),i?t(i).map(c=>o("p",{dir:"auto",
class:r.has(c)?"qc-quiet":"qc-differs"},c)):o("p",{class:"qc-quiet"},"not known"))};return o("div",{class:"qc-two qc-wor\
dings"},e("When it was coded",a.then,a.now),e("Now",a.now,a.then))}var jt=class{constructor(t,e){this.app=t,this.given=e,this.code=null,this.folded=new Set(t.remembered(`folded-${t.session.
project}`,[])),this.filter="",this.dragged=null,this.element=o("ul",{class:"qc-tree",role:"tree","aria-label":"Codes",on:{
keydown:s=>this.#u(s),click:s=>this.#a(s),focusin:s=>this.#n(s),dragstart:s=>this.#h(s),dragover:s=>this.#d(s),dragleave:()=>this.#l(
null),drop:s=>this.#o(s),dragend:()=>{this.dragged=null,this.#l(null)}}})}stands(t){return t.merged_into?!1:t.retired?[...this.
app.codes.values()].some(e=>e.parent===t.code&&this.stands(e)):!0}children(t){return[...this.app.codes.values()].filter(
e=>(e.parent??null)===t&&this.stands(e))}#t(t){return!this.filter||Y(this.app,t,this.filter)!==null}#s(t){return this.#t(
t)||this.children(t.code).some(e=>this.#s(e))}draw(){let t=this.element.contains(document.activeElement);m(this.element,
this.children(null).filter(s=>this.#s(s)).map((s,i,n)=>this.#i(s,1,i,n.length)));let e=this.#e();return e.some(s=>s.dataset.
code===this.code)||e[0]?.setAttribute("tabindex","0"),t&&(e.find(s=>s.dataset.code===this.code)??e[0])?.focus({preventScroll:!0}),
e.length}#i(t,e,s,i){let{app:n}=this,r=this.children(t.code).filter(f=>this.#s(f)),c=!!this.filter||!this.folded.has(t.code),
l=this.given.more(t.code),h=[t.codings||l&&l.all?`${t.codings.toLocaleString("en")}`:"",l&&l.all>t.codings?`of ${l.all.toLocaleString(
"en")}`:""].filter(Boolean).join(" ");return o("li",{role:"none"},o("div",{role:"treeitem",class:"qc-tree-row",tabindex:t.
code===this.code?"0":"-1","aria-level":e,"aria-posinset":s+1,"aria-setsize":i,"aria-selected":String(t.code===this.code),
"aria-expanded":r.length?String(c):null,data:{code:t.code,hue:n.hueOf(t.code)},draggable:this.given.leads?"true":null,style:{
"--qc-depth":String(e-1)}},o("span",{class:"qc-tree-fold","aria-hidden":"true"},r.length?C(c?"down":"right"):null),o("sp\
an",{class:"qc-letter","aria-hidden":"true"},n.letterOf(t.code)),o("span",{class:"qc-tree-name"},o("span",{class:this.#t(
t)?"":"qc-quiet"},t.name),t.retired?o("span",{class:"qc-tag"},"retired"):null,l?.waiting?o("span",{class:"qc-tree-waits",
title:`${l.waiting} to look at again`},o("span",{class:"qc-unseen"},`, ${l.waiting} to look at again`)):null,h?o("span",
{class:"qc-unseen"},`, ${l&&l.all>t.codings?`${t.codings?t.codings.toLocaleString("en"):"none"} of ${k(l.all,"coding")} \
by you`:k(t.codings,"coding")}`):null),h?o("span",{class:"qc-count","aria-hidden":"true",title:l&&l.all>t.codings?"your \
codings, of all":"your codings"},h):null),r.length?o("ul",{role:"none",hidden:!c},r.map((f,d)=>this.#i(f,e+1,d,r.length))):
null)}#e(){return[...this.element.querySelectorAll("[role=treeitem]")].filter(t=>!this.element.contains(t.closest("[hidd\
en]")))}row(t){return this.#e().find(e=>e.dataset.code===t)}choose(t,e=!1){for(let i=this.app.codes.get(t)?.parent;i;i=this.
app.codes.get(i)?.parent)this.folded.delete(i);this.code=t,this.draw();let s=this.row(t);e&&s?.focus(),s?.scrollIntoView(
{block:"nearest"}),this.given.chosen(t)}beside(t){let e=this.#e(),s=e.findIndex(i=>i.dataset.code===t);return(e[s+1]??e[s-
1])?.dataset.code}focus(){let t=this.#e();(t.find(e=>e.dataset.code===this.code)??t[0])?.focus()}#n(t){let s=t.target.closest(
"[role=treeitem]")?.dataset.code;s&&this.#r(s)}#r(t){if(t!==this.code){this.code=t;for(let e of this.element.querySelectorAll(
"[role=treeitem]")){let s=e.dataset.code===t;e.setAttribute("aria-selected",String(s)),e.setAttribute("tabindex",s?"0":"\
-1")}this.given.chosen(t)}}#a(t){let e=t.target,s=e.closest("[role=treeitem]");s?.dataset.code&&(e.closest(".qc-tree-fol\
d")&&s.hasAttribute("aria-expanded")&&this.#f(s.dataset.code,s.getAttribute("aria-expanded")==="true"),this.row(s.dataset.
code)?.focus())}#f(t,e){e?this.folded.add(t):this.folded.delete(t),this.app.remember(`folded-${this.app.session.project}`,
[...this.folded].filter(s=>this.app.codes.has(s))),this.draw()}#u(t){if(t.ctrlKey||t.metaKey||t.altKey)return;let e=this.#e(),
s=e.findIndex(h=>h.dataset.code===this.code),i=e[s];if(!i)return;let n=i.getAttribute("aria-expanded"),r=i.dataset.code,
{key:c}=t,l=h=>{e[Math.max(0,Math.min(e.length-1,h))]?.focus()};if(c==="ArrowDown")l(s+1);else if(c==="ArrowUp")s===0?this.
given.up():l(s-1);else if(c==="Home")l(0);else if(c==="End")l(e.length-1);else if(c==="ArrowRight")n==="false"?this.#f(r,
!1):n==="true"&&l(s+1);else if(c==="ArrowLeft")if(n==="true"&&!this.filter)this.#f(r,!0);else{let h=this.app.codes.get(r)?.
parent;h&&this.row(h)?.focus()}else if(c==="Space"||c===" ")n&&this.#f(r,n==="true");else return;t.preventDefault(),t.stopPropagation()}#h(t){
let e=t.target.closest?.("[role=treeitem]");!e||!t.dataTransfer||(this.dragged=e.dataset.code??null,t.dataTransfer.effectAllowed=
"move",t.dataTransfer.setData("text/plain",this.app.nameOf(this.dragged??"")))}#c(t){let e=t.target.closest?.("[role=tre\
eitem]"),s=this.app.codes.get(e?.dataset.code??""),i=this.app.codes.get(this.dragged??"");if(!e||!s||!i)return null;for(let l=s;l;l=
l.parent?this.app.codes.get(l.parent):void 0)if(l===i)return null;let n=e.getBoundingClientRect(),r=(t.clientY-n.top)/n.
height;if(r<.3)return{row:e,zone:"before",parent:s.parent??null,before:s.code};if(r<=.7)return{row:e,zone:"into",parent:s.
code,before:null};let c=this.children(s.parent??null).filter(l=>l!==i);return{row:e,zone:"after",parent:s.parent??null,before:c[c.
indexOf(s)+1]?.code??null}}#d(t){let e=this.#c(t);this.#l(e),e&&(t.preventDefault(),t.dataTransfer&&(t.dataTransfer.dropEffect=
"move"))}#l(t){for(let e of this.element.querySelectorAll("[data-zone]"))delete e.dataset.zone;t&&(t.row.dataset.zone=t.
zone)}#o(t){let e=this.#c(t),s=this.app.codes.get(this.dragged??"");this.#l(null),this.dragged=null,!(!e||!s)&&(t.preventDefault(),
this.given.dropped(s,e.parent,e.before))}};function le(a,t){let e=a.nameOf(t);a.go("code");let s=a.root.querySelector(".qc-code-list input[role=combobox]");s&&(s.value=
e,s.dispatchEvent(new Event("input",{bubbles:!0})));let i=new lt(a).keyOf(t);a.say(i?`Select words and press ${i} to put\
 ${e} on them.`:`Select words, then press / and Enter to put ${e} on them.`)}var Vi=50,bs=new WeakMap,he=class{constructor(t,e,s){this.app=e,this.host=t,this.leads=e.session.role!=="coder"&&!e.session.
read_only,this.writes=!e.session.read_only,this.more=null,this.queue=null,this.number=0,this.timer=null,this.drawn="",this.
tree=new jt(e,{chosen:n=>this.look(n),dropped:(n,r,c)=>this.place(n,r,c),more:n=>this.more?.codes[n]??null,leads:this.leads,
up:()=>this.filter.focus()}),this.filter=o("input",{type:"search","aria-label":"Find a code",placeholder:"Find a code",autocomplete:"\
off",spellcheck:"false",dir:"auto",on:{input:()=>this.#t(),keydown:n=>{n.key==="ArrowDown"||n.key==="Enter"?(n.preventDefault(),
n.stopPropagation(),this.tree.focus()):n.key==="Escape"&&this.filter.value&&(n.preventDefault(),n.stopPropagation(),this.
filter.value="",this.#t())}}}),this.waits=o("div",{class:"qc-book-waits"}),this.none=o("p",{class:"qc-hint",role:"status"}),
this.gone=o("details",{class:"qc-book-gone"}),this.total=o("p",{class:"qc-count"}),this.entry=o("section",{class:"qc-pan\
e qc-entry","aria-label":"Code",tabindex:"-1"}),this.book=o("div",{class:"qc-book"},o("section",{class:"qc-book-side","a\
ria-label":"Codebook"},o("div",{class:"qc-book-head qc-chrome"},o("div",{class:"qc-view-head"},o("h2",null,e.codebook.title||
"Codebook"),this.total),o("div",{class:"qc-filter"},C("search"),this.filter),this.writes?o("p",{class:"qc-toolbar"},p("N\
ew code",()=>this.add(),{icon:"plus",class:"qc-small",keys:"n"})):null,this.waits),o("div",{class:"qc-pane qc-book-tree"},
this.tree.element,this.none,this.gone)),this.entry),t.append(this.book),this.placing=!1,this.nextMove=null,this.offs=[e.
on("codebook",()=>this.draw()),e.on("counts",()=>this.#s()),e.on("memos",()=>this.#s()),e.keys.add(this.#g())];let i=s?.
code&&e.codes.has(s.code)?s.code:bs.get(e);this.draw(),i&&e.codes.has(i)?this.tree.choose(i,!!s?.code):e.codes.size&&this.
tree.choose([...e.codes.keys()][0]),this.tree.code&&this.look(this.tree.code),s?.queue?this.again(s.code??null):(document.
activeElement===document.body||t===document.activeElement)&&this.tree.focus()}destroy(){clearTimeout(this.timer),this.queue?.
destroy();for(let t of this.offs)t();this.book.remove()}params(t){if(t?.queue){this.again(t.code??null);return}this.queue&&
this.back(),t?.code&&this.app.codes.has(t.code)&&this.tree.choose(t.code,!0)}draw(){let{app:t}=this;if(!this.tree.code||
!t.codes.has(this.tree.code)){let i=this.more?.codes,n=[...t.codes.values()].find(r=>i&&this.tree.code&&!i[r.code]);this.
tree.code=n?.code??[...t.codes.keys()][0]??null}this.tree.filter=this.filter.value.trim();let e=this.tree.draw(),s=[...t.
codes.values()].filter(i=>!i.merged_into&&!i.retired);this.total.textContent=`${k(s.length,"code")} in ${k(s.filter(i=>!i.
parent).length,"theme")}`,this.none.textContent=e?"":t.codes.size?"No code fits.":"",this.none.hidden=!!e||!t.codes.size,
this.#n(),this.#e(),t.codes.size?this.tree.code&&this.look(this.tree.code):this.#a(),this.#i()}#t(){this.tree.filter=this.
filter.value.trim();let t=this.tree.draw();this.none.textContent=t?"":"No code fits.",this.none.hidden=!!t}#s(){clearTimeout(
this.timer),this.timer=setTimeout(()=>this.#i(),600)}async#i(){let t=++this.number;try{let e=await this.app.read("book_m\
ore");if(t!==this.number)return;let s=JSON.stringify(this.more);if(this.more=e,s===JSON.stringify(e)&&this.drawn)return;
this.tree.draw(),this.#e(),this.tree.code&&this.look(this.tree.code)}catch(e){this.app.sorry(e)}}#e(){let t=this.more?.own_waiting??
0;m(this.waits,t?o("div",{class:"qc-note qc-warn"},o("p",null,`${k(t,"coding")} of yours ${t===1?"was":"were"} made unde\
r other words than ${t===1?"its code has":"their codes have"} now.`),p("Look at them again",()=>this.again(),{class:"qc-\
small",keys:"l"})):null)}#n(){let{app:t}=this,e=[...t.codes.values()].filter(i=>!this.tree.stands(i));this.gone.hidden=!e.
length;let s=(this.gone.contains(document.activeElement)?document.activeElement:null)?.dataset.code;m(this.gone,o("summa\
ry",null,`Retired and merged (${e.length})`),o("ul",null,e.map(i=>o("li",null,o("button",{type:"button",class:"qc-gone-c\
ode",data:{code:i.code},"aria-current":i.code===this.tree.code?"true":null,on:{click:()=>this.#r(i.code)}},o("span",null,
i.name),o("span",{class:"qc-quiet"},i.merged_into?` merged into ${t.nameOf(i.merged_into)}`:" retired")))))),s&&this.gone.
querySelector(`[data-code="${CSS.escape(s)}"]`)?.focus()}#r(t){this.tree.code=t,this.tree.draw(),this.look(t),this.#n()}#a(){
m(this.entry,o("div",{class:"qc-empty"},o("h3",null,"The codebook is empty"),o("p",null,"A code is a named idea with a d\
efinition. Begin with one, or load a codebook file: qualcode codebook load PROJECT F.yaml"),this.writes?o("p",null,p("Ne\
w code",()=>this.add(),{icon:"plus",class:"qc-main"})):null))}look(t){let{app:e}=this,s=e.codes.get(t);if(!s)return;bs.set(
e,t);let i=this.more?.codes[t]??null,n=JSON.stringify([s,i,this.more?.left_out,e.letterOf(t)]);if(n===this.drawn)return;
let r=this.shownCode===t,c=r&&this.entry.contains(document.activeElement)?document.activeElement.dataset.does:void 0,l=r&&
!!this.entry.querySelector(".qc-book-quotes[open]");this.drawn=n,this.shownCode=t;let h=d=>({data:{does:d}}),f=!s.merged_into;
m(this.entry,o("header",{class:"qc-entry-head",data:{hue:e.hueOf(t)}},o("p",{class:"qc-quiet"},this.#f(s)),o("h2",{dir:"\
auto"},o("span",{class:"qc-letter"},e.letterOf(t))," ",s.name),o("p",{class:"qc-toolbar"},s.category?o("span",{class:"qc\
-tag"},"only groups codes"):null,s.retired?o("span",{class:"qc-tag"},"retired"):null,s.merged_into?o("span",{class:"qc-t\
ag"},`merged into ${e.nameOf(s.merged_into)}`):null,o("span",{class:"qc-entry-id",title:"identifier"},s.code),i?.formerly.
length?o("span",{class:"qc-quiet"},`formerly ${i.formerly.join(", ")}`):null)),o("div",{class:"qc-toolbar qc-entry-does \
qc-chrome"},s.applicable&&this.writes?p("Code with it",()=>le(e,t),{class:"qc-small qc-main",...h("code"),keys:"c"}):null,
f?p("Search for it",()=>e.go("search",{code:t}),{icon:"search",class:"qc-small",...h("search"),keys:"f"}):null,this.writes?
p(i?.memos?`Memos (${i.memos})`:"Memo",()=>this.memo(),{icon:"memo",class:"qc-small",...h("memo"),keys:"m"}):null,this.leads&&
f?p("Change",()=>this.define(),{icon:"edit",class:"qc-small",...h("define"),keys:"e"}):null),s.definition?o("p",{class:"\
qc-entry-definition",dir:"auto"},s.definition):o("p",{class:"qc-quiet"},s.defined?"No definition yet.":"It came with cod\
ings and has no definition yet."),ks("Include",s.include),ks("Exclude",s.exclude),s.examples.length?o("section",null,o("\
h3",null,s.examples.length===1?"Example":"Examples"),s.examples.map(d=>o("blockquote",{class:"qc-said",dir:"auto"},d))):
null,s.patterns.length?o("section",null,o("h3",null,"Patterns"),o("ul",{class:"qc-patterns"},s.patterns.map(d=>o("li",{dir:"\
auto"},d)))):null,i?.unless.length?o("section",null,o("h3",null,"Unless"),o("ul",{class:"qc-patterns"},i.unless.map(d=>o(
"li",{dir:"auto"},d)))):null,o("section",null,o("h3",null,"Codings"),this.#u(s,i)),this.#c(s,l),this.leads&&f?this.#l(s):
null,Object.keys(i?.extras??{}).length?o("section",null,o("h3",null,"Further columns"),o("dl",{class:"qc-extras"},Object.
entries(i?.extras??{}).map(([d,u])=>o("div",null,o("dt",null,d),o("dd",{dir:"auto"},u))))):null),c&&(this.entry.querySelector(
`[data-does="${c}"]`)??this.entry).focus({preventScroll:!0}),r||(this.entry.scrollTop=0)}#f(t){let e=[];for(let s=t.parent;s;s=
this.app.codes.get(s)?.parent??null)e.unshift(this.app.nameOf(s));return e.length?e.join(" › "):"Theme"}#u(t,e){let s=[
t.codings?`${k(t.codings,"coding")} of yours`:"None of yours"];e&&e.all>t.codings&&s.push(`${e.all.toLocaleString("en")}\
 by ${k(e.coders,"coder")}`);let i=[...this.app.codes.values()].filter(r=>r.code!==t.code&&this.#h(r,t.code)),n=i.reduce(
(r,c)=>r+c.codings,0);return i.length&&s.push(`${n.toLocaleString("en")} of yours on ${k(i.length,"code")} beneath`),[o(
"p",null,s.join(" · ")),this.more?.left_out?o("p",{class:"qc-hint"},`Others’ codings in ${k(this.more.left_out,"docum\
ent")} are not counted until you have finished ${this.more.left_out===1?"it":"them"}.`):null,e?.waiting?o("p",null,o("bu\
tton",{type:"button",class:"qc-link",data:{does:"again"},on:{click:()=>this.again(t.code)}},`${e.waiting.toLocaleString(
"en")} to look at again`)):null]}#h(t,e){for(let s=t.parent;s;s=this.app.codes.get(s)?.parent??null)if(s===e)return!0;return!1}#c(t,e){
let{app:s}=this,i=o("ol",{class:"qc-quote-list"}),n=o("p",{class:"qc-toolbar"}),r=0,c=0,l=async(f=!1)=>{let d=++c;m(n,o(
"span",{class:"qc-hint",role:"status"},"Looking for quotations …"));try{let u=await s.read("book_quotes",{code:t.code,
offset:r,limit:Vi});if(d!==c)return;let g=i.children.length;for(let w of u.quotes)i.append(o("li",{data:{hue:s.hueOf(w.code)}},
o("p",{class:"qc-said",dir:"auto"},w.quotation),o("p",{class:"qc-quote-from"},o("button",{type:"button",class:"qc-link",
on:{click:()=>this.#d(w)}},`${w.document}${w.turn?`, turn ${w.turn}`:""}`),o("span",{class:"qc-quiet"},[w.code===t.code?
"":s.nameOf(w.code),w.coder===s.session.coder?"":w.coder].filter(Boolean).map(x=>` · ${x}`).join("")))));r+=u.quotes.length,
m(n,u.total?null:o("span",{class:"qc-quiet"},"No quotations yet."),u.total>r?p(`Show more (${(u.total-r).toLocaleString(
"en")} left)`,()=>l(!0),{class:"qc-small"}):null,u.unread?o("span",{class:"qc-hint"},`Others’ quotations in ${k(u.unread,
"document")} come when you have finished ${u.unread===1?"it":"them"}.`):null),f&&i.children[g]?.querySelector("button")?.
focus()}catch(u){m(n,o("span",{class:"qc-fault"},u.message),p("Try again",()=>l(),{class:"qc-small"}))}},h=o("details",{
class:"qc-book-quotes"},o("summary",{data:{does:"quotes"}},"Quotations"),i,n);return h.addEventListener("toggle",()=>{h.
open&&!r&&l()}),e&&(h.open=!0),h}async#d(t){let{app:e}=this;try{await e.open(t.document),e.go("code",{document:t.document,
start:t.start,end:t.end,coding:t.coding})}catch(s){e.sorry(s)}}#l(t){let e=i=>({class:"qc-small",data:{does:i}}),s=!t.retired;
return o("section",{class:"qc-reorganise qc-chrome"},o("h3",null,"Reorganise"),o("div",{class:"qc-toolbar"},p("Up",()=>this.
shift(-1),{...e("up"),icon:"up",keys:"Alt+ArrowUp"}),p("Down",()=>this.shift(1),{...e("down"),icon:"down",keys:"Alt+Arro\
wDown"}),p("Move …",()=>re(this.app,t,()=>this.tree.choose(t.code)),{...e("move"),icon:"move",keys:"v"}),p("Merge …",
()=>this.merge(),{...e("merge"),icon:"merge",keys:"j"}),p("Split …",()=>this.split(),{...e("split"),icon:"split",keys:"\
s"}),p("Identifier …",()=>this.rename(),{...e("rename"),keys:"i"}),p(s?"Retire …":"Use again …",()=>this.retire(),
{...e("retire"),keys:"x"})),o("p",{class:"qc-hint"},"Codes can also be dragged in the tree: onto a code to put them unde\
r it, between two to put them there."))}#o(){return this.app.codes.get(this.tree.code??"")??null}add(){let t=this.#o(),e=t&&
!t.merged_into&&!t.retired?t:null;us(this.app,e?e.parent??e.code:null,s=>{this.filter.value="",this.tree.filter="",this.
tree.choose(s,!0)},this.tree.element.childElementCount?"":this.filter.value.trim())}define(){let t=this.#o();t&&fs(this.
app,t,this.more?.codes[t.code]??null)}rename(){let t=this.#o();t&&ms(this.app,t,e=>this.tree.choose(e,!0))}merge(){let t=this.#o();
t&&ps(this.app,t,e=>this.tree.choose(e,!0))}split(){let t=this.#o();if(t){if(t.category&&!t.codings){this.app.say(`${t.name}\
 only groups codes: add codes beneath it instead.`);return}gs(this.app,t,e=>this.tree.choose(e,!0))}}retire(){let t=this.#o();
if(!t)return;let e=this.tree.beside(t.code);ws(this.app,t,()=>{let s=this.app.codes.get(t.code),i=!!s&&!this.tree.stands(
s);i&&(this.gone.open=!0),this.draw(),i&&e&&this.app.codes.has(e)?this.tree.choose(e,!0):this.tree.focus()})}memo(){let t=this.#o();
t&&(this.more?.codes[t.code]?.memos?et(this.app,{on:t.code,heading:`Memos on ${t.name}`}):rt(this.app,{on:t.code,kind:"c\
ode",heading:`Memo on ${t.name}`}))}#m(t){return this.placing&&(this.nextMove=t),!!this.placing}shift(t){if(this.#m(()=>this.
shift(t)))return;let e=this.#o();if(!e)return;let s=this.tree.children(e.parent??null),i=s.indexOf(e);if(i<0)return;if(!s[i+
t]){this.app.say(t<0?"It is the first here already.":"It is the last here already.");return}let n=t<0?s[i-1]:s[i+2];this.
place(e,e.parent??null,n?.code??null)}nest(t){if(this.#m(()=>this.nest(t)))return;let e=this.#o();if(!e)return;if(t>0){let n=this.
tree.children(e.parent??null),r=n[n.indexOf(e)-1];r?this.place(e,r.code,null):this.app.say("There is no code before it t\
o put it under.");return}let s=e.parent?this.app.codes.get(e.parent):null;if(!s){this.app.say("It is a theme already.");
return}let i=this.tree.children(s.parent??null);this.place(e,s.parent??null,i[i.indexOf(s)+1]?.code??null)}async place(t,e,s){
if(this.placing)return;this.placing=!0,this.nextMove=null;let i=(this.entry.contains(document.activeElement)?document.activeElement:
null)?.dataset.does;try{await ae(this.app,t,e,s),this.tree.choose(t.code,!i),i&&this.entry.querySelector(`[data-does="${i}\
"]`)?.focus()}catch{}finally{this.placing=!1,this.book.isConnected&&this.nextMove?.()}}again(t=null){this.queue?.destroy(),
this.book.hidden=!0,this.queue=new Lt(this.host,this.app,{back:()=>this.back(),code:t})}back(){this.queue?.destroy(),this.
queue=null,this.book.hidden=!1,this.#i(),this.tree.focus()}#g(){let{app:t}=this,e="Codebook",s=()=>!this.queue&&!!this.#o(),
i=()=>s()&&!this.#o()?.merged_into,n=()=>this.leads&&i(),r=()=>this.writes&&!this.queue;return[{keys:"/",words:"find a c\
ode",run:()=>this.filter.focus(),when:()=>!this.queue,group:e},{keys:"n",words:"new code",run:()=>this.add(),when:r,group:e},
{keys:"c",words:"code with it",run:()=>le(t,this.tree.code),when:()=>r()&&!!this.#o()?.applicable,group:e},{keys:"f",words:"\
search for it in the texts",run:()=>t.go("search",{code:this.tree.code}),when:i,group:e},{keys:"q",words:"open or close \
its quotations",run:()=>this.#p(),when:s,group:e},{keys:"m",words:"memo on it",run:()=>this.memo(),when:()=>r()&&s(),group:e},
{keys:"e",words:"change its name, definition, patterns …",run:()=>this.define(),when:n,group:e},{keys:"Alt+ArrowUp",words:"\
move it up",run:()=>this.shift(-1),when:n,group:e},{keys:"Alt+ArrowDown",words:"move it down",run:()=>this.shift(1),when:n,
group:e},{keys:"Alt+ArrowRight",words:"put it under the code before it",run:()=>this.nest(1),when:n,group:e},{keys:"Alt+\
ArrowLeft",words:"take it out to the level above",run:()=>this.nest(-1),when:n,group:e},{keys:"v",words:"move it somewhe\
re else",run:()=>{let c=this.#o();c&&re(t,c,()=>this.tree.choose(c.code,!0))},when:n,group:e},{keys:"j",words:"merge it \
into another code",run:()=>this.merge(),when:n,group:e},{keys:"s",words:"split it",run:()=>this.split(),when:n,group:e},
{keys:"i",words:"change its identifier",run:()=>this.rename(),when:n,group:e},{keys:"x",words:"retire it, or use it agai\
n",run:()=>this.retire(),when:n,group:e},{keys:"l",words:"look at codings again that wait",run:()=>this.again(),when:()=>!this.
queue&&!!this.more?.own_waiting,group:e},...nt(t,e,()=>this.queue?this.queue.load():t.loadBook())]}#p(){let t=this.entry.
querySelector(".qc-book-quotes");t&&(t.open=!t.open,t.querySelector("summary")?.focus())}};function ks(a,t){return t.length?
o("section",null,o("h3",null,a),o("ul",{class:"qc-entry-list"},t.map(e=>o("li",{dir:"auto"},e)))):null}var vs={id:"codeb\
ook",label:"Codebook",key:"g b",mount(a,t,e){let s=new he(a,t,e);return{destroy:()=>s.destroy(),params:i=>s.params(i)}}};function dt(a){let{kind:t}=a;return t==="agreed"?"Agreed":t==="edges"?"Other edges":t==="code"?"Other codes":t==="consen\
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
if(e.length<=t)return a;let s=Math.floor((t-3)/2),i=e.slice(0,s).join("").replace(/\s+\S*$/u,""),n=e.slice(-s).join("").
replace(/^\S*\s+/u,"");return`${i} … ${n}`}var Qi=170,_t=class{constructor(t,e){this.app=t,this.does=e,this.element=o("section",{class:"qc-compare-card","aria-labe\
l":"This place"}),this.body=o("div",{class:"qc-compare-card-body"}),this.memos=o("div",{class:"qc-compare-memos"}),this.
reason=o("textarea",{rows:"1",dir:"auto",class:"qc-compare-reason","aria-label":"Reason, kept as a memo",placeholder:"Re\
ason, kept as a memo (r)"}),this.keep=p("Keep this reason",()=>e.reason(this.words),{class:"qc-small",hidden:!0}),this.reason.
addEventListener("input",()=>this.#e()),this.reason.addEventListener("keydown",s=>{s.key!=="Escape"&&!(s.key==="Enter"&&
!s.shiftKey)||(s.preventDefault(),s.stopPropagation(),s.key==="Enter"&&!this.keep.hidden&&e.reason(this.words),(this.body.
querySelector("[data-choice]")??t.root.querySelector(".qc-main-view"))?.focus())}),m(this.element,this.body),this.asking=
0,this.of=""}get words(){return this.reason.value.trim()}draw(t,{coders:e,settle:s,why:i,doc:n,at:r,of:c}){let{app:l,does:h}=this,
f=this.body.contains(document.activeElement)?document.activeElement:null,d=f?.dataset.choice??f?.dataset.does,u=f===this.
reason;if(this.place=t,this.settle=s&&!!t?.settleable,!t){m(this.body,o("p",{class:"qc-quiet"},c?"Choose a place in the \
list, or press n.":"No place fits what is shown.")),this.of="";return}this.of!==t.id&&(this.reason.value=t.reason);let g=e.
filter(w=>t.own[w]);m(this.body,o("header",{class:"qc-compare-card-head"},o("h3",null,dt(t),o("span",{class:"qc-quiet"},
` · ${[t.turn?`turn ${t.turn}`:"",t.who].filter(Boolean).join(" · ")||n.document}`)),o("div",{class:"qc-compare-steps"},
o("span",{class:"qc-count"},r>=0?`${r+1} of ${c}`:k(c,"place")),p("Place before",()=>h.step(-1),{icon:"up",bare:!0,class:"\
qc-small",keys:"p","data-does":"back"}),p("Next place",()=>h.step(1),{icon:"down",bare:!0,class:"qc-small",keys:"n","dat\
a-does":"on"}))),o("p",{class:"qc-hint"},qs(t,e)),o("ul",{class:"qc-compare-own"},g.map(w=>this.#t(w,t.own[w],n)),e.length===
2&&g.length===1?o("li",{class:"qc-quiet"},o("b",null,e.find(w=>!t.own[w])),": not coded so"):null),this.#s(t,n),this.settle?
this.#i(t,e,g):i&&t.settleable?o("p",{class:"qc-note"},i):null,this.settle?o("div",{class:"qc-compare-why"},this.reason,
this.keep):t.reason?o("p",{class:"qc-note"},"Reason: ",o("span",{dir:"auto"},t.reason)):null,this.memos),this.#e(),u&&this.
settle?this.reason.focus():d&&(this.body.querySelector(`[data-choice="${d}"]:not(:disabled), [data-does="${d}"]`)??l.root.
querySelector(".qc-main-view"))?.focus({preventScroll:!0}),this.of!==t.id&&(this.memos.replaceChildren(),this.element.scrollTop=
0),this.of=t.id,this.#n(t,n)}#t(t,[,e,s,i],n){let{app:r}=this;return o("li",{data:{hue:r.hueOf(i)}},o("p",null,o("b",{dir:"\
auto"},t)," ",o("span",{class:"qc-letter","aria-hidden":"true"},r.letterOf(i))," ",o("span",{title:r.codes.get(i)?.definition||
null,dir:"auto"},r.nameOf(i))),o("blockquote",{class:"qc-said",dir:"auto"},de(n.printed(e,s),Qi)))}#s(t,e){let{app:s}=this;
return t.choice==="none"?o("p",{class:"qc-compare-stands"},"Left out of the consensus."):!t.standing.length||t.kind==="a\
greed"&&!t.edit?null:o("div",{class:"qc-compare-stands"},o("p",{class:"qc-label"},"In the consensus"),t.standing.map(([,
i,n,r])=>o("p",{data:{hue:s.hueOf(r)}},o("span",{class:"qc-letter","aria-hidden":"true"},s.letterOf(r))," ",s.nameOf(r),
": ",o("span",{class:"qc-quiet",dir:"auto"},de(e.printed(i,n),120)))))}#i(t,e,s){let{does:i}=this,n=B(t)==="settled",r=(c,l,h,f)=>o(
"button",{type:"button",class:"qc-button qc-small",data:{choice:c},disabled:f,"aria-keyshortcuts":l,"aria-pressed":n&&!t.
edit&&t.choice===c?"true":"false",on:{click:()=>i.choose(c)}},o("kbd",{"aria-hidden":"true"},l),h);return o("div",{class:"\
qc-compare-choices",role:"group","aria-label":"Settle as"},e.map((c,l)=>r(c,String(l+1),`As ${c}`,!t.own[c])),r("both",String(
e.length+1),e.length>2?"All of them":"Both",s.length<2||t.kind==="agreed"),r("none","0","Leave out",!1),o("button",{type:"\
button",class:"qc-button qc-small",data:{choice:"edit"},"aria-keyshortcuts":"e","aria-pressed":t.edit&&t.kind!=="consens\
us"?"true":"false",on:{click:()=>i.edit()}},o("kbd",{"aria-hidden":"true"},"e"),"Other edges or code"))}#e(){let{place:t}=this;
this.keep.hidden=!t||t.open||!this.words||this.words===t.reason}async#n(t,e){let{app:s,does:i}=this,n=++this.asking,c=[...Object.
values(t.own),...t.standing].map(d=>d[0]).filter(d=>e.codings.get(d)?.memos),l=()=>p(c.length?"Answer, or write a memo":
"Write a memo",()=>i.memo(),{icon:"memo",class:"qc-small",keys:"m","data-does":"memo"}),h=this.memos.querySelector("[dat\
a-does=memo]"),f=h===document.activeElement&&!!h;if((!this.memos.childNodes.length||!c.length)&&m(this.memos,l()),c.length){
let d=[];try{for(let u of c)d=[...d,...await s.read("memos",{on:u,others:!0})]}catch(u){n===this.asking&&s.sorry(u);return}
if(n!==this.asking)return;d=[...new Map(d.map(u=>[u.id,u])).values()].sort((u,g)=>u.time<g.time?-1:1),m(this.memos,o("h4",
null,k(d.length,"memo")),o("ul",null,d.map(u=>o("li",null,o("p",{class:"qc-quiet"},[u.coder,G(u.time),u.subject].filter(
Boolean).join(" · ")),o("p",{class:"qc-compare-memo",dir:"auto"},u.title?o("b",null,`${u.title}: `):null,u.text)))),l())}
f&&this.memos.querySelector("[data-does=memo]")?.focus()}};function $s(a,t,e,s){let i=s.filter(c=>t.own[c]).map(c=>t.own[c]),
n=i.length?i:t.standing,r=[...new Map(n.map(c=>[c[3],c])).values()];return[o("span",{class:"qc-place-codes"},r.map(([,,,
c])=>o("span",{class:"qc-letter",data:{hue:a.hueOf(c)},"aria-hidden":"true"},a.letterOf(c))),o("span",{class:"qc-place-n\
ames",dir:"auto"},r.map(([,,,c])=>a.nameOf(c)).join(" / "))),o("span",{class:"qc-place-words",dir:"auto"},It(e.printed(t.
start,t.end),90)),o("span",{class:"qc-place-facts"},o("span",null,dt(t))," · ",o("span",{class:"qc-place-stand"},xs(t,c=>a.
nameOf(c))))]}var ut=60;function Ss(a,{doc:t,place:e,coders:s,codes:i,selection:n,reason:r,settle:c}){let l=e.edit??e.standing[0]?.slice(
1)??e.own[s.find(q=>e.own[q])??""]?.slice(1),[h,f,d]=l;n&&({start:h,end:f}=n);let u=S("Code",{kind:"select",value:d,options:[
...new Set([...i,d])].map(q=>[q,`${a.letterOf(q)} · ${a.nameOf(q)}`])}),g=S("Reason",{kind:"area",value:r,rows:2,hint:"\
Kept as a memo on the coding of the consensus."}),w=o("p",{class:"qc-said qc-compare-stretch",dir:"auto"}),x=o("p",{class:"\
qc-unseen",role:"status"}),b=()=>{let q=t.edge(Math.max(0,h-ut),-1),A=t.edge(Math.min(t.length,f+ut),1),R=f-h>5*ut?[t.slice(
h,t.edge(h+2*ut,1))," … ",t.slice(t.edge(f-2*ut,-1),f)]:t.slice(h,f);m(w,q>0?"…":"",t.slice(q,h),o("mark",null,R),t.
slice(f,A),A<t.length?"…":"")},v=(q,A)=>{let L=q<A?t.trimmed(q,A):null;L&&({start:h,end:f}=L,b(),x.textContent=It(t.printed(
h,f),120))},y={startBack:()=>v(t.word(h,-1)?.[0]??h,f),startOn:()=>v(t.word(h+1,1)?.[0]??h,f),endOn:()=>v(h,t.word(f,1)?.[1]??
f),endBack:()=>{let q=t.word(f,-1);q&&q[1]>=f&&(q=t.word(q[0],-1)),q&&v(h,q[1])}},$=(q,A,L)=>p(q,()=>v(A,L),{class:"qc-s\
mall"});b(),E(a,{title:"Settle on other edges or another code",wide:!0,body:[u.element,o("fieldset",{class:"qc-field"},o(
"legend",null,"Words"),w,x,o("div",{class:"qc-toolbar"},o("span",{class:"qc-label"},"Start"),p("A word earlier",y.startBack,
{icon:"left",bare:!0,"aria-label":"Start a word earlier"}),p("A word later",y.startOn,{icon:"right",bare:!0,"aria-label":"\
Start a word later"}),o("span",{class:"qc-label"},"End"),p("A word earlier",y.endBack,{icon:"left",bare:!0,"aria-label":"\
End a word earlier"}),p("A word later",y.endOn,{icon:"right",bare:!0,"aria-label":"End a word later"}),s.filter(q=>e.own[q]).
map(q=>$(`As ${q}`,e.own[q][1],e.own[q][2])),n?$("As selected",n.start,n.end):null),n?null:o("p",{class:"qc-hint"},"Word\
s that are selected in the text are offered here, too.")),g.element],actions:[{label:"Settle so",run:()=>c({start:h,end:f,
code:u.input.value,reason:g.input.value.trim()})}]})}var Rt=class{constructor(t,e,s,i){this.text=e,this.sides=[s[0],s[1]].map(c=>Object.create(t,{session:{value:{...t.session,
coder:c}}})),this.of=[c=>c.coder===s[0],c=>s.indexOf(c.coder)>0],this.drawn=new Map;let n=new WeakMap;this.near=new Set,
this.watcher=new IntersectionObserver(c=>{let l=[];for(let h of c){let f=n.get(h.target);f&&(h.isIntersecting?(this.near.
add(f),l.push(f)):this.near.delete(f))}this.draw(l)},{root:i,rootMargin:"400px 0px"});for(let[c,l]of e.drawn){let h=[o("\
div",{class:"qc-margin qc-margin-first"}),o("div",{class:"qc-margin qc-margin-second"})];l.element.append(...h),this.drawn.
set(c,h),n.set(l.element,c),this.watcher.observe(l.element)}let r=0;this.sizes=new ResizeObserver(([c])=>{Math.abs(c.contentRect.
width-r)<1||(r=c.contentRect.width,this.draw())}),this.sizes.observe(e.element)}draw(t=this.near){let e=[];for(let i of t){
let n=this.text.drawn.get(i),r=this.drawn.get(i);!n||!r||r.forEach((c,l)=>{let h=n.codings.filter(this.of[l]);e.push([this.
sides[l],{block:i,codings:h,lanes:St(h),words:n.words,margin:c,pieces:n.pieces}])})}let s=e.map(([,i])=>Ot(i));e.forEach(
([i,n],r)=>Et(i,n,s[r],this.text.active))}destroy(){this.watcher.disconnect(),this.sizes.disconnect()}};var Os=new Set,Es=[["differ","Where they differ"],["open","Not settled yet"],["all","All places"],["agreed","Where they \
agree"]],As={id:"compare",label:"Compare",key:"g c",mount(a,t,e){return new ue(a,t,e)}},ue=class{constructor(t,e,s){this.
app=e,this.asked=s,this.asking=0,this.told=null,this.doc=null,this.text=null,this.margins=null,this.at=null,this.pending=
new Map,this.items=new Map,this.drawnAs=new Map,this.current=null,this.show=s.show??e.remembered("compare-show","differ"),
this.head=o("div",{class:"qc-compare-head"}),this.figures=o("div",{class:"qc-compare-figures"}),this.columns=o("div",{class:"\
qc-compare-columns","aria-hidden":"true"}),this.reading=o("div",{class:"qc-compare-text qc-pane"}),this.card=new _t(e,{choose:l=>this.#S(
l),edit:()=>this.#O(),memo:()=>this.#C(),reason:l=>this.#M(l),step:l=>this.#y(l)}),this.list=o("ul",{class:"qc-place-lis\
t","aria-label":"Places",on:{keydown:l=>this.#$(l)}}),this.said=o("p",{class:"qc-unseen",role:"status"}),this.side=o("as\
ide",{class:"qc-compare-side","aria-label":"Places"},this.card.element,o("div",{class:"qc-place-frame qc-pane"},this.list)),
this.body=o("div",{class:"qc-compare-body"},this.reading,this.side),t.append(o("div",{class:"qc-compare"},o("h2",{class:"\
qc-unseen"},"Compare coders"),this.head,this.body,this.said));let i=()=>this.told,n=()=>!!this.told&&!this.body.hidden,r=()=>n()&&
this.told.settle&&!!this.place,c=l=>({keys:String(l),get words(){let h=i()?.coders??[];return h[l-1]?`settle as ${h[l-1]}`:
h.length>2?"settle as all of them":"settle as both"},when:()=>r()&&l<=this.told.coders.length+1,repeat:!1,run:()=>this.#S(
this.told.coders[l-1]??"both")});this.offs=[e.on("doc",l=>l&&l.document!==this.told?.document&&this.#e()),e.on("codings",
l=>l.document===this.told?.document&&this.#s()),e.on("documents",()=>this.told?this.#s():this.#e()),e.on("codebook",()=>this.
told&&this.#s(!0)),e.keys.add([{keys:"n",words:"next place",when:n,run:()=>this.#y(1)},{keys:"p",words:"place before",when:n,
run:()=>this.#y(-1)},{keys:"o",words:"next place that is open",when:n,run:()=>this.#x()},...[1,2,3,4,5,6].map(c),{keys:"\
0",words:"settle: leave out",when:r,repeat:!1,run:()=>this.#S("none")},{keys:"e",words:"settle on other edges or another\
 code",when:r,run:()=>this.#O()},{keys:"r",words:"write the reason",when:r,run:()=>this.card.reason.focus()},{keys:"m",words:"\
write a memo on a coding of this place",when:()=>n()&&!!this.place,run:()=>this.#C()},{keys:"u or Mod+z",words:"undo wha\
t was settled last",when:n,repeat:!1,run:()=>this.#T()}])],this.#e()}destroy(){this.asking+=1,clearTimeout(this.timer);for(let t of this.
offs)t();this.#t()}#t(){this.margins?.destroy(),this.text?.destroy(),this.margins=null,this.text=null}params(t){let e=JSON.
stringify([this.asked.coders,this.asked.sample]);this.asked=t,t.show&&t.show!==this.show&&this.#k(t.show,!1),(e!==JSON.stringify(
[t.coders,t.sample])||this.app.doc?.document!==this.told?.document)&&this.#e()}get place(){return this.told?.lines.find(
t=>t.id===this.at)??null}get places(){let t=this.told?.lines??[];return this.show==="open"?t.filter(e=>e.open||e.id===this.
at):this.show==="agreed"?t.filter(e=>e.kind==="agreed"):this.show==="differ"?t.filter(e=>e.kind!=="agreed"):t}#s(t=!1){clearTimeout(
this.timer),this.timer=setTimeout(()=>this.#e({quiet:!t}),250)}#i(){let t=null;try{t=this.asked.coders?JSON.parse(this.asked.
coders):null}catch{}return{coders:Array.isArray(t)?t.map(String):null,sample:this.asked.sample||null}}async#e({quiet:t=!1}={}){
let{app:e}=this,s=e.doc?.document,i=++this.asking;if(!s){this.#u("Choose a document","Documents that two coders have fin\
ished can be compared here.");return}let n=e.documents.find(d=>d.document===s),r=n?.passes.some(([d,u])=>u&&d===e.session.
coder);if(n&&!r&&(n.hidden||e.session.role==="coder")){this.told=null,this.#u("Not finished yet",`You compare ${s} with \
other coders when you have finished it: code it to its end, and record that you are done.`);return}if(n&&!r&&!Os.has(s)&&
!e.remembered(this.#a,!1)){this.told=null,this.#f(s);return}let c,l=null;try{let d=this.#i();c=await e.read("compare",{document:s,
...d}),(!t||this.doc?.version!==c.version)&&(l=await e.read("document",{document:s,others:e.others}))}catch(d){if(i!==this.
asking||!(d instanceof T)&&this.told)return;this.told=null,this.#u("Not to be compared",d.message);return}if(i!==this.asking)
return;let h=this.told?.document===s&&this.told.coders.join(`
`)===c.coders.join(`
`);this.told=c;for(let d of c.lines)this.pending.has(d.id)&&this.#A(d);if(c.coders.length<2){let[d]=c.known[0]??[];this.#u(
"One coder so far",d?`${d} alone has worked on ${s}.`:`Nobody has coded ${s} yet.`);return}this.body.hidden=!1,t||(this.
order=""),l&&(this.doc=new U({...l,codings:c.codings}));let f=l?[]:this.doc?.apply({added:c.codings,gone:[]},!0)??[];if(l||
!this.text||!h?this.#r():f.length&&(this.text.refresh(f),this.margins?.draw()),!this.place){let d=this.places.find(u=>u.
open)??this.places[0];this.at=d?.id??null}this.#h(),this.#b(!h||!t),(!h||!t)&&this.#v()}#n(){return[...this.doc?.codings.
values()??[]].filter(t=>this.told.coders.includes(t.coder)).sort(J)}#r(){if(!this.doc)return;let{coders:t}=this.told;this.#t(),
m(this.columns,o("span",null,t[0]),o("span"),o("span",null,t.slice(1).join(", "))),m(this.reading,this.columns),this.text=
new z(this.reading,this.app,this.doc,{codings:()=>this.#n(),margin:!1,keyboard:!0,label:`Text of ${this.doc.document}, c\
oded by ${t.join(" and ")}`,onCoding:e=>e&&this.#w(this.told.lines.find(s=>Object.values(s.own).some(([i])=>i===e.id))?.
id??null,!1)}),this.text.scroller=this.reading,this.margins=new Rt(this.app,this.text,t,this.reading)}get#a(){return`com\
pare-looks-${this.app.session.project}-${this.app.session.coder}`}#f(t){let{app:e}=this;this.#u("Before you look",`You a\
re not done with ${t}. Whoever has seen other coders' codings does not code it blind any more; that is noted, and your p\
ass will say so.`);let s=n=>{Os.add(t),n&&e.remember(this.#a,!0),this.#e()},i=o("div",{class:"qc-toolbar"},p("Show their\
 codings",()=>s(!1),{class:"qc-main"}),p("Show them, and do not ask again",()=>s(!0)));this.head.querySelector(".qc-empt\
y p")?.after(i)}#u(t,e){let{app:s}=this;this.#t(),this.body.hidden=!0,this.figures.replaceChildren();let i=s.documents.filter(
n=>n.passes.filter(([r,c])=>c&&r!=="consensus").length>1&&n.document!==s.doc?.document);m(this.head,o("div",{class:"qc-e\
mpty"},o("h3",null,t),o("p",null,e),i.length?o("p",null,"Finished by two coders or more:"):o("p",null,"No other document\
 has been finished by two coders yet."),o("ul",{class:"qc-compare-fit"},i.map(n=>o("li",null,p(n.document,()=>s.open(n.document).
then(()=>s.go("compare",{document:n.document})).catch(r=>s.sorry(r)),{class:"qc-small"}))))))}#h(){this.#c(),this.#o(),this.#p()}#c(){
let{app:t,told:e}=this,s=document.activeElement?.dataset?.head,i=e.lines,n=u=>i.filter(g=>B(g)===u).length,r=n("open"),c=n(
"settled")+n("waiting"),l=e.known.map(([u,g])=>[u,g?u:`${u} (not finished)`]),h=(u,g)=>this.#l(u,`coder-${g}`,e.coders[g],
l,w=>{let x=[...e.coders],b=x.indexOf(w);b>=0&&(x[b]=x[g]),x[g]=w,t.go("compare",{document:e.document,coders:JSON.stringify(
x)})}),f="",d=[[f,"Whole document"],...e.samples.map(([u,,g])=>[u,`Sample ${u}${g===null?"":`, ${k(g,"turn")}`}`])];m(this.
head,o("div",{class:"qc-compare-choice"},o("h3",{dir:"auto"},e.document),e.sample?o("span",null,e.coders.join(" and ")):
[h("First coder",0),o("span",{class:"qc-quiet"},"and"),h("Second coder",1)],d.length>1?this.#l("Of the document","sample",
e.sample??f,d,u=>t.go("compare",{document:e.document,...u?{sample:u}:{}})):null,this.#l("Places shown","show",this.show,
Es,u=>this.#k(u))),o("div",{class:"qc-compare-progress"},o("progress",{max:Math.max(1,r+c),value:c,"aria-label":"Places \
settled of those that differ"}),o("p",null,this.#d(r,c,n("agreed"),n("out"))),this.figures,e.settle&&!r&&e.consensus!=="\
whole"&&e.turns===null?p("Record the consensus",()=>this.#E({},"the consensus"),{class:"qc-main qc-small","data-head":"r\
ecord"}):null),e.why?o("p",{class:"qc-note"},e.why):null,e.left_out.length&&e.settle?o("p",{class:"qc-note qc-warn"},`${e.
left_out.join(", ")} finished this document, too. What is settled here rests on ${e.coders.join(" and ")} alone.`):null),
s&&this.head.querySelector(`[data-head="${s}"]`)?.focus()}#d(t,e,s,i){let n=[`${k(t+e,"place")} ${t+e===1?"differs":"dif\
fer"}`,`${e} settled`,`${t} open`,`${s} agreed`];return i&&n.push(`${i} not looked for by both`),[n.join(" · "),!t&&this.
told.consensus==="whole"?o("span",{class:"qc-good"}," · recorded as the consensus"):null]}#l(t,e,s,i,n){let r=o("select",
{"aria-label":t,title:t,data:{head:e},on:{change:()=>n(r.value)}},i.map(([c,l])=>o("option",{value:c},l)));return r.value=
s,r}#o(){let{places:t,told:e}=this,s=JSON.stringify([e.document,t.map(n=>n.id)]);if(s===this.order&&this.list.isConnected){
for(let n of t)this.drawnAs.get(n.id)!==JSON.stringify(n)&&this.#m(n);this.#g();return}this.order=s;let i=this.list.contains(
document.activeElement);this.items=new Map(t.map(n=>[n.id,o("button",{type:"button",class:"qc-place",tabindex:"-1",data:{
place:n.id},on:{click:()=>this.#w(n.id)}})]));for(let n of t)this.#m(n);m(this.list,[...this.items.values()].map(n=>o("l\
i",null,n)),t.length?null:o("li",{class:"qc-quiet qc-place-none"},e.lines.length?"None of these.":"Neither has coded any\
thing here.")),this.current=null,this.#g(),i&&this.current?.focus({preventScroll:!0})}#m(t){let e=this.items.get(t.id);e&&
(e.dataset.stand=B(t),this.drawnAs.set(t.id,JSON.stringify(t)),m(e,$s(this.app,t,this.doc,this.told.coders)))}#g(){let t=this.
current;t?.removeAttribute("aria-current"),t?.setAttribute("tabindex","-1");let e=this.items.get(this.at??"")??null;e?.setAttribute(
"aria-current","true"),(e??this.list.querySelector("button"))?.setAttribute("tabindex","0"),e?.scrollIntoView({block:"ne\
arest"}),this.current=e}#p(){let{told:t,places:e}=this;this.card.draw(this.place,{coders:t.coders,settle:t.settle,why:"",
doc:this.doc,at:e.findIndex(s=>s.id===this.at),of:e.length})}#b(t){let{place:e,text:s}=this;if(!s)return;let i=e?[...Object.
values(e.own),...Object.keys(e.own).length?[]:e.standing]:[];s.evidence(i.map(([,n,r])=>({start:n,end:r,label:"",kind:"s\
pot"}))),this.margins?.draw(),e&&t&&s.reveal(e.start,e.end)}#k(t,e=!0){this.show=Es.some(([s])=>s===t)?t:"differ",e&&this.
app.remember("compare-show",this.show),this.told&&(this.places.some(s=>s.id===this.at)||(this.at=this.places[0]?.id??null),
this.#h(),this.#b(!0))}async#v(){let{app:t,told:e}=this,s=O("figures");this.figuring=s,this.figures.replaceChildren();let i;
try{i=await t.read("compare_figures",{document:e.document,coders:e.coders})}catch{return}this.figuring===s&&m(this.figures,
o("details",null,o("summary",null,"How much they agree"),o("dl",null,o("dt",null,"This document"),o("dd",null,i.here),o(
"dt",null,"All documents"),o("dd",null,i.everywhere))))}#w(t,e=!0){if(!t)return;this.at=t,this.items.has(t)?(this.#g(),this.#p()):
(this.places.some(i=>i.id===t)||(this.show="all"),this.#h()),this.#b(e);let s=this.place;s&&(this.said.textContent=`${dt(
s)}: ${this.current?.textContent??""}`)}#y(t){let{places:e}=this;if(!e.length)return;let s=e.findIndex(n=>n.id===this.at),
i=e[s<0?0:s+t];i?this.#w(i.id):this.app.say(t>0?"This is the last place.":"This is the first place.")}#x(){let t=this.#q();
t?this.#w(t.id):this.app.say("Nothing is open here.")}#q(){let t=this.told.lines,e=t.findIndex(s=>s.id===this.at);return[
...t.slice(e+1),...t.slice(0,Math.max(0,e))].find(s=>B(s)==="open")}#$(t){let e={ArrowDown:1,ArrowUp:-1}[t.key];!e||t.ctrlKey||
t.altKey||t.metaKey||t.shiftKey||(t.preventDefault(),this.#y(e),this.list.querySelector("[aria-current]")?.focus({preventScroll:!0}))}#S(t){
let{place:e,told:s}=this;if(!e)return;if(!e.settleable){this.app.say("This place cannot be settled: not everybody looked\
 for the code here.");return}if(e.waiting)return;if(s.coders.includes(t)&&!e.own[t]||t==="both"&&(Object.keys(e.own).length<
2||e.kind==="agreed")){this.app.say(t==="both"?"There is only one coding here: take it, or leave it out.":`${t} has no c\
oding here; to leave the place out, press 0.`);return}let i=this.card.words,n=t==="both"?"both":t==="none"?"left out":`a\
s ${t}`;this.#E({[e.id]:i?{settle:t,reason:i}:t},n,e)}#O(){let{place:t,told:e,doc:s,text:i}=this;if(!t||!s||t.waiting)return;
if(!t.settleable){this.#S("none");return}let n=i?.selection?{...i.selection}:null;Ss(this.app,{doc:s,place:t,coders:e.coders,
codes:e.codes??[],selection:n,reason:this.card.words,settle:({start:r,end:c,code:l,reason:h})=>{i?.clear(),this.#E({[t.id]:{
start:r,end:c,code:l,...h?{reason:h}:{}}},"edited",t)}})}#M(t){let{place:e}=this;e&&t&&!e.open&&this.#E({[e.id]:{...e.choice?
{settle:e.choice}:{},reason:t}},"with its reason",e,!0)}async#E(t,e,s,i=!1){let{app:n,told:r}=this;if(s){this.pending.set(
s.id,e),this.#A(s),this.#m(s),this.#c();let l=i?null:this.#q();l?this.#w(l.id):this.#p()}let c=r.lines.filter(l=>B(l)===
"open").length;this.said.textContent=s?`Settled ${e}; ${c} open.`:"";try{(await n.write("settle",{document:r.document,version:r.
version,coders:r.coders,choices:t,sample:r.sample},`settled ${e} in ${r.document}`)).passes&&n.say(`${r.document}${r.sample?
`, sample ${r.sample},`:""} is settled: tables count its consensus from now on.`)}catch(l){s&&(this.at=s.id),n.sorry(l)}finally{
s&&this.pending.delete(s.id)}this.told?.document===r.document&&await this.#e({quiet:!0})}#A(t){t.waiting=this.pending.get(
t.id),t.open=!1}async#T(){let{app:t}=this;try{let e=await t.read("undoable");if(!e){t.say("There is nothing to undo.");return}
if(e.verb!=="settle"&&!await M(t,"Undo something else?",`Your latest act is no settling: ${e.what}.`,"Undo it"))return;let s=new Map(
this.told.lines.map(r=>[r.id,B(r)])),i=await t.write("undo",{act:e.act},"undo");await this.#e({quiet:!0});let n=this.told?.
lines.find(r=>B(r)==="open"&&s.get(r.id)==="settled");n&&this.#w(n.id),t.say(`Undone: ${i.what??e.what}.`)}catch(e){t.sorry(
e)}}#C(){let{app:t,place:e,told:s}=this;if(!e)return;let i=[...s.coders.filter(l=>e.own[l]).map(l=>[e.own[l][0],`${l}: ${t.
nameOf(e.own[l][3])}`]),...e.standing.map(([l,,,h])=>[l,`the consensus: ${t.nameOf(h)}`])],n=S("On the coding of",{kind:"\
select",value:i[0][0],options:i}),r=S("Memo",{kind:"area",rows:4,required:!0,hint:"Everybody who has finished this docum\
ent can read it. Ctrl and Enter keep it."});E(t,{title:"Memo on this place",body:[n.element,r.element],actions:[{label:"\
Keep",run:async()=>{let l=r.input.value.trim();if(!l)throw new Error("Write something first, or press Cancel.");await t.
write("memo_add",{on:n.input.value,text:l},"memo"),t.say("The memo is kept."),this.#e({quiet:!0})}}]})&&r.input.focus()}};var fe=60,Cs={diary:"Study diary",document:"Documents",coding:"Codings",code:"Codes",participant:"Participants",memo:"An\
swers",suggestion:"Suggestions",decision:"Decisions",pass:"Readings",act:"Acts"},Xi={diary:"Diary",document:"Document",coding:"\
Coding",code:"Code",participant:"Participant",memo:"Answer",suggestion:"Suggestion",decision:"Decision",pass:"Reading",act:"\
Act"},Ms=new WeakMap,me=class{constructor(t,e,s){this.app=e,this.memos=[],this.shown=fe,this.asked=Ms.get(e)??{words:"",
kind:"",coder:"",others:!1},Ms.set(e,this.asked),s?.kind&&(this.asked.kind=s.kind),this.loading=0,this.next=void 0,this.
loaded=!1;let{asked:i}=this;this.words=o("input",{type:"search","aria-label":"Find a memo",placeholder:"Find words, a co\
de, a document",autocomplete:"off",spellcheck:"false",dir:"auto",value:i.words,on:{input:()=>{i.words=this.words.value,this.#i()}}}),
this.kind=o("select",{"aria-label":"Kind",on:{change:()=>{i.kind=this.kind.value,this.#i()}}}),this.coder=o("select",{"a\
ria-label":"Written by",on:{change:()=>{i.coder=this.coder.value,this.#i()}}});let n=O("others");this.others=o("input",{
type:"checkbox",id:n,on:{change:()=>this.#s()}}),this.others.checked=i.others,this.othersRow=o("p",{class:"qc-field qc-c\
heck qc-memo-others"},this.others,o("label",{for:n},"Also what others wrote about documents you have not finished")),this.
total=o("p",{class:"qc-count",role:"status"}),this.list=o("ol",{class:"qc-memos","aria-label":"Memos",on:{focusin:c=>this.#h(
c.target.closest(".qc-memo-row"))}}),this.more=o("div",{class:"qc-actions"}),t.append(o("div",{class:"qc-sheet qc-memos-\
view"},o("header",{class:"qc-view-head"},o("h2",null,"Memos"),this.total,e.session.read_only?null:p("Write in the diary",
()=>this.diary(),{icon:"plus",class:"qc-main qc-push",keys:"n"})),o("div",{class:"qc-memo-filters qc-chrome"},o("div",{class:"\
qc-filter"},C("search"),this.words),this.kind,this.coder),this.othersRow,this.list,this.more));let r="Memos";this.offs=[
e.on("memos",()=>this.load()),e.on("codebook",()=>this.load()),e.on("documents",()=>this.#t()),e.keys.add([{keys:"/",words:"\
find a memo",run:()=>this.words.focus(),group:r},{keys:"n",words:"write in the study diary",run:()=>this.diary(),when:()=>!e.
session.read_only,group:r},{keys:"ArrowDown or j",words:"next memo",run:()=>this.#l(1),group:r},{keys:"ArrowUp or k",words:"\
memo before",run:()=>this.#l(-1),group:r},{keys:"Enter or o",words:"go to what the memo is about",run:()=>this.#o(),group:r},
{keys:"e",words:"change it",run:()=>this.#m("change"),group:r},{keys:"a",words:"answer it",run:()=>this.#m("reply"),group:r},
{keys:"Delete or Backspace",words:"take it back",run:()=>this.#m("back"),repeat:!1,group:r},{keys:"Escape",words:"show a\
ll memos again",run:()=>this.#e(),typing:!0,group:r},...nt(e,r)])],this.#t(),this.load(s?.memo)}destroy(){for(let t of this.
offs)t()}params(t){t?.kind!==void 0&&(this.asked.kind=t.kind,this.#i()),t?.memo&&this.load(t.memo)}async load(t){let{app:e}=this,
s=++this.loading;this.next=t??this.next;try{let i=await e.read("memos",{others:this.asked.others});if(s!==this.loading)return;
this.memos=i,this.loaded=!0,this.#t(),this.draw(this.next),this.next=void 0}catch(i){this.loaded?e.sorry(i):m(this.list,
o("li",{class:"qc-fault"},i.message))}}#t(){let{app:t,asked:e}=this,s=Object.keys(Cs).filter(l=>l===e.kind||this.memos.some(
h=>h.kind===l));m(this.kind,o("option",{value:""},"All kinds"),s.map(l=>o("option",{value:l},Cs[l]))),this.kind.value=e.
kind;let i=[...new Set([...this.memos.map(l=>l.coder),...e.coder?[e.coder]:[]])].sort();m(this.coder,o("option",{value:""},
"Everybody"),i.map(l=>o("option",{value:l},l===t.session.coder?`${l} (you)`:l))),this.coder.value=e.coder;let n=t.session.
coder,r=(t.session.coders??[]).some(l=>l!==n)||this.memos.some(l=>!l.mine),c=t.documents.some(l=>!l.hidden&&!l.passes.some(
([h,f])=>h===n&&f));this.othersRow.hidden=!(r&&c)&&!e.others,this.coder.hidden=i.length<2}async#s(){let{app:t,asked:e}=this;
if(this.others.checked){let s=await M(t,"Show others’ memos on documents you have not finished?","They may tell how ot\
hers read these texts. Your reading of those with such a memo counts as not blind from then on.","Show them");this.others.
checked=s}e.others=this.others.checked,this.others.focus(),this.load()}#i(){this.shown=fe,this.draw()}#e(){let{asked:t}=this;
if(!t.words&&!t.kind&&!t.coder)return!1;t.words="",t.kind="",t.coder="",this.words.value="",this.#t(),this.#i()}#n(){let{
asked:t,app:e}=this,s=K(t.words).split(/\s+/).filter(Boolean);return this.memos.filter(i=>{if(t.kind&&i.kind!==t.kind||t.
coder&&i.coder!==t.coder)return!1;if(!s.length)return!0;let n=K([i.title,i.text,i.subject,i.document??"",i.coder,...i.codes.
map(r=>e.nameOf(r))].join(" "));return s.every(r=>n.includes(r))})}draw(t){let e=this.#n(),s=document.activeElement,i=this.
list.contains(s)?s?.closest("li"):null,n=i?[...this.list.children].indexOf(i):-1;if(t){let c=e.findIndex(l=>l.id===t);c>=
this.shown&&(this.shown=c+1)}let r=e.slice(0,this.shown);if(this.total.textContent=e.length===this.memos.length?k(e.length,
"memo"):`${e.length.toLocaleString("en")} of ${k(this.memos.length,"memo")}`,m(this.list,r.map(c=>this.#a(c))),this.#h(this.#c()[0]),
!e.length&&this.loaded&&m(this.list,o("li",null,this.#r())),m(this.more,e.length>this.shown?p(`Show more (${(e.length-this.
shown).toLocaleString("en")} left)`,()=>{let c=this.shown;this.shown+=fe,this.draw(),this.list.children[c]?.focus()}):null),
t){let c=this.list.querySelector(`[data-memo="${CSS.escape(t)}"]`);c?.focus(),c?.scrollIntoView({block:"nearest"})}else n>=
0&&(this.list.querySelector(`[data-memo="${CSS.escape(i?.dataset.memo??"")}"]`)??this.list.children[Math.min(n,this.list.
children.length-1)])?.focus()}#r(){return this.memos.length?o("div",{class:"qc-empty"},o("h3",null,"No memo fits"),o("p",
null,p("Show all memos",()=>{this.#e(),this.words.focus()}))):o("div",{class:"qc-empty"},o("h3",null,"No memos yet"),o("\
p",null,"Write in the diary what you did and why. On words, codings and documents you write memos where you code, with ",
o("kbd",null,"m"),"; on codes in the codebook."))}#a(t){let{app:e}=this,s=O("memo");return o("li",{class:"qc-memo-row",tabindex:"\
-1","aria-labelledby":s,data:{memo:t.id,kind:t.kind}},o("p",{class:"qc-memo-head",id:s},o("span",{class:"qc-tag"},Xi[t.kind]??
t.kind),this.#f(t),o("span",{class:"qc-count"},[t.coder,ce(t.time),t.edited?`changed ${ce(t.edited)}`:"",t.replies?k(t.replies,
"answer"):""].filter(Boolean).join(" · "))),t.quotation?o("blockquote",{class:"qc-said qc-memo-quoted",dir:"auto"},t.quotation):
null,ys(e,t,{change:()=>rt(e,{heading:"Change the memo",memo:t,then:i=>this.load(i)}),back:()=>this.#u(t),reply:()=>rt(e,
{heading:t.mine?"Add to your memo":`Answer ${t.coder}’s memo`,on:t.id,kind:"memo",hint:t.title||Zi(t.text),then:i=>this.
load(i)})}))}#f(t){if(t.kind==="diary")return null;let e=tn(this.app,t);return e?o("button",{type:"button",class:"qc-lin\
k qc-memo-about",dir:"auto",data:{does:"go"},on:{click:e}},t.named):o("span",{class:"qc-memo-about",dir:"auto"},t.named)}async#u(t){
let{app:e}=this;if(await M(e,"Take this memo back?","It leaves the list; its words stay in the history of the study.","T\
ake it back",{kind:"qc-danger"}))try{await e.write("memo_retract",{memo:t.id},"memo taken back");let s=e.act;F(e,"Memo t\
aken back.",s,()=>this.load(t.id)),await this.load()}catch{}}diary(){rt(this.app,{heading:"Study diary",on:null,hint:"Wh\
at you did, decided or wondered today. It belongs to the study, not to a place in it.",then:t=>{let{asked:e}=this;(e.kind&&
e.kind!=="diary"||e.words||e.coder&&e.coder!==this.app.session.coder)&&this.#e(),this.load(t)}})}#h(t){if(!(!t||t.tabIndex===
0))for(let e of this.#c()){e.tabIndex=e===t?0:-1;for(let s of e.querySelectorAll("button, summary, a[href]"))s.tabIndex=
e.tabIndex}}#c(){return[...this.list.querySelectorAll(".qc-memo-row")]}#d(){return document.activeElement?.closest?.(".q\
c-memo-row")??null}#l(t){let e=this.#c(),s=this.#d(),i=s?e.indexOf(s)+t:0;i<0?this.words.focus():i<e.length?(e[i].focus(),
e[i].scrollIntoView({block:"nearest"})):this.more.firstElementChild&&this.more.firstElementChild.focus()}#o(){return this.#m(
"go")}#m(t){let e=this.#d()?.querySelector(`[data-does="${t}"]`);if(!e)return!1;e.click()}};function Zi(a){let t=[...a];
return t.length>120?`${t.slice(0,115).join("")} …`:a}function tn(a,t){let{document:e,start:s,end:i,codes:n,kind:r}=t;return r===
"code"&&n.length&&a.codes.has(n[0])?()=>a.go("codebook",{code:n[0]}):e&&a.documents.some(c=>c.document===e)?()=>{s===null||
i===null?a.jump(e):a.jump(e,s,i)}:null}var Ts={id:"memos",label:"Memos",key:"g m",mount(a,t,e){let s=new me(a,t,e);return{
destroy:()=>s.destroy(),params:i=>s.params(i)}}};var pe=[["certain","Most likely first"],["uncertain","Least certain first"],["novel","Most unlike what you decided first"]],
ge=[["","Mixed"],["code","Code by code"],["document","Document by document"]],we={accept:"You accepted this",reject:"You\
 rejected this",revise:"You revised this"},en={patterns:"the codebook’s patterns",learned:"what was learned from docum\
ents coded here",definitions:"the words of the codebook’s definitions",combined:"patterns, coded documents and definit\
ions taken together"};function Dt(a){return en[a]??a}function Ns(a){return a>=.995?"more than 99 of 100":a<.005?"fewer t\
han 1 of 100":a>.9||a<.1?`${Math.round(a*100)} of 100`:`${Math.round(a*10)} of 10`}function Ls(a,t){if(a===null)return"N\
o probability yet.";let e=`probability ${a.toFixed(2)}`;return t==="rates"?`About ${Ns(a)} such suggestions were right h\
ere (${e}).`:t==="fitted"?`About ${Ns(a)} such suggestions are right, judged by what was coded and decided here (${e}).`:
`The program that suggests it gives it the ${e}.`}function js(a,t,e){let s=new Map;for(let[i,n,r]of a.evidence){let c=i<=
a.start&&n>=a.end,l=t.printed(i,n),h=a.engine==="patterns"||!!e?.patterns.some(g=>r===g||r.startsWith(`${g}: `)),f=h?`fi\
ts the pattern ${r}`:r,d=`${l.toLocaleLowerCase()}
${f}`,u=s.get(d);u?u.places.push([i,n]):s.set(d,{words:l,reason:c?f.charAt(0).toLocaleUpperCase()+f.slice(1):f,whole:c&&
!h,places:[[i,n]]})}return[...s.values()]}function ft(a){let t=[],e=c=>a.hidden.filter(l=>l.why===c),s=c=>c.slice(0,5).map(
h=>`${h.document} (${h.open.toLocaleString("en")})`).join(", ")+(c.length>5?` and ${k(c.length-5,"other document")}`:""),
i=c=>c.reduce((l,h)=>l+h.open,0),n=e("assigned"),r=e("wanted");return n.length&&t.push(`${k(i(n),"suggestion")} held bac\
k until you are done with the document, which you are to read without them: ${s(n)}.`),r.length&&t.push(`${k(i(r),"sugge\
stion")} hidden, as you asked, until you are done with the document: ${s(r)}.`),a.audit&&t.push(`${k(a.audit,"suggestion")}\
 held back: you are to code these turns blind for an audit.`),a.left_out&&t.push(`${k(a.left_out,"suggestion")} left out\
: the code was retired, is a category only, or is not in the codebook any more.`),t}function Is(a){let t=[];return a.refreshed?
a.since?t.push(`The scores were last computed ${k(a.since,"decision")} ago.`):t.push("The scores take in every decision \
made so far."):t.push("The scores are those with which the suggestions were made."),a.threshold!==null?t.push(`At and ab\
ove ${a.threshold.toFixed(2)} suggestions are right often enough.`):a.reason&&t.push(`From which score on suggestions ar\
e right often enough cannot be said: ${a.reason}.`),a.checks&&t.push("Hidden checks are on: some proposals are known to \
be wrong. Nobody is told which, and none of them becomes a coding."),t}function at(a){let t=[`${k(a.new,"new suggestion")}\
.`],e=a.proposed-a.new;e>0&&t.push(`${k(e,"proposal")} ${e===1?"was":"were"} known already, coded by you, or rejected by\
 you before.`);let s=Object.values(a.held).reduce((n,r)=>n+r,0);s&&t.push(`${k(s,"proposal")} held back: ${a.held_why}.`);
let i=n=>/[.!?]$/.test(n)?n:`${n}.`;return t.push(...a.notes.map(i)),t.push(...a.skipped.map(n=>`Not searched: ${i(n)}`)),
t.push(...a.negated.map(n=>`Left out as negated: ${i(n)}`)),t}function _s(a){let t=[a.moved?`${k(a.moved,"open suggestio\
n")} ${a.moved===1?"shows":"show"} another score now.`:"No score has changed."];return a.threshold!==null?t.push(`At and\
 above ${a.threshold.toFixed(2)} suggestions are right often enough.`):a.reason&&t.push(`From which score on they are ri\
ght often enough cannot be said: ${a.reason}.`),t.push(...a.notes.map(e=>/[.!?]$/.test(e)?e:`${e}.`)),t}function Pt(a){return a===
null?"–":`${(a*100).toFixed(a>.995&&a<1||a<.005&&a>0?1:0)}%`}var sn=20*6e4,nn=80;function Bt(a,t,e){return a.read(t,e,{patience:sn,key:P("a")})}function Wt(a){return a.saved?Promise.
resolve():new Promise(t=>{let e=a.on("status",()=>{a.saved&&(e(),t())})})}var Rs=a=>a.map(t=>o("p",null,t));function Ds(a,t,e,s){
let i=S("Reason",{value:t.reason,list:e,hint:"Kept with the decision. Leave it empty to reject without one."});E(a,{title:`\
Reject ${a.nameOf(t.code)}`,body:[i.element],actions:[{label:"Reject",run:()=>s(i.input.value.trim())}]})}function Ps(a,t,e,s){
let i=S("Memo",{kind:"area",rows:5});i.input.autofocus=!0,E(a,{title:`Memo on the suggestion of ${a.nameOf(t.code)}`,body:[
o("blockquote",{class:"qc-said qc-review-words",dir:"auto",tabindex:"0"},e),i.element],actions:[{label:"Save the memo",run:async()=>{
let n=i.input.value;if(!n.trim())throw new Error("Write something, or cancel.");let r=await a.write("review_memo",{suggestion:t.
id,text:n},"a memo on a suggestion");r?.memo&&s.done.push({kind:"memo",item:t,before:null,memo:r.memo}),a.say("The memo \
is saved.")}}]})}function Bs(a,t){let e=a.codes.get(t);if(!e)return;let s=(i,n)=>n.length?[o("h3",null,i),o("ul",{class:"\
qc-review-list"},n.map(r=>o("li",{dir:"auto"},r)))]:null;E(a,{title:e.name,class:"qc-review-definition",body:[e.theme!==
t?o("p",{class:"qc-quiet"},`Theme: ${a.nameOf(e.theme)}`):null,o("p",{dir:"auto"},e.definition||"This code has no defini\
tion yet. You can write one in the codebook."),s("Include",e.include),s("Exclude",e.exclude),s("Examples",e.examples),s(
"Patterns",e.patterns)],actions:e.definition?[]:[{label:"Open the codebook",run:()=>a.go("codebook",{code:t})}]})}function Ut(a,t){
let{told:e,session:s}=t,i=ft(e),n=Object.entries(e.codes);E(a,{title:"Progress",class:"qc-review-progress-table",body:[o(
"p",null,`${k(e.decided,"suggestion")} decided, ${e.open.toLocaleString("en")} open. In this session: ${s.accept} accept\
ed, ${s.reject} rejected, ${s.revise} revised.`),...Rs(Is(e)),i.length?o("h3",null,"Not shown"):null,...Rs(i),o("div",{class:"\
qc-scroll"},o("table",{class:"qc-table"},o("thead",null,o("tr",null,o("th",{scope:"col"},"Code"),o("th",{scope:"col",class:"\
qc-number"},"Decided"),o("th",{scope:"col",class:"qc-number"},"Open"))),o("tbody",null,n.map(([r,[c,l]])=>o("tr",{data:{
hue:a.hueOf(r)}},o("th",{scope:"row"},o("span",{class:"qc-letter","aria-hidden":"true"},a.letterOf(r))," ",a.nameOf(r)),
o("td",{class:"qc-number"},l.toLocaleString("en")),o("td",{class:"qc-number"},c.toLocaleString("en")))))))],actions:[]})}
async function Ws(a,t,e){e(!0);try{await Wt(a);let s=await Bt(a,"review_refit",{});await t.load(),a.say(_s(s).join(" "))}catch(s){
a.sorry(s)}finally{e(!1)}}function ye(a,t){let e=o("div",{class:"qc-review-run"},o("p",{class:"qc-quiet"},"Looking which\
 engines there are …")),s=[],i=null,n={patterns:h=>h?`${k(h,"code")} ${h===1?"has":"have"} patterns.`:"No code has pat\
terns yet; they are written in the codebook.",learned:h=>h?`${k(h,"document")} ${h===1?"is":"are"} finished and can be l\
earned from.`:"Nothing to learn from yet: it needs documents that were coded and finished.",definitions:h=>h?`${k(h,"cod\
e")} ${h===1?"has":"have"} a definition.`:"No code has a definition yet; they are written in the codebook."},r={patterns:"\
Patterns",learned:"Learned from finished documents",definitions:"Definitions"},c=a.read("review_engines").then(h=>{let f=h.
engines.map(({engine:d,ready:u,number:g})=>{let w=S(r[d]??d,{kind:"check",value:u&&!!n[d],hint:n[d]?.(g)??"Brought by a \
package that is installed here."});return w.input.disabled=!u,s.push({engine:d,input:w.input}),w.element});i=S("Share of\
 suggestions that should be right, in per cent",{type:"number",value:String(Math.round(h.precision*100)),hint:"What is l\
ess likely is held back, as soon as enough is coded to tell. 0 holds nothing back."}),Object.assign(i.input,{min:"0",max:"\
99",step:"5"}),m(e,o("fieldset",null,o("legend",{class:"qc-label"},"What looks for places"),f),i.element,o("p",{class:"q\
c-hint"},`Everything is computed on this machine and may take a minute or two. ${h.vectors===null?"Sentence vectors are \
used as well.":`Sentence vectors are not used: ${h.vectors}`}`))});return c.catch(h=>m(e,o("p",{class:"qc-fault"},h.message))),
{element:e,run:async()=>{let h=s.filter(u=>u.input.checked&&!u.input.disabled).map(u=>u.engine);if(!h.length)throw new Error(
"Choose at least one.");let f=Number(i.input.value)/100;if(!(f>=0&&f<1))throw new Error("The share is a number from 0 to\
 99.");await Wt(a);let d=await Bt(a,"review_suggest",{engines:h,precision:f});return t.run=d,await t.load(),d},ready:c}}
function be(a,t){let e=ye(a,t),s=o("p",{class:"qc-quiet",role:"status"});E(a,{title:"Look for new suggestions",body:[e.element,
s],actions:[{label:"Start",run:async()=>{m(s,"Looking through all documents …");try{let i=await e.run();a.say(at(i).join(
" "))}finally{m(s)}}}]})}function Us(a,t){let{told:e}=t,s=S("Suggestions to look at",{type:"number",value:"20",hint:"At \
least 5. The more you look at, the narrower is what can be said of the rest."});Object.assign(s.input,{min:"5",max:"200"});
let i=e.engines.length>1?S("Suggested by",{kind:"select",value:"",options:[["","any"],...e.engines.map(c=>[c,Dt(c)])]}):
null,n=e.threshold!==null||e.refreshed?S("Only with a probability of at least, in per cent",{type:"number",value:"",hint:"\
Empty: with any, and with none."}):null;n&&Object.assign(n.input,{min:"0",max:"100"});let r=[t.code?a.nameOf(t.code):"al\
l codes",t.document||"all documents"].join(", ");E(a,{title:"Accept many together",body:[o("p",null,`Of what is chosen (${r}\
; ${k(e.matching,"open suggestion")}) a sample is drawn by chance. You decide on it one by one, as on any others.`),o("p",
null,"Only when all of it is decided are you told which share of it was right, with its 95% interval. You then say which\
 share is enough; if the lower end of the interval reaches it, the others can be accepted together. These codings count \
as accepted, not blind, by you. One undo takes all of them back."),o("p",null,"The sample is kept: drawing again gives t\
he same one. Choose a code or a document first (f) if the rest is to be of that only."),s.element,i?.element??null,n?.element??
null],actions:[{label:"Draw the sample",run:async()=>{let c=n?.input.value.trim();await Wt(a);let l=await Bt(a,"review_s\
ample",{codes:t.code?[t.code]:null,documents:t.document?[t.document]:null,engine:i?.input.value||null,min_score:c?Number(
c)/100:null,blind:t.blind===!0,n:Math.round(Number(s.input.value))||0});t.startSample(l)}}]})}async function Ks(a,t,e){m(
e,o("p",{class:"qc-loading",role:"status"},"Counting …"));let s,i=()=>t.endSample();try{await Wt(a),s=await a.read("re\
view_sampled",{selection:t.sample.selection})}catch(h){m(e,o("div",{class:"qc-empty"},o("h2",null,"The sample cannot be \
counted"),o("p",{class:"qc-fault"},h.message),p("Back to all suggestions",i,{class:"qc-main"})));return}let n=s.sample===
null?"":` (${s.right} of ${s.sample})`,r=S("Share that is enough, in per cent",{type:"number",value:String(nn),hint:"Hel\
d against the lower end of the interval."});Object.assign(r.input,{min:"1",max:"100"});let c=o("p",{class:"qc-fault",role:"\
alert"}),l=async()=>{m(c);let h=Number(r.input.value)/100;if(!(h>0&&h<=1)){m(c,"The share is a number from 1 to 100.");return}
let f=`${k(s.open,"suggestion")} that you have not looked at will be accepted as your codings. Undo takes all of them ba\
ck at once.`;if(await M(a,"Accept the others",f,`Accept ${s.open.toLocaleString("en")}`))try{let d=await Bt(a,"review_ac\
cept_many",{selection:t.sample.selection,minimum:h});t.done.push({kind:"many",item:null,before:null}),await i(),a.say(`${k(
d.accepted,"suggestion")} accepted together.${d.later?` ${k(d.later,"suggestion")} that came after the sample was drawn ${d.
later===1?"stays":"stay"} open.`:""}`,"info",{label:"Undo",run:()=>ke(a,t)})}catch(d){m(c,d.message)}};m(e,o("div",{class:"\
qc-review-sampled"},o("h2",null,"The sample is decided"),o("p",null,`${Pt(s.share)}${n} of the sample of ${s.asked} ${s.
right===1?"was":"were"} accepted as they were; revised ones do not count as accepted. 95% interval: ${Pt(s.low)} to ${Pt(
s.high)}.`),o("p",{class:"qc-quiet"},s.method?`Method: ${s.method}.`:null,s.grown?" The sample was made larger; an inter\
val that is looked at until it suffices is too narrow.":null),s.open?[o("p",null,`${k(s.open,"other suggestion")} of the\
 same selection ${s.open===1?"is":"are"} open.`),s.later?o("p",null,`${k(s.later,"suggestion")} came after the sample wa\
s drawn and will stay open.`):null,r.element,c,o("div",{class:"qc-toolbar"},p(`Accept the other ${s.open.toLocaleString(
"en")} …`,l,{class:"qc-main"}),p("Go on one by one",i))]:[o("p",null,"Nothing else that the sample stands for is open."),
p("Back to all suggestions",i,{class:"qc-main"})]))}async function ke(a,t){if(t.done.at(-1)?.kind!=="many"){a.say("Somet\
hing was done since; undo that first.");return}await M(a,"Undo","Everything that was accepted together is taken back at \
once.","Take it back")&&t.undo()}var zs=30,on=15,rn=300,Fs=60,an=700,Hs=new WeakMap;function Ys(a){let t=Hs.get(a);return t||Hs.set(a,t=new ve(a)),t}var ve=class{constructor(t){
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
an)}live=!1;wake(t){this.live=t,t&&(!this.told||this.stale)&&this.#s(!0)}async#s(t){if(this.sample)return;if(this.asking){
t&&(this.stale=!0);return}this.asking=!0,this.stale=!1;let e=this.number,s=this.ahead.filter(r=>r.kept),i=t?s:this.ahead,
n=[this.current,...i,...this.later,...this.pending].filter(r=>!!r).map(r=>r.id);this.pending.size||this.gone.clear();try{
let r=await this.app.read("review",{order:this.order,by:this.by||null,codes:this.code?[this.code]:null,documents:this.document?
[this.document]:null,blind:this.blind===!0,without:n,about:this.current?.id??null,limit:zs});if(e!==this.number||this.sample)
return;this.fault="",this.#i(r);let c=new Set([this.current,...this.later].map(d=>d?.id)),l=r.rows.filter(d=>!c.has(d.id)&&
!this.gone.has(d.id)).map(Js),h=(t?this.ahead.filter(d=>d.kept):this.ahead).filter(d=>!this.gone.has(d.id)),f=new Set(h.
map(d=>d.id));this.ahead=[...h,...l.filter(d=>!f.has(d.id))],this.current&&(this.current.score=r.score??this.current.score),
this.asking=!1,this.#n()}catch(r){this.fault=r instanceof T?r.message:"The suggestions cannot be read just now.",r instanceof
T&&this.code&&(this.code="",this.stale=!0)}finally{this.asking=!1,this.#h(),this.tell(),e!==this.number?this.#s(!0):this.
stale&&this.#t()}}#i(t){this.told=t;for(let e of this.pending)this.#e(e,"open",e.state)}pending=new Set;#e(t,e,s){let i=(e===
"open"?1:0)-(s==="open"?1:0);if(!i||!this.told)return;this.told.open=Math.max(0,this.told.open-i),this.told.matching=Math.
max(0,this.told.matching-i),this.told.decided+=i,this.told.since=Math.max(0,this.told.since+i);let n=this.told.codes[t.code]??=
[0,0];n[0]=Math.max(0,n[0]-i),n[1]+=i;let r=(this.told.documents[t.document]??0)-i;this.told.documents[t.document]=Math.
max(0,r)}#n(){this.current||(this.current=this.ahead.shift()??null,this.current&&(this.current.kept=!1),!this.current&&this.
later.length&&!this.asking&&(this.ahead=this.later,this.later=[],this.again=!0,this.current=this.ahead.shift()??null))}again=!1;#r(){
if(this.back){this.back-=1,this.#n();return}this.current&&(this.trail.push(this.current),this.trail.length>rn&&this.trail.
shift(),this.current=null,(this.ahead.length||this.sample||this.complete)&&this.#n(),!this.sample&&this.ahead.length<on&&
!this.complete&&this.#s(!1),this.#h())}get complete(){if(!this.told)return!1;let t=(this.current?1:0)+this.ahead.length+
this.later.length;return this.told.matching<=t}decide(t,e={}){let s=this.shown;if(!s)return;let{reason:i="",...n}=e,r={state:s.
state,reason:s.reason,made:s.made};if(s.state===t&&t!=="revise"&&i===s.reason){this.#r(),this.tell();return}s.state=t,s.
reason=i,s.refused="",s.made=t==="reject"?null:{start:n.start??s.start,end:n.end??s.end,code:n.code??s.code},this.later=
this.later.filter(d=>d!==s),this.back&&(this.ahead=this.ahead.filter(d=>d!==s)),this.back&&this.current===s&&(this.current=
null),this.#e(s,r.state,t),this.session[t]+=1,r.state!=="open"&&(this.session[r.state]-=1);let c=s.turn={};this.gone.add(
s.id),r.state==="open"&&this.pending.add(s);let l={kind:"decision",item:s,before:r};this.done.push(l);let h=`${{accept:"\
accepting",reject:"rejecting",revise:"revising"}[t]} ${this.app.nameOf(s.code)} in ${s.document}`,f=this.app.write("revi\
ew_decide",{suggestion:s.id,decision:t,reason:i,...n},h);this.#r(),this.tell(),f.then(()=>this.pending.delete(s)).catch(
d=>{this.pending.delete(s),this.done=this.done.filter(u=>u!==l),s.turn===c&&(this.#a(s,r),s.refused=d.message,this.#f(s),
this.tell())})}#a(t,e){this.#e(t,t.state,e.state),t.state!=="open"&&(this.session[t.state]-=1),e.state!=="open"&&(this.session[e.
state]+=1),Object.assign(t,e),t.state==="open"&&this.gone.delete(t.id)}#f(t){if(t.state!=="open"||this.shown===t)return;
let e=this.trail.indexOf(t);e>=0&&(this.trail.splice(e,1),this.back>this.trail.length-e&&(this.back-=1)),!(this.current===
t||this.ahead.includes(t))&&(t.kept=!0,this.ahead.unshift(t),this.#n(),this.#h())}skip(){let t=this.shown;t&&(t.refused=
"",!this.back&&t.state==="open"&&this.later.push(t),this.#r(),this.tell())}goBack(){return this.back>=this.trail.length?
!1:(this.back+=1,this.tell(),!0)}undo(){let t=this.done.pop();if(!t)return null;let{item:e,before:s}=t;if(t.kind!=="deci\
sion"||!e){let c=t.kind==="memo"?{memo:t.memo}:{many:!0};return this.app.write("review_undo",c,"undo").then(()=>this.load(),
()=>{}),t}let i={state:e.state,reason:e.reason,made:e.made},n=e.turn={};this.#a(e,s),this.pending.delete(e),this.back=0,
e.state==="open"?(this.trail=this.trail.filter(c=>c!==e),this.ahead=this.ahead.filter(c=>c!==e),this.current&&this.current!==
e&&(this.current.kept=!0,this.ahead.unshift(this.current)),this.current=e):(this.trail.includes(e)||this.trail.push(e),this.
back=this.trail.length-this.trail.indexOf(e));let r=this.app.write("review_undo",{suggestion:e.id},`taking back a decisi\
on on ${this.app.nameOf(e.code)} in ${e.document}`);return this.tell(),r.catch(c=>{e.turn!==n||!this.#u(i)||(this.#a(e,i),
this.gone.add(e.id),e.refused=`Your decision stands: ${c.message}`,this.tell())}),t}#u(t){return t.state!=="open"}startSample(t){
this.sample=t,this.current=null,this.ahead=t.rows.map(Js),this.later=[],this.back=0,this.trail=[],this.done=[],this.#n(),
this.#h(),this.tell()}async endSample(){this.sample=null,this.current=null,this.ahead=[],this.later=[],this.back=0,await this.
load()}textOf(t){let e=this.texts.get(t.document)?.doc;return e&&e.version===t.version?e:null}async#h(){if(!this.fetches){
this.fetches=!0;try{for(;;){let t=[this.shown,this.current,...this.ahead.slice(0,zs)].find(e=>e&&!this.textOf(e));if(!t||
!await this.#d(t.document))break;this.textOf(t)||this.#c(t),this.shown?.document===t.document&&this.tell()}}finally{this.
fetches=!1}if(this.texts.size>Fs){let t=new Set([this.shown,this.current,...this.ahead].map(e=>e?.document));for(let e of[
...this.texts.keys()])this.texts.size>Fs&&!t.has(e)&&this.texts.delete(e)}}}fetches=!1;#c(t){let e=s=>s.document!==t.document||
s.version!==t.version;this.ahead=this.ahead.filter(e),this.trail=this.trail.filter(e),this.later=this.later.filter(e),this.
back=0,this.current&&!e(this.current)&&(this.current=null),this.#n(),this.#t()}async#d(t){try{let e=await this.app.read(
"review_text",{document:t});return this.texts.set(t,{doc:new U(e),act:e.act}),!0}catch(e){return e instanceof T&&(this.fault=
e.message),!1}}async refreshText(t){let e=this.texts.get(t.document);if(!e||e.act>=this.app.act)return[];try{let s=await this.
app.read("changes",{since:e.act,document:t.document,others:!1});return s.version!==void 0&&s.version!==null&&s.version!==
e.doc.version?(this.texts.delete(t.document),this.#t(),[]):(e.act=s.act,s.codings?e.doc.apply(s.codings,s.full):[])}catch{
return[]}}codingsOf(t){let e=this.app.session.coder,s=t.ordered(),i=[],n=new Set(s.filter(r=>r.coder===e).map(r=>`${r.start}\
 ${r.end} ${r.code}`));for(let r of[...this.trail,this.current]){if(!r?.made||r.document!==t.document||r.version!==t.version)
continue;let c=`${r.made.start} ${r.made.end} ${r.made.code}`;n.has(c)||(n.add(c),i.push({id:`made-${r.id}`,...r.made,coder:e,
origin:r.state==="revise"?"revised":"accepted",blind:"no",suggestion:r.id,time:"",stale:!1,memos:0,key:!1}))}return i.length?
[...s,...i]:s}note(t){!t.first||this.noted.has(t.document)||(this.noted.add(t.document),this.app.write("review_seen",{document:t.
document},`that suggestions of ${t.document} were seen`).catch(()=>this.noted.delete(t.document)))}};function Js(a){return{
...a,state:"open",reason:"",made:null,refused:"",kept:!1,skipped:!1,turn:null}}var cn=40,Kt=class{constructor(t,e,s,i){this.app=e,this.code=s,this.taken=i,this.picked=0,this.fits=[];let n=O("codes");
this.input=o("input",{type:"search",role:"combobox","aria-expanded":"false","aria-controls":n,"aria-autocomplete":"list",
"aria-label":"Another code",placeholder:"Another code: type its name",autocomplete:"off",spellcheck:"false",on:{input:()=>this.#t()}}),
this.list=o("div",{class:"qc-review-codes",role:"listbox",id:n,"aria-label":"Codes that fit",hidden:!0}),this.list.addEventListener(
"mousedown",r=>r.preventDefault()),this.list.addEventListener("click",r=>{let c=r.target.closest("[role=option]");c?.dataset.
code&&this.choose(c.dataset.code)}),t.append(o("div",{class:"qc-filter"},C("search"),this.input),this.list)}get typed(){
return this.input.value.trim()}get best(){return this.typed?this.fits[this.picked]??null:this.code}pick(t){this.fits.length&&
(this.picked=(this.picked+t+this.fits.length)%this.fits.length,this.#s())}choose(t){this.code=t,this.input.value="",this.#t(),
this.taken(t)}clear(){this.input.value="",this.#t()}#t(){this.picked=0;let t=this.typed?[...this.app.codes.values()].filter(
e=>e.applicable).map((e,s)=>({each:e,place:s,how:Y(this.app,e,this.typed)})).filter(({how:e})=>e!==null).sort((e,s)=>e.how-
s.how||e.place-s.place).slice(0,cn):[];this.fits=t.map(({each:e})=>e.code),m(this.list,t.map(({each:e},s)=>o("div",{role:"\
option",id:O("code"),class:"qc-review-code","aria-selected":String(s===0),data:{code:e.code,hue:this.app.hueOf(e.code)}},
o("span",{class:"qc-letter","aria-hidden":"true"},this.app.letterOf(e.code)),o("span",null,e.name))),this.typed&&!t.length?
o("p",{class:"qc-hint"},"No code fits."):null),this.list.hidden=!this.typed,this.input.setAttribute("aria-expanded",String(
!!t.length)),this.#s()}#s(){let t=[...this.list.querySelectorAll("[role=option]")];t.forEach((s,i)=>s.setAttribute("aria\
-selected",String(i===this.picked)));let e=t[this.picked];e?this.input.setAttribute("aria-activedescendant",e.id):this.input.
removeAttribute("aria-activedescendant"),e?.scrollIntoView({block:"nearest"})}};var zt=class{constructor(t,e,s,i,n){this.app=e,this.text=s,this.item=i,this.given=n;let r=i.made??i;this.first={start:r.
start,end:r.end},this.edges=new st(s,{...this.first},{save:()=>this.draw(),leave:()=>this.draw(),tell:()=>{}}),this.edges.
byKeys=!0,this.fault=o("p",{class:"qc-fault",role:"alert"}),this.words=o("blockquote",{class:"qc-said qc-review-words",dir:"\
auto",tabindex:"0","aria-live":"polite"}),this.name=o("p",{class:"qc-review-now"});let c=o("div",{class:"qc-field"});this.
element=o("form",{class:"qc-review-revise","aria-label":"Revise the suggestion",novalidate:!0,on:{submit:l=>{l.preventDefault(),
this.save()}}},o("h3",null,"Revise"),this.words,o("p",{class:"qc-hint"},"Select other words in the text, drag the two ha\
ndles, or press ",o("kbd",null,"←")," ",o("kbd",null,"→")," for the end and ",o("kbd",null,"Ctrl")," with them for t\
he beginning (with ",o("kbd",null,"Shift")," by one character)."),this.name,c,this.fault,o("div",{class:"qc-toolbar"},o(
"button",{type:"submit",class:"qc-button qc-main"},"Save the revision"),p("Cancel",()=>n.leave(),{keys:"Escape"}))),this.
box=new Kt(c,e,r===i?i.code:i.made.code,()=>this.draw()),t.append(this.element),s.selection&&this.select(s.selection),this.
draw(),this.box.input.focus()}destroy(){this.edges.destroy(),this.element.remove()}select(t){this.edges.start=t.start,this.
edges.end=t.end,this.edges.place(),this.draw()}draw(){let{doc:t}=this.text;m(this.words,t.printed(this.edges.start,this.
edges.end)),m(this.name,"Code: ",o("b",{data:{hue:this.app.hueOf(this.box.code)}},o("span",{class:"qc-letter","aria-hidd\
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
"ArrowRight"!=(!!s&&getComputedStyle(s.words).direction==="rtl")}#s(t,e){let{doc:s}=this.text,i=this.edges[t],n=this.#t(
t,e),r=null;if(t==="start")r=n?s.word(i+1,1):s.word(i,-1);else if(n){let c=s.word(i,-1);r=c&&c[1]>i?c:s.word(i,1)}else r=
s.word(i,-1),r&&r[1]>=i&&(r=s.word(r[0],-1));r&&this.#e(t,t==="start"?r[0]:r[1])}#i(t,e){this.#e(t,this.text.doc.step(this.
edges[t],this.#t(t,e)?1:-1))}#e(t,e){this.edges.side=t,this.edges.move(t,e),this.text.reveal(this.edges[t]-(t==="end"?1:
0),this.edges[t]+1,{nearest:!0}),this.draw()}};var ln=2,hn=500,dn=8,un=12,qe=class{constructor(t,e,s){this.app=e,this.queue=Ys(e),this.item=null,this.text=null,this.revise=
null,this.wide=0,this.mode="",this.asked=!1,this.fitting=!1,this.reasons=[],this.live=o("p",{class:"qc-unseen",role:"sta\
tus"}),this.bar=o("div",{class:"qc-review-bar"}),this.where=o("div",{class:"qc-review-where"}),this.pane=o("div",{class:"\
qc-pane qc-review-pane"}),this.card=o("div",{class:"qc-pane qc-review-card",tabindex:"-1"}),this.foot=o("div",{class:"qc\
-review-foot"}),this.side=o("aside",{class:"qc-review-side","aria-label":"Suggestion"},this.card,this.foot),this.stage=o(
"section",{class:"qc-review-stage","aria-label":"Text"},this.where,this.pane),this.whole=o("div",{class:"qc-pane qc-revi\
ew-whole",hidden:!0}),this.element=o("div",{class:"qc-review"},this.live,this.bar,this.stage,this.side,this.whole),t.append(
this.element),this.#f(),this.#a(),this.queue.tell=()=>this.draw(),this.offs=[e.keys.add(this.#O()),e.on("codebook",()=>this.#S()),
e.on("status",()=>this.#$())],(s.code!==void 0||s.document_only!==void 0)&&this.queue.choose({code:s.code??"",document:s.
document_only??""}),this.queue.wake(!0),this.draw()}params(t){let{queue:e}=this,s=t.document;!s||e.sample||e.document===
s||!this.app.documents.some(i=>i.document===s)||(e.choose({document:s}),this.app.say(`Suggestions of ${s} only.`,"info",
{label:"All documents",run:()=>e.choose({document:""})}))}destroy(){this.#p();for(let t of this.offs)t();this.queue.tell=
()=>{},this.queue.wake(!1),this.text?.destroy(),this.element.remove()}draw(){let{queue:t}=this;this.#h();let e=t.mustAsk?
null:t.shown;if(!e){this.#p(),this.item=null,this.#c();return}let s=t.textOf(e),i=s?"one":"waiting",n=this.item===e&&this.
mode===i;this.mode=i;let r=document.activeElement,c=this.whole.contains(r)||this.asked&&r===this.whole.closest(".qc-main\
-view");if(this.asked=!1,this.whole.hidden=!0,this.stage.hidden=!1,this.side.hidden=!1,c&&this.card.focus({preventScroll:!0}),
n){this.revise||this.#n(e,s);return}if(this.#p(),this.item=e,this.wide=0,this.#n(e,s),this.#t(e,s),s){t.note(e),this.#$();
let l=s.turnAt(e.start),h=t.again&&!t.back?" Skipped before.":"";m(this.live,`${e.state==="open"?"":`${we[e.state]}. `}${this.
app.nameOf(e.code)}? ${e.document}${l?`, turn ${l.number}`:""}.${h}`)}}#t(t,e){let s=!!this.text?.element.contains(document.
activeElement);if(this.text?.destroy(),this.text=null,m(this.pane),!e){m(this.pane,o("p",{class:"qc-loading"},"Bringing \
the text …"));return}let[i,n]=this.#s(t,e);this.text=new z(this.pane,this.app,e,{label:`Text around the suggestion, ${t.
document}`,from:i,to:n,keyboard:!0,codings:()=>this.queue.codingsOf(e),onSelect:f=>f&&this.revise?.select(f),onCoding:f=>this.
text?.activate(f&&f.id!==this.text.active?f.id:null)}),this.#e(t),this.text.reveal(t.start,t.end),s&&this.text.focus();let r=e.
turnAt(t.start),c=this.app.documents.find(f=>f.document===t.document),l=[c?.title,r?`turn ${r.number}`:"",r?.speaker??"",
r?.role??"",c?.case??""].filter(Boolean),h=i>0||n<e.length;m(this.where,o("h2",{dir:"auto"},t.document),o("span",{class:"\
qc-quiet"},l.map((f,d)=>[d?" · ":null,o("bdi",null,f)])),h?p("More of the text",()=>this.#i(),{class:"qc-small qc-bare \
qc-review-wider",icon:"plus",keys:"+"}):null)}#s(t,e){if(this.wide>2)return[0,e.length];let s=ln*(this.wide?4*this.wide:
1),i=hn*(this.wide?6*this.wide:1),n=e.blocks,r=(d,u,g)=>{let w=0,x=d;for(;n[x+u]&&(w<s||!g(n[x]))&&(n[x].turn!==n[x+u].turn&&
(w+=1),!(w>s&&g(n[x])));)x+=u;return n[x]},c=Math.max(0,e.blockAt(t.start)),l=Math.max(0,e.blockAt(Math.max(t.start,t.end-
1))),h=r(c,-1,d=>t.start-d.start>=i),f=r(l,1,d=>d.end-t.end>=i);return[h?.start??0,f?.end??e.length]}#i(){if(!this.item||
!this.text)return;this.wide+=1;let t=this.queue.textOf(this.item);if(this.revise&&{start:this.revise.edges.start,end:this.
revise.edges.end})return;let s=this.where.contains(document.activeElement);this.#t(this.item,t),s&&(this.where.querySelector(
"button")??this.text.element).focus({preventScroll:!0})}#e(t){this.text?.evidence([{start:t.start,end:t.end,label:"",kind:"\
asked"},...t.evidence.filter(([e,s])=>e>t.start||s<t.end).map(([e,s,i])=>({start:e,end:s,label:i,kind:"evidence"}))])}#n(t,e){
let{app:s,queue:i}=this,n=s.codes.get(t.code),r=i.told,c=this.card.contains(document.activeElement)&&document.activeElement!==
this.card,l=e?js(t,e,n).map(u=>o("li",null,u.whole?null:o("button",{type:"button",class:"qc-review-evidence",dir:"auto",
title:"Show in the text",on:{click:()=>this.#r(u.places)}},`“${u.words}”`),u.whole?u.reason:` ${u.places.length>1?`${u.
places.length} times; `:""}${u.reason}`)):[],h=(u,g)=>g?.length?[o("dt",null,u),g.map(w=>o("dd",{dir:"auto"},w))]:null,f=t.
state==="open"?null:`${we[t.state]}${t.reason?`: ${t.reason}`:""}.`,d=t.state==="revise"&&t.made&&e?o("p",{dir:"auto"},`\
As ${s.nameOf(t.made.code)} on “${e.printed(t.made.start,t.made.end)}”.`):null;m(this.card,t.refused?o("div",{class:"\
qc-note qc-wrong",role:"alert"},o("p",null,t.refused)):null,f?o("div",{class:"qc-note",data:{state:t.state}},o("p",null,
f," Decide again to change it."),d):null,o("div",{class:"qc-review-code-head",data:{hue:s.hueOf(t.code)}},o("h2",null,o(
"span",{class:"qc-letter","aria-hidden":"true"},s.letterOf(t.code))," ",o("span",{dir:"auto"},s.nameOf(t.code)),"?"),n&&
n.theme!==t.code?o("p",{class:"qc-quiet",dir:"auto"},s.nameOf(n.theme)):null),o("p",{class:"qc-review-defined",dir:"auto"},
n?.definition||o("span",{class:"qc-quiet"},"No definition yet.")),o("h3",null,"Why it is suggested"),o("ul",{class:"qc-r\
eview-why"},l),o("p",{class:"qc-review-score"},Ls(t.score,r?.meaning??"other")),o("p",{class:"qc-quiet"},`Suggested by ${Dt(
t.engine)}${t.why?`; ${t.why.replace("no probability yet, ","")}`:""}.`),o("dl",{class:"qc-review-rules"},h("Include",n?.
include),h("Exclude",n?.exclude)),t.first&&e?o("p",{class:"qc-hint"},C("eye"),` You are not done with ${t.document}: tha\
t suggestions were seen there is noted, and its pass will not count as blind.`):null),c&&this.card.focus({preventScroll:!0})}#r(t){
this.text?.reveal(t[0][0],t[0][1],{nearest:!0}),this.text?.highlights.show("lit",t),setTimeout(()=>this.text?.highlights.
show("lit",[]),1500)}#a(){let t=(r,c,l,h={})=>p(r,c,{keys:l,...h}),e=(r,c)=>o("span",null,r,o("kbd",{"aria-hidden":"true"},
c)),s=[["Accept","a",()=>this.#l("accept"),"qc-main"],["Reject","r",()=>this.#l("reject"),""],["Revise","e",()=>this.#g(),
""],["Skip","s",()=>this.#b(),""]],i=[["Reject with a reason","R",()=>this.#m()],["Back","b",()=>this.#k()],["Undo","z",
()=>this.#v()],["Open text","o",()=>this.#w()],["Definition","d",()=>this.#y()],["Memo","m",()=>this.#x()]],n=(r,c,l,h)=>{
let f=t(r,l,c,{class:h});return m(f,e(r,c)),f};this.buttons=o("div",{class:"qc-review-buttons"},o("div",{class:"qc-toolb\
ar"},s.map(([r,c,l,h])=>n(r,c,l,h))),o("div",{class:"qc-toolbar"},i.map(([r,c,l])=>n(r,c,l,"qc-small qc-review-more")))),
m(this.foot,this.buttons)}#f(){let{queue:t}=this;this.numbers=o("p",{class:"qc-review-numbers"}),this.meter=o("progress",
{"aria-label":"Decided",max:"1",value:"0"});let e=(i,n,r)=>{let c=o("select",{"aria-label":i,title:i,on:{change:()=>r(c.
value)}},n.map(([l,h])=>o("option",{value:l},h)));return c};this.selects={order:e("Order",pe,i=>t.choose({order:i})),by:e(
"One after the other",ge,i=>t.choose({by:i})),code:e("Only this code or theme",[],i=>t.choose({code:i})),document:e("Onl\
y this document",[],i=>t.choose({document:i}))},this.hide=o("input",{type:"checkbox",on:{change:()=>t.choose({blind:this.
hide.checked})}}),this.refitButton=p("New scores",()=>this.#q(),{class:"qc-small",keys:"u"}),this.leave=p("Leave the sam\
ple",()=>t.endSample(),{class:"qc-small"}),this.held=p("",()=>Ut(this.app,t),{class:"qc-small",icon:"hidden"});let s=O("\
choices");this.choices=o("div",{class:"qc-review-choices",id:s,hidden:!0},Object.values(this.selects),o("label",{class:"\
qc-review-hide"},this.hide,"Hide suggestions until I am done with a document"),o("div",{class:"qc-toolbar qc-review-acti\
ons"},p("Accept many …",()=>t.told?Us(this.app,t):null,{class:"qc-small"}),p("New suggestions …",()=>be(this.app,t),
{class:"qc-small"}))),this.chooser=p("",()=>this.#u(this.choices.hidden),{class:"qc-small qc-review-chooser",icon:"filte\
r",keys:"f","aria-expanded":"false","aria-controls":s}),m(this.bar,o("div",{class:"qc-review-progress"},this.meter,this.
numbers),this.chooser,o("div",{class:"qc-toolbar qc-review-actions"},this.held,this.leave,this.refitButton,p("Progress",
()=>t.told?Ut(this.app,t):null,{class:"qc-small",keys:"p"})),this.choices)}#u(t){let e=this.choices?.contains(document.activeElement);
!this.choices||!this.chooser||(this.choices.hidden=!t,this.chooser.setAttribute("aria-expanded",String(t)),t?this.selects?.
order.focus():e&&this.chooser.focus())}#h(){let{queue:t,app:e}=this,{told:s,session:i,selects:n}=t.told?{...t,selects:this.
selects}:{told:null,session:t.session,selects:this.selects};if(this.bar.hidden=!s||!s.ever,!s||!n)return;let r=i.accept+
i.reject+i.revise,c=t.code||t.document,l=t.sample,h=(t.current?1:0)+t.ahead.length+t.later.length;m(this.numbers,l?`Samp\
le: ${l.n-h} of ${l.n} decided`:[`${s.decided.toLocaleString("en")} decided, ${s.open.toLocaleString("en")} open`,c?` (${s.
matching.toLocaleString("en")} here)`:"",r?` · ${r} in this session`:""]),this.meter.max=Math.max(1,l?l.n:s.decided+s.open),
this.meter.value=l?l.n-h:s.decided;let f=(y,$,q)=>{let A=JSON.stringify($);y.dataset.key!==A&&(y.dataset.key=A,m(y,$.map(
([L,R])=>o("option",{value:L},R)))),y.value=q};n.order.value=t.order,n.by.value=t.by;let d=new Map;for(let[y,[$]]of Object.
entries(s.codes))for(let q=e.codes.get(y);q;q=q.parent?e.codes.get(q.parent):void 0)d.set(q.code,(d.get(q.code)??0)+$);let u=y=>{
let $=0;for(let q=e.codes.get(y)?.parent;q;q=e.codes.get(q)?.parent)$+=1;return $};f(n.code,[["","All codes"],...[...e.codes.
values()].filter(y=>d.get(y.code)||y.code===t.code).map(y=>[y.code,`${" ".repeat(u(y.code))}${y.name} (${d.get(y.code)??
0})`])],t.code),f(n.document,[["","All documents"],...e.documents.filter(y=>s.documents[y.document]||y.document===t.document).
map(y=>[y.document,`${y.document} (${s.documents[y.document]??0})`])],t.document),this.hide.checked=t.blind===!0,l&&!this.
choices?.hidden&&this.#u(!1),this.chooser&&(this.chooser.disabled=!!l),this.leave.hidden=!l;let g=pe.find(([y])=>y===t.order)?.[1]??
"",w=t.by?ge.find(([y])=>y===t.by)?.[1].toLocaleLowerCase():"",x=l?["A sample of",l.asked].join(" "):[g,w,t.code?e.nameOf(
t.code):"all codes",t.document||"all documents",t.blind?"finished ones only":""].filter(Boolean).join(" · ");m(this.chooser,
C("filter"),o("span",{class:"qc-unseen"},"Order and choice: "),o("span",{class:"qc-review-chosen",dir:"auto"},x));let b=s.
hidden.reduce((y,$)=>y+$.open,0)+s.audit+s.left_out;this.held.hidden=!b,m(this.held,C("hidden"),`${b.toLocaleString("en")}\
 not shown`);let v=s.since>=dn;this.refitButton.classList.toggle("qc-main",v),this.refitButton.disabled=this.fitting,m(this.
refitButton,this.fitting?"Computing …":v?`New scores (${k(s.since,"decision")})`:"New scores"),this.refitButton.hidden=
!!l}#c(){let{queue:t,app:e}=this,{told:s,fault:i,sample:n}=t,r=s?s.hidden.reduce((w,x)=>w+x.open,0):0,c=t.mustAsk?"ask":
n?"sampled":i&&!s?"fault":!s||t.asking||t.complete===!1?"loading":s.ever?t.code||t.document?"filtered":r?"hidden":"done":
e.codes.size?"none":"book";i&&c==="loading"&&!t.asking&&(this.mode="");let l=this.mode;this.mode=i&&c==="loading"&&!t.asking?
"fault":c;let h=document.activeElement,f=[this.stage,this.side].some(w=>w.contains(h));if(this.stage.hidden=!0,this.side.
hidden=!0,this.whole.hidden=!1,this.text?.destroy(),this.text=null,l===this.mode&&(c==="none"||c==="sampled"||c==="ask"))
return;(f||this.whole.contains(h))&&(this.asked=!0,this.whole.closest(".qc-main-view")?.focus({preventScroll:!0}));let d=(...w)=>m(
this.whole,o("div",{class:"qc-empty qc-review-empty"},w)),u=(w,x,b="")=>p(w,x,{class:b}),g=(...w)=>o("div",{class:"qc-to\
olbar"},w);if(this.mode==="loading")m(this.whole,o("p",{class:"qc-loading",role:"status"},"Looking for suggestions …"));else if(this.
mode==="fault")d(o("h2",null,"The suggestions cannot be read"),o("p",null,i),g(u("Try again",()=>t.load(),"qc-main")));else if(this.
mode==="ask"){let w=s.unread.length;d(o("h2",null,"Before you look"),o("p",null,`There are suggestions in ${k(w,"documen\
t")} that you are not done with. Whoever has seen suggestions does not code a document blind any more; that is noted for\
 each document as soon as one is shown, and its pass will say so.`),g(u("Show all suggestions",()=>t.choose({blind:!1}),
"qc-main"),u("Only of documents I am done with",()=>t.choose({blind:!0}))),o("p",{class:"qc-hint"},"You can change this \
above at any time.")),[document.body,this.whole.closest(".qc-main-view")].includes(document.activeElement)&&this.whole.querySelector(
"button")?.focus()}else if(this.mode==="sampled")Ks(e,t,this.whole);else if(this.mode==="book")d(o("h2",null,"No codeboo\
k yet"),o("p",null,"Suggestions are made for the codes of the codebook. Make some codes first, with a definition each."),
g(u("Open the codebook",()=>e.go("codebook"),"qc-main")));else if(this.mode==="none"){let w=ye(e,t),x=o("div",{role:"sta\
tus"}),b=p("Look for suggestions",async()=>{b.disabled=!0,m(x,o("p",null,"Looking through all documents …"));try{let v=await w.
run();e.say(at(v).join(" ")),b.isConnected&&m(x,at(v).map(y=>o("p",null,y)))}catch(v){m(x,o("p",{class:"qc-fault"},v.message))}finally{
b.disabled=!1}},{class:"qc-main"});m(this.whole,o("div",{class:"qc-review-first"},o("h2",null,"No suggestions yet"),o("p",
null,"A program can go through all documents and propose where a code may fit. You decide on every proposal; nothing is \
coded without you."),w.element,g(b,u("Code by hand",()=>e.go("code"))),x))}else if(this.mode==="filtered")d(o("h2",null,
"Nothing open here"),o("p",null,`Nothing is open for ${[t.code?e.nameOf(t.code):"",t.document].filter(Boolean).join(" in\
 ")}.`),g(u("Show all suggestions",()=>t.choose({code:"",document:""}),"qc-main")));else if(this.mode==="hidden"){let w=s.
hidden.some(x=>x.why==="wanted");d(o("h2",null,"Suggestions wait until you are done"),ft(s).map(x=>o("p",null,x)),o("p",
null,"Code one of these documents, say that you are done with it, and its suggestions are shown here:"),o("ul",{class:"q\
c-review-waiting"},s.hidden.slice(0,12).map(x=>o("li",null,u(x.document,()=>e.jump(x.document))))),w?g(u("Show them all \
the same",()=>t.choose({blind:!1}))):null)}else{let w=t.run,x=ft(s);d(C("check"),o("h2",null,"Everything is decided"),o(
"p",null,s.decided?`You have decided on ${k(s.decided,"suggestion")}${t.session.accept+t.session.reject+t.session.revise?
`: in this session ${t.session.accept} accepted, ${t.session.reject} rejected, ${t.session.revise} revised`:""}.`:"Nothi\
ng is open for you."),x.map(b=>o("p",null,b)),w&&!w.new?at(w).map(b=>o("p",null,b)):null,g(u("Look for new suggestions …",
()=>be(e,t),"qc-main"),u("Go on coding",()=>e.go("code")),u("See the tables",()=>e.go("tables"))),this.queue.trail.length?
o("p",{class:"qc-hint"},o("kbd",null,"b")," goes back to the one before, ",o("kbd",null,"z")," takes the last decision b\
ack."):null)}l!==this.mode&&m(this.live,this.whole.querySelector("h2")?.textContent??"")}#d(){return this.mode==="one"&&
!this.queue.mustAsk?this.queue.shown:null}#l(t,e=""){!this.#d()||!this.#o()||(this.#p(),this.queue.decide(t,{reason:e}))}#o(){
return this.app.session.read_only?(this.app.say(`Nothing can be decided: the study is open for reading only (${this.app.
session.read_only}).`,"error"),!1):!0}#m(){let t=this.#d();!t||!this.#o()||Ds(this.app,t,this.reasons,e=>{this.queue.shown===
t&&(e&&(this.reasons=[e,...this.reasons.filter(s=>s!==e)].slice(0,un)),this.#l("reject",e))})}#g(){let t=this.#d();!t||!this.
text||this.revise||!this.#o()||(this.revise=new zt(this.foot,this.app,this.text,t,{save:e=>{this.#p(),this.queue.decide(
"revise",e)},leave:()=>this.#p(!0)}),this.buttons.hidden=!0,this.side.classList.add("qc-revising"),this.reviseKeys=this.
app.keys.add(this.revise.bindings()))}#p(t=!1){if(!this.revise)return;let e=this.revise.element.contains(document.activeElement);
this.reviseKeys?.(),this.revise.destroy(),this.revise=null,this.buttons.hidden=!1,this.side.classList.remove("qc-revisin\
g"),e&&this.card.focus({preventScroll:!0}),t&&this.text?.clear()}#b(){let t=this.#d();if(!t)return;let e=!this.queue.ahead.
length&&!this.queue.back&&this.queue.complete;this.queue.skip(),e&&this.queue.shown===t?this.app.say("This is the only o\
ne that is left."):this.queue.again&&this.queue.shown&&!this.queue.back&&m(this.live,`The ones you skipped come again. ${this.
live.textContent}`)}#k(){this.queue.goBack()||this.app.say("There is none before.")}#v(){let t=this.queue.done.at(-1);t?
t.kind==="many"?ke(this.app,this.queue):(this.queue.undo(),t.kind==="memo"&&this.app.say("The memo is taken back.")):this.
app.say("Nothing that was decided here can be undone.")}#w(){let t=this.#d();t&&this.app.jump(t.document,t.start,t.end)}#y(){
let t=this.#d();t&&Bs(this.app,this.revise?.box.code??t.code)}#x(){let t=this.#d(),e=t&&this.queue.textOf(t);t&&e&&this.#o()&&
Ps(this.app,t,e.printed(t.start,t.end),this.queue)}async#q(){this.fitting||!this.queue.told?.ever||await Ws(this.app,this.
queue,t=>{this.fitting=t,this.#h()})}async#$(){let{item:t,text:e}=this;if(!t||!e||this.revise||!this.app.saved)return;(await this.
queue.refreshText(t)).length&&this.text===e&&e.refresh()}#S(){this.item&&!this.revise&&this.#n(this.item,this.queue.textOf(
this.item)),this.text?.refresh()}#O(){let t="Review",e=()=>this.mode==="one"&&!this.revise,s=()=>this.queue.told!==null&&
!this.revise;return[{keys:"a",words:"accept",when:e,repeat:!1,run:()=>this.#l("accept"),group:t},{keys:"r",words:"reject",
when:e,repeat:!1,run:()=>this.#l("reject"),group:t},{keys:"R",words:"reject, with a reason",when:e,repeat:!1,run:()=>this.#m(),
group:t},{keys:"e",words:"revise: other words, another code, or both",when:e,repeat:!1,run:()=>this.#g(),group:t},{keys:"\
s",words:"skip; it comes again at the end",when:e,repeat:!1,run:()=>this.#b(),group:t},{keys:"b",words:"back to the one \
before",when:s,run:()=>this.#k(),group:t},{keys:"z or Mod+z",words:"take the last decision back",when:s,repeat:!1,run:()=>this.#v(),
group:t},{keys:"o",words:"open it in the text",when:e,run:()=>this.#w(),group:t},{keys:"d",words:"read the definition",when:e,
run:()=>this.#y(),group:t},{keys:"m",words:"write a memo on it",when:e,run:()=>this.#x(),group:t},{keys:"+",words:"show \
more of the text",when:e,run:()=>this.#i(),group:t},{keys:"f",words:"choose order, codes and documents",when:s,run:()=>this.#u(
!0),group:t},{keys:"Escape",words:"close order and choice",when:()=>!this.choices?.hidden&&!this.revise&&!!this.choices?.
contains(document.activeElement),typing:!0,run:()=>this.#u(!1),group:t},{keys:"u",words:"compute new scores from what is\
 decided",when:s,repeat:!1,run:()=>{this.#q()},group:t},{keys:"p",words:"show the progress",when:()=>s()&&!!this.queue.told?.
ever,run:()=>Ut(this.app,this.queue),group:t}]}},Gs={id:"review",label:"Review",key:"g r",mount(a,t,e){return new qe(a,t,
e)}};var Vs=200,fn=15e4,mn=50,xe={words:"the words found",sentence:"the sentence",whole:"the whole turn"},$e={words:["place",
"places"],sentence:["sentence","sentences"],whole:["turn","turns"]},Qs={words:"Words",lemma:"Words in all forms",regex:"\
Regular expression"},pn={words:"* stands for any letters, ? for one, several words for a phrase: sustainab*   social val\
ue   well-being",lemma:"measure also finds measures, measured, measuring",regex:"As in Python: \\bKPIs?\\b   £\\d+"},Xs=new WeakMap,
Se=class{constructor(t,e,s){this.app=e,this.kept=Xs.get(e)??{asked:{words:"",kind:"words",case:!1,interviewers:!1,document:"",
where:{}},told:null,chosen:new Set,what:"whole",code:void 0,row:0,patterns:[]},Xs.set(e,this.kept),this.number=0,this.asking=
0,this.timer=null,this.fresh=null,this.destroyed=!1,this.busy=!1,this.picker=new _(e,{label:"Code",above:!0,codes:()=>[...e.
codes.values()].filter(l=>l.applicable),value:this.kept.code,changed:l=>{this.kept.code=l,this.#y()},leave:()=>this.#g(this.
kept.row)});let{asked:i}=this.kept,n=O("hint");this.words=o("input",{type:"search","aria-label":"Look for",placeholder:"\
Look for words","aria-describedby":n,autocomplete:"off",spellcheck:"false",dir:"auto",value:i.words}),this.kind=o("selec\
t",{"aria-label":"How it is meant",on:{change:()=>this.#s()}},Object.entries(Qs).map(([l,h])=>o("option",{value:l},h))),
this.kind.value=i.kind,this.case=this.#t("Capitals count",i.case),this.interviewers=this.#t("Interviewers, too",i.interviewers),
this.hint=o("p",{class:"qc-hint",id:n}),this.document=o("select",{"aria-label":"Document"}),this.filters=o("div",{class:"\
qc-search-filters"}),this.where={},this.patterns=o("p",{class:"qc-toolbar qc-search-patterns",hidden:!0}),this.head=o("p",
{class:"qc-search-told",role:"status"}),this.body=o("tbody",null),this.all=o("input",{type:"checkbox","aria-label":"Choo\
se all that are shown",on:{change:()=>this.chooseAll(this.all.checked)}}),this.table=o("table",{class:"qc-kwic",hidden:!0},
o("caption",{class:"qc-unseen"},"Places found, each with the words before and after it"),o("thead",null,o("tr",null,o("t\
h",{scope:"col",class:"qc-kwic-box"},this.all),o("th",{scope:"col",class:"qc-kwic-place"},"Place"),o("th",{scope:"col",class:"\
qc-kwic-left"},"Before"),o("th",{scope:"col",class:"qc-kwic-hit"},"Found"),o("th",{scope:"col",class:"qc-kwic-right"},"A\
fter"),o("th",{scope:"col",class:"qc-kwic-codes"},"Your codes"))),this.body),this.pager=o("nav",{class:"qc-toolbar qc-se\
arch-pages","aria-label":"Pages of places found"}),this.empty=o("div"),this.bar=o("section",{class:"qc-search-bar qc-chr\
ome","aria-label":"Code what was found",hidden:!0}),t.append(o("div",{class:"qc-search"},o("form",{class:"qc-search-form\
 qc-chrome",role:"search",on:{submit:l=>{l.preventDefault(),this.search()}}},o("h2",{class:"qc-unseen"},"Search"),o("div",
{class:"qc-search-line"},o("div",{class:"qc-filter"},C("search"),this.words),this.kind,o("button",{type:"submit",class:"\
qc-button qc-main"},"Search")),this.hint,o("div",{class:"qc-search-line"},this.filters,this.case.element,this.interviewers.
element),this.patterns),o("div",{class:"qc-pane qc-search-found",tabindex:"-1"},this.head,this.table,this.empty,this.pager),
this.bar)),this.found=t.querySelector(".qc-search-found"),this.body.addEventListener("change",l=>this.#d(l)),this.body.addEventListener(
"click",l=>this.#l(l)),this.body.addEventListener("mousedown",l=>{l.shiftKey&&l.preventDefault()}),this.#v();let r="Sear\
ch",c=()=>!!this.kept.told?.hits.length;this.offs=[e.on("documents",()=>this.#i()),e.on("codebook",()=>this.#f()),e.on("\
counts",()=>this.#n()),e.keys.add([{keys:"/",words:"look for something else",run:()=>{this.words.focus(),this.words.select()},
group:r},{keys:"ArrowDown or j",words:"next place",run:l=>this.#p(1,l),when:c,group:r},{keys:"ArrowUp or k",words:"place\
 before",run:l=>this.#p(-1,l),when:c,group:r},{keys:"Shift+ArrowDown",words:"choose it and go on",run:()=>this.#b(1),when:c,
group:r},{keys:"Shift+ArrowUp",words:"choose it and go back",run:()=>this.#b(-1),when:c,group:r},{keys:"a",words:"choose\
 all that are shown, or none",run:()=>this.chooseAll(this.kept.chosen.size<this.kept.told.hits.length),when:c,group:r},{
keys:"o",words:"go to the place in the text",run:()=>this.#k(this.#m()),when:c,group:r},{keys:"w",words:"how much to cod\
e: words, sentence or turn",run:()=>this.#$(),when:c,group:r},{keys:"c",words:"choose the code",run:()=>this.picker.focus(),
when:c,group:r},{keys:"Mod+Enter",words:"put the code on what is chosen",run:()=>{this.code()},when:c,repeat:!1,group:r},
{keys:"PageDown or ]",words:"next page",run:()=>this.#c(1),when:c,group:r},{keys:"PageUp or [",words:"page before",run:()=>this.#c(
-1),when:c,group:r},...nt(e,r,()=>this.search(this.kept.told?.offset??0,{quiet:!0}))])],this.#s(),this.#i(),this.#e(),s?.
code||s?.words?this.params(s):this.kept.told?(this.draw(),this.#g(this.kept.row)):(this.draw(),(document.activeElement===
document.body||document.activeElement===t)&&this.words.focus())}destroy(){this.destroyed=!0,clearTimeout(this.timer),clearTimeout(
this.fresh);for(let t of this.offs)t()}params(t){let{app:e,kept:s}=this,i=e.codes.get(t?.code??"");i?(i.applicable&&(s.code=
i.code,this.picker.set(i.code)),s.patterns=[...i.patterns],this.words.value=i.patterns[0]??i.name,this.kind.value="words",
this.#s(),this.search()):t?.words&&(this.words.value=t.words,Qs[t.kind]&&(this.kind.value=t.kind),this.#s(),this.search())}#t(t,e){
let s=O("check"),i=o("input",{type:"checkbox",id:s});return i.checked=e,{element:o("span",{class:"qc-search-check"},i,o(
"label",{for:s},t)),input:i}}#s(){this.hint.textContent=pn[this.kind.value]??"",this.case.element.hidden=this.kind.value===
"lemma"}#i(){let{app:t}=this,e=this.document.childElementCount?this.document.value:this.kept.asked.document;m(this.document,
o("option",{value:""},"All documents"),t.documents.map(s=>o("option",{value:s.document},s.title&&s.title!==s.document?`${s.
document}: ${s.title}`:s.document))),this.document.value=t.documents.some(s=>s.document===e)?e:"",this.filters.childElementCount||
m(this.filters,this.document)}async#e(){let t={role:["Role","All roles"],case:["Case","All cases"],phase:["Phase","All p\
hases"],kind:["Kind of document","All kinds"]};try{let e=await this.app.read("search_choices");for(let[s,i]of Object.entries(
e)){let[n,r]=t[s]??[s,"All"],c=o("select",{"aria-label":n},o("option",{value:""},r),i.map(l=>o("option",{value:l},l)));c.
value=i.includes(this.kept.asked.where[s])?this.kept.asked.where[s]:"",this.where[s]=c,this.filters.append(c)}}catch(e){
this.app.sorry(e)}}async search(t=0,e={}){let{app:s,kept:i}=this;e.quiet||(i.asked={words:this.words.value,kind:this.kind.
value,case:this.case.input.checked,interviewers:this.interviewers.input.checked,document:this.document.value,where:Object.
fromEntries(Object.entries(this.where).map(([h,f])=>[h,f.value]))});let{asked:n}=i;if(!n.words.trim()){e.quiet||this.words.
focus();return}let r=++this.number,c=Object.fromEntries(Object.entries(n.where).filter(([,h])=>h).map(([h,f])=>[h,[f]])),
l={words:n.words,kind:n.kind,case:n.kind!=="lemma"&&n.case,interviewers:n.interviewers,documents:n.document?[n.document]:
[],where:c,offset:t,limit:Vs};e.quiet||(this.table.setAttribute("aria-busy","true"),this.timer=setTimeout(()=>r===this.number&&
m(this.head,"Looking …"),250));try{let h=await s.read("search",l,{patience:fn});if(r!==this.number)return;let f=e.quiet&&
i.told&&i.told.hits.length===h.hits.length;if(i.told=h,f||(i.chosen.clear(),i.row=0),this.destroyed)return;f?this.#f():(this.
draw(),this.found.scrollTop=0,!e.quiet&&h.hits.length&&this.#g(0))}catch(h){if(r!==this.number||e.quiet||this.destroyed)
return;i.told=null,i.chosen.clear(),this.draw(),m(this.head,o("span",{class:"qc-bad"},h.message??String(h))),h.found===void 0&&
s.sorry(h),this.words.focus()}finally{clearTimeout(this.timer),this.table.removeAttribute("aria-busy")}}#n(){clearTimeout(
this.fresh),this.kept.told?.hits.length&&this.kept.asked.kind!=="regex"&&(this.fresh=setTimeout(()=>this.search(this.kept.
told?.offset??0,{quiet:!0}),500))}draw(){let{kept:t,app:e}=this,{told:s}=t,i=s?.hits??[];if(this.table.hidden=!i.length,
this.bar.hidden=!i.length||!!e.session.read_only,m(this.body,i.map((n,r)=>this.#r(n,r))),m(this.empty),s){let n=s.offset+
1,r=s.total>i.length?`, ${n.toLocaleString("en")} to ${(s.offset+i.length).toLocaleString("en")} shown`:"";m(this.head,s.
total?`${k(s.total,"place")}${r}`:""),s.total||m(this.empty,o("div",{class:"qc-empty"},o("h3",null,"Nothing found"),o("p",
null,t.asked.kind==="words"?"Perhaps with a * at the end of the word, or with its other forms (“Words in all forms”)?":
"Nobody says it, in the turns that were searched."),t.asked.interviewers?null:o("p",null,"What interviewers say is left \
out unless “Interviewers, too” is on.")))}else m(this.head),m(this.empty,o("div",{class:"qc-empty"},o("h2",null,"Eve\
ry place where something is said"),o("p",null,"Look for words: each place is shown with what stands before and after it.\
 Choose places, and put a code on them: on the words, the sentence or the turn.")));this.#u(),this.#h(),this.#y()}#r(t,e){
let s=o("input",{type:"checkbox","aria-label":`Choose place ${e+1}: ${t.match}`,tabindex:e===this.kept.row?"0":"-1",data:{
place:e}});s.checked=this.kept.chosen.has(e);let i=[t.speaker,t.role&&t.role!==t.speaker?t.role:""].filter(Boolean).join(
", "),n=gn(`${t.left}${t.match}${t.right}`);return o("tr",{data:{place:e,dir:n},class:s.checked?"qc-chosen":""},o("td",{
class:"qc-kwic-box"},s),o("td",{class:"qc-kwic-place"},o("button",{type:"button",class:"qc-link",tabindex:"-1",title:[t.
case,i].filter(Boolean).join(" · ")||null,"aria-label":`${t.document}, turn ${t.turn}: go to the text`,data:{open:e}},t.
document),o("span",{class:"qc-kwic-who"},i)),o("td",{class:"qc-kwic-left"},o("div",null,o("span",{dir:n},t.left))),o("td",
{class:"qc-kwic-hit"},o("mark",{dir:n},t.match)),o("td",{class:"qc-kwic-right"},o("div",null,o("span",{dir:n},t.right))),
o("td",{class:"qc-kwic-codes"},this.#a(t)))}#a(t){let{app:e}=this;return t.codes.map(s=>o("span",{class:"qc-kwic-code",data:{
hue:e.hueOf(s)},title:e.nameOf(s)},o("span",{class:"qc-letter","aria-hidden":"true"},e.letterOf(s)),o("span",null,e.nameOf(
s))))}#f(){let{told:t}=this.kept;[...this.body.children].forEach((e,s)=>{t?.hits[s]&&m(e.lastElementChild,this.#a(t.hits[s]))}),
this.#q()}#u(){let{told:t}=this.kept,e=t&&t.total>t.hits.length;if(this.pager.hidden=!e,!e){m(this.pager);return}let s=t.
offset+t.hits.length;m(this.pager,p("Page before",()=>this.#c(-1),{icon:"left",class:"qc-small",disabled:t.offset===0,keys:"\
["}),o("span",{class:"qc-count"},`${(t.offset+1).toLocaleString("en")} to ${s.toLocaleString("en")} of ${t.total.toLocaleString(
"en")}`),p("Next page",()=>this.#c(1),{icon:"right",class:"qc-small",disabled:s>=t.total,keys:"]"}))}#h(){let{patterns:t,
code:e}=this.kept;this.patterns.hidden=t.length<2,m(this.patterns,o("span",{class:"qc-hint"},e?`Patterns of ${this.app.nameOf(
e)}:`:"Patterns:"),t.map(s=>p(s,()=>{this.words.value=s,this.kind.value="words",this.#s(),this.search()},{class:"qc-smal\
l","aria-pressed":String(this.kept.asked.words===s)})))}#c(t){let{told:e}=this.kept;if(!e)return!1;let s=e.offset+t*Vs;if(s<
0||s>=e.total)return!1;this.search(Math.max(0,s)).then(()=>this.#g(0))}#d(t){let e=t.target;e.dataset.place!==void 0&&(this.#o(
Number(e.dataset.place),e.checked),this.#y())}#l(t){let e=t.target,s=e.closest("[data-open]");if(s){this.#k(Number(s.dataset.
open));return}let i=e.closest("tr");if(!i||e.closest("input")||String(getSelection()??""))return;let n=Number(i.dataset.
place);if(t.shiftKey){let[r,c]=[Math.min(n,this.kept.row),Math.max(n,this.kept.row)];for(let l=r;l<=c;l++)this.#o(l,!0)}else
this.#o(n,!this.kept.chosen.has(n));this.#g(n),this.#y()}#o(t,e){e?this.kept.chosen.add(t):this.kept.chosen.delete(t);let s=this.
body.children[t];s&&(s.classList.toggle("qc-chosen",e),s.querySelector("input").checked=e)}chooseAll(t){for(let e=0;e<(this.
kept.told?.hits.length??0);e++)this.#o(e,t);this.#y()}#m(){let t=document.activeElement?.closest?.("tr[data-place]")??null;
return t?Number(t.dataset.place):this.kept.row}#g(t){let e=this.body.children;if(!e.length)return;let s=Math.max(0,Math.
min(t,e.length-1));e[this.kept.row]?.querySelector("input")?.setAttribute("tabindex","-1"),this.kept.row=s;let i=e[s].querySelector(
"input");i.setAttribute("tabindex","0"),i.focus({preventScroll:!0}),e[s].scrollIntoView({block:"nearest"})}#p(t,e){if(e.
target?.closest?.("select, .qc-search-bar"))return!1;let s=this.body.contains(document.activeElement);t<0&&s&&this.#m()===
0?this.words.focus():this.#g(s?this.#m()+t:this.kept.row)}#b(t){let e=this.#m();this.#o(e,!0),this.#g(e+t),this.#y()}#k(t){
let e=this.kept.told?.hits[t];e&&(this.kept.row=t,this.app.jump(e.document,e.start,e.end))}#v(){let{app:t,kept:e}=this;this.
chosen=o("p",{class:"qc-search-chosen",role:"status"});let s=O("what");this.what=o("select",{id:s,on:{change:()=>{e.what=
this.what.value,this.#y()}}},Object.entries(xe).map(([i,n])=>o("option",{value:i},n))),this.what.value=e.what,this.go=p(
"Choose places",()=>this.code(),{class:"qc-main",keys:"Mod+Enter"}),this.already=o("p",{class:"qc-hint qc-search-already",
role:"status"}),this.told=o("p",{class:"qc-unseen",role:"status"}),m(this.bar,this.chosen,o("div",{class:"qc-field"},o("\
label",{for:s},"How much"),this.what),this.picker.element,this.go,this.already,this.told)}#w(){let{kept:t}=this,e=new Map;
for(let s of[...t.chosen].sort((i,n)=>i-n)){let i=t.told?.hits[s];if(!i)continue;let[n,r]=t.what==="words"?[i.start,i.end]:
i[t.what];e.set(`${i.document}
${n}
${r}`,{document:i.document,version:i.version,start:n,end:r})}return[...e.values()]}#y(){let{kept:t}=this,e=t.chosen.size,
s=t.told?.hits.length??0;this.all.checked=!!s&&e===s,this.all.indeterminate=e>0&&e<s;let i=this.#w(),[n,r]=$e[t.what],c=e&&
i.length!==e?` in ${k(i.length,n,r)}`:"";this.chosen.textContent=e?`${k(e,"place")} chosen${c}`:"No place is chosen",this.#x(
i.length),this.#q()}#x(t){let{kept:e,app:s}=this,[i,n]=$e[e.what],r=e.code?s.nameOf(e.code):"",c=e.chosen.size?r?`Code ${k(
t,i,n)} with ${r}`:"Choose a code":"Choose places";m(this.go,c),this.go.setAttribute("aria-disabled",String(!(e.chosen.size&&
r&&t)))}async#q(){let{kept:t,app:e}=this,s=++this.asking;this.already.textContent="";let i=this.#w();if(!(!i.length||!t.
code))try{let n=await e.read("code_many_what",{items:i,code:t.code});if(s!==this.asking||this.destroyed)return;this.#x(n.
new),n.stood&&(this.already.textContent=n.new?`${n.stood.toLocaleString("en")} of ${i.length.toLocaleString("en")} carry\
 it already and stay as they are.`:"All of them carry it already.")}catch(n){s===this.asking&&(this.already.textContent=
n.message)}}#$(){let t=Object.keys(xe);this.kept.what=t[(t.indexOf(this.kept.what)+1)%t.length],this.what.value=this.kept.
what,this.#y(),this.told.textContent=`What is coded: ${xe[this.kept.what]}`}async code(){let{kept:t,app:e}=this,s=this.#w();
if(!s.length){e.say("Choose places first: press Space on a place, or a for all.");return}let{code:i,what:n}=t;if(!i){e.say(
"Choose the code for them."),this.picker.focus();return}if(this.busy)return;this.busy=!0;let[r,c]=$e[n],l=e.nameOf(i);try{
if(s.length>mn){let u=await e.read("code_many_what",{items:s,code:i});if(!await M(e,`Code ${k(u.new,r,c)} with ${l}?`,`T\
hey are in ${k(u.documents,"document")}. You say of all of them that ${l} applies. One undo takes them back together.`,"\
Code them"))return}let h=await e.write("code_many",{items:s,code:i},`${l} on ${k(s.length,r,c)}`),f=h?.codings?.length??
s.length,d=()=>this.search(t.told?.offset??0,{quiet:!0});F(e,f?`${l} put on ${k(f,r,c)}${h?.stood?`; ${h.stood} carried \
it already`:""}.`:`All of them carried ${l} already; nothing was coded twice.`,h?.act,d);for(let u of[...t.chosen])this.#o(
u,!1);this.destroyed||(this.#y(),this.#g(t.row)),await d()}catch(h){h.found===void 0&&e.sorry(h)}finally{this.busy=!1}}};
function gn(a){let t=a.match(/\p{L}/gu)??[];return t.filter(s=>/[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]|\ud83a[\udc00-\udfff]/.
test(s)).length*2>t.length?"rtl":"ltr"}var Zs={id:"search",label:"Search",key:"g s",mount(a,t,e){let s=new Se(a,t,e);return{
destroy:()=>s.destroy(),params:i=>s.params(i)}}};var Oe=[["participants","Participants"],["documents","Documents"],["turns","Turns"],["codings","Codings"],["words","Word\
s coded"]],Ee=[["n","Numbers"],["share","Shares in %"],["per_1000_words","Per 1,000 words"]],Ae=[["","Print every number"],
["threshold","Hide counts under 5, round to 5"],["ofqual","Ofqual: hide under 5, round to 5"],["hesa","HESA: round to 5"]],
Ft=new Set(["codings","words"]),ti=["interviewers","reflective","test","intervals"];function ei(a,t){let e=new Set(t),s=a.
columns===void 0?[t.includes("role")?"role":""]:Ce(a.columns);s=[...new Set(s.filter(c=>e.has(c)))].slice(0,2);let i=Oe.
some(([c])=>c===a.unit)?a.unit:"participants",n=Ee.some(([c])=>c===a.measure)?a.measure:"n";n==="per_1000_words"&&!Ft.has(
i)&&(n="n");let r={};for(let[c,l]of Object.entries(si(a.where)??{}))e.has(c)&&Array.isArray(l)&&(r[c]=l.map(String));return{
rows:a.rows==="code"?"code":"theme",columns:s,unit:i,measure:n,where:r,coders:a.coders||"record",protect:Ae.some(([c])=>c===
a.protect)?a.protect??"":"",...wn(ti.map(c=>[c,String(a[c])==="true"]))}}function Ht(a){let t={columns:JSON.stringify(a.
columns)};a.rows!=="theme"&&(t.rows=a.rows),a.unit!=="participants"&&(t.unit=a.unit),a.measure!=="n"&&(t.measure=a.measure),
Object.keys(a.where).length&&(t.where=JSON.stringify(a.where)),a.coders!=="record"&&(t.coders=a.coders),a.protect&&(t.protect=
a.protect);for(let e of ti)a[e]&&(t[e]="true");return t}function wn(a){return Object.fromEntries(a)}function si(a){if(typeof a!=
"string")return a??null;try{return JSON.parse(a)}catch{return null}}function Ce(a){let t=si(a);return Array.isArray(t)?t.
map(String):[]}function ii(a,t){return JSON.stringify(a)===JSON.stringify(t)}var yn=12,Jt=class{constructor(t,e,s){this.app=t,this.known=e,this.change=s,this.element=o("form",{class:"qc-table-form",
"aria-label":"What the table counts",on:{submit:i=>i.preventDefault()}}),this.filters=o("div",{class:"qc-table-filters",
role:"group","aria-label":"Only"}),this.opened=!1}draw(t){this.asked=t;let{known:e,change:s}=this,n=e.attributes.map(u=>[
u,u]),r=document.activeElement?.dataset?.part,c=Ee.filter(([u])=>u!=="per_1000_words"||Ft.has(t.unit)),l=e.coders.map(u=>[
u,`${u} only`]),h=e.blind?l:[["record","Coding of record"],...l,["each","Each coder apart"],["any","All coders together"]],
[f="",d=""]=t.columns;m(this.element,o("div",{class:"qc-table-choices"},this.#t("Rows","rows",t.rows,[["theme","Themes"],
["code","Codes"]],u=>s({rows:u})),this.#t("By","columns",f,[["","Nothing: how often"],...n],u=>s({columns:u?[u,...d&&d!==
u?[d]:[]]:[]})),f?this.#t("and by","second",d,[["","Nothing more"],...n.filter(([u])=>u!==f)],u=>s({columns:u?[f,u]:[f]})):
null,this.#t("Count","unit",t.unit,Oe,u=>s({unit:u,...t.measure==="per_1000_words"&&!Ft.has(u)?{measure:"n"}:{}})),this.#t(
"Shown as","measure",t.measure,c,u=>s({measure:u})),this.#t("Codings of","coders",e.blind?e.coders[0]:t.coders,h,u=>s({coders:u}))),
o("div",{class:"qc-table-row"},this.filters,this.#s(t))),this.#i(t),r&&this.element.querySelector(`[data-part="${r}"]`)?.
focus()}#t(t,e,s,i,n){let r=O("choice"),c=i.some(([h])=>h===s)||s===void 0?i:[...i,[s,s]],l=o("select",{id:r,data:{part:e},
on:{change:()=>n(l.value)}},c.map(([h,f])=>o("option",{value:h},f)));return l.value=s??"",o("div",{class:"qc-field"},o("\
label",{for:r},t),l)}#s(t){let{change:e}=this,s=(r,c,l,h=!1)=>{let f=O("check"),d=o("input",{type:"checkbox",id:f,data:{
part:r},disabled:h,on:{change:()=>e({[r]:d.checked})}});return d.checked=t[r],o("div",{class:"qc-field qc-check"},d,o("l\
abel",{for:f},c),o("p",{class:"qc-hint"},l))},i=!t.columns.length,n=o("details",{class:"qc-table-more",on:{toggle:()=>this.
opened=n.open}},o("summary",{data:{part:"more"}},"More choices"),o("div",{class:"qc-table-choices"},s("intervals","Inter\
vals of 95 %","For shares of participants or turns, and for rates"),s("test","Test each row",i?"Choose columns first":"P\
eople with and without the code, dealt out by chance; takes a moment",i),s("interviewers","Interviewers' turns, too","Th\
ey stand outside of tables otherwise"),s("reflective","Reflective notes, too","The researcher's own voice"),this.#t("To \
hand out","protect",t.protect,Ae,r=>e({protect:r}))));return n.open=this.opened||t.intervals||t.test||t.interviewers||t.
reflective||!!t.protect,n}#i(t){let{change:e}=this,s=i=>Object.fromEntries(Object.entries(t.where).filter(([n])=>n!==i));
m(this.filters,Object.entries(t.where).map(([i,n])=>o("span",{class:"qc-table-filter"},p(`${i}: ${n.join(" or ")}`,()=>this.#e(
i),{class:"qc-small","data-part":`where-${i}`}),p(`Leave out the filter by ${i}`,()=>e({where:s(i)}),{icon:"close",bare:!0,
class:"qc-small"}))),p("Filter",()=>this.#e(null),{icon:"filter",class:"qc-small","data-part":"filter"}))}#e(t){let{app:e,
known:s,asked:i,change:n}=this,r=t??s.attributes.find(w=>!i?.where[w])??s.attributes[0],c=S("Only turns where",{kind:"se\
lect",value:r,options:s.attributes.map(w=>[w,w])}),l=o("fieldset",{class:"qc-field qc-table-values"}),h=o("input",{type:"\
search","aria-label":"Find a value",placeholder:"Find a value",on:{input:()=>f()}}),f=()=>{let w=h.value.toLocaleLowerCase();
for(let x of l.querySelectorAll("label"))x.hidden=!!w&&!x.textContent?.toLocaleLowerCase().includes(w)},d=0,u=async()=>{
let w=++d,x;try{x=await e.read("table_values",{attribute:c.input.value})}catch(v){g.wrong(v.message);return}if(w!==d)return;
let b=new Set(i?.where[c.input.value]??[]);h.value="",h.hidden=x.length<yn,m(l,o("legend",null,`${c.input.value} is one \
of`),h,o("div",{class:"qc-table-values-list"},x.map(v=>o("label",{class:"qc-table-value"},bn(v,b.has(v)),o("span",{dir:"\
auto"},v)))),x.length?null:o("p",{class:"qc-hint"},"It has no values."))},g=E(e,{title:"Filter",body:[c.element,l,o("p",
{class:"qc-hint"},"A filter also cuts the base: only these turns, and who said them, are counted at all. Several filters\
 hold at once.")],actions:[{label:"Use",run:()=>{let w=[...l.querySelectorAll("input[type=checkbox]")].filter(b=>b.checked).
map(b=>b.value);if(!w.length)throw new Error("Choose one value or more, or press Cancel.");let x={...i?.where,[c.input.value]:w};
t&&t!==c.input.value&&delete x[t],n({where:x})}}]});c.input.addEventListener("change",u),u()}};function bn(a,t){let e=o(
"input",{type:"checkbox",value:a});return e.checked=t,e}function oi(a,t){let e=[],s=t===a.length-1;return a[t].forEach((i,n)=>{!s&&n>0&&a.slice(0,t+1).every(c=>c[n]===c[n-1])?e[e.
length-1][0]+=1:e.push([1,i])}),e}var Yt=class{constructor(t,e,s){this.app=t,this.told=e,this.open=s,this.cells=[],this.
element=this.#t(),this.#i(this.cells[0]?.[0]),this.element.addEventListener("focusin",i=>{let n=i.target.closest("button");
n&&this.place(n)&&this.#i(n)})}#t(){let{told:t}=this,e=t.total!==null,s=t.heads.length,i=t.heads.map((c,l)=>o("tr",null,
l===0?o("th",{scope:"col",rowspan:s,class:"qc-cross-rows"},mt(t.level)):null,oi(t.heads,l).map(([h,f])=>o("th",{scope:l<
s-1?"colgroup":"col",colspan:h>1?h:null,class:l<s-1?"qc-cross-group":"qc-number",dir:"auto"},ni(f))),l===0&&e?o("th",{scope:"\
col",rowspan:s,class:"qc-number qc-cross-all",title:"Each counted once over all columns: not the sum"},t.total):null)),n=t.
rows.map(([c,l,h,f],d)=>(this.cells[d]=h.map((u,g)=>this.#s(d,g,u)),e&&this.cells[d].push(this.#s(d,null,f)),o("tr",null,
o("th",{scope:"row",title:this.app.codes.get(c)?.definition||null,data:{hue:this.app.hueOf(c)}},o("span",{class:"qc-lett\
er","aria-hidden":"true"},this.app.letterOf(c)),o("span",{dir:"auto"},l)),this.cells[d].map((u,g)=>o("td",{class:`qc-num\
ber ${e&&g===h.length?"qc-cross-all":""}`.trim()},u))))),r=t.foot.map(([c,l])=>o("tr",null,o("th",{scope:"row"},c),l.map(
h=>o("td",{class:"qc-number"},h)),e?o("td",{class:"qc-cross-all"}):null));return o("table",{class:"qc-table qc-cross"},o(
"caption",null,t.title),o("thead",null,i),o("tbody",null,n),r.length?o("tfoot",null,r):null)}#s(t,e,s){let{told:i}=this,
n=s===i.absent,r=e!==null&&i.silent[t][e];return o("button",{type:"button",tabindex:"-1",class:`qc-cell ${n?"qc-absent":
""} ${s==="0"||s==="0%"?"qc-zero":""}`.trim(),"aria-label":`${s}: ${i.rows[t][1]}, ${this.nameOf(e)}${r?", quotations he\
ld back":""}`,data:{row:t,column:e===null?"all":e},on:{click:()=>this.open(t,e)}},s)}nameOf(t){return t===null?"all colu\
mns":this.told.columns[t].map(ni).join(" × ")}place(t){for(let e=0;e<this.cells.length;e++){let s=this.cells[e].indexOf(
t);if(s>=0)return[e,s]}return null}button(t,e){return this.cells[t]?.[e??this.cells[t].length-1]}get at(){return this.element.
contains(document.activeElement)?this.place(document.activeElement):null}move(t,e){let s=this.at;if(!s)return!1;let i=Math.
max(0,Math.min(this.cells.length-1,s[0]+t)),n=Math.max(0,Math.min(this.cells[i].length-1,s[1]+e));return this.cells[i][n].
focus(),!0}focus(){(this.cells.flat().find(t=>t.tabIndex===0)??this.cells[0]?.[0])?.focus()}mark(t,e=null){for(let s of this.
cells.flat())s.removeAttribute("aria-current");t!==null&&this.button(t,e)?.setAttribute("aria-current","true")}#i(t){for(let e of this.
cells.flat())e.tabIndex=e===t?0:-1}};function mt(a){return a.charAt(0).toUpperCase()+a.slice(1)}var kn=/^(n|share)_(codings|turns|documents|participants|words)$|^(codings|words)_per_1000_words$/;
function ni(a){let t=kn.exec(a);return t?t[3]?`${mt(t[3])} per 1,000 words`:t[1]==="n"?mt(t[2]):`Share of ${t[2]}`:a}function ri(a,t,e){
return o("table",{class:"qc-table qc-cross"},o("caption",null,a),o("thead",null,t.map((s,i)=>{let n=i===t.length-1;return o(
"tr",null,oi(t,i).map(([r,c],l)=>l===0&&!c?o("td"):o("th",{scope:n?"col":"colgroup",colspan:r>1?r:null,class:l?"qc-numbe\
r":null},c)))})),o("tbody",null,e.map(([s,...i])=>o("tr",null,o("th",{scope:"row"},s),i.map(n=>o("td",{class:"qc-number"},
n))))))}var vn=50,Gt=class{constructor(t,e,s){this.app=e,this.close=s,this.host=t,this.asking=0}async show(t,e,s){let i=++this.asking,
n=o("span",{class:"qc-count"});this.list=o("ol",{class:"qc-quotes-list",on:{focusin:l=>this.#s(l.target.closest("li butt\
on"))}}),this.more=o("div");let r=o("h2",{tabindex:"-1",class:"qc-quotes-title"},o("span",{dir:"auto"},e.label)," · ",o(
"span",{dir:"auto"},e.name));if(m(this.host,o("header",{class:"qc-quotes-head"},o("div",null,r,n),p("Close quotations",this.
close,{icon:"close",bare:!0,keys:"Escape"})),this.list,this.more),this.host.scrollTop=0,s&&r.focus({preventScroll:!0}),e.
absent){n.textContent="–",m(this.more,o("p",{class:"qc-quiet"},"There is no such combination in the study, or nobody h\
as read there for this code: the notes under the table say which. So there is no number, not even 0."));return}m(this.more,
o("p",{class:"qc-quiet",role:"status"},"Looking for the quotations …"));let c=async l=>{let h;try{h=await this.app.read(
"table_quotes",{asked:t,row:e.code,column:e.column,first:l,number:vn})}catch(d){if(i!==this.asking)return;m(this.more,o(
"p",{class:"qc-fault",role:"alert"},d.message));return}if(i!==this.asking)return;if(h.held){m(this.more,o("p",{class:"qc\
-note"},h.held));return}if(n.textContent=k(h.total,"quotation"),!h.total){m(this.more,o("p",{class:"qc-quiet"},"No quota\
tion is behind this number."));return}this.list?.append(...h.quotes.map(d=>this.#t(d,e.code))),l||this.#s(this.list?.querySelector(
"li button"));let f=l+h.quotes.length;m(this.more,f<h.total?p(`Show more (${(h.total-f).toLocaleString("en")} left)`,()=>c(
f)):null),l?this.list?.children[l]?.querySelector("button")?.focus():s&&document.activeElement===r&&this.list?.querySelector(
"button")?.focus({preventScroll:!0})};await c(0)}#t(t,e){let s=[t.source,t.turn?`turn ${t.turn}`:"",t.code!==e?this.app.
nameOf(t.code):"",`coded by ${t.coder}`,t.key?"key quotation":""],i=()=>this.app.jump(t.document,t.start,t.end);return o(
"li",{data:{coding:t.coding}},o("blockquote",{class:"qc-said",dir:"auto"},t.quotation),o("div",{class:"qc-quote-foot"},o(
"p",{class:"qc-quiet"},s.filter(Boolean).join(" · ")),p("Show in text",i,{class:"qc-small",tabindex:"-1","aria-label":`\
Show in text: ${[t.source,t.turn?`turn ${t.turn}`:""].filter(Boolean).join(", ")}`})))}move(t){let e=[...this.list?.querySelectorAll(
"li button")??[]],s=e.indexOf(document.activeElement);if(s<0)return!1;let i=e[Math.max(0,Math.min(e.length-1,s+t))];return i.
focus(),i.closest("li")?.scrollIntoView({block:"nearest"}),!0}#s(t){if(t)for(let e of this.list?.querySelectorAll("li bu\
tton")??[])e.tabIndex=e===t?0:-1}clear(){this.asking+=1,this.host.replaceChildren(),this.list=null}};var qn=[["xlsx","Excel, with the quotations"],["docx","Word"],["csv","CSV"],["html","Web page, with the quotations"],["m\
d","Markdown"],["tex","LaTeX"]],Me=18e4,ai={id:"tables",label:"Tables",key:"g t",mount(a,t,e){return new Te(a,t,e)}},Te=class{constructor(t,e,s){
this.app=e,this.wanted=s,this.asking=0,this.told=null,this.grid=null,this.asked=null,this.cell=null,this.main=o("div",{class:"\
qc-tables-main qc-pane"}),this.side=o("aside",{class:"qc-quotes qc-pane","aria-label":"Quotations",hidden:!0}),this.quotes=
new Gt(this.side,e,()=>this.#d()),this.top=o("div"),this.late=o("div",{role:"status"}),this.result=o("div",{class:"qc-ta\
bles-result"}),m(this.main,o("h2",{class:"qc-unseen"},"Tables"),this.top,this.late,this.result),t.append(o("div",{class:"\
qc-tables"},this.main,this.side));let i=()=>!!this.grid?.at,n=(r,c,l,h)=>({keys:r,words:c,when:i,run:()=>this.grid?.move(
l,h)});this.offs=[e.on("counts",()=>this.#a()),e.on("codebook",()=>this.#a()),e.on("settings",()=>this.#a()),e.keys.add(
[n("ArrowRight","next cell",0,1),n("ArrowLeft","cell before",0,-1),n("ArrowDown","cell below",1,0),n("ArrowUp","cell abo\
ve",-1,0),n("Home","first cell of the row",0,-1e6),n("End","last cell of the row",0,1e6),{keys:"Enter",words:"show the q\
uotations of the cell",when:i,run:()=>!1},{keys:"ArrowDown",words:"next quotation",when:()=>this.side.contains(document.
activeElement),run:()=>this.quotes.move(1)},{keys:"ArrowUp",words:"quotation before",when:()=>this.side.contains(document.
activeElement),run:()=>this.quotes.move(-1)},{keys:"Escape",words:"close the quotations, back to the cell",when:()=>!this.
side.hidden,run:()=>this.#d()},{keys:"t",words:"go to the table",when:()=>!!this.grid,run:()=>this.grid?.focus()},{keys:"\
u",words:"count again",when:()=>!!this.told,run:()=>this.#e(!0)}])],this.#t()}destroy(){this.asking+=1;for(let t of this.
offs)t()}params(t){this.wanted=t,this.known&&this.#s()}async#t(){m(this.result,o("p",{class:"qc-loading",role:"status"},
"Reading the study …"));try{this.known=await this.app.read("table_choices",{},{patience:Me})}catch(t){m(this.result,o(
"p",{class:"qc-fault",role:"alert"},t.message),p("Try again",()=>this.#t()));return}this.form=new Jt(this.app,this.known,
t=>this.#i(t)),m(this.top,this.form.element),this.#s()}#s(){let t=ei(this.wanted,this.known.attributes);this.form?.draw(
t);let e=this.wanted.row?{code:String(this.wanted.row),column:this.wanted.cell?Ce(this.wanted.cell):null}:null;if(this.asked&&
ii(this.asked,t)&&this.grid){this.#h(e);return}this.asked=t,this.#e(!1,e)}#i(t){this.asked&&this.app.go("tables",Ht({...this.
asked,...t}))}async#e(t,e=null){let{app:s,asked:i}=this,n=++this.asking,r=!!this.grid?.element.contains(document.activeElement);
t||(this.side.hidden=!0,this.quotes.clear(),this.cell=null),this.result.setAttribute("aria-busy","true");let c=setTimeout(
()=>m(this.late,o("p",{class:"qc-quiet"},"Counting …")),400),l;try{l=await s.read("table",{asked:i},{patience:Me})}catch(f){
if(n!==this.asking)return;this.grid=null,this.told=null,m(this.result,o("div",{class:"qc-fault",role:"alert"},o("p",null,
f.message)));return}finally{clearTimeout(c),n===this.asking&&(m(this.late),this.result.removeAttribute("aria-busy"))}if(n!==
this.asking)return;if(l.choose){this.grid=null,this.told=null,this.#f(l.choose);return}this.told=l,this.#n();let h=this.
cell;t&&h&&this.grid?.button(h.row,h.column)&&this.grid.mark(h.row,h.column),r&&this.grid?.focus(),this.#h(e??(t&&h?null:
e),t)}#n(){let{told:t}=this;if(!t.rows.length||!t.columns.length){m(this.result,o("div",{class:"qc-empty"},o("h2",null,"\
Nothing to count yet"),o("p",null,t.rows.length?"No turn has a value here.":"The codebook holds no codes yet.")),this.#r()),
this.grid=null;return}this.grid=new Yt(this.app,t,(e,s)=>this.#u(e,s)),m(this.result,t.limited?o("p",{class:"qc-note qc-\
warn"},t.limited):null,o("p",{class:"qc-hint qc-tables-hint"},"Choose a number to read its quotations."),o("div",{class:"\
qc-scroll qc-cross-frame",role:"region","aria-label":"The table"},this.grid.element),t.parts.map(([e,s,i])=>o("div",{class:"\
qc-scroll",tabindex:"0",role:"region","aria-label":e},ri(e,s,i))),this.#r(),this.#l())}#r(){let{told:t}=this;return o("s\
ection",{class:"qc-tables-notes","aria-label":"Notes"},o("h3",null,"Notes"),o("ul",null,[...t.notes,t.provenance].map(e=>o(
"li",{dir:"auto"},e))))}#a(){!this.told||this.app.act===this.told.act||m(this.late,o("p",{class:"qc-note"},"The study ha\
s changed since this was counted. ",p("Count again",()=>this.#e(!0),{class:"qc-small",keys:"u"})))}#f(t){let{app:e}=this,
s=(r,c,l)=>o("li",null,p(c,()=>this.#i({coders:r})),o("p",{class:"qc-hint"},l)),i=e.session.role!=="coder"&&!e.session.read_only,
n=o("select",{"aria-label":"Primary coder"},t.coders.map(r=>o("option",{value:r},r)));m(this.result,o("section",{class:"\
qc-tables-whose","aria-labelledby":"qc-whose"},o("h2",{id:"qc-whose"},"Whose codings are to be counted?"),o("p",null,`${mt(
t.found)}. Counting them together without saying so would count the same words twice.`),o("details",null,o("summary",null,
"Which documents"),o("ul",null,t.documents.map(([r,c])=>o("li",null,o("b",{dir:"auto"},r),`: ${c}`)))),o("ul",{class:"qc\
-tables-ways"},t.coders.map(r=>s(r,`${r} only`,`What ${r} has read and coded`)),s("each","Each coder apart","A block of \
columns for each, on the documents each has read"),s("any","All coders together","What anybody coded, in whatever anybod\
y has read")),i?o("form",{class:"qc-tables-primary",on:{submit:async r=>{r.preventDefault();try{await e.write("table_pri\
mary",{coder:n.value},`Primary coder ${n.value}`),await this.#e(!1)}catch(c){e.sorry(c)}}}},o("p",null,"Or say it once f\
or all tables: the primary coder counts where nothing is settled."),n,o("button",{type:"submit",class:"qc-button"},"Make\
 primary coder")):null,o("p",{class:"qc-hint"},"In the view Compare, what coders differ on is settled place by place; a \
settled document counts by its consensus.")))}#u(t,e){let{asked:s,told:i,app:n}=this;if(!s||!i)return;let r=i.rows[t][0],
c=e===null?null:i.columns[e];if(this.cell?.row===t&&this.cell.column===e&&!this.side.hidden){this.#h({code:r,column:c},!1,
!0);return}this.taking=!0,n.go("tables",{...Ht(s),row:r,...c?{cell:JSON.stringify(c)}:{}}),this.taking=!1}#h(t,e=!1,s=!1){
let{grid:i,told:n,asked:r}=this;if(!t||!i||!r){e||this.#c();return}let c=n.rows.findIndex(([f])=>f===t.code),l=t.column===
null?null:n.columns.findIndex(f=>JSON.stringify(f)===JSON.stringify(t.column));if(c<0||l===-1||l===null&&n.total===null){
this.#c();return}let h=l===null?n.rows[c][3]:n.rows[c][2][l];this.cell={row:c,column:l},i.mark(c,l),this.side.hidden=!1,
i.button(c,l)?.scrollIntoView({block:"nearest",inline:"nearest"}),this.quotes.show(r,{code:t.code,label:n.rows[c][1],column:t.
column,name:i.nameOf(l),text:h,absent:h===n.absent},s||!!this.taking)}#c(){this.side.hidden=!0,this.quotes.clear(),this.
grid?.mark(null),this.cell=null}#d(){let{cell:t,grid:e,asked:s}=this;s&&this.app.go("tables",Ht(s)),this.#c(),t&&e?.button(
t.row,t.column)?.focus()}#l(){let{app:t}=this,e=t.transport.home==="notebook"&&t.session.role==="alone",s=o("select",{"a\
ria-label":"Format of the file"},qn.map(([n,r])=>o("option",{value:n},r)));s.value=t.remembered("table-format","xlsx"),s.
value||(s.value="xlsx");let i=p("Save the table",async()=>{t.remember("table-format",s.value),i.disabled=!0;try{let n=await t.
read("table_file",{asked:this.asked,format:s.value,beside:e},{patience:Me});n.path?t.say(`Saved as ${n.path}.`):(xn(n),t.
say(`${n.name} is among your downloads.`))}catch(n){t.sorry(n)}finally{i.disabled=!1,document.activeElement===document.body&&
i.focus()}});return o("div",{class:"qc-toolbar qc-tables-files"},s,i,e?o("span",{class:"qc-hint"},"It is written next to\
 the study; nothing is written over."):null)}};function xn(a){let t=Uint8Array.from(atob(a.data),i=>i.charCodeAt(0)),e=URL.
createObjectURL(new Blob([t],{type:a.mime})),s=o("a",{href:e,download:a.name});document.body.append(s),s.click(),s.remove(),
setTimeout(()=>URL.revokeObjectURL(e),1e4)}var W=[as,Gs,As,ai,Zs,vs,Ts];var Vt=["auto","light","dark"],ci={auto:"as the computer",light:"light",dark:"dark"},$n={auto:"screen",light:"sun",dark:"\
moon"},Sn=720,On=1100,En=7e3,An=3,Qt=class{constructor(t,e){this.app=e,this.host=t,this.alone=e.transport.home==="page",
t.classList.add("qc");let s=i=>i.target.setAttribute("data-lm-suppress-shortcuts","true");t.dataset.lmSuppressShortcuts=
"true",this.alone||t.addEventListener("focusin",s),this.alone||(t.tabIndex=-1),this.keys=new gt(t,{alone:this.alone}),e.
keys=this.keys,this.view=null,this.offs=[],this.leaving=i=>{e.outbox&&!e.saved&&i.preventDefault()},this.setTheme(e.remembered(
"theme","auto")),this.status=o("p",{class:"qc-status",role:"status"}),this.polite=o("div",{class:"qc-said-list",role:"lo\
g","aria-label":"Messages","aria-live":"polite"}),this.assertive=o("div",{class:"qc-said-list",role:"alert"}),this.tabs=
o("nav",{class:"qc-tabs","aria-label":"Views"}),this.main=this.alone?o("main",{class:"qc-main-view",tabindex:"-1"}):o("d\
iv",{class:"qc-main-view",tabindex:"-1"}),this.list=o("aside",{class:"qc-documents",id:O("documents"),"aria-label":"Docu\
ments"}),this.drawer=!1,this.listed=!1,this.signIn=o("a"),this.veil=o("div",{class:"qc-veil",hidden:!0,on:{click:()=>this.
showList(!1)}}),this.measure=new ResizeObserver(()=>this.#n()),this.measure.observe(t),this.#n(),m(t,o("p",{class:"qc-lo\
ading",role:"status"},"Opening the study …"))}async start(t){let{app:e,host:s}=this;try{await e.start()}catch(l){m(s,o(
"div",{class:"qc-empty"},o("p",{class:"qc-fault",role:"alert"},`The study could not be opened: ${l.message}`),p("Try aga\
in",()=>this.start(t),{class:"qc-main"})));return}let i=e.session;this.coder=o("span",{class:"qc-coder",title:"Who codes\
 here"},C("person"),o("span",{class:"qc-unseen"},"Coding as "),o("span",{class:"qc-coder-name"},i.coder)),this.listButton=
p("Documents",()=>this.showList(!this.listed,!0),{icon:"list",bare:!0,keys:"g o","aria-controls":this.list.id}),this.themeButton=
p("Colours",()=>this.#l(),{icon:"screen",bare:!0}),this.setTheme(this.theme),this.tab=new Map(W.map(l=>[l.id,o("button",
{type:"button",class:"qc-tab",title:wt(l.key),"aria-keyshortcuts":yt(l.key),on:{click:()=>e.go(l.id)}},l.label)])),m(this.
tabs,[...this.tab.values()]),this.hint=o("div",{class:"qc-first"}),this.signIn=o("a",{class:"qc-sign-in",href:`${e.transport.
base??""}/`,target:"_blank",rel:"noopener",hidden:!0},"Sign in"),m(s,o(this.alone?"header":"div",{class:"qc-header"},this.
listButton,o(this.alone?"h1":"h2",{class:"qc-title",title:i.title},i.title),this.tabs,this.status,this.signIn,this.coder,
this.themeButton,p("Keys and help",()=>this.help(),{icon:"help",bare:!0,keys:"?"}),i.role!=="alone"&&this.alone?p("Sign \
out",()=>this.#o(),{icon:"out",bare:!0}):null),this.hint,o("div",{class:"qc-body"},this.list,this.veil,this.main),o("div",
{class:"qc-foot"},this.assertive,this.polite)),this.alone||(s.setAttribute("role","region"),s.setAttribute("aria-label",
`Coding page: ${i.title}`)),this.documents=new xt(this.list,e,()=>{this.drawer&&this.showList(!1)}),this.showList(this.#r()),
this.offs.push(e.on("view",()=>this.#t()),e.on("doc",()=>setTimeout(()=>this.#s(!0))),e.on("status",()=>this.#a()),e.on(
"say",l=>this.#h(l)),e.on("refused",({item:l,error:h})=>e.say(`Not done (${l.words}): ${h.message}`,"error")),this.keys.
add([...W.map(l=>({keys:l.key,words:`go to ${l.label}`,run:()=>e.go(l.id),group:"Everywhere"})),{keys:"g o",words:"find \
a document in the list",run:()=>this.showList(!0,!0),group:"Everywhere"},{keys:"g n",words:"open the next document",run:()=>this.#e(
1),group:"Everywhere"},{keys:"g p",words:"open the document before",run:()=>this.#e(-1),group:"Everywhere"},{keys:"g x",
words:"close messages",run:()=>this.#c(),group:"Everywhere"},{keys:"Escape",words:"close the list of documents",when:()=>this.
drawer&&this.listed,run:()=>this.showList(!1),typing:!0,group:"Everywhere"},{keys:"Escape",words:"leave the field, back \
to the view",run:()=>this.#f(),typing:!0,quiet:!0,group:"Everywhere"},{keys:"Mod+s",words:"nothing: all is saved as you \
do it",run:()=>this.#u(),typing:!0,group:"Everywhere"},{keys:"?",words:"show these keys",run:()=>this.help(),group:"Ever\
ywhere"}])),window.addEventListener("beforeunload",this.leaving),this.alone&&(this.hash=()=>this.#i(),window.addEventListener(
"popstate",this.hash)),this.#d();let n=this.alone?hi(location.hash):null,r=new Set(e.documents.map(l=>l.document)),c=[n?.
params.document,t.document,e.remembered(`last-${i.project}`),e.documents[0]?.document].find(l=>r.has(l));c&&await e.open(
c).catch(l=>e.sorry(l)),this.view||e.go(n?.id??t.view??"code",n?.params??{}),this.#a()}destroy(){for(let t of this.offs)
t();this.view?.shown.destroy(),this.documents?.destroy(),this.measure.disconnect(),this.keys.close(),window.removeEventListener(
"beforeunload",this.leaving),this.hash&&window.removeEventListener("popstate",this.hash),this.host.replaceChildren()}#t(){
let{id:t,params:e}=this.app.view,s=W.find(n=>n.id===t)??W[0];for(let[n,r]of this.tab??[])n===s.id?r.setAttribute("aria-c\
urrent","page"):r.removeAttribute("aria-current");if(this.hint&&(this.hint.hidden=s.id!==W[0].id),this.tab?.get(s.id)?.scrollIntoView(
{block:"nearest",inline:"nearest"}),this.#s(!0),this.view?.of===s&&this.view.shown.params){this.view.shown.params(e);return}
let i=this.main.contains(document.activeElement);this.view?.shown.destroy(),this.view=null,this.main.replaceChildren(),this.
main.dataset.view=s.id,this.main.setAttribute("aria-label",s.label);try{this.view={of:s,shown:s.mount(this.main,this.app,
e)}}catch(n){console.error(n),m(this.main,o("p",{class:"qc-empty qc-fault",role:"alert"},`This view could not be shown: ${n.
message}`))}(i||document.activeElement===document.body)&&!this.main.contains(document.activeElement)&&this.main.focus({preventScroll:!0})}#s(t){
if(!this.alone||!this.host.isConnected)return;let{app:e}=this,{id:s,params:i}=e.view,n=W.find(c=>c.id===s)??W[0];document.
title=I([n.label,e.doc?.document,e.session.title].filter(Boolean).join(" · ")),e.doc&&e.remember(`last-${e.session.project}`,
e.doc.document);let r=Cn(n.id,i,e.doc?.document);location.hash!==r&&(t&&location.hash?history.pushState(null,"",r):history.
replaceState(null,"",r))}async#i(){for(let s of this.host.querySelectorAll("dialog[open]"))s.close();let t=hi(location.hash);
if(!t)return;let{app:e}=this;if(t.params.document&&t.params.document!==e.doc?.document)try{await e.open(t.params.document)}catch(s){
e.sorry(s),this.#s(!1);return}e.go(t.id,t.params)}#e(t){let{app:e}=this,s=this.documents?.order?JSON.parse(this.documents.
order).flatMap(([,r])=>r):[],i=s.indexOf(e.doc?.document),n=s[i+t];!n||i<0?e.say(t>0?"This is the last document of the l\
ist.":"This is the first document of the list."):e.open(n).then(()=>e.go(e.view.id,{document:n})).catch(r=>e.sorry(r))}#n(){
let t=this.host.clientWidth||window.innerWidth,e=t<Sn?"narrow":t<On?"middle":"wide";if(this.host.dataset.width===e)return;
let s=this.drawer;this.host.dataset.width=e,this.drawer=e==="narrow",this.documents&&s!==this.drawer&&this.showList(this.#r())}#r(){
return!this.drawer&&this.app.remembered("documents-shown",this.alone||this.host.dataset.width==="wide")}showList(t,e=!1){
let s=this.list.contains(document.activeElement);this.listed=t,this.list.hidden=!t,this.veil.hidden=!(t&&this.drawer),this.
main.inert=t&&!!this.drawer,this.listButton?.setAttribute("aria-expanded",String(t)),e&&!this.drawer&&this.app.remember(
"documents-shown",t),t&&e?this.documents?.focus():!t&&s&&this.listButton?.focus(),this.app.emit("resized")}#a(){let{app:t}=this,
e=t.outbox.size,s=e?`${k(e,"change")} kept in this page`:"",i="Saved",n="saved";t.outbox.expired?(i=[t.outbox.why||"Not \
signed in any more",s].filter(Boolean).join("; "),n="lost"):t.outbox.trouble?(i=[`Cannot be saved just now: ${t.outbox.trouble}`,
s].filter(Boolean).join("; "),n="lost"):!t.connected||t.outbox.offline?(i=this.alone?`No connection to the study; ${s?`${s}\
, sent when it is back`:"trying again"}`:`${["The kernel does not answer",s].filter(Boolean).join("; ")}. If it was rest\
arted, run this cell again`,n="lost"):e?(i="Saving …",n="saving"):t.session.read_only&&(i="Read only",n="quiet"),this.
signIn.hidden=!t.outbox.expired||!this.alone,this.status.dataset.kind=n,this.status.title=n==="quiet"?`This study cannot\
 be written: ${t.session.read_only}`:i,this.status.textContent!==i&&(this.status.textContent=i)}#f(){let t=document.activeElement;
if(!t?.matches("input:not([type=checkbox], [type=radio]), textarea, select")||t.type==="search"&&t.value)return!1;this.main.
focus({preventScroll:!0})}#u(){this.app.say(this.app.saved?"Everything is saved. It is saved as you do it.":"Not everyth\
ing is saved yet; the line above says why.")}#h({words:t,kind:e,action:s}){let i=I(t),n=e==="error",r=n?this.assertive:this.
polite;for(let d of r.children)d.firstChild?.textContent===i&&d.remove();let c=()=>{let d=l.contains(document.activeElement);
l.remove(),clearTimeout(h),d&&this.main.focus({preventScroll:!0})},l=o("div",{class:`qc-message ${n?"qc-error":"qc-info"}`},
o("p",{dir:"auto"},i),s?p(s.label,()=>{c(),s.run()},{class:"qc-small"}):null,p("Close message",c,{icon:"close",bare:!0,class:"\
qc-small"}));for(r.append(l);r.children.length>An;)r.firstElementChild?.remove();let h=null,f=()=>{clearTimeout(h),n||(h=
setTimeout(()=>l.remove(),En+i.length*40))};for(let d of["mouseenter","focusin"])l.addEventListener(d,()=>clearTimeout(h));
for(let d of["mouseleave","focusout"])l.addEventListener(d,f);f()}#c(){this.polite.replaceChildren(),this.assertive.replaceChildren()}help(){
if(this.host.querySelector(".qc-help"))return;let t=new Map,e=W.find(i=>i.id===this.app.view.id)?.label??"Here";for(let i of this.
keys.list()){let n=i.group??e;t.set(n,[...t.get(n)??[],i])}let s=t.get("Everywhere");t.delete("Everywhere"),s&&t.set("Ev\
erywhere",s),E(this.app,{title:"Keys and help",class:"qc-help",body:[o("p",null,li),o("div",{class:"qc-keys-columns"},[...t].
map(([i,n])=>o("section",null,o("h3",null,i),o("dl",{class:"qc-keys"},n.map(r=>o("div",null,o("dt",null,Zt(r.keys).map((c,l)=>[
l?" or ":null,c.map((h,f)=>[f?" ":null,o("kbd",null,h)])])),o("dd",null,r.words))))))),o("p",{class:"qc-hint"},"Keys do \
nothing while you type in a field; Esc leaves it. Two keys beside each other are pressed one after the other. Nothing on\
 this page leaves this machine.")],actions:[],wide:!0})}#d(){if(this.app.remembered("first-steps"))return;let t=()=>{this.
app.remember("first-steps","seen"),this.hint?.replaceChildren(),this.main.focus({preventScroll:!0})};this.hint&&m(this.hint,
o("section",{class:"qc-first-steps","aria-label":"First steps"},o("p",null,li),p("All keys",()=>this.help(),{class:"qc-s\
mall"}),p("Got it",t,{class:"qc-small qc-main"})))}setTheme(t){let e=Vt.includes(t)?t:"auto";if(this.host.dataset.theme=
e,this.theme=e,!this.themeButton)return;let s=`Colours: ${ci[e]}`;this.themeButton.setAttribute("aria-label",s),this.themeButton.
title=s,m(this.themeButton,C($n[e]))}#l(){let t=Vt[(Vt.indexOf(this.theme)+1)%Vt.length];this.setTheme(t),this.app.remember(
"theme",t),this.app.say(`Colours: ${ci[t]}.`)}async#o(){let{app:t}=this;if(!t.saved){t.say("Not everything is saved yet;\
 signing out now would lose it.","error");return}try{await t.transport.signOut()}catch(e){t.sorry(e)}}},li="Select words\
 in the text with the mouse, or with the arrow keys and Shift. Then put a code on them: click it, press its number, or p\
ress / and type its name. Everything is saved as you do it, and Ctrl+Z takes it back. Press ? for all keys.";function Cn(a,t,e){
let{document:s,...i}=t,n=e??s??"",r=new URLSearchParams(Object.entries(i).filter(([,c])=>c!=null&&typeof c!="object").map(
([c,l])=>[c,String(l)]));return`#${a}${n?`/${encodeURIComponent(n)}`:""}${[...r].length?`?${r}`:""}`}function hi(a){let t=/^#([a-z]+)(?:\/([^?]*))?(?:\?(.*))?$/.
exec(a);if(!t)return null;let e=Object.fromEntries(new URLSearchParams(t[3]??""));if(t[2])try{e.document=decodeURIComponent(
t[2])}catch{return null}return{id:t[1],params:e}}async function di(a,t,e={}){let s=new qt(t,a),i=new Qt(a,s);return await i.start(e),()=>{i.destroy(),s.close()}}function Wa(){
let a=document.getElementById("qualcode");a&&(a.classList.add("qc-page"),di(a,new bt))}var Ua={async render({model:a,el:t}){
t.classList.add("qc-notebook");let e=a.get("height");e&&t.style.setProperty("height",`${e}px`);let s={view:a.get("view")||
void 0,document:a.get("document")||void 0};return await di(t,new kt(a),s)}};export{Ua as default,di as mount,Wa as mountPage};
